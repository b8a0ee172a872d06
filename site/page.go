package site

import (
	"bytes"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"jifen/rules"
)

// Page is one page, and what its template asks for.
type Page struct {
	Path     string // where it is served: /guides/apply/
	Lang     rules.Lang
	File     string // where it was written; for a page without content, its template
	Meta     Meta
	Title    string
	Summary  string
	Body     template.HTML
	Headings []Heading
	Edition  *rules.Edition

	site      *builder
	name      string // of its file within the content, empty for a page without content
	written   bool   // it has a file, with front matter and text
	size      int64  // of its file
	changed   int64  // when its file last was, in nanoseconds
	known     *known // what an earlier build says of it, where it need not be made again
	bytes     int64  // of the page as it is written
	head      []byte // of its front matter, when it was read first
	face      string // what other pages and files know of it, in short
	piece     int    // how many bytes of the search's index are its own
	place     int    // among the guides of its language
	number    int32  // its place among the pages
	source    []byte // while it is read
	firstLine int
	Moved     []movedPart             // what stood here and stands on another page now
	stops     []Stop                  // of a journey
	ids       []string                // of the text's headings
	idLines   []int                   // where they stand
	aliases   []*redirect             // of headings that are here under another id
	links     []link                  // of the text, until it is laid out
	anchors   string                  // every id of the page, with a space before and behind each; empty where they are not known yet
	refs      []string                // the facts of the law to which title, summary and text refer
	notes     [2]int                  // how many sources, and notes of what is uncertain
	counted   struct{ at, lines int } // how many lines end before an offset of the source
}

// fixed adds the pages that stand even without content: they are made from the law alone.
func (b *builder) fixed() {
	for _, l := range languages {
		root := "/"
		if l.lang == rules.EN {
			root = "/en/"
		}
		add := func(path, layout, title string) *Page {
			if p := b.byPath[path]; p != nil {
				return p
			}
			p := &Page{Path: path, Lang: l.lang, File: "site/templates/" + layout + ".html", Title: title, site: b}
			p.Meta.Layout = layout
			b.before.knows(p)
			b.add(p)
			return p
		}
		add(root, "home", b.word("site.name", l.lang))
		add(root+"guides/", "guides", b.word("nav.guides", l.lang))
		add(root+"calculator/", "calculator", b.word("nav.calculator", l.lang))
		add(root+"rules/", "rules", b.word("nav.rules", l.lang))
		add(root+"search/", "search", b.word("search.title", l.lang)).Summary = b.word("search.lead", l.lang)
		for _, desk := range desks {
			add(root+desk+"/", "desk", b.word("desk."+desk, l.lang)).Summary = b.word("desk."+desk+".lead", l.lang)
		}
		b.api(add(root+"api/", "api", b.word("api.title", l.lang)))
		add(root+"404.html", "notfound", b.word("notfound.title", l.lang))
		for i := range b.Editions {
			e := &b.Editions[i]
			add(root+"rules/"+e.ID+"/", "edition", rules.Fill(b.word("edition.title", l.lang), e.Title.In(l.lang), e.Instrument)).Edition = e
		}
	}
}

// file is the name under which a page is written.
func (p *Page) file() string {
	name := strings.TrimPrefix(p.Path, "/")
	if strings.HasSuffix(name, ".html") {
		return name
	}
	return name + "index.html"
}

// alike names a part of the frame that pages share.
type alike struct {
	name, layout string
	lang         rules.Lang
	edition      *rules.Edition
}

// Alike gives a part of the frame that is the same on all pages of a layout, a language and an edition.
func (p *Page) Alike(name string) (template.HTML, error) {
	key := alike{name, p.Meta.Layout, p.Lang, p.Edition}
	if made, ok := p.site.alike[key]; ok {
		return made, nil
	}
	made, err := p.site.execute(name, p)
	p.site.alike[key] = made
	return made, err
}

// Content gives the page's own layout, inside the frame that all pages share.
func (p *Page) Content() (template.HTML, error) {
	return p.site.execute(p.Meta.Layout+".html", p)
}

// T gives a word of the interface in the page's language, with its arguments in place.
func (p *Page) T(key string, args ...any) (string, error) {
	words := make([]string, len(args))
	for i, a := range args {
		words[i] = fmt.Sprint(a)
	}
	text := p.site.word(key, p.Lang)
	if text == "" {
		return "", fmt.Errorf("no word %q in site/templates/words.yaml", key)
	}
	for i, w := range words {
		text = strings.ReplaceAll(text, fmt.Sprintf("{%d}", i+1), w)
	}
	return rules.Fill(text, words...), nil
}

// say is T for Go code: a word that is missing becomes a problem of the build.
func (p *Page) say(key string, args ...any) string {
	text, err := p.T(key, args...)
	if err != nil {
		p.site.problem("site/templates/words.yaml", 1, err.Error(), "add it")
	}
	return text
}

// In gives a text of the law in the page's language.
func (p *Page) In(t rules.Text) string { return t.In(p.Lang) }

// Day writes a date in the page's language.
func (p *Page) Day(d rules.Date) string { return day(d, p.Lang) }

// DayOf writes a date of the front matter in the page's language.
func (p *Page) DayOf(s string) string {
	d, _ := rules.ParseDate(s)
	return day(d, p.Lang)
}

// HasContents says whether the page is long enough for a table of its contents.
func (p *Page) HasContents() bool { return len(p.Headings) > 3 }

// Tag is the language as HTML names it.
func (p *Page) Tag() string { return tag(p.Lang) }

func tag(l rules.Lang) string {
	if l == rules.EN {
		return "en"
	}
	return "zh-Hans"
}

// Link gives the address of a page in this page's language, of the Chinese one where that is all there is.
func (p *Page) Link(to string) string {
	path, anchor, _ := strings.Cut(to, "#")
	if anchor != "" {
		anchor = "#" + anchor
	}
	if p.Lang == rules.EN && p.site.byPath["/en"+path] != nil {
		path = "/en" + path
	}
	return p.site.prefix + path + anchor
}

// Has says whether the site holds a page, in this page's language or in Chinese.
func (p *Page) Has(path string) bool { return p.site.byPath[path] != nil }

// Canonical is the page's whole address, empty where the site does not know where it will lie.
func (p *Page) Canonical() string {
	if p.site.Base == "" {
		return ""
	}
	return strings.TrimSuffix(p.site.Base, "/") + p.Path
}

// Guides are the guides in their order. English readers get the Chinese ones where there are no others.
func (p *Page) Guides() []*Page {
	if all := p.site.guides[p.Lang]; all != nil {
		return all
	}
	var all []*Page
	for _, q := range p.site.pages {
		if (q.Meta.Layout == "guide" || q.Meta.Layout == "steps") && (q.Lang == p.Lang || p.Lang == rules.EN && q.Twin() == nil) {
			all = append(all, q)
		}
	}
	slices.SortStableFunc(all, func(q, r *Page) int { return q.Meta.Order - r.Meta.Order })
	for i, q := range all {
		if q.Lang == p.Lang {
			q.place = i
		}
	}
	p.site.guides[p.Lang] = all
	return all
}

// Next is the guide after this one, nil after the last.
func (p *Page) Next() *Page {
	all := p.Guides()
	if p.place < len(all) && all[p.place] == p && p.place+1 < len(all) {
		return all[p.place+1]
	}
	return nil
}

// Editions are all editions, the newest first.
func (p *Page) Editions() []rules.Edition {
	all := slices.Clone(p.site.Editions)
	slices.Reverse(all)
	return all
}

// Root is the path of the site, without a slash at its end.
func (p *Page) Root() string { return p.site.prefix }

// Address is where the page is served, with the path of the site before it.
func (p *Page) Address() string { return p.site.prefix + p.Path }

// Note puts the figures into a line of the front matter.
func (p *Page) Note(text string) string { return p.site.plain(p.File, 2, text, p.Lang) }

func (b *builder) templates() error {
	var err error
	b.layouts, err = template.New("").Option("missingkey=error").Funcs(template.FuncMap{
		"asset":     b.assetPath,
		"integrity": b.integrity,
		"list":      func(v ...any) []any { return v },
	}).ParseFS(b.Templates, "*.html")
	if err != nil {
		return fmt.Errorf("reading the templates: %w", err)
	}
	return nil
}

func (b *builder) execute(name string, data any) (template.HTML, error) {
	t := b.layouts.Lookup(name)
	if t == nil {
		return "", fmt.Errorf("no template %s", name)
	}
	var out bytes.Buffer
	err := t.Execute(&out, data)
	return template.HTML(out.String()), err
}

// view is what a partial sees: the page around it, and its own data.
type view struct {
	*Page
	Data any
}

// partial renders a small template; one that fails is a fault of the templates, told as a problem of the page.
func (b *builder) partial(p *Page, name string, data any) template.HTML {
	out, err := b.execute(name, view{p, data})
	if err != nil {
		b.problem(p.File, 1, "cannot be rendered: "+err.Error(), "mend site/templates")
	}
	return template.HTML(strings.TrimSpace(string(out)))
}
