package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jifen/rules/edition"
	"jifen/site"

	"github.com/chromedp/chromedp"
)

// readable is a site of this content, without the browser programs.
func readable(t *testing.T, c config) *site.Site {
	t.Helper()
	theSite(t) // goes to the project's root
	law, err := edition.Load("rules")
	if err != nil {
		t.Fatal(err)
	}
	s, err := site.Build(options(c, law))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestAnchorsCommand: a release keeps its addresses; a heading that goes away later fails the build until its links are kept.
func TestAnchorsCommand(t *testing.T) {
	page := guide("试页", "2026-11-24", "2027-05-24") + "\n## 第一 {#first}\n"
	dir := contentOf(t, map[string]string{"zh/guides/test.md": page})
	if out, err := command(t, "-anchors", "-content", dir); err != nil || !strings.HasPrefix(out, "2 addresses in ") {
		t.Fatal(out, err)
	}
	file := filepath.Join(dir, "zh/guides/test.md")
	os.WriteFile(file, []byte(strings.Replace(page, "{#first}", "{#one}", 1)), 0o600)
	want := "test.md:15: the heading #first of /guides/test/ is gone"
	_, err := command(t, "-anchors", "-content", dir)
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Fatalf("%v, want %s", err, want)
	}
	_, line, _ := strings.Cut(err.Error(), "redirects.yaml: ")
	os.WriteFile(filepath.Join(dir, "redirects.yaml"), []byte(line+"\n"), 0o600) // as the message says
	if out, err := command(t, "-anchors", "-content", dir); err != nil || !strings.HasPrefix(out, "3 addresses in ") {
		t.Fatal(out, err)
	}
}

// TestOldLinks: in a browser, an old address leads to where things are now, on a host that knows nothing of redirects.
func TestOldLinks(t *testing.T) {
	page := guide("试页", "2026-11-24", "2027-05-24") + strings.Repeat("\n段落。\n", 80) + "\n## 第一 {#now}\n"
	s := readable(t, config{content: contentOf(t, map[string]string{"zh/guides/test.md": page, "redirects.yaml": "/guides/old/: /guides/test/\n/guides/test/#was: /guides/test/#now\n"})})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { send(w, r, s) }))
	t.Cleanup(server.Close)
	ctx := browser(t)
	do(t, ctx, chromedp.Navigate(server.URL+"/guides/old/"), chromedp.WaitReady(chromedp.CSS("article")))
	if got := ask(t, ctx, eval[string](`location.pathname`)); got != "/guides/test/" {
		t.Errorf("the old page leads to %s", got)
	}
	do(t, ctx, chromedp.Navigate(server.URL+"/guides/test/#was"), chromedp.WaitReady(chromedp.CSS("article")))
	if y := ask(t, ctx, eval[float64](`new Promise(done => setTimeout(() => done(document.getElementById('now').getBoundingClientRect().top), 300))`)); y < 0 || y > 900 {
		t.Errorf("the heading that was renamed is %v px down the window", y)
	}
}
