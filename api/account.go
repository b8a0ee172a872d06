package main

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"jifen/api/store"
	"jifen/rules/process"
)

// account is who signs in.
type account struct {
	id, name                       string
	role                           process.Role
	password                       string
	firstUntil                     string // a first password, good until then
	consent                        string
	district, employerID, holderID string
	number                         int64 // of an employer's further staff, 0 for its first
	disabled                       string
	totp, totpBegun, recovery      string
	totpLast                       int64
	strong                         bool // this session was begun with a second factor
}

const accountColumns = `a.id, a.role, a.name, a.password, a.first_until, a.consent, a.district, a.employer_id, a.holder_id, a.number, a.disabled,
	a.totp, a.totp_begun, a.totp_last, a.recovery`

// accountBy reads an account, nil where there is none.
func (c *call) accountBy(column, value string) (*account, error) {
	return c.scanAccount(c.tx.Row(`SELECT `+accountColumns+` FROM accounts a WHERE a.`+column+` = $1`, value))
}

// scanAccount reads an account and what else a query gives after its columns, nil where there is none.
func (c *call) scanAccount(row store.Row, more ...any) (*account, error) {
	a := &account{}
	var role, name string
	err := row.Scan(append([]any{&a.id, &role, &name, &a.password, &a.firstUntil, &a.consent,
		&a.district, &a.employerID, &a.holderID, &a.number, &a.disabled, &a.totp, &a.totpBegun, &a.totpLast, &a.recovery}, more...)...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("reading an account: %w", err)
	}
	a.role, _ = process.RoleNamed(role)
	a.name, err = c.keys.open("account name", name)
	return a, err
}

// loginOf is a sign-in name as it is kept: small differences of writing do not make another.
func loginOf(login string) string {
	return strings.ToUpper(strings.TrimSpace(login))
}

// addAccount makes an account with a first password, or one that the person chose.
func (c *call) addAccount(a *account, login, hash string, first bool) error {
	if first {
		a.firstUntil = c.firstUntil()
	}
	a.id = newID()
	err := c.tx.Put(`INSERT INTO accounts (id, role, login, name, password, first_until, district, employer_id, holder_id, number, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		a.id, a.role.String(), c.keys.find("login", loginOf(login)), c.keys.seal("account name", a.name), hash, a.firstUntil, a.district, a.employerID, a.holderID, a.number, instant(c.now))
	if err != nil {
		return fmt.Errorf("making an account: %w", err)
	}
	return nil
}

// firstUntil is how long a first password of now is good.
func (c *call) firstUntil() string {
	return instant(c.now.Add(time.Duration(c.limits.First.Hours) * time.Hour))
}

// setPassword gives an account another password and ends its sessions. With first it must be changed before anything else.
func (c *call) setPassword(id, hash string, first bool) error {
	until := ""
	if first {
		until = c.firstUntil()
	}
	if err := c.tx.Put(`UPDATE accounts SET password = $2, first_until = $3 WHERE id = $1`, id, hash, until); err != nil {
		return fmt.Errorf("changing a password: %w", err)
	}
	return c.endSessions(id)
}

func (c *call) endSessions(account string) error {
	if err := c.tx.Put(`DELETE FROM sessions WHERE account_id = $1`, account); err != nil {
		return fmt.Errorf("ending sessions: %w", err)
	}
	return nil
}

const cookieName = "jifen_session"

// signedIn finds who is signed in, and refuses where somebody must be, or has something outstanding.
func (c *call) signedIn() error {
	cookie, err := c.r.Cookie(cookieName)
	if err == nil && cookie.Value != "" {
		if err := c.resume(hashOf("session", cookie.Value)); err != nil {
			return err
		}
	}
	switch {
	case c.route.who == nil:
		return nil
	case c.who == nil:
		return notSignedIn()
	case !c.route.first && c.outstanding():
		return outstanding()
	}
	return nil
}

// signedInTo is signedIn where the address names an application: both are asked for at once, for PostgreSQL is a way off.
func (c *call) signedInTo() (err error) {
	if c.route.one {
		if c.ahead, err = c.askFor(c.pathID()); err != nil {
			return fmt.Errorf("reading an application: %w", err)
		}
	}
	return c.signedIn()
}

// resume takes up a session that has not ended: neither by being left alone, nor by its age.
func (c *call) resume(id string) error {
	var created, seen, state, until string
	var strong int64
	a, err := c.scanAccount(c.tx.Row(`SELECT `+accountColumns+`, s.created_at, s.seen_at, s.strong, coalesce(e.state, ''), coalesce(e.waits_until, '')
		FROM sessions s JOIN accounts a ON a.id = s.account_id LEFT JOIN employers e ON e.id = a.employer_id WHERE s.id = $1`, id), &created, &seen, &strong, &state, &until)
	if err != nil || a == nil || a.disabled != "" {
		return err
	}
	idle := c.limits.Session.Idle
	if a.role == process.Officer || a.role == process.Auditor {
		idle = c.limits.Session.StaffIdle
	}
	if created < instant(c.now.Add(-time.Duration(c.limits.Session.Hours)*time.Hour)) || seen < instant(c.now.Add(-time.Duration(idle)*time.Minute)) {
		return nil
	}
	if a.employerID != "" && a.role == process.Employer && !c.open(state, until) {
		return nil
	}
	a.strong = strong != 0
	c.who, c.sess = a, id
	if seen < instant(c.now.Add(-time.Minute)) {
		select {
		case c.seen <- id: // written down when there is time
		default: // or at the next request: waiting here could wait for the very writer that this runs in
		}
	}
	return nil
}

// outstanding says whether a first password, a consent or a second factor is still to be given.
func (c *call) outstanding() bool {
	a := c.who
	staff := a.role == process.Officer || a.role == process.Auditor
	return a.firstUntil != "" || a.role == process.Holder && a.consent != c.consent || staff && c.totpRequired && a.totp == ""
}

// begin begins a session and gives its cookie.
func (c *call) begin(a *account, strong bool) (*http.Cookie, error) {
	secret := crockford(random(16))
	mark := 0
	if strong {
		mark = 1
	}
	c.sess = hashOf("session", secret)
	err := c.tx.Put(`INSERT INTO sessions (id, account_id, created_at, seen_at, strong) VALUES ($1, $2, $3, $3, $4)`, c.sess, a.id, instant(c.now), mark)
	if err != nil {
		return nil, fmt.Errorf("beginning a session: %w", err)
	}
	c.who = a
	return c.cookie(secret, c.limits.Session.Hours*3600), nil
}

// cookie is the session's cookie; it may go over plain HTTP to this machine itself alone.
func (c *call) cookie(value string, age int) *http.Cookie {
	return &http.Cookie{Name: cookieName, Value: value, Path: "/", MaxAge: age, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: c.secure}
}

// sessionAnswer tells who is signed in and what is outstanding.
func (c *call) sessionAnswer() map[string]any {
	if c.who == nil {
		return map[string]any{"signed_in": false}
	}
	a := c.who
	body := map[string]any{
		"signed_in": true, "account": a.id, "role": a.role.String(), "name": a.name, "district": a.district, "employer_id": a.employerID,
		"must_change_password": a.firstUntil != "", "consent_needed": nil, "totp": a.totp != "",
		"totp_needed": (a.role == process.Officer || a.role == process.Auditor) && c.totpRequired && a.totp == "",
	}
	if a.role == process.Holder && a.consent != c.consent {
		body["consent_needed"] = c.consent
	}
	return body
}

// said is a step's or event's words as JSON.
func said(v any) string {
	src, err := json.Marshal(v)
	if err != nil {
		return "{}" // maps of texts, numbers and lists always go into JSON
	}
	return string(src)
}
