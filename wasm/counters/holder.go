//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/process"
	"jifen/wasm/dom"
)

// The permit holder's desk.

var holderScreens = append(append([]screen{
	{"applications/*", (*visit).holderOne},
	{"applications/*/withdraw", func(v *visit, id string) { v.holderStep(id, "withdraw") }},
	{"applications/*/review", func(v *visit, id string) { v.holderStep(id, "request_review") }},
	{"open", (*visit).holderOpen},
	{"data", (*visit).holderData},
	{"data/leave", (*visit).holderLeave},
	{"data/erase", (*visit).holderErase},
}, fillScreens...), paperScreens...)

var holderWays = []way{
	{"", rules.Text{ZH: "我的申请", EN: "My applications"}},
	{"data", rules.Text{ZH: "我的信息", EN: "My data"}},
}

// holderHome shows the holder's application, or where there are several the list of them.
func (v *visit) holderHome() {
	r, ok := v.get("/v1/applications")
	if !ok {
		return
	}
	items := r.Body.At("items").Items()
	switch {
	case len(items) == 0:
		v.show(v.say(sayMineNone), dom.Words("p", "", v.say(sayMineNoneWhy)), v.opens(items))
	case len(items) == 1 && !r.Body.At("next").There():
		v.holderOne(items[0].At("id").Text())
	default:
		list := dom.New("ul", "tasks")
		more := dom.New("p", "buttons")
		v.listMine(list, more, r.Body)
		v.show(v.say(sayMineTitle), v.opens(items), list, more)
	}
}

// listMine adds a page of the list, and the way to the next one.
func (v *visit) listMine(list, more dom.Node, page dom.JSON) {
	for _, a := range page.At("items").Items() {
		link := dom.Words("a", "", v.say(kindNames[a.At("kind").Text()])).Attr("href", to("applications/"+a.At("id").Text()))
		list.Append(dom.New("li", "", dom.New("span", "", link, dom.Words("span", "small", v.say(sayMineRow, v.moment(a.At("created_at").Text()), a.At("employer").Text()))),
			dom.Words("strong", "", a.At("label").Text())))
	}
	more.Fill()
	if next := page.At("next").Text(); next != "" {
		more.Append(dom.Button("", v.say(sayMineMore), func() {
			go func() {
				if r := v.ask("GET", "/v1/applications?cursor="+next, dom.JSON{}, ""); r.Status == 200 {
					v.listMine(list, more, r.Body)
				}
			}()
		}))
	}
}

// opens leads to the opening of another application, where none goes on: after a decision that is the confirmation, which waits for
// the permit's renewal.
func (v *visit) opens(items []dom.JSON) dom.Node {
	words, class := sayMineOpen, ""
	if len(items) == 0 {
		class = "main"
	}
	for _, a := range items {
		if state, known := process.StateNamed(a.At("state").Text()); known && state.Open() {
			return dom.Node{}
		}
		if a.At("decided_on").There() {
			words = sayMineRenewed
		}
	}
	return dom.New("p", "buttons", dom.Words("a", class, v.say(words)).Attr("href", to("open")))
}

// holderOne shows one application: where it stands, what is to do, what came of it, and what has happened.
func (v *visit) holderOne(id string) {
	r, ok := v.get("/v1/applications/" + id)
	if !ok {
		return
	}
	a := r.Body
	v.show(v.say(kindNames[a.At("kind").Text()]), v.stands(a), v.returnedFor(a), v.fillTasks(a), v.decidedLines(a), v.prints(a), v.holderSteps(a), v.opens([]dom.JSON{a}),
		v.journey(a), v.holderPapers(a), v.holderContent(a), v.folded(sayMineMessages, v.messages(a)), v.folded(sayMineHistory, v.history(a)))
}

// folded is a part that opens.
func (v *visit) folded(label rules.Text, body dom.Node) dom.Node {
	return dom.New("details", "", dom.Words("summary", "", v.say(label)), body)
}

// returnedFor says why an application was returned: all that is missing, and the officer's words. It is nothing in any other state.
func (v *visit) returnedFor(a dom.JSON) dom.Node {
	events := a.At("events").Items()
	if a.At("state").Text() != process.Returned.String() {
		return dom.Node{}
	}
	for i := len(events) - 1; i >= 0; i-- {
		if events[i].At("step").Text() != "return" {
			continue
		}
		said := events[i].At("said")
		box := dom.New("section", "warn", dom.Words("h3", "", v.say(sayMineReturned)))
		list := dom.New("ul", "")
		for _, id := range said.At("missing").Items() {
			list.Append(dom.Words("li", "", paperName(a, id.Text())))
		}
		if len(list.Children()) > 0 {
			box.Append(list)
		}
		if note := said.At("note").Text(); note != "" {
			box.Append(dom.Words("p", "", note))
		}
		return box
	}
	return dom.Node{}
}

// paperName is what a paper is called, its id where the claim needs it no more.
func paperName(a dom.JSON, id string) string {
	for _, p := range a.At("papers").Items() {
		if p.At("id").Text() == id {
			return p.At("label").Text()
		}
	}
	return id
}

// holderSteps are the steps that the holder can take now.
func (v *visit) holderSteps(a dom.JSON) dom.Node {
	box := dom.New("p", "buttons")
	for _, step := range a.At("possible_steps").Items() {
		if path, own := stepPaths[step.Text()]; own {
			box.Append(dom.Words("a", "", v.say(process.StepNamed(step.Text()).Label)).Attr("href", to("applications/"+a.At("id").Text()+"/"+path)))
			if by := reviewUntil(a); step.Text() == "request_review" && by != 0 {
				box.Append(dom.Words("span", "small", v.say(sayMineBy, v.day(by.String()))))
			}
		}
	}
	if len(box.Children()) == 0 {
		return dom.Node{}
	}
	return box
}

// stepPaths are the screens of a holder's steps.
var stepPaths = map[string]string{"withdraw": "withdraw", "request_review": "review"}

// holderStep asks for the reason, and takes a step.
func (v *visit) holderStep(id, name string) {
	r, ok := v.get("/v1/applications/" + id)
	if !ok {
		return
	}
	step, etag := process.StepNamed(name), r.ETag
	f := v.newForm("steps", v.say(step.Label), func(f *form) {
		r, ok := f.call("POST", "/v1/applications/"+id+"/steps", f.body().Set("step", name), etag)
		switch {
		case ok:
			v.then("applications/"+id, v.say(process.Done(name))+v.say(sayMineStop))
		case r.Status == 412: // said first how it stands now; pressing again is then meant
			if now := v.ask("GET", "/v1/applications/"+id, dom.JSON{}, ""); now.Status == 200 {
				etag = now.ETag
				f.tell(v.say(sayMineChanged, now.Body.At("words").At("label").Text()), nil)
			}
		}
	})
	f.words("reason", sayMineReason, mineReasons[name])
	f.cancel("applications/" + id)
	words := v.say(step.Means())
	if name == "withdraw" { // a review says its last day below
		words = v.stepMeans(r.Body, name)
	}
	parts := []dom.Node{dom.Words("p", "", words)}
	if by := reviewUntil(r.Body); name == "request_review" && by != 0 {
		parts = append(parts, dom.Words("p", "", v.say(sayMineReviewBy, v.day(by.String()))))
	}
	v.show(v.say(step.Label), append(parts, f.node)...)
}

// reviewUntil is the last day on which a review can be asked for, 0 where the law of today sets none.
func reviewUntil(a dom.JSON) rules.Date {
	limit := process.Deadline(inForceNow(), "review_request")
	if limit == nil {
		return 0
	}
	ended, _ := rules.ParseDate(a.At("decided_on").Text())
	for _, e := range a.At("events").Items() { // a rejection bears no such day
		if e.At("to").Text() == process.Rejected.String() {
			ended = dateOf(e.At("at").Text())
		}
	}
	if ended == 0 {
		return 0
	}
	return limit.After(nil, ended)
}
