package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// mostIndex is the most that the text to look through may weigh over the wire.
const mostIndex = 150_000

// looked types a query and gives where the results lead, the best first.
func looked(t *testing.T, query string) chromedp.Action[[]string] {
	t.Helper()
	src, err := json.Marshal(query)
	if err != nil {
		t.Fatal(err)
	}
	return eval[[]string](fmt.Sprintf(`(q => { q.value = %s; q.dispatchEvent(new Event('input')); return [...document.querySelectorAll('#results a')].map(a => decodeURI(a.pathname + a.hash)); })(document.querySelector('#q'))`, src))
}

// TestSearch: every term of the glossary finds its own passage first, and half of it, or its middle, finds it at all; off line too.
func TestSearch(t *testing.T) {
	server, ctx := host(t), browser(t)
	for _, folder := range []string{"zh", "en"} {
		root := map[string]string{"zh": "/", "en": "/en/"}[folder]
		src, err := os.ReadFile(filepath.Join("content", folder, "glossary.md"))
		if os.IsNotExist(err) {
			continue
		} else if err != nil {
			t.Fatal(err)
		}
		terms := regexp.MustCompile(`(?m)^### (.+) \{#([a-z0-9-]+)\}$`).FindAllStringSubmatch(string(src), -1)
		if len(terms) < 20 {
			t.Fatalf("%s: %d terms in the glossary", folder, len(terms))
		}
		do(t, ctx, chromedp.Navigate(server.URL+root+"search/"), ready())
		for _, term := range terms {
			want := root + "glossary/#" + term[2]
			for _, name := range append([]string{term[1]}, strings.FieldsFunc(term[1], func(r rune) bool { return strings.ContainsRune("()（）", r) })...) {
				if got := ask(t, ctx, looked(t, name)); len(got) == 0 || got[0] != want {
					t.Errorf("%s finds %.3q, want %s first", name, got, want)
				}
			}
			letters := []rune(term[1])
			for _, part := range []string{string(letters[:(len(letters)+1)/2]), string(letters[len(letters)/3:])} {
				if got := ask(t, ctx, looked(t, strings.TrimSpace(part))); !strings.Contains(strings.Join(got, " ")+" ", want+" ") {
					t.Errorf("%q, a part of %s, finds %.5q without %s", part, term[1], got, want)
				}
			}
		}
		accessible(t, ctx, folder+" search")
		if got := ask(t, ctx, looked(t, "qqqqqq zzzz")); len(got) > 0 {
			t.Errorf("nonsense finds %q", got)
		}
		accessible(t, ctx, folder+" search, nothing found")
	}
}

// TestSearchWeighs: the text to look through stays light.
func TestSearchWeighs(t *testing.T) {
	dir := t.TempDir()
	if err := theSite(t).Write(dir, true); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "assets", "search.*.json.br"))
	if err != nil || len(files) != 2 {
		t.Fatalf("%d indexes: %v", len(files), err)
	}
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if t.Logf("%s: %d bytes", filepath.Base(file), info.Size()); info.Size() > mostIndex {
			t.Errorf("%s is %d bytes, at most %d", filepath.Base(file), info.Size(), mostIndex)
		}
	}
}
