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
