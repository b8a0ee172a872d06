package site

import (
	"fmt"
	"html/template"
	"path"
	"slices"
	"strings"
	"unicode"

	"jifen/rules"
)

// A page and its twin say the same in two languages, at paths that differ by /en/ alone. Chinese is the original.

// twinPath is the path of the same page in the other language.
func (p *Page) twinPath() string {
	if rest, ok := strings.CutPrefix(p.Path, "/en/"); ok {
		return "/" + rest
	}
	return "/en" + p.Path
}

// Twin is the same page in the other language, nil where there is none. The page that says that there is none has no twin
// either: whoever meets it goes on from the home page.
func (p *Page) Twin() *Page {
	if p.Meta.Layout == "notfound" {
		return nil
	}
	return p.site.byPath[p.twinPath()]
}

// Other is where the switch of language leads: to the twin, or to the other language's home page.
func (p *Page) Other() string {
	switch {
	case p.Twin() != nil:
		return p.Twin().Address()
	case p.Lang == rules.EN:
		return p.site.prefix + "/"
	}
	return p.site.prefix + "/en/"
}

// Alternate is one of the addresses at which a page lies, and the language for which it is.
type Alternate struct{ Tag, Address string }

// Alternates are the page and its twin, as search engines ask for them: whole addresses, each page naming both. Who asks for
// neither language is led to the Chinese page, as somebody who reads Chinese in another script would want it.
func (p *Page) Alternates() []Alternate {
	twin := p.Twin()
	if twin == nil || p.site.Base == "" {
		return nil
	}
	zh, en := p, twin
	if p.Lang == rules.EN {
		zh, en = twin, p
	}
	return []Alternate{{zh.Tag(), zh.Canonical()}, {en.Tag(), en.Canonical()}, {"x-default", zh.Canonical()}}
}

// Label is the word for a link, with a note where the page that it leads to is in Chinese alone.
func (p *Page) Label(key, to string) (string, error) {
	text, err := p.T(key)
	if err != nil || p.Lang == rules.ZH || p.site.byPath["/en"+to] != nil {
		return text, err
	}
	note, err := p.T("in.chinese")
	return text + note, err
}

// SomeInChinese says whether an English reader's list of guides holds one that is in Chinese alone.
func (p *Page) SomeInChinese() bool {
	return slices.ContainsFunc(p.Guides(), func(q *Page) bool { return q.Lang != p.Lang })
}

// warnTwins tells which written pages lack their twin, and which twins no longer say the same. These are warnings: who mends
// a page in one language need not write the other.
func (b *builder) warnTwins() {
	if b.before != nil {
		b.warnings = b.before.warnings // what they compare is what it was
		return
	}
	for _, p := range b.pages {
		if !p.written {
			continue
		}
		twin := b.byPath[p.twinPath()]
		if twin == nil || !twin.written {
			b.warn(p, "has no twin in the other language", "write "+p.twinFile())
		} else if p.Lang == rules.EN {
			for _, what := range unlike(p, twin) {
				b.warn(p, what, "hold it against "+twin.File)
			}
		}
	}
}

func (b *builder) warn(p *Page, what, instead string) {
	b.warnings = append(b.warnings, fmt.Sprintf("%s:1: %s; %s", p.File, what, instead))
}

// twinFile is where the twin of a written page would be written.
func (p *Page) twinFile() string {
	rest := strings.TrimPrefix(p.File, p.site.Name+"/")
	_, rest, _ = strings.Cut(rest, "/")
	return path.Join(p.site.Name, map[rules.Lang]string{rules.ZH: "en", rules.EN: "zh"}[p.Lang], rest)
}

// unlike tells in what a translation differs from its original, as far as a program can see it.
func unlike(p, original *Page) []string {
	var all []string
	say := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	hold := func(what string, here, there []string) {
		if lost := without(there, here); len(lost) > 0 {
			say("lacks %s of its original: %s", what, strings.Join(lost, ", "))
		}
		if more := without(here, there); len(more) > 0 {
			say("has %s that its original has not: %s", what, strings.Join(more, ", "))
		}
	}
	hold("anchors", p.ids, original.ids)
	hold("references", p.refs, original.refs)
	if m, o := p.notes, original.notes; m != o {
		say("has %d sources and %d notes of what is uncertain, its original %d and %d", m[0], m[1], o[0], o[1])
	}
	if mine, theirs := p.Meta.LastReviewed, original.Meta.LastReviewed; mine < theirs { // YYYY-MM-DD sorts as time does
		say("was last reviewed on %s, its original on %s", mine, theirs)
	}
	return all
}

// without is what stands in a and not in b, each once.
func without(a, b []string) []string {
	var left []string
	for _, one := range a {
		if !slices.Contains(b, one) && !slices.Contains(left, one) {
			left = append(left, one)
		}
	}
	return left
}

// foreign marks what is Chinese in HTML of an English page, so that it is read out, and its letters drawn, as Chinese.
func (p *Page) foreign(html string) template.HTML {
	if p.Lang != rules.EN {
		return template.HTML(html)
	}
	var out strings.Builder
	out.Grow(len(html) + len(html)/8)
	for x := range pieces(html) {
		for text := x.before; text != ""; {
			begin := strings.IndexFunc(text, inChinese)
			if begin < 0 {
				begin = len(text)
			}
			out.WriteString(text[:begin])
			text = text[begin:]
			end := strings.IndexFunc(text, func(r rune) bool { return !inChinese(r) })
			if end < 0 {
				end = len(text)
			}
			if strings.ContainsFunc(text[:end], isHan) {
				out.WriteString(`<span lang="` + tag(rules.ZH) + `">` + text[:end] + `</span>`)
			} else {
				out.WriteString(text[:end])
			}
			text = text[end:]
		}
		out.WriteString(x.whole)
	}
	return template.HTML(out.String())
}

func isHan(r rune) bool { return r >= 0x2E80 && unicode.Is(unicode.Han, r) }

// inChinese says what may stand in a run of Chinese; without a Han character in it, it is none.
func inChinese(r rune) bool {
	return '0' <= r && r <= '9' || r > 0x2E80 && strings.ContainsRune("〔〕《》", r) || isHan(r)
}

// Marked is a line of text in which what is Chinese is marked on an English page.
func (p *Page) Marked(text string) template.HTML { return p.foreign(template.HTMLEscapeString(text)) }
