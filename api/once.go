package main

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// An Idempotency-Key makes a call count once: the answer is kept, and given again to the same call, over restarts.

// once is a key that was looked up and not found: the answer is to be kept under it.
type once struct {
	scope, key, body string
	secret           bool // the answer holds a first password, which is given again for some minutes alone
}

// replay ends a call with the answer that it was given before.
type replay struct{ answer *answer }

func (r *replay) Error() string { return "answered before" }

// kept is an answer as it is kept.
type kept struct {
	Status int             `json:"status"`
	ETag   string          `json:"etag,omitempty"`
	Body   json.RawMessage `json:"body"`
}

// again ends the call where its key was used before: with the same answer for the same body, and a refusal for another. Scope is
// who calls: an account, or an address where nobody is signed in.
func (c *call) again(secret bool) error {
	key := c.r.Header.Get("Idempotency-Key")
	if key == "" {
		return nil
	}
	if len(key) > 200 {
		return refuse(422, "Idempotency-Key 太长，最多 200 个字", "The Idempotency-Key is longer than 200 characters")
	}
	who := c.proxies.address(c.r)
	if c.who != nil {
		who = c.who.id
	}
	// Keyed: a body may be short, and of what people give of themselves.
	o := &once{
		scope: c.keys.find("reply scope", who+"\x00"+c.route.pattern()+"\x00"+c.r.URL.Path), key: c.keys.find("reply key", key),
		body: c.keys.find("reply body", string(c.src)), secret: secret,
	}
	var body, sealed, at string
	err := c.tx.Row(`SELECT body, answer, at FROM replies WHERE scope = $1 AND key = $2`, o.scope, o.key).Scan(&body, &sealed, &at)
	since := instant(c.now.Add(-time.Duration(c.limits.Replies.Hours) * time.Hour))
	switch {
	case errors.Is(err, sql.ErrNoRows) || err == nil && at < since:
		c.once = o
		return nil
	case err != nil:
		return fmt.Errorf("looking an earlier answer up: %w", err)
	case body != o.body:
		return otherBody()
	}
	src, err := c.keys.open("reply", sealed)
	if err != nil {
		return err
	}
	var k kept
	if err := json.Unmarshal([]byte(src), &k); err != nil {
		return fmt.Errorf("reading an earlier answer: %w", err)
	}
	if secret && at < instant(c.now.Add(-time.Duration(c.limits.First.Replay)*time.Minute)) {
		if k.Body, err = withoutPassword(k.Body); err != nil {
			return err
		}
	}
	return &replay{&answer{status: k.Status, body: k.Body, etag: k.ETag}}
}

// withoutPassword blanks the first password of an answer, or its second factor, wherever it stands in it.
func withoutPassword(src json.RawMessage) (json.RawMessage, error) {
	var v any
	if err := json.Unmarshal(src, &v); err != nil {
		return nil, err
	}
	var blank func(any)
	blank = func(v any) {
		switch x := v.(type) {
		case map[string]any:
			for _, secret := range []string{"first_password", "secret", "uri", "recovery_codes"} {
				if _, has := x[secret]; has {
					x[secret] = nil
				}
			}
			for _, one := range x {
				blank(one)
			}
		case []any:
			for _, one := range x {
				blank(one)
			}
		}
	}
	blank(v)
	return json.Marshal(v)
}

// remember keeps the answer of a call under its key, in the same transaction.
func (c *call) remember(a *answer) error {
	if err := c.tx.Settle(); err != nil { // the answer is made of what was asked for
		return err
	}
	body, err := a.src()
	if err != nil {
		return err
	}
	src, err := json.Marshal(kept{Status: a.status, ETag: a.etag, Body: body})
	if err != nil {
		return err
	}
	err = c.tx.Put(`INSERT INTO replies (scope, key, body, status, answer, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (scope, key) DO UPDATE SET body = excluded.body, status = excluded.status, answer = excluded.answer, at = excluded.at`,
		c.once.scope, c.once.key, c.once.body, a.status, c.keys.seal("reply", string(src)), instant(c.now))
	if err != nil {
		return fmt.Errorf("keeping the answer: %w", err)
	}
	return nil
}
