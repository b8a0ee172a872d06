package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jifen/prove/vectors"
)

// writeSite writes files, by their name, into a folder.
func writeSite(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "site")
	for name, src := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(src), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const someHeaders = `/*
  Content-Security-Policy: default-src 'none'; connect-src 'self'
  Cache-Control: no-cache
  Cross-Origin-Resource-Policy: same-origin
/assets/*
  ! Cache-Control
  Cache-Control: public, max-age=31536000, immutable
/rules/*.json
  ! Cross-Origin-Resource-Policy
`

func someSite(t *testing.T) (http.Handler, string) {
	t.Helper()
	long := strings.Repeat("页", 100)
	dir := writeSite(t, map[string]string{
		"index.html": "home" + long, "index.html.br": "home br", "index.html.gz": "home gz", "404.html": "没有", "en/404.html": "none", "en/index.html": "home en",
		"guides/index.html": "guides", "assets/a.1.css": "css", "assets/a.1.css.br": "longer than the plain one", "rules/e.json": "{}",
		"assets/p.wasm": "wasm", "_headers": someHeaders, "note.gz": "a file of its own",
		".well-known/security.txt": "whom to tell", ".jifen-site": "mark", "_redirects": "old new", "_redirects.br": "packed", "index.html.part": "half", ".git/config": "history",
	})
	if err := os.WriteFile(filepath.Join(filepath.Dir(dir), "secret"), []byte("what nobody may read"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../secret", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	site, err := siteFrom(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := newService(t, "sqlite", time.Now)
	return s.handler(site), dir
}

func get(h http.Handler, method, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/", nil)
	r.URL.Path, r.URL.RawQuery, _ = strings.Cut(path, "?")
	r.RequestURI = path
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestSite(t *testing.T) {
	h, _ := someSite(t)
	for _, c := range []struct {
		method, path, accept string
		status               int
		body                 string
		header               [2]string
	}{
		{"GET", "/", "", 200, "home页", [2]string{"Content-Type", "text/html; charset=utf-8"}},
		{"GET", "/", "gzip, br", 200, "home br", [2]string{"Content-Encoding", "br"}},
		{"GET", "/", "gzip", 200, "home gz", [2]string{"Content-Encoding", "gzip"}},
		{"GET", "/", "br;q=0, gzip;q=0.5", 200, "home gz", [2]string{"Vary", "Accept-Encoding"}},
		{"GET", "/", "br; Q=0, gzip;Q=0", 200, "home页", [2]string{"Content-Encoding", ""}},
		{"GET", "/", "*", 200, "home br", [2]string{"Content-Length", "7"}},
		{"GET", "/", "*;q=0", 200, "home页", [2]string{"Content-Encoding", ""}},
		{"HEAD", "/", "br", 200, "", [2]string{"Content-Length", "7"}},
		{"GET", "/assets/a.1.css", "br", 200, "css", [2]string{"Cache-Control", "public, max-age=31536000, immutable"}},
		{"GET", "/assets/p.wasm", "br", 200, "wasm", [2]string{"Content-Type", "application/wasm"}},
		{"GET", "/rules/e.json", "", 200, "{}", [2]string{"Cross-Origin-Resource-Policy", ""}},
		{"GET", "/guides/", "", 200, "guides", [2]string{"Cross-Origin-Resource-Policy", "same-origin"}},
		{"GET", "/guides", "", 301, "", [2]string{"Location", "/guides/"}},
		{"GET", "/guides?a=b", "", 301, "", [2]string{"Location", "/guides/?a=b"}},
		{"GET", "/note.gz", "", 200, "a file of its own", [2]string{"Content-Type", "application/octet-stream"}},
		{"GET", "/nothing", "", 404, "没有", [2]string{"Content-Security-Policy", "default-src 'none'; connect-src 'self'"}},
		{"GET", "/en/a/b/nothing", "", 404, "none", [2]string{"Content-Type", "text/html; charset=utf-8"}},
		{"GET", "/.well-known/security.txt", "", 200, "whom to tell", [2]string{}},
		{"GET", "/.jifen-site", "", 404, "没有", [2]string{}},
		{"GET", "/_redirects", "br", 404, "没有", [2]string{}},
		{"GET", "/_redirects.br", "", 404, "没有", [2]string{}},
		{"GET", "/index.html.part", "", 404, "没有", [2]string{}},
		{"GET", "/.git/config", "", 404, "没有", [2]string{}},
		{"GET", "/_headers", "", 404, "没有", [2]string{}},
		{"GET", "/link", "", 404, "没有", [2]string{}},
		{"GET", "/index.html.br", "", 404, "没有", [2]string{}},
		{"POST", "/", "", 405, "", [2]string{"Allow", "GET, HEAD"}},
	} {
		w := get(h, c.method, c.path, "Accept-Encoding", c.accept)
		if w.Code != c.status || !strings.HasPrefix(w.Body.String(), c.body) || c.header[0] != "" && w.Header().Get(c.header[0]) != c.header[1] {
			t.Errorf("%s %s (%s): %d %q %v, want %d %q %v", c.method, c.path, c.accept, w.Code, w.Body, w.Header(), c.status, c.body, c.header)
		}
		if c.method == "HEAD" && w.Body.Len() > 0 {
			t.Errorf("HEAD %s has a body", c.path)
		}
	}
}

func TestSiteTags(t *testing.T) {
	h, _ := someSite(t)
	plain, br := get(h, "GET", "/").Header().Get("ETag"), get(h, "GET", "/", "Accept-Encoding", "br").Header().Get("ETag")
	if plain == br || plain == "" {
		t.Fatalf("the tags are %s and %s", plain, br)
	}
	for _, c := range []struct {
		tags, accept string
		status       int
	}{
		{plain, "", 304}, {"W/" + plain, "", 304}, {`"x", ` + br, "br", 304}, {"*", "br", 304}, {plain, "br", 200}, {`"x"`, "", 200},
	} {
		w := get(h, "GET", "/", "If-None-Match", c.tags, "Accept-Encoding", c.accept)
		if w.Code != c.status || c.status == 304 && (w.Body.Len() > 0 || w.Header().Get("ETag") == "") {
			t.Errorf("%s with %s: %d", c.tags, c.accept, w.Code)
		}
	}
	if w := get(h, "GET", "/nothing", "If-None-Match", "*"); w.Code != 404 {
		t.Errorf("a page that is not there: %d", w.Code)
	}
}

// TestSiteTraversal: whatever is asked for, as it is and as a browser writes it, nothing outside the folder comes back.
func TestSiteTraversal(t *testing.T) {
	h, dir := someSite(t)
	all := vectors.Paths("secret")
	for _, name := range []string{dir + "/../secret", "link", "secret%00.html"} {
		all = append(all, vectors.Paths(name)...)
	}
	for _, path := range all {
		for _, w := range asked(h, path) {
			if strings.Contains(w.Body.String(), "nobody may read") || strings.Contains(w.Body.String(), "root:") || w.Code < 300 {
				t.Errorf("%s: %d %s", path, w.Code, w.Body)
			}
		}
	}
	t.Logf("figure: %d paths that lead out of the site's folder, each as it is and decoded: 0 led out", len(all))
}

// TestSiteLeadsNowhere: no redirect leads to another host, and nothing of an address gets into a header, whatever host is asked for.
func TestSiteLeadsNowhere(t *testing.T) {
	h, _ := someSite(t)
	all := append(vectors.Elsewhere(), vectors.Paths("guides")...)
	led := 0
	for _, path := range all {
		for _, w := range asked(h, path) {
			to := w.Header().Get("Location")
			if u, err := url.Parse(to); err != nil || u.Host != "" || u.Scheme != "" || u.Opaque != "" || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\\r\n\t ") {
				t.Errorf("%s leads to %q", path, to)
			}
			if to != "" {
				led++
			}
			for name, values := range w.Header() {
				if name == "Set-Cookie" || name == "X" || name != "Location" && strings.Contains(strings.Join(values, " "), "evil") {
					t.Errorf("%s got into the header %s: %q", path, name, values)
				}
			}
		}
	}
	if led == 0 {
		t.Error("nothing was led anywhere, so nothing was tried")
	}
	t.Logf("figure: %d addresses that name another host, break a header or climb: %d redirects, all within the site", len(all), led)
}

// asked gives what is answered to a path taken as it is, and as a server reads it off the wire, from a host that is not the service's.
func asked(h http.Handler, path string) (all []*httptest.ResponseRecorder) {
	target := url.URL{Path: path}
	for _, as := range []func(*http.Request) bool{
		func(r *http.Request) bool { r.URL = &target; return true },
		func(r *http.Request) (ok bool) {
			u, err := url.ParseRequestURI(path)
			if err == nil {
				r.URL = u
			}
			return err == nil
		},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = "evil.example"
		r.Header.Set("X-Forwarded-Host", "evil.example")
		if as(r) {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			all = append(all, w)
		}
	}
	return all
}

func TestNoSite(t *testing.T) {
	h, err := siteFrom("")
	if err != nil {
		t.Fatal(err)
	}
	if w := get(h, "GET", "/"); w.Code != 200 || !strings.Contains(w.Body.String(), "/v1/openapi.json") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := get(h, "GET", "/x"); w.Code != 404 {
		t.Error(w.Code)
	}
	for name, dir := range map[string]string{
		"no folder": filepath.Join(t.TempDir(), "x"), "no index": writeSite(t, map[string]string{"a.html": ""}),
	} {
		if _, err := siteFrom(dir); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// TestHeaderFiles: a line that is neither a path nor a header is told with where it stands.
func TestHeaderFiles(t *testing.T) {
	for _, bad := range []string{"  A: b\n", "/a\n  nonsense\n", "a\n", "/a*b*c\n", "/a\n  A b: c\n"} {
		if _, err := parseHeaders(bad); err == nil || !strings.HasPrefix(err.Error(), "_headers:") {
			t.Errorf("%q: %v", bad, err)
		}
	}
	rules, err := parseHeaders("# a comment\n\n/*\n  A: b: c\n/x/*\n  ! A\n/y\n  A: d\n")
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{"/": "b: c", "/x/": "", "/x": "b: c", "/y": "d", "/y/": "b: c"} {
		h := http.Header{}
		(&built{headers: rules}).setHeaders(h, path)
		if h.Get("A") != want {
			t.Errorf("%s: %q, want %q", path, h.Get("A"), want)
		}
	}
}
