package rules_test

import (
	"testing"

	"jifen/rules"
	"jifen/rules/tables"
	"pgregory.net/rapid"
)

// anyFacts draws facts of which some may be unknown: bare is how many of ten are left out.
func anyFacts(t *rapid.T, on rules.Date, bare int) *rules.Facts {
	fs := &rules.Facts{}
	if rapid.IntRange(0, 3).Draw(t, "ledger") == 0 {
		fs.PutLedger(anyLedger(t, on))
	}
	for f := range rules.AllFacts {
		if fs.Known(f) || f == rules.Ledger {
			continue // told by the ledger
		}
		if rapid.IntRange(1, 10).Draw(t, f.String()+" given") <= bare {
			continue
		}
		if f.Shape().Form == rules.ListForm {
			fs.PutRecords(f, rapid.SliceOfN(anyDate(on, 8), 0, 2).Draw(t, f.String()))
			continue
		}
		fs.Put(f, anyValue(t, f, on))
	}
	return fs
}

// anyLedger draws a record of some spans around the day of reckoning, with bases about the floors.
func anyLedger(t *rapid.T, on rules.Date) []rules.Span {
	var spans []rules.Span
	month := rules.MonthOf(on - 70000)
	for month < rules.MonthOf(on)+200 && len(spans) < 8 {
		for range rapid.IntRange(0, 9).Draw(t, "gap") {
			month = month.Next()
		}
		s := rules.Span{From: month, BackPaid: rapid.IntRange(0, 5).Draw(t, "back paid") == 0}
		wage := tables.Wages[rapid.IntRange(0, len(tables.Wages)-1).Draw(t, "wage")].Yuan
		s.Fen = max(0, int64(wage)*10*rapid.SampledFrom([]int64{5, 8, 10, 20, 30}).Draw(t, "tenths")+rapid.Int64Range(-150, 150).Draw(t, "off"))
		for range rapid.IntRange(0, 30).Draw(t, "months") {
			month = month.Next()
		}
		s.To = month
		month = month.Next()
		spans = append(spans, s)
	}
	return spans
}

func anyDate(on rules.Date, years int) *rapid.Generator[rules.Date] {
	return rapid.Custom(func(t *rapid.T) rules.Date {
		for {
			y := on.Year() - rapid.IntRange(0, years).Draw(t, "years ago")
			d := rules.FromCivil(y, rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day"))
			if d != 0 && d <= on {
				return d
			}
			if d > on {
				return on
			}
		}
	})
}

func anyValue(t *rapid.T, f rules.Fact, on rules.Date) int64 {
	shape := f.Shape()
	switch shape.Form {
	case rules.BoolForm:
		return int64(rapid.IntRange(0, 1).Draw(t, f.String()))
	case rules.ChoiceForm:
		return int64(rapid.IntRange(0, len(shape.Values)-1).Draw(t, f.String()))
	case rules.DateForm:
		if shape.Nullable && rapid.Bool().Draw(t, f.String()+" none") {
			return 0
		}
		if shape.Nullable {
			return int64(anyDate(on, 15).Draw(t, f.String()))
		}
		// Only ages that pass the gate: the range of an unknown birth date is told for those.
		return int64(anyDate(on-180000, 41).Draw(t, f.String()))
	}
	return rapid.Int64Range(0, shape.Most).Draw(t, f.String())
}

// TestRange: whatever the unknown facts turn out to be, total and lines lie within what was told, and the facts said to be
// missing are the only ones that move the total.
func TestRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := &tables.Editions[rapid.IntRange(0, len(tables.Editions)-1).Draw(t, "edition")]
		on := anyDate(e.To, 4).Draw(t, "on")
		fs := anyFacts(t, on, rapid.IntRange(0, 5).Draw(t, "bare"))
		var open, full rules.Score
		e.Score(fs, on, &open)
		missing := e.Missing(fs, on)

		all := *fs
		for f := range rules.AllFacts {
			if !all.Known(f) && f != rules.Ledger && f.Shape().Form != rules.ListForm {
				all.Put(f, anyValue(t, f, on))
			}
		}
		e.Score(&all, on, &full)
		within := func(what string, told, is rules.Range) {
			if is.Open() || is.Min < told.Min || is.Max > told.Max {
				t.Fatalf("%s: told %v, is %v", what, told, is)
			}
		}
		within("total", open.Total, full.Total)
		for i, l := range full.Lines {
			within(e.Indicators[i].ID, open.Lines[i].Points, l.Points)
			within(e.Indicators[i].ID+" worth", open.Lines[i].Worth, l.Worth)
			if open.Lines[i].Loses && !l.Loses {
				t.Fatalf("%s was told to lose and does not", e.Indicators[i].ID)
			}
		}
		if len(missing) == 0 && open.Total.Open() {
			t.Fatalf("nothing is missing, yet the total is open: %v", open.Total)
		}
		for f := range rules.AllFacts {
			if fs.Known(f) || f == rules.Ledger || f.Shape().Form == rules.ListForm || contains(missing, f) {
				continue
			}
			other := all
			other.Put(f, anyValue(t, f, on))
			var moved rules.Score
			if e.Score(&other, on, &moved); moved.Total != full.Total {
				t.Fatalf("%s is not missing, yet it moves the total from %v to %v", f, full.Total, moved.Total)
			}
		}
	})
}

// TestRangeEnds: both ends of the range are reached by some answer to all that is unknown.
func TestRangeEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := &tables.Editions[rapid.IntRange(0, len(tables.Editions)-1).Draw(t, "edition")]
		on := anyDate(e.To, 4).Draw(t, "on")
		fs := anyFacts(t, on, rapid.IntRange(1, 8).Draw(t, "bare"))
		var open, s rules.Score
		e.Score(fs, on, &open)
		low, high := *fs, *fs
		for f := range rules.AllFacts {
			shape := f.Shape()
			if fs.Known(f) || shape.Form == rules.ListForm || f == rules.Ledger {
				continue
			}
			least, most := int64(0), shape.Most
			switch {
			case f == rules.Born:
				least, most = int64(on)-60*10000, int64(on)-18*10000
			case shape.Form == rules.DateForm:
				most = int64(rules.Earliest)
			case shape.Form == rules.BoolForm:
				most = 1
			case shape.Form == rules.ChoiceForm:
				most = int64(len(shape.Values) - 1)
			}
			low.Put(f, least)
			high.Put(f, most)
		}
		if e.Score(&low, on, &s); s.Total.Min != open.Total.Min {
			t.Fatalf("told at least %d, the least found is %d", open.Total.Min, s.Total.Min)
		}
		best := 0
		for title := range rules.Title.Shape().Values { // the highest may lack its proof
			if !fs.Known(rules.Title) {
				high.Put(rules.Title, int64(title))
			}
			e.Score(&high, on, &s)
			best = max(best, s.Total.Max)
		}
		if best != open.Total.Max {
			t.Fatalf("told at most %d, the most found is %d", open.Total.Max, best)
		}
	})
}

func contains(list []rules.Fact, f rules.Fact) bool {
	for _, g := range list {
		if g == f {
			return true
		}
	}
	return false
}

// someone is a person with many claims, nothing unknown.
func someone() *rules.Facts {
	fs := &rules.Facts{}
	fs.Put(rules.Born, 19881124)
	fs.Put(rules.Permit, 1)
	fs.Put(rules.Employed, 1)
	fs.Put(rules.InsuredLast12, 12)
	fs.Put(rules.Education, 3)
	fs.Put(rules.Title, 5)
	fs.Put(rules.TitleBaseMet, 1)
	fs.Put(rules.InsuredMonths, 95)
	fs.Put(rules.SpouseSince, 20170520)
	fs.PutRecords(rules.Detentions, []rules.Date{20240101})
	fs.NoneLeft()
	return fs
}

func TestScoreAllocatesNothing(t *testing.T) {
	e, fs, s := &tables.Editions[len(tables.Editions)-1], someone(), rules.Score{}
	if n := testing.AllocsPerRun(100, func() { e.Score(fs, 20261123, &s) }); n != 0 {
		t.Errorf("a score allocates %v times", n)
	}
}

func BenchmarkScore(b *testing.B) {
	e, fs, s := &tables.Editions[len(tables.Editions)-1], someone(), rules.Score{}
	b.ReportAllocs()
	for b.Loop() {
		e.Score(fs, 20261123, &s)
	}
}

func BenchmarkExplain(b *testing.B) {
	e, fs, s := &tables.Editions[len(tables.Editions)-1], someone(), rules.Score{}
	b.ReportAllocs()
	for b.Loop() {
		e.Score(fs, 20261123, &s)
		e.Explain(fs, &s, rules.ZH)
	}
}

func BenchmarkMissing(b *testing.B) {
	e, fs := &tables.Editions[len(tables.Editions)-1], someone()
	for _, f := range []rules.Fact{rules.Born, rules.Title, rules.InsuredMonths, rules.BaseTier, rules.Award} {
		fs.Forget(f)
	}
	b.ReportAllocs()
	for b.Loop() {
		e.Missing(fs, 20261123)
	}
}

// insured is someone with a contribution record in place of the four facts.
func insured() *rules.Facts {
	fs := someone()
	fs.PutLedger([]rules.Span{
		{From: 201501, To: 201912, Fen: 700000}, {From: 202003, To: 202106, Fen: 950000}, {From: 202107, To: 202210, Fen: 2100000, BackPaid: true},
		{From: 202211, To: 202610, Fen: 2300000},
	})
	return fs
}

func BenchmarkScoreLedger(b *testing.B) {
	e, fs, s := &tables.Editions[len(tables.Editions)-1], insured(), rules.Score{}
	b.ReportAllocs()
	for b.Loop() {
		e.Score(fs, 20261123, &s)
	}
}
