// Package share turns what a person said into a text short enough for a link or a QR code, and dates into a calendar file.
// Nothing is kept anywhere: the link is the answers.
//
// A link is the figure 1, the version, and then bytes in base64url without padding:
//
//	on        days from 2030-01-01, signed
//	edition   days from on back to the day that names the edition, signed
//	said      the set of facts that are known and not none: bit i for the fact with code i
//	none      the set of facts that are known to be none, zero, false, null or an empty list
//	values    of the facts in said, in the order of their codes
//	check     CRC-16/GENIBUS of the version and all bytes before, high byte first
//
// Whole numbers are written seven bits a byte, the lowest first, the high bit where more follow; a signed one n as 2n, or -2n-1
// below zero. A date is the days from it to on, a share its basis points, a choice its code; a truth is told by its set. A list
// is its length and its dates. A ledger is its length and of each span: the months since the span before (or 1990-01) times 4,
// plus 2 if back paid, plus 1 if the base is not whole yuan; the months after its first; the base in yuan, or else in fen.
//
// There is one way to write any answers. A reader takes no other, so that the same answers are always the same link.
package share

import (
	"errors"
	"slices"

	"jifen/rules"
)

// Answers is what a person said, when, and by which edition it was scored then.
type Answers struct {
	On      rules.Date
	Edition string // the edition's id, YYYY-MM-DD
	Facts   *rules.Facts
}

// What may be wrong with a link. One that is cut or mistyped is ErrCut, but for one chance in 65536; a first letter mistyped as
// a later figure is ErrNewer.
var (
	ErrCut     = errors.New("the link is cut short or mistyped")
	ErrNewer   = errors.New("the link was written by a newer version")
	ErrStrange = errors.New("the link holds what cannot be")
)

const version = '1'

// middle is the day about which the days of reckoning lie: those of 44 years take two bytes.
const middle rules.Date = 20300101

// Link is the answers as letters, figures, - and _. It is empty where they hold what [Read] refuses.
func (a *Answers) Link() string {
	edition, ok := rules.ParseDate(a.Edition)
	if !ok {
		return ""
	}
	var said, none uint64
	for i := range codes {
		switch f := codes[i].fact; {
		case !a.Facts.Known(f) || slices.Contains(derived, f) && a.Facts.Known(rules.Ledger):
		case isNone(a.Facts, f):
			none |= 1 << i
		default:
			said |= 1 << i
		}
	}
	w := &writer{}
	w.signed(a.On.Days() - middle.Days())
	w.signed(a.On.Days() - edition.Days())
	w.number(said)
	w.number(none)
	for i := range codes {
		if said>>i&1 != 0 {
			w.value(a, &codes[i])
		}
	}
	link := seal(w.out)
	if _, err := Read(link); err != nil {
		return ""
	}
	return link
}

func isNone(fs *rules.Facts, f rules.Fact) bool {
	switch f.Shape().Form {
	case rules.ListForm:
		return len(fs.Records(f)) == 0
	case rules.LedgerForm:
		return len(fs.Ledger()) == 0
	}
	return fs.Int(f) == 0
}

func (w *writer) value(a *Answers, c *code) {
	shape, v := c.fact.Shape(), a.Facts.Int(c.fact)
	switch shape.Form {
	case rules.DateForm:
		w.date(rules.Date(v), a.On)
	case rules.CountForm, rules.ShareForm:
		w.number(uint64(v))
	case rules.ChoiceForm:
		w.number(uint64(slices.Index(c.choices, shape.Values[v]) + 1))
	case rules.ListForm:
		dates := a.Facts.Records(c.fact)
		w.number(uint64(len(dates)))
		for _, d := range dates {
			w.date(d, a.On)
		}
	case rules.LedgerForm:
		w.ledger(a.Facts.Ledger())
	}
}

func (w *writer) date(d, on rules.Date) { w.number(uint64(on.Days() - d.Days())) }

// Read gives back the answers of a link. What it takes, Link writes letter for letter. The error is ErrCut, ErrNewer or
// ErrStrange. Whether there is an edition of that name is for the caller to see.
func Read(link string) (*Answers, error) {
	src, err := open(link)
	if err != nil {
		return nil, err
	}
	r := &reader{src: src}
	a := &Answers{Facts: &rules.Facts{}}
	a.On = r.day(middle)
	a.Edition = r.dayBefore(a.On).String()
	said, none := r.number(), r.number()
	if said&none != 0 {
		r.fail(ErrStrange)
	}
	if (said|none)>>len(codes) != 0 {
		r.fail(ErrNewer)
	}
	for i := range codes {
		if said>>i&1 != 0 {
			r.value(a, &codes[i])
		} else if none>>i&1 != 0 {
			r.none(a.Facts, codes[i].fact)
		}
	}
	if len(r.src) > 0 {
		r.fail(ErrStrange)
	}
	if r.err != nil {
		return nil, r.err
	}
	return a, nil
}

// day reads a day told from another, forward.
func (r *reader) day(from rules.Date) rules.Date { return r.valid(from.Days() + r.signed()) }

func (r *reader) dayBefore(on rules.Date) rules.Date { return r.valid(on.Days() - r.signed()) }

func (r *reader) valid(day int) rules.Date {
	if day < rules.Earliest.Days() || day > rules.Latest.Days() {
		r.fail(ErrStrange)
		return rules.Earliest
	}
	return rules.OfDay(day)
}

// date reads a day that is not after on.
func (r *reader) date(on rules.Date) rules.Date {
	return on.AddDays(-int(r.within(0, int64(on.Days()-rules.Earliest.Days()))))
}

func (r *reader) none(fs *rules.Facts, f rules.Fact) {
	switch shape := f.Shape(); {
	case shape.Form == rules.LedgerForm:
		r.putLedger(fs, []rules.Span{})
	case shape.Form == rules.ListForm:
		fs.PutRecords(f, nil)
	case shape.Form == rules.DateForm && !shape.Nullable:
		r.fail(ErrStrange)
	default:
		fs.Put(f, 0)
	}
}

func (r *reader) value(a *Answers, c *code) {
	shape, v := c.fact.Shape(), int64(0)
	switch shape.Form {
	case rules.DateForm:
		v = int64(r.date(a.On))
	case rules.BoolForm:
		v = 1
	case rules.CountForm, rules.ShareForm:
		v = r.within(1, shape.Most)
	case rules.ChoiceForm:
		v = r.choice(c)
	case rules.ListForm:
		var dates []rules.Date
		for range r.within(1, int64(len(r.src))) { // each takes a byte at least
			dates = append(dates, r.date(a.On))
		}
		a.Facts.PutRecords(c.fact, dates)
		return
	case rules.LedgerForm:
		r.putLedger(a.Facts, r.ledger())
		return
	}
	a.Facts.Put(c.fact, v)
}

func (r *reader) choice(c *code) int64 {
	n := r.number()
	if n > uint64(len(c.choices)) {
		r.fail(ErrNewer)
	} else if n == 0 {
		r.fail(ErrStrange)
	}
	if r.err != nil {
		return 0
	}
	return int64(slices.Index(c.fact.Shape().Values, c.choices[n-1]))
}
