package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"jifen/rules/process"
)

// The tests of this file send what a page of another site can have a browser send, signed in.

// TestOtherSites sends every call that changes something as a page of another site would, with the session of one who may, and in each
// way in which a form can be written: all of it is refused, and nothing is carried out. From the service's own pages, and from an origin
// that is named by -origin, the same calls are let in.
func TestOtherSites(t *testing.T) {
	w := newWorld(t, "sqlite")
	w.service.limits.off = true
	w.directive("party", "party EMP employer HOLDER holder 徐汇")
	w.directive("desk", "desk officer 徐汇")
	w.directive("desk", "desk auditor")
	w.directive("desk", "desk visitor 徐汇") // of the calls that anybody may make
	w.submitted()
	second := &account{role: process.Employer, name: "人事二", employerID: w.vars["EMP"], number: 2}
	w.enter("second", second)
	w.vars["STAFF"] = second.id
	if err := w.service.sites.AddTrustedOrigin("https://www.example.org"); err != nil {
		t.Fatal(err)
	}
	from := []struct {
		name    string
		headers map[string]string
		let     bool
	}{
		{"no origin, another site", map[string]string{"Sec-Fetch-Site": "cross-site"}, false},
		{"a foreign origin", map[string]string{"Origin": "https://evil.example"}, false},
		{"a foreign origin, told by the browser too", map[string]string{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, false},
		{"the origin null", map[string]string{"Origin": "null"}, false},
		{"the origin null of a sandbox", map[string]string{"Origin": "null", "Sec-Fetch-Site": "cross-site"}, false},
		{"another host of the same site", map[string]string{"Origin": "https://other.example.com", "Sec-Fetch-Site": "same-site"}, false},
		{"no origin, the same site", map[string]string{"Sec-Fetch-Site": "same-site"}, false},
		{"another port", map[string]string{"Origin": "https://jifen.example.com:8443"}, false},
		{"a name that begins alike", map[string]string{"Origin": "https://jifen.example.com.evil.example"}, false},
		{"its own pages", map[string]string{"Origin": "https://jifen.example.com", "Sec-Fetch-Site": "same-origin"}, true},
		{"the origin of -origin", map[string]string{"Origin": "https://www.example.org", "Sec-Fetch-Site": "same-site"}, true},
	}
	forms := []string{"application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "text/plain; charset=application/json", ""}
	before, calls, tried, in := w.everything(), 0, 0, 0
	for _, rt := range routes() {
		if rt.method == http.MethodGet {
			continue
		}
		if rt.cors { // anybody's to call, and nobody is signed in by it
			w.callsAlone(&rt)
			continue
		}
		calls++
		for _, site := range from {
			for _, media := range forms {
				if media != "application/json" && site.let {
					continue
				}
				got := w.acrossSites(&rt, site.headers, media)
				if tried++; site.let {
					in++
				}
				if refused := got.Code == 403 && strings.Contains(got.Body.String(), crossSite().title.ZH); refused == site.let && media == "application/json" {
					t.Errorf("%s from %s: %d %s", rt.pattern(), site.name, got.Code, got.Body)
				} else if !site.let && got.Code < 400 {
					t.Errorf("%s from %s as %q: %d", rt.pattern(), site.name, media, got.Code)
				}
				if !site.let && w.everything() != before {
					t.Fatalf("%s from %s as %q changed something", rt.pattern(), site.name, media)
				}
			}
			if site.let {
				before = w.everything()
			}
		}
	}
	t.Logf("figure: %d calls that change something × %d origins × %d ways to write a form: %d of %d from other sites refused, nothing changed; %d from the own site and -origin let in", calls, len(from)-2, len(forms), tried-in, tried-in, in)
}

// acrossSites sends a call with the session of one who may make it.
func (w *world) acrossSites(rt *route, headers map[string]string, media string) *httptest.ResponseRecorder {
	who := "visitor"
	for _, r := range rt.who {
		who = r.String()
	}
	ids := map[string]string{"employers": w.vars["EMP"], "holders": w.vars["HOLDER"], "applications": w.vars["APP"], "staff": w.vars["STAFF"]}
	path := strings.ReplaceAll(rt.path, "{id}", ids[strings.Split(rt.path, "/")[2]])
	r := httptest.NewRequest(rt.method, "https://jifen.example.com"+path, strings.NewReader(map[bool]string{true: `{"a":1}`}[rt.method != http.MethodDelete]))
	r.Header.Set("Content-Type", media)
	if media == "" {
		r.Header.Del("Content-Type")
	}
	if rt.csv && media == "application/json" {
		r.Header.Set("Content-Type", "text/csv")
	}
	for k, v := range headers {
		r.Header.Set(k, v)
	}
	for _, c := range w.client(who).Jar.Cookies(w.url()) {
		r.AddCookie(c)
	}
	answer := httptest.NewRecorder()
	w.server.Config.Handler.ServeHTTP(answer, r)
	return answer
}

// callsAlone: a call that other sites may make reads no session and lets no browser send one.
func (w *world) callsAlone(rt *route) {
	w.Helper()
	got := w.acrossSites(rt, map[string]string{"Origin": "https://evil.example"}, "application/json")
	if h := got.Header(); h.Get("Access-Control-Allow-Credentials") != "" || h.Get("Access-Control-Allow-Origin") == "https://evil.example" || h.Get("Set-Cookie") != "" {
		w.Errorf("%s lets another site sign in: %v", rt.pattern(), h)
	}
	if rt.who != nil {
		w.Errorf("%s is open to other sites, and is of %v alone", rt.pattern(), rt.who)
	}
}

// everything is how many rows there are of all that a call could make or end, and where all stands.
func (w *world) everything() string {
	return w.rows(`SELECT count(*) || '' FROM audit`, `SELECT count(*) || '' FROM accounts`, `SELECT count(*) || '' FROM sessions`, `SELECT count(*) || '' FROM holders`,
		`SELECT id || version || state FROM applications`, `SELECT id || state FROM employers`, `SELECT count(*) || '' FROM feedback`, `SELECT count(*) || '' FROM replies`)
}
