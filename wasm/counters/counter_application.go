//go:build js && wasm

package main

import (
	"slices"

	"jifen/rules"
	"jifen/rules/process"
	"jifen/wasm/dom"
)

// One application at the reception point: where it stands, what can be done now, and all that is known of it.

func (v *visit) counterApplication(id string) {
	r, ok := v.get("/v1/applications/" + id)
	if !ok {
		return
	}
	a := r.Body
	parts := []dom.Node{v.about(a), v.stands(a), v.offered(a), v.prints(a), v.journey(a), v.scored(a)}
	for _, p := range []struct {
		title rules.Text
		node  dom.Node
	}{
		{sayForm, v.profile(a.At("profile"))}, {sayItsPapers, v.papers(a)}, {sayHistory, v.history(a)}, {sayMessages, v.messages(a)},
	} {
		parts = append(parts, dom.New("section", "", dom.Words("h3", "", v.say(p.title)), p.node))
	}
	v.show(v.titleOf(a), parts...)
}

// titleOf names an application: whose, and which kind.
func (v *visit) titleOf(a dom.JSON) string {
	return a.At("profile").At("name").Text() + v.say(sayColon) + v.say(kindNames[a.At("kind").Text()])
}

// about says of which employer it is, and by which receipt it is known.
func (v *visit) about(a dom.JSON) dom.Node {
	line := dom.New("p", "small", dom.Words("span", "", a.At("employer").Text()))
	if receipt := a.At("receipt").Text(); receipt != "" {
		line.Append(dom.Words("span", "", v.say(sayReceiptIs)), dom.Words("code", "whole", receipt))
	}
	return line
}

// offered lists the steps that can be taken now, the next one first.
func (v *visit) offered(a dom.JSON) dom.Node {
	box := dom.New("section", "", dom.Words("h3", "", v.say(sayNextSteps)))
	list := dom.New("ul", "offered")
	receipt := v.is("officer") && accepted(a)
	if receipt {
		list.Append(dom.New("li", "", dom.Words("a", "main", v.say(sayPrintReceipt)).Attr("href", to("applications/"+a.At("id").Text()+"/paper/receipt")), dom.Words("span", "small", v.say(sayReceiptWaits))))
	}
	for i, id := range nextFirst(a.At("possible_steps")) {
		step, class := process.StepNamed(id), ""
		if i == 0 && !receipt && !slices.Contains(never, id) {
			class = "main"
		}
		list.Append(dom.New("li", "", dom.Words("a", class, v.say(step.Label)).Attr("href", to("applications/"+a.At("id").Text()+"/"+id)), dom.Words("span", "small", v.say(step.Means()))))
	}
	if len(list.Children()) > 0 {
		return box.Append(list)
	}
	if state, _ := process.StateNamed(a.At("state").Text()); v.is("officer") && state == process.InReview {
		return box.Append(dom.Words("p", "", v.say(sayAnother)))
	}
	return dom.Node{}
}

// accepted says whether the last that was done to an application is that it was accepted: whoever brought the papers still waits.
func accepted(a dom.JSON) bool {
	events := a.At("events").Items()
	return len(events) > 0 && events[len(events)-1].At("step").Text() == "accept" && a.At("receipt").There()
}

// first are steps in the order in which they are usually taken, and never those that are no next step but a way out.
var (
	first = []string{"accept", "request_archive", "send_diploma", "archive_arrived", "diploma_result", "decide", "collect"}
	never = []string{"return", "reject", "reopen"}
)

// nextFirst puts the steps that the service offers in the order in which they are shown. Asking for the file, or for the diplomas, is
// next only until there is an answer to wait for.
func nextFirst(possible dom.JSON) []string {
	var offered, again []string
	for _, one := range possible.Items() {
		offered = append(offered, one.Text())
	}
	var all []string
	answers := map[string]string{"request_archive": "archive_arrived", "send_diploma": "diploma_result"}
	for _, id := range first {
		switch {
		case !slices.Contains(offered, id):
		case slices.Contains(offered, answers[id]):
			again = append(again, id)
		default:
			all = append(all, id)
		}
	}
	all = append(all, again...)
	for _, id := range never {
		if slices.Contains(offered, id) {
			all = append(all, id)
		}
	}
	return all
}

// scored shows the points line by line: as decided, with what was said of the lines that differ, or else as claimed.
func (v *visit) scored(a dom.JSON) dom.Node {
	title := v.say(sayClaimed)
	if on := a.At("submitted_on").Text(); on != "" {
		title = v.say(sayClaimedOn, v.day(on))
	}
	if a.At("notice").There() || a.At("state").Text() == process.Decided.String() || a.At("state").Text() == process.Collected.String() {
		title = v.say(sayPointsDecided, v.day(a.At("decided_on").Text()))
	}
	box := dom.New("section", "", dom.Words("h3", "", title), v.points(a.At("result")))
	notes := a.At("notes")
	list := dom.New("dl", "entries")
	for _, line := range notes.Keys() {
		list.Append(dom.New("div", "", dom.Words("dt", "", v.lineName(line)), dom.Words("dd", "", notes.At(line).Text())))
	}
	if len(list.Children()) > 0 {
		box.Append(dom.Words("h4", "", v.say(sayWhyDiffers)), list)
	}
	return box
}

var (
	sayForm          = rules.Text{ZH: "申请表", EN: "The form"}
	sayItsPapers     = rules.Text{ZH: "材料", EN: "Papers"}
	sayHistory       = rules.Text{ZH: "经过", EN: "What has happened"}
	sayMessages      = rules.Text{ZH: "短信", EN: "SMS"}
	sayReceiptIs     = rules.Text{ZH: "，收件凭证 ", EN: ", receipt "}
	sayNextSteps     = rules.Text{ZH: "现在能办的", EN: "What can be done now"}
	sayPrintReceipt  = rules.Text{ZH: "打印收件凭证", EN: "Print the receipt"}
	sayReceiptWaits  = rules.Text{ZH: "交材料的人在等它。", EN: "Whoever brought the papers waits for it."}
	sayAnother       = rules.Text{ZH: "上一次是你核定的，这一次由另一位工作人员核定。", EN: "The last decision was yours; another officer takes this one."}
	sayClaimed       = rules.Text{ZH: "申报的积分", EN: "The points claimed"}
	sayClaimedOn     = rules.Text{ZH: "申报的积分，按 {} 计", EN: "The points claimed, as of {}"}
	sayPointsDecided = rules.Text{ZH: "核定的积分，{}", EN: "The points as decided on {}"}
	sayWhyDiffers    = rules.Text{ZH: "为什么和申报的不同", EN: "Why they differ from the claim"}
)
