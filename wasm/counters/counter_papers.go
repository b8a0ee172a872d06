//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/process"
	"jifen/wasm/dom"
)

// The papers of a claim, ticked off one by one. The screen has two ends: with all of them there the application is accepted; with some
// missing it goes back, and all that is missing is told at once.

// papersCheck is the screen.
type papersCheck struct {
	*stepping
	rows   []*paperRow
	accept *form
	back   *form
	list   dom.Node // what is missing
	status dom.Node
	title  dom.Node
}

// paperRow is one paper: here, not needed, or else missing.
type paperRow struct {
	id, label    string
	got, without dom.Node // without is nothing where the paper is needed in every case
}

func (p *paperRow) missing() bool { return !p.got.Checked() && !p.without.Checked() }

func (v *visit) checkPapers(id string) {
	t := v.stepping(id)
	switch {
	case t == nil:
	case !t.offers("accept") && !t.offers("return"):
		t.notNow()
	default:
		(&papersCheck{stepping: t}).begin()
	}
}

func (c *papersCheck) begin() {
	c.accept = c.newForm("steps", c.say(process.StepNamed("accept").Label), c.accepts)
	c.accept.node.Attr("data-step", "accept")
	c.list = dom.New("ul", "")
	c.status = dom.New("p", "tally").Attr("role", "status")
	c.title = dom.New("h3", "")
	c.tickable()
	c.back = c.newForm("steps", c.say(process.StepNamed("return").Label), c.sendBack)
	c.back.node.Attr("data-step", "return")
	note := c.back.add(c.list).words("note", sayReturnNote, sayReturnNoteHelp)
	// Where nothing is said to be missing it is the words that are: the service's refusal leads to them.
	c.back.fields = append(c.back.fields, &field{name: "missing", label: note.label, input: note.input, error: note.error, focus: note.focus, custom: true})
	c.back.cancel("applications/" + c.id)
	c.count()
	title := sayCheckPapers
	if !c.offers("accept") {
		title = process.StepNamed("return").Label
	}
	c.show(c.say(title), c.about(c.a), dom.Words("p", "", c.titleOf(c.a)), dom.Words("p", "", c.say(sayTickPapers)), c.accept.node, dom.New("section", "", c.title, c.back.node))
}

// tickable lists the papers with their boxes. What an application in checking was accepted with is ticked.
func (c *papersCheck) tickable() {
	before, lacked := c.last("accept"), c.last("return")
	list := dom.New("ul", "papers tickable")
	for _, p := range c.a.At("papers").Items() {
		row := &paperRow{id: p.At("id").Text(), label: p.At("label").Text(), got: dom.New("input", "")}
		row.got.Attr("type", "checkbox").Attr("name", row.id).Attr("value", "received")
		what := dom.New("div", "", dom.Words("span", "paper", row.label), dom.Words("span", "from", c.paperFrom(p)))
		boxes := dom.New("div", "options", dom.New("label", "option", row.got, dom.Words("span", "", c.say(sayReceived)), dom.Words("span", "hidden", c.say(sayColon)+row.label)))
		if when := p.At("when").Text(); when != "" {
			row.without = dom.New("input", "").Attr("type", "checkbox").Attr("name", row.id).Attr("value", "not_needed")
			row.got.On("change", func(dom.Node) { row.without.Check(row.without.Checked() && !row.got.Checked()) })
			row.without.On("change", func(dom.Node) { row.got.Check(row.got.Checked() && !row.without.Checked()) })
			boxes.Append(dom.New("label", "option", row.without, dom.Words("span", "", c.say(sayNotNeeded, when))))
		}
		if !c.offers("accept") {
			row.got.Check(holds(before.At("papers"), row.id))
			row.without.Check(holds(before.At("not_needed"), row.id))
		}
		if c.offers("accept") && holds(lacked.At("missing"), row.id) {
			what.Append(dom.Words("strong", "small", c.say(sayLackedBefore)))
		}
		c.rows = append(c.rows, row)
		list.Append(dom.New("li", "", what, boxes))
	}
	list.On("change", func(dom.Node) { c.count() })
	if c.offers("accept") {
		c.accept.add(dom.New("p", "", dom.Button("", c.say(sayTickNeeded), c.tickNeeded)))
	}
	c.accept.add(list, c.status)
}

// tickNeeded ticks every paper that is needed in every case. Of the others only the officer can say whether they are.
func (c *papersCheck) tickNeeded() {
	for _, row := range c.rows {
		if !row.without.There() {
			row.got.Check(true)
		}
	}
	c.count()
}

func holds(list dom.JSON, text string) bool {
	for _, item := range list.Items() {
		if item.Text() == text {
			return true
		}
	}
	return false
}

// count says how many are there and which are not, and offers the end that fits.
func (c *papersCheck) count() {
	c.list.Fill()
	n := 0
	for _, row := range c.rows {
		if row.missing() {
			n++
			c.list.Append(dom.Words("li", "", row.label))
		}
	}
	said, title := c.say(sayAllHere), c.say(sayReturnOther)
	if n > 0 {
		said, title = c.say(sayLacking, itoa(len(c.rows)-n), itoa(n)), c.say(sayReturnThese, itoa(n))
	}
	c.status.Text(said)
	c.title.Text(title)
	c.accept.send.Show(n == 0 && c.offers("accept"))
	c.back.send.Class("main", !c.offers("accept") || n > 0 && n < len(c.rows)) // nothing ticked: nobody looked yet
}

// ids are the papers of which something is so.
func (c *papersCheck) ids(so func(*paperRow) bool) dom.JSON {
	all := []string{}
	for _, row := range c.rows {
		if so(row) {
			all = append(all, row.id)
		}
	}
	return dom.Texts(all)
}

func (c *papersCheck) accepts(f *form) {
	body := dom.Object().Set("papers", c.ids(func(p *paperRow) bool { return p.got.Checked() })).Set("not_needed", c.ids(func(p *paperRow) bool { return p.without.Checked() }))
	if r, ok := c.take(f, "accept", body); ok {
		c.then("applications/"+c.id, c.say(sayAccepted, r.Body.At("receipt").Text()))
	}
}

func (c *papersCheck) sendBack(f *form) {
	body := f.body().Set("missing", c.ids((*paperRow).missing))
	if _, ok := c.take(f, "return", body); ok {
		c.then("applications/"+c.id, c.say(sayReturned))
	}
}

var (
	sayCheckPapers    = rules.Text{ZH: "收材料", EN: "Check the papers"}
	sayTickPapers     = rules.Text{ZH: "收到一份勾一份。没有勾的，就是还缺的。", EN: "Tick each paper as you receive it. What is not ticked is missing."}
	sayTickNeeded     = rules.Text{ZH: "必交的都收到了", EN: "All that are always needed are here"}
	sayReceived       = rules.Text{ZH: "收到", EN: "Received"}
	sayNotNeeded      = rules.Text{ZH: "不用交：不属于“{}”", EN: "Not needed, as this is not so: {}"}
	sayLackedBefore   = rules.Text{ZH: "上次退回时缺这一份", EN: "This one was missing when it was returned"}
	sayAllHere        = rules.Text{ZH: "材料都齐了。", EN: "All papers are here."}
	sayLacking        = rules.Text{ZH: "有了 {} 份，还缺 {} 份。", EN: "Here: {}. Missing: {}."}
	sayReturnThese    = rules.Text{ZH: "缺 {} 份，退回补正", EN: "Return it for the papers that are missing: {}"}
	sayReturnOther    = rules.Text{ZH: "有别的要改，退回补正", EN: "Return it for something else"}
	sayReturnNote     = rules.Text{ZH: "要说的话", EN: "What else to say"}
	sayReturnNoteHelp = rules.Text{ZH: "上面缺的会一起告诉单位和持证人。表上有要改的，写在这里。", EN: "Employer and holder are told all that is missing above. Write here what must be mended in the form."}
	sayAccepted       = rules.Text{ZH: "已受理。收件凭证：{}。", EN: "Accepted. The receipt is {}."}
	sayReturned       = rules.Text{ZH: "已退回，缺什么已一次告诉单位和持证人。", EN: "Returned; employer and holder are told everything that is missing."}
)
