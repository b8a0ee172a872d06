package main

import (
	"math/rand/v2"
	"syscall"
	"testing"
	"time"
)

// TestStop stops the service under load as an administrator does, over and over: every call that began before is answered, and the service
// has ended within ten seconds.
func TestStop(t *testing.T) {
	stops, between := 3, int64(40)
	if *prove {
		stops, between = 50, 200
	}
	const seed, within = 10, 10 * time.Second
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			l := newLoad(newService(t, kind))
			random := rand.New(rand.NewPCG(seed, 0))
			l.setOff(seed)
			var took []time.Duration
			var marks []int64
			for range stops {
				l.until(l.written.Load() + 1 + random.Int64N(between))
				marks = append(marks, l.now())
				began := time.Now()
				l.signal(syscall.SIGTERM)
				if err := l.wait(2 * within); err != nil {
					t.Errorf("it ended with %v", err)
				}
				took = append(took, time.Since(began))
				l.start()
			}
			l.holds()
			underWay, failed := 0, 0
			for _, c := range l.calls {
				for _, mark := range marks {
					if c.began <= mark && c.ended > mark {
						underWay++
						if c.status == 0 || c.status >= 500 {
							failed++
						}
					}
				}
			}
			middle, longest := median(took)
			if failed > 0 || longest > within {
				t.Errorf("%d of %d calls under way failed; it took up to %s", failed, underWay, longest)
			}
			t.Logf("figure: %s: stopped %d times under load, %d calls under way, %d of them failed; it had ended after %s, at most %s",
				kind, stops, underWay, failed, middle.Round(time.Millisecond), longest.Round(time.Millisecond))
		})
	}
}
