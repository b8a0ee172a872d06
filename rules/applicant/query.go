package applicant

import "jifen/rules"

// ReadQuery reads the body of a question: {"facts":{},"on":"","edition":"","lang":""}, of which only facts must be there. What
// it leaves out stays as it is in q. Its facts are read by [Score] or [Scorer.Score], for what they may be hangs on the day.
func (q *Query) ReadQuery(src []byte) []Problem {
	given := *q
	lang, _ := language(q.Lang)
	problems := q.readBody(src, lang)
	if now, _ := language(q.Lang); problems != nil && now != lang {
		*q = given
		problems = q.readBody(src, now) // told in the language of the question, which may stand last
	}
	return problems
}

func (q *Query) readBody(src []byte, lang rules.Lang) []Problem {
	q.none = false
	r := &reader{s: scanner{src: src}, lang: lang}
	if r.s.peek() != '{' {
		r.s.skip()
		if r.s.fault == "" {
			r.problem("", sayBody)
			q.none = true
			return r.problems
		}
	} else {
		r.s.object(func(key []byte) { q.member(r, key) })
		r.s.end()
	}
	if r.s.fault != "" {
		q.Facts, q.none = nil, true
		return []Problem{{"", r.syntax()}}
	}
	if r.seen[0]&1 == 0 {
		r.problem("facts", sayNoFacts)
	}
	return r.problems
}

func (q *Query) member(r *reader, key []byte) {
	for i, name := range [...]string{"facts", "on", "edition", "lang"} {
		if name != string(key) {
			continue
		}
		if !r.first(0, i, name) {
			return
		}
		if i == 0 {
			r.s.space()
			from := r.s.pos
			r.s.skip()
			q.Facts = r.s.src[from:r.s.pos]
			return
		}
		if r.s.peek() != '"' {
			r.s.skip()
			r.problem(name, sayText)
			return
		}
		if text := string(r.s.str()); text != "" {
			*[...]*string{&q.On, &q.Edition, &q.Lang}[i-1] = text
		}
		return
	}
	r.stray(string(key), sayBodyKeys)
	r.s.skip()
}

// Problems tells what is wrong with the facts, the day, the edition and the language of a query. Of facts that are missing
// [Query.ReadQuery] has told, and of a body that was no question nothing more can be said.
func (q *Query) Problems(editions []rules.Edition) []Problem {
	if q.none {
		return nil
	}
	a, problems := q.readHead(editions)
	if q.Facts == nil {
		return problems
	}
	return append(problems, read(q.Facts, a.on, a.lang, &rules.Facts{})...)
}

// Scorer scores one query after another in the same memory. It is for one goroutine.
type Scorer struct {
	Editions []rules.Edition
	facts    rules.Facts
	score    rules.Score
}

// AppendBrief answers a query in brief: edition, day, total and points alone. Line is told with it.
func (s *Scorer) AppendBrief(dst []byte, line int, q *Query) ([]byte, []Problem) {
	s.facts = rules.Facts{}
	a, problems := q.readInto(s.Editions, &s.facts)
	if problems != nil {
		return dst, problems
	}
	a.edition.Score(a.facts, a.on, &s.score)
	return appendBrief(dst, line, a.edition, &s.score), nil
}
