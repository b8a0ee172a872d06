//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/ask"
	"jifen/wasm/dom"
)

// fillCheck shows all that is filled in on one page, with a way to change each part, what is still missing, and the points.
func (v *visit) fillCheck(id string) {
	p := v.fill(id, sayFillCheck)
	if p == nil {
		return
	}
	result := p.a.At("result")
	lead := dom.New("p", "", dom.Words("span", "", v.say(sayCheckLead)))
	family := v.family(p.a.At("profile"))
	if !family.There() {
		family = dom.Words("p", "", v.say(sayFillNobody))
	}
	points := dom.New("section", "", dom.Words("h3", "", v.say(sayCheckPoints)), dom.Words("p", "next", v.inSentence(result)), v.points(result))
	v.show(v.say(sayFillCheck), lead, p.missing(), p.doubtful(p.a),
		p.checked("profile", sayFillProfile, v.entries(p.profileEntries())),
		p.checked("family", sayFillFamily, family),
		p.checked("facts", sayFillFacts, v.factEntries(p.was)),
		points, p.whatNext())
}

// checked is a part with a way to change it.
func (p *filling) checked(path string, label rules.Text, body dom.Node) dom.Node {
	change := dom.New("a", "", dom.Words("span", "", p.say(sayCheckChange)), dom.Words("span", "hidden", p.say(sayColon)+p.say(label))).Attr("href", p.to(path))
	return dom.New("section", "checked", dom.New("div", "head", dom.Words("h3", "", p.say(label)), change), body)
}

func (p *filling) to(path string) string { return to("applications/" + p.id + "/fill/" + path) }

func (p *filling) profileEntries() (all []entry) {
	for _, f := range profileFields {
		all = append(all, entry{f.label, p.profileWords(f, p.was.profile[f.key])})
	}
	return all
}

// factEntries lists the facts of a sheet in the order of asking, with the contribution record in the place of what it answers.
func (v *visit) factEntries(s *filled) dom.Node {
	q := questions()
	var all []entry
	for _, input := range q.All(".q") {
		f, known := rules.FactNamed(afterDash(input.Get("id")))
		if !known || ask.Derivable(f) && len(s.rows) > 0 {
			continue
		}
		name := v.factName(q, f)
		all = append(all, entry{rules.Text{ZH: name, EN: name}, v.factWords(q, f, s.facts[f])})
	}
	box := dom.New("div", "", v.entries(all).Class("long", true))
	if len(s.rows) > 0 {
		box.Append(v.recordTable(s.rows))
	}
	return box
}

// afterDash is what follows the first dash: q-born is of born.
func afterDash(id string) string {
	for i := range len(id) {
		if id[i] == '-' {
			return id[i+1:]
		}
	}
	return id
}

// missing lists what still keeps it from being submitted, each with a way there.
func (p *filling) missing() dom.Node {
	list, q := dom.New("ul", ""), questions()
	put := func(path, label string) {
		list.Append(dom.New("li", "", dom.Words("a", "", label).Attr("href", p.to(path))))
	}
	for _, f := range p.emptyFields(p.a) {
		put("profile", p.say(f.label))
	}
	for _, f := range openFacts(p.a.At("result")) {
		put("facts", p.factName(q, f))
	}
	if n := len(list.Children()); n > 0 {
		return dom.New("section", "wrong", dom.Words("h3", "", p.say(sayCheckMissing)), list)
	}
	if len(p.a.At("result").At("ineligible").Items()) > 0 {
		return dom.Words("p", "warn", p.say(sayCheckBarred))
	}
	if len(p.doubts(p.a)) > 0 {
		return dom.Node{}
	}
	return dom.New("p", "done", tick(), dom.Words("span", "", p.say(sayCheckNothing)))
}

// whatNext leads to what still lacks, and once nothing does, to whoever submits.
func (p *filling) whatNext() dom.Node {
	words, whole := sayCheckFirst, "applications/"+p.id
	var main, back dom.Node
	if next, lacks := p.lacking(p.a); lacks {
		main, back = p.goOn(p.a, next), p.link("", sayCheckBack, whole)
	} else if may(p.a, "submit") {
		words = sayCheckSubmit
		main, back = p.link("main", sayOneCheck, whole+"/submit"), p.link("", sayCheckBack, whole)
	} else {
		words, main = sayCheckEmployer, p.link("main", sayCheckBack, whole)
	}
	return dom.New("section", "", dom.Words("p", "next", p.say(words)), dom.New("p", "buttons", main, back))
}
