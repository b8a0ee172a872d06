package applicant

import (
	"strconv"

	"jifen/rules"
)

// AppendResult appends a result as JSON, in the shape that the contract tells.
func AppendResult(dst []byte, r *rules.Result) []byte {
	w := writer{append(dst, '{')}
	w.key("edition").str(r.Edition)
	w.key("on").str(r.On.String())
	w.key("standard").int(r.Standard)
	if !r.Total.Open() {
		w.key("total").int(r.Total.Min)
	}
	w.span("range", r.Total)
	w.key("verdict").str(r.Verdict.String())
	w.key("lines").open('[')
	for i := range r.Lines {
		w.line(&r.Lines[i])
	}
	w.close(']')
	w.key("ineligible").open('[')
	for _, reason := range r.Ineligible {
		w.open('{')
		w.key("id").str(reason.Gate.ID)
		w.key("why").str(reason.Why)
		w.source(reason.Gate.Source)
		w.close('}')
	}
	w.close(']')
	w.strings("open", r.Open)
	w.key("missing").open('[')
	for _, f := range r.Missing {
		w.str(f.String())
	}
	w.close(']')
	w.strings("papers", r.Papers)
	w.strings("notes", r.Notes)
	w.close('}')
	return w.dst
}

// AppendLineProblems appends {"line":N,"errors":[…]}.
func AppendLineProblems(dst []byte, line int, problems []Problem) []byte {
	dst = append(dst, `{"line":`...)
	dst = strconv.AppendInt(dst, int64(line), 10)
	at := len(dst)
	dst = AppendProblems(dst, problems)
	dst[at] = ','
	return dst
}

func appendBrief(dst []byte, line int, e *rules.Edition, s *rules.Score) []byte {
	w := writer{append(dst, '{')}
	w.key("line").int(line)
	w.key("edition").str(e.ID)
	w.key("on").str(s.On.String())
	if !s.Total.Open() {
		w.key("total").int(s.Total.Min)
	}
	w.span("range", s.Total)
	w.key("verdict").str(s.Verdict.String())
	w.key("lines").open('[')
	for i := range s.Lines {
		w.open('{')
		w.key("id").str(e.Indicators[i].ID)
		if p := s.Lines[i].Points; p.Open() {
			w.span("range", p)
		} else {
			w.key("points").int(p.Min)
		}
		w.close('}')
	}
	w.close(']')
	w.key("ineligible").open('[')
	for i := range e.Gates {
		if s.Failed>>i&1 != 0 {
			w.open('{')
			w.key("id").str(e.Gates[i].ID)
			w.close('}')
		}
	}
	w.close(']')
	w.close('}')
	return w.dst
}

func (w *writer) line(x *rules.Explained) {
	w.open('{')
	w.key("id").str(x.Indicator.ID)
	w.key("section").str(x.Indicator.Section.String())
	if x.Points.Open() {
		w.span("range", x.Points)
	} else {
		w.key("points").int(x.Points.Min)
	}
	if !x.Worth.Open() {
		w.key("worth").int(x.Worth.Min)
	}
	if x.Indicator.Max > 0 {
		w.key("max").int(x.Indicator.Max)
	} else {
		w.key("max").raw("null")
	}
	w.key("counted").raw(strconv.FormatBool(!x.Loses))
	w.key("why").str(x.Why)
	w.source(x.Indicator.Source)
	w.strings("notes", x.Notes)
	w.close('}')
}

func (w *writer) source(s rules.Source) {
	w.key("source").open('{')
	w.key("instrument").str(s.Instrument)
	w.key("article").str(s.Article)
	w.key("confidence").str(s.Confidence)
	w.close('}')
}

// AppendProblems appends {"errors":[{"field","message"}]}.
func AppendProblems(dst []byte, problems []Problem) []byte {
	w := writer{append(dst, '{')}
	w.key("errors").open('[')
	for _, p := range problems {
		w.open('{')
		w.key("field").str(p.Field)
		w.key("message").str(p.Message)
		w.close('}')
	}
	w.close(']')
	w.close('}')
	return w.dst
}

// writer appends JSON and sets the commas itself.
type writer struct{ dst []byte }

func (w *writer) comma() {
	if n := len(w.dst); n > 0 {
		switch w.dst[n-1] {
		case '{', '[', ':', ',':
		default:
			w.dst = append(w.dst, ',')
		}
	}
}

func (w *writer) key(k string) *writer {
	w.str(k)
	w.dst = append(w.dst, ':')
	return w
}

func (w *writer) open(c byte) {
	w.comma()
	w.dst = append(w.dst, c)
}

func (w *writer) close(c byte) { w.dst = append(w.dst, c) }

func (w *writer) str(s string) {
	w.comma()
	w.dst = appendString(w.dst, s)
}

func (w *writer) int(n int) {
	w.comma()
	w.dst = strconv.AppendInt(w.dst, int64(n), 10)
}

func (w *writer) raw(s string) {
	w.comma()
	w.dst = append(w.dst, s...)
}

func (w *writer) span(key string, r rules.Range) {
	w.key(key).open('{')
	w.key("min").int(r.Min)
	w.key("max").int(r.Max)
	w.close('}')
}

func (w *writer) strings(key string, list []string) {
	w.key(key).open('[')
	for _, s := range list {
		w.str(s)
	}
	w.close(']')
}
