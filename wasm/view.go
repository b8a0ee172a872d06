//go:build js && wasm

package main

import (
	"strconv"

	"jifen/rules"
	"jifen/wasm/ask"
	"jifen/wasm/dom"
)

func itoa(n int) string { return strconv.Itoa(n) }

// say fills a text in the page's language. Of what is counted by the first argument there is one, or there are (s)everal.
func (c *calculator) say(t *rules.Text, args ...string) string {
	text := t.In(c.lang)
	for i := 0; i+3 <= len(text); i++ {
		if text[i:i+3] == "(s)" {
			end := "s"
			if args[0] == "1" {
				end = ""
			}
			text = text[:i] + end + text[i+3:]
		}
	}
	return rules.Fill(text, args...)
}

// show puts a result on the page.
func (c *calculator) show(r *rules.Result) {
	total := span(r.Total)
	dom.ByID("total").Text(total)
	dom.ByID("verdict").Attr("data-verdict", r.Verdict.String())
	c.ruler(r, c.sentence(r))
	c.carried()
	c.obstacles(r)
	c.lines(r)
	dom.ByID("basis").Fill(dated("span", "", c.basis()))
}

// basis says by which day and which edition the score is reckoned.
func (c *calculator) basis() string {
	return c.say(sayBasis, c.result.On.String(), c.edition.Title.In(c.lang), c.edition.Instrument)
}

// verdict says beside the total what it means, whose it is, and where there is more, or something to mend.
func (c *calculator) verdict() {
	dom.Root().Attr("data-asking", boolean(c.guide.asking(c)))
	dom.ByID("verdict").Text(c.sentence(c.result))
	dom.ByID("whose").Text(c.say(people[c.couple.who])).Show(c.couple.on)
	text, to := c.say(sayDetails), "#ruler"
	if c.wrongs > 0 {
		text, to = c.say(sayToMend, itoa(c.wrongs)), "#wrong"
	}
	dom.ByID("see").Text(text).Attr("href", to).Show(c.touched)
}

// speak lets a screen reader hear the total, and that something is to be mended, once the hand rests.
func (c *calculator) speak(r *rules.Result) {
	heard := c.say(sayHeard, span(r.Total), c.sentence(r))
	if c.mend != "" {
		heard = c.mend + " " + heard
	}
	if c.touched && heard != c.saying {
		c.saying = heard
		c.said.Start(1000)
	}
}

// dated makes an element of words in which no date breaks over two lines.
func dated(tag, class, text string) dom.Node {
	n := dom.New(tag, class)
	const long = len("2026-07-01")
	for i := 0; i+long <= len(text); i++ {
		if text[i+4] == '-' && text[i+7] == '-' {
			n.Append(dom.Words("span", "", text[:i]), dom.Words("span", "whole", text[i:i+long]))
			text, i = text[i+long:], -1
		}
	}
	return n.Append(dom.Words("span", "", text))
}

func span(r rules.Range) string {
	if r.Open() {
		return signed(r.Min) + "–" + signed(r.Max)
	}
	return signed(r.Min)
}

// signed writes a number with a minus as wide as a figure.
func signed(n int) string {
	if n < 0 {
		return "−" + itoa(-n)
	}
	return itoa(n)
}

// sentence is the verdict in words.
func (c *calculator) sentence(r *rules.Result) string {
	switch {
	case !c.touched:
		return c.say(sayBegin)
	case c.guide.asking(c):
		return c.say(sayAsking, itoa(r.Total.Min))
	case r.Verdict == rules.Ineligible && len(c.barred()) > 0:
		return c.say(sayIneligible)
	case r.Verdict == rules.Ineligible:
		return c.say(sayGatesLeft, itoa(c.gatesLeft(c.read())))
	case r.Verdict == rules.Reached && r.Total.Open() && r.Total.Min == r.Standard:
		return c.say(sayReachedOpen)
	case r.Verdict == rules.Reached && r.Total.Min == r.Standard:
		return c.say(sayJust)
	case r.Verdict == rules.Reached && r.Total.Open():
		return c.say(sayReachedAtLeast, itoa(r.Standard), itoa(r.Total.Min-r.Standard))
	case r.Verdict == rules.Reached:
		return c.say(sayReached, itoa(r.Standard), itoa(r.Total.Min-r.Standard))
	case r.Verdict == rules.Short && c.score.Sum.Max < 0: // the total is 0, and it takes more than the standard to reach it
		say := sayShort
		if c.score.Sum.Open() {
			say = sayShortAtLeast
		}
		return c.say(say, itoa(r.Standard-c.score.Sum.Max)) + c.say(sayBelowZero)
	case r.Verdict == rules.Short && r.Total.Open():
		return c.say(sayShortAtLeast, itoa(r.Standard-r.Total.Max))
	case r.Verdict == rules.Short:
		return c.say(sayShort, itoa(r.Standard-r.Total.Min))
	}
	return c.say(sayUnknown, itoa(len(r.Missing)))
}

// barred are the conditions that fail by an answer. Those not answered fail as well, for untouched means none; but what one has
// not said yet is no reason to be told that one cannot apply.
func (c *calculator) barred() (failed []rules.Reason) {
	for _, g := range c.result.Ineligible {
		if c.answered(g.Gate.Fact) {
			failed = append(failed, g)
		}
	}
	return failed
}

// answered says whether a fact was given by hand, or by the contribution record.
func (c *calculator) answered(f rules.Fact) bool {
	for i := range c.controls {
		if k := &c.controls[i]; k.Fact == f {
			return k.given || c.derived(f)
		}
	}
	return true // nothing asks for it
}

// gatesLeft counts the conditions that one must meet and that answers leave open.
func (c *calculator) gatesLeft(a *answers) (n int) {
	record := len(sound(a.rows, nil)) > 0
	for i := range c.controls {
		f := c.controls[i].Fact
		for _, g := range c.edition.Gates {
			if g.Fact == f && (g.Kind == rules.Must || g.Kind == rules.AtLeast) && !a.given[i] && !(record && ask.Derivable(f)) {
				n++
			}
		}
	}
	return n
}

// pointsOnly says that the points are there and something else is not; empty where nothing stands in the way.
func (c *calculator) pointsOnly() string {
	switch {
	case c.result.Verdict != rules.Ineligible:
		return ""
	case len(c.barred()) > 0:
		return c.say(sayPointsOnly)
	}
	return c.say(sayPointsAsk, itoa(c.gatesLeft(c.read())))
}

// obstacles says what stands in the way of applying, and what was taken as passed.
func (c *calculator) obstacles(r *rules.Result) {
	box := dom.ByID("stands")
	barred := c.barred()
	box.Show(c.touched && len(barred)+len(r.Notes)+len(r.Open)+len(r.Missing) > 0).Fill()
	if len(barred) > 0 {
		list := dom.New("ul", "")
		for _, g := range barred {
			list.Append(dom.New("li", "", dom.Words("span", "", g.Why), dom.Words("span", "conf", c.source(g.Gate.Source))))
		}
		box.Append(dom.Words("h3", "", c.say(sayStands)), list)
	}
	if len(r.Missing) > 0 && !c.guide.on {
		box.Append(dom.Words("h3", "", c.say(sayAsk)), c.ask(r.Missing))
	}
	var asides []string
	for _, id := range r.Open {
		for i := range c.edition.Gates {
			if g := &c.edition.Gates[i]; g.ID == id {
				asides = append(asides, c.say(sayTaken, g.Label.In(c.lang)))
			}
		}
	}
	asides = append(asides, r.Notes...)
	if asides != nil {
		list := dom.New("ul", "")
		for _, a := range asides {
			list.Append(dom.Words("li", "", a))
		}
		box.Append(dom.Words("h3", "", c.say(sayMind)), list)
	}
}

// ask links to the questions that could still change the total, the most telling first.
func (c *calculator) ask(missing []rules.Fact) dom.Node {
	list := dom.New("ul", "")
	for i, f := range missing {
		if i == 5 {
			break
		}
		key := f.String()
		list.Append(dom.New("li", "", dom.Words("a", "", dom.ByID("ask-"+key).Words()).Attr("href", "#q-"+key)))
	}
	return list
}

func (c *calculator) source(s rules.Source) string {
	return c.say(saySource, s.Instrument, s.Where(c.lang), s.Confidence)
}

// lines lists each line with its reason: first those that are claimed or open, then the others folded away.
func (c *calculator) lines(r *rules.Result) {
	box := dom.ByID("lines").Show(c.touched) // before the first answer there is nothing to tell
	rest := dom.ByID("line-rest").Open()
	told, idle := dom.New("div", "told"), dom.New("div", "")
	n := 0
	for i := range r.Lines {
		x := &r.Lines[i]
		row := c.row(x)
		if x.Worth == (rules.Range{}) && x.Why == c.none(x) {
			idle.Append(row)
			n++
		} else {
			told.Append(row)
		}
	}
	others := dom.New("details", "rest", dom.Words("summary", "", c.say(sayIdle, itoa(n))), idle).Attr("id", "line-rest").SetOpen(rest)
	box.Fill(dom.Words("h3", "", c.say(sayLines)), told, others)
}

// drawn is a line as it stands on the page.
type drawn struct {
	says string
	node dom.Node
}

// row gives a line's row: the one that is there, where it still says the same.
func (c *calculator) row(x *rules.Explained) dom.Node {
	id := x.Indicator.ID
	says := c.edition.ID + span(x.Points) + " " + span(x.Worth) + boolean(x.Loses) + x.Why
	for _, n := range x.Notes {
		says += n
	}
	if was, ok := c.rows[id]; ok {
		if was.says == says {
			return was.node
		}
		c.rows[id] = drawn{says, c.line(x).SetOpen(was.node.Open())}
	} else {
		c.rows[id] = drawn{says, c.line(x)}
	}
	return c.rows[id].node
}

// none is the reason of a line on which nothing was claimed.
func (c *calculator) none(x *rules.Explained) string {
	if x.Indicator.Kind == rules.Records {
		return x.Why
	}
	return rules.NoneClaimed(c.lang)
}

// line is one indicator's row; it opens to reason, clause and remarks.
func (c *calculator) line(x *rules.Explained) dom.Node {
	in := x.Indicator
	beaten := x.Loses && x.Worth.Max > 0
	points := x.Points
	if beaten {
		points = x.Worth // struck through
	}
	summary := dom.New("summary", "",
		dom.Words("span", "name", in.Label.In(c.lang)),
		dom.Words("span", "why", x.Why),
		dom.Words("span", "pts", span(points)))
	body := dom.New("div", "body", dom.New("p", "source",
		dom.Words("a", "", c.source(in.Source)).Attr("href", c.form.Get("data-rules")+"#"+in.ID),
		dom.Words("span", "", " "+c.say(sayInForce, c.edition.From.String(), c.edition.To.String()))))
	if beaten {
		body.Append(dom.Words("p", "", c.say(sayAlone, span(x.Worth))))
	}
	if len(x.Notes) > 0 {
		notes := dom.New("ul", "")
		for _, t := range x.Notes {
			notes.Append(dom.Words("li", "", t))
		}
		body.Append(dom.Words("p", "", c.say(sayLook)), notes)
	}
	row := dom.New("details", "line", summary, body).Attr("id", "line-"+in.ID)
	if beaten {
		row.Attr("data-loses", "true")
	}
	return row
}
