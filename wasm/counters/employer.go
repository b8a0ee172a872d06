//go:build js && wasm

package main

import "jifen/rules"

// The employer's desk.

var employerScreens = []screen{}

var employerWays = []way{
	{"", rules.Text{ZH: "申请", EN: "Applications"}},
}

func (v *visit) employerHome() { v.show("…") }

// register shows the form with which an employer registers.
func (v *visit) register() { v.show("…") }
