package site_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"jifen/prove/vectors"
	"jifen/site"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// head is the front matter of a page, with a text in its title, its summary and its sources.
func head(text string) string {
	quoted, _ := json.Marshal(text) // of YAML too
	return fmt.Sprintf("---\ntitle: %[1]s\nsummary: %[1]s\nlayout: guide\naudience: [holder]\nowner: guides\nlast_reviewed: 2026-11-24\nreview_by: 2027-05-24\nsources:\n  - {title: %[1]s, use: %[1]s, confidence: B}\nuncertain:\n  - %[1]s\n---\n\n", quoted)
}

// TestVectorsAreText puts what runs a script where it is taken for markup into the text of a page, and into its front matter: each is
// refused with its line, or stands there as text.
func TestVectorsAreText(t *testing.T) {
	all := vectors.Markdown()
	scripts := vectors.Scripts()
	step := 1
	if !*prove {
		step = 17
	}
	content := fstest.MapFS{}
	for i := 0; i < len(all); i += step {
		content[fmt.Sprintf("zh/guides/m%d.md", i)] = &fstest.MapFile{Data: []byte(head("题") + "正文\n\n" + all[i] + "\n")}
	}
	for i := 0; i < len(scripts); i += step {
		content[fmt.Sprintf("zh/guides/f%d.md", i)] = &fstest.MapFile{Data: []byte(head(scripts[i]) + "正文\n")}
	}
	tried := len(content)
	s := taken(t, content)
	acting := 0
	for name, src := range s.Files {
		switch {
		case strings.HasSuffix(name, ".html"):
			doc, err := html.Parse(bytes.NewReader(src))
			if err != nil {
				t.Fatal(err)
			}
			from := content["zh/"+strings.TrimSuffix(name, "/index.html")+".md"]
			for n := range doc.Descendants() {
				if why := acts(n); why != "" && (from != nil || !strings.HasPrefix(why, "an element")) {
					acting++
					t.Errorf("%s: %s of %+v", name, why, from)
				}
			}
		case strings.HasSuffix(name, ".xml"):
			for d := xml.NewDecoder(bytes.NewReader(src)); ; {
				token, err := d.Token()
				if err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%s is no XML: %v", name, err)
				}
				if e, ok := token.(xml.StartElement); ok && (e.Name.Local == "script" || e.Name.Local == "img") {
					t.Errorf("%s has an element %s", name, e.Name.Local)
				}
			}
		case strings.HasSuffix(name, ".json") && !json.Valid(src):
			t.Errorf("%s is no JSON", name)
		}
	}
	if len(content) < tried/10 || tried-len(content) < tried/10 {
		t.Errorf("of %d texts %d were refused: too few are told of each kind", tried, tried-len(content))
	}
	t.Logf("figure: %d texts that run a script, in Markdown and in front matter: %d refused with their line, %d rendered as text; %d scripts, handlers, frames or javascript: addresses in the pages", tried, tried-len(content), len(content), acting)
}

var refusedFile = regexp.MustCompile(`(?m)^content/(zh/\S+\.md):\d+: `)

// taken builds what is not refused of a content, and leaves that alone in it.
func taken(t *testing.T, content fstest.MapFS) *site.Site {
	t.Helper()
	for {
		s, err := site.Build(options(content))
		if err == nil {
			return s
		}
		refused := refusedFile.FindAllStringSubmatch(err.Error(), -1)
		if len(refused) == 0 {
			t.Fatal(err)
		}
		for _, m := range refused {
			delete(content, m[1])
		}
	}
}

// acts tells what an element does that no text of an editor may do, empty where it does nothing.
func acts(n *html.Node) string {
	if n.Type != html.ElementNode {
		return ""
	}
	switch n.Data {
	case "iframe", "object", "embed", "base", "style", "frame", "frameset", "applet", "math", "video", "audio", "marquee", "template":
		return "an element " + n.Data
	}
	for _, a := range n.Attr {
		key, value := strings.ToLower(a.Key), strings.ToLower(strings.TrimSpace(a.Val))
		switch {
		case strings.HasPrefix(key, "on") || key == vectors.Mark || key == "srcdoc" || key == "style":
			return "an attribute " + a.Key
		case n.Data == "meta" && key == "http-equiv" && value == "refresh":
			return "a refresh"
		case n.Data == "script" && key == "src" && !strings.HasPrefix(value, "/assets/"):
			return "a script " + a.Val
		case key == "href" || key == "src" || key == "action" || key == "formaction" || key == "xlink:href" || key == "data":
			u, err := url.Parse(value)
			if err != nil || u.Scheme != "" && u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "mailto" || strings.HasPrefix(value, "//") || strings.Contains(value, "evil.example") && n.Data != "a" {
				return "an address " + a.Val
			}
		}
	}
	if n.Data == "script" && n.FirstChild != nil && !json.Valid([]byte(n.FirstChild.Data)) { // data for search engines stands in one
		return "a script in the page"
	}
	return ""
}

// TestFrontMatterBombs: front matter that grows, nests or never ends where it is taken at its word is told of, and soon.
func TestFrontMatterBombs(t *testing.T) {
	aliases := "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'k'; c++ { // 10^10 texts
		aliases += fmt.Sprintf("%c: &%[1]c [%s]\n", c, strings.Repeat(fmt.Sprintf("*%c,", c-1), 10))
	}
	slowest := time.Duration(0)
	for _, bomb := range []struct{ name, text string }{
		{"aliases of aliases", aliases}, {"an alias of itself", "title: &a [*a]\n"}, {"aliases in a list of sources", "s: &s {title: a, use: b, confidence: A}\nsources: [" + strings.Repeat("*s,", 50_000) + "]\n"},
		{"lists in lists", "title: " + strings.Repeat("[", 100_000) + "\n"}, {"maps in maps", strings.Repeat("{a: ", 100_000) + "\n"}, {"a text of a mebibyte", "title: " + strings.Repeat("a", 1<<20) + "\n"},
		{"merged maps", "a: &a {b: c}\n" + strings.Repeat("<<: *a\n", 20_000)}, {"indents", strings.Repeat(" ", 1<<20) + "\n"}, {"a tag of code", "title: !!python/object/apply:os.system [id]\n"},
		{"a number without an end", "order: 1e999999999\n"}, {"binary", "title: !!binary " + strings.Repeat("A", 1<<20) + "\n"}, {"anchors", strings.Repeat("&a ", 100_000) + "\n"},
	} {
		for _, file := range []string{"zh/guides/x.md", "redirects.yaml", "entrances.yaml"} {
			src := "---\n" + bomb.text + "---\n\n正文\n"
			content := fstest.MapFS{"zh/guides/y.md": {Data: []byte(head("题") + "正文\n")}, file: {Data: []byte(src)}}
			if file != "zh/guides/x.md" {
				content[file].Data = []byte(bomb.text)
			}
			begin := time.Now()
			_, err := site.Build(options(content))
			if spent := time.Since(begin); spent > 5*time.Second {
				t.Errorf("%s in %s took %s", bomb.name, file, spent)
			} else {
				slowest = max(slowest, spent)
			}
			if blank := strings.TrimSpace(bomb.text) == "" && file != "zh/guides/x.md"; !blank && (err == nil || !strings.Contains(err.Error(), file)) {
				t.Errorf("%s in %s: %.200v", bomb.name, file, err)
			}
		}
	}
	t.Logf("figure: 12 bombs of YAML (aliases to 10^10 texts, lists 100 000 deep, 20 000 doubled keys) in front matter, redirects and entrances: all told of, the slowest build in %.1f s", slowest.Seconds())
}

// FuzzMarkdown: whatever an editor's file holds, it is refused, or nothing in it acts.
func FuzzMarkdown(f *testing.F) {
	for i, v := range vectors.Markdown() {
		if i%97 == 0 {
			f.Add("正文 " + v + "\n\n## 题 {#a}\n\n| a | b |\n|---|---|\n| {{standard}} | **积分** |\n")
		}
	}
	read, err := site.Reader(options(fstest.MapFS{}))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		late := time.AfterFunc(10*time.Second, func() { panic("reading takes for ever") })
		body, refused := read([]byte(head("题") + text))
		late.Stop()
		if refused {
			return
		}
		nodes, err := html.ParseFragment(strings.NewReader(body), &html.Node{Type: html.ElementNode, Data: "main", DataAtom: atom.Main})
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range nodes {
			for one := range n.Descendants() {
				if why := acts(one); why != "" {
					t.Fatalf("%s in %s", why, body)
				}
			}
		}
	})
}

// FuzzFrontMatter: whatever stands in a file, it is refused or read, and its text is within the page's.
func FuzzFrontMatter(f *testing.F) {
	f.Add(head("题") + "正文")
	f.Add("---\ntitle: &a [*a]\n---\n")
	f.Add("\ufeff---\r\ntitle: {a: [b, &c d, *c]}\r\norder: 0x1p9999\r\n---")
	read, err := site.Reader(options(fstest.MapFS{}))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if body, _ := read([]byte(text)); !utf8.ValidString(body) && utf8.ValidString(text) {
			t.Fatalf("%q", body)
		}
	})
}

// FuzzKept: whatever the lists of addresses hold, they are read, or each problem is told with its file and line.
func FuzzKept(f *testing.F) {
	f.Add("/guides/a/#b\n", "/guides/old/: /guides/new/\n", "- {kind: {zh: a, en: b}, name: {zh: a, en: b}, since: 2020}\n")
	f.Add("#\r\n//", "a: &a [*a]\n? {b: c}\n: d", "- - -\n  - &x y: *x")
	file := regexp.MustCompile(`^content/(anchors\.txt|redirects\.yaml|entrances\.yaml):\d+: `)
	f.Fuzz(func(t *testing.T, anchors, redirects, entrances string) {
		err := site.Kept(options(fstest.MapFS{"anchors.txt": {Data: []byte(anchors)}, "redirects.yaml": {Data: []byte(redirects)}, "entrances.yaml": {Data: []byte(entrances)}}))
		if err != nil && !file.MatchString(err.Error()) {
			t.Fatal(err)
		}
	})
}
