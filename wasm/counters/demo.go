//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// What a demo shows beside the real thing: its made-up people, what they can look up, and the SMS that no carrier brings.

var (
	sayDemoLook     = rules.Text{ZH: "演示用的", EN: "From the demo"}
	sayDemoReceipts = rules.Text{ZH: "这些是编出来的人的收件凭证。点一个，就填进上面的表。", EN: "These are receipts of made-up people. Choose one to fill in the form above."}
	sayDemoNotices  = rules.Text{ZH: "这些是编出来的通知书。点一个，就填进上面的表。", EN: "These are made-up notices. Choose one to fill in the form above."}
	sayDemoSMS      = rules.Text{ZH: "演示里的短信", EN: "The demo's SMS"}
	sayDemoSMSWhy   = rules.Text{ZH: "没有接短信服务商，这些短信停在“待发送”，只在这台机器上看得到。", EN: "There is no carrier, so these stay “waiting to be sent”, and are seen on this machine alone."}
	sayDemoOTP      = rules.Text{ZH: "验证器用的密钥", EN: "Key for the authenticator"}
)

// demoTold is what a demo tells of itself, to its own machine; nothing anywhere else.
func (v *visit) demoTold() dom.JSON {
	if v.api != "" || !dom.OnThisMachine() {
		return dom.JSON{}
	}
	return v.send("GET", "/demo.json", dom.JSON{}, "", "").Body
}

// demoCode gives what an authenticator needs for a demo's account, where it needs a second factor.
func (v *visit) demoCode(otpauth string) dom.Node {
	if otpauth == "" {
		return dom.Node{}
	}
	return dom.New("details", "", dom.Words("summary", "", v.say(sayDemoOTP)), dom.Words("code", "", otpauth), v.code(otpauth, v.say(sayFactorQR)))
}

// demoItem is a made-up thing to look up, which fills in the form.
func demoItem(name, code string, fill func()) dom.Node {
	return dom.New("li", "", dom.Button("", name, fill), dom.Words("span", "small", code))
}

// demoPart shows made-up things to look up, and what else there is.
func (v *visit) demoPart(why rules.Text, list dom.Node, more ...dom.Node) {
	if len(list.Children()) > 0 && !v.stale() {
		v.root.Append(dom.New("section", "demo", dom.Words("h3", "", v.say(sayDemoLook)), dom.Words("p", "", v.say(why)), list).Append(more...))
	}
}

// demoMessages shows the SMS, the newest first.
func (v *visit) demoMessages(all []dom.JSON) dom.Node {
	list := dom.New("ul", "history")
	for _, m := range all {
		list.Append(dom.New("li", "", dom.Words("strong", "", v.say(roleNames[m.At("to").Text()])+v.say(sayComma)+m.At("phone").Text()),
			dom.Words("span", "small", v.moment(m.At("at").Text())+v.say(sayComma)+v.say(smsStates[m.At("state").Text()])),
			dom.Words("p", "", m.At("text").Text()).Attr("lang", "zh-Hans")))
	}
	return dom.New("details", "", dom.Words("summary", "", v.say(sayDemoSMS)), dom.Words("p", "", v.say(sayDemoSMSWhy)), list)
}
