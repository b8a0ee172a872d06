package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// carrier brings SMS as it is told to: well, unhurried, slow or failing. It knows a message that comes again by its key.
type carrier struct {
	*httptest.Server
	file string // for -sms
	mu   sync.Mutex
	how  string
	got  map[string]int // how often each message came
}

func newCarrier(t *testing.T) *carrier {
	t.Helper()
	c := &carrier{file: filepath.Join(t.TempDir(), "sms.json"), got: map[string]int{}}
	c.Server = httptest.NewServer(c)
	t.Cleanup(func() { c.CloseClientConnections(); c.Close() })
	said := asJSON(map[string]any{"url": c.URL + "/send", "secret": "a secret that both know", "template": map[string]string{"mobile": "{phone}", "content": "{text}", "reference": "{id}"}})
	if err := os.WriteFile(c.file, said, 0o600); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *carrier) is(how string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.how = how
}

func (c *carrier) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var sent struct{ Reference string }
	err := json.NewDecoder(r.Body).Decode(&sent)
	c.mu.Lock()
	how := c.how
	if (how == "" || how == "unhurried") && err == nil {
		c.got[sent.Reference]++
	}
	c.mu.Unlock()
	switch how {
	case "slow":
		select {
		case <-r.Context().Done():
		case <-time.After(30 * time.Second):
		}
	case "unhurried":
		time.Sleep(500 * time.Millisecond)
	case "failing":
		w.WriteHeader(http.StatusInternalServerError)
	}
}

// came is how many messages came, and how many of these more than once.
func (c *carrier) came() (once, again int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, n := range c.got {
		once++
		if n > 1 {
			again++
		}
	}
	return once, again
}

// opened has so many applications opened anew and filled in, and gives their ids. Those from before are withdrawn.
func (l *load) opened(many int) (ids []string) {
	l.Helper()
	for i, h := range l.holders[:many] {
		if old := h.app.Load(); old != nil {
			l.hr.does(http.MethodPost, "/v1/applications/"+*old+"/steps", map[string]string{"step": "withdraw", "reason": "anew"}, nil)
		}
		var v view
		l.hr.does(http.MethodPost, "/v1/applications", map[string]string{"kind": "initial", "holder_id": h.ID}, &v)
		l.hr.does(http.MethodPut, "/v1/applications/"+v.ID, l.filled(h, fmt.Sprint("示例路", i)), nil, "If-Match", `"1"`)
		h.app.Store(&v.ID)
		ids = append(ids, v.ID)
	}
	return ids
}

// returning submits and returns applications in turn. Each of these steps owes a message to the holder and one to the employer, but for the
// submission.
func (l *load) returning(ids []string) func(connection, n int) []byte {
	return func(connection, n int) []byte {
		path := "/v1/applications/" + ids[connection] + "/steps"
		if n%2 == 0 {
			return request(http.MethodPost, path, l.hr.cookie, `{"step":"submit"}`)
		}
		return request(http.MethodPost, path, l.officers[0].cookie, `{"step":"return","missing":[],"note":"again"}`)
	}
}

// TestCarrierAway: what a carrier does is not felt by those who take steps that owe messages. It is tried in turns, so that a machine that grows
// slower is not held against one of them.
func TestCarrierAway(t *testing.T) {
	spell, turns := time.Second, 1
	if *prove {
		spell, turns = 10*time.Second, 5
	}
	sms, down := newCarrier(t), newCarrier(t)
	down.Close()
	files := map[string]string{"well": sms.file, "slow": sms.file, "failing": sms.file, "down": down.file}
	s := newService(t, "sqlite")
	l := newLoad(s)
	none := s.flags
	waited := map[string][]time.Duration{}
	for range turns {
		for _, how := range []string{"none", "well", "slow", "failing", "down"} {
			s.stop()
			if s.flags = none; how != "none" {
				s.flags = append(s.flags[:len(s.flags):len(s.flags)], "-sms", files[how])
			}
			sms.is(map[string]string{"slow": how, "failing": how}[how])
			s.start()
			p := pressure{addr: s.addr, connections: 16, rate: 160, spell: spell, next: l.returning(l.opened(16))}
			f := p.run()
			t.Logf("%s: %s", how, f)
			if len(f.strange)+len(f.shed) > 0 {
				t.Errorf("with a carrier that is %s: %s", how, f)
			}
			waited[how] = append(waited[how], at(f.done, 99))
		}
	}
	for _, all := range waited {
		slices.Sort(all)
	}
	for _, how := range []string{"slow", "failing", "down"} {
		with, without := waited[how][turns/2], waited["none"][turns/2]
		ratio := with.Seconds() / without.Seconds()
		if *prove && ratio > 1.2 {
			t.Errorf("with a carrier that is %s steps take %.2f times as long, 1.2 are allowed", how, ratio)
		}
		t.Logf("figure: p99 of submissions and returns %s with a carrier that is %s, %s without one (each the median of %d): %.2f times", ms(with), how, ms(without), turns, ratio)
	}
}

// TestKilledSending kills the service while it sends, over and over. Each message reaches the carrier, and what comes again comes under the
// same key.
func TestKilledSending(t *testing.T) {
	if !*prove {
		t.Log("make prove runs it, for what was taken out comes due again after minutes; TestKilled of the outbox does it by the clock")
		return
	}
	sms := newCarrier(t)
	s := newService(t, "sqlite", "-sms", sms.file)
	l := newLoad(s)
	ids := l.opened(16)
	owed, kills := 0, 0
	for round := range 10 {
		for _, id := range ids {
			path := "/v1/applications/" + id + "/steps"
			l.hr.does(http.MethodPost, path, map[string]string{"step": "submit"}, nil)
			l.officers[0].does(http.MethodPost, path, map[string]any{"step": "return", "missing": []string{}, "note": "again"}, nil)
			owed += 2
		}
		for before, _ := sms.came(); ; time.Sleep(time.Millisecond) {
			if now, _ := sms.came(); now > before+round {
				break
			}
		}
		s.kill()
		kills++
		s.start()
	}
	began := time.Now()
	came, again := sms.came()
	for ; came < owed && time.Since(began) < 5*time.Minute; time.Sleep(time.Second) {
		came, again = sms.came()
	}
	if came != owed {
		t.Errorf("%d messages were owed, and %d came", owed, came)
	}
	t.Logf("figure: killed %d times while it sent: of %d messages %d did not reach the carrier; %d came again, each under its key", kills, owed, owed-came, again)
}
