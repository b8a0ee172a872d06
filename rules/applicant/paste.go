package applicant

import (
	"slices"
	"strconv"

	"jifen/rules"
)

// Paste reads a contribution record copied from anywhere, a row a line. Cells are parted by tabs, | signs, commas or spaces;
// a line that names columns tells which one holds the base. Only blank lines and lines that name things go without a word:
// whatever has figures becomes a row, and what was guessed, or cannot be, is told in its Doubt.
func Paste(text string, lang rules.Lang) []Row {
	p := paster{lang: lang}
	for _, line := range split(text, "\n\r") {
		p.line(line)
	}
	p.overlaps()
	for i := mostSpans; i < len(p.rows); i++ {
		p.rows[i].doubt(lang, saySpans, strconv.Itoa(mostSpans))
	}
	return p.rows
}

type paster struct {
	lang rules.Lang
	head heading
	rows []Row
}

// line reads one line.
func (p *paster) line(text string) {
	cells, ruled := cellsOf(text, p.head.cells)
	l := line{lang: p.lang, head: p.head, cells: cells, fits: p.head.fits(len(cells), ruled)}
	counts := [aJoiner + 1]int{}
	for i, c := range cells {
		for _, m := range marks(c, i) {
			counts[m.kind]++
			if !l.fits || !p.head.special(i) {
				l.all = append(l.all, m)
			}
		}
	}
	named := mentions(text, baseWords[:]...)
	switch {
	case len(cells) == 0:
	case counts[aMonth]+counts[aNumber] > 0 || counts[aFigure] > 0 && !named:
		p.rows = append(p.rows, l.read())
	case p.head.read(cells):
	case mentions(text, backWords[:]...):
		r := Row{From: narrow(text)} // a title above rows that were paid back: they do not say so themselves
		r.doubt(p.lang, sayBackTitle)
		p.rows = append(p.rows, r)
	}
}

// overlaps names the rows that share a month, each in the other.
func (p *paster) overlaps() {
	var order []int
	for i := range p.rows {
		if _, _, ok := p.rows[i].months(); ok {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, _, _ := p.rows[i].months()
		b, _, _ := p.rows[j].months()
		return int(a - b)
	})
	told := make([]bool, len(p.rows))
	names := func(i, other int) {
		if o := p.rows[other]; !told[i] {
			told[i] = true
			p.rows[i].doubt(p.lang, sayShared, o.From, o.To, o.Base)
		}
	}
	last, end := -1, rules.Month(0) // the row that reaches furthest so far
	for _, i := range order {
		from, to, _ := p.rows[i].months()
		if last >= 0 && from <= end {
			names(i, last)
			names(last, i)
		}
		if to > end {
			last, end = i, to
		}
	}
}

// heading is what the line above a table says of its columns.
type heading struct {
	cells int   // 0 where no line said anything
	base  []int // the columns of 缴费基数
	back  int   // the column that says whether it was paid back, -1 for none
	aside []int // columns with days of something else
}

var (
	baseWords  = [...]string{"基数", "base"}
	backWords  = [...]string{"补缴", "补交", "back"}
	monthWords = [...]string{"年", "月", "期", "起", "时间", "month", "from"}
	asideWords = [...]string{"到账", "入账", "办理", "打印", "出生"}
)

// read takes a line of cells for a heading where it names a base or months.
func (h *heading) read(cells []string) bool {
	next, months := heading{cells: len(cells), back: -1}, false
	for i, c := range cells {
		base, back := mentions(c, baseWords[:]...), mentions(c, backWords[:]...)
		switch {
		case base && back: // 补缴基数: not the base of what was paid in its month
		case base:
			next.base = append(next.base, i)
		case back:
			next.back = i
		case mentions(c, asideWords[:]...):
			next.aside = append(next.aside, i)
		case mentions(c, monthWords[:]...):
			months = true
		}
	}
	if len(cells) < 2 || len(next.base) == 0 && !months {
		return false
	}
	*h = next
	return true
}

// fits says whether the cells of a line stand under those of the heading: in a ruled table the last ones may be left out.
func (h *heading) fits(cells int, ruled bool) bool {
	return h.cells > 0 && (cells == h.cells || ruled && cells < h.cells)
}

// special says whether a column is read, or passed over, by what the heading says of it.
func (h *heading) special(column int) bool {
	return column == h.back || slices.Contains(h.base, column) || slices.Contains(h.aside, column)
}
