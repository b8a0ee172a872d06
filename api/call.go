package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"jifen/api/store"
	"jifen/rules"
	"jifen/rules/process"
)

// call is one request while it is answered. What a handler does to the database is one transaction.
type call struct {
	*service
	w       http.ResponseWriter
	r       *http.Request
	route   *route
	id      string // of the request, for the log
	address string // who calls from where, as the limits count
	now     time.Time
	today   rules.Date
	lang    rules.Lang
	tx      *store.Tx
	who     *account // nil where nobody is signed in
	sess    string   // hash of the session
	src     []byte   // the body as it was sent
	body    *object  // nil where none was sent
	once    *once    // the Idempotency-Key, where it was looked up
	ahead   *stored  // the application of the address, asked for together with the session
}

// patience is how long a call may wait for its turn and for the database, before it is told that the service is busy. A table of many
// people has longer, for each has a password to be hashed.
const (
	patience     = 10 * time.Second
	longPatience = 5 * time.Minute
)

// answer is a success.
type answer struct {
	status int                    // 0 is 200
	body   any                    // marshalled as JSON
	late   func() ([]byte, error) // in place of body: gives it as JSON when the transaction is over
	etag   string
	cookie *http.Cookie
	device *http.Cookie // set beside the session's at a sign-in
}

// handler answers a call. An error is a *refusal, or a fault that the reader is told nothing more of.
type handler func(*call) (*answer, error)

// ServeHTTP answers a call of the API.
func (rt *route) serve(s *service, w http.ResponseWriter, r *http.Request) {
	now := s.clock()
	c := &call{service: s, w: w, r: r, route: rt, id: requestID(r), address: network(s.proxies.address(r)), now: now, today: shanghai(now), lang: languageOf(r)}
	defer func() {
		if f := recover(); f != nil {
			s.log.Error("fault", "request", c.id, "route", rt.pattern(), "what", f, "stack", string(debug.Stack()))
			fault().send(w, c.lang, c.id)
		}
	}()
	a, err := c.answer()
	if err != nil {
		c.refuse(err)
		return
	}
	c.send(a)
}

// answer goes through the refusals in the order of the contract, and then does what was asked. The rates of a call come last
// among them; call_address alone comes before all, for it guards the service itself, and is so high that no office reaches it.
func (c *call) answer() (*answer, error) {
	if wait := c.limits.take("call_address", c.address); wait > 0 {
		return nil, tooMany(wait)
	}
	if c.route.csv {
		leave, err := c.rooms.tables.enter()
		if err != nil {
			return nil, err
		}
		defer leave()
	}
	if err := c.read(); err != nil {
		return nil, err
	}
	if !c.route.cors && c.route.method != http.MethodGet {
		if err := c.sites.Check(c.r); err != nil {
			return nil, crossSite()
		}
	}
	leave, err := c.place()
	if err != nil {
		return nil, err
	}
	defer leave()
	wait := patience
	if c.route.csv {
		wait = longPatience
		within(c.w, wait)
	}
	ctx, end := context.WithTimeout(c.r.Context(), wait)
	defer end()
	c.r = c.r.WithContext(ctx)
	if c.route.outside {
		return c.route.handle(c)
	}
	var a *answer
	do := func(tx *store.Tx) error {
		c.tx = tx
		err := c.signedInTo()
		if err == nil {
			a, err = c.route.handle(c)
		}
		if err == nil && c.once != nil {
			err = c.remember(a)
		}
		if again := (*replay)(nil); errors.As(err, &again) {
			a, err = again.answer, nil
		}
		return err
	}
	if c.route.method == http.MethodGet {
		err := c.store.Read(c.r.Context(), do)
		return a, err
	}
	err = c.store.Write(c.r.Context(), do)
	return a, err
}

// write runs do in a transaction of its own, for handlers that do more than the database's work.
func (c *call) write(do func() error) error {
	return c.store.Write(c.r.Context(), func(tx *store.Tx) error {
		c.tx = tx
		return do()
	})
}

// between answers a call that must hash passwords, which takes long and would hold up the one writer. check goes through the
// refusals: first on what is committed, and once more in the transaction of do, for much may change meanwhile. slow runs between
// them, in no transaction.
func (c *call) between(check func() error, slow func() error, do func() (*answer, error)) (*answer, error) {
	var a *answer
	err := c.reading(func() error { return c.checked(check) })
	if err == nil {
		err = slow()
	}
	if err == nil {
		err = c.write(func() error {
			err := c.checked(check)
			if err == nil {
				a, err = do()
			}
			if err == nil && c.once != nil {
				err = c.remember(a)
			}
			return err
		})
	}
	if again := (*replay)(nil); errors.As(err, &again) {
		return again.answer, nil
	}
	return a, err
}

func (c *call) checked(check func() error) error {
	c.who, c.once = nil, nil
	if err := c.signedIn(); err != nil {
		return err
	}
	return check()
}

// read reads the body: not JSON, too long, wrong media type, in this order.
func (c *call) read() error {
	if c.r.Method == http.MethodGet || c.r.Method == http.MethodHead {
		return nil
	}
	if c.r.ContentLength > longestBody && !c.route.csv {
		return tooLong()
	}
	most := int64(longestBody)
	if c.route.csv {
		most = longestCSV
	}
	src, err := io.ReadAll(io.LimitReader(c.r.Body, most+1))
	switch {
	case err != nil:
		return notJSON(src, c.lang)
	case int64(len(src)) > most && c.route.csv:
		return tooLongCSV()
	case int64(len(src)) > most:
		return tooLong()
	}
	c.src = src
	media, _, err := mime.ParseMediaType(c.r.Header.Get("Content-Type"))
	if c.route.csv {
		if err != nil || media != "text/csv" {
			return wrongCSV()
		}
		return nil
	}
	if len(strings.TrimSpace(string(src))) == 0 {
		if c.route.body {
			return notJSON(src, c.lang)
		}
		return nil
	}
	if c.body = parse(src, c.lang); c.body == nil {
		return notJSON(src, c.lang)
	}
	if err != nil || media != "application/json" {
		return wrongMedia()
	}
	return nil
}

// fields is the body, one without members where none was sent.
func (c *call) fields() *object {
	if c.body == nil {
		c.body = parse([]byte("{}"), c.lang)
	}
	return c.body
}

// may refuses a role that can never do this.
func (c *call) may(roles ...process.Role) error {
	for _, r := range roles {
		if c.who != nil && c.who.role == r {
			return nil
		}
	}
	return notYours()
}

// refuse sends an error. What is no refusal is logged, and the reader is told that there was a fault.
func (c *call) refuse(err error) {
	var r *refusal
	switch {
	case errors.As(err, &r):
	case errors.Is(err, store.ErrBusy) || errors.Is(err, context.DeadlineExceeded):
		r = busy()
		c.log.Warn("busy", "request", c.id, "route", c.route.pattern(), "why", err)
	case errors.Is(err, context.Canceled):
		return
	default:
		r = fault()
		c.log.Error("fault", "request", c.id, "route", c.route.pattern(), "why", err)
	}
	r.send(c.w, c.lang, c.id)
}

// src is the body as JSON.
func (a *answer) src() ([]byte, error) {
	if a.late != nil {
		src, err := a.late()
		if err == nil {
			a.body, a.late = json.RawMessage(src), nil // what is kept under a key is what is sent
		}
		return src, err
	}
	return json.Marshal(a.body)
}

func (c *call) send(a *answer) {
	src, err := a.src()
	if err != nil {
		c.refuse(err)
		return
	}
	src = append(src, '\n')
	h := c.w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Content-Length", strconv.Itoa(len(src))) // else a long answer goes out in chunks, with more writes and more to read
	if a.etag != "" {
		h.Set("ETag", a.etag)
	}
	if a.cookie != nil {
		http.SetCookie(c.w, a.cookie)
	}
	if a.device != nil {
		http.SetCookie(c.w, a.device)
	}
	if a.status != 0 {
		c.w.WriteHeader(a.status)
	}
	inPieces(c.w, src)
}

// audit notes what was done, in the transaction in which it is done. Detail must hold nothing personal.
func (c *call) audit(action, object string, detail map[string]any) error {
	src, err := json.Marshal(detail)
	if err != nil {
		return err
	}
	actor := "public"
	if c.who != nil {
		actor = c.who.id
	}
	return c.tx.Audit(instant(c.now), actor, action, object, string(src))
}

// instant writes a time as RFC 3339, UTC, to the thousandth: so that texts sort as times do.
func instant(t time.Time) string { return store.Instant(t) }

// shanghai is the day in Shanghai, where there is no summer time.
func shanghai(t time.Time) rules.Date {
	y, m, d := t.In(time.FixedZone("Asia/Shanghai", 8*60*60)).Date()
	return rules.FromCivil(y, int(m), d)
}

// languageOf is the reader's language: Chinese, unless English is asked for before it.
func languageOf(r *http.Request) rules.Lang {
	for _, part := range strings.Split(r.Header.Get("Accept-Language"), ",") {
		switch tag := strings.ToLower(strings.TrimSpace(part)); {
		case strings.HasPrefix(tag, "zh"):
			return rules.ZH
		case strings.HasPrefix(tag, "en"):
			return rules.EN
		}
	}
	return rules.ZH
}

func hashOf(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil))
}
