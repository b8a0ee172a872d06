// Package rules is what the law says about the points of the Shanghai residence permit (上海市居住证积分), and the engine
// that reckons by it.
//
// An [Edition] is one instrument in force over a span of days: its gates, its indicators, its deadlines and papers. Every
// number and every legal word stands in editions/ID.json and nowhere else; package tables holds them as Go values,
// generated from there. What a kind of rule means stands in score.go.
//
// To reckon: pick an edition ([Find]), fill [Facts], call [Edition.Score] with the day of reckoning. That gives numbers and
// allocates nothing once its lines are there. [Explain] turns them into the [Result] that people and programs read: each
// line with its reason in words, its clause, and how sure we are of it.
//
// Deadlines go by working days ([AddWorkdays]), on the calendar that the State Council gives out for each year.
//
// The package is pure: no clock, no network, no files, no globals that change. It runs natively and in the browser, which
// is why it imports neither fmt nor time nor reflect.
package rules

// Lang is a reader's language.
type Lang uint8

const (
	ZH Lang = iota
	EN
)

// Text is the same words in both languages.
type Text struct{ ZH, EN string }

// In gives the words in one language.
func (t Text) In(l Lang) string {
	if l == EN {
		return t.EN
	}
	return t.ZH
}

// Source is where a rule comes from and how sure we are: A official text or several independent copies agree, B copies
// agree but copy each other, C one source, inferred or disputed (shown as 待核实).
type Source struct {
	Instrument string
	Article    string
	Confidence string
}

// Doubt is a part of a rule that is less sure than the rule's numbers.
type Doubt struct {
	Confidence string
	Text       Text
}

// Edition is one complete instrument.
type Edition struct {
	ID         string
	Title      Text
	Instrument string // 发文字号
	From, To   Date   // in force, both days included
	Confidence string
	Checked    Date // when the numbers were last held against their sources
	Against    Text // and which sources those were
	Standard   Standard
	Rounding   Source // the articles on the sum
	Gates      []Gate
	Indicators []Indicator
	Either     []Pair
	Deadlines  []Deadline
	Papers     []Paper
	Wages      []Wage // the reference wage by month, the same for all editions
}

// Standard is the total that the benefits hang on.
type Standard struct {
	Points int
	Source Source
}

// GateKind says how a gate is passed.
type GateKind uint8

const (
	Must      GateKind = iota // the fact is true
	MustNot                   // the fact is false: a veto
	AtLeast                   // the count is Least or more, of Of
	AgeWithin                 // the age is Least to Most
)

// Gate is a condition that gives no points; one that fails makes the applicant ineligible.
type Gate struct {
	ID          string
	Kind        GateKind
	Fact        Fact
	Least, Most int
	Of          int
	Label       Text
	Fails       Text // why, for Must and MustNot; the others say it with the applicant's number
	Source      Source
}

// Section is the part of the total to which an indicator belongs.
type Section uint8

const (
	Base      Section = iota // 基础指标
	Bonus                    // 加分指标
	Deduction                // 减分指标
)

// String is the section's name in JSON.
func (s Section) String() string { return [...]string{"base", "bonus", "deduction"}[s] }

// Kind is the closed set of ways in which an indicator gives points.
type Kind uint8

const (
	Bands   Kind = iota // by age: Points from the age From on, and Younger more for each full year below it
	Choice              // by the item chosen
	Flag                // Points where the fact is true
	Units               // Points for each whole Unit of value ÷ Divide × share
	Years               // Points for each Unit months, nothing before Least of them
	Since               // Points for each full year since a date
	Records             // Deduct for each record within Years before
)

// Indicator is one line of the index system (指标).
type Indicator struct {
	ID      string
	Section Section
	Kind    Kind
	Fact    Fact
	Label   Text
	Points  int
	Max     int // the most it gives; 0 for no limit

	Choices          []Item // Choice
	Proof            Fact   // Choice: the fact without which items that need proof do not count; 0 for none
	BaseMonths       int    // Choice: the proof's months …
	BaseOf           int    // … of the last so many …
	BaseTenths       int    // … at so many tenths of the reference wage
	From, Younger    int    // Bands
	Youngest, Oldest int    // Bands: outside them no points, as the age gate has them
	Unit, Least      int    // Units, Years
	Divide           int    // Units
	Share            Fact   // Units
	Counts           Text   // Units: what is counted
	Deduct           int    // Records
	Within           int    // Records: years
	Source           Source
	Doubts           []Doubt
	Review           []Text // what the reviewer will look at; never changes a score
}

// Item is one value of a choice.
type Item struct {
	Value      int // index into the fact's Values
	Points     int
	NeedsProof bool
	As         bool // counts as the item before it; no tier of its own
	Tenths     int  // of the reference wage, for tiers
	Months, Of int  // the window of a tier
	Label      Text
}

// Pair names two indicators of which the better one counts, the first where they are even.
type Pair struct {
	First, Second int // indexes into Indicators
	Source        Source
}

// Deadline is a time limit that the guides and the process go by.
type Deadline struct {
	ID         string
	Days, Most int // Most is 0 but where the limit is a span
	Working    bool
	Nth        bool // not so many days, but from the day of that number on
	Confidence string
	Label      Text
}

// Paper is one thing to hand in (材料).
type Paper struct {
	ID         string
	For        []string // indicator ids, or always, family, employer
	Who        string   // employer or holder brings it
	Form       string   // original, copy, original_and_copy
	Label      Text
	From       Text // where it comes from
	When       Text // the case in which it is needed, empty for every case
	Months     int  // how far back it reaches, 0 where it does not
	Confidence string
}

// WageSeries is the reference wage by month, without gaps.
type WageSeries struct {
	What Text
	Rows []Wage
}

// Wage is the reference wage used for points over a span of months.
type Wage struct {
	From, To   Month
	Yuan       int
	Confidence string
}

// Month is a calendar month as the decimal number yyyymm.
type Month int32

// Next is the month after.
func (m Month) Next() Month {
	if m%100 == 12 {
		return m + 100 - 11
	}
	return m + 1
}

// String is the month as YYYY-MM.
func (m Month) String() string { return Date(m*100 + 1).String()[:7] }

// Question is how a person is asked for a fact.
type Question struct {
	Fact   Fact
	Ask    Text
	Help   Text
	LookUp Text // where the figure is found
	None   Text // a choice's words for none
	Unit   Text
}

// Find gives the edition in force on a day, nil where none is.
func Find(editions []Edition, on Date) *Edition {
	for i := range editions {
		if e := &editions[i]; e.inForce(on) {
			return e
		}
	}
	return nil
}

func (e *Edition) inForce(on Date) bool { return e.From <= on && on <= e.To }

// Named gives the edition with an id, nil where there is none.
func Named(editions []Edition, id string) *Edition {
	for i := range editions {
		if editions[i].ID == id {
			return &editions[i]
		}
	}
	return nil
}

// Indicator gives the position of an indicator, -1 where the edition has none of that id.
func (e *Edition) Indicator(id string) int {
	for i := range e.Indicators {
		if e.Indicators[i].ID == id {
			return i
		}
	}
	return -1
}
