package main

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"jifen/rules"
	"jifen/rules/process"
	"jifen/rules/tables"
)

// taking is a step while it is taken.
type taking struct {
	*application
	step    *process.Step
	body    *object
	genuine bool
	said    map[string]any // what the event keeps
}

// step takes a step of an application. State, event, audit row and the messages that are owed are one transaction.
func (c *call) step() (*answer, error) {
	a, err := c.load(c.pathID())
	if err != nil {
		return nil, err
	}
	t := &taking{application: a, body: c.fields(), said: map[string]any{}}
	name := t.body.text("step", 40, true)
	t.step = process.StepNamed(name)
	if err := c.mayStep(t.step); err != nil {
		return nil, err
	}
	if err := c.again(false); err != nil {
		if before := (*replay)(nil); a.masked && errors.As(err, &before) {
			return c.shown(a) // the answer that was given before may hold what is masked by now
		}
		return nil, err
	}
	if err := c.matches(a, false); err != nil {
		return nil, err
	}
	if t.step == nil {
		return nil, unknownStep(t.body, name)
	}
	if err := c.standsFor(t); err != nil {
		return nil, err
	}
	if err := c.take(t); err != nil {
		return nil, err
	}
	if wait := c.limits.take("write_account", c.who.id); wait > 0 {
		return nil, tooMany(wait)
	}
	was := a.standing.State
	if err := c.keep(t); err != nil {
		return nil, err
	}
	err = c.audit("step", "application/"+a.id, map[string]any{"step": t.step.ID, "from": was.String(), "to": a.standing.State.String(), "version": a.version})
	if err != nil {
		return nil, err
	}
	return c.shown(a)
}

// mayStep refuses a role that never takes this step; of one that does not exist, a role that takes none.
func (c *call) mayStep(step *process.Step) error {
	for i := range process.Steps {
		if s := &process.Steps[i]; (step == nil || s == step) && s.Takes(c.who.role) {
			return nil
		}
	}
	return notYours()
}

func unknownStep(b *object, name string) error {
	if name != "" {
		var ids []string
		for i := range process.Steps {
			ids = append(ids, process.Steps[i].ID)
		}
		b.problem("step", sayOneOf, strings.Join(ids, ", "))
	}
	return invalid(*b.wrong)
}

// standsFor refuses a step that cannot be taken from where the application stands, with the steps that can.
func (c *call) standsFor(t *taking) error {
	if t.standing.May(t.step, c.actor(t.application), c.edition(), c.today) {
		return nil
	}
	r := wrongState(c.possible(t.application))
	open := t.standing.State == process.InReview || t.standing.State == process.Checking
	switch {
	case t.standing.Barred(t.step, c.actor(t.application)) && open:
		r.title = rules.Text{ZH: "上一次是你核定的，这一次要由另一位工作人员核定", EN: "The last decision was yours; another officer takes this one"}
	case t.standing.OtherOpen && (t.step.ID == "request_review" || t.step.ID == "reopen"):
		r.title = rules.Text{ZH: "这位持证人有另一份申请还在办理，先办结或撤回那一份", EN: "The holder has another application that goes on; it has to end first"}
	}
	return r
}

// take reads what must be said with the step, and does what is the step's own.
func (c *call) take(t *taking) error {
	b := t.body
	switch t.step.ID {
	case "take_over":
		return c.takeOver(t)
	case "submit":
		return c.submit(t)
	case "withdraw":
		t.hear("reason", b.text("reason", longestWords, true))
		return c.ends(t, "withdrawn")
	case "return":
		return c.sendBack(t)
	case "accept":
		return c.accept(t)
	case "request_archive":
		t.hear("holder_of_file", b.line("holder_of_file", longestPlace, true))
	case "diploma_result":
		t.genuine, _ = b.truth("genuine", true)
		t.said["genuine"] = t.genuine
		t.hear("note", b.text("note", longestWords, false))
	case "decide":
		return c.decide(t)
	case "reject":
		return c.reject(t)
	case "request_review":
		t.hear("reason", b.text("reason", longestWords, true))
	case "reopen":
		t.hear("reason", b.text("reason", longestWords, true))
		return c.reopen(t)
	case "collect":
		t.hear("collector", b.oneOf("collector", true, "holder", "hr_officer"))
		t.hear("name", b.line("name", longestName, true))
	}
	return b.done()
}

const longestWords = 1000 // of a reason or a note

// hear keeps what was said, where something was.
func (t *taking) hear(key, words string) {
	if words != "" {
		t.said[key] = words
	}
}

// takeOver lets the new employer accept the holder, who is its own from then on.
func (c *call) takeOver(t *taking) error {
	if err := t.body.done(); err != nil {
		return err
	}
	if err := c.tx.Put(`UPDATE holders SET employer_id = $2 WHERE id = $1`, t.holderID, t.employerID); err != nil {
		return fmt.Errorf("taking a holder over: %w", err)
	}
	t.holder.employerID = t.employerID
	return c.owe(t.application, "accepted", toHolder)
}

// sendBack returns an application with everything that is missing: papers of the claim, or in words what has to be mended.
func (c *call) sendBack(t *taking) error {
	b := t.body
	missing, note := b.texts("missing", true), b.text("note", longestWords, false)
	papers, err := c.papersOf(t.application)
	if err != nil {
		return err
	}
	b.among(papers, "missing", missing)
	if missing != nil && len(missing) == 0 && note == "" {
		b.problem("missing", rules.Text{ZH: "要勾出缺哪些材料，或者写明要改什么", EN: "say which papers are missing, or what must be corrected"})
	}
	if err := b.done(); err != nil {
		return err
	}
	t.said["missing"] = missing
	t.hear("note", note)
	return c.owe(t.application, "returned", toHolder, toEmployer)
}

var (
	sayNoPaper   = rules.Text{ZH: "这份申请不需要「{}」", EN: "the claim needs no paper named {}"}
	sayNeedPaper = rules.Text{ZH: "还缺：{}（{}）", EN: "still missing: {} ({})"}
	sayNeedOrNot = rules.Text{ZH: "{}（{}）：收到的写进 papers；不属于「{}」的写进 not_needed", EN: "{} ({}): put it into papers where it was received, into not_needed where this is not the case: {}"}
	sayNeeded    = rules.Text{ZH: "「{}」一定要有，不能写成不需要", EN: "{} is needed in every case"}
)

// among says which ids of a list are none of the claim's papers.
func (o *object) among(papers []paper, key string, ids []string) {
	for i, id := range ids {
		if !slices.ContainsFunc(papers, func(p paper) bool { return p.ID == id }) {
			o.problem(fmt.Sprintf("%s[%d]", key, i), sayNoPaper, id)
		}
	}
}

func (c *call) papersOf(a *application) ([]paper, error) {
	cl, err := reckon(a.facts, a.day(c.today))
	if err != nil {
		return nil, err
	}
	return cl.papers(a, c.lang)
}

// accept takes the papers in: all that the claim needs, or everything missing is named. A paper that is needed in some case alone is
// received, or said to be not needed. The receipt is given once and stays.
func (c *call) accept(t *taking) error {
	b := t.body
	received, not := b.texts("papers", true), b.texts("not_needed", false)
	papers, err := c.papersOf(t.application)
	if err != nil {
		return err
	}
	for _, p := range papers {
		switch {
		case slices.Contains(received, p.ID):
		case p.When == "" && slices.Contains(not, p.ID):
			b.problem("not_needed", sayNeeded, p.ID)
		case p.When == "" && received != nil:
			b.problem("papers", sayNeedPaper, p.Label, p.ID)
		case p.When != "" && received != nil && !slices.Contains(not, p.ID):
			b.problem("papers", sayNeedOrNot, p.Label, p.ID, p.When)
		}
	}
	b.among(papers, "papers", received)
	b.among(papers, "not_needed", not)
	if err := b.done(); err != nil {
		return err
	}
	t.said["papers"], t.said["not_needed"] = received, not
	if t.receipt == "" {
		t.receipt = newCode()
	}
	return c.owe(t.application, "received", toHolder, toEmployer)
}

// reject ends an application without a decision on points, and lists false material for the record.
func (c *call) reject(t *taking) error {
	b := t.body
	t.hear("reason", b.text("reason", longestWords, true))
	untrue, known := b.truth("false_material", false)
	if known {
		t.said["false_material"] = untrue
	}
	if err := c.ends(t, "rejected"); err != nil {
		return err
	}
	if !untrue {
		return nil
	}
	err := c.tx.Put(`INSERT INTO false_materials (id_hash, application_id, on_day) SELECT id_hash, $2, $3 FROM holders WHERE id = $1
		ON CONFLICT (id_hash, application_id) DO UPDATE SET on_day = excluded.on_day`, t.holderID, t.id, c.today.String())
	if err != nil {
		return fmt.Errorf("listing false material: %w", err)
	}
	return nil
}

// ends is what withdrawing and rejecting have in common: a notice that was made before ends with the application.
func (c *call) ends(t *taking, kind string) error {
	if err := t.body.done(); err != nil {
		return err
	}
	if err := c.revoke(t.application); err != nil {
		return err
	}
	whom := []string{toHolder, toEmployer}
	switch {
	case !t.standing.TakenOver:
		whom = nil // the employer that was named need not hear of it any more
	case kind == "withdrawn" && c.who.role == process.Holder:
		whom = []string{toEmployer}
	case kind == "withdrawn":
		whom = []string{toHolder}
	}
	return c.owe(t.application, kind, whom...)
}

// withdrawOpen withdraws the application of a holder that goes on, as the step does, for what else ends it; the audit row is of that.
func (c *call) withdrawOpen(holder, reason string) error {
	var id string
	err := c.tx.Row(`SELECT application_id FROM open_applications WHERE holder_id = $1`, holder).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	} else if err != nil {
		return fmt.Errorf("looking for an open application: %w", err)
	}
	a, err := c.applicationBy(id)
	if err != nil {
		return err
	}
	t := &taking{application: a, step: process.StepNamed("withdraw"), body: parse([]byte("{}"), c.lang), said: map[string]any{"reason": reason}}
	if err := c.ends(t, "withdrawn"); err != nil {
		return err
	}
	return c.keep(t)
}

// reopen makes the notice void; another officer decides.
func (c *call) reopen(t *taking) error {
	if err := t.body.done(); err != nil {
		return err
	}
	if err := c.revoke(t.application); err != nil {
		return err
	}
	return c.owe(t.application, "reopened", toHolder, toEmployer)
}

// keep moves the application by its step and keeps all that belongs to it but the audit row. The columns say the same as the standing.
func (c *call) keep(t *taking) error {
	a, was := t.application, t.standing.State
	a.standing.Take(t.step, process.Taking{Who: c.who.id, Genuine: t.genuine, Edition: c.edition(), Years: tables.Workdays, Today: c.today})
	a.version++
	a.changedAt = instant(c.now)
	meanwhile := errors.New("keeping a step: the application was changed meanwhile")
	err := c.tx.PutOne(meanwhile, `UPDATE applications SET version = $2, taken_over = $3, state = $4, standing = $5, verified = $6, notes = $7, submitted_on = $8,
		decided_on = $9, due_on = $10, total = $11, receipt = $12, notice = $13, changed_at = $14 WHERE id = $1 AND version = $2 - 1`,
		a.id, a.version, asNumber(a.standing.TakenOver), a.standing.State.String(), said(a.standing), c.sealIf(a.verified != nil, "verified", a.verified),
		c.sealIf(a.notes != nil, "notes", a.notes), dayText(a.submitted), dayText(a.decided), dayText(a.standing.DueOn), a.total,
		c.keys.seal("receipt", a.receipt), c.keys.seal("notice code", a.notice), a.changedAt)
	if err != nil {
		return fmt.Errorf("keeping a step: %w", err)
	}
	if err := c.keepFound(a); err != nil {
		return err
	}
	if err := c.keepOpen(a, was.Open()); err != nil {
		return err
	}
	return c.happened(a, t.step.ID, was.String(), t.said)
}

// keepFound keeps the district, which is fixed once, and what the receipt is found by: alone, and with the last four of the ID number.
func (c *call) keepFound(a *application) error {
	if a.district != a.found.district {
		if err := c.tx.Put(`UPDATE applications SET district = $2 WHERE id = $1`, a.id, a.district); err != nil {
			return fmt.Errorf("keeping the district: %w", err)
		}
	}
	if a.receipt == "" {
		return nil
	}
	if track := c.trackHash(a.receipt, tail(a.profile.IDNumber)); track != a.found.track {
		err := c.tx.Put(`UPDATE applications SET receipt_hash = $2, track_hash = $3 WHERE id = $1`, a.id, c.keys.find("receipt", a.receipt), track)
		if err != nil {
			return fmt.Errorf("keeping a receipt: %w", err)
		}
	}
	return nil
}

// tail is the last four of a number.
func tail(number string) string { return number[max(0, len(number)-4):] }

// keepOpen notes whether this is the application of its holder that goes on: there is one at most.
func (c *call) keepOpen(a *application, was bool) error {
	switch is := a.standing.State.Open(); {
	case was && !is:
		if err := c.tx.Put(`DELETE FROM open_applications WHERE holder_id = $1 AND application_id = $2`, a.holderID, a.id); err != nil {
			return fmt.Errorf("ending an application: %w", err)
		}
	case !was && is:
		if err := c.tx.PutOne(alreadyOpen(), `INSERT INTO open_applications (holder_id, application_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, a.holderID, a.id); err != nil {
			return fmt.Errorf("opening an application again: %w", err)
		}
	}
	return nil
}
