//go:build js && wasm

// Package dom is a thin typed layer over the browser's document: find, make, listen, set. It writes text as text alone, so
// that nothing a person enters can become markup.
package dom

import "syscall/js"

// Node is an element of the page, or nothing.
type Node struct{ v *js.Value }

func node(v js.Value) Node { return Node{&v} }

var document = js.Global().Get("document")

// ByID finds an element; one that is not there is no element, on which every call does nothing.
func ByID(id string) Node { return node(document.Call("getElementById", id)) }

// Root is the html element.
func Root() Node { return node(document.Get("documentElement")) }

// There says whether it is an element.
func (n Node) There() bool { return n.v != nil && n.v.Truthy() }

// New makes an element with a class, which may be empty, and its children.
func New(tag, class string, children ...Node) Node {
	n := node(document.Call("createElement", tag))
	if class != "" {
		n.v.Set("className", class)
	}
	return n.Append(children...)
}

// Words makes an element that holds text.
func Words(tag, class, text string) Node { return New(tag, class).Text(text) }

// Append adds children at the end.
func (n Node) Append(children ...Node) Node {
	for _, c := range children {
		if n.There() && c.There() {
			n.v.Call("appendChild", *c.v)
		}
	}
	return n
}

// Fill puts the children in place of all that the element holds.
func (n Node) Fill(children ...Node) Node { return n.Text("").Append(children...) }

// Text puts text in place of all that the element holds.
func (n Node) Text(text string) Node {
	if n.There() {
		n.v.Set("textContent", text)
	}
	return n
}

// Words is the text that the element holds.
func (n Node) Words() string {
	if !n.There() {
		return ""
	}
	return n.v.Get("textContent").String()
}

// Attr sets an attribute.
func (n Node) Attr(name, value string) Node {
	if n.There() {
		n.v.Call("setAttribute", name, value)
	}
	return n
}

// Get gives an attribute, empty where there is none.
func (n Node) Get(name string) string {
	if n.There() && n.v.Call("hasAttribute", name).Bool() {
		return n.v.Call("getAttribute", name).String()
	}
	return ""
}

// Without takes an attribute away.
func (n Node) Without(name string) Node {
	if n.There() {
		n.v.Call("removeAttribute", name)
	}
	return n
}

// Var sets a custom property for the style sheet to reckon with.
func (n Node) Var(name, value string) Node {
	if n.There() {
		n.v.Get("style").Call("setProperty", name, value)
	}
	return n
}

// Show shows or hides the element.
func (n Node) Show(shown bool) Node {
	if n.There() {
		n.v.Set("hidden", !shown)
	}
	return n
}

// Hidden says whether Show hid the element.
func (n Node) Hidden() bool { return n.There() && n.v.Get("hidden").Bool() }

// Value is what a control holds.
func (n Node) Value() string { return n.v.Get("value").String() }

// Checked says whether a box is ticked.
func (n Node) Checked() bool { return n.There() && n.v.Get("checked").Bool() }

// Check ticks a box or takes the tick away.
func (n Node) Check(on bool) {
	if n.There() {
		n.v.Set("checked", on)
	}
}

// Open says whether a details element is open.
func (n Node) Open() bool { return n.There() && n.v.Get("open").Truthy() }

// SetOpen opens or closes a details element.
func (n Node) SetOpen(open bool) Node {
	n.v.Set("open", open)
	return n
}

// Control finds a form's control, or group of controls, by its name.
func (n Node) Control(name string) Node { return node(n.v.Get("elements").Call("namedItem", name)) }

// On calls what with the element that the event befell, each time it does.
func (n Node) On(event string, what func(target Node)) Node {
	if !n.There() {
		return n
	}
	n.v.Call("addEventListener", event, js.FuncOf(func(_ js.Value, args []js.Value) any {
		what(node(args[0].Get("target")))
		return nil
	}))
	return n
}

// Keep keeps the browser from doing what it does by itself at an event.
func (n Node) Keep(event string) {
	n.v.Call("addEventListener", event, js.FuncOf(func(_ js.Value, args []js.Value) any {
		args[0].Call("preventDefault")
		return nil
	}))
}

// SVG makes an element of a drawing; attributes come in pairs.
func SVG(tag string, pairs ...string) Node {
	n := node(document.Call("createElementNS", "http://www.w3.org/2000/svg", tag))
	for i := 0; i+1 < len(pairs); i += 2 {
		n.v.Call("setAttribute", pairs[i], pairs[i+1])
	}
	return n
}

// Button makes a button that calls what.
func Button(class, text string, what func()) Node {
	return Words("button", class, text).Attr("type", "button").On("click", func(Node) { what() })
}

// SetValue puts a text into a text field, or ticks the radio button of that value in a group and no other.
func (n Node) SetValue(value string) {
	if n.v.Get("tagName").Truthy() {
		n.v.Set("value", value)
		return
	}
	for i := range n.v.Length() {
		radio := n.v.Index(i)
		radio.Set("checked", radio.Get("value").String() == value)
	}
}

// Class gives a class to the element, or takes it away.
func (n Node) Class(name string, has bool) Node {
	if n.There() {
		n.v.Get("classList").Call("toggle", name, has)
	}
	return n
}

// Focus moves the keyboard to the element, and the page to where it can be seen.
func (n Node) Focus() Node {
	if n.There() {
		n.v.Call("focus")
	}
	return n
}

// Select selects the whole text of a field.
func (n Node) Select() { n.v.Call("select") }

// ToView scrolls the page so that the element begins at its top.
func (n Node) ToView() {
	if n.There() {
		n.v.Call("scrollIntoView")
	}
}

// OnKey calls what with the element in which a key was pressed, and keeps the browser from doing what that key does by itself
// in a text field.
func (n Node) OnKey(key string, what func(target Node)) {
	n.v.Call("addEventListener", "keydown", js.FuncOf(func(_ js.Value, args []js.Value) any {
		target := node(args[0].Get("target"))
		if args[0].Get("key").String() == key && target.v.Get("tagName").String() == "INPUT" {
			args[0].Call("preventDefault")
			what(target)
		}
		return nil
	}))
}

// Parent is the element around this one.
func (n Node) Parent() Node { return node(n.v.Get("parentElement")) }

// Has says whether the element holds one that a selector fits.
func (n Node) Has(selector string) bool {
	return n.There() && n.v.Call("querySelector", selector).Truthy()
}

// Invalid says whether a field is marked as wrong.
func (n Node) Invalid() bool { return n.Get("aria-invalid") == "true" }

// Said says whether the element shows any text.
func (n Node) Said() bool { return !n.Hidden() && n.Words() != "" }

// Holds says whether the keyboard is within the element.
func (n Node) Holds() bool {
	return n.There() && n.v.Call("contains", document.Get("activeElement")).Bool()
}

// Disable keeps a control from being used, or lets it be used again.
func (n Node) Disable(off bool) Node {
	if n.There() {
		n.v.Set("disabled", off)
	}
	return n
}

// Reset empties a form to what the page came with.
func (n Node) Reset() { n.v.Call("reset") }

// Twin is a copy of the element and all that it holds.
func (n Node) Twin() Node { return node(n.v.Call("cloneNode", true)) }

// First is the first element within that a selector fits.
func (n Node) First(selector string) Node { return node(n.v.Call("querySelector", selector)) }

// Markup is what the element holds as HTML, its text made harmless by the browser.
func (n Node) Markup() string { return n.v.Get("innerHTML").String() }

// Before puts a child before another one.
func (n Node) Before(child, other Node) {
	if n.There() && child.There() {
		n.v.Call("insertBefore", *child.v, *other.v)
	}
}

// Prepend puts a child before all others.
func (n Node) Prepend(child Node) { n.v.Call("prepend", *child.v) }

// Remove takes the element out of the page.
func (n Node) Remove() {
	if n.There() {
		n.v.Call("remove")
	}
}

// Children are the elements directly within.
func (n Node) Children() []Node { return nodes(n.v.Get("children")) }

// All are the elements within that a selector fits.
func (n Node) All(selector string) []Node { return nodes(n.v.Call("querySelectorAll", selector)) }

func nodes(list js.Value) []Node {
	all := make([]Node, list.Length())
	for i := range all {
		all[i] = node(list.Index(i))
	}
	return all
}

// Content is a copy of what a template element holds: its one element.
func (n Node) Content() Node {
	return node(n.v.Get("content").Get("firstElementChild").Call("cloneNode", true))
}
