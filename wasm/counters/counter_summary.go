//go:build js && wasm

package main

import (
	"slices"
	"strconv"

	"jifen/rules"
	"jifen/rules/process"
	"jifen/wasm/dom"
)

// The summary: how many applications stand where, how old the oldest is, what is late, and how long each stage takes.

func (v *visit) summary(string) {
	r, ok := v.get("/v1/reports/summary")
	if !ok {
		return
	}
	box := dom.New("div", "", v.report(r.Body)...)
	if !v.is("auditor") {
		v.show(v.say(saySummary), box)
		return
	}
	f := v.newForm("summary", v.say(sayShowIt), func(f *form) {
		r := f.ask("GET", "/v1/reports/summary?district="+inAddress(f.of("district").value()), dom.JSON{}, "")
		if r.Status != 200 {
			f.refused(r)
			return
		}
		box.Fill(v.report(r.Body)...)
		box.First("h3").Attr("tabindex", "-1").Focus()
	})
	f.light = true
	choices := []choice{{"", v.say(sayEveryDistrict)}}
	for _, d := range process.Districts {
		choices = append(choices, choice{d, v.say(process.DistrictName(d))})
	}
	f.pick("district", sayWhichDistrict, rules.Text{}, choices)
	v.show(v.say(saySummary), f.node, box)
}

func (v *visit) report(r dom.JSON) []dom.Node {
	where := v.say(sayEveryDistrict)
	if d := r.At("district").Text(); d != "" {
		where = v.say(process.DistrictName(d))
	}
	late := dom.Words("p", "", v.say(sayNoneLate))
	if n := r.At("overdue").Int(); n > 0 {
		late = dom.New("p", "", dom.Words("strong", "late", v.say(sayOverdue, itoa(n))))
	}
	return []dom.Node{dom.Words("h3", "", v.say(sayReportOf, where, v.day(r.At("on").Text()))), late, v.countTable(r), v.medians(r)}
}

// countTable is how many stand where, and since when the oldest has waited.
func (v *visit) countTable(r dom.JSON) dom.Node {
	body := dom.New("tbody", "")
	for s := process.Draft; s <= process.Rejected; s++ {
		name := s.String()
		state := dom.New("th", "", dom.Words("a", "", v.say(s.Meaning().Label)).Attr("href", to("queue/"+name))).Attr("scope", "row")
		oldest := ""
		if days := r.At("oldest_days").At(name); days.There() {
			oldest = days.String()
		}
		body.Append(dom.New("tr", "", state, dom.Words("td", "num", itoa(r.At("states").At(name).Int())), dom.Words("td", "num", oldest)))
	}
	return scrolls(v.say(sayCountsNow), dom.New("table", "", dom.Words("caption", "", v.say(sayCountsNow)),
		dom.New("thead", "", dom.New("tr", "", v.column(sayColState, ""), v.column(sayColCount, "num"), v.column(sayColOldest, "num"))), body))
}

// medians draws how long each stage takes: a bar for the eye, the figure beside it for everyone.
func (v *visit) medians(r dom.JSON) dom.Node {
	all := r.At("median_days")
	most := 0.0
	for _, name := range all.Keys() {
		most = max(most, number(all.At(name)))
	}
	body := dom.New("tbody", "")
	for s := process.Draft; s <= process.Rejected; s++ {
		name := s.String()
		if !slices.Contains(all.Keys(), name) {
			continue // no stage in which one waits
		}
		cell, bar := dom.Words("td", "num", v.say(sayNoFigure)), dom.New("td", "barred")
		if all.At(name).There() {
			cell = dom.Words("td", "num", all.At(name).String())
			if most > 0 {
				bar.Append(dom.New("span", "meter").Var("--part", strconv.FormatFloat(100*number(all.At(name))/most, 'f', 1, 64)+"%"))
			}
		}
		body.Append(dom.New("tr", "", dom.Words("th", "", v.say(s.Meaning().Label)).Attr("scope", "row"), cell, bar.Attr("aria-hidden", "true")))
	}
	return scrolls(v.say(sayColMedian), dom.New("table", "meters", dom.Words("caption", "", v.say(sayMedians, r.At("median_of_days").String())),
		dom.New("thead", "", dom.New("tr", "", v.column(sayColStage, ""), v.column(sayColMedian, "num"), dom.New("td", "").Attr("aria-hidden", "true"))), body))
}

func number(j dom.JSON) float64 {
	n, _ := strconv.ParseFloat(j.String(), 64) // what is none counts nothing
	return n
}

var (
	saySummary       = rules.Text{ZH: "统计", EN: "Summary"}
	sayShowIt        = rules.Text{ZH: "看", EN: "Show"}
	sayWhichDistrict = rules.Text{ZH: "哪个区", EN: "District"}
	sayEveryDistrict = rules.Text{ZH: "全部", EN: "All districts"}
	sayReportOf      = rules.Text{ZH: "{}，{}", EN: "{}, {}"}
	sayNoneLate      = rules.Text{ZH: "没有过期限的。", EN: "Nothing is past its time limit."}
	sayCountsNow     = rules.Text{ZH: "现在各有多少，最久的从提交起等了几天", EN: "How many stand where, and for how long the oldest has waited since it was submitted"}
	sayColState      = rules.Text{ZH: "状态", EN: "State"}
	sayColCount      = rules.Text{ZH: "件数", EN: "Number"}
	sayColOldest     = rules.Text{ZH: "最久，天", EN: "Oldest, days"}
	sayMedians       = rules.Text{ZH: "每个阶段用多久：最近 {} 天办完的，一半比这短，一半比这长", EN: "How long each stage takes: of those that ended within {} days, half took less and half took longer"}
	sayColStage      = rules.Text{ZH: "阶段", EN: "Stage"}
	sayColMedian     = rules.Text{ZH: "中位数，天", EN: "Median, days"}
	sayNoFigure      = rules.Text{ZH: "还没有", EN: "none yet"}
)
