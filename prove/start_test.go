package main

import (
	"net/http"
	"testing"
)

// TestService: the service runs on either database as a child, and whoever is made can work; what was written is there after a stop and a start.
func TestService(t *testing.T) {
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			s := newService(t, kind)
			officer := s.staff("一", "徐汇")
			hr := s.employer(officer, "徐汇")
			employees := hr.holders(3)
			s.holder(employees[0])
			var a struct{ ID, State string }
			hr.does(http.MethodPost, "/v1/applications", map[string]string{"kind": "initial", "holder_id": employees[0].ID}, &a, "Idempotency-Key", "open")
			s.stop()
			s.start()
			hr.does(http.MethodGet, "/v1/applications/"+a.ID, nil, &a)
			if a.State != "draft" {
				t.Errorf("it is %s", a.State)
			}
			s.must("-verify-audit")
		})
	}
}
