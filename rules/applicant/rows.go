package applicant

import (
	"slices"
	"strconv"

	"jifen/rules"
)

// Row is a line of the contribution record (缴费记录) as a person wrote it.
type Row struct {
	From, To string // YYYY-MM where they could be read, else as written
	Base     string // yuan a month as a plain decimal, else as written
	BackPaid bool
	Doubt    string // what to look at, in the reader's language; empty where all is clear
}

// Tidy reads a row typed by hand: its months and its base come back in one form, and Doubt tells what is not clear. Where To
// is left empty, From may hold both ends, or the only month. A row left empty is clear, for it says nothing.
func Tidy(r Row, lang rules.Lang) Row {
	r = Row{From: narrow(r.From), To: narrow(r.To), Base: narrow(r.Base), BackPaid: r.BackPaid}
	if r.blank() {
		return r
	}
	if r.To == "" {
		if all := marks(r.From, 0); alone(all, 2) {
			from, to, _ := ends(all)
			r.From, r.To = written(from), written(to)
		}
	} else {
		r.From, r.To = oneMonth(r.From), oneMonth(r.To)
	}
	if plain, ok := yuan(r.Base); ok {
		r.Base = plain
	}
	r.judge(lang)
	return r
}

func (r *Row) blank() bool { return r.From == "" && r.To == "" && r.Base == "" }

// oneMonth writes a month as YYYY-MM where text is one, else as it was.
func oneMonth(text string) string {
	if all := marks(text, 0); alone(all, 1) {
		for i := range all {
			if all[i].kind == aMonth {
				return written(&all[i])
			}
		}
	}
	return text
}

// alone says whether there are months, no more than so many, and no number that would be lost.
func alone(all []mark, most int) bool {
	n := 0
	for i := range all {
		switch all[i].kind {
		case aMonth:
			n++
		case aNumber, aFigure:
			return false
		}
	}
	return n > 0 && n <= most
}

// judge sets Doubt to what months and base tell by themselves.
func (r *Row) judge(lang rules.Lang) {
	from, fromOK := parseMonth(r.From)
	to, toOK := parseMonth(r.To)
	unread := func(text string) {
		r.doubt(lang, sayNoMonth, text, firstMonth.String(), lastMonth.String())
	}
	switch {
	case r.From == "":
		r.doubt(lang, sayMonthLacking)
	case !fromOK:
		unread(r.From)
	}
	switch {
	case !toOK && r.To != "" && r.To != r.From:
		unread(r.To)
	case fromOK && toOK && from > to:
		r.doubt(lang, sayTurned, r.To, r.From)
	}
	switch plain, ok := yuan(r.Base); {
	case r.Base == "":
		r.doubt(lang, sayBaseLacking)
	case !ok:
		r.doubt(lang, sayNoBase, r.Base, strconv.Itoa(mostBase))
	case plain == "0":
		r.doubt(lang, sayUnpaid)
	}
}

// doubt adds to what there is to look at.
func (r *Row) doubt(lang rules.Lang, what rules.Text, args ...string) {
	if r.Doubt != "" {
		r.Doubt += sayAlso.In(lang)
	}
	r.Doubt += rules.Fill(what.In(lang), args...)
}

// months are the ends of a row whose months can be told.
func (r *Row) months() (from, to rules.Month, ok bool) {
	from, fromOK := parseMonth(r.From)
	to, toOK := parseMonth(r.To)
	return from, to, fromOK && toOK && from <= to
}

// AppendLedger appends rows as the fact ledger: the row of each span is that of its number, but that empty rows are left out.
// What could not be read stays text, so that Read names it.
func AppendLedger(dst []byte, rows []Row) []byte {
	w := writer{append(dst, '[')}
	for i := range rows {
		r := &rows[i]
		if r.blank() {
			continue
		}
		w.open('{')
		w.key("from").str(narrow(r.From))
		w.key("to").str(narrow(r.To))
		if plain, ok := yuan(r.Base); ok && plain == r.Base {
			w.key("base").raw(r.Base)
		} else {
			w.key("base").str(narrow(r.Base))
		}
		if r.BackPaid {
			w.key("back_paid").raw("true")
		}
		w.close('}')
	}
	w.close(']')
	return w.dst
}

// Rows shows a contribution record.
func Rows(spans []rules.Span) []Row {
	rows := make([]Row, len(spans))
	for i, s := range spans {
		rows[i] = Row{From: s.From.String(), To: s.To.String(), Base: hundredths(s.Fen), BackPaid: s.BackPaid}
	}
	return rows
}

// Join puts rows in order of time, and makes one of neighbouring months of the same base and kind. Rows in doubt stay as they
// are, at the end; empty ones go.
func Join(rows []Row) []Row {
	var clear, rest []Row
	for _, r := range rows {
		if _, _, ok := r.months(); ok && r.Doubt == "" {
			clear = append(clear, r)
		} else if !r.blank() {
			rest = append(rest, r)
		}
	}
	slices.SortStableFunc(clear, func(a, b Row) int {
		from, _ := parseMonth(a.From)
		other, _ := parseMonth(b.From)
		return int(from - other)
	})
	joined := clear[:0]
	for _, r := range clear {
		if n := len(joined); n > 0 && joined[n-1].goesOn(&r) {
			joined[n-1].To = r.To
		} else {
			joined = append(joined, r)
		}
	}
	return append(joined, rest...)
}

// goesOn says whether next is the same from the month after on.
func (r *Row) goesOn(next *Row) bool {
	to, _ := parseMonth(r.To)
	from, _ := parseMonth(next.From)
	return to.Next() == from && r.Base == next.Base && r.BackPaid == next.BackPaid
}
