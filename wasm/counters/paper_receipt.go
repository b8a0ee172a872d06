//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/process"
	"jifen/wasm/dom"
)

// What the reception point hands out while it checks: the receipt, and the letter by which the personal file is called in.

var (
	sayReceiptNo    = rules.Text{ZH: "凭证号", EN: "Number"}
	sayApplicant    = rules.Text{ZH: "申请人", EN: "Applicant"}
	sayAcceptedOn   = rules.Text{ZH: "受理日期", EN: "Accepted on"}
	sayAcceptedBy   = rules.Text{ZH: "经办人", EN: "By"}
	sayPoint        = rules.Text{ZH: "受理点", EN: "Reception point"}
	sayPointOf      = rules.Text{ZH: "{}区受理点", EN: "{}"}
	sayReceivedList = rules.Text{ZH: "收到的材料", EN: "Papers received"}
	sayNext         = rules.Text{ZH: "接下来", EN: "What comes next"}
	sayTrackHow     = rules.Text{ZH: "查进度：扫二维码，或者打开 {}，填凭证号和申请人身份证号码的最后四位。不用登录。", EN: "To see the progress scan the code, or open {} and enter the number and the last four of the applicant's ID number. No sign-in is needed."}
	sayTrackQR      = rules.Text{ZH: "查进度的二维码", EN: "QR code that leads to the progress"}
)

// last is the last event of a step, nothing where it was not taken.
func last(a dom.JSON, step string) dom.JSON {
	events := a.At("events").Items()
	for i := len(events) - 1; i >= 0; i-- {
		if events[i].At("step").Text() == step {
			return events[i]
		}
	}
	return dom.JSON{}
}

// receipt is the 收件凭证. It says nothing of the ID number: with the receipt alone nobody follows the application.
func (s *sheet) receipt(title rules.Text) {
	s.top(title)
	number := s.a.At("receipt").Text()
	accepted := last(s.a, "accept")
	code := s.code(s.pageAddress("/track/#"+number), s.say(sayTrackQR))
	s.node.Append(dom.New("div", "large-code", dom.New("div", "", s.words("p", "", sayReceiptNo), dom.Words("p", "figures", number)), code))
	s.grid(
		[]box{{sayApplicant, s.a.At("profile").At("name").Text()}, {sayKind, kindNames[s.a.At("kind").Text()].ZH}},
		[]box{{sayEmployer, s.a.At("employer").Text()}},
		[]box{{sayPoint, rules.Fill(sayPointOf.ZH, s.a.At("district").Text())}, {sayAcceptedBy, accepted.At("who").Text()}},
		[]box{{sayAcceptedOn, dayOnPaper(shanghaiDay(accepted.At("at").Text()))}},
	)
	s.head(sayReceivedList)
	s.received(accepted.At("said").At("papers").Items())
	s.head(sayNext)
	s.node.Append(s.words("p", "", process.Checking.Meaning().Next), s.words("p", "", sayTrackHow, s.pageAddress("/track/")))
}

// received lists the papers of the ids with which the application was accepted.
func (s *sheet) received(ids []dom.JSON) {
	body := dom.New("tbody", "")
	chinese := s.zh.At("papers").Items()
	n := 0
	for i, p := range s.a.At("papers").Items() {
		for _, id := range ids {
			if id.Text() == p.At("id").Text() {
				n++
				body.Append(dom.New("tr", "", dom.Words("td", "n", itoa(n)), s.both("td", "", chinese[i].At("label").Text(), p.At("label").Text()), s.words("td", "", formNames[p.At("form").Text()])))
			}
		}
	}
	s.node.Append(dom.New("table", "", dom.New("thead", "", dom.New("tr", "", s.column("n", sayNumber), s.column("", sayPaper), s.column("", sayPaperForm))), body))
}

var (
	sayDear        = rules.Text{ZH: "{}：", EN: "To {}:"}
	sayLetter      = rules.Text{ZH: "{}（身份证号码 {}）在本区申请上海市居住证积分，已受理，凭证号 {}。现需核对其个人档案。档案存放在贵处的，请把档案送到本受理点，并填好下面的回执一同寄回。", EN: "{} (ID number {}) applies for residence permit points in this district, accepted under {}. The personal file must be compared. If you keep it, please send it to this reception point, with the part below filled in."}
	sayLetterClose = rules.Text{ZH: "此函由申请人或其单位送达。", EN: "This letter is brought by the applicant or the employer."}
	sayLetterTo    = rules.Text{ZH: "收档地址、联系人和电话", EN: "Where to send it, whom to ask, telephone"}
	sayReturnPart  = rules.Text{ZH: "回执", EN: "To be returned"}
	sayReturnTo    = rules.Text{ZH: "{}：", EN: "To the reception point of {}:"}
	sayReturnOf    = rules.Text{ZH: "关于 {}（身份证号码 {}，凭证号 {}）的档案：", EN: "The file of {} (ID number {}, receipt {}):"}
	sayReturnSent  = rules.Text{ZH: "随本回执送上，共　　　　卷　　　　页。", EN: "is enclosed, in …… volumes of …… pages."}
	sayReturnNot   = rules.Text{ZH: "不在本处。现存放在：", EN: "is not here. It is kept at:"}
	sayReturnStamp = rules.Text{ZH: "存档处盖章处", EN: "Stamp of the holder of the file here"}
	sayReturnBy    = rules.Text{ZH: "存档处经办人签名", EN: "Signature for the holder of the file"}
	sayOfficer     = rules.Text{ZH: "受理点经办人签名", EN: "Signature of the officer"}
)

// archive is the 调档函, with the part that comes back.
func (s *sheet) archive(title rules.Text) {
	p := s.a.At("profile")
	keeper := last(s.a, "request_archive").At("said").At("holder_of_file").Text()
	if keeper == "" {
		keeper = p.At("archive_place").Text() // not called in yet: to look at it first
	}
	name, number, receipt, point := p.At("name").Text(), p.At("id_number").Text(), s.a.At("receipt").Text(), rules.Fill(sayPointOf.ZH, s.a.At("district").Text())
	s.top(title)
	s.node.Append(s.words("p", "dear", sayDear, keeper), s.words("p", "indent", sayLetter, name, number, receipt), s.words("p", "indent", sayLetterClose),
		s.line(sayLetterTo), dom.Words("p", "signed", point), s.places(sayOfficer, sayPointStamp))
	back := dom.New("section", "return", s.words("h4", "", sayReturnPart), s.words("p", "dear", sayReturnTo, point), s.words("p", "indent", sayReturnOf, name, number, receipt),
		dom.New("p", "place", dom.New("span", "tickbox"), s.words("span", "", sayReturnSent)),
		dom.New("p", "place", dom.New("span", "tickbox"), s.words("span", "", sayReturnNot), dom.New("span", "rule")), s.places(sayReturnBy, sayReturnStamp))
	s.node.Append(back)
}
