package share_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"jifen/rules"
	"jifen/rules/share"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write testdata/dates.ics again")

const stamp = "20261124T101500Z"

var dates = []share.Event{
	{ID: "renewal-2027", From: 20270115, To: 20270415, Title: "居住证签注：到期前 30 天起，逾期 60 天内", Alert: 7,
		Notes: "签注逾期，积分停用；超过 60 天，居住年限重新计算。\n带上：身份证, 居住证; 路径 C:\\签注。The last line is long enough to be folded more than once, in both languages: 这一行足够长，要折好几次。"},
	{ID: "reaches", From: 20271231, To: 20271231, Title: "满 120 分"},
	{ID: "leap", From: 20280229, To: 20280229, Title: "🎂 生日", Notes: "岁数加一。", Alert: 1},
}

// TestCalendarFile: the bytes, line for line.
func TestCalendarFile(t *testing.T) {
	got := share.Calendar("积分日程, 2027; 示例", dates, stamp, 3)
	name := filepath.FromSlash("testdata/dates.ics")
	if *update {
		if err := os.WriteFile(name, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestCalendarOfAnything: another's reader finds what was put in, and no line is too long or cut within a character.
func TestCalendarOfAnything(t *testing.T) {
	words := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"积分", "签注到期", "a", " ", ",", ";", ":", `\`, `\n`, "\n", "\"", "🎂", "é", "\t", "long long words "}), 1, 120).Draw(t, "words"), "")
	})
	rapid.Check(t, func(t *rapid.T) {
		events := make([]share.Event, rapid.IntRange(1, 4).Draw(t, "events"))
		for i := range events {
			from := anyDay(t, 20991231, "from")
			events[i] = share.Event{
				ID: "event-" + strconv.Itoa(i), From: from, To: from.AddDays(rapid.IntRange(0, 365).Draw(t, "days")),
				Title: words.Draw(t, "title"), Notes: words.Draw(t, "notes"), Alert: rapid.IntRange(0, 40).Draw(t, "alert"),
			}
		}
		name := words.Draw(t, "name")
		first := parsed(t, name, events, 1)
		second := parsed(t, name, events, 2)
		for i := range events {
			if a, b := first[i].Id(), second[i].Id(); a != b || a != events[i].ID+"@jifen.invalid" {
				t.Fatalf("the first writing has the UID %s, the second %s", a, b)
			}
		}
	})
}

// parsed writes events and reads them back, holding each against what was put in.
func parsed(t *rapid.T, name string, events []share.Event, sequence int) []*ics.VEvent {
	file := share.Calendar(name, events, stamp, sequence)
	lines := strings.Split(string(file), "\r\n")
	for _, line := range lines {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
			t.Fatalf("%d octets: %q", len(line), line)
		}
	}
	if lines[len(lines)-1] != "" {
		t.Fatalf("the last line has no end: %q", lines[len(lines)-1])
	}
	c, err := ics.ParseCalendar(bytes.NewReader(file))
	if err != nil {
		t.Fatalf("%v: %s", err, file)
	}
	for _, p := range c.CalendarProperties {
		if p.IANAToken == "X-WR-CALNAME" && p.Value != name {
			t.Fatalf("the calendar's name is %q, want %q", p.Value, name)
		}
	}
	got := c.Events()
	if len(got) != len(events) {
		t.Fatalf("%d events of %d", len(got), len(events))
	}
	for i, e := range events {
		holds := func(p ics.ComponentProperty, want string) {
			if have := got[i].GetProperty(p); have == nil || have.Value != want {
				t.Fatalf("%s is %v, want %q", p, have, want)
			}
		}
		holds(ics.ComponentPropertySummary, e.Title)
		holds(ics.ComponentPropertyDescription, e.Notes)
		holds(ics.ComponentPropertySequence, strconv.Itoa(sequence))
		holds(ics.ComponentPropertyDtstamp, stamp)
		holds(ics.ComponentPropertyTransp, "TRANSPARENT")
		start, err1 := got[i].GetAllDayStartAt()
		end, err2 := got[i].GetAllDayEndAt()
		if err1 != nil || err2 != nil || civil(start) != e.From || civil(end.AddDate(0, 0, -1)) != e.To {
			t.Fatalf("from %v to before %v, want %v to %v", start, end, e.From, e.To)
		}
		alarms := got[i].Alarms()
		if len(alarms) != min(e.Alert, 1) {
			t.Fatalf("%d alarms, want one %d days before", len(alarms), e.Alert)
		}
		for _, a := range alarms {
			if p := a.GetProperty(ics.ComponentPropertyTrigger); p == nil || p.Value != "-P"+strconv.Itoa(e.Alert)+"D" {
				t.Fatalf("the alarm is %v, want %d days before", p, e.Alert)
			}
		}
	}
	return got
}

func civil(t time.Time) rules.Date { return rules.FromCivil(t.Year(), int(t.Month()), t.Day()) }

// TestCalendarOfRubbish: what no calendar may hold does not come into it.
func TestCalendarOfRubbish(t *testing.T) {
	file := string(share.Calendar("", []share.Event{{ID: "a", From: 20270101, To: 20270101, Title: "a\r\nb\rc\x00\x1b\x7f\xffd\r", Notes: "\n"}}, stamp, 0))
	for _, want := range []string{"\r\nSUMMARY:a\\nb\\nc\ufffdd\\n\r\n", "\r\nDESCRIPTION:\\n\r\n", "\r\nX-WR-CALNAME:\r\n"} {
		if !strings.Contains(file, want) {
			t.Errorf("%q is not in %q", want, file)
		}
	}
}
