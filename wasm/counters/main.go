//go:build js && wasm

// Command counters is the browser program of the pages on which people take an application through: employer, holder, reception
// point, tracking and notice. It asks the service and shows what it says.
//
// A page is one desk. Its screens are named by the address's fragment, such as #/applications/ID, so that the browser's back
// button and a reload find them again. A screen is a function that asks the service and then shows what it made of the answer; it
// may wait, for it runs in a goroutine of its own, and one whose reader has gone on shows nothing any more. Nothing that a person
// types is kept on the device: it stays on the page until the service has it.
package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

func main() {
	root := dom.ByID("desk")
	d := &desk{root: root, lang: rules.ZH, api: root.Get("data-api"), site: root.Get("data-site")}
	if dom.Root().Get("lang") == "en" {
		d.lang = rules.EN
	}
	switch root.Get("data-desk") {
	case "employer":
		d.role, d.screens, d.home = "employer", employerScreens, (*visit).employerHome
	case "holder":
		d.role, d.screens, d.home = "holder", holderScreens, (*visit).holderHome
	case "counter":
		d.role, d.screens, d.home = "officer", counterScreens, (*visit).counterHome
	case "track":
		d.home = (*visit).track
	case "notice":
		d.home = (*visit).notice
	}
	if d.role != "" {
		d.screens = append(d.screens, passwordScreens...)
	}
	d.start()
	dom.Root().Attr("data-ready", "true")
	select {} // the browser calls in from now on
}
