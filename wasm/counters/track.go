//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/process"
	"jifen/rules/tables"
	"jifen/wasm/dom"
)

// Tracking: how far an application has come, for whoever has its receipt and the end of the ID number. Nothing of it is kept on the
// device.

var (
	sayTrackTitle   = rules.Text{ZH: "凭收件凭证查", EN: "With the receipt"}
	sayReceipt      = rules.Text{ZH: "收件凭证号", EN: "Number of the receipt (收件凭证)"}
	sayReceiptHelp  = rules.Text{ZH: "受理时给的那张凭证上，也在受理的短信里。大小写、横线和空格都不要紧。", EN: "On the receipt given when the application was accepted, and in the SMS about it. Capitals, hyphens and spaces do not matter."}
	sayEnd          = rules.Text{ZH: "持证人身份证号码的最后四位", EN: "Last four characters of the permit holder's ID number"}
	sayEndHelp      = rules.Text{ZH: "最后一位可能是 X。", EN: "The last may be X."}
	sayTrackGo      = rules.Text{ZH: "查进度", EN: "See the progress"}
	sayProgress     = rules.Text{ZH: "办到这里了", EN: "This is how far it has come"}
	sayWhatNow      = rules.Text{ZH: "你要做什么", EN: "What you need to do"}
	sayPast         = rules.Text{ZH: "经过", EN: "What has happened"}
	sayNothingFound = rules.Text{ZH: "没有查到", EN: "Nothing was found"}
	sayUnknownWhy   = rules.Text{ZH: "没有一份申请同时对得上这个凭证号和这四位。请这样核对：", EN: "No application has both this receipt and these four characters. Please check:"}
	sayLastSMS      = rules.Text{ZH: "最近一条发给持证人的短信（告知{}）：{}。", EN: "The latest SMS to the permit holder, that {}: {}."}
	sayWorkingDays  = rules.Text{ZH: "期限从开始审核那天起，{} 个工作日，周末和法定节假日不算，调休上班的算。", EN: "The limit is {} working days from the start of the review; weekends and public holidays do not count, days worked in their place do."}
	saySignInFor    = rules.Text{ZH: "要看缺什么、改什么、为什么，请登录：", EN: "To see what is missing, what to mend, or why, sign in:"}
	sayUnknownCheck = []rules.Text{
		{ZH: "凭证号照着凭证重新输一遍。最后一个字符是校验用的，错一个字就查不到。", EN: "Enter the receipt once more from the slip. Its last character is a check: one wrong character and nothing is found."},
		{ZH: "凭证号里没有字母 O、I、L、U。像 O 的是 0，像 I、L 的是 1，输错了也认得。", EN: "It holds no letters O, I, L or U. What looks like O is 0, and like I or L is 1; either is read right."},
		{ZH: "四位是持证人本人的，不是经办人的。", EN: "The four characters are the permit holder's own, not the HR officer's."},
		{ZH: "还没有受理的申请没有凭证，请问单位。", EN: "Before it is accepted an application has no receipt; ask the employer."},
	}
	smsAbout = map[string]rules.Text{
		"received":  {ZH: "已经受理", EN: "it was accepted"},
		"returned":  {ZH: "退回补正", EN: "it was returned"},
		"decided":   {ZH: "已经核定", EN: "it was decided"},
		"rejected":  {ZH: "没有通过", EN: "it was rejected"},
		"reopened":  {ZH: "将重新核定", EN: "it will be decided anew"},
		"withdrawn": {ZH: "已经撤回", EN: "it was withdrawn"},
		"accepted":  {ZH: "新单位已经接收", EN: "the new employer took it over"},
	}
)

// turns say, for a state, what holder and employer have to do, each in their own words.
var turns = map[process.State][2]rules.Text{
	process.Submitted: {{ZH: "等单位把材料交到受理点。", EN: "Wait until your employer has handed the papers in."},
		{ZH: "把材料的原件和复印件交到受理点。", EN: "Take the papers, with copies, to the reception point."}},
	process.Checking: {{ZH: "不用再交材料。调档函发出后，和单位说好由谁送到存档的地方。", EN: "No more papers. Once the letter for your file is out, agree with your employer who takes it to where the file is kept."},
		{ZH: "调档函发出后，由人事专员或者本人送到存档的地方。", EN: "Once the letter for the file is out, you or the holder take it to where the file is kept."}},
	process.InReview:  {{ZH: "不用做什么，等短信。", EN: "Nothing; wait for the SMS."}, {ZH: "不用做什么，等短信。", EN: "Nothing; wait for the SMS."}},
	process.Decided:   {{ZH: "带身份证去领通知书，或者登录后自己打印。", EN: "Collect the notice with your ID, or sign in and print it."}, {ZH: "人事专员带介绍信和身份证，也可以去领。", EN: "The HR officer can collect it too, with a letter of introduction and an ID."}},
	process.Collected: {{ZH: "收好通知书。居住证签注以后，来做积分确认。", EN: "Keep the notice. After the permit is next renewed, have the points confirmed."}, {ZH: "不用做什么。", EN: "Nothing."}},
	process.Returned:  {{ZH: "登录看缺什么，补齐，请单位再提交。", EN: "Sign in, see what is missing, mend it, and ask your employer to submit again."}, {ZH: "登录看缺什么，和本人一起补齐，再提交。", EN: "Sign in, see what is missing, mend it with the holder, and submit again."}},
	process.Withdrawn: {{ZH: "不用做什么。需要时重新申请。", EN: "Nothing. Apply anew when you need to."}, {ZH: "不用做什么。", EN: "Nothing."}},
	process.Rejected:  {{ZH: "登录看原因。有异议的，在期限内申请复核。", EN: "Sign in to see why. If you disagree, ask for a review in time."}, {ZH: "登录看原因。单位也可以替持证人申请复核。", EN: "Sign in to see why. You can ask for a review for the holder too."}},
}

// scanned is a fragment of the page's address that is to be looked up: neither a screen nor a place on the page.
func scanned() string {
	if f := dom.Fragment(); f != "" && f[0] != '/' && !dom.ByID(f).There() {
		return f
	}
	return ""
}

// carried takes out of the page's address what is to be looked up, a fragment or a parameter: it is not for the history.
func carried(parameter string) string {
	found := scanned()
	if found == "" {
		found = dom.Query(parameter)
	}
	if found != "" {
		dom.SetFragment("")
	}
	return found
}

// track shows how far an application has come, for whoever has its receipt.
func (v *visit) track() {
	found := dom.New("div", "")
	f := v.newForm("tracking", v.say(sayTrackGo), func(f *form) {
		f.tell("", nil)
		found.Fill()
		r := f.desk.send("POST", "/v1/tracking", f.body(), "", "") // a question, and no call that must not come twice
		switch {
		case f.stale():
		case r.Status == 200:
			f.answer(found, f.progress(r.Body))
		case r.Status == 404 && r.Body.There():
			f.answer(found, f.unknown())
		default:
			f.refused(r)
		}
	})
	f.light = true
	receipt := f.text("receipt", sayReceipt, sayReceiptHelp, "name").fill(carried("receipt"))
	end := f.text("id_tail", sayEnd, sayEndHelp, "tail")
	v.show(v.say(sayTrackTitle), f.node, found)
	if receipt.value() != "" {
		end.focus.Focus()
	}
	v.demoTracks(receipt, end, f)
}

// answer shows what was found, and moves the keyboard there.
func (v *visit) answer(where, what dom.Node) {
	where.Fill(what)
	what.ToView()
	what.Focus()
}

// progress shows an application as tracking tells it.
func (v *visit) progress(p dom.JSON) dom.Node {
	name := p.At("state").Text()
	state, _ := process.StateNamed(name)
	stands := dom.Object().Set("state", name).Set("words", p).Set("next_actor", p.At("next_actor")).Set("due_on", p.At("due_on"))
	box := dom.New("section", "", dom.Words("h3", "", v.say(sayProgress)), v.stands(stands)).Attr("id", "status").Attr("data-state", name).Attr("tabindex", "-1").Attr("aria-label", v.say(sayProgress))
	if p.At("due_on").There() {
		box.Append(v.workingDays())
	}
	box.Append(dom.Words("h3", "", v.say(sayWhatNow)), v.entries([]entry{
		{roleNames["holder"], v.say(turns[state][0])}, {roleNames["employer"], v.say(turns[state][1])},
	}), v.signInFor())
	list := dom.New("ol", "history")
	when := map[string]string{}
	before := ""
	history := p.At("history").Items()
	for _, e := range history {
		if to := e.At("state").Text(); to != before {
			when[to], before = e.At("at").Text(), to
		}
	}
	for i := len(history) - 1; i >= 0; i-- {
		list.Append(dom.New("li", "", dom.Words("strong", "", history[i].At("text").Text()), dom.Words("span", "small", v.moment(history[i].At("at").Text()))))
	}
	sms := v.say(sayNoMessages)
	if kind := p.At("sms_kind").Text(); kind != "" {
		sms = v.say(sayLastSMS, v.say(smsAbout[kind]), p.At("sms_words").Text())
	}
	return box.Append(v.line(state, p.At("kind").Text(), when), dom.Words("h3", "", v.say(sayPast)), list, dom.Words("h3", "", v.say(saySMS)), dom.Words("p", "", sms))
}

var saySMS = rules.Text{ZH: "短信", EN: "SMS"}

// workingDays tells by which days the limit for a decision is counted.
func (v *visit) workingDays() dom.Node {
	e := rules.Find(tables.Editions, today())
	if e == nil {
		e = &tables.Editions[len(tables.Editions)-1] // the last one is taken to hold on
	}
	if limit := process.Deadline(e, "decision"); limit != nil && limit.Working {
		return dom.Words("p", "small", v.say(sayWorkingDays, itoa(limit.Days)))
	}
	return dom.Node{}
}

// signInFor leads to the desks of holder and employer.
func (v *visit) signInFor() dom.Node {
	ways := dom.New("p", "buttons")
	for _, role := range []string{"holder", "employer"} {
		ways.Append(dom.Words("a", "", v.say(signInTitle[role])).Attr("href", v.site+deskOf[role]))
	}
	return dom.New("div", "", dom.Words("p", "", v.say(saySignInFor)), ways)
}

// unknown tells what to check where nothing was found. Whether receipt or number is wrong nobody is told.
func (v *visit) unknown() dom.Node {
	list := dom.New("ul", "")
	for _, t := range sayUnknownCheck {
		list.Append(dom.Words("li", "", v.say(t)))
	}
	return dom.New("section", "wrong", dom.Words("h3", "", v.say(sayNothingFound)), dom.Words("p", "", v.say(sayUnknownWhy)), list).
		Attr("id", "status").Attr("data-state", "unknown").Attr("tabindex", "-1").Attr("aria-label", v.say(sayNothingFound))
}

// demoTracks offers a demo's receipts, and shows its SMS.
func (v *visit) demoTracks(receipt, end *field, f *form) {
	told := v.demoTold()
	list := dom.New("ul", "accounts")
	for _, r := range told.At("receipts").Items() {
		list.Append(demoItem(r.At("name").Text(), r.At("receipt").Text(), func() {
			receipt.set(r.At("receipt").Text())
			end.set(r.At("id_tail").Text())
			f.send.Focus()
		}))
	}
	v.demoPart(sayDemoReceipts, list, v.demoMessages(told.At("messages").Items()))
}
