//go:build js && wasm

// Package dom is a thin typed layer over the browser's document: find, make, listen, set. It writes text as text alone, so
// that nothing a person enters can become markup.
package dom

import "syscall/js"

// Node is an element of the page, or nothing.
type Node struct{ v js.Value }

var document = js.Global().Get("document")

// ByID finds an element; one that is not there is no element, on which every call does nothing.
func ByID(id string) Node { return Node{document.Call("getElementById", id)} }

// Root is the html element.
func Root() Node { return Node{document.Get("documentElement")} }

// There says whether it is an element.
func (n Node) There() bool { return n.v.Truthy() }

// New makes an element with a class, which may be empty, and its children.
func New(tag, class string, children ...Node) Node {
	n := Node{document.Call("createElement", tag)}
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
			n.v.Call("appendChild", c.v)
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
func (n Node) Control(name string) Node { return Node{n.v.Get("elements").Call("namedItem", name)} }

// On calls what with the element that the event befell, each time it does.
func (n Node) On(event string, what func(target Node)) {
	if !n.There() {
		return
	}
	n.v.Call("addEventListener", event, js.FuncOf(func(_ js.Value, args []js.Value) any {
		what(Node{args[0].Get("target")})
		return nil
	}))
}

// Keep keeps the browser from doing what it does by itself at an event.
func (n Node) Keep(event string) {
	n.v.Call("addEventListener", event, js.FuncOf(func(_ js.Value, args []js.Value) any {
		args[0].Call("preventDefault")
		return nil
	}))
}

// Touched says whether any control of a form holds something else than it did in the page as it came.
func (n Node) Touched() bool {
	controls := n.v.Get("elements")
	for i := range controls.Length() {
		c := controls.Index(i)
		switch c.Get("type").String() {
		case "radio", "checkbox":
			if c.Get("checked").Bool() != c.Get("defaultChecked").Bool() {
				return true
			}
		case "text":
			if c.Get("value").String() != "" {
				return true
			}
		}
	}
	return false
}

// Timer runs a function once after a while; starting it again starts the while anew.
type Timer struct {
	what js.Func
	id   js.Value
}

// NewTimer makes a timer that runs what.
func NewTimer(what func()) *Timer {
	return &Timer{what: js.FuncOf(func(js.Value, []js.Value) any { what(); return nil })}
}

// Start runs the timer's function after so many milliseconds.
func (t *Timer) Start(ms int) {
	if t.id.Truthy() {
		js.Global().Call("clearTimeout", t.id)
	}
	t.id = js.Global().Call("setTimeout", t.what, ms)
}

// Stop keeps the timer's function from running.
func (t *Timer) Stop() {
	if t.id.Truthy() {
		js.Global().Call("clearTimeout", t.id)
	}
}

// Export makes a function of strings callable from scripts as object.name(…); arguments left out are empty.
func Export(object, name string, f func(args []string) string) {
	o := js.Global().Get(object)
	if !o.Truthy() {
		o = js.Global().Get("Object").New()
		js.Global().Set(object, o)
	}
	o.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any {
		texts := make([]string, len(args))
		for i, a := range args {
			if a.Type() == js.TypeString {
				texts[i] = a.String()
			}
		}
		return f(texts)
	}))
}

// Now is the time in milliseconds since 1970, UTC.
func Now() int64 { return int64(js.Global().Get("Date").Call("now").Float()) }

// Print opens the browser's print dialogue.
func Print() { js.Global().Call("print") }
