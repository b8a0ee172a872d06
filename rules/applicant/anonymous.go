package applicant

import (
	"slices"

	"jifen/rules"
)

// Anonymous gives facts that score the same on that day, line for line, and tell less of the person: days become the day of
// reckoning so many full years before, and the bases of a contribution record the floors that they meet. Where that would
// score otherwise, or be explained otherwise but for its days, a fact stays as it was.
func Anonymous(e *rules.Edition, fs *rules.Facts, on rules.Date) *rules.Facts {
	blurred := *fs
	for range 2 { // a day of birth may stay only because a wedding not blurred yet would come before it
		for f := range rules.AllFacts {
			next := blurred
			if fs.Known(f) && blur(e, &next, f, on) && answersAlike(e, fs, &next, on) {
				blurred = next
			}
		}
	}
	return &blurred
}

// blur takes what is personal out of a fact, and says whether there was something.
func blur(e *rules.Edition, fs *rules.Facts, f rules.Fact, on rules.Date) bool {
	switch f.Shape().Form {
	case rules.DateForm:
		d := rules.Date(fs.Int(f))
		if d == 0 {
			return false
		}
		fs.Put(f, int64(anniversary(d, on)))
	case rules.ListForm:
		var dates []rules.Date
		for _, d := range fs.Records(f) {
			dates = append(dates, anniversary(d, on))
		}
		fs.PutRecords(f, dates)
	case rules.LedgerForm:
		spans := floored(e, fs.Ledger())
		if len(spans) > mostSpans {
			return false // it could not be read again
		}
		fs.PutLedger(spans)
	default:
		return false
	}
	return true
}

// anniversary is the day from which it is as many full years to on as from d, to the day. That of a 29 February is the 28th,
// for from 1 March the last year would not be full.
func anniversary(d, on rules.Date) rules.Date {
	year := on.Year() - d.FullYears(on)
	if day := rules.FromCivil(year, on.Month(), on.Day()); day != 0 {
		return day
	}
	return rules.FromCivil(year, on.Month(), on.Day()-1)
}

// floored is a contribution record with each month's base at the highest floor that it meets, 0 where it meets none; what was
// paid back meets none. A base that misses a floor by less than a yuan stays, for the result speaks of it.
func floored(e *rules.Edition, spans []rules.Span) []rules.Span {
	tenths := multiples(e)
	out := []rules.Span{}
	row := 0
	for _, s := range spans {
		for m := s.From; m <= s.To; m = m.Next() {
			for row+1 < len(e.Wages) && e.Wages[row+1].From <= m {
				row++
			}
			month := rules.Span{From: m, To: m, BackPaid: s.BackPaid}
			if w := e.Wages[row]; !s.BackPaid && w.From <= m {
				month.Fen = floorMet(w, tenths, s.Fen)
			}
			if n := len(out); n > 0 && out[n-1].To.Next() == m && out[n-1].Fen == month.Fen && out[n-1].BackPaid == month.BackPaid {
				out[n-1].To = m
			} else {
				out = append(out, month)
			}
		}
	}
	return out
}

// multiples are the tenths of the reference wage that an edition asks for.
func multiples(e *rules.Edition) []int {
	var all []int
	for i := range e.Indicators {
		in := &e.Indicators[i]
		all = append(all, in.BaseTenths)
		for _, item := range in.Choices {
			all = append(all, item.Tenths)
		}
	}
	return all
}

// floorMet is the highest floor that a base meets.
func floorMet(w rules.Wage, tenths []int, fen int64) int64 {
	met := int64(0)
	for _, n := range tenths {
		floor := int64(w.Yuan) * 10 * int64(n) // tenths of a yuan are ten fen
		switch below := floor - fen; {
		case below <= 0:
			met = max(met, floor)
		case below < 100:
			return fen
		}
	}
	return met
}

// answersAlike says whether two people get the same answer on a day, but for the days in its words.
func answersAlike(e *rules.Edition, a, b *rules.Facts, on rules.Date) bool {
	var s, t rules.Score
	e.Score(a, on, &s)
	e.Score(b, on, &t)
	if s.Total != t.Total || s.Sum != t.Sum || s.Verdict != t.Verdict || s.Failed != t.Failed || s.Open != t.Open || !slices.Equal(s.Lines, t.Lines) {
		return false
	}
	x, y := e.Explain(a, &s, rules.ZH), e.Explain(b, &t, rules.ZH)
	for i := range x.Lines {
		why := x.Lines[i].Why == y.Lines[i].Why || x.Lines[i].Indicator.Kind == rules.Since
		if !why || !slices.Equal(x.Lines[i].Notes, y.Lines[i].Notes) {
			return false
		}
	}
	for i := range x.Ineligible {
		if x.Ineligible[i].Why != y.Ineligible[i].Why {
			return false
		}
	}
	return slices.Equal(x.Notes, y.Notes)
}
