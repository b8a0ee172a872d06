package applicant

import (
	"strconv"

	"jifen/rules"
)

// Unsure is what a control holds where the person does not know: the fact is left out.
const Unsure = "unsure"

// FromForm turns what stands in a form's control into the fact's JSON, as Read reads it. Hurried writing is understood:
// full-width figures, 1,200, 1988年11月24日, 19881124, 2024.5.1, dates with any of ， 、 ; or a line break between them.
// Empty means none; a birth date left empty, and Unsure, leave the fact out and give "". What is not understood comes back
// as text, so that Read names it as it was written.
func FromForm(f rules.Fact, text string) string {
	text = narrow(text)
	shape := f.Shape()
	switch {
	case text == Unsure:
		return ""
	case text == "" || text == "无" || text == "没有":
		return none(f)
	}
	switch shape.Form {
	case rules.BoolForm:
		if text == "true" || text == "false" {
			return text
		}
	case rules.CountForm, rules.ShareForm:
		number := joined(split(thousands(unitless(text)), " %"), "")
		for len(number) > 1 && number[0] == '0' && number[1] != '.' {
			number = number[1:]
		}
		if number != "" && number[0] == '.' {
			number = "0" + number
		}
		if plain(number) {
			return number
		}
	case rules.DateForm:
		return quote(date(text))
	case rules.ListForm:
		var list []byte
		for _, part := range dates(text) {
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

// ToForm is what a form's control holds for a fact: FromForm reads the same of it. Not known is [Unsure], and a birth date
// left empty. The contribution record stands in rows of its own ([Rows]), not in a control: it, and the facts derived from
// it, are [Unsure] here.
func ToForm(fs *rules.Facts, f rules.Fact) string {
	shape := f.Shape()
	switch {
	case !given(fs, f) && f == rules.Born:
		return ""
	case !given(fs, f) || f == rules.Ledger:
		return Unsure
	}
	switch v := fs.Int(f); shape.Form {
	case rules.BoolForm:
		return strconv.FormatBool(v != 0)
	case rules.ChoiceForm:
		return shape.Values[v]
	case rules.ShareForm:
		return hundredths(v)
	case rules.CountForm:
		return strconv.FormatInt(v, 10)
	case rules.DateForm:
		if v != 0 {
			return rules.Date(v).String()
		}
	case rules.ListForm:
		days := ""
		for i, d := range fs.Records(f) {
			if i > 0 {
				days += ", "
			}
			days += d.String()
		}
		return days
	}
	return ""
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

// unitless takes a unit off the end of a number, where it is the one asked for.
func unitless(text string) string {
	for _, unit := range [...]string{"个月", "月", "元", "人", "名"} {
		if n := len(text) - len(unit); n > 0 && text[n:] == unit {
			return text[:n]
		}
	}
	return text
}

// thousands takes out the commas between groups of three figures; any other comma stays, for 9,5 is not 95.
func thousands(text string) string {
	parts := split(text, ",")
	for i, p := range parts {
		if i > 0 && (len(p) < 3 || !digits(p[:3]) || len(p) > 3 && p[3] != '.' && p[3] != ' ' && p[3] != '%') {
			return text
		}
	}
	return joined(parts, "")
}

// dates cuts a list of days at commas and line breaks, and at spaces where what lies between them is a whole day.
func dates(text string) []string {
	var all []string
	for _, part := range split(text, ",;\n\t") {
		if words := split(part, " "); date(part) == part && len(words) > 1 {
			all = append(all, words...)
		} else if len(words) > 0 {
			all = append(all, part)
		}
	}
	return all
}

// plain says whether text is digits with at most one point among them.
func plain(text string) bool {
	whole, rest, point := cut(text)
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
	plain := make([]byte, 0, len(text))
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			plain = append(plain, byte(r))
		case r == '-' || r == '/' || r == '.' || r == ' ' || r == '年' || r == '月' || r == '日' || r == '号':
			plain = append(plain, ' ')
		default:
			return text // a character that has no business in a date
		}
	}
	parts := split(string(plain), " ")
	if len(parts) == 1 && len(parts[0]) == 8 {
		parts = []string{parts[0][:4], parts[0][4:6], parts[0][6:]}
	}
	if len(parts) != 3 || len(parts[0]) != 4 || len(parts[1]) > 2 || len(parts[2]) > 2 {
		return text
	}
	day := parts[0] + "-" + pad(parts[1]) + "-" + pad(parts[2])
	if _, ok := rules.ParseDate(day); !ok {
		return text // told as it was written
	}
	return day
}

// Day writes a day as YYYY-MM-DD where it can be told from hurried writing, else as it was.
func Day(text string) string { return date(narrow(text)) }

func pad(n string) string {
	if len(n) == 1 {
		return "0" + n
	}
	return n
}

func quote(text string) string { return string(appendString(nil, text)) }
