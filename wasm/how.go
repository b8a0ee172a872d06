//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/tables"
	"jifen/wasm/ask"
	"jifen/wasm/dom"
)

// How the standard can be reached: the least sets of changes, each of which can be tried on the form and taken back.

// try is a path that is being tried, and what it put itself in the place of.
type try struct {
	was    map[int]given   // by control, nil while nothing is tried
	rows   []applicant.Row // the record, where a path told otherwise than it
	record bool
	soon   bool // the earliest first, rather than the fewest changes
	more   int  // how many paths are shown besides the first few
}

// given is an answer to one question.
type given struct {
	words string
	given bool
}

// fewPaths is how many paths are shown at first, and morePaths how many are added each time one asks for more.
const (
	fewPaths  = 5
	morePaths = 15
)

// manyChanges at once are more than people make.
const manyChanges = 3

func (c *calculator) wireTry() {
	dom.ByID("try-back").On("click", func(dom.Node) {
		c.putBack()
		dom.ByID("how-title").Attr("tabindex", "-1").Focus().ToView()
	})
	sort := func(soon bool) func(dom.Node) {
		return func(dom.Node) { c.try.soon = soon; c.how() }
	}
	dom.ByID("how-few").On("click", sort(false))
	dom.ByID("how-soon").On("click", sort(true))
}

func (t *try) forget() {
	t.was, t.rows, t.record = nil, nil, false
	dom.ByID("trying").Show(false)
}

// own are the person's own answers: those on the form, but for what a path put there.
func (c *calculator) own() *answers {
	a := c.read()
	for i, was := range c.try.was {
		a.words[i], a.given[i] = was.words, was.given
	}
	if c.try.record {
		a.rows = c.try.rows
	}
	return a
}

// putBack takes a path off the form again. What the person changed meanwhile stays.
func (c *calculator) putBack() {
	if c.try.was != nil {
		own := c.own()
		c.try.forget()
		c.write(own)
	}
}

// how lists the paths. Searching takes longer than a frame where there are many, so it pauses for the page, and stops where
// the answers have changed meanwhile.
func (c *calculator) how() {
	turn, known := c.turn, c.known
	go func() {
		paths, whole := c.edition.PathsWhile(tables.Editions, &known, c.result.On, func() bool {
			dom.Pause()
			return turn == c.turn
		})
		if whole && turn == c.turn {
			c.ways(c.lasting(paths))
		}
	}()
}

// lasting leaves out the paths that hang on being fresh from school on a day on which nobody who is so today still is.
func (c *calculator) lasting(paths []rules.Path) (all []rules.Path) {
	for _, p := range paths {
		if c.result.On < today().AddYears(1) || !changes(&p, rules.FreshGraduate) {
			all = append(all, p)
		}
	}
	return all
}

func (c *calculator) ways(paths []rules.Path) {
	out := dom.ByID("ways-out")
	reached := c.result.Total.Min >= c.result.Standard
	dom.ByID("how-lead").Show(len(paths) > 0)
	dom.ByID("how-sort").Show(len(paths) > 1)
	dom.ByID("how-few").Attr("aria-pressed", boolean(!c.try.soon))
	dom.ByID("how-soon").Attr("aria-pressed", boolean(c.try.soon))
	if c.try.soon {
		soonest(paths)
	}
	out.Fill()
	switch {
	case reached:
		out.Append(dom.Words("p", "", or(c.pointsOnly(), c.say(sayNoNeed))))
		return
	case len(paths) == 0:
		out.Append(dom.Words("p", "", c.say(sayNoWay)))
		return
	}
	if c.result.Verdict == rules.Ineligible {
		out.Append(dom.Words("p", "", c.say(sayPointsAlone)))
	}
	least := manyChanges
	for i := range paths {
		least = min(least, len(paths[i].Changes))
	}
	if least == manyChanges && c.reaches != 0 {
		out.Append(dom.Words("p", "", c.say(sayRatherWait, itoa(c.result.Standard))))
	}
	list, shown := dom.New("ol", "paths"), min(fewPaths+c.try.more, len(paths))
	for i := range shown {
		list.Append(c.way(&paths[i]))
	}
	out.Append(list)
	if left := len(paths) - shown; left > 0 {
		out.Append(dom.Button("", c.say(sayMorePaths, itoa(min(morePaths, left))), func() {
			c.try.more += morePaths
			c.ways(paths)
			out.First("ol > :nth-child(" + itoa(shown+1) + ") button").Focus()
		}))
	}
	if len(c.result.Missing) > 0 {
		out.Append(dom.Words("p", "small", c.say(sayAheadNone)))
	}
}

// way is one path: what would have to be otherwise, what that gives, from when, with which papers.
func (c *calculator) way(p *rules.Path) dom.Node {
	changes := dom.New("ul", "changes")
	for _, ch := range p.Changes {
		changes.Append(dom.Words("li", "", c.change(ch)))
	}
	told := c.say(sayPathTotal, itoa(p.Total))
	switch {
	case p.Waits && p.Earliest != 0:
		told += c.say(sayPathEarliest, p.Earliest.String())
	case p.Waits:
		told += c.say(sayPathNever, itoa(rules.Ahead))
	}
	item := dom.New("li", "", changes, dom.Words("p", "small", told))
	if len(p.Papers) > 0 {
		names := ""
		for _, id := range p.Papers {
			if paper := c.paper(id); paper != nil {
				if names != "" {
					names += c.say(sayAnd)
				}
				names += paper.Label.In(c.lang)
			}
		}
		item.Append(dom.Words("p", "small", c.say(sayPathPapers, names)))
	}
	return item.Append(dom.Button("", c.say(sayTry), func() { c.tryOut(p) }))
}

func (c *calculator) paper(id string) *rules.Paper {
	for i := range c.edition.Papers {
		if c.edition.Papers[i].ID == id {
			return &c.edition.Papers[i]
		}
	}
	return nil
}

// change says in words what would have to be otherwise.
func (c *calculator) change(ch rules.Change) string {
	to := ""
	for i, v := range ch.To {
		if i > 0 {
			to += c.say(sayOr)
		}
		to += c.value(ch.Fact, v)
	}
	for i := range c.edition.Indicators {
		in := &c.edition.Indicators[i]
		label := in.Label.In(c.lang)
		switch {
		case in.Proof == ch.Fact && ch.Fact != 0:
			return c.say(sayNeedProof, itoa(in.BaseOf), itoa(in.BaseMonths), label)
		case in.Fact != ch.Fact:
		case in.Kind == rules.Flag:
			return c.say(sayClaim, label)
		case in.Fact == rules.InsuredMonths:
			return c.say(sayMonthsMore, to, itoa(int(ch.To[0]-c.edition.Derived(&c.known, c.result.On).Int(ch.Fact))))
		default:
			return c.say(sayRaise, label, to)
		}
	}
	return to
}

// value says a fact's value in words.
func (c *calculator) value(f rules.Fact, v int64) string {
	switch f.Shape().Form {
	case rules.BoolForm:
		if v == 0 {
			return c.say(sayNo)
		}
		return c.say(sayYes)
	case rules.ChoiceForm:
		for i := range c.edition.Indicators {
			for _, item := range c.edition.Indicators[i].Choices {
				if c.edition.Indicators[i].Fact == f && int64(item.Value) == v {
					return item.Label.In(c.lang)
				}
			}
		}
		return c.say(sayNothing)
	case rules.ShareForm:
		return rules.Percent(v) + "%"
	}
	unit := ""
	for _, q := range tables.Questions {
		if q.Fact == f {
			unit = q.Unit.In(c.lang)
		}
	}
	return c.say(sayCount, itoa(int(v)), unit)
}

// tryOut puts a path onto the form; what stood in its place waits to be put back.
func (c *calculator) tryOut(p *rules.Path) {
	fs := *c.edition.Derived(&c.asked, c.result.On)
	told, telling := "", false
	for i, ch := range p.Changes {
		to := ch.To[0]
		if ch.Fact == rules.InsuredMonths { // those that a later day of reckoning brings by itself are not answered
			to -= c.edition.Derived(&c.known, c.result.On).Int(ch.Fact) - fs.Int(ch.Fact)
		}
		fs.Put(ch.Fact, to)
		if i > 0 {
			told += c.say(saySemicolon)
		}
		told += c.change(ch)
		telling = telling || ask.Derivable(ch.Fact)
	}
	now, then := c.read(), c.answersOf(&fs)
	if c.try.was == nil {
		c.try.was = map[int]given{}
	}
	telling = telling && c.asked.Known(rules.Ledger) // the path tells otherwise than the record: the questions answer instead
	if telling {
		c.try.rows, c.try.record, now.rows = now.rows, true, nil
	}
	for i := range c.controls {
		f := c.controls[i].Fact
		if !changes(p, f) && !(telling && ask.Derivable(f)) {
			continue
		}
		if _, kept := c.try.was[i]; !kept {
			c.try.was[i] = given{now.words[i], now.given[i]}
		}
		now.words[i], now.given[i] = then.words[i], true
	}
	c.write(now)
	dom.ByID("trying").Show(true)
	dom.ByID("trying-what").Text(c.say(sayTrying, told))
	dom.ByID("try-back").Focus()
}

func changes(p *rules.Path, f rules.Fact) bool {
	for _, ch := range p.Changes {
		if ch.Fact == f {
			return true
		}
	}
	return false
}

// soonest sorts paths by their earliest day; those that time does not decide come first.
func soonest(paths []rules.Path) {
	when := func(p *rules.Path) rules.Date {
		switch {
		case !p.Waits:
			return 0
		case p.Earliest == 0:
			return rules.Latest
		}
		return p.Earliest
	}
	for i := 1; i < len(paths); i++ {
		for j := i; j > 0 && when(&paths[j]) < when(&paths[j-1]); j-- {
			paths[j], paths[j-1] = paths[j-1], paths[j]
		}
	}
}
