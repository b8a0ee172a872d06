package site

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"jifen/rules"
)

// figure is one fact of the law that prose refers to.
type figure struct {
	text       string
	anchor     string // on the edition's page
	law        rules.Source
	source     string // the law's instrument and clause
	confidence string
}

// figure finds the fact that a reference such as education.doctor names, as it is written in a language. The prose never
// holds the number itself.
func (b *builder) figure(ref string, lang rules.Lang) (figure, bool) {
	f, ok := b.fact(ref, lang)
	if n, err := strconv.Atoi(f.text); err == nil {
		f.text = amount(n, lang)
	}
	f.source = strings.TrimSpace(f.law.Instrument + " " + f.law.Where(lang))
	return f, ok
}

// amount writes a large number as people read it: 10 万, and 100,000 in English.
func amount(n int, lang rules.Lang) string {
	switch {
	case n < 10_000:
		return strconv.Itoa(n)
	case lang == rules.EN:
		return fmt.Sprintf("%s,%03d", amount(n/1000, lang), n%1000)
	case n%10_000 == 0:
		return fmt.Sprintf("%d 万", n/10_000)
	}
	return strconv.Itoa(n)
}

func (b *builder) fact(ref string, lang rules.Lang) (figure, bool) {
	e := b.edition
	id, rest, _ := strings.Cut(ref, ".")
	switch {
	case ref == "standard":
		return number(e.Standard.Points, "standard", e.Standard.Source), true
	case id == "edition":
		return b.ofEdition(rest, lang)
	}
	if i := e.Indicator(id); i >= 0 {
		return ofIndicator(&e.Indicators[i], rest)
	}
	for i := range e.Gates {
		if g := &e.Gates[i]; g.ID == id {
			f, ok := pick(id, g.Source, rest, map[string]int{"least": g.Least, "most": g.Most, "of": g.Of})
			if g.Most > 0 && rest == "least" {
				f.confidence = "" // the end of the span carries the mark for both
			}
			return f, ok
		}
	}
	for _, d := range e.Deadlines {
		if d.ID != id {
			continue
		}
		f, ok := pick("deadlines", rules.Source{Confidence: d.Confidence}, rest, map[string]int{"days": d.Days, "most": d.Most})
		if d.Most > 0 && rest == "days" {
			f.confidence = "" // the end of the span carries the mark for both
		}
		return f, ok
	}
	for _, p := range e.Papers {
		if p.ID == id {
			return pick("papers", rules.Source{Confidence: p.Confidence}, rest, map[string]int{"months": p.Months})
		}
	}
	return figure{}, false
}

func number(n int, anchor string, s rules.Source) figure {
	return figure{text: strconv.Itoa(n), anchor: anchor, law: s, confidence: s.Confidence}
}

// pick gives the number of a name, where the rule has one.
func pick(anchor string, s rules.Source, name string, numbers map[string]int) (figure, bool) {
	n, ok := numbers[name]
	return number(n, anchor, s), ok && n != 0
}

func (b *builder) ofEdition(name string, lang rules.Lang) (figure, bool) {
	e := b.edition
	text, ok := map[string]string{
		"id": e.ID, "title": e.Title.In(lang), "instrument": e.Instrument, "from": day(e.From, lang), "to": day(e.To, lang), "checked": day(e.Checked, lang),
	}[name]
	return figure{text: text}, ok
}

func ofIndicator(in *rules.Indicator, name string) (figure, bool) {
	for _, item := range in.Choices {
		value := in.Fact.Shape().Values[item.Value]
		switch name {
		case value:
			return number(item.Points, in.ID, in.Source), true
		case value + ".months":
			return pick(in.ID, in.Source, "months", map[string]int{"months": item.Months})
		case value + ".of":
			return pick(in.ID, in.Source, "of", map[string]int{"of": item.Of})
		case value + ".times":
			f := number(0, in.ID, in.Source)
			f.text = rules.Tenths(item.Tenths)
			return f, item.Tenths != 0
		}
	}
	return pick(in.ID, in.Source, name, map[string]int{
		"points": in.Points, "max": in.Max, "unit": in.Unit, "least": in.Least, "divide": in.Divide,
		"from": in.From, "to": in.Oldest, "younger": in.Younger, "deduct": in.Deduct, "years": in.Within,
		"base_months": in.BaseMonths, "base_of": in.BaseOf,
	})
}

// day writes a date as people read it.
func day(d rules.Date, lang rules.Lang) string {
	if lang == rules.EN {
		months := strings.Fields("January February March April May June July August September October November December")
		return fmt.Sprintf("%d %s %d", d.Day(), months[d.Month()-1], d.Year())
	}
	return fmt.Sprintf("%d 年 %d 月 %d 日", d.Year(), d.Month(), d.Day())
}

var (
	reference = regexp.MustCompile(`\{\{([^{}]*)\}\}`)
	// aDate is a calendar date or year, which prose may hold; aFigure is a number with a unit of the law, which it may not.
	aDate   = regexp.MustCompile(`\d{4}\s*年(\s*\d{1,2}\s*月)?(\s*\d{1,2}\s*日)?|\d{1,2}\s*月\s*\d{1,2}\s*日|\d{4}-\d\d-\d\d`)
	aFigure = regexp.MustCompile(`(?i)\d[\d.,]*\s*(个?工作日|个?月|分|天|日|周岁|岁|年|万?元|倍|%|％|points?\b|months?\b|days?\b|years?\b|yuan\b|working\b)`)
)

// plain puts the figures into text that is no Markdown: a title, a summary, a question.
func (b *builder) plain(file string, line int, text string, lang rules.Lang) string {
	if left := reference.ReplaceAllString(text, ""); strings.Contains(left, "{{") || strings.Contains(left, "}}") {
		b.problem(file, line, "braces that make no reference", "write {{name}}")
	}
	return reference.ReplaceAllStringFunc(text, func(m string) string {
		f, ok := b.figure(strings.TrimSpace(m[2:len(m)-2]), lang)
		if !ok {
			b.unknownReference(file, line, m)
		}
		return f.text
	})
}

func (b *builder) unknownReference(file string, line int, text string) {
	b.problem(file, line, fmt.Sprintf("%s names no fact of edition %s", text, b.edition.ID), "see CONTRIBUTING for the names, or the edition's file for its ids")
}

// typed notes a number of the law that stands in the text instead of a reference to it.
func (b *builder) typed(file string, line int, text string) {
	if !strings.ContainsFunc(text, func(r rune) bool { return '0' <= r && r <= '9' || '０' <= r && r <= '９' || isNumeral(r) }) {
		return
	}
	text = html.UnescapeString(text)
	if strings.Contains(text, "{{") {
		text = reference.ReplaceAllString(text, "□")
	}
	text = strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '\u00a0' || r == '\u3000':
			return ' '
		}
		return r
	}, text)
	var all []string
	if counts(text) {
		text = aDate.ReplaceAllString(text, "")
		all = aFigure.FindAllString(text, -1)
	}
	for _, found := range append(all, inHan(text)...) {
		b.problem(file, line, fmt.Sprintf("%q is a number typed into the text", found), "refer to the edition, such as {{standard}}, so that it has one home")
	}
}

// counts says whether a text may hold a number with a unit: whether a letter stands behind a figure, or a blank and a letter.
func counts(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] < '0' || text[i] > '9' {
			continue
		}
		after := strings.TrimLeft(text[i+1:], "0123456789., \t\n")
		if r, _ := utf8.DecodeRuneInString(after); unicode.IsLetter(r) || r == '%' || r == '％' {
			return true
		}
		i = len(text) - len(after) - 1
	}
	return false
}

// inHan finds numbers of the law in Chinese numerals. What is no number of a rule may stand: one of a thing (每一分, 一天), an
// ordinal (第一个月), a fraction (三分之一, 百分之百), minutes, and 十分 and 万分 where they mean very.
func inHan(text string) []string {
	var found []string
	for at, end := 0, 0; ; {
		begin := strings.IndexFunc(text[end:], isNumeral)
		if begin < 0 {
			return found
		}
		at = end + begin
		end = at + strings.IndexFunc(text[at:]+" ", func(r rune) bool { return !isNumeral(r) })
		number, blanks := text[at:end], len(text[end:])-len(strings.TrimLeft(text[end:], " \t\n"))
		i := slices.IndexFunc(units, func(u string) bool { return strings.HasPrefix(text[end+blanks:], u) })
		if i < 0 {
			continue
		}
		end += blanks + len(units[i])
		word, after := text[at:end], text[end:]
		next, _ := utf8.DecodeRuneInString(after)
		very := (word == "十分" || word == "万分") && unicode.Is(unicode.Han, next)
		if number == "一" && word != "一年内" || very || strings.HasSuffix(text[:at], "第") || strings.HasSuffix(word, "分") && (strings.HasPrefix(after, "之") || strings.HasPrefix(after, "钟")) {
			continue
		}
		found = append(found, word)
	}
}

// units are those of the law behind Chinese numerals. Years are none of them but where they bound a time: 七年 may be told of other law.
var units = []string{"个工作日", "个月", "分", "天", "周岁", "岁", "年内", "倍", "元"}

func isNumeral(r rune) bool {
	switch r {
	case '零', '〇', '一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万':
		return true
	}
	return false
}
