package process

import "jifen/rules"

// Standing is where an application stands, as far as the steps hang on it. It is kept as JSON.
type Standing struct {
	State          State      `json:"state"`
	Kind           Kind       `json:"kind"`
	TakenOver      bool       `json:"taken_over,omitempty"`      // its employer has accepted the holder; true but for a changed employer that has not
	DiplomaNeeded  bool       `json:"diploma_needed,omitempty"`  // diplomas are to be verified: claimed in a first application, changed in a confirmation
	Education      string     `json:"education,omitempty"`       // what was claimed at the last submit
	ArchiveAsked   bool       `json:"archive_asked,omitempty"`   // the file was called in
	ArchiveArrived bool       `json:"archive_arrived,omitempty"` // and is there
	DiplomaSent    bool       `json:"diploma_sent,omitempty"`
	DiplomaGenuine *bool      `json:"diploma_genuine,omitempty"` // what the last result said, nil where there is none
	Reviewed       bool       `json:"reviewed,omitempty"`        // a review was asked for: once is all
	EndedOn        rules.Date `json:"ended_on,omitempty"`        // the day of the decision or rejection, 0 where none stands
	DueOn          rules.Date `json:"due_on,omitempty"`          // by when a decision is due, 0 where none is
	DecidedBy      string     `json:"decided_by,omitempty"`      // who decided or rejected last: whatever opens it again, another one decides
	Replaced       bool       `json:"replaced,omitempty"`        // a later application of the holder was decided

	OtherOpen bool `json:"-"` // the holder has another application that goes on; no part of what is kept
}

// Actor is who takes a step. An employer that is a stranger to the application, or is so no more, takes none.
type Actor struct {
	Role     Role
	ID       string // the account
	Stranger bool
}

// Possible are the steps that somebody may take on a day, in the order of Steps.
func (s *Standing) Possible(a Actor, e *rules.Edition, today rules.Date) []string {
	ids := []string{}
	for i := range Steps {
		if step := &Steps[i]; s.May(step, a, e, today) {
			ids = append(ids, step.ID)
		}
	}
	return ids
}

// May says whether somebody may take a step from here on a day.
func (s *Standing) May(step *Step, a Actor, e *rules.Edition, today rules.Date) bool {
	switch {
	case a.Stranger || !step.Takes(a.Role) || !step.from(s.State):
		return false
	case a.Role == Employer && !s.TakenOver: // it may read, and accept the holder or not
		return step.ID == "take_over"
	case s.Barred(step, a):
		return false
	}
	switch step.ID {
	case "take_over":
		return !s.TakenOver
	case "request_archive":
		return !s.ArchiveArrived // a letter that was lost is sent again
	case "archive_arrived":
		return s.ArchiveAsked && !s.ArchiveArrived
	case "send_diploma":
		return s.DiplomaNeeded
	case "diploma_result":
		return s.DiplomaNeeded && s.DiplomaSent
	case "request_review":
		d := Deadline(e, "review_request")
		return !s.Reviewed && !s.Replaced && !s.OtherOpen && d != nil && today <= d.After(nil, s.EndedOn)
	case "reopen":
		return !s.Replaced && !s.OtherOpen
	case "collect":
		return !s.Replaced
	}
	return true
}

// Barred says whether a step is kept from an officer because the last decision was that officer's own.
func (s *Standing) Barred(step *Step, a Actor) bool {
	return (step.ID == "decide" || step.ID == "reject") && s.DecidedBy != "" && s.DecidedBy == a.ID
}

// Ready says whether file and diplomas are in, so that the review begins.
func (s *Standing) Ready() bool {
	return s.ArchiveArrived && (!s.DiplomaNeeded || s.DiplomaGenuine != nil && *s.DiplomaGenuine)
}

// Claim says, before a submit, whether diplomas are to be verified, and what education is claimed. A result for another education
// than the one claimed now counts no more.
func (s *Standing) Claim(needed bool, education string) {
	if education != s.Education {
		s.DiplomaSent, s.DiplomaGenuine = false, nil
	}
	s.DiplomaNeeded, s.Education = needed, education
}

// Taking is what a step is taken with: who acts, on which day and by which calendar, and what diploma_result says.
type Taking struct {
	Who     string
	Genuine bool
	Edition *rules.Edition
	Years   []rules.WorkYear
	Today   rules.Date
}

// Take moves the standing by a step that may be taken. A decision is due so many working days after the review begins.
func (s *Standing) Take(step *Step, t Taking) {
	was := s.State
	s.State = step.To
	switch step.ID {
	case "take_over":
		s.TakenOver = true
	case "request_archive":
		s.ArchiveAsked = true
	case "archive_arrived":
		s.ArchiveArrived = true
	case "send_diploma":
		s.DiplomaSent = true
	case "diploma_result":
		s.DiplomaGenuine = &t.Genuine
	case "decide", "reject":
		s.EndedOn, s.DecidedBy = t.Today, t.Who
	case "request_review":
		s.Reviewed, s.EndedOn = true, 0
		if was == Rejected {
			s.State = Checking // one that was rejected out of review has all that is awaited there, and goes on at once
		}
	case "reopen":
		s.EndedOn = 0
	}
	if s.State == Checking && s.Ready() { // a file that came before the application was returned need not come again
		s.State = InReview
	}
	switch {
	case s.State == InReview && was != InReview:
		s.DueOn = 0
		if d := Deadline(t.Edition, "decision"); d != nil {
			s.DueOn = d.After(t.Years, t.Today)
		}
	case s.State != InReview:
		s.DueOn = 0
	}
}

// Next says whose turn it is and by when: Public where nobody need do anything more, and 0 where no day is set.
func (s *Standing) Next() (turn Role, due rules.Date) {
	switch s.State {
	case Draft, Returned:
		return Employer, 0
	case Submitted, Checking, InReview:
		return Officer, s.DueOn
	case Decided:
		if !s.Replaced {
			return Holder, 0 // to collect the notice
		}
	}
	return Public, 0
}

// Deadline finds a time limit of an edition, nil where it has none of that id.
func Deadline(e *rules.Edition, id string) *Limit {
	for i := range e.Deadlines {
		if e.Deadlines[i].ID == id {
			return (*Limit)(&e.Deadlines[i])
		}
	}
	return nil
}

// Limit is a time limit that is reckoned with.
type Limit rules.Deadline

// After is the last day of the limit that begins on a day.
func (l *Limit) After(years []rules.WorkYear, from rules.Date) rules.Date {
	if l.Working {
		due, _ := rules.AddWorkdays(years, from, l.Days)
		return due
	}
	return from.AddDays(l.Days)
}

// Window is the span in which a confirmation may be opened, given the day on which the old permit ends: false where the edition sets
// none.
func Window(e *rules.Edition, ends rules.Date) (from, to rules.Date, ok bool) {
	before, after := Deadline(e, "renewal_before"), Deadline(e, "renewal_after")
	if before == nil || after == nil {
		return 0, 0, false
	}
	return ends.AddDays(-before.Days), ends.AddDays(after.Days), true
}
