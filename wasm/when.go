//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/tables"
	"jifen/wasm/dom"
)

// When the standard is reached and lost, while life goes on as it is; and what the score will be on a day of one's own.

func (c *calculator) wireDay() {
	field := dom.ByID("day")
	set := func(text string) {
		written := applicant.Day(text)
		day, ok := rules.ParseDate(written)
		wrong := dom.ByID("err-day")
		switch {
		case text == "":
			day, ok = 0, true
		case ok && (day < tables.Editions[0].From || day > today().AddYears(rules.Ahead)):
			ok = false
		}
		wrong.Text(c.say(sayDayWrong, tables.Editions[0].From.String(), today().AddYears(rules.Ahead).String())).Show(!ok)
		if ok {
			field.Without("aria-invalid")
			c.day = day
			c.reckon()
		} else {
			field.Attr("aria-invalid", "true")
		}
		dom.ByID("day-today").Show(c.day != 0)
	}
	field.On("change", func(dom.Node) { set(field.Value()) })
	dom.ByID("day-go").On("click", func(dom.Node) { set(field.Value()) })
	dom.ByID("day-today").On("click", func(dom.Node) { field.SetValue(""); set(""); field.Focus() })
}

// carried tells that the score is not that of today.
func (c *calculator) carried() {
	box := dom.ByID("carried")
	box.Show(c.day != 0 && c.touched)
	if c.day == 0 {
		return
	}
	told := c.say(sayCarried, c.day.String())
	if c.day < today() {
		told += c.say(sayPast)
	} else {
		told += c.goesOn()
	}
	box.Fill(dated("span", "", told))
}

// goesOn says how life is taken to go on.
func (c *calculator) goesOn() string {
	if c.known.Int(rules.Employed) == 0 {
		return c.say(sayNotInsured)
	}
	return c.say(sayInsured)
}

// when draws the score of the years to come, with the day of the standard and the day of loss.
func (c *calculator) when() {
	h := rules.Project(tables.Editions, nil, &c.known, c.result.On)
	c.reaches = h.Reaches
	out := dom.ByID("timeline")
	out.Fill(c.moments(h), c.timeline(h), c.steps(h))
	if len(c.result.Missing)+len(c.result.Open) > 0 {
		out.Append(dom.Words("p", "small", c.say(sayAheadNone)))
	}
	out.Append(dom.Words("p", "small", c.goesOn()+c.say(sayAhead)))
}

// moments says in words when the standard is reached and lost, and by what.
func (c *calculator) moments(h *rules.Horizon) dom.Node {
	told := ""
	switch {
	case h.Reaches == 0:
		told = c.say(sayNever, h.Until.String())
	case h.Reaches == c.result.On:
		if told = c.pointsOnly(); told != "" {
			told += c.say(sayGap)
		}
		told += c.say(sayNowReached)
	default:
		told = c.say(sayReaches, h.Reaches.String(), c.because(h, h.Reaches))
	}
	if h.Falls != 0 {
		told += c.say(sayGap) + c.say(sayFalls, h.Falls.String(), c.because(h, h.Falls))
	} else if h.Reaches != 0 {
		told += c.say(sayGap) + c.say(sayKeeps, h.Until.String())
	}
	return dated("p", "moments", told)
}

// because names what changed on a day.
func (c *calculator) because(h *rules.Horizon, on rules.Date) string {
	for i, s := range h.Steps {
		if s.On == on && i > 0 {
			return c.lineNames(s.Because)
		}
	}
	return ""
}

// lineNames lists the labels of indicators.
func (c *calculator) lineNames(ids []string) string {
	names := ""
	for _, id := range ids {
		if i := c.edition.Indicator(id); i >= 0 {
			if names != "" {
				names += c.say(sayAnd)
			}
			names += c.edition.Indicators[i].Label.In(c.lang)
		}
	}
	return names
}

// The drawing is as wide as its room; along the time it is reckoned in hundredths of a per cent, upwards in pixels.
const (
	chartHigh = 240
	chartFoot = 28
	chartHead = 52
	wholeTime = 10000
)

// timeline is the score as steps over the years. Words stand beside it; it is hidden from those who cannot see it.
func (c *calculator) timeline(h *rules.Horizon) dom.Node {
	standard := c.result.Standard
	top, low := standard, standard
	for _, s := range h.Steps {
		top, low = max(top, s.Total), min(low, s.Total)
	}
	low = max(0, low-(top-low)/4-5) // so that small steps can be told apart
	from, until := c.result.On.Days(), h.Until.Days()
	x := func(d rules.Date) string { return percent((d.Days() - from) * wholeTime / (until - from)) }
	y := func(total int) int { return chartHead + (top-total)*(chartHigh-chartHead-chartFoot)/(top-low) }
	svg := dom.SVG("svg", "class", "chart", "height", itoa(chartHigh), "aria-hidden", "true")
	stroke := func(class, x1 string, y1 int, x2 string, y2 int) {
		svg.Append(dom.SVG("line", "class", class, "x1", x1, "y1", itoa(y1), "x2", x2, "y2", itoa(y2)))
	}
	words := func(class, x string, y int, anchor, text string) {
		svg.Append(dom.SVG("text", "class", class, "x", x, "y", itoa(y), "text-anchor", anchor).Text(text))
	}
	stroke("edge", "0%", y(low), "100%", y(low))
	for year := c.result.On.Year()/5*5 + 5; year < h.Until.Year(); year += 5 {
		at := x(rules.FromCivil(year, 1, 1))
		stroke("tick", at, y(low), at, chartHigh-chartFoot+6)
		words("axis", at, chartHigh-6, "middle", itoa(year))
	}
	stroke("seal", "0%", y(standard), "100%", y(standard))
	words("seal", "100%", y(standard)+5, "start", "\u00a0"+itoa(standard)) // beyond the end, clear of the score
	for i, s := range h.Steps {
		end, class := h.Until, "score"
		if i+1 < len(h.Steps) {
			end = h.Steps[i+1].On
			stroke("score rise", x(end), y(s.Total), x(end), y(h.Steps[i+1].Total))
		}
		if s.Assumed {
			class = "score assumed"
		}
		stroke(class, x(s.On), y(s.Total), x(end), y(s.Total))
	}
	first, last := h.Steps[0].Total, h.Steps[len(h.Steps)-1].Total
	words("value", "0%", y(first)-8, "start", itoa(first))
	words("value", "100%", y(last)-8, "end", itoa(last))
	mark := func(on rules.Date, row int, say *rules.Text) {
		if on == 0 || on == c.result.On {
			return
		}
		at, total := (on.Days()-from)*wholeTime/(until-from), 0
		for _, s := range h.Steps {
			if s.On <= on {
				total = s.Total
			}
		}
		anchor := "middle"
		if at < wholeTime/5 {
			anchor = "start"
		} else if at > wholeTime*4/5 {
			anchor = "end"
		}
		svg.Append(dom.SVG("circle", "class", "mark", "cx", percent(at), "cy", itoa(y(total)), "r", "5"))
		stroke("drop", percent(at), y(total), percent(at), y(low))
		words("when", percent(at), row, anchor, c.say(say, on.String()))
	}
	mark(h.Reaches, 16, sayMarkReaches)
	mark(h.Falls, 36, sayMarkFalls)
	return svg
}

// percent writes hundredths of a per cent as SVG takes them.
func percent(n int) string { return rules.Percent(int64(n)) + "%" }

// steps is the same as a table.
func (c *calculator) steps(h *rules.Horizon) dom.Node {
	body := dom.New("tbody", "")
	for i, s := range h.Steps {
		why := c.lineNames(s.Because)
		if i == 0 {
			why = c.say(sayFirstDay)
		}
		total := itoa(s.Total)
		if s.Assumed {
			total += c.say(sayAssumedMark)
		}
		body.Append(dom.New("tr", "", dom.Words("th", "", s.On.String()).Attr("scope", "row"), dom.Words("td", "num", total), dom.Words("td", "", why)))
	}
	head := dom.New("thead", "", dom.New("tr", "",
		c.column(sayColDay, ""), c.column(sayColTotal, "num"), c.column(sayColWhy, "")))
	table := dom.New("table", "", head, body)
	return c.keepOpen("steps-all", dom.New("details", "rest", dom.Words("summary", "", c.say(sayEverySteps, itoa(len(h.Steps)))), table))
}

func (c *calculator) column(t *rules.Text, class string) dom.Node {
	return dom.Words("th", class, t.In(c.lang)).Attr("scope", "col")
}

// keepOpen lets a details element that is drawn anew stay as the person left it.
func (c *calculator) keepOpen(id string, n dom.Node) dom.Node {
	return n.Attr("id", id).SetOpen(dom.ByID(id).Open())
}
