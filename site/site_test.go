package site_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"jifen/rules"
	"jifen/rules/tables"
	"jifen/site"

	"github.com/rogpeppe/go-internal/txtar"
	"golang.org/x/net/html"
)

var update = flag.Bool("update", false, "write the expectations anew")

// options are the project's own templates, styles and law, around other content and a program that is none.
func options(content fs.FS) site.Options {
	return site.Options{
		Content: content, Name: "content", Templates: os.DirFS("templates"), Static: os.DirFS("../static"),
		Program: []byte("\x00asm"), Counters: []byte("\x00asm2"), Exec: []byte("//"), Law: os.DirFS("../rules"), Service: os.DirFS("../api"),
		Editions: tables.Editions, Wages: rules.WageSeries{What: tables.WagesWhat, Rows: tables.Wages}, Questions: tables.Questions,
	}
}

// TestBad builds every broken content in testdata/bad: files of content, and in the file want the problems that must be told.
func TestBad(t *testing.T) {
	names, _ := filepath.Glob(filepath.FromSlash("testdata/bad/*.txtar"))
	if len(names) == 0 {
		t.Fatal("no broken content")
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var want *txtar.File
			for i := range archive.Files {
				if archive.Files[i].Name == "want" {
					want = &archive.Files[i]
				}
			}
			if want == nil {
				t.Fatal("no file want")
			}
			content := fstest.MapFS{}
			for _, f := range archive.Files {
				content[f.Name] = &fstest.MapFile{Data: f.Data}
			}
			_, err = site.Build(options(content))
			if err == nil {
				t.Fatal("the broken content was taken")
			}
			got := err.Error() + "\n"
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got != string(want.Data) {
				t.Errorf("got\n%swant\n%s", got, want.Data)
			}
		})
	}
}

// build builds the project's own content.
func build(t *testing.T) *site.Site {
	t.Helper()
	s, err := site.Build(options(os.DirFS("../content")))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestTwice: the same input gives the same bytes.
func TestTwice(t *testing.T) {
	one, two := build(t), build(t)
	if !maps.EqualFunc(one.Files, two.Files, bytes.Equal) {
		for name := range one.Files {
			if !bytes.Equal(one.Files[name], two.Files[name]) {
				t.Errorf("%s differs from build to build", name)
			}
		}
	}
}

// TestWrite: a second build writes nothing anew, a third removes what is no more, and a folder of somebody else is refused.
func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	s := build(t)
	delete(s.Files, findProgram(s)) // nothing to learn from packing it
	if err := s.Write(dir, true); err != nil {
		t.Fatal(err)
	}
	first := tree(t, dir)
	for name := range s.Files {
		if strings.HasSuffix(name, ".html") && (first[name+".br"] == "" || first[name+".gz"] == "") {
			t.Errorf("%s has no compressed twins", name)
		}
	}
	if err := s.Write(dir, true); err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(first, tree(t, dir)) {
		t.Error("writing again changed something")
	}
	delete(s.Files, "about/index.html")
	if err := s.Write(dir, true); err != nil {
		t.Fatal(err)
	}
	for name := range tree(t, dir) {
		if strings.HasPrefix(name, "about") {
			t.Errorf("%s was not removed", name)
		}
	}
	mine := t.TempDir()
	os.WriteFile(filepath.Join(mine, "letter.txt"), []byte("mine"), 0o600)
	if err := s.Write(mine, true); err == nil || !strings.Contains(err.Error(), "letter.txt") {
		t.Errorf("a folder of somebody else was taken: %v", err)
	}
	if len(tree(t, mine)) != 1 {
		t.Error("something was written into a folder of somebody else")
	}
}

func findProgram(s *site.Site) string {
	for name := range s.Files {
		if strings.HasSuffix(name, ".wasm") {
			return name
		}
	}
	return ""
}

func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		files[filepath.ToSlash(rel)] = string(src) + " " // never empty
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestPages holds what every page must have: a language, one first heading, the plain notice, its own policy, and nothing
// that runs or styles in the page itself.
func TestPages(t *testing.T) {
	for name, src := range build(t).Files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		doc, err := html.Parse(bytes.NewReader(src))
		if err != nil {
			t.Fatal(err)
		}
		count := map[string]int{}
		for n := range doc.Descendants() {
			if n.Type != html.ElementNode || n.Data == "script" && len(n.Attr) == 1 && n.Attr[0].Val == "application/ld+json" {
				continue // what is no element, and data that no browser runs
			}
			if n.Namespace == "" { // a picture has a title of its own
				count[n.Data]++
			}
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: <%s> has %s, which the policy forbids", name, n.Data, a.Key)
				}
				if a.Key == "http-equiv" && a.Val == "Content-Security-Policy" {
					count["policy"]++
				}
				if a.Key == "class" && a.Val == "notice" {
					count["notice"]++
				}
			}
			if n.Data == "script" && n.FirstChild != nil || n.Data == "style" {
				t.Errorf("%s holds a script or style within the page", name)
			}
		}
		for _, once := range []string{"h1", "title", "main", "policy", "notice"} {
			if count[once] != 1 {
				t.Errorf("%s has %d of %s, want 1", name, count[once], once)
			}
		}
		if scripts := count["script"]; scripts > 1 && !slices.Contains(programmed, path.Base(path.Dir(name))) {
			t.Errorf("%s loads %d scripts; a page to read has site.js alone, and needs none", name, scripts)
		}
	}
}

// programmed are the pages that do something.
var programmed = []string{"calculator", "search", "employer", "holder", "counter", "track", "notice"}

// TestBase: under a path every link within the site begins with it.
func TestBase(t *testing.T) {
	o := options(os.DirFS("../content"))
	o.Base = "https://example.org/points"
	s, err := site.Build(o)
	if err != nil {
		t.Fatal(err)
	}
	for name, src := range s.Files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		doc, _ := html.Parse(bytes.NewReader(src))
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				if (a.Key == "href" || a.Key == "src") && strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "/points/") {
					t.Errorf("%s leads out of the site to %s", name, a.Val)
				}
			}
		}
	}
	if !bytes.Contains(s.Files["guides/apply/index.html"], []byte(`<link rel="canonical" href="https://example.org/points/guides/apply/">`)) {
		t.Error("no whole address on a page")
	}
}

// TestOpenData: an edition is published byte for byte.
func TestOpenData(t *testing.T) {
	want, err := os.ReadFile("../rules/editions/2023-01-01.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(build(t).Files["rules/2023-01-01.json"], want) {
		t.Error("the open data differs from the edition's file")
	}
}

// TestAPI: the page of the API names every call, object and step of the service's description, and every anchor once.
func TestAPI(t *testing.T) {
	s := build(t)
	for file, page := range map[string]string{"openapi.zh.json": "api/index.html", "openapi.en.json": "en/api/index.html"} {
		src, err := os.ReadFile("../api/" + file)
		if err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Paths      map[string]map[string]struct{ OperationID, Summary string }
			Components struct {
				Schemas map[string]struct {
					Properties map[string]struct{ Description string }
					OneOf      []struct{ Title string }
				}
			}
		}
		if err := json.Unmarshal(src, &doc); err != nil {
			t.Fatal(err)
		}
		text := html.UnescapeString(string(s.Files[page]))
		if len(s.Files[page]) > 64<<10 {
			t.Errorf("%s is %d bytes", page, len(s.Files[page]))
		}
		has := func(want string) {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not hold %s", page, want)
			}
		}
		for path, methods := range doc.Paths {
			for method, op := range methods {
				has(fmt.Sprintf(`<h3 id="%s"><code>%s %s</code></h3>`, op.OperationID, strings.ToUpper(method), path))
				has("<p>" + op.Summary + "</p>")
			}
		}
		for _, schema := range doc.Components.Schemas {
			for name, field := range schema.Properties {
				has(`<tr><th>` + name + `<td>`)
				if field.Description != "" { // of a fact the question tells
					has("<td>" + field.Description + "<td>")
				}
			}
			for _, step := range schema.OneOf {
				has("</code> " + step.Title + `<span class="from">`)
			}
		}
		if strings.Contains(text, "<td><td>") || strings.Contains(text, "<td>\n") {
			t.Errorf("%s holds a cell that says nothing", page)
		}
	}
	if foot := string(s.Files["en/index.html"]); !strings.Contains(foot, `<a href="/en/api/">`) {
		t.Error("no page leads to the page of the API")
	}
}

// TestWritten holds how figures, clauses and limits of the law are written on the pages.
func TestWritten(t *testing.T) {
	s := build(t)
	for _, want := range []struct{ page, text string }{
		{"guides/faq/index.html", `>60</a> 天内<span class="doubt">（待核实）</span>提`},
		{"guides/apply/index.html", `>30</a> 到 <a class="figure" href="/rules/2023-01-01/#deadlines">45</a> 天<span class="doubt">（待核实）</span>`},
		{"guides/score/index.html", `>18</a> 到 <a class="figure" href="/rules/2023-01-01/#age_range" title="沪府规〔2022〕21号 第六条">60</a> 周岁<span class="doubt">（待核实）</span>。`},
		{"guides/score/index.html", `>10 万</a>元计`},
		{"rules/2023-01-01/index.html", `每满 10 万元年均纳税额`},
		{"en/rules/2023-01-01/index.html", `Each whole 100,000 yuan of yearly tax`},
		{"rules/2023-01-01/index.html", `<td class="num">−150 分</td>`},
		{"rules/2023-01-01/index.html", `从第 3 个工作日起`},
		{"en/rules/2023-01-01/index.html", `from the 3rd working day`},
		{"rules/2023-01-01/index.html", `<span class="whole">第九条</span><span class="whole">（序号待核实）</span>`},
		{"en/rules/2023-01-01/index.html", `<span class="whole">Article 9</span> (number not verified)`},
		{"en/rules/2023-01-01/index.html", `<span class="whole">Article 10,</span> <span class="whole">Article 11</span>`},
		{"en/rules/2013-07-01/index.html", `<td class="clause">number not verified</td>`},
		{"en/rules/2023-01-01/index.html", `2 times the reference wage or more, in at least 36 of the last 48 months`},
		{"rules/2023-01-01/index.html", `（最近 12 个月内至少 6 个月按不低于参考工资的基数缴费）`},
		{"guides/apply/index.html", `21 世纪人才网（积分申请的官方入口，2013—2014 年）：网址没有核实，本站不写。`},
	} {
		if !strings.Contains(string(s.Files[want.page]), want.text) {
			t.Errorf("%s does not hold %s", want.page, want.text)
		}
	}
}

// TestEntrance: the address of an entrance is printed only with the day on which it was seen to be right.
func TestEntrance(t *testing.T) {
	page := "---\ntitle: 试页\nsummary: 一句话。\nlayout: guide\naudience: [holder]\nowner: guides\nlast_reviewed: 2026-11-24\nreview_by: 2027-05-24\nsources:\n  - {title: 办法, use: 全部, confidence: B}\n---\n\n{{table entrances}}\n"
	for verified, want := range map[string]string{
		"":           "网（入口，2013 年起）：网址没有核实，本站不写。",
		"2026-11-24": `网（入口，2013 年起）：<a href="https://example.org/in">https://example.org/in</a>（2026 年 11 月 24 日核对）`,
	} {
		s, err := site.Build(options(fstest.MapFS{
			"zh/guides/test.md": {Data: []byte(page)},
			"entrances.yaml":    {Data: []byte("- {kind: {zh: 入口, en: entrance}, name: {zh: 网, en: net}, since: 2013, address: https://example.org/in, verified_on: " + verified + "}\n")},
		}))
		if err != nil {
			t.Fatal(err)
		}
		if got := string(s.Files["guides/test/index.html"]); !strings.Contains(got, want) {
			t.Errorf("verified on %q: the page does not hold %s", verified, want)
		}
	}
}
