package rules_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"jifen/rules"
	"jifen/rules/tables"

	"pgregory.net/rapid"
)

// TestHorizon: walking the days of change finds what scoring every single day finds.
func TestHorizon(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		on := anyDate(20271231, 14).Draw(t, "on")
		on = max(on, tables.Editions[0].From)
		fs := anyFacts(t, on, 1)
		if rapid.Bool().Draw(t, "employed") {
			fs.Put(rules.Employed, 1)
		}
		h := rules.Project(tables.Editions, nil, fs, on)
		want := everyDay(fs, on, h.Until)
		if h.Reaches != want.Reaches || h.Falls != want.Falls {
			t.Fatalf("reaches %v, falls %v; day by day %v, %v", h.Reaches, h.Falls, want.Reaches, want.Falls)
		}
		if !slices.EqualFunc(h.Steps, want.Steps, func(a, b rules.Step) bool {
			return a.On == b.On && a.Total == b.Total && a.Verdict == b.Verdict && a.Assumed == b.Assumed
		}) {
			t.Fatalf("steps %v\nday by day %v", h.Steps, want.Steps)
		}
	})
}

// TestHorizonNamed: to name the edition in force changes nothing; one named outside its time holds throughout.
func TestHorizonNamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		on := max(anyDate(20271231, 14).Draw(t, "on"), tables.Editions[0].From)
		fs := anyFacts(t, on, 1)
		free := rules.Project(tables.Editions, nil, fs, on)
		for i := range tables.Editions {
			e := &tables.Editions[i]
			h := rules.Project(tables.Editions, e, fs, on)
			if e.From <= on && on <= e.To {
				if !reflect.DeepEqual(h, free) {
					t.Fatalf("with %s named %v\nelse %v", e.ID, h, free)
				}
				continue
			}
			var s rules.Score
			for _, step := range h.Steps {
				then := later(fs, on, step.On)
				if e.Score(then, step.On, &s); fs.Known(rules.Born) && s.Total.Min != step.Total {
					t.Fatalf("by %s %v has %d, the horizon says %d", e.ID, step.On, s.Total.Min, step.Total)
				}
			}
		}
	})
}

// TestPresumed: where nothing is said to be taken as none, no fact that was not given changes anything ahead.
func TestPresumed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		on := max(anyDate(20271231, 14).Draw(t, "on"), tables.Editions[0].From)
		fs := anyFacts(t, on, 0)
		named := rapid.SampledFrom([]*rules.Edition{nil, &tables.Editions[0], &tables.Editions[2]}).Draw(t, "named")
		f := rules.Fact(rapid.IntRange(0, int(rules.FamilyPlanningViolation)).Draw(t, "forgotten"))
		if f == rules.Ledger {
			return
		}
		full := *fs
		fs.Forget(f)
		for _, note := range rules.Presumed(tables.Editions, named, fs, on, rules.EN) {
			if strings.Contains(note, "taken as none") {
				return
			}
		}
		with, without := rules.Project(tables.Editions, named, &full, on), rules.Project(tables.Editions, named, fs, on)
		if !reflect.DeepEqual(with, without) {
			t.Fatalf("without a word %v is taken as none: %v, and with it %v", f, without, with)
		}
	})
}

// TestOnward: the facts of a later day score as the horizon says of that day, and what was not known stays so.
func TestOnward(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		on := max(anyDate(20271231, 14).Draw(t, "on"), tables.Editions[0].From)
		holes := anyFacts(t, on, 3)
		fs := *holes
		fs.NoneLeft()
		e := &tables.Editions[len(tables.Editions)-1]
		var s rules.Score
		for _, step := range rules.Project(tables.Editions, e, &fs, on).Steps {
			e.Score(rules.Onward(&fs, on, step.On), step.On, &s)
			if fs.Known(rules.Born) && s.Total.Min != step.Total {
				t.Fatalf("on %v the facts carried on give %d, the horizon says %d", step.On, s.Total.Min, step.Total)
			}
			then := rules.Onward(holes, on, step.On)
			for f := range rules.AllFacts {
				if then.Known(f) != holes.Known(f) {
					t.Fatalf("on %v %v is known: %v, and before: %v", step.On, f, then.Known(f), holes.Known(f))
				}
			}
		}
	})
}

// everyDay scores each day by itself, with the facts made anew for it.
func everyDay(fs *rules.Facts, on, until rules.Date) *rules.Horizon {
	h := &rules.Horizon{}
	end := &tables.Editions[len(tables.Editions)-1]
	var s rules.Score
	for day := clock(on); ; day = day.AddDate(0, 0, 1) {
		d := rules.FromCivil(day.Year(), int(day.Month()), day.Day())
		if d > until {
			return h
		}
		e := rules.Find(tables.Editions, d)
		if e == nil {
			e = end
		}
		then := later(fs, on, d)
		e.Score(then, d, &s)
		total := s.Total.Min
		if !fs.Known(rules.Born) {
			total = withoutAge(e, then, d)
		}
		verdict := s.Verdict
		if verdict != rules.Ineligible {
			verdict = rules.Short
			if total >= e.Standard.Points {
				verdict = rules.Reached
			}
		}
		if total >= e.Standard.Points && h.Reaches == 0 {
			h.Reaches = d
		}
		if total < e.Standard.Points && h.Reaches != 0 && h.Falls == 0 {
			h.Falls = d
		}
		if n := len(h.Steps); n == 0 || h.Steps[n-1].Total != total || h.Steps[n-1].Verdict != verdict {
			h.Steps = append(h.Steps, rules.Step{On: d, Total: total, Verdict: verdict, Assumed: d > end.To})
		}
	}
}

// withoutAge is the total where a birth date not known gives nothing.
func withoutAge(e *rules.Edition, fs *rules.Facts, on rules.Date) int {
	old := *fs
	old.Put(rules.Born, int64(on)-110*10000)
	var s rules.Score
	e.Score(&old, on, &s)
	return s.Total.Min
}

func clock(d rules.Date) time.Time {
	return time.Date(d.Year(), time.Month(d.Month()), d.Day(), 0, 0, 0, 0, time.UTC)
}

// later makes the facts of a day ahead by the words of the contract, a month at a time.
func later(fs *rules.Facts, on, day rules.Date) *rules.Facts {
	then := *fs
	then.NoneLeft()
	if then.Int(rules.Employed) != 0 {
		var record []rules.Span
		var base int64 = -1
		record = append(record, then.Ledger()...)
		for _, s := range record {
			if !s.BackPaid {
				base = s.Fen
			}
		}
		for m := rules.MonthOf(on); m < rules.MonthOf(day); m = m.Next() {
			for _, f := range []rules.Fact{rules.PublicServiceMonths, rules.SuburbMonths} {
				if then.Int(f) > 0 {
					then.Put(f, then.Int(f)+1)
				}
			}
			switch {
			case !then.Known(rules.Ledger):
				then.Put(rules.InsuredMonths, then.Int(rules.InsuredMonths)+1)
			case base >= 0 && !covered(record, m):
				record = append(record, rules.Span{From: m, To: m, Fen: base})
			}
		}
		if then.Known(rules.Ledger) {
			then.PutLedger(record)
		}
	}
	if anniversary := clock(on).AddDate(1, 0, 0); !clock(day).Before(anniversary) {
		then.Put(rules.FreshGraduate, 0)
	}
	return &then
}

func covered(record []rules.Span, m rules.Month) bool {
	for _, s := range record {
		if s.From <= m && m <= s.To {
			return true
		}
	}
	return false
}

func BenchmarkHorizon(b *testing.B) {
	fs := someone()
	b.ReportAllocs()
	for b.Loop() {
		rules.Project(tables.Editions, nil, fs, 20261123)
	}
}

func BenchmarkHorizonLedger(b *testing.B) {
	fs := insured()
	b.ReportAllocs()
	for b.Loop() {
		rules.Project(tables.Editions, nil, fs, 20261123)
	}
}
