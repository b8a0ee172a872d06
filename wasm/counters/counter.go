//go:build js && wasm

package main

import "jifen/rules"

// The reception point's desk, and the auditor's.

var counterScreens = []screen{}

var officerWays = []way{
	{"", rules.Text{ZH: "待办", EN: "To do"}},
}

var auditorWays = []way{
	{"", rules.Text{ZH: "申请", EN: "Applications"}},
}

func (v *visit) counterHome() { v.show("…") }
