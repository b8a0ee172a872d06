//go:build js && wasm

package main

import "jifen/wasm/dom"

// What is printed: forms on A4 that one looks at on the screen first.

// paperScreens are the sheets: applications/ID/paper/WHICH.
var paperScreens []screen

// prints lists the sheets that whoever is signed in can print of an application now. It is nothing where there is none.
func (v *visit) prints(a dom.JSON) dom.Node { return dom.Node{} }
