package rules

// Result is a reckoning in words: what people read and programs pass on. Package applicant writes it as JSON.
type Result struct {
	Edition    string
	On         Date
	Standard   int
	Total      Range // Open where unknown facts leave it so
	Verdict    Verdict
	Lines      []Explained
	Ineligible []Reason
	Open       []string // gates not answered, and lists of records not given, which were taken as passed and as empty
	Missing    []Fact
	Papers     []string // ids of the papers that the claim needs
	Notes      []string
}

// Explained is a line with its reason, its source and what else there is to know of it.
type Explained struct {
	Line
	Indicator *Indicator
	Why       string
	Notes     []string
}

// Reason says why a gate fails.
type Reason struct {
	Gate *Gate
	Why  string
}

// Explain puts a score that e gave to these facts into words.
func (e *Edition) Explain(fs *Facts, s *Score, lang Lang) *Result {
	told := fs
	var derived Facts
	fs = e.settled(fs, s.On, &derived)
	r := &Result{
		Edition: e.ID, On: s.On, Standard: e.Standard.Points,
		Total: s.Total, Verdict: s.Verdict,
		Lines:   make([]Explained, len(e.Indicators)),
		Missing: e.Missing(told, s.On),
		Papers:  e.papersFor(s),
		Notes:   e.notes(fs, s, lang),
	}
	for i := range e.Indicators {
		r.Lines[i] = e.explain(i, fs, s, lang)
	}
	if told.Known(Ledger) {
		e.remark(told, r, lang)
	}
	for i := range e.Gates {
		switch g := &e.Gates[i]; {
		case s.Failed>>i&1 != 0:
			r.Ineligible = append(r.Ineligible, Reason{g, g.why(fs, s.On, lang)})
		case s.Open>>i&1 != 0:
			r.Open = append(r.Open, g.ID)
		}
	}
	for i := range e.Indicators {
		if in := &e.Indicators[i]; in.Kind == Records && !fs.Known(in.Fact) {
			r.Open = append(r.Open, in.Fact.String())
		}
	}
	return r
}

func (e *Edition) explain(i int, fs *Facts, s *Score, lang Lang) Explained {
	in, line := &e.Indicators[i], s.Lines[i]
	x := Explained{Line: line, Indicator: in, Why: in.why(fs, s.On, line, lang)}
	if !in.claimed(fs, line) {
		return x
	}
	if p := e.rival(i); p >= 0 && line.Loses {
		x.Why += sayLoses.in(lang, e.Indicators[p].Label.In(lang))
	}
	if line.Worth == just(in.Max) && (in.Kind == Units || in.Kind == Years || in.Kind == Since) {
		x.Why += sayMost.in(lang, itoa(in.Max))
	}
	for _, d := range in.Doubts {
		x.Notes = append(x.Notes, d.Text.In(lang))
	}
	for _, t := range in.Review {
		x.Notes = append(x.Notes, t.In(lang))
	}
	return x
}

// claimed says whether something was claimed, or held against the applicant, whatever it gives.
func (in *Indicator) claimed(fs *Facts, line Line) bool {
	if in.Kind == Records {
		return line.Worth != just(0)
	}
	return !fs.Known(in.Fact) || fs.Int(in.Fact) != 0
}

// notes tells what the reader of the whole result should know: an edition used outside its time, and answers that
// contradict each other.
func (e *Edition) notes(fs *Facts, s *Score, lang Lang) []string {
	var notes []string
	if !e.inForce(s.On) {
		notes = append(notes, sayNotInForce.in(lang, e.Instrument, e.From.String(), e.To.String()))
	}
	both := func(a, b Fact) bool { return fs.Known(a) && fs.Known(b) }
	add := func(wrong bool, what saying) {
		if wrong {
			notes = append(notes, what.in(lang))
		}
	}
	spouse := Date(fs.Int(SpouseSince))
	add(both(InsuredLast12, InsuredMonths) && fs.Int(InsuredLast12) > fs.Int(InsuredMonths), sayMoreLately)
	add(both(Born, SpouseSince) && spouse != 0 && spouse < Date(fs.Int(Born)), sayMarriedUnborn)
	add(both(FreshGraduate, Education) && fs.Int(FreshGraduate) != 0 && fs.Int(Education) == 0, sayGraduateOfNothing)
	for i := range e.Indicators {
		add(e.Indicators[i].tooFewMonths(fs), sayTierTooEarly)
	}
	return notes
}

// tooFewMonths says whether a tier is claimed that takes more months than were ever paid.
func (in *Indicator) tooFewMonths(fs *Facts) bool {
	if in.Kind != Choice || !fs.Known(in.Fact) || !fs.Known(InsuredMonths) {
		return false
	}
	for _, item := range in.Choices {
		if int64(item.Value) == fs.Int(in.Fact) && int64(item.Months) > fs.Int(InsuredMonths) {
			return true
		}
	}
	return false
}

// asksProof says whether what is claimed, or could be, counts only with its proof.
func (in *Indicator) asksProof(fs *Facts) bool {
	for i := range in.Choices {
		if item := &in.Choices[i]; item.NeedsProof && (!fs.Known(in.Fact) || int64(item.Value) == fs.Int(in.Fact)) {
			return true
		}
	}
	return false
}

// remark adds what only the contribution record can tell: a floor missed by less than a yuan, and months after the last wage
// known.
func (e *Edition) remark(fs *Facts, r *Result, lang Lang) {
	var rec record
	rec.read(fs, r.On, e.Wages)
	longest := 0
	for i := range e.Indicators {
		in := &e.Indicators[i]
		longest = max(longest, in.BaseOf)
		for _, item := range in.Choices {
			longest = max(longest, item.Of)
		}
		nearTitle := in.Proof == TitleBaseMet && in.asksProof(fs) && rec.count(in.BaseOf, in.BaseTenths) < in.BaseMonths && rec.near(in.BaseOf, in.BaseTenths) > 0
		nearTier := in.Fact == BaseTier && rec.nearAbove(in)
		if nearTitle || nearTier {
			r.Lines[i].Notes = append(r.Lines[i].Notes, sayNear.in(lang))
		}
	}
	if rec.beyond(longest) {
		r.Notes = append(r.Notes, sayBeyond.in(lang, e.Wages[len(e.Wages)-1].To.String()))
	}
}
