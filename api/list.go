package main

import (
	"encoding/json"
	"fmt"

	"jifen/api/store"
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/process"
)

// The list of applications: what the reader may see, the newest first. Of those in one state that still go on the oldest comes first,
// for it has waited longest. Every query is put together here, of constants.

const (
	selected = `SELECT a.id, a.version, a.holder_id, a.employer_id, a.district, a.standing, a.profile, a.submitted_on, a.decided_on, a.total, a.receipt, a.created_at, a.changed_at,
		h.employer_id, e.name FROM applications a JOIN holders h ON h.id = a.holder_id JOIN employers e ON e.id = a.employer_id WHERE `
	ofHolder   = `a.holder_id = $1`
	ofEmployer = `a.employer_id = $1 AND (a.taken_over = 0 AND a.state = 'draft' OR a.taken_over = 1 AND (h.employer_id = a.employer_id OR a.state IN ('decided', 'collected')))`
	ofDistrict = `a.district = $1 AND a.district <> ''`
	ofAll      = `a.id <> $1`
	newest     = ` AND (a.created_at, a.id) < ($2, $3) ORDER BY a.created_at DESC, a.id DESC LIMIT $4`
	newestIn   = ` AND a.state = $5` + newest
	oldestIn   = ` AND a.state = $5 AND (a.created_at, a.id) > ($2, $3) ORDER BY a.created_at, a.id LIMIT $4`
	anyState   = ` AND (a.state = $6 OR $6 = '')` // a part of a page must be all of it, so the state is not left to the reader of the rows
	byReceipt  = ` AND a.receipt_hash = $5` + anyState + newest
	byName     = ` AND a.name_hash = $5` + anyState + newest
)

// queries are the lists of a role.
type queries struct{ all, newestIn, oldestIn, byReceipt, byName string }

var listQueries = map[process.Role]queries{
	process.Holder:   {selected + ofHolder + newest, selected + ofHolder + newestIn, selected + ofHolder + oldestIn, selected + ofHolder + byReceipt, selected + ofHolder + byName},
	process.Employer: {selected + ofEmployer + newest, selected + ofEmployer + newestIn, selected + ofEmployer + oldestIn, selected + ofEmployer + byReceipt, selected + ofEmployer + byName},
	process.Officer:  {selected + ofDistrict + newest, selected + ofDistrict + newestIn, selected + ofDistrict + oldestIn, selected + ofDistrict + byReceipt, selected + ofDistrict + byName},
	// An auditor reads names masked, and so cannot look for one.
	process.Auditor: {selected + ofAll + newest, selected + ofAll + newestIn, selected + ofAll + oldestIn, selected + ofAll + byReceipt, ""},
}

// applications answers GET /v1/applications?state=&q=&cursor=&limit=; q is a receipt or a whole name.
func (c *call) applications() (*answer, error) {
	if err := c.may(signed...); err != nil {
		return nil, err
	}
	p, err := c.page(2)
	if err != nil {
		return nil, err
	}
	name := c.r.URL.Query().Get("state")
	state, known := process.StateNamed(name)
	if name != "" && !known {
		return nil, invalid([]applicant.Problem{{Field: "state", Message: rules.Text{ZH: "没有这种状态", EN: "is no state"}.In(c.lang)}})
	}
	query, last := c.queryFor(p, name, state)
	if query == "" {
		return cut(p, nil, keysOf, c.row), nil
	}
	scope := map[process.Role]string{process.Holder: c.who.holderID, process.Employer: c.who.employerID, process.Officer: c.who.district}[c.who.role]
	args := append([]any{scope, p.after[0], p.after[1], p.limit + 1}, last...)
	var rows []*application
	err = c.tx.Each(func(r store.Row) error {
		a, err := c.scanRow(r)
		rows = append(rows, a)
		return err
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("listing applications: %w", err)
	}
	return cut(p, rows, keysOf, c.row), nil
}

func keysOf(a *application) []string { return []string{a.createdAt, a.id} }

// queryFor chooses the query and the arguments that it takes besides; the query is empty where nothing can be found.
func (c *call) queryFor(p *page, name string, state process.State) (query string, last []any) {
	q := listQueries[c.who.role]
	if name != "" && p.q == "" && state.Open() {
		return q.oldestIn, []any{name}
	}
	if p.after[0] == "" {
		p.after[0] = "9999" // later than any instant
	}
	switch {
	case p.q != "":
		if code, sound := readCode(p.q); sound {
			return q.byReceipt, []any{c.keys.find("receipt", code), name}
		}
		return q.byName, []any{c.nameHash(p.q), name}
	case name != "":
		return q.newestIn, []any{name}
	}
	return q.all, nil
}

// scanRow reads what a row of the list shows.
func (c *call) scanRow(r store.Row) (*application, error) {
	a := &application{}
	var standing, profile, submitted, decided string
	err := r.Scan(&a.id, &a.version, &a.holderID, &a.employerID, &a.district, &standing, &profile, &submitted, &decided, &a.total, &a.receipt, &a.createdAt, &a.changedAt,
		&a.holder.employerID, &a.employer.name)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(standing), &a.standing); err != nil {
		return nil, fmt.Errorf("reading where an application stands: %w", err)
	}
	a.submitted, _ = rules.ParseDate(submitted)
	a.decided, _ = rules.ParseDate(decided)
	o := opener{keys: c.keys}
	o.json("profile", profile, &a.profile)
	a.receipt = o.text("receipt", a.receipt)
	c.sees(a) // notes whether it is masked
	return a, o.err
}

// row is an application in the list.
func (c *call) row(a *application) map[string]any {
	s := &a.standing
	turn, due := nextOf(s)
	name := a.profile.Name
	if a.masked {
		name = maskName(name)
	}
	row := map[string]any{
		"id": a.id, "version": a.version, "kind": s.Kind.String(), "state": s.State.String(), "label": s.State.Meaning().Label.In(c.lang),
		"name": name, "holder_id": a.holderID, "employer_id": a.employerID, "employer": a.employer.name, "district": a.district,
		"submitted_on": dayOrNull(a.submitted), "decided_on": dayOrNull(a.decided), "next_actor": turn, "due_on": due,
		"taken_over": s.TakenOver, "overdue": s.DueOn != 0 && s.DueOn < c.today, "created_at": a.createdAt, "changed_at": a.changedAt,
	}
	if a.submitted != 0 {
		row["total"] = a.total
	}
	if a.receipt != "" && !a.masked {
		row["receipt"] = a.receipt
	}
	return row
}
