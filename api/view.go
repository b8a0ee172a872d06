package main

import (
	"encoding/json"
	"fmt"

	"jifen/api/store"
	"jifen/rules"
	"jifen/rules/process"
)

// shown answers with an application as its reader may see it. What the database has is read at once; to open it, reckon and put it
// into words takes longer than all else that a step does, and is done when the one writer is free again.
func (c *call) shown(a *application) (*answer, error) {
	var happened []event
	if err := c.eventsOf(a.id, &happened); err != nil {
		return nil, err
	}
	var owed []message
	if err := c.messagesOf(a.id, &owed); err != nil {
		return nil, err
	}
	return &answer{etag: a.etag(), late: func() ([]byte, error) { return c.view(a, happened, owed) }}, nil
}

func (c *call) view(a *application, happened []event, owed []message) ([]byte, error) {
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
	events, err := c.events(a, happened)
	if err != nil {
		return nil, err
	}
	messages, err := c.messages(a, owed)
	if err != nil {
		return nil, err
	}
	meaning := s.State.Meaning()
	turn, due := nextOf(s)
	body := map[string]any{
		"id": a.id, "version": a.version, "kind": s.Kind.String(), "state": s.State.String(), "district": a.district,
		"holder_id": a.holderID, "employer_id": a.employerID, "employer": a.employer.name,
		"profile": a.profile, "facts": a.facts, "papers": papers,
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
		if err := a.mask(body); err != nil {
			return nil, err
		}
	}
	src, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	// The result is JSON already, and long: to have it checked and copied once more would take as long as all the rest.
	src = append(src[:len(src)-1], `,"result":`...)
	return append(append(src, result.told(c.lang)...), '}'), nil
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

// toldEvent is an event as it is told.
type toldEvent struct {
	At    string         `json:"at"`
	Role  string         `json:"role"`
	Who   string         `json:"who"`
	Step  string         `json:"step"`
	From  any            `json:"from"` // null for the first
	To    string         `json:"to"`
	Label string         `json:"label"`
	Said  map[string]any `json:"said"`
}

// events tells what has happened. Who reads masked sees the names masked, and a former employer nothing of what was said.
func (c *call) events(a *application, happened []event) ([]toldEvent, error) {
	list := make([]toldEvent, 0, len(happened))
	o := opener{keys: c.keys}
	for _, e := range happened {
		item := toldEvent{At: e.at, Role: e.role, Who: o.text("event actor", e.actor), Step: e.step, To: e.became, Label: process.Done(e.step).In(c.lang)}
		o.json("event said", e.said, &item.Said)
		if e.was != "" {
			item.From = e.was
		}
		if a.masked {
			item.Who = maskName(item.Who)
			if name, ok := item.Said["name"].(string); ok {
				item.Said["name"] = maskName(name)
			}
			if c.who.role != process.Auditor {
				item.Said = nil
			}
		}
		list = append(list, item)
	}
	return list, o.err
}

// eventsOf reads the events of an application, at the latest when the transaction ends.
func (c *call) eventsOf(id string, into *[]event) error {
	err := c.tx.Ask(func(r store.Row) error {
		var e event
		err := r.Scan(&e.at, &e.role, &e.actor, &e.step, &e.was, &e.became, &e.said)
		*into = append(*into, e)
		return err
	}, `SELECT at, role, actor, step, was, became, said FROM events WHERE application_id = $1 ORDER BY number`, id)
	if err != nil {
		return fmt.Errorf("reading events: %w", err)
	}
	return nil
}

// happened keeps an event: who, when, from where to where, and what was said.
func (c *call) happened(a *application, step string, was string, words map[string]any) error {
	err := c.tx.Put(`INSERT INTO events (application_id, number, at, account_id, role, actor, step, was, became, said)
		VALUES ($1, (SELECT coalesce(max(number), 0) + 1 FROM events WHERE application_id = $1), $2, $3, $4, $5, $6, $7, $8, $9)`,
		a.id, instant(c.now), c.who.id, c.who.role.String(), c.keys.seal("event actor", c.who.name), step, was, a.standing.State.String(), c.keys.seal("event said", said(words)))
	if err != nil {
		return fmt.Errorf("keeping an event: %w", err)
	}
	return nil
}

// message is a message that is owed or was sent.
type message struct {
	id, kind, to, phone, text, state, created, changed string
}

// messagesOf reads the messages of an application, at the latest when the transaction ends.
func (c *call) messagesOf(id string, into *[]message) error {
	err := c.tx.Ask(func(r store.Row) error {
		var m message
		err := r.Scan(&m.id, &m.kind, &m.to, &m.phone, &m.text, &m.state, &m.created, &m.changed)
		*into = append(*into, m)
		return err
	}, `SELECT id, kind, to_whom, phone, text, state, created_at, changed_at FROM messages WHERE application_id = $1 ORDER BY number`, id)
	if err != nil {
		return fmt.Errorf("reading messages: %w", err)
	}
	return nil
}

// toldMessage is a message as it is told.
type toldMessage struct {
	ID      string `json:"id"`
	Kind    string `json:"kind"`
	To      string `json:"to"`
	Phone   string `json:"phone"`
	Text    string `json:"text,omitempty"`
	State   string `json:"state"`
	Created string `json:"created_at"`
	Changed string `json:"changed_at"`
}

// messages tells which messages are owed and were sent. Who reads masked sees no text: it may hold the receipt.
func (c *call) messages(a *application, owed []message) ([]toldMessage, error) {
	list := make([]toldMessage, 0, len(owed))
	o := opener{keys: c.keys}
	for _, m := range owed {
		item := toldMessage{m.id, m.kind, m.to, maskPhone(o.text("message phone", m.phone)), "", m.state, m.created, m.changed}
		if text := o.text("message text", m.text); !a.masked {
			item.Text = text
		}
		list = append(list, item)
	}
	return list, o.err
}
