package rules

// Clause is where a rule stands, in parts between which a line may break: 第九条 and （序号待核实）. The data names articles as the
// law does; English readers get their numbers.
func (s Source) Clause(lang Lang) []string {
	var parts []string
	start := 0
	for i, r := range s.Article {
		end := start
		switch r {
		case '、':
			end = i + len("、")
		case '（':
			end = i
		}
		if end > start {
			parts, start = append(parts, s.Article[start:end]), end
		}
	}
	if start < len(s.Article) {
		parts = append(parts, s.Article[start:])
	}
	if lang == EN {
		for i := range parts {
			parts[i] = english(parts[i])
		}
	}
	return parts
}

// Where is the clause as one text.
func (s Source) Where(lang Lang) string {
	text := ""
	for i, part := range s.Clause(lang) {
		if i > 0 && lang == EN {
			text += " "
		}
		text += part
	}
	return text
}

// english writes a part of a clause, such as 第二十一条, by its number.
func english(part string) string {
	switch part {
	case "（序号待核实）":
		return "(number not verified)"
	case "条款序号待核实":
		return "number not verified"
	}
	sum, digit, comma := 0, 0, ""
	for _, r := range part {
		switch r {
		case '第', '条':
		case '、':
			comma = ","
		case '十':
			sum, digit = max(digit, 1)*10, 0
		default:
			digit = 0
			for i, d := range "一二三四五六七八九" {
				if d == r {
					digit = i/len("一") + 1
				}
			}
			if digit == 0 {
				return part // named otherwise
			}
		}
	}
	return "Article " + itoa(sum+digit) + comma
}
