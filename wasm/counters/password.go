//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// passwordScreens let whoever is signed in change the password, and end the sessions on other devices.
const passwordScreen = "password"

var passwordScreens = []screen{{passwordScreen, (*visit).changePassword}}

var (
	sayPasswordTitle = rules.Text{ZH: "改密码", EN: "Change the password"}
	sayPasswordWhy   = rules.Text{ZH: "改了以后，别的设备上要重新登录。", EN: "After that other devices have to sign in again."}
	sayEverywhere    = rules.Text{ZH: "在所有设备上退出登录", EN: "Sign out on every device"}
)

// changePassword asks for the present password and a new one.
func (v *visit) changePassword(string) {
	f := v.newForm("password", v.say(sayPasswordTitle), func(f *form) {
		body := dom.Object().Set("old", f.of("old").value()).Set("new", f.of("new").value())
		if r, ok := f.callBut("PUT", "/v1/session/password", body, f.repeated("new")...); ok {
			v.who = r.Body
			v.then("", v.say(sayPasswordIs))
		}
	})
	f.secret("old", sayOld, rules.Text{}, false)
	f.secret("new", sayNew, sayNewHelp, true)
	f.secret("repeat", sayRepeat, rules.Text{}, true)
	f.cancel("")
	v.show(v.say(sayPasswordTitle), dom.Words("p", "", v.say(sayPasswordWhy)), f.node, v.everywhere())
}

// everywhere ends every session.
func (v *visit) everywhere() dom.Node {
	return dom.New("p", "buttons", dom.Button("plain", v.say(sayEverywhere), func() {
		go func() {
			if r := v.ask("DELETE", "/v1/session?all=true", dom.JSON{}, ""); r.Status != 200 {
				v.fail(r)
				return
			}
			v.unsaved = false
			dom.SetHash("/")
			dom.Reload()
		}()
	}))
}
