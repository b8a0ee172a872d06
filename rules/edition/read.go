// Package edition reads the data files of the law, checks them strictly and writes package tables from them.
//
// A file is refused whole with every problem it has, each as name:line: what; what instead. Nothing is guessed: an unknown
// key, a key given twice, a gap, a number that is no whole number, a label in one language alone, a clause or confidence
// left out are all problems.
package edition

import (
	"fmt"
	"strconv"
	"strings"

	"jifen/rules"
)

// Read reads one edition. The name stands in the problems and must be the edition's id with .json.
func Read(name string, src []byte) (*rules.Edition, error) {
	f := &file{name: name}
	n := parse(f, src)
	if n == nil {
		return nil, f.err()
	}
	e := readEdition(n)
	if len(f.problems) == 0 {
		check(n, e)
	}
	return e, f.err()
}

func readEdition(n *node) *rules.Edition {
	e := &rules.Edition{
		ID:         n.get("id").str(),
		Title:      n.get("title").text(nil),
		Instrument: n.get("instrument").str(),
		From:       n.get("from").date(),
		To:         n.get("to").date(),
		Confidence: n.confidence(),
		Checked:    n.get("checked").date(),
		Against:    n.get("against").text(nil),
	}
	if s := n.get("standard"); s != nil {
		e.Standard = rules.Standard{Points: s.get("points").int(), Source: s.source(e.Instrument)}
		s.done()
	}
	if s := n.get("rounding"); s != nil {
		e.Rounding = s.source(e.Instrument)
		s.done()
	}
	for _, g := range n.get("gates").list() {
		e.Gates = append(e.Gates, readGate(g, e.Instrument))
	}
	for _, in := range n.get("indicators").list() {
		e.Indicators = append(e.Indicators, readIndicator(in, e))
	}
	for _, p := range n.get("either").list() {
		e.Either = append(e.Either, readPair(p, e))
	}
	for _, d := range n.get("deadlines").list() {
		e.Deadlines = append(e.Deadlines, readDeadline(d))
	}
	for _, p := range n.get("papers").list() {
		e.Papers = append(e.Papers, readPaper(p))
	}
	n.done()
	return e
}

func readGate(n *node, instrument string) rules.Gate {
	g := rules.Gate{ID: n.get("id").str(), Fact: n.get("fact").fact()}
	switch n.get("kind").oneOf("must", "must_not", "least", "age") {
	case 0:
		g.Kind, g.Fails = rules.Must, n.get("fails").text(nil)
	case 1:
		g.Kind, g.Fails = rules.MustNot, n.get("fails").text(nil)
	case 2:
		g.Kind, g.Least, g.Of = rules.AtLeast, n.get("least").int(), n.get("of").int()
	case 3:
		g.Kind, g.Least, g.Most = rules.AgeWithin, n.get("least").int(), n.get("most").int()
	}
	g.Label = n.get("label").text(map[string]int{"least": g.Least, "most": g.Most, "of": g.Of})
	g.Source = n.source(instrument)
	n.done()
	return g
}

var sections = []string{"base", "bonus", "deduction"}

func readIndicator(n *node, e *rules.Edition) rules.Indicator {
	in := rules.Indicator{
		ID:      n.get("id").str(),
		Section: rules.Section(n.get("section").oneOf(sections...)),
		Fact:    n.get("fact").fact(),
		Label:   n.get("label").text(nil),
		Source:  n.source(e.Instrument),
	}
	switch n.get("kind").oneOf("bands", "choice", "flag", "units", "years", "since", "records") {
	case 0:
		in.Kind, in.From, in.Points, in.Younger = rules.Bands, n.get("from").int(), n.get("points").int(), n.get("younger").int()
		for _, g := range e.Gates {
			if g.Kind == rules.AgeWithin {
				in.Youngest, in.Oldest = g.Least, g.Most
			}
		}
	case 1:
		in.Kind = rules.Choice
		if p := n.maybe("proof"); p != nil {
			in.Proof, in.BaseMonths, in.BaseOf = p.fact(), n.get("base_months").int(), n.get("base_of").int()
			if times := n.get("base_times"); times != nil {
				if in.BaseTenths = tenths(times.str()); in.BaseTenths == 0 {
					times.wrong("is no multiple of the reference wage", `write it like "1x" or "0.8x"`)
				}
			}
		}
		for _, c := range n.get("choices").list() {
			in.Choices = append(in.Choices, readItem(c, &in))
		}
	case 2:
		in.Kind, in.Points = rules.Flag, n.get("points").int()
		in.Max = in.Points
	case 3:
		in.Kind, in.Points, in.Unit = rules.Units, n.get("points").int(), n.get("unit").int()
		in.Divide, in.Share, in.Counts = n.get("divide").int(), n.get("share").fact(), n.get("counts").text(nil)
	case 4:
		in.Kind, in.Points, in.Unit, in.Least = rules.Years, n.get("points").int(), n.get("unit").int(), n.maybe("least").int()
	case 5:
		in.Kind, in.Points = rules.Since, n.get("points").int()
	case 6:
		in.Kind, in.Deduct, in.Within = rules.Records, n.get("deduct").int(), n.get("years").int()
	}
	if in.Kind != rules.Flag {
		in.Max = n.maybe("max").int()
	}
	if d := n.maybe("doubt"); d != nil {
		in.Doubts = append(in.Doubts, rules.Doubt{Confidence: d.confidence(), Text: d.text(nil)})
	}
	for _, t := range n.maybe("review").list() {
		in.Review = append(in.Review, t.text(nil))
	}
	n.done()
	return in
}

// readItem reads an item of a choice: with points of its own, or as an item above it.
func readItem(n *node, in *rules.Indicator) rules.Item {
	var item rules.Item
	if as := n.maybe("as"); as != nil {
		item = itemAs(as, in)
	} else {
		item = rules.Item{Points: n.get("points").int(), NeedsProof: n.maybe("proof").bool(), Months: n.maybe("months").int()}
	}
	if v := n.get("value"); v != nil && in.Fact.Shape().Form == rules.ChoiceForm {
		item.Value = v.oneOf(in.Fact.Shape().Values...)
		if !item.As {
			item.Tenths = tenths(v.str())
		}
	}
	if item.Months > 0 && !item.As {
		item.Of = n.get("of").int()
	}
	item.Label = n.get("label").text(nil)
	times := rules.Tenths(item.Tenths)
	item.Label = rules.Text{ZH: strings.ReplaceAll(item.Label.ZH, "{times}", times), EN: strings.ReplaceAll(item.Label.EN, "{times}", times)}
	n.done()
	return item
}

// itemAs is the item above that another counts as.
func itemAs(n *node, in *rules.Indicator) rules.Item {
	if in.Fact.Shape().Form == rules.ChoiceForm {
		for _, item := range in.Choices {
			if in.Fact.Shape().Values[item.Value] == n.str() {
				item.As = true
				return item
			}
		}
	}
	n.wrong(fmt.Sprintf("%q is no item above", n.show()), "name an item that stands before this one")
	return rules.Item{As: true}
}

// tenths reads the multiple of a tier, 0.8x or 2x, in tenths; 0 for a value that is no tier, or has no whole tenths.
func tenths(value string) int {
	whole, rest, _ := strings.Cut(strings.TrimSuffix(value, "x"), ".")
	n, err := strconv.Atoi(whole + (rest + "0")[:1])
	if err != nil || n <= 0 || rules.Tenths(n)+"x" != value {
		return 0
	}
	return n
}

func readPair(n *node, e *rules.Edition) rules.Pair {
	p := rules.Pair{Source: n.source(e.Instrument)}
	of := n.get("of").list()
	if len(of) != 2 {
		n.wrong("names not two indicators", `write "of": ["first", "second"], the one that counts when even first`)
	} else {
		p.First, p.Second = of[0].indicator(e), of[1].indicator(e)
	}
	n.done()
	return p
}

func (n *node) indicator(e *rules.Edition) int {
	at := e.Indicator(n.str())
	if at < 0 {
		n.wrong(fmt.Sprintf("%q is no indicator of this edition", n.show()), "write the id of an indicator above")
		return 0
	}
	return at
}

func readDeadline(n *node) rules.Deadline {
	kind := n.get("kind").oneOf("days", "working_days", "nth_working_day")
	d := rules.Deadline{
		ID: n.get("id").str(), Days: n.get("days").int(), Most: n.maybe("most").int(),
		Working: kind > 0, Nth: kind == 2, Confidence: n.confidence(), Label: n.get("label").text(nil),
	}
	n.done()
	return d
}

func readPaper(n *node) rules.Paper {
	numbers := map[string]int{"months": n.maybe("months").int(), "years": n.maybe("years").int()}
	p := rules.Paper{
		ID: n.get("id").str(), Confidence: n.confidence(),
		Who:    []string{"employer", "holder"}[n.get("who").oneOf("employer", "holder")],
		Form:   []string{"original", "copy", "original_and_copy"}[n.get("form").oneOf("original", "copy", "original_and_copy")],
		Months: numbers["months"],
		Label:  n.get("label").text(numbers),
		From:   n.get("from").text(nil),
	}
	for _, use := range n.get("for").list() {
		p.For = append(p.For, use.str())
	}
	if w := n.maybe("when"); w != nil {
		p.When = w.text(nil)
	}
	n.done()
	return p
}

// text reads words in both languages and puts the numbers of the same rule in place of their names in braces.
func (n *node) text(numbers map[string]int) rules.Text {
	if n == nil {
		return rules.Text{}
	}
	t := rules.Text{ZH: n.get("zh").str(), EN: n.get("en").str()}
	for name, v := range numbers {
		if v > 0 {
			t.ZH = strings.ReplaceAll(t.ZH, "{"+name+"}", strconv.Itoa(v))
			t.EN = strings.ReplaceAll(t.EN, "{"+name+"}", strconv.Itoa(v))
		}
	}
	n.done()
	return t
}

func (n *node) source(instrument string) rules.Source {
	return rules.Source{Instrument: instrument, Article: n.get("article").str(), Confidence: n.confidence()}
}

func (n *node) confidence() string {
	return []string{"A", "B", "C"}[n.get("confidence").oneOf("A", "B", "C")]
}

func (n *node) date() rules.Date {
	if n == nil {
		return 0
	}
	d, ok := rules.ParseDate(n.str())
	if !ok {
		n.wrong(fmt.Sprintf("%q is no day", n.show()), "write YYYY-MM-DD")
	}
	return d
}

func (n *node) fact() rules.Fact {
	if n == nil {
		return 0
	}
	f, ok := rules.FactNamed(n.str())
	if !ok {
		n.wrong(fmt.Sprintf("%q is no fact", n.show()), "write a key of the facts of an applicant")
	}
	return f
}
