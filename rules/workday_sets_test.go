package rules_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/6tail/lunar-go/HolidayUtil"

	"jifen/rules"
	"jifen/rules/tables"
)

// workSet is a public set of the same notices, kept by others.
type workSet struct {
	name  string
	until int // the last year that it knows
	knows func(year int) bool
	says  func(d rules.Date) (works, named bool)
}

// TestWorkdaysAgainstPublicSets holds every day of every year that is kept against two public sets. In 2023 to 2026 they agree
// with one another on every day, 31 December 2022 as well, so there is no list of exceptions here. Where a later year needs
// one, it names the day, the set that is wrong, and the words of the notice.
//
// A set that has not taken up a notice yet is left out for that year. That is the only reason, and it is held too: once a
// newer version of the set knows the year, until has to follow.
func TestWorkdaysAgainstPublicSets(t *testing.T) {
	for _, set := range []workSet{lunarGo(2026), chineseDays(t, 2026)} {
		if set.knows(set.until+1) || !set.knows(set.until) {
			t.Errorf("%s does not end with %d; set its last year here", set.name, set.until)
		}
		last := rules.FromCivil(set.until, 12, 31)
		for d := rules.Date(20221231); d <= last; d = d.AddDays(1) {
			want, named := set.says(d)
			if !named {
				want, _ = rules.IsWorkday(nil, d)
			}
			got, known := rules.IsWorkday(tables.Workdays, d)
			if got != want || !known {
				t.Errorf("%v: %s has workday %v; rules/workdays.json has %v, known %v", d, set.name, want, got, known)
			}
		}
	}
}

// lunarGo is the module github.com/6tail/lunar-go, its package HolidayUtil.
func lunarGo(until int) workSet {
	return workSet{"lunar-go", until,
		func(year int) bool { return HolidayUtil.GetHolidaysByYear(year).Len() > 0 },
		func(d rules.Date) (works, named bool) {
			h := HolidayUtil.GetHolidayByYmd(d.Year(), d.Month(), d.Day())
			return h != nil && h.IsWork(), h != nil
		}}
}

// chineseDays is the file dist/chinese-days.json of the npm package chinese-days.
func chineseDays(t *testing.T, until int) workSet {
	const file = "../.cache/chinese-days.json"
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("reading the npm package chinese-days (make need fetches it): %v", err)
	}
	var days struct{ Holidays, Workdays map[string]string }
	if err := json.Unmarshal(src, &days); err != nil {
		t.Fatalf("reading %s: %v", file, err)
	}
	return workSet{"chinese-days", until,
		func(year int) bool { return days.Holidays[rules.FromCivil(year, 1, 1).String()] != "" },
		func(d rules.Date) (works, named bool) {
			_, works = days.Workdays[d.String()]
			_, off := days.Holidays[d.String()]
			return works, works || off
		}}
}
