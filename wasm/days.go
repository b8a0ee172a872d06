//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/share"
	"jifen/rules/tables"
)

// events are the days to remember: those of the standard, and those of the permit's renewal, where its end is known.
func (c *calculator) events(permit rules.Date) (all []share.Event) {
	who := ""
	if c.couple.on && c.couple.who == 1 {
		who = "-2"
	}
	add := func(id string, from, to rules.Date, alert int, title, notes string) {
		all = append(all, share.Event{ID: "jifen-" + id + who, From: from, To: to, Alert: alert, Title: title, Notes: notes + "\n" + c.say(sayNotAuthority)})
	}
	h := rules.Project(tables.Editions, nil, c.factsOf(c.own()), today()) // whatever day is reckoned for
	standard := itoa(c.result.Standard)
	if h.Reaches > today() {
		add("reaches", h.Reaches, h.Reaches, 7, c.say(sayDayReaches, standard), c.say(sayReaches, h.Reaches.String(), c.because(h, h.Reaches)))
	}
	if h.Falls > today() {
		add("falls", h.Falls, h.Falls, 30, c.say(sayDayFalls, standard), c.say(sayFalls, h.Falls.String(), c.because(h, h.Falls)))
	}
	before, after, online := c.deadline("renewal_before"), c.deadline("renewal_after"), c.deadline("online_after")
	if permit == 0 || before == nil || after == nil || online == nil {
		return all
	}
	year := itoa(permit.Year())
	add("endorsement-"+year, permit.AddDays(-before.Days), permit, 7, c.say(sayDayEndorse, permit.String()), c.say(sayDayEndorseNote, itoa(after.Days)))
	add("confirmation-"+year, permit.AddDays(1), permit.AddDays(after.Days), 0, c.say(sayDayConfirm), c.say(sayDayConfirmNote, itoa(online.Days)))
	add("last-day-"+year, permit.AddDays(after.Days), permit.AddDays(after.Days), 14, c.say(sayDayLast), c.say(sayDayLastNote))
	return all
}

func (c *calculator) deadline(id string) *rules.Deadline {
	for i := range c.edition.Deadlines {
		if c.edition.Deadlines[i].ID == id {
			return &c.edition.Deadlines[i]
		}
	}
	return nil
}

// instant writes seconds since 1970 as calendars do: 20261124T101500Z.
func instant(seconds int64) string {
	const day = 24 * 60 * 60
	two := func(n int64) string {
		if n < 10 {
			return "0" + itoa(int(n))
		}
		return itoa(int(n))
	}
	rest := seconds % day
	return itoa(int(rules.OfDay(int(seconds/day)))) + "T" + two(rest/3600) + two(rest/60%60) + two(rest%60) + "Z"
}
