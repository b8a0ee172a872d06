package rules

// Ahead is how many years a horizon looks ahead.
const Ahead = 20

// Horizon is how the total goes on while life goes on as it is.
type Horizon struct {
	Reaches Date   // the first day with the standard or more, 0 where there is none
	Falls   Date   // the first day after Reaches with less, 0 where there is none
	Until   Date   // how far was looked
	Steps   []Step // the days on which total or verdict changes; the first is the day of reckoning
}

// Step is a day on which the total or the verdict changes.
type Step struct {
	On      Date
	Total   int
	Verdict Verdict
	Assumed bool     // no edition is known for the day; the one before is taken to hold on
	Because []string // the lines whose points changed since the step before
}

// AddYears is the same month and day so many years on; 29 February becomes 1 March in a common year.
func (d Date) AddYears(years int) Date {
	d += Date(years) * 10000
	if d%10000 == 229 && daysIn(d.Year(), 2) == 28 {
		return d + 301 - 229
	}
	return d
}

// Project walks the days on which anything can change, from on for the years ahead. While employed, a month is added to the
// insured months on the 1st of each calendar month, and to months of public service and in the suburbs where there are some;
// a ledger goes on at its last base. A graduate is fresh for a year. All else stays. Each day is scored by the edition in
// force then, after the last one's end by the last; an edition named for a day outside its time holds throughout, one named
// for a day within it says no more than the day does. What is unknown is taken as none.
func Project(editions []Edition, named *Edition, fs *Facts, on Date) *Horizon {
	h := &Horizon{Until: on.AddYears(Ahead)}
	var last Score
	var lastEdition *Edition
	walk(editions, named, fs, on, func(day Date, e *Edition, now *Score) bool {
		total := now.Total.Min
		switch reached := total >= e.Standard.Points; {
		case reached && h.Reaches == 0:
			h.Reaches = day
		case !reached && h.Reaches != 0 && h.Falls == 0:
			h.Falls = day
		}
		if lastEdition != nil && total == last.Total.Min && now.Verdict == last.Verdict {
			return true
		}
		h.Steps = append(h.Steps, Step{
			On: day, Total: total, Verdict: now.Verdict,
			Assumed: day < e.From || day > e.To,
			Because: because(lastEdition, &last, e, now),
		})
		lastEdition = e
		*now, last = last, *now
		return true
	})
	return h
}

// reaches is the first day on which a projection has the standard or more, 0 where there is none.
func reaches(editions []Edition, named *Edition, fs *Facts, on Date) (first Date) {
	walk(editions, named, fs, on, func(day Date, e *Edition, now *Score) bool {
		if now.Total.Min >= e.Standard.Points {
			first = day
		}
		return first == 0
	})
	return first
}

// walk scores each day on which the score can change, and goes on while visit says so.
func walk(editions []Edition, named *Edition, fs *Facts, on Date, visit func(Date, *Edition, *Score) bool) {
	start := asIs(fs, on)
	var now Score
	var then Facts
	if named != nil && named.inForce(on) {
		named = nil
	}
	changeDays(editions, &start, on, on.AddYears(Ahead), func(day Date) bool {
		e := named
		if e == nil {
			if e = Find(editions, day); e == nil {
				e = &editions[len(editions)-1]
			}
		}
		goOn(&start, on, day, &then)
		e.Score(&then, day, &now)
		return visit(day, e, &now)
	})
}

// asIs is the facts as a horizon begins with them.
func asIs(fs *Facts, on Date) Facts {
	start := *fs
	start.ageless = !fs.Known(Born)
	start.NoneLeft()
	start.goesOn(on)
	return start
}

// goesOn lets a ledger go on at its last base that was not back-paid, while employed.
func (fs *Facts) goesOn(on Date) {
	if !fs.Known(Ledger) || fs.Int(Employed) == 0 {
		return
	}
	for i := range fs.ledger {
		if s := &fs.ledger[i]; !s.BackPaid {
			fs.going = going{MonthOf(on), s.Fen}
		}
	}
}

// Onward is the facts as they will be on a later day, while life goes on as a horizon takes it to. What is unknown stays so.
func Onward(fs *Facts, on, day Date) *Facts {
	then := *fs
	if day > on {
		start := *fs
		start.goesOn(on)
		goOn(&start, on, day, &then)
	}
	return &then
}

// goOn gives the facts as they will be on a day.
func goOn(start *Facts, on, day Date, then *Facts) {
	*then = *start
	if months := int64(MonthOf(day).index() - MonthOf(on).index()); start.Int(Employed) != 0 {
		if start.Known(InsuredMonths) {
			then.value[InsuredMonths] += months
		}
		for _, f := range [...]Fact{PublicServiceMonths, SuburbMonths} {
			if start.Int(f) > 0 {
				then.value[f] += months
			}
		}
	}
	if day >= on.AddYears(1) {
		then.value[FreshGraduate] = 0
	}
}

// changeDays calls visit, until it is false, with each day on which the score can change, in order: on itself, the 1st of every month, birthdays
// and anniversaries, the days on which records lapse, the first days of editions, and a year after on.
func changeDays(editions []Edition, fs *Facts, on, until Date, visit func(Date) bool) {
	var days []Date
	add := func(d Date) {
		if d <= on || d > until {
			return
		}
		at := len(days)
		for at > 0 && days[at-1] > d {
			at--
		}
		if at > 0 && days[at-1] == d {
			return
		}
		days = append(days, 0)
		copy(days[at+1:], days[at:])
		days[at] = d
	}
	for _, f := range [...]Fact{Born, SpouseSince} {
		since := Date(fs.Int(f))
		for y := 0; since != 0 && y <= Ahead; y++ {
			add(since.AddYears(on.Year() - since.Year() + y))
		}
	}
	for i := range editions {
		add(editions[i].From)
		for j := range editions[i].Indicators {
			if in := &editions[i].Indicators[j]; in.Kind == Records {
				for _, d := range fs.Records(in.Fact) {
					add(d.AddYears(in.Within))
				}
			}
		}
	}
	add(on.AddYears(1))
	next, more := 0, visit(on)
	for m := MonthOf(on).Next(); more && Date(m*100+1) <= until; m = m.Next() {
		first := Date(m*100 + 1)
		for ; more && next < len(days) && days[next] < first; next++ {
			more = visit(days[next])
		}
		if next < len(days) && days[next] == first {
			next++
		}
		more = more && visit(first)
	}
	for ; more && next < len(days); next++ {
		more = visit(days[next])
	}
}

// because names the lines whose points differ between two scores, in the order of the later one's edition.
func because(before *Edition, old *Score, e *Edition, now *Score) []string {
	if before == nil {
		return nil
	}
	var ids []string
	for i := range e.Indicators {
		id, was := e.Indicators[i].ID, Range{}
		if at := before.Indicator(id); at >= 0 {
			was = old.Lines[at].Points
		}
		if now.Lines[i].Points != was {
			ids = append(ids, id)
		}
	}
	return ids
}
