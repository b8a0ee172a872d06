package main

import (
	"encoding/json"
	"fmt"
	"strconv"

	"jifen/api/store"
	"jifen/rules"
	"jifen/rules/applicant"
)

// auditLog lists the audit log, the oldest first, or with ?order=newest the newest. q is an actor, an action or an object. Each entry's hash
// covers the one before, so that a reader can follow the chain.
func (c *call) auditLog() (*answer, error) {
	if err := c.may(auditor...); err != nil {
		return nil, err
	}
	p, err := c.page(1)
	if err != nil {
		return nil, err
	}
	order := c.r.URL.Query().Get("order")
	if order != "" && order != "newest" && order != "oldest" {
		return nil, invalid([]applicant.Problem{{Field: "order", Message: rules.Fill(sayOneOf.In(c.lang), "oldest, newest")}})
	}
	var after int64
	if p.after[0] != "" {
		if after, err = strconv.ParseInt(p.after[0], 10, 64); err != nil {
			return nil, invalid([]applicant.Problem{{Field: "cursor", Message: sayCursor.In(c.lang)}})
		}
	}
	rows, err := c.tx.Entries(store.Part{After: after, Limit: p.limit + 1, Newest: order == "newest", Of: p.q})
	if err != nil {
		return nil, fmt.Errorf("reading the audit log: %w", err)
	}
	return cut(p, rows, func(e store.Entry) []string { return []string{strconv.FormatInt(e.Number, 10)} }, func(e store.Entry) map[string]any {
		return map[string]any{"number": e.Number, "at": e.At, "actor": e.Actor, "action": e.Action, "object": e.Object,
			"detail": json.RawMessage(e.Detail), "prev": e.Prev, "hash": e.Hash}
	}), nil
}
