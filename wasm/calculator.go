//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/wasm/ask"
	"jifen/wasm/dom"
)

// calculator is the page at work: its form, and what was last reckoned.
type calculator struct {
	form     dom.Node
	lang     rules.Lang
	controls []control
	record   *record
	guide    guide
	couple   couple
	try      try
	list     papers

	day     rules.Date // the day of reckoning that the person chose, 0 for today
	edition *rules.Edition
	result  *rules.Result
	asked   rules.Facts // as they were answered
	known   rules.Facts // as they are on the day of reckoning
	score   rules.Score

	reaches rules.Date // the day on which the standard is reached as things go, 0 where there is none
	rows    map[string]drawn
	touched bool
	shown   string // the result on the page
	wrong   string // the problems on the page
	wrongs  int    // how many they are
	mend    string // that there are some, in words
	last    string // what was reckoned last, so that the page is left alone where nothing changed
	typing  string // the key of the text field being typed in: its error waits until the hand rests
	rest    *dom.Timer
	said    *dom.Timer
	saying  string
	think   *dom.Timer // what takes longer than a frame waits for the hand to rest
	turn    int        // counts reckonings, so that a long thought knows when it is out of date
}

// rest is how long the hand must rest, in milliseconds, before the page thinks about more than the score.
const rest = 150

func newCalculator(form dom.Node) *calculator {
	c := &calculator{form: form, lang: language(dom.Root().Get("lang")), controls: controls(form), rows: map[string]drawn{}}
	c.rest = dom.NewTimer(func() { c.typing = ""; c.reckon() })
	c.said = dom.NewTimer(func() { dom.ByID("said").Text(c.saying) })
	c.think = dom.NewTimer(c.further)
	c.record = newRecord(c)
	form.On("input", c.input)
	form.On("change", func(dom.Node) { c.typing = ""; c.reckon() })
	// To choose what is chosen beforehand is an answer, of which the form tells nothing.
	form.On("click", func(target dom.Node) {
		for i := range c.controls {
			if k := &c.controls[i]; !k.IsText() && !k.given && target.Get("name") == k.Fact.String() {
				k.given, c.touched = true, true
				c.reckon()
			}
		}
	})
	form.Keep("submit") // nothing is sent
	// The form is reset after the event, so the new score has to wait for it.
	cleared := dom.NewTimer(c.cleared)
	form.On("reset", func(dom.Node) { cleared.Start(0) })
	if rows := applicant.Paste(dom.ByID("rows-kept").Value(), c.lang); len(rows) > 0 {
		c.record.put(rows)
		c.touched = true
	}
	none := c.blank()
	for i := range c.controls { // answered before the program ran, or kept by the browser over a reload
		k := &c.controls[i]
		if words := k.Words(); k.IsText() && words != "" || !k.IsText() && words != none.words[i] {
			k.given, c.touched = true, true
		}
	}
	c.wireGuide()
	c.wireCouple()
	c.wireDay()
	c.wirePapers()
	c.wireCarry()
	c.wireCase()
	c.wireTry()
	if !c.open() {
		c.reckon()
	}
	return c
}

func language(tag string) rules.Lang {
	if tag == "en" {
		return rules.EN
	}
	return rules.ZH
}

// cleared is the page after its form was emptied.
func (c *calculator) cleared() {
	c.touched, c.last, c.saying = false, "", ""
	c.said.Stop()
	dom.ByID("said").Text("")
	for i := range c.controls {
		c.controls[i].given = false
	}
	c.record.put(nil)
	c.try.forget()
	c.day = 0
	for _, id := range [...]string{"day-today", "err-day"} {
		dom.ByID(id).Show(false)
	}
	dom.ByID("day").SetValue("")
	dom.Forget(keptName) // kept again with the next answer, where it is asked for
	c.guide.begin(c)
	c.reckon()
}

func (c *calculator) input(target dom.Node) {
	c.touched = true
	c.typing = ""
	id, name := target.Get("id"), target.Get("name")
	for i := range c.controls {
		k := &c.controls[i]
		key := k.Fact.String()
		switch {
		case k.IsText() && id == "f-"+key:
			k.given = true
			k.Unsure.Check(false)
			c.typing = key
			c.rest.Start(700)
		case name == key || id == "u-"+key:
			k.given = true
		}
	}
	c.reckon()
}

// reckon scores the form as it is and shows the answer. A field that cannot be read is named, and counts as not known until
// it is mended.
func (c *calculator) reckon() {
	now, a := today(), c.read()
	// Leaving a field tells of a change that was reckoned as it was typed. To draw it again would take the page from under
	// the click that left the field.
	state := string(c.facts(a, nil)) + now.String() + c.typing + boolean(c.touched) + c.day.String()
	for _, given := range a.given {
		state += boolean(given)
	}
	if state == c.last {
		return
	}
	c.last = state
	c.turn++
	on, asOf := now, now // the day of reckoning, and the day by which the answers are read
	if c.day != 0 {
		on, asOf = c.day, min(c.day, now)
	}
	facts, problems := c.understand(a, asOf)
	c.tell(problems)
	if facts == nil {
		return // cannot be: what was wrong was left out
	}
	c.asked = *facts
	c.known = *rules.Onward(facts, asOf, on)
	c.edition = ask.InForce(on)
	dom.ByID("assumed").Show(c.day == 0 && (on < c.edition.From || on > c.edition.To))
	c.edition.Score(&c.known, on, &c.score)
	c.result = c.edition.Explain(&c.known, &c.score, c.lang)
	c.record.derive(c)
	shown := string(applicant.AppendResult(nil, c.result)) + boolean(c.touched) + itoa(len(c.barred()))
	if shown != c.shown {
		c.shown = shown
		c.show(c.result)
	}
	c.guide.ask(c)
	c.verdict()
	c.speak(c.result)
	c.think.Start(rest)
}

// further works out what follows from the score, once the hand rests: when, how, with which papers, under which rules.
func (c *calculator) further() {
	tells := c.touched && !c.guide.asking(c) // while questions are asked one by one, the answer to them comes first
	dom.ByID("more").Show(tells)
	dom.ByID("onward").Show(tells)
	if !tells {
		c.keep()
		return
	}
	c.when()
	c.beside()
	c.papers()
	c.pair()
	c.carry()
	c.how()
}
