package applicant

import (
	"unicode/utf8"

	"jifen/rules"
)

// mark is one thing that stands in a cell of a contribution record.
type mark struct {
	kind  markKind
	cell  int         // where it stands
	text  string      // as it was written; a number as a plain decimal
	month rules.Month // of aMonth: 0 where there is no such month
	day   bool        // of aMonth: a whole day was written
}

type markKind uint8

const (
	aWord   markKind = iota
	aMonth           // 2021-07, 202107, 2021年7月 and the like, or a day
	aNumber          // what can be a base
	aFigure          // figures that can be none: 12个月, 8%, 1.2万, -5, an identity number
	aJoiner          // what stands between the ends of a span: 至, -, ~
)

// marks tells what stands in a cell.
func marks(text string, cell int) []mark {
	m := marker{text: tight(narrow(text)), cell: cell}
	for m.pos < len(m.text) {
		m.next()
	}
	return m.all
}

type marker struct {
	text string
	pos  int
	cell int
	all  []mark

	afterMonth bool // nothing but words stands between here and the last month
}

func (m *marker) add(kind markKind, size int) *mark {
	m.afterMonth = kind == aMonth || kind == aWord && m.afterMonth
	m.all = append(m.all, mark{kind: kind, cell: m.cell, text: m.text[m.pos : m.pos+size]})
	m.pos += size
	return &m.all[len(m.all)-1]
}

// passed are signs that say nothing by themselves.
const passed = " \t\r\n\"'|,;:=()[]{}*_"

func (m *marker) next() {
	rest := m.text[m.pos:]
	n := figures(rest)
	negative := rest[0] == '-' && figures(rest[1:]) > 0 && !m.afterMonth && (m.pos == 0 || holds(passed, m.text[m.pos-1]))
	switch size := m.joiner(rest); {
	case holds(passed, rest[0]):
		m.pos++
	case n > 0:
		m.figure(n)
	case negative:
		m.add(aFigure, 1+numberSize(rest[1:]))
	case size > 0:
		m.add(aJoiner, size)
	default:
		m.add(aWord, m.wordSize(rest))
	}
}

// dashes join two months wherever they stand; joining words only right after one.
var dashes = [...]string{"-", "~", "—", "–", "―", "─", "−", "〜", "→", ">"}

func (m *marker) joiner(text string) int {
	size := 0
	for {
		n := begins(text[size:], dashes[:]...)
		if n == 0 && m.afterMonth {
			n = begins(text[size:], "至", "到")
			if after := size + 2; begins(text[size:], "to", "To", "TO") > 0 && (after == len(text) || holds(passed, text[after])) {
				n = 2
			}
		}
		if n == 0 {
			return size
		}
		size += n
	}
}

func (m *marker) wordSize(text string) int {
	size := 0
	for size < len(text) {
		if c := text[size]; size > 0 && (holds(passed, c) || c >= '0' && c <= '9' || m.joiner(text[size:]) > 0) {
			break
		}
		_, n := utf8.DecodeRuneInString(text[size:])
		size += n
	}
	return size
}

// figure takes what begins with n figures: a month, a time of day, or a number with its unit.
func (m *marker) figure(n int) {
	rest := m.text[m.pos:]
	if month, size, day := monthAt(rest, n); size > 0 {
		at := m.add(aMonth, size)
		at.month, at.day = month, day
		return
	}
	if k := len(m.all); n <= 2 && k > 1 && m.all[k-1].kind == aJoiner && m.all[k-2].kind == aMonth && begins(rest[n:], ".", ",", ":") == 0 {
		size := n + begins(rest[n:], "月") // 2021年7-12月: the year is that of the first
		month := number(rest[:n])
		year := m.all[k-2].month / 100
		m.add(aMonth, size).month = knownMonth(int(year), month)
		return
	}
	if n <= 2 && begins(rest[n:], ":") > 0 && figures(rest[n+1:]) > 0 {
		for n < len(rest) && (rest[n] == ':' || figures(rest[n:]) > 0) {
			n++
		}
		m.add(aFigure, n)
		return
	}
	size := numberSize(rest)
	plain, ok := yuan(rest[:size])
	ok = ok && !m.named()
	money := begins(rest[size:], money[:]...)
	if unit := unitSize(rest[size:]); money == 0 && unit > 0 {
		ok, size = false, size+unit
	}
	at := m.add(aFigure, size)
	if ok {
		at.kind, at.text = aNumber, plain
		m.pos += money
	}
}

// named says whether a number is the end of a name, as in A1, No.5 and 第1.
func (m *marker) named() bool {
	if m.pos == 0 || mentions(m.text[max(0, m.pos-3):m.pos], "rmb", "cny") {
		return false
	}
	c := m.text[m.pos-1]
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '#' || c == '.' || m.pos >= 3 && m.text[m.pos-3:m.pos] == "第"
}

// unitSize is the size of a unit that makes a number no base: what 12个月, 8%, 1.2万 and 3x count is not yuan.
func unitSize(text string) int {
	if text == "" {
		return 0
	}
	if c := text[0] | 0x20; c >= 'a' && c <= 'z' {
		return 1
	}
	return begins(text, "%", "‰", "个月", "个", "月", "年", "天", "日", "号", "人", "笔", "岁", "次", "页", "行", "期", "档", "倍", "百", "千", "万")
}
