package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"sync"
	"time"
)

//go:embed limits.json
var defaultLimits []byte

// limits is how long things last and how often they may be done: data, so that a deployment can have its own.
type limits struct {
	Session struct {
		Idle      int `json:"idle_minutes"`
		StaffIdle int `json:"staff_idle_minutes"`
		Hours     int `json:"hours"`
	} `json:"session"`
	First struct {
		Hours  int `json:"hours"`
		Replay int `json:"replay_minutes"`
	} `json:"first_password"`
	Replies struct {
		Hours int `json:"hours"`
	} `json:"replies"`
	Pending struct {
		Most int `json:"most"`
		Days int `json:"days"`
	} `json:"pending"`
	Retention struct {
		Messages int `json:"messages_days"`
		Feedback int `json:"feedback_days"`
		Drafts   int `json:"drafts_days"`
		Audit    int `json:"audit_days"`
		// Decided is how long applications that were decided are kept after their last change. The sources of this project name no
		// span; the default is for the office to confirm.
		Decided int `json:"decided_days"`
	} `json:"retention"`
	Messages struct {
		Tries   []int `json:"tries_minutes"`   // how long to wait after each try that failed; after one more it is given up
		Timeout int   `json:"timeout_seconds"` // for the carrier's answer
		Receipt int   `json:"receipt_minutes"` // how old the time of a carrier's signature may be
	} `json:"messages"`
	Reports struct {
		Days int `json:"days"` // how far back the delays of a report look
	} `json:"reports"`
	Rates map[string]rate `json:"rates"`

	off   bool // for load tests
	clock func() time.Time
	mu    sync.Mutex
	spent map[string]*bucket
	swept time.Time
}

// rate is how many in how many seconds.
type rate struct {
	Count   int `json:"count"`
	Seconds int `json:"seconds"`
}

// bucket is what is left of a rate; it fills up again as time goes by.
type bucket struct {
	left float64
	at   time.Time
	rate rate
}

// leastAuditDays is how long the audit log must be kept at the least (网络安全法: six months).
const leastAuditDays = 180

// readLimits reads the limits of a file, the default ones where it is empty, or with off none of the rates.
func readLimits(file string, clock func() time.Time) (*limits, error) {
	l := &limits{clock: clock, spent: map[string]*bucket{}, off: file == "off"}
	src := defaultLimits
	if file != "" && file != "off" {
		var err error
		if src, err = os.ReadFile(file); err != nil {
			return nil, fmt.Errorf("reading the limits: %w", err)
		}
	}
	d := json.NewDecoder(strings.NewReader(string(src)))
	d.DisallowUnknownFields()
	if err := d.Decode(l); err != nil {
		return nil, fmt.Errorf("the limits are not as they should be: %w; see api/limits.json", err)
	}
	for name, n := range map[string]int{
		"session.idle_minutes": l.Session.Idle, "session.staff_idle_minutes": l.Session.StaffIdle, "session.hours": l.Session.Hours,
		"first_password.hours": l.First.Hours, "first_password.replay_minutes": l.First.Replay, "replies.hours": l.Replies.Hours,
		"pending.most": l.Pending.Most, "pending.days": l.Pending.Days,
		"retention.messages_days": l.Retention.Messages, "retention.feedback_days": l.Retention.Feedback, "retention.drafts_days": l.Retention.Drafts,
		"retention.decided_days": l.Retention.Decided,
		"messages.tries_minutes": len(l.Messages.Tries), "messages.timeout_seconds": l.Messages.Timeout, "messages.receipt_minutes": l.Messages.Receipt,
		"reports.days": l.Reports.Days,
	} {
		if n <= 0 {
			return nil, fmt.Errorf("the limits lack %s; write a number above 0", name)
		}
	}
	if l.Retention.Audit < leastAuditDays {
		return nil, fmt.Errorf("retention.audit_days is %d; the law bids keep logs for %d days", l.Retention.Audit, leastAuditDays)
	}
	return l, l.sound()
}

// sound refuses limits that would switch a protection off: the rates must be those of the built-in file, and let some through in
// some time.
func (l *limits) sound() error {
	var own struct {
		Rates map[string]rate `json:"rates"`
	}
	if err := json.Unmarshal(defaultLimits, &own); err != nil {
		return err
	}
	for name := range own.Rates {
		if r := l.Rates[name]; r.Count <= 0 || r.Seconds <= 0 {
			return fmt.Errorf("the limits lack rates.%s; write its count and seconds, numbers above 0", name)
		}
	}
	for name := range l.Rates {
		if _, ok := own.Rates[name]; !ok {
			return fmt.Errorf("the limits have rates.%s, which is none; see api/limits.json", name)
		}
	}
	for _, n := range l.Messages.Tries {
		if n <= 0 {
			return fmt.Errorf("messages.tries_minutes has %d; write numbers above 0", n)
		}
	}
	return nil
}

// take takes one of a rate for a key, and gives how many seconds to wait where none is left.
func (l *limits) take(name, key string) int {
	r, ok := l.Rates[name]
	if l.off || !ok {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.filled(name+" "+key, r)
	if b.left < 1 {
		return 1 + int((1-b.left)*float64(r.Seconds)/float64(r.Count))
	}
	b.left--
	return 0
}

// give gives one back that was taken, for what only counts where it fails.
func (l *limits) give(name, key string) {
	r, ok := l.Rates[name]
	if l.off || !ok {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.filled(name+" "+key, r)
	b.left = min(float64(r.Count), b.left+1)
}

// wait says whether any is left of a rate for a key, without taking it: for what only counts where it fails.
func (l *limits) wait(name, key string) int {
	r, ok := l.Rates[name]
	if l.off || !ok {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if b := l.filled(name+" "+key, r); b.left < 1 {
		return 1 + int((1-b.left)*float64(r.Seconds)/float64(r.Count))
	}
	return 0
}

func (l *limits) filled(key string, r rate) *bucket {
	now := l.clock()
	if now.Sub(l.swept) > time.Minute {
		l.swept = now
		for k, b := range l.spent {
			if now.Sub(b.at) > time.Duration(b.rate.Seconds)*time.Second {
				delete(l.spent, k)
			}
		}
	}
	b := l.spent[key]
	if b == nil {
		b = &bucket{left: float64(r.Count), at: now, rate: r}
		l.spent[key] = b
	}
	if gone := now.Sub(b.at).Seconds(); gone > 0 {
		b.left = min(float64(r.Count), b.left+gone*float64(r.Count)/float64(r.Seconds))
	}
	b.at = now // also where the clock was put back: nobody waits until it is as late again
	return b
}

// proxies are the addresses whose word on who calls is taken.
type proxies []netip.Prefix

// address is who calls: the peer, or what a trusted proxy says of it.
func (p proxies) address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(all) - 1; i >= 0 && p.trusts(host); i-- {
		next := strings.TrimSpace(all[i])
		if _, err := netip.ParseAddr(next); err != nil {
			break
		}
		host = next
	}
	return host
}

// network is what the limits count an address by: all of a /64 of IPv6, which is one line's, and an IPv4 address as such however
// it is written.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if a = a.Unmap().WithZone(""); a.Is4() {
		return a.String()
	}
	return netip.PrefixFrom(a, 64).Masked().String()
}

func (p proxies) trusts(host string) bool {
	a, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	for _, one := range p {
		if one.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}
