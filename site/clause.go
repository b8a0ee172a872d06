package site

import (
	"html/template"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"jifen/rules"
)

var (
	anArticle = regexp.MustCompile(`第([一二三四五六七八九十]+)条`)
	clauseEnd = regexp.MustCompile(`、|（[^）]*）`)
)

// clause is where a rule stands, in parts between which a line may break: 第九条 and （序号待核实）. The data names articles as
// the law does; English readers get their numbers.
func (b *builder) clause(article string, lang rules.Lang) []string {
	var parts []string
	for article != "" {
		end := len(article)
		if at := clauseEnd.FindStringIndex(article); at != nil && at[0] > 0 {
			end = at[0]
			if strings.HasPrefix(article[end:], "、") {
				end += len("、")
			}
		}
		parts = append(parts, article[:end])
		article = article[end:]
	}
	if lang == rules.ZH {
		return parts
	}
	for i, part := range parts {
		for _, key := range []string{"article.unsure", "article.unknown"} {
			part = strings.ReplaceAll(part, b.word(key, rules.ZH), b.word(key, lang))
		}
		part = anArticle.ReplaceAllStringFunc(part, func(s string) string {
			return rules.Fill(b.word("article", lang), strconv.Itoa(fromHan(anArticle.FindStringSubmatch(s)[1])))
		})
		parts[i] = strings.ReplaceAll(part, "、", ",")
	}
	return parts
}

// fromHan reads a number below a hundred: 六, 十九, 二十一.
func fromHan(s string) int {
	sum, digit := 0, 0
	for _, r := range s {
		if r != '十' {
			digit = strings.Index("一二三四五六七八九", string(r))/len("一") + 1
			continue
		}
		sum, digit = max(digit, 1)*10, 0
	}
	return sum + digit
}

// longest is how many letters a part may have that is to stand whole on its line in a narrow table.
const longest = 12

// Clause writes where a rule stands, each short part whole on its line.
func (p *Page) Clause(article string) template.HTML {
	gap := ""
	if p.Lang == rules.EN {
		gap = " "
	}
	var parts []string
	for _, part := range p.site.clause(article, p.Lang) {
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
