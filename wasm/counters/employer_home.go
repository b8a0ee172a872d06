//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/process"
	"jifen/wasm/dom"
)

// The employer's applications: first what waits for it, then all of them.

var (
	sayHomeTitle = rules.Text{ZH: "申请", EN: "Applications"}
	sayHomeTurn  = rules.Text{ZH: "等你办的", EN: "Waiting for you"}
	sayHomeFree  = rules.Text{ZH: "现在没有要你办的。", EN: "Nothing waits for you at present."}
	sayHomeRest  = rules.Text{ZH: "还有更多，在下面按状态查找。", EN: "There are more; find them below by their state."}
	sayHomeAll   = rules.Text{ZH: "全部申请", EN: "All applications"}
	sayHomeNew   = rules.Text{ZH: "为员工开一份申请", EN: "Open an application"}
	sayHomeNone  = rules.Text{ZH: "还没有申请。先给员工开一个账号，再为这位员工开一份申请。", EN: "There are no applications yet. First make an account for an employee, and then open an application for them."}
	sayHomeBegin = rules.Text{ZH: "给员工开账号", EN: "Make an account for an employee"}
	sayHomeState = rules.Text{ZH: "状态", EN: "State"}
	sayHomeEvery = rules.Text{ZH: "不限", EN: "Any"}
	sayHomeWhom  = rules.Text{ZH: "姓名或收件凭证", EN: "Name or receipt"}
	sayHomeWhole = rules.Text{ZH: "姓名要写全。", EN: "The whole name."}
	sayHomePts   = rules.Text{ZH: "{} 分", EN: "{} points"}

	// what an employer does about an application that waits for it
	owedOf = map[string]rules.Text{
		"returned":  {ZH: "照说明补正，再提交", EN: "Mend what is asked, and submit again"},
		"take_over": {ZH: "确认是不是你单位的员工", EN: "Confirm whether this is your employee"},
		"submitted": {ZH: "把材料交到受理点", EN: "Hand the papers in at the reception point"},
		"draft":     {ZH: "填好、核对、提交", EN: "Complete, check and submit"},
	}
)

// mostAtOnce is how many of those that wait are shown at the top.
const mostAtOnce = 5

// applicationsHome shows what waits for the employer, and all its applications.
func (v *visit) applicationsHome() {
	var waiting []dom.JSON
	more := false
	for _, state := range []string{"returned", "submitted", "draft"} {
		r, ok := v.get(address("/v1/applications", "state", state, "limit", itoa(mostAtOnce)))
		if !ok {
			return
		}
		waiting = append(waiting, r.Body.At("items").Items()...)
		more = more || r.Body.At("next").Text() != ""
	}
	r, ok := v.get(lastSearch.address(""))
	if !ok {
		return
	}
	if len(r.Body.At("items").Items()) == 0 && lastSearch == (search{}) {
		v.show(v.say(sayHomeTitle), dom.Words("p", "", v.say(sayHomeNone)), dom.New("p", "buttons", v.link("main", sayHomeBegin, "holders/add")))
		return
	}
	v.show(v.say(sayHomeTitle), v.waits(waiting, more), dom.New("p", "buttons", v.link("", sayHomeNew, "holders")), v.allApplications(r))
}

// waits lists what waits for the employer, the returned ones first.
func (v *visit) waits(all []dom.JSON, more bool) dom.Node {
	box := dom.New("section", "waits", dom.Words("h3", "", v.say(sayHomeTurn)))
	if len(all) == 0 {
		return box.Append(dom.Words("p", "", v.say(sayHomeFree)))
	}
	list := dom.New("ul", "tasks")
	for _, x := range all {
		what := x.At("state").Text()
		if what == "draft" && !x.At("taken_over").True() {
			what = "take_over"
		}
		way := dom.Words("a", "", x.At("name").Text()).Attr("href", to("applications/"+x.At("id").Text()))
		list.Append(dom.New("li", "", way, dom.Words("span", "", v.say(owedOf[what]))))
	}
	box.Append(list)
	if more {
		box.Append(dom.Words("p", "small", v.say(sayHomeRest)))
	}
	return box
}

// search is what the list of applications was searched for.
type search struct{ state, q string }

// lastSearch is kept while the page is open, so that whoever comes back from one application finds the list as it was. It stands
// in no address, for a name has no place there.
var lastSearch search

func (s search) address(cursor string) string {
	return address("/v1/applications", "state", s.state, "q", s.q, "cursor", cursor)
}

// allApplications is the whole list, with a form to search it.
func (v *visit) allApplications(first dom.Reply) dom.Node {
	found := dom.New("div", "")
	fill := func(r dom.Reply, s search) { found.Fill(v.found(r, s.address, v.applicationRow)) }
	f := v.newForm("applications", v.say(sayListFind), func(f *form) {
		s := search{f.of("state").value(), f.of("q").value()}
		f.tell("", nil)
		r := f.ask("GET", s.address(""), dom.JSON{}, "")
		if r.Status != 200 {
			f.refused(r)
			return
		}
		lastSearch = s
		fill(r, s)
	})
	f.light = true
	f.node.Class("find", true)
	f.pick("state", sayHomeState, rules.Text{}, v.stateChoices()).fill(lastSearch.state)
	f.text("q", sayHomeWhom, sayHomeWhole, "name").fill(lastSearch.q)
	fill(first, lastSearch)
	return dom.New("section", "", dom.Words("h3", "", v.say(sayHomeAll)), f.node, found)
}

// stateChoices are all states that an application can be in, as people call them.
func (v *visit) stateChoices() []choice {
	all := []choice{{"", v.say(sayHomeEvery)}}
	for s := process.Draft; s <= process.Rejected; s++ {
		all = append(all, choice{s.String(), v.say(s.Meaning().Label)})
	}
	return all
}

// applicationRow is an application in the list: whose it is, where it stands, whose turn it is and by when.
func (v *visit) applicationRow(x dom.JSON) dom.Node {
	row := dom.New("li", "", dom.New("p", "", dom.Words("a", "whom", x.At("name").Text()).Attr("href", to("applications/"+x.At("id").Text())),
		dom.Words("span", "small", v.say(kindNames[x.At("kind").Text()]))))
	state := dom.New("p", "", dom.Words("strong", "", x.At("label").Text()))
	if x.At("total").There() {
		state.Append(dom.Words("span", "small", v.say(sayHomePts, itoa(x.At("total").Int()))))
	}
	if receipt := x.At("receipt").Text(); receipt != "" {
		state.Append(dom.Words("span", "small", receipt))
	}
	return row.Append(state, v.turnOf(x))
}
