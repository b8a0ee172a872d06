package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jifen/rules/process"
)

// TestReplays: ten thousand calls with a key of their own each count once, though each is sent twice, the second time after a restart;
// with another body a key is refused, and the same key of somebody else is another.
func TestReplays(t *testing.T) {
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			c := &config{addr: "localhost:0", db: "sqlite:" + filepath.Join(t.TempDir(), "jifen.db"), key: filepath.Join(t.TempDir(), "jifen.key"), limits: "off"}
			if kind == "postgres" {
				c.db = postgres(t)
			}
			w := &world{T: t, now: time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC), clients: map[string]*http.Client{}, vars: map[string]string{}}
			begin := func() {
				s, err := open(context.Background(), c, io.Discard)
				if err != nil {
					t.Fatal(err)
				}
				s.clock = w.clock
				w.service, w.server = s, httptest.NewServer(s.handler(http.NotFoundHandler()))
			}
			end := func() { w.server.Close(); w.service.store.Close() }
			begin()
			keys := some(10_000, 500)
			said := func(i int, from, comment string) *httptest.ResponseRecorder {
				r := httptest.NewRequest(http.MethodPost, "/v1/feedback", strings.NewReader(fmt.Sprintf(`{"page":"/guides/apply/","comment":%q}`, comment)))
				r.RemoteAddr = from
				r.Header.Set("Content-Type", "application/json")
				r.Header.Set("Idempotency-Key", fmt.Sprintf("key %d", i))
				answer := httptest.NewRecorder()
				w.server.Config.Handler.ServeHTTP(answer, r)
				return answer
			}
			first := make([]string, keys)
			for i := range keys {
				a := said(i, "192.0.2.1:1", fmt.Sprint("问题", i))
				if first[i] = a.Body.String(); a.Code != 201 {
					t.Fatalf("key %d: %d %s", i, a.Code, a.Body)
				}
			}
			end()
			begin()
			t.Cleanup(end)
			w.turn(w.now.Add(23 * time.Hour))
			for i := range keys {
				if a := said(i, "192.0.2.1:2", fmt.Sprint("问题", i)); a.Code != 201 || a.Body.String() != first[i] {
					t.Fatalf("key %d after a restart: %d %s, and before %s", i, a.Code, a.Body, first[i])
				}
				if a := said(i, "192.0.2.1:3", "另一个"); a.Code != 422 {
					t.Fatalf("key %d with another body: %d", i, a.Code)
				}
			}
			count := func() int { return strings.Count(w.rows(`SELECT id FROM feedback`), "\n") }
			if n := count(); n != keys {
				t.Errorf("%d were kept of %d keys", n, keys)
			}
			const atOnce = 100
			all := make([]string, atOnce)
			var group sync.WaitGroup
			for i := range all {
				group.Go(func() { all[i] = said(-1, "192.0.2.1:4", "一起").Body.String() })
			}
			group.Wait()
			alike := slices.Compact(all)
			if n := count(); n != keys+1 || len(alike) != 1 {
				t.Errorf("of %d with one key at once %d were kept, with %d answers", atOnce, n-keys, len(alike))
			}
			others := map[string]bool{}
			for i := range 100 {
				a := said(0, fmt.Sprintf("198.51.100.%d:1", i), "问题0")
				if others[a.Body.String()] || a.Code != 201 || a.Body.String() == first[0] {
					t.Errorf("the same key from another address: %d %s", a.Code, a.Body)
				}
				others[a.Body.String()] = true
			}
			t.Logf("figure: %d keys, each sent three times, over a restart and 23 hours: %d kept, the same answer each time, with another body refused; of %d with one key at once 1 kept, and all answered alike; the same key of 100 others met none of theirs", keys, count()-101, atOnce)
		})
	}
}

// TestReplaysOfOthers: two employers may use the same key, and neither sees the other's answer.
func TestReplaysOfOthers(t *testing.T) {
	w := newWorld(t, "sqlite")
	for i, name := range []string{"one", "two"} {
		w.directive("party", fmt.Sprintf("party EMP%d %s H%d holder%d 徐汇", i, name, i, i))
	}
	seen := map[string]string{}
	for _, who := range []string{"one", "two", "one", "two"} {
		w.call("staff", who, http.MethodPost, "/v1/staff", http.Header{"Idempotency-Key": {"the same"}}, `{"name":"人事二"}`)
		w.directive("staff", "201")
		if before := seen[who]; before != "" && before != string(w.answer.body) {
			t.Errorf("%s is answered %s, and was %s", who, w.answer.body, before)
		}
		seen[who] = string(w.answer.body)
	}
	if seen["one"] == seen["two"] || strings.Count(w.rows(`SELECT id FROM accounts WHERE role = '`+process.Employer.String()+`' AND number > 0`), "\n") != 2 {
		t.Errorf("the two share an answer: %v", seen)
	}
}
