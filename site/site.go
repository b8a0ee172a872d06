// Package site renders the portal: Markdown, the editions of the law and the templates in, the files of a static site out.
//
// It works in strokes, each in a file of its own: load the front matter (load.go), name the assets by their hash (assets.go), then page
// by page (make.go) read the Markdown (markdown.go) with its references to the law (refs.go, blocks.go), lay it out (page.go), note its links
// (links.go) and what the search finds in it (search.go), and put it away (write.go); at last hold every link against what is there. A
// page and its twin in the other language are held against each other in twins.go; old addresses go on leading somewhere (kept.go).
// Of a page that was put away no more is kept than others ask of it, so that memory hardly grows with the pages; and a folder that an
// earlier build wrote tells which pages are as they were (stamp.go).
//
// It has no clock and no network, and sorts what it writes: the same input gives the same bytes. What is wrong with the
// content is told all at once, each as file:line: what; what instead, and then nothing is written.
package site

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path/filepath"
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
	Maker     string // names the program that builds: what another one wrote is written anew; empty trusts nothing written before
}

// Site is the rendered site.
type Site struct {
	Files   map[string][]byte // by path, without a leading slash; nil where they lie in a folder
	Folder  string
	Count   int // of the files
	Headers Headers
	Version string // changes as any file does
	// Warnings are what is to be mended and hinders nothing, each as file:line: what; what instead.
	Warnings []string
	Anchors  []byte // the content's anchors.txt with the addresses of today
}

// Build renders everything and keeps it in memory, or tells every problem.
func Build(o Options) (*Site, error) {
	files := memory{}
	b, err := newBuilder(o, files)
	if err == nil {
		err = b.build()
	}
	if err != nil {
		return nil, err
	}
	s := b.site()
	s.Files, s.Anchors = files, b.anchors()
	return s, nil
}

// Write renders everything into a folder, or tells every problem and leaves the folder as it was. Where an earlier build with the
// same options wrote the folder, pages that are as they were are not rendered again. With pack, a .br and a .gz lie beside each text.
func Write(o Options, dir string, pack bool) (*Site, error) {
	f, err := openFolder(dir, pack)
	if err != nil {
		return nil, err
	}
	b, err := newBuilder(o, f)
	if err != nil {
		f.discard()
		return nil, err
	}
	b.before = f.before
	err = b.build()
	if errors.Is(err, errAnew) {
		f.discard()
		if b, err = newBuilder(o, f); err == nil {
			err = errors.Join(f.begin(), b.build())
		}
	}
	if err == nil {
		err = f.commit(b.stamp())
	}
	if err != nil {
		f.discard()
		return nil, err
	}
	s := b.site()
	s.Folder = dir
	return s, nil
}

// newBuilder checks what the options say of addresses.
func newBuilder(o Options, out output) (*builder, error) {
	b := &builder{Options: o, out: out, files: map[string][]byte{}, sums: map[string][sha256.Size]byte{}, uses: map[link]*[]int32{}, alike: map[alike]template.HTML{}, problems: &problems{}}
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
	return b, nil
}

// build makes every file. What the front matter, the text and its links have wrong is told together; only sound pages are laid out,
// and only pages that are all laid out have every link to check.
func (b *builder) build() error {
	for _, strokes := range [][]func() error{
		{b.readWords, b.assets, b.readService, b.templates, b.readKey, b.load, b.readKept, b.readEntrances, b.makePages, b.checkKept},
		{b.movedPages, b.openData, b.findable, b.hosts, b.checkLinks}, {b.worker, b.putFiles},
	} {
		for _, stroke := range strokes {
			if err := stroke(); err != nil {
				return err
			}
		}
		if err := b.problems.err(); err != nil && b.before != nil {
			return errAnew // which tells every problem
		} else if err != nil {
			return err
		}
	}
	b.warnTwins()
	return nil
}

// Read gives a file, from memory or from the folder.
func (s *Site) Read(name string) ([]byte, bool) {
	if s.Files != nil || s.Folder == "" {
		src, ok := s.Files[name]
		return src, ok
	}
	if !fs.ValidPath(name) {
		return nil, false
	}
	src, err := os.ReadFile(filepath.Join(s.Folder, filepath.FromSlash(name)))
	return src, err == nil
}

func (b *builder) site() *Site {
	return &Site{Count: len(b.sums), Headers: b.headers(), Version: b.version, Warnings: b.warnings}
}

// hosts writes what hosts of static sites read.
func (b *builder) hosts() error {
	b.files["_headers"] = b.headers().cdn()
	maps.Copy(b.files, b.hostRedirects())
	return nil
}

// put puts a finished file away.
func (b *builder) put(name string, src []byte) error {
	b.sums[name] = sha256.Sum256(src)
	return b.out.put(name, src)
}

// putFiles puts away what is no page.
func (b *builder) putFiles() error {
	for _, name := range sortedKeys(b.files) {
		if err := b.put(name, b.files[name]); err != nil {
			return err
		}
	}
	return nil
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
	journeys  [2][]*Page // those of them that are laid out as steps
	goldmark  goldmark.Markdown
	marks     *marks
	files     map[string][]byte            // what is no page, until the end
	sums      map[string][sha256.Size]byte // of each file that was put away
	uses      map[link]*[]int32            // the pages that hold a link
	alike     map[alike]template.HTML
	page      bytes.Buffer // the page that is laid out
	out       output
	key       string   // names what pages are made with
	before    *stamped // what an earlier build wrote into the same folder, nil where nothing is known of one
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
