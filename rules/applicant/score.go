package applicant

import "jifen/rules"

// Query is what to reckon: facts as JSON, a day, an edition and a language. Day and edition may be empty.
type Query struct {
	Facts   []byte
	On      string // YYYY-MM-DD; empty is Today
	Edition string // an edition's id; empty is the one in force on that day
	Lang    string // zh or en; empty is zh
	Today   rules.Date
}

// Score answers a query: the result, or every problem of the query at once.
func Score(editions []rules.Edition, q Query) (*rules.Result, []Problem) {
	lang, problems := language(q.Lang)
	on := q.Today
	if q.On != "" {
		var ok bool
		if on, ok = rules.ParseDate(q.On); !ok {
			problems = append(problems, Problem{"on", rules.Fill(sayNoDay.In(lang), q.On)})
			on = rules.Latest
		}
	}
	e, p := choose(editions, q.Edition, on, lang)
	if p != nil && (p.Field == "edition" || problems == nil) {
		problems = append(problems, *p)
	}
	facts, wrong := Read(q.Facts, on, lang)
	if problems = append(problems, wrong...); problems != nil {
		return nil, problems
	}
	var s rules.Score
	e.Score(facts, on, &s)
	return e.Explain(facts, &s, lang), nil
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
