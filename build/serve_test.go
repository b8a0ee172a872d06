package main

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"jifen/site"

	"github.com/chromedp/chromedp"
	"github.com/fsnotify/fsnotify"
)

// The tests of this file hold the preview: what an open page is told as the content changes under it.

// previewing serves a preview whose site has one page.
func previewing(t *testing.T) (*preview, *httptest.Server) {
	t.Helper()
	p := &preview{waiting: map[chan struct{}]bool{}}
	p.set(made("one"), nil)
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	return p, server
}

// made is a rendered site as an open page sees it.
func made(version string) *site.Site {
	return &site.Site{Version: version, Files: map[string][]byte{
		"index.html":  []byte(`<script src="/preview.js" defer></script>` + version),
		"preview.js":  []byte(`const SEEN = "` + version + `";`),
		"404.html":    []byte("none"),
		"en/404.html": []byte("none in English"),
	}}
}

func body(t *testing.T, address string) string {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// open opens the page and gives its text and what its script says it has seen.
func open(t *testing.T, server *httptest.Server) (text, seen string) {
	t.Helper()
	text = body(t, server.URL+"/")
	script := text
	if strings.Contains(text, `src="/preview.js"`) {
		script = body(t, server.URL+"/preview.js")
	}
	m := regexp.MustCompile(`const SEEN = "([^"]*)"`).FindStringSubmatch(script)
	if m == nil {
		t.Fatalf("the page does not say what it has seen: %s", script)
	}
	return text, m[1]
}

// told waits for what the page that saw this is told, and says whether it was told to load again.
func told(t *testing.T, server *httptest.Server, seen string) <-chan bool {
	t.Helper()
	answer, err := http.Get(server.URL + "/preview?seen=" + seen)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	c := make(chan bool, 1)
	go func() {
		line, _ := bufio.NewReader(answer.Body).ReadString('\n')
		c <- line == "data: again\n"
	}()
	return c
}

func atOnce(t *testing.T, c <-chan bool, why string) {
	t.Helper()
	select {
	case again := <-c:
		if !again {
			t.Errorf("%s: the page was not told to load again", why)
		}
	case <-time.After(5 * time.Second):
		t.Errorf("%s: the page waits", why)
	}
}

// TestUndo: a fault that is undone, byte for byte, takes the page of the fault away.
func TestUndo(t *testing.T) {
	p, server := previewing(t)
	p.set(nil, errors.New("content/x.md:1: wrong; mend it"))
	text, seen := open(t, server)
	if !strings.Contains(text, "content/x.md:1") || !strings.Contains(text, `"what">wrong<`) || !strings.Contains(text, ">mend it<") {
		t.Fatalf("the fault is not shown: %s", text)
	}
	p.set(made("one"), nil)
	atOnce(t, told(t, server, seen), "the content is as it was before the fault")
	if text, _ := open(t, server); !strings.HasSuffix(text, "one") {
		t.Errorf("the page is %s", text)
	}
}

// TestNoSuchPage: what is not there is told in the language that was asked for.
func TestNoSuchPage(t *testing.T) {
	_, server := previewing(t)
	for path, want := range map[string]string{"/nowhere/": "none", "/en": "none", "/en/nowhere/": "none in English", "/en/guides/x": "none in English"} {
		if got := body(t, server.URL+path); got != want {
			t.Errorf("%s gives %q, want %q", path, got, want)
		}
	}
}

// TestFaultBeforeAsking: a fault that came between a page's loading and its question is told at once, and so is one after
// another.
func TestFaultBeforeAsking(t *testing.T) {
	p, server := previewing(t)
	_, seen := open(t, server)
	p.set(nil, errors.New("first"))
	atOnce(t, told(t, server, seen), "a fault came before the question")
	_, seen = open(t, server)
	p.set(nil, errors.New("second"))
	atOnce(t, told(t, server, seen), "the fault is another one")
	p.set(made("two"), nil)
	atOnce(t, told(t, server, "one"), "there is a newer site")
}

// TestWaits: a page that shows what there is waits, and is told as it changes.
func TestWaits(t *testing.T) {
	p, server := previewing(t)
	for _, step := range []struct {
		site  *site.Site
		fault error
	}{{nil, errors.New("wrong")}, {made("one"), nil}, {made("two"), nil}} {
		_, seen := open(t, server)
		c := told(t, server, seen)
		p.set(p.site, p.cause()) // rendered again to the same
		select {
		case <-c:
			t.Fatal("the page was told to load again, and nothing changed")
		case <-time.After(50 * time.Millisecond):
		}
		p.set(step.site, step.fault)
		atOnce(t, c, "the site changed while the page waited")
	}
}

func (p *preview) cause() error {
	if p.faults == nil {
		return nil
	}
	return errors.New(p.faults[0].What)
}

// TestBrokenFromTheStart: content that is wrong when the preview begins is shown on the page, and mended from there. The
// terminal tells one fault once.
func TestBrokenFromTheStart(t *testing.T) {
	theSite(t) // from the project's root
	content := t.TempDir()
	file := filepath.Join(content, "zh", "guides", "test.md")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := config{content: content, out: filepath.Join(t.TempDir(), "site")}
	p := &preview{waiting: map[chan struct{}]bool{}}
	var out strings.Builder
	write("no front matter\n")
	p.render(c, &out)
	p.render(c, &out)
	if n := strings.Count(out.String(), "has no front matter"); n != 1 {
		t.Errorf("the terminal tells one fault %d times: %s", n, out.String())
	}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	text, seen := open(t, server)
	if !strings.Contains(text, "test.md:1") || !strings.Contains(text, "has no front matter") {
		t.Fatalf("the fault is not shown: %s", text)
	}
	mended := told(t, server, seen)
	write("---\ntitle: 试页\nsummary: 一句话。\nlayout: guide\naudience: [holder]\nowner: guides\nlast_reviewed: 2026-11-24\nreview_by: 2027-05-24\nsources:\n  - {title: 办法, use: 全部, confidence: B}\n---\n\n有字。\n")
	p.render(c, &out)
	atOnce(t, mended, "the content was mended")
	if text := body(t, server.URL+"/guides/test/"); !strings.Contains(text, "有字。") {
		t.Errorf("the mended page is %s", text)
	}
}

// TestFaultOnThePage: in a browser, an open page gives way to what is wrong with it, at its line, as the file is saved, and comes back
// as it is mended; what is wrong elsewhere comes after.
func TestFaultOnThePage(t *testing.T) {
	good := guide("试页", "2026-11-24", "2027-05-24")
	dir := contentOf(t, map[string]string{"zh/guides/a-first.md": good, "zh/guides/test.md": good})
	c := config{content: dir, out: filepath.Join(t.TempDir(), "site")}
	theSite(t) // from the project's root
	p := &preview{waiting: map[chan struct{}]bool{}, content: filepath.ToSlash(dir)}
	p.render(c, io.Discard)
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { watcher.Close() })
	if err := watch(watcher, dir); err != nil {
		t.Fatal(err)
	}
	go p.follow(c, watcher, io.Discard)
	server := httptest.NewServer(p)
	ctx := browser(t)
	save := func(name, src string) {
		if err := os.WriteFile(filepath.Join(dir, "zh/guides", name), []byte(src), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	do(t, ctx, chromedp.Navigate(server.URL+"/guides/test/"), chromedp.WaitVisible(chromedp.CSS("article")))
	time.Sleep(1500 * time.Millisecond) // an open page asks a moment after it has loaded
	save("a-first.md", good+"\n[坏](/nowhere/)\n")
	save("test.md", good+"\n满 5 分就够。\n")
	do(t, ctx, chromedp.WaitVisible(chromedp.CSS("pre mark")))
	if got := text(t, ctx, "li .at"); !strings.HasSuffix(got, "zh/guides/test.md:15") {
		t.Errorf("the first fault is at %s", got)
	}
	if got := text(t, ctx, "pre .wrong"); !strings.HasPrefix(got, "15") || !strings.Contains(got, "满 5 分就够。") {
		t.Errorf("the line is shown as %q", got)
	}
	if got := text(t, ctx, "pre mark"); got != "5 分" {
		t.Errorf("marked is %q", got)
	}
	if got := text(t, ctx, ".instead"); !strings.Contains(got, "{{standard}}") {
		t.Errorf("what instead: %q", got)
	}
	if got := ask(t, ctx, eval[string](`document.querySelector('main').innerText`)); !strings.Contains(got, "a-first.md:15\n\nno page /nowhere/") {
		t.Errorf("the fault of the other page is not shown: %s", got)
	}
	for _, width := range []int64{360, 1280} {
		do(t, ctx, chromedp.EmulateViewport(width, 900))
		accessible(t, ctx, "what is wrong with the page")
	}
	save("a-first.md", good)
	save("test.md", good+"\n满 {{standard}} 分就够。\n")
	do(t, ctx, chromedp.WaitVisible(chromedp.CSS("article")))
	if got := text(t, ctx, ".prose"); !strings.Contains(got, "满 120 分就够。") {
		t.Errorf("the mended page says %s", got)
	}
}

// TestFaultsRead: messages of every kind are read, those without a place as well.
func TestFaultsRead(t *testing.T) {
	dir := contentOf(t, map[string]string{"x.md": "one\ntwo \"quoted\" two\nthree\n"})
	file := filepath.ToSlash(dir) + "/x.md"
	all := faults(file + ":2: \"\\\"quoted\\\"\" is wrong; write a; or b\n# jifen/wasm\nwasm/x.go:12:3: undefined: y\n" + file + ":99: far")
	if len(all) != 4 {
		t.Fatalf("%+v", all)
	}
	if f := all[0]; f.File != file || f.Line != 2 || f.Instead != "write a; or b" || len(f.Source) != 3 || f.Source[1].Mark != `"quoted"` || f.Source[1].Before != "two " || !f.Source[1].Wrong {
		t.Errorf("%+v", f)
	}
	if f := all[1]; f.File != "" || f.What != "# jifen/wasm" {
		t.Errorf("%+v", f)
	}
	if f := all[2]; f.File != "wasm/x.go" || f.Line != 12 || f.What != "undefined: y" || f.Source != nil {
		t.Errorf("%+v", f)
	}
	if f := all[3]; f.Line != 99 || f.Source != nil {
		t.Errorf("%+v", f)
	}
}
