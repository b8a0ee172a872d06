package main

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// TestPostgresRestart restarts PostgreSQL under load, as after a crash, over and over. The service goes on by itself: what it acknowledged
// stands, once, and only while PostgreSQL is away, and for two seconds more, does it refuse what is asked.
func TestPostgresRestart(t *testing.T) {
	const after, seed = 2 * time.Second, 6
	restarts, between := 2, int64(40) // writes between two restarts, at the least
	if *prove {
		restarts, between = 20, 200
	}
	l := newLoad(newService(t, "postgres"))
	random := rand.New(rand.NewPCG(seed, 0))
	l.setOff(seed)
	type outage struct{ from, to time.Time }
	var outages []outage
	var away, again []time.Duration
	for range restarts {
		l.until(l.written.Load() + between + random.Int64N(between))
		o := outage{from: time.Now()}
		if out, err := l.postgres.control("restart", "-m", "immediate"); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		o.to = time.Now()
		l.until(l.written.Load() + 1)
		outages, away, again = append(outages, o), append(away, o.to.Sub(o.from)), append(again, time.Since(o.to))
		time.Sleep(after + time.Second) // a part of the load is beyond the outage
	}
	l.holds()
	refused, beyond := 0, 0
	for _, c := range l.calls {
		if c.status != 0 && c.status < 500 {
			continue
		}
		refused++
		if !slices.ContainsFunc(outages, func(o outage) bool { return c.until.After(o.from) && c.at.Before(o.to.Add(after)) }) {
			beyond++
		}
	}
	if beyond > 0 {
		t.Errorf("%d calls failed beyond an outage and two seconds", beyond)
	}
	_, longest := median(away)
	middle, latest := median(again)
	t.Logf("figure: PostgreSQL restarted %d times under load (away up to %s), %d forms and steps acknowledged, %s; %d calls refused or unanswered, %d of them beyond the outage and %s; the next write %s after it, at most %s",
		restarts, longest.Round(time.Millisecond), l.written.Load(), l.verdict(), refused, beyond, after, middle.Round(time.Millisecond), latest.Round(time.Millisecond))
}
