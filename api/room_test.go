package main

import (
	"net/http"
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
	t.Logf("figure: at most %d calls under way, and %d that hash a password; one more of a kind is told 503 and when to come again, the other kind goes on", mostCalls, cap(w.service.rooms.hashing))
}
