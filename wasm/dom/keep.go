//go:build js && wasm

package dom

import "syscall/js"

// What a page takes in from the person's device, and gives out to it. Nothing here asks the network for anything.

// Kept reads what Keep kept on this device under a name, empty where there is nothing or the browser keeps nothing.
func Kept(name string) (text string) {
	defer refused()
	if v := window.Get("localStorage").Call("getItem", name); v.Type() == js.TypeString {
		text = v.String()
	}
	return text
}

// Keep keeps a text on this device. It is false where the browser refuses: no room, or a private window.
func Keep(name, text string) (kept bool) {
	defer refused()
	window.Get("localStorage").Call("setItem", name, text)
	return true
}

// Forget forgets what was kept under a name.
func Forget(name string) {
	defer refused()
	window.Get("localStorage").Call("removeItem", name)
}

// refused lets a call to the browser that threw come to nothing.
func refused() {
	if fault := recover(); fault != nil {
		if _, thrown := fault.(js.Error); !thrown {
			panic(fault)
		}
	}
}

// Save gives the person a file.
func Save(name, kind string, content []byte) {
	bytes := window.Get("Uint8Array").New(len(content))
	js.CopyBytesToJS(bytes, content)
	parts := window.Get("Array").New()
	parts.Call("push", bytes)
	options := window.Get("Object").New()
	options.Set("type", kind)
	url := window.Get("URL").Call("createObjectURL", window.Get("Blob").New(parts, options))
	link := New("a", "").Attr("href", url.String()).Attr("download", name)
	link.v.Call("click")
	window.Call("setTimeout", js.FuncOf(func(js.Value, []js.Value) any {
		window.Get("URL").Call("revokeObjectURL", url)
		return nil
	}), 60_000)
}

// mostRead is the longest file that is read, in bytes: a save file takes a hundredth of it.
const mostRead = 4 << 20

// OnFile calls what with the text of each file that the person chooses in a file control; it is nil where the file is too
// long or cannot be read.
func (n Node) OnFile(what func(text []byte)) {
	n.On("change", func(Node) {
		file := n.v.Get("files").Index(0)
		if !file.Truthy() {
			return
		}
		if file.Get("size").Int() > mostRead {
			n.v.Set("value", "")
			what(nil)
			return
		}
		settle(file.Call("text"), func(text js.Value) {
			n.v.Set("value", "") // so that the same file may be chosen again
			if text.Type() == js.TypeString {
				what([]byte(text.String()))
			} else {
				what(nil)
			}
		})
	})
}

// Copy puts a text into the clipboard and tells whether the browser let it.
func Copy(text string, done func(copied bool)) {
	clipboard := window.Get("navigator").Get("clipboard")
	if !clipboard.Truthy() {
		done(false)
		return
	}
	settle(clipboard.Call("writeText", text), func(v js.Value) { done(v.Type() != js.TypeBoolean) })
}

// settle waits for a promise and hands on what it came to; false where it failed.
func settle(promise js.Value, then func(js.Value)) {
	var good, bad js.Func
	end := func(v js.Value) {
		good.Release()
		bad.Release()
		then(v)
	}
	good = js.FuncOf(func(_ js.Value, args []js.Value) any { end(args[0]); return nil })
	bad = js.FuncOf(func(js.Value, []js.Value) any { end(js.ValueOf(false)); return nil })
	promise.Call("then", good, bad)
}
