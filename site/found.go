package site

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"html/template"
	"slices"
	"strings"

	"jifen/rules"
)

// How the site is found: a map of it for search engines, a feed of what was written and reviewed, what each page is in the words of
// schema.org, and where to tell of a hole in it. What needs the site's whole address is left out where nobody gave it.

// findable writes the files by which the site is found.
func (b *builder) findable() error {
	for _, l := range languages {
		src, err := b.feed(l.lang)
		if err != nil {
			return err
		}
		b.files[strings.TrimPrefix(feedPath(l.lang), "/")] = src
	}
	if b.Base == "" {
		return nil
	}
	src, err := b.sitemap()
	if err != nil {
		return err
	}
	b.files["sitemap.xml"] = src
	b.files["robots.txt"] = append(b.files["robots.txt"], "Sitemap: "+b.whole("/sitemap.xml")+"\n"...)
	if about := b.byPath["/about/"]; about != nil {
		b.files[".well-known/security.txt"] = []byte("Contact: " + b.whole("/about/") + "#report\nExpires: " + about.Meta.ReviewBy + "T00:00:00Z\nPreferred-Languages: zh, en\nCanonical: " + b.whole("/.well-known/security.txt") + "\n")
	}
	return nil
}

// whole is the whole address of a path, or the path where the site does not know where it will lie.
func (b *builder) whole(path string) string { return strings.TrimSuffix(b.Base, "/") + path }

func feedPath(lang rules.Lang) string {
	if lang == rules.EN {
		return "/en/feed.xml"
	}
	return "/feed.xml"
}

// Feed is the address of the feed in the page's language.
func (p *Page) Feed() string { return p.site.prefix + feedPath(p.Lang) }

// feed is one of Atom (RFC 4287).
type feed struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string   `xml:"xml:lang,attr"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  string   `xml:"author>name"`
	Links   []atomLink
	Entries []atomEntry
}

type atomLink struct {
	XMLName xml.Name `xml:"link"`
	Rel     string   `xml:"rel,attr,omitempty"`
	Href    string   `xml:"href,attr"`
}

type atomEntry struct {
	XMLName xml.Name `xml:"entry"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Summary string   `xml:"summary"`
	Link    atomLink
}

// feed tells of guides as they were last reviewed, and of editions as their data was checked, the newest first.
func (b *builder) feed(lang rules.Lang) ([]byte, error) {
	f := feed{Lang: [...]string{rules.ZH: "zh-Hans", rules.EN: "en"}[lang], ID: b.named(feedPath(lang)), Title: b.word("site.name", lang), Author: "jifen",
		Links: []atomLink{{Rel: "self", Href: b.whole(feedPath(lang))}}}
	for _, p := range b.pages {
		on := p.Meta.LastReviewed
		if p.Meta.Layout == "edition" {
			on = p.Edition.Checked.String()
		}
		if p.Lang != lang || on == "" {
			continue
		}
		f.Entries = append(f.Entries, atomEntry{ID: b.named(p.Path), Title: p.Title, Updated: on + "T00:00:00Z", Summary: p.Summary, Link: atomLink{Href: b.whole(p.Path)}})
	}
	slices.SortStableFunc(f.Entries, func(x, y atomEntry) int { return strings.Compare(y.Updated, x.Updated) })
	f.Updated = "2000-01-01T00:00:00Z"
	if len(f.Entries) > 0 {
		f.Updated = f.Entries[0].Updated
	}
	return marked(f)
}

// named is what names a page for good: its whole address, or where there is none a name of its own.
func (b *builder) named(path string) string {
	if b.Base == "" {
		return "urn:jifen:" + path
	}
	return b.whole(path)
}

func marked(v any) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(xml.Header)
	e := xml.NewEncoder(&out)
	e.Indent("", " ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// urlset is a sitemap (sitemaps.org), with the twins in the other language.
type urlset struct {
	XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	XHTML   string   `xml:"xmlns:xhtml,attr"`
	URLs    []mapped `xml:"url"`
}

type mapped struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
	Twins   []twin `xml:"xhtml:link"`
}

type twin struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

func (b *builder) sitemap() ([]byte, error) {
	set := urlset{XHTML: "http://www.w3.org/1999/xhtml"}
	for _, p := range b.pages {
		if p.Meta.Layout == "notfound" {
			continue
		}
		one := mapped{Loc: b.whole(p.Path), LastMod: p.Meta.LastReviewed}
		if t := p.Twin(); t != nil {
			for _, q := range []*Page{p, t} {
				one.Twins = append(one.Twins, twin{"alternate", q.Tag(), b.whole(q.Path)})
			}
		}
		set.URLs = append(set.URLs, one)
	}
	return marked(set)
}

// Structured says what the page is in the words of schema.org, as JSON-LD; empty where it is nothing that has a word.
func (p *Page) Structured() (template.JS, error) {
	var graph []map[string]any
	if slices.Contains(written, p.Meta.Layout) || p.Meta.Layout == "edition" {
		graph = append(graph, p.breadcrumbs())
	}
	switch {
	case strings.HasSuffix(p.Path, "/guides/faq/"):
		graph = append(graph, map[string]any{"@type": "FAQPage", "inLanguage": p.Tag(), "mainEntity": each(p.passages(), func(x passage) map[string]any {
			return map[string]any{"@type": "Question", "name": x.Head, "acceptedAnswer": map[string]any{"@type": "Answer", "text": x.Text}}
		})})
	case p.Meta.Layout == "steps":
		graph = append(graph, map[string]any{"@type": "HowTo", "inLanguage": p.Tag(), "name": p.Title, "description": p.Summary, "step": each(p.passages(), func(x passage) map[string]any {
			return map[string]any{"@type": "HowToStep", "name": x.Head, "text": x.Text}
		})}, map[string]any{"@type": "GovernmentService", "inLanguage": p.Tag(), "name": p.site.word("service.name", p.Lang), "serviceType": p.site.word("service.name", p.Lang),
			"areaServed": p.site.word("service.area", p.Lang), "serviceOperator": map[string]any{"@type": "GovernmentOrganization", "name": p.site.word("service.operator", p.Lang)}})
	}
	if graph == nil {
		return "", nil
	}
	src, err := json.Marshal(map[string]any{"@context": "https://schema.org", "@graph": graph})
	return template.JS(src), err
}

// each makes an item of every passage that has words under its heading.
func each(all []passage, item func(passage) map[string]any) []map[string]any {
	var items []map[string]any
	for _, x := range all {
		if x.Head != "" && x.Text != "" {
			items = append(items, item(x))
		}
	}
	return items
}

// breadcrumbs are the way to the page.
func (p *Page) breadcrumbs() map[string]any {
	var items []map[string]any
	add := func(name, path string) {
		items = append(items, map[string]any{"@type": "ListItem", "position": len(items) + 1, "name": name, "item": p.site.whole(path)})
	}
	root := strings.TrimSuffix(p.Path, strings.TrimPrefix(p.Path, "/en"))
	add(p.site.word("site.name", p.Lang), root+"/")
	for _, over := range []string{"/guides/", "/rules/"} {
		if up := p.site.byPath[root+over]; up != nil && strings.HasPrefix(p.Path, up.Path) {
			add(up.Title, up.Path)
		}
	}
	add(p.Title, p.Path)
	return map[string]any{"@type": "BreadcrumbList", "itemListElement": items}
}

// Whole is the whole address of a path.
func (p *Page) Whole(path string) string { return p.site.whole(path) }
