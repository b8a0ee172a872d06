package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"jifen/rules/tables"

	"github.com/chromedp/chromedp"
)

const (
	editingDir   = "docs/editing"
	editingMost  = 120 << 10 // bytes of a picture
	editingPage  = "/guides/faq/"
	editingFile  = "content/zh/guides/faq.md"
	editingRight = "满 {{standard}} 分才够，先自己算。"
)

// TestEditing walks the first change that CONTRIBUTING tells, in a copy of the project, and holds what is told there against what
// happens. With -tour it makes the pictures anew: go test ./build -run TestEditing -tour.
func TestEditing(t *testing.T) {
	s := readable(t, config{content: "content", source: "https://example.org/edit/main/{file}"})
	manual := regexp.MustCompile(`(?m)^ +`).ReplaceAllString(string(read(t, "CONTRIBUTING.md")), "") // lists indent what stands in them
	pictures, err := filepath.Abs(editingDir)
	if err != nil {
		t.Fatal(err)
	}
	ctx := browser(t)
	take := func(name string, high int64) {
		t.Helper()
		do(t, ctx, chromedp.EmulateViewport(1000, high))
		picture(t, ctx, filepath.Join(pictures, name+".png"), editingMost)
		if !strings.Contains(manual, "]("+editingDir+"/"+name+".png)") {
			t.Errorf("CONTRIBUTING does not show %s", name)
		}
	}
	tells := func(words string) { // as it stands in CONTRIBUTING, but for numbers of lines
		t.Helper()
		lines := regexp.MustCompile(`(\.md):\d+:`)
		if words = strings.TrimSpace(words); words == "" || !strings.Contains(lines.ReplaceAllString(manual, "$1:N:"), lines.ReplaceAllString(words, "$1:N:")) {
			t.Errorf("CONTRIBUTING does not tell\n%s", words)
		}
	}

	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { send(w, r, s) }))
	t.Cleanup(host.Close)
	do(t, ctx, chromedp.Navigate(host.URL+editingPage), chromedp.EmulateViewport(1000, 480), chromedp.WaitVisible(chromedp.CSS(".trust")))
	to := ask(t, ctx, eval[string](`(() => {
		const a = document.querySelector('.trust .small a'), all = [...document.querySelectorAll('a')];
		all[all.indexOf(a) - 1].focus();
		a.scrollIntoView({block: 'center'});
		return a.textContent + ' ' + a.href;
	})()`))
	if want := "修改这一页 https://example.org/edit/main/" + editingFile; to != want {
		t.Errorf("the page's foot leads to %s, want %s", to, want)
	}
	do(t, ctx, chromedp.KeyEvent("\t")) // the keyboard's ring marks the link
	take("foot", 480)

	recipe, err := exec.Command("make", "-n", "check").Output()
	if err != nil {
		t.Fatal(err)
	}
	_, block, _ := strings.Cut(manual, "$ make check\n")
	block, _, _ = strings.Cut(block, "```")
	for line := range strings.Lines(block) {
		if strings.Contains(line, "go ") && !strings.Contains(string(recipe), line) {
			t.Errorf("make check does not do %s", line)
		}
	}

	copied := t.TempDir()
	for _, room := range []string{"api", "content", "qr", "rules", "site", "static", "wasm"} {
		if err := os.CopyFS(filepath.Join(copied, room), os.DirFS(room)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		if err := os.WriteFile(filepath.Join(copied, name), read(t, name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(copied)
	src := string(read(t, editingFile))
	c := config{content: "content", out: "dist/edit"}
	p := &preview{waiting: map[chan struct{}]bool{}, content: c.content}
	save := func(sentence string) (told string) { // what the terminal says as it is saved, under the second line of ---
		var out strings.Builder
		if err := os.WriteFile(editingFile, []byte(strings.Replace(src, "\n---\n", "\n---\n"+sentence, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
		p.render(c, &out)
		return out.String()
	}
	tells("$ make edit\n" + save(""))
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	do(t, ctx, chromedp.Navigate(server.URL+editingPage), chromedp.WaitVisible(chromedp.CSS("article")))
	take("page", 640)
	typed := strings.Replace(editingRight, "{{standard}}", fmt.Sprint(tables.Editions[len(tables.Editions)-1].Standard.Points), 1)
	tells("\n" + typed + "\n")
	tells(save("\n" + typed + "\n"))
	do(t, ctx, chromedp.WaitVisible(chromedp.CSS("pre mark")))
	take("fault", 480)
	tells("\n" + editingRight + "\n")
	save("\n" + editingRight + "\n")
	do(t, ctx, chromedp.WaitVisible(chromedp.CSS("article")))
	if got := text(t, ctx, ".prose p"); got != typed {
		t.Errorf("the mended page begins with %q", got)
	}
	take("mended", 640)
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return src
}
