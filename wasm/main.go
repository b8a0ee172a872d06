//go:build js && wasm

// Command wasm is the browser program. On the calculator's page it reckons the score as the form is filled in and explains
// each line. It sends nothing anywhere: it makes no request at all.
package main

import (
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/tables"
	"jifen/wasm/dom"
)

func main() {
	dom.Export("jifen", "score", score)
	if form := dom.ByID("facts"); form.There() {
		c := newCalculator(form)
		dom.Export("jifen", "link", func([]string) string {
			if !c.touched || dom.ByID("remember").Checked() {
				return "" // nothing to take along, or it is kept on the device
			}
			return c.link()
		})
	}
	dom.Root().Attr("data-ready", "true")
	select {} // the browser calls in from now on
}

// score answers window.jifen.score(facts, on, edition, lang) with the result as JSON, or {"errors":[…]}.
func score(args []string) string {
	for len(args) < 4 {
		args = append(args, "")
	}
	result, problems := applicant.Score(tables.Editions, applicant.Query{
		Facts: []byte(args[0]), On: args[1], Edition: args[2], Lang: args[3], Today: today(),
	})
	if problems != nil {
		return string(applicant.AppendProblems(nil, problems))
	}
	return string(applicant.AppendResult(make([]byte, 0, 8<<10), result))
}

// today is the day in Shanghai, eight hours ahead of UTC the whole year.
func today() rules.Date {
	return rules.OfDay(int((dom.Now() + 8*60*60*1000) / (24 * 60 * 60 * 1000)))
}
