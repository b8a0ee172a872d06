package main

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"jifen/api/store"
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/process"
	"jifen/rules/tables"
)

// application is what somebody applies with, and how far it has come.
type application struct {
	id                   string
	version              int64
	holderID, employerID string
	district             string // empty until it is submitted
	standing             process.Standing
	profile              profile
	facts                json.RawMessage
	previous             *previous
	carried              *carried
	verified             json.RawMessage // the facts as verified, nil before a decision
	notes                map[string]string
	submitted, decided   rules.Date
	total                int64
	receipt, notice      string
	createdAt, changedAt string
	holder               resident // as the holder's account has it
	employer             entry
	masked               bool  // names and numbers are masked for this reader
	found                found // as it stands in the database
}

// found is what an application is found by. It is written where it has changed alone: each stands in an index of its own, and to
// write those again, in places far from one another, is much of the work of a step.
type found struct{ name, district, track string }

// previous is a decision made elsewhere.
type previous struct {
	NoticeNumber string `json:"notice_number,omitempty"`
	DecidedOn    string `json:"decided_on"`
	Total        int    `json:"total"`
	PermitUntil  string `json:"permit_valid_until,omitempty"`
}

// carried is what a confirmation began with: it shows what has changed.
type carried struct {
	Facts  json.RawMessage `json:"facts"`
	Family []relative      `json:"family"`
}

const applicationColumns = `a.id, a.version, a.holder_id, a.employer_id, a.district, a.standing, a.profile, a.facts, a.previous, a.carried, a.verified, a.notes,
	a.submitted_on, a.decided_on, a.total, a.receipt, a.notice, a.created_at, a.changed_at,
	h.name, h.id_number, h.phone, h.employer_id, e.name, e.uscc, e.district, e.state, e.phone, coalesce(o.application_id, ''),
	a.name_hash, coalesce(a.track_hash, '')`

// load reads an application that the caller may see; 404 where it is none of the caller's.
func (c *call) load(id string) (*application, error) {
	a, err := c.applicationBy(id)
	if err == nil && !c.sees(a) {
		return nil, notFound()
	}
	return a, err
}

// stored is an application as the database has it; its id is empty where there is none.
type stored struct {
	application
	asked                                                                                        string // the id that was asked for
	facts, standing, profile, previous, carried, verified, notes, submittedOn, decidedOn, goesOn string
}

// askFor asks for an application, which comes with the next answer of the database.
func (c *call) askFor(id string) (*stored, error) {
	x := &stored{asked: id}
	a := &x.application
	err := c.tx.Ask(func(r store.Row) error {
		return r.Scan(&a.id, &a.version, &a.holderID, &a.employerID, &a.district, &x.standing, &x.profile, &x.facts, &x.previous, &x.carried, &x.verified, &x.notes,
			&x.submittedOn, &x.decidedOn, &a.total, &a.receipt, &a.notice, &a.createdAt, &a.changedAt,
			&a.holder.name, &a.holder.idNumber, &a.holder.phone, &a.holder.employerID, &a.employer.name, &a.employer.uscc, &a.employer.district, &a.employer.state, &a.employer.phone, &x.goesOn,
			&a.found.name, &a.found.track)
	}, `SELECT `+applicationColumns+` FROM applications a JOIN holders h ON h.id = a.holder_id JOIN employers e ON e.id = a.employer_id
		LEFT JOIN open_applications o ON o.holder_id = a.holder_id WHERE a.id = $1`, id)
	return x, err
}

// applicationBy reads an application whole, whoever asks.
func (c *call) applicationBy(id string) (*application, error) {
	x := c.ahead
	if c.ahead = nil; x == nil || x.asked != id {
		var err error
		if x, err = c.askFor(id); err == nil {
			err = c.tx.Settle()
		}
		if err != nil {
			return nil, fmt.Errorf("reading an application: %w", err)
		}
	}
	a := &x.application
	if a.id == "" {
		return nil, notFound()
	}
	if err := json.Unmarshal([]byte(x.standing), &a.standing); err != nil {
		return nil, fmt.Errorf("reading where an application stands: %w", err)
	}
	a.submitted, _ = rules.ParseDate(x.submittedOn)
	a.decided, _ = rules.ParseDate(x.decidedOn)
	o := opener{keys: c.keys}
	o.json("profile", x.profile, &a.profile)
	o.json("previous", x.previous, &a.previous)
	o.json("carried", x.carried, &a.carried)
	o.json("notes", x.notes, &a.notes)
	a.facts, a.verified = o.raw("facts", x.facts), o.raw("verified", x.verified)
	a.receipt, a.notice = o.text("receipt", a.receipt), o.text("notice code", a.notice)
	a.holder.name, a.holder.idNumber, a.holder.phone = o.text("holder name", a.holder.name), o.text("holder id_number", a.holder.idNumber), o.text("holder phone", a.holder.phone)
	a.employer.phone = o.text("employer phone", a.employer.phone)
	if o.err != nil {
		return nil, o.err
	}
	a.found.district = a.district
	a.standing.OtherOpen = x.goesOn != "" && x.goesOn != a.id
	return a, nil
}

// opener opens one sealed text after another and keeps the first error.
type opener struct {
	keys *keys
	err  error
}

func (o *opener) text(where, sealed string) string {
	text, err := o.keys.open(where, sealed)
	if o.err == nil {
		o.err = err
	}
	return text
}

func (o *opener) raw(where, sealed string) json.RawMessage {
	if text := o.text(where, sealed); text != "" {
		return json.RawMessage(text)
	}
	return nil
}

func (o *opener) json(where, sealed string, into any) {
	text := o.text(where, sealed)
	if o.err != nil || text == "" {
		return
	}
	if err := json.Unmarshal([]byte(text), into); err != nil {
		o.err = fmt.Errorf("reading %s: it is not as it was written", where)
	}
}

// sees says whether the caller may see an application, and notes whether masked. An employer whom the holder has left keeps what
// was decided, masked; one that was named and has not accepted the holder sees the draft alone.
func (c *call) sees(a *application) bool {
	a.masked = false
	switch c.who.role {
	case process.Holder:
		return a.holderID == c.who.holderID
	case process.Employer:
		if a.employerID != c.who.employerID {
			return false
		}
		if !a.standing.TakenOver {
			return a.standing.State == process.Draft
		}
		a.masked = a.holder.employerID != a.employerID
		return !a.masked || a.standing.State == process.Decided || a.standing.State == process.Collected
	case process.Officer:
		return a.district != "" && a.district == c.who.district
	case process.Auditor:
		a.masked = true
		return true
	}
	return false
}

// actor is who acts, as the table of steps knows it.
func (c *call) actor(a *application) process.Actor {
	return process.Actor{Role: c.who.role, ID: c.who.id, Stranger: a.masked}
}

func (c *call) possible(a *application) []string {
	return a.standing.Possible(c.actor(a), c.edition(), c.today)
}

// edition is the law of today.
func (c *call) edition() *rules.Edition { return inForce(tables.Editions, c.today) }

// etag is the version, the same for every reader.
func (a *application) etag() string { return strconv.Quote(strconv.FormatInt(a.version, 10)) }

// matches holds If-Match against the version. Must says that it has to be sent. A star names no version and so matches none.
func (c *call) matches(a *application, must bool) error {
	sent := strings.Join(c.r.Header.Values("If-Match"), ",")
	if strings.TrimSpace(sent) == "" {
		if must {
			return needsVersion()
		}
		return nil
	}
	for one := range strings.SplitSeq(sent, ",") {
		if strings.TrimSpace(one) == a.etag() {
			return nil
		}
	}
	return stale()
}

// application answers GET /v1/applications/{id}.
func (c *call) application() (*answer, error) {
	a, err := c.load(c.pathID())
	if err != nil {
		return nil, err
	}
	return c.shown(a)
}

// fillIn replaces profile and facts of an application that is being written.
func (c *call) fillIn() (*answer, error) {
	a, err := c.load(c.pathID())
	if err != nil {
		return nil, err
	}
	if err := c.may(parties...); err != nil {
		return nil, err
	}
	if err := c.matches(a, true); err != nil {
		return nil, err
	}
	if s := a.standing.State; a.masked || s != process.Draft && s != process.Returned || !a.standing.TakenOver && c.who.role == process.Employer {
		return nil, wrongState(c.possible(a))
	}
	b := c.fields()
	if p := b.object("profile", true); p != nil {
		a.profile = readProfile(p, a.holder.idNumber)
	}
	if facts := b.raw("facts", true); facts != nil {
		a.facts = facts
		_, problems := applicant.Read(facts, c.today, c.lang)
		b.under("facts", problems)
	}
	if err := b.done(); err != nil {
		return nil, err
	}
	if wait := c.limits.take("write_account", c.who.id); wait > 0 {
		return nil, tooMany(wait)
	}
	if err := c.keepForm(a); err != nil {
		return nil, err
	}
	if err := c.audit("fill_in", "application/"+a.id, map[string]any{"version": a.version}); err != nil {
		return nil, err
	}
	return c.shown(a)
}

// under notes problems of a nested text, whose fields stand under a name.
func (o *object) under(name string, problems []applicant.Problem) {
	for _, p := range problems {
		field := name
		if p.Field != "" {
			field += "." + p.Field
		}
		*o.wrong = append(*o.wrong, applicant.Problem{Field: o.path + field, Message: p.Message})
	}
}

// keepForm keeps profile and facts, as another version.
func (c *call) keepForm(a *application) error {
	a.version++
	a.changedAt = instant(c.now)
	err := c.tx.Put(`UPDATE applications SET version = $2, profile = $3, facts = $4, changed_at = $5 WHERE id = $1`, a.id, a.version,
		c.keys.seal("profile", said(a.profile)), c.keys.seal("facts", string(a.facts)), a.changedAt)
	if name := c.nameHash(a.profile.Name); err == nil && name != a.found.name {
		err = c.tx.Put(`UPDATE applications SET name_hash = $2 WHERE id = $1`, a.id, name)
	}
	if err != nil {
		return fmt.Errorf("keeping profile and facts: %w", err)
	}
	return nil
}

func (c *call) nameHash(name string) string {
	if name == "" {
		return ""
	}
	return c.keys.find("profile name", name)
}
