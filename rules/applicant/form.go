package applicant

import (
	"strings"

	"jifen/rules"
)

// Unsure is what a control holds where the person does not know: the fact is left out.
const Unsure = "unsure"

// FromForm turns what stands in a form's control into the fact's JSON, as Read reads it. Hurried writing is understood:
// full-width figures, 1,200, 1988年11月24日, 19881124, 2024.5.1, dates with any of ， 、 ; or a line break between them.
// Empty means none; a birth date left empty, and Unsure, leave the fact out and give "". What is not understood comes back
// as text, so that Read names it as it was written.
func FromForm(f rules.Fact, text string) string {
	text = strings.TrimSpace(narrow(text))
	shape := f.Shape()
	switch {
	case text == Unsure:
		return ""
	case text == "":
		return none(f)
	}
	switch shape.Form {
	case rules.BoolForm:
		if text == "true" || text == "false" {
			return text
		}
	case rules.CountForm, rules.ShareForm:
		number := strings.NewReplacer(",", "", " ", "", "%", "").Replace(text)
		if number = strings.TrimLeft(number, "0"); number == "" || number[0] == '.' {
			number = "0" + number
		}
		if plain(number) {
			return number
		}
	case rules.DateForm:
		return quote(date(text))
	case rules.ListForm:
		var list []byte
		for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;、\n\t ", r) }) {
			if list = append(list, ','); len(list) == 1 {
				list[0] = '['
			}
			list = append(list, quote(date(part))...)
		}
		if list == nil {
			return none(f)
		}
		return string(append(list, ']'))
	}
	return quote(text)
}

func none(f rules.Fact) string {
	switch shape := f.Shape(); shape.Form {
	case rules.BoolForm:
		return "false"
	case rules.CountForm, rules.ShareForm:
		return "0"
	case rules.ChoiceForm:
		return quote(shape.Values[0])
	case rules.ListForm:
		return "[]"
	case rules.DateForm:
		if shape.Nullable {
			return "null"
		}
	}
	return ""
}

// narrow makes full-width letters, figures and signs narrow, and the ideographic comma's relatives plain commas.
func narrow(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '\u3000' || r == '\u00a0':
			return ' '
		}
		return r
	}, text)
}

// plain says whether text is digits with at most one point among them.
func plain(text string) bool {
	whole, rest, point := strings.Cut(text, ".")
	return digits(whole) && (!point || digits(rest))
}

func digits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

// date writes a day as YYYY-MM-DD where year, month and day can be told, else as it was.
func date(text string) string {
	parts := strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if len(parts) == 1 && len(parts[0]) == 8 {
		parts = []string{parts[0][:4], parts[0][4:6], parts[0][6:]}
	}
	if len(parts) != 3 || len(parts[0]) != 4 || len(parts[1]) > 2 || len(parts[2]) > 2 || strings.ContainsFunc(text, foreign) {
		return text
	}
	return parts[0] + "-" + pad(parts[1]) + "-" + pad(parts[2])
}

// foreign says whether a character has no business in a date.
func foreign(r rune) bool {
	return (r < '0' || r > '9') && !strings.ContainsRune("-/. 年月日号", r)
}

func pad(n string) string {
	if len(n) == 1 {
		return "0" + n
	}
	return n
}

func quote(text string) string { return string(appendString(nil, text)) }
