//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/tables"
	"jifen/wasm/dom"
)

// The same answers under every edition, and what differs.

func (c *calculator) beside() {
	list, alike := dom.New("ol", "besides"), true
	all := c.edition.Compare(tables.Editions, &c.known, c.result.On, c.lang)
	for i := len(all) - 1; i >= 0; i-- { // the newest first
		list.Append(c.side(&all[i]))
		alike = alike && all[i].Total == c.result.Total && all[i].Verdict == c.result.Verdict && len(all[i].Changed) == 0
	}
	out := dom.ByID("editions-out")
	if alike {
		out.Fill(dom.Words("p", "", c.say(sayAlike, span(c.result.Total))),
			c.keepOpen("editions-all", dom.New("details", "rest", dom.Words("summary", "", c.say(sayEach)), list)))
		return
	}
	out.Fill(list)
}

// side is one edition's answer, with what it says otherwise than the edition reckoned by.
func (c *calculator) side(b *rules.Beside) dom.Node {
	e := b.Edition
	head := dom.New("h3", "", dom.Words("span", "", e.Title.In(c.lang)+c.say(sayBracket, e.Instrument)))
	item := dom.New("li", "", head,
		dom.New("p", "sum-line", dom.Words("b", "total", span(b.Total)), dom.Words("span", "", " "+c.say(sayPoints)+c.say(sayComma)+c.say(verdicts[b.Verdict]))),
		dom.Words("p", "small", c.say(sayInForce, e.From.String(), e.To.String())+c.say(sayChecked, e.Checked.String(), e.Against.In(c.lang))))
	switch {
	case e.ID == c.edition.ID:
		item.Class("now", true)
		head.Append(dom.Words("span", "conf", c.say(sayThisOne)))
	case len(b.Changed) == 0:
		item.Append(dom.Words("p", "", c.say(saySameLines)))
	default:
		item.Append(c.differences(b.Changed, e, sayWas, sayIs))
	}
	return item
}

// differences lists the lines and gates that answer otherwise, each with both reasons.
func (c *calculator) differences(changed []rules.Changed, e *rules.Edition, was, is *rules.Text) dom.Node {
	list := dom.New("ul", "changed")
	for _, ch := range changed {
		what := dom.Words("b", "", labelOf(ch.ID, c.edition, e).In(c.lang))
		item := dom.New("li", "", what)
		if ch.From != ch.To {
			item.Append(dom.Words("span", "pts", span(ch.From)+" → "+span(ch.To)))
		}
		item.Append(dom.Words("span", "why", c.say(was, or(ch.Was, c.say(sayNoSuchLine)))), dom.Words("span", "why", c.say(is, or(ch.Why, c.say(sayNoSuchLine)))))
		list.Append(item)
	}
	return list
}

func or(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// labelOf finds the words for a line or gate in either edition.
func labelOf(id string, editions ...*rules.Edition) rules.Text {
	for _, e := range editions {
		if i := e.Indicator(id); i >= 0 {
			return e.Indicators[i].Label
		}
		for i := range e.Gates {
			if e.Gates[i].ID == id {
				return e.Gates[i].Label
			}
		}
	}
	return rules.Text{ZH: id, EN: id}
}
