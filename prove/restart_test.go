package main

import (
	"math/rand/v2"
	"testing"
	"time"
)

// TestPostgresRestart restarts PostgreSQL under load, as after a crash, over and over. The service goes on by itself: what it acknowledged
// stands, once, and only while PostgreSQL is away, and for two seconds more, does it refuse what is asked.
func TestPostgresRestart(t *testing.T) {
	const restarts, after, seed = 20, 2 * time.Second, 6
	times, between := restarts, int64(200)
	if !*prove {
		times, between = 2, 40
	}
	l := newLoad(newService(t, "postgres"))
	random := rand.New(rand.NewPCG(seed, 0))
	l.begin(seed)
	type outage struct{ from, to time.Time }
	var outages []outage
	var lasted, again []time.Duration
	for range times {
		l.until(l.written.Load() + between + random.Int64N(between))
		from, before := time.Now(), l.written.Load()
		if out, err := l.postgres.control("restart", "-m", "immediate"); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		o := outage{from, time.Now()}
		outages = append(outages, o)
		lasted = append(lasted, o.to.Sub(o.from))
		before = l.written.Load()
		l.until(before + 1)
		again = append(again, time.Since(o.to))
		time.Sleep(after + time.Second) // a part of the load is beyond the outage
	}
	l.holds()
	refused, beyond := 0, 0
	for _, c := range l.calls {
		if c.status != 0 && c.status < 500 {
			continue
		}
		refused++
		within := false
		for _, o := range outages {
			within = within || c.until.After(o.from) && c.at.Before(o.to.Add(after))
		}
		if !within {
			beyond++
			t.Logf("%s was answered with %d, %s after the last outage began", c.verb, c.status, c.at.Sub(outages[len(outages)-1].from))
		}
	}
	if beyond > 0 {
		t.Errorf("%d calls failed beyond an outage and two seconds", beyond)
	}
	_, longest := median(lasted)
	middle, latest := median(again)
	t.Logf("figure: PostgreSQL restarted %d times under load (away up to %s), %d forms and steps acknowledged, %s; %d calls refused or unanswered, %d of them beyond the outage and %s; the next write %s after it, at most %s",
		times, longest.Round(time.Millisecond), l.written.Load(), l.verdict(), refused, beyond, after, middle.Round(time.Millisecond), latest.Round(time.Millisecond))
}
