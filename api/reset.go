package main

import (
	"fmt"
	"unicode"

	"jifen/rules"
	"jifen/rules/process"
)

// One who lost everything comes to the reception point with papers, and its officer gives the account another first password. The
// phone on record is told, so that whoever it belongs to learns of a reset that was not theirs.

var sayNumbers = rules.Text{ZH: "只写看了哪几种材料，不要写姓名和号码", EN: "say which kinds of papers were seen, without names or numbers"}

// mostFigures is how many figures may stand in a text that goes into the audit log, which holds nothing personal.
const mostFigures = 4

func (c *call) resetAccount() (*answer, error) {
	b := c.fields()
	login, seen := b.line("login", 100, true), b.line("seen", 100, true)
	if figures(seen) > mostFigures {
		b.problem("seen", sayNumbers)
	}
	var a *account
	check := func() (err error) {
		if err := c.may(process.Officer); err != nil {
			return err
		}
		if login != "" {
			if a, err = c.resettable(login); err != nil {
				return err
			}
		}
		if err := c.again(true); err != nil {
			return err
		}
		if a != nil && a.role == process.Employer {
			if open, err := c.employerSignsIn(a.employerID); err != nil {
				return err
			} else if !open {
				return conflict("单位已经停用，账号不能重置", "The employer is suspended or closed; its account cannot be reset")
			}
		}
		return b.done()
	}
	var first slip
	return c.between(check, first.make, func() (*answer, error) {
		if err := c.setPassword(a.id, first.hash, true); err != nil {
			return nil, err
		}
		if err := c.oweReset(a); err != nil {
			return nil, err
		}
		if err := c.audit("reset_account", "account/"+a.id, map[string]any{"seen": seen}); err != nil {
			return nil, err
		}
		return &answer{body: c.firstOf(a.id, loginOf(login), first.password)}, nil
	})
}

// figures is how many figures a text has, of any kind and wherever they stand: a number may be written in parts.
func figures(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsNumber(r) {
			n++
		}
	}
	return n
}

// resettable finds the account of a sign-in name, where it is of the officer's district. Officers and auditors have none.
func (c *call) resettable(login string) (*account, error) {
	named, err := c.namedSo(login)
	if err != nil {
		return nil, err
	}
	var mine []*account
	for _, a := range named {
		district, any, err := c.districtOf(a)
		if err != nil {
			return nil, err
		}
		if a.disabled == "" && (any || district != "" && district == c.who.district) {
			mine = append(mine, a)
		}
	}
	switch {
	case len(mine) == 0:
		return nil, notFound()
	case len(mine) > 1:
		return nil, conflict("这个统一社会信用代码下有几份登记在等候，请先审核", "Several entries wait under this unified social credit code; decide on them first")
	}
	return mine[0], nil
}

// districtOf is the district of an account: its employer's, or where a holder has none, that of the last application. Any officer
// may help a holder who has neither.
func (c *call) districtOf(a *account) (district string, any bool, err error) {
	employer := a.employerID
	switch a.role {
	case process.Employer:
	case process.Holder:
		p, err := c.residentBy(a.holderID)
		if err != nil || p == nil {
			return "", false, err
		}
		employer = p.employerID
	default:
		return "", false, nil
	}
	if employer != "" {
		e, err := c.entryBy(employer)
		if err != nil || e == nil {
			return "", false, err
		}
		return e.district, false, nil
	}
	err = c.tx.Row(`SELECT COALESCE((SELECT district FROM applications WHERE holder_id = $1 AND district <> '' ORDER BY created_at DESC LIMIT 1), '')`, a.holderID).Scan(&district)
	if err != nil {
		return "", false, fmt.Errorf("looking for a holder's district: %w", err)
	}
	return district, district == "", nil
}

// resetText is what the phone on record is told. It has no password in it.
func resetText(district string) string {
	return "【居住证积分】您的账号已由" + district + "区受理点重置密码。如果不是您本人办理，请马上联系受理点。"
}

// oweReset owes the phone on record a message of the reset.
func (c *call) oweReset(a *account) error {
	to, phone := "holder", ""
	if a.role == process.Employer {
		e, err := c.entryBy(a.employerID)
		if err != nil {
			return err
		}
		to, phone = "employer", e.phone
	} else {
		p, err := c.residentBy(a.holderID)
		if err != nil {
			return err
		}
		phone = p.phone
	}
	at := instant(c.now)
	err := c.tx.Put(`INSERT INTO messages (id, application_id, kind, to_whom, phone, text, state, next_at, created_at, changed_at) VALUES ($1, $6, 'reset', $2, $3, $4, 'owed', $5, $5, $5)`,
		newID(), to, c.keys.seal("message phone", phone), c.keys.seal("message text", resetText(c.who.district)), at, a.id)
	if err != nil {
		return fmt.Errorf("owing a message: %w", err)
	}
	return nil
}
