//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/process"
	"jifen/rules/tables"
	"jifen/wasm/ask"
	"jifen/wasm/dom"
)

// The decision: the facts as the officer finds them, beside what was claimed, scored while they are filled in. The service scores them
// again; what is shown here is by the same rules, on the same day.

// decision is the screen.
type decision struct {
	*stepping
	form     *form
	on       rules.Date // the day of submission, by which both are reckoned
	edition  *rules.Edition
	claim    *rules.Facts // as claimed
	answers  *rules.Facts // the same, with answers in place of a contribution record
	found    *rules.Facts // as verified, nil while something cannot be read
	was, is  rules.Score
	controls []ask.Control
	claimed  []dom.Node // by control: what was claimed, shown where the answer is another
	giveUp   *field     // the record for answers by hand; nil where the claim has none
	permit   *field     // the permit's new end
	notes    map[string]*field
	tally    dom.Node // the two totals
	table    dom.Node // line by line
	stands   dom.Node // what keeps it from being decided
	reasons  dom.Node // the fields for what differs
	lead     dom.Node // how to go about it, above the form
	rest     dom.Node // the questions about what was not claimed, folded away
	timer    *dom.Timer
}

func (v *visit) decide(id string) {
	t := v.stepping(id)
	switch {
	case t == nil:
	case !t.offers("decide"):
		t.notNow()
	default:
		d := &decision{stepping: t, notes: map[string]*field{}}
		if d.reads() {
			d.begin()
		}
	}
}

// reads takes the claim from the application.
func (d *decision) reads() bool {
	d.on, _ = rules.ParseDate(d.a.At("submitted_on").Text())
	d.edition = rules.Named(tables.Editions, d.a.At("result").At("edition").Text())
	d.claim, _ = applicant.Read([]byte(d.a.At("facts").String()), rules.Latest, d.lang)
	if d.edition == nil || d.claim == nil {
		d.fail(dom.Reply{Status: 500}) // a newer service than this program
		return false
	}
	d.answers = d.edition.Derived(d.claim, d.on)
	d.edition.Score(d.claim, d.on, &d.was)
	return true
}

func (d *decision) begin() {
	d.form = d.newForm("facts", d.say(sayToCheck), func(*form) { d.check() })
	d.tally, d.table, d.stands, d.reasons = dom.New("p", "tally").Attr("role", "status"), dom.New("div", ""), dom.New("div", ""), dom.New("section", "reasons")
	facts := dom.ByID("facts-form").Content()
	d.rest = dom.New("details", "rest", dom.Words("summary", "", d.say(sayNotClaimed)))
	left := dom.New("div", "", dom.Words("h3", "", d.say(sayFound)), d.record(), facts, d.rest)
	right := dom.New("aside", "beside", dom.Words("h3", "", d.say(sayBesideClaim)), d.table, d.stands).Attr("aria-label", d.say(sayBesideClaim))
	d.form.add(d.tally, dom.New("div", "verify", left, right), d.reasons)
	d.permit = d.form.text("permit_valid_until", sayPermitNow, sayPermitNowHelp, "date")
	ends, ok := rules.ParseDate(d.a.At("profile").At("permit_valid_until").Text())
	d.permit.group.Show(ok && ends < today())
	d.form.cancel("applications/" + d.id)
	d.lead = dom.Words("p", "", d.say(sayDecideHow, d.day(d.on.String()), d.edition.Title.In(d.lang)))
	d.show(d.say(process.StepNamed("decide").Label), dom.New("div", "wide", d.about(d.a), dom.Words("p", "", d.titleOf(d.a)), d.lead, d.before(), d.form.node))
	d.fill()
	d.timer = dom.NewTimer(d.reckon)
	d.form.node.On("input", func(dom.Node) { d.timer.Start(200) })
	d.form.node.On("change", func(dom.Node) { d.reckon(); d.tellFacts() })
	d.reckon()
}

// before says what was decided the last time, where this is decided anew.
func (d *decision) before() dom.Node {
	total := d.last("decide").At("total")
	if !total.There() {
		return dom.Node{}
	}
	return dom.Words("p", "", d.say(sayDecidedBefore, total.String()))
}

// fill puts the claim into the controls, each with what was claimed beside it.
func (d *decision) fill() {
	d.controls = ask.Controls(d.form.node)
	d.claimed = make([]dom.Node, len(d.controls))
	for i := range d.controls {
		k := &d.controls[i]
		words := applicant.ToForm(d.answers, k.Fact)
		if words == applicant.Unsure && k.IsText() && !k.Unsure.There() {
			words = "" // a list of records has no such box
		}
		k.Set(words)
		if k.Unsure.There() {
			k.Unsure.Check(false)
			k.Unsure.Parent().Show(false)
		}
		d.claimed[i] = dom.Words("p", "claimed", d.say(sayWasClaimed, d.inWords(k, words))).Show(false)
		k.Group.Before(d.claimed[i], k.Error)
		x := &field{name: "facts." + k.Fact.String(), label: dom.ByID("ask-" + k.Fact.String()).Words(), group: k.Group, input: k.Group, error: k.Error, focus: k.Group, custom: true}
		if k.IsText() {
			x.input, x.focus = k.Field, k.Field
		}
		d.form.fields = append(d.form.fields, x)
		if !d.asked(k.Fact) {
			d.rest.Append(k.Group)
		}
	}
	for _, part := range d.form.node.All(".facts .group") {
		part.Show(part.Has(".q"))
	}
	for _, unsure := range d.form.node.All(`.facts input[value="` + applicant.Unsure + `"]`) {
		unsure.Parent().Show(false) // whoever decides has found out; what the claim left open stays open until then
	}
	d.rest.Show(d.rest.Has(".q"))
	d.byHand()
}

// asked says whether a fact is to be looked at: a condition, a record that takes points off, or a part of something that was claimed.
func (d *decision) asked(f rules.Fact) bool {
	for i := range d.edition.Gates {
		if d.edition.Gates[i].Fact == f {
			return true
		}
	}
	for i := range d.edition.Indicators {
		in := &d.edition.Indicators[i]
		uses := in.Fact == f || f != 0 && (in.Proof == f || in.Share == f)
		if uses && (in.Kind == rules.Records || !d.answers.Known(in.Fact) || d.answers.Int(in.Fact) != 0) {
			return true
		}
	}
	return false
}

// inWords is how an answer reads on the page.
func (d *decision) inWords(k *ask.Control, words string) string {
	switch {
	case words == applicant.Unsure:
		return d.say(sayUnknown)
	case words == "":
		return d.say(sayNoneGiven)
	case k.IsText():
		return words
	}
	return k.Group.First(`input[value="` + words + `"]`).Parent().First("span").Words()
}

// facts is what the page says, as the service takes it. A fact that no control asks for stays as it was claimed, and so does one whose
// claim is no item of the page's.
func (d *decision) facts() dom.JSON {
	all := dom.ParseJSON(string(applicant.AppendFacts(nil, d.claim)))
	if d.giveUp != nil && !d.keeps() {
		all.Without(rules.Ledger.String())
	}
	for i := range d.controls {
		k := &d.controls[i]
		if d.keeps() && d.derived(k.Fact) || !k.IsText() && k.Words() == "" {
			continue
		}
		if given := applicant.FromForm(k.Fact, k.Words()); given != "" {
			all.Set(k.Fact.String(), dom.ParseJSON(given))
		} else {
			all.Without(k.Fact.String())
		}
	}
	return all
}

// problems reads the answers, and says what is wrong with them.
func (d *decision) problems() (all []problem) {
	facts, wrong := applicant.Read([]byte(d.facts().String()), d.on, d.lang)
	d.found = facts
	for _, p := range wrong {
		all = append(all, problem{"facts." + item(p.Field), p.Message})
	}
	return all
}

// item is a field's name without the [i] of an item of a list.
func item(name string) string {
	for i := range len(name) {
		if name[i] == '[' {
			return name[:i]
		}
	}
	return name
}

// tellFacts says at each answer what is wrong with it, as soon as the hand has left it.
func (d *decision) tellFacts() {
	for _, x := range d.form.fields {
		if x.custom && len(x.name) > 6 && x.name[:6] == "facts." {
			x.tell("")
		}
	}
	for _, p := range d.problems() {
		if x := d.form.of(p.field); x != nil {
			x.tell(p.message)
		}
	}
	d.unfold()
}

// unfold opens what is folded away where something in it is wrong.
func (d *decision) unfold() {
	if d.rest.Has("[aria-invalid]") {
		d.rest.SetOpen(true)
	}
}
