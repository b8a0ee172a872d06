package site

import (
	"bytes"
	"fmt"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// inspect reads a page as it was laid out: which ids it has, and where it leads.
func (b *builder) inspect(p *Page, src []byte) {
	ids, own := []byte{' '}, []link{}
	has := func(id string) bool { return bytes.Contains(ids, []byte(" "+id+" ")) }
	for x := range pieces(string(src)) {
		for key, value := range x.attributes() {
			switch key {
			case "id":
				if has(value) {
					b.problem(p.File, 1, fmt.Sprintf("the id %q stands twice on the page", value), "rename one; a heading's id can be set with {#…}")
				}
				ids = append(append(ids, value...), ' ')
			case "href":
				rel := x.attribute("rel")
				if l := (link{to: value, loaded: x.name == "link" && rel != "canonical" && rel != "alternate"}); strings.HasPrefix(value, "#") {
					own = append(own, l)
				} else {
					b.use(p, l)
				}
			case "src", "data-program":
				b.use(p, link{to: value, loaded: true})
			}
		}
	}
	p.anchors = string(ids)
	for _, l := range own {
		if !has(fragment(l.to)) {
			b.use(p, l)
		}
	}
}

// use notes that a page holds a link.
func (b *builder) use(p *Page, l link) {
	pages := b.uses[l]
	if pages == nil {
		l.to = strings.Clone(l.to) // it is a part of the whole page, which is not kept
		pages = new([]int32)
		b.uses[l] = pages
	}
	*pages = append(*pages, p.number)
}

// checkLinks holds every link, anchor, picture and script of the written pages against what the site holds. Nothing may be
// loaded from another host.
func (b *builder) checkLinks() error {
	for _, l := range slices.SortedFunc(maps.Keys(b.uses), func(l, m link) int { return strings.Compare(l.to, m.to) }) {
		pages := *b.uses[l]
		if what, _ := b.astray(b.pages[pages[0]], l); what == "" && !strings.HasPrefix(l.to, "#") {
			continue // for all pages alike
		}
		for _, p := range pages {
			b.checkLink(b.pages[p], l)
		}
	}
	return nil
}

// checkText holds the links from text to text where the pages cannot be laid out for what else is wrong, so that both are
// told at once. What leads to files and into pages made by templates is left to checkLinks.
func (b *builder) checkText() {
	for _, p := range b.pages {
		if slices.Contains(written, p.Meta.Layout) && p.written && p.anchors == "" {
			ids := append([]string{"main"}, p.ids...)
			if p.HasContents() {
				ids = append(ids, "contents")
			}
			p.anchors = " " + strings.Join(ids, " ") + " "
		}
	}
	for l := range b.uses {
		if !toPage(strings.TrimPrefix(l.to, b.prefix)) {
			delete(b.uses, l)
		}
	}
	b.checkLinks()
	for _, p := range b.pages {
		for _, l := range p.links {
			if toPage(l.to) {
				b.checkLink(p, link{to: p.Link(l.to), line: l.line})
			}
		}
	}
}

// toPage says whether an address is that of a page of the site, or of a part of the page on which it stands.
func toPage(to string) bool {
	path, _, _ := strings.Cut(to, "#")
	return path == "" || strings.HasPrefix(path, "/") && strings.HasSuffix(path, "/") && !strings.HasPrefix(path, "//")
}

type link struct {
	to     string
	loaded bool // the browser fetches it by itself
	line   int  // where it stands, 0 where that must be looked for
}

// fragment is the id to which an address leads.
func fragment(to string) string {
	_, id, _ := strings.Cut(to, "#")
	if plain, err := url.PathUnescape(id); err == nil {
		id = plain
	}
	return norm.NFC.String(id)
}

func (b *builder) checkLink(from *Page, l link) {
	what, instead := b.astray(from, l)
	if what == "" {
		return
	}
	line := l.line
	if line == 0 {
		line = from.lineOf(l.to)
	}
	b.problem(from.File, line, what, instead)
}

// astray says what is wrong with a link, empty where nothing is, and what would be right.
func (b *builder) astray(from *Page, l link) (what, instead string) {
	u, err := url.Parse(l.to)
	switch {
	case err != nil:
		return fmt.Sprintf("%q is no address", l.to), "mend it"
	case u.Scheme == "data" || u.Scheme == "mailto":
		return "", ""
	case u.Host != "" && l.loaded:
		return l.to + " is loaded from another host", "put the file into static"
	case u.Host != "":
		return "", ""
	}
	to := strings.TrimPrefix(u.Path, b.prefix)
	if u.Path == "" {
		to = from.Path
	}
	target := b.byPath[to]
	if target == nil {
		name := strings.TrimPrefix(to, "/")
		_, later := b.files[name]
		if _, there := b.sums[name]; (there || later) && !strings.HasSuffix(to, ".html") {
			return "", ""
		}
		if moved := b.redirectOf(place{path: to}); moved != nil {
			return fmt.Sprintf("the page %s has moved", to), "write where it is now, " + moved.to.String()
		}
		return fmt.Sprintf("no page %s", to), b.nearest(to)
	}
	if id := norm.NFC.String(u.Fragment); id != "" && target.anchors != "" && !strings.Contains(target.anchors, " "+id+" ") {
		return fmt.Sprintf("the page %s has no anchor #%s", to, id), "its anchors are " + strings.Join(strings.Fields(target.anchors), ", ")
	}
	return "", ""
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
	if p.source == nil && p.written {
		_, p.source, _, _ = p.parts() // it could be read a moment ago
	}
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
