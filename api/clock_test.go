package main

import (
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"jifen/api/store"
	"jifen/rules/process"
)

// jumpy is a clock that jumps each time it is looked at: by a second or a day, on or back, about a leap day.
type jumpy struct {
	mu     sync.Mutex
	random *rand.Rand
	at     time.Time
	looks  int
}

func newJumpy(seed uint64) *jumpy {
	return &jumpy{random: rand.New(rand.NewPCG(seed, 0)), at: time.Date(2028, 2, 28, 15, 59, 59, 0, time.UTC)} // a second before the leap day in Shanghai
}

func (j *jumpy) now() time.Time {
	j.mu.Lock()
	defer j.mu.Unlock()
	jumps := []time.Duration{time.Second, -time.Second, 24 * time.Hour, -24 * time.Hour, time.Millisecond, 30 * time.Second}
	j.at = j.at.Add(jumps[j.random.IntN(len(jumps))])
	j.looks++
	return j.at
}

// TestClockJumps walks applications to the reception point, and asks for progress and a report, while the clock jumps at every look: every step
// goes through, no receipt is given twice, the audit log stays whole, and nothing has lasted less than no time.
func TestClockJumps(t *testing.T) {
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			looks, receipts := 0, map[string]bool{}
			for seed := range uint64(3) {
				t.Logf("seed %d", seed)
				clock := newJumpy(seed)
				walkUnder(newWorld(t, kind), clock, receipts)
				looks += clock.looks
			}
			t.Logf("figure: %s: the clock jumped %d times by up to a day, on and back, about a leap day: %d receipts, none given twice, no negative span, the audit log whole", kind, looks, len(receipts))
		})
	}
}

// walkUnder walks applications under a clock, and notes their receipts.
func walkUnder(w *world, clock *jumpy, receipts map[string]bool) {
	w.now = clock.at
	w.service.clock, w.service.limits.clock = clock.now, clock.now
	form := strings.NewReplacer("2027-", "2032-", "\n", " ").Replace(benchForm)
	w.run("desk", "desk counter 徐汇\ndesk auditor\n")
	for range 9 {
		w.run("application", strings.ReplaceAll(`party E hr H wang 徐汇
hr POST /v1/applications
  {"kind":"initial","holder_id":"$H"}
201
.id = APP
hr PUT /v1/applications/$APP
  If-Match: "1"
  FORM
200
hr POST /v1/applications/$APP/steps
  {"step":"submit"}
200
counter POST /v1/applications/$APP/steps
  {"step":"accept","papers":["introduction","hr_id","permit_card","application_form","id_card","household_book","contract","licence","tax_record","title_certificate","title_assessment","appointment","post_description"],"not_needed":["title_registration","skill_check"]}
200
.version 4
.receipt = RECEIPT
new POST /v1/tracking
  {"receipt":"$RECEIPT","id_tail":"$H_TAIL"}
200
.state "checking"
auditor GET /v1/reports/summary
200
`, "FORM", form))
		if strings.Contains(string(w.answer.body), ":-") {
			w.Errorf("something lasted less than no time: %s", w.answer.body)
		}
		if receipts[w.vars["RECEIPT"]] {
			w.Errorf("the receipt %s was given twice", w.vars["RECEIPT"])
		}
		receipts[w.vars["RECEIPT"]] = true
	}
	if err := w.service.store.Read(w.Context(), func(tx *store.Tx) error { _, _, err := tx.Verify(); return err }); err != nil {
		w.Error(err)
	}
}

// TestCodesUnderJumps: however the clock jumps, a one-time code counts while its half minute is on, or the one before or after it, and once.
func TestCodesUnderJumps(t *testing.T) {
	const seed, tries = 9, 20_000
	t.Logf("seed %d", seed)
	secret := []byte("12345678901234567890")
	clock, random := newJumpy(seed), rand.New(rand.NewPCG(seed, 1))
	last, taken, counted := int64(0), map[int64]bool{}, 0
	for i := range tries {
		if i%100 == 0 { // somebody else
			last, taken = 0, map[int64]bool{}
		}
		now := clock.now()
		at := now.Unix() / 30
		step := at + random.Int64N(9) - 4 // of the code that somebody has
		counts := step >= at-1 && step <= at+1 && step > last
		got := totpStepOf(secret, totpCode(secret, step, process.CodeFigures), now, last)
		if (got == step) != counts {
			t.Fatalf("at %s the code of %s is taken as that of step %d", now, time.Unix(step*30, 0).UTC(), got)
		}
		if got != 0 && taken[got] {
			t.Fatalf("the code of step %d counted twice", got)
		}
		if got != 0 {
			last, taken[got] = got, true
			counted++
		}
	}
	t.Logf("figure: %d one-time codes under a clock that jumps: %d counted, none twice, none outside its 90 s", tries, counted)
}

// TestRatesUnderJumps: one who used up a rate before the clock was put back waits no longer for it.
func TestRatesUnderJumps(t *testing.T) {
	at := time.Date(2028, 2, 29, 0, 0, 0, 0, time.UTC)
	l, err := readLimits("", func() time.Time { return at })
	if err != nil {
		t.Fatal(err)
	}
	const rate = "failed_account"
	for range l.Rates[rate].Count {
		l.take(rate, "a")
	}
	at = at.Add(-24 * time.Hour)
	if l.take(rate, "a") == 0 {
		t.Error("the clock was put back, and the rate was given anew")
	}
	at = at.Add(time.Duration(l.Rates[rate].Seconds/l.Rates[rate].Count) * time.Second)
	if wait := l.take(rate, "a"); wait > 0 {
		t.Errorf("after the time of the rate there are still %d s to wait", wait)
	}
	t.Logf("figure: %d tries used up, the clock put back by a day: none is given anew, and after %d s there is one again", l.Rates[rate].Count, l.Rates[rate].Seconds/l.Rates[rate].Count)
}
