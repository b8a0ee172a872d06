package edition

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"jifen/rules"
)

// check holds an edition that was read against what its parts must be to one another. n is where it was read from.
func check(n *node, e *rules.Edition) {
	if want := strings.TrimSuffix(path.Base(n.file.name), ".json"); e.ID != want {
		n.get("id").wrong(fmt.Sprintf("%q is not the file's name", e.ID), fmt.Sprintf("write %q, or name the file %s.json", want, e.ID))
	}
	if e.To < e.From {
		n.get("to").wrong("is before from", "write the last day in force")
	}
	checkIDs(n)
	for i, g := range n.get("gates").list() {
		checkGate(g, &e.Gates[i])
	}
	for i, in := range n.get("indicators").list() {
		checkIndicator(in, &e.Indicators[i], e)
	}
	for i, p := range n.get("either").list() {
		checkPair(p, i, e)
	}
	for i, d := range n.get("deadlines").list() {
		if most := e.Deadlines[i].Most; most != 0 && most <= e.Deadlines[i].Days {
			d.get("most").wrong("is not above days", "leave it out where the limit is one number")
		}
	}
	for _, p := range n.get("papers").list() {
		for _, use := range p.get("for").list() {
			if !slices.Contains([]string{"always", "family", "employer"}, use.str()) && e.Indicator(use.str()) < 0 {
				use.wrong(fmt.Sprintf("%q is no indicator of this edition", use.str()), "write an indicator's id, always, family or employer")
			}
		}
	}
	checkBraces(n)
}

// checkIDs holds that no id stands twice: guides refer to a rule by its id alone.
func checkIDs(n *node) {
	first := map[string]int{}
	for _, part := range []string{"gates", "indicators", "deadlines", "papers"} {
		for _, item := range n.get(part).list() {
			id := item.get("id")
			if line, twice := first[id.str()]; twice {
				id.wrong(fmt.Sprintf("the id %q stands twice", id.str()), fmt.Sprintf("choose another; the first is on line %d", line))
			}
			first[id.str()] = id.line
		}
	}
}

// gateFormOf is the form of fact that each kind of gate needs.
var gateFormOf = map[rules.GateKind]rules.Form{
	rules.Must: rules.BoolForm, rules.MustNot: rules.BoolForm, rules.AtLeast: rules.CountForm, rules.AgeWithin: rules.DateForm,
}

func checkGate(n *node, g *rules.Gate) {
	if g.Fact.Shape().Form != gateFormOf[g.Kind] || g.Kind == rules.AgeWithin && g.Fact != rules.Born {
		n.get("fact").wrong(fmt.Sprintf("%s cannot be asked for by this kind of gate", g.Fact), "true or false for must and must_not, a count for least, born for age")
	}
	switch g.Kind {
	case rules.AtLeast:
		if g.Of < g.Least {
			n.get("of").wrong("is below least", "write the length of the window")
		}
		if g.Of > rules.LongestWindow {
			n.get("of").wrong("looks further back than records are kept for", longestWindow)
		}
	case rules.AgeWithin:
		if g.Most < g.Least {
			n.get("most").wrong("is below least", "write the greatest age that passes")
		}
	}
}

var longestWindow = fmt.Sprintf("a window has at most %d months", rules.LongestWindow)

// formOf is the form of fact that each kind of rule needs.
var formOf = map[rules.Kind]rules.Form{
	rules.Bands: rules.DateForm, rules.Choice: rules.ChoiceForm, rules.Flag: rules.BoolForm, rules.Units: rules.CountForm,
	rules.Years: rules.CountForm, rules.Since: rules.DateForm, rules.Records: rules.ListForm,
}

func checkIndicator(n *node, in *rules.Indicator, e *rules.Edition) {
	if in.Fact.Shape().Form != formOf[in.Kind] {
		n.get("fact").wrong(fmt.Sprintf("%s cannot be reckoned by this kind of rule", in.Fact), "choose the kind that fits the fact's form")
	}
	if (in.Kind == rules.Records) != (in.Section == rules.Deduction) {
		n.get("section").wrong("does not fit the kind", "deduction for records, base or bonus for all others")
	}
	switch in.Kind {
	case rules.Bands:
		checkBands(n, in)
	case rules.Choice:
		checkChoices(n, in)
	case rules.Units:
		if in.Max == 0 {
			n.wrong("has no max", "add the most that it gives")
		}
		if in.Share.Shape().Form != rules.ShareForm {
			n.get("share").wrong("is no share", "write share_percent")
		}
	}
	if in.Max != 0 && in.Max < in.Points {
		n.get("max").wrong("is below the points of one unit", "write the most that the indicator gives")
	}
}

func checkBands(n *node, in *rules.Indicator) {
	if in.Oldest == 0 {
		n.wrong("no gate says for which ages it holds", "add a gate of the kind age")
	} else if in.Youngest <= in.Oldest && (in.From <= in.Youngest || in.From > in.Oldest) {
		n.get("from").wrong("is no age within the gate's ages", fmt.Sprintf("write an age from %d to %d", in.Youngest+1, in.Oldest))
	}
	if in.Max == 0 {
		n.wrong("has no max", "add the most that the youngest get")
	}
}

func checkChoices(n *node, in *rules.Indicator) {
	most, seen, proofs, last := 0, map[int]bool{}, false, 0
	for i, c := range n.get("choices").list() {
		item := in.Choices[i]
		switch {
		case item.Value == 0:
			c.get("value").wrong("none gives no points", "leave it out")
		case seen[item.Value]:
			c.get("value").wrong(fmt.Sprintf("%q stands twice", c.get("value").str()), "one item a value")
		case item.Points < last:
			c.get("points").wrong("is below the item before", "write the items in order of their points")
		}
		if item.Of != 0 && item.Of < item.Months {
			c.get("of").wrong("is below months", "write the length of the window")
		}
		if item.Of > rules.LongestWindow {
			c.wrong("looks further back than records are kept for", longestWindow)
		}
		seen[item.Value], last, most = true, item.Points, max(most, item.Points)
		proofs = proofs || item.NeedsProof
	}
	if in.Max != most {
		n.get("max").wrong(fmt.Sprintf("is not the most that an item gives, %d", most), fmt.Sprintf("write %d, or mend the item", most))
	}
	if proofs != (in.Proof != 0) {
		n.wrong("proof stands in the indicator or in an item, but not in both", "name the fact in the indicator and mark the items that need it")
	}
	if in.Proof != 0 && in.Proof.Shape().Form != rules.BoolForm {
		n.get("proof").wrong("is no yes or no", "name a fact that is true or false")
	}
	if in.BaseOf < in.BaseMonths {
		n.get("base_of").wrong("is below base_months", "write the length of the window")
	}
	if in.BaseOf > rules.LongestWindow {
		n.get("base_of").wrong("looks further back than records are kept for", longestWindow)
	}
}

func checkPair(n *node, at int, e *rules.Edition) {
	p := e.Either[at]
	a, b := e.Indicators[p.First], e.Indicators[p.Second]
	if p.First == p.Second {
		n.wrong("pairs an indicator with itself", "name two indicators")
	}
	if a.Share != b.Share {
		n.wrong("one of the two goes by share, the other does not", "pair indicators that both go by share or both do not")
	}
	for _, q := range e.Either[:at] {
		if q.First == p.First || q.First == p.Second || q.Second == p.First || q.Second == p.Second {
			n.wrong("an indicator stands in two pairs", "an indicator is in one pair at most")
		}
	}
}

// checkBraces finds names in braces that no number took the place of.
func checkBraces(n *node) {
	switch v := n.value.(type) {
	case *object:
		for _, key := range v.keys {
			checkBraces(v.values[key])
		}
	case []*node:
		for _, item := range v {
			checkBraces(item)
		}
	case string:
		for _, name := range []string{"times", "least", "most", "of", "months", "years"} {
			v = strings.ReplaceAll(v, "{"+name+"}", "")
		}
		if i := strings.IndexAny(v, "{}"); i >= 0 {
			n.wrong("a brace that is no number's name", "write {times}, {least}, {most}, {of}, {months} or {years} where the rule has that number")
		}
	}
}
