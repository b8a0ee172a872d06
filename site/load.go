package site

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jifen/rules"

	"go.yaml.in/yaml/v3"
)

// Meta is a page's front matter. The keys are these and no others.
type Meta struct {
	Title        string   `yaml:"title"`
	Summary      string   `yaml:"summary"`
	Layout       string   `yaml:"layout"`
	Order        int      `yaml:"order"`
	Audience     []string `yaml:"audience"`
	Owner        string   `yaml:"owner"`
	LastReviewed string   `yaml:"last_reviewed"`
	ReviewBy     string   `yaml:"review_by"`
	Sources      []Source `yaml:"sources"`
	Uncertain    []string `yaml:"uncertain"`
}

// Source is what a page goes by.
type Source struct {
	Title      string `yaml:"title"`
	Use        string `yaml:"use"`
	Confidence string `yaml:"confidence"`
}

var (
	metaKeys   = []string{"title", "summary", "layout", "order", "audience", "owner", "last_reviewed", "review_by", "sources", "uncertain"}
	sourceKeys = []string{"title", "use", "confidence"}
	layouts    = []string{"guide", "steps", "page", "home", "guides", "calculator", "desk", "search", "notfound"}
	// written are the layouts of pages that tell of the law, and so must say who keeps them, since when and from what.
	written = []string{"guide", "steps", "page"}
	people  = []string{"holder", "employer", "officer", "anyone"}
)

var languages = []struct {
	lang   rules.Lang
	folder string
}{{rules.ZH, "zh"}, {rules.EN, "en"}}

// load reads every page of the content, in the order of its paths, and adds those that stand without content.
func (b *builder) load() error {
	if err := b.readContent(); err != nil {
		return err
	}
	b.fixed()
	if b.before != nil && len(b.pages) != len(b.before.pages) {
		return errAnew
	}
	slices.SortFunc(b.pages, func(p, q *Page) int { return strings.Compare(p.Path, q.Path) })
	return nil
}

func (b *builder) readContent() error {
	b.byPath = map[string]*Page{}
	for _, l := range languages {
		err := fs.WalkDir(b.Content, l.folder, func(name string, d fs.DirEntry, err error) error {
			switch {
			case err != nil && name == l.folder:
				return nil // a language without a folder
			case err != nil || d.IsDir():
				return err
			case strings.HasPrefix(d.Name(), ".") || strings.HasSuffix(d.Name(), "~"):
				return nil // an editor's own
			case path.Ext(name) != ".md":
				b.problem(path.Join(b.Name, name), 1, "is no Markdown", "content holds .md files alone; pictures and styles go to static")
				return nil
			}
			p, err := b.open(l.lang, name)
			if err == nil {
				b.add(p)
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("reading the content: %w", err)
		}
	}
	if len(b.pages) == 0 {
		b.problem(b.Name, 1, "holds no page", "put Markdown files into zh/ and en/ below it")
	}
	return nil
}

func (b *builder) add(p *Page) {
	if other := b.byPath[p.Path]; other != nil {
		b.problem(p.File, 1, fmt.Sprintf("lies at %s, where %s lies as well", p.Path, other.File), "move or rename one of the two")
	}
	if lay, fixed := b.layoutAt(p.Path); slices.Contains(layouts, p.Meta.Layout) && (fixed && lay != p.Meta.Layout || !fixed && !slices.Contains(written, p.Meta.Layout)) {
		b.problem(p.File, 1, fmt.Sprintf("the layout %s does not belong at %s", p.Meta.Layout, p.Path), "a page to read is guide, steps or page; the others have one address each")
	}
	b.pages = append(b.pages, p)
	b.byPath[p.Path] = p
}

// layoutAt is the layout that an address is kept for.
func (b *builder) layoutAt(path string) (string, bool) {
	switch rest := "/" + strings.TrimPrefix(strings.TrimPrefix(path, "/"), "en/"); {
	case rest == "/":
		return "home", true
	case rest == "/guides/":
		return "guides", true
	case rest == "/calculator/":
		return "calculator", true
	case rest == "/search/":
		return "search", true
	case slices.Contains(desks, strings.Trim(rest, "/")):
		return "desk", true
	case rest == "/404.html":
		return "notfound", true
	case rest == "/api/":
		return "api", true
	case rest == "/rules/":
		return "rules", true
	case rules.Named(b.Editions, strings.Trim(strings.TrimPrefix(rest, "/rules/"), "/")) != nil:
		return "edition", true
	}
	return "", false
}

// Address is the path at which a content file is served: zh/guides/apply.md lies at /guides/apply/.
func Address(name string) string {
	folder, rest, _ := strings.Cut(strings.TrimSuffix(name, ".md"), "/")
	if rest == "404" {
		rest = "404.html"
	} else {
		if rest == "index" || strings.HasSuffix(rest, "/index") {
			rest = strings.TrimSuffix(strings.TrimSuffix(rest, "index"), "/")
		}
		if rest != "" {
			rest += "/"
		}
	}
	if folder == "zh" {
		return "/" + rest
	}
	return "/" + folder + "/" + rest
}

var goodName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// open reads a file's front matter, where it is not known from an earlier build.
func (b *builder) open(lang rules.Lang, name string) (*Page, error) {
	p := &Page{Path: Address(name), Lang: lang, File: path.Join(b.Name, name), name: name, site: b}
	info, err := fs.Stat(b.Content, name) // of the file itself, where it is a link
	if err != nil {
		return nil, err
	}
	if p.size, p.changed = info.Size(), info.ModTime().UnixNano(); b.before.knows(p) {
		return p, nil
	}
	for _, part := range strings.Split(strings.TrimSuffix(name, ".md"), "/") {
		if !goodName.MatchString(part) {
			b.problem(p.File, 1, fmt.Sprintf("the name %q cannot be an address", part), "use small Latin letters, figures and single hyphens")
		}
	}
	src, err := fs.ReadFile(b.Content, name)
	if err != nil {
		return nil, err
	}
	if n := whole(src); n < len(src) {
		b.problem(p.File, 1+bytes.Count(src[:n], []byte("\n")), "is not UTF-8", "save the file as UTF-8, without another encoding such as GBK")
		return p, nil
	}
	head, _, ok := parts(src)
	if !ok {
		b.problem(p.File, 1, "has no front matter", "begin with a line ---, the keys "+strings.Join(metaKeys, ", ")+", and a line ---")
		return p, nil
	}
	p.head = hashed(head)
	p.written, p.firstLine = true, bytes.Count(head, []byte("\n"))+4
	b.meta(p, head)
	return p, nil
}

// parts are those of a page's file: its front matter and its Markdown, not ok where it has not both.
func parts(src []byte) (head, body []byte, ok bool) {
	if bytes.IndexByte(src, '\r') >= 0 {
		src = bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	if bytes.HasSuffix(src, []byte("\n---")) {
		src = append(src, '\n')
	}
	rest, ok := bytes.CutPrefix(src, []byte("---\n"))
	head, body, closed := bytes.Cut(rest, []byte("\n---\n"))
	return head, body, ok && closed
}

// whole is how many bytes from the beginning are UTF-8.
func whole(src []byte) int {
	if utf8.Valid(src) {
		return len(src)
	}
	for i := 0; i < len(src); {
		r, n := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(src)
}

// meta reads the front matter strictly: it begins on line 2 of the file.
func (b *builder) meta(p *Page, head []byte) {
	var doc yaml.Node
	if err := yaml.Unmarshal(head, &doc); err != nil {
		line, what := yamlError(err.Error())
		b.problem(p.File, line+1, "the front matter is no YAML: "+what, "mend it here or just above; put text with a colon in quotes")
		return
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		b.problem(p.File, 2, "the front matter has no keys", "write title: and the others, one a line")
		return
	}
	if !b.spelledOut(p.File, 1, &doc) {
		return
	}
	lines := b.keys(p, doc.Content[0], metaKeys)
	if node := child(doc.Content[0], "sources"); node != nil {
		for _, item := range node.Content {
			if item.Kind == yaml.MappingNode {
				b.keys(p, item, sourceKeys)
			}
		}
	}
	if err := doc.Decode(&p.Meta); err != nil {
		for _, what := range strings.Split(err.Error(), "\n")[1:] {
			line, what := yamlError(what)
			b.problem(p.File, line+1, "the front matter is not as it should be: "+what, "see CONTRIBUTING for the keys and what they hold")
		}
		return
	}
	b.checkMeta(p, lines)
}

// spelledOut says whether YAML stands in a file, below so many lines, as it is meant: without keys that stand twice, of which the decoder
// holds each against each, and without references, by which little text becomes much.
func (b *builder) spelledOut(file string, above int, n *yaml.Node) bool {
	sound := n.Kind != yaml.AliasNode && n.Anchor == ""
	if !sound {
		b.problem(file, n.Line+above, "a reference (& or *)", "write out what it stands for")
	}
	first := map[string]int{}
	for i, c := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			if line, twice := first[c.Value]; twice {
				b.problem(file, c.Line+above, fmt.Sprintf("the key %q stands twice", c.Value), fmt.Sprintf("keep one of the two; the first is on line %d", line+above))
				sound = false
			} else {
				first[c.Value] = c.Line
			}
		}
		sound = b.spelledOut(file, above, c) && sound
	}
	return sound
}

// keys notes keys that are unknown, and gives the line of each.
func (b *builder) keys(p *Page, m *yaml.Node, known []string) map[string]int {
	lines := map[string]int{}
	for i := 0; i+1 < len(m.Content); i += 2 {
		key := m.Content[i]
		if !slices.Contains(known, key.Value) {
			b.problem(p.File, key.Line+1, fmt.Sprintf("unknown key %q in the front matter", key.Value), "the keys here are "+strings.Join(known, ", "))
		}
		lines[key.Value] = key.Line + 1
	}
	return lines
}

func child(m *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == key {
			return m.Content[i+1]
		}
	}
	return nil
}

var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

func yamlError(text string) (line int, what string) {
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		line, _ = strconv.Atoi(m[1])
		return line, m[2]
	}
	return 1, strings.TrimPrefix(text, "yaml: ")
}

func (b *builder) checkMeta(p *Page, lines map[string]int) {
	m := &p.Meta
	wrong := func(key, what, instead string) {
		b.problem(p.File, max(1, lines[key]), key+" "+what, instead)
	}
	need := func(key, value string) {
		if strings.TrimSpace(value) == "" {
			wrong(key, "is missing or empty", "every page needs one")
		}
	}
	word := func(key, value string, words []string) {
		if !slices.Contains(words, value) {
			wrong(key, fmt.Sprintf("holds %q", value), "write one of "+strings.Join(words, ", "))
		}
	}
	need("title", m.Title)
	need("summary", m.Summary)
	word("layout", m.Layout, layouts)
	for _, a := range m.Audience {
		word("audience", a, people)
	}
	for _, s := range m.Sources {
		if s.Title == "" || s.Use == "" {
			wrong("sources", "has one without title or use", "each source says what it is and what was taken from it")
		}
		word("sources", s.Confidence, []string{"A", "B", "C"})
	}
	for _, key := range []string{"title", "summary", "sources", "uncertain"} {
		for _, text := range map[string][]string{"title": {m.Title}, "summary": {m.Summary}, "sources": uses(m.Sources), "uncertain": m.Uncertain}[key] {
			b.typed(p.File, max(1, lines[key]), text)
			b.plain(p.File, max(1, lines[key]), text, p.Lang)
		}
	}
	if !slices.Contains(written, m.Layout) {
		return
	}
	if need("owner", m.Owner); m.Owner != "" && b.word("owner."+m.Owner, rules.ZH) == "" {
		wrong("owner", fmt.Sprintf("holds %q", m.Owner), "write a name that stands under owner. in site/templates/words.yaml")
	}
	if len(m.Audience) == 0 {
		wrong("audience", "is missing or empty", "write for whom the page is: "+strings.Join(people, ", "))
	}
	if len(m.Sources) == 0 {
		wrong("sources", "is missing or empty", "say what the page goes by")
	}
	reviewed, ok := rules.ParseDate(m.LastReviewed)
	if !ok {
		wrong("last_reviewed", fmt.Sprintf("holds %q", m.LastReviewed), "write the day of the last review, YYYY-MM-DD")
	}
	if by, ok2 := rules.ParseDate(m.ReviewBy); !ok2 || ok && by <= reviewed {
		wrong("review_by", fmt.Sprintf("holds %q", m.ReviewBy), "write the day of the next review, YYYY-MM-DD, after last_reviewed")
	}
}

func uses(sources []Source) []string {
	var all []string
	for _, s := range sources {
		all = append(all, s.Use)
	}
	return all
}
