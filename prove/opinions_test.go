package main

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"
)

// opinions are readers who say over and over whether a guide was useful, each time under a key of its own. What is refused they ask again,
// until it is taken.
type opinions struct {
	*service
	officer *person // who reads them
	mu      sync.Mutex
	said    map[string]string // what was answered, by key; empty before it was taken
	spent   []spent
	settle  func() // lets each know that its last was taken, and stop
}

// spent is how a call that writes was answered, and when.
type spent struct {
	key    string
	status int
	retry  string // Retry-After
	at     time.Time
	took   time.Duration
}

const readers = 8

func newOpinions(s *service) *opinions {
	s.Helper()
	return &opinions{service: s, officer: s.staff("甲", "徐汇"), said: map[string]string{}}
}

// setOff lets them begin.
func (o *opinions) setOff() {
	var group sync.WaitGroup
	stop := make(chan struct{})
	for i := range readers {
		group.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				key := fmt.Sprintf("%d-%d", i, n)
				for patience := time.Now().Add(time.Minute); !o.say(key); time.Sleep(20 * time.Millisecond) {
					if time.Now().After(patience) {
						o.Errorf("%s was not taken for a minute", key)
						return
					}
				}
			}
		})
	}
	o.settle = sync.OnceFunc(func() { close(stop); group.Wait() })
	o.Cleanup(o.settle)
}

// say says it once, and tells whether it was taken. One that was taken before must be answered as it was then.
func (o *opinions) say(key string) bool {
	o.mu.Lock()
	o.said[key] += ""
	o.mu.Unlock()
	nobody, at := &person{service: o.service}, time.Now()
	a := nobody.call(http.MethodPost, "/v1/feedback", map[string]string{"page": "/guides/" + key + "/", "comment": key}, "Idempotency-Key", key)
	o.mu.Lock()
	defer o.mu.Unlock()
	o.spent = append(o.spent, spent{key, a.status, a.header.Get("Retry-After"), at, time.Since(at)})
	if a.status/100 != 2 {
		return false
	}
	if before := o.said[key]; before != "" && before != string(a.body) {
		o.Errorf("%s was answered with %s, and now with %s", key, before, a.body)
	}
	o.said[key] = string(a.body)
	return true
}

// taken is how many were taken.
func (o *opinions) taken() (n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, answer := range o.said {
		if answer != "" {
			n++
		}
	}
	return n
}

// between gives the answers of calls that began in that time, by status, with the slowest of each.
func (o *opinions) between(from, to time.Time) (count map[int]int, slowest map[int]time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	count, slowest = map[int]int{}, map[int]time.Duration{}
	for _, s := range o.spent {
		if s.at.After(from) && s.at.Before(to) {
			count[s.status]++
			slowest[s.status] = max(slowest[s.status], s.took)
			if s.status == http.StatusServiceUnavailable && s.retry == "" {
				o.Errorf("%s was refused with 503 and not told when to ask again", s.key)
			}
		}
	}
	return count, slowest
}

// holds asks everything again: each is taken, or answered as it was, and stands once, and the audit log is whole.
func (o *opinions) holds() {
	o.Helper()
	keys := slices.Sorted(maps.Keys(o.said))
	for _, key := range keys {
		if !o.say(key) {
			o.Errorf("%s is not taken", key)
		}
	}
	var stand []string
	for cursor := ""; ; {
		var list struct {
			Items []struct{ Comment string }
			Next  *string
		}
		o.officer.does(http.MethodGet, "/v1/feedback?limit=100&cursor="+cursor, nil, &list)
		for _, item := range list.Items {
			stand = append(stand, item.Comment)
		}
		if list.Next == nil {
			break
		}
		cursor = *list.Next
	}
	slices.Sort(stand)
	if !slices.Equal(keys, stand) {
		o.Errorf("%d were said, and %d stand", len(keys), len(stand))
	}
	o.audit()
}
