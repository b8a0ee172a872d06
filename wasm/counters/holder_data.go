//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/process"
	"jifen/wasm/dom"
)

// What is kept on a holder: to read, to take along, and to have erased.

// holderData shows all that is kept on the holder.
func (v *visit) holderData(string) {
	r, ok := v.get("/v1/me/export")
	if !ok {
		return
	}
	e := r.Body
	save := dom.Button("main", v.say(sayDataSave), func() {
		dom.Save("jifen-"+today().String()+".json", "application/json", []byte(e.String()))
	})
	v.show(v.say(sayDataTitle), dom.Words("p", "", v.say(sayDataLead, v.moment(e.At("as_of").Text()))), dom.New("p", "buttons", save),
		v.dataMine(e), v.dataEmployer(e.At("employer")), v.dataApplications(e), v.dataAccount(e.At("account")),
		dom.New("section", "", dom.Words("h3", "", v.say(sayEraseTitle)), dom.Words("p", "", v.say(sayEraseLead)),
			dom.New("p", "buttons", dom.Words("a", "", v.say(sayEraseWay)).Attr("href", to("data/erase")))))
}

func (v *visit) dataMine(e dom.JSON) dom.Node {
	h := e.At("holder")
	return dom.New("section", "", dom.Words("h3", "", v.say(sayDataMine)), v.entries([]entry{{sayName, h.At("name").Text()}, {sayDataID, h.At("id_number").Text()},
		{sayDataPhone, h.At("phone").Text()}, {sayDataSince, v.moment(h.At("created_at").Text())}}))
}

// dataEmployer shows whose employee the holder is here, and the way to leave.
func (v *visit) dataEmployer(e dom.JSON) dom.Node {
	box := dom.New("section", "", dom.Words("h3", "", v.say(sayDataEmployer)))
	if !e.There() {
		return box.Append(dom.Words("p", "", v.say(sayDataNoEmployer)))
	}
	return box.Append(v.entries([]entry{{sayDataEmployerName, e.At("name").Text()}, {sayLoginEmployer, e.At("uscc").Text()}}),
		dom.New("p", "buttons", dom.Words("a", "", v.say(sayLeaveTitle)).Attr("href", to("data/leave"))))
}

// dataApplications shows each application as it is kept.
func (v *visit) dataApplications(e dom.JSON) dom.Node {
	box := dom.New("section", "", dom.Words("h3", "", v.say(sayDataApplications)))
	all := e.At("applications").Items()
	for _, a := range all {
		state, _ := process.StateNamed(a.At("state").Text())
		title := v.say(sayDataOne, v.say(kindNames[a.At("kind").Text()]), v.say(state.Meaning().Label), v.moment(a.At("created_at").Text()))
		box.Append(dom.New("details", "", dom.Words("summary", "", title), v.dataApplication(a)))
	}
	if len(all) == 0 {
		box.Append(dom.Words("p", "", v.say(sayDataNone)))
	}
	for _, f := range e.At("false_materials").Items() {
		box.Append(dom.Words("p", "warn", v.say(sayDataFalse, v.day(f.At("on").Text()))))
	}
	return box
}

func (v *visit) dataApplication(a dom.JSON) dom.Node {
	box := dom.New("div", "", v.entries([]entry{{sayDataSubmitted, v.day(a.At("submitted_on").Text())}, {sayMineDecidedOn, v.day(a.At("decided_on").Text())},
		{sayDataReceipt, a.At("receipt").Text()}}),
		v.profile(a.At("profile")), dom.Words("h4", "", v.say(sayDataClaimed)), v.factEntries(v.readFilled(a)))
	if verified := a.At("verified"); verified.Keys() != nil {
		box.Append(dom.Words("h4", "", v.say(sayDataVerified)), v.factEntries(v.readFilled(dom.Object().Set("facts", verified))))
		for _, line := range a.At("notes").Keys() {
			box.Append(dom.Words("p", "", v.lineName(line)+v.say(sayColon)+a.At("notes").At(line).Text()))
		}
	}
	if p := a.At("previous"); p.Keys() != nil {
		box.Append(dom.Words("h4", "", v.say(sayMineElsewhere)), v.previous(p))
	}
	for _, n := range a.At("notices").Items() {
		words := v.say(sayDataNotice, v.day(n.At("valid_until").Text()))
		if revoked := n.At("revoked_at").Text(); revoked != "" {
			words = v.say(sayDataRevoked, v.moment(revoked))
		}
		box.Append(dom.Words("p", "", words))
	}
	return box.Append(dom.Words("h4", "", v.say(sayMineHistory)), v.dataEvents(a.At("events")), dom.Words("h4", "", v.say(sayMineMessages)), v.dataMessages(a.At("messages")))
}

func (v *visit) dataEvents(events dom.JSON) dom.Node {
	list := dom.New("ol", "history")
	for _, e := range events.Items() {
		item := dom.New("li", "", dom.Words("strong", "", v.say(process.Done(e.At("step").Text()))), dom.Words("span", "small", v.moment(e.At("at").Text())+v.say(sayComma)+v.say(roleNames[e.At("role").Text()])))
		for _, key := range []string{"reason", "note"} {
			if words := e.At("said").At(key); words.IsText() {
				item.Append(dom.Words("p", "", words.Text()))
			}
		}
		list.Append(item)
	}
	return list
}

func (v *visit) dataMessages(messages dom.JSON) dom.Node {
	list := dom.New("ul", "history")
	for _, m := range messages.Items() {
		list.Append(dom.New("li", "", dom.Words("strong", "", v.say(smsStates[m.At("state").Text()])),
			dom.Words("span", "small", m.At("phone").Text()+v.say(sayComma)+v.moment(m.At("at").Text())), dom.Words("p", "", m.At("text").Text())))
	}
	if len(list.Children()) == 0 {
		return dom.Words("p", "", v.say(sayNoMessages))
	}
	return list
}

// dataAccount shows what is kept of the account: the consent, and where it is signed in.
func (v *visit) dataAccount(a dom.JSON) dom.Node {
	sessions := dom.New("ul", "")
	for _, s := range a.At("sessions").Items() {
		sessions.Append(dom.Words("li", "", v.say(sayDataSession, v.moment(s.At("created_at").Text()), v.moment(s.At("seen_at").Text()))))
	}
	return dom.New("section", "", dom.Words("h3", "", v.say(sayDataAccount)),
		v.entries([]entry{{sayDataSince, v.moment(a.At("created_at").Text())}, {sayDataConsent, v.say(sayDataConsentOn, a.At("consent").Text(), v.moment(a.At("consent_at").Text()))}}),
		dom.Words("h4", "", v.say(sayDataSessions)), sessions, dom.New("p", "", dom.Words("a", "", v.say(sayPasswordTitle)).Attr("href", to("password"))), v.everywhere(), dom.Words("h4", "", v.say(sayMineMessages)), v.dataMessages(a.At("messages")), v.folded(sayConsentTitle, v.consentWords()))
}

// holderLeave parts the holder from the employer.
func (v *visit) holderLeave(string) {
	r, ok := v.get("/v1/me/export")
	if !ok {
		return
	}
	id, name := r.Body.At("holder").At("id").Text(), r.Body.At("employer").At("name").Text()
	f := v.newForm("employer", v.say(sayLeaveDo), func(f *form) {
		if r, ok := f.call("DELETE", "/v1/holders/"+id+"/employer", dom.JSON{}, ""); ok {
			done := sayLeft
			if r.Body.At("withdrawn").True() {
				done = sayLeftWithdrawn
			}
			v.then("data", v.say(done))
		}
	})
	f.cancel("data")
	v.show(v.say(sayLeaveTitle), dom.Words("p", "", v.say(sayLeaveLead, name)), v.bullets(leavePoints), f.node)
}

// holderErase erases what the law does not bid keep.
func (v *visit) holderErase(string) {
	var sure *field
	f := v.newForm("erasure", v.say(sayEraseDo), func(f *form) {
		if sure.value() == "" {
			f.tell("", []problem{{"sure", f.say(sayEraseFirst)}})
			return
		}
		if r, ok := f.call("POST", "/v1/me/erasure", dom.Object(), ""); ok {
			v.erased(r.Body)
		}
	})
	sure = f.boxes("sure", sayEraseSure, rules.Text{}, []choice{{"yes", v.say(sayEraseYes)}})
	f.cancel("data")
	v.show(v.say(sayEraseTitle), dom.Words("h3", "", v.say(sayEraseGoes)), v.bullets(eraseGoes), dom.Words("h3", "", v.say(sayEraseStays)), v.bullets(eraseStays), f.node)
}

// erased tells what was erased and what is kept until when. The session is over with it.
func (v *visit) erased(told dom.JSON) {
	v.who = dom.JSON{}
	list := dom.New("ul", "")
	for _, k := range told.At("kept").Items() {
		state, _ := process.StateNamed(k.At("state").Text())
		list.Append(dom.Words("li", "", v.say(sayEraseKept, v.say(kindNames[k.At("kind").Text()]), v.say(state.Meaning().Label), v.day(k.At("until").Text()))))
	}
	kept := dom.Words("p", "", v.say(sayEraseAll))
	if len(list.Children()) > 0 {
		kept = dom.New("div", "", dom.Words("p", "", v.say(sayEraseBut)), list)
	}
	v.show(v.say(sayErased), dom.Words("p", "", v.say(sayErasedWhy)), kept, dom.New("p", "buttons", dom.Words("a", "", v.say(sayEraseHome)).Attr("href", v.site+"/")))
}

// bullets lists what is to be known before one goes on.
func (v *visit) bullets(all []rules.Text) dom.Node {
	list := dom.New("ul", "")
	for _, t := range all {
		list.Append(dom.Words("li", "", v.say(t)))
	}
	return list
}
