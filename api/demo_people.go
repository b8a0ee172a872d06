package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"jifen/rules/process"
)

// district is the demo's: its people, and the service that they call. It goes on after nothing that failed; err is the first fault.
type district struct {
	service      *service
	ctx          context.Context
	handler      http.Handler
	now          time.Time // the last day of the story
	at           time.Time
	people       []*neighbour
	applications []*applied
	err          error
}

// neighbour is one who signs in.
type neighbour struct {
	role, name, login, password string
	secret                      string // of the second factor, where one is required
	employer                    string // the id, of an employer
	cookie                      string
	since                       time.Time // signed in
}

// applied is an application, and by whom.
type applied struct {
	id              string
	by, holder      *neighbour
	facts           string
	receipt, notice string
}

func newDistrict(s *service, ctx context.Context, now time.Time) *district {
	return &district{service: s, ctx: ctx, handler: s.handler(http.NotFoundHandler()), now: now}
}

// day sets the clock to a morning so many days ago.
func (d *district) day(ago int) {
	d.at = shanghaiMorning(d.now, ago)
	d.service.clock = func() time.Time { return d.at }
	d.service.limits.clock = d.service.clock
}

// recorder takes an answer.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(p []byte) (int, error) { return r.body.Write(p) }

// call calls the service as somebody, or as nobody, and gives the answer.
func (d *district) call(who *neighbour, method, path string, header map[string]string, body any) map[string]any {
	if d.err != nil {
		return map[string]any{}
	}
	if who != nil && path != "/v1/session" {
		d.signIn(who)
	}
	src, err := json.Marshal(body)
	if err != nil {
		d.err = err
	}
	if string(src) == "null" {
		src = nil
	}
	r, err := http.NewRequestWithContext(d.ctx, method, path, bytes.NewReader(src))
	if err != nil || d.err != nil {
		d.err = err
		return map[string]any{}
	}
	r.RemoteAddr = "192.0.2.1:1" // an address of nobody, so that this counts against no visitor
	r.Header.Set("Content-Type", "application/json")
	for k, v := range header {
		r.Header.Set(k, v)
	}
	if who != nil && who.cookie != "" {
		r.AddCookie(&http.Cookie{Name: cookieName, Value: who.cookie})
	}
	w := &recorder{header: http.Header{}, status: http.StatusOK}
	d.handler.ServeHTTP(w, r)
	told := map[string]any{}
	if json.Unmarshal(w.body.Bytes(), &told); w.status/100 != 2 {
		d.err = fmt.Errorf("%s %s: %d %s", method, path, w.status, w.body.String())
	}
	for _, c := range (&http.Response{Header: w.header}).Cookies() {
		if who != nil && c.Name == cookieName {
			who.cookie = c.Value
		}
	}
	told["ETag"] = w.header.Get("ETag")
	return told
}

func (d *district) post(who *neighbour, path string, body map[string]any) map[string]any {
	return d.call(who, http.MethodPost, path, nil, body)
}

// signIn signs somebody in on this day.
func (d *district) signIn(who *neighbour) {
	if who.since.Equal(d.at) {
		return
	}
	who.since, who.cookie = d.at, ""
	body := map[string]any{"login": who.login, "password": who.password}
	if who.secret != "" {
		body["otp"] = d.code(who)
	}
	d.post(who, "/v1/session", body)
}

func (d *district) code(who *neighbour) string {
	secret, err := base32Text.DecodeString(who.secret)
	if err != nil && d.err == nil {
		d.err = err
	}
	return totpCode(secret, d.at.Unix()/int64(totpStep/time.Second), process.CodeFigures)
}

// settle signs somebody in with a first password and changes it, giving the consent and the second factor asked for.
func (d *district) settle(who *neighbour, first string) *neighbour {
	d.people = append(d.people, who)
	who.password, who.since = first, d.at
	told := d.post(who, "/v1/session", map[string]any{"login": who.login, "password": first})
	who.password = firstPassword()
	body := map[string]any{"old": first, "new": who.password}
	if consent, ok := told["consent_needed"].(string); ok {
		body["consent"] = consent
	}
	told = d.call(who, http.MethodPut, "/v1/session/password", nil, body)
	if needed, _ := told["totp_needed"].(bool); needed {
		who.secret = text(d.post(who, "/v1/session/totp", nil), "secret")
		d.call(who, http.MethodPut, "/v1/session/totp", nil, map[string]any{"otp": d.code(who)})
	}
	return who
}

func text(told map[string]any, key string) string {
	v, _ := told[key].(string)
	return v
}

func (d *district) officer(name, of string) *neighbour {
	return d.byCommand("officer", name, &config{addOfficer: name, district: of})
}

func (d *district) auditor(name string) *neighbour {
	return d.byCommand("auditor", name, &config{addAuditor: name})
}

// byCommand makes an account as the command does.
func (d *district) byCommand(role, name string, c *config) *neighbour {
	var out bytes.Buffer
	made := map[string]any{}
	if d.err == nil {
		d.err = d.service.command(d.ctx, c, &out)
	}
	if d.err == nil {
		d.err = json.Unmarshal(out.Bytes(), &made)
	}
	return d.settle(&neighbour{role: role, name: name, login: text(made, "login")}, text(made, "first_password"))
}

// employer registers one.
func (d *district) employer(name, of, contact string) *neighbour {
	n := 1
	for _, p := range d.people {
		if p.role == "employer" {
			n++
		}
	}
	who := &neighbour{role: "employer", name: name, login: madeUSCC(n), password: firstPassword()}
	who.employer = text(d.post(nil, "/v1/employers", map[string]any{"name": name + "（演示）", "uscc": who.login, "kind": "enterprise", "district": of,
		"contact": contact, "phone": fmt.Sprintf("1990000000%d", n), "password": who.password}), "id")
	d.people = append(d.people, who)
	return who
}

// applies makes a holder's account, and opens and fills in a first application.
func (d *district) applies(by *neighbour, name, facts string) *applied {
	n := len(d.applications) + 1
	number := madeID(n)
	facts = fmt.Sprintf(facts, bornOf(number))
	phone := fmt.Sprintf("1980000000%d", n)
	made := d.post(by, "/v1/holders", map[string]any{"name": name, "id_number": number, "phone": phone})
	one := &applied{by: by, facts: facts, holder: d.settle(&neighbour{role: "holder", name: name, login: number}, text(made, "first_password"))}
	d.applications = append(d.applications, one)
	opened := d.post(by, "/v1/applications", map[string]any{"kind": "initial", "holder_id": text(made, "id")})
	one.id = text(opened, "id")
	until := d.now.AddDate(2, 0, 0).Format("2006-01-02")
	d.call(by, http.MethodPut, "/v1/applications/"+one.id, map[string]string{"If-Match": text(opened, "ETag")}, map[string]any{
		"facts": json.RawMessage(facts), "profile": map[string]any{
			"name": name, "id_number": number, "permit_number": fmt.Sprintf("DEMO%05d", n), "permit_valid_until": until, "phone": phone,
			"address": "上海市示例区示例路1号", "household_place": "示例省示例市", "job_title": "示例岗位", "contract_from": d.at.AddDate(-1, 0, 0).Format("2006-01-02"),
			"contract_to": until, "archive_place": "示例市人才服务中心", "family": []any{},
		},
	})
	return one
}

func (d *district) step(who *neighbour, one *applied, step string, said map[string]any) map[string]any {
	body := map[string]any{"step": step}
	for k, v := range said {
		body[k] = v
	}
	told := d.post(who, "/v1/applications/"+one.id+"/steps", body)
	if receipt := text(told, "receipt"); receipt != "" {
		one.receipt = receipt
	}
	if notice, ok := told["notice"].(map[string]any); ok {
		one.notice = text(notice, "code")
	}
	return told
}

// papers are the ids of those that an application needs; one at the least, so that there is something to send back for.
func (d *district) papers(who *neighbour, one *applied) []string {
	list, _ := d.call(who, http.MethodGet, "/v1/applications/"+one.id, nil, nil)["papers"].([]any)
	var ids []string
	for _, paper := range list {
		if p, ok := paper.(map[string]any); ok {
			ids = append(ids, text(p, "id"))
		}
	}
	if ids == nil {
		ids = []string{""}
	}
	return ids
}

func (d *district) accept(who *neighbour, one *applied) {
	d.step(who, one, "accept", map[string]any{"papers": d.papers(who, one)})
	d.step(who, one, "request_archive", map[string]any{"holder_of_file": "示例市人才服务中心"})
	if strings.Contains(one.facts, "education") {
		d.step(who, one, "send_diploma", nil)
	}
}

// arrive lets file and diplomas come in, so that the review begins.
func (d *district) arrive(who *neighbour, one *applied) {
	d.step(who, one, "archive_arrived", nil)
	if strings.Contains(one.facts, "education") {
		d.step(who, one, "diploma_result", map[string]any{"genuine": true})
	}
}

// decide finds what was claimed to be so.
func (d *district) decide(who *neighbour, one *applied) {
	d.step(who, one, "decide", map[string]any{"facts": json.RawMessage(one.facts)})
}
