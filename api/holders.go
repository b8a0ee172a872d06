package main

import (
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"jifen/api/store"
	"jifen/rules"
	"jifen/rules/process"
)

// resident is a holder as it is kept.
type resident struct {
	id, idNumber, name, phone, employerID, createdAt string
	signedIn                                         bool
}

const residentColumns = `id, id_number, name, phone, employer_id, signed_in, created_at`

func (c *call) scanResident(row interface{ Scan(...any) error }) (*resident, error) {
	p := &resident{}
	var signed int64
	if err := row.Scan(&p.id, &p.idNumber, &p.name, &p.phone, &p.employerID, &signed, &p.createdAt); err != nil {
		return nil, err
	}
	p.signedIn = signed != 0
	var err1, err2, err3 error
	p.idNumber, err1 = c.keys.open("holder id_number", p.idNumber)
	p.name, err2 = c.keys.open("holder name", p.name)
	p.phone, err3 = c.keys.open("holder phone", p.phone)
	return p, errors.Join(err1, err2, err3)
}

// residentBy reads a holder, nil where there is none.
func (c *call) residentBy(id string) (*resident, error) {
	p, err := c.scanResident(c.tx.Row(`SELECT `+residentColumns+` FROM holders WHERE id = $1`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("reading a holder: %w", err)
	}
	return p, nil
}

// readResident reads the fields of a new holder.
func readResident(b *object) *resident {
	return &resident{name: b.line("name", longestName, true), idNumber: b.idNumber("id_number"), phone: b.phone("phone")}
}

var sayKnownHolder = rules.Text{ZH: "这位持证人已经有账号", EN: "This holder has an account already"}

// addHolder makes a holder's account. Of a holder who exists nothing is told, not even where.
func (c *call) addHolder() (*answer, error) {
	b := c.fields()
	p := readResident(b)
	check := func() error {
		if err := c.mayApproved(); err != nil {
			return err
		}
		if err := c.again(true); err != nil {
			return err
		}
		if p.idNumber != "" {
			if known, err := c.knownHolder(p.idNumber); err != nil {
				return err
			} else if known {
				return conflict(sayKnownHolder.ZH, sayKnownHolder.EN)
			}
		}
		return b.done()
	}
	var first slip
	return c.between(check, first.make, func() (*answer, error) {
		if err := c.enterHolder(p, first.hash); err != nil {
			return nil, err
		}
		if err := c.audit("add_holder", "holder/"+p.id, nil); err != nil {
			return nil, err
		}
		return &answer{status: http.StatusCreated, body: c.firstOf(p.id, p.idNumber, first.password)}, nil
	})
}

// firstOf tells a first password, once, and until when it is good.
func (c *call) firstOf(id, login, first string) map[string]any {
	return map[string]any{"id": id, "login": login, "first_password": first, "good_until": c.firstUntil()}
}

func (c *call) knownHolder(idNumber string) (bool, error) {
	var n int
	if err := c.tx.Row(`SELECT count(*) FROM holders WHERE id_hash = $1`, c.keys.find("id_number", idNumber)).Scan(&n); err != nil {
		return false, fmt.Errorf("looking for a holder: %w", err)
	}
	return n > 0, nil
}

// enterHolder makes a holder of the caller's employer, and the account.
func (c *call) enterHolder(p *resident, hash string) error {
	p.id, p.employerID = newID(), c.who.employerID
	err := c.tx.Put(`INSERT INTO holders (id, id_hash, id_number, name, phone, employer_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		p.id, c.keys.find("id_number", p.idNumber), c.keys.seal("holder id_number", p.idNumber), c.keys.seal("holder name", p.name), c.keys.seal("holder phone", p.phone), p.employerID, instant(c.now))
	if err != nil {
		return fmt.Errorf("entering a holder: %w", err)
	}
	return c.addAccount(&account{role: process.Holder, name: p.name, holderID: p.id}, p.idNumber, hash, true)
}

// mostLookedAt is how many holders are opened at once in search of a name; next goes on from there.
const mostLookedAt = 2000

// holders lists the holders of the employer, the oldest first. Names and numbers stand encrypted, so that a search opens them one
// by one, and may give a page that is not full; q is a part of the name or the last figures of the ID number.
func (c *call) holders() (*answer, error) {
	if err := c.mayApproved(); err != nil {
		return nil, err
	}
	p, err := c.page(2)
	if err != nil {
		return nil, err
	}
	most := p.limit + 1
	if p.q != "" {
		most = mostLookedAt
	}
	var all []*resident
	var last *resident
	looked := 0
	err = c.tx.Each(func(r store.Row) (err error) {
		if last, err = c.scanResident(r); err != nil {
			return err
		}
		looked++
		if strings.Contains(last.name, p.q) || strings.HasSuffix(last.idNumber, strings.ToUpper(p.q)) {
			all = append(all, last)
		}
		return nil
	}, `SELECT `+residentColumns+` FROM holders WHERE employer_id = $1 AND (created_at, id) > ($2, $3) ORDER BY created_at, id LIMIT $4`, c.who.employerID, p.after[0], p.after[1], most)
	if err != nil {
		return nil, fmt.Errorf("listing holders: %w", err)
	}
	keys := func(p *resident) []string { return []string{p.createdAt, p.id} }
	if p.q != "" && looked == most && len(all) <= p.limit {
		return listed(all, cursor(keys(last)), showResident), nil
	}
	return cut(p, all, keys, showResident), nil
}

// showResident is a holder in its employer's list. Until the first sign-in the first password can be renewed.
func showResident(p *resident) map[string]any {
	return map[string]any{"id": p.id, "name": p.name, "id_number": maskNumber(p.idNumber), "phone": maskPhone(p.phone), "signed_in": p.signedIn}
}

// ownHolder is the holder of the call's address, where it is the caller's: its employer's, or itself.
func (c *call) ownHolder() (*resident, error) {
	p, err := c.residentBy(c.pathID())
	if err != nil {
		return nil, err
	}
	own := p != nil && (c.who.role == process.Employer && p.employerID == c.who.employerID || c.who.role == process.Holder && p.id == c.who.holderID)
	if !own {
		return nil, notFound()
	}
	return p, nil
}

// renewFirst gives a holder who has never signed in another first password.
func (c *call) renewFirst() (*answer, error) {
	var p *resident
	check := func() (err error) {
		if p, err = c.ownHolder(); err != nil {
			return err
		}
		if err := c.mayApproved(); err != nil {
			return err
		}
		if err := c.again(true); err != nil {
			return err
		}
		if p.signedIn {
			return conflict("持证人已经登录过，首次密码不能再换；忘记密码请到受理点重置", "The holder has signed in before; a lost password is reset at the reception point")
		}
		return c.fields().done()
	}
	var first slip
	return c.between(check, first.make, func() (*answer, error) {
		a, err := c.accountBy("holder_id", p.id)
		if err != nil {
			return nil, err
		}
		if err := c.setPassword(a.id, first.hash, true); err != nil {
			return nil, err
		}
		if err := c.audit("renew_first_password", "account/"+a.id, nil); err != nil {
			return nil, err
		}
		return &answer{body: c.firstOf(p.id, p.idNumber, first.password)}, nil
	})
}

// leave parts a holder from the employer, by either's word. What is open with it is withdrawn; what was decided stays with it,
// masked.
func (c *call) leave() (*answer, error) {
	p, err := c.ownHolder()
	if err != nil {
		return nil, err
	}
	if err := c.may(process.Employer, process.Holder); err != nil {
		return nil, err
	}
	if err := c.approvedOnly(); err != nil {
		return nil, err
	}
	if p.employerID == "" {
		return nil, conflict("已经没有用人单位", "There is no employer to leave")
	}
	withdrawn, err := c.openWith(p.id, p.employerID)
	if err != nil {
		return nil, err
	}
	if withdrawn {
		if err := c.withdrawOpen(p.id, "持证人离开单位"); err != nil {
			return nil, err
		}
	}
	if err := c.tx.Put(`UPDATE holders SET employer_id = '' WHERE id = $1`, p.id); err != nil {
		return nil, fmt.Errorf("parting a holder from the employer: %w", err)
	}
	if err := c.audit("leave_employer", "holder/"+p.id, map[string]any{"employer": p.employerID, "withdrawn": withdrawn}); err != nil {
		return nil, err
	}
	return &answer{body: map[string]any{"id": p.id, "employer_id": nil, "withdrawn": withdrawn}}, nil
}

// openWith says whether the holder's open application is with this employer: one that was opened for another goes on.
func (c *call) openWith(holder, employer string) (bool, error) {
	var n int
	err := c.tx.Row(`SELECT count(*) FROM open_applications o JOIN applications a ON a.id = o.application_id WHERE o.holder_id = $1 AND a.employer_id = $2`, holder, employer).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("looking for an open application: %w", err)
	}
	return n > 0, nil
}
