//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// roll is a list that comes page by page: each further one when it is asked for.
type roll struct {
	*visit
	path  string // that lists, with or without a query
	next  string // where the page after those that are shown begins
	body  dom.Node
	draw  func(item dom.JSON) dom.Node
	fresh []dom.Node // what the last page brought
	last  dom.JSON   // the last page as it came
	more  dom.Node
	fault dom.Node
}

func (v *visit) newRoll(path string, body dom.Node, draw func(dom.JSON) dom.Node) *roll {
	l := &roll{visit: v, path: path, body: body, draw: draw, fault: dom.New("p", "error").Attr("role", "alert").Show(false)}
	l.more = dom.Button("", v.say(sayRollMore), func() { go l.further() })
	return l
}

// first reads the beginning. Where it cannot be had the screen says so.
func (l *roll) first() bool {
	if r := l.fetch(); r.Status != 200 {
		l.fail(r)
		return false
	}
	return !l.stale()
}

// fetch reads the next page and shows it.
func (l *roll) fetch() dom.Reply {
	at := l.path
	if l.next != "" {
		mark := "?"
		for i := range len(at) {
			if at[i] == '?' {
				mark = "&"
			}
		}
		at += mark + "cursor=" + l.next
	}
	r := l.ask("GET", at, dom.JSON{}, "")
	if r.Status != 200 {
		return r
	}
	l.fresh, l.last = nil, r.Body
	for _, item := range r.Body.At("items").Items() {
		if n := l.draw(item); n.There() {
			l.fresh = append(l.fresh, n)
		}
	}
	l.body.Append(l.fresh...)
	l.next = r.Body.At("next").Text()
	l.more.Show(l.next != "")
	return r
}

// further reads one more page; the keyboard goes on at its first item.
func (l *roll) further() {
	r := l.fetch()
	l.fault.Text("").Show(r.Status != 200)
	if r.Status != 200 {
		l.fault.Text(l.problemOf(r))
		return
	}
	if len(l.fresh) > 0 {
		l.fresh[0].Attr("tabindex", "-1").Focus()
	}
}

// node is the list with its button, or words where it is empty.
func (l *roll) node(empty rules.Text) dom.Node {
	if len(l.body.Children()) == 0 {
		return dom.Words("p", "", l.say(empty))
	}
	return dom.New("div", "", l.body, l.fault, dom.New("p", "buttons", l.more))
}

// filtered is a list with a field that narrows it. Where the list cannot be had the screen says so.
func (v *visit) filtered(name string, label, help, empty rules.Text, list func(q string) *roll) (dom.Node, bool) {
	all := list("")
	if !all.first() {
		return dom.Node{}, false
	}
	box := dom.New("div", "", all.node(empty)).Attr("role", "status")
	f := v.newForm(name, v.say(sayFindIt), func(f *form) {
		f.tell("", nil)
		l := list(f.of("q").value())
		if r := l.fetch(); r.Status == 200 {
			box.Fill(l.node(empty))
		} else {
			f.refused(r)
		}
	})
	f.light = true
	f.text("q", label, help, "")
	return dom.New("section", "", f.node, box), true
}

var sayRollMore = rules.Text{ZH: "再看一些", EN: "Show more"}
