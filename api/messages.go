package main

import (
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"time"

	"jifen/api/outbox"
)

// Under these names a message's phone and text are encrypted.
const (
	messagePhone = "message phone"
	messageText  = "message text"
)

// outbox is what brings messages to the carrier, nil where there is none: then they stay owed.
func (s *service) outbox() *outbox.Outbox {
	if s.carrier == nil {
		return nil
	}
	var waits []time.Duration
	for _, minutes := range s.limits.Messages.Tries {
		waits = append(waits, time.Duration(minutes)*time.Minute)
	}
	return &outbox.Outbox{
		Store: s.store, Carrier: s.carrier, Waits: waits, Timeout: time.Duration(s.limits.Messages.Timeout) * time.Second, Clock: s.clock, Log: s.log,
		Phone: func(sealed string) (string, error) { return s.keys.open(messagePhone, sealed) },
		Text:  func(sealed string) (string, error) { return s.keys.open(messageText, sealed) },
	}
}

// delivered takes the carrier's word on a message: {"id","state"}, signed as what is sent to it. What is told again changes
// nothing, and whatever order the words come in, delivered is the last of them.
func (c *call) delivered() (*answer, error) {
	off := time.Duration(c.limits.Messages.Receipt) * time.Minute
	if c.carrier == nil || !outbox.Signed(c.r.Header, c.carrier.Secret, c.src, c.now, off) {
		return nil, refuse(http.StatusUnauthorized, "没有短信服务商的签名，或者签名不对", "The carrier's signature is missing or wrong")
	}
	if err := c.again(false); err != nil {
		return nil, err
	}
	b := c.fields()
	id, state := b.text("id", 60, true), b.oneOf("state", true, "delivered", "failed")
	if err := b.done(); err != nil {
		return nil, err
	}
	var was string
	err := c.tx.Row(`SELECT state FROM messages WHERE id = $1`, id).Scan(&was)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, notFound()
	} else if err != nil {
		return nil, fmt.Errorf("reading a message: %w", err)
	}
	if was == state || was == "delivered" {
		return &answer{body: map[string]any{"id": id, "state": was}}, nil
	}
	if err := c.tx.Put(`UPDATE messages SET state = $2, changed_at = $3 WHERE id = $1`, id, state, instant(c.now)); err != nil {
		return nil, fmt.Errorf("noting a delivery: %w", err)
	}
	if err := c.audit("message_"+state, "message/"+id, nil); err != nil {
		return nil, err
	}
	return &answer{body: map[string]any{"id": id, "state": state}}, nil
}
