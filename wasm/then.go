//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/tables"
	"jifen/wasm/ask"
	"jifen/wasm/dom"
)

// thenAndNow sets what saved answers gave when they were saved beside what they give today.
func (c *calculator) thenAndNow(s *applicant.Saved) {
	box := dom.ByID("then")
	now := today()
	then := rules.Named(tables.Editions, s.Edition)
	if then == nil {
		then = ask.InForce(s.On)
	}
	if s.On == now && then == ask.InForce(now) {
		box.Show(false)
		return
	}
	answer := func(e *rules.Edition, on rules.Date) *rules.Result {
		var score rules.Score
		e.Score(s.Facts, on, &score)
		return e.Explain(s.Facts, &score, c.lang)
	}
	was, is := answer(then, s.On), answer(ask.InForce(now), now)
	told := func(say *rules.Text, r *rules.Result, e *rules.Edition) dom.Node {
		return dom.New("li", "", dom.Words("span", "", c.say(say, r.On.String(), e.Instrument)),
			dom.Words("b", "", span(r.Total)+" "+c.say(sayPoints)), dom.Words("span", "", c.say(sayComma)+c.say(verdicts[r.Verdict])))
	}
	box.Fill(dom.Words("h2", "", c.say(sayThenNow)), dom.New("ul", "", told(sayThen, was, then), told(sayNow, is, ask.InForce(now))))
	if changed := rules.Changes(was, is); len(changed) > 0 {
		box.Append(dom.Words("p", "", c.say(sayWhatChanged)), c.differences(changed, ask.InForce(now), sayThenWas, sayNowIs))
	} else {
		box.Append(dom.Words("p", "", c.say(saySameLines)))
	}
	box.Append(dom.Words("p", "small", c.say(sayAnswersOld, s.On.String())), dom.Button("", c.say(sayClose), func() { box.Show(false); dom.ByID("way-all").Focus() })).Show(true)
}
