//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/wasm/ask"
	"jifen/wasm/dom"
)

// record is the contribution record: a field into which a table is pasted, and the rows that were read from it, each to be
// mended by hand. While it has rows, four questions need not be answered.
type record struct {
	c     *calculator
	rows  []applicant.Row
	lines []line
	list  dom.Node
	paste dom.Node
}

// line is a row on the page.
type line struct {
	item, from, to, base, backPaid, doubt dom.Node
}

func newRecord(c *calculator) *record {
	r := &record{c: c, list: dom.ByID("rows"), paste: dom.ByID("paste")}
	dom.ByID("record").Show(true)
	// The text is in the field only after the event.
	pasted := dom.NewTimer(r.take)
	r.paste.On("paste", func(dom.Node) { pasted.Start(0) })
	dom.ByID("paste-in").On("click", func(dom.Node) { r.take() })
	dom.ByID("row-add").On("click", func(dom.Node) {
		r.rows = append(r.rows, applicant.Row{})
		r.list.Append(r.draw(len(r.rows) - 1)).Show(true)
		dom.ByID("rows-clear").Show(true)
		r.lines[len(r.lines)-1].from.Focus()
		c.reckon()
	})
	dom.ByID("rows-clear").On("click", func(dom.Node) {
		r.put(nil)
		r.paste.Focus()
		c.touched = true
		c.reckon()
	})
	r.list.On("input", func(dom.Node) { r.typed(); r.hold() })
	r.list.On("change", func(dom.Node) { r.tidy() })
	left := dom.NewTimer(func() { c.last = ""; c.reckon() }) // what is wrong with a row is told once the hand has left it
	r.list.On("focusout", func(dom.Node) { left.Start(rest) })
	return r
}

// take reads what was pasted and empties the field for more. What no row could be made of stays there.
func (r *record) take() {
	rows := applicant.Paste(r.paste.Value(), r.c.lang)
	if len(rows) == 0 {
		r.note(sayNoRows.In(r.c.lang))
		return
	}
	r.paste.SetValue("")
	r.put(applicant.Join(append(r.rows, rows...)))
	note, doubts := r.c.say(sayRowsRead, itoa(len(rows))), 0
	for _, row := range rows {
		if row.Doubt != "" {
			doubts++
		}
	}
	if doubts > 0 {
		note += r.c.say(sayRowsDoubt, itoa(doubts))
	}
	r.note(note)
	r.c.touched, r.c.typing = true, ""
	r.c.reckon()
}

func (r *record) note(text string) { dom.ByID("paste-note").Text(text).Show(text != "") }

// put shows other rows.
func (r *record) put(rows []applicant.Row) {
	r.rows = append([]applicant.Row{}, rows...)
	r.lines = nil
	r.list.Fill()
	for i := range r.rows {
		r.list.Append(r.draw(i))
	}
	has := len(r.rows) > 0
	r.list.Show(has)
	dom.ByID("rows-clear").Show(has)
	r.note("")
	r.hold()
}

// hold writes the rows into a field that nobody sees: a browser that comes back to the page brings back what fields held.
func (r *record) hold() {
	text := ""
	for _, row := range r.rows {
		text += row.From + "\t" + row.To + "\t" + row.Base
		if row.BackPaid {
			text += "\t补缴"
		}
		text += "\n"
	}
	dom.ByID("rows-kept").SetValue(text)
}

func (r *record) draw(i int) dom.Node {
	row, c := &r.rows[i], r.c
	n := itoa(i + 1)
	field := func(class, value string, label *rules.Text, such string) dom.Node {
		f := dom.New("input", class).Attr("type", "text").Attr("placeholder", such).Attr("aria-label", c.say(label, n)).Attr("aria-describedby", "row-doubt-"+n)
		f.SetValue(value)
		return f
	}
	l := line{
		from: field("month", row.From, sayRowFrom, "2021-07"), to: field("month", row.To, sayRowTo, "2022-06"), base: field("base", row.Base, sayRowBase, c.say(sayBase)),
		backPaid: dom.New("input", "").Attr("type", "checkbox").Attr("aria-label", c.say(sayRowBackPaid, n)),
		doubt:    dom.Words("p", "error", "").Attr("id", "row-doubt-"+n).Show(false),
	}
	l.backPaid.Check(row.BackPaid)
	remove := dom.Button("plain", c.say(sayRemove), func() { r.remove(i) }).Attr("aria-label", c.say(sayRowRemove, n))
	l.item = dom.New("li", "row", l.doubt, l.from, dom.Words("span", "to", "–"), l.to, l.base, dom.Words("span", "unit", c.say(sayYuan)),
		dom.New("label", "option", l.backPaid, dom.Words("span", "", c.say(sayBackPaid))), remove)
	r.lines = append(r.lines, l)
	return l.item
}

func (r *record) remove(i int) {
	r.put(append(r.rows[:i:i], r.rows[i+1:]...))
	if len(r.lines) > 0 {
		r.lines[min(i, len(r.lines)-1)].from.Focus()
	} else {
		r.paste.Focus()
	}
	r.c.reckon()
}

// typed takes the rows from the page while the hand writes.
func (r *record) typed() {
	mended := false
	for i, l := range r.lines {
		row := applicant.Row{From: l.from.Value(), To: l.to.Value(), Base: l.base.Value(), BackPaid: l.backPaid.Checked(), Doubt: r.rows[i].Doubt}
		if row != r.rows[i] {
			r.rows[i] = applicant.Tidy(row, r.c.lang)
			mended = mended || row.Doubt != ""
		}
	}
	for i := range r.rows { // another row's doubt may have been about the one that was mended
		if mended && r.rows[i].Doubt != "" {
			r.rows[i] = applicant.Tidy(r.rows[i], r.c.lang)
		}
	}
}

// tidy writes the rows as they were understood, once the hand has left a field.
func (r *record) tidy() {
	for i, l := range r.lines {
		row := &r.rows[i]
		for _, f := range [...]struct {
			node  dom.Node
			value string
		}{{l.from, row.From}, {l.to, row.To}, {l.base, row.Base}} {
			if f.node.Value() != f.value {
				f.node.SetValue(f.value)
			}
		}
	}
}

// spans names the rows as their problems do: by their number among those on which something is written, the others "".
func spans(rows []applicant.Row) []string {
	names, n := make([]string, len(rows)), 0
	for i, row := range rows {
		if row.From+row.To+row.Base != "" {
			names[i] = "ledger[" + itoa(n) + "]"
			n++
		}
	}
	return names
}

// sound are the rows on which something is written, but for those named in without.
func sound(rows []applicant.Row, without map[string]bool) []applicant.Row {
	var left []applicant.Row
	for i, name := range spans(rows) {
		if name != "" && !without[name] && !without["ledger"] {
			left = append(left, rows[i])
		}
	}
	return left
}

// rowOf is the row of the record that a field is part of, or the field itself without the [i] of an item of a list.
func rowOf(field string) string {
	for i := range len(field) {
		if field[i] == ']' && base(field) == "ledger" {
			return field[:i+1]
		}
	}
	return base(field)
}

// tell names what is wrong at its row, and gives how many rows are wrong.
func (r *record) tell(problems []applicant.Problem) (n int) {
	whole := ""
	for _, p := range problems {
		if p.Field == "ledger" {
			whole = p.Message
			n++
		}
	}
	if whole != "" {
		r.note(whole)
	}
	names := spans(r.rows)
	for i, l := range r.lines {
		message, wrong := r.rows[i].Doubt, false
		for _, p := range problems {
			if names[i] != "" && rowOf(p.Field) == names[i] {
				wrong = true
				if message == "" {
					message = p.Message
				}
				break
			}
		}
		if l.item.Holds() && !l.from.Invalid() && !l.doubt.Said() {
			message, wrong = "", false // not yet: the hand is still writing
		}
		if wrong {
			n++
		}
		l.doubt.Text(message).Show(message != "").Class("mild", !wrong)
		for _, f := range [...]dom.Node{l.from, l.to, l.base} {
			if wrong {
				f.Attr("aria-invalid", "true")
			} else {
				f.Without("aria-invalid")
			}
		}
	}
	return n
}

// derive tells what the record answers, in place of the questions.
func (r *record) derive(c *calculator) {
	answers := c.asked.Known(rules.Ledger)
	for i := range c.controls {
		if k := &c.controls[i]; ask.Derivable(k.Fact) {
			k.Group.Show(!answers)
		}
	}
	out := dom.ByID("derived").Show(answers)
	if !answers {
		return
	}
	d := c.edition.Derived(&c.known, c.result.On)
	list := dom.New("ul", "")
	for _, f := range [...]rules.Fact{rules.InsuredMonths, rules.InsuredLast12, rules.TitleBaseMet, rules.BaseTier} {
		if ask := dom.ByID("ask-" + f.String()); ask.There() {
			list.Append(dom.New("li", "", dom.Words("span", "", ask.Words()+c.say(sayColon)), dom.Words("b", "", c.value(f, d.Int(f)))))
		}
	}
	out.Fill(dom.Words("h3", "", c.say(sayDerived)), list)
}
