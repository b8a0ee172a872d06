//go:build js && wasm

package main

import (
	"jifen/qr"
	"jifen/rules"
	"jifen/rules/process"
	"jifen/wasm/dom"
)

// What every desk shows of an application, as the service tells it.

// stands says where an application is, what that means, whose turn it is and by when.
func (v *visit) stands(a dom.JSON) dom.Node {
	words := a.At("words")
	box := dom.New("section", "stands", dom.New("p", "state", dom.Words("strong", "", words.At("label").Text()))).
		Attr("data-state", a.At("state").Text()).Attr("aria-label", v.say(sayWhere))
	box.Append(dom.Words("p", "", words.At("means").Text()), dom.Words("p", "", words.At("next").Text()))
	if awaited := words.At("awaited").Items(); len(awaited) > 0 {
		list := dom.New("ul", "")
		for _, one := range awaited {
			list.Append(dom.Words("li", "", one.Text()))
		}
		box.Append(list)
	}
	if turn := v.turnOf(a); turn.There() {
		box.Append(turn)
	}
	return box
}

// turnOf says whose turn it is and by when: what is late in words, and not in colour alone. It is nothing where nobody need do anything.
func (v *visit) turnOf(a dom.JSON) dom.Node {
	who := a.At("next_actor").Text()
	if who == "" {
		return dom.Node{}
	}
	line := dom.New("p", "turn", dom.Words("span", "", v.say(sayTurn, v.say(roleNames[who]))))
	if due := a.At("due_on").Text(); due != "" {
		line.Append(dom.Words("span", "", v.say(sayBy, v.day(due))), v.late(due))
	}
	return line
}

// late says how many days a day is past, nothing where it is not.
func (v *visit) late(due string) dom.Node {
	on, ok := rules.ParseDate(due)
	if days := today().Days() - on.Days(); ok && days > 0 {
		return dom.Words("strong", "late", v.say(sayLate, itoa(days)))
	}
	return dom.Node{}
}

// journey draws the way of an application: what is done, what is now and what comes.
func (v *visit) journey(a dom.JSON) dom.Node {
	state, _ := process.StateNamed(a.At("state").Text())
	when := map[string]string{} // the last time at which a state was reached
	for _, e := range a.At("events").Items() {
		if e.At("from").Text() != e.At("to").Text() {
			when[e.At("to").Text()] = e.At("at").Text()
		}
	}
	return v.line(state, a.At("kind").Text(), when)
}

// straight is the states of an application that nothing stops.
var straight = []process.State{process.Draft, process.Submitted, process.Checking, process.InReview, process.Decided, process.Collected}

// line draws the stations. One that was returned, withdrawn or rejected stands after the last station that it reached.
func (v *visit) line(state process.State, kind string, when map[string]string) dom.Node {
	stations := straight
	at := -1
	for i, s := range straight {
		if s == state {
			at = i
		}
	}
	if at < 0 { // it left the straight way
		last := 0
		for i, s := range straight {
			if when[s.String()] != "" && i < 4 {
				last = i
			}
		}
		stations = append(append([]process.State{}, straight[:last+1]...), state)
		at = last + 1
		if state == process.Returned {
			stations = append(stations, straight[1:]...)
		}
	}
	list := dom.New("ol", "stations")
	for i, s := range stations {
		item := dom.New("li", "", dom.Words("strong", "", v.say(s.Meaning().Label)))
		status := sayToCome
		switch {
		case i < at || i == at && s == process.Collected:
			item.Class("past", true)
			status = sayDone
		case i == at:
			item.Class("now", true).Attr("aria-current", "step")
			status = sayNow
		}
		item.Append(dom.Words("span", "hidden", v.say(status)))
		if on := when[s.String()]; on != "" && i <= at {
			item.Append(dom.Words("span", "small", v.moment(on)))
		}
		list.Append(item)
	}
	return dom.New("section", "", dom.Words("h3", "", v.say(sayJourney)), list)
}

// points shows a result line by line, but for what was not claimed.
func (v *visit) points(result dom.JSON) dom.Node {
	body := dom.New("tbody", "")
	for _, x := range result.At("lines").Items() {
		if x.At("points").Int() == 0 && x.At("worth").Int() == 0 && !x.At("range").There() {
			continue // not claimed
		}
		body.Append(v.pointsRow(x))
	}
	total := dom.New("tr", "total", dom.Words("th", "", v.say(sayTotal)).Attr("scope", "row"), dom.New("td", ""), dom.New("td", "clause"), dom.Words("td", "num", span(result, "total")))
	table := dom.New("table", "scored", dom.New("thead", "", dom.New("tr", "", v.column(sayColLine, ""), v.column(sayColWhy, ""), v.column(sayColClause, "clause"), v.column(sayColPoints, "num"))),
		body, dom.New("tfoot", "", total))
	box := dom.New("div", "", scrolls(v.say(sayColPoints), table))
	for _, r := range result.At("ineligible").Items() {
		box.Append(dom.Words("p", "warn", r.At("why").Text()))
	}
	return box
}

func (v *visit) pointsRow(x dom.JSON) dom.Node {
	points := span(x, "points")
	if x.At("worth").Int() != 0 && !x.At("counted").True() {
		points = v.say(sayNotCounted)
	}
	source := rules.Source{Article: x.At("source").At("article").Text(), Confidence: x.At("source").At("confidence").Text()}
	clause := source.Where(v.lang) + " " + source.Confidence
	name := dom.New("th", "", dom.Words("span", "", v.lineName(x.At("id").Text())), dom.Words("span", "under", clause)).Attr("scope", "row") // where there is no room for its column
	return dom.New("tr", "", name, dom.Words("td", "", x.At("why").Text()), dom.Words("td", "clause", clause), dom.Words("td", "num", points))
}

// scrolls is a table that may be wider than the screen: it moves by the keyboard too.
func scrolls(label string, table dom.Node) dom.Node {
	return dom.New("div", "scroll", table).Attr("role", "region").Attr("tabindex", "0").Attr("aria-label", label)
}

func (v *visit) column(label rules.Text, class string) dom.Node {
	return dom.Words("th", class, v.say(label)).Attr("scope", "col")
}

// span is a figure, or where it is open its least and most.
func span(x dom.JSON, key string) string {
	if r := x.At("range"); !x.At(key).There() && r.There() {
		return itoa(r.At("min").Int()) + "–" + itoa(r.At("max").Int())
	}
	return itoa(x.At(key).Int())
}

// papers lists what must be brought.
func (v *visit) papers(a dom.JSON) dom.Node {
	list := dom.New("ul", "papers")
	for _, p := range a.At("papers").Items() {
		item := dom.New("li", "", dom.Words("span", "paper", p.At("label").Text()))
		if when := p.At("when").Text(); when != "" {
			item.Append(dom.Words("span", "when", " "+when))
		}
		item.Append(dom.Words("span", "from", v.paperFrom(p)))
		if here := v.taken(a, p.At("id").Text()); here != "" {
			item.Append(dom.Words("strong", "small", here))
		}
		list.Append(item)
	}
	return list
}

// paperFrom says in which form a paper is brought, who brings it, and whence it is, where that is somebody else.
func (v *visit) paperFrom(p dom.JSON) string {
	form, who, from := v.say(formNames[p.At("form").Text()]), v.say(roleNames[p.At("who").Text()]), p.At("from").Text()
	switch {
	case from == "" || from == who || from == v.say(saySelf):
		return v.say(sayPaperBy, form, who)
	case len(from) > len(who) && from[:len(who)] == who: // it says already who it is, and what they do to it
		return form + v.say(sayComma) + from
	}
	return v.say(sayPaperBy, form, who) + v.say(sayPaperSource, from)
}

// taken says whether a paper was received when the application was accepted. It is empty where that has not been, or it came back since.
func (v *visit) taken(a dom.JSON, id string) string {
	said := dom.JSON{}
	for _, e := range a.At("events").Items() {
		switch e.At("step").Text() {
		case "accept":
			said = e.At("said")
		case "return":
			said = dom.JSON{}
		}
	}
	switch {
	case !said.There():
		return ""
	case holds(said.At("papers"), id):
		return v.say(sayReceived)
	case holds(said.At("not_needed"), id):
		return v.say(sayNotBrought)
	}
	return ""
}

// history tells who did what, the newest first.
func (v *visit) history(a dom.JSON) dom.Node {
	list := dom.New("ol", "history")
	events := a.At("events").Items()
	for i := len(events) - 1; i >= 0; i-- {
		e := events[i]
		who := v.say(roleNames[e.At("role").Text()])
		if name := e.At("who").Text(); name != "" {
			who += " " + name
		}
		item := dom.New("li", "", dom.Words("strong", "", e.At("label").Text()), dom.Words("span", "small", v.moment(e.At("at").Text())+v.say(sayComma)+who))
		for _, key := range []string{"reason", "note"} {
			if words := e.At("said").At(key); words.IsText() {
				item.Append(dom.Words("p", "", words.Text()))
			}
		}
		list.Append(item)
	}
	return list
}

// messages tells which SMS are owed and were sent.
func (v *visit) messages(a dom.JSON) dom.Node {
	list := dom.New("ul", "history")
	for _, m := range a.At("messages").Items() {
		item := dom.New("li", "", dom.Words("strong", "", v.say(smsStates[m.At("state").Text()])),
			dom.Words("span", "small", v.say(roleNames[m.At("to").Text()])+" "+m.At("phone").Text()+v.say(sayComma)+v.moment(m.At("changed_at").Text())))
		if text := m.At("text").Text(); text != "" {
			item.Append(dom.Words("p", "", text))
		}
		list.Append(item)
	}
	if len(list.Children()) == 0 {
		return dom.Words("p", "", v.say(sayNoMessages))
	}
	return list
}

// entry is a line of a list of what somebody filled in.
type entry struct {
	label rules.Text
	value string
}

// entries lists them; what is empty says so.
func (v *visit) entries(all []entry) dom.Node {
	list := dom.New("dl", "entries")
	for _, e := range all {
		value := e.value
		if value == "" {
			value = v.say(sayEmpty)
		}
		list.Append(dom.New("div", "", dom.Words("dt", "", v.say(e.label)), dom.Words("dd", "", value)))
	}
	return list
}

// profile lists the form's part that gives no points.
func (v *visit) profile(p dom.JSON) dom.Node {
	var all []entry
	for _, f := range profileFields {
		value := p.At(f.key).Text()
		switch {
		case value == "unlimited":
			value = v.say(sayUnlimited)
		case f.width == "date":
			value = v.day(value)
		}
		all = append(all, entry{f.label, value})
	}
	return dom.New("div", "", v.entries(all), v.family(p))
}

// family lists who shares the permit; it is nothing where nobody does.
func (v *visit) family(p dom.JSON) dom.Node {
	all := p.At("family").Items()
	if len(all) == 0 {
		return dom.Node{}
	}
	body := dom.New("tbody", "")
	for _, m := range all {
		body.Append(dom.New("tr", "", dom.Words("th", "", m.At("name").Text()).Attr("scope", "row"), dom.Words("td", "", m.At("relation").Text()), dom.Words("td", "", m.At("id_number").Text())))
	}
	return scrolls(v.say(sayFamily), dom.New("table", "", dom.Words("caption", "", v.say(sayFamily)),
		dom.New("thead", "", dom.New("tr", "", v.column(sayName, ""), v.column(sayRelation, ""), v.column(sayDocument, ""))), body))
}

// code draws a QR code.
func (v *visit) code(text, label string) dom.Node {
	code, ok := qr.Encode(text, qr.M)
	if !ok {
		return dom.Node{}
	}
	side := itoa(code.Size + 8)
	return dom.SVG("svg", "class", "qr", "viewBox", "-4 -4 "+side+" "+side, "role", "img", "aria-label", label).Append(dom.SVG("path", "d", code.Path()))
}
