package site

import (
	"bytes"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// checkLinks holds every link, anchor, picture and script of the written pages against what the site holds. Nothing may be
// loaded from another host.
func (b *builder) checkLinks() error {
	pages := map[string]*inspected{}
	for _, p := range b.pages {
		w := inspect(string(b.files[p.file()]))
		pages[p.Path] = w
		for _, id := range w.twice {
			b.problem(p.File, 1, fmt.Sprintf("the id %q stands twice on the page", id), "rename one; a heading's id can be set with {#…}")
		}
	}
	for _, p := range b.pages {
		for _, l := range pages[p.Path].links {
			b.checkLink(p, l, pages)
		}
	}
	return nil
}

// checkText holds the links from text to text where the pages cannot be laid out for what else is wrong, so that both are
// told at once. What leads to files and into pages made by templates is left to checkLinks.
func (b *builder) checkText() {
	pages := map[string]*inspected{}
	for _, p := range b.pages {
		w := &inspected{}
		if slices.Contains(written, p.Meta.Layout) && p.source != nil {
			w.ids = []string{"main"}
			if p.HasContents() {
				w.ids = append(w.ids, "contents")
			}
			w.ids = append(w.ids, p.ids...)
		}
		pages[p.Path] = w
	}
	for _, p := range b.pages {
		for _, l := range p.links {
			if path, _, _ := strings.Cut(l.to, "#"); path == "" || strings.HasPrefix(path, "/") && strings.HasSuffix(path, "/") && !strings.HasPrefix(path, "//") {
				b.checkLink(p, link{to: p.Link(l.to), line: l.line}, pages)
			}
		}
	}
}

// inspected is what a written page offers and where it leads.
type inspected struct {
	ids   []string // nil where they are not known yet
	twice []string
	links []link
}

type link struct {
	to     string
	loaded bool // the browser fetches it by itself
	line   int  // where it stands, 0 where that must be looked for
}

func inspect(src string) *inspected {
	w := &inspected{}
	for x := range pieces(src) {
		for key, value := range x.attributes() {
			switch key {
			case "id":
				if slices.Contains(w.ids, value) {
					w.twice = append(w.twice, value)
				}
				w.ids = append(w.ids, value)
			case "href":
				rel := x.attribute("rel")
				w.links = append(w.links, link{value, x.name == "link" && rel != "canonical" && rel != "alternate", 0})
			case "src", "data-program":
				w.links = append(w.links, link{value, true, 0})
			}
		}
	}
	return w
}

func (b *builder) checkLink(from *Page, l link, pages map[string]*inspected) {
	u, err := url.Parse(l.to)
	line := l.line
	if line == 0 {
		line = from.lineOf(l.to)
	}
	if err != nil {
		b.problem(from.File, line, fmt.Sprintf("%q is no address", l.to), "mend it")
		return
	}
	if u.Scheme == "data" || u.Scheme == "mailto" {
		return
	}
	if u.Host != "" {
		if l.loaded {
			b.problem(from.File, line, l.to+" is loaded from another host", "put the file into static")
		}
		return
	}
	to := strings.TrimPrefix(u.Path, b.prefix)
	if u.Path == "" {
		to = from.Path
	}
	target := pages[to]
	if target == nil {
		if _, ok := b.files[strings.TrimPrefix(to, "/")]; ok && !strings.HasSuffix(to, ".html") {
			return
		}
		if moved := b.redirectOf(place{path: to}); moved != nil {
			b.problem(from.File, line, fmt.Sprintf("the page %s has moved", to), "write where it is now, "+moved.to.String())
			return
		}
		b.problem(from.File, line, fmt.Sprintf("no page %s", to), b.nearest(to))
		return
	}
	if id := norm.NFC.String(u.Fragment); id != "" && target.ids != nil && !slices.Contains(target.ids, id) {
		b.problem(from.File, line, fmt.Sprintf("the page %s has no anchor #%s", to, id), "its anchors are "+strings.Join(target.ids, ", "))
	}
}

// nearest helps with a broken link: the pages of the same name, or those of the same folder.
func (b *builder) nearest(to string) string {
	var near []string
	for _, p := range b.pages {
		if path.Base(p.Path) == path.Base(to) || path.Dir(path.Clean(p.Path)) == path.Dir(path.Clean(to)) {
			near = append(near, p.Path)
		}
	}
	if near == nil {
		return "write the path of a page, such as /guides/"
	}
	return "near it are " + strings.Join(near, ", ")
}

// lineOf finds the line of the source on which a link stands, 1 where a template wrote it.
func (p *Page) lineOf(to string) int {
	path, anchor, _ := strings.Cut(to, "#")
	if decoded, err := url.PathUnescape(anchor); err == nil {
		anchor = decoded
	}
	for _, text := range []string{to, strings.TrimPrefix(path, "/en") + "#" + anchor, "#" + anchor, path} {
		if at := bytes.Index(p.source, []byte("]("+strings.TrimPrefix(text, p.site.prefix))); text != "#" && text != "" && at >= 0 {
			return p.line(at)
		}
	}
	return 1
}
