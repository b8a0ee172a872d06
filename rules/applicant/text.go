package applicant

import "unicode/utf8"

// narrow makes full-width letters, figures and signs narrow, and the ideographic comma a plain one, and trims the ends.
func narrow(text string) string {
	out := make([]byte, 0, len(text))
	for _, r := range text {
		switch {
		case r >= '！' && r <= '～':
			r += '!' - '！'
		case r == '\u3000' || r == '\u00a0':
			r = ' '
		case r == '、':
			r = ','
		}
		if len(out) > 0 || !blank(r) {
			out = utf8.AppendRune(out, r)
		}
	}
	for len(out) > 0 && blank(rune(out[len(out)-1])) {
		out = out[:len(out)-1]
	}
	return string(out)
}

func blank(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }

// split cuts text at each of the bytes of at, and leaves empty parts out.
func split(text, at string) []string {
	var parts []string
	from := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && !holds(at, text[i]) {
			continue
		}
		if i > from {
			parts = append(parts, text[from:i])
		}
		from = i + 1
	}
	return parts
}

func holds(text string, c byte) bool {
	for i := range len(text) {
		if text[i] == c {
			return true
		}
	}
	return false
}

func joined(parts []string, between string) string {
	text := ""
	for i, p := range parts {
		if i > 0 {
			text += between
		}
		text += p
	}
	return text
}

// index finds part in text, -1 where it is not there.
func index(text, part string) int {
	for i := 0; i+len(part) <= len(text); i++ {
		if text[i:i+len(part)] == part {
			return i
		}
	}
	return -1
}

// mentions says whether text holds one of the words, capitals aside.
func mentions(text string, words ...string) bool {
	small := []byte(text)
	for i, c := range small {
		if c >= 'A' && c <= 'Z' {
			small[i] = c | 0x20
		}
	}
	for _, w := range words {
		if index(string(small), w) >= 0 {
			return true
		}
	}
	return false
}

// begins says whether text begins with one of the words, and with how many bytes.
func begins(text string, words ...string) int {
	for _, w := range words {
		if len(text) >= len(w) && text[:len(w)] == w {
			return len(w)
		}
	}
	return 0
}

// figures is how many figures text begins with.
func figures(text string) int {
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	return n
}
