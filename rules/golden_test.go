package rules_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/cases"
	"jifen/rules/tables"
)

var update = flag.Bool("update", false, "write the expectations anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	old := strings.Split(string(want), "\n")
	for i, line := range strings.Split(got, "\n") {
		if i >= len(old) || line != old[i] {
			t.Fatalf("%s:%d: got %q; where the law changed, run make rules and look at the diff", path, i+1, line)
		}
	}
	t.Fatalf("%s has more lines than it should", path)
}

// TestBoundaries writes the points on both sides of every edge of every edition, so that a changed number shows as a few
// changed lines in review.
func TestBoundaries(t *testing.T) {
	var b strings.Builder
	b.WriteString("# edition indicator: value=points, on both sides of every edge. Written by make rules; the diff is the review.\n")
	for i := range tables.Editions {
		e := &tables.Editions[i]
		for j := range e.Indicators {
			fmt.Fprintf(&b, "%s %s:%s\n", e.ID, e.Indicators[j].ID, edges(e, j))
		}
		for j := range e.Gates {
			fmt.Fprintf(&b, "%s gate %s:%s\n", e.ID, e.Gates[j].ID, gateEdges(e, j))
		}
	}
	golden(t, "boundaries.golden", b.String())
}

// edges lists an indicator's values about each edge with what they give.
func edges(e *rules.Edition, at int) string {
	in := &e.Indicators[at]
	on := e.To
	var b strings.Builder
	try := func(label string, put func(*rules.Facts)) {
		fs := &rules.Facts{}
		put(fs)
		fs.NoneLeft()
		var s rules.Score
		e.Score(fs, on, &s)
		fmt.Fprintf(&b, " %s=%d", label, s.Lines[at].Worth.Min)
	}
	count := func(v int64) {
		try(fmt.Sprint(v), func(fs *rules.Facts) {
			fs.Put(in.Fact, v)
			if in.Share != 0 {
				fs.Put(in.Share, in.Share.Shape().Most)
			}
		})
	}
	around := func(v int64) {
		for _, n := range []int64{v - 1, v, v + 1} {
			count(n)
		}
	}
	switch in.Kind {
	case rules.Bands:
		for age := in.Youngest - 1; age <= in.Oldest+1; age++ {
			try(fmt.Sprint(age), func(fs *rules.Facts) { fs.Put(in.Fact, int64(on)-int64(age)*10000) })
		}
	case rules.Choice:
		for v, name := range in.Fact.Shape().Values {
			try(name, func(fs *rules.Facts) { fs.Put(in.Fact, int64(v)); fs.Put(rules.TitleBaseMet, 1) })
			if in.Proof != 0 {
				try(name+"/unproven", func(fs *rules.Facts) { fs.Put(in.Fact, int64(v)) })
			}
		}
		for _, item := range in.Choices {
			if item.Months > 0 && !item.As {
				b.WriteString(windowEdges(e, at, item))
			}
		}
	case rules.Flag:
		count(0)
		count(1)
	case rules.Units:
		for n := 1; n <= in.Max/in.Points+1; n++ {
			around(int64(n) * int64(in.Unit) * int64(in.Divide))
		}
	case rules.Years:
		last := in.Least + 2
		if in.Max > 0 {
			last = in.Max/in.Points + 1
		}
		for n := max(1, in.Least); n <= last; n++ {
			around(int64(n) * int64(in.Unit))
		}
	case rules.Since:
		for n := 1; n <= in.Max/in.Points+1; n++ {
			aroundDay(on, n, func(label string, d rules.Date) {
				try(label, func(fs *rules.Facts) { fs.Put(in.Fact, int64(d)) })
			})
		}
	case rules.Records:
		aroundDay(on, in.Within, func(label string, d rules.Date) {
			try(label, func(fs *rules.Facts) { fs.PutRecords(in.Fact, []rules.Date{d}) })
		})
	}
	return b.String()
}

// windowEdges tells the points of a record that meets a tier in one month less than it needs, in just as many, and with each
// base one fen too low.
func windowEdges(e *rules.Edition, at int, item rules.Item) string {
	var b strings.Builder
	wage := tables.Wages[len(tables.Wages)-1]
	on := rules.Date(wage.To.Next().Next()*100 + 1) // beyond the last wage, so that one floor holds as far as it reaches
	for range item.Of {
		on = rules.Date(rules.MonthOf(on).Next()*100 + 1)
	}
	floor := int64(wage.Yuan) * 10 * int64(item.Tenths)
	for _, c := range []struct {
		label  string
		months int
		fen    int64
	}{
		{"-1month", item.Months - 1, floor}, {"", item.Months, floor}, {"-1fen", item.Months, floor - 1},
	} {
		from := rules.MonthOf(on)
		for range c.months {
			from = before(from)
		}
		fs := &rules.Facts{}
		fs.PutLedger([]rules.Span{{From: from, To: before(rules.MonthOf(on)), Fen: c.fen}})
		fs.NoneLeft()
		var s rules.Score
		e.Score(fs, on, &s)
		fmt.Fprintf(&b, " %d/%d%s=%d", item.Months, item.Of, c.label, s.Lines[at].Worth.Min)
	}
	return b.String()
}

func before(m rules.Month) rules.Month {
	if m%100 == 1 {
		return m - 100 + 11
	}
	return m - 1
}

// aroundDay calls try with the days about which on lies so many years after.
func aroundDay(on rules.Date, years int, try func(string, rules.Date)) {
	day := time.Date(on.Year()-years, time.Month(on.Month()), on.Day(), 0, 0, 0, 0, time.UTC)
	for _, off := range []int{1, 0, -1} {
		d := day.AddDate(0, 0, off)
		try(fmt.Sprintf("%dy%+dd", years, -off), rules.FromCivil(d.Year(), int(d.Month()), d.Day()))
	}
}

func gateEdges(e *rules.Edition, at int) string {
	g := &e.Gates[at]
	var values []int64
	switch g.Kind {
	case rules.AtLeast:
		values = []int64{int64(g.Least) - 1, int64(g.Least), int64(g.Least) + 1}
	case rules.AgeWithin:
		values = []int64{int64(g.Least) - 1, int64(g.Least), int64(g.Most), int64(g.Most) + 1}
	default:
		values = []int64{0, 1}
	}
	var b strings.Builder
	for _, v := range values {
		fs := &rules.Facts{}
		put := v
		if g.Kind == rules.AgeWithin {
			put = int64(e.To) - v*10000
		}
		fs.Put(g.Fact, put)
		fs.NoneLeft()
		var s rules.Score
		e.Score(fs, e.To, &s)
		fmt.Fprintf(&b, " %d=%s", v, map[bool]string{true: "fails", false: "passes"}[s.Failed>>at&1 != 0])
	}
	return b.String()
}

// TestEffects writes what every edition says of the people of the cases, so that an edition that is added, or a number that
// changes, shows in review whom it touches.
func TestEffects(t *testing.T) {
	all, err := cases.Load("testdata/cases")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("# case: what each edition says of the person, on the day of the case. Written by make rules; the diff is the review.\n")
	for _, c := range all {
		if c.File != "reached.txt" && c.File != "gates.txt" && c.File != "pairs.txt" {
			continue
		}
		fmt.Fprintf(&b, "%s %s:", c.File, c.Name)
		for _, e := range tables.Editions {
			r, problems := applicant.Score(tables.Editions, applicant.Query{Facts: []byte(c.Facts), On: c.On, Edition: e.ID})
			if problems != nil {
				t.Fatalf("%s %s: %v", c.File, c.Name, problems)
			}
			fmt.Fprintf(&b, " %s %d–%d %s", e.ID, r.Total.Min, r.Total.Max, r.Verdict)
		}
		b.WriteString("\n")
	}
	golden(t, "effects.golden", b.String())
}
