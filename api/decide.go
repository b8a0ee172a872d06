package main

import (
	"fmt"
	"strconv"

	"jifen/rules"
	"jifen/rules/applicant"
)

var (
	sayDiffers = rules.Text{ZH: "「{}」核定 {} 分，申报 {} 分，请写明理由", EN: "{}: {} points are decided where {} were claimed; say why"}
	sayNoLine  = rules.Text{ZH: "没有这一项指标", EN: "is no indicator"}
)

// decide scores the facts as verified on the day of submission, and makes the notice, which replaces the holder's earlier one.
func (c *call) decide(t *taking) error {
	b := t.body
	renewed := b.day("permit_valid_until", false)
	if t.profile.permitEnds() < c.today && renewed == 0 {
		return c.permitEnded(t)
	}
	if renewed != 0 && renewed < c.today {
		b.problem("permit_valid_until", sayEnded)
	}
	verified := b.raw("facts", true)
	notes := t.readNotes(b.object("note", false))
	if verified != nil {
		facts, problems := applicant.Read(verified, t.submitted, c.lang)
		b.under("facts", problems)
		if facts != nil {
			if err := t.compare(c.lang, score(facts, t.submitted), notes); err != nil {
				return err
			}
		}
	}
	if err := b.done(); err != nil {
		return err
	}
	t.verified, t.notes, t.decided = verified, notes, c.today
	t.said["total"], t.said["note"] = t.total, notes
	if renewed != 0 {
		t.said["permit_valid_until"] = renewed.String()
		t.profile.PermitUntil = renewed.String()
		if err := c.keepProfile(t.application); err != nil {
			return err
		}
	}
	// A rejection for false material that came before was wrong: what was listed with it is struck off.
	if err := c.tx.Put(`DELETE FROM false_materials WHERE application_id = $1`, t.id); err != nil {
		return fmt.Errorf("striking false material off: %w", err)
	}
	if err := c.replaceNotices(t.application); err != nil {
		return err
	}
	if err := c.makeNotice(t.application); err != nil {
		return err
	}
	return c.owe(t.application, "decided", toHolder, toEmployer)
}

// permitEnded refuses a decision while the permit has ended.
func (c *call) permitEnded(t *taking) error {
	r := wrongState(c.possible(t.application))
	r.title = rules.Text{
		ZH: "居住证 " + t.profile.PermitUntil + " 已到期，不能核定。请持证人先签注，再在核定时写上新的到期日（permit_valid_until），或者不予通过",
		EN: "The permit ended on " + t.profile.PermitUntil + ", so nothing can be decided. Once it is renewed, give its new end with the decision (permit_valid_until)",
	}
	return r
}

// readNotes reads the reasons by line.
func (t *taking) readNotes(o *object) map[string]string {
	notes := map[string]string{}
	if o == nil {
		return notes
	}
	claimed, err := reckon(t.facts, t.submitted)
	if err != nil {
		return notes
	}
	for _, m := range o.members {
		if o.seen[m.key] {
			continue // doubled, and told
		}
		switch text := o.text(m.key, longestWords, false); {
		case claimed.edition.Indicator(m.key) < 0:
			o.problem(m.key, sayNoLine)
		case text != "":
			notes[m.key] = text
		}
	}
	return notes
}

// compare names what keeps the verified facts from being decided: what is not known, a gate that fails, and a line that differs from
// the claim without a reason.
func (t *taking) compare(lang rules.Lang, verified *claim, notes map[string]string) error {
	claimed, err := reckon(t.facts, t.submitted)
	if err != nil {
		return err
	}
	before := len(*t.body.wrong)
	verified.lacks(t.body)
	verified.fails(t.body)
	if len(*t.body.wrong) > before {
		return nil // lines that are open cannot be compared
	}
	for i := range verified.edition.Indicators {
		in, is, was := &verified.edition.Indicators[i], verified.score.Lines[i].Points, claimed.score.Lines[i].Points
		if is != was && notes[in.ID] == "" {
			t.body.problem("note."+in.ID, sayDiffers, in.Label.In(lang), strconv.Itoa(is.Min), strconv.Itoa(was.Min))
		}
	}
	t.total = int64(verified.score.Total.Min)
	return nil
}

// keepProfile keeps a profile into which the renewal was entered.
func (c *call) keepProfile(a *application) error {
	if err := c.tx.Put(`UPDATE applications SET profile = $2 WHERE id = $1`, a.id, c.keys.seal("profile", said(a.profile))); err != nil {
		return fmt.Errorf("entering the renewal: %w", err)
	}
	return nil
}
