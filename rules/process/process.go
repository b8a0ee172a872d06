// Package process is what happens to an application, as data: its states, the steps from one to the next, who may take each,
// whose turn it is and by when. The service holds applications to it, and pages show it; both range over the same tables.
//
// An application stands somewhere ([Standing]). [Standing.Possible] says which steps somebody may take from there, [Standing.Take]
// takes one, [Standing.Next] says whose turn it is and by when, and words.go what it means. The package knows no clock and keeps
// nothing.
package process

import "jifen/rules"

// State is where an application is.
type State uint8

const (
	Draft State = iota
	Submitted
	Checking
	InReview
	Decided
	Collected
	Returned
	Withdrawn
	Rejected
	stateCount
)

var stateNames = [stateCount]string{"draft", "submitted", "checking", "in_review", "decided", "collected", "returned", "withdrawn", "rejected"}

// String is the state's name in JSON.
func (s State) String() string { return stateNames[s] }

// MarshalText writes the name, so that what is kept does not hang on the order of the states.
func (s State) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the name.
func (s *State) UnmarshalText(text []byte) error {
	found, ok := StateNamed(string(text))
	if !ok {
		return unknown(text)
	}
	*s = found
	return nil
}

// unknown is a name that is none of a list's.
type unknown string

func (u unknown) Error() string { return "no state or kind is named " + string(u) }

// Open says whether an application in this state goes on: a holder has one such at most.
func (s State) Open() bool {
	return s != Decided && s != Collected && s != Withdrawn && s != Rejected
}

// StateNamed finds a state by its name.
func StateNamed(name string) (State, bool) {
	for i, n := range stateNames {
		if n == name {
			return State(i), true
		}
	}
	return 0, false
}

// What somebody signs in with: how many letters a password has at the least, and how many figures a one-time code (动态码).
const (
	LeastPassword = 8
	CodeFigures   = 6
)

// Role is who acts.
type Role uint8

const (
	Public Role = iota
	Holder
	Employer
	Officer
	Auditor
	roleCount
)

var roleNames = [roleCount]string{"public", "holder", "employer", "officer", "auditor"}

// String is the role's name.
func (r Role) String() string { return roleNames[r] }

// RoleNamed finds a role by its name.
func RoleNamed(name string) (Role, bool) {
	for i, n := range roleNames {
		if n == name {
			return Role(i), true
		}
	}
	return 0, false
}

// Kind is why somebody applies.
type Kind uint8

const (
	Initial      Kind = iota // 申请积分
	Confirmation             // 积分确认, after the permit was endorsed
)

var kindNames = [...]string{"initial", "confirmation"}

// String is the kind's name in JSON.
func (k Kind) String() string { return kindNames[k] }

// KindNamed finds a kind by its name.
func KindNamed(name string) (Kind, bool) {
	for i, n := range kindNames {
		if n == name {
			return Kind(i), true
		}
	}
	return 0, false
}

// MarshalText writes the name.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the name.
func (k *Kind) UnmarshalText(text []byte) error {
	found, ok := KindNamed(string(text))
	if !ok {
		return unknown(text)
	}
	*k = found
	return nil
}

// Step is one thing that is done to an application.
type Step struct {
	ID    string
	From  []State
	To    State // where it leads; Checking goes on by itself where file and diplomas are in
	By    []Role
	Needs []Need
	Label rules.Text
}

// Need is what is said with a step; Must, where it cannot be taken without.
type Need struct {
	Field string
	Kind  NeedKind
	Must  bool
}

// NeedKind is the form of what must be said.
type NeedKind uint8

const (
	Words  NeedKind = iota // text
	Truth                  // true or false
	Papers                 // a list of paper ids
	Facts                  // a facts object
	Notes                  // {line id: text}
	OneOf                  // holder or hr_officer
	Day                    // YYYY-MM-DD
)

// Steps are all steps, in the order of process.md.
var Steps = []Step{
	{ID: "take_over", From: []State{Draft}, To: Draft, By: []Role{Employer},
		Label: rules.Text{ZH: "接收", EN: "Take over"}},
	{ID: "submit", From: []State{Draft, Returned}, To: Submitted, By: []Role{Employer}, Needs: []Need{{"below_standard", Truth, false}},
		Label: rules.Text{ZH: "提交", EN: "Submit"}},
	{ID: "withdraw", From: []State{Draft, Submitted, Returned, Checking, InReview}, To: Withdrawn, By: []Role{Holder, Employer}, Needs: []Need{{"reason", Words, true}},
		Label: rules.Text{ZH: "撤回", EN: "Withdraw"}},
	{ID: "return", From: []State{Submitted, Checking}, To: Returned, By: []Role{Officer}, Needs: []Need{{"missing", Papers, true}, {"note", Words, false}},
		Label: rules.Text{ZH: "退回补正", EN: "Return"}},
	{ID: "accept", From: []State{Submitted}, To: Checking, By: []Role{Officer}, Needs: []Need{{"papers", Papers, true}, {"not_needed", Papers, false}},
		Label: rules.Text{ZH: "受理", EN: "Accept"}},
	{ID: "request_archive", From: []State{Checking}, To: Checking, By: []Role{Officer}, Needs: []Need{{"holder_of_file", Words, true}},
		Label: rules.Text{ZH: "发调档函", EN: "Call in the file"}},
	{ID: "archive_arrived", From: []State{Checking}, To: Checking, By: []Role{Officer},
		Label: rules.Text{ZH: "档案到达", EN: "File has arrived"}},
	{ID: "send_diploma", From: []State{Checking}, To: Checking, By: []Role{Officer},
		Label: rules.Text{ZH: "学历送核", EN: "Send diplomas"}},
	{ID: "diploma_result", From: []State{Checking}, To: Checking, By: []Role{Officer}, Needs: []Need{{"genuine", Truth, true}, {"note", Words, false}},
		Label: rules.Text{ZH: "学历核验结果", EN: "Result for diplomas"}},
	{ID: "decide", From: []State{InReview}, To: Decided, By: []Role{Officer}, Needs: []Need{{"facts", Facts, true}, {"note", Notes, false}, {"permit_valid_until", Day, false}},
		Label: rules.Text{ZH: "核定", EN: "Decide"}},
	{ID: "reject", From: []State{Checking, InReview}, To: Rejected, By: []Role{Officer}, Needs: []Need{{"reason", Words, true}, {"false_material", Truth, false}},
		Label: rules.Text{ZH: "不予通过", EN: "Reject"}},
	{ID: "request_review", From: []State{Decided, Collected, Rejected}, To: InReview, By: []Role{Holder, Employer}, Needs: []Need{{"reason", Words, true}},
		Label: rules.Text{ZH: "申请复核", EN: "Ask for a review"}},
	{ID: "reopen", From: []State{Decided, Collected}, To: InReview, By: []Role{Officer}, Needs: []Need{{"reason", Words, true}},
		Label: rules.Text{ZH: "重新核定", EN: "Reopen"}},
	{ID: "collect", From: []State{Decided}, To: Collected, By: []Role{Officer}, Needs: []Need{{"collector", OneOf, true}, {"name", Words, true}},
		Label: rules.Text{ZH: "领取", EN: "Collect"}},
}

// StepNamed finds a step, nil where there is none of that name.
func StepNamed(id string) *Step {
	for i := range Steps {
		if Steps[i].ID == id {
			return &Steps[i]
		}
	}
	return nil
}

// Takes says whether a role may ever take the step.
func (s *Step) Takes(r Role) bool { return holds(s.By, r) }

func (s *Step) from(state State) bool { return holds(s.From, state) }

func holds[T comparable](list []T, v T) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}
