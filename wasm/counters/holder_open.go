//go:build js && wasm

package main

import (
	"strconv"

	"jifen/rules/applicant"
	"jifen/rules/process"
	"jifen/wasm/dom"
)

// holderOpen opens a first application, or a confirmation after the permit was renewed.
func (v *visit) holderOpen(string) {
	r, ok := v.get("/v1/applications")
	if !ok {
		return
	}
	f := v.newForm("applications", v.say(sayOpenDo), func(f *form) {
		r, ok := f.call("POST", "/v1/applications", opening(f), "")
		if ok {
			v.then("applications/"+r.Body.At("id").Text(), v.say(sayOpenDone))
			return
		}
		for _, p := range problems(r) {
			if p.field == "employer_uscc" && f.of("employer").value() != "other" { // the one that the holder has will not do
				f.of("employer").set("other")
				f.of("employer_uscc").group.Show(true)
			}
		}
	})
	f.radios("kind", sayOpenKind, sayOpenKindHelp, []choice{{process.Initial.String(), v.say(kindNames["initial"])}, {process.Confirmation.String(), v.say(kindNames["confirmation"])}})
	f.text("permit_valid_until", sayOpenUntil, sayOpenUntilHelp, "date")
	f.radios("employer", sayOpenEmployer, sayOpenEmployerHelp, []choice{{"same", v.say(sayOpenSame)}, {"other", v.say(sayOpenOther)}}).fill("same")
	f.text("employer_uscc", sayLoginEmployer, sayOpenUSCCHelp, "name")
	f.radios("previous", sayOpenLast, sayOpenLastHelp, []choice{{"here", v.say(sayOpenHere)}, {"elsewhere", v.say(sayOpenElsewhere)}}).fill("here")
	f.text("previous.notice_number", sayMineNumber, sayOpenNumberHelp, "name")
	f.text("previous.decided_on", sayMineDecidedOn, sayOpenDayHelp, "date")
	f.text("previous.total", sayMineTotalThen, sayOpenNone, "number").hint("numeric", "off")
	f.text("previous.permit_valid_until", sayMinePermitThen, sayOpenPermitHelp, "date")
	kind := process.Initial
	for _, a := range r.Body.At("items").Items() {
		if a.At("decided_on").There() {
			kind = process.Confirmation
		}
	}
	f.of("kind").fill(kind.String())
	f.node.On("change", func(dom.Node) { openingShows(f) })
	openingShows(f)
	f.cancel("")
	v.show(v.say(sayMineOpen), f.node)
}

// openingShows asks for what the answers so far call for.
func openingShows(f *form) {
	confirms := f.of("kind").value() == process.Confirmation.String()
	elsewhere := confirms && f.of("previous").value() == "elsewhere"
	f.of("employer_uscc").group.Show(f.of("employer").value() == "other")
	f.of("previous").group.Show(confirms)
	f.of("permit_valid_until").group.Show(confirms)
	for _, key := range previousFields {
		f.of("previous." + key).group.Show(elsewhere)
	}
}

// previousFields are those of a decision made elsewhere.
var previousFields = []string{"notice_number", "decided_on", "total", "permit_valid_until"}

// opening is what is asked for; a field that is not shown is not sent.
func opening(f *form) dom.JSON {
	body := dom.Object().Set("kind", f.of("kind").value())
	shown := func(name string) (string, bool) {
		x := f.of(name)
		return trimmed(x.value()), !x.group.Hidden()
	}
	if text, ok := shown("permit_valid_until"); ok {
		body.Set("permit_valid_until", applicant.Day(text))
	}
	if text, ok := shown("employer_uscc"); ok {
		body.Set("employer_uscc", text)
	}
	if _, ok := shown("previous.total"); !ok {
		return body
	}
	previous := dom.Object()
	for _, key := range previousFields {
		text, _ := shown("previous." + key)
		n, err := strconv.Atoi(text)
		switch {
		case key == "total" && err == nil:
			previous.Set(key, n)
		case key == "decided_on" || key == "permit_valid_until":
			previous.Set(key, applicant.Day(text))
		default:
			previous.Set(key, text)
		}
	}
	return body.Set("previous", previous)
}
