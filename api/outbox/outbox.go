// Package outbox brings the messages that are owed to a carrier.
//
// A message is owed from the transaction of the step that it tells of. The outbox takes a few that are due, moves the time of their
// next try ahead, and only then sends them: who else looks into the same database meanwhile, another process too, finds them not
// due. One that was killed in between leaves them owed, and they go out again: at least once, each under its id, by which the
// carrier knows a repetition. A try that failed waits 1, 5, 15, 60 minutes and so on, as the limits say, and after the last the
// message is given up. Without a carrier there is no outbox, and messages stay owed.
//
// It knows no key: what is encrypted it has opened by functions. The log has a message's id and kind, and nothing of what it says.
package outbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"jifen/api/store"
)

// Letter is a message as the carrier gets it.
type Letter struct{ ID, Kind, Phone, Text string }

// Outbox sends what is owed.
type Outbox struct {
	Store   *store.Store
	Carrier *Carrier
	Waits   []time.Duration // after each try that failed; after one more the message is given up
	Timeout time.Duration   // for the carrier's answer
	Clock   func() time.Time
	Log     *slog.Logger
	Phone   func(sealed string) (string, error) // opens a number
	Text    func(sealed string) (string, error) // opens what is said

	client *http.Client
	once   sync.Once
}

const (
	batch   = 64              // messages that are taken at once
	atOnce  = 8               // requests under way
	looking = 2 * time.Second // between looks into the database
)

// lease is for how long messages that were taken are not due: longer than it takes to send them all.
func (o *Outbox) lease() time.Duration { return time.Minute + batch/atOnce*o.Timeout }

// Run sends until it is told to stop.
func (o *Outbox) Run(ctx context.Context) {
	for {
		went, err := o.Round(ctx)
		if err != nil && ctx.Err() == nil {
			o.Log.Error("the outbox cannot be read", "why", err)
		}
		if went > 0 && ctx.Err() == nil {
			continue // there may be more, and the carrier takes them
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(looking):
		}
	}
}

// taken is a message that was taken out, still encrypted.
type taken struct {
	Letter
	tries int
	why   string // it did not go, empty where it did
}

// Round takes what is due, sends it, and notes how that went. It tells how many the carrier took.
func (o *Outbox) Round(ctx context.Context) (went int, err error) {
	o.once.Do(o.connect)
	all, err := o.take(ctx)
	if err != nil || len(all) == 0 {
		return 0, err
	}
	var wait sync.WaitGroup
	free := make(chan struct{}, atOnce)
	for i := range all {
		free <- struct{}{}
		wait.Go(func() {
			all[i].why = o.send(ctx, all[i].Letter)
			<-free
		})
	}
	wait.Wait()
	for _, m := range all {
		if m.why == "" {
			went++
		}
	}
	return went, o.note(context.WithoutCancel(ctx), all) // what went is noted also where the service is being stopped
}

func (o *Outbox) connect() {
	o.client = &http.Client{
		Timeout:   o.Timeout,
		Transport: &http.Transport{MaxConnsPerHost: atOnce, MaxIdleConnsPerHost: atOnce, IdleConnTimeout: time.Minute},
		// Elsewhere nobody is to get phones and texts, whatever the carrier says.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// take takes messages that are due, and moves their next try ahead. With one writer at a time in a database, no two take the same.
func (o *Outbox) take(ctx context.Context) (all []taken, err error) {
	now := o.Clock()
	err = o.Store.Write(ctx, func(tx *store.Tx) error {
		all = nil
		return tx.Each(func(r store.Row) error {
			var m taken
			err := r.Scan(&m.ID, &m.Kind, &m.Phone, &m.Text, &m.tries)
			all = append(all, m)
			return err
		}, `UPDATE messages SET next_at = $2, tries = tries + 1 WHERE id IN
			(SELECT id FROM messages WHERE state = 'owed' AND next_at <= $1 ORDER BY next_at, id LIMIT $3)
			RETURNING id, kind, phone, text, tries`, store.Instant(now), store.Instant(now.Add(o.lease())), batch)
	})
	if err != nil {
		return nil, fmt.Errorf("taking messages: %w", err)
	}
	return all, nil
}

// send sends one message, and tells why it did not go. The words hold nothing of the message, nor of the carrier's address, in
// which there may be a secret.
func (o *Outbox) send(ctx context.Context, l Letter) (why string) {
	var err1, err2 error
	l.Phone, err1 = o.Phone(l.Phone)
	l.Text, err2 = o.Text(l.Text)
	if errors.Join(err1, err2) != nil {
		return "it cannot be opened"
	}
	if l.Phone == "" {
		return "there is no phone"
	}
	body, err := o.Carrier.body(l)
	if err != nil {
		return "it cannot be written"
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, o.Carrier.URL, bytes.NewReader(body))
	if err != nil {
		return "the carrier's address is none"
	}
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("Idempotency-Key", l.ID)
	Sign(r.Header, o.Carrier.Secret, body, o.Clock())
	answer, err := o.client.Do(r)
	if err != nil {
		return "no answer"
	}
	defer answer.Body.Close()
	io.Copy(io.Discard, io.LimitReader(answer.Body, 64<<10)) // so that the connection can be used again
	if answer.StatusCode/100 != 2 {
		return fmt.Sprintf("status %d", answer.StatusCode)
	}
	return ""
}

// note writes down how sending went. What a receipt said meanwhile stands: only what is still owed changes.
func (o *Outbox) note(ctx context.Context, all []taken) error {
	now := o.Clock()
	err := o.Store.Write(ctx, func(tx *store.Tx) error {
		for _, m := range all {
			state, next := "sent", now
			switch {
			case m.why == "":
			case m.tries > len(o.Waits):
				state = "given_up"
			default:
				state, next = "owed", now.Add(o.Waits[m.tries-1])
			}
			if err := tx.Put(`UPDATE messages SET state = $2, next_at = $3, changed_at = $4 WHERE id = $1 AND state = 'owed'`,
				m.ID, state, store.Instant(next), store.Instant(now)); err != nil {
				return fmt.Errorf("noting a message: %w", err)
			}
		}
		return nil
	})
	for _, m := range all {
		switch {
		case m.why == "":
			o.Log.Info("message sent", "message", m.ID, "kind", m.Kind, "try", m.tries)
		case m.tries > len(o.Waits):
			o.Log.Error("message given up", "message", m.ID, "kind", m.Kind, "why", m.why)
		default:
			o.Log.Warn("message not sent", "message", m.ID, "kind", m.Kind, "try", m.tries, "why", m.why)
		}
	}
	return err
}
