//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/tables"
	"jifen/wasm/dom"
)

// print prints one of the page's sheets: the score, or the list of papers.
func (c *calculator) print(what string) {
	dom.Root().Attr("data-print", what)
	dom.Print()
}

// sheet writes the score onto one page of paper that stands by itself in black and white.
func (c *calculator) sheet() {
	r := c.result
	out := dom.ByID("sheet").Fill(
		dom.Words("p", "sheet-title", c.say(saySheetTitle)),
		dom.New("p", "sheet-total", dom.Words("b", "", span(r.Total)), dom.Words("span", "", " "+c.say(sayPoints)+c.say(sayComma)+c.sentence(r))),
		dom.Words("p", "small", c.basis()),
		dom.ByID("ruler").Twin().Without("id"), c.sheetTable(r))
	notes := dom.New("ul", "small")
	for _, g := range c.barred() {
		notes.Append(dom.Words("li", "", c.say(sayStands)+c.say(sayColon)+g.Why))
	}
	if len(r.Missing) > 0 {
		names := ""
		for i, f := range r.Missing {
			if i > 0 {
				names += c.say(saySemicolon)
			}
			names += dom.ByID("ask-" + f.String()).Words()
		}
		notes.Append(dom.Words("li", "", c.say(sayStillOpen, names)))
	}
	for _, n := range r.Notes {
		notes.Append(dom.Words("li", "", n))
	}
	if c.touched && !c.guide.asking(c) {
		notes.Append(dom.Words("li", "", c.moments(rules.Project(tables.Editions, nil, &c.known, r.On)).Words()))
	}
	code := dom.New("div", "sheet-code")
	c.draw(code, dom.Address(c.link()))
	out.Append(dom.New("div", "sheet-foot", code, dom.New("div", "", notes, dom.Words("p", "small", c.say(saySheetFoot)))))
}

// sheetTable lists the lines that count, and those that were claimed and do not.
func (c *calculator) sheetTable(r *rules.Result) dom.Node {
	body := dom.New("tbody", "")
	for i := range r.Lines {
		x := &r.Lines[i]
		if x.Worth == (rules.Range{}) && x.Why == c.none(x) {
			continue
		}
		points := span(x.Points)
		if x.Loses {
			points = c.say(sayNotCounted)
		}
		body.Append(dom.New("tr", "", dom.Words("th", "", x.Indicator.Label.In(c.lang)).Attr("scope", "row"), dom.Words("td", "", x.Why),
			dom.Words("td", "", x.Indicator.Source.Where(c.lang)+" "+x.Indicator.Source.Confidence), dom.Words("td", "num", points)))
	}
	head := dom.New("thead", "", dom.New("tr", "", c.column(sayColLine, ""), c.column(sayColWhy, ""), c.column(sayColClause, ""), c.column(sayColTotal, "num")))
	return dom.New("table", "", head, body)
}

// file is the save file: a page that a person can read, with the answers in it as JSON for the program.
func (c *calculator) file() []byte {
	c.sheet()
	s := c.saved()
	table := dom.New("div", "", dom.ByID("sheet").First("table").Twin())
	text := `<!doctype html>
<html lang="` + dom.Root().Get("lang") + `">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>` + c.say(sayFileTitle, s.On.String()) + `</title>
<style>body{font:16px/1.7 sans-serif;max-width:46em;margin:2em auto;padding:0 1em}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3em .8em .3em 0;border-bottom:1px solid #999}</style>
</head>
<body>
<h1>` + c.say(sayFileTitle, s.On.String()) + `</h1>
<p>` + c.say(sayFileLead) + `</p>
<p><b>` + span(c.result.Total) + `</b> ` + c.say(sayPoints) + c.say(sayComma) + c.sentence(c.result) + `</p>
` + table.Markup() + `
<p>` + c.say(sayNotAuthority) + `</p>
<script type="application/json" id="jifen">
`
	out := applicant.AppendSaved([]byte(text), s)
	return append(out, "\n</script>\n</body>\n</html>\n"...)
}
