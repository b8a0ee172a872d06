package applicant

import (
	"strconv"

	"jifen/rules"
)

// The bounds of the contribution record: limits of the form, not of the law.
const (
	firstMonth rules.Month = 199001
	lastMonth  rules.Month = 210012
	mostSpans              = 600
	mostBase               = 10_000_000 // yuan a month
)

// ledger reads the contribution record: spans of months that do not overlap, in any order.
func (r *reader) ledger() {
	if r.s.peek() != '[' {
		r.s.skip()
		r.problem("ledger", sayLedger)
		return
	}
	spans := []rules.Span{} // in order of time
	n := 0
	r.s.list(func(i int) {
		if n++; n > mostSpans {
			r.s.skip()
			return
		}
		if s, ok := r.span("ledger[" + strconv.Itoa(i) + "]"); ok {
			spans = r.insert(spans, s, i)
		}
	})
	if n > mostSpans {
		r.problem("ledger", saySpans, strconv.Itoa(mostSpans))
	}
	r.record = spans
}

// insert puts a span in its place, or names the overlap.
func (r *reader) insert(spans []rules.Span, s rules.Span, i int) []rules.Span {
	at := len(spans)
	for at > 0 && spans[at-1].From > s.From {
		at--
	}
	clash := at > 0 && spans[at-1].To >= s.From || at < len(spans) && spans[at].From <= s.To
	for _, o := range r.refused {
		clash = clash || o.From <= s.To && s.From <= o.To
	}
	if clash {
		r.refused = append(r.refused, s)
		r.problem("ledger["+strconv.Itoa(i)+"].from", sayOverlap)
		return spans
	}
	spans = append(spans, rules.Span{})
	copy(spans[at+1:], spans[at:])
	spans[at] = s
	return spans
}

// span reads one span. It is false where its months cannot be told.
func (r *reader) span(field string) (s rules.Span, ok bool) {
	if r.s.peek() != '{' {
		r.s.skip()
		r.problem(field, saySpan)
		return s, false
	}
	keys := [...]string{"from", "to", "base", "back_paid"}
	var seen [len(keys)]int
	r.s.object(func(key []byte) {
		for i, k := range keys {
			if k != string(key) {
				continue
			}
			switch seen[i]++; seen[i] {
			case 1:
				r.part(&s, i, field)
				return
			case 2:
				r.problem(field+"."+k, sayTwice)
			}
			r.s.skip()
			return
		}
		r.stray(field+"."+string(key), saySpanKeys)
		r.s.skip()
	})
	for i, k := range keys[:3] {
		if seen[i] == 0 && r.s.fault == "" {
			r.problem(field+"."+k, sayLacking)
		}
	}
	if s.To != 0 && s.From > s.To {
		r.problem(field+".to", sayBackwards)
	}
	return s, s.From != 0 && s.From <= s.To && r.s.fault == ""
}

// part reads the value of one key of a span.
func (r *reader) part(s *rules.Span, key int, field string) {
	switch key {
	case 0:
		s.From = r.month(field, ".from")
	case 1:
		s.To = r.month(field, ".to")
	case 2:
		if c := r.s.peek(); c == '-' || c >= '0' && c <= '9' {
			if fen, ok := decimal(r.s.number(), 2); ok && fen <= mostBase*100 {
				s.Fen = fen
				return
			}
		} else {
			r.s.skip()
		}
		r.problem(field+".base", sayBase, strconv.Itoa(mostBase))
	case 3:
		s.BackPaid, _ = r.bool(field + ".back_paid")
	}
}

func (r *reader) month(span, key string) rules.Month {
	if r.s.peek() != '"' {
		r.s.skip()
		r.problem(span+key, sayMonth)
		return 0
	}
	text := string(r.s.str())
	if m, ok := parseMonth(text); ok {
		return m
	}
	if r.s.fault == "" {
		r.problem(span+key, sayNoMonth, text, firstMonth.String(), lastMonth.String())
	}
	return 0
}

// parseMonth reads YYYY-MM within the bounds.
func parseMonth(text string) (rules.Month, bool) {
	if len(text) != len("2024-01") {
		return 0, false
	}
	d, ok := rules.ParseDate(text + "-01")
	m := rules.MonthOf(d)
	return m, ok && m >= firstMonth && m <= lastMonth
}

// settle takes the record into the facts. What it derives may not be given as well.
func (r *reader) settle() {
	if r.seen[0]>>rules.Ledger&1 == 0 {
		return
	}
	for _, f := range [...]rules.Fact{rules.InsuredMonths, rules.InsuredLast12, rules.TitleBaseMet, rules.BaseTier} {
		if r.seen[0]>>f&1 != 0 {
			r.problem(f.String(), sayDerived)
		}
	}
	if r.record != nil {
		r.facts.PutLedger(r.record)
	}
}
