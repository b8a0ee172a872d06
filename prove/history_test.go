package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jifen/rules"
	"jifen/rules/process"
	"jifen/rules/tables"
)

// history is what callers remember of a load: every call, and its answer or that there was none. Whatever happened to the service
// meanwhile, it must be the history of one to which nothing happened: contradictions says where it is not.
type history struct {
	mu       sync.Mutex
	clock    int64
	calls    []*call
	replaced int // versions that came of a decision on another application, as contradictions found
}

// call is one request. A write that was not answered is asked again, and each time is a call.
type call struct {
	began, ended int64     // a call that ended before another began has the smaller number
	at, until    time.Time // when that was
	app          string    // the application's id, empty while it is being opened
	verb         string    // read, open, fill_in or a step
	key          string    // of the write: no two have the same
	base         int       // the version that it changes
	said         string    // words of the write that show where it was kept: the address of a form, the reason of a step
	again        bool      // it was asked before
	status       int       // 0 where nothing came back
	saw          *seen     // the application, where it was answered
}

// seen is an application as one answer had it.
type seen struct {
	version        int
	state, address string
	events         int
	digest         string // of those events
}

// view is an application as it is answered.
type view struct {
	ID, State string
	Holder    string `json:"holder_id"`
	Version   int
	Profile   struct{ Address string }
	Facts     json.RawMessage
	Papers    []struct{ ID string }
	Events    []event
}

// event is what an application tells of a step that was taken.
type event struct {
	At, Role, Who, Step string
	From                *string
	To                  string
	Said                map[string]any
}

// digests gives for each number of events from the first what stands for them.
func digests(events []event) []string {
	all := []string{""}
	for i, e := range events {
		all = append(all, fmt.Sprintf("%x", sha256.Sum256(append([]byte(all[i]), asJSON(e)...)))[:20])
	}
	return all
}

func (v *view) seen() *seen {
	return &seen{v.Version, v.State, v.Profile.Address, len(v.Events), digests(v.Events)[len(v.Events)]}
}

// begin notes that a call begins.
func (h *history) begin(c *call) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clock++
	c.began, c.at = h.clock, time.Now()
}

// end notes how it ended.
func (h *history) end(c *call) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.clock++
	c.ended, c.until = h.clock, time.Now()
	h.calls = append(h.calls, c)
}

// now is a place in the order of the calls.
func (h *history) now() int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.clock
}

// contradictions holds the calls against all applications as they are in the end, by id:
//
//   - an application has walked one legal path, by the table of steps and by what its steps need;
//   - its versions count its writes: each was made by one write, each write that was acknowledged has made one, and none two; but that once,
//     when it has ended, a decision on another application of the holder makes one, which replaces it;
//   - what was answered with a version, now or then, is the same; it holds what the write of that version wrote;
//   - an answer is never older than one that came before the call began.
func (h *history) contradictions(last map[string]*view) (found []string) {
	h.replaced = 0
	byApp, decided := map[string][]*call{}, map[string][]string{} // the ids of a holder's that were decided
	for id, v := range last {
		if slices.ContainsFunc(v.Events, func(e event) bool { return e.Step == "decide" }) {
			decided[v.Holder] = append(decided[v.Holder], id)
		}
	}
	for _, c := range h.calls {
		if c.saw != nil && last[c.app] == nil {
			found = append(found, fmt.Sprintf("%s: %s %s was acknowledged, and the application is not there", c.app, c.verb, c.key))
		}
		byApp[c.app] = append(byApp[c.app], c)
	}
	for id, v := range last {
		k := &checking{id: id, last: v, digests: digests(v.Events), versions: map[int]*version{}, made: map[string]int{}}
		if _, err := path(v.Events); err != nil {
			k.tell("%v", err)
		}
		byApp[id] = append(byApp[id], &call{app: id, verb: "read", began: h.clock, ended: h.clock, status: 200, saw: v.seen()}) // the last look
		for _, c := range byApp[id] {
			if c.saw != nil {
				k.look(c)
			}
		}
		others := slices.ContainsFunc(decided[v.Holder], func(other string) bool { return other != id })
		h.replaced += k.count(byApp[id], others)
		k.order(byApp[id])
		found = append(found, k.found...)
	}
	slices.Sort(found)
	return found
}

// checking is one application while its calls are looked through.
type checking struct {
	id       string
	last     *view
	digests  []string
	versions map[int]*version
	made     map[string]int // by key: the version that a write made
	found    []string
}

// version is what is known of one.
type version struct {
	seen
	key string // of the write that made it, empty where it was not acknowledged
}

func (k *checking) tell(format string, args ...any) {
	k.found = append(k.found, k.id+": "+fmt.Sprintf(format, args...))
}

// look holds an answer against the end, and against other answers with that version.
func (k *checking) look(c *call) {
	s, what := c.saw, fmt.Sprintf("%s %s was answered with version %d", c.verb, c.key, c.saw.version)
	switch {
	case s.version > k.last.Version:
		k.tell("%s, and in the end it is version %d", what, k.last.Version)
		return
	case s.events == 0 || s.events >= len(k.digests) || s.digest != k.digests[s.events]:
		k.tell("%s and other events than those that stayed", what)
		return
	case s.state != k.last.Events[s.events-1].To:
		k.tell("%s in %s, but its last event led to %s", what, s.state, k.last.Events[s.events-1].To)
	}
	known := k.versions[s.version]
	if known == nil {
		known = &version{seen: *s}
		k.versions[s.version] = known
	} else if known.seen != *s {
		k.tell("%s, and before that version was another: %+v, %+v", what, *s, known.seen)
	}
	if c.verb == "read" {
		return
	}
	if known.key != "" && known.key != c.key {
		k.tell("%s, and so was %s", what, known.key)
	}
	known.key = c.key
	if other, ok := k.made[c.key]; ok && other != s.version {
		k.tell("%s, and before with version %d", what, other)
	}
	k.made[c.key] = s.version
	if s.version != c.base+1 {
		k.tell("%s, and it changed version %d", what, c.base)
	}
	if !c.kept(s, k.last.Events[s.events-1]) {
		k.tell("%s, and what it wrote is not in it", what)
	}
}

// kept says whether what a write wrote is in what came of it.
func (c *call) kept(s *seen, e event) bool {
	if c.verb == "fill_in" {
		return s.address == c.said
	}
	return e.Step == c.verb && (c.said == "" || strings.Contains(string(asJSON(e.Said)), c.said))
}

// count finds for each version the write that made it. One that nobody was told of in the end can be a form alone: it is known by what it
// wrote, which whoever changed that version has read. Where others of the holder's were decided the last version may be that by which one
// of them replaced this: nothing else is different in it.
func (k *checking) count(calls []*call, others bool) (replaced int) {
	before := version{}
	for n := 1; n <= k.last.Version; n++ {
		v := k.versions[n]
		if v == nil {
			k.tell("nobody has seen version %d", n)
			return 0
		}
		if same := v.events == before.events && v.address == before.address; same && v.key == "" && others && n == k.last.Version {
			return 1
		}
		if v.key == "" {
			i := slices.IndexFunc(calls, func(c *call) bool { return c.verb == "fill_in" && c.base == n-1 && c.said == v.address })
			if i < 0 {
				k.tell("version %d was made by no write", n)
				return 0
			}
			v.key = calls[i].key
			if other, ok := k.made[v.key]; ok {
				k.tell("%s made version %d, and version %d", v.key, other, n)
			}
			k.made[v.key] = n
		}
		step, form := v.events == before.events+1 && (n == 1 || v.address == before.address), v.events == before.events && v.address != before.address
		if !step && !form {
			k.tell("version %d has %d events and the address %q, and that before has %d and %q: more than one write lies between", n, v.events, v.address, before.events, before.address)
		}
		before = *v
	}
	return 0
}

// order holds each answer against those that came before the call began. An answer that is given again may be older.
func (k *checking) order(calls []*call) {
	var began, ended []*call
	for _, c := range calls {
		if c.saw != nil {
			began, ended = append(began, c), append(ended, c)
		}
	}
	slices.SortFunc(began, func(a, b *call) int { return cmp.Compare(a.began, b.began) })
	slices.SortFunc(ended, func(a, b *call) int { return cmp.Compare(a.ended, b.ended) })
	newest := 0
	for _, c := range began {
		for len(ended) > 0 && ended[0].ended < c.began {
			newest = max(newest, ended[0].saw.version)
			ended = ended[1:]
		}
		if v := c.saw.version; !c.again && (v < newest || v == newest && c.verb != "read") {
			k.tell("%s %s was answered with version %d after version %d had been", c.verb, c.key, v, newest)
		}
	}
}

// lacks holds a copy that was begun at some place in the order of the calls against them and against the end: it has what was
// acknowledged before, and nothing that was not so.
func (h *history) lacks(begun int64, copied, last map[string]*view) (found []string) {
	tell := func(id, format string, args ...any) { found = append(found, id+": "+fmt.Sprintf(format, args...)) }
	for _, c := range h.calls {
		v := copied[c.app]
		switch {
		case c.saw == nil:
		case c.ended <= begun && v == nil:
			tell(c.app, "%s %s was acknowledged before, and the application is not in the copy", c.verb, c.key)
		case c.ended <= begun && v.Version < c.saw.version:
			tell(c.app, "%s %s was acknowledged before with version %d, and the copy has version %d", c.verb, c.key, c.saw.version, v.Version)
		case v != nil && v.Version == c.saw.version && *v.seen() != *c.saw:
			tell(c.app, "%s %s was answered with %+v, and the copy has %+v", c.verb, c.key, *c.saw, *v.seen())
		}
	}
	for id, v := range copied {
		if end := last[id]; end == nil || v.Version > end.Version || len(v.Events) > len(end.Events) || v.seen().digest != digests(end.Events)[len(v.Events)] {
			tell(id, "the copy has what did not come to stay")
		}
	}
	return found
}

// education is what every form of a load claims; a diploma is to be verified for it.
const education = "master"

// path walks the events from the draft on, by the table of steps and what stands in it of each, and gives where that leads, or the first
// event that may not follow on those before.
func path(events []event) (process.Standing, error) {
	s := process.Standing{TakenOver: true}
	for i, e := range events {
		if i == 0 {
			if e.Step != "open" || e.From != nil || e.To != "draft" {
				return s, fmt.Errorf("it begins with %s", e.Step)
			}
			continue
		}
		today, err := shanghai(e.At)
		if err != nil {
			return s, err
		}
		edition, step, role := rules.Find(tables.Editions, today), process.StepNamed(e.Step), process.Public
		if e.Step == "submit" {
			s.Claim(true, education)
		}
		if role, _ = process.RoleNamed(e.Role); step == nil || !s.May(step, process.Actor{Role: role, ID: e.Who}, edition, today) {
			return s, fmt.Errorf("event %d: in %s %s %s may not %s", i+1, s.State, e.Role, e.Who, e.Step)
		}
		from := s.State
		genuine, _ := e.Said["genuine"].(bool)
		s.Take(step, process.Taking{Who: e.Who, Genuine: genuine, Edition: edition, Years: tables.Workdays, Today: today})
		if e.From == nil || *e.From != from.String() || e.To != s.State.String() {
			return s, fmt.Errorf("event %d: %s leads from %s to %s, and it says to %s", i+1, e.Step, from, s.State, e.To)
		}
	}
	return s, nil
}

// shanghai is the day of an instant there.
func shanghai(instant string) (rules.Date, error) {
	t, err := time.Parse(time.RFC3339, instant)
	y, m, d := t.In(time.FixedZone("Asia/Shanghai", 8*60*60)).Date()
	return rules.FromCivil(y, int(m), d), err
}

// TestHistory: an honest history has no contradiction, and each way of falsifying it is found.
func TestHistory(t *testing.T) {
	const day = "2026-11-24T02:00:00.000Z"
	deed := func(role, who, step, from, to, reason string) event {
		e := event{At: day, Role: role, Who: who, Step: step, To: to, Said: map[string]any{"reason": reason}}
		if from != "" {
			e.From = &from
		}
		return e
	}
	// An application is opened, filled in, submitted, returned, filled in by a call that nobody answered, and submitted.
	honest := func() (*history, *view) {
		events := []event{deed("employer", "hr", "open", "", "draft", ""), deed("employer", "hr", "submit", "draft", "submitted", ""),
			deed("officer", "one", "return", "submitted", "returned", "k4"), deed("employer", "hr", "submit", "returned", "submitted", "")}
		h := &history{}
		add := func(verb, key string, version, events2 int, address string, status int) {
			c := &call{app: "A", verb: verb, key: key, base: version - 1, status: status}
			if verb == "fill_in" {
				c.said = address
			} else if verb == "return" {
				c.said = key
			}
			h.begin(c)
			if status != 0 {
				past := &view{Version: version, State: events[events2-1].To, Events: events[:events2]}
				past.Profile.Address = address
				c.saw = past.seen()
			}
			h.end(c)
		}
		add("open", "k1", 1, 1, "", 201)
		add("fill_in", "k2", 2, 1, "first road", 200)
		add("submit", "k3", 3, 2, "first road", 200)
		add("return", "k4", 4, 3, "first road", 200)
		add("fill_in", "k5", 5, 3, "second road", 0)
		add("read", "", 5, 3, "second road", 200)
		add("submit", "k6", 6, 4, "second road", 200)
		add("read", "", 6, 4, "second road", 200)
		last := &view{ID: "A", Version: 6, State: "submitted", Events: events}
		last.Profile.Address = "second road"
		return h, last
	}
	lies := []struct {
		how  string
		lie  func(*history, *view)
		want string // empty where it stays honest
	}{
		{"nothing", func(*history, *view) {}, ""},
		{"the last write is lost", func(h *history, v *view) { v.Version, v.Events = 5, v.Events[:3] }, "in the end it is version 5"},
		{"an event is lost", func(h *history, v *view) { v.Events = slices.Delete(v.Events, 2, 3) }, "other events"},
		{"an event was changed", func(h *history, v *view) { v.Events[2].Said = map[string]any{"reason": "k4, k4"} }, "other events"},
		{"a step came twice", func(h *history, v *view) {
			v.Version, v.Events = 7, append(v.Events, deed("employer", "hr", "submit", "submitted", "submitted", ""))
		}, "may not submit"},
		{"a step that is not the role's", func(h *history, v *view) { v.Events[1].Role = "holder" }, "holder hr may not submit"},
		{"a step leads elsewhere", func(h *history, v *view) { v.Events[3].To = "checking" }, "it says to checking"},
		{"a form came twice", func(h *history, v *view) {
			again := *h.calls[5].saw
			v.Version, again.version = 7, 7
			again.events, again.digest, again.state = h.calls[7].saw.events, h.calls[7].saw.digest, "submitted"
			h.calls = append(h.calls, &call{began: 90, ended: 91, app: "A", verb: "read", status: 200, saw: &again})
		}, "version 7 was made by no write"},
		{"a version without a change", func(h *history, v *view) { v.Version = 7 }, "version 7 was made by no write"},
		{"a version that nobody made", func(h *history, v *view) { h.calls = slices.Delete(h.calls, 4, 5) }, "version 5 was made by no write"},
		{"two writes made one version", func(h *history, v *view) {
			other := *h.calls[1]
			other.key = "k9"
			h.calls = append(h.calls, &other)
		}, "and so was k2"},
		{"one write made two versions", func(h *history, v *view) { h.calls[6].key = "k3" }, "and before with version 3"},
		{"a version was skipped", func(h *history, v *view) { h.calls[6].base = 4 }, "and it changed version 4"},
		{"the form is not what was written", func(h *history, v *view) { h.calls[1].said = "third road" }, "what it wrote is not in it"},
		{"the reason is not what was said", func(h *history, v *view) { h.calls[3].said = "k7" }, "what it wrote is not in it"},
		{"an old answer", func(h *history, v *view) { s := *h.calls[5].saw; h.calls[7].saw = &s }, "answered with version 5 after version 6"},
		{"half of another version", func(h *history, v *view) { h.calls[5].saw.events, h.calls[5].saw.digest = 4, h.calls[6].saw.digest }, "its last event led to submitted"},
		{"another form of the same version", func(h *history, v *view) { h.calls[7].saw.address = "first road" }, "that version was another"},
		{"the application is gone", func(h *history, v *view) { v.ID = "B" }, "the application is not there"},
		{"an answer is given again", func(h *history, v *view) {
			again := *h.calls[2]
			again.began, again.ended, again.again = 90, 91, true
			h.calls = append(h.calls, &again)
		}, ""},
	}
	for _, f := range lies {
		h, last := honest()
		f.lie(h, last)
		found := h.contradictions(map[string]*view{last.ID: last})
		if all := strings.Join(found, "\n"); f.want == "" && all != "" || !strings.Contains(all, f.want) {
			t.Errorf("%s: found %q, want %q", f.how, all, f.want)
		}
	}

	// Copies begun after the return was acknowledged.
	h, last := honest()
	copied := func(version, events int, address string) map[string]*view {
		v := &view{ID: "A", Version: version, State: last.Events[events-1].To, Events: last.Events[:events]}
		v.Profile.Address = address
		return map[string]*view{"A": v}
	}
	copies := []struct {
		copy map[string]*view
		want string
	}{
		{copied(4, 3, "first road"), ""},
		{copied(5, 3, "second road"), ""},
		{copied(3, 2, "first road"), "k4 was acknowledged before with version 4, and the copy has version 3"},
		{copied(4, 3, "second road"), "k4 was answered with"},
		{copied(7, 4, "second road"), "did not come to stay"},
		{nil, "k1 was acknowledged before, and the application is not in the copy"},
	}
	for _, c := range copies {
		all := strings.Join(h.lacks(h.calls[3].ended, c.copy, map[string]*view{"A": last}), "\n")
		if c.want == "" && all != "" || !strings.Contains(all, c.want) {
			t.Errorf("%v: found %q, want %q", c.copy["A"], all, c.want)
		}
	}
	t.Logf("figure: %d ways to falsify a history, %d to falsify a copy: each is found", len(lies)-2, len(copies)-2)
}
