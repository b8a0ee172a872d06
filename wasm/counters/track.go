//go:build js && wasm

package main

// track shows how far an application has come, for whoever has its receipt.
func (v *visit) track() { v.show("…") }
