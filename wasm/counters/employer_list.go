//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// Lists that come page by page, and searching them.

var (
	sayListMore = rules.Text{ZH: "再看一些", EN: "Show more"}
	sayListFind = rules.Text{ZH: "查找", EN: "Find"}
	sayListNone = rules.Text{ZH: "没有找到。", EN: "Nothing was found."}
	sayListHere = rules.Text{ZH: "这里列出 {} 条。", EN: "Listed here: {}."}
)

// address puts parameters behind a path, in pairs; an empty one is left out.
func address(path string, pairs ...string) string {
	join := "?"
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			path += join + pairs[i] + "=" + dom.Escape(pairs[i+1])
			join = "&"
		}
	}
	return path
}

// found is what a search found, with a line that says aloud how much it is.
func (v *visit) found(r dom.Reply, more func(cursor string) string, row func(dom.JSON) dom.Node) dom.Node {
	n := len(r.Body.At("items").Items())
	count := dom.New("p", "small").Attr("role", "status")
	if n > 0 {
		count.Text(v.say(sayListHere, itoa(n)))
	}
	return dom.New("div", "", count, v.rows(r, more, row, dom.Words("p", "", v.say(sayListNone))))
}

// rows shows a list's first page and, below, a way to the next one; where the page is empty it shows that instead. More gives the
// address of the page at a cursor.
func (v *visit) rows(r dom.Reply, more func(cursor string) string, row func(dom.JSON) dom.Node, empty dom.Node) dom.Node {
	list := dom.New("ul", "listed")
	for _, x := range r.Body.At("items").Items() {
		list.Append(row(x))
	}
	next := r.Body.At("next").Text()
	if len(list.Children()) == 0 && next == "" {
		return empty
	}
	box := dom.New("div", "", list)
	if next != "" {
		box.Append(v.nextPage(list, next, more, row))
	}
	return box
}

// nextPage is a button that puts the next page at the end of the list, and the keyboard onto the first that is new.
func (v *visit) nextPage(list dom.Node, next string, more func(cursor string) string, row func(dom.JSON) dom.Node) dom.Node {
	wrong := dom.New("p", "error").Attr("role", "alert").Show(false)
	var button dom.Node
	button = dom.Button("", v.say(sayListMore), func() {
		go func() {
			r := v.ask("GET", more(next), dom.JSON{}, "")
			if r.Status != 200 {
				wrong.Text(v.problemOf(r)).Show(true)
				return
			}
			wrong.Show(false)
			var first dom.Node
			for _, x := range r.Body.At("items").Items() {
				one := row(x)
				list.Append(one)
				if !first.There() {
					first = one
				}
			}
			if next = r.Body.At("next").Text(); next == "" {
				button.Remove()
			}
			first.Attr("tabindex", "-1").Focus()
		}()
	})
	return dom.New("div", "", wrong, dom.New("p", "buttons", button))
}
