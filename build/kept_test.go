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

	"github.com/chromedp/cdproto/emulation"
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

// oldLinks is a site in which a page moved, and a heading of it has another name now, far down the page.
func oldLinks(t *testing.T) *site.Site {
	page := guide("试页", "2026-11-24", "2027-05-24") + strings.Repeat("\n段落。\n", 80) + "\n## 第一 {#now}\n"
	return readable(t, config{content: contentOf(t, map[string]string{"zh/guides/test.md": page,
		"redirects.yaml": "/guides/old/: /guides/test/\n/guides/old/#was: /guides/test/#now\n/guides/part/: /guides/test/#now\n"})})
}

// TestOldLinks: in a browser, an old address leads to where things are now and keeps the part behind the #, on a host that knows nothing
// of redirects; without scripts it leads to the page.
func TestOldLinks(t *testing.T) {
	s := oldLinks(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { send(w, r, s) }))
	t.Cleanup(server.Close)
	ctx := browser(t)
	for _, x := range []struct{ from, to string }{
		{"/guides/old/", "/guides/test/"}, {"/guides/old/#was", "/guides/test/#was"}, {"/guides/old/#now", "/guides/test/#now"},
		{"/guides/part/#x", "/guides/test/#now"}, {"/guides/test/#was", "/guides/test/#was"},
	} {
		do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(server.URL+x.from), chromedp.WaitReady(chromedp.CSS("article")))
		if got := ask(t, ctx, eval[string](`location.pathname + location.hash`)); got != x.to {
			t.Errorf("%s leads to %s, want %s", x.from, got, x.to)
		}
		y := ask(t, ctx, eval[float64](`new Promise(done => setTimeout(() => done(document.getElementById('now').getBoundingClientRect().top), 300))`))
		if inView := y >= 0 && y <= 900; inView != strings.Contains(x.to, "#") {
			t.Errorf("%s: the heading is %v px down the window", x.from, y)
		}
	}
	do(t, ctx, call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}),
		chromedp.Navigate(server.URL+"/guides/old/"), chromedp.WaitReady(chromedp.CSS("article")))
}

// TestOldLinksOffLine: on a host that sends an old address on by itself, the site that is kept for use off line does so as well.
func TestOldLinksOffLine(t *testing.T) {
	s := oldLinks(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/guides/old/" {
			w.Header().Set("Cache-Control", "no-store") // else the browser keeps the way itself, for a while
			http.Redirect(w, r, "/guides/test/", http.StatusMovedPermanently)
			return
		}
		send(w, r, s)
	}))
	t.Cleanup(server.Close)
	ctx := browser(t)
	do(t, ctx, chromedp.Navigate(server.URL+"/guides/test/"), eventually(`navigator.serviceWorker.controller !== null`))
	server.CloseClientConnections()
	server.Close()
	do(t, ctx, chromedp.Navigate(server.URL+"/guides/old/#was"), chromedp.WaitReady(chromedp.CSS("article")))
	if got := ask(t, ctx, eval[string](`location.pathname + location.hash`)); got != "/guides/test/#was" {
		t.Errorf("off line the old address leads to %s", got)
	}
}
