//go:build js && wasm

package main

import "jifen/rules"

// The permit holder's desk.

var holderScreens = []screen{}

var holderWays = []way{
	{"", rules.Text{ZH: "我的申请", EN: "My application"}},
}

func (v *visit) holderHome() { v.show("…") }
