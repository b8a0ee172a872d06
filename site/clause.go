package site

import (
	"html/template"
	"strconv"
	"strings"
	"unicode/utf8"

	"jifen/rules"
)

// longest is how many letters a part may have that is to stand whole on its line in a narrow table.
const longest = 12

// Clause writes where a rule stands, each short part whole on its line.
func (p *Page) Clause(article string) template.HTML {
	gap := ""
	if p.Lang == rules.EN {
		gap = " "
	}
	var parts []string
	for _, part := range (rules.Source{Article: article}).Clause(p.Lang) {
		text := template.HTMLEscapeString(part)
		if utf8.RuneCountInString(part) <= longest {
			text = `<span class="whole">` + text + `</span>`
		}
		parts = append(parts, text)
	}
	return template.HTML(strings.Join(parts, gap))
}

// Nth writes the place in a row: 3 where the words around it say so, 3rd in English.
func (p *Page) Nth(n int) string {
	if p.Lang == rules.ZH {
		return strconv.Itoa(n)
	}
	end := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			end = "st"
		case 2:
			end = "nd"
		case 3:
			end = "rd"
		}
	}
	return strconv.Itoa(n) + end
}
