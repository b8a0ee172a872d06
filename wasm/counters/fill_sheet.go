//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/wasm/ask"
	"jifen/wasm/dom"
)

// filled is all that is filled in. A part is changed on a page of its own, but the service takes profile and facts whole.
type filled struct {
	profile map[string]string // by key
	family  []relative
	facts   map[rules.Fact]string // what a form's control would hold
	rows    []applicant.Row       // the contribution record
	raw     dom.JSON              // the facts as they were read, while none was touched
}

// relative is a member of the family who shares the permit.
type relative struct{ name, relation, number string }

// readFilled takes what an application holds.
func (d *desk) readFilled(a dom.JSON) *filled {
	s := &filled{profile: map[string]string{}, facts: map[rules.Fact]string{}, raw: a.At("facts")}
	p := a.At("profile")
	for _, f := range profileFields {
		s.profile[f.key] = p.At(f.key).Text()
	}
	for _, m := range p.At("family").Items() {
		s.family = append(s.family, relative{m.At("name").Text(), m.At("relation").Text(), m.At("id_number").Text()})
	}
	facts, _ := applicant.Read([]byte(s.raw.String()), rules.Latest, d.lang)
	if facts == nil {
		facts = &rules.Facts{} // the service keeps none that cannot be read
	}
	s.take(facts)
	return s
}

// take puts facts in the place of those that the sheet has.
func (s *filled) take(facts *rules.Facts) {
	for f := range rules.AllFacts {
		s.facts[f] = applicant.ToForm(facts, f)
	}
	s.rows = applicant.Rows(facts.Ledger())
}

// copy is a sheet that can be changed apart from this one.
func (s *filled) copy() *filled {
	c := &filled{profile: map[string]string{}, facts: map[rules.Fact]string{}, family: append([]relative{}, s.family...), rows: append([]applicant.Row{}, s.rows...), raw: s.raw}
	for key, value := range s.profile {
		c.profile[key] = value
	}
	for f, words := range s.facts {
		c.facts[f] = words
	}
	return c
}

// json is the sheet as the service takes it.
func (s *filled) json() dom.JSON {
	p := dom.Object()
	for _, f := range profileFields {
		p.Set(f.key, s.profile[f.key])
	}
	var family []dom.JSON
	for _, m := range s.family {
		family = append(family, dom.Object().Set("name", m.name).Set("relation", m.relation).Set("id_number", m.number))
	}
	facts := s.raw
	if !facts.There() {
		facts = dom.ParseJSON(string(s.factsText(nil)))
	}
	return dom.Object().Set("profile", p.Set("family", dom.List(family...))).Set("facts", facts)
}

// factsText writes the facts, without those that are named.
func (s *filled) factsText(without map[string]bool) []byte {
	out := []byte{'{'}
	put := func(f rules.Fact, value string) {
		if value == "" || without[f.String()] {
			return
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(append(append(out, '"'), f.String()...), `":`...), value...)
	}
	record := len(s.rows) > 0 && !without[rules.Ledger.String()]
	for f := range rules.AllFacts {
		if f != rules.Ledger && !(record && ask.Derivable(f)) {
			put(f, applicant.FromForm(f, s.facts[f]))
		}
	}
	if record {
		put(rules.Ledger, string(applicant.AppendLedger(nil, s.rows)))
	}
	return append(out, '}')
}

// understand reads the facts. What cannot be read is left out until it is mended.
func (s *filled) understand(lang rules.Lang) *rules.Facts {
	wrong := map[string]bool{}
	for range 3 { // with a record left out, the answers that it stood for are read, and may be wrong themselves
		facts, problems := applicant.Read(s.factsText(wrong), today(), lang)
		if facts != nil {
			return facts
		}
		for _, p := range problems {
			wrong[trunk(p.Field)] = true
		}
	}
	return &rules.Facts{}
}

// result reckons the facts on a day, as the service does.
func (s *filled) result(on rules.Date, lang rules.Lang) dom.JSON {
	return reckoned(s.understand(lang), on, lang)
}

func reckoned(facts *rules.Facts, on rules.Date, lang rules.Lang) dom.JSON {
	e := ask.InForce(on)
	var score rules.Score
	e.Score(facts, on, &score)
	return dom.ParseJSON(string(applicant.AppendResult(nil, e.Explain(facts, &score, lang))))
}

// sameAnswer says whether two answers to a question are the same, however they are written.
func sameAnswer(f rules.Fact, a, b string) bool {
	return a == b || applicant.FromForm(f, a) == applicant.FromForm(f, b)
}

func sameRows(a, b []applicant.Row) bool {
	return string(applicant.AppendLedger(nil, a)) == string(applicant.AppendLedger(nil, b))
}

// difference is a field that two sheets hold differently, in words.
type difference struct {
	key         string // profile.phone, family, facts.born, facts.ledger
	label, a, b string
}

// differences tells them in the order of asking.
func (d *desk) differences(a, b *filled) (all []difference) {
	put := func(key, was, is string) {
		if was != is {
			all = append(all, difference{key, d.fieldName(key), was, is})
		}
	}
	for _, f := range profileFields {
		put("profile."+f.key, d.profileWords(f, a.profile[f.key]), d.profileWords(f, b.profile[f.key]))
	}
	put("profile.family", d.familyWords(a.family), d.familyWords(b.family))
	if !sameRows(a.rows, b.rows) {
		put("facts.ledger", d.rowsWords(a.rows), d.rowsWords(b.rows))
	}
	q := questions()
	for f := range rules.AllFacts {
		if f == rules.Ledger || ask.Derivable(f) && len(a.rows)+len(b.rows) > 0 || sameAnswer(f, a.facts[f], b.facts[f]) {
			continue
		}
		put("facts."+f.String(), d.factWords(q, f, a.facts[f]), d.factWords(q, f, b.facts[f]))
	}
	return all
}

// merge is mine with what the other changed in the fields that I left alone. The contribution record goes with the answers that it
// stands for.
func merge(base, mine, theirs *filled) *filled {
	m := theirs.copy()
	for key, value := range mine.profile {
		if value != base.profile[key] {
			m.profile[key] = value
		}
	}
	m.family = mergeFamily(base.family, mine.family, theirs.family)
	record := !sameRows(mine.rows, base.rows)
	for f := range rules.AllFacts {
		record = record || ask.Derivable(f) && !sameAnswer(f, mine.facts[f], base.facts[f])
	}
	if record {
		m.rows, m.raw = mine.rows, dom.JSON{}
	}
	for f := range rules.AllFacts {
		if ask.Derivable(f) && record || !ask.Derivable(f) && !sameAnswer(f, mine.facts[f], base.facts[f]) {
			m.facts[f], m.raw = mine.facts[f], dom.JSON{}
		}
	}
	return m
}

// mergeFamily is theirs without those whom I took out, and with those whom I put in. Who changed a person on both sides has mine.
func mergeFamily(base, mine, theirs []relative) []relative {
	in := func(list []relative, r relative) bool {
		for _, one := range list {
			if one == r {
				return true
			}
		}
		return false
	}
	var added, all []relative
	for _, r := range mine {
		if !in(base, r) && !in(theirs, r) {
			added = append(added, r)
		}
	}
	for _, r := range theirs {
		gone := in(base, r) && !in(mine, r)
		for _, a := range added {
			gone = gone || a.number == r.number || a.name == r.name
		}
		if !gone {
			all = append(all, r)
		}
	}
	return append(all, added...)
}
