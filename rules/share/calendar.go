package share

import (
	"strconv"
	"unicode/utf8"

	"jifen/rules"
)

// Event is a day or a span of days to put into a calendar.
type Event struct {
	ID           string     // letters, figures and -; the same in every writing, so that a second import updates
	From, To     rules.Date // both days included
	Title, Notes string
	Alert        int // days before From at which to remind, 0 for none
}

// Calendar writes events, one at least, as an iCalendar file (RFC 5545). Stamp is the instant of writing in UTC, as
// 20261124T101500Z; sequence grows with each writing. Days are days wherever the reader is: they have no time zone.
func Calendar(name string, events []Event, stamp string, sequence int) []byte {
	c := &calendar{}
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//jifen//Shanghai residence permit points//ZH")
	c.line("METHOD", "PUBLISH")
	c.line("X-WR-CALNAME", escaped(name))
	for i := range events {
		c.event(&events[i], stamp, sequence)
	}
	c.line("END", "VCALENDAR")
	return c.out
}

type calendar struct{ out []byte }

func (c *calendar) event(e *Event, stamp string, sequence int) {
	title := escaped(e.Title)
	c.line("BEGIN", "VEVENT")
	c.line("UID", escaped(e.ID+"@jifen.invalid"))
	c.line("DTSTAMP", stamp)
	c.line("SEQUENCE", strconv.Itoa(sequence))
	c.line("DTSTART;VALUE=DATE", day(e.From))
	c.line("DTEND;VALUE=DATE", day(e.To.AddDays(1))) // the first day that is not in it
	c.line("SUMMARY", title)
	if e.Notes != "" {
		c.line("DESCRIPTION", escaped(e.Notes))
	}
	c.line("TRANSP", "TRANSPARENT")
	if e.Alert > 0 {
		c.line("BEGIN", "VALARM")
		c.line("ACTION", "DISPLAY")
		c.line("DESCRIPTION", title)
		c.line("TRIGGER", "-P"+strconv.Itoa(e.Alert)+"D")
		c.line("END", "VALARM")
	}
	c.line("END", "VEVENT")
}

// mostOctets is the longest a line may be, its end left out.
const mostOctets = 75

// line writes one line, folded where it is too long: a fold is a line's end and a space, and never cuts a character.
func (c *calendar) line(name, value string) {
	rest := name + ":" + value
	for room := mostOctets; len(rest) > room; room = mostOctets - 1 {
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		c.out = append(c.out, rest[:cut]+"\r\n "...)
		rest = rest[cut:]
	}
	c.out = append(c.out, rest+"\r\n"...)
}

// day is a date as YYYYMMDD, which it is as a number.
func day(d rules.Date) string { return strconv.Itoa(int(d)) }

// escaped is a text as a value: its marks escaped, its line ends as \n, other control characters left out. What is no UTF-8
// becomes U+FFFD.
func escaped(text string) string {
	var out []byte
	for i, r := range text {
		switch {
		case r == '\\' || r == ';' || r == ',':
			out = append(out, '\\', byte(r))
		case r == '\r' && (i+1 == len(text) || text[i+1] != '\n') || r == '\n':
			out = append(out, '\\', 'n')
		case r >= ' ' && r != 0x7f || r == '\t':
			out = utf8.AppendRune(out, r)
		}
	}
	return string(out)
}
