package rules

// Presumed tells in words what a projection takes to be so without knowing it: that facts not given are none, and that the
// last reference wage known holds on for the months after it. Named is as in Project.
func Presumed(editions []Edition, named *Edition, fs *Facts, on Date, lang Lang) []string {
	var notes []string
	if ahead(editions, named, on)&^fs.known != 0 {
		notes = append(notes, sayTakenAsNone.in(lang))
	}
	start := asIs(fs, on)
	wages := editions[len(editions)-1].Wages
	if end := wages[len(wages)-1].To; start.paid(end.Next(), MonthOf(on.AddYears(Ahead))) {
		notes = append(notes, sayBeyond.in(lang, end.String()))
	}
	return notes
}

// ahead is the facts that are asked for by the editions of a projection.
func ahead(editions []Edition, named *Edition, on Date) Set {
	if named != nil && !named.inForce(on) {
		return named.asks()
	}
	asked := editions[len(editions)-1].asks() // it holds on after its end
	for i := range editions {
		if e := &editions[i]; e.To >= on {
			asked |= e.asks()
		}
	}
	return asked
}

// asks is the facts that an edition uses.
func (e *Edition) asks() Set {
	var asked Set
	for i := range e.Gates {
		asked |= 1 << e.Gates[i].Fact
	}
	for i := range e.Indicators {
		in := &e.Indicators[i]
		asked |= 1 << in.Fact
		for _, f := range [...]Fact{in.Proof, in.Share} {
			if f != 0 {
				asked |= 1 << f
			}
		}
	}
	return asked
}

// paid says whether the contribution record has months paid from one month on and before another.
func (fs *Facts) paid(from, before Month) bool {
	if fs.going.from != 0 && max(from, fs.going.from) < before {
		return true
	}
	for i := range fs.ledger {
		if s := &fs.ledger[i]; !s.BackPaid && s.To >= from && s.From < before {
			return true
		}
	}
	return false
}
