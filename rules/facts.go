package rules

// Fact is the key of one thing known about an applicant. The order is that of the contract's table of facts.
type Fact uint8

const (
	Born Fact = iota
	Permit
	Employed
	InsuredLast12
	Education
	Title
	TitleBaseMet
	InsuredMonths
	BaseTier
	Ledger
	Entrepreneur
	Intermediary
	ShortageMajor
	Tax3yYuan
	Hires3yAvg
	SharePercent
	PublicServiceMonths
	SuburbMonths
	FreshGraduate
	Award
	SpouseSince
	FalseDocuments
	Detentions
	Offences
	SeriousCrime
	FamilyPlanningViolation
	factCount
)

// Form is the shape in which a fact is given.
type Form uint8

const (
	DateForm   Form = iota // YYYY-MM-DD
	BoolForm               // true or false
	CountForm              // a whole number from 0 to Most
	ShareForm              // per cent with at most two decimals, kept in basis points
	ChoiceForm             // one of Values; the first is none
	ListForm               // a list of dates, each one record
	LedgerForm             // the contribution record: a list of spans of months
)

// Shape is what may be said of a fact: its key in JSON, its form, and its bounds. These are the limits of the form,
// not of the law: no point hangs on them.
type Shape struct {
	Key      string
	Form     Form
	Most     int64    // CountForm, ShareForm: the greatest value
	Values   []string // ChoiceForm
	Nullable bool     // DateForm: null says that there is none
}

const (
	mostMonths = 720
	mostShare  = 100_00
)

var shapes = [factCount]Shape{
	Born:                    {Key: "born", Form: DateForm},
	Permit:                  {Key: "permit", Form: BoolForm},
	Employed:                {Key: "employed", Form: BoolForm},
	InsuredLast12:           {Key: "insured_last_12", Form: CountForm, Most: 12},
	Education:               {Key: "education", Form: ChoiceForm, Values: []string{"none", "junior_college", "bachelor", "bachelor_degree", "master", "doctor"}},
	Title:                   {Key: "title", Form: ChoiceForm, Values: []string{"none", "skill_5", "skill_4", "skill_3", "skill_2", "intermediate", "skill_1", "senior"}},
	TitleBaseMet:            {Key: "title_base_met", Form: BoolForm},
	InsuredMonths:           {Key: "insured_months", Form: CountForm, Most: mostMonths},
	BaseTier:                {Key: "base_tier", Form: ChoiceForm, Values: []string{"none", "0.8x", "1x", "2x", "3x"}},
	Ledger:                  {Key: "ledger", Form: LedgerForm},
	Entrepreneur:            {Key: "entrepreneur", Form: BoolForm},
	Intermediary:            {Key: "intermediary", Form: BoolForm},
	ShortageMajor:           {Key: "shortage_major", Form: BoolForm},
	Tax3yYuan:               {Key: "tax_3y_yuan", Form: CountForm, Most: 1_000_000_000_000},
	Hires3yAvg:              {Key: "hires_3y_avg", Form: CountForm, Most: 1_000_000},
	SharePercent:            {Key: "share_percent", Form: ShareForm, Most: mostShare},
	PublicServiceMonths:     {Key: "public_service_months", Form: CountForm, Most: mostMonths},
	SuburbMonths:            {Key: "suburb_months", Form: CountForm, Most: mostMonths},
	FreshGraduate:           {Key: "fresh_graduate", Form: BoolForm},
	Award:                   {Key: "award", Form: ChoiceForm, Values: []string{"none", "special", "comprehensive", "provincial"}},
	SpouseSince:             {Key: "spouse_since", Form: DateForm, Nullable: true},
	FalseDocuments:          {Key: "false_documents", Form: ListForm},
	Detentions:              {Key: "detentions", Form: ListForm},
	Offences:                {Key: "offences", Form: ListForm},
	SeriousCrime:            {Key: "serious_crime", Form: BoolForm},
	FamilyPlanningViolation: {Key: "family_planning_violation", Form: BoolForm},
}

// Shape is the shape in which f is given.
func (f Fact) Shape() *Shape { return &shapes[f] }

// String is the fact's key.
func (f Fact) String() string { return shapes[f].Key }

// FactNamed finds a fact by its key.
func FactNamed(key string) (Fact, bool) {
	for i := range shapes {
		if shapes[i].Key == key {
			return Fact(i), true
		}
	}
	return 0, false
}

// AllFacts calls yield with each fact in the contract's order.
func AllFacts(yield func(Fact) bool) {
	for f := range factCount {
		if !yield(f) {
			return
		}
	}
}

// Set is a set of facts.
type Set uint32

// Has says whether f is in the set.
func (s Set) Has(f Fact) bool { return s>>f&1 != 0 }

// Facts is what is known about one applicant. The zero value knows nothing. A fact that is not known leaves the score a
// range; NoneLeft says that all that was not given is none.
type Facts struct {
	known   Set
	value   [factCount]int64 // dates as Date, booleans as 0 and 1, choices as the index into Values, shares in basis points
	records [3][]Date
	ledger  []Span
	going   going
	fixed   Set  // facts that a ledger does not derive
	ageless bool // a birth date not known gives no points, rather than a range
}

// Known says whether f was given.
func (fs *Facts) Known(f Fact) bool { return fs.known.Has(f) }

// Int is the value of f: a count, a share in basis points, a choice's index, 0 or 1 for a boolean, a Date. It is 0 where
// f is not known.
func (fs *Facts) Int(f Fact) int64 { return fs.value[f] }

// Put gives f the value v, in the encoding that Int tells.
func (fs *Facts) Put(f Fact, v int64) {
	fs.value[f] = v
	fs.known |= 1 << f
}

// Records are the dates given for a list.
func (fs *Facts) Records(f Fact) []Date { return fs.records[f-FalseDocuments] }

// PutRecords gives the dates of a list. The slice is kept, not copied.
func (fs *Facts) PutRecords(f Fact, dates []Date) {
	fs.records[f-FalseDocuments] = dates
	fs.known |= 1 << f
}

// Forget makes f unknown again.
func (fs *Facts) Forget(f Fact) {
	fs.known &^= 1 << f
	fs.value[f] = 0
	if f.Shape().Form == ListForm {
		fs.records[f-FalseDocuments] = nil
	}
}

// NoneLeft says that everything not given is none, zero or false: all but Born, which stays unknown.
func (fs *Facts) NoneLeft() {
	all := Set(1<<factCount-1) &^ (1 << Born)
	if fs.ledger == nil {
		all &^= 1 << Ledger
	}
	fs.known |= all
}
