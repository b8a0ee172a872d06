package rules

// Span is a run of months of the contribution record (缴费记录), both ends included.
type Span struct {
	From, To Month
	Fen      int64 // the contribution base a month, in fen
	BackPaid bool  // 补缴: covers its months and counts for nothing
}

// index counts months from year 0, so that they can be added and subtracted.
func (m Month) index() int { return int(m)/100*12 + int(m)%100 - 1 }

// MonthOf is the month of a day.
func MonthOf(d Date) Month { return Month(d / 100) }

// LongestWindow is the most months before the month of reckoning that a rule may look at.
const LongestWindow = 60

// Ledger is the contribution record, in order of time; nil where there is none.
func (fs *Facts) Ledger() []Span { return fs.ledger }

// PutLedger gives the contribution record: spans in order of time that do not overlap. From then on InsuredMonths,
// InsuredLast12, TitleBaseMet and BaseTier are derived from it, by the edition and for the day of each reckoning.
func (fs *Facts) PutLedger(spans []Span) {
	fs.ledger = spans
	fs.known |= 1<<Ledger | 1<<InsuredMonths | 1<<InsuredLast12 | 1<<TitleBaseMet | 1<<BaseTier
}

// going is how a record goes on in time to come: every month from From on that no span covers is taken as paid.
type going struct {
	from Month // 0 where it does not go on
	fen  int64
}

const (
	uncovered = -1
	backPaid  = -2
)

// record is what a ledger says about the months before the month of reckoning.
type record struct {
	all   int                  // months paid
	last  [LongestWindow]int64 // base in fen of the months before, the nearest first; or uncovered, or backPaid
	month int                  // index of the month of reckoning
	wages []Wage
}

// settled gives the facts as this edition reads them on a day: themselves, or where they hold a ledger a copy in d with the
// four facts derived.
func (e *Edition) settled(fs *Facts, on Date, d *Facts) *Facts {
	if !fs.Known(Ledger) {
		return fs
	}
	*d = *fs
	var r record
	r.read(fs, on, e.Wages)
	d.value[InsuredMonths] = int64(r.all)
	for i := range e.Gates {
		if g := &e.Gates[i]; g.Fact == InsuredLast12 {
			d.value[InsuredLast12] = int64(r.count(g.Of, 0))
		}
	}
	for i := range e.Indicators {
		switch in := &e.Indicators[i]; {
		case in.Proof == TitleBaseMet:
			d.value[TitleBaseMet] = 0
			if r.count(in.BaseOf, in.BaseTenths) >= in.BaseMonths {
				d.value[TitleBaseMet] = 1
			}
		case in.Fact == BaseTier:
			d.value[BaseTier] = int64(r.tier(in))
		}
	}
	for f := TitleBaseMet; f <= BaseTier; f++ {
		if fs.fixed.Has(f) {
			d.value[f] = fs.value[f]
		}
	}
	return d
}

// Derived is the facts with what a ledger tells put in its place, for this edition and day: those a person would have answered
// without one.
func (e *Edition) Derived(fs *Facts, on Date) *Facts {
	var d Facts
	d = *e.settled(fs, on, &d)
	if d.Known(Ledger) {
		d.known &^= 1 << Ledger
		d.ledger = nil
	}
	return &d
}

// fix gives f a value that a ledger does not derive anew: what a person would have to reach.
func (fs *Facts) fix(f Fact, v int64) {
	fs.Put(f, v)
	fs.fixed |= 1 << f
}

func (r *record) read(fs *Facts, on Date, wages []Wage) {
	r.month, r.wages = MonthOf(on).index(), wages
	for i := range r.last {
		r.last[i] = uncovered
	}
	begin := r.month // of the months that go on being paid
	if fs.going.from != 0 {
		begin = min(begin, fs.going.from.index())
		r.all += r.month - begin
	}
	for i := range fs.ledger {
		s := &fs.ledger[i]
		from, to := s.From.index(), min(s.To.index()+1, r.month)
		if from >= to {
			continue
		}
		if !s.BackPaid {
			r.all += to - from
		}
		r.all -= max(0, to-max(from, begin)) // covered: it does not go on there as well
		mark := s.Fen
		if s.BackPaid {
			mark = backPaid
		}
		for m := max(from, r.month-LongestWindow); m < to; m++ {
			r.last[r.month-1-m] = mark
		}
	}
	for m := max(begin, r.month-LongestWindow); m < r.month; m++ {
		if at := r.month - 1 - m; r.last[at] == uncovered {
			r.last[at] = fs.going.fen
		}
	}
}

// count tells how many of the last so many months were paid at so many tenths of the reference wage of the month or more; at
// 0 tenths, how many were paid at all.
func (r *record) count(of, tenths int) int {
	n, row := 0, len(r.wages)-1
	for k := range of {
		fen := r.last[k]
		if fen < 0 {
			continue
		}
		if tenths > 0 {
			if row = rowOf(r.wages, r.month-1-k, row); row < 0 || fen < floor(r.wages[row], tenths) {
				continue
			}
		}
		n++
	}
	return n
}

// floor is so many tenths of a wage, in fen.
func floor(w Wage, tenths int) int64 { return int64(w.Yuan) * 10 * int64(tenths) }

// rowOf finds the wage in force in a month, looking back from a row; the last row holds on, and -1 is before the first.
func rowOf(wages []Wage, month, row int) int {
	for row >= 0 && wages[row].From.index() > month {
		row--
	}
	return row
}

// tier is the highest tier of an indicator that is met, as an index into the values of BaseTier.
func (r *record) tier(in *Indicator) int {
	best := 0
	for i := range in.Choices {
		if item := &in.Choices[i]; !item.As && r.count(item.Of, item.Tenths) >= item.Months {
			best = item.Value
		}
	}
	return best
}

// nearAbove says whether a month misses the floor of a tier not met by less than a yuan.
func (r *record) nearAbove(in *Indicator) bool {
	met := r.tier(in)
	for i := range in.Choices {
		if item := &in.Choices[i]; !item.As && item.Value > met && r.near(item.Of, item.Tenths) > 0 {
			return true
		}
	}
	return false
}

// near tells how many of the last so many months were paid less than one yuan below the floor: printed floors are rounded to
// the yuan, so that such a month may have been meant to meet it.
func (r *record) near(of, tenths int) int {
	n, row := 0, len(r.wages)-1
	for k := range of {
		if row = rowOf(r.wages, r.month-1-k, row); row < 0 || r.last[k] < 0 {
			continue
		}
		if below := floor(r.wages[row], tenths) - r.last[k]; below > 0 && below < 100 {
			n++
		}
	}
	return n
}

// beyond says whether a month paid within the last so many lies after the last wage known.
func (r *record) beyond(of int) bool {
	end := r.wages[len(r.wages)-1].To.index()
	for k := range of {
		if r.last[k] >= 0 && r.month-1-k > end {
			return true
		}
	}
	return false
}
