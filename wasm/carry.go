//go:build js && wasm

package main

import (
	"jifen/qr"
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/share"
	"jifen/wasm/ask"
	"jifen/wasm/dom"
)

// What a person carries away: a link that holds the answers, a file, a sheet of paper, days for the calendar. Nothing is kept on
// the device unless asked.

const keptName = "jifen answers"

func (c *calculator) wireCarry() {
	dom.ByID("print-sheet").On("click", func(dom.Node) { c.print("sheet") })
	dom.OnWindow("beforeprint", func() {
		if dom.Root().Get("data-print") == "" {
			dom.Root().Attr("data-print", "sheet")
		}
		c.sheet()
	})
	dom.OnWindow("afterprint", func() { dom.Root().Without("data-print") })
	dom.ByID("link-make").On("click", func(dom.Node) {
		dom.ByID("link-box").Show(true)
		c.carry()
		c.copyFrom("link", "link-copied")
	})
	dom.OnWindow("hashchange", func() {
		if code := dom.Fragment(); code != "" && code[0] >= '0' && code[0] <= '9' {
			dom.SetFragment("")
			c.openLink(code)
		}
	})
	dom.ByID("permit-until").On("change", func(dom.Node) { c.keep() })
	dom.ByID("file-save").On("click", func(dom.Node) { c.saveFile() })
	dom.ByID("file-load").OnFile(c.loadFile)
	dom.ByID("ics-save").On("click", func(dom.Node) { c.saveDays() })
	dom.ByID("forget").On("click", func(dom.Node) { c.forget() })
	box := dom.ByID("remember")
	box.On("change", func(dom.Node) {
		if box.Checked() {
			if !c.keep() {
				box.Check(false)
				dom.ByID("carry-note").Text(c.say(sayNotKept))
			}
		} else {
			dom.Forget(keptName)
		}
	})
}

// link is the answers as a text: of one person, or of two with a point between them.
func (c *calculator) link() string {
	of := func(fs *rules.Facts) string {
		a := share.Answers{On: today(), Edition: ask.InForce(today()).ID, Facts: fs}
		return a.Link()
	}
	mine := of(c.factsOf(c.own()))
	if !c.couple.on {
		return mine
	}
	other := of(c.factsOf(c.couple.other))
	if c.couple.who == 1 {
		mine, other = other, mine
	}
	return mine + "." + other
}

// factsOf are the facts of answers as of today, whatever the day of reckoning is.
func (c *calculator) factsOf(a *answers) *rules.Facts {
	if facts, _ := c.understand(a, today()); facts != nil {
		return facts
	}
	return &rules.Facts{}
}

// carry brings the link up to date where it is shown, and what is kept on the device.
func (c *calculator) carry() {
	c.keep()
	if dom.ByID("link-box").Hidden() {
		return
	}
	address := dom.Address(c.link())
	dom.ByID("link").SetValue(address)
	dom.ByID("link-copied").Text("")
	c.draw(dom.ByID("qr"), address)
}

// draw draws a QR code, or says that the answers are too many for one.
func (c *calculator) draw(at dom.Node, text string) {
	code, ok := qr.Encode(text, qr.L)
	if !ok {
		at.Fill(dom.Words("p", "small", c.say(sayNoQR)))
		return
	}
	side := itoa(code.Size + 8)
	at.Fill(dom.SVG("svg", "class", "qr", "viewBox", "-4 -4 "+side+" "+side, "role", "img", "aria-label", c.say(sayQR)).
		Append(dom.SVG("path", "d", code.Path())))
}

// copyFrom copies what a field holds, and says so beside it.
func (c *calculator) copyFrom(field, note string) {
	dom.Copy(dom.ByID(field).Value(), func(copied bool) {
		if copied {
			dom.ByID(note).Text(c.say(sayCopied))
			return
		}
		dom.ByID(field).Focus().Select()
		dom.ByID(note).Text(c.say(sayCopyYourself))
	})
}

// saved is all that a file, or the device, keeps.
func (c *calculator) saved() *applicant.Saved {
	s := &applicant.Saved{On: today(), Edition: ask.InForce(today()).ID, Ticked: c.list.ticked, Family: c.list.family}
	s.Permit, _ = rules.ParseDate(applicant.Day(dom.ByID("permit-until").Value()))
	s.Facts = c.factsOf(c.own())
	if c.couple.on {
		s.Other = c.factsOf(c.couple.other)
		if c.couple.who == 1 {
			s.Facts, s.Other = s.Other, s.Facts
		}
	}
	return s
}

// keep keeps the answers on this device, where the person asked for it. It is false where the browser refuses.
func (c *calculator) keep() bool {
	if !dom.ByID("remember").Checked() || !c.touched {
		return true
	}
	return dom.Keep(keptName, string(applicant.AppendSaved(nil, c.saved())))
}

// forget empties the page, the address and the device of all that the person said.
func (c *calculator) forget() {
	dom.Forget(keptName)
	dom.SetFragment("")
	dom.ByID("remember").Check(false)
	dom.ByID("family").Check(false)
	for _, id := range [...]string{"permit-until", "day", "paste", "expected", "case-text", "link"} {
		dom.ByID(id).SetValue("")
	}
	for _, id := range [...]string{"then", "link-box", "case-box", "day-today"} {
		dom.ByID(id).Show(false)
	}
	for _, id := range [...]string{"qr", "sheet", "timeline", "derived", "pair-out", "papers-out", "editions-out", "ways-out", "then"} {
		dom.ByID(id).Fill()
	}
	c.couple, c.list, c.day = couple{}, papers{}, 0
	c.people()
	c.try.forget()
	c.form.Reset()
	dom.ByID("carry-note").Text(c.say(sayForgotten))
}

// open takes in the answers of a link, or those kept on this device. It is false where there are none.
func (c *calculator) open() bool {
	code := dom.Fragment()
	if code != "" && code[0] >= '0' && code[0] <= '9' {
		dom.SetFragment("")
		if c.openLink(code) {
			return true
		}
	}
	return c.openKept()
}

// openKept takes in what is kept on this device.
func (c *calculator) openKept() bool {
	if kept := dom.Kept(keptName); kept != "" {
		dom.ByID("remember").Check(true)
		if s, problems := applicant.ReadSaved([]byte(kept), c.lang); problems == nil {
			c.take(s)
			return true
		}
	}
	return false
}

func (c *calculator) openLink(code string) bool {
	mine, other := code, ""
	for i := range len(code) {
		if code[i] == '.' {
			mine, other = code[:i], code[i+1:]
		}
	}
	a, err := share.Read(mine)
	if err == nil && other != "" {
		var b *share.Answers
		if b, err = share.Read(other); err == nil {
			c.take(&applicant.Saved{On: a.On, Edition: a.Edition, Facts: a.Facts, Other: b.Facts})
			return true
		}
	}
	if err != nil {
		say := sayLinkStrange
		switch err {
		case share.ErrCut:
			say = sayLinkCut
		case share.ErrNewer:
			say = sayLinkNewer
		}
		dom.ByID("then").Fill(dom.Words("p", "", c.say(say))).Show(true)
		return false
	}
	c.take(&applicant.Saved{On: a.On, Edition: a.Edition, Facts: a.Facts})
	return true
}

// take puts saved answers onto the page, and tells what was and what is where that is not the same day or edition.
func (c *calculator) take(s *applicant.Saved) {
	c.try.forget()
	c.couple = couple{}
	c.list = papers{ticked: s.Ticked, family: s.Family}
	dom.ByID("family").Check(s.Family)
	until := ""
	if s.Permit != 0 {
		until = s.Permit.String()
	}
	dom.ByID("permit-until").SetValue(until)
	c.day = 0
	dom.ByID("day").SetValue("")
	dom.ByID("day-today").Show(false)
	c.write(c.answersOf(s.Facts))
	if s.Other != nil {
		c.couple = couple{on: true, other: c.answersOf(s.Other)}
	}
	c.people()
	c.guide.begin(c)
	c.thenAndNow(s)
}

func (c *calculator) saveFile() {
	dom.Save("jifen-"+today().String()+".html", "text/html", c.file())
	dom.ByID("carry-note").Text(c.say(saySavedFile))
}

func (c *calculator) loadFile(text []byte) {
	note := dom.ByID("carry-note")
	if text == nil {
		note.Text(c.say(sayFileUnread))
		return
	}
	s, problems := applicant.ReadSaved(text, c.lang)
	if problems != nil {
		said := c.say(sayFileWrong)
		for _, p := range problems {
			said += " " + p.Field
			if p.Field != "" {
				said += c.say(sayColon)
			}
			said += p.Message
		}
		note.Text(said)
		return
	}
	c.take(s)
	note.Text(c.say(sayFileRead, s.On.String()))
	dom.ByID("result").ToView()
}

// saveDays gives the days to remember as a calendar file. Its events keep their names, so that a second import updates them.
func (c *calculator) saveDays() {
	field, wrong := dom.ByID("permit-until"), dom.ByID("err-permit-until")
	written := field.Value()
	permit, ok := rules.ParseDate(applicant.Day(written))
	wrong.Text(c.say(sayPermitWrong)).Show(written != "" && !ok)
	if written != "" && !ok {
		field.Attr("aria-invalid", "true").Focus()
		return
	}
	field.Without("aria-invalid")
	events := c.events(permit)
	if len(events) == 0 {
		dom.ByID("carry-note").Text(c.say(sayNoDays))
		return
	}
	now := dom.Now() / 1000
	dom.Save("jifen.ics", "text/calendar", share.Calendar(c.say(sayCalendar), events, instant(now), int(now/60)))
	dom.ByID("carry-note").Text(c.say(saySavedDays, itoa(len(events))))
}
