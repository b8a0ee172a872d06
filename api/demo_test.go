package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"jifen/api/store"
)

// TestDemo: a new database gets a district whose people can sign in as it says; one that holds data is left alone.
func TestDemo(t *testing.T) {
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			w := newWorld(t, kind)
			w.service.totpRequired = kind == "postgres"
			var out bytes.Buffer
			if err := w.service.demo(context.Background(), "http://localhost:8080", &out); err != nil {
				t.Fatal(err)
			}
			if !w.service.clock().Equal(w.now) {
				t.Error("the clock was not set back")
			}
			w.turn(w.now.Add(time.Minute)) // the codes of the demo's own sign-ins are spent
			told := demoTold(t, w.service, "localhost:8080", "127.0.0.1:1", nil)
			if len(told.Accounts) != 4+3+8 || len(told.Notices) != 2 || len(told.Receipts) != 5 {
				t.Fatalf("told are %+v", told)
			}
			for _, a := range told.Accounts {
				body := map[string]any{"login": a.Login, "password": a.Password}
				if _, secret, ok := strings.Cut(a.OTPAuth, "secret="); ok {
					secret, _, _ = strings.Cut(secret, "&")
					w.code("demo", "CODE", secret)
					body["otp"] = w.vars["CODE"]
				}
				w.call(a.Login, "c"+a.Login, http.MethodPost, "/v1/session", nil, said(body))
				w.directive(a.Login, "200")
				w.directive(a.Login, `.must_change_password false`)
				w.directive(a.Login, `.consent_needed null`)
				w.directive(a.Login, `.role "`+a.Role+`"`)
			}
			w.call("officer", "c"+told.Accounts[0].Login, http.MethodGet, "/v1/reports/summary", nil, "")
			w.directive("officer", `.states {"checking":1,"collected":1,"decided":1,"draft":0,"in_review":1,"rejected":0,"returned":1,"submitted":1,"withdrawn":0}`)
			w.directive("officer", `.overdue 1`)
			for _, r := range told.Receipts {
				w.call("track", "new", http.MethodPost, "/v1/tracking", nil, said(map[string]string{"receipt": r.Receipt, "id_tail": r.Tail}))
				w.directive("track", "200")
			}
			for _, n := range told.Notices {
				w.call("notice", "new", http.MethodGet, "/v1/notices/"+n.Code, nil, "")
				w.directive("notice", `.valid true`)
			}
			for _, told := range []string{told.Accounts[5].Login, told.Accounts[5].Password, told.Receipts[0].Receipt, told.Notices[0].Code, "http://localhost:8080/holder/"} {
				if !strings.Contains(out.String(), told) {
					t.Errorf("it does not print %s", told)
				}
			}
			for i, m := range told.Messages {
				if m.State != "owed" || m.Text == "" || len(m.Phone) != 11 || m.To != "holder" && m.To != "employer" || i > 0 && m.At > told.Messages[i-1].At {
					t.Errorf("message %d is %+v", i, m)
				}
			}
			if len(told.Messages) == 0 || len(told.Messages) > mostDemoMessages {
				t.Errorf("%d messages are told", len(told.Messages))
			}

			// The next start tells the same.
			w.service.story = nil
			var again bytes.Buffer
			if err := w.service.demo(context.Background(), "http://localhost:8080", &again); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(again.String(), "holds data already") || !strings.HasSuffix(again.String(), out.String()) {
				t.Errorf("at the next start it says %s", again.String())
			}
			if !reflect.DeepEqual(told, demoTold(t, w.service, "localhost:8080", "127.0.0.1:1", nil)) {
				t.Error("at the next start the page tells something else")
			}
		})
	}
}

// demoTold asks for the demo's page as a caller from an address.
func demoTold(t *testing.T, s *service, host, from string, header http.Header) (told struct {
	story
	Messages []demoMessage
}) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/demo.json", nil)
	r.RemoteAddr, r.Header, r.Host = from, header, host
	w := httptest.NewRecorder()
	s.handler(http.NotFoundHandler()).ServeHTTP(w, r)
	if w.Code != http.StatusOK || json.Unmarshal(w.Body.Bytes(), &told) != nil {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	return told
}

// TestDemoIsForThisMachine: callers from elsewhere, and those whom a proxy brings, are told nothing.
func TestDemoIsForThisMachine(t *testing.T) {
	s := newService(t, "sqlite", time.Now)
	s.story = &story{Accounts: []demoAccount{{Login: "somebody"}}}
	for _, c := range []struct {
		host, from string
		by         http.Header
		n          int
	}{
		{"localhost:8080", "127.0.0.1:9", nil, 1}, {"[::1]:8080", "[::1]:9", nil, 1}, {"127.0.0.1", "127.0.0.1:9", nil, 1}, {"localhost:8080", "192.0.2.1:9", nil, 0},
		{"localhost:8080", "127.0.0.1:9", http.Header{"X-Forwarded-For": {"192.0.2.1"}}, 0}, {"localhost:8080", "127.0.0.1:9", http.Header{"Via": {"1.1 other"}}, 0},
		{"example.org:8080", "127.0.0.1:9", nil, 0},
	} {
		if told := demoTold(t, s, c.host, c.from, c.by); len(told.Accounts) != c.n {
			t.Errorf("%v is told of %d accounts", c, len(told.Accounts))
		}
	}
}

// TestDemoOfBefore: a database that an earlier program filled kept the text alone, which is told as it is.
func TestDemoOfBefore(t *testing.T) {
	s := newService(t, "sqlite", time.Now)
	s.tx(t, func(tx *store.Tx) error {
		if err := tx.Audit("", "a", "b", "c", "{}"); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO kept (name, value) VALUES ('demo', $1)`, s.keys.seal(demoText, "plain text\n"))
		return err
	})
	var out bytes.Buffer
	if err := s.demo(context.Background(), "", &out); err != nil || !strings.HasSuffix(out.String(), "\nplain text\n") || s.story != nil {
		t.Errorf("%v: %s", err, out.String())
	}
}

// TestDemoLeavesData: a database that was not filled by the demo is left as it is, and nothing is told of it.
func TestDemoLeavesData(t *testing.T) {
	s := newService(t, "sqlite", time.Now)
	s.tx(t, func(tx *store.Tx) error { return tx.Audit("", "a", "b", "c", "{}") })
	var out bytes.Buffer
	if err := s.demo(context.Background(), "", &out); err != nil || strings.Count(out.String(), "\n") != 1 || s.story != nil {
		t.Errorf("%v: %s", err, out.String())
	}
	var rows int
	s.tx(t, func(tx *store.Tx) error { return tx.Row(`SELECT count(*) FROM accounts`).Scan(&rows) })
	if rows != 0 {
		t.Errorf("%d accounts were made", rows)
	}
}
