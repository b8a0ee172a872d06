package process

import "jifen/rules"

// Meaning tells a person without the trade's words where an application is: what it is called, what that means for the holder, and what
// comes next and who does it.
type Meaning struct{ Label, Means, Next rules.Text }

var stateMeanings = [stateCount]Meaning{
	Draft: {
		rules.Text{ZH: "填写中", EN: "Draft"},
		rules.Text{ZH: "申请表还在填写，受理点还看不到。", EN: "The form is being filled in. The reception point does not see it yet."},
		rules.Text{ZH: "持证人和单位填好以后，由单位核对、提交。", EN: "Holder and employer complete it; then the employer checks and submits it."}},
	Submitted: {
		rules.Text{ZH: "已提交", EN: "Submitted"},
		rules.Text{ZH: "单位已经提交，还没有受理。", EN: "The employer has submitted it. It is not accepted yet."},
		rules.Text{ZH: "单位把材料原件和复印件交到受理点；受理点收齐后受理，缺的一次说清。", EN: "The employer hands the papers in, with copies, at the reception point, which accepts it once they are complete, or tells everything that is missing at once."}},
	Checking: {
		rules.Text{ZH: "已受理，核查中", EN: "Accepted, being checked"},
		rules.Text{ZH: "材料已收齐并受理，有了收件凭证，可以凭它查进度。", EN: "The papers are complete and accepted; the receipt shows the progress."},
		rules.Text{ZH: "受理点调取档案；要核验学历的，送去核验。都到齐后自动进入审核。", EN: "The reception point calls the personal file in and, where diplomas must be verified, sends them. Review begins by itself once both are in."}},
	InReview: {
		rules.Text{ZH: "审核中", EN: "In review"},
		rules.Text{ZH: "档案和学历都已到齐，正在逐项审核积分。", EN: "File and diplomas are in; the points are being examined line by line."},
		rules.Text{ZH: "受理点在规定的工作日内作出核定，并发短信告知。", EN: "The reception point decides within the working days set, and tells by SMS."}},
	Decided: {
		rules.Text{ZH: "已核定", EN: "Decided"},
		rules.Text{ZH: "积分已经核定，积分通知书已生成。", EN: "The points are decided, and the notice is made."},
		rules.Text{ZH: "凭证件领取通知书，也可以自己打印。有异议的，在期限内申请复核。", EN: "Collect the notice with your ID, or print it. Whoever disagrees asks for a review in time."}},
	Collected: {
		rules.Text{ZH: "通知书已领取", EN: "Notice collected"},
		rules.Text{ZH: "积分通知书已经领取，办理完毕。", EN: "The notice was collected; all is done."},
		rules.Text{ZH: "居住证签注以后，再来办积分确认。", EN: "After the permit is next renewed (签注), have the points confirmed."}},
	Returned: {
		rules.Text{ZH: "退回补正", EN: "Returned"},
		rules.Text{ZH: "材料还不齐或有要改的地方，申请没有作废。", EN: "Papers are missing or something must be mended. The application still stands."},
		rules.Text{ZH: "照退回的说明补齐、改好，再由单位提交。", EN: "Mend what the note says; then the employer submits it again."}},
	Withdrawn: {
		rules.Text{ZH: "已撤回", EN: "Withdrawn"},
		rules.Text{ZH: "这次申请已经撤回，不再办理。", EN: "This application was withdrawn and goes no further."},
		rules.Text{ZH: "需要时可以重新申请。", EN: "A new one can be opened when it is needed."}},
	Rejected: {
		rules.Text{ZH: "不予通过", EN: "Rejected"},
		rules.Text{ZH: "这次申请没有通过，原因写在记录里。", EN: "This application was rejected; the record says why."},
		rules.Text{ZH: "有异议的，在期限内申请复核；也可以重新申请。", EN: "Whoever disagrees asks for a review in time; a new one can be opened as well."}},
}

// Meaning is what the state means.
func (s State) Meaning() *Meaning { return &stateMeanings[s] }

// stepDone tells in plain words that a step was taken, for the history that anybody with the receipt may read.
var stepDone = map[string]rules.Text{
	"open":            {ZH: "开始填写申请", EN: "The application was begun"},
	"take_over":       {ZH: "新单位接收了持证人", EN: "The new employer accepted the holder"},
	"submit":          {ZH: "单位提交了申请", EN: "The employer submitted it"},
	"withdraw":        {ZH: "申请已撤回", EN: "It was withdrawn"},
	"return":          {ZH: "受理点退回补正，缺什么已一次说清", EN: "The reception point returned it and told everything that is missing"},
	"accept":          {ZH: "材料收齐，受理点已受理", EN: "The papers are complete; the reception point accepted it"},
	"request_archive": {ZH: "受理点已发函调取档案", EN: "The reception point called the personal file in"},
	"archive_arrived": {ZH: "档案已到", EN: "The personal file has arrived"},
	"send_diploma":    {ZH: "学历已送核验", EN: "The diplomas were sent for verification"},
	"diploma_result":  {ZH: "学历核验有了结果", EN: "The result for the diplomas is there"},
	"decide":          {ZH: "积分已核定", EN: "The points were decided"},
	"reject":          {ZH: "申请未通过", EN: "It was rejected"},
	"request_review":  {ZH: "已申请复核，由另一位工作人员重新审核", EN: "A review was asked for; another officer decides"},
	"reopen":          {ZH: "受理点重新审核，原通知书作废", EN: "The reception point reopened it; the notice made before is void"},
	"collect":         {ZH: "通知书已领取", EN: "The notice was collected"},
}

// Done tells in plain words that a step of that id was taken. The id open is the beginning, which is no step.
func Done(id string) rules.Text { return stepDone[id] }

// stepMeans says what a step does, beside the button that takes it.
var stepMeans = map[string]rules.Text{
	"take_over":       {ZH: "本单位确认这位持证人在本单位工作，之后由本单位办理。", EN: "We confirm that this holder works for us; from then on we see to it."},
	"submit":          {ZH: "交给受理点。提交后不能再改，除非退回。", EN: "Goes to the reception point. After that nothing can be changed unless it is returned."},
	"withdraw":        {ZH: "不再办理。核定过的通知书也同时失效。", EN: "Ends it. A notice that was decided on it ends too."},
	"return":          {ZH: "一次说清所有缺的材料和要改的地方。", EN: "Tells at once all that is missing and all that must be mended."},
	"accept":          {ZH: "材料齐全，受理并给出收件凭证。", EN: "The papers are complete; gives a receipt."},
	"request_archive": {ZH: "向档案所在地发调档函。信丢了可以再发。", EN: "Sends the letter to where the file is kept. It can be sent again."},
	"archive_arrived": {ZH: "记下档案已到。", EN: "Notes that the file has come."},
	"send_diploma":    {ZH: "把学历材料送去核验。", EN: "Sends the diplomas to be verified."},
	"diploma_result":  {ZH: "记下核验结果。可以再记，以最后一次为准。", EN: "Notes the result. It may be said again; the last counts."},
	"decide":          {ZH: "填核实后的情况，由系统计分；和申报不同的每一项要写明理由。", EN: "Enter the facts as verified; the product scores them. Every line that differs from the claim needs its reason."},
	"reject":          {ZH: "写明理由。有虚假材料的，同时登记。", EN: "Say why. False material is listed."},
	"request_review":  {ZH: "只能申请一次，由另一位工作人员审核。", EN: "Once only; another officer decides."},
	"reopen":          {ZH: "原通知书作废，由另一位工作人员重新核定。", EN: "The notice becomes void, and another officer decides again."},
	"collect":         {ZH: "记下谁来领了通知书。", EN: "Notes who collected the notice."},
}

// Means says what the step does.
func (s *Step) Means() rules.Text { return stepMeans[s.ID] }

// Awaited is what an application in checking waits for, in plain words; nothing in any other state.
func (s *Standing) Awaited() []rules.Text {
	if s.State != Checking {
		return nil
	}
	var list []rules.Text
	switch {
	case !s.ArchiveAsked:
		list = append(list, rules.Text{ZH: "等受理点发函调取档案", EN: "The personal file is to be called in"})
	case !s.ArchiveArrived:
		list = append(list, rules.Text{ZH: "调档函已发出，等档案到达", EN: "The personal file was called in and is on its way"})
	}
	switch {
	case !s.DiplomaNeeded || s.DiplomaGenuine != nil && *s.DiplomaGenuine:
	case !s.DiplomaSent:
		list = append(list, rules.Text{ZH: "等学历材料送核验", EN: "The diplomas are to be sent for verification"})
	case s.DiplomaGenuine == nil:
		list = append(list, rules.Text{ZH: "学历材料在核验，等结果", EN: "The diplomas are being verified"})
	default:
		list = append(list, rules.Text{ZH: "学历核验没有通过，等受理点处理", EN: "The diplomas were not confirmed; the reception point decides what follows"})
	}
	return list
}
