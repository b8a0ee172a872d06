//go:build js && wasm

package main

import (
	"strconv"

	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/wasm/dom"
)

// Opening an application for a holder.

var (
	sayOpening      = rules.Text{ZH: "为{}开一份申请", EN: "Open an application for {}"}
	sayOpeningSend  = rules.Text{ZH: "开申请", EN: "Open it"}
	sayOpeningDone  = rules.Text{ZH: "申请已经开好，可以填了。", EN: "The application is open and can be filled in."}
	sayOpeningKind  = rules.Text{ZH: "办哪一种", EN: "Which kind"}
	sayOpeningFirst = rules.Text{ZH: "积分申请：还没有核定过积分", EN: "First application (积分申请): no points were decided yet"}
	sayOpeningAgain = rules.Text{ZH: "积分确认：核定过积分，居住证签注（续期）以后再确认", EN: "Confirmation (积分确认): points were decided before, and the permit was renewed (签注) since"}
	sayOpeningUntil = rules.Text{ZH: "签注后居住证的有效期至", EN: "Permit valid until, after the renewal"}
	sayOpeningDay   = rules.Text{ZH: "写新的日期，例如 2027-05-01，或 20270501。", EN: "The new day, for example 2027-05-01 or 20270501."}
	sayOpeningWhere = rules.Text{ZH: "上一次积分是在哪里核定的", EN: "Where the points were decided last time"}
	sayOpeningHere  = rules.Text{ZH: "在这里办的：填过的内容会带过来", EN: "Here: what was filled in is carried over"}
	sayOpeningElse  = rules.Text{ZH: "在别处办的：要写原来的通知书，材料按第一次申请交", EN: "Elsewhere: tell of the earlier notice; the papers are those of a first application"}
	sayOpeningNo    = rules.Text{ZH: "原积分通知书编号", EN: "Number of the earlier notice"}
	sayOpeningOn    = rules.Text{ZH: "原来核定的日期", EN: "Day of the earlier decision"}
	sayOpeningTotal = rules.Text{ZH: "原来核定的总分", EN: "Total decided then"}
	sayOpeningEnded = rules.Text{ZH: "当时居住证的有效期至", EN: "Permit valid until, at that time"}
	sayOpeningStill = rules.Text{ZH: "这位员工有一份申请还在办（{}）。办结或撤回以后，才能再开一份。", EN: "This employee has an application that goes on ({}). Another can be opened once it has ended or was withdrawn."}
	sayOpeningSee   = rules.Text{ZH: "看这份申请", EN: "See that application"}
	sayOpeningMay   = rules.Text{ZH: "不知道的可以空着，受理点会看证。", EN: "Leave it empty if you do not know; the reception point looks at the permit."}
)

// openFor asks what is needed to open an application for a holder.
func (v *visit) openFor(id string) {
	h, ok := v.holder(id)
	if !ok {
		return
	}
	title := v.say(sayOpening, h.At("name").Text())
	if row, ok := v.goesOn(h); !ok {
		return
	} else if row.There() {
		v.show(title, dom.Words("p", "", v.say(sayOpeningStill, row.At("label").Text())),
			dom.New("p", "buttons", v.link("main", sayOpeningSee, "applications/"+row.At("id").Text()), v.link("", sayHolders, "holders")))
		return
	}
	f := v.newForm("applications", v.say(sayOpeningSend), func(f *form) {
		r, ok := f.call("POST", "/v1/applications", f.opening(id), "")
		if ok {
			v.then("applications/"+r.Body.At("id").Text(), v.say(sayOpeningDone))
		}
	})
	kind := f.radios("kind", sayOpeningKind, rules.Text{}, []choice{{"initial", v.say(sayOpeningFirst)}, {"confirmation", v.say(sayOpeningAgain)}})
	until := f.text("permit_valid_until", sayOpeningUntil, sayOpeningDay, "date")
	where := f.radios("previous", sayOpeningWhere, rules.Text{}, []choice{{"here", v.say(sayOpeningHere)}, {"elsewhere", v.say(sayOpeningElse)}})
	before := []*field{
		f.text("previous.notice_number", sayOpeningNo, rules.Text{}, "name"),
		f.text("previous.decided_on", sayOpeningOn, sayOpeningDay, "date"),
		f.text("previous.total", sayOpeningTotal, rules.Text{}, "date").hint("numeric", "off"),
		f.text("previous.permit_valid_until", sayOpeningEnded, sayOpeningMay, "date"),
	}
	asks := func() {
		again := kind.value() == "confirmation"
		until.group.Show(again)
		where.group.Show(again)
		for _, x := range before {
			x.group.Show(again && where.value() == "elsewhere")
		}
	}
	f.node.On("change", func(dom.Node) { asks() })
	asks()
	f.cancel("holders")
	v.show(title, f.node)
}

// opening is the body of the call: what is asked for in the form as it stands, and nothing that is hidden.
func (f *form) opening(holder string) dom.JSON {
	kind := f.of("kind").value()
	body := dom.Object().Set("holder_id", holder).Set("kind", kind)
	if kind != "confirmation" {
		return body
	}
	body.Set("permit_valid_until", applicant.Day(f.of("permit_valid_until").value()))
	if f.of("previous").value() != "elsewhere" {
		return body
	}
	before := dom.Object().Set("notice_number", f.of("previous.notice_number").value()).Set("decided_on", applicant.Day(f.of("previous.decided_on").value())).
		Set("permit_valid_until", applicant.Day(f.of("previous.permit_valid_until").value()))
	words := f.of("previous.total").value()
	if n, err := strconv.Atoi(words); err == nil {
		before.Set("total", n)
	} else if words != "" {
		before.Set("total", words) // the service says what is wrong with it
	}
	return body.Set("previous", before)
}
