package site

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Addresses that are out in the world are kept: a link in somebody's chat must lead to its place for years. Two files of the
// content say which and how. anchors.txt lists the addresses of every release, a page or a heading a line, and lines are only ever
// added; redirects.yaml says where those went that are there no more. An address that is listed and leads nowhere is a problem.

const (
	anchorsFile   = "anchors.txt"
	redirectsFile = "redirects.yaml"
)

// place is an address on the site: a page, or a heading of it.
type place struct{ path, id string }

func (p place) String() string {
	if p.id == "" {
		return p.path
	}
	return p.path + "#" + p.id
}

var goodPlace = regexp.MustCompile(`^/([a-z0-9-]+/)*(#[^\s#]+)?$`)

func placeOf(text string) (place, bool) {
	path, id, _ := strings.Cut(text, "#")
	return place{path, id}, goodPlace.MatchString(text)
}

// keptPlace is a line of anchors.txt.
type keptPlace struct {
	place
	line int
}

// redirect is a line of redirects.yaml.
type redirect struct {
	from, to place
	line     int
}

// movedPart is a part of a page that stands on another page now.
type movedPart struct {
	ID string
	To place
}

// readKept reads the two files strictly. Content without them is sound.
func (b *builder) readKept() error {
	src, err := fs.ReadFile(b.Content, anchorsFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("reading the addresses that are kept: %w", err)
	}
	file, seen := path.Join(b.Name, anchorsFile), map[place]int{}
	for i, text := range strings.Split(string(src), "\n") {
		text = strings.TrimSuffix(text, "\r")
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		one, ok := placeOf(text)
		if !ok {
			b.problem(file, i+1, fmt.Sprintf("%q is no address", text), "write a page's path, or a heading's, such as /guides/apply/#notice")
		} else if line := seen[one]; line > 0 {
			b.problem(file, i+1, fmt.Sprintf("%s stands twice", one), fmt.Sprintf("take it out; the first is on line %d", line))
		} else {
			seen[one] = i + 1
			b.kept = append(b.kept, keptPlace{one, i + 1})
		}
	}
	return b.readRedirects()
}

func (b *builder) readRedirects() error {
	src, err := fs.ReadFile(b.Content, redirectsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return fmt.Errorf("reading the redirects: %w", err)
	}
	file := path.Join(b.Name, redirectsFile)
	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err != nil {
		line, what := yamlError(err.Error())
		b.problem(file, line, what, "write a line for each old address: /guides/old/: /guides/new/")
		return nil
	}
	if len(doc.Content) == 0 {
		return nil // comments alone
	}
	all := doc.Content[0]
	if all.Kind != yaml.MappingNode {
		b.problem(file, all.Line, "is no list of old and new addresses", "write a line for each old address: /guides/old/: /guides/new/")
		return nil
	}
	for i := 0; i+1 < len(all.Content); i += 2 {
		key, value := all.Content[i], all.Content[i+1]
		from, ok := placeOf(key.Value)
		to, ok2 := placeOf(value.Value)
		if !ok || !ok2 || key.Kind != yaml.ScalarNode || value.Kind != yaml.ScalarNode {
			b.problem(file, key.Line, fmt.Sprintf("%q to %q is no redirect", key.Value, value.Value), "write two addresses of this site, whole, such as /guides/old/#part: /guides/new/#part")
			continue
		}
		if first := b.redirectOf(from); first != nil {
			b.problem(file, key.Line, fmt.Sprintf("%s stands twice", from), fmt.Sprintf("take one of the two out; the first is on line %d", first.line))
			continue
		}
		b.redirects = append(b.redirects, redirect{from, to, key.Line})
	}
	for i := range b.redirects {
		b.checkRedirect(file, &b.redirects[i])
	}
	return nil
}

// redirectOf is what is said of an old address, nil where nothing is.
func (b *builder) redirectOf(from place) *redirect {
	for i := range b.redirects {
		if b.redirects[i].from == from {
			return &b.redirects[i]
		}
	}
	return nil
}

// checkRedirect holds a redirect against the pages, and notes on them what they must carry for it.
func (b *builder) checkRedirect(file string, r *redirect) {
	to := b.byPath[r.to.path]
	switch on := b.byPath[r.from.path]; {
	case to == nil && b.redirectOf(place{path: r.to.path}) != nil:
		b.problem(file, r.line, fmt.Sprintf("%s leads to %s, which moved itself", r.from, r.to), fmt.Sprintf("write where it is now: %s", b.redirectOf(place{path: r.to.path}).to))
	case to == nil:
		b.problem(file, r.line, fmt.Sprintf("no page %s", r.to.path), b.nearest(r.to.path))
	case r.from.id == "" && on != nil:
		b.problem(file, r.line, fmt.Sprintf("%s is still a page", r.from), "take the line out, or the page")
	case r.from.id == "":
		// a page that moved
	case on == nil && b.redirectOf(place{path: r.from.path}) == nil:
		b.problem(file, r.line, fmt.Sprintf("no page %s", r.from.path), "say where the page went as well: "+r.from.path+": "+r.to.path)
	case on == nil && b.redirectOf(place{path: r.from.path}).to.path != r.to.path:
		b.problem(file, r.line, fmt.Sprintf("%s went to %s, and a host sends every part of it there", r.from.path, b.redirectOf(place{path: r.from.path}).to.path), "write a heading of that page")
	case on == nil || on == to:
		if r.to.id == "" {
			b.problem(file, r.line, fmt.Sprintf("%s leads to no heading", r.from), "write the heading that has it now: "+r.to.path+"#…")
		}
		to.aliases = append(to.aliases, r)
	case !slices.Contains(written, on.Meta.Layout):
		b.problem(file, r.line, fmt.Sprintf("%s is made by a template", r.from.path), "only headings of pages that are written can move")
	default:
		on.Moved = append(on.Moved, movedPart{r.from.id, r.to})
	}
}

// checkKept tells which kept addresses lead nowhere. It needs the headings of every page.
func (b *builder) checkKept() error {
	if b.before != nil {
		return nil // the headings are what they were
	}
	for _, r := range b.redirects {
		file := path.Join(b.Name, redirectsFile)
		if on := b.byPath[r.from.path]; on != nil && r.from.id != "" && slices.Contains(on.ids, r.from.id) {
			b.problem(file, r.line, fmt.Sprintf("the heading %s is still there", r.from), "take the line out, or give the heading another id")
		}
		if to := b.byPath[r.to.path]; to != nil && to.written && r.to.id != "" && !slices.Contains(to.ids, r.to.id) {
			b.problem(file, r.line, fmt.Sprintf("the page %s has no heading #%s", r.to.path, r.to.id), "its headings are "+strings.Join(to.ids, ", "))
		}
	}
	for i, k := range b.kept {
		p := b.byPath[k.path]
		moved := b.redirectOf(place{path: k.path})
		switch {
		case b.redirectOf(k.place) != nil || p != nil && (k.id == "" || !p.written || slices.Contains(p.ids, k.id)):
		case p == nil && moved == nil && (k.id == "" || !b.listed(k.path)): // of a page that went away, its headings need no word of their own
			b.problem(path.Join(b.Name, anchorsFile), k.line, fmt.Sprintf("%s is gone, and old links lead there", k.place), fmt.Sprintf("put the page back, or keep its links with a line in %s: %s: /guides/…/", path.Join(b.Name, redirectsFile), k.path))
		case p == nil && moved == nil:
		case p == nil:
			if to := b.byPath[moved.to.path]; to != nil && moved.to.id == "" && !slices.Contains(to.ids, k.id) {
				b.problem(path.Join(b.Name, redirectsFile), moved.line, fmt.Sprintf("old links lead to %s, and %s has no heading #%s", k.place, to.Path, k.id),
					fmt.Sprintf("write {#%s} there, or a line here: %s: %s#…", k.id, k.place, to.Path))
			}
		default:
			line, id := p.instead(b.kept, i)
			b.problem(p.File, line, fmt.Sprintf("the heading #%s of %s is gone, and old links lead there", k.id, k.path),
				fmt.Sprintf("write {#%s} behind the heading that it has now, or keep the old links with a line in %s: %s: %s#%s", k.id, path.Join(b.Name, redirectsFile), k.place, k.path, id))
		}
	}
	return nil
}

// listed says whether a page itself is kept.
func (b *builder) listed(path string) bool {
	return slices.ContainsFunc(b.kept, func(k keptPlace) bool { return k.place == place{path: path} })
}

// instead guesses which heading took the place of one that is gone: a new one, the first behind what stood before it.
func (p *Page) instead(kept []keptPlace, gone int) (line int, id string) {
	known := map[string]bool{}
	after := -1
	for i, k := range kept {
		if k.path != p.Path {
			continue
		}
		known[k.id] = true
		if at := slices.Index(p.ids, k.id); i < gone && at >= 0 {
			after = at
		}
	}
	for _, from := range []int{after + 1, 0} {
		for i := from; i < len(p.ids); i++ {
			if !known[p.ids[i]] {
				return p.idLines[i], p.ids[i]
			}
		}
	}
	if after >= 0 {
		return p.idLines[after], "…"
	}
	return p.firstLine, "…"
}

// anchors is the list as a release writes it: what it kept, and what is new.
func (b *builder) anchors() []byte {
	var out strings.Builder
	out.WriteString("# Addresses that are out in the world, and must go on leading somewhere. go run ./build -anchors adds those of today;\n# where one went that is gone, redirects.yaml says.\n")
	paths := map[string]bool{}
	for _, k := range b.kept {
		paths[k.path] = true
	}
	for _, p := range b.pages {
		if slices.Contains(written, p.Meta.Layout) {
			paths[p.Path] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(paths)) {
		ids := []string{""}
		if p := b.byPath[name]; p != nil {
			ids = append(ids, p.ids...)
		}
		for _, k := range b.kept {
			if k.path == name && !slices.Contains(ids, k.id) {
				ids = append(ids, k.id)
			}
		}
		for _, id := range ids {
			out.WriteString(place{name, id}.String() + "\n")
		}
	}
	return []byte(out.String())
}

// movedPages writes a small page where a page was that moved, for hosts that know nothing of redirects.
func (b *builder) movedPages() error {
	for _, r := range b.redirects {
		if r.from.id != "" {
			continue
		}
		to := b.byPath[r.to.path]
		var out bytes.Buffer
		err := b.layouts.Lookup("moved.html").Execute(&out, struct {
			*Page
			To     string
			Policy string
		}{to, b.prefix + r.to.String(), policy(false, "")})
		if err != nil {
			return fmt.Errorf("laying out the page for %s, which moved: %w", r.from, err)
		}
		b.files[strings.TrimPrefix(r.from.path, "/")+"index.html"] = tidy(out.Bytes())
	}
	return nil
}

// hostRedirects are the files that tell a host which pages moved: _redirects, which common hosts of static sites read, and is not there
// where no page moved, and _redirects.nginx and _redirects.caddy for the two servers of docs/hosting. Where a part of a page went no host
// needs to know: a browser keeps the part of an address behind the # to itself, and takes it along.
func (b *builder) hostRedirects() map[string][]byte {
	var hosts, nginx, caddy strings.Builder
	for _, r := range b.redirects {
		if r.from.id != "" {
			continue
		}
		to := url.URL{Path: b.prefix + r.to.path, Fragment: r.to.id}
		at := strings.ReplaceAll(to.String(), "$", "%24") // nginx has variables
		for _, from := range []string{b.prefix + r.from.path, b.prefix + strings.TrimSuffix(r.from.path, "/")} {
			fmt.Fprintf(&hosts, "%s %s 301\n", from, at)
			fmt.Fprintf(&nginx, "%s \"%s\";\n", from, at)
			fmt.Fprintf(&caddy, "redir %s \"%s\" permanent\n", from, at)
		}
	}
	files := map[string][]byte{"_redirects.nginx": []byte(nginx.String()), "_redirects.caddy": []byte(caddy.String())}
	if hosts.Len() > 0 {
		files["_redirects"] = []byte(hosts.String())
	}
	return files
}

// Aliases are the old ids of a heading, for links from before it was renamed.
func (p *Page) Aliases(id string) template.HTML {
	var out strings.Builder
	for _, r := range p.aliases {
		if r.to.id == id {
			fmt.Fprintf(&out, `<a id="%s"></a>`, template.HTMLEscapeString(r.from.id))
		}
	}
	return template.HTML(out.String())
}

// At is the address of a place, in the page's own language where the place has it.
func (p *Page) At(to place) string { return p.site.prefix + to.String() }

// Named is the title of the page on which a place is.
func (p *Page) Named(to place) string { return p.site.byPath[to.path].Title }
