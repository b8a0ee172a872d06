//go:build js && wasm

package dom

import "syscall/js"

// OnTable calls what with the text of each file that the person chooses in a file control. A spreadsheet saves in UTF-8 or in the
// encoding of its country, which for Chinese is GB 18030: what is no UTF-8 is read as that. It is not read where the file is longer
// than so many bytes.
func (n Node) OnTable(most int, what func(text string, read bool)) {
	n.On("change", func(Node) {
		file := n.v.Get("files").Index(0)
		if !file.Truthy() {
			return
		}
		if file.Get("size").Int() > most {
			n.v.Set("value", "")
			what("", false)
			return
		}
		settle(file.Call("arrayBuffer"), func(bytes js.Value) {
			n.v.Set("value", "") // so that the same file may be chosen again
			if bytes.Type() != js.TypeObject {
				what("", false)
				return
			}
			text, read := decode("utf-8", bytes)
			if !read {
				text, read = decode("gb18030", bytes)
			}
			what(text, read)
		})
	})
}

// decode reads bytes in an encoding; false where they are none of it.
func decode(encoding string, bytes js.Value) (text string, read bool) {
	defer refused()
	options := window.Get("Object").New()
	options.Set("fatal", true)
	return window.Get("TextDecoder").New(encoding, options).Call("decode", bytes).String(), true
}
