//go:build js && wasm

// Package ask is the form that asks for facts, as the generator writes it: a control for each fact that the edition has a use for.
package ask

import (
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/tables"
	"jifen/wasm/dom"
)

// Control is what asks for one fact.
type Control struct {
	Fact   rules.Fact
	Node   dom.Node // a text field, or a group of radio buttons
	Field  dom.Node // the text field, where it is one
	Unsure dom.Node // the box beside a text field
	Group  dom.Node
	Error  dom.Node
}

// Controls finds what the page asks for, in the order of asking. A fact that the edition has no use for has no control.
func Controls(form dom.Node) (all []Control) {
	for _, q := range tables.Questions {
		f := q.Fact
		key := f.String()
		if node := form.Control(key); node.There() {
			all = append(all, Control{
				Fact: f, Node: node, Field: dom.ByID("f-" + key), Unsure: dom.ByID("u-" + key),
				Group: dom.ByID("q-" + key), Error: dom.ByID("err-" + key),
			})
		}
	}
	return all
}

// IsText says whether the answer is written, and not chosen.
func (k *Control) IsText() bool { return k.Field.There() }

// Words is what the control holds.
func (k *Control) Words() string {
	if k.Unsure.Checked() {
		return applicant.Unsure
	}
	return k.Node.Value()
}

// Set puts words into the control.
func (k *Control) Set(words string) {
	if !k.IsText() {
		k.Node.SetValue(words)
		return
	}
	k.Unsure.Check(words == applicant.Unsure)
	if words == applicant.Unsure {
		words = ""
	}
	k.Node.SetValue(words)
}

// Derivable says whether a contribution record can answer for a fact.
func Derivable(f rules.Fact) bool {
	return f == rules.InsuredMonths || f == rules.InsuredLast12 || f == rules.TitleBaseMet || f == rules.BaseTier
}

// InForce is the edition of a day; where none covers it, the last one.
func InForce(on rules.Date) *rules.Edition {
	if e := rules.Find(tables.Editions, on); e != nil {
		return e
	}
	if on < tables.Editions[0].From {
		return &tables.Editions[0]
	}
	return &tables.Editions[len(tables.Editions)-1]
}
