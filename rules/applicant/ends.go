package applicant

// ends finds the months that a line covers, the same twice where it is one; nil where there is none. Others says whether it
// holds more months than those. Days count as their months, but not beside months: there they are of something else.
func ends(all []mark) (from, to *mark, others bool) {
	begin := -1
	for i := range all {
		if all[i].kind != aMonth {
			continue
		}
		if begin < 0 || all[begin].day && !all[i].day && all[begin+1].kind != aJoiner {
			begin = i
		}
		if !all[begin].day {
			break
		}
	}
	switch {
	case begin < 0:
		return nil, nil, false
	case begin > 1 && joinedTo(all, begin) && all[begin-2].cell == all[begin].cell && all[begin-2].kind != aWord:
		from, to = &all[begin-2], &all[begin] // 2021.13-2022.6: no month, and named as such
	default:
		from, to = &all[begin], end(all, begin)
	}
	for i := range all {
		if m := &all[i]; m.kind == aMonth && m != from && m != to && m.day == all[begin].day {
			others = true
		}
	}
	return from, to, others
}

// end is the other end of a span: the month that comes next, with nothing but the words of a span between them.
func end(all []mark, begin int) *mark {
	joined := false
	for i := begin + 1; i < len(all); i++ {
		m := &all[i]
		switch {
		case m.kind == aJoiner:
			joined = true
		case m.kind == aMonth && (joined || m.day == all[begin].day):
			return m
		case m.kind == aWord && joined && begins(m.text, "今", "现在", "目前", "now", "present") > 0:
			return m // no month, and named as such
		case m.kind != aWord || !ofSpan(m.text):
			return &all[begin]
		}
	}
	return &all[begin]
}

// joinedTo says whether a joiner stands before a mark, in its cell: one alone in a cell says that the cell is empty.
func joinedTo(all []mark, at int) bool {
	return at > 0 && all[at-1].kind == aJoiner && all[at-1].cell == all[at].cell
}

// ofSpan says whether a word may stand between the ends of a span.
func ofSpan(word string) bool {
	for _, w := range [...]string{"起", "始", "开始", "起始", "自", "从", "至", "到", "止", "终止", "截止", "/", "to", "To", "TO"} {
		if word == w {
			return true
		}
	}
	return false
}

// written is a month as YYYY-MM, or what stands in its place.
func written(m *mark) string {
	if m.month == 0 {
		return m.text
	}
	return m.month.String()
}
