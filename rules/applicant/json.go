package applicant

import (
	"strconv"
	"unicode/utf8"
)

// scanner reads JSON text strictly: RFC 8259, valid UTF-8, at most maxDepth deep. The first fault ends it.
type scanner struct {
	src   []byte
	pos   int
	depth int
	fault string // what is wrong at pos, empty while all is well
}

const maxDepth = 32

func (s *scanner) fail(what string) {
	if s.fault == "" {
		s.fault = what
	}
}

// position is the line, and the character in it, of the point reached, both from 1.
func (s *scanner) position() (at, character string) {
	line, col := 1, 1
	for i := 0; i < s.pos && i < len(s.src); {
		r, size := utf8.DecodeRune(s.src[i:])
		i += size
		col++
		if r == '\n' {
			line, col = line+1, 1
		}
	}
	return strconv.Itoa(line), strconv.Itoa(col)
}

func (s *scanner) space() {
	for s.pos < len(s.src) {
		switch s.src[s.pos] {
		case ' ', '\t', '\r', '\n':
			s.pos++
		default:
			return
		}
	}
}

// peek gives the next byte that is no space, 0 at the end.
func (s *scanner) peek() byte {
	s.space()
	if s.fault != "" || s.pos >= len(s.src) {
		return 0
	}
	return s.src[s.pos]
}

// take takes the byte c, or faults.
func (s *scanner) take(c byte) {
	if s.peek() != c {
		s.fail(string(rune(c)))
		return
	}
	s.pos++
}

// object reads an object and calls member for each key; member must read the value.
func (s *scanner) object(member func(key []byte)) {
	s.nest(func() {
		s.take('{')
		if s.peek() == '}' {
			s.pos++
			return
		}
		for s.fault == "" {
			key := s.str()
			s.take(':')
			if s.fault != "" {
				return
			}
			member(key)
			if s.peek() != ',' {
				break
			}
			s.pos++
		}
		s.take('}')
	})
}

// list reads a list and calls item for each index; item must read the value.
func (s *scanner) list(item func(i int)) {
	s.nest(func() {
		s.take('[')
		if s.peek() == ']' {
			s.pos++
			return
		}
		for i := 0; s.fault == ""; i++ {
			item(i)
			if s.peek() != ',' {
				break
			}
			s.pos++
		}
		s.take(']')
	})
}

func (s *scanner) nest(read func()) {
	if s.depth++; s.depth > maxDepth {
		s.fail("depth")
		return
	}
	read()
	s.depth--
}

// str reads a string and resolves its escapes; where there are none it is a part of the source. A lone surrogate is a fault.
func (s *scanner) str() []byte {
	s.take('"')
	start := s.pos
	var out []byte
	for s.fault == "" {
		if s.pos >= len(s.src) {
			s.fail(`"`)
			break
		}
		switch c := s.src[s.pos]; {
		case c == '"':
			text := s.src[start:s.pos]
			s.pos++
			if out != nil {
				return append(out, text...)
			}
			return text
		case c == '\\':
			out = append(out, s.src[start:s.pos]...)
			out = s.escape(out)
			start = s.pos
		case c < ' ':
			s.fail("control")
		case c < utf8.RuneSelf:
			s.pos++
		default:
			r, size := utf8.DecodeRune(s.src[s.pos:])
			if r == utf8.RuneError && size == 1 {
				s.fail("utf-8")
			}
			s.pos += size
		}
	}
	return nil
}

func (s *scanner) escape(out []byte) []byte {
	s.pos++
	if s.pos >= len(s.src) {
		s.fail(`"`)
		return out
	}
	c := s.src[s.pos]
	s.pos++
	switch c {
	case '"', '\\', '/':
		return append(out, c)
	case 'b':
		return append(out, '\b')
	case 'f':
		return append(out, '\f')
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'u':
		r := s.hex()
		if r >= 0xD800 && r < 0xDC00 && s.pos+1 < len(s.src) && s.src[s.pos] == '\\' && s.src[s.pos+1] == 'u' {
			s.pos += 2
			if low := s.hex(); low >= 0xDC00 && low < 0xE000 {
				return utf8.AppendRune(out, (r-0xD800)<<10+(low-0xDC00)+0x10000)
			}
			s.fail("escape")
			return out
		}
		if r >= 0xD800 && r < 0xE000 {
			s.fail("escape")
		}
		return utf8.AppendRune(out, r)
	}
	s.pos--
	s.fail("escape")
	return out
}

func (s *scanner) hex() rune {
	var r rune
	for range 4 {
		if s.pos >= len(s.src) {
			s.fail("escape")
			return 0
		}
		c := s.src[s.pos]
		switch {
		case c >= '0' && c <= '9':
			r = r<<4 + rune(c-'0')
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			r = r<<4 + rune(c|0x20-'a') + 10
		default:
			s.fail("escape")
			return 0
		}
		s.pos++
	}
	return r
}

// number reads a number and gives its text.
func (s *scanner) number() string {
	s.space()
	start := s.pos
	digits := func() {
		from := s.pos
		for s.pos < len(s.src) && s.src[s.pos] >= '0' && s.src[s.pos] <= '9' {
			s.pos++
		}
		if s.pos == from {
			s.fail("number")
		}
	}
	next := func(c byte) bool { return s.pos < len(s.src) && s.src[s.pos] == c }
	if next('-') {
		s.pos++
	}
	if next('0') {
		s.pos++
	} else {
		digits()
	}
	if next('.') {
		s.pos++
		digits()
	}
	if next('e') || next('E') {
		s.pos++
		if next('+') || next('-') {
			s.pos++
		}
		digits()
	}
	return string(s.src[start:s.pos])
}

// word takes one of the words true, false and null, or faults.
func (s *scanner) word(w string) bool {
	s.space()
	if s.fault == "" && s.pos+len(w) <= len(s.src) && string(s.src[s.pos:s.pos+len(w)]) == w {
		s.pos += len(w)
		return true
	}
	return false
}

// skip reads any value.
func (s *scanner) skip() {
	switch c := s.peek(); {
	case c == '{':
		s.object(func([]byte) { s.skip() })
	case c == '[':
		s.list(func(int) { s.skip() })
	case c == '"':
		s.str()
	case c == '-' || c >= '0' && c <= '9':
		s.number()
	case s.word("true") || s.word("false") || s.word("null"):
	case s.pos == 0 && len(s.src) >= len(byteOrderMark) && string(s.src[:len(byteOrderMark)]) == byteOrderMark:
		s.fail("mark")
	default:
		s.fail("value")
	}
}

// byteOrderMark is the byte order mark, which some programs put before a text and RFC 8259 forbids.
const byteOrderMark = "\uFEFF"

// end faults where more text follows.
func (s *scanner) end() {
	if s.peek(); s.fault == "" && s.pos < len(s.src) {
		s.fail("end")
	}
}

// appendString appends s as a JSON string.
func appendString(dst []byte, s string) []byte {
	const hexDigits = "0123456789abcdef"
	dst = append(dst, '"')
	done := 0 // of s: what goes as it stands goes in one piece
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		dst, done = append(dst, s[done:i]...), i+1
		switch {
		case c == '\n':
			dst = append(dst, '\\', 'n')
		case c < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		default:
			dst = append(dst, '\\', c)
		}
	}
	dst = append(dst, s[done:]...)
	return append(dst, '"')
}
