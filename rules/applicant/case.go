package applicant

import (
	"strconv"
	"unicode/utf8"

	"jifen/rules"
)

// AppendCase appends the text of a case in the form that package cases reads, ready to be put into a file of
// rules/testdata/cases: the facts, what the program says of them, and as a comment what the person expected. The facts are
// told as they are; those of [Anonymous] tell the least.
func AppendCase(dst []byte, e *rules.Edition, fs *rules.Facts, on rules.Date, expected string, lang rules.Lang) []byte {
	var s rules.Score
	e.Score(fs, on, &s)
	if expected = oneLine(expected); expected != "" {
		dst = appendLine(dst, "# ", rules.Fill(sayExpected.In(lang), expected))
	}
	dst = appendLine(dst, "case ", rules.Fill(sayCase.In(lang), on.String()))
	dst = appendLine(dst, "  on ", on.String())
	if on < e.From || on > e.To {
		dst = appendLine(dst, "  edition ", e.ID)
	}
	dst = appendLine(dst, "  only", "")
	if facts := AppendFacts(nil, fs); len(facts) > len("{}") {
		dst = appendLine(dst, "  facts ", string(facts[1:len(facts)-1]))
	}
	dst = append(dst, "  want"...)
	dst = appendWant(dst, "total", "range", s.Total)
	dst = append(dst, " verdict="...)
	dst = append(dst, s.Verdict.String()...)
	dst = appendFailed(dst, e, &s)
	for i := range s.Lines {
		if p := s.Lines[i].Points; p != (rules.Range{}) {
			id := e.Indicators[i].ID
			dst = appendWant(dst, id, id+".range", p)
		}
	}
	return append(dst, '\n')
}

func appendLine(dst []byte, word, rest string) []byte {
	return append(append(append(dst, word...), rest...), '\n')
}

// appendWant appends what is wanted of a number, by one word where it is known and by another where it is open.
func appendWant(dst []byte, known, open string, r rules.Range) []byte {
	dst = append(dst, ' ')
	if !r.Open() {
		dst = append(append(dst, known...), '=')
		return strconv.AppendInt(dst, int64(r.Min), 10)
	}
	dst = append(append(dst, open...), '=')
	dst = strconv.AppendInt(dst, int64(r.Min), 10)
	return strconv.AppendInt(append(dst, ".."...), int64(r.Max), 10)
}

func appendFailed(dst []byte, e *rules.Edition, s *rules.Score) []byte {
	before := " ineligible="
	for i := range e.Gates {
		if s.Failed>>i&1 != 0 {
			dst = append(append(dst, before...), e.Gates[i].ID...)
			before = ","
		}
	}
	return dst
}

// oneLine takes line breaks and control characters out of a text.
func oneLine(text string) string {
	out := make([]byte, 0, len(text))
	for _, r := range text {
		if r < ' ' || r >= 0x7f && r <= 0x9f || r == '\u2028' || r == '\u2029' {
			r = ' '
		}
		if r != ' ' || len(out) > 0 && out[len(out)-1] != ' ' {
			out = utf8.AppendRune(out, r)
		}
	}
	return without(string(out), " ")
}
