//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/process"
	"jifen/wasm/ask"
	"jifen/wasm/dom"
)

// What a holder sees of an application beside where it stands.

func inForceNow() *rules.Edition { return ask.InForce(today()) }

// decidedLines shows a decision line by line, beside what was claimed where the two differ, with the officer's reason. It is nothing
// before a decision.
func (v *visit) decidedLines(a dom.JSON) dom.Node {
	state := a.At("state").Text()
	if !a.At("verified").There() || state != process.Decided.String() && state != process.Collected.String() {
		return dom.Node{}
	}
	claim := v.claimed(a)
	claimed := claim.At("lines").Items()
	result, notes := a.At("result"), a.At("notes")
	body := dom.New("tbody", "")
	for i, x := range result.At("lines").Items() {
		was := claimed[i]
		if idle(x) && idle(was) {
			continue
		}
		body.Append(v.decidedRow(x, was, notes.At(x.At("id").Text()).Text()))
	}
	foot := dom.New("tr", "total", dom.Words("th", "", v.say(sayTotal)).Attr("scope", "row"), dom.Words("td", "num", span(claim, "total")), dom.Words("td", "num", span(result, "total")), dom.New("td", ""))
	table := dom.New("table", "", dom.New("thead", "", dom.New("tr", "", v.column(sayColLine, ""), v.column(sayMineClaimed, "num"), v.column(sayMineVerified, "num"), v.column(sayColWhy, ""))),
		body, dom.New("tfoot", "", foot))
	return dom.New("section", "", dom.Words("h3", "", v.say(sayMineDecided, span(result, "total"))), dom.Words("p", "", v.inSentence(result)), scrolls(v.say(sayMineDecided, span(result, "total")), table), v.codes(a))
}

// idle says whether nothing was claimed on a line.
func idle(x dom.JSON) bool {
	return x.At("points").Int() == 0 && x.At("worth").Int() == 0 && !x.At("range").There()
}

// claimed is the result of the claim, as it was on the day of submission.
func (v *visit) claimed(a dom.JSON) dom.JSON {
	facts, _ := applicant.Read([]byte(a.At("facts").String()), rules.Latest, v.lang)
	on, ok := rules.ParseDate(a.At("submitted_on").Text())
	if facts == nil || !ok {
		return a.At("result")
	}
	return reckoned(facts, on, v.lang)
}

func (v *visit) decidedRow(x, was dom.JSON, note string) dom.Node {
	why := dom.New("td", "", dom.Words("span", "", x.At("why").Text()))
	row := dom.New("tr", "", dom.Words("th", "", v.lineName(x.At("id").Text())).Attr("scope", "row"), dom.Words("td", "num", v.pointsWords(was)), dom.Words("td", "num", v.pointsWords(x)), why)
	if span(x, "points") != span(was, "points") {
		row.Class("differs", true)
		why.Append(dom.Words("strong", "", v.say(sayMineDiffers)))
	}
	if note != "" {
		why.Append(dom.Words("span", "note", v.say(sayMineNote, note)))
	}
	return row
}

// pointsWords is a line's points; what counts for nothing beside another line says so.
func (v *visit) pointsWords(x dom.JSON) string {
	if x.At("worth").Int() != 0 && !x.At("counted").True() {
		return v.say(sayNotCounted)
	}
	return span(x, "points")
}

// codes are the receipt and the notice's code, with what each is good for.
func (v *visit) codes(a dom.JSON) dom.Node {
	box := dom.New("div", "")
	if receipt := a.At("receipt").Text(); receipt != "" {
		box.Append(dom.New("p", "", dom.Words("span", "", v.say(sayMineReceipt)), dom.Words("code", "", receipt), dom.Words("span", "", " "), dom.Words("a", "", v.say(sayMineTrack)).Attr("href", v.site+"/track/")))
	}
	if code := a.At("notice").At("code").Text(); code != "" {
		box.Append(dom.New("p", "", dom.Words("span", "", v.say(sayMineCode)), dom.Words("code", "", code), dom.Words("span", "", " "), dom.Words("a", "", v.say(sayMineVerify)).Attr("href", v.site+"/notice/")))
	}
	return box
}

// holderPapers lists what must be brought, from the submission on until it is accepted it is open to the eye.
func (v *visit) holderPapers(a dom.JSON) dom.Node {
	if len(a.At("papers").Items()) == 0 {
		return dom.Node{}
	}
	state := a.At("state").Text()
	wanted := state == process.Submitted.String() || state == process.Returned.String()
	return v.folded(sayMinePapers, dom.New("div", "", dom.Words("p", "", v.say(sayMinePapersWhy)), v.papers(a))).SetOpen(wanted)
}

// holderContent shows what was filled in.
func (v *visit) holderContent(a dom.JSON) dom.Node {
	s := v.readFilled(a)
	box := dom.New("div", "", v.profile(a.At("profile")), v.factEntries(s))
	if p := a.At("previous"); p.There() {
		box.Append(dom.Words("h4", "", v.say(sayMineElsewhere)), v.previous(p))
	}
	if a.At("receipt").There() && !a.At("notice").There() {
		box.Prepend(v.codes(a))
	}
	return v.folded(sayMineContent, box)
}

// previous shows a decision made elsewhere.
func (v *visit) previous(p dom.JSON) dom.Node {
	return v.entries([]entry{{sayMineNumber, p.At("notice_number").Text()}, {sayMineDecidedOn, v.day(p.At("decided_on").Text())},
		{sayMineTotalThen, itoa(p.At("total").Int())}, {sayMinePermitThen, v.day(p.At("permit_valid_until").Text())}})
}
