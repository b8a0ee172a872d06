//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// The employer's desk: its entry, its permit holders, their applications, and who else works at it. Each has a file of its own.

var employerScreens = append(append([]screen{
	{"holders", func(v *visit, _ string) { v.holderList() }},
	{"holders/add", func(v *visit, _ string) { v.addHolder() }},
	{"holders/import", func(v *visit, _ string) { v.importHolders() }},
	{"holders/*/open", (*visit).openFor},
	{"holders/*/first_password", (*visit).renewFirst},
	{"holders/*/leave", (*visit).letLeave},
	{"staff", func(v *visit, _ string) { v.staffList() }},
	{"staff/add", func(v *visit, _ string) { v.addStaff() }},
	{"staff/*/end", (*visit).endStaff},
	{"entry", func(v *visit, _ string) { v.ownEntry() }},
	{"applications/*", (*visit).employerApplication},
	{"applications/*/submit", (*visit).checkAndSubmit},
	{"applications/*/take_over", func(v *visit, id string) { v.stepScreen(id, "take_over") }},
	{"applications/*/withdraw", func(v *visit, id string) { v.stepScreen(id, "withdraw") }},
	{"applications/*/request_review", func(v *visit, id string) { v.stepScreen(id, "request_review") }},
}, fillScreens...), paperScreens...)

var employerWays = []way{
	{"", rules.Text{ZH: "申请", EN: "Applications"}},
	{"holders", rules.Text{ZH: "持证人", EN: "Permit holders"}},
	{"staff", rules.Text{ZH: "人事专员", EN: "HR officers"}},
	{"entry", rules.Text{ZH: "本单位", EN: "Our entry"}},
}

// approvedAs is the employer that is known to be approved: one that is so no more is signed out by the service.
var approvedAs string

// unapproved says whether the employer's entry is known to be not approved: then there is nothing else to go to.
var unapproved bool

// employerHome shows the applications; an employer that is not approved as yet sees how its entry stands.
func (v *visit) employerHome() {
	if id := v.who.At("employer_id").Text(); approvedAs != id {
		r, ok := v.get("/v1/employers/" + id)
		if !ok {
			return
		}
		if r.Body.At("state").Text() != "approved" {
			v.showEntry(r.Body)
			return
		}
		approvedAs, unapproved = id, false
	}
	v.applicationsHome()
}

// approved asks for what an approved employer alone has. Another one is shown how its entry stands.
func (v *visit) approved(path string) (dom.Reply, bool) {
	r := v.ask("GET", path, dom.JSON{}, "")
	switch r.Status {
	case 200:
		return r, !v.stale()
	case 403:
		v.ownEntry()
	default:
		v.fail(r)
	}
	return r, false
}

// turnTo shows another screen at the same address, and gives it the keyboard.
func (v *visit) turnTo(title string, parts ...dom.Node) {
	v.show(title, parts...)
	if !v.stale() {
		v.root.First("h2.screen").Focus()
		v.root.ToView()
	}
}

// link is a way to a screen of the desk; main is the one clear next thing.
func (v *visit) link(class string, words rules.Text, screen string) dom.Node {
	return dom.Words("a", class, v.say(words)).Attr("href", to(screen))
}
