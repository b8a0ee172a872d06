package site

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
)

// A folder that was written bears a stamp: the names of its files, which alone may be removed, and what the next build can know of
// pages that are as they were. A page is made again where its file changed. Where anything changed that other pages or files know of
// (a title, an order, a heading, the number of pages, a template, a rule, this program), everything is made again: that is simple, and
// an editor who mends a sentence waits for one page.

// stamp is the name of the file.
const stamp = ".jifen-site"

// errAnew says that what an earlier build left is no ground to go on from.
var errAnew = errors.New("everything must be made again")

// stamped is what a stamp says.
type stamped struct {
	key      string // names everything that is no page and that pages are made with
	names    []string
	written  int64 // when it was, in nanoseconds
	indexes  map[string]string
	pages    map[string]*known // by path
	warnings []string
}

// known is what it says of a page.
type known struct {
	name, layout         string
	title, summary       string
	last, by             string // when it was reviewed, and is to be again
	order, piece         int
	size, changed, bytes int64
	sum                  [sha256.Size]byte
	face, anchors        string
}

// knows takes over what is known of a page, where its file did not change since.
func (s *stamped) knows(p *Page) bool {
	if s == nil {
		return false
	}
	k := s.pages[p.Path]
	// A file that changed when the stamp was written, or later, may have been read before.
	if k == nil || k.name != p.name || k.size != p.size || k.changed != p.changed || k.changed >= s.written-int64(1e9) && p.name != "" || k.layout == "search" {
		return false
	}
	p.known, p.written, p.face, p.piece, p.anchors, p.bytes = k, p.name != "", k.face, k.piece, k.anchors, k.bytes
	p.Title, p.Summary, p.Meta = k.title, k.summary, Meta{Title: k.title, Summary: k.summary, Layout: k.layout, Order: k.order, LastReviewed: k.last, ReviewBy: k.by}
	return true
}

// face is what an earlier build knew of a page.
func (s *stamped) face(p *Page) string {
	if k := s.pages[p.Path]; k != nil {
		return k.face
	}
	return ""
}

// hashed names a front matter.
func hashed(head []byte) []byte {
	sum := sha256.Sum256(head)
	return sum[:]
}

// face names what others know of a page: its front matter, its headings and stations, the facts that it refers to.
func face(head []byte, p *Page) string {
	h := sha256.New()
	h.Write(head)
	for _, all := range [][]string{p.ids, p.refs} {
		io.WriteString(h, strings.Join(all, "\n")+"\n\n")
	}
	if p.stops != nil {
		fmt.Fprintf(h, "%v", p.stops)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// keepPage takes a page over from the build before.
func (b *builder) keepPage(p *Page, index []*index) error {
	b.sums[p.file()] = p.known.sum
	if err := b.out.keep(p.file(), p.known.bytes); err != nil {
		return err
	}
	for _, i := range index {
		if err := i.keep(p); err != nil {
			return err
		}
	}
	return nil
}

// key reads what pages are made with and says whether the build before had the same.
func (b *builder) readKey() error {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q %q %q %v %v\n", b.Maker, b.Name, b.Base, b.API, b.Source, b.Asks, b.Preview)
	for _, name := range sortedKeys(b.asset) {
		fmt.Fprintf(h, "%s %s\n", name, b.asset[name].hash)
	}
	for _, from := range []struct {
		fs       fs.FS
		patterns []string
	}{
		{b.Templates, []string{"*"}}, {b.Law, []string{"*.json", "editions/*.json"}}, {b.Service, []string{"openapi.*.json"}},
		{b.Content, []string{anchorsFile, redirectsFile, entrancesFile}},
	} {
		for _, pattern := range from.patterns {
			if err := hashAll(h, from.fs, pattern); err != nil {
				return fmt.Errorf("reading what pages are made with: %w", err)
			}
		}
	}
	b.key = hex.EncodeToString(h.Sum(nil))
	if b.before != nil && (b.Maker == "" || b.before.key != b.key) {
		b.before = nil
	}
	return nil
}

func hashAll(h hash.Hash, from fs.FS, pattern string) error {
	if from == nil {
		return nil
	}
	names, err := fs.Glob(from, pattern)
	for _, name := range names {
		src, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		fmt.Fprintf(h, "%s %d\n", name, len(src))
		h.Write(src)
	}
	return err
}

// stamp is what the next build can know.
func (b *builder) stamp() *stamped {
	s := &stamped{key: b.key, indexes: map[string]string{}, pages: map[string]*known{}, warnings: b.warnings}
	for _, l := range languages {
		s.indexes[l.folder] = strings.TrimPrefix(b.asset["search."+l.folder+".json"].path, "/")
	}
	for _, p := range b.pages {
		s.pages[p.Path] = &known{name: p.name, layout: p.Meta.Layout, title: p.Title, summary: p.Summary, last: p.Meta.LastReviewed, by: p.Meta.ReviewBy, order: p.Meta.Order, piece: p.piece,
			size: p.size, changed: p.changed, bytes: p.bytes, sum: b.sums[p.file()], face: p.face, anchors: p.anchors}
	}
	return s
}

// write writes a stamp: a line with the key, one for each file, page and warning, fields with tabs between.
func (s *stamped) write(name string) error {
	out, err := os.Create(name + unready)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	fmt.Fprintf(w, "key\t%s\t%s\t%s\n", s.key, s.indexes["zh"], s.indexes["en"])
	for _, name := range s.names {
		w.WriteString("file\t" + name + "\n")
	}
	for _, path := range sortedKeys(s.pages) {
		k := s.pages[path]
		fmt.Fprintf(w, "page\t%s\t%s\t%s\t%q\t%q\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t%x\t%s\t%s\n", path, k.name, k.layout, k.title, k.summary, k.last, k.by, k.order, k.piece, k.size, k.changed, k.bytes, k.sum, k.face, k.anchors)
	}
	for _, warning := range s.warnings {
		fmt.Fprintf(w, "warning\t%q\n", warning)
	}
	err = w.Flush()
	if e := out.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(name+unready, name)
	}
	return err
}

// readStamp reads what an earlier build says. Of what it does not understand it knows nothing.
func readStamp(name string) (*stamped, error) {
	src, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	s := &stamped{written: info.ModTime().UnixNano(), indexes: map[string]string{}, pages: map[string]*known{}}
	for line := range strings.Lines(string(src)) {
		kind, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		switch fields := strings.Split(rest, "\t"); {
		case rest == "" && kind != "":
			s.names = append(s.names, kind) // as stamps once were
		case kind == "key" && len(fields) == 3 && fs.ValidPath(fields[1]) && fs.ValidPath(fields[2]):
			s.key, s.indexes["zh"], s.indexes["en"] = fields[0], fields[1], fields[2]
		case kind == "file":
			s.names = append(s.names, rest)
		case kind == "page" && len(fields) == 15:
			k := &known{name: fields[1], layout: fields[2], last: fields[5], by: fields[6], face: fields[13], anchors: fields[14]}
			var errs [8]error
			k.title, errs[0] = strconv.Unquote(fields[3])
			k.summary, errs[1] = strconv.Unquote(fields[4])
			k.order, errs[2] = strconv.Atoi(fields[7])
			k.piece, errs[3] = strconv.Atoi(fields[8])
			k.size, errs[4] = strconv.ParseInt(fields[9], 10, 64)
			k.changed, errs[5] = strconv.ParseInt(fields[10], 10, 64)
			k.bytes, errs[6] = strconv.ParseInt(fields[11], 10, 64)
			_, errs[7] = hex.Decode(k.sum[:], []byte(fields[12]))
			if len(fields[12]) == 2*sha256.Size && errors.Join(errs[:]...) == nil {
				s.pages[fields[0]] = k
			} else {
				s.key = ""
			}
		case kind == "warning":
			if text, err := strconv.Unquote(rest); err == nil {
				s.warnings = append(s.warnings, text)
			}
		default:
			s.key = ""
		}
	}
	s.names = safe(s.names)
	return s, nil
}

// safe leaves out names that lead out of the folder: a stamp says what may be removed.
func safe(names []string) []string {
	var all []string
	for _, name := range names {
		if fs.ValidPath(name) && name == path.Clean(name) {
			all = append(all, name)
		}
	}
	return all
}
