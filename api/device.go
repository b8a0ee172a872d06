package main

import (
	"crypto/hmac"
	"net/http"
	"slices"
	"strings"
)

// Anybody can fail to sign in under another's name, and so use up the tries of that name, or those of an office's address. A
// browser in which an account was signed in before keeps a cookie that says so, and has tries of its own for that account, whatever
// others do. The cookie signs nobody in.

const (
	deviceCookieName = "jifen_device"
	deviceDays       = 365
)

// try is what a sign-in took of the rates before the password was hashed: many at once would otherwise all look before one counts.
type try struct {
	taken [][2]string // rate and key
}

// took takes one of a rate, and gives how long to wait where none is left.
func (c *call) took(t *try, name, key string) int {
	wait := c.limits.take(name, key)
	if wait == 0 {
		t.taken = append(t.taken, [2]string{name, key})
	}
	return wait
}

// giveBack gives back what was taken for a sign-in that did not fail.
func (c *call) giveBack(t *try) {
	for _, one := range t.taken {
		c.limits.give(one[0], one[1])
	}
	t.taken = nil
}

// begins takes a try for a sign-in, and gives the accounts that may be tried: all of the name, or where those tries are used up the
// account alone that was signed in here before.
func (c *call) begins(t *try, login string, named []*account) ([]*account, error) {
	id, mark := c.device()
	own := slices.IndexFunc(named, func(a *account) bool { return a.id == id })
	if own >= 0 {
		if wait := c.took(t, "failed_device", mark); wait > 0 {
			return nil, tooMany(wait)
		}
		if len(named) == 1 {
			return named, nil
		}
	}
	wait := c.took(t, "failed_account", c.keys.find("login", loginOf(login)))
	if wait == 0 {
		wait = c.took(t, "failed_address", c.address)
	}
	switch {
	case wait == 0:
		return named, nil
	case own >= 0:
		return named[own : own+1], nil
	}
	c.giveBack(t)
	return nil, tooMany(wait)
}

// device is the account that was signed in here before, and the mark of this browser; empty where none was.
func (c *call) device() (account, mark string) {
	cookie, err := c.r.Cookie(deviceCookieName)
	if err != nil {
		return "", ""
	}
	parts := strings.Split(cookie.Value, ".")
	if len(parts) != 3 || !hmac.Equal([]byte(parts[2]), []byte(c.keys.find("device", parts[0]+"."+parts[1]))) {
		return "", ""
	}
	return parts[0], parts[0] + "." + parts[1]
}

// deviceCookie says for a year that an account was signed in here; the mark stays what it was.
func (c *call) deviceCookie(account string) *http.Cookie {
	id, mark := c.device()
	if id != account {
		mark = account + "." + crockford(random(10))
	}
	return &http.Cookie{
		Name: deviceCookieName, Value: mark + "." + c.keys.find("device", mark), Path: "/v1/session", MaxAge: deviceDays * 24 * 60 * 60,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: c.secure,
	}
}
