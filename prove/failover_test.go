package main

import (
	"net/http"
	"testing"
	"time"
)

// TestPrimaryLost loses the PostgreSQL that leads under load: its machine is killed, or it hangs until a watchdog ends it. Patroni makes
// the synchronous standby the leader, the service finds it by itself, and what was lost comes back and follows. What the service
// acknowledged stands, once.
func TestPrimaryLost(t *testing.T) {
	if !*prove {
		t.Log("make prove runs it, with Patroni; TestStandsBy of the service holds what follows a lost primary in every run")
		return
	}
	c := startCluster(t)
	s := unstarted(t)
	s.db = c.database("jifen")
	s.start()
	l := newLoad(s)
	const seed = 9
	l.setOff(seed)
	stop, saw := make(chan struct{}), make(chan map[int]int)
	go func() { saw <- l.looks(stop) }()
	type loss struct {
		how string
		at  time.Time
	}
	var losses []loss
	for i := range 6 {
		l.until(l.written.Load() + 100)
		c.whole()
		old, one := c.leader(), loss{"killed", time.Now()}
		if i%3 == 2 {
			one.how = "hanging"
			old.hang()
		} else {
			c.kill(old)
		}
		losses = append(losses, one)
		c.follows(old)
		l.until(l.written.Load() + 100)
		c.kill(old) // one that hung, as a watchdog does
		c.run(old)
	}
	c.whole()
	l.until(l.written.Load() + 100)
	close(stop)
	looks := <-saw
	l.holds()
	if len(looks) != 2 || looks[http.StatusOK] == 0 || looks[http.StatusServiceUnavailable] == 0 {
		t.Errorf("who only looked was answered %v, by status", looks)
	}
	without := map[string][]time.Duration{}
	for _, one := range losses {
		without[one.how] = append(without[one.how], l.firstWrite(one.at).Sub(one.at))
	}
	killed, longest := median(without["killed"])
	hung, longestHung := median(without["hanging"])
	t.Logf("figure: the leading PostgreSQL killed %d times and hanging %d times under load, %d forms and steps acknowledged, %s; without service %.0f s, at most %.0f s, after a kill, and %.0f s, at most %.0f s, after it hung (Patroni waits %d s for a leader)",
		len(without["killed"]), len(without["hanging"]), l.written.Load(), l.verdict(), killed.Seconds(), longest.Seconds(), hung.Seconds(), longestHung.Seconds(), lease)
}

// follows waits until another member leads than the one that was lost.
func (c *cluster) follows(lost *member) {
	c.Helper()
	for began := time.Now(); time.Since(began) < 2*time.Minute; time.Sleep(100 * time.Millisecond) {
		if yes, _ := c.other(lost).is("primary"); yes {
			return
		}
	}
	c.Fatal("the standby leads not within two minutes")
}

// firstWrite is when the first write was acknowledged that began after a time.
func (h *history) firstWrite(after time.Time) (first time.Time) {
	for _, c := range h.calls {
		if c.saw != nil && c.verb != "read" && c.at.After(after) && (first.IsZero() || c.until.Before(first)) {
			first = c.until
		}
	}
	return first
}

// looks looks at the list of applications over and over, for who writes waits and looks at nothing meanwhile. It counts the answers by status: what
// cannot be told is told to be so for now, and is no fault of the service.
func (l *load) looks(stop chan struct{}) map[int]int {
	all := map[int]int{}
	for {
		select {
		case <-stop:
			return all
		case <-time.After(50 * time.Millisecond):
			all[l.hr.call(http.MethodGet, "/v1/applications?limit=1", nil).status]++
		}
	}
}
