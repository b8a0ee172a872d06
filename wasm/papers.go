//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// papers is the personal checklist: what the claim needs, by who brings it, to be ticked off.
type papers struct {
	ticked []string
	family bool
}

func (c *calculator) wirePapers() {
	box := dom.ByID("family")
	box.On("change", func(dom.Node) { c.list.family = box.Checked(); c.papers(); c.keep() })
	dom.ByID("print-papers").On("click", func(dom.Node) { c.print("papers") })
}

func (p *papers) has(id string) bool {
	for _, t := range p.ticked {
		if t == id {
			return true
		}
	}
	return false
}

// tick ticks a paper off, or takes the tick away.
func (p *papers) tick(id string, on bool) {
	var left []string
	for _, t := range p.ticked {
		if t != id {
			left = append(left, t)
		}
	}
	if on {
		left = append(left, id)
	}
	p.ticked = left
}

func (c *calculator) papers() {
	list := c.edition.Checklist(&c.score, c.list.family)
	out := dom.ByID("papers-out").Fill()
	for _, who := range [...]struct {
		id   string
		text *rules.Text
	}{{"holder", sayHolderBrings}, {"employer", sayEmployerBrings}} {
		group := dom.New("ul", "papers tick")
		n, done := 0, 0
		for i := range list.Needed {
			if p := &list.Needed[i]; p.Who == who.id {
				group.Append(c.paperRow(p))
				n++
				if c.list.has(p.ID) {
					done++
				}
			}
		}
		if n > 0 {
			out.Append(dom.New("h3", "", dom.Words("span", "", who.text.In(c.lang)), dom.Words("span", "conf", c.say(sayTicked, itoa(done), itoa(n)))), group)
		}
	}
	out.Append(dom.Words("p", "basis", c.basis()+c.say(sayGap)+c.say(sayRuler, span(c.result.Total), itoa(c.result.Standard), c.sentence(c.result))))
	if len(list.NotNeeded) > 0 {
		idle := dom.New("ul", "")
		for _, p := range list.NotNeeded {
			idle.Append(dom.Words("li", "", p.Label.In(c.lang)))
		}
		out.Append(c.keepOpen("papers-idle", dom.New("details", "rest", dom.Words("summary", "", c.say(sayNotNeeded, itoa(len(list.NotNeeded)))), idle)))
	}
}

func (c *calculator) paperRow(p *rules.Needed) dom.Node {
	id := p.ID
	box := dom.New("input", "").Attr("type", "checkbox").Attr("id", "paper-"+id)
	box.Check(c.list.has(id))
	box.On("change", func(dom.Node) {
		c.list.tick(id, box.Checked())
		c.papers()
		dom.ByID("paper-" + id).Focus()
		c.keep()
	})
	label := dom.New("span", "", dom.Words("span", "paper", p.Label.In(c.lang)))
	if when := p.When.In(c.lang); when != "" {
		label.Append(dom.Words("span", "when", " "+c.say(sayPaperWhen, when)))
	}
	about := c.say(forms[p.Form]) + c.say(sayComma) + c.say(sayPaperFrom, p.From.In(c.lang))
	if why := c.uses(p.Why); why != "" {
		about += c.say(sayComma) + c.say(sayPaperFor, why)
	}
	if p.Confidence == "C" {
		about += c.say(sayDoubt)
	}
	return dom.New("li", "", dom.New("label", "option", box, label.Append(dom.Words("span", "from", about))))
}

// uses names the indicators that a paper is for; those always needed have none.
func (c *calculator) uses(ids []string) string {
	text := c.lineNames(ids)
	for _, id := range ids {
		if id == rules.Family {
			if text != "" {
				text += c.say(sayAnd)
			}
			text += c.say(sayFamily)
		}
	}
	return text
}
