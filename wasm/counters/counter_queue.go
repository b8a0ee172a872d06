//go:build js && wasm

package main

import (
	"slices"

	"jifen/rules"
	"jifen/rules/process"
	"jifen/wasm/dom"
)

// Lists of applications: what is pressing, what stands in one state, what was looked for.

// queue lists the applications in a state: the oldest first while they go on.
func (v *visit) queue(name string) {
	state, known := process.StateNamed(name)
	if !known {
		v.counterHome()
		return
	}
	all := v.newRoll("/v1/applications?state="+name, dom.New("ol", "cases"), v.caseRow)
	if !all.first() {
		return
	}
	order := sayOldestFirst
	if !state.Open() {
		order = sayNewestFirst
	}
	v.show(v.say(state.Meaning().Label), dom.Words("p", "small", v.say(order)), all.node(sayNoCases))
}

// caseRow is an application in a list: whose, where it stands, and by when something is to be done.
func (v *visit) caseRow(a dom.JSON) dom.Node {
	what := a.At("label").Text() + v.say(sayComma) + v.say(kindNames[a.At("kind").Text()])
	from := a.At("employer").Text()
	if v.is("auditor") && a.At("district").Text() != "" {
		from = v.say(process.DistrictName(a.At("district").Text())) + v.say(sayComma) + from
	}
	if on := a.At("submitted_on").Text(); on != "" {
		from += v.say(saySubmittedOn, v.day(on))
	}
	item := dom.New("li", "", dom.New("p", "", dom.Words("a", "", a.At("name").Text()).Attr("href", to("applications/"+a.At("id").Text())), dom.Words("span", "", what)),
		dom.Words("p", "small", from))
	if due := a.At("due_on").Text(); due != "" {
		item.Append(dom.New("p", "turn", dom.Words("span", "", v.say(sayDue, v.day(due))), v.late(due)))
	}
	return item
}

// mostLooked is how many pages of what is in review are read to find those that are due first: the list itself goes by age.
const mostLooked = 5

// pressing are the applications at which it is the officer's turn: by the day on which a decision is due, so that what is late comes
// first, then those without such a day, as they came.
func (v *visit) pressing() (all []dom.JSON, ok bool) {
	cursor := ""
	for range mostLooked {
		r, ok := v.get("/v1/applications?state=in_review&limit=200" + cursor)
		if !ok {
			return nil, false
		}
		all = append(all, r.Body.At("items").Items()...)
		if !r.Body.At("next").There() {
			break
		}
		cursor = "&cursor=" + r.Body.At("next").Text()
	}
	slices.SortStableFunc(all, func(a, b dom.JSON) int {
		x, _ := rules.ParseDate(a.At("due_on").Text())
		y, _ := rules.ParseDate(b.At("due_on").Text())
		return int(x) - int(y)
	})
	for _, state := range []process.State{process.Submitted, process.Checking} {
		r, ok := v.get("/v1/applications?limit=10&state=" + state.String())
		if !ok {
			return nil, false
		}
		all = append(all, r.Body.At("items").Items()...)
	}
	return all, true
}

// search looks for an application by what is asked for. Where one is found it opens.
func (v *visit) search(label, help rules.Text) dom.Node {
	found := dom.New("div", "").Attr("role", "status")
	f := v.newForm("applications", v.say(sayFindIt), func(f *form) {
		q := f.of("q").value()
		if q == "" {
			f.tell("", []problem{{"q", f.say(sayWriteFirst)}})
			return
		}
		f.tell("", nil)
		all := v.newRoll("/v1/applications?q="+inAddress(q), dom.New("ul", "cases"), v.caseRow)
		r := all.fetch()
		switch items := r.Body.At("items").Items(); {
		case r.Status != 200:
			f.refused(r)
		case len(items) == 1:
			v.open("applications/" + items[0].At("id").Text())
		default:
			found.Fill(all.node(sayNotFound))
		}
	})
	f.light = true
	f.text("q", label, help, "")
	return dom.New("section", "", f.node, found)
}

// inAddress writes a text as it stands in an address.
func inAddress(text string) string {
	const figures = "0123456789ABCDEF"
	var out []byte
	for _, b := range []byte(text) {
		plain := b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || b == '-' || b == '_'
		if plain {
			out = append(out, b)
		} else {
			out = append(out, '%', figures[b>>4], figures[b&15])
		}
	}
	return string(out)
}

var (
	sayOldestFirst = rules.Text{ZH: "等得最久的在前。", EN: "Those that have waited longest come first."}
	sayNewestFirst = rules.Text{ZH: "新的在前。", EN: "The newest come first."}
	saySubmittedOn = rules.Text{ZH: "，{}提交", EN: ", submitted on {}"}
	sayDue         = rules.Text{ZH: "不晚于{}核定", EN: "Decide by {}"}
	sayFindIt      = rules.Text{ZH: "查找", EN: "Find"}
	sayWriteFirst  = rules.Text{ZH: "先写要查找什么", EN: "say what to look for"}
	sayNotFound    = rules.Text{ZH: "没有找到。姓名要写全；收件凭证请对一遍。", EN: "Nothing was found. A name must be whole; please check the receipt."}
)
