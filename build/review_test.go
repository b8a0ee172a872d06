package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// The tests of this file hold what keeps pages from growing old: the list of those whose review is overdue, the command that notes a
// review, and the word on the page.

// command runs the build as it is typed, from the project's root.
func command(t *testing.T, args ...string) (string, error) {
	t.Helper()
	theSite(t)
	var out, errs strings.Builder
	err := run(args, &out, &errs)
	return out.String() + errs.String(), err
}

// guide is a file of content with these days.
func guide(title, reviewed, by string) string {
	return "---\ntitle: " + title + "\nsummary: 一句话。\nlayout: guide\naudience: [holder]\nowner: guides\nlast_reviewed: " + reviewed + "\nreview_by: " + by +
		"\nsources:\n  - {title: 办法, use: 全部, confidence: B}\n---\n\n有字。\n"
}

// contentOf writes files of content into a folder of their own.
func contentOf(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, src := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(src), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestStale: what is overdue is listed, the oldest first; the last day itself is in time.
func TestStale(t *testing.T) {
	dir := contentOf(t, map[string]string{
		"zh/guides/late.md": guide("晚", "2026-01-01", "2026-07-01"),
		"zh/guides/old.md":  guide("老 {{standard}} 分", "2025-01-01", "2025-07-01"),
		"zh/guides/new.md":  guide("新", "2026-11-24", "2027-05-24"),
		"zh/index.md":       "---\ntitle: 页\nsummary: 一句话。\nlayout: home\n---\n",
	})
	name := filepath.ToSlash(dir)
	for on, want := range map[string]string{
		"2026-07-02": name + "/zh/guides/old.md: 老 120 分: review was due by 2025-07-01, 366 days before 2026-07-02; last reviewed 2025-01-01, 志愿者（指南）\n" +
			name + "/zh/guides/late.md: 晚: review was due by 2026-07-01, 1 day before 2026-07-02; last reviewed 2026-01-01, 志愿者（指南）\n",
		"2026-07-01": name + "/zh/guides/old.md: 老 120 分: review was due by 2025-07-01, 365 days before 2026-07-01; last reviewed 2025-01-01, 志愿者（指南）\n",
		"2025-07-01": "nothing is due on 2025-07-01; next is " + name + "/zh/guides/old.md, by 2025-07-01\n",
	} {
		if got, err := command(t, "-stale", "-content", dir, "-on", on); err != nil || got != want {
			t.Errorf("on %s: %v\n%swant\n%s", on, err, got, want)
		}
	}
	for _, wrong := range []string{"2026-02-30", "tomorrow"} {
		if got, err := command(t, "-stale", "-content", dir, "-on", wrong); err == nil {
			t.Errorf("the day %s was taken: %s", wrong, got)
		}
	}
}

// TestDayOfNothing: a day that nothing would go by is refused.
func TestDayOfNothing(t *testing.T) {
	if _, err := command(t, "-out", t.TempDir(), "-on", "2027-06-01"); err == nil || !strings.Contains(err.Error(), "-on is the day for") {
		t.Errorf("the day was taken: %v", err)
	}
}

// TestStaleNow: the project's own pages can be asked for today.
func TestStaleNow(t *testing.T) {
	if got, err := command(t, "-stale"); err != nil || !strings.Contains(got, "content/") {
		t.Errorf("%v: %s", err, got)
	}
}

// TestReviewed: two days change, and no other byte; the next review is as far off as it was.
func TestReviewed(t *testing.T) {
	apply, err := os.ReadFile(filepath.Join(root(t), "content/zh/guides/apply.md"))
	if err != nil {
		t.Fatal(err)
	}
	swap := func(src, last, by string) string {
		return strings.Replace(strings.Replace(src, "last_reviewed: 2026-11-24", "last_reviewed: "+last, 1), "review_by: 2027-05-24", "review_by: "+by, 1)
	}
	odd := "\ufeff---\r\nreview_by: '2026-03-31' # by then 2026-03-31\r\ntitle: 2026-01-01\r\nlast_reviewed:   \"2026-01-01\"\r\n---\r\nlast_reviewed: 2026-01-01\r\n"
	for _, c := range []struct{ src, on, want string }{
		{string(apply), "2027-05-20", swap(string(apply), "2027-05-20", "2027-11-20")},
		{string(apply), "2026-11-24", string(apply)},
		{string(apply), "2027-08-31", swap(string(apply), "2027-08-31", "2028-02-29")},
		{odd, "2026-02-01", strings.NewReplacer("'2026-03-31'", "'2026-05-01'", `"2026-01-01"`, `"2026-02-01"`).Replace(odd)}, // 89 days
	} {
		file := filepath.Join(t.TempDir(), "page.md")
		if err := os.WriteFile(file, []byte(c.src), 0o640); err != nil {
			t.Fatal(err)
		}
		if _, err := command(t, "-reviewed", file, "-on", c.on); err != nil {
			t.Fatal(err)
		}
		got, _ := os.ReadFile(file)
		if string(got) != c.want {
			t.Errorf("reviewed on %s it is\n%q\nwant\n%q", c.on, got, c.want)
		}
		if info, _ := os.Stat(file); info.Mode().Perm() != 0o640 {
			t.Errorf("the file's mode is %v", info.Mode())
		}
	}
}

// TestReviewedRefuses: a file that cannot be noted in stays as it is, and the message says where and what.
func TestReviewedRefuses(t *testing.T) {
	for src, want := range map[string]string{
		"no front matter\n":                                                           ":1: has no front matter",
		"---\ntitle: x\nreview_by: 2027-01-01\n---\n":                                 ":1: has no last_reviewed",
		"---\nlast_reviewed: soon\nreview_by: 2027-01-01\n---\n":                      ":2: last_reviewed holds \"soon\"",
		"---\nlast_reviewed: 2027-01-02\nreview_by: 2027-01-01\n---\n":                ":3: review_by is not after last_reviewed",
		"---\nlast_reviewed: 2028-01-01\nreview_by: 2028-07-01\n---\n":                ":2: was reviewed on 2028-01-01, after 2027-01-01",
		"---\nlast_reviewed: 2026-01-01\nreview_by: 2100-07-01\n---\n":                ":2: the next review would be after 2100-12-31",
		"---\nlast_reviewed: 2026-01-01\nreview_by: 2026-07-01\nno end of the keys\n": ":1: the front matter cannot be read",
	} {
		file := filepath.Join(t.TempDir(), "page.md")
		if err := os.WriteFile(file, []byte(src), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := command(t, "-reviewed", file, "-on", "2027-01-01"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", src, err, want)
		}
		if got, _ := os.ReadFile(file); string(got) != src {
			t.Errorf("%q was changed to %q", src, got)
		}
	}
}

// root is the project's root, to which theSite goes.
func root(t *testing.T) string {
	t.Helper()
	theSite(t)
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestOverdueOnThePage: from the day after review_by a page says so, by the browser's clock; before, and without scripts, it does not.
func TestOverdueOnThePage(t *testing.T) {
	server, ctx := host(t), browser(t)
	for now, want := range map[string]bool{
		"2027-05-24T15:59:00Z": false, // 23:59 of the last day in Shanghai
		"2027-05-24T16:01:00Z": true,
	} {
		do(t, ctx, atTime(now), chromedp.Navigate(server.URL+"/guides/apply/?"+now))
		got := ask(t, ctx, eval[string](`document.querySelector('main').innerText`))
		if shown := strings.Contains(got, "这一页本应在 2027 年 5 月 24 日"); shown != want {
			t.Errorf("at %s the page says %.300s", now, got)
		}
		if want {
			accessible(t, ctx, "a page whose review is overdue")
		}
	}
	if src := string(theSite(t).Files["guides/apply/index.html"]); !strings.Contains(src, `data-until="2027-05-24" hidden>`) {
		t.Error("without scripts the page would say that its review is overdue")
	}
}

// atTime sets the page's clock before its scripts run.
func atTime(now string) step {
	return call(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: fmt.Sprintf(`{ const at = Date.parse(%q), Real = Date; Date = class extends Real { constructor(...a) { super(...(a.length ? a : [at])); } static now() { return at; } }; }`, now)})
}
