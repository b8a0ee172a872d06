package applicant

import (
	"slices"
	"strconv"

	"jifen/rules"
)

// More is what else to tell besides the score.
type More struct {
	Horizon bool // when the standard is reached and lost
	Paths   bool // the least changes that reach it
	Papers  bool // the papers, and those not needed
	Family  bool // with those of the family
	Compare bool // the same facts under every edition
}

// Answer is a result and what was asked for besides; nil where it was not.
type Answer struct {
	*rules.Result
	Horizon   *rules.Horizon
	Paths     []rules.Path
	Checklist *rules.Checklist
	Beside    []rules.Beside

	lang rules.Lang
}

// Tell answers a query with more than the score, or tells every problem of it at once.
func Tell(editions []rules.Edition, q Query, more More) (*Answer, []Problem) {
	a, problems := q.readInto(editions, &rules.Facts{})
	if problems != nil {
		return nil, problems
	}
	var s rules.Score
	r := &Answer{Result: a.explain(&s), lang: a.lang}
	if more.Horizon {
		r.Horizon = rules.Project(editions, a.named, a.facts, a.on)
		for _, note := range rules.Presumed(editions, a.named, a.facts, a.on, a.lang) {
			if !slices.Contains(r.Notes, note) {
				r.Notes = append(r.Notes, note)
			}
		}
	}
	if more.Paths {
		r.Paths = append([]rules.Path{}, a.edition.Paths(editions, a.facts, a.on)...)
	}
	if more.Papers {
		list := a.edition.Checklist(&s, more.Family)
		r.Checklist = &list
	}
	if more.Compare {
		r.Beside = a.edition.Compare(editions, a.facts, a.on, a.lang)
	}
	return r, nil
}

// AppendAnswer appends a result as AppendResult does, and what was asked for besides.
func AppendAnswer(dst []byte, r *Answer) []byte {
	w := writer{AppendResult(dst, r.Result)}
	w.dst = w.dst[:len(w.dst)-1] // opened again
	if r.Horizon != nil {
		w.horizon(r.Horizon)
	}
	if r.Paths != nil {
		w.key("paths").open('[')
		for i := range r.Paths {
			w.path(&r.Paths[i])
		}
		w.close(']')
	}
	if r.Checklist != nil {
		w.checklist(r.Checklist, r.lang)
	}
	if r.Beside != nil {
		w.key("editions").open('[')
		for i := range r.Beside {
			w.beside(&r.Beside[i])
		}
		w.close(']')
	}
	w.close('}')
	return w.dst
}

// AppendLine appends an answer with the number of the line that it answers before it.
func AppendLine(dst []byte, line int, r *Answer) []byte {
	dst = append(dst, `{"line":`...)
	dst = strconv.AppendInt(dst, int64(line), 10)
	at := len(dst)
	dst = AppendAnswer(dst, r)
	dst[at] = ','
	return dst
}

func (w *writer) horizon(h *rules.Horizon) {
	w.key("horizon").open('{')
	w.key("reaches").date(h.Reaches)
	w.key("falls").date(h.Falls)
	w.key("until").date(h.Until)
	w.key("steps").open('[')
	for _, s := range h.Steps {
		w.open('{')
		w.key("on").date(s.On)
		w.key("total").int(s.Total)
		w.key("verdict").str(s.Verdict.String())
		w.key("assumed").raw(strconv.FormatBool(s.Assumed))
		w.strings("because", s.Because)
		w.close('}')
	}
	w.close(']')
	w.close('}')
}

// path writes a set of changes; to holds every value of a fact that would do.
func (w *writer) path(p *rules.Path) {
	w.open('{')
	w.key("changes").open('[')
	for _, c := range p.Changes {
		w.open('{')
		w.key("fact").str(c.Fact.String())
		w.key("to").open('[')
		for _, v := range c.To {
			w.value(c.Fact, v)
		}
		w.close(']')
		w.close('}')
	}
	w.close(']')
	w.key("total").int(p.Total)
	w.strings("papers", p.Papers)
	if p.Waits {
		w.key("earliest").date(p.Earliest)
	}
	w.close('}')
}

// value writes a fact's value as it is given.
func (w *writer) value(f rules.Fact, v int64) {
	switch shape := f.Shape(); shape.Form {
	case rules.ChoiceForm:
		w.str(shape.Values[v])
	case rules.BoolForm:
		w.raw(strconv.FormatBool(v != 0))
	default:
		w.int(int(v))
	}
}

func (w *writer) checklist(c *rules.Checklist, lang rules.Lang) {
	w.key("checklist").open('{')
	w.key("needed").open('[')
	for _, n := range c.Needed {
		w.paper(n.Paper, n.Why, lang)
	}
	w.close(']')
	w.key("not_needed").open('[')
	for _, p := range c.NotNeeded {
		w.paper(p, p.For, lang)
	}
	w.close(']')
	w.close('}')
}

func (w *writer) paper(p *rules.Paper, uses []string, lang rules.Lang) {
	w.open('{')
	w.key("id").str(p.ID)
	w.key("label").str(p.Label.In(lang))
	w.strings("for", uses)
	w.key("who").str(p.Who)
	w.key("form").str(p.Form)
	w.key("from").str(p.From.In(lang))
	if when := p.When.In(lang); when != "" {
		w.key("when").str(when)
	}
	w.key("confidence").str(p.Confidence)
	w.close('}')
}

func (w *writer) beside(b *rules.Beside) {
	w.open('{')
	w.key("edition").str(b.Edition.ID)
	w.key("instrument").str(b.Edition.Instrument)
	w.key("from").date(b.Edition.From)
	w.key("to").date(b.Edition.To)
	w.span("range", b.Total)
	w.key("verdict").str(b.Verdict.String())
	w.key("changed").open('[')
	for _, c := range b.Changed {
		w.open('{')
		w.key("id").str(c.ID)
		w.span("was", c.From)
		w.span("is", c.To)
		w.key("why_was").str(c.Was)
		w.key("why").str(c.Why)
		w.close('}')
	}
	w.close(']')
	w.close('}')
}

// date writes a day, null for none.
func (w *writer) date(d rules.Date) {
	if d == 0 {
		w.raw("null")
	} else {
		w.str(d.String())
	}
}
