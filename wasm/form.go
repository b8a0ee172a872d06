//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/wasm/ask"
	"jifen/wasm/dom"
)

// control is what asks for one fact, and what the calculator knows of it.
type control struct {
	ask.Control
	told  string // the error on the page
	asks  bool   // the page asks for an answer in its place
	given bool   // answered by hand; where one question is asked at a time, the others are left open
}

func controls(form dom.Node) (all []control) {
	for _, k := range ask.Controls(form) {
		all = append(all, control{Control: k})
	}
	return all
}

// shown says whether the control's error is on the page already.
func (k *control) shown() bool { return k.told != "" }

// answers are what a person has filled in.
type answers struct {
	words []string // by control
	given []bool
	rows  []applicant.Row // the contribution record
}

// read takes the answers from the page.
func (c *calculator) read() *answers {
	a := &answers{rows: append([]applicant.Row{}, c.record.rows...)}
	for i := range c.controls {
		a.words = append(a.words, c.controls[i].Words())
		a.given = append(a.given, c.controls[i].given)
	}
	return a
}

// write puts answers onto the page and reckons them.
func (c *calculator) write(a *answers) {
	for i := range c.controls {
		c.controls[i].Set(a.words[i])
		c.controls[i].given = a.given[i]
	}
	c.record.put(a.rows)
	c.touched, c.typing = true, ""
	c.reckon()
}

// blank are the answers of a form on which nothing was done.
func (c *calculator) blank() *answers {
	var none rules.Facts
	none.NoneLeft()
	a := c.answersOf(&none)
	clear(a.given)
	return a
}

// answersOf is how a person would have given these facts.
func (c *calculator) answersOf(fs *rules.Facts) *answers {
	a := &answers{rows: applicant.Rows(fs.Ledger())}
	for i := range c.controls {
		f := c.controls[i].Fact
		words := applicant.ToForm(fs, f)
		if words == applicant.Unsure && c.controls[i].IsText() && !c.controls[i].Unsure.There() {
			words = "" // a list of records has no such box
		}
		a.words = append(a.words, words)
		a.given = append(a.given, fs.Known(f))
	}
	return a
}

// derived says whether the record on the page answers for a fact. A record of which nothing could be read yet answers nothing.
func (c *calculator) derived(f rules.Fact) bool {
	return ask.Derivable(f) && c.asked.Known(rules.Ledger)
}

// facts writes answers as JSON, leaving out the facts and the rows of the record named in without.
func (c *calculator) facts(a *answers, without map[string]bool) []byte {
	out, rows := []byte{'{'}, sound(a.rows, without)
	put := func(f rules.Fact, value string) {
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(out, '"')
		out = append(out, f.String()...)
		out = append(out, '"', ':')
		out = append(out, value...)
	}
	for i := range c.controls {
		f := c.controls[i].Fact
		if ask.Derivable(f) && len(rows) > 0 || c.guide.on && !a.given[i] || without[f.String()] {
			continue
		}
		if given := applicant.FromForm(f, a.words[i]); given != "" {
			put(f, given)
		}
	}
	if len(rows) > 0 {
		put(rules.Ledger, string(applicant.AppendLedger(nil, rows)))
	}
	return append(out, '}')
}

// understand reads answers as of a day. What cannot be read is named, and is not known until it is mended.
func (c *calculator) understand(a *answers, on rules.Date) (*rules.Facts, []applicant.Problem) {
	wrong := map[string]bool{}
	var problems []applicant.Problem
	for range 3 { // with a record left out, the answers that it stood for are read, and may be wrong themselves
		facts, more := applicant.Read(c.facts(a, wrong), on, c.lang)
		if facts != nil {
			return facts, problems
		}
		problems = append(problems, more...)
		for _, p := range more {
			wrong[rowOf(p.Field)] = true
		}
	}
	return nil, problems
}

// tell names each problem at its field, and above the result with a way to it.
func (c *calculator) tell(problems []applicant.Problem) {
	n := 0
	list := dom.New("ul", "")
	told := ""
	for i := range c.controls {
		k := &c.controls[i]
		key, message := k.Fact.String(), ""
		for _, p := range problems {
			if base(p.Field) == key {
				message = p.Message
				break
			}
		}
		if key == c.typing && !k.shown() {
			message = "" // not yet: the hand is still writing
		}
		if k.told != message || message == "" && k.asks {
			k.told, k.asks = message, false
			k.Error.Text(message).Show(message != "")
			if message == "" {
				k.Field.Without("aria-invalid")
			} else {
				k.Field.Attr("aria-invalid", "true")
			}
		}
		if message == "" {
			continue
		}
		n++
		told += key + message
		way := dom.Words("a", "", dom.ByID("ask-"+key).Words()+c.say(sayColon)+message).Attr("href", "#f-"+key)
		way.On("click", func(dom.Node) {
			if c.guide.on {
				c.guide.show(c, i)
			}
		})
		list.Append(dom.New("li", "", way))
	}
	rows := c.record.tell(problems)
	if rows > 0 {
		told += "ledger" + itoa(rows)
		list.Append(dom.New("li", "", dom.Words("a", "", c.say(sayRowsWrong, itoa(rows))).Attr("href", "#record")))
	}
	if told == c.wrong {
		return
	}
	c.wrong, c.wrongs, c.mend = told, n+rows, ""
	box := dom.ByID("wrong").Show(c.wrongs > 0).Fill()
	if n > 0 { // a row left out is no answer that is taken as not known
		c.mend = c.say(sayWrong, itoa(n))
		box.Append(dom.Words("p", "", c.mend))
	} else if rows > 0 {
		c.mend = c.say(sayRowsWrong, itoa(rows))
	}
	box.Append(list)
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
