package site_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"jifen/site"
)

// moved is content in which a page moved, a heading was renamed, and a part went to another page.
func moved() fstest.MapFS {
	head := "---\ntitle: 页\nsummary: 一句话。\nlayout: guide\naudience: [holder]\nowner: guides\nlast_reviewed: 2026-11-24\nreview_by: 2027-05-24\nsources:\n  - {title: 办法, use: 全部, confidence: B}\n---\n\n"
	return fstest.MapFS{
		"anchors.txt": {Data: []byte("# kept\n/guides/new/\n/guides/new/#a\n/guides/new/#was\n/guides/new/#elsewhere\n/guides/old/\n/guides/old/#a\n/guides/old/#b\n/guides/y/\n/guides/part/\n/guides/part/#x\n")},
		"redirects.yaml": {Data: []byte(`# kept
/guides/old/: /guides/new/
/guides/old/#b: /guides/new/#now
/guides/new/#was: /guides/new/#now
/guides/new/#elsewhere: /guides/y/#c
/guides/part/: /guides/y/#c
`)},
		"zh/guides/new.md": {Data: []byte(head + "## 甲 {#a}\n\n## 乙 {#now}\n")},
		"zh/guides/y.md":   {Data: []byte(head + "## 丙 {#c}\n\n## 新 {#d}\n")},
	}
}

// TestMoved: old addresses lead to where things are now.
func TestMoved(t *testing.T) {
	o := options(moved())
	o.Base = "https://example.org/points"
	s, err := site.Build(o)
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"guides/new/index.html":  `<h2 id="now"><a id="b"></a><a id="was"></a>乙</h2>`,
		"guides/new/index.html ": `<a id="elsewhere" href="/points/guides/y/#c">这一部分搬到了“页”</a>`,
		"guides/old/index.html":  `<noscript><meta http-equiv="refresh" content="0; url=/points/guides/new/"></noscript>`,
		"guides/old/index.html ": `<link rel="canonical" href="https://example.org/points/guides/new/">`,
		"guides/part/index.html": `<a href="/points/guides/y/#c">页</a>`,
		"_redirects": "/points/guides/old/ /points/guides/new/ 301\n/points/guides/old /points/guides/new/ 301\n" +
			"/points/guides/part/ /points/guides/y/#c 301\n/points/guides/part /points/guides/y/#c 301\n",
		"_redirects.nginx": "/points/guides/part \"/points/guides/y/#c\";\n",
		"_redirects.caddy": "redir /points/guides/old/ \"/points/guides/new/\" permanent\n",
	} {
		if got := string(s.Files[strings.TrimSpace(file)]); !strings.Contains(got, want) {
			t.Errorf("%s does not hold %s:\n%s", file, want, got)
		}
	}
	for _, file := range []string{"sitemap.xml", "feed.xml"} {
		if bytes.Contains(s.Files[file], []byte("/guides/old/")) {
			t.Errorf("%s names a page that moved", file)
		}
	}
}

// TestAnchors: a release adds what is new to the list and takes nothing out, so that a second one changes nothing.
func TestAnchors(t *testing.T) {
	content := moved()
	s, err := site.Build(options(content))
	if err != nil {
		t.Fatal(err)
	}
	_, got, _ := bytes.Cut(s.Anchors, []byte("/guides/"))
	want := "new/\n/guides/new/#a\n/guides/new/#now\n/guides/new/#was\n/guides/new/#elsewhere\n/guides/old/\n/guides/old/#a\n/guides/old/#b\n/guides/part/\n/guides/part/#x\n/guides/y/\n/guides/y/#c\n/guides/y/#d\n"
	if string(got) != want {
		t.Errorf("the list is\n%swant\n%s", got, want)
	}
	content["anchors.txt"] = &fstest.MapFile{Data: s.Anchors}
	again, err := site.Build(options(content))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(again.Anchors, s.Anchors) {
		t.Errorf("the second list differs from the first:\n%s", again.Anchors)
	}
}

// TestNothingMoved: where nothing moved there is nothing to tell a host.
func TestNothingMoved(t *testing.T) {
	s, err := site.Build(options(fstest.MapFS{"zh/guides/y.md": moved()["zh/guides/y.md"]}))
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := s.Files["_redirects"]; ok {
		t.Errorf("_redirects holds %q", got)
	}
	for _, name := range []string{"_redirects.nginx", "_redirects.caddy"} { // the servers' samples name them
		if got, ok := s.Files[name]; !ok || len(got) > 0 {
			t.Errorf("%s holds %q", name, got)
		}
	}
}
