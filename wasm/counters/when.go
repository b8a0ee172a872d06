//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// Days and instants as people write them.

var months = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

// day writes a day: 2026-11-24 is 2026年11月24日, or 24 November 2026. What is no day stays as it is.
func (d *desk) day(iso string) string {
	date, ok := rules.ParseDate(iso)
	switch {
	case !ok:
		return iso
	case d.lang == rules.EN:
		return itoa(date.Day()) + " " + months[date.Month()-1] + " " + itoa(date.Year())
	}
	return itoa(date.Year()) + "年" + itoa(date.Month()) + "月" + itoa(date.Day()) + "日"
}

// dayOnPaper is the same in Chinese, whatever the page is in: a sheet is.
func dayOnPaper(iso string) string { return (&desk{lang: rules.ZH}).day(iso) }

// moment writes an instant, which the service tells in UTC, as the day and the minute in Shanghai.
func (d *desk) moment(instant string) string {
	date, hour, ok := inShanghai(instant)
	if !ok {
		return instant
	}
	return d.day(date.String()) + " " + itoa(hour/10) + itoa(hour%10) + instant[13:16]
}

// dateOf is the day of an instant in Shanghai, 0 where it is none.
func dateOf(instant string) rules.Date {
	date, _, _ := inShanghai(instant)
	return date
}

// shanghaiDay is the same as 2026-11-24.
func shanghaiDay(instant string) string { return dateOf(instant).String() }

func inShanghai(instant string) (date rules.Date, hour int, ok bool) {
	if len(instant) < 16 {
		return 0, 0, false
	}
	date, ok = rules.ParseDate(instant[:10])
	hour = int(instant[11]-'0')*10 + int(instant[12]-'0') + 8
	if hour >= 24 {
		hour -= 24
		date = rules.OfDay(date.Days() + 1)
	}
	return date, hour, ok
}

// today is the day in Shanghai, eight hours ahead of UTC the whole year.
func today() rules.Date {
	return rules.OfDay(int((dom.Now() + 8*60*60*1000) / (24 * 60 * 60 * 1000)))
}
