//go:build js && wasm

package main

// notice checks a notice by its code.
func (v *visit) notice() { v.show("…") }
