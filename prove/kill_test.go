package main

import (
	"database/sql"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	_ "modernc.org/sqlite"
)

// TestKill kills the service under load, over and over, and starts it again. What was acknowledged stands, once; what was not answered is
// found out by asking again; and it answers again within a second (ten in the short form).
func TestKill(t *testing.T) {
	kills, between, allowed := 3, int64(60), 10*time.Second // writes between two kills; a machine that does much else is slower
	if *prove {
		kills, between, allowed = 100, 520, time.Second
	}
	const seed = 1
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			l := newLoad(newService(t, kind))
			random := rand.New(rand.NewPCG(seed, 0))
			l.setOff(seed)
			var away []time.Duration
			for i := range kills {
				l.until(int64(i)*between + 1 + random.Int64N(between-1))
				l.kill()
				away = append(away, l.back())
				if kind == "sqlite" {
					l.sound()
				}
			}
			l.until(int64(kills) * between)
			l.holds()
			l.alone()
			middle, longest := median(away)
			if longest > allowed {
				t.Errorf("it took %s until it answered again", longest)
			}
			t.Logf("figure: %s: killed %d times under load, %d forms and steps acknowledged, %s; %d unanswered writes asked again; from the start to the first answered read %s, at most %s",
				kind, kills, l.written.Load(), l.verdict(), l.unanswered(), middle.Round(time.Millisecond), longest.Round(time.Millisecond))
		})
	}
}

// back starts the service and tells how long it took until it answered a read of one who is signed in.
func (l *load) back() time.Duration {
	l.Helper()
	began := time.Now()
	l.start()
	l.hr.does(http.MethodGet, "/v1/applications?limit=1", nil, nil)
	return time.Since(began)
}

// unanswered is how many writes were not answered at first, and asked again.
func (l *load) unanswered() (n int) {
	for _, c := range l.calls {
		if c.status == 0 && c.verb != "read" && !c.again {
			n++
		}
	}
	return n
}

// sound has SQLite look through its file, while the service writes it.
func (s *service) sound() {
	s.Helper()
	db, err := sql.Open("sqlite", "file:"+s.file()+"?mode=ro&_pragma=busy_timeout(5000)")
	if err != nil {
		s.Fatal(err)
	}
	defer db.Close()
	var told string
	if err := db.QueryRow(`PRAGMA integrity_check`).Scan(&told); err != nil || told != "ok" {
		s.Errorf("the file is not sound: %s %v", told, err)
	}
}

// alone: of the services that were killed no process is left but that which runs, and its own that hashes passwords.
func (s *service) alone() {
	s.Helper()
	links, _ := filepath.Glob("/proc/[0-9]*/exe")
	left := 0
	for _, link := range links {
		if to, err := os.Readlink(link); err == nil && to == program {
			left++
		}
	}
	if left > 2 {
		s.Errorf("%d processes are left", left)
	}
}
