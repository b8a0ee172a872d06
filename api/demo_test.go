package main

import (
	"bytes"
	"context"
	"net/http"
	"regexp"
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
			if err := w.service.demo(context.Background(), &out); err != nil {
				t.Fatal(err)
			}
			if !w.service.clock().Equal(w.now) {
				t.Error("the clock was not set back")
			}
			w.now = w.now.Add(time.Minute) // the codes of the demo's own sign-ins are spent
			told := out.String()
			people := regexp.MustCompile(`(?m)^  (officer|auditor|employer|holder) +(\S+) +(\S+) +(\S+)\n( +otpauth:\S+secret=(\w+))?`).FindAllStringSubmatch(told, -1)
			if len(people) != 4+3+8 {
				t.Fatalf("%d people are told of:\n%s", len(people), told)
			}
			for _, p := range people {
				body := map[string]any{"login": p[2], "password": p[3]}
				if p[6] != "" {
					w.code("demo", "CODE", p[6])
					body["otp"] = w.vars["CODE"]
				}
				w.call(p[2], "c"+p[2], http.MethodPost, "/v1/session", nil, said(body))
				w.directive(p[2], "200")
				w.directive(p[2], `.must_change_password false`)
				w.directive(p[2], `.consent_needed null`)
			}
			w.call("officer", "c"+people[0][2], http.MethodGet, "/v1/reports/summary", nil, "")
			w.directive("officer", `.states {"checking":1,"collected":1,"decided":1,"draft":0,"in_review":1,"rejected":0,"returned":1,"submitted":1,"withdrawn":0}`)
			w.directive("officer", `.overdue 1`)
			for _, receipt := range regexp.MustCompile(`/v1/tracking  (\S+)  (\S+)`).FindAllStringSubmatch(told, -1) {
				w.call("track", "new", http.MethodPost, "/v1/tracking", nil, said(map[string]string{"receipt": receipt[1], "id_tail": receipt[2]}))
				w.directive("track", "200")
			}
			codes := regexp.MustCompile(`/v1/notices/  (\S+)`).FindAllStringSubmatch(told, -1)
			if len(codes) != 2 {
				t.Errorf("%d notices are told of", len(codes))
			}
			for _, code := range codes {
				w.call("notice", "new", http.MethodGet, "/v1/notices/"+code[1], nil, "")
				w.directive("notice", `.valid true`)
			}
			var again bytes.Buffer
			if err := w.service.demo(context.Background(), &again); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(again.String(), "holds data already") || !strings.HasSuffix(again.String(), told) {
				t.Errorf("at the next start it says %s", again.String())
			}
		})
	}
}

// TestDemoLeavesData: a database that was not filled by the demo is left as it is, and nothing is told of it.
func TestDemoLeavesData(t *testing.T) {
	s := newService(t, "sqlite", time.Now)
	s.tx(t, func(tx *store.Tx) error { return tx.Audit("", "a", "b", "c", "{}") })
	var out bytes.Buffer
	if err := s.demo(context.Background(), &out); err != nil || strings.Count(out.String(), "\n") != 1 {
		t.Errorf("%v: %s", err, out.String())
	}
	var rows int
	s.tx(t, func(tx *store.Tx) error { return tx.Row(`SELECT count(*) FROM accounts`).Scan(&rows) })
	if rows != 0 {
		t.Errorf("%d accounts were made", rows)
	}
}
