package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"jifen/api/store"
	"jifen/rules"
	"jifen/rules/process"
)

var (
	sayTail = rules.Text{ZH: "要写身份证号码的最后四位", EN: "must be the last four characters of the ID number"}
	smsSays = map[string]rules.Text{
		"owed":      {ZH: "待发送", EN: "waiting to be sent"},
		"sent":      {ZH: "已发出", EN: "sent"},
		"delivered": {ZH: "已送达", EN: "delivered"},
		"failed":    {ZH: "没有送达", EN: "not delivered"},
		"given_up":  {ZH: "多次没有送达，不再发送", EN: "not delivered after several tries"},
	}
)

// track answers POST /v1/tracking: how far the application with this receipt has come, without a name. Receipt and tail are looked
// up as one, so that a wrong tail and an unknown receipt are the same miss and take as long. It is a read, and waits for no writer but
// where a key bids keep the answer.
func (c *call) track() (*answer, error) {
	b := c.fields()
	receipt, end := b.text("receipt", 60, true), strings.ToUpper(b.text("id_tail", 20, true))
	if end != "" && (len(end) != 4 || strings.Trim(end[:3], "0123456789") != "" || strings.Trim(end[3:], "0123456789X") != "") {
		b.problem("id_tail", sayTail)
	}
	if err := b.done(); err != nil {
		return nil, err
	}
	code, sound := readCode(receipt)
	var a *answer
	find := func() (err error) {
		if wait := c.limits.take("tracking_address", c.address); wait > 0 {
			return tooMany(wait)
		}
		if !sound {
			return notFound() // nobody has it; it takes nothing from anybody's receipt
		}
		if wait := c.limits.take("tracking_receipt", c.keys.find("receipt", code)); wait > 0 {
			return tooMany(wait)
		}
		a, err = c.progress(c.trackHash(code, end))
		return err
	}
	if c.r.Header.Get("Idempotency-Key") == "" {
		err := c.reading(find)
		return a, err
	}
	err := c.write(func() error {
		err := c.again(false)
		if err == nil {
			err = find()
		}
		if err == nil && c.once != nil {
			err = c.remember(a)
		}
		return err
	})
	if again := (*replay)(nil); errors.As(err, &again) {
		return again.answer, nil
	}
	return a, err
}

// trackHash is what an application is found by for whoever has its receipt and knows whose it is.
func (c *call) trackHash(receipt, tail string) string {
	return c.keys.find("track", receipt+" "+tail)
}

// tracked is an application with its last message to the holder, and its events in order beside them: one question to the database.
const tracked = `SELECT a.standing, coalesce(e.at, ''), coalesce(e.step, ''), coalesce(e.became, ''), coalesce(m.kind, ''), coalesce(m.state, '')
	FROM applications a
	LEFT JOIN messages m ON m.id = (SELECT id FROM messages WHERE application_id = a.id AND to_whom = 'holder' ORDER BY number DESC LIMIT 1)
	LEFT JOIN events e ON e.application_id = a.id
	WHERE a.track_hash = $1 ORDER BY e.number`

// progress is what one learns of an application by its receipt.
type progress struct {
	State     string   `json:"state"`
	Kind      string   `json:"kind"`
	Label     string   `json:"label"`
	Means     string   `json:"means"`
	Next      string   `json:"next"`
	Awaited   []string `json:"awaited"`
	History   []past   `json:"history"`
	NextActor any      `json:"next_actor"`
	DueOn     any      `json:"due_on"`
	SMS       any      `json:"sms"` // null where none was owed to the holder
	SMSKind   any      `json:"sms_kind"`
	SMSWords  string   `json:"sms_words"`
}

type past struct {
	At    string `json:"at"`
	Step  string `json:"step"`
	State string `json:"state"`
	Text  string `json:"text"`
}

// progress tells how far the application has come that is found by a hash; 404 where none is.
func (c *call) progress(hash string) (*answer, error) {
	var standing, lastKind, lastState string
	history := []past{}
	err := c.tx.Each(func(r store.Row) error {
		var e past
		err := r.Scan(&standing, &e.At, &e.Step, &e.State, &lastKind, &lastState)
		if e.Step != "" {
			e.Text = process.Done(e.Step).In(c.lang)
			history = append(history, e)
		}
		return err
	}, tracked, hash)
	if err != nil {
		return nil, fmt.Errorf("looking a receipt up: %w", err)
	} else if standing == "" {
		return nil, notFound()
	}
	var s process.Standing
	if err := json.Unmarshal([]byte(standing), &s); err != nil {
		return nil, fmt.Errorf("reading where an application stands: %w", err)
	}
	m := s.State.Meaning()
	p := &progress{State: s.State.String(), Kind: s.Kind.String(), Label: m.Label.In(c.lang), Means: m.Means.In(c.lang), Next: m.Next.In(c.lang),
		Awaited: c.awaited(&s), History: history}
	p.NextActor, p.DueOn = nextOf(&s)
	if lastKind != "" {
		p.SMSKind, p.SMS, p.SMSWords = lastKind, lastState, smsSays[lastState].In(c.lang)
	}
	return &answer{body: p}, nil
}
