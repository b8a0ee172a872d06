//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/process"
	"jifen/wasm/dom"
)

// An employee who leaves.

var (
	sayPartingTitle = rules.Text{ZH: "{}离开单位", EN: "{} leaves the employer"}
	sayPartingWhat  = rules.Text{ZH: "确认以后会这样：", EN: "This is what follows:"}
	sayPartingOpen  = rules.Text{ZH: "正在办的申请（{}）马上撤回，不再办理。", EN: "The application that goes on ({}) is withdrawn at once and goes no further."}
	sayPartingNone  = rules.Text{ZH: "这位员工没有正在办的申请。", EN: "There is no application that goes on."}
	sayPartingKeep  = rules.Text{ZH: "核定过的申请，你单位还看得到结果，姓名和号码会遮盖。", EN: "Of applications that were decided you still see the result; names and numbers are masked."}
	sayPartingTheir = rules.Text{ZH: "账号是员工自己的，照样可以登录；积分不因此作废。", EN: "The account is the employee's own and can still be used; the points do not end by this."}
	sayPartingBack  = rules.Text{ZH: "不能取消。以后再回来的，由本人登录开积分确认，写上你单位的代码，你再接收。", EN: "It cannot be undone. If they come back, they sign in, open a confirmation and name your code, and you accept them again."}
	sayPartingDo    = rules.Text{ZH: "确认离开单位", EN: "Confirm that they leave"}
	sayPartingDone  = rules.Text{ZH: "{}已经不在本单位名下。", EN: "{} is no longer with your employer."}
	sayPartingEnded = rules.Text{ZH: "{}已经不在本单位名下，正在办的申请已撤回。", EN: "{} is no longer with your employer; the open application was withdrawn."}
)

// goesOn finds the application of a holder that goes on, nothing where there is none. It is false where that could not be asked.
func (v *visit) goesOn(h dom.JSON) (dom.JSON, bool) {
	r, ok := v.get(address("/v1/applications", "q", h.At("name").Text()))
	if ok {
		for _, x := range r.Body.At("items").Items() {
			if s, _ := process.StateNamed(x.At("state").Text()); s.Open() && x.At("holder_id").Text() == h.At("id").Text() {
				return x, true
			}
		}
	}
	return dom.JSON{}, ok
}

// letLeave says what follows when a holder leaves the employer, and lets that be confirmed.
func (v *visit) letLeave(id string) {
	h, ok := v.holder(id)
	if !ok {
		return
	}
	name := h.At("name").Text()
	row, ok := v.goesOn(h)
	if !ok {
		return
	}
	open := v.say(sayPartingNone)
	if row.There() {
		open = v.say(sayPartingOpen, row.At("label").Text())
	}
	list := dom.New("ul", "", dom.Words("li", "", open))
	for _, t := range []rules.Text{sayPartingKeep, sayPartingTheir, sayPartingBack} {
		list.Append(dom.Words("li", "", v.say(t)))
	}
	f := v.newForm("employer", v.say(sayPartingDo), func(f *form) {
		r, ok := f.call("DELETE", "/v1/holders/"+id+"/employer", dom.JSON{}, "")
		if !ok {
			return
		}
		delete(seen, id)
		done := sayPartingDone
		if r.Body.At("withdrawn").True() {
			done = sayPartingEnded
		}
		v.then("holders", v.say(done, name))
	})
	f.cancel("holders")
	v.show(v.say(sayPartingTitle, name), dom.New("div", "prose", dom.Words("p", "", v.say(sayPartingWhat)), list), f.node)
}
