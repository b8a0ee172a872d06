package main

import (
	"encoding/json"
	"fmt"
	"slices"

	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/process"
	"jifen/rules/tables"
)

// claim is an application's facts, reckoned on a day by the law of that day. The product reckons; nobody's total is believed.
type claim struct {
	edition *rules.Edition
	on      rules.Date
	facts   *rules.Facts
	score   rules.Score
}

// reckon scores facts that were read before, and so can be read again.
func reckon(src json.RawMessage, on rules.Date) (*claim, error) {
	facts, problems := applicant.Read(src, rules.Latest, rules.EN)
	if problems != nil {
		return nil, fmt.Errorf("reading facts that are kept: %d problems", len(problems))
	}
	return score(facts, on), nil
}

func score(facts *rules.Facts, on rules.Date) *claim {
	cl := &claim{edition: inForce(tables.Editions, on), on: on, facts: facts}
	cl.edition.Score(facts, on, &cl.score)
	return cl
}

// day is the day on which an application is reckoned: that of its submission, and today while it is being written.
func (a *application) day(today rules.Date) rules.Date {
	if s := a.standing.State; a.submitted == 0 || s == process.Draft || s == process.Returned {
		return today
	}
	return a.submitted
}

// tell appends the result in words, as the score command prints it.
func (cl *claim) tell(dst []byte, lang rules.Lang) []byte {
	return applicant.AppendResult(dst, cl.edition.Explain(cl.facts, &cl.score, lang))
}

// lacks names the facts without which nothing can be decided: what could still change the points, gates and records not answered.
func (cl *claim) lacks(b *object) {
	told := map[string]bool{}
	lack := func(f rules.Fact) {
		if !told[f.String()] {
			told[f.String()] = true
			b.problem("facts."+f.String(), sayMissing)
		}
	}
	for _, f := range cl.edition.Missing(cl.facts, cl.on) {
		lack(f)
	}
	for i := range cl.edition.Gates {
		if cl.score.Open>>i&1 != 0 {
			lack(cl.edition.Gates[i].Fact)
		}
	}
	for i := range cl.edition.Indicators {
		if in := &cl.edition.Indicators[i]; in.Kind == rules.Records && !cl.facts.Known(in.Fact) {
			lack(in.Fact)
		}
	}
}

// fails names the gates that fail for certain, with the reason.
func (cl *claim) fails(b *object) {
	for _, r := range cl.edition.Explain(cl.facts, &cl.score, b.lang).Ineligible {
		b.problem("facts."+r.Gate.Fact.String(), rules.Text{ZH: "{}", EN: "{}"}, r.Why)
	}
}

// paper is a paper of a claim, as the contract has it.
type paper struct {
	ID    string   `json:"id"`
	Label string   `json:"label"`
	For   []string `json:"for"`
	Who   string   `json:"who"`
	Form  string   `json:"form"`
	From  string   `json:"from"`
	When  string   `json:"when,omitempty"` // the case in which alone it is needed
}

const formPaper = "application_form" // the printed form

// oldNotice is the paper of a decision made elsewhere; the editions list none of it.
var oldNotice = rules.Paper{ID: "old_notice", Who: "holder", Form: "original_and_copy",
	Label: rules.Text{ZH: "原积分通知书", EN: "The earlier notice of points"},
	From:  rules.Text{ZH: "原来核定的受理点", EN: "the reception point that decided then"}}

// papers are what a claim needs. A confirmation needs the printed form, and beside it the papers of what has changed alone; one
// whose last decision was made elsewhere those of a first application, and the old notice.
func (cl *claim) papers(a *application, lang rules.Lang) ([]paper, error) {
	list := cl.edition.Checklist(&cl.score, len(a.profile.Family) > 0)
	all := []paper{}
	add := func(p *rules.Paper, why []string) {
		all = append(all, paper{p.ID, p.Label.In(lang), why, p.Who, p.Form, p.From.In(lang), p.When.In(lang)})
	}
	changed, err := cl.changed(a)
	if err != nil {
		return nil, err
	}
	for _, n := range list.Needed {
		why := n.Why
		if a.carried != nil && n.ID != formPaper {
			why = slices.DeleteFunc(slices.Clone(why), func(use string) bool { return !slices.Contains(changed, use) })
		}
		if len(why) > 0 {
			add(n.Paper, why)
		}
	}
	if a.previous != nil {
		add(&oldNotice, []string{"previous"})
	}
	return all, nil
}

// changed are the indicators whose facts differ from those that a confirmation began with, and family where somebody was added.
func (cl *claim) changed(a *application) ([]string, error) {
	if a.carried == nil {
		return nil, nil
	}
	before, err := reckon(a.carried.Facts, cl.on)
	if err != nil {
		return nil, err
	}
	var ids []string
	record := !slices.Equal(before.facts.Ledger(), cl.facts.Ledger())
	for i := range cl.edition.Indicators {
		in := &cl.edition.Indicators[i]
		differs := record && before.score.Lines[i] != cl.score.Lines[i]
		for _, f := range []rules.Fact{in.Fact, in.Share, in.Proof} {
			differs = differs || (f != 0 || f == in.Fact) && !sameFact(before.facts, cl.facts, f)
		}
		if differs {
			ids = append(ids, in.ID)
		}
	}
	for _, r := range a.profile.Family {
		if !slices.Contains(a.carried.Family, r) {
			return append(ids, rules.Family), nil
		}
	}
	return ids, nil
}

// sameFact says whether a fact is the same of two; what is not given is none.
func sameFact(a, b *rules.Facts, f rules.Fact) bool {
	if f.Shape().Form == rules.ListForm {
		return slices.Equal(a.Records(f), b.Records(f))
	}
	return a.Int(f) == b.Int(f)
}

// verifies says whether the claim's diplomas are to be verified: claimed in a first application, changed in a confirmation.
func (cl *claim) verifies(a *application) (bool, error) {
	claimed := cl.facts.Int(rules.Education) != 0
	if a.carried == nil || !claimed {
		return claimed, nil
	}
	changed, err := cl.changed(a)
	return slices.Contains(changed, "education"), err
}

// education is the education claimed, by its name.
func (cl *claim) education() string {
	return rules.Education.Shape().Values[cl.facts.Int(rules.Education)]
}
