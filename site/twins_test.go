package site_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"jifen/site"
)

// aPage is a guide of made-up content, reviewed on a day.
func aPage(reviewed, more, text string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("---\ntitle: 试页\nsummary: 一句话。\nlayout: guide\naudience: [holder]\nowner: guides\nlast_reviewed: " + reviewed +
		"\nreview_by: 2027-05-24\nsources:\n  - {title: 办法, use: 全部, confidence: B}\n" + more + "---\n\n" + text)}
}

func built(t *testing.T, o site.Options) *site.Site {
	t.Helper()
	s, err := site.Build(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestTwinWarnings: a page without its twin is told, and so is what a translation no longer shares with its original.
func TestTwinWarnings(t *testing.T) {
	original := "## 一 {#one}\n\n到 {{standard}} 分。\n\n{{papers always}}\n"
	for name, c := range map[string]struct {
		content fstest.MapFS
		want    []string
	}{
		"both": {fstest.MapFS{
			"zh/guides/a.md": aPage("2026-11-24", "uncertain: [甲]\n", original),
			"en/guides/a.md": aPage("2026-11-25", "uncertain: [A]\n", "## One {#one}\n\nFrom {{standard}} points, and {{standard}} alone.\n\n{{papers always}}\n"),
		}, nil},
		"one": {fstest.MapFS{
			"zh/404.md":      {Data: []byte("---\ntitle: 无\nsummary: 无。\nlayout: notfound\n---\n")},
			"zh/guides/a.md": aPage("2026-11-24", "", original),
			"en/guides/b.md": aPage("2026-11-24", "", "Text.\n"),
		}, []string{
			"content/zh/404.md:1: has no twin in the other language; write content/en/404.md",
			"content/en/guides/b.md:1: has no twin in the other language; write content/zh/guides/b.md",
			"content/zh/guides/a.md:1: has no twin in the other language; write content/en/guides/a.md",
		}},
		"unlike": {fstest.MapFS{
			"zh/guides/a.md": aPage("2026-11-24", "uncertain: [甲]\n", original),
			"en/guides/a.md": aPage("2026-11-23", "", "## One {#uno}\n\nFrom {{decision.days}} days.\n\n{{papers always}}\n"),
		}, []string{
			"content/en/guides/a.md:1: lacks anchors of its original: one; hold it against content/zh/guides/a.md",
			"content/en/guides/a.md:1: has anchors that its original has not: uno; hold it against content/zh/guides/a.md",
			"content/en/guides/a.md:1: lacks references of its original: {{standard}}; hold it against content/zh/guides/a.md",
			"content/en/guides/a.md:1: has references that its original has not: {{decision.days}}; hold it against content/zh/guides/a.md",
			"content/en/guides/a.md:1: has 1 sources and 0 notes of what is uncertain, its original 1 and 1; hold it against content/zh/guides/a.md",
			"content/en/guides/a.md:1: was last reviewed on 2026-11-23, its original on 2026-11-24; hold it against content/zh/guides/a.md",
		}},
	} {
		if got := built(t, options(c.content)).Warnings; !slices.Equal(got, c.want) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// TestAlternates: each of two twins names both, whole, and the Chinese one for every other language; a page without a twin,
// and the one that says that there is none, names nothing.
func TestAlternates(t *testing.T) {
	o := options(fstest.MapFS{
		"zh/guides/a.md": aPage("2026-11-24", "", "文。\n"),
		"en/guides/a.md": aPage("2026-11-24", "", "Text.\n"),
		"zh/guides/b.md": aPage("2026-11-24", "", "文。\n"),
	})
	o.Base = "https://example.org/points"
	s := built(t, o)
	want := `<link rel="alternate" hreflang="zh-Hans" href="https://example.org/points/guides/a/">` +
		`<link rel="alternate" hreflang="en" href="https://example.org/points/en/guides/a/">` +
		`<link rel="alternate" hreflang="x-default" href="https://example.org/points/guides/a/">`
	for _, page := range []string{"guides/a/index.html", "en/guides/a/index.html"} {
		if !strings.Contains(string(s.Files[page]), want) {
			t.Errorf("%s does not name itself and its twin", page)
		}
	}
	for _, page := range []string{"guides/b/index.html", "404.html", "en/404.html"} {
		if text := string(s.Files[page]); text == "" || strings.Contains(text, `rel="alternate" hreflang`) {
			t.Errorf("%s is not there, or names a twin", page)
		}
	}
	if !strings.Contains(string(s.Files["404.html"]), `<a href="/points/en/" lang="en"`) {
		t.Error("from a page that is not there the switch of language does not lead home")
	}
}

// TestInChinese: an English page says which of its links lead to Chinese, and marks what is Chinese in its text.
func TestInChinese(t *testing.T) {
	lone := built(t, options(fstest.MapFS{"zh/about.md": aPage("2026-11-24", "", "## 隐私 {#privacy}\n\n## 信 {#confidence}\n\n## 报 {#report}\n"), "zh/guides/a.md": aPage("2026-11-24", "", "文。\n")}))
	both := built(t, options(os.DirFS("../content")))
	for _, c := range []struct {
		s          *site.Site
		page, text string
		has        bool
	}{
		{lone, "en/index.html", `<a href="/about/">About (in Chinese)</a>`, true},
		{lone, "en/guides/index.html", "is listed in Chinese", true},
		{lone, "index.html", "（中文）", false},
		{both, "en/index.html", `<a href="/en/about/">About</a>`, true},
		{both, "en/index.html", "in Chinese", false},
		{both, "en/guides/index.html", "in Chinese", false},
		{both, "guides/apply/index.html", `<span lang="zh-Hans">`, false},
		{both, "en/guides/apply/index.html", `every year (<span lang="zh-Hans">签注</span>)`, true},
		{both, "en/guides/apply/index.html", `(<span lang="zh-Hans">上海市居住证积分管理办法</span>, <span lang="zh-Hans">沪府规〔2022〕21号</span>)`, true},
		{both, "en/guides/score/index.html", `title="沪府规〔2022〕21号 Article 6"`, true},
	} {
		if strings.Contains(string(c.s.Files[c.page]), c.text) != c.has {
			t.Errorf("%s: %q is there: %v", c.page, c.text, !c.has)
		}
	}
}
