package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"jifen/rules"
	"jifen/rules/process"
	"jifen/rules/tables"
)

// load is people at work: connections that read applications of one employer's holders, fill them in, take steps with them that the
// process allows, and open others where one has ended. They get in one another's way. What is not answered they ask again, until they
// know.
type load struct {
	*service
	history
	hr       *person
	officers []*person
	holders  []*holder
	form     map[string]any
	group    sync.WaitGroup
	settle   func()       // lets each know how its last write ended, and stop
	audited  int          // rows of the audit log before it began
	wrong    int          // contradictions that were found
	written  atomic.Int64 // forms and steps that were acknowledged
	keys     atomic.Int64
}

// holder is one of the employer's, and the application that was opened last for it.
type holder struct {
	employee
	app atomic.Pointer[string]
}

const (
	connections = 12 // that call at once
	holders     = 24 // about whose applications they do
	patience    = 2 * time.Minute
)

// newLoad makes the people.
func newLoad(s *service) *load {
	s.Helper()
	l := &load{service: s}
	for _, name := range []string{"甲", "乙"} {
		l.officers = append(l.officers, s.staff(name, "徐汇"))
	}
	l.hr = s.employer(l.officers[0], "徐汇")
	for _, e := range l.hr.holders(holders) {
		l.holders = append(l.holders, &holder{employee: e})
	}
	now := time.Now()
	l.form = map[string]any{"complete": true, "born": now.AddDate(-35, 0, 0).Format(time.DateOnly), "permit": true, "employed": true, "insured_last_12": 12,
		"education": education, "insured_months": 36}
	l.audited = s.audit()
	return l
}

// setOff lets them begin.
func (l *load) setOff(seed uint64) {
	l.Logf("seed %d", seed)
	stop := make(chan struct{})
	for i := range connections {
		l.group.Go(func() { l.work(rand.New(rand.NewPCG(seed, uint64(i))), stop) })
	}
	l.settle = sync.OnceFunc(func() {
		close(stop)
		l.group.Wait()
	})
	l.Cleanup(l.settle)
}

// until waits until so many forms and steps are acknowledged in all.
func (l *load) until(written int64) {
	l.Helper()
	for began := time.Now(); l.written.Load() < written; time.Sleep(time.Millisecond) {
		if time.Since(began) > patience {
			l.Fatalf("%d writes, and not %d, were acknowledged in %s", l.written.Load(), written, patience)
		}
	}
}

func (l *load) work(random *rand.Rand, stop chan struct{}) {
	for {
		select {
		case <-stop:
			return
		default:
		}
		h := l.holders[random.IntN(len(l.holders))]
		id := h.app.Load()
		if id == nil {
			l.write(l.hr, "open", h, &view{})
			continue
		}
		who := l.hr
		if random.IntN(4) == 0 {
			who = l.officers[random.IntN(2)]
		}
		c := &call{app: *id, verb: "read"}
		v := l.ask(c, who, http.MethodGet, "/v1/applications/"+*id, nil)
		if v == nil {
			if c.status == 0 || c.status >= 500 {
				pause(random)
			}
			continue
		}
		l.act(random, h, v)
	}
}

// pause is how long one waits who was not answered.
func pause(random *rand.Rand) { time.Sleep(time.Duration(5+random.IntN(20)) * time.Millisecond) }

// often is how often a step is taken where it can be, against the others; 12 where it does not stand here.
var often = map[string]int{"fill_in": 24, "withdraw": 1, "reject": 1, "return": 4, "request_review": 3, "reopen": 3}

// act does something that can be done with an application.
func (l *load) act(random *rand.Rand, h *holder, v *view) {
	standing, err := path(v.Events)
	if err != nil {
		l.Errorf("%s: %v", v.ID, err)
		return
	}
	type deal struct {
		who  *person
		verb string
	}
	var deals []deal
	add := func(who *person, verb string) {
		weight, ok := often[verb]
		if !ok {
			weight = 12
		}
		for range weight {
			deals = append(deals, deal{who, verb})
		}
	}
	today, _ := shanghai(time.Now().UTC().Format(time.RFC3339))
	for _, who := range append(l.officers, l.hr) {
		role, _ := process.RoleNamed(who.role)
		for _, step := range standing.Possible(process.Actor{Role: role, ID: who.name}, rules.Find(tables.Editions, today), today) {
			add(who, step)
		}
	}
	switch {
	case standing.State == process.Draft || standing.State == process.Returned:
		add(l.hr, "fill_in")
	case !standing.State.Open():
		add(l.hr, "open")
	}
	d := deals[random.IntN(len(deals))]
	if standing.State == process.Draft && v.Profile.Address == "" {
		d = deal{l.hr, "fill_in"}
	}
	l.write(d.who, d.verb, h, v)
}

// write writes, and asks again with the same key until it knows what came of it.
func (l *load) write(who *person, verb string, h *holder, v *view) {
	key := fmt.Sprintf("k%d", l.keys.Add(1))
	header := []string{"If-Match", fmt.Sprintf(`"%d"`, v.Version), "Idempotency-Key", key}
	method, path, body, said := http.MethodPost, "/v1/applications/"+v.ID+"/steps", map[string]any{"step": verb}, key
	switch verb {
	case "open":
		path, body, said, header = "/v1/applications", map[string]any{"kind": "initial", "holder_id": h.ID}, "", header[2:]
		v = &view{}
	case "fill_in":
		method, path, body, header = http.MethodPut, "/v1/applications/"+v.ID, l.filled(h, key), header[:2] // a PUT has its version for a key
	case "withdraw", "reject", "request_review", "reopen":
		body["reason"] = key
	case "return":
		body["missing"], body["note"] = []string{}, key
	case "request_archive":
		body["holder_of_file"] = key
	case "diploma_result":
		body["genuine"], body["note"] = true, key
	case "collect":
		body["collector"], body["name"] = "holder", key
	default:
		said = ""
		if verb == "accept" {
			papers := []string{}
			for _, p := range v.Papers {
				papers = append(papers, p.ID)
			}
			body["papers"] = papers
		} else if verb == "decide" {
			body["facts"] = v.Facts
		}
	}
	random, began := rand.New(rand.NewPCG(uint64(l.keys.Load()), 0)), time.Now()
	for again := false; ; again = true {
		c := &call{app: v.ID, verb: verb, key: key, base: v.Version, said: said, again: again}
		l.ask(c, who, method, path, body, header...)
		switch {
		case (c.status == 0 || c.status >= 500) && time.Since(began) < patience:
			pause(random)
			continue
		case c.status/100 == 2 && verb == "open":
			h.app.Store(&c.app)
		case c.status/100 == 2:
			l.written.Add(1)
		case c.status != http.StatusConflict && c.status != http.StatusPreconditionFailed: // another was faster
			l.Errorf("%s %s: %d", verb, v.ID, c.status)
		}
		return
	}
}

// filled is a form of a holder that lives at an address.
func (l *load) filled(h *holder, address string) map[string]any {
	return map[string]any{"facts": l.form, "profile": map[string]any{"name": "王示例", "id_number": h.Number, "permit_number": "SH0001",
		"permit_valid_until": time.Now().AddDate(3, 0, 0).Format(time.DateOnly), "phone": "13800000000", "address": address, "household_place": "示例省",
		"job_title": "工程师", "contract_from": "2024-01-01", "contract_to": "unlimited", "archive_place": "示例中心"}}
}

// ask makes a call, notes it, and gives the application that was answered; nil where none was.
func (l *load) ask(c *call, who *person, method, path string, body any, header ...string) *view {
	l.history.begin(c)
	defer l.history.end(c)
	a := who.call(method, path, body, header...)
	c.status = a.status
	if a.status/100 != 2 {
		if a.status == http.StatusUnprocessableEntity || a.status == http.StatusUnauthorized {
			l.Errorf("%s %s: %s", method, path, a.body)
		}
		return nil
	}
	v := &view{}
	if err := json.Unmarshal(a.body, v); err != nil {
		l.Errorf("%s %s: %v in %s", method, path, err, a.body)
		return nil
	}
	if tag := strings.Trim(a.header.Get("ETag"), `"`); tag != fmt.Sprint(v.Version) {
		l.Errorf("%s %s: the ETag is %s, and the version %d", method, path, tag, v.Version)
	}
	c.app, c.saw = v.ID, v.seen()
	return v
}

// applications reads all that an employer has, by id.
func (p *person) applications() map[string]*view {
	p.Helper()
	all := map[string]*view{}
	for cursor := ""; ; {
		var list struct {
			Items []struct{ ID string }
			Next  *string
		}
		p.does(http.MethodGet, "/v1/applications?limit=100&cursor="+cursor, nil, &list)
		for _, item := range list.Items {
			v := &view{}
			p.does(http.MethodGet, "/v1/applications/"+item.ID, nil, v)
			all[item.ID] = v
		}
		if list.Next == nil {
			return all
		}
		cursor = *list.Next
	}
}

// audit walks the audit log, and gives how many rows it has.
func (s *service) audit() int {
	s.Helper()
	var told struct{ Rows int }
	if err := json.Unmarshal([]byte(s.must("-verify-audit")), &told); err != nil {
		s.Fatal(err)
	}
	return told.Rows
}

// tell tells the first of what was found wrong.
func (l *load) tell(found []string) {
	l.Helper()
	l.wrong += len(found)
	for _, one := range found[:min(20, len(found))] {
		l.Error(one)
	}
}

// verdict is that in words.
func (l *load) verdict() string {
	if l.wrong > 0 {
		return fmt.Sprint(l.wrong, " contradictions")
	}
	return "0 lost, 0 doubled"
}

// holds ends the load and holds its history against what stands in the end, which it gives: the service has done what it acknowledged, once.
func (l *load) holds() map[string]*view {
	l.Helper()
	l.settle()
	last := l.hr.applications()
	l.tell(l.contradictions(last))
	versions := -l.replaced // which was audited with the decision
	for _, v := range last {
		versions += v.Version
	}
	if rows := l.audit() - l.audited; rows != versions {
		l.Errorf("the audit log has %d rows more, and %d writes were made", rows, versions)
	}
	return last
}
