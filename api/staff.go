package main

import (
	"fmt"
	"net/http"

	"jifen/api/store"
	"jifen/rules/process"
)

// An employer may have further HR officers, each with a sign-in of its own, USCC#n, and an own name in the events. Numbers are
// not given twice, so that a name in an old event is never another's.

func (c *call) staff() (*answer, error) {
	if err := c.mayApproved(); err != nil {
		return nil, err
	}
	p, err := c.page(2)
	if err != nil {
		return nil, err
	}
	e, err := c.entryBy(c.who.employerID)
	if err != nil {
		return nil, err
	}
	type hr struct {
		id, name, first, createdAt string
		number                     int64
	}
	var all []*hr
	err = c.tx.Each(func(r store.Row) error {
		var one hr
		if err := r.Scan(&one.id, &one.name, &one.first, &one.createdAt, &one.number); err != nil {
			return err
		}
		all = append(all, &one)
		one.name, err = c.keys.open("account name", one.name)
		return err
	}, `SELECT id, name, first_until, created_at, number FROM accounts WHERE employer_id = $1 AND number > 0 AND disabled = ''
		AND (created_at, id) > ($2, $3) ORDER BY created_at, id LIMIT $4`, e.id, p.after[0], p.after[1], p.limit+1)
	if err != nil {
		return nil, fmt.Errorf("listing an employer's staff: %w", err)
	}
	return cut(p, all, func(one *hr) []string { return []string{one.createdAt, one.id} }, func(one *hr) map[string]any {
		return map[string]any{"id": one.id, "login": ownLogin(e.uscc, one.number), "name": one.name, "signed_in": one.first == ""}
	}), nil
}

// mayApproved lets the employer by that its reception point has approved.
func (c *call) mayApproved() error {
	if err := c.may(process.Employer); err != nil {
		return err
	}
	return c.approvedOnly()
}

func (c *call) addStaff() (*answer, error) {
	b := c.fields()
	name := b.line("name", longestName, true)
	check := func() error {
		if err := c.mayApproved(); err != nil {
			return err
		}
		if err := c.again(true); err != nil {
			return err
		}
		return b.done()
	}
	var first slip
	return c.between(check, first.make, func() (*answer, error) {
		e, err := c.entryBy(c.who.employerID)
		if err != nil {
			return nil, err
		}
		a := &account{role: process.Employer, name: name, employerID: e.id}
		if err := c.tx.Row(`SELECT max(number) + 1 FROM accounts WHERE employer_id = $1`, e.id).Scan(&a.number); err != nil {
			return nil, fmt.Errorf("numbering an employer's staff: %w", err)
		}
		login := ownLogin(e.uscc, a.number)
		if err := c.addAccount(a, login, first.hash, true); err != nil {
			return nil, err
		}
		if err := c.audit("add_staff", "account/"+a.id, nil); err != nil {
			return nil, err
		}
		return &answer{status: http.StatusCreated, body: c.firstOf(a.id, login, first.password)}, nil
	})
}

// dropStaff ends the sign-in of one of them. Its name stays in the events.
func (c *call) dropStaff() (*answer, error) {
	if err := c.may(process.Employer); err != nil {
		return nil, err
	}
	a, err := c.accountBy("id", c.pathID())
	if err != nil {
		return nil, err
	}
	if a == nil || a.employerID != c.who.employerID || a.number == 0 || a.disabled != "" {
		return nil, notFound()
	}
	if err := c.approvedOnly(); err != nil {
		return nil, err
	}
	if a.id == c.who.id {
		return nil, conflict("不能停用自己的账号", "One does not end an account of one's own")
	}
	if err := c.disable(a.id); err != nil {
		return nil, err
	}
	if err := c.audit("drop_staff", "account/"+a.id, nil); err != nil {
		return nil, err
	}
	return &answer{body: map[string]any{"id": a.id, "ended": true}}, nil
}

// disable ends an account and its sessions.
func (c *call) disable(id string) error {
	if err := c.tx.Put(`UPDATE accounts SET disabled = $2 WHERE id = $1`, id, instant(c.now)); err != nil {
		return fmt.Errorf("ending an account: %w", err)
	}
	return c.endSessions(id)
}
