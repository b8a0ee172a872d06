//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/tables"
	"jifen/wasm/dom"
)

// calculator is the page at work: its form, and what was last reckoned.
type calculator struct {
	form     dom.Node
	lang     rules.Lang
	edition  *rules.Edition
	controls []control
	touched  bool
	shown    string // the result on the page
	wrong    string // the problems on the page
	last     string // what was reckoned last, so that the page is left alone where nothing changed
	typing   string // the key of the text field being typed in: its error waits until the hand rests
	rest     *dom.Timer
	said     *dom.Timer
	saying   string
}

// control is what asks for one fact.
type control struct {
	fact   rules.Fact
	node   dom.Node // a text field, or a group of radio buttons
	unsure dom.Node // the box beside a text field
	group  dom.Node
	error  dom.Node
	text   bool
}

func newCalculator(form dom.Node) {
	c := &calculator{form: form, lang: language(dom.Root().Get("lang"))}
	for f := range rules.AllFacts {
		key := f.String()
		if node := form.Control(key); node.There() {
			field := dom.ByID("f-" + key)
			c.controls = append(c.controls, control{f, node, dom.ByID("u-" + key), dom.ByID("q-" + key), dom.ByID("err-" + key), field.There()})
		}
	}
	c.rest = dom.NewTimer(func() { c.typing = ""; c.reckon() })
	c.said = dom.NewTimer(func() { dom.ByID("said").Text(c.saying) })
	form.On("input", c.input)
	form.On("change", func(dom.Node) { c.typing = ""; c.reckon() })
	form.Keep("submit") // nothing is sent
	// The form is reset after the event, so the new score has to wait for it.
	cleared := dom.NewTimer(func() {
		c.touched, c.last, c.saying = false, "", ""
		c.said.Stop()
		dom.ByID("said").Text("")
		c.reckon()
	})
	form.On("reset", func(dom.Node) { cleared.Start(0) })
	dom.ByID("print").Show(true).On("click", func(dom.Node) { dom.Print() })
	c.touched = form.Touched() // answered before the program ran, or kept by the browser over a reload
	c.reckon()
}

func language(tag string) rules.Lang {
	if tag == "en" {
		return rules.EN
	}
	return rules.ZH
}

func (c *calculator) input(target dom.Node) {
	c.touched = true
	c.typing = ""
	for i := range c.controls {
		if k := &c.controls[i]; k.text && target.Get("id") == "f-"+k.fact.String() {
			k.unsure.Check(false)
			c.typing = k.fact.String()
			c.rest.Start(700)
		}
	}
	c.reckon()
}

// facts writes what the form holds as JSON, leaving out the facts named in without.
func (c *calculator) facts(without map[string]bool) []byte {
	out := []byte{'{'}
	for i := range c.controls {
		k := &c.controls[i]
		text := k.node.Value()
		if k.unsure.Checked() {
			text = applicant.Unsure
		}
		given := applicant.FromForm(k.fact, text)
		if given == "" || without[k.fact.String()] {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(out, '"')
		out = append(out, k.fact.String()...)
		out = append(out, '"', ':')
		out = append(out, given...)
	}
	return append(out, '}')
}

// reckon scores the form as it is and shows the answer. A field that cannot be read is named, and counts as not known until
// it is mended.
func (c *calculator) reckon() {
	on := today()
	c.edition = rules.Find(tables.Editions, on)
	assumed := c.edition == nil
	if assumed {
		c.edition = &tables.Editions[len(tables.Editions)-1]
	}
	dom.ByID("assumed").Show(assumed)
	given := c.facts(nil)
	// Leaving a field tells of a change that was reckoned as it was typed. To draw it again would take the page from under
	// the click that left the field.
	state := string(given) + on.String() + c.typing + boolean(c.touched)
	if state == c.last {
		return
	}
	c.last = state
	facts, problems := applicant.Read(given, on, c.lang)
	wrong := map[string]bool{}
	if facts == nil {
		for _, p := range problems {
			wrong[base(p.Field)] = true
		}
		facts, _ = applicant.Read(c.facts(wrong), on, c.lang)
	}
	wrongs := c.tell(problems)
	if facts == nil {
		return // cannot be: what was wrong was left out
	}
	var s rules.Score
	c.edition.Score(facts, on, &s)
	r := c.edition.Explain(facts, &s, c.lang)
	shown := string(applicant.AppendResult(nil, r)) + boolean(c.touched)
	if shown != c.shown {
		c.shown = shown
		c.show(r)
	}
	c.speak(r, wrongs)
}

// tell names each problem at its field, and above the result with a way to it.
// It gives how many are told.
func (c *calculator) tell(problems []applicant.Problem) (n int) {
	list := dom.New("ul", "")
	told := ""
	for i := range c.controls {
		k := &c.controls[i]
		key, message := k.fact.String(), ""
		for _, p := range problems {
			if base(p.Field) == key {
				message = p.Message
				break
			}
		}
		field := dom.ByID("f-" + key)
		if key == c.typing && !k.shown() {
			message = "" // not yet: the hand is still writing
		}
		k.error.Text(message).Show(message != "")
		if message == "" {
			field.Without("aria-invalid")
			continue
		}
		n++
		told += key + message
		field.Attr("aria-invalid", "true")
		list.Append(dom.New("li", "", dom.Words("a", "", message).Attr("href", "#f-"+key)))
	}
	if told != c.wrong {
		c.wrong = told
		dom.ByID("wrong").Show(n > 0).Fill(dom.Words("p", "", c.say(sayWrong, itoa(n))), list)
	}
	return n
}

// base is a field's key, without the [i] of an item of a list.
func base(field string) string {
	for i := range len(field) {
		if field[i] == '[' {
			return field[:i]
		}
	}
	return field
}

// shown says whether the control's error is on the page already.
func (c *control) shown() bool { return c.error.There() && !c.error.Hidden() }
