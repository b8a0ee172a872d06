//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// What somebody else did to an application while one looked at it.

var (
	sayChanged       = rules.Text{ZH: "你打开以后，有人改过这份申请", EN: "Somebody has changed the application since you opened it"}
	sayChangedStep   = rules.Text{ZH: "{}（{}，{}）", EN: "{} ({}, {})"}
	sayChangedFrom   = rules.Text{ZH: "{}：原来是“{}”，现在是“{}”", EN: "{}: was “{}”, is now “{}”"}
	sayChangedFact   = rules.Text{ZH: "改了这一项：{}", EN: "Changed: {}"}
	sayChangedRecord = rules.Text{ZH: "社保缴费记录", EN: "The contribution record"}
	sayChangedLook   = rules.Text{ZH: "看过了，可以再按一次。", EN: "Look at it; then press once more if you still want to."}
	sayChangedGone   = rules.Text{ZH: "现在不能再办这一步了。", EN: "This step can no longer be taken."}
)

// changes says what differs between an application as it was and as it is now: the steps taken, the form, the facts.
func (v *visit) changes(was, now dom.JSON) (all []string) {
	steps := now.At("events").Items()
	for _, e := range steps[min(len(was.At("events").Items()), len(steps)):] {
		who := v.say(roleNames[e.At("role").Text()])
		if name := e.At("who").Text(); name != "" {
			who += " " + name
		}
		all = append(all, v.say(sayChangedStep, e.At("label").Text(), who, v.moment(e.At("at").Text())))
	}
	for _, f := range profileFields {
		a, b := was.At("profile").At(f.key).Text(), now.At("profile").At(f.key).Text()
		if a != b {
			all = append(all, v.say(sayChangedFrom, v.say(f.label), v.orNone(a), v.orNone(b)))
		}
	}
	if was.At("profile").At("family").String() != now.At("profile").At("family").String() {
		all = append(all, v.say(sayChangedFact, v.say(sayFamily)))
	}
	for f := range rules.AllFacts {
		if key := f.String(); was.At("facts").At(key).String() != now.At("facts").At(key).String() {
			all = append(all, v.say(sayChangedFact, v.factLabel(key)))
		}
	}
	return all
}

func (v *visit) orNone(value string) string {
	if value == "" {
		return v.say(sayEmpty)
	}
	return value
}

// factLabel is how the page's own form asks for a fact.
func (v *visit) factLabel(key string) string {
	if key == rules.Ledger.String() {
		return v.say(sayChangedRecord)
	}
	if form := dom.ByID("facts-form"); form.There() {
		if ask := form.Content().First("#ask-" + key); ask.There() {
			return ask.Words()
		}
	}
	return key
}
