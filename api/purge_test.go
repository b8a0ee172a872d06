package main

import (
	"context"
	"testing"
	"time"

	"jifen/api/store"
)

// TestNightly: the service purges by itself at three at night in Shanghai.
func TestNightly(t *testing.T) {
	for at, want := range map[string]time.Duration{
		"2026-11-24T02:00:00+08:00": time.Hour,
		"2026-11-24T03:00:00+08:00": 24 * time.Hour,
		"2026-11-23T19:30:00Z":      23*time.Hour + 30*time.Minute,
		"2026-12-31T23:00:00+08:00": 4 * time.Hour,
	} {
		now, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := untilNight(now); got != want {
			t.Errorf("at %s it is %s, want %s", at, got, want)
		}
	}
	w := newWorld(t, "sqlite")
	w.now = time.Date(2026, 11, 24, 18, 59, 59, 980_000_000, time.UTC)
	w.service.tx(t, func(tx *store.Tx) error {
		return tx.Put(`INSERT INTO feedback (id, page, helpful, comment, at) VALUES ('old', '/', 'yes', '', '2001-01-01T00:00:00.000Z')`)
	})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); w.service.purges(ctx) }()
	defer func() { stop(); <-ended }()
	for range 500 {
		n := 0
		if err := w.service.store.Read(t.Context(), func(tx *store.Tx) error { return tx.Row(`SELECT count(*) FROM feedback`).Scan(&n) }); err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("nothing was purged")
}
