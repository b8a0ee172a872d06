package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"jifen/api/outbox"
	"jifen/api/store"
	"jifen/rules/process"
)

// The words of a script that are about second factors and messages.

func (w *world) code(at, name, secret string) {
	w.Helper()
	key, err := base32Text.DecodeString(secret)
	if err != nil {
		w.Fatalf("%s: %v", at, err)
	}
	w.vars[name] = totpCode(key, w.now.Unix()/30, process.CodeFigures)
}

// sign signs as the carrier does; with it the service has one.
func (w *world) sign(body string) {
	w.service.carrier = someCarrier
	h := http.Header{}
	outbox.Sign(h, someCarrier.Secret, []byte(body), w.now)
	w.vars["TIME"], w.vars["SIGNATURE"] = h.Get(outbox.TimeHeader), h.Get(outbox.SignHeader)
}

var someCarrier = &outbox.Carrier{URL: "http://127.0.0.1:1/", Secret: []byte("a secret that both know")}

func (w *world) message(id, state string) {
	w.Helper()
	w.service.addMessage(w.T, id, state, instant(w.now))
}

func (s *service) addMessage(t testing.TB, id, state, at string) {
	s.tx(t, func(tx *store.Tx) error {
		_, err := tx.Exec(`INSERT INTO messages (id, application_id, kind, to_whom, phone, text, state, next_at, created_at, changed_at)
			VALUES ($1, 'A', 'accepted', 'holder', $2, $3, $4, $5, $5, $5)`, id, s.keys.seal(messagePhone, "13800000000"), s.keys.seal(messageText, "已受理"), state, at)
		return err
	})
}

// TestReceiptsReplayed: a hundred times the same receipt is one change.
func TestReceiptsReplayed(t *testing.T) {
	w := newWorld(t, "sqlite")
	w.message("M1", "sent")
	body := `{"id":"M1","state":"delivered"}`
	w.sign(body)
	for i := range 100 {
		w.call(fmt.Sprint(i), "carrier", http.MethodPost, "/v1/messages/receipt", http.Header{outbox.TimeHeader: {w.vars["TIME"]}, outbox.SignHeader: {w.vars["SIGNATURE"]}}, body)
		w.directive(fmt.Sprint(i), "200")
	}
	n := 0
	w.service.tx(t, func(tx *store.Tx) error {
		return tx.Row(`SELECT count(*) FROM audit WHERE action = 'message_delivered'`).Scan(&n)
	})
	if n != 1 {
		t.Errorf("%d changes", n)
	}
	t.Logf("figure: a receipt of the carrier sent 100 times: %d change", n)
}

// TestSendersOfTwoProcesses: two services on one PostgreSQL send each message once.
func TestSendersOfTwoProcesses(t *testing.T) {
	now := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	dsn := postgres(t)
	first := serviceOn(t, dsn, clock)
	for i := range 300 {
		first.addMessage(t, fmt.Sprintf("M%03d", i), "owed", instant(now))
	}
	var mu sync.Mutex
	got := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		got[r.Header.Get("Idempotency-Key")]++
	}))
	defer server.Close()
	name := filepath.Join(t.TempDir(), "sms.json")
	file := fmt.Sprintf(`{"url":%q,"secret":"a secret that both know","template":{"to":"{phone}","text":"{text}","id":"{id}"}}`, server.URL)
	if err := os.WriteFile(name, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	carrier, err := outbox.ReadCarrier(name)
	if err != nil {
		t.Fatal(err)
	}
	other, err := store.Open(context.Background(), dsn, store.Options{Serve: true})
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	second := &service{store: other, keys: first.keys, limits: first.limits, clock: clock, log: first.log}
	var all sync.WaitGroup
	for _, s := range []*service{first, second} {
		s.carrier = carrier
		o := s.outbox()
		all.Go(func() {
			for {
				n, err := o.Round(context.Background())
				if err != nil {
					t.Error(err)
				}
				if n == 0 {
					return
				}
			}
		})
	}
	all.Wait()
	for id, n := range got {
		if n != 1 {
			t.Errorf("%s was sent %d times", id, n)
		}
	}
	if len(got) != 300 {
		t.Errorf("%d of 300 were sent", len(got))
	}
	if err := os.Chmod(name, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := outbox.ReadCarrier(name); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("a file that others can read: %v", err)
	}
}
