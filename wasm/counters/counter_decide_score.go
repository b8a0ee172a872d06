//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/wasm/dom"
)

// The score beside the facts: claimed and verified, line by line, and what must be said of each line that differs.

// reckon scores what the page says now, and shows it.
func (d *decision) reckon() {
	wrong := d.problems()
	d.differing()
	if d.found == nil {
		d.tally.Text(d.say(sayUnreadable, itoa(len(wrong))))
		return
	}
	d.edition.Score(d.found, d.on, &d.is)
	d.tally.Text(d.say(sayTally, points(d.was.Total), points(d.is.Total)) + d.say(sayStop) + d.reaches())
	d.table.Fill(d.lines(false))
	d.obstacles()
	d.ask()
}

// differing shows, at each answer that is another than the claim's, what was claimed.
func (d *decision) differing() {
	for i := range d.controls {
		k := &d.controls[i]
		was := applicant.ToForm(d.answers, k.Fact)
		d.claimed[i].Show(applicant.FromForm(k.Fact, k.Words()) != applicant.FromForm(k.Fact, was))
	}
}

func points(r rules.Range) string {
	if r.Open() {
		return itoa(r.Min) + "–" + itoa(r.Max)
	}
	return itoa(r.Min)
}

// reaches says how the verified total stands to the standard.
func (d *decision) reaches() string {
	standard := d.edition.Standard.Points
	switch {
	case d.is.Total.Open():
		return ""
	case d.is.Total.Min >= standard:
		return d.say(sayAtStandard, itoa(standard))
	}
	return d.say(sayUnderStandard, itoa(standard), itoa(standard-d.is.Total.Min))
}

// lines is the table of claimed and verified points: all that were claimed or found, or those alone that differ.
func (d *decision) lines(differing bool) dom.Node {
	body := dom.New("tbody", "")
	for i := range d.edition.Indicators {
		was, is := d.was.Lines[i], d.is.Lines[i]
		if differing && was.Points == is.Points || was.Points == (rules.Range{}) && is.Points == (rules.Range{}) && was.Worth == is.Worth {
			continue
		}
		row := dom.New("tr", "", dom.Words("th", "", d.edition.Indicators[i].Label.In(d.lang)).Attr("scope", "row"), dom.Words("td", "num", points(was.Points)), dom.Words("td", "num", points(is.Points)))
		if was.Points != is.Points {
			row.Class("differs", true)
			row.First("th").Append(dom.Words("span", "small", d.say(sayDifferent)))
		}
		body.Append(row)
	}
	foot := dom.New("tr", "total", dom.Words("th", "", d.say(sayTotal)).Attr("scope", "row"), dom.Words("td", "num", points(d.was.Total)), dom.Words("td", "num", points(d.is.Total)))
	return dom.New("table", "", dom.New("thead", "", dom.New("tr", "", d.column(sayColLine, ""), d.column(sayColClaimed, "num"), d.column(sayColFound, "num"))), body, dom.New("tfoot", "", foot))
}

// obstacles says what keeps these facts from being decided: conditions that fail, and answers that are open.
func (d *decision) obstacles() {
	d.stands.Fill()
	told := d.edition.Explain(d.found, &d.is, d.lang)
	for _, r := range told.Ineligible {
		d.stands.Append(dom.Words("p", "warn", r.Why))
	}
	if len(told.Ineligible) > 0 {
		d.stands.Append(dom.New("p", "", dom.Words("span", "", d.say(sayOnlyReject)), dom.Words("a", "", d.say(sayToReject)).Attr("href", to("applications/"+d.id+"/reject"))))
	}
	if n := len(told.Missing) + len(told.Open); n > 0 {
		d.stands.Append(dom.Words("p", "warn", d.say(sayStillOpen)))
	}
}

// ask has a field for the reason of every line that differs. One whose line differs no more keeps its words, in case it does again.
func (d *decision) ask() {
	n := 0
	for i := range d.edition.Indicators {
		in := &d.edition.Indicators[i]
		was, is := d.was.Lines[i].Points, d.is.Lines[i].Points
		x := d.notes[in.ID]
		if x == nil && was != is {
			x = d.form.frame("note."+in.ID, in.Label.In(d.lang), d.say(sayReasonHelp), dom.New("textarea", "").Attr("rows", "3").Attr("maxlength", "1000"))
			x.custom = true
			d.notes[in.ID] = x
			d.form.fields = append(d.form.fields, x)
			d.reasons.Append(x.group)
		}
		if x == nil {
			continue
		}
		x.group.Show(was != is)
		if was != is {
			n++
			x.group.First("label").Text(d.say(sayReasonFor, in.Label.In(d.lang), points(was), points(is)))
		}
	}
	if !d.reasons.Has("h3") {
		d.reasons.Prepend(dom.Words("h3", "", d.say(sayReasons)))
	}
	d.reasons.Show(n > 0)
}

// note is the reasons by line, of the lines that differ.
func (d *decision) note() dom.JSON {
	all := dom.Object()
	for i := range d.edition.Indicators {
		id := d.edition.Indicators[i].ID
		if x := d.notes[id]; x != nil && !x.group.Hidden() {
			all.Set(id, x.value())
		}
	}
	return all
}
