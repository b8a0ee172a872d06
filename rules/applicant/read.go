// Package applicant reads the facts about an applicant and writes results, as JSON. It serves the command, the service and
// the browser program alike, so that all three take and give the same bytes.
//
// Reading is strict and tells every problem at once: an unknown or doubled key, a wrong type, an impossible date, a number
// out of range, a day after the day of reckoning. A contradiction between two facts is no problem here; the result notes it.
//
// Beside JSON it understands what people write: the controls of a form ([FromForm]), a contribution record copied from anywhere
// ([Paste]). [Saved] is the file that a person keeps, and [Anonymous] what of a person may be shown to others.
//
// It uses neither encoding/json, which takes doubled and wrongly cased keys and costs the browser a quarter of a megabyte,
// nor fmt.
package applicant

import (
	"strconv"

	"jifen/rules"
)

// Problem is one thing wrong with what was given. Field is the fact's key, with [i] for the i-th item of a list (from 0),
// or empty where the text as a whole is wrong.
type Problem struct {
	Field   string
	Message string
}

// Read reads one facts object. The facts are nil where there are problems; their messages are in the reader's language.
func Read(src []byte, on rules.Date, lang rules.Lang) (*rules.Facts, []Problem) {
	facts := &rules.Facts{}
	if problems := read(src, on, lang, facts); problems != nil {
		return nil, problems
	}
	return facts, nil
}

// read reads into facts that know nothing yet.
func read(src []byte, on rules.Date, lang rules.Lang, facts *rules.Facts) []Problem {
	r := &reader{s: scanner{src: src}, on: on, lang: lang, facts: facts}
	if r.s.peek() != '{' {
		r.s.skip()
		if r.s.fault == "" {
			r.problem("", sayObject)
			return r.problems
		}
	} else {
		r.s.object(r.member)
		r.s.end()
	}
	if r.s.fault != "" {
		return []Problem{{"", r.syntax()}}
	}
	r.settle()
	if r.complete {
		r.facts.NoneLeft()
	}
	return r.problems
}

// Syntax says where and why a text is not JSON as it is read here (valid UTF-8, at most 32 deep); it is empty where the text is.
func Syntax(src []byte, lang rules.Lang) string {
	r := &reader{s: scanner{src: src}, lang: lang}
	r.s.skip()
	if r.s.end(); r.s.fault != "" {
		return r.syntax()
	}
	return ""
}

type reader struct {
	s        scanner
	on       rules.Date
	lang     rules.Lang
	facts    *rules.Facts
	seen     [2]uint32 // bit f: fact f; and of the second, bit 0: complete
	twice    [2]uint32 // the same, of those seen more than once
	strange  []string  // keys that are no facts
	strays   int       // how often one was met
	complete bool
	record   []rules.Span // the ledger, nil where none was given
	refused  []rules.Span // spans of it that overlap one before them
	problems []Problem
}

func (r *reader) problem(field string, what rules.Text, args ...string) {
	r.problems = append(r.problems, Problem{field, rules.Fill(what.In(r.lang), args...)})
}

// mostStray is how many unknown keys are told; a text with more is no honest mistake. What is wrong with known keys is told
// all the same.
const mostStray = 100

// stray tells of an unknown key.
func (r *reader) stray(key string, what rules.Text, args ...string) {
	if r.strays++; r.strays <= mostStray {
		r.problem(key, what, args...)
	}
}

func (r *reader) member(key []byte) {
	if string(key) == "complete" {
		if r.first(1, 0, "complete") {
			r.complete, _ = r.bool("complete")
		}
		return
	}
	if f, ok := rules.FactNamed(string(key)); !ok {
		r.unknown(string(key))
		r.s.skip()
	} else if r.first(0, int(f), f.String()) {
		r.fact(f)
	}
}

// first says whether a key stands for the first time; a second time is a problem, and its value is passed over.
func (r *reader) first(word, bit int, key string) bool {
	if r.seen[word]>>bit&1 != 0 {
		if r.twice[word]>>bit&1 == 0 {
			r.problem(key, sayTwice)
		}
		r.twice[word] |= 1 << bit
		r.s.skip()
		return false
	}
	r.seen[word] |= 1 << bit
	return true
}

func (r *reader) unknown(key string) {
	if r.strays >= mostStray {
		return
	}
	for _, k := range r.strange {
		if k == key {
			r.stray(key, sayTwice)
			return
		}
	}
	r.strange = append(r.strange, key)
	if near := nearest(key); near != "" {
		r.stray(key, sayUnknownNear, near)
		return
	}
	r.stray(key, sayUnknown)
}

func (r *reader) fact(f rules.Fact) {
	shape := f.Shape()
	switch shape.Form {
	case rules.DateForm:
		if shape.Nullable && r.s.word("null") {
			r.facts.Put(f, 0)
		} else if d, ok := r.date(shape.Key); ok {
			r.facts.Put(f, int64(d))
		}
	case rules.BoolForm:
		if v, ok := r.bool(shape.Key); ok {
			n := int64(0)
			if v {
				n = 1
			}
			r.facts.Put(f, n)
		}
	case rules.CountForm:
		r.number(f, 0, sayCount)
	case rules.ShareForm:
		r.number(f, 2, sayShare)
	case rules.ChoiceForm:
		r.choice(f)
	case rules.ListForm:
		r.records(f)
	case rules.LedgerForm:
		r.ledger()
	}
}

func (r *reader) bool(field string) (value, ok bool) {
	switch {
	case r.s.word("true"):
		return true, true
	case r.s.word("false"):
		return false, true
	}
	r.s.skip()
	r.problem(field, sayBool)
	return false, false
}

// number reads a plain decimal with at most so many decimals, as a whole number of the last of them.
func (r *reader) number(f rules.Fact, decimals int, wrong rules.Text) {
	shape := f.Shape()
	unit := int64(1)
	for range decimals {
		unit *= 10
	}
	if c := r.s.peek(); c == '-' || c >= '0' && c <= '9' {
		if v, ok := decimal(r.s.number(), decimals); ok && v <= shape.Most {
			r.facts.Put(f, v)
			return
		}
	} else {
		r.s.skip()
	}
	r.problem(shape.Key, wrong, strconv.FormatInt(shape.Most/unit, 10))
}

// cut parts a decimal at its point.
func cut(text string) (whole, rest string, point bool) {
	for i := range len(text) {
		if text[i] == '.' {
			return text[:i], text[i+1:], true
		}
	}
	return text, "", false
}

// decimal reads digits with at most so many decimals, exactly. Beyond any bound it gives false.
func decimal(text string, decimals int) (int64, bool) {
	whole, rest, point := cut(text)
	if len(rest) > decimals || point && decimals == 0 || len(whole) > 15 {
		return 0, false
	}
	var v int64
	for i := range len(whole) + decimals {
		c := byte('0')
		if i < len(whole) {
			c = whole[i]
		} else if k := i - len(whole); k < len(rest) {
			c = rest[k]
		}
		if c < '0' || c > '9' {
			return 0, false
		}
		v = v*10 + int64(c-'0')
	}
	return v, true
}

func (r *reader) choice(f rules.Fact) {
	shape := f.Shape()
	if r.s.peek() != '"' {
		r.s.skip()
	} else {
		text := r.s.str()
		for i, v := range shape.Values {
			if v == string(text) {
				r.facts.Put(f, int64(i))
				return
			}
		}
	}
	r.problem(shape.Key, sayChoice, joined(shape.Values, ", "))
}

func (r *reader) records(f rules.Fact) {
	key := f.Shape().Key
	if r.s.peek() != '[' {
		r.s.skip()
		r.problem(key, sayList)
		return
	}
	dates := []rules.Date{}
	r.s.list(func(i int) {
		if d, ok := r.date(key + "[" + strconv.Itoa(i) + "]"); ok {
			dates = append(dates, d)
		}
	})
	r.facts.PutRecords(f, dates)
}

// date reads a day not after the day of reckoning.
func (r *reader) date(field string) (rules.Date, bool) {
	if r.s.peek() != '"' {
		r.s.skip()
		r.problem(field, sayDate)
		return 0, false
	}
	text := r.s.str()
	d, ok := rules.ParseDate(string(text))
	switch {
	case r.s.fault != "":
		return 0, false
	case !ok:
		r.problem(field, sayNoDay, string(text))
		return 0, false
	case d > r.on:
		r.problem(field, sayLater, string(text), r.on.String())
		return 0, false
	}
	return d, true
}

// nearest is the key most like a wrong one, empty where none is near.
func nearest(key string) string {
	best, name := 3, ""
	if len(key) > 40 {
		return ""
	}
	for f := range rules.AllFacts {
		if d := distance(key, f.String()); d < best || d == 3 && len(key) > 8 && name == "" {
			best, name = d, f.String()
		}
	}
	return name
}

// distance is the least number of letters put in, left out or changed between two words, however cased.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i]|0x20 != b[j]|0x20 { // capitals aside
				cost = 1 + min(before, row[j], row[j+1])
			}
			before, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
