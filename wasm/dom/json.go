//go:build js && wasm

package dom

import "syscall/js"

// JSON is a value that a service sent, or a part of one that is sent to it. The browser reads and writes it: Go's own reader would
// cost the program a quarter megabyte.
type JSON struct{ v js.Value }

// ParseJSON reads a text; nothing where it is none.
func ParseJSON(text string) (out JSON) {
	defer refused()
	return JSON{window.Get("JSON").Call("parse", text)}
}

// Object makes an object.
func Object() JSON { return JSON{window.Get("Object").New()} }

// List makes a list.
func List(items ...JSON) JSON {
	l := JSON{window.Get("Array").New()}
	for _, item := range items {
		l.v.Call("push", item.v)
	}
	return l
}

// Text makes a text.
func Text(text string) JSON { return JSON{js.ValueOf(text)} }

// Texts makes a list of texts.
func Texts(items []string) JSON {
	l := List()
	for _, item := range items {
		l.v.Call("push", item)
	}
	return l
}

// Set sets a member to a text, a number, a truth or another JSON, and gives the object back.
func (j JSON) Set(key string, value any) JSON {
	if other, ok := value.(JSON); ok {
		value = other.v
	}
	j.v.Set(key, value)
	return j
}

// Without takes a member away.
func (j JSON) Without(key string) JSON {
	j.v.Delete(key)
	return j
}

// At is a member of an object, nothing where there is none.
func (j JSON) At(key string) JSON {
	if j.v.Type() != js.TypeObject {
		return JSON{}
	}
	return JSON{j.v.Get(key)}
}

// There says whether there is a value, and it is not null.
func (j JSON) There() bool { return !j.v.IsUndefined() && !j.v.IsNull() }

// Text is a text, empty where the value is none.
func (j JSON) Text() string {
	if j.v.Type() != js.TypeString {
		return ""
	}
	return j.v.String()
}

// Int is a whole number, 0 where the value is none.
func (j JSON) Int() int {
	if j.v.Type() != js.TypeNumber {
		return 0
	}
	return j.v.Int()
}

// True says whether the value is true.
func (j JSON) True() bool { return j.v.Type() == js.TypeBoolean && j.v.Bool() }

// IsText says whether the value is a text; IsList whether it is a list.
func (j JSON) IsText() bool { return j.v.Type() == js.TypeString }

// IsList says whether the value is a list.
func (j JSON) IsList() bool {
	return j.v.Type() == js.TypeObject && window.Get("Array").Call("isArray", j.v).Bool()
}

// Items are the values of a list, none where the value is no list.
func (j JSON) Items() []JSON {
	if !j.IsList() {
		return nil
	}
	all := make([]JSON, j.v.Length())
	for i := range all {
		all[i] = JSON{j.v.Index(i)}
	}
	return all
}

// Keys are the names of an object's members, in their order.
func (j JSON) Keys() []string {
	if j.v.Type() != js.TypeObject {
		return nil
	}
	var all []string
	for _, key := range (JSON{window.Get("Object").Call("keys", j.v)}).Items() {
		all = append(all, key.Text())
	}
	return all
}

// String writes the value as JSON, null where there is nothing.
func (j JSON) String() string {
	if !j.There() {
		return "null"
	}
	return window.Get("JSON").Call("stringify", j.v).String()
}
