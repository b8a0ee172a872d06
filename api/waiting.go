package main

import (
	"database/sql"
	"fmt"

	"jifen/api/store"
	"jifen/rules"
)

// Who waits does not own a uscc: anybody can write one into the form. So several employers may wait under one, each with a
// password of its own, and the sign-in name is all of theirs until one is approved and owns it. The account of one that waits is
// kept under the employer's id instead; whoever signs in with a uscc is looked for among its owner and the few that wait. An
// entry that was refused waits too, for its employer to mend it, but gives way to a new one where the places are taken.

// The states of an employer.
const (
	pending   = "pending"
	approved  = "approved"
	refused   = "refused"
	suspended = "suspended"
	closed    = "closed"
)

// The reasons that are the program's and no officer's; they are kept by these ids.
const (
	lapsed  = "#lapsed"
	outdone = "#outdone"
	gaveWay = "#gave_way"
)

var ownReasons = map[string]rules.Text{
	lapsed:  {ZH: "等候期已过，没有审核，请重新登记", EN: "It waited for its full time without a decision; register again"},
	outdone: {ZH: "同一统一社会信用代码的另一份登记已经核准", EN: "Another entry under the same unified social credit code was approved"},
	gaveWay: {ZH: "没有核准，其后有新的登记占用了名额", EN: "It was refused, and later entries took its place"},
}

// waitingLogin is the sign-in name under which the account of an employer that owns no uscc is kept. Its number tells its staff.
func waitingLogin(employer string, number int64) string {
	return fmt.Sprintf("/%s#%d", employer, number)
}

// ownLogin is the sign-in name of the owner of a uscc, and with a number of its further staff.
func ownLogin(uscc string, number int64) string {
	if number == 0 {
		return uscc
	}
	return fmt.Sprintf("%s#%d", uscc, number)
}

// namedSo finds the accounts that a sign-in name may mean: the one that has it, and the employers that wait under it.
func (c *call) namedSo(login string) ([]*account, error) {
	var all []*account
	a, err := c.accountBy("login", c.keys.find("login", loginOf(login)))
	if err != nil {
		return nil, err
	}
	if a != nil {
		all = append(all, a)
	}
	var ids []string
	err = c.tx.Each(func(r store.Row) error {
		var id string
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}, `SELECT a.id FROM employers e JOIN accounts a ON a.employer_id = e.id AND a.number = 0
		WHERE e.uscc = $1 AND (e.state = 'refused' OR e.state = 'pending' AND e.waits_until >= $2) AND a.disabled = ''
		ORDER BY e.created_at DESC, e.id DESC LIMIT $3`, loginOf(login), instant(c.now), c.limits.Pending.Most)
	if err != nil {
		return nil, fmt.Errorf("looking for employers that wait: %w", err)
	}
	for _, id := range ids {
		if a, err = c.accountBy("id", id); err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

// leastTried is how many passwords a sign-in tries at the least: under a uscc as many as may ever stand there, its owner and those
// that wait, so that the time does not tell how many do.
func (c *call) leastTried(login string) int {
	if validUSCC(loginOf(login)) {
		return c.limits.Pending.Most + 1
	}
	return 1
}

// whose finds the account that has the password, nil where none has. Each is tried, and nobody in the place of those that lack of
// least, so that the time tells nothing of which or how many.
func whose(named []*account, password string, least int) *account {
	for range least - len(named) {
		samePassword(nobody, password)
	}
	var found *account
	for _, a := range named {
		if samePassword(a.password, password) && found == nil {
			found = a
		}
	}
	return found
}

// employerSignsIn says whether an employer's accounts may be used: not once it was suspended or closed, or waited too long.
func (c *call) employerSignsIn(id string) (bool, error) {
	e, err := c.entryBy(id)
	if err != nil || e == nil {
		return false, err
	}
	return c.open(e.state, e.waitsUntil), nil
}

// open says whether an employer in this state, which waits until then, has accounts that may be used.
func (c *call) open(state, until string) bool {
	return state == pending && until >= instant(c.now) || state == refused || state == approved
}

// approvedOnly refuses an employer that is not approved as yet. It comes after c.may, and lets every other role by.
func (c *call) approvedOnly() error {
	if c.who.employerID == "" {
		return nil
	}
	e, err := c.entryBy(c.who.employerID)
	if err != nil {
		return err
	}
	if e == nil || e.state != approved {
		return refuse(403, "单位登记还没有核准，请等受理点审核", "The employer's entry is not approved yet; wait for its reception point")
	}
	return nil
}

// owned says whether somebody has the uscc for good: then nobody registers under it.
func (c *call) owned(uscc string) (bool, error) {
	var n int
	err := c.tx.Row(`SELECT count(*) FROM employers WHERE owns = $1 AND state <> 'closed'`, uscc).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("looking for the owner of a code: %w", err)
	}
	return n > 0, nil
}

// room refuses where the uscc is owned, or as many wait under it as may; one that is itself among them does not count.
func (c *call) room(uscc, itself string) error {
	if owned, err := c.owned(uscc); err != nil {
		return err
	} else if owned {
		return conflict("这个统一社会信用代码已经登记核准，请用原来的账号登录", "This unified social credit code is registered and approved; sign in with its account")
	}
	var n int
	err := c.tx.Row(`SELECT count(*) FROM employers WHERE uscc = $1 AND state = 'pending' AND waits_until >= $2 AND id <> $3`, uscc, instant(c.now), itself).Scan(&n)
	if err != nil {
		return fmt.Errorf("counting employers that wait: %w", err)
	}
	if n >= c.limits.Pending.Most {
		return conflict("这个统一社会信用代码下等待审核的登记已满，请联系受理点", "As many entries as may wait under this unified social credit code; ask the reception point")
	}
	return nil
}

// makeRoom ends the entries that waited too long, and the oldest refused ones of a uscc where its places are taken.
func (c *call) makeRoom(uscc, itself string) error {
	now := instant(c.now)
	if err := c.tx.Put(`UPDATE employers SET state = 'closed', reason = $1, waits_until = '' WHERE state = 'pending' AND waits_until < $2`, lapsed, now); err != nil {
		return fmt.Errorf("ending entries that waited too long: %w", err)
	}
	err := c.tx.Put(`UPDATE employers SET state = 'closed', reason = $1 WHERE state = 'refused' AND uscc = $2 AND id <> $3 AND id NOT IN
		(SELECT id FROM employers WHERE uscc = $2 AND id <> $3 AND state IN ('pending', 'refused') ORDER BY state, created_at DESC, id DESC LIMIT $4)`,
		gaveWay, uscc, itself, c.limits.Pending.Most-1)
	if err != nil {
		return fmt.Errorf("making room for a new entry: %w", err)
	}
	return nil
}

// waitsUntil is how long an entry of today waits.
func (c *call) waitsUntil() string {
	return instant(c.now.AddDate(0, 0, c.limits.Pending.Days))
}

// own gives a uscc to an approved employer, with its sign-in name, and ends the others that wait under it. One that was closed
// and owned it until now gives it up.
func (c *call) own(e *entry) error {
	var before string
	err := c.tx.Row(`SELECT id FROM employers WHERE owns = $1 AND state = 'closed' AND id <> $2`, e.uscc, e.id).Scan(&before)
	if err == nil {
		if err := c.tx.Put(`UPDATE employers SET owns = NULL WHERE id = $1`, before); err != nil {
			return fmt.Errorf("taking a code from a closed employer: %w", err)
		}
		err = c.rename(before, func(n int64) string { return waitingLogin(before, n) })
	}
	if err != nil && err != sql.ErrNoRows {
		return fmt.Errorf("taking a code from a closed employer: %w", err)
	}
	if err := c.tx.Put(`UPDATE employers SET state = 'approved', owns = uscc, reason = '', waits_until = '', decided_at = $2 WHERE id = $1`, e.id, instant(c.now)); err != nil {
		return fmt.Errorf("approving an employer: %w", err)
	}
	if err := c.rename(e.id, func(n int64) string { return ownLogin(e.uscc, n) }); err != nil {
		return err
	}
	err = c.tx.Put(`UPDATE employers SET state = 'closed', reason = $3, waits_until = '' WHERE uscc = $1 AND id <> $2 AND state IN ('pending', 'refused')`, e.uscc, e.id, outdone)
	if err != nil {
		return fmt.Errorf("ending the other entries: %w", err)
	}
	return nil
}

// rename gives the accounts of an employer other sign-in names, by their number.
func (c *call) rename(employer string, login func(int64) string) error {
	logins := map[string]string{}
	err := c.tx.Each(func(r store.Row) error {
		var id string
		var number int64
		err := r.Scan(&id, &number)
		logins[id] = login(number)
		return err
	}, `SELECT id, number FROM accounts WHERE employer_id = $1`, employer)
	for id, l := range logins {
		if err == nil {
			err = c.tx.Put(`UPDATE accounts SET login = $2 WHERE id = $1`, id, c.keys.find("login", loginOf(l)))
		}
	}
	if err != nil {
		return fmt.Errorf("renaming the accounts of an employer: %w", err)
	}
	return nil
}
