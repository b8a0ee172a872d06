//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/process"
	"jifen/rules/tables"
	"jifen/wasm/dom"
)

// The employers of the district: whose entry is to be looked at, and what becomes of an employer.

func (v *visit) counterEmployers(string) {
	pending := v.newRoll("/v1/employers?state=pending", dom.New("ol", "cases"), v.employerRow)
	if !pending.first() {
		return
	}
	all, ok := v.filtered("employers", sayFindEmployer, sayFindEmployerHelp, sayNoEmployer, func(q string) *roll {
		return v.newRoll("/v1/employers?q="+inAddress(q), dom.New("ul", "cases"), v.employerRow)
	})
	if !ok {
		return
	}
	v.show(v.say(sayUnits), dom.New("section", "", dom.Words("h3", "", v.say(sayEmployersWait)), pending.node(sayNoneWait)),
		dom.New("section", "", dom.Words("h3", "", v.say(sayEveryEmployer)), all))
}

func (v *visit) employerRow(e dom.JSON) dom.Node {
	return dom.New("li", "", dom.New("p", "", dom.Words("a", "", e.At("name").Text()).Attr("href", to("employers/"+e.At("id").Text())),
		dom.Words("span", "", v.say(unitStates[e.At("state").Text()]))), dom.Words("p", "small", e.At("uscc").Text()))
}

// counterEmployer shows one employer, and what can be done with it.
func (v *visit) counterEmployer(id string) {
	r, ok := v.get("/v1/employers/" + id)
	if !ok {
		return
	}
	e := r.Body
	state := e.At("state").Text()
	stands := dom.New("section", "stands", dom.New("p", "state", dom.Words("strong", "", v.say(unitStates[state])))).Attr("data-state", state).Attr("aria-label", v.say(sayWhere))
	stands.Append(dom.Words("p", "", v.say(unitMeans[state])))
	if why := e.At("reason").Text(); why != "" {
		stands.Append(dom.Words("p", "", v.say(sayUnitReason, why)))
	}
	parts := []dom.Node{stands, v.entries([]entry{
		{sayUnitCalled, e.At("name").Text()}, {sayUnitCode, e.At("uscc").Text()}, {sayUnitKind, v.say(unitKindNames[e.At("kind").Text()])},
		{sayUnitDistrict, v.say(process.DistrictName(e.At("district").Text()))}, {sayUnitContact, e.At("contact").Text()}, {sayUnitPhone, e.At("phone").Text()}})}
	switch state {
	case "pending":
		parts = append(parts, v.employerPapers(), v.decideEmployer(id))
	case "approved":
		parts = append(parts, v.suspendEmployer(id, "suspended", "closed"))
	case "suspended":
		parts = append(parts, v.suspendEmployer(id, "approved", "closed"))
	case "closed":
		parts = append(parts, v.suspendEmployer(id, "approved"))
	}
	v.show(e.At("name").Text(), parts...)
}

// employerPapers are those to look at before an employer is approved.
func (v *visit) employerPapers() dom.Node {
	e := rules.Find(tables.Editions, today())
	if e == nil {
		e = &tables.Editions[len(tables.Editions)-1]
	}
	list := dom.New("ul", "papers")
	for i := range e.Papers {
		p := &e.Papers[i]
		for _, use := range p.For {
			if use == rules.Employer {
				item := dom.New("li", "", dom.Words("span", "paper", p.Label.In(v.lang)))
				if when := p.When.In(v.lang); when != "" {
					item.Append(dom.Words("span", "when", " "+v.say(sayOnlyWhen, when)))
				}
				list.Append(item.Append(dom.Words("span", "from", v.say(formNames[p.Form]))))
			}
		}
	}
	return dom.New("section", "", dom.Words("h3", "", v.say(sayLookAt)), dom.Words("p", "", v.say(sayLookAtWhat)), list)
}

// decideEmployer approves an entry, or refuses it with a reason.
func (v *visit) decideEmployer(id string) dom.Node {
	f := v.newForm("decision", v.say(sayDecideEmployer), func(f *form) {
		body := dom.Object()
		if answer := f.of("approve").value(); answer != "" {
			body.Set("approve", answer == "yes").Set("reason", f.of("reason").value())
		}
		v.changeEmployer(f, id, "decision", body)
	})
	approve := f.radios("approve", sayApproveAsk, rules.Text{}, []choice{{"yes", v.say(sayApprove)}, {"no", v.say(sayRefuse)}})
	reason := f.words("reason", sayWhyRefuse, sayWhyRefuseHelp)
	reason.group.Show(false)
	approve.input.On("change", func(dom.Node) { reason.group.Show(approve.value() == "no") })
	f.cancel("employers")
	return dom.New("section", "", dom.Words("h3", "", v.say(sayApproveTitle)), f.node)
}

// suspendEmployer ends an employer's access for a while or for good, or lifts that.
func (v *visit) suspendEmployer(id string, states ...string) dom.Node {
	f := v.newForm("suspension", v.say(sayChangeIt), func(f *form) { v.changeEmployer(f, id, "suspension", f.body()) })
	var choices []choice
	for _, s := range states {
		choices = append(choices, choice{s, v.say(unitBecomes[s])})
	}
	state := f.radios("state", sayBecomes, rules.Text{}, choices)
	reason := f.words("reason", sayWhySuspend, sayWhySuspendHelp)
	reason.group.Show(false)
	state.input.On("change", func(dom.Node) { reason.group.Show(state.value() != "approved") })
	f.cancel("employers")
	return dom.New("section", "", dom.Words("h3", "", v.say(sayChangeAccess)), f.node)
}

// changeEmployer sends what is to become of an employer. Where somebody was there before, the way to how it stands now is offered.
func (v *visit) changeEmployer(f *form, id, how string, body dom.JSON) {
	r, ok := f.call("POST", "/v1/employers/"+id+"/"+how, body, "")
	switch {
	case ok:
		v.then("employers/"+id, v.say(unitDone[r.Body.At("state").Text()]))
	case r.Status == 409:
		f.box.Append(dom.Button("", v.say(sayUnitAnew), func() { v.then("employers/"+id, "") }))
	}
}
