//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/process"
	"jifen/wasm/dom"
)

// How the employer's own entry stands, and mending one that was refused.

// entryState is what a state of an entry is called, and what it means for the employer.
type entryState struct{ label, means rules.Text }

var entryStates = map[string]entryState{
	"pending": {rules.Text{ZH: "等受理点核准", EN: "Waiting for approval"},
		rules.Text{ZH: "登记已经收到。核准以前，还不能给员工开账号和申请。", EN: "Your registration has arrived. Until it is approved you can make no accounts and open no applications."}},
	"approved": {rules.Text{ZH: "已核准", EN: "Approved"},
		rules.Text{ZH: "可以给员工开账号、为员工申请积分。要改登记内容的，到受理点办理。", EN: "You can make accounts for employees and apply for them. To change the entry, go to the reception point."}},
	"refused": {rules.Text{ZH: "没有核准", EN: "Not approved"},
		rules.Text{ZH: "照受理点的理由改好下面的内容，再提交一次，受理点会重新看。", EN: "Mend what the reception point names below and send it again; it will be looked at anew."}},
	"suspended": {rules.Text{ZH: "已停用", EN: "Suspended"},
		rules.Text{ZH: "受理点停用了单位的账号。有疑问请联系受理点。", EN: "The reception point has suspended the employer's account. Ask there if you have questions."}},
	"closed": {rules.Text{ZH: "已注销", EN: "Closed"},
		rules.Text{ZH: "这份登记不再使用。要办理，请重新登记。", EN: "This entry is used no more. To apply, register again."}},
}

var (
	sayEntry       = rules.Text{ZH: "本单位", EN: "Our entry"}
	sayEntryReason = rules.Text{ZH: "受理点的理由：{}", EN: "The reception point's reason: {}"}
	sayEntryWhat   = rules.Text{ZH: "登记的内容", EN: "What is registered"}
	sayEntryMend   = rules.Text{ZH: "改好登记，再提交", EN: "Mend the entry and send it again"}
	sayEntryAgain  = rules.Text{ZH: "再提交一次", EN: "Send it again"}
	sayEntryMended = rules.Text{ZH: "已经重新提交，等受理点核准。", EN: "It was sent again and waits for the reception point."}
	sayEntryLook   = rules.Text{ZH: "看看核准了没有", EN: "See whether it is approved"}
	sayEntryFirst  = rules.Text{ZH: "给员工开账号", EN: "Make accounts for employees"}
)

// ownEntry shows the entry of whoever is signed in.
func (v *visit) ownEntry() {
	if r, ok := v.get("/v1/employers/" + v.who.At("employer_id").Text()); ok {
		v.showEntry(r.Body)
	}
}

// showEntry says how an entry stands and what to do.
func (v *visit) showEntry(e dom.JSON) {
	state := e.At("state").Text()
	unapproved = state != "approved"
	words := entryStates[state]
	stands := dom.New("section", "stands", dom.New("p", "state", dom.Words("strong", "", v.say(words.label))), dom.Words("p", "", v.say(words.means))).
		Attr("data-state", state).Attr("aria-label", v.say(sayWhere))
	if reason := e.At("reason").Text(); reason != "" {
		stands.Append(dom.Words("p", "reason", v.say(sayEntryReason, reason)))
	}
	parts := []dom.Node{stands}
	switch state {
	case "pending":
		parts = append(parts, v.whereTo(e.At("district").Text(), e.At("waits_until").Text()),
			dom.New("p", "buttons", dom.Button("main", v.say(sayEntryLook), func() { v.open("") })))
	case "approved":
		parts = append(parts, dom.New("p", "buttons", v.link("main", sayEntryFirst, "holders")))
	case "refused":
		v.show(v.say(sayEntry), append(parts, dom.Words("h3", "", v.say(sayEntryMend)), v.mendForm(e))...)
		return
	}
	v.show(v.say(sayEntry), append(parts, dom.Words("h3", "", v.say(sayEntryWhat)), v.entries(v.entryLines(e)))...)
}

// entryLines lists what is registered.
func (v *visit) entryLines(e dom.JSON) (all []entry) {
	for _, x := range entryFields {
		value := e.At(x.key).Text()
		switch x.key {
		case "kind":
			for _, k := range employerKinds {
				if k.value == value {
					value = v.say(k.label)
				}
			}
		case "district":
			value = v.say(process.DistrictName(value))
		}
		all = append(all, entry{x.label, value})
	}
	return all
}

// mendForm asks once more for what was refused, as it was entered.
func (v *visit) mendForm(e dom.JSON) dom.Node {
	f := v.newForm("employers", v.say(sayEntryAgain), func(f *form) {
		if _, ok := f.call("PUT", "/v1/employers/"+e.At("id").Text(), f.body(), ""); ok {
			v.then("", v.say(sayEntryMended))
		}
	})
	f.asksEntry()
	for _, x := range f.fields {
		x.fill(e.At(x.name).Text())
	}
	return f.node
}
