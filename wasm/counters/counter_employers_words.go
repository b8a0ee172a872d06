//go:build js && wasm

package main

import "jifen/rules"

// The words about employers at the reception point.

var (
	sayUnits            = rules.Text{ZH: "单位", EN: "Employers"}
	sayEveryEmployer    = rules.Text{ZH: "本区全部单位", EN: "All employers of the district"}
	sayNoEmployer       = rules.Text{ZH: "没有这样的单位。", EN: "There is no such employer."}
	sayFindEmployer     = rules.Text{ZH: "找单位", EN: "Find an employer"}
	sayFindEmployerHelp = rules.Text{ZH: "名称或统一社会信用代码的一部分。", EN: "A part of the name or of the unified social credit code."}
	sayUnitReason       = rules.Text{ZH: "理由：{}", EN: "Reason: {}"}
	sayUnitCalled       = rules.Text{ZH: "单位名称", EN: "Name"}
	sayUnitCode         = rules.Text{ZH: "统一社会信用代码", EN: "Unified social credit code"}
	sayUnitKind         = rules.Text{ZH: "单位种类", EN: "Kind"}
	sayUnitDistrict     = rules.Text{ZH: "登记地在哪个区", EN: "District of registration"}
	sayUnitContact      = rules.Text{ZH: "人事专员", EN: "HR officer"}
	sayUnitPhone        = rules.Text{ZH: "手机", EN: "Mobile phone"}
	sayLookAt           = rules.Text{ZH: "要看的材料", EN: "Papers to look at"}
	sayLookAtWhat       = rules.Text{ZH: "看原件，和上面登记的名称、代码对一遍。", EN: "Look at the originals, and hold name and code against the entry above."}
	sayOnlyWhen         = rules.Text{ZH: "（{}）", EN: "({})"}
	sayApproveTitle     = rules.Text{ZH: "核准登记", EN: "Decide on the entry"}
	sayApproveAsk       = rules.Text{ZH: "材料看过以后", EN: "Having seen the papers"}
	sayApprove          = rules.Text{ZH: "核准：可以登录，给职工开账号", EN: "Approve: it can sign in and make accounts for its staff"}
	sayRefuse           = rules.Text{ZH: "不予核准：改好以后可以再送来", EN: "Refuse: it can correct its entry and send it again"}
	sayWhyRefuse        = rules.Text{ZH: "为什么不予核准", EN: "Why it is refused"}
	sayWhyRefuseHelp    = rules.Text{ZH: "写清楚哪里不对、要怎么改。单位看得到。", EN: "Say what is wrong and how to mend it. The employer reads this."}
	sayDecideEmployer   = rules.Text{ZH: "确定", EN: "Confirm"}
	sayChangeAccess     = rules.Text{ZH: "停用、恢复和注销", EN: "Suspend, lift or close"}
	sayBecomes          = rules.Text{ZH: "改成", EN: "What becomes of it"}
	sayWhySuspend       = rules.Text{ZH: "理由", EN: "Reason"}
	sayWhySuspendHelp   = rules.Text{ZH: "单位登录时看得到。", EN: "The employer is told it when it tries to sign in."}
	sayUnitAnew         = rules.Text{ZH: "看它现在的状态", EN: "See how it stands now"}
	sayChangeIt         = rules.Text{ZH: "确定", EN: "Confirm"}
)

var (
	unitStates = map[string]rules.Text{
		"pending":   {ZH: "等核准", EN: "Waiting for approval"},
		"approved":  {ZH: "已核准", EN: "Approved"},
		"refused":   {ZH: "不予核准", EN: "Refused"},
		"suspended": {ZH: "已停用", EN: "Suspended"},
		"closed":    {ZH: "已注销", EN: "Closed"},
	}
	unitMeans = map[string]rules.Text{
		"pending":   {ZH: "单位已经登记，等受理点看材料。", EN: "The employer has registered; the reception point is to look at its papers."},
		"approved":  {ZH: "单位可以登录，替持证人办理。", EN: "It can sign in and apply for its permit holders."},
		"refused":   {ZH: "登记退回了。单位改好以后，会再排到这里。", EN: "The entry went back. Once corrected it comes here again."},
		"suspended": {ZH: "单位不能登录。持证人和没提交的申请都还在。", EN: "It cannot sign in. Its holders and drafts stay."},
		"closed":    {ZH: "单位不再使用。持证人和没提交的申请都还在。", EN: "It is used no more. Its holders and drafts stay."},
	}
	unitBecomes = map[string]rules.Text{
		"approved":  {ZH: "恢复：又可以登录", EN: "Lift it: it can sign in again"},
		"suspended": {ZH: "停用：暂时不能登录", EN: "Suspend: it cannot sign in for the time being"},
		"closed":    {ZH: "注销：单位不再办理", EN: "Close: it applies for nobody any more"},
	}
	unitDone = map[string]rules.Text{
		"approved":  {ZH: "已核准，单位可以登录了。", EN: "Approved; the employer can sign in."},
		"refused":   {ZH: "已退回，理由单位看得到。", EN: "Refused; the employer reads why."},
		"suspended": {ZH: "已停用，单位已经退出登录。", EN: "Suspended; the employer is signed out."},
		"closed":    {ZH: "已注销，单位已经退出登录。", EN: "Closed; the employer is signed out."},
	}
	unitKindNames = map[string]rules.Text{
		"enterprise":             {ZH: "企业", EN: "Enterprise"},
		"association":            {ZH: "社会团体", EN: "Association"},
		"private_non_enterprise": {ZH: "民办非企业单位", EN: "Private non-enterprise unit"},
	}
)
