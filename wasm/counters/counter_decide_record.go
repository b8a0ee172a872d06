//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/wasm/dom"
)

// The contribution record of a claim, while it is decided on.

// record shows the contribution record that was claimed. It stays as it is, or is given up for answers by hand.
func (d *decision) record() dom.Node {
	spans := applicant.Rows(d.claim.Ledger())
	if len(spans) == 0 {
		return dom.Node{}
	}
	body := dom.New("tbody", "")
	for _, s := range spans {
		kind := ""
		if s.BackPaid {
			kind = d.say(sayPaidBack)
		}
		body.Append(dom.New("tr", "", dom.Words("th", "", s.From+" – "+s.To).Attr("scope", "row"), dom.Words("td", "num", s.Base), dom.Words("td", "", kind)))
	}
	table := dom.New("table", "", dom.Words("caption", "", d.say(sayRecord)), dom.New("thead", "", dom.New("tr", "",
		d.column(sayRecordMonths, ""), d.column(sayRecordBase, "num"), d.column(sayRecordKind, ""))), body)
	d.giveUp = d.form.boxes("give_up", sayRecordKeep, sayRecordKeepHelp, []choice{{"yes", d.say(sayGiveUp)}})
	d.giveUp.custom = true
	d.giveUp.input.On("change", func(dom.Node) { d.byHand() })
	return dom.New("section", "", scrolls(d.say(sayRecord), table), d.giveUp.group)
}

// derived says whether the claim's record answers for a fact.
func (d *decision) derived(f rules.Fact) bool {
	return d.giveUp != nil && d.answers.Known(f) && applicant.ToForm(d.claim, f) == applicant.Unsure
}

// keeps says whether the record stands in place of answers by hand.
func (d *decision) keeps() bool { return d.giveUp != nil && d.giveUp.value() == "" }

// byHand shows the questions that the record answers, once it is given up.
func (d *decision) byHand() {
	for i := range d.controls {
		if k := &d.controls[i]; d.derived(k.Fact) {
			k.Group.Show(!d.keeps())
		}
	}
}

var (
	sayRecord         = rules.Text{ZH: "申报的缴费记录", EN: "The contribution record claimed"}
	sayRecordMonths   = rules.Text{ZH: "月份", EN: "Months"}
	sayRecordBase     = rules.Text{ZH: "基数（元）", EN: "Base (yuan)"}
	sayRecordKind     = rules.Text{ZH: "缴法", EN: "How paid"}
	sayPaidBack       = rules.Text{ZH: "补缴", EN: "paid back"}
	sayRecordKeep     = rules.Text{ZH: "这份记录", EN: "This record"}
	sayRecordKeepHelp = rules.Text{ZH: "不改就按这份记录计月数和基数。", EN: "Months and bases are counted from it unless you change that."}
	sayGiveUp         = rules.Text{ZH: "记录不对，不用它，月数和基数由我来填", EN: "It is wrong; I enter months and bases by hand"}
)
