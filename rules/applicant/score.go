package applicant

import "jifen/rules"

// Query is what to reckon: facts as JSON, a day, an edition and a language. Day and edition may be empty.
type Query struct {
	Facts   []byte
	On      string // YYYY-MM-DD; empty is Today
	Edition string // an edition's id; empty is the one in force on that day
	Lang    string // zh or en; empty is zh
	Today   rules.Date

	none bool // a body was read that is no question at all
}

// Score answers a query: the result, or every problem of the query at once.
func Score(editions []rules.Edition, q Query) (*rules.Result, []Problem) {
	a, problems := q.readInto(editions, &rules.Facts{})
	if problems != nil {
		return nil, problems
	}
	var s rules.Score
	return a.explain(&s), nil
}

func (a *asked) explain(s *rules.Score) *rules.Result {
	a.edition.Score(a.facts, a.on, s)
	return a.edition.Explain(a.facts, s, a.lang)
}

// asked is a query that was read.
type asked struct {
	facts   *rules.Facts
	on      rules.Date
	edition *rules.Edition
	named   *rules.Edition // nil where the day chose it
	lang    rules.Lang
}

// readInto reads a query, its facts into facts that know nothing yet, and tells every problem of it at once.
func (q *Query) readInto(editions []rules.Edition, facts *rules.Facts) (asked, []Problem) {
	a, problems := q.readHead(editions)
	a.facts = facts
	return a, append(problems, read(q.Facts, a.on, a.lang, facts)...)
}

// readHead reads all of a query but its facts.
func (q *Query) readHead(editions []rules.Edition) (a asked, problems []Problem) {
	a.lang, problems = language(q.Lang)
	a.on = q.Today
	isDay := true
	if q.On != "" {
		if a.on, isDay = rules.ParseDate(q.On); !isDay {
			problems = append(problems, Problem{"on", rules.Fill(sayNoDay.In(a.lang), q.On)})
			a.on = rules.Latest
		}
	}
	var p *Problem
	a.edition, p = choose(editions, q.Edition, a.on, a.lang)
	if p != nil && (p.Field == "edition" || isDay) {
		problems = append(problems, *p)
	}
	if q.Edition != "" {
		a.named = a.edition
	}
	return a, problems
}

func language(name string) (rules.Lang, []Problem) {
	switch name {
	case "", "zh":
		return rules.ZH, nil
	case "en":
		return rules.EN, nil
	}
	return rules.ZH, []Problem{{"lang", rules.Fill(sayChoice.ZH, "zh, en")}}
}

func choose(editions []rules.Edition, id string, on rules.Date, lang rules.Lang) (*rules.Edition, *Problem) {
	if id != "" {
		if e := rules.Named(editions, id); e != nil {
			return e, nil
		}
		return nil, &Problem{"edition", rules.Fill(sayChoice.In(lang), ids(editions, false))}
	}
	if e := rules.Find(editions, on); e != nil {
		return e, nil
	}
	return nil, &Problem{"on", rules.Fill(sayNotCovered.In(lang), on.String(), ids(editions, true))}
}

// ids lists the editions, with their spans where asked.
func ids(editions []rules.Edition, spans bool) string {
	list := ""
	for i := range editions {
		e := &editions[i]
		if i > 0 {
			list += ", "
		}
		if spans {
			list += e.From.String() + "–" + e.To.String()
		} else {
			list += e.ID
		}
	}
	return list
}
