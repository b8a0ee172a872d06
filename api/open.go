package main

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"jifen/rules"
	"jifen/rules/process"
)

// opening is an application that is about to be opened, and by what.
type opening struct {
	*application
	changed bool // the holder names another employer
}

var (
	sayNeedsHolder   = rules.Text{ZH: "请写明为哪位持证人申请", EN: "say for which holder"}
	sayNotApproved   = rules.Text{ZH: "没有经核准的用人单位用这个代码；请核对，或请单位先登记", EN: "no approved employer has this code; check it, or ask the employer to register first"}
	sayNoEmployer    = rules.Text{ZH: "你现在没有经核准的用人单位，请写明新单位的统一社会信用代码", EN: "you have no approved employer at present; give the new employer's code"}
	sayForRenewal    = rules.Text{ZH: "只有积分确认才写", EN: "belongs to a confirmation alone"}
	sayNeedsPrevious = rules.Text{ZH: "这里没有你核定过的积分；在别处核定的，请写明通知书编号、日期和分数", EN: "no decision of yours is kept here; for one made elsewhere give the notice's number, day and total"}
	sayOlder         = rules.Text{ZH: "这里有你在 {} 的核定，比它晚，不用填写", EN: "a decision made here on {} is later; leave this out"}
	sayEnded         = rules.Text{ZH: "居住证已到期；请填签注后的新到期日", EN: "the permit has ended; give the day to which it was renewed"}
	sayNotRenewed    = rules.Text{ZH: "原居住证到 {} 为止；请填签注后的新到期日", EN: "the permit ran to {}; give the day to which it was renewed"}
	sayTooEarly      = rules.Text{ZH: "原居住证到 {} 为止，从 {} 起才可以签注和确认", EN: "the permit runs to {}; it can be renewed and confirmed from {} on"}
	sayOverdue       = rules.Text{ZH: "原居住证到 {} 为止，签注最迟到 {}，现在已经超过 {} 天。要到社区事务受理服务中心重新申领居住证，再申请积分",
		EN: "the permit ended on {} and could be renewed until {}, which is more than {} days after its end. Apply for a new permit at the community service centre, and then for points"}
)

// openApplication opens a first application, or a confirmation after the permit was renewed.
func (c *call) openApplication() (*answer, error) {
	if err := c.may(parties...); err != nil {
		return nil, err
	}
	b := c.fields()
	o := &opening{application: &application{id: newID(), version: 1, createdAt: instant(c.now), changedAt: instant(c.now), facts: json.RawMessage(`{}`)}}
	if err := c.forWhom(o, b); err != nil {
		return nil, err
	}
	if err := c.approvedOnly(); err != nil {
		return nil, err
	}
	if err := c.again(false); err != nil {
		return nil, err
	}
	if err := c.noneOpen(o.holderID); err != nil {
		return nil, err
	}
	if err := c.askedFor(o, b); err != nil {
		return nil, err
	}
	if err := b.done(); err != nil {
		return nil, err
	}
	if wait := c.limits.take("write_account", c.who.id); wait > 0 {
		return nil, tooMany(wait)
	}
	if err := c.keepOpened(o); err != nil {
		return nil, err
	}
	a, err := c.load(o.id)
	if err != nil {
		return nil, err
	}
	answer, err := c.shown(a)
	if err == nil {
		answer.status = 201
	}
	return answer, err
}

// forWhom finds the holder: whom an employer names, or who is signed in. One that is none of the employer's is not found.
func (c *call) forWhom(o *opening, b *object) error {
	if c.who.role == process.Holder {
		o.holderID = c.who.holderID
	} else if o.holderID = b.text("holder_id", 60, false); o.holderID == "" {
		b.problem("holder_id", sayNeedsHolder)
		return nil
	}
	p, err := c.residentBy(o.holderID)
	if err != nil {
		return err
	}
	if p == nil || c.who.role == process.Employer && p.employerID != c.who.employerID {
		return notFound()
	}
	o.holder = *p
	o.profile = profile{Name: p.name, IDNumber: p.idNumber, Phone: p.phone, Family: []relative{}}
	return nil
}

// noneOpen refuses where an application of the holder goes on.
func (c *call) noneOpen(holder string) error {
	var id string
	err := c.tx.Row(`SELECT application_id FROM open_applications WHERE holder_id = $1`, holder).Scan(&id)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return fmt.Errorf("looking for an open application: %w", err)
	}
	return alreadyOpen()
}

func alreadyOpen() *refusal {
	return conflict("这位持证人有一份申请还在办理，办结或撤回后才能再开", "This holder has an application that goes on; another can be opened once it has ended or was withdrawn")
}

// askedFor reads what is asked for, and says everything that is wrong with it.
func (c *call) askedFor(o *opening, b *object) error {
	kind := b.oneOf("kind", true, "initial", "confirmation")
	o.standing.Kind, _ = process.KindNamed(kind)
	uscc := ""
	if c.who.role == process.Holder {
		uscc = strings.ToUpper(b.line("employer_uscc", 18, false))
	}
	until := b.day("permit_valid_until", kind == "confirmation")
	o.profile.PermitUntil = dayText(until)
	c.readPrevious(o, b)
	if o.holderID == "" {
		return nil // told already; nothing more can be said
	}
	if err := c.byWhom(o, b, uscc); err != nil {
		return err
	}
	switch kind {
	case "initial":
		if until != 0 && until < c.today {
			b.problem("permit_valid_until", sayEnded)
		}
		if o.previous != nil {
			b.problem("previous", sayForRenewal)
		}
	case "confirmation":
		return c.confirms(o, b, until)
	}
	return nil
}

// readPrevious reads a decision made elsewhere.
func (c *call) readPrevious(o *opening, b *object) {
	p := b.object("previous", false)
	if p == nil {
		return
	}
	o.previous = &previous{NoticeNumber: p.line("notice_number", 60, true), DecidedOn: dayText(p.day("decided_on", true)), Total: p.whole("total", 10_000, true),
		PermitUntil: dayText(p.day("permit_valid_until", false))}
	if o.previous.DecidedOn > c.today.String() {
		p.problem("decided_on", rules.Text{ZH: "是今天以后的日子", EN: "is after today"})
	}
	p.done() // the whole body is refused by its own
}

// whole reads a whole number from 0 up to the most.
func (o *object) whole(key string, most int, must bool) int {
	src := o.get(key)
	if src == nil || string(src) == "null" {
		if must {
			o.problem(key, sayMissing)
		}
		return 0
	}
	n, err := strconv.Atoi(string(src))
	if err != nil || n < 0 || n > most || src[0] == '-' {
		o.problem(key, rules.Text{ZH: "要写 0 到 {} 的整数", EN: "must be a whole number from 0 to {}"}, strconv.Itoa(most))
		return 0
	}
	return n
}

// byWhom finds the employer: who is signed in, whom the holder names, or the one that the holder has.
func (c *call) byWhom(o *opening, b *object, uscc string) error {
	id := o.holder.employerID
	if uscc != "" {
		err := c.tx.Row(`SELECT id FROM employers WHERE owns = $1 AND state = 'approved'`, uscc).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			b.problem("employer_uscc", sayNotApproved)
			return nil
		} else if err != nil {
			return fmt.Errorf("looking for an employer: %w", err)
		}
	}
	e, err := c.entryBy(id)
	if err != nil {
		return err
	}
	if e == nil || e.state != approved {
		b.problem("employer_uscc", sayNoEmployer)
		return nil
	}
	o.employer, o.employerID = *e, e.id
	o.changed = e.id != o.holder.employerID
	o.standing.TakenOver = !o.changed
	return nil
}

// confirms carries the last decision over, and holds the renewal against the days that the law sets.
func (c *call) confirms(o *opening, b *object, until rules.Date) error {
	last, err := c.lastDecided(o.holderID)
	if err != nil {
		return err
	}
	ended := rules.Date(0)
	switch {
	case o.previous != nil && last != nil && o.previous.DecidedOn <= last.decided.String():
		b.problem("previous.decided_on", sayOlder, last.decided.String())
		return nil
	case o.previous != nil:
		ended, _ = rules.ParseDate(o.previous.PermitUntil)
	case last == nil:
		b.problem("previous", sayNeedsPrevious)
		return nil
	default:
		c.carry(o, last)
		ended = last.profile.permitEnds()
	}
	c.renewed(b, ended, until)
	return nil
}

// renewed holds the new end of the permit against the old one: the renewal must be there, and in time. Where a decision made elsewhere
// does not say when the old one ended, the officer sees it on the card.
func (c *call) renewed(b *object, ended, until rules.Date) {
	from, to, ok := process.Window(c.edition(), ended)
	switch ok = ok && ended != 0; {
	case ok && c.today > to:
		b.problem("permit_valid_until", sayOverdue, ended.String(), to.String(), strconv.Itoa(process.Deadline(c.edition(), "renewal_after").Days))
	case until == 0: // told already
	case ok && until <= ended:
		b.problem("permit_valid_until", sayNotRenewed, ended.String())
	case ok && c.today < from:
		b.problem("permit_valid_until", sayTooEarly, ended.String(), from.String())
	case until < c.today:
		b.problem("permit_valid_until", sayEnded)
	}
}

// carry takes profile and facts of the last decision over. Where another employer is named, what is its own is emptied.
func (c *call) carry(o *opening, last *application) {
	until := o.profile.PermitUntil
	o.profile, o.facts = last.profile, last.verified
	o.profile.PermitUntil = until
	o.carried = &carried{Facts: last.verified, Family: last.profile.Family}
	if o.changed {
		o.profile.JobTitle, o.profile.ContractFrom, o.profile.ContractTo = "", "", ""
	}
}

// lastDecided is the last application of a holder that was decided here, nil where there is none. It gives what is carried over alone.
func (c *call) lastDecided(holder string) (*application, error) {
	a := &application{}
	var profile, verified, decided string
	err := c.tx.Row(`SELECT id, profile, verified, decided_on FROM applications WHERE holder_id = $1 AND state IN ('decided', 'collected')
		ORDER BY decided_on DESC, created_at DESC, id DESC LIMIT 1`, holder).Scan(&a.id, &profile, &verified, &decided)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("looking for the last decision: %w", err)
	}
	a.decided, _ = rules.ParseDate(decided)
	o := opener{keys: c.keys}
	o.json("profile", profile, &a.profile)
	a.verified = o.raw("verified", verified)
	return a, o.err
}

// keepOpened keeps the application, as the holder's only one that goes on.
func (c *call) keepOpened(o *opening) error {
	err := c.tx.PutOne(alreadyOpen(), `INSERT INTO open_applications (holder_id, application_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, o.holderID, o.id)
	if err != nil {
		return fmt.Errorf("opening an application: %w", err)
	}
	err = c.tx.Put(`INSERT INTO applications (id, version, holder_id, employer_id, taken_over, kind, state, standing, profile, facts, name_hash, previous, carried, created_at, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)`,
		o.id, o.version, o.holderID, o.employerID, asNumber(o.standing.TakenOver), o.standing.Kind.String(), o.standing.State.String(), said(o.standing),
		c.keys.seal("profile", said(o.profile)), c.keys.seal("facts", string(o.facts)), c.nameHash(o.profile.Name),
		c.sealIf(o.previous != nil, "previous", o.previous), c.sealIf(o.carried != nil, "carried", o.carried), o.createdAt)
	if err != nil {
		return fmt.Errorf("opening an application: %w", err)
	}
	if err := c.happened(o.application, "open", "", map[string]any{"kind": o.standing.Kind.String(), "changed_employer": o.changed}); err != nil {
		return err
	}
	if o.changed {
		if err := c.owe(o.application, "invited", toEmployer); err != nil {
			return err
		}
	}
	return c.audit("open_application", "application/"+o.id, map[string]any{"kind": o.standing.Kind.String(), "changed_employer": o.changed})
}

// sealIf seals a value as JSON, empty where there is none.
func (c *call) sealIf(there bool, where string, v any) string {
	if !there {
		return ""
	}
	return c.keys.seal(where, said(v))
}

func asNumber(v bool) int {
	if v {
		return 1
	}
	return 0
}
