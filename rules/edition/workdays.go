package edition

import (
	"fmt"
	"regexp"
	"strconv"

	"jifen/rules"
)

// Workdays reads the notices of public holidays and make-up workdays, one a year. Years follow one another without gap.
func Workdays(name string, src []byte) ([]rules.WorkYear, error) {
	f := &file{name: name}
	n := parse(f, src)
	if n == nil {
		return nil, f.err()
	}
	var years []rules.WorkYear
	list := n.get("years").list()
	for _, y := range list {
		years = append(years, readWorkYear(y))
	}
	n.done()
	if len(f.problems) == 0 {
		checkYears(list, years)
		checkHolidays(list, years)
		checkMakeUp(list, years)
	}
	return years, f.err()
}

func readWorkYear(n *node) rules.WorkYear {
	y := rules.WorkYear{Year: n.get("year").int(), Notice: n.get("notice").str(), Confidence: n.confidence()}
	for _, h := range n.get("holidays").list() {
		y.Holidays = append(y.Holidays, rules.Holiday{Name: h.get("name").text(nil), From: h.get("from").date(), To: h.get("to").date()})
		h.done()
	}
	for _, d := range n.get("make_up").list() {
		y.MakeUp = append(y.MakeUp, d.date())
	}
	n.done()
	return y
}

// noticeNumber is the form of 发文字号 of these notices. They come out in autumn, for the year after.
var noticeNumber = regexp.MustCompile(`^国办发明电〔(\d{4})〕\d+号$`)

func checkYears(list []*node, years []rules.WorkYear) {
	for i, n := range list {
		y := &years[i]
		if i > 0 && y.Year != years[i-1].Year+1 {
			n.get("year").wrong("does not follow the year before", fmt.Sprintf("write %d here, or its notice above", years[i-1].Year+1))
		}
		if m := noticeNumber.FindStringSubmatch(y.Notice); m == nil || m[1] != strconv.Itoa(y.Year-1) {
			n.get("notice").wrong(fmt.Sprintf("%q is no notice of %d", y.Notice, y.Year-1), fmt.Sprintf("write the number of the notice for %d, 国办发明电〔%d〕…号", y.Year, y.Year-1))
		}
		if len(y.Holidays) == 0 {
			n.get("holidays").wrong("names none", "leave the year out until its notice is there: then it is said that it is not known")
		}
	}
}

// mostDaysOff is twice a long holiday: what is longer has a wrong month.
const mostDaysOff = 14

func checkHolidays(list []*node, years []rules.WorkYear) {
	var last rules.Date
	for i, n := range list {
		for j, node := range n.get("holidays").list() {
			h := years[i].Holidays[j]
			days := h.To.Days() - h.From.Days() + 1
			within(node.get("from"), h.From, years[i].Year)
			within(node.get("to"), h.To, years[i].Year)
			switch {
			case days < 1:
				node.wrong("ends before it begins", "write the last day off in to")
			case days > mostDaysOff:
				node.wrong(fmt.Sprintf("lasts %d days", days), fmt.Sprintf("look at its months; no holiday is longer than %d days", mostDaysOff))
			case h.From <= last:
				node.wrong("begins before the one above has ended", "write holidays in the order of their days, each day once")
			}
			last = max(last, h.To)
		}
	}
}

func checkMakeUp(list []*node, years []rules.WorkYear) {
	var last rules.Date
	for i, n := range list {
		for j, node := range n.get("make_up").list() {
			d := years[i].MakeUp[j]
			within(node, d, years[i].Year)
			if d <= last {
				node.wrong("is not after the day above", "write the days in order, each once")
			}
			last = max(last, d)
			if weekday, _ := rules.IsWorkday(nil, d); weekday {
				node.wrong(fmt.Sprintf("%s is no Saturday or Sunday", d), "write a day that would be off without the notice")
			}
			if h := holidayOn(years, d); h != nil {
				node.wrong(fmt.Sprintf("%s is a day off, of %s", d, h.Name.EN), "write the day in one of the two")
			}
		}
	}
}

// within holds a day against the year of its notice, which may reach back into December.
func within(n *node, d rules.Date, year int) {
	if d.Year() != year && (d.Year() != year-1 || d.Month() != 12) {
		n.wrong(fmt.Sprintf("%s is outside the notice", d), fmt.Sprintf("write a day of %d, or of the December before", year))
	}
}

func holidayOn(years []rules.WorkYear, d rules.Date) *rules.Holiday {
	for i := range years {
		for j := range years[i].Holidays {
			if h := &years[i].Holidays[j]; h.From <= d && d <= h.To {
				return h
			}
		}
	}
	return nil
}
