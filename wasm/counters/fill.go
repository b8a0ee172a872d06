//go:build js && wasm

package main

import "jifen/wasm/dom"

// Filling in an application, by its employer and its holder.

// fillScreens are the parts that are filled in one by one: applications/ID/fill/PART.
var fillScreens []screen

// fillTasks lists the parts of an application that is being filled in, with what each still lacks. It is nothing in any other state.
func (v *visit) fillTasks(a dom.JSON) dom.Node { return dom.Node{} }
