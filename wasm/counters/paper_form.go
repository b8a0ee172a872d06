//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/process"
	"jifen/wasm/dom"
)

// The form for an application, and the list of its papers.

var (
	sayFormOne     = rules.Text{ZH: "一、基本情况", EN: "1. The applicant"}
	sayFormTwo     = rules.Text{ZH: "二、随迁家属", EN: "2. Family who share the permit"}
	sayFormAlone   = rules.Text{ZH: "二、随迁家属：无", EN: "2. Family who share the permit: nobody"}
	sayFormThree   = rules.Text{ZH: "三、申报的指标和分数", EN: "3. Points claimed"}
	sayFormDecided = rules.Text{ZH: "三、核定的指标和分数", EN: "3. Points as decided"}
	sayFormFour    = rules.Text{ZH: "四、本人声明", EN: "4. Declaration of the holder"}
	sayFormFive    = rules.Text{ZH: "五、用人单位意见", EN: "5. Statement of the employer"}
	sayFormSix     = rules.Text{ZH: "六、受理点填写", EN: "6. For the reception point"}
	sayKind        = rules.Text{ZH: "办理事项", EN: "What for"}
	sayEmployer    = rules.Text{ZH: "用人单位", EN: "Employer"}
	sayDistrict    = rules.Text{ZH: "受理区", EN: "District"}
	sayContract    = rules.Text{ZH: "合同期限", EN: "Contract"}
	sayDeclare     = rules.Text{ZH: "以上由本人填写、核对，和所交的材料一致。本人知道提供虚假材料要承担责任。", EN: "I filled this in and checked it; it agrees with the papers. I know that I answer for false material."}
	sayStates      = rules.Text{ZH: "以上已由本单位核对，和所交的材料一致，同意申请。", EN: "We checked this; it agrees with the papers. We apply for the holder."}
	saySignature   = rules.Text{ZH: "本人签名", EN: "Signature"}
	sayClerk       = rules.Text{ZH: "经办人签名", EN: "Signature of the HR officer"}
	sayReceiver    = rules.Text{ZH: "收件人签名", EN: "Received by"}
	sayDate        = rules.Text{ZH: "日期", EN: "Date"}
	sayStampHere   = rules.Text{ZH: "单位盖章处", EN: "Employer's stamp here"}
	sayPointStamp  = rules.Text{ZH: "受理点盖章处", EN: "Reception point's stamp here"}
	sayNotSent     = rules.Text{ZH: "草稿，还没有提交。内容再改，要重新打印。", EN: "Draft, not submitted. If anything changes, print it again."}
	sayVersion     = rules.Text{ZH: "申请编号 {}，第 {} 版，{} 打印", EN: "Application {}, version {}, printed {}"}
)

// form is the 积分申请表.
func (s *sheet) form(title rules.Text) {
	p := s.a.At("profile")
	s.top(title)
	if state := s.a.At("state").Text(); state == "draft" || state == "returned" {
		s.node.Append(s.words("p", "draft", sayNotSent))
	}
	s.head(sayFormOne)
	until := p.At("contract_to").Text()
	if until == "unlimited" {
		until = sayUnlimited.ZH
	}
	what := []box{{sayKind, kindNames[s.a.At("kind").Text()].ZH}}
	if district := s.a.At("district").Text(); district != "" {
		what = append(what, box{sayDistrict, process.DistrictName(district).ZH})
	}
	s.grid(
		what,
		[]box{s.own("name"), s.own("id_number")},
		[]box{s.own("permit_number"), s.own("permit_valid_until")},
		[]box{s.own("phone"), {sayContract, dayOnPaper(p.At("contract_from").Text()) + "至" + dayOnPaper(until)}},
		[]box{s.own("household_place")},
		[]box{s.own("address")},
		[]box{{sayEmployer, s.a.At("employer").Text()}},
		[]box{s.own("job_title")},
		[]box{s.own("archive_place")},
	)
	if family := p.At("family").Items(); len(family) > 0 {
		s.head(sayFormTwo)
		s.family(family)
	} else {
		s.head(sayFormAlone)
	}
	three := sayFormThree
	if s.a.At("decided_on").There() && s.a.At("verified").There() {
		three = sayFormDecided
	}
	s.head(three)
	s.points(dom.JSON{})
	s.node.Append(
		dom.New("div", "signings", s.signing(sayFormFour, sayDeclare, saySignature, rules.Text{}), s.signing(sayFormFive, sayStates, sayClerk, sayStampHere)),
		s.signing(sayFormSix, rules.Text{}, sayReceiver, rules.Text{}),
	)
	s.foot()
}

// foot says which version of the application was printed, so that paper and record can be told to be the same.
func (s *sheet) foot() {
	s.node.Append(s.words("p", "version", sayVersion, s.a.At("id").Text(), itoa(s.a.At("version").Int()), dayOnPaper(today().String())))
}

func (s *sheet) family(all []dom.JSON) {
	body := dom.New("tbody", "")
	for i, m := range all {
		body.Append(dom.New("tr", "", dom.Words("td", "n", itoa(i+1)), dom.Words("td", "", m.At("name").Text()), dom.Words("td", "", m.At("relation").Text()), dom.Words("td", "", m.At("id_number").Text())))
	}
	s.node.Append(dom.New("table", "", dom.New("thead", "", dom.New("tr", "", s.column("n", sayNumber), s.column("", sayName), s.column("", sayRelation), s.column("", sayDocument))), body))
}

// signing is a part that somebody signs, and perhaps stamps. It stays on one page.
func (s *sheet) signing(title, says, who, stamp rules.Text) dom.Node {
	part := dom.New("section", "signing", s.words("h4", "", title))
	if says.ZH != "" {
		part.Append(s.words("p", "", says))
	}
	return part.Append(s.places(who, stamp))
}

// places are where somebody signs, with the date, and where a stamp goes.
func (s *sheet) places(who, stamp rules.Text) dom.Node {
	row := dom.New("div", "places", dom.New("div", "", s.line(who), s.line(sayDate)))
	if stamp.ZH != "" {
		row.Append(s.words("div", "stamp", stamp))
	}
	return row
}

// line is a place to write on.
func (s *sheet) line(what rules.Text) dom.Node {
	return dom.New("p", "place", s.words("span", "", what), dom.New("span", "rule"))
}

var (
	sayPaper      = rules.Text{ZH: "材料", EN: "Paper"}
	sayPaperForm  = rules.Text{ZH: "形式", EN: "As"}
	sayPaperWho   = rules.Text{ZH: "谁准备", EN: "Who brings it"}
	sayPaperFrom  = rules.Text{ZH: "哪里开", EN: "Where from"}
	sayTicked     = rules.Text{ZH: "备好", EN: "Ready"}
	sayPapersOf   = rules.Text{ZH: "{}（{}），共 {} 样", EN: "{} ({}), {} in all"}
	sayPapersNone = rules.Text{ZH: "不用交材料。", EN: "No papers are needed."}
	sayBothForms  = rules.Text{ZH: "原件给受理点核对后带回，复印件留下。", EN: "Originals are compared and given back; copies stay."}
)

// list is the 材料清单.
func (s *sheet) list(title rules.Text) {
	s.top(title)
	all, chinese := s.a.At("papers").Items(), s.zh.At("papers").Items()
	s.node.Append(s.both("p", "", rules.Fill(sayPapersOf.ZH, s.a.At("profile").At("name").Text(), kindNames[s.a.At("kind").Text()].ZH, itoa(len(all))),
		s.say(sayPapersOf, s.a.At("profile").At("name").Text(), s.say(kindNames[s.a.At("kind").Text()]), itoa(len(all)))))
	if len(all) == 0 {
		s.node.Append(s.words("p", "", sayPapersNone))
	} else {
		body := dom.New("tbody", "")
		for i, p := range all {
			label := s.both("td", "", chinese[i].At("label").Text(), p.At("label").Text())
			if p.At("when").Text() != "" {
				label.Append(s.both("span", "when", chinese[i].At("when").Text(), p.At("when").Text()))
			}
			body.Append(dom.New("tr", "", dom.Words("td", "n", itoa(i+1)), label, s.words("td", "", formNames[p.At("form").Text()]), s.words("td", "", roleNames[p.At("who").Text()]),
				s.both("td", "", chinese[i].At("from").Text(), p.At("from").Text()), dom.New("td", "n", dom.New("span", "tickbox"))))
		}
		s.node.Append(dom.New("table", "papers-table", dom.New("thead", "", dom.New("tr", "", s.column("n", sayNumber), s.column("", sayPaper), s.column("", sayPaperForm),
			s.column("", sayPaperWho), s.column("", sayPaperFrom), s.column("n", sayTicked))), body), s.words("p", "", sayBothForms))
	}
	s.foot()
}
