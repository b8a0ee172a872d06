package applicant

// paidBack says whether the months of a line were paid back (补缴): by the column that says so, else by the line's words.
func (l *line) paidBack() bool {
	if column := l.head.back; l.fits && column >= 0 {
		if column >= len(l.cells) {
			return false
		}
		return l.answered(l.cells[column])
	}
	for i := range l.all {
		if m := &l.all[i]; m.kind == aWord && mentions(m.text, backWords[:]...) {
			return l.saidBack(i)
		}
	}
	return false
}

// saidBack tells what a line means by a word with 补缴 in it: 补缴, 非补缴, 是否补缴=是, back_paid: false.
func (l *line) saidBack(at int) bool {
	m := &l.all[at]
	before, after := m.text, ""
	for _, w := range backWords {
		if i := index(m.text, w); i >= 0 {
			before, after = m.text[:i], m.text[i+len(w):]
		}
	}
	if mentions(before, "非", "未", "无", "没", "不") {
		return false
	}
	asked := mentions(before, "是否")
	if said, known := yesOrNo(after); known && after != "" {
		return said
	}
	for i := at + 1; i < len(l.all) && (asked || l.all[i].cell == m.cell); i++ {
		if said, known := yesOrNo(l.all[i].text); known && l.all[i].kind == aWord {
			return said
		}
	}
	if asked {
		l.doubt(sayBackOrNot, m.text)
	}
	return !asked
}

// answered reads a cell under 补缴.
func (l *line) answered(cell string) bool {
	said, known := yesOrNo(cell)
	if !known {
		l.doubt(sayBackOrNot, cell)
	}
	return said
}

// yesOrNo reads an answer. An empty one is no.
func yesOrNo(text string) (yes, known bool) {
	if plain, ok := yuan(text); ok && (plain == "0" || plain == "1") {
		return plain == "1", true
	}
	for _, no := range [...]string{"", "-", "—", "×", "x", "X", "n", "N", "no", "No", "NO", "false", "False", "FALSE"} {
		if text == no {
			return false, true
		}
	}
	for _, yes := range [...]string{"y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE"} {
		if text == yes {
			return true, true
		}
	}
	switch {
	case begins(text, "否", "无", "非", "未", "没", "不", "正常") > 0:
		return false, true
	case begins(text, "是", "有", "对", "√", "✓", "✔", "补") > 0:
		return !mentions(text, "否"), !mentions(text, "否")
	}
	return false, false
}
