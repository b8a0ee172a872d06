//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// The employer's further HR officers.

var (
	sayStaff      = rules.Text{ZH: "人事专员", EN: "HR officers"}
	sayStaffLead  = rules.Text{ZH: "每位人事专员用自己的账号：谁办的，都记在谁的名下。登记时的那一位不在下面的名单里。", EN: "Each HR officer has an own account, so that what is done is on record under a name. Whoever registered the employer is not in this list."}
	sayStaffNone  = rules.Text{ZH: "还没有加过别的人事专员。", EN: "No further HR officers yet."}
	sayStaffAdd   = rules.Text{ZH: "加一位人事专员", EN: "Add an HR officer"}
	sayStaffEnd   = rules.Text{ZH: "停用账号", EN: "End the account"}
	sayStaffMade  = rules.Text{ZH: "账号开好了", EN: "The account is made"}
	sayStaffEnds  = rules.Text{ZH: "停用{}的账号", EN: "End the account of {}"}
	sayStaffWhat  = rules.Text{ZH: "马上不能再登录，也不能恢复。以前办的事，记录里名字还在。再要办的，另开一个账号。", EN: "They can sign in no more from now on, and this cannot be undone. What they did stays on record under their name. To let them in again, make another account."}
	sayStaffSure  = rules.Text{ZH: "确认停用", EN: "Confirm"}
	sayStaffEnded = rules.Text{ZH: "{}的账号已停用。", EN: "The account of {} is ended."}
	sayStaffLate  = rules.Text{ZH: "首次密码过期或丢了的：停用这个账号，再开一个。", EN: "If a first password was lost or has expired, end the account and make another."}
	sayStaffGone  = rules.Text{ZH: "没有这位人事专员", EN: "There is no such HR officer"}
)

func staffAt(cursor string) string { return address("/v1/staff", "cursor", cursor) }

// staffList lists the further HR officers.
func (v *visit) staffList() {
	r, ok := v.approved(staffAt(""))
	if !ok {
		return
	}
	v.show(v.say(sayStaff), dom.Words("p", "", v.say(sayStaffLead)), dom.New("p", "buttons", v.link("main", sayStaffAdd, "staff/add")),
		v.rows(r, staffAt, v.staffRow, dom.Words("p", "", v.say(sayStaffNone))), dom.Words("p", "small", v.say(sayStaffLate)))
}

func (v *visit) staffRow(x dom.JSON) dom.Node {
	signed := sayHolderNotIn
	if x.At("signed_in").True() {
		signed = sayHolderIn
	}
	name := x.At("name").Text()
	return dom.New("li", "", dom.New("p", "", dom.Words("strong", "", name), dom.Words("span", "small", x.At("login").Text()), dom.Words("span", "small", v.say(signed))),
		dom.New("p", "buttons", v.wayFor(sayStaffEnd, name, "staff/"+x.At("id").Text()+"/end")))
}

// addStaff makes an HR officer's account, and then shows its slip.
func (v *visit) addStaff() {
	f := v.newForm("staff", v.say(sayHolderSend), func(f *form) {
		name := f.of("name").value()
		if r, ok := f.call("POST", "/v1/staff", f.body(), ""); ok {
			v.turnTo(v.say(sayStaffMade), v.printSlips(v.link("", sayStaff, "staff")), v.slip(slipOf("employer", name, r.Body)))
		}
	})
	f.text("name", sayHolderName, rules.Text{}, "name")
	f.cancel("staff")
	v.show(v.say(sayStaffAdd), f.node)
}

// endStaff says what follows when an account ends, and lets that be confirmed.
func (v *visit) endStaff(id string) {
	name, ok := v.staffName(id)
	if !ok {
		return
	}
	f := v.newForm("staff", v.say(sayStaffSure), func(f *form) {
		if _, ok := f.call("DELETE", "/v1/staff/"+id, dom.JSON{}, ""); ok {
			v.then("staff", v.say(sayStaffEnded, name))
		}
	})
	f.cancel("staff")
	v.show(v.say(sayStaffEnds, name), dom.Words("p", "", v.say(sayStaffWhat)), f.node)
}

// staffName finds the name of an HR officer; where there is none of that id the screen says so.
func (v *visit) staffName(id string) (string, bool) {
	for cursor := ""; ; {
		r, ok := v.approved(staffAt(cursor))
		if !ok {
			return "", false
		}
		for _, x := range r.Body.At("items").Items() {
			if x.At("id").Text() == id {
				return x.At("name").Text(), true
			}
		}
		if cursor = r.Body.At("next").Text(); cursor == "" {
			v.show(v.say(sayStaffGone), dom.New("p", "buttons", v.link("main", sayStaff, "staff")))
			return "", false
		}
	}
}
