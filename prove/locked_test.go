package main

import (
	"database/sql"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestLocked: another process writes the SQLite file and does not end. For three seconds nobody notices but by waiting; for ten those who
// write are told to ask again, nothing is lost, and those who read notice nothing.
func TestLocked(t *testing.T) {
	spells := []time.Duration{3 * time.Second, 10 * time.Second}
	if !*prove {
		spells = spells[:1]
	}
	for _, held := range spells {
		t.Run(held.String(), func(t *testing.T) {
			s := newService(t, "sqlite")
			o := newOpinions(s)
			db, err := sql.Open("sqlite", "file:"+s.file()+"?_pragma=busy_timeout(5000)")
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			db.SetMaxOpenConns(1)
			o.setOff()
			time.Sleep(300 * time.Millisecond)
			if _, err := db.Exec(`BEGIN IMMEDIATE`); err != nil {
				t.Fatal(err)
			}
			from, reads := time.Now(), 0
			for time.Since(from) < held {
				if a := o.officer.call(http.MethodGet, "/v1/feedback?limit=1", nil); a.status != http.StatusOK {
					t.Errorf("a read was answered with %d %s", a.status, a.body)
				}
				reads++
				time.Sleep(20 * time.Millisecond)
			}
			if _, err := db.Exec(`ROLLBACK`); err != nil {
				t.Fatal(err)
			}
			to := time.Now()
			for before := o.taken(); o.taken() < before+readers; time.Sleep(time.Millisecond) {
				if time.Since(to) > 30*time.Second {
					t.Fatal("nothing was taken for 30 s")
				}
			}
			again := time.Since(to)
			o.settle()
			o.holds()
			count, slowest := o.between(from.Add(-time.Second), to)
			refused := count[http.StatusServiceUnavailable]
			for status, n := range count {
				if status/100 != 2 && status != http.StatusServiceUnavailable {
					t.Errorf("%d answers %d", n, status)
				}
			}
			if (refused > 0) != (held > 5*time.Second) {
				t.Errorf("%d were told to ask again", refused)
			}
			t.Logf("figure: the SQLite file held by another process for %s: %d reads answered; %d writes told 503 with Retry-After (after %s at most), others waited; %d taken in all, 0 lost, 0 doubled; taken again %s after it was let go",
				held, reads, refused, slowest[http.StatusServiceUnavailable].Round(time.Millisecond), o.taken(), again.Round(time.Millisecond))
		})
	}
}

// TestSecondService: a second service on the same SQLite file says so and ends; the first serves on.
func TestSecondService(t *testing.T) {
	s := newService(t, "sqlite")
	began := time.Now()
	out, err := s.command("-addr", "127.0.0.1:0")
	if err == nil || !strings.Contains(err.Error(), s.file()+": another service runs on this file") {
		t.Errorf("the second said %q and %v", out, err)
	}
	took := time.Since(began)
	s.staff("甲", "徐汇")
	t.Logf("figure: a second service on the file ended with a message after %s, and the first serves on", took.Round(time.Millisecond))
}
