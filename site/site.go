// Package site renders the portal: Markdown, the editions of the law and the templates in, the files of a static site out.
//
// It works in five strokes, each in a file of its own: load the content and its front matter (load.go), read the Markdown
// (markdown.go) with its references to the law (refs.go, blocks.go), lay it out (page.go), check every link and anchor
// (links.go), name the assets by their hash and write everything with its compressed twins (assets.go, write.go). What the search
// looks through is made between (search.go); a page and its twin in the other language are held against each other in twins.go.
// Old addresses go on leading somewhere (kept.go).
//
// It has no clock and no network, and sorts what it writes: the same input gives the same bytes. What is wrong with the
// content is told all at once, each as file:line: what; what instead, and then nothing is written.
package site

import (
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/url"
	"slices"
	"strings"

	"jifen/rules"

	"github.com/yuin/goldmark"
)

// Options is what a site is made of.
type Options struct {
	Content   fs.FS           // zh/ and en/, one folder a chapter
	Name      string          // the content folder's name, for problems
	Templates fs.FS           // layouts and partials
	Static    fs.FS           // shipped as they are, under hashed names
	Program   []byte          // the browser program of the calculator
	Counters  []byte          // the browser program of the desks
	Exec      []byte          // the toolchain's wasm_exec.js, which starts it
	Law       fs.FS           // editions/*.json, shipped byte for byte as open data
	Editions  []rules.Edition // the same, read
	Service   fs.FS           // openapi.zh.json and openapi.en.json, the service's description of its calls
	Wages     rules.WageSeries
	Questions []rules.Question
	Base      string // where the site will lie, such as https://example.org/jifen; may be empty
	API       string // where the service answers; empty is the site's own origin
	Asks      bool   // guides ask whether they are useful, and send the answer to the service
	Source    string // where a file of the content can be edited, with {file} in it; may be empty
	Preview   bool   // pages reload themselves as they change
}

// Site is the rendered site: its files by path, without a leading slash.
type Site struct {
	Files   map[string][]byte
	Headers Headers
	Version string // changes as any file does
	// Warnings are what is to be mended and hinders nothing, each as file:line: what; what instead.
	Warnings []string
	Anchors  []byte // the content's anchors.txt with the addresses of today
}

// Build renders everything, or tells every problem.
func Build(o Options) (*Site, error) {
	b := &builder{Options: o, files: map[string][]byte{}, problems: &problems{}}
	if u, err := url.Parse(o.Base); err != nil || o.Base != "" && (u.Scheme == "" || u.Host == "") {
		return nil, fmt.Errorf("-base %q is no address; write it whole, such as https://example.org/jifen", o.Base)
	} else {
		b.prefix = strings.TrimSuffix(u.Path, "/")
	}
	if u, err := url.Parse(o.API); err != nil || o.API != "" && (u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || strings.ContainsAny(o.API, " ;,'")) {
		return nil, fmt.Errorf("-api %q is no address; write it whole, such as https://api.example.org, or / for the site's own", o.API)
	}
	if u, err := url.Parse(strings.ReplaceAll(o.Source, "{file}", "file")); err != nil || o.Source != "" && (u.Scheme != "https" || u.Host == "" || !strings.Contains(o.Source, "{file}")) {
		return nil, fmt.Errorf("-source %q does not say where a file can be edited; write such as https://example.org/edit/main/{file}", o.Source)
	}
	if len(o.Editions) == 0 {
		return nil, errors.New("no edition of the rules to build from")
	}
	b.edition = &o.Editions[len(o.Editions)-1]
	// What the front matter and the text have wrong is told together; only sound pages are laid out, and only pages laid
	// out have links to check.
	for _, strokes := range [][]func() error{{b.readWords, b.assets, b.readService, b.load, b.readKept, b.readEntrances, b.read, b.checkKept}, {b.searchable, b.layOut, b.movedPages, b.openData, b.findable}, {b.checkLinks}, {b.worker}} {
		for _, stroke := range strokes {
			if err := stroke(); err != nil {
				return nil, err
			}
		}
		if err := b.problems.err(); err != nil {
			return nil, err
		}
	}
	b.files["_headers"] = b.headers().cdn()
	b.warnTwins()
	if moved := b.cdnRedirects(); len(moved) > 0 {
		b.files["_redirects"] = moved
	}
	return &Site{Files: b.files, Headers: b.headers(), Version: b.version, Warnings: b.warnings, Anchors: b.anchors()}, nil
}

// builder is a site in the making.
type builder struct {
	Options
	*problems
	prefix    string         // the path of Base, without a slash at the end
	edition   *rules.Edition // the newest: the one that prose refers to
	asset     map[string]asset
	words     map[string]struct{ ZH, EN string }
	layouts   *template.Template
	version   string
	pages     []*Page
	entrances []Entrance
	kept      []keptPlace
	redirects []redirect
	service   [2]*described // by language
	warnings  []string
	byPath    map[string]*Page
	guides    [2][]*Page // by language, in their order
	goldmark  goldmark.Markdown
	marks     *marks
	files     map[string][]byte
}

// openData ships each edition byte for byte.
func (b *builder) openData() error {
	for _, e := range b.Editions {
		src, err := fs.ReadFile(b.Law, "editions/"+e.ID+".json")
		if err != nil {
			return fmt.Errorf("reading the edition for open data: %w", err)
		}
		b.files["rules/"+e.ID+".json"] = src
	}
	return nil
}

// problems gathers what is wrong, each as file:line: what; what instead.
type problems struct{ all []problem }

type problem struct {
	file string
	line int
	text string
}

func (p *problems) problem(file string, line int, what, instead string) {
	p.all = append(p.all, problem{file, line, fmt.Sprintf("%s:%d: %s; %s", file, line, what, instead)})
}

func (p *problems) err() error {
	if len(p.all) == 0 {
		return nil
	}
	slices.SortStableFunc(p.all, func(a, b problem) int {
		return cmp.Or(strings.Compare(a.file, b.file), a.line-b.line)
	})
	var texts []string
	for _, one := range p.all {
		texts = append(texts, one.text)
	}
	return errors.New(strings.Join(slices.Compact(texts), "\n"))
}
