package site

import (
	"html"
	"iter"
	"strings"
)

// The pages are read again after they are laid out, for their links, their ids and what the search finds in them. They are our own
// HTML, of which more is known than of anybody's: attributes stand in double quotes, and no text holds a bare < or >. So a reader of
// a few lines does, in a tenth of the time that one of every HTML needs; a test holds it against one of those.

// piece is a tag of HTML and the text before it; at the end of the HTML comes text alone.
type piece struct {
	before string // as it is written, entities and all
	name   string // of the element, empty at the end
	closes bool   // </name>
	attrs  string // as they are written
	whole  string // the tag as it is written
}

// pieces are those of HTML that this package made.
func pieces(src string) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		for {
			at := strings.IndexByte(src, '<')
			end := strings.IndexByte(src[max(at, 0):], '>') + at
			if at < 0 || end < at {
				yield(piece{before: src})
				return
			}
			p := piece{before: src[:at], name: src[at+1 : end], whole: src[at : end+1]}
			p.name, p.closes = strings.CutPrefix(p.name, "/")
			if i := wordEnd(p.name); i < len(p.name) {
				p.name, p.attrs = p.name[:i], p.name[i:]
			}
			if !yield(p) {
				return
			}
			src = src[end+1:]
		}
	}
}

// attributes are those of a tag, in their order. One without a value has an empty one.
func (p piece) attributes() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for left := p.attrs; ; {
			for left != "" && wordEnd(left) == 0 {
				left = left[1:]
			}
			if left == "" {
				return
			}
			end := wordEnd(left)
			key, value := left[:end], ""
			left = left[end:]
			if after, ok := strings.CutPrefix(left, `="`); ok {
				value, left, _ = strings.Cut(after, `"`)
				value = html.UnescapeString(value)
			}
			if !yield(key, value) {
				return
			}
		}
	}
}

// wordEnd is where the name of a tag or an attribute ends.
func wordEnd(text string) int {
	for i := range len(text) {
		switch text[i] {
		case ' ', '\n', '/', '=':
			return i
		}
	}
	return len(text)
}

// attribute is the value of one, empty where the tag has none.
func (p piece) attribute(key string) string {
	for k, v := range p.attributes() {
		if k == key {
			return v
		}
	}
	return ""
}
