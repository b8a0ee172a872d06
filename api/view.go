package main

import (
	"encoding/json"
	"fmt"
	"slices"

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
	told := toldApplication{
		ID: a.id, Version: a.version, Kind: s.Kind.String(), State: s.State.String(), District: a.district,
		HolderID: a.holderID, EmployerID: a.employerID, Employer: a.employer.name,
		Profile: a.profile, Facts: a.facts, Papers: papers,
		Possible: c.possible(a), NextActor: turn, DueOn: due, Events: events, Messages: messages,
		SubmittedOn: dayOrNull(a.submitted), DecidedOn: dayOrNull(a.decided), TakenOver: s.TakenOver,
		CreatedAt: a.createdAt, ChangedAt: a.changedAt, Receipt: a.receipt, Previous: a.previous,
		Words: toldWords{meaning.Label.In(c.lang), meaning.Means.In(c.lang), meaning.Next.In(c.lang), c.awaited(s)},
	}
	if a.verified != nil {
		told.Verified, told.Notes = a.verified, a.notes
	}
	if a.notice != "" && !s.Replaced {
		told.Notice = c.noticeOf(a)
	}
	if a.masked {
		if err := told.mask(); err != nil {
			return nil, err
		}
	}
	src, err := json.Marshal(&told)
	if err != nil {
		return nil, err
	}
	// The result is JSON already, and long: to have it checked and copied once more would take as long as all the rest.
	src = append(slices.Grow(src[:len(src)-1], longestResult), `,"result":`...)
	return append(result.tell(src, c.lang), '}'), nil
}

// longestResult is about how long a result is; a longer one takes a copy more.
const longestResult = 8 << 10

// toldApplication is an application as it is told, but for the result, which stands behind it.
type toldApplication struct {
	ID          string          `json:"id"`
	Version     int64           `json:"version"`
	Kind        string          `json:"kind"`
	State       string          `json:"state"`
	District    string          `json:"district"`
	HolderID    string          `json:"holder_id"`
	EmployerID  string          `json:"employer_id"`
	Employer    string          `json:"employer"`
	Profile     profile         `json:"profile"`
	Facts       json.RawMessage `json:"facts"`
	Papers      []paper         `json:"papers"`
	Possible    []string        `json:"possible_steps"`
	NextActor   any             `json:"next_actor"`
	DueOn       any             `json:"due_on"`
	Events      []toldEvent     `json:"events"`
	Messages    []toldMessage   `json:"messages"`
	SubmittedOn any             `json:"submitted_on"`
	DecidedOn   any             `json:"decided_on"`
	TakenOver   bool            `json:"taken_over"`
	CreatedAt   string          `json:"created_at"`
	ChangedAt   string          `json:"changed_at"`
	Words       toldWords       `json:"words"`
	Receipt     string          `json:"receipt,omitempty"`
	Previous    *previous       `json:"previous,omitempty"`
	Verified    json.RawMessage `json:"verified,omitempty"`
	Notes       any             `json:"notes,omitempty"` // where it is verified
	Notice      map[string]any  `json:"notice,omitempty"`
}

// toldWords say in plain words how it stands.
type toldWords struct {
	Label   string   `json:"label"`
	Means   string   `json:"means"`
	Next    string   `json:"next"`
	Awaited []string `json:"awaited"`
}

// mask takes out of a view what says whose it is, and what would let its reader follow the person further: the receipt, and the notice.
func (t *toldApplication) mask() (err error) {
	t.Receipt, t.Notice = "", nil
	t.Profile = t.Profile.mask()
	if t.Previous != nil {
		p := *t.Previous
		p.NoticeNumber = ""
		t.Previous = &p
	}
	if t.Facts, err = maskBorn(t.Facts); err == nil && t.Verified != nil {
		t.Verified, err = maskBorn(t.Verified)
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
	At    string `json:"at"`
	Role  string `json:"role"`
	Who   string `json:"who"`
	Step  string `json:"step"`
	From  any    `json:"from"` // null for the first
	To    string `json:"to"`
	Label string `json:"label"`
	Said  any    `json:"said"` // JSON as it is kept, or what of it is masked
}

// events tells what has happened. Who reads masked sees the names masked, and a former employer nothing of what was said.
func (c *call) events(a *application, happened []event) ([]toldEvent, error) {
	list := make([]toldEvent, 0, len(happened))
	o := opener{keys: c.keys}
	for _, e := range happened {
		item := toldEvent{At: e.at, Role: e.role, Who: o.text("event actor", e.actor), Step: e.step, To: e.became, Label: process.Done(e.step).In(c.lang)}
		if e.was != "" {
			item.From = e.was
		}
		if !a.masked {
			item.Said = o.raw("event said", e.said)
		} else {
			item.Who = maskName(item.Who)
			if c.who.role == process.Auditor {
				var words map[string]any
				if o.json("event said", e.said, &words); words["name"] != nil {
					words["name"] = maskName(fmt.Sprint(words["name"]))
				}
				item.Said = words
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
