package rules_test

import (
	"testing"
	"time"

	"jifen/rules"
)

// TestDates walks every day that can be given and holds dates against the standard library's calendar.
func TestDates(t *testing.T) {
	day := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	for ; day.Year() <= 2100; day = day.AddDate(0, 0, 1) {
		text := day.Format("2006-01-02")
		d, ok := rules.ParseDate(text)
		if !ok || d.String() != text || d.Year() != day.Year() || d.Month() != int(day.Month()) || d.Day() != day.Day() {
			t.Fatalf("%s reads as %v", text, d)
		}
		n := int(day.Unix() / 86400)
		if rules.OfDay(n) != d || d.Days() != n {
			t.Fatalf("day %d is %v, want %v, which is day %d", n, rules.OfDay(n), d, d.Days())
		}
		for _, off := range []int{1, -1, 59, -366, 36525} {
			if after := day.AddDate(0, 0, off).Format("2006-01-02"); d.AddDays(off).String() != after {
				t.Fatalf("%v and %d days is %v, want %s", d, off, d.AddDays(off), after)
			}
		}
	}
	for _, no := range []string{"", "2025-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-32", "2026-1-1", "1899-12-31", "2101-01-01", "2026/01/01", "２０２６-01-01"} {
		if d, ok := rules.ParseDate(no); ok {
			t.Errorf("%q was read as %v", no, d)
		}
	}
}

// TestFullYears: the birthday of 29 February falls on 1 March in common years.
func TestFullYears(t *testing.T) {
	for _, c := range []struct {
		born, on rules.Date
		want     int
	}{{20040229, 20250228, 20}, {20040229, 20250301, 21}, {20040229, 20280228, 23}, {20040229, 20280229, 24}, {19881124, 20261123, 37}, {19881124, 20261124, 38}} {
		if got := c.born.FullYears(c.on); got != c.want {
			t.Errorf("%v to %v: got %d, want %d", c.born, c.on, got, c.want)
		}
	}
}
