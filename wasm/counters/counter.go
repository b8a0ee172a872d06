//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/process"
	"jifen/wasm/dom"
)

// The reception point's desk, and the auditor's: the same screens, of which an auditor reads some, masked.

var counterScreens = append(append([]screen{
	{"queue/*", (*visit).queue},
	{"employers", (*visit).counterEmployers},
	{"employers/*", (*visit).counterEmployer},
	{"applications/*", (*visit).counterApplication},
	{"summary", (*visit).summary},
	{"reset", (*visit).resetAccount},
	{"feedback", (*visit).feedback},
	{"audit", (*visit).auditLog},
}, stepScreens...), paperScreens...)

var officerWays = []way{
	{"", rules.Text{ZH: "待办", EN: "To do"}},
	{"employers", rules.Text{ZH: "单位", EN: "Employers"}},
	{"reset", rules.Text{ZH: "重置账号", EN: "Reset an account"}},
	{"summary", rules.Text{ZH: "统计", EN: "Summary"}},
	{"feedback", rules.Text{ZH: "反馈", EN: "Feedback"}},
}

var auditorWays = []way{
	{"", rules.Text{ZH: "申请", EN: "Applications"}},
	{"audit", rules.Text{ZH: "审计日志", EN: "Audit log"}},
	{"summary", rules.Text{ZH: "统计", EN: "Summary"}},
	{"feedback", rules.Text{ZH: "反馈", EN: "Feedback"}},
}

func (v *visit) counterHome() {
	if v.is("auditor") {
		v.auditorHome()
		return
	}
	report, ok := v.get("/v1/reports/summary")
	if !ok {
		return
	}
	first, ok := v.pressing()
	if !ok {
		return
	}
	waiting, ok := v.get("/v1/employers?state=pending&limit=5")
	if !ok {
		return
	}
	v.show(v.say(sayToday), dom.New("div", "counter-home wide",
		dom.New("div", "", v.firstThings(first, report.Body.At("overdue").Int()), v.waitingEmployers(waiting.Body)),
		dom.New("div", "", v.search(sayFind, sayFindHelp), v.countsByState(report.Body))))
}

// auditorHome lists all applications, the newest first.
func (v *visit) auditorHome() {
	report, ok := v.get("/v1/reports/summary")
	if !ok {
		return
	}
	all := v.newRoll("/v1/applications", dom.New("ul", "cases"), v.caseRow)
	if !all.first() {
		return
	}
	v.show(v.say(sayAllCases), dom.Words("p", "", v.say(sayAllMasked)), dom.New("div", "counter-home wide",
		dom.New("section", "", dom.Words("h3", "", v.say(sayNewest)), all.node(sayNoCases)),
		dom.New("div", "", v.search(sayFindReceipt, sayFindReceiptHelp), v.countsByState(report.Body))))
}

// firstThings is what to do today, the most pressing first.
func (v *visit) firstThings(first []dom.JSON, overdue int) dom.Node {
	box := dom.New("section", "", dom.Words("h3", "", v.say(sayFirstThings)))
	if len(first) == 0 {
		return box.Append(dom.Words("p", "", v.say(sayNothingToDo)))
	}
	if overdue > 0 {
		box.Append(dom.New("p", "", dom.Words("strong", "late", v.say(sayOverdue, itoa(overdue)))))
	}
	list := dom.New("ol", "cases")
	for _, a := range first[:min(len(first), 10)] {
		list.Append(v.caseRow(a))
	}
	return box.Append(list)
}

// countsByState is how many applications stand where, each a way to them.
func (v *visit) countsByState(report dom.JSON) dom.Node {
	list := dom.New("ul", "counts")
	for s := process.Draft; s <= process.Rejected; s++ {
		n := report.At("states").At(s.String()).Int()
		if n == 0 {
			continue
		}
		list.Append(dom.New("li", "", dom.Words("a", "", v.say(s.Meaning().Label)).Attr("href", to("queue/"+s.String())), dom.Words("span", "num", v.say(sayCount, itoa(n)))))
	}
	box := dom.New("section", "", dom.Words("h3", "", v.say(sayByState)))
	if len(list.Children()) == 0 {
		return box.Append(dom.Words("p", "", v.say(sayNoCases)))
	}
	return box.Append(list)
}

// waitingEmployers are those whose entry is to be looked at.
func (v *visit) waitingEmployers(page dom.JSON) dom.Node {
	box := dom.New("section", "", dom.Words("h3", "", v.say(sayEmployersWait)))
	list := dom.New("ul", "cases")
	for _, e := range page.At("items").Items() {
		list.Append(v.employerRow(e))
	}
	if len(list.Children()) == 0 {
		return box.Append(dom.Words("p", "", v.say(sayNoneWait)))
	}
	box.Append(list)
	if page.At("next").There() {
		box.Append(dom.New("p", "", dom.Words("a", "", v.say(sayAllEmployers)).Attr("href", to("employers"))))
	}
	return box
}

var (
	sayToday           = rules.Text{ZH: "待办", EN: "To do"}
	sayAllCases        = rules.Text{ZH: "申请", EN: "Applications"}
	sayAllMasked       = rules.Text{ZH: "姓名和号码都遮盖了，只能看，不能改。", EN: "Names and numbers are masked. You can read everything here and change nothing."}
	sayNewest          = rules.Text{ZH: "全部申请，新的在前", EN: "All applications, the newest first"}
	sayFirstThings     = rules.Text{ZH: "先办这些", EN: "Do these first"}
	sayNothingToDo     = rules.Text{ZH: "现在没有要办的申请。", EN: "No application is waiting for you."}
	sayOverdue         = rules.Text{ZH: "有 {} 件已经过了核定期限", EN: "Past the time limit for a decision: {}"}
	sayByState         = rules.Text{ZH: "各办到哪里", EN: "Where they stand"}
	sayCount           = rules.Text{ZH: "{} 件", EN: "{}"}
	sayNoCases         = rules.Text{ZH: "没有申请。", EN: "There is no application."}
	sayEmployersWait   = rules.Text{ZH: "等核准的单位", EN: "Employers waiting for approval"}
	sayNoneWait        = rules.Text{ZH: "没有单位在等。", EN: "No employer is waiting."}
	sayAllEmployers    = rules.Text{ZH: "看全部在等的单位", EN: "All that are waiting"}
	sayFind            = rules.Text{ZH: "找一份申请", EN: "Find an application"}
	sayFindHelp        = rules.Text{ZH: "收件凭证，或者完整的姓名。", EN: "The receipt, or the whole name."}
	sayFindReceipt     = rules.Text{ZH: "按收件凭证找", EN: "Find by receipt"}
	sayFindReceiptHelp = rules.Text{ZH: "姓名是遮盖的，所以不能按姓名找。", EN: "Names are masked, so nobody can be found by name."}
)
