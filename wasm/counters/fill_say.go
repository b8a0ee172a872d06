//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/tables"
	"jifen/wasm/ask"
	"jifen/wasm/dom"
)

// What is filled in, told in words: the questions are those of the page's own form.

// questions is the page's form of facts, off the page.
func questions() dom.Node {
	if t := dom.ByID("facts-form"); t.There() {
		return t.Content()
	}
	return dom.New("div", "")
}

// asks finds the question for a fact, nothing where the edition has no use for it.
func asks(q dom.Node, f rules.Fact) dom.Node { return q.First("#q-" + f.String()) }

// factName is what a fact is called: the words in which it is asked for.
func (d *desk) factName(q dom.Node, f rules.Fact) string {
	if f == rules.Ledger {
		return d.say(sayFillRecord)
	}
	if label := q.First("#ask-" + f.String()); label.There() {
		return label.Words()
	}
	return f.String()
}

// fieldName is what a field is called that the service names, such as profile.phone; its own name where it is none of those filled in.
func (d *desk) fieldName(field string) string {
	const inProfile, inFacts = "profile.", "facts."
	switch {
	case len(field) > len(inProfile) && field[:len(inProfile)] == inProfile:
		key := trunk(field[len(inProfile):])
		for _, f := range profileFields {
			if f.key == key {
				return d.say(f.label)
			}
		}
		if key == "family" {
			return d.say(sayFamily)
		}
	case len(field) > len(inFacts) && field[:len(inFacts)] == inFacts:
		if f, known := rules.FactNamed(trunk(field[len(inFacts):])); known {
			return d.factName(questions(), f)
		}
	}
	return field
}

// factWords is an answer as the form would show it.
func (d *desk) factWords(q dom.Node, f rules.Fact, words string) string {
	if words == applicant.Unsure {
		return d.say(sayFillOpen)
	}
	if box := asks(q, f); box.There() {
		for _, radio := range box.All("input[type=radio]") {
			if radio.Get("value") == words {
				return radio.Parent().First("span").Words()
			}
		}
		if unit := box.First(".unit"); words != "" && unit.There() {
			return words + " " + unit.Words()
		}
	}
	switch {
	case words == "" && f == rules.Born:
		return d.say(sayFillOpen)
	case words == "":
		return d.say(sayFillNone)
	}
	return d.day(words)
}

// profileWords is a value of the profile as people write it.
func (d *desk) profileWords(f profileField, value string) string {
	switch {
	case value == "":
		return d.say(sayEmpty)
	case value == unlimited:
		return d.say(sayUnlimited)
	case f.width == "date":
		return d.day(value)
	}
	return value
}

func (d *desk) familyWords(family []relative) string {
	out := ""
	for i, r := range family {
		if i > 0 {
			out += d.say(sayFillSemicolon)
		}
		out += d.say(sayFillRelative, r.name, r.relation, r.number)
	}
	if out == "" {
		return d.say(sayFillNobody)
	}
	return out
}

func (d *desk) rowsWords(rows []applicant.Row) string {
	out := ""
	for i, r := range rows {
		if i > 0 {
			out += d.say(sayFillSemicolon)
		}
		out += d.say(sayFillSpan, r.From, r.To, r.Base)
		if r.BackPaid {
			out += d.say(sayFillBackPaid)
		}
	}
	if out == "" {
		return d.say(sayFillNone)
	}
	return out
}

// recordTable shows a contribution record.
func (v *visit) recordTable(rows []applicant.Row) dom.Node {
	body := dom.New("tbody", "")
	for _, r := range rows {
		kind := sayFillOnTime
		if r.BackPaid {
			kind = sayFillLate
		}
		body.Append(dom.New("tr", "", dom.Words("th", "", r.From).Attr("scope", "row"), dom.Words("td", "", r.To), dom.Words("td", "num", r.Base), dom.Words("td", "", v.say(kind))))
	}
	return scrolls(v.say(sayFillRecord), dom.New("table", "", dom.Words("caption", "", v.say(sayFillRecord)),
		dom.New("thead", "", dom.New("tr", "", v.column(sayFillFrom, ""), v.column(sayFillTo, ""), v.column(sayFillBase, "num"), v.column(sayFillKind, ""))), body))
}

// inSentence is a result in one sentence.
func (d *desk) inSentence(result dom.JSON) string {
	standard, r := result.At("standard").Int(), result.At("range")
	least, most := r.At("min").Int(), r.At("max").Int()
	switch verdict := result.At("verdict").Text(); {
	case verdict == rules.Ineligible.String():
		return d.say(sayFillBarred)
	case verdict == rules.Reached.String() && least == standard && most == least:
		return d.say(sayFillJust, itoa(standard))
	case verdict == rules.Reached.String() && least == standard:
		return d.say(sayFillReachedNow, itoa(standard))
	case verdict == rules.Reached.String() && most > least:
		return d.say(sayFillAtLeast, itoa(standard), itoa(least-standard))
	case verdict == rules.Reached.String():
		return d.say(sayFillReached, itoa(standard), itoa(least-standard))
	case verdict == rules.Short.String() && most > least:
		return d.say(sayFillShortAtLeast, itoa(standard), itoa(standard-most))
	case verdict == rules.Short.String():
		return d.say(sayFillShort, itoa(standard), itoa(standard-most))
	}
	return d.say(sayFillUnknown, itoa(standard))
}

// openFacts are the questions that must still be answered, as a result names them.
func openFacts(result dom.JSON) (all []rules.Fact) {
	seen := map[rules.Fact]bool{}
	put := func(f rules.Fact) {
		if !seen[f] {
			seen[f] = true
			all = append(all, f)
		}
	}
	for _, key := range result.At("missing").Items() {
		if f, known := rules.FactNamed(key.Text()); known {
			put(f)
		}
	}
	e := editionOf(result)
	for _, id := range result.At("open").Items() { // a condition, or a list of records
		if f, known := rules.FactNamed(id.Text()); known {
			put(f)
			continue
		}
		for i := range e.Gates {
			if e.Gates[i].ID == id.Text() {
				put(e.Gates[i].Fact)
			}
		}
	}
	return all
}

// editionOf is the edition by which a result was reckoned.
func editionOf(result dom.JSON) *rules.Edition {
	if e := rules.Named(tables.Editions, result.At("edition").Text()); e != nil {
		return e
	}
	return ask.InForce(today())
}
