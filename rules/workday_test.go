package rules_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jifen/rules"
	"jifen/rules/tables"
)

// TestWorkdayExamples works the examples of testdata/workdays.txt.
func TestWorkdayExamples(t *testing.T) {
	src, err := os.ReadFile("testdata/workdays.txt")
	if err != nil {
		t.Fatal(err)
	}
	examples := 0
	for i, line := range strings.Split(string(src), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		examples++
		if got := worked(strings.TrimSuffix(line, ", not known")); got != line {
			t.Errorf("testdata/workdays.txt:%d: want %s, got %s", i+1, line, got)
		}
	}
	if examples == 0 {
		t.Error("no examples")
	}
}

// worked writes an example with the engine's answer in the place of the one it has.
func worked(example string) string {
	var from, to string
	var n int
	date := func(s string) rules.Date {
		d, _ := rules.ParseDate(s)
		return d
	}
	known, answer := true, "no example of a known kind"
	if k, _ := fmt.Sscanf(example, "%s + %d =", &from, &n); k == 2 {
		var due rules.Date
		due, known = rules.AddWorkdays(tables.Workdays, date(from), n)
		answer = fmt.Sprintf("%s + %d = %s", from, n, due)
	} else if k, _ := fmt.Sscanf(example, "%s to %s =", &from, &to); k == 2 {
		answer = fmt.Sprintf("%s to %s = %d", from, to, rules.Workdays(tables.Workdays, date(from), date(to)))
	} else if day, _, one := strings.Cut(example, " "); one {
		var workday bool
		workday, known = rules.IsWorkday(tables.Workdays, date(day))
		answer = day + map[bool]string{true: " works", false: " is off"}[workday]
	}
	if !known {
		answer += ", not known"
	}
	return answer
}

// TestWorkdaysAgainstSteps holds each function against a calendar that goes a day at a time and compares texts.
func TestWorkdaysAgainstSteps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		years := someYears(t)
		from, n := dayNear(t, years, "from"), rapid.IntRange(0, 300).Draw(t, "n")
		day, known, left := asTime(from), true, n
		workday, sure := stepWorks(years, day)
		if w, k := rules.IsWorkday(years, from); w != workday || k != sure {
			t.Fatalf("%v: got %v, %v, want %v, %v", from, w, k, workday, sure)
		}
		for left > 0 {
			day = day.AddDate(0, 0, 1)
			workday, sure := stepWorks(years, day)
			known = known && sure
			if workday {
				left--
			}
			passed := rules.OfDay(int(day.Unix() / 86400))
			if got := rules.Workdays(years, from, passed); got != n-left {
				t.Fatalf("from %v to %v: got %d, want %d", from, passed, got, n-left)
			}
		}
		due, k := rules.AddWorkdays(years, from, n)
		if want := day.Format(time.DateOnly); due.String() != want || k != known {
			t.Fatalf("%v + %d: got %v, known %v, want %s, known %v", from, n, due, k, want, known)
		}
	})
}

// TestWorkdaysProperties: adding is the inverse of counting, a due day is a working day, later and more is never earlier, and
// spans add up.
func TestWorkdaysProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		years := someYears(t)
		a, b, c := dayNear(t, years, "a"), dayNear(t, years, "b"), dayNear(t, years, "c")
		n := rapid.IntRange(1, 300).Draw(t, "n")

		due, _ := rules.AddWorkdays(years, a, n)
		if got := rules.Workdays(years, a, due); got != n {
			t.Fatalf("%v + %d = %v, but %d are counted up to there", a, n, due, got)
		}
		if works, _ := rules.IsWorkday(years, due); !works {
			t.Fatalf("%v + %d = %v, on which nobody works", a, n, due)
		}
		if sooner, _ := rules.AddWorkdays(years, a, n-1); sooner >= due {
			t.Fatalf("%v + %d = %v, and one fewer is %v", a, n, due, sooner)
		}
		if later, _ := rules.AddWorkdays(years, a.AddDays(1), n); later < due {
			t.Fatalf("%v + %d = %v, and from the day after %v", a, n, due, later)
		}
		if none, known := rules.AddWorkdays(years, a, 0); none != a || !known {
			t.Fatalf("%v + 0 = %v, known %v", a, none, known)
		}

		ab, bc, ac := rules.Workdays(years, a, b), rules.Workdays(years, b, c), rules.Workdays(years, a, c)
		if ab+bc != ac || rules.Workdays(years, b, a) != -ab {
			t.Fatalf("%v to %v %d, to %v %d, together %d", a, b, ab, c, bc, ac)
		}
		if works, _ := rules.IsWorkday(years, b); works && b > a {
			if back, _ := rules.AddWorkdays(years, a, ab); back != b {
				t.Fatalf("%d working days from %v to %v, but + %d = %v", ab, a, b, ab, back)
			}
		}
	})
}

// TestWorkdaysEdges: the way ends on the last day there is, and fewer than none is none.
func TestWorkdaysEdges(t *testing.T) {
	for _, c := range []struct {
		from  rules.Date
		n     int
		due   rules.Date
		known bool
	}{
		{rules.Latest, 1, rules.Latest, false},
		{rules.Latest, 0, rules.Latest, true},
		{rules.Latest.AddDays(-7), 1 << 40, rules.Latest, false},
		{rules.Earliest, 5, 19000108, false}, // a Monday
		{20261001, -3, 20261001, true},
	} {
		if due, known := rules.AddWorkdays(tables.Workdays, c.from, c.n); due != c.due || known != c.known {
			t.Errorf("%v + %d: got %v, known %v, want %v, known %v", c.from, c.n, due, known, c.due, c.known)
		}
	}
	day, want := asTime(rules.Earliest), 0
	for day = day.AddDate(0, 0, 1); day.Year() <= rules.Latest.Year(); day = day.AddDate(0, 0, 1) {
		if works, _ := stepWorks(nil, day); works {
			want++
		}
	}
	if got := rules.Workdays(nil, rules.Earliest, rules.Latest); got != want {
		t.Errorf("all days that can be given: got %d, want %d", got, want)
	}
}

// TestWorkdaysAllocateNothing: lists of applications ask for a due day a row.
func TestWorkdaysAllocateNothing(t *testing.T) {
	allocs := testing.AllocsPerRun(100, func() {
		due, _ := rules.AddWorkdays(tables.Workdays, 20260910, 20)
		rules.Workdays(tables.Workdays, 20200101, due)
		rules.IsWorkday(tables.Workdays, due)
	})
	if allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}

func asTime(d rules.Date) time.Time {
	return time.Date(d.Year(), time.Month(d.Month()), d.Day(), 0, 0, 0, 0, time.UTC)
}

func stepWorks(years []rules.WorkYear, day time.Time) (workday, known bool) {
	text := day.Format(time.DateOnly)
	workday = day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
	for _, y := range years {
		known = known || y.Year == day.Year()
	}
	for _, y := range years {
		for _, h := range y.Holidays {
			if h.From.String() <= text && text <= h.To.String() {
				return false, true
			}
		}
		for _, m := range y.MakeUp {
			if m.String() == text {
				return true, true
			}
		}
	}
	return workday, known
}

// someYears are the notices that are kept, or made-up ones that the reader would take.
func someYears(t *rapid.T) []rules.WorkYear {
	if rapid.Bool().Draw(t, "kept") {
		return tables.Workdays
	}
	first := rapid.IntRange(1901, 2090).Draw(t, "first year")
	years := make([]rules.WorkYear, rapid.IntRange(0, 4).Draw(t, "years"))
	end := rules.Date(0)
	for i := range years {
		y := &years[i]
		y.Year = first + i
		last := rules.FromCivil(y.Year, 12, 31)
		day := max(end, rules.FromCivil(y.Year-1, 12, 1))
		for range rapid.IntRange(1, 7).Draw(t, "holidays") {
			h := rules.Holiday{From: day.AddDays(rapid.IntRange(1, 60).Draw(t, "gap"))}
			h.To = h.From.AddDays(rapid.IntRange(0, 13).Draw(t, "more days"))
			if h.To > last {
				break
			}
			y.Holidays = append(y.Holidays, h)
			day, end = h.To, h.To
		}
	}
	for i := range years {
		y := &years[i]
		for range rapid.IntRange(0, 9).Draw(t, "make-up days") {
			d := rules.FromCivil(y.Year-1, 12, 1).AddDays(rapid.IntRange(0, 395).Draw(t, "make-up day"))
			works, _ := rules.IsWorkday(nil, d)
			if !works && d.Year() <= y.Year && !named(years, d) {
				y.MakeUp = append(y.MakeUp, d)
			}
		}
		slices.Sort(y.MakeUp)
	}
	return years
}

func named(years []rules.WorkYear, d rules.Date) bool {
	for _, y := range years {
		if slices.Contains(y.MakeUp, d) || slices.ContainsFunc(y.Holidays, func(h rules.Holiday) bool { return h.From <= d && d <= h.To }) {
			return true
		}
	}
	return false
}

// dayNear is a day about the years of the notices, where they change something: every other one is the edge of a holiday, or
// a make-up day.
func dayNear(t *rapid.T, years []rules.WorkYear, label string) rules.Date {
	var edges []rules.Date
	for _, y := range years {
		edges = append(edges, y.MakeUp...)
		for _, h := range y.Holidays {
			edges = append(edges, h.From.AddDays(-1), h.From, h.To)
		}
	}
	if len(edges) > 0 && rapid.Bool().Draw(t, label+" is an edge") {
		return rapid.SampledFrom(edges).Draw(t, label)
	}
	year, span := 2000, 1
	if len(years) > 0 {
		year, span = years[0].Year, len(years)
	}
	first := max(rules.FromCivil(year, 1, 1).AddDays(-400), rules.Earliest)
	return first.AddDays(rapid.IntRange(0, 366*span+800).Draw(t, label))
}
