package rules

// Beside is one edition's answer beside another's.
type Beside struct {
	Edition *Edition
	Total   Range
	Verdict Verdict
	Changed []Changed // the lines and gates that answer otherwise, in the order of this edition and then of the other
}

// Changed is a line, or a gate, that answers otherwise than it does in the edition compared with. Why says what this edition
// says of it, and Was what the other does; either is empty where its edition has no such line.
type Changed struct {
	ID       string
	From, To Range // points; both 0 for a gate
	Why, Was string
}

// Compare scores the same facts on the same day under every edition, and tells what differs from this one and why. A gate
// that fails in one of the two alone is among the changes.
func (e *Edition) Compare(editions []Edition, fs *Facts, on Date, lang Lang) []Beside {
	mine := e.answer(fs, on, lang)
	var all []Beside
	for i := range editions {
		other := &editions[i]
		theirs := other.answer(fs, on, lang)
		b := Beside{Edition: other, Total: theirs.Total, Verdict: theirs.Verdict}
		if other.ID != e.ID {
			b.Changed = Changes(mine, theirs)
		}
		all = append(all, b)
	}
	return all
}

func (e *Edition) answer(fs *Facts, on Date, lang Lang) *Result {
	var s Score
	e.Score(fs, on, &s)
	return e.Explain(fs, &s, lang)
}

// Changes tells what a result answers otherwise than another, and why: under two editions, or on two days.
func Changes(was, is *Result) []Changed {
	var all []Changed
	for i := range is.Lines {
		x := &is.Lines[i]
		old := lineOf(was, x.Indicator.ID)
		switch {
		case old == nil && x.Points != (Range{}):
			all = append(all, Changed{ID: x.Indicator.ID, To: x.Points, Why: x.Why})
		case old != nil && old.Points != x.Points:
			all = append(all, Changed{x.Indicator.ID, old.Points, x.Points, x.Why, old.Why})
		}
	}
	for i := range was.Lines {
		if x := &was.Lines[i]; x.Points != (Range{}) && lineOf(is, x.Indicator.ID) == nil {
			all = append(all, Changed{ID: x.Indicator.ID, From: x.Points, Was: x.Why})
		}
	}
	for _, r := range is.Ineligible {
		if reasonOf(was, r.Gate.ID) == "" {
			all = append(all, Changed{ID: r.Gate.ID, Why: r.Why})
		}
	}
	for _, r := range was.Ineligible {
		if reasonOf(is, r.Gate.ID) == "" {
			all = append(all, Changed{ID: r.Gate.ID, Was: r.Why})
		}
	}
	return all
}

func lineOf(r *Result, id string) *Explained {
	for i := range r.Lines {
		if r.Lines[i].Indicator.ID == id {
			return &r.Lines[i]
		}
	}
	return nil
}

func reasonOf(r *Result, gate string) string {
	for _, x := range r.Ineligible {
		if x.Gate.ID == gate {
			return x.Why
		}
	}
	return ""
}
