//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// form is a form of a screen: its fields, what is wrong with them, and what sends it.
type form struct {
	*visit
	node    dom.Node
	box     dom.Node // what is wrong, all of it, with a way to each field
	fields  []*field
	buttons dom.Node
	send    dom.Node
	key     string // of the last body that was sent: sent again, it is the same call
	sent    string
	light   bool   // what is typed here is nothing to lose: a search
	under   string // what stands before its fields' names where the service names them, such as facts.
}

// field is what asks for one thing.
type field struct {
	name   string
	label  string
	group  dom.Node // the whole of it
	input  dom.Node // the control, or the fieldset of several
	error  dom.Node
	value  func() string
	set    func(string)
	focus  dom.Node
	custom bool // its value is put into the body by whoever made it
	one    bool // one of several is chosen
}

// newForm makes a form of that name. Its last button says what it does, and submit runs in a goroutine.
func (v *visit) newForm(name, does string, submit func(f *form)) *form {
	f := &form{visit: v, node: dom.New("form", "desk-form").Attr("name", name).Attr("novalidate", ""), box: dom.New("div", "wrong").Attr("tabindex", "-1").Show(false)}
	f.send = dom.Words("button", "main", does).Attr("type", "submit")
	f.buttons = dom.New("p", "buttons", f.send)
	f.node.Append(f.box, f.buttons)
	f.node.Keep("submit")
	f.node.On("submit", func(dom.Node) {
		if f.send.Get("aria-disabled") == "true" {
			return // it is on its way
		}
		f.send.Attr("aria-disabled", "true")
		go func() {
			submit(f)
			f.send.Without("aria-disabled")
		}()
	})
	f.node.On("input", func(dom.Node) { v.unsaved = v.unsaved || !f.light })
	return f
}

// add puts parts into the form, before its buttons.
func (f *form) add(parts ...dom.Node) *form {
	for _, p := range parts {
		f.node.Before(p, f.buttons)
	}
	return f
}

func (f *form) keep(x *field) *field {
	f.fields = append(f.fields, x)
	f.add(x.group)
	return x
}

// id is a field's id on the page: no two forms of a screen have a field of the same name.
func (f *form) id(name string) string { return "f-" + f.node.Get("name") + "-" + name }

// frame puts label, help and error around a control.
func (f *form) frame(name, label, help string, input dom.Node) *field {
	id := f.id(name)
	x := &field{name: name, label: label, input: input, focus: input, error: dom.New("p", "error").Attr("id", id+"-error").Show(false)}
	input.Attr("id", id).Attr("name", name).Attr("aria-describedby", id+"-help "+id+"-error")
	x.group = dom.New("div", "q", dom.Words("label", "ask", label).Attr("for", id))
	if help != "" {
		x.group.Append(dom.New("div", "help", dom.Words("p", "", help)).Attr("id", id+"-help"))
	}
	x.group.Append(x.error, dom.New("div", "entry", input))
	x.value, x.set = input.Value, input.SetValue
	return x
}

// text asks for a line of text. Width is a class: name, number, date, or empty for the whole line.
func (f *form) text(name string, label, help rules.Text, width string) *field {
	input := dom.New("input", width).Attr("type", "text").Attr("maxlength", "400").Attr("autocomplete", "off").Attr("spellcheck", "false")
	return f.keep(f.frame(name, f.say(label), f.say(help), input))
}

// secret asks for a password.
func (f *form) secret(name string, label, help rules.Text, fresh bool) *field {
	fill := "current-password"
	if fresh {
		fill = "new-password"
	}
	input := dom.New("input", "").Attr("type", "password").Attr("maxlength", "200").Attr("autocomplete", fill)
	return f.keep(f.frame(name, f.say(label), f.say(help), input))
}

// words asks for some sentences.
func (f *form) words(name string, label, help rules.Text) *field {
	return f.keep(f.frame(name, f.say(label), f.say(help), dom.New("textarea", "").Attr("rows", "4").Attr("maxlength", "1000")))
}

// choice is an item of a choice.
type choice struct{ value, label string }

// pick asks for one of several, as a list that opens.
func (f *form) pick(name string, label, help rules.Text, choices []choice) *field {
	input := dom.New("select", "")
	for _, c := range choices {
		input.Append(dom.Words("option", "", c.label).Attr("value", c.value))
	}
	x := f.keep(f.frame(name, f.say(label), f.say(help), input))
	x.one = true
	return x
}

// radios asks for one of a few, each with a row of its own.
func (f *form) radios(name string, label, help rules.Text, choices []choice) *field {
	x := f.group(name, f.say(label), f.say(help), "radio", choices)
	x.one = true
	return x
}

// boxes asks for any of several: its value is those that are ticked, with a space between them.
func (f *form) boxes(name string, label, help rules.Text, choices []choice) *field {
	return f.group(name, f.say(label), f.say(help), "checkbox", choices)
}

func (f *form) group(name, label, help, kind string, choices []choice) *field {
	id := f.id(name)
	x := &field{name: name, label: label, error: dom.New("p", "error").Attr("id", id+"-error").Show(false)}
	x.input = dom.New("fieldset", "q", dom.Words("legend", "", label)).Attr("id", id).Attr("aria-describedby", id+"-help "+id+"-error").Attr("tabindex", "-1")
	x.group, x.focus = x.input, x.input
	if help != "" {
		x.input.Append(dom.New("div", "help", dom.Words("p", "", help)).Attr("id", id+"-help"))
	}
	rows := dom.New("div", "options")
	var all []dom.Node
	for i, c := range choices {
		box := dom.New("input", "").Attr("type", kind).Attr("name", name).Attr("value", c.value)
		if i == 0 {
			x.focus = box
		}
		all = append(all, box)
		rows.Append(dom.New("label", "option", box, dom.Words("span", "", c.label)))
	}
	x.input.Append(x.error, rows)
	x.value = func() string {
		out := ""
		for i, box := range all {
			if box.Checked() {
				if out != "" {
					out += " "
				}
				out += choices[i].value
			}
		}
		return out
	}
	x.set = func(value string) {
		for i, box := range all {
			box.Check(within(value, choices[i].value))
		}
	}
	return f.keep(x)
}

// within says whether a word is one of those that a text holds.
func within(text, word string) bool {
	from := 0
	for i := 0; i <= len(text); i++ {
		if i == len(text) || text[i] == ' ' {
			if text[from:i] == word {
				return true
			}
			from = i + 1
		}
	}
	return false
}

// of finds a field by its name, nil where the form has none.
func (f *form) of(name string) *field {
	for _, x := range f.fields {
		if x.name == name {
			return x
		}
	}
	return nil
}

// body is what the fields hold, as the service takes it: each field's text under its name. An empty field is sent as an empty text.
func (f *form) body() dom.JSON {
	o := dom.Object()
	for _, x := range f.fields {
		if !x.custom {
			o.Set(x.name, x.value())
		}
	}
	return o
}

// call sends a body. Where the service refuses, the form says all that is wrong, and false comes back; so it does where the line
// broke, and then sending again is the same call.
func (f *form) call(method, path string, body dom.JSON, etag string) (dom.Reply, bool) {
	f.tell("", nil)
	if text := method + path + etag + body.String(); f.sent != text {
		f.sent, f.key = text, dom.Random(16)
	}
	r := f.askWith(method, path, body, etag, f.key)
	if r.Status == 200 || r.Status == 201 {
		f.unsaved = false
		return r, true
	}
	if r.Status >= 400 && r.Status < 500 {
		f.sent = "" // it was refused; of any other fault nobody knows whether it came through
	}
	f.refused(r)
	return r, false
}

// callBut calls where the page itself may have something against what was filled in. A field that the service does not know then goes
// along: it makes the service refuse the whole, so that nothing is done, and say what else is wrong.
func (f *form) callBut(method, path string, body dom.JSON, own ...problem) (dom.Reply, bool) {
	if len(own) == 0 {
		return f.call(method, path, body, "")
	}
	r := f.askWith(method, path, body.Set(stranger, ""), "", dom.Random(16))
	if r.Status != 422 {
		f.tell(f.problemOf(r), own)
		return r, false
	}
	var all []problem
	for _, p := range problems(r) {
		if p.field != stranger {
			all = append(all, p)
		}
	}
	f.tell(f.problemOf(r), append(all, own...))
	return r, false
}

// stranger is a field of the page that no call knows.
const stranger = "repeat"

// repeated is what is wrong where a password was not written twice alike.
func (f *form) repeated(secret string) []problem {
	if f.of(secret).value() == f.of(stranger).value() {
		return nil
	}
	return []problem{{stranger, f.say(sayNotSame)}}
}

// refused tells what the service has against it.
func (f *form) refused(r dom.Reply) { f.tell(f.problemOf(r), problems(r)) }

// tell shows what is wrong: at each field, and in a box above that takes the keyboard. What names no field of the form is told in
// the box alone.
func (f *form) tell(lead string, all []problem) {
	for _, x := range f.fields {
		x.tell("")
	}
	f.box.Show(lead != "" || len(all) > 0).Fill()
	if f.box.Hidden() {
		return
	}
	list := dom.New("ul", "")
	for _, p := range all {
		x := f.named(p.field)
		if x == nil {
			text := p.message
			if p.field != "" {
				text = f.fieldName(p.field) + f.say(sayColon) + p.message
			}
			list.Append(dom.Words("li", "", text))
			continue
		}
		message := p.message
		if x.one && x.value() == "" && message == f.say(sayNothing) {
			message = f.say(sayChooseOne)
		}
		x.tell(message)
		way := dom.Words("a", "", x.label+f.say(sayColon)+message).Attr("href", "#"+x.input.Get("id"))
		way.Keep("click")
		way.On("click", func(dom.Node) { x.focus.Focus() })
		list.Append(dom.New("li", "", way))
	}
	if lead == "" {
		lead = f.say(sayMend)
	}
	f.box.Append(dom.Words("h3", "", lead))
	if len(all) > 0 {
		f.box.Append(list)
	}
	f.box.Focus()
}

// named finds the field that the service means, nil where the form has none.
func (f *form) named(field string) *field {
	if n := len(f.under); len(field) > n && field[:n] == f.under {
		field = field[n:]
	}
	if x := f.of(field); x != nil {
		return x
	}
	return f.of(trunk(field))
}

// trunk is a field's name up to the first part of it: missing[0] is missing.
func trunk(field string) string {
	for i := range len(field) {
		if field[i] == '[' || field[i] == '.' {
			return field[:i]
		}
	}
	return field
}

// tell says at the field what is wrong with it; empty is nothing.
func (x *field) tell(message string) {
	x.error.Text(message).Show(message != "")
	if message == "" {
		x.input.Without("aria-invalid")
	} else {
		x.input.Attr("aria-invalid", "true")
	}
}

// fill puts a value into a field before it is shown.
func (x *field) fill(value string) *field {
	x.set(value)
	return x
}

// hint tells the browser what kind of text it is, for its keyboard and for what it knows of the person.
func (x *field) hint(mode, fill string) *field {
	x.input.Attr("inputmode", mode).Attr("autocomplete", fill)
	return x
}

// cancel adds a way back beside the form's button.
func (f *form) cancel(screen string) *form {
	f.buttons.Append(dom.Words("a", "", f.say(sayBack)).Attr("href", to(screen)))
	return f
}
