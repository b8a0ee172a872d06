package main

import (
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"jifen/api/store"
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/process"
)

// entry is a 用人单位 as it registered.
type entry struct {
	id, uscc, owns, name, kind, district, contact, phone string
	state, reason, waitsUntil, createdAt                 string
}

const entryColumns = `id, uscc, COALESCE(owns, ''), name, kind, district, contact, phone, state, reason, waits_until, created_at`

// scanEntry reads a row of entryColumns. One that waited too long is closed, whether that was written down or not.
func (c *call) scanEntry(row interface{ Scan(...any) error }) (*entry, error) {
	e := &entry{}
	err := row.Scan(&e.id, &e.uscc, &e.owns, &e.name, &e.kind, &e.district, &e.contact, &e.phone, &e.state, &e.reason, &e.waitsUntil, &e.createdAt)
	if err != nil {
		return nil, err
	}
	if e.state == pending && e.waitsUntil < instant(c.now) {
		e.state, e.reason = closed, lapsed
	}
	var err1, err2 error
	e.contact, err1 = c.keys.open("employer contact", e.contact)
	e.phone, err2 = c.keys.open("employer phone", e.phone)
	return e, errors.Join(err1, err2)
}

// entryBy reads an employer, nil where there is none.
func (c *call) entryBy(id string) (*entry, error) {
	e, err := c.scanEntry(c.tx.Row(`SELECT `+entryColumns+` FROM employers WHERE id = $1`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("reading an employer: %w", err)
	}
	return e, nil
}

// show is an employer as its district and it itself see it.
func (c *call) show(e *entry) map[string]any {
	reason := e.reason
	if own, ok := ownReasons[reason]; ok {
		reason = own.In(c.lang)
	}
	waits := any(nil)
	if e.state == pending {
		waits = e.waitsUntil
	}
	return map[string]any{"id": e.id, "name": e.name, "uscc": e.uscc, "kind": e.kind, "district": e.district, "contact": e.contact, "phone": e.phone,
		"state": e.state, "reason": reason, "waits_until": waits}
}

// readEntry reads the fields of an entry.
func readEntry(b *object) *entry {
	return &entry{
		name: b.line("name", longestUnit, true), uscc: b.uscc("uscc"), kind: b.oneOf("kind", true, "enterprise", "association", "private_non_enterprise"),
		district: b.oneOf("district", true, process.Districts...), contact: b.line("contact", longestName, true), phone: b.phone("phone"),
	}
}

// register takes an employer's entry, which then waits for its district. The password is its own choice.
func (c *call) register() (*answer, error) {
	b := c.fields()
	e := readEntry(b)
	password := b.secret("password")
	if password != "" {
		*b.wrong = append(*b.wrong, weak("password", password, c.lang, e.uscc, e.name, e.phone, e.contact)...)
	}
	check := func() error {
		if err := c.again(false); err != nil {
			return err
		}
		if e.uscc != "" {
			if err := c.room(e.uscc, ""); err != nil {
				return err
			}
		}
		return b.done()
	}
	hash := ""
	slow := func() error {
		if wait := c.limits.take("register_address", c.address); wait > 0 {
			return tooMany(wait)
		}
		hash = hashPassword(password)
		return nil
	}
	return c.between(check, slow, func() (*answer, error) { return c.enter(e, hash) })
}

func (c *call) enter(e *entry, hash string) (*answer, error) {
	if err := c.makeRoom(e.uscc, ""); err != nil {
		return nil, err
	}
	e.id = newID()
	err := c.tx.Put(`INSERT INTO employers (id, uscc, name, kind, district, contact, phone, state, waits_until, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'pending', $8, $9)`,
		e.id, e.uscc, e.name, e.kind, e.district, c.keys.seal("employer contact", e.contact), c.keys.seal("employer phone", e.phone), c.waitsUntil(), instant(c.now))
	if err != nil {
		return nil, fmt.Errorf("entering an employer: %w", err)
	}
	if err := c.addAccount(&account{role: process.Employer, name: e.contact, employerID: e.id}, waitingLogin(e.id, 0), hash, false); err != nil {
		return nil, err
	}
	if err := c.audit("register_employer", "employer/"+e.id, map[string]any{"uscc": e.uscc, "district": e.district}); err != nil {
		return nil, err
	}
	return &answer{status: http.StatusCreated, body: map[string]any{"id": e.id, "state": pending, "waits_until": c.waitsUntil()}}, nil
}

// employers lists those of the officer's district, the oldest entry first; an employer sees itself.
func (c *call) employers() (*answer, error) {
	if err := c.may(process.Officer, process.Employer); err != nil {
		return nil, err
	}
	p, err := c.page(2)
	if err != nil {
		return nil, err
	}
	state := c.r.URL.Query().Get("state")
	if states := []string{pending, approved, refused, suspended, closed}; state != "" && !slices.Contains(states, state) {
		return nil, invalid([]applicant.Problem{{Field: "state", Message: rules.Fill(sayOneOf.In(c.lang), strings.Join(states, ", "))}})
	}
	var all []*entry
	collect := func(r store.Row) error {
		e, err := c.scanEntry(r)
		if err == nil && (c.who.role == process.Officer || state == "" || state == e.state) {
			all = append(all, e)
		}
		return err
	}
	if c.who.role == process.Employer {
		err = c.tx.Each(collect, `SELECT `+entryColumns+` FROM employers WHERE id = $1 AND (created_at, id) > ($2, $3)`, c.who.employerID, p.after[0], p.after[1])
	} else {
		err = c.eachEntry(collect, p, state)
	}
	if err != nil {
		return nil, fmt.Errorf("listing employers: %w", err)
	}
	return cut(p, all, func(e *entry) []string { return []string{e.createdAt, e.id} }, c.show), nil
}

// eachEntry reads a part of the district's employers, of one state or, where it is empty, of all.
func (c *call) eachEntry(collect func(store.Row) error, p *page, state string) error {
	if state == "" {
		return c.tx.Each(collect, `SELECT `+entryColumns+` FROM employers WHERE district = $1 AND (created_at, id) > ($2, $3)
			AND (lower(name) LIKE lower($4) ESCAPE '!' OR uscc LIKE upper($4) ESCAPE '!') ORDER BY created_at, id LIMIT $5`,
			c.who.district, p.after[0], p.after[1], containing(p.q), p.limit+1)
	}
	// Those that waited too long are closed, and stand as pending until that is written down.
	also := state
	if state == closed {
		also = pending
	}
	return c.tx.Each(collect, `SELECT `+entryColumns+` FROM employers WHERE district = $1 AND (created_at, id) > ($2, $3)
		AND (lower(name) LIKE lower($4) ESCAPE '!' OR uscc LIKE upper($4) ESCAPE '!')
		AND state IN ($6, $7) AND (state <> 'pending' OR (waits_until >= $8) = ($6 = 'pending')) ORDER BY created_at, id LIMIT $5`,
		c.who.district, p.after[0], p.after[1], containing(p.q), p.limit+1, state, also, instant(c.now))
}

// seenEntry is the employer of the call's address, where it is the caller's to see.
func (c *call) seenEntry() (*entry, error) {
	e, err := c.entryBy(c.pathID())
	if err != nil {
		return nil, err
	}
	if e == nil || e.id != c.who.employerID && (c.who.role != process.Officer || e.district != c.who.district) {
		return nil, notFound()
	}
	return e, nil
}

func (c *call) employer() (*answer, error) {
	e, err := c.seenEntry()
	if err != nil {
		return nil, err
	}
	return &answer{body: c.show(e)}, nil
}

// mendEmployer replaces a refused entry, which then waits anew. Its account stays.
func (c *call) mendEmployer() (*answer, error) {
	e, err := c.seenEntry()
	if err != nil {
		return nil, err
	}
	if err := c.may(process.Employer); err != nil {
		return nil, err
	}
	b := c.fields()
	mended := readEntry(b)
	if e.state != refused {
		return nil, wrongState([]string{})
	}
	if mended.uscc != "" {
		if err := c.room(mended.uscc, e.id); err != nil {
			return nil, err
		}
	}
	if err := b.done(); err != nil {
		return nil, err
	}
	if err := c.makeRoom(mended.uscc, e.id); err != nil {
		return nil, err
	}
	err = c.tx.Put(`UPDATE employers SET uscc = $2, name = $3, kind = $4, district = $5, contact = $6, phone = $7, state = 'pending', reason = '', waits_until = $8 WHERE id = $1`,
		e.id, mended.uscc, mended.name, mended.kind, mended.district, c.keys.seal("employer contact", mended.contact), c.keys.seal("employer phone", mended.phone), c.waitsUntil())
	if err != nil {
		return nil, fmt.Errorf("mending an employer's entry: %w", err)
	}
	// The first account is the contact's; further staff have names of their own.
	if err := c.tx.Put(`UPDATE accounts SET name = $2 WHERE employer_id = $1 AND number = 0`, e.id, c.keys.seal("account name", mended.contact)); err != nil {
		return nil, fmt.Errorf("naming an employer's account: %w", err)
	}
	return c.tellEntry(e.id, "mend_employer", map[string]any{"uscc": mended.uscc, "district": mended.district})
}

// judgedEntry is the employer that an officer judges, where the same call did not do so before.
func (c *call) judgedEntry() (*entry, error) {
	e, err := c.seenEntry()
	if err == nil {
		err = c.may(process.Officer)
	}
	if err == nil {
		err = c.again(false)
	}
	return e, err
}

// decideEmployer approves or refuses an entry.
func (c *call) decideEmployer() (*answer, error) {
	e, err := c.judgedEntry()
	if err != nil {
		return nil, err
	}
	if e.state != pending {
		return nil, wrongState(e.possible())
	}
	b := c.fields()
	approve, known := b.truth("approve", true)
	reason := b.text("reason", 500, known && !approve)
	if approve {
		if owned, err := c.owned(e.uscc); err != nil {
			return nil, err
		} else if owned {
			return nil, conflict("同一统一社会信用代码已有核准的单位", "An employer with this unified social credit code is approved already")
		}
	}
	if err := b.done(); err != nil {
		return nil, err
	}
	if approve {
		err = c.own(e)
	} else {
		err = c.tx.Put(`UPDATE employers SET state = 'refused', reason = $2, waits_until = '', decided_at = $3 WHERE id = $1`, e.id, reason, instant(c.now))
	}
	if err != nil {
		return nil, fmt.Errorf("deciding on an employer: %w", err)
	}
	return c.tellEntry(e.id, "decide_employer", map[string]any{"approve": approve})
}

// possible are the calls that its officer can make of an employer.
func (e *entry) possible() []string {
	switch {
	case e.state == pending:
		return []string{"decision"}
	case e.state == approved || e.state == suspended || e.state == closed && e.owns != "":
		return []string{"suspension"}
	}
	return []string{}
}

// suspendEmployer suspends or closes an approved employer, or lifts that. Sign-in ends; its holders and their drafts stay.
func (c *call) suspendEmployer() (*answer, error) {
	e, err := c.judgedEntry()
	if err != nil {
		return nil, err
	}
	b := c.fields()
	state := b.oneOf("state", true, approved, suspended, closed)
	if len(e.possible()) == 0 || e.state == pending || state == e.state || e.state == closed && state == suspended {
		return nil, wrongState(e.possible())
	}
	reason := b.text("reason", 500, state != approved)
	if err := b.done(); err != nil {
		return nil, err
	}
	if state == approved {
		reason = ""
	}
	if err := c.tx.Put(`UPDATE employers SET state = $2, reason = $3 WHERE id = $1`, e.id, state, reason); err != nil {
		return nil, fmt.Errorf("suspending an employer: %w", err)
	}
	if state != approved {
		if err := c.tx.Put(`DELETE FROM sessions WHERE account_id IN (SELECT id FROM accounts WHERE employer_id = $1)`, e.id); err != nil {
			return nil, fmt.Errorf("ending an employer's sessions: %w", err)
		}
	}
	return c.tellEntry(e.id, "suspend_employer", map[string]any{"state": state})
}

// tellEntry notes what was done and answers with the employer as it stands now.
func (c *call) tellEntry(id, action string, detail map[string]any) (*answer, error) {
	if err := c.audit(action, "employer/"+id, detail); err != nil {
		return nil, err
	}
	e, err := c.entryBy(id)
	if err != nil {
		return nil, err
	}
	return &answer{body: c.show(e)}, nil
}
