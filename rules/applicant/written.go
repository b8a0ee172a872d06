package applicant

import (
	"jifen/rules"
)

// Months and amounts as people write them.

// numberSize is the size of the number that text begins with: figures in one run or in groups of three, and decimals.
// A second point makes it no number, and belongs to it still.
func numberSize(text string) int {
	n := figures(text)
	for n <= 3 || text[n-4] == ',' {
		if n >= len(text) || text[n] != ',' || figures(text[n+1:]) != 3 {
			break
		}
		n += 4
	}
	for n < len(text) && text[n] == '.' && figures(text[n+1:]) > 0 {
		n += 1 + figures(text[n+1:])
	}
	return n
}

// monthAt reads the month, or the day of one, that text begins with; n is how many figures come first. Its size is 0 where
// there is none. What is written as a month and is none, such as 2021-13, gives the month 0.
func monthAt(text string, n int) (month rules.Month, size int, day bool) {
	switch n {
	case 6:
		m := knownMonth(number(text[:4]), number(text[4:6]))
		year := rules.Month(number(text[:4]))
		if decimals := begins(text[6:], ".") > 0 && figures(text[7:]) > 0; decimals || year < firstMonth/100 || year > lastMonth/100 {
			return 0, 0, false // a number
		}
		return m, 6, false
	case 8:
		if d, ok := rules.ParseDate(text[:4] + "-" + text[4:6] + "-" + text[6:8]); ok {
			return knownMonth(d.Year(), d.Month()), 8, true
		}
	case 4:
		return dashedMonth(text)
	}
	return 0, 0, false
}

// dashedMonth reads a year, a sign and a month, and a day after the same sign.
func dashedMonth(text string) (month rules.Month, size int, day bool) {
	sign := begins(text[4:], "-", "/", ".", "年")
	at := 4 + sign
	n := figures(text[at:])
	if sign == 0 || n == 0 || n > 2 {
		return 0, 0, false
	}
	month = knownMonth(number(text[:4]), number(text[at:at+n]))
	if month == 0 && sign == 1 && text[4] == '.' {
		return 0, 0, false // 2021.50 is a number
	}
	size = at + n
	rest := text[size:]
	if sign > 1 {
		size += begins(rest, "月")
		rest = text[size:]
		sign = 0
	} else if begins(rest, text[4:5]) == 0 {
		return month, size, false
	}
	n = figures(rest[sign:])
	end := begins(rest[sign+n:], "日", "号")
	if v := number(rest[sign : sign+n]); n == 0 || n > 2 || v < 1 || v > 31 || begins(rest[sign+n:], "月") > 0 || sign == 0 && end == 0 {
		return month, size, false // 2021-7-12月 is a span
	}
	return month, size + sign + n + end, true
}

// knownMonth is the month, 0 where there is none within the bounds of the record.
func knownMonth(year, month int) rules.Month {
	m := rules.Month(year*100 + month)
	if month < 1 || month > 12 || m < firstMonth || m > lastMonth {
		return 0
	}
	return m
}

// number is the value of a few figures.
func number(text string) int {
	n := 0
	for i := range len(text) {
		n = n*10 + int(text[i]-'0')
	}
	return n
}

// money are the units of a base.
var money = [...]string{"元", "圆", "块", "RMB", "rmb", "CNY", "cny", "yuan"}

// yuan reads a base that stands alone: 10338, 10,338.00, ¥10338, 10338元. It comes back as a plain decimal.
func yuan(text string) (plain string, ok bool) {
	if len(text) > 100 {
		return "", false // nor is it worth the look
	}
	text = tight(narrow(text))
	text = text[begins(text, "¥", "￥", "RMB", "CNY"):]
	for _, a := range [...]string{"/月", "每月"} {
		text = without(text, a)
	}
	for _, unit := range money {
		text = without(text, unit)
	}
	text = joined(split(thousands(text), " "), "")
	whole, rest, point := cut(text)
	if !digits(whole) || point && !digits(rest) {
		return "", false
	}
	for len(whole) > 1 && whole[0] == '0' {
		whole = whole[1:]
	}
	for rest != "" && rest[len(rest)-1] == '0' {
		rest = rest[:len(rest)-1]
	}
	if rest != "" {
		whole += "." + rest
	}
	fen, ok := decimal(whole, 2)
	return whole, ok && fen <= mostBase*100
}

// without takes the end off a text, where it ends so.
func without(text, end string) string {
	if n := len(text) - len(end); n > 0 && text[n:] == end {
		return text[:n]
	}
	return text
}

// tight takes out the spaces between figures and the words of a date or an amount: 2021 年 7 月, ¥ 10338, 10338 元.
func tight(text string) string {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); {
		end := i
		for end < len(text) && text[end] == ' ' {
			end++
		}
		if end == i {
			out = append(out, text[i])
			i++
			continue
		}
		before, after := string(out[max(0, len(out)-3):]), text[end:]
		inside := figures(after) > 0 && (begins(before, "年", "￥") > 0 || len(before) > 1 && before[len(before)-2:] == "¥") ||
			before != "" && figures(before[len(before)-1:]) > 0 && begins(after, "年", "月", "日", "号", "元", "个") > 0
		if !inside {
			out = append(out, text[i:end]...)
		}
		i = end
	}
	return string(out)
}
