//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// The employer's permit holders: the list, a new one, another first password.

var (
	sayHolders      = rules.Text{ZH: "持证人", EN: "Permit holders"}
	sayHoldersLead  = rules.Text{ZH: "持证人就是有居住证、要积分的员工。先在这里开账号，再为这位员工开申请。", EN: "Permit holders are employees with a residence permit who want points. Make an account here first, and then open an application."}
	sayHoldersNone  = rules.Text{ZH: "还没有持证人。", EN: "There are none yet."}
	sayHoldersFind  = rules.Text{ZH: "姓名，或身份证号码的最后几位", EN: "Name, or the end of the ID number"}
	sayHolderAdd    = rules.Text{ZH: "加一位", EN: "Add one"}
	sayHolderMany   = rules.Text{ZH: "一次加许多位", EN: "Add many at once"}
	sayHolderOpen   = rules.Text{ZH: "开一份申请", EN: "Open an application"}
	sayHolderRenew  = rules.Text{ZH: "再给一个首次密码", EN: "Another first password"}
	sayHolderLeave  = rules.Text{ZH: "离开单位", EN: "Leaves the employer"}
	sayHolderIn     = rules.Text{ZH: "登录过", EN: "has signed in"}
	sayHolderNotIn  = rules.Text{ZH: "还没有登录过", EN: "has not signed in yet"}
	sayHolderOf     = rules.Text{ZH: "{}：{}", EN: "{}: {}"}
	sayHolderGone   = rules.Text{ZH: "单位里没有这位持证人", EN: "There is no such permit holder"}
	sayHolderTitle  = rules.Text{ZH: "给员工开账号", EN: "An account for an employee"}
	sayHolderSend   = rules.Text{ZH: "开账号", EN: "Make the account"}
	sayHolderName   = rules.Text{ZH: "姓名", EN: "Name"}
	sayHolderNameIs = rules.Text{ZH: "和身份证上一样。", EN: "As on the identity card."}
	sayHolderNumber = rules.Text{ZH: "身份证号码", EN: "ID number"}
	sayHolderDigits = rules.Text{ZH: "18 位。最后一位是校验码，可能是 X：抄错一位，马上就能发现。", EN: "18 characters. The last, which may be X, checks the others, so that one wrong figure is found at once."}
	sayHolderPhone  = rules.Text{ZH: "手机", EN: "Mobile phone"}
	sayHolderSMS    = rules.Text{ZH: "受理、退回和核定的短信发到这里。", EN: "SMS about receipt, return and decision go there."}
	sayHolderKnown  = rules.Text{ZH: "这位员工在别的单位开过账号。请本人登录，开一份积分确认，写上你单位的统一社会信用代码；然后在“申请”里接收。",
		EN: "This employee has an account from elsewhere. Ask them to sign in, open a confirmation (积分确认) and name your unified social credit code; you then accept them under Applications."}
	sayHolderMade     = rules.Text{ZH: "账号开好了", EN: "The account is made"}
	sayHolderAnother  = rules.Text{ZH: "再加一位", EN: "Add another"}
	sayHolderRenewWhy = rules.Text{ZH: "原来的首次密码马上失效。登录过的员工，密码由本人到受理点重置。", EN: "The one given before ends at once. Whoever has signed in has a lost password reset at the reception point."}
	sayHolderRenewed  = rules.Text{ZH: "新的首次密码", EN: "The new first password"}
)

// holdersAt is the address of a page of the list.
func holdersAt(q, cursor string) string { return address("/v1/holders", "q", q, "cursor", cursor) }

// holderList lists the holders, with what can be done for each.
func (v *visit) holderList() {
	first, ok := v.approved(holdersAt("", ""))
	if !ok {
		return
	}
	add := dom.New("p", "buttons", v.link("main", sayHolderAdd, "holders/add"), v.link("", sayHolderMany, "holders/import"))
	if len(first.Body.At("items").Items()) == 0 {
		v.show(v.say(sayHolders), dom.Words("p", "", v.say(sayHoldersLead)), dom.Words("p", "", v.say(sayHoldersNone)), add)
		return
	}
	found := dom.New("div", "")
	fill := func(r dom.Reply, q string) {
		found.Fill(v.found(r, func(cursor string) string { return holdersAt(q, cursor) }, v.holderRow))
	}
	f := v.newForm("find", v.say(sayListFind), func(f *form) {
		f.tell("", nil)
		q := f.of("q").value()
		r := f.ask("GET", holdersAt(q, ""), dom.JSON{}, "")
		if r.Status != 200 {
			f.refused(r)
			return
		}
		fill(r, q)
	})
	f.light = true
	f.node.Class("find", true)
	f.text("q", sayHoldersFind, rules.Text{}, "name")
	fill(first, "")
	v.show(v.say(sayHolders), dom.Words("p", "", v.say(sayHoldersLead)), add, f.node, found)
}

// holderRow is a holder in the list, with the ways to what can be done.
func (v *visit) holderRow(h dom.JSON) dom.Node {
	name, base := h.At("name").Text(), "holders/"+h.At("id").Text()
	seen[h.At("id").Text()] = h
	signed := sayHolderNotIn
	if h.At("signed_in").True() {
		signed = sayHolderIn
	}
	ways := dom.New("p", "buttons", v.wayFor(sayHolderOpen, name, base+"/open"))
	if !h.At("signed_in").True() {
		ways.Append(v.wayFor(sayHolderRenew, name, base+"/first_password"))
	}
	ways.Append(v.wayFor(sayHolderLeave, name, base+"/leave"))
	return dom.New("li", "", dom.New("p", "", dom.Words("strong", "", name), dom.Words("span", "small", v.say(signed))),
		dom.New("p", "small", dom.Words("span", "", h.At("id_number").Text()), dom.Words("span", "", h.At("phone").Text())), ways)
}

// wayFor is a way whose name says for whom, to those who hear the links alone.
func (v *visit) wayFor(words rules.Text, name, screen string) dom.Node {
	return v.link("", words, screen).Attr("aria-label", v.say(sayHolderOf, v.say(words), name))
}

// seen are the holders that were listed, by their id.
var seen = map[string]dom.JSON{}

// holder finds a holder in the list; where there is none the screen says so.
func (v *visit) holder(id string) (dom.JSON, bool) {
	cursor := ""
	for !seen[id].There() {
		r, ok := v.approved(holdersAt("", cursor))
		if !ok {
			return dom.JSON{}, false
		}
		for _, h := range r.Body.At("items").Items() {
			seen[h.At("id").Text()] = h
		}
		if cursor = r.Body.At("next").Text(); cursor == "" && !seen[id].There() {
			v.show(v.say(sayHolderGone), dom.New("p", "buttons", v.link("main", sayHolders, "holders")))
			return dom.JSON{}, false
		}
	}
	return seen[id], true
}

// addHolder makes an account, and then shows its slip.
func (v *visit) addHolder() {
	elsewhere := dom.Words("p", "warn", v.say(sayHolderKnown)).Show(false)
	f := v.newForm("holders", v.say(sayHolderSend), func(f *form) {
		name := f.of("name").value()
		r, ok := f.call("POST", "/v1/holders", f.body(), "")
		if elsewhere.Show(r.Status == 409); ok {
			v.holderMade(name, r.Body)
		}
	})
	f.add(elsewhere)
	f.text("name", sayHolderName, sayHolderNameIs, "name")
	f.text("id_number", sayHolderNumber, sayHolderDigits, "number")
	f.text("phone", sayHolderPhone, sayHolderSMS, "number").hint("tel", "off")
	f.cancel("holders")
	v.show(v.say(sayHolderTitle), f.node)
}

func (v *visit) holderMade(name string, r dom.JSON) {
	v.turnTo(v.say(sayHolderMade),
		v.printSlips(v.link("", sayHolderOpen, "holders/"+r.At("id").Text()+"/open"), dom.Button("", v.say(sayHolderAnother), v.desk.visit), v.link("", sayHolders, "holders")),
		v.slip(slipOf("holder", name, r)))
}

// renewFirst gives a holder who has not signed in yet another first password.
func (v *visit) renewFirst(id string) {
	h, ok := v.holder(id)
	if !ok {
		return
	}
	name := h.At("name").Text()
	f := v.newForm("first_password", v.say(sayHolderRenew), func(f *form) {
		if r, ok := f.call("POST", "/v1/holders/"+id+"/first_password", dom.Object(), ""); ok {
			v.turnTo(v.say(sayHolderRenewed), v.printSlips(v.link("", sayHolders, "holders")), v.slip(slipOf("holder", name, r.Body)))
		}
	})
	f.cancel("holders")
	v.show(v.say(sayHolderOf, v.say(sayHolderRenew), name), dom.Words("p", "", v.say(sayHolderRenewWhy)), f.node)
}
