package share

import "jifen/rules"

// The bounds of the contribution record, as package applicant has them: limits of the form, not of the law.
const (
	firstMonth rules.Month = 199001
	lastMonth  rules.Month = 210012
	mostSpans              = 600
	mostYuan               = 10_000_000
)

func (w *writer) ledger(spans []rules.Span) {
	w.number(uint64(len(spans)))
	next := monthNumber(firstMonth)
	for _, s := range spans {
		from, to := monthNumber(s.From), monthNumber(s.To)
		head := uint64(from-next) << 2
		if s.BackPaid {
			head |= 2
		}
		base := uint64(s.Fen / 100)
		if s.Fen%100 != 0 {
			head, base = head|1, uint64(s.Fen)
		}
		w.number(head)
		w.number(uint64(to - from))
		w.number(base)
		next = to + 1
	}
}

func (r *reader) ledger() (spans []rules.Span) {
	next, last := monthNumber(firstMonth), monthNumber(lastMonth)
	for range r.within(1, mostSpans) {
		head := r.within(0, int64(last-next)<<2|3)
		from := next + int(head>>2)
		to := from + int(r.within(0, int64(last-from)))
		s := rules.Span{From: numberedMonth(from), To: numberedMonth(to), BackPaid: head&2 != 0}
		if head&1 == 0 {
			s.Fen = r.within(0, mostYuan) * 100
		} else if s.Fen = r.within(0, mostYuan*100); s.Fen%100 == 0 {
			r.fail(ErrStrange) // whole yuan are written as such
		}
		spans = append(spans, s)
		next = to + 1
	}
	return spans
}

func (r *reader) putLedger(fs *rules.Facts, spans []rules.Span) {
	for _, f := range derived {
		if fs.Known(f) {
			r.fail(ErrStrange)
		}
	}
	fs.PutLedger(spans)
}

// monthNumber counts months from year 0.
func monthNumber(m rules.Month) int { return int(m)/100*12 + int(m)%100 - 1 }

func numberedMonth(n int) rules.Month { return rules.Month(n/12*100 + n%12 + 1) }
