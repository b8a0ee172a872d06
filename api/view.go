package main

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"jifen/rules"
	"jifen/rules/process"
)

// shown answers with an application as its reader may see it.
func (c *call) shown(a *application) (*answer, error) {
	body, err := c.view(a)
	if err != nil {
		return nil, err
	}
	return &answer{body: body, etag: a.etag()}, nil
}

func (c *call) view(a *application) (map[string]any, error) {
	s := &a.standing
	on := a.day(c.today)
	cl, err := reckon(a.facts, on)
	if err != nil {
		return nil, err
	}
	papers, err := cl.papers(a, c.lang)
	if err != nil {
		return nil, err
	}
	result := cl
	if a.verified != nil && s.EndedOn != 0 {
		if result, err = reckon(a.verified, on); err != nil {
			return nil, err
		}
	}
	events, err := c.events(a)
	if err != nil {
		return nil, err
	}
	messages, err := c.messagesOf(a)
	if err != nil {
		return nil, err
	}
	meaning := s.State.Meaning()
	turn, due := nextOf(s)
	body := map[string]any{
		"id": a.id, "version": a.version, "kind": s.Kind.String(), "state": s.State.String(), "district": a.district,
		"holder_id": a.holderID, "employer_id": a.employerID, "employer": a.employer.name,
		"profile": a.profile, "facts": a.facts, "result": result.told(c.lang), "papers": papers,
		"possible_steps": c.possible(a), "next_actor": turn, "due_on": due, "events": events, "messages": messages,
		"submitted_on": dayOrNull(a.submitted), "decided_on": dayOrNull(a.decided), "taken_over": s.TakenOver,
		"created_at": a.createdAt, "changed_at": a.changedAt,
		"words": map[string]any{"label": meaning.Label.In(c.lang), "means": meaning.Means.In(c.lang), "next": meaning.Next.In(c.lang), "awaited": c.awaited(s)},
	}
	if a.receipt != "" {
		body["receipt"] = a.receipt
	}
	if a.previous != nil {
		body["previous"] = a.previous
	}
	if a.verified != nil {
		body["verified"], body["notes"] = a.verified, a.notes
	}
	if a.notice != "" && !s.Replaced {
		body["notice"] = c.noticeOf(a)
	}
	if a.masked {
		return body, a.mask(body)
	}
	return body, nil
}

// mask takes out of a view what says whose it is, and what would let its reader follow the person further: the receipt, and the notice.
func (a *application) mask(body map[string]any) error {
	delete(body, "receipt")
	delete(body, "notice")
	body["profile"] = a.profile.mask()
	if a.previous != nil {
		p := *a.previous
		p.NoticeNumber = ""
		body["previous"] = &p
	}
	facts, err := maskBorn(a.facts)
	if err != nil {
		return err
	}
	body["facts"] = facts
	if a.verified != nil {
		body["verified"], err = maskBorn(a.verified)
	}
	return err
}

// maskBorn leaves of the day of birth, which is a part of the ID number, the year: it becomes the first of January.
func maskBorn(facts json.RawMessage) (json.RawMessage, error) {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(facts, &all); err != nil {
		return nil, fmt.Errorf("masking facts: %w", err)
	}
	var born string
	if json.Unmarshal(all["born"], &born) != nil || len(born) < 4 {
		return facts, nil
	}
	all["born"] = json.RawMessage(`"` + born[:4] + `-01-01"`)
	return json.Marshal(all)
}

// nextOf is whose turn it is and by when, as JSON has it: null for nobody and for no day.
func nextOf(s *process.Standing) (turn, due any) {
	role, on := s.Next()
	if role != process.Public {
		turn = role.String()
	}
	return turn, dayOrNull(on)
}

func dayOrNull(d rules.Date) any {
	if d == 0 {
		return nil
	}
	return d.String()
}

// awaited is what it waits for, in plain words.
func (c *call) awaited(s *process.Standing) []string {
	list := []string{}
	for _, text := range s.Awaited() {
		list = append(list, text.In(c.lang))
	}
	return list
}

// event is a step that was taken, kept for good.
type event struct {
	at, role, actor, step, was, became, said string
}

// events tells what has happened. Who reads masked sees the names masked, and a former employer nothing of what was said.
func (c *call) events(a *application) ([]map[string]any, error) {
	list := []map[string]any{}
	rows, err := c.eventsOf(a.id)
	if err != nil {
		return nil, err
	}
	for _, e := range rows {
		o := opener{keys: c.keys}
		var words map[string]any
		actor := o.text("event actor", e.actor)
		o.json("event said", e.said, &words)
		if o.err != nil {
			return nil, o.err
		}
		if a.masked {
			actor = maskName(actor)
			if name, ok := words["name"].(string); ok {
				words["name"] = maskName(name)
			}
			if c.who.role != process.Auditor {
				words = nil
			}
		}
		item := map[string]any{"at": e.at, "role": e.role, "who": actor, "step": e.step, "from": e.was, "to": e.became,
			"label": process.Done(e.step).In(c.lang), "said": words}
		if e.was == "" {
			item["from"] = nil
		}
		list = append(list, item)
	}
	return list, nil
}

func (c *call) eventsOf(id string) ([]event, error) {
	var rows []event
	err := c.tx.Each(func(r *sql.Rows) error {
		var e event
		err := r.Scan(&e.at, &e.role, &e.actor, &e.step, &e.was, &e.became, &e.said)
		rows = append(rows, e)
		return err
	}, `SELECT at, role, actor, step, was, became, said FROM events WHERE application_id = $1 ORDER BY number`, id)
	if err != nil {
		return nil, fmt.Errorf("reading events: %w", err)
	}
	return rows, nil
}

// happened keeps an event: who, when, from where to where, and what was said.
func (c *call) happened(a *application, step string, was string, words map[string]any) error {
	_, err := c.tx.Exec(`INSERT INTO events (application_id, number, at, account_id, role, actor, step, was, became, said)
		VALUES ($1, (SELECT coalesce(max(number), 0) + 1 FROM events WHERE application_id = $1), $2, $3, $4, $5, $6, $7, $8, $9)`,
		a.id, instant(c.now), c.who.id, c.who.role.String(), c.keys.seal("event actor", c.who.name), step, was, a.standing.State.String(), c.keys.seal("event said", said(words)))
	if err != nil {
		return fmt.Errorf("keeping an event: %w", err)
	}
	return nil
}

// messagesOf tells which messages are owed and were sent. Who reads masked sees no text: it may hold the receipt.
func (c *call) messagesOf(a *application) ([]map[string]any, error) {
	list := []map[string]any{}
	var rows [][8]string
	err := c.tx.Each(func(r *sql.Rows) error {
		var m [8]string
		err := r.Scan(&m[0], &m[1], &m[2], &m[3], &m[4], &m[5], &m[6], &m[7])
		rows = append(rows, m)
		return err
	}, `SELECT id, kind, to_whom, phone, text, state, created_at, changed_at FROM messages WHERE application_id = $1 ORDER BY number`, a.id)
	if err != nil {
		return nil, fmt.Errorf("reading messages: %w", err)
	}
	for _, m := range rows {
		o := opener{keys: c.keys}
		phone, text := o.text("message phone", m[3]), o.text("message text", m[4])
		if o.err != nil {
			return nil, o.err
		}
		item := map[string]any{"id": m[0], "kind": m[1], "to": m[2], "phone": maskPhone(phone), "state": m[5], "created_at": m[6], "changed_at": m[7]}
		if !a.masked {
			item["text"] = text
		}
		list = append(list, item)
	}
	return list, nil
}
