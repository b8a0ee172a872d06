//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/tables"
	"jifen/wasm/dom"
)

// couple is two people side by side, to see which of them should be the applicant. The form holds one of them at a time.
type couple struct {
	on    bool
	who   int // 0 the first, 1 the second
	other *answers
}

func (c *calculator) wireCouple() {
	dom.ByID("pair-begin").On("click", func(dom.Node) { c.pairUp(c.blank()); dom.ByID("who-1").Focus() })
	dom.ByID("pair-end").On("click", func(dom.Node) { c.pairEnd(); dom.ByID("pair-begin").Focus() })
	dom.ByID("who-0").On("click", func(dom.Node) { c.turnTo(0) })
	dom.ByID("who-1").On("click", func(dom.Node) { c.turnTo(1) })
}

// pairUp begins to compare, with the answers of the second person, and turns the form to that person.
func (c *calculator) pairUp(second *answers) {
	c.couple = couple{on: true, other: second}
	c.turnTo(1)
}

func (c *calculator) pairEnd() {
	c.turnTo(0)
	c.couple = couple{}
	c.people()
	c.pair()
}

// turnTo lets the form hold the answers of one of the two.
func (c *calculator) turnTo(who int) {
	if c.couple.on && who != c.couple.who {
		mine := c.own()
		c.try.forget()
		c.couple.who = who
		c.write(c.couple.other)
		c.couple.other = mine
		c.guide.begin(c)
	}
	c.people()
}

func (c *calculator) people() {
	dom.ByID("people").Show(c.couple.on)
	dom.ByID("pair-begin").Show(!c.couple.on)
	dom.ByID("pair-end").Show(c.couple.on)
	for i, id := range [...]string{"who-0", "who-1"} {
		dom.ByID(id).Attr("aria-pressed", boolean(i == c.couple.who))
	}
	c.verdict()
}

// chance is what speaks for a person as the applicant.
type chance struct {
	total    rules.Range
	verdict  rules.Verdict
	reaches  rules.Date
	falls    rules.Date
	obstacle string
	open     string // that conditions are not answered, so that nothing is said against the person yet
}

func (c *calculator) chanceOf(fs *rules.Facts, a *answers) chance {
	on := c.result.On
	then := rules.Onward(fs, min(on, today()), on)
	var s rules.Score
	c.edition.Score(then, on, &s)
	h := rules.Project(tables.Editions, nil, then, on)
	x := chance{total: s.Total, verdict: s.Verdict, reaches: h.Reaches, falls: h.Falls}
	if left := c.gatesLeft(a); left > 0 && s.Verdict == rules.Ineligible {
		x.open = c.say(sayGatesLeft, itoa(left))
		return x
	}
	for _, r := range c.edition.Explain(then, &s, c.lang).Ineligible {
		if x.obstacle != "" {
			x.obstacle += c.say(saySemicolon)
		}
		x.obstacle += r.Why
	}
	return x
}

// pair sets the two side by side and says who would rather apply.
func (c *calculator) pair() {
	out := dom.ByID("pair-out").Fill()
	if !c.couple.on {
		return
	}
	two := [2]chance{}
	two[c.couple.who] = c.chanceOf(&c.asked, c.read())
	if other, _ := c.understand(c.couple.other, min(c.result.On, today())); other != nil {
		two[1-c.couple.who] = c.chanceOf(other, c.couple.other)
	}
	names := [2]string{c.say(people[0]), c.say(people[1])}
	row := func(label *rules.Text, of func(x *chance) string) dom.Node {
		return dom.New("tr", "", dom.Words("th", "", label.In(c.lang)).Attr("scope", "row"),
			dated("td", "", of(&two[0])), dated("td", "", of(&two[1])))
	}
	date := func(d rules.Date) string {
		if d == 0 {
			return c.say(sayNotIn, itoa(rules.Ahead))
		}
		return d.String()
	}
	body := dom.New("tbody", "",
		row(sayColTotal, func(x *chance) string { return span(x.total) }),
		row(sayColVerdict, func(x *chance) string { return or(x.open, c.say(verdicts[x.verdict])) }),
		row(sayColReaches, func(x *chance) string { return date(x.reaches) }),
		row(sayColFalls, func(x *chance) string {
			if x.reaches == 0 {
				return "–"
			}
			return date(x.falls)
		}))
	if two[0].obstacle+two[1].obstacle != "" {
		body.Append(row(sayStands, func(x *chance) string { return or(x.obstacle, "–") }))
	}
	head := dom.New("thead", "", dom.New("tr", "", dom.New("td", ""), c.heading(names[0]), c.heading(names[1])))
	out.Append(dom.Words("p", "moments", c.advice(&two, names)), dom.New("table", "pair", head, body))
}

func (c *calculator) heading(text string) dom.Node {
	return dom.Words("th", "", text).Attr("scope", "col")
}

// advice says who would rather apply: who may apply at all, then who reaches the standard earlier, then who has more to spare.
func (c *calculator) advice(two *[2]chance, names [2]string) string {
	better := func(a, b *chance) *rules.Text {
		barred := func(x *chance) bool { return x.verdict == rules.Ineligible }
		switch {
		case barred(a) != barred(b):
			if barred(b) {
				return sayRatherMay
			}
		case a.reaches != b.reaches:
			if a.reaches != 0 && (b.reaches == 0 || a.reaches < b.reaches) {
				return sayRatherSooner
			}
		case a.falls != b.falls && a.reaches != 0:
			if a.falls == 0 || b.falls != 0 && a.falls > b.falls {
				return sayRatherLonger
			}
		case a.total.Min > b.total.Min:
			return sayRatherMore
		}
		return nil
	}
	for i := range two {
		if two[i].open != "" {
			return names[i] + c.say(sayColon) + two[i].open
		}
	}
	if why := better(&two[0], &two[1]); why != nil {
		return c.say(why, names[0])
	}
	if why := better(&two[1], &two[0]); why != nil {
		return c.say(why, names[1])
	}
	return c.say(sayRatherEither)
}
