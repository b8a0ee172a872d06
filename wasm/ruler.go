//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// ruler draws the total as stacked parts up to the mark of the standard; deductions cut back from the end, and what is
// still open is drawn loosely behind. The style sheet lays it flat or, on a narrow screen, stands it upright.
func (c *calculator) ruler(r *rules.Result, sentence string) {
	sum, cut := 0, 0
	var parts []dom.Node
	for i := range r.Lines {
		x := &r.Lines[i]
		n := x.Points.Min
		if n < 0 {
			cut -= n
		}
		if n <= 0 {
			continue
		}
		sum += n
		name := x.Indicator.Label.In(c.lang)
		parts = append(parts, dom.New("li", "part", dom.Words("b", "", itoa(n)), dom.Words("span", "", name)).
			Attr("title", name+" "+itoa(n)).Var("--n", itoa(n)))
	}
	// Where a pair's winner is open, its lines have no certain points of their own, yet the better of the two is certain.
	if sure := r.Total.Min + cut - sum; sure > 0 && r.Total.Min > 0 {
		sum += sure
		parts = append(parts, dom.New("li", "part", dom.Words("b", "", itoa(sure)), dom.Words("span", "", c.say(sayEither))).Var("--n", itoa(sure)))
	}
	if cut > 0 {
		drawn := min(cut, sum)
		parts = append(parts, dom.New("li", "cut", dom.Words("b", "", "−"+itoa(cut))).
			Attr("title", c.say(sayCut, itoa(cut))).Var("--from", itoa(sum-drawn)).Var("--n", itoa(drawn)))
	}
	// What is open may reach far beyond the mark; the drawing ends where one can still tell it from the rest.
	most := max(r.Standard*2, sum)
	loose := min(r.Total.Max, most) - r.Total.Min
	if loose > 0 {
		parts = append(parts, dom.New("li", "loose", dom.Words("b", "", "?")).Attr("title", c.say(sayLoose)).
			Class("far", r.Standard-r.Total.Min < r.Total.Min+loose-r.Standard). // its label stands away from the mark
			Var("--from", itoa(r.Total.Min)).Var("--n", itoa(loose)))
	}
	scale := max(r.Standard*5/4, sum, min(r.Total.Max, most))
	track := dom.New("ul", "track", parts...)
	mark := dom.Words("p", "mark", itoa(r.Standard))
	label := c.say(sayRuler, span(r.Total), itoa(r.Standard), sentence)
	dom.ByID("ruler").Var("--scale", itoa(scale)).Var("--standard", itoa(r.Standard)).
		Attr("role", "img").Attr("aria-label", label).Attr("data-empty", boolean(sum+loose == 0)).Fill(track, mark)
}

func boolean(b bool) string {
	if b {
		return "true"
	}
	return "false"
}
