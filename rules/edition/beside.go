package edition

import (
	"fmt"

	"jifen/rules"
)

// Wages reads the reference wage by month. The rows follow one another without gap or overlap.
func Wages(name string, src []byte) (rules.WageSeries, error) {
	f := &file{name: name}
	n := parse(f, src)
	if n == nil {
		return rules.WageSeries{}, f.err()
	}
	series := rules.WageSeries{What: n.get("what").text(nil)}
	for _, row := range n.get("wages").list() {
		w := rules.Wage{From: row.get("from").month(), To: row.get("to").month(), Yuan: row.get("yuan").int(), Confidence: row.confidence()}
		row.done()
		if w.To != 0 && w.To < w.From {
			row.wrong("ends before it begins", "write the last month of the wage in to")
		}
		if k := len(series.Rows); k > 0 && w.From != 0 && series.Rows[k-1].To != 0 && w.From != series.Rows[k-1].To.Next() {
			row.wrong("does not follow the row before", fmt.Sprintf("begin it in %s", series.Rows[k-1].To.Next()))
		}
		series.Rows = append(series.Rows, w)
	}
	n.done()
	return series, f.err()
}

func (n *node) month() rules.Month {
	if n == nil {
		return 0
	}
	d, ok := rules.ParseDate(n.str() + "-01")
	if !ok {
		n.wrong(fmt.Sprintf("%q is no month", n.show()), "write YYYY-MM")
	}
	return rules.Month(d / 100)
}

// Questions reads how a person is asked for each fact: one question for every fact, in the order in which they are asked.
func Questions(name string, src []byte) ([]rules.Question, error) {
	f := &file{name: name}
	n := parse(f, src)
	if n == nil {
		return nil, f.err()
	}
	var qs []rules.Question
	asked := map[rules.Fact]bool{}
	for _, item := range n.get("questions").list() {
		q := readQuestion(item)
		if asked[q.Fact] {
			item.wrong("asks for a fact a second time", "one question a fact")
		}
		asked[q.Fact] = true
		qs = append(qs, q)
	}
	n.done()
	if len(f.problems) == 0 {
		for fact := range rules.AllFacts {
			if !asked[fact] && fact.Shape().Form != rules.LedgerForm { // a record is asked for in rows, not by a question
				n.wrong(fmt.Sprintf("asks nowhere for %s", fact), "add a question for it")
			}
		}
	}
	return qs, f.err()
}

func readQuestion(n *node) rules.Question {
	q := rules.Question{Fact: n.get("fact").fact(), Ask: n.get("ask").text(nil)}
	optional := func(key string) rules.Text {
		if v := n.maybe(key); v != nil {
			return v.text(nil)
		}
		return rules.Text{}
	}
	q.Help, q.LookUp, q.Unit = optional("help"), optional("look_up"), optional("unit")
	if q.Fact.Shape().Form == rules.ChoiceForm {
		q.None = n.get("none").text(nil)
	}
	n.done()
	return q
}

// Together holds the editions against each other: no day is covered twice.
func Together(editions []rules.Edition) error {
	f := &file{name: "editions"}
	for i := 1; i < len(editions); i++ {
		if editions[i].From <= editions[i-1].To {
			f.problem(1, fmt.Sprintf("%s begins before %s ends", editions[i].ID, editions[i-1].ID), "end the earlier edition the day before the later begins")
		}
	}
	return f.err()
}
