package applicant

import "jifen/rules"

// line is one line of a pasted table that has become a row.
type line struct {
	lang  rules.Lang
	head  heading
	cells []string
	fits  bool   // the cells stand under those of the heading
	all   []mark // what stands in the line; where it fits, outside the columns that the heading names
	row   Row
}

func (l *line) read() Row {
	from, to, others := ends(l.all)
	at := -1 // the cell that holds the base
	if l.fits && len(l.head.base) > 0 {
		l.row.Base, at = l.underHeading()
	} else {
		l.row.Base, at = l.firstNumber(from, to)
	}
	if from != nil {
		l.row.From, l.row.To = written(from), written(to)
	} else {
		l.row.From = l.but(at)
	}
	if others {
		l.doubt(sayMonths, l.row.From, l.row.To)
	}
	l.row.BackPaid = l.paidBack()
	l.row.judge(l.lang)
	return l.row
}

func (l *line) doubt(what rules.Text, args ...string) { l.row.doubt(l.lang, what, args...) }

// underHeading takes the base from its column, and tells which cell that is, -1 where it is empty.
func (l *line) underHeading() (base string, at int) {
	at = -1
	for _, column := range l.head.base {
		if column >= len(l.cells) || l.cells[column] == "" {
			continue
		}
		text := l.cells[column]
		if plain, ok := yuan(text); ok {
			text = plain
		}
		if at >= 0 && text != base {
			l.doubt(sayNumbers, base)
			break
		}
		base, at = text, column
	}
	return base, at
}

// firstNumber takes for the base the number that is called so, else the first after the months, else the first of all. Where
// that is a guess it says so.
func (l *line) firstNumber(from, to *mark) (base string, at int) {
	best, rank, several := -1, 0, false
	past := 0 // 1 after the months
	for i := range l.all {
		switch m := &l.all[i]; {
		case m == from || m == to:
			past = 1
		case m.kind == aNumber:
			several = several || best >= 0 && l.all[best].text != m.text
			now := 1 + past
			if l.calls(i, baseWords[:]...) {
				now = 3
			}
			if now > rank {
				best, rank = i, now
			}
		}
	}
	switch {
	case best < 0 && from == nil:
		return "", -1
	case best < 0:
		return l.firstFigure(from, to)
	}
	m := &l.all[best]
	if from != nil && from == to && best > 1 && joinedTo(l.all, best) && &l.all[best-2] == from {
		l.doubt(sayOpenEnd, written(from))
	}
	switch {
	case rank == 3:
	case l.head.cells > 0 && !l.fits:
		l.doubt(sayColumns, m.text)
	case l.head.cells > 0:
		l.doubt(sayNoColumn, m.text)
	case several:
		l.doubt(sayNumbers, m.text)
	case l.calls(best, "缴纳", "个人", "单位", "金额", "合计"):
		l.doubt(sayAmount, m.text)
	}
	return m.text, m.cell
}

// calls says whether the word before a mark holds one of the words.
func (l *line) calls(at int, words ...string) bool {
	return at > 0 && l.all[at-1].kind == aWord && mentions(l.all[at-1].text, words...)
}

// firstFigure takes what has figures and can be no base, so that it is named; but the 3 of A3 would look like one.
func (l *line) firstFigure(from, to *mark) (base string, at int) {
	for i := range l.all {
		if m := &l.all[i]; m.kind == aFigure && m != from && m != to {
			if _, ok := yuan(m.text); !ok {
				return m.text, m.cell
			}
		}
	}
	return "", -1
}

// but is the text of the line without one cell.
func (l *line) but(cell int) string {
	var text []byte
	for i, c := range l.cells {
		if i == cell || c == "" {
			continue
		}
		if len(text) > 0 {
			text = append(text, ' ')
		}
		text = append(text, c...)
	}
	return string(text)
}
