package applicant_test

import (
	"fmt"
	"slices"

	"jifen/rules"
	"jifen/rules/tables"

	"pgregory.net/rapid"
)

// anyFacts draws facts as Read can give them on a day: each may be unknown, and a contribution record may stand for four.
func anyFacts(t *rapid.T, on rules.Date) *rules.Facts {
	fs := &rules.Facts{}
	if rapid.IntRange(0, 2).Draw(t, "ledger") == 0 {
		fs.PutLedger(anyLedger(t, on))
	}
	for f := range rules.AllFacts {
		switch {
		case fs.Known(f) || f == rules.Ledger || rapid.IntRange(0, 3).Draw(t, f.String()+" left out") == 0:
		case f.Shape().Form == rules.ListForm:
			fs.PutRecords(f, rapid.SliceOfN(anyDay(on), 0, 3).Draw(t, f.String()))
		default:
			fs.Put(f, anyValue(t, f, on))
		}
	}
	return fs
}

// anyLedger draws a record up to some months after a day, with bases about the floors.
func anyLedger(t *rapid.T, on rules.Date) []rules.Span {
	spans := []rules.Span{}
	month := max(199001, rules.MonthOf(on)-100*rules.Month(rapid.IntRange(3, 9).Draw(t, "years of record")))
	for end := rules.MonthOf(on) + 100; month < end && len(spans) < 9; month = month.Next() {
		for range rapid.IntRange(0, 5).Draw(t, "gap") {
			month = month.Next()
		}
		s := rules.Span{From: month, BackPaid: rapid.IntRange(0, 5).Draw(t, "back paid") == 0}
		wage := rapid.SampledFrom(tables.Wages).Draw(t, "wage").Yuan
		tenths := rapid.SampledFrom([]int64{0, 5, 8, 10, 15, 20, 30}).Draw(t, "tenths")
		s.Fen = max(0, int64(wage)*10*tenths+rapid.Int64Range(-150, 150).Draw(t, "off"))
		for range rapid.IntRange(0, 30).Draw(t, "months") {
			month = month.Next()
		}
		s.To = month
		spans = append(spans, s)
	}
	return spans
}

// anyDay draws a day that is not later: mostly of late, at times a 29 February, at times of long ago.
func anyDay(on rules.Date) *rapid.Generator[rules.Date] {
	return rapid.Custom(func(t *rapid.T) rules.Date {
		years := rapid.SampledFrom([]int{1, 8, 80}).Draw(t, "years back")
		year := max(1900, on.Year()-rapid.IntRange(0, years).Draw(t, "year"))
		d := rules.FromCivil(year, rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 31).Draw(t, "day"))
		if d == 0 {
			d = rules.FromCivil(year/4*4, 2, 29)
		}
		if d == 0 || d > on {
			return on
		}
		return d
	})
}

func anyValue(t *rapid.T, f rules.Fact, on rules.Date) int64 {
	shape := f.Shape()
	switch shape.Form {
	case rules.BoolForm:
		return rapid.Int64Range(0, 1).Draw(t, f.String())
	case rules.ChoiceForm:
		return int64(rapid.IntRange(0, len(shape.Values)-1).Draw(t, f.String()))
	case rules.DateForm:
		if shape.Nullable && rapid.Bool().Draw(t, f.String()+" none") {
			return 0
		}
		return int64(anyDay(on).Draw(t, f.String()))
	}
	return rapid.Int64Range(0, shape.Most).Draw(t, f.String())
}

// differ names the first fact in which two applicants differ, empty where they are the same.
func differ(a, b *rules.Facts) string {
	for f := range rules.AllFacts {
		switch {
		case a.Known(f) != b.Known(f):
			return fmt.Sprintf("%s: known %v, and %v", f, a.Known(f), b.Known(f))
		case f == rules.Ledger && !slices.Equal(a.Ledger(), b.Ledger()):
			return fmt.Sprintf("ledger: %v, and %v", a.Ledger(), b.Ledger())
		case f.Shape().Form == rules.ListForm && !slices.Equal(a.Records(f), b.Records(f)):
			return fmt.Sprintf("%s: %v, and %v", f, a.Records(f), b.Records(f))
		case a.Int(f) != b.Int(f):
			return fmt.Sprintf("%s: %d, and %d", f, a.Int(f), b.Int(f))
		}
	}
	return ""
}
