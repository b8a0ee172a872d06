//go:build js && wasm

package dom

import "syscall/js"

var (
	window   = js.Global()
	location = window.Get("location")
	history  = window.Get("history")
)

// Fragment is what stands after the # of the page's address, without it.
func Fragment() string {
	if hash := location.Get("hash").String(); hash != "" {
		return hash[1:]
	}
	return ""
}

// Address is the page's address with a fragment, which stays on the device: a browser does not send it.
func Address(fragment string) string {
	return location.Get("origin").String() + location.Get("pathname").String() + "#" + fragment
}

// SetFragment puts a fragment into the address, or takes it out where it is empty, without leaving a step to go back to.
func SetFragment(fragment string) {
	to := location.Get("pathname").String()
	if fragment != "" {
		to += "#" + fragment
	}
	history.Call("replaceState", history.Get("state"), "", to)
}

// Step notes a state that the browser's back button returns to. The first one replaces that of the page as it came.
func Step(state string, first bool) {
	how := "pushState"
	if first {
		how = "replaceState"
	}
	history.Call(how, state, "")
}

// Back goes back by one step.
func Back() { history.Call("back") }

// OnBack calls what with the state that the browser went back, or forward, to; empty where the page noted none.
func OnBack(what func(state string)) {
	window.Call("addEventListener", "popstate", js.FuncOf(func(_ js.Value, args []js.Value) any {
		state := ""
		if s := args[0].Get("state"); s.Type() == js.TypeString {
			state = s.String()
		}
		what(state)
		return nil
	}))
}

// OnWindow calls what at an event of the window.
func OnWindow(event string, what func()) {
	window.Call("addEventListener", event, js.FuncOf(func(js.Value, []js.Value) any { what(); return nil }))
}

// Now is the time in milliseconds since 1970, UTC.
func Now() int64 { return int64(window.Get("Date").Call("now").Float()) }

// Print opens the browser's print dialogue.
func Print() { window.Call("print") }

// Export makes a function of strings callable from scripts as object.name(…); arguments left out are empty.
func Export(object, name string, f func(args []string) string) {
	o := window.Get(object)
	if !o.Truthy() {
		o = window.Get("Object").New()
		window.Set(object, o)
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
	t.Stop()
	t.id = window.Call("setTimeout", t.what, ms)
}

// breath is how long, in milliseconds, work may go on before the page is let do what waits.
const breath = 12

var paused int64

// Pause lets the page do what waits, where it has waited for a while, and then goes on. It must not be called while an event is
// answered.
func Pause() {
	if Now()-paused < breath {
		return
	}
	done := make(chan struct{})
	wake := js.FuncOf(func(js.Value, []js.Value) any { close(done); return nil })
	window.Call("setTimeout", wake, 0)
	<-done
	wake.Release()
	paused = Now()
}

// Stop keeps the timer's function from running.
func (t *Timer) Stop() {
	if t.id.Truthy() {
		window.Call("clearTimeout", t.id)
	}
}

// SetHash goes to another fragment, with a step to go back to.
func SetHash(fragment string) { location.Set("hash", fragment) }

// Reload loads the page anew.
func Reload() { location.Call("reload") }

// BeforeLeaving lets the browser ask, before the page is left, whether that is meant, where what says so.
func BeforeLeaving(what func() bool) {
	window.Call("addEventListener", "beforeunload", js.FuncOf(func(_ js.Value, args []js.Value) any {
		if what() {
			args[0].Call("preventDefault")
		}
		return nil
	}))
}

// OnReturn calls what where the browser shows a page again that it had kept as it was.
func OnReturn(what func()) {
	window.Call("addEventListener", "pageshow", js.FuncOf(func(_ js.Value, args []js.Value) any {
		if args[0].Get("persisted").Truthy() {
			what()
		}
		return nil
	}))
}

// OnVisible calls what where the page comes to be seen again.
func OnVisible(what func()) {
	document.Call("addEventListener", "visibilitychange", js.FuncOf(func(js.Value, []js.Value) any {
		if document.Get("visibilityState").String() == "visible" {
			what()
		}
		return nil
	}))
}

// Query gives a parameter of the page's address, empty where there is none.
func Query(name string) string {
	if v := window.Get("URLSearchParams").New(location.Get("search")).Call("get", name); v.Type() == js.TypeString {
		return v.String()
	}
	return ""
}

// Title is the page's title.
func Title() string { return document.Get("title").String() }

// SetTitle changes the page's title.
func SetTitle(title string) { document.Set("title", title) }

// Origin is where the page comes from, such as https://example.org.
func Origin() string { return location.Get("origin").String() }

// OnThisMachine says whether the page was asked of the very machine that shows it.
func OnThisMachine() bool {
	host := location.Get("hostname").String()
	return host == "localhost" || host == "127.0.0.1" || host == "[::1]"
}

// Escape writes a text so that it can be one part of an address.
func Escape(text string) string { return window.Call("encodeURIComponent", text).String() }
