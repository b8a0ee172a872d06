//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/tables"
	"jifen/wasm/dom"
)

// The notice of points: what was decided, with a code that anybody can check, and the same signed in a QR code.

var (
	sayTotalIs    = rules.Text{ZH: "核定总分", EN: "Total as decided"}
	sayByEdition  = rules.Text{ZH: "依据", EN: "Under"}
	sayLineByLine = rules.Text{ZH: "逐项分数", EN: "Line by line"}
	sayNoticeNo   = rules.Text{ZH: "通知书编号", EN: "Code of the notice"}
	sayVerifyHow  = rules.Text{ZH: "验证：扫二维码，或者打开 {}，填编号。没有网也能核对签名；是否已被代替，要联网查。", EN: "To check it scan the code, or open {} and enter the code. The signature can be checked off line; whether the notice was replaced, on line."}
	sayReplaces   = rules.Text{ZH: "本通知书代替以前的通知书。", EN: "This notice replaces earlier ones."}
	sayMayAsk     = rules.Text{ZH: "有异议的，可以在期限内申请复核。", EN: "Whoever disagrees may ask for a review in time."}
	sayNoticeQR   = rules.Text{ZH: "验证通知书的二维码", EN: "QR code by which the notice is checked"}
)

// result is the 积分通知书.
func (s *sheet) result(title rules.Text) {
	p, n := s.a.At("profile"), s.a.At("notice")
	s.top(title)
	s.node.Append(dom.New("div", "large-code", dom.New("div", "", s.words("p", "", sayTotalIs), dom.Words("p", "figures", itoa(s.a.At("result").At("total").Int()))),
		s.code(s.pageAddress("/notice/#"+n.At("signed").Text()), s.say(sayNoticeQR))))
	s.grid(
		[]box{s.own("name"), s.own("id_number")},
		[]box{{sayDecidedOn, dayOnPaper(s.a.At("decided_on").Text())}, {sayValidUntil, dayOnPaper(p.At("permit_valid_until").Text())}},
		[]box{{sayEmployer, s.a.At("employer").Text()}},
		[]box{{sayPoint, rules.Fill(sayPointOf.ZH, s.a.At("district").Text())}, {sayNoticeNo, n.At("code").Text()}},
		[]box{{sayByEdition, editionName(s.a.At("result").At("edition").Text())}},
	)
	s.head(sayLineByLine)
	s.points(s.a.At("notes"))
	if s.decisions() > 1 || s.a.At("previous").There() {
		s.node.Append(s.words("p", "", sayReplaces))
	}
	s.node.Append(s.words("p", "", sayMayAsk), s.words("p", "", sayVerifyHow, s.pageAddress("/notice/")))
}

// decisions is how often the application was decided.
func (s *sheet) decisions() (n int) {
	for _, e := range s.a.At("events").Items() {
		if e.At("step").Text() == "decide" {
			n++
		}
	}
	return n
}

// editionName is the title of an edition, with the number of its instrument.
func editionName(id string) string {
	for i := range tables.Editions {
		if e := &tables.Editions[i]; e.ID == id {
			return e.Title.ZH + "（" + e.Instrument + "）"
		}
	}
	return id
}
