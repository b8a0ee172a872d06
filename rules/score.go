package rules

// Range is a span of points, both ends reached.
type Range struct{ Min, Max int }

func just(n int) Range { return Range{n, n} }

// Open says whether unknown facts leave it undecided.
func (r Range) Open() bool { return r.Min != r.Max }

// Line is what one indicator gives.
type Line struct {
	Points Range // what it adds to the sum; a deduction is negative
	Worth  Range // what it would add alone
	Loses  bool  // the other of an either/or pair counts, whatever the unknown facts are
}

// Verdict is the answer in one word.
type Verdict uint8

const (
	Unknown Verdict = iota
	Reached
	Short
	Ineligible
)

// String is the verdict's name in JSON.
func (v Verdict) String() string {
	return [...]string{"unknown", "reached", "short", "ineligible"}[v]
}

// Score is the numbers of one reckoning; [Explain] gives the words. It may be used again: its lines are written over.
type Score struct {
	On      Date
	Sum     Range // of all lines, before the floor of zero
	Total   Range
	Verdict Verdict
	Lines   []Line // one for each indicator of the edition, in its order
	Failed  uint32 // bit i: gate i fails for certain
	Open    uint32 // bit i: gate i is not answered
}

// Score reckons the points on a day, into s. Unknown facts make ranges, exact over everything that they could be and that
// passes the gates not answered; lists of records not given are taken as empty. It allocates only where s has no lines yet.
func (e *Edition) Score(fs *Facts, on Date, s *Score) {
	var derived Facts
	fs = e.settled(fs, on, &derived)
	s.On = on
	if cap(s.Lines) < len(e.Indicators) {
		s.Lines = make([]Line, len(e.Indicators))
	}
	s.Lines = s.Lines[:len(e.Indicators)]
	for i := range e.Indicators {
		w := e.Indicators[i].worth(fs, on)
		s.Lines[i] = Line{Points: w, Worth: w}
	}
	for i := range e.Either {
		e.either(&e.Either[i], fs, on, s.Lines)
	}
	s.Sum = e.sum(s.Lines)
	s.Total = Range{max(0, s.Sum.Min), max(0, s.Sum.Max)}
	e.gates(fs, on, s)
	s.Verdict = e.verdict(s)
}

func (e *Edition) verdict(s *Score) Verdict {
	switch {
	case s.Failed != 0:
		return Ineligible
	case s.Total.Min >= e.Standard.Points:
		return Reached
	case s.Total.Max < e.Standard.Points:
		return Short
	}
	return Unknown
}

// sum adds the lines up. In a pair whose winner is open the two points exclude each other, so there the sum takes the
// better worth instead.
func (e *Edition) sum(lines []Line) Range {
	var sum Range
	for i := range lines {
		sum.Min += lines[i].Points.Min
		sum.Max += lines[i].Points.Max
	}
	for i := range e.Either {
		a, b := &lines[e.Either[i].First], &lines[e.Either[i].Second]
		if !a.Worth.Open() && !b.Worth.Open() {
			continue
		}
		sum.Min += max(a.Worth.Min, b.Worth.Min) - a.Points.Min - b.Points.Min
		sum.Max += max(a.Worth.Max, b.Worth.Max) - a.Points.Max - b.Points.Max
	}
	return sum
}

// either lets the better line of a pair count, the first where they are even.
func (e *Edition) either(p *Pair, fs *Facts, on Date, lines []Line) {
	a, b := &lines[p.First], &lines[p.Second]
	share := e.Indicators[p.First].Share
	if share != 0 && !fs.Known(share) && (a.Worth.Open() || b.Worth.Open()) {
		e.eitherByShare(p, fs, on, a, b)
		return
	}
	a.Points, b.Points = better(a.Worth, b.Worth)
	a.Loses = b.Worth.Min > a.Worth.Max
	b.Loses = a.Worth.Min >= b.Worth.Max
}

// better gives the points of two independent worths of which the better counts, the first where they are even.
func better(a, b Range) (pa, pb Range) {
	pa, pb = a, b
	if b.Max > a.Min { // the first can lose
		pa.Min = 0
	}
	if b.Min > a.Max {
		pa = just(0)
	}
	if a.Max >= b.Min {
		pb.Min = 0
	}
	if a.Min >= b.Max {
		pb = just(0)
	}
	return pa, pb
}

// eitherByShare is either for two lines that hang on one unknown share. Both worths are steps in the share, so it is
// enough to look at the shares where a step begins.
func (e *Edition) eitherByShare(p *Pair, fs *Facts, on Date, a, b *Line) {
	first, second := &e.Indicators[p.First], &e.Indicators[p.Second]
	known := *fs
	none := true
	try := func(share int64) {
		known.Put(first.Share, share)
		wa, wb := first.worth(&known, on), second.worth(&known, on)
		pa, pb := better(wa, wb)
		if none {
			none = false
			a.Points, b.Points = pa, pb
			a.Loses, b.Loses = wb.Min > wa.Max, wa.Min >= wb.Max
			return
		}
		a.Points, b.Points = hull(a.Points, pa), hull(b.Points, pb)
		a.Loses = a.Loses && wb.Min > wa.Max
		b.Loses = b.Loses && wa.Min >= wb.Max
	}
	try(0)
	try(first.Share.Shape().Most)
	for _, in := range [...]*Indicator{first, second} {
		in.steps(in.low(fs), try)
		in.steps(in.high(fs), try)
	}
}

// steps calls try with each share at which the points of a value take a step, up to the indicator's most.
func (in *Indicator) steps(value int64, try func(share int64)) {
	if value <= 0 {
		return
	}
	for n := 1; (n-1)*in.Points < in.Max; n++ {
		whole := int64(n) * int64(in.Unit) * int64(in.Divide) * mostShare
		if at := (whole + value - 1) / value; at <= mostShare {
			try(at)
		}
	}
}

func hull(a, b Range) Range { return Range{min(a.Min, b.Min), max(a.Max, b.Max)} }

// low and high bound the fact that an indicator counts.
func (in *Indicator) low(fs *Facts) int64 {
	return fs.Int(in.Fact)
}

func (in *Indicator) high(fs *Facts) int64 {
	if fs.Known(in.Fact) {
		return fs.Int(in.Fact)
	}
	return in.Fact.Shape().Most
}

// worth is what one indicator would give alone.
func (in *Indicator) worth(fs *Facts, on Date) Range {
	switch in.Kind {
	case Bands:
		if !fs.Known(in.Fact) {
			if fs.ageless {
				return just(0)
			}
			return Range{in.ofAge(in.Oldest), in.ofAge(in.Youngest)}
		}
		return just(in.ofAge(Date(fs.Int(in.Fact)).FullYears(on)))
	case Choice:
		return in.ofChoice(fs)
	case Flag:
		if !fs.Known(in.Fact) {
			return Range{0, in.Points}
		}
		return just(int(fs.Int(in.Fact)) * in.Points)
	case Units:
		lowShare, highShare := fs.Int(in.Share), int64(mostShare)
		if fs.Known(in.Share) {
			highShare = lowShare
		}
		return Range{in.ofUnits(in.low(fs), lowShare), in.ofUnits(in.high(fs), highShare)}
	case Years:
		return Range{in.ofYears(in.low(fs)), in.ofYears(in.high(fs))}
	case Since:
		if !fs.Known(in.Fact) {
			return Range{0, in.ofDate(Earliest, on)}
		}
		return just(in.ofDate(Date(fs.Int(in.Fact)), on))
	case Records:
		n := 0
		for _, d := range fs.Records(in.Fact) {
			if d.within(in.Within, on) {
				n++
			}
		}
		return just(-n * in.Deduct)
	}
	return Range{}
}

// ofAge gives the points of an age in full years.
func (in *Indicator) ofAge(age int) int {
	if age < in.Youngest || age > in.Oldest {
		return 0
	}
	return in.capped(in.Points + in.Younger*max(0, in.From-age))
}

// ofChoice gives the points of the item chosen. An item that needs proof counts only with it.
func (in *Indicator) ofChoice(fs *Facts) Range {
	known, value := fs.Known(in.Fact), int(fs.Int(in.Fact))
	var r Range
	for i := range in.Choices {
		item := &in.Choices[i]
		switch {
		case known && item.Value != value:
		case item.NeedsProof && in.Proof != 0 && fs.Known(in.Proof) && fs.Int(in.Proof) == 0:
		case known && (!item.NeedsProof || in.Proof == 0 || fs.Known(in.Proof)):
			return just(item.Points)
		default:
			r.Max = max(r.Max, item.Points)
		}
	}
	return r
}

// ofUnits gives Points for each whole unit of value ÷ Divide × share, exactly: nothing is rounded before the end.
func (in *Indicator) ofUnits(value, share int64) int {
	whole := value * share / (mostShare * int64(in.Divide) * int64(in.Unit))
	if in.Max > 0 {
		whole = min(whole, int64(in.Max))
	}
	return in.capped(int(whole) * in.Points)
}

// ofYears gives Points for each whole year of months, nothing before Least years.
func (in *Indicator) ofYears(months int64) int {
	years := int(months) / in.Unit
	if years < in.Least {
		return 0
	}
	return in.capped(years * in.Points)
}

// ofDate gives Points for each full year since a day, nothing where the day is 0.
func (in *Indicator) ofDate(since, on Date) int {
	if since == 0 {
		return 0
	}
	return in.capped(since.FullYears(on) * in.Points)
}

func (in *Indicator) capped(points int) int {
	if in.Max > 0 && points > in.Max {
		return in.Max
	}
	return points
}

// gates marks the gates that fail for certain and those not answered.
func (e *Edition) gates(fs *Facts, on Date, s *Score) {
	s.Failed, s.Open = 0, 0
	for i := range e.Gates {
		g := &e.Gates[i]
		switch {
		case !fs.Known(g.Fact):
			s.Open |= 1 << i
		case !g.passes(fs.Int(g.Fact), on):
			s.Failed |= 1 << i
		}
	}
}

func (g *Gate) passes(v int64, on Date) bool {
	switch g.Kind {
	case Must:
		return v != 0
	case MustNot:
		return v == 0
	case AtLeast:
		return v >= int64(g.Least)
	case AgeWithin:
		age := Date(v).FullYears(on)
		return age >= g.Least && age <= g.Most
	}
	return false
}
