package applicant

// cellsOf cuts a line into cells: at tabs, else at | signs, else at commas, else at spaces. Ruled are the first two, which hold
// a place for an empty cell. Where a line can be cut at its commas in two ways, that with as many cells as wanted is taken.
func cellsOf(line string, wanted int) (cells []string, ruled bool) {
	text := narrow(line)
	switch {
	case text == "":
		return nil, false
	case holds(line, '\t'):
		cells = cutAll(line, '\t')
	case holds(text, '|'):
		cells = cutAll(text, '|')
		if cells[0] == "" {
			cells = cells[1:]
		}
	default:
		cells = cutCommas(text, false)
		if len(cells) != wanted {
			cells = cutCommas(text, true)
		}
		if len(cells) > 1 {
			return cells, false
		}
		return cutSpaces(tight(text)), false
	}
	for n := len(cells); n > 0 && cells[n-1] == ""; n-- {
		cells = cells[:n-1]
	}
	return cells, true
}

// cutAll cuts at each sign and keeps empty cells.
func cutAll(text string, sign byte) []string {
	var cells []string
	from := 0
	for i := 0; i <= len(text); i++ {
		if i == len(text) || text[i] == sign {
			cells = append(cells, narrow(text[from:i]))
			from = i + 1
		}
	}
	return cells
}

// cutCommas cuts at commas and semicolons outside of quotes, and with groups not within 10,338. A base of six figures is none,
// so that 827,165 are two cells.
func cutCommas(text string, groups bool) []string {
	var cells []string
	from, quoted := 0, false
	for i := 0; i <= len(text); i++ {
		switch {
		case i == len(text):
		case text[i] == '"':
			quoted = !quoted
			continue
		case text[i] != ',' && text[i] != ';' || quoted || groups && text[i] == ',' && groupAt(text, i):
			continue
		}
		cells = append(cells, narrow(text[from:i]))
		from = i + 1
	}
	return cells
}

// groupAt says whether a comma parts the thousands of a number: one or two figures that begin it, and three after.
func groupAt(text string, comma int) bool {
	from := comma
	for from > 0 && text[from-1] >= '0' && text[from-1] <= '9' {
		from--
	}
	begun := from == 0 || !holds("-/.", text[from-1]) && (from < 3 || text[from-3:from] != "年")
	n := comma - from
	return begun && (n == 1 || n == 2) && figures(text[comma+1:]) == 3
}

// cutSpaces cuts at spaces, but not within 2021-07 至 2022-06.
func cutSpaces(text string) []string {
	var cells []string
	for _, word := range split(text, " \t") {
		if n := len(cells); n > 0 && joins(cells[n-1], word) {
			cells[n-1] += " " + word
		} else {
			cells = append(cells, word)
		}
	}
	return cells
}

// joins says whether a word goes on with the span of months that the cell before has begun.
func joins(cell, word string) bool {
	all := marks(cell, 0)
	if len(all) == 0 || all[0].kind != aMonth {
		return false
	}
	if all[len(all)-1].kind == aJoiner {
		return figures(word) > 0
	}
	after := marks(cell+" "+word, 0)
	return len(all) == 1 && len(after) > 1 && after[1].kind == aJoiner
}
