//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// First passwords. Each is shown once, on a slip that is printed and handed over.

var (
	saySlipTitle = map[string]rules.Text{
		"holder":   {ZH: "居住证积分：你的账号", EN: "Residence permit points: your account"},
		"employer": {ZH: "居住证积分：人事专员的账号", EN: "Residence permit points: your account as an HR officer"},
	}
	saySlipFor    = rules.Text{ZH: "给", EN: "For"}
	saySlipWhere  = rules.Text{ZH: "登录网址", EN: "Where to sign in"}
	saySlipLogin  = rules.Text{ZH: "登录名", EN: "Sign-in name"}
	saySlipNumber = rules.Text{ZH: "你的身份证号码，最后四位是 {}", EN: "your ID number, which ends in {}"}
	saySlipFirst  = rules.Text{ZH: "首次密码", EN: "First password"}
	saySlipUntil  = rules.Text{ZH: "有效到", EN: "Good until"}
	saySlipGone   = rules.Text{ZH: "已经显示过，不再显示", EN: "was shown before and is not shown again"}
	saySlipHow    = map[string]rules.Text{
		"holder": {ZH: "打开这个网址，用首次密码登录，马上换成自己的密码。单位不知道、也不需要知道你的新密码。过了有效期没有登录的，请单位再给一个。",
			EN: "Open the address, sign in with the first password, and choose one of your own at once. Your employer does not know your new password, and need not. If you did not sign in in time, ask your employer for another one."},
		"employer": {ZH: "打开这个网址，用首次密码登录，马上换成自己的密码。不要几个人合用一个账号：谁办的，都记在谁的名下。",
			EN: "Open the address, sign in with the first password, and choose one of your own at once. Share the account with nobody: what is done is on record under your name."},
	}
	saySlipOnce  = rules.Text{ZH: "首次密码只显示这一次。请现在打印，或抄下来交给本人。", EN: "The first password is shown this once. Print it now, or write it down and hand it over."}
	saySlipPrint = rules.Text{ZH: "打印", EN: "Print"}
	saySlipCode  = rules.Text{ZH: "登录网址的二维码", EN: "QR code of the address"}
)

// slip is a first password and whose it is.
type slip struct {
	role, name, login, password, until string
}

// slipOf is the slip of what the service answered.
func slipOf(role, name string, r dom.JSON) slip {
	return slip{role, name, r.At("login").Text(), r.At("first_password").Text(), r.At("good_until").Text()}
}

// slip draws a slip, in plain words for whoever gets it. Of an ID number it shows the end alone: a slip may be lost.
func (v *visit) slip(s slip) dom.Node {
	login, password := dom.Words("span", "", s.login), dom.Words("code", "first", s.password)
	if s.role == "holder" {
		login.Text(v.say(saySlipNumber, tail(s.login)))
	}
	if s.password == "" {
		password.Text(v.say(saySlipGone))
	}
	where := deskAddress(deskOf[s.role])
	list := dom.New("dl", "entries")
	for _, x := range []struct {
		label rules.Text
		value dom.Node
	}{
		{saySlipFor, dom.Words("span", "", s.name)}, {saySlipWhere, dom.Words("span", "", where)}, {saySlipLogin, login},
		{saySlipFirst, password}, {saySlipUntil, dom.Words("span", "", v.moment(s.until))},
	} {
		list.Append(dom.New("div", "", dom.Words("dt", "", v.say(x.label)), dom.New("dd", "", x.value)))
	}
	return dom.New("section", "paper-sheet slip", dom.Words("h3", "", v.say(saySlipTitle[s.role])), list, dom.Words("p", "", v.say(saySlipHow[s.role])), v.code(where, v.say(saySlipCode)))
}

// printSlips is what stands above slips: that they are shown once, and a button that prints them.
func (v *visit) printSlips(others ...dom.Node) dom.Node {
	return dom.New("div", "no-print", dom.Words("p", "warn", v.say(saySlipOnce)),
		dom.New("p", "buttons", append([]dom.Node{dom.Button("main", v.say(saySlipPrint), dom.Print)}, others...)...))
}

// deskAddress is the whole address of another desk of this site, in the same language.
func deskAddress(path string) string {
	here := dom.Address("")
	own := deskOf["employer"]
	for i := len(here) - len(own); i >= 0; i-- {
		if here[i:i+len(own)] == own {
			return here[:i] + path
		}
	}
	return here
}

// tail is the end of a number.
func tail(number string) string { return number[max(0, len(number)-4):] }
