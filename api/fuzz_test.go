package main

import (
	"bytes"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"jifen/rules"
	"jifen/rules/applicant"
)

// FuzzBody: a body that is taken is a JSON object to encoding/json as well, valid UTF-8 and no deeper than 32; its members are read, or
// told of by their names; and one that stands twice, in other letters or with a name of nobody is never taken silently.
func FuzzBody(f *testing.F) {
	for _, s := range someBodies {
		f.Add([]byte(s))
	}
	f.Fuzz(bodyHolds)
}

var someBodies = []string{
	`{"page":"/","helpful":true}`, `{"a":{"b":[{"c":1}]},"a":2}`, `{"Page":"/"}`, `{"page":"\ud83d"}`, "{\"a\":\"\xff\"}", `[[[[`, `{"day":"2027-02-30","texts":["a",1]}`, `{"":null} x`,
	`{"profile":{"name":"王示例","family":[{"name":"李","relation":"配偶","id_number":"E12345"}]},"raw":{"born":"1988-11-24"}}`,
}

// TestManyBodies changes some bodies at random, a million times with -prove, and holds each as FuzzBody does: fuzzing that looks for new
// ways through the program is slower by far.
func TestManyBodies(t *testing.T) {
	chance := rand.New(rand.NewPCG(2, 2))
	n, taken := some(1_000_000, 50_000), 0
	for range n {
		src := []byte(someBodies[chance.IntN(len(someBodies))])
		for range 1 + chance.IntN(4) {
			at, other := chance.IntN(len(src)+1), someBodies[chance.IntN(len(someBodies))]
			end := at + chance.IntN(len(src)+1-at)
			switch chance.IntN(5) {
			case 0:
				src = slices.Replace(src, at, end)
			case 1:
				src = slices.Insert(src, at, []byte(other[chance.IntN(len(other)):])...)
			case 2:
				src = slices.Insert(src, at, src[at:end]...)
			case 3:
				src = slices.Insert(src, at, `{}[]",:\u0e+-9 `[chance.IntN(15)])
			case 4:
				src = slices.Insert(src, at, byte(chance.IntN(256)))
			}
		}
		if bodyHolds(t, src); parse(src, rules.ZH) != nil {
			taken++
		}
	}
	if taken < n/1000 {
		t.Errorf("only %d of %d were JSON", taken, n)
	}
	t.Logf("figure: %d bodies changed at random: %d are objects and read strictly, the others refused; no doubled member, no stranger and no panic", n, taken)
}

func bodyHolds(t *testing.T, src []byte) {
	known := []string{"page", "helpful", "day", "texts", "profile", "raw"}
	o := parse(src, rules.EN)
	if o == nil {
		return
	}
	if !json.Valid(src) || !utf8.Valid(src) || bytes.Count(src, []byte("{")) == 0 {
		t.Fatalf("%q is taken", src)
	}
	o.line("page", 100, false)
	o.truth("helpful", false)
	o.day("day", false)
	o.texts("texts", false)
	o.raw("raw", false)
	if p := o.object("profile", false); p != nil {
		readProfile(p, "")
	}
	err := o.done()
	count := map[string]int{}
	for _, m := range o.members {
		count[m.key]++
	}
	for key, n := range count {
		if (n > 1 || !slices.Contains(known, key)) && err == nil {
			t.Fatalf("%q is taken silently in %s", key, src)
		}
	}
	var problems []applicant.Problem
	if r, ok := err.(*refusal); ok {
		problems = r.errors
	}
	for _, p := range problems {
		if p.Message == "" {
			t.Fatalf("nothing is told of %q", p.Field)
		}
	}
}

// FuzzCall: whatever is sent to the calls that anybody may make, the answer is JSON, and none of it is a fault of the service.
func FuzzCall(f *testing.F) {
	f.Add(uint8(0), []byte(`{"facts":{"complete":true,"born":"1988-11-24"},"on":"2026-11-24"}`), "application/json", "key")
	f.Add(uint8(1), []byte(`{"receipt":"0000-0000-0000-0000","id_tail":"123X"}`), "application/json;charset=utf-8", "")
	f.Add(uint8(2), []byte(`{"page":"/guides/apply/","comment":"12345678901","helpful":null}`), "application/json", strings.Repeat("k", 201))
	f.Add(uint8(3), []byte(`{"id":"1","state":"failed"}`), "text/plain", "\x00")
	c := &config{addr: "localhost:0", db: "sqlite:" + f.TempDir() + "/jifen.db", limits: "off"}
	s, err := open(f.Context(), c, io.Discard)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { s.store.Close() })
	s.clock = func() time.Time { return time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC) }
	h := s.handler(http.NotFoundHandler())
	paths := []string{"/v1/score", "/v1/tracking", "/v1/feedback", "/v1/messages/receipt"}
	f.Fuzz(func(t *testing.T, which uint8, body []byte, media, key string) {
		r := httptest.NewRequest(http.MethodPost, paths[int(which)%len(paths)], bytes.NewReader(body))
		r.Header["Content-Type"], r.Header["Idempotency-Key"] = []string{media}, []string{key}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code >= 500 || !json.Valid(w.Body.Bytes()) {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	})
}

// FuzzAddress: whatever is asked for, with whatever query, the answer is no fault, and a cursor that was not given here is refused.
func FuzzAddress(f *testing.F) {
	f.Add("/v1/notices/0000-0000-0000-0000", "")
	f.Add("/v1/session", "all=true&all=%00")
	f.Add("/guides//..%2f", "cursor=WyIiLCIiXQ")
	built := &built{files: map[string]*siteFile{"index.html": fileOf("index.html", []byte("home"), map[string][]byte{"index.html": []byte("home")})}}
	c := &config{addr: "localhost:0", db: "sqlite:" + f.TempDir() + "/jifen.db", limits: "off"}
	s, err := open(f.Context(), c, io.Discard)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { s.store.Close() })
	h := s.handler(built)
	f.Fuzz(func(t *testing.T, path, query string) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.Path, r.URL.RawQuery = "/"+path, query
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if to := w.Header().Get("Location"); w.Code >= 500 || strings.HasPrefix(to, "//") || strings.Contains(to, "://") {
			t.Fatalf("%q?%q: %d, to %q", path, query, w.Code, to)
		}
		p, err := (&call{service: s, r: r}).page(2)
		if err == nil && len(p.after) != 2 {
			t.Fatalf("%q is a cursor of %d", query, len(p.after))
		}
	})
}

// FuzzCode: a code is read as people write it or not at all, and what is read reads the same again.
func FuzzCode(f *testing.F) {
	f.Add("0O1I-lLoo-0000-0000")
	f.Add("ＡＢＣＤ-0000")
	f.Fuzz(func(t *testing.T, text string) {
		code, sound := readCode(text)
		if again, same := readCode(code); code != "" && (again != code || same != sound) || sound && code == "" {
			t.Fatalf("%q is read as %q, and that as %q", text, code, again)
		}
		if validID(text) && len(text) != 18 || validUSCC(text) && len(text) != 18 || validPhone(text) && len(text) != 11 {
			t.Fatalf("%q is taken for a number", text)
		}
	})
}

// FuzzHeaders: the file _headers is read, or told of with its line.
func FuzzHeaders(f *testing.F) {
	f.Add(someHeaders)
	f.Add("/*\n  ! :\n")
	f.Fuzz(func(t *testing.T, text string) {
		rules, err := parseHeaders(text)
		if err != nil && !strings.HasPrefix(err.Error(), "_headers:") {
			t.Fatal(err)
		}
		(&built{headers: rules}).setHeaders(http.Header{}, "/a/b")
	})
}
