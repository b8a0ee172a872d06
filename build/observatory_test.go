package main

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"jifen/prove/vectors"
)

// TestObservatory reckons what Mozilla's HTTP Observatory gives a site, by its table, from what each server answers. The most that its
// documentation knows of is 135; the row that says less than it could is told with its reason.
func TestObservatory(t *testing.T) {
	for _, h := range hostings(t) {
		home, src := h.get(t, "/", "")
		plain, err := h.client.Get("http://" + h.http + "/")
		if err != nil {
			t.Fatal(err)
		}
		plain.Body.Close()
		total := 100
		for _, row := range observed(home, plain, src) {
			total += row.gets
			t.Logf("%s: %+d %s: %s", h.name, row.gets, row.what, row.why)
			if row.gets != row.most {
				t.Errorf("%s: %s gives %d of %d: %s", h.name, row.what, row.gets, row.most, row.why)
			}
		}
		if total != 135 {
			t.Errorf("%s: %d points, want 135", h.name, total)
		}
		t.Logf("figure: %s with its sample: %d of 135 points of Mozilla's HTTP Observatory, reckoned by its table", h.name, total)
	}
}

var answeredSoFar = regexp.MustCompile(`jifen_answers_total\{status="[1-5]xx"\} (\d+)`)

// answers is how many requests the service has answered.
func (h *hosted) answers(t *testing.T) (n int) {
	t.Helper()
	answer, err := http.Get(h.office.url + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	src, _ := io.ReadAll(answer.Body)
	for _, m := range answeredSoFar.FindAllSubmatch(src, -1) {
		one, _ := strconv.Atoi(string(m[1]))
		n += one
	}
	return n
}

// TestNothingSmuggled writes requests as no client writes them to each server: the service behind it answers no more of them than come
// back, so that none hides in another and is answered to somebody else.
func TestNothingSmuggled(t *testing.T) {
	all := vectors.Wire()
	step := 40
	if *prove {
		step = 1
	}
	for _, h := range hostings(t) {
		tried, told := 0, 0
		before := h.answers(t)
		for i := 0; i < len(all); i += step {
			c, err := tls.Dial("tcp", h.https, &tls.Config{InsecureSkipVerify: true})
			if err != nil {
				t.Fatal(err)
			}
			c.SetDeadline(time.Now().Add(500 * time.Millisecond))
			io.WriteString(c, strings.Replace(all[i], "Host: localhost", "Host: "+h.https, 1))
			src, _ := io.ReadAll(c) // until the server closes, or waits for more
			c.Close()
			answered := -1
			for was := -2; answered != was; time.Sleep(100 * time.Millisecond) { // until what is under way is answered
				now := h.answers(t)
				was, answered = answered, max(answered, 0)+now-before-1 // less the question itself
				before = now
			}
			if back := max(1, bytes.Count(src, []byte("HTTP/1.1 "))); answered > back { // one may come back too late
				t.Errorf("%s: %q: the service answered %d, and %d came back", h.name, all[i], answered, back)
			}
			tried, told = tried+1, told+answered
		}
		t.Logf("figure: %s before the service: %d requests as no client writes them, %d of them came through to the service, none hid in another", h.name, tried, told)
	}
}

// observation is a row of the Observatory's table.
type observation struct {
	what       string
	gets, most int
	why        string
}

// observed goes through the Observatory's tests.
func observed(home, plain *http.Response, src []byte) []observation {
	h := home.Header
	directives := map[string]string{}
	for _, d := range strings.Split(h.Get("Content-Security-Policy"), ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(d), " ")
		directives[name] = value
	}
	policy := func() (int, string) {
		scripts := directives["script-src"]
		switch {
		case h.Get("Content-Security-Policy") == "":
			return -25, "no content security policy"
		case regexp.MustCompile(`'unsafe-inline'|data:|https?:|\*`).MatchString(scripts) || directives["default-src"] == "" && (directives["object-src"] == "" || scripts == ""):
			return -20, "scripts of the page itself or of anywhere may run"
		case regexp.MustCompile(`(^| )http:`).MatchString(h.Get("Content-Security-Policy")):
			return -20, "something may come over http"
		case strings.Contains(scripts, "'unsafe-eval'"):
			return -10, "scripts may be made of text"
		case strings.Contains(directives["style-src"], "'unsafe-inline'"):
			return 0, "styles may stand in the page"
		case directives["default-src"] != "'none'" || directives["form-action"] != "'self'" && directives["form-action"] != "'none'":
			return 5, "what is not named is allowed"
		}
		return 10, "nothing but what is named, and nothing unsafe"
	}
	yes := func(ok bool, gets, fails int, why, lack string) (int, string) {
		if ok {
			return gets, why
		}
		return fails, lack
	}
	age := 0
	fmt.Sscanf(h.Get("Strict-Transport-Security"), "max-age=%d", &age)
	scripts := regexp.MustCompile(`<script [^>]*src="([^"]*)"[^>]*>`).FindAllStringSubmatch(string(src), -1)
	held := len(scripts) > 0
	for _, s := range scripts {
		held = held && strings.HasPrefix(s[1], "/") && !strings.HasPrefix(s[1], "//") && strings.Contains(s[0], ` integrity="sha256-`)
	}
	row := func(what string, most int, gets int, why string) observation {
		return observation{what, gets, most, why}
	}
	var all []observation
	add := func(what string, most int) func(int, string) {
		return func(gets int, why string) { all = append(all, row(what, most, gets, why)) }
	}
	add("content security policy", 10)(policy())
	add("cookies", 0)(yes(len(home.Cookies()) == 0, 0, -20, "there are none", "a page sets a cookie"))
	add("sharing across origins", 0)(yes(h.Get("Access-Control-Allow-Origin") == "", 0, -50, "pages are not shared", "pages are shared"))
	add("redirection", 0)(yes(strings.HasPrefix(plain.Header.Get("Location"), "https://127.0.0.1"), 0, -20, "from http to https on the same host", "http does not lead to https"))
	add("referrer policy", 5)(yes(slices.Contains([]string{"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}, h.Get("Referrer-Policy")), 5, 0, "nobody is told where a reader comes from", "other sites are told"))
	add("strict transport security", 0)(yes(age >= 15_768_000, 0, -20, "for two years; 5 more come only with the browsers' own list, on which a domain must be put", "too short"))
	add("subresource integrity", 5)(yes(held, 5, 0, "every script is of this origin and held by its hash", "a script is not held by its hash"))
	add("X-Content-Type-Options", 0)(yes(h.Get("X-Content-Type-Options") == "nosniff", 0, -5, "nosniff", "missing"))
	add("frames", 5)(yes(directives["frame-ancestors"] == "'none'", 5, -20, "none, by the policy", "the site may be framed"))
	add("cross-origin resource policy", 10)(yes(h.Get("Cross-Origin-Resource-Policy") == "same-origin", 10, 0, "same-origin", "pages may be loaded from anywhere"))
	return all
}
