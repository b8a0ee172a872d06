//go:build js && wasm

package dom

import "syscall/js"

// Reply is what a service answered. Status is 0 where it could not be reached.
type Reply struct {
	Status int
	ETag   string
	After  string // Retry-After, in seconds
	Body   JSON   // nothing where the answer is no JSON
}

// Request is what a service is asked.
type Request struct {
	Method, URL string
	Headers     [][2]string
	Body        string // empty: none is sent
	Elsewhere   bool   // the service is on another host of the same site, and its cookies go there too
}

// patience is how long, in milliseconds, an answer is waited for.
const patience = 30_000

// Fetch asks a service and waits for its answer. It must not be called while an event is answered: begin a goroutine.
func Fetch(r Request) (reply Reply) {
	defer refused()
	headers := window.Get("Object").New()
	for _, h := range r.Headers {
		headers.Set(h[0], h[1])
	}
	options := window.Get("Object").New()
	options.Set("method", r.Method)
	options.Set("headers", headers)
	options.Set("cache", "no-store")
	options.Set("redirect", "error")
	options.Set("signal", window.Get("AbortSignal").Call("timeout", patience))
	if r.Elsewhere {
		options.Set("credentials", "include")
	}
	if r.Body != "" {
		options.Set("body", r.Body)
	}
	answer, ok := await(window.Call("fetch", r.URL, options))
	if !ok {
		return Reply{}
	}
	header := func(name string) string {
		if v := answer.Get("headers").Call("get", name); v.Type() == js.TypeString {
			return v.String()
		}
		return ""
	}
	text, ok := await(answer.Call("text"))
	if !ok {
		return Reply{} // the line broke within the answer
	}
	return Reply{Status: answer.Get("status").Int(), ETag: header("ETag"), After: header("Retry-After"), Body: ParseJSON(text.String())}
}

// await waits for a promise: what it came to, or false where it failed.
func await(promise js.Value) (js.Value, bool) {
	type outcome struct {
		v  js.Value
		ok bool
	}
	done := make(chan outcome, 1)
	good := js.FuncOf(func(_ js.Value, args []js.Value) any { done <- outcome{args[0], true}; return nil })
	bad := js.FuncOf(func(js.Value, []js.Value) any { done <- outcome{}; return nil })
	promise.Call("then", good, bad)
	o := <-done
	good.Release()
	bad.Release()
	return o.v, o.ok
}

// Random gives so many random bytes, as hexadecimal figures.
func Random(n int) string {
	bytes := window.Get("Uint8Array").New(n)
	window.Get("crypto").Call("getRandomValues", bytes)
	const figures = "0123456789abcdef"
	var out []byte
	for i := range n {
		b := bytes.Index(i).Int()
		out = append(out, figures[b>>4], figures[b&15])
	}
	return string(out)
}

// Sleep waits so many milliseconds. It must not be called while an event is answered.
func Sleep(ms int) {
	done := make(chan struct{})
	wake := js.FuncOf(func(js.Value, []js.Value) any { close(done); return nil })
	window.Call("setTimeout", wake, ms)
	<-done
	wake.Release()
}
