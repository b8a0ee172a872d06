//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/wasm/ask"
	"jifen/wasm/dom"
)

// factsForm asks for the facts with the questions of the calculator, and reckons the points as they are answered.
type factsForm struct {
	*form
	p        *filling
	controls []ask.Control
	rows     []applicant.Row // the contribution record
	record   dom.Node
	rest     dom.Node // says what the button for the rest did
	score    dom.Node // total and sentence
	lines    dom.Node
	born     dom.Node // how the date of birth goes with the ID number
	taken    bool     // it was taken from there
	heard    dom.Node // what a screen reader hears, once the hand rests
	saying   string
	shown    string
	timer    *dom.Timer
}

// fillFacts asks for the facts, beside the points that they come to.
func (v *visit) fillFacts(id string) {
	p := v.fill(id, sayFillFacts)
	if p == nil {
		return
	}
	m := &factsForm{form: p.form(), p: p, record: dom.New("section", ""), rest: dom.Words("p", "", "").Attr("role", "status"),
		score: dom.New("div", "fill-total"), lines: dom.New("section", "fill-lines"), heard: dom.New("p", "hidden").Attr("role", "status")}
	m.under = "facts."
	m.timer = dom.NewTimer(func() { m.heard.Text(m.saying) })
	others := dom.New("div", "fill-rest", dom.Words("p", "", v.say(sayFillRestWhy)), dom.New("p", "", dom.Button("", v.say(sayFillRest), m.noneElse)), m.rest)
	m.add(m.record, questions(), others)
	lead := v.say(sayFillFactsLead)
	if !v.is("holder") {
		lead += v.say(sayFillWhose)
	}
	v.show(v.say(sayFillFacts), dom.Words("p", "", lead),
		dom.New("div", "wide fill-two", dom.New("aside", "fill-beside", m.score, m.lines, m.heard).Attr("aria-label", v.say(sayCheckPoints)), m.node))
	if v.stale() {
		return
	}
	m.wire()
	p.write, p.read = m.put, m.take
	m.put(p.was)
	m.putBorn()
}

// wire finds the controls on the page, and makes them fields of the form, so that what the service names is told at each.
func (m *factsForm) wire() {
	m.controls = ask.Controls(m.node)
	for i := range m.controls {
		k := &m.controls[i]
		x := &field{name: k.Fact.String(), label: dom.ByID("ask-" + k.Fact.String()).Words(), group: k.Group, input: k.Group, error: k.Error, value: k.Words, set: k.Set, focus: k.Group, custom: true}
		if k.IsText() {
			x.input, x.focus = k.Field, k.Field
			k.Field.On("input", func(dom.Node) { k.Unsure.Check(false) })
		}
		m.fields = append(m.fields, x)
	}
	m.node.On("input", func(dom.Node) { m.reckon() })
	m.node.On("change", func(dom.Node) { m.reckon() })
}

// put shows facts on the page.
func (m *factsForm) put(s *filled) {
	m.rows = s.rows
	for i := range m.controls {
		k := &m.controls[i]
		words := s.facts[k.Fact]
		if words == applicant.Unsure && k.IsText() && !k.Unsure.There() {
			words = "" // a list of records has no such box
		}
		k.Set(words)
	}
	m.showRecord()
	m.reckon()
}

// putBorn fills in the date of birth from the ID number where it is not answered.
func (m *factsForm) putBorn() {
	born := bornBy(m.p.was.profile["id_number"])
	for i := range m.controls {
		k := &m.controls[i]
		if k.Fact != rules.Born {
			continue
		}
		m.born = dom.Words("p", "help", "").Attr("role", "status")
		k.Group.Append(m.born)
		if words := k.Words(); born != 0 && (words == "" || words == applicant.Unsure) {
			k.Set(born.String())
			m.taken = true
		}
		m.compareBorn(k.Words())
		m.reckon()
	}
}

// compareBorn says where the date of birth is another than that in the ID number.
func (m *factsForm) compareBorn(words string) {
	born, text := bornBy(m.p.was.profile["id_number"]), ""
	switch claimed, ok := rules.ParseDate(applicant.Day(words)); {
	case !ok || born == 0:
	case claimed != born:
		text = m.say(sayBornOther, m.day(born.String()))
	case m.taken:
		text = m.say(sayBornBy)
	}
	m.born.Text(text)
}

// take reads what is on the page. What the page has no question for stays as it was.
func (m *factsForm) take(s *filled) {
	for i := range m.controls {
		s.facts[m.controls[i].Fact] = m.controls[i].Words()
	}
	s.rows, s.raw = m.rows, dom.JSON{}
}

// showRecord shows the contribution record, in the place of the questions that it answers.
func (m *factsForm) showRecord() {
	has := len(m.rows) > 0
	for i := range m.controls {
		if k := &m.controls[i]; ask.Derivable(k.Fact) {
			k.Group.Show(!has)
		}
	}
	m.record.Fill()
	if has {
		m.record.Append(m.recordTable(m.rows), dom.Words("p", "", m.say(sayFillRecordWhy)), dom.New("p", "", dom.Button("", m.say(sayFillGiveUp), m.giveUp)))
	}
}

// giveUp puts what the record came to into the questions, which are answered by hand from then on.
func (m *factsForm) giveUp() {
	s := m.p.was.copy()
	m.take(s)
	on := today()
	derived := ask.InForce(on).Derived(s.understand(m.lang), on)
	m.rows = nil
	m.showRecord()
	for i := range m.controls {
		if k := &m.controls[i]; ask.Derivable(k.Fact) {
			k.Set(applicant.ToForm(derived, k.Fact))
		}
	}
	m.unsaved = true
	m.record.Fill(dom.Words("p", "warn", m.say(sayFillGaveUp)).Attr("tabindex", "-1")).First("p").Focus()
	m.reckon()
}

// noneElse answers none to what is not answered, but for what nobody can be without: a date of birth, and the conditions.
func (m *factsForm) noneElse() {
	n := 0
	for i := range m.controls {
		k := &m.controls[i]
		if k.Words() != applicant.Unsure || k.Group.Hidden() || m.condition(k.Fact) {
			continue
		}
		switch shape := k.Fact.Shape(); shape.Form {
		case rules.BoolForm:
			k.Set("false")
		case rules.ChoiceForm:
			k.Set(shape.Values[0])
		default:
			k.Set("")
		}
		n++
	}
	m.unsaved = m.unsaved || n > 0
	m.rest.Text(m.say(sayFillRestDone, itoa(n)))
	m.reckon()
}

// condition says whether a fact must be so for somebody to apply.
func (m *factsForm) condition(f rules.Fact) bool {
	for _, g := range ask.InForce(today()).Gates {
		if g.Fact == f && g.Kind != rules.MustNot {
			return true
		}
	}
	return f == rules.Born
}

// reckon shows the points of the answers as they are now.
func (m *factsForm) reckon() {
	s := m.p.was.copy()
	m.take(s)
	result := s.result(today(), m.lang)
	text := result.String()
	if text == m.shown {
		return
	}
	m.shown = text
	if m.born.There() {
		m.compareBorn(s.facts[rules.Born])
	}
	total, open, sentence := m.comesToNow(result), "", m.inSentence(result)
	if n := len(openFacts(result)); n > 0 {
		open = m.say(sayFillOpenQ, itoa(n))
	}
	verdict := result.At("verdict").Text()
	says := dom.Words("strong", "", sentence).Attr("data-verdict", verdict).Show(verdict != rules.Unknown.String()) // that is plain from what is open
	m.score.Fill(dom.Words("h3", "", m.say(sayFillNow)), dom.Words("output", "", total).Attr("id", "total").Attr("aria-live", "off"),
		dom.Words("span", "", open), says)
	m.lines.Fill(m.stillOpen(result), dom.New("details", "", dom.Words("summary", "", m.say(sayFillLines)), m.points(result)).SetOpen(m.lines.Has("details[open]")))
	m.saying = m.say(sayFillHeard, total, sentence)
	m.timer.Start(1000)
}

// comesToNow is the total in words: the least that it can be while questions are open.
func (d *desk) comesToNow(result dom.JSON) string {
	if r := result.At("range"); r.There() && !result.At("total").There() {
		return d.say(sayFillLeast, itoa(r.At("min").Int()))
	}
	return d.say(sayFillPoints, span(result, "total"))
}

// mostOpen is how many of the questions still open are named at once.
const mostOpen = 5

// stillOpen leads to the questions that must still be answered.
func (m *factsForm) stillOpen(result dom.JSON) dom.Node {
	open := openFacts(result)
	if len(open) == 0 {
		return dom.Node{}
	}
	list := dom.New("ul", "")
	for i, f := range open {
		if i == mostOpen {
			list.Append(dom.Words("li", "", m.say(sayFillMore, itoa(len(open)-mostOpen))))
			break
		}
		if x := m.of(f.String()); x != nil {
			way := dom.Words("a", "", x.label).Attr("href", "#"+x.input.Get("id"))
			way.Keep("click")
			list.Append(dom.New("li", "", way.On("click", func(dom.Node) { x.focus.Focus() })))
		}
	}
	return dom.New("div", "", dom.Words("h3", "", m.say(sayFillStillOpen)), list)
}
