package rules

// Uses of papers that are no indicator's.
const (
	Always   = "always"   // every claim
	Family   = "family"   // members of the family who share the permit (同住人)
	Employer = "employer" // an employer's registration
)

// Needed is a paper with what it is needed for: indicators' ids, Always or Family.
type Needed struct {
	*Paper
	Why []string
}

// Checklist is what a claim needs, each paper once, and what it does not.
type Checklist struct {
	Needed    []Needed
	NotNeeded []*Paper
}

// Checklist lists the papers of a claim that was scored, those of the lines that give points and those always needed; with
// family, those of the members who share the permit as well. Papers of an employer's registration are no part of a claim.
func (e *Edition) Checklist(s *Score, family bool) Checklist {
	var list Checklist
	for i := range e.Papers {
		p := &e.Papers[i]
		var why []string
		claims := false
		for _, use := range p.For {
			claims = claims || use != Employer
			if e.uses(use, s, family) {
				why = append(why, use)
			}
		}
		switch {
		case why != nil:
			list.Needed = append(list.Needed, Needed{p, why})
		case claims:
			list.NotNeeded = append(list.NotNeeded, p)
		}
	}
	return list
}

// uses says whether a claim makes a use of papers.
func (e *Edition) uses(use string, s *Score, family bool) bool {
	switch use {
	case Always:
		return true
	case Family:
		return family
	case Employer:
		return false
	}
	at := e.Indicator(use)
	return at >= 0 && s.Lines[at].Points.Max > 0
}

// papersFor are the ids of the papers that a claim needs.
func (e *Edition) papersFor(s *Score) []string {
	ids := make([]string, 0, len(e.Papers))
	for i := range e.Papers {
		for _, use := range e.Papers[i].For {
			if e.uses(use, s, false) {
				ids = append(ids, e.Papers[i].ID)
				break
			}
		}
	}
	return ids
}
