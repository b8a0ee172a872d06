package rules

// WorkYear is what the State Council's notice for one year says of days off and days of work. Years stand in order, none
// missing between the first and the last: package tables holds them so.
type WorkYear struct {
	Year       int
	Notice     string // 发文字号
	Confidence string
	Holidays   []Holiday // in order
	MakeUp     []Date    // 调休上班: Saturdays and Sundays on which people work, in order
}

// Holiday is a span of days off, both days included. A weekend beside it that the notice does not name is not in it.
type Holiday struct {
	Name     Text
	From, To Date
}

// IsWorkday says whether people work on a day, and whether that is known. Of a year that has no notice it is not known,
// and Monday to Friday are taken as working days. A notice may name days at the end of the year before its own, as that of
// 2023 does 31 December 2022: they are known by it, and late December can change until the next notice is there.
func IsWorkday(years []WorkYear, d Date) (workday, known bool) {
	return isWorkday(years, d, d.Days())
}

// isWorkday is IsWorkday for callers that have the day's number already.
func isWorkday(years []WorkYear, d Date, day int) (workday, known bool) {
	for i := range years {
		y := &years[i]
		if y.Year < d.Year() || y.Year > d.Year()+1 {
			continue
		}
		known = known || y.Year == d.Year()
		for j := range y.Holidays {
			if h := &y.Holidays[j]; h.From <= d && d <= h.To {
				return false, true
			}
		}
		for _, m := range y.MakeUp {
			if m == d {
				return true, true
			}
		}
	}
	return (day-aMonday)%7 < 5, known
}

// AddWorkdays gives the n-th working day after d, which is not counted itself; for n of 0 or less it is d. It is known where
// each day on the way is. The way costs a step a day and ends on Latest, where nothing is known.
func AddWorkdays(years []WorkYear, d Date, n int) (due Date, known bool) {
	known = true
	for day := d.Days() + 1; n > 0; day++ {
		if d >= Latest {
			return d, false
		}
		d = OfDay(day)
		workday, sure := isWorkday(years, d, day)
		known = known && sure
		if workday {
			n--
		}
	}
	return d, known
}

// Workdays counts the working days after from up to to, below zero where to is the earlier one. Years without a notice are
// counted by their weekends. However long the span is, it costs no more than the notices are long.
func Workdays(years []WorkYear, from, to Date) int {
	if to < from {
		return -Workdays(years, to, from)
	}
	n := weekdays(from.Days(), to.Days())
	for i := range years {
		y := &years[i]
		if y.Year < from.Year() || y.Year > to.Year()+1 {
			continue
		}
		for j := range y.Holidays {
			if h := &y.Holidays[j]; from < h.To && h.From <= to {
				n -= weekdays(max(from.Days(), h.From.Days()-1), min(to.Days(), h.To.Days()))
			}
		}
		for _, m := range y.MakeUp {
			if from < m && m <= to {
				n++
			}
		}
	}
	return n
}

// aMonday is the number of the day Earliest, which was a Monday: no day that is reckoned with has a remainder below zero.
const aMonday = -25567

// weekdays counts Monday to Friday after one day up to another, by day numbers.
func weekdays(after, to int) int { return weekdaysUpTo(to) - weekdaysUpTo(after) }

func weekdaysUpTo(day int) int {
	day -= aMonday
	return day/7*5 + min(day%7+1, 5)
}
