//go:build js && wasm

package main

import (
	"jifen/rules/applicant"
	"jifen/wasm/dom"
)

// unlimited is a contract without an end, as the service writes it.
const unlimited = "unlimited"

// fillProfile asks for what gives no points: who applies, with which permit and contract.
func (v *visit) fillProfile(id string) {
	p := v.fill(id, sayFillProfile)
	if p == nil {
		return
	}
	f := p.form()
	f.under = "profile."
	for _, x := range profileFields {
		f.text(x.key, x.label, x.help, x.width).hint(x.mode, x.fill)
	}
	p.write = func(s *filled) {
		for _, x := range profileFields {
			f.of(x.key).set(p.written(s.profile[x.key]))
		}
	}
	p.read = func(s *filled) {
		for _, x := range profileFields {
			s.profile[x.key] = p.meant(x, f.of(x.key).value())
		}
	}
	p.write(p.was)
	v.show(v.say(sayFillProfile), dom.Words("p", "", v.say(sayFillPartLead)), f.node)
}

// written is a value as a person would write it into a field.
func (d *desk) written(value string) string {
	if value == unlimited {
		return d.say(sayFillUnlimited)
	}
	return value
}

// meant is what was written into a field, as the service takes it: a day in any of the ways in which people write one.
func (d *desk) meant(x profileField, text string) string {
	text = trimmed(text)
	switch {
	case x.width != "date":
		return text
	case text == sayFillUnlimited.ZH || text == sayFillUnlimited.EN || text == d.say(sayUnlimited):
		return unlimited
	}
	return applicant.Day(text)
}

// trimmed is a text without the blanks around it.
func trimmed(text string) string {
	for text != "" && (text[0] == ' ' || text[0] == '\t') {
		text = text[1:]
	}
	for text != "" && (text[len(text)-1] == ' ' || text[len(text)-1] == '\t') {
		text = text[:len(text)-1]
	}
	return text
}
