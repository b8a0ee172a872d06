//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/wasm/dom"
)

// The last look before a decision is sent: the total, what differs from the claim, and why.

// check shows the decision whole, where nothing is wrong with it that the page can tell.
func (d *decision) check() {
	wrong := d.problems()
	if wrong == nil {
		d.reckon()
		wrong = d.lacking()
	}
	d.form.tell("", wrong)
	if wrong != nil {
		d.unfold()
		return
	}
	page := d.form.node.Parent()
	box := dom.New("section", "").Attr("data-check", "decision")
	back := func() {
		box.Remove()
		d.form.node.Show(true)
		d.lead.Show(true)
	}
	f := d.newForm("steps", d.say(sayDecideNow), func(f *form) { d.send(f, back) })
	f.buttons.Append(dom.Button("", d.say(sayBackToFacts), func() { back(); d.tally.Attr("tabindex", "-1").Focus() }))
	head := dom.Words("h3", "", d.say(sayCheckDecision)).Attr("tabindex", "-1")
	box.Append(head, dom.New("p", "total-line", dom.Words("strong", "", d.say(sayDecidesTotal, points(d.is.Total))), dom.Words("span", "", d.reaches())))
	box.Append(d.differences()...)
	if !d.permit.group.Hidden() {
		box.Append(d.entries([]entry{{sayPermitNow, d.day(applicant.Day(d.permit.value()))}}))
	}
	box.Append(dom.Words("p", "", d.say(sayDecideFollows)), f.node)
	d.form.node.Show(false)
	d.lead.Show(false)
	page.Append(box)
	box.ToView()
	head.Focus()
}

// lacking is what the page can tell by itself: a line that differs without a reason.
func (d *decision) lacking() (all []problem) {
	for i := range d.edition.Indicators {
		id := d.edition.Indicators[i].ID
		if x := d.notes[id]; x != nil && !x.group.Hidden() && x.value() == "" {
			all = append(all, problem{"note." + id, d.say(sayWriteReason)})
		}
	}
	return all
}

// differences are the lines that differ from the claim, with their reasons.
func (d *decision) differences() []dom.Node {
	list := dom.New("dl", "entries")
	note := d.note()
	for _, id := range note.Keys() {
		list.Append(dom.New("div", "", dom.Words("dt", "", d.lineName(id)), dom.Words("dd", "", note.At(id).Text())))
	}
	if len(list.Children()) == 0 {
		return []dom.Node{dom.Words("p", "", d.say(sayAsClaimed))}
	}
	return []dom.Node{scrolls(d.say(sayBesideClaim), d.lines(true)), dom.Words("h4", "", d.say(sayTheReasons)), list}
}

// send decides. What the service has against the facts is told at them; what happened meanwhile, here.
func (d *decision) send(f *form, back func()) {
	body := dom.Object().Set("facts", d.facts()).Set("note", d.note())
	if !d.permit.group.Hidden() {
		body.Set("permit_valid_until", applicant.Day(d.permit.value()))
	}
	r, ok := d.take(f, "decide", body)
	switch {
	case ok:
		d.then("applications/"+d.id, d.say(sayDecided, itoa(r.Body.At("result").At("total").Int())))
	case r.Status == 422:
		back()
		var all []problem
		for _, p := range problems(r) {
			all = append(all, problem{item(p.field), p.message})
		}
		d.form.tell(d.problemOf(r), all)
		d.unfold()
	case r.Status == 409 && d.offers("decide"): // the permit has ended
		back()
		d.permit.group.Show(true)
		d.form.tell("", []problem{{"permit_valid_until", d.problemOf(r)}})
	}
}

var (
	sayToCheck       = rules.Text{ZH: "去核对", EN: "Check the decision"}
	sayPermitNow     = rules.Text{ZH: "签注后，居住证有效期至", EN: "Permit valid until, after its renewal"}
	sayPermitNowHelp = rules.Text{ZH: "申请表上的有效期已经过了。要看签注后的居住证，写新的日期，例如 2027-05-01。", EN: "The permit in the form has ended. See the renewed permit, and enter its last day, such as 2027-05-01."}
	sayDecideHow     = rules.Text{ZH: "表里是申报的情况，照核实的改；问题里的“你”指持证人。按提交那天（{}）和《{}》计分。", EN: "The form holds what was claimed: change it to what you found. “You” in the questions is the holder. It is scored as of the day of submission ({}), by “{}”."}
	sayDecidedBefore = rules.Text{ZH: "上一次核定的是 {} 分。", EN: "The last decision was {} points."}
	sayFound         = rules.Text{ZH: "核实的情况", EN: "What you found"}
	sayNotClaimed    = rules.Text{ZH: "没有申报的指标，要改时打开", EN: "What was not claimed: open it to change something"}

	sayWasClaimed    = rules.Text{ZH: "申报的是：{}", EN: "Claimed: {}"}
	sayUnknown       = rules.Text{ZH: "没有回答", EN: "not answered"}
	sayNoneGiven     = rules.Text{ZH: "没有", EN: "none"}
	sayBesideClaim   = rules.Text{ZH: "逐项对照", EN: "Line by line"}
	sayColClaimed    = rules.Text{ZH: "申报", EN: "Claimed"}
	sayColFound      = rules.Text{ZH: "核实", EN: "Found"}
	sayDifferent     = rules.Text{ZH: "不同", EN: "differs"}
	sayTally         = rules.Text{ZH: "申报 {} 分，核实 {} 分", EN: "Claimed: {}. Found: {}"}
	sayUnreadable    = rules.Text{ZH: "有 {} 处看不懂，改好以后再计分。", EN: "Answers that cannot be read: {}. The score follows once they are mended."}
	sayAtStandard    = rules.Text{ZH: "达到标准分 {}。", EN: " The standard of {} is reached."}
	sayUnderStandard = rules.Text{ZH: "没有达到标准分 {}，还差 {} 分。", EN: " The standard of {} is not reached; {} are missing."}
	sayOnlyReject    = rules.Text{ZH: "条件不符合的，不能核定。", EN: "Where a condition is not met nothing can be decided. "}
	sayToReject      = rules.Text{ZH: "去办不予通过", EN: "Reject it instead"}
	sayStillOpen     = rules.Text{ZH: "还有没有回答的，答完才能核定。", EN: "Some questions are not answered; all must be before it is decided."}
	sayReasons       = rules.Text{ZH: "和申报不同的，写明理由", EN: "Reasons for what differs from the claim"}
	sayReasonFor     = rules.Text{ZH: "{}：申报 {} 分，核实 {} 分", EN: "{}: {} claimed, {} found"}
	sayReasonHelp    = rules.Text{ZH: "看了什么、凭什么。持证人和单位看得到。", EN: "What was seen, and on what grounds. Holder and employer read this."}
	sayWriteReason   = rules.Text{ZH: "写明理由", EN: "say why"}

	sayCheckDecision = rules.Text{ZH: "核对一遍，再核定", EN: "Check, then decide"}
	sayDecidesTotal  = rules.Text{ZH: "核定 {} 分。", EN: "{} points."}
	sayAsClaimed     = rules.Text{ZH: "每一项都和申报的一样。", EN: "Every line is as claimed."}
	sayTheReasons    = rules.Text{ZH: "理由", EN: "Reasons"}
	sayDecideFollows = rules.Text{ZH: "核定以后，积分通知书就生成了，短信会发给持证人和单位。", EN: "The notice of points is then made, and holder and employer are told by SMS."}
	sayDecideNow     = rules.Text{ZH: "核定", EN: "Decide"}
	sayBackToFacts   = rules.Text{ZH: "回去改", EN: "Back to the facts"}
	sayDecided       = rules.Text{ZH: "已核定：{} 分。", EN: "Decided: {} points."}
)
