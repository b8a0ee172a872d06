package applicant

import (
	"strconv"

	"jifen/rules"
)

// AppendFacts appends what is known as the facts object that Read takes back to the same facts: in the contract's order, and
// with a contribution record its spans in place of the four facts derived from it. What is not known is left out.
func AppendFacts(dst []byte, fs *rules.Facts) []byte {
	w := writer{append(dst, '{')}
	for f := range rules.AllFacts {
		if given(fs, f) {
			w.fact(fs, f)
		}
	}
	w.close('}')
	return w.dst
}

// given says whether a person gave f, rather than a contribution record.
func given(fs *rules.Facts, f rules.Fact) bool {
	switch f {
	case rules.InsuredMonths, rules.InsuredLast12, rules.TitleBaseMet, rules.BaseTier:
		return fs.Known(f) && !fs.Known(rules.Ledger)
	}
	return fs.Known(f)
}

func (w *writer) fact(fs *rules.Facts, f rules.Fact) {
	shape := f.Shape()
	w.key(shape.Key)
	switch v := fs.Int(f); shape.Form {
	case rules.DateForm:
		w.date(rules.Date(v))
	case rules.CountForm:
		w.raw(strconv.FormatInt(v, 10)) // an int may be too small for the tax
	case rules.ShareForm:
		w.raw(hundredths(v))
	case rules.ListForm:
		w.open('[')
		for _, d := range fs.Records(f) {
			w.date(d)
		}
		w.close(']')
	case rules.LedgerForm:
		w.open('[')
		for _, s := range fs.Ledger() {
			w.months(s)
		}
		w.close(']')
	default:
		w.value(f, v)
	}
}

// months writes a span of the contribution record; only a span paid back says so.
func (w *writer) months(s rules.Span) {
	w.open('{')
	w.key("from").str(s.From.String())
	w.key("to").str(s.To.String())
	w.key("base").raw(hundredths(s.Fen))
	if s.BackPaid {
		w.key("back_paid").raw("true")
	}
	w.close('}')
}

// hundredths writes fen as yuan, and basis points as per cent, without zeros that say nothing.
func hundredths(n int64) string { return rules.Percent(n) }
