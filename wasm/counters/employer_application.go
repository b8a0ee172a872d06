//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/process"
	"jifen/rules/tables"
	"jifen/wasm/dom"
)

// One application, as its employer sees it: where it stands, the next thing to do, and all that belongs to it.

var (
	sayOneTitle    = rules.Text{ZH: "{}的{}", EN: "{}: {}"}
	sayOneCheck    = rules.Text{ZH: "核对并提交", EN: "Check and submit"}
	sayOneFill     = rules.Text{ZH: "接下来：填好，再核对、提交", EN: "Next: fill it in, then check and submit"}
	sayOneReturned = rules.Text{ZH: "退回的说明", EN: "Why it was returned"}
	sayOneMissing  = rules.Text{ZH: "缺这些材料：", EN: "These papers are missing:"}
	sayOneTakeOver = rules.Text{ZH: "接下来：确认是不是你单位的员工", EN: "Next: confirm whether this is your employee"}
	sayOnePapers   = rules.Text{ZH: "要交的材料", EN: "Papers to hand in"}
	sayOneNoPapers = rules.Text{ZH: "填好情况以后，这里列出要交的材料。", EN: "Once the facts are filled in, the papers are listed here."}
	sayOneBring    = rules.Text{ZH: "接下来：把材料交到{}区的受理点", EN: "Next: hand the papers in at the reception point of {}"}
	sayOneBringHow = rules.Text{ZH: "先打印申请表，本人签名、单位盖章，再和下面的材料一起交。", EN: "First print the form; the holder signs it and you stamp it. Hand it in with the papers below."}
	sayOnePrint    = rules.Text{ZH: "打印申请表", EN: "Print the form"}
	sayOneResult   = rules.Text{ZH: "核定的积分", EN: "The points decided"}
	sayOneClaim    = rules.Text{ZH: "申报的积分", EN: "The points claimed"}
	sayOneNotes    = rules.Text{ZH: "和申报不同的，受理点的理由", EN: "Where it differs from the claim, the reception point's reasons"}
	sayOneForm     = rules.Text{ZH: "申请表里填的", EN: "What the form says"}
	sayOneSMS      = rules.Text{ZH: "短信", EN: "SMS"}
	sayOneHistory  = rules.Text{ZH: "经过", EN: "What has happened"}
	sayOneOther    = rules.Text{ZH: "还可以", EN: "You can also"}
	sayOneFacts    = rules.Text{ZH: "编号和日期", EN: "Numbers and days"}
	sayOneReceipt  = rules.Text{ZH: "收件凭证（查进度用）", EN: "Receipt (收件凭证), shows the progress"}
	sayOneSent     = rules.Text{ZH: "提交日期", EN: "Submitted on"}
	sayOneDecided  = rules.Text{ZH: "核定日期", EN: "Decided on"}
	sayOneNotice   = rules.Text{ZH: "积分通知书的验证码", EN: "Code of the notice of points (积分通知书)"}
	sayOneBefore   = rules.Text{ZH: "原积分通知书", EN: "The earlier notice"}
	sayOneBeforeIs = rules.Text{ZH: "{}，{} 核定，{} 分", EN: "{}, decided on {}, {} points"}
)

// may says whether whoever is signed in can take a step of an application now. The service says so.
func may(a dom.JSON, step string) bool {
	for _, one := range a.At("possible_steps").Items() {
		if one.Text() == step {
			return true
		}
	}
	return false
}

func (v *visit) applicationTitle(a dom.JSON) string {
	return v.say(sayOneTitle, a.At("profile").At("name").Text(), v.say(kindNames[a.At("kind").Text()]))
}

// employerApplication shows one application.
func (v *visit) employerApplication(id string) {
	r, ok := v.get("/v1/applications/" + id)
	if !ok {
		return
	}
	a := r.Body
	parts := []dom.Node{v.stands(a), v.whyReturned(a), v.nextOf(a)}
	if a.At("verified").There() { // the result is what one came for
		parts = append(parts, v.pointsOf(a), v.numbers(a), v.papersAndPrints(a), v.journey(a))
	} else {
		parts = append(parts, v.papersAndPrints(a), v.journey(a), v.numbers(a), v.pointsOf(a))
	}
	parts = append(parts, v.folded(sayOneForm, v.profile(a.At("profile"))), v.folded(sayOneSMS, v.messages(a)), v.folded(sayOneHistory, v.history(a)), v.otherSteps(a))
	v.show(v.applicationTitle(a), parts...)
}

// part is a part of the screen under its own heading.
func (v *visit) part(title rules.Text, what ...dom.Node) dom.Node {
	return dom.New("section", "", append([]dom.Node{dom.Words("h3", "", v.say(title))}, what...)...)
}

// nextOf is the one clear next thing, nothing where the employer need do none.
func (v *visit) nextOf(a dom.JSON) dom.Node {
	base := "applications/" + a.At("id").Text()
	switch {
	case may(a, "take_over"):
		return v.part(sayOneTakeOver, dom.Words("p", "", v.say(process.StepNamed("take_over").Means())),
			dom.New("p", "buttons", v.link("main", process.StepNamed("take_over").Label, base+"/take_over")))
	case may(a, "submit"):
		return v.part(sayOneFill, v.fillTasks(a))
	case a.At("state").Text() == process.Submitted.String():
		return dom.New("section", "", dom.Words("h3", "", v.say(sayOneBring, a.At("district").Text())), dom.Words("p", "", v.say(sayOneBringHow)),
			dom.New("p", "buttons", v.link("main", sayOnePrint, base+"/paper/form")))
	}
	return dom.Node{}
}

// whyReturned tells, of an application that was returned, what was missing and what the officer wrote.
func (v *visit) whyReturned(a dom.JSON) dom.Node {
	if a.At("state").Text() != process.Returned.String() {
		return dom.Node{}
	}
	var said dom.JSON // of the last return
	for _, e := range a.At("events").Items() {
		if e.At("step").Text() == "return" {
			said = e.At("said")
		}
	}
	box := v.part(sayOneReturned).Class("returned", true)
	if note := said.At("note").Text(); note != "" {
		box.Append(dom.Words("p", "", note))
	}
	list := dom.New("ul", "")
	for _, id := range said.At("missing").Items() {
		list.Append(dom.Words("li", "", v.paperName(a, id.Text())))
	}
	if len(list.Children()) > 0 {
		box.Append(dom.Words("p", "", v.say(sayOneMissing)), list)
	}
	return box
}

// paperName is what a paper is called: in the application's own list or, where the claim has changed since, in the law's.
func (v *visit) paperName(a dom.JSON, id string) string {
	for _, p := range a.At("papers").Items() {
		if p.At("id").Text() == id {
			return p.At("label").Text()
		}
	}
	for i := len(tables.Editions) - 1; i >= 0; i-- {
		for j := range tables.Editions[i].Papers {
			if p := &tables.Editions[i].Papers[j]; p.ID == id {
				return v.say(p.Label)
			}
		}
	}
	return id
}

// papersAndPrints lists what must be handed in while that is still to come, and the sheets that can be printed.
func (v *visit) papersAndPrints(a dom.JSON) dom.Node {
	box := dom.New("div", "")
	switch s, _ := process.StateNamed(a.At("state").Text()); s {
	case process.Draft, process.Returned, process.Submitted:
		list := v.papers(a)
		if len(list.Children()) == 0 {
			list = dom.Words("p", "", v.say(sayOneNoPapers))
		}
		box.Append(v.folded(sayOnePapers, list).SetOpen(s != process.Draft))
	}
	return box.Append(v.prints(a))
}

// numbers lists what one is asked for when one calls about an application.
func (v *visit) numbers(a dom.JSON) dom.Node {
	var all []entry
	add := func(label rules.Text, value string) {
		if value != "" {
			all = append(all, entry{label, value})
		}
	}
	add(sayOneReceipt, a.At("receipt").Text())
	add(sayOneSent, v.day(a.At("submitted_on").Text()))
	add(sayOneDecided, v.day(a.At("decided_on").Text()))
	add(sayOneNotice, a.At("notice").At("code").Text())
	if p := a.At("previous"); p.There() {
		add(sayOneBefore, v.say(sayOneBeforeIs, p.At("notice_number").Text(), v.day(p.At("decided_on").Text()), itoa(p.At("total").Int())))
	}
	if all == nil {
		return dom.Node{}
	}
	return v.part(sayOneFacts, v.entries(all))
}

// mostlyOpen says whether most lines of a result are not known as yet.
func mostlyOpen(result dom.JSON) bool {
	open, lines := 0, result.At("lines").Items()
	for _, x := range lines {
		if x.At("range").There() {
			open++
		}
	}
	return open*2 > len(lines)
}

// pointsOf shows the points line by line: as they were decided, with the officer's reasons, or folded as they are claimed, once
// there is something to see.
func (v *visit) pointsOf(a dom.JSON) dom.Node {
	points := v.points(a.At("result"))
	if !a.At("verified").There() {
		if mostlyOpen(a.At("result")) {
			return dom.Node{}
		}
		return v.folded(sayOneClaim, points)
	}
	box := v.part(sayOneResult, points)
	notes := a.At("notes")
	list := dom.New("ul", "")
	for _, id := range notes.Keys() {
		list.Append(dom.Words("li", "", v.lineName(id)+v.say(sayColon)+notes.At(id).Text()))
	}
	if len(list.Children()) > 0 {
		box.Append(dom.Words("p", "", v.say(sayOneNotes)), list)
	}
	return box
}

// otherSteps are the ways to the steps that are possible but not the next thing.
func (v *visit) otherSteps(a dom.JSON) dom.Node {
	list := dom.New("ul", "tasks")
	for _, id := range []string{"request_review", "withdraw"} {
		if step := process.StepNamed(id); may(a, id) {
			list.Append(dom.New("li", "", v.link("", step.Label, "applications/"+a.At("id").Text()+"/"+id), dom.Words("span", "small", v.stepMeans(a, id))))
		}
	}
	if len(list.Children()) == 0 {
		return dom.Node{}
	}
	return v.part(sayOneOther, list)
}
