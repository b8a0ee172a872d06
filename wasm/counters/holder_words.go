//go:build js && wasm

package main

import "jifen/rules"

// The words of the permit holder's desk.

var (
	sayMineTitle     = rules.Text{ZH: "我的申请", EN: "My applications"}
	sayMineNone      = rules.Text{ZH: "还没有申请", EN: "No application yet"}
	sayMineNoneWhy   = rules.Text{ZH: "可以请单位开一份，也可以在这里自己开。开好以后，你和单位都能填，由单位提交。", EN: "Your employer can open one, or you can open it here. Both of you then fill it in, and the employer submits it."}
	sayMineOpen      = rules.Text{ZH: "开一份新的申请", EN: "Open an application"}
	sayMineRenewed   = rules.Text{ZH: "居住证签注以后，来办积分确认", EN: "After the permit is renewed: confirm the points"}
	sayMineMore      = rules.Text{ZH: "再看更早的", EN: "Show earlier ones"}
	sayMineRow       = rules.Text{ZH: "{}，{}", EN: "{}, {}"}
	sayMineMessages  = rules.Text{ZH: "短信", EN: "SMS"}
	sayMineHistory   = rules.Text{ZH: "经过", EN: "What has happened"}
	sayMinePapers    = rules.Text{ZH: "要交的材料", EN: "Papers to hand in"}
	sayMinePapersWhy = rules.Text{ZH: "由单位交到受理点。你自己的那些，先交给单位的人事。", EN: "Your employer hands them in at the reception point. Give those that are yours to the HR officer first."}
	sayMineContent   = rules.Text{ZH: "填了什么", EN: "What was filled in"}
	sayMineReturned  = rules.Text{ZH: "退回的说明", EN: "Why it was returned"}
	sayMineReason    = rules.Text{ZH: "理由", EN: "Reason"}
	sayMineStop      = rules.Text{ZH: "。", EN: "."}
	sayMineChanged   = rules.Text{ZH: "你打开这一页以后，这份申请有了变化，现在是“{}”。还要办的，请再按一次。", EN: "Since you opened this page the application has changed; it is now “{}”. If you still mean it, press again."}
	sayMineReviewBy  = rules.Text{ZH: "最晚在 {} 提出，只能提一次。", EN: "It can be asked for until {}, and only once."}
	sayMineBy        = rules.Text{ZH: "最晚 {}", EN: "not later than {}"}
	mineReasons      = map[string]rules.Text{
		"withdraw":       {ZH: "写给单位和受理点看，例如：换了工作。", EN: "For the employer and the reception point to read, such as: changed jobs."},
		"request_review": {ZH: "哪一项你认为不对，为什么。另一位工作人员会看到。", EN: "Which line you think is wrong, and why. Another officer will read it."},
	}
	sayMineDecided    = rules.Text{ZH: "核定 {} 分", EN: "{} points were decided"}
	sayMineClaimed    = rules.Text{ZH: "申报", EN: "Claimed"}
	sayMineVerified   = rules.Text{ZH: "核定", EN: "Decided"}
	sayMineDiffers    = rules.Text{ZH: "和申报的不同。", EN: " Not as claimed."}
	sayMineNote       = rules.Text{ZH: "受理点说明：{}", EN: " The reception point says: {}"}
	sayMineReceipt    = rules.Text{ZH: "收件凭证：", EN: "Receipt: "}
	sayMineTrack      = rules.Text{ZH: "不登录也能凭它查进度", EN: "it shows the progress without signing in"}
	sayMineCode       = rules.Text{ZH: "通知书验证码：", EN: "Code of the notice: "}
	sayMineVerify     = rules.Text{ZH: "别人可以凭它验证", EN: "with it anybody can check the notice"}
	sayMineElsewhere  = rules.Text{ZH: "在别处核定的", EN: "Decided elsewhere"}
	sayMineNumber     = rules.Text{ZH: "积分通知书编号", EN: "Number of the notice"}
	sayMineDecidedOn  = rules.Text{ZH: "核定日期", EN: "Day of the decision"}
	sayMineTotalThen  = rules.Text{ZH: "当时核定的总分", EN: "Total decided then"}
	sayMinePermitThen = rules.Text{ZH: "当时居住证的有效期至", EN: "Permit then valid until"}
)

// Opening an application.
var (
	sayOpenDo           = rules.Text{ZH: "开始填写", EN: "Begin"}
	sayOpenDone         = rules.Text{ZH: "已经开好，可以填了。", EN: "It is open; you can fill it in."}
	sayOpenKind         = rules.Text{ZH: "办哪一种", EN: "Which one"}
	sayOpenKindHelp     = rules.Text{ZH: "第一次办是积分申请。居住证签注（续期）以后，每次都办积分确认。", EN: "The first time it is the application (积分申请). After each renewal of the permit (签注) it is the confirmation (积分确认)."}
	sayOpenUntil        = rules.Text{ZH: "签注后，居住证有效期至", EN: "Permit, as renewed, valid until"}
	sayOpenUntilHelp    = rules.Text{ZH: "写卡面上新的日期，例如 2028-05-01。", EN: "The new day on the card, such as 2028-05-01."}
	sayOpenEmployer     = rules.Text{ZH: "为你办的单位", EN: "Your employer"}
	sayOpenEmployerHelp = rules.Text{ZH: "换了单位的，要新单位在这里接收你，才能提交。", EN: "A new employer must accept you here before it can submit."}
	sayOpenSame         = rules.Text{ZH: "现在这家，没有换", EN: "The present one, as before"}
	sayOpenOther        = rules.Text{ZH: "换了一家", EN: "A new one"}
	sayOpenUSCCHelp     = rules.Text{ZH: "新单位的，18 位。向人事要，或者看营业执照。", EN: "That of the new employer, 18 characters. Ask the HR officer, or see the business licence."}
	sayOpenLast         = rules.Text{ZH: "上一次积分在哪里核定的", EN: "Where were your points decided last time?"}
	sayOpenLastHelp     = rules.Text{ZH: "在这里核定过的，上次的内容会带过来。", EN: "What was decided here is carried over."}
	sayOpenHere         = rules.Text{ZH: "在这里", EN: "Here"}
	sayOpenElsewhere    = rules.Text{ZH: "在别处", EN: "Elsewhere"}
	sayOpenNumberHelp   = rules.Text{ZH: "印在原来的通知书上。", EN: "Printed on the earlier notice."}
	sayOpenDayHelp      = rules.Text{ZH: "例如 2025-11-24。", EN: "Such as 2025-11-24."}
	sayOpenPermitHelp   = rules.Text{ZH: "记得就写，例如 2026-11-24。", EN: "If you remember it, such as 2026-11-24."}
	sayOpenNone         = rules.Text{}
)

// My data.
var (
	sayDataTitle        = rules.Text{ZH: "我的信息", EN: "My data"}
	sayDataLead         = rules.Text{ZH: "这里存着的关于你的全部信息，截至 {}。不对的，请改申请，或者请受理点更正。", EN: "Everything that is kept about you, as of {}. Where something is wrong, change the application or ask the reception point to correct it."}
	sayDataSave         = rules.Text{ZH: "存成文件", EN: "Save as a file"}
	sayDataMine         = rules.Text{ZH: "你本人", EN: "You"}
	sayDataID           = rules.Text{ZH: "身份证号码", EN: "ID number"}
	sayDataPhone        = rules.Text{ZH: "手机", EN: "Mobile phone"}
	sayDataSince        = rules.Text{ZH: "从什么时候存着", EN: "Kept since"}
	sayDataEmployer     = rules.Text{ZH: "你的单位", EN: "Your employer"}
	sayDataNoEmployer   = rules.Text{ZH: "现在没有单位。", EN: "None at present."}
	sayDataEmployerName = rules.Text{ZH: "名称", EN: "Name"}
	sayDataApplications = rules.Text{ZH: "申请", EN: "Applications"}
	sayDataOne          = rules.Text{ZH: "{}，{}，{} 开始", EN: "{}, {}, begun {}"}
	sayDataNone         = rules.Text{ZH: "没有。", EN: "None."}
	sayDataFalse        = rules.Text{ZH: "{} 登记过虚假材料。", EN: "False material was put on record on {}."}
	sayDataSubmitted    = rules.Text{ZH: "提交日期", EN: "Submitted on"}
	sayDataReceipt      = rules.Text{ZH: "收件凭证", EN: "Receipt"}
	sayDataClaimed      = rules.Text{ZH: "申报的情况", EN: "As claimed"}
	sayDataVerified     = rules.Text{ZH: "核实的情况", EN: "As verified"}
	sayDataNotice       = rules.Text{ZH: "积分通知书，有效期至 {}。", EN: "Notice of points, valid until {}."}
	sayDataRevoked      = rules.Text{ZH: "积分通知书，{} 作废。", EN: "Notice of points, void since {}."}
	sayDataAccount      = rules.Text{ZH: "账号", EN: "Account"}
	sayDataConsent      = rules.Text{ZH: "你的同意", EN: "Your consent"}
	sayDataConsentOn    = rules.Text{ZH: "同意书 {}，{}", EN: "Version {}, {}"}
	sayDataSessions     = rules.Text{ZH: "登录着的设备", EN: "Signed in"}
	sayDataSession      = rules.Text{ZH: "{} 登录，最近用是 {}", EN: "since {}, last used {}"}

	sayLeaveTitle    = rules.Text{ZH: "离开这家单位", EN: "Leave this employer"}
	sayLeaveDo       = rules.Text{ZH: "离开", EN: "Leave"}
	sayLeaveLead     = rules.Text{ZH: "离开以后，“{}”不再替你办，也看不到你以后的申请。", EN: "After that “{}” acts for you no more, and sees nothing of your later applications."}
	sayLeft          = rules.Text{ZH: "已经离开单位。", EN: "You have left the employer."}
	sayLeftWithdrawn = rules.Text{ZH: "已经离开单位，办理中的申请也撤回了。", EN: "You have left the employer, and the open application was withdrawn."}
	leavePoints      = []rules.Text{
		{ZH: "在这家单位办理中的申请会撤回。", EN: "An application that is open with it is withdrawn."},
		{ZH: "已经核定的，单位还留着，姓名和号码遮盖。", EN: "It keeps what was decided, with names and numbers masked."},
		{ZH: "换到新单位办的，不用先离开：开一份申请，写新单位的代码就行。", EN: "If you go on with a new employer you need not leave first: open an application and give its code."},
	}

	sayEraseTitle = rules.Text{ZH: "删除我的信息", EN: "Erase my data"}
	sayEraseLead  = rules.Text{ZH: "可以随时要求删除。有办理中的申请时，要先撤回或等它办完。", EN: "You can have it erased at any time. An open application must be withdrawn, or come to its end, first."}
	sayEraseWay   = rules.Text{ZH: "看看会删除什么", EN: "See what would be erased"}
	sayEraseGoes  = rules.Text{ZH: "会删除的", EN: "What goes"}
	sayEraseStays = rules.Text{ZH: "依法保留的", EN: "What the law bids keep"}
	eraseGoes     = []rules.Text{
		{ZH: "你的账号：不能再登录，也不能恢复。以后要办，从头开始。", EN: "Your account: you cannot sign in again, and it cannot be brought back. If you apply later you begin anew."},
		{ZH: "姓名、身份证号码和手机。", EN: "Name, ID number and phone."},
		{ZH: "没有办成的申请：申请表、申报的情况、家属、短信。", EN: "Applications that came to no decision: the form, the claims, the family, the SMS."},
	}
	eraseStays = []rules.Text{
		{ZH: "核定过或不予通过的申请，要保存一段时间。删除以后，会列出每一份保存到哪一天。", EN: "Applications that were decided or rejected are kept for a time. After the erasure you see until when each is."},
		{ZH: "虚假材料的登记和操作记录。操作记录里没有你的姓名和号码。", EN: "The record of false material, and the log of what was done, which holds no name or number of yours."},
	}
	sayEraseSure  = rules.Text{ZH: "确认", EN: "Confirm"}
	sayEraseYes   = rules.Text{ZH: "我要删除，知道不能恢复", EN: "Erase it; I know that it cannot be undone"}
	sayEraseFirst = rules.Text{ZH: "要删除的，请先勾上", EN: "is needed before anything is erased"}
	sayEraseDo    = rules.Text{ZH: "删除", EN: "Erase"}
	sayErased     = rules.Text{ZH: "已经删除", EN: "It is erased"}
	sayErasedWhy  = rules.Text{ZH: "账号已经取消，你已退出登录。", EN: "The account is closed and you are signed out."}
	sayEraseAll   = rules.Text{ZH: "没有依法要保留的申请。", EN: "The law bids keep none of your applications."}
	sayEraseBut   = rules.Text{ZH: "依法保留的申请：", EN: "Applications that the law bids keep:"}
	sayEraseKept  = rules.Text{ZH: "{}（{}），到 {}", EN: "{} ({}), until {}"}
	sayEraseHome  = rules.Text{ZH: "回到首页", EN: "To the front page"}
)
