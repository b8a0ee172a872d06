//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/wasm/ask"
	"jifen/wasm/dom"
)

// guide asks one question a page, and only those that can still matter: first what one must have, then what could change the
// total most, last what could take away from it. A question not answered is not known, so that the score is a range until then.
type guide struct {
	on    bool
	at    int // the control asked for, -1 at the end
	depth int // how many questions were asked before
	back  bool
}

func (c *calculator) wireGuide() {
	dom.ByID("ways").Show(true)
	dom.ByID("way-steps").On("click", func(dom.Node) { c.guide.enter(c) })
	dom.ByID("way-all").On("click", func(dom.Node) { c.guide.leave(c) })
	dom.ByID("step-next").On("click", func(dom.Node) { c.guide.next(c, false) })
	dom.ByID("step-skip").On("click", func(dom.Node) { c.guide.next(c, true) })
	dom.ByID("step-back").On("click", func(dom.Node) { c.guide.back = true; dom.Back() })
	c.form.OnKey("Enter", func(target dom.Node) {
		if c.guide.on && target.Get("type") != "" {
			c.guide.next(c, false)
		}
	})
	dom.OnBack(func(state string) {
		if !c.guide.on {
			return
		}
		c.guide.returned(c, state)
	})
}

// enter begins to ask one question at a time. What was answered stays answered.
func (g *guide) enter(c *calculator) {
	if g.on {
		return
	}
	g.on = true
	c.touched = true
	g.begin(c)
	c.reckon()
	g.focus(c)
}

// begin goes to the first question to ask, if one is asked at a time.
func (g *guide) begin(c *calculator) {
	g.depth = 0
	if !g.on {
		return
	}
	c.reckon()
	g.at = g.following(c)
	dom.Step(g.state(c), true)
	g.show(c, g.at)
}

// leave shows all questions again. Those not answered count as none there.
func (g *guide) leave(c *calculator) {
	if !g.on {
		return
	}
	g.on = false
	none := c.blank()
	for i := range c.controls {
		if k := &c.controls[i]; !k.given {
			k.Set(none.words[i])
		}
	}
	g.mark(c)
	c.last, c.shown = "", "" // the same answers are shown otherwise
	c.reckon()
}

// state is what the browser's history keeps of a question: how deep it is, and which.
func (g *guide) state(c *calculator) string {
	if g.at < 0 {
		return itoa(g.depth) + " "
	}
	return itoa(g.depth) + " " + c.controls[g.at].Fact.String()
}

// returned shows the question that the browser went back to, or forward. A step back to where one is already, over a link within
// the page, goes on to the one before.
func (g *guide) returned(c *calculator, state string) {
	for i := range len(state) {
		if state[i] != ' ' {
			continue
		}
		depth, at := 0, -1
		for _, figure := range state[:i] {
			depth = depth*10 + int(figure-'0')
		}
		for k := range c.controls {
			if c.controls[k].Fact.String() == state[i+1:] {
				at = k
			}
		}
		again := g.back && depth == g.depth
		g.back = false
		if again && depth > 0 {
			dom.Back()
			return
		}
		g.depth = depth
		g.show(c, at)
		return
	}
}

// next takes the answer and goes to the following question; with skip it is left as not known.
func (g *guide) next(c *calculator, skip bool) {
	if g.at < 0 {
		return
	}
	k := &c.controls[g.at]
	c.typing = ""
	if skip {
		k.Set(unsureOf(k))
	} else if c.derived(k.Fact) {
		// the record has answered it
	} else if k.Node.Value() == "" && !k.IsText() || k.Node.Value() == "" && k.Fact == rules.Born {
		k.asks = true
		k.Error.Text(c.say(sayChoose)).Show(true)
		g.focus(c)
		return
	}
	k.given = !c.derived(k.Fact)
	c.reckon()
	if k.shown() {
		g.focus(c)
		return
	}
	g.depth++
	g.at = g.following(c)
	dom.Step(g.state(c), false)
	g.show(c, g.at)
}

// unsureOf is what a control holds where the person does not know; a text field without a box for it is left empty.
func unsureOf(k *control) string {
	if k.IsText() && !k.Unsure.There() {
		return ""
	}
	return applicant.Unsure
}

// following is the next question to ask: a condition not answered, then the most telling of those that could change the total,
// then the records. -1 where none is left.
func (g *guide) following(c *calculator) int {
	open := func(want func(k *control) bool) int {
		for i := range c.controls {
			if k := &c.controls[i]; !k.given && !c.derived(k.Fact) && want(k) {
				return i
			}
		}
		return -1
	}
	gate := func(k *control) bool {
		for _, gate := range c.edition.Gates {
			if gate.Fact == k.Fact && gate.Kind != rules.MustNot {
				return true
			}
		}
		return false
	}
	if i := open(gate); i >= 0 {
		return i
	}
	for _, f := range c.result.Missing {
		if i := open(func(k *control) bool { return k.Fact == f }); i >= 0 {
			return i
		}
	}
	return open(func(k *control) bool {
		if k.Fact.Shape().Form == rules.ListForm {
			return true
		}
		for _, id := range c.result.Open {
			if id == k.Fact.String() {
				return true
			}
		}
		return false
	})
}

// show shows one question, or at the end none.
func (g *guide) show(c *calculator, at int) {
	g.at = at
	if at >= 0 && !c.controls[at].given && !c.derived(c.controls[at].Fact) {
		c.controls[at].Set("") // nothing is chosen beforehand
	}
	g.mark(c)
	g.ask(c)
	c.verdict()
	g.focus(c)
	c.think.Start(rest)
}

// asking says whether questions are asked one by one, and the verdict still hangs on them.
func (g *guide) asking(c *calculator) bool {
	return g.on && g.at >= 0 && c.result.Verdict == rules.Unknown
}

// mark lets the style sheet show the question asked for and no other.
func (g *guide) mark(c *calculator) {
	way := "all"
	if g.on {
		way = "steps"
	}
	c.form.Attr("data-way", way)
	dom.ByID("way-steps").Attr("aria-pressed", boolean(g.on))
	dom.ByID("way-all").Attr("aria-pressed", boolean(!g.on))
	dom.ByID("step-bar").Show(g.on)
	now := -1
	if g.on {
		now = g.at
	}
	record := false
	for i := range c.controls {
		k := &c.controls[i]
		k.Group.Class("now", i == now)
		k.Group.Parent().Class("here", k.Group.Parent().Has(".now"))
		record = record || i == now && ask.Derivable(k.Fact)
	}
	dom.ByID("record").Class("now", record)
}

// ask tells where one is, as the answers change.
func (g *guide) ask(c *calculator) {
	if !g.on || c.result == nil {
		return
	}
	end := g.at < 0
	dom.ByID("step-next").Show(!end)
	dom.ByID("step-skip").Show(!end)
	dom.ByID("step-back").Show(g.depth > 0)
	left := 0
	for _, f := range c.result.Missing {
		for i := range c.controls {
			if k := &c.controls[i]; k.Fact == f && !k.given {
				left++
			}
		}
	}
	text := c.say(sayLeft, itoa(left))
	switch {
	case end:
		text = c.say(sayAsked)
	case c.result.Verdict == rules.Reached:
		text = c.say(saySettled, c.say(saySettledReached))
	case c.result.Verdict == rules.Short:
		text = c.say(saySettled, c.say(saySettledShort))
	case c.result.Verdict == rules.Ineligible:
		text = c.say(saySettled, c.say(sayIneligible))
	}
	dom.ByID("step-left").Text(text)
}

// focus moves the keyboard to the question, so that it is read out.
func (g *guide) focus(c *calculator) {
	if !g.on {
		return
	}
	if g.at < 0 {
		dom.ByID("step-left").Focus()
		return
	}
	if k := &c.controls[g.at]; c.derived(k.Fact) {
		dom.ByID("step-next").Focus()
	} else if k.IsText() {
		k.Field.Focus()
	} else {
		k.Group.Focus()
	}
}
