package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestRooms: where all places of a kind are taken a call of that kind is told to come again, and the other kind goes on; a place that was left
// is there for the next.
func TestRooms(t *testing.T) {
	w := newWorld(t, "sqlite")
	signIn := func() int {
		w.call("sign-in", "somebody", http.MethodPost, "/v1/session", nil, `{"login":"nobody","password":"seven paper lanterns"}`)
		return w.answer.status
	}
	look := func() int {
		w.call("look", "somebody", http.MethodGet, "/v1/session", nil, "")
		return w.answer.status
	}
	for _, c := range []struct {
		full         room
		signIn, look int // the statuses
	}{
		{w.service.rooms.hashing, 503, 200},
		{w.service.rooms.calls, 401, 503},
	} {
		for range cap(c.full) {
			c.full <- struct{}{}
		}
		if got := signIn(); got != c.signIn {
			t.Errorf("a sign-in is answered with %d, want %d", got, c.signIn)
		} else if got == 503 && w.answer.header.Get("Retry-After") == "" {
			t.Error("it is not told when to come again")
		}
		if got := look(); got != c.look {
			t.Errorf("a look is answered with %d, want %d", got, c.look)
		}
		for range cap(c.full) {
			<-c.full
		}
		if got := signIn(); got != 401 {
			t.Errorf("after it a sign-in is answered with %d", got)
		}
		if got := look(); got != 200 {
			t.Errorf("after it a look is answered with %d", got)
		}
		if len(c.full) > 0 {
			t.Errorf("%d places are still taken", len(c.full))
		}
	}
	// Of a table not a byte is read where no place is free for it, and others go on.
	tables := w.service.rooms.tables
	for range cap(tables) {
		tables <- struct{}{}
	}
	table := strings.NewReader("name,id_number,phone\n")
	r, answer := httptest.NewRequest(http.MethodPost, "/v1/holders/import", table), httptest.NewRecorder()
	r.Header.Set("Content-Type", "text/csv")
	whole := table.Len()
	if w.server.Config.Handler.ServeHTTP(answer, r); answer.Code != 503 || table.Len() < whole {
		t.Errorf("one table too many is answered with %d, %d of %d bytes read", answer.Code, whole-table.Len(), whole)
	}
	if got := look(); got != 200 {
		t.Errorf("beside many tables a look is answered with %d", got)
	}
	<-tables
	answer = httptest.NewRecorder()
	if w.server.Config.Handler.ServeHTTP(answer, r); answer.Code != 401 || len(tables) != cap(tables)-1 {
		t.Errorf("a table that has a place is answered with %d, and %d places are taken", answer.Code, len(tables))
	}
	t.Logf("figure: at most %d calls under way, %d that hash a password, %d tables; one more of a kind is told 503 and when to come again, the other kind goes on", mostCalls, cap(w.service.rooms.hashing), mostTables)
}
