//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// feedback lists what readers said of the guides, page by page.
func (v *visit) feedback(string) {
	all, ok := v.filtered("feedback", sayFeedbackOf, sayFeedbackOfHelp, sayNoOpinion, v.opinions)
	if ok {
		v.show(v.say(sayFeedback), dom.Words("p", "", v.say(sayFeedbackWhat)), all)
	}
}

// opinions is the list, in which what was said of one page stands under its name. A page of the list may end amid what is said of one.
func (v *visit) opinions(q string) *roll {
	var page string
	var said dom.Node
	l := v.newRoll("/v1/feedback?q="+inAddress(q), dom.New("div", ""), nil)
	l.draw = func(o dom.JSON) dom.Node {
		of := o.At("page").Text()
		fresh := of != page
		if fresh {
			page, said = of, dom.New("ul", "history")
		}
		if o.At("comment").Text() != "" {
			said.Append(v.opinion(o))
		}
		if !fresh {
			return dom.Node{}
		}
		return dom.New("section", "", dom.New("h3", "", dom.Words("a", "", of).Attr("href", v.site+of)), v.counted(l, of), said)
	}
	return l
}

// counted is how many found a page useful. The counts come with the list, and are the same in each part of it.
func (v *visit) counted(l *roll, page string) dom.Node {
	for _, o := range l.last.At("pages").Items() {
		if o.At("page").Text() == page {
			return dom.Words("p", "small", v.say(sayOpinions, itoa(o.At("helpful").Int()), itoa(o.At("not_helpful").Int()), itoa(o.At("comments").Int())))
		}
	}
	return dom.Node{}
}

func (v *visit) opinion(o dom.JSON) dom.Node {
	said := v.say(sayNoWord)
	if h := o.At("helpful"); h.There() && h.True() {
		said = v.say(sayUseful)
	} else if h.There() {
		said = v.say(sayNotUseful)
	}
	return dom.New("li", "", dom.Words("p", "", o.At("comment").Text()), dom.Words("span", "small", said+v.say(sayComma)+v.moment(o.At("at").Text())))
}

var (
	sayFeedback       = rules.Text{ZH: "反馈", EN: "Feedback"}
	sayFeedbackWhat   = rules.Text{ZH: "读者对指南的评价和问题，不记是谁写的。", EN: "What readers say and ask of the guides. Nothing is kept of who they are."}
	sayFeedbackOf     = rules.Text{ZH: "哪一页", EN: "Which page"}
	sayFeedbackOfHelp = rules.Text{ZH: "路径的一部分，例如 apply。空着是全部。", EN: "A part of its path, such as apply; empty for all."}
	sayNoOpinion      = rules.Text{ZH: "还没有反馈。", EN: "There is no feedback yet."}
	sayOpinions       = rules.Text{ZH: "有用 {}，没用 {}，问题 {}", EN: "useful {}, not useful {}, questions {}"}
	sayUseful         = rules.Text{ZH: "觉得有用", EN: "found it useful"}
	sayNotUseful      = rules.Text{ZH: "觉得没用", EN: "found it of no use"}
	sayNoWord         = rules.Text{ZH: "没说有没有用", EN: "did not say whether it was useful"}
)
