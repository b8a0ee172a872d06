//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// resetAccount gives another first password to one who lost everything and came with their papers. It is shown once.
func (v *visit) resetAccount(string) {
	f := v.newForm("reset", v.say(sayResetIt), func(f *form) {
		r, ok := f.call("POST", "/v1/accounts/reset", f.body(), "")
		switch {
		case ok:
			v.resetSlip(r.Body.At("login").Text(), r.Body.At("first_password").Text())
		case r.Status == 404:
			f.box.Append(dom.Words("p", "", v.say(sayResetNone)))
		}
	})
	f.text("login", sayResetLogin, sayResetLoginHelp, "")
	f.text("seen", sayResetSeen, sayResetSeenHelp, "")
	v.show(v.say(sayReset), dom.Words("p", "", v.say(sayResetWhat)), f.node)
}

// resetSlip is what is handed over on paper. Nothing of it is kept.
func (v *visit) resetSlip(login, password string) {
	if password == "" {
		v.show(v.say(sayReset), dom.Words("p", "warn", v.say(sayResetLost)), dom.New("p", "buttons", dom.Button("main", v.say(sayResetOther), v.visit)))
		return
	}
	sheet := dom.New("section", "paper-sheet", dom.Words("h3", "", v.say(sayResetSlip)),
		dom.New("table", "", dom.New("tbody", "", v.slipRow(sayResetLogin, login), v.slipRow(sayResetPassword, password))), dom.Words("p", "", v.say(sayResetThen)))
	v.show(v.say(sayResetDone), dom.Words("p", "no-print", v.say(sayResetOnce)), sheet,
		dom.New("p", "buttons no-print", dom.Button("main", v.say(sayPrintSlip), dom.Print), dom.Button("", v.say(sayResetOther), v.visit)))
}

func (v *visit) slipRow(label rules.Text, value string) dom.Node {
	return dom.New("tr", "", dom.Words("th", "", v.say(label)).Attr("scope", "row"), dom.New("td", "", dom.Words("code", "", value)))
}

var (
	sayReset          = rules.Text{ZH: "重置账号", EN: "Reset an account"}
	sayResetWhat      = rules.Text{ZH: "密码忘了、手机也换了的，本人带证件来，可以换一个首次密码。原来的登录都会退出，短信会发到登记的手机。", EN: "For one who lost password and phone and comes with their papers: another first password. Every session of the account ends, and the phone on record is told by SMS."}
	sayResetIt        = rules.Text{ZH: "给一个首次密码", EN: "Give a first password"}
	sayResetLogin     = rules.Text{ZH: "登录名", EN: "Sign-in name"}
	sayResetLoginHelp = rules.Text{ZH: "持证人是身份证号码，单位是统一社会信用代码。", EN: "A holder's ID number; an employer's unified social credit code."}
	sayResetSeen      = rules.Text{ZH: "看了哪些证件", EN: "Which papers were seen"}
	sayResetSeenHelp  = rules.Text{ZH: "只写种类，例如：身份证原件。不写姓名和号码，因为要记进审计日志。", EN: "Kinds alone, such as: identity card, original. No names or numbers: this goes into the audit log."}
	sayResetNone      = rules.Text{ZH: "登录名可能写错了，或者是别的区的账号。", EN: "The sign-in name may be wrong, or the account may be another district's."}
	sayResetDone      = rules.Text{ZH: "首次密码", EN: "The first password"}
	sayResetOnce      = rules.Text{ZH: "只显示这一次。打印或抄下来交给本人，离开这一页就看不到了。", EN: "Shown this once. Print it or write it down for them; it is gone when you leave this page."}
	sayResetSlip      = rules.Text{ZH: "上海市居住证积分：首次密码", EN: "Residence permit points: first password"}
	sayResetPassword  = rules.Text{ZH: "首次密码", EN: "First password"}
	sayResetThen      = rules.Text{ZH: "请尽快登录，马上换成自己的密码。这张纸不要给别人看，换好以后撕掉。", EN: "Sign in soon and choose a password of your own. Show this slip to nobody, and tear it up afterwards."}
	sayResetLost      = rules.Text{ZH: "密码已经换过，但只能显示一次，现在看不到了。请再换一个。", EN: "The password was changed, but could be shown only once. Please give another."}
	sayResetOther     = rules.Text{ZH: "再重置一个", EN: "Reset another"}
	sayPrintSlip      = rules.Text{ZH: "打印", EN: "Print"}
)
