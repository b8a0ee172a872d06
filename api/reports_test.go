package main

import (
	"encoding/json"
	"net/http"
	"testing"

	"jifen/api/store"
)

// history is an application as a report looks at it: its state, when it was submitted and due, and its events.
type history struct {
	district, state, submitted, due string
	events                          [][3]string // when, from, to
}

func (s *service) addHistory(t testing.TB, id string, h history) {
	s.tx(t, func(tx *store.Tx) error {
		if _, err := tx.Exec(`INSERT INTO applications (id, version, holder_id, employer_id, district, kind, state, standing, profile, facts, submitted_on, due_on, created_at, changed_at)
			VALUES ($1, 1, $1, 'E', $2, 'initial', $3, '{}', '', '', $4, $5, '2026-09-01T00:00:00.000Z', '2026-09-01T00:00:00.000Z')`, id, h.district, h.state, h.submitted, h.due); err != nil {
			return err
		}
		for i, e := range h.events {
			if _, err := tx.Exec(`INSERT INTO events (application_id, number, at, account_id, role, actor, step, was, became, said) VALUES ($1, $2, $3, '', '', '', '', $4, $5, '')`,
				id, i+1, e[0]+"T00:00:00.000Z", e[1], e[2]); err != nil {
				return err
			}
		}
		return nil
	})
}

// TestReport: a stage lasts from the event that led into a state to the one that led out; what happens within it does not count,
// and one that goes on is not counted yet.
func TestReport(t *testing.T) {
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			w := newWorld(t, kind)
			w.staff("test", "officer", "WANG", "徐汇")
			w.staff("test", "auditor", "LI", "")
			all := map[string]history{
				"A": {"徐汇", "decided", "2026-09-03", "", [][3]string{{"2026-09-01", "", "draft"}, {"2026-09-03", "draft", "submitted"}, {"2026-09-05", "submitted", "checking"},
					{"2026-09-07", "checking", "checking"}, {"2026-09-15", "checking", "in_review"}, {"2026-09-29", "in_review", "decided"}}},
				"B": {"徐汇", "in_review", "2026-10-03", "2026-11-23", [][3]string{{"2026-10-01", "", "draft"}, {"2026-10-03", "draft", "submitted"}, {"2026-10-07", "submitted", "returned"},
					{"2026-10-10", "returned", "submitted"}, {"2026-10-16", "submitted", "checking"}, {"2026-11-01", "checking", "in_review"}}},
				"C": {"徐汇", "in_review", "2026-11-14", "2026-11-24", nil},
				"D": {"黄浦", "submitted", "2026-11-22", "", [][3]string{{"2026-11-22", "draft", "submitted"}}},
				// What ended before the time looked at does not count.
				"E": {"徐汇", "decided", "2026-01-01", "", [][3]string{{"2026-01-01", "draft", "submitted"}, {"2026-02-01", "submitted", "checking"}}},
			}
			for id, h := range all {
				w.service.addHistory(t, id, h)
			}
			w.call("officer", "wang", http.MethodGet, "/v1/reports/summary", nil, "")
			w.expect(`{"district":"徐汇","median_days":{"checking":13,"decided":null,"draft":2,"in_review":14,"returned":3,"submitted":4},"median_of_days":180,
				"oldest_days":{"checking":null,"in_review":52,"returned":null,"submitted":null},"on":"2026-11-24","overdue":1,
				"states":{"checking":0,"collected":0,"decided":2,"draft":0,"in_review":2,"rejected":0,"returned":0,"submitted":0,"withdrawn":0}}`)
			w.call("auditor", "li", http.MethodGet, "/v1/reports/summary", nil, "")
			w.expect(`{"district":"","median_days":{"checking":13,"decided":null,"draft":2,"in_review":14,"returned":3,"submitted":4},"median_of_days":180,
				"oldest_days":{"checking":null,"in_review":52,"returned":null,"submitted":2},"on":"2026-11-24","overdue":1,
				"states":{"checking":0,"collected":0,"decided":2,"draft":0,"in_review":2,"rejected":0,"returned":0,"submitted":1,"withdrawn":0}}`)
		})
	}
}

// expect holds the whole of an answer.
func (w *world) expect(body string) {
	w.Helper()
	var got, wanted any
	if err := json.Unmarshal(w.answer.body, &got); err != nil {
		w.Fatalf("%s", w.answer.body)
	}
	if err := json.Unmarshal([]byte(body), &wanted); err != nil {
		w.Fatal(err)
	}
	a, _ := json.MarshalIndent(got, "", " ")
	b, _ := json.MarshalIndent(wanted, "", " ")
	if string(a) != string(b) {
		w.Errorf("the answer is %s\nwant %s", a, b)
	}
}
