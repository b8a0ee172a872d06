package rules

// Date is a day of the civil calendar as the decimal number yyyymmdd, 0 for none.
// Dates compare as integers, and full years between two of them are one division.
type Date int32

// Earliest and Latest bound every date that is read, given or reckoned with.
const (
	Earliest Date = 19000101
	Latest   Date = 21001231
)

// ParseDate reads YYYY-MM-DD. It is false for a day that does not exist and for one outside Earliest to Latest.
func ParseDate(s string) (Date, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	n := 0
	for i := range len(s) {
		if i == 4 || i == 7 {
			continue
		}
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	d := Date(n)
	return d, d.valid()
}

func (d Date) valid() bool {
	return d >= Earliest && d <= Latest && d.Month() >= 1 && d.Month() <= 12 &&
		d.Day() >= 1 && d.Day() <= daysIn(d.Year(), d.Month())
}

// Year, Month and Day are the parts of the date.
func (d Date) Year() int  { return int(d) / 10000 }
func (d Date) Month() int { return int(d) / 100 % 100 }
func (d Date) Day() int   { return int(d) % 100 }

// String is the date as YYYY-MM-DD.
func (d Date) String() string {
	b := []byte("0000-00-00")
	for i, n := len(b)-1, int(d); i >= 0; i-- {
		if b[i] != '-' {
			b[i] = byte('0' + n%10)
			n /= 10
		}
	}
	return string(b)
}

// FullYears counts birthdays: the full years from d to on, below zero where on is earlier.
// One born on 29 February has the birthday on 1 March in common years.
func (d Date) FullYears(on Date) int {
	return (int(on) - int(d)) / 10000
}

// within says whether on is earlier than d plus years. A 29 February plus years falls on 1 March of a common year,
// and the number that has no day, yyyy0229, stands between 28 February and 1 March: it need not be mended to compare.
func (d Date) within(years int, on Date) bool {
	return on < d+Date(years)*10000
}

// FromCivil makes a date of its parts, 0 where there is no such day.
func FromCivil(year, month, day int) Date {
	d := Date(year*10000 + month*100 + day)
	if month < 1 || month > 12 || day < 1 || !d.valid() {
		return 0
	}
	return d
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// OfDay is the date of a day counted from 1970-01-01, which is day 0.
func OfDay(n int) Date {
	// Years are taken to begin in March, so that the leap day is their last: then the length of the months before any one
	// follows a straight line, and 400 years are always 146097 days.
	n += 719468
	era := n / 146097
	day := n - era*146097
	year := (day - day/1460 + day/36524 - day/146096) / 365
	day -= 365*year + year/4 - year/100
	month := (5*day + 2) / 153
	day -= (153*month+2)/5 - 1
	year += era * 400
	if month += 3; month > 12 {
		month, year = month-12, year+1
	}
	return Date(year*10000 + month*100 + day)
}

// Days counts the day from 1970-01-01, which is day 0: the inverse of OfDay.
func (d Date) Days() int {
	month, year := d.Month()-3, d.Year() // March is month 0 of a year, as in OfDay
	if month < 0 {
		month, year = month+12, year-1
	}
	return 365*year + year/4 - year/100 + year/400 + (153*month+2)/5 + d.Day() - 1 - 719468
}

// AddDays is the day so many days later, or earlier where n is below zero.
func (d Date) AddDays(n int) Date { return OfDay(d.Days() + n) }
