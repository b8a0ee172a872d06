package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
)

// built is the site as the build wrote it, held in memory: what is asked for is looked up by name, and no request opens a file.
type built struct {
	files   map[string]*siteFile // by path without a slash before it
	headers []headerRule
}

// siteFile is a file of the site, with its twins that are compressed already.
type siteFile struct {
	at    string        // the path by which it is asked for as a rule
	rules []headerField // what _headers says of that path
	forms []form        // br, gzip and plain, those that there are, the best first
}

// form is one way of writing a file. Its headers are written out when the site is read, and nothing is put together for a request.
type form struct {
	coding        string // of the content, empty for plain
	etag          string
	tags, content []headerField // headers of every answer, and of those with the file
	src           []byte
}

// headerField is a header, its name as net/http writes it.
type headerField struct {
	name  string
	value []string
}

func headerOf(name, value string) headerField { return headerField{name, []string{value}} }

// set sets headers. Their values are shared by all answers, and nobody writes into them.
func set(h http.Header, all []headerField) {
	for _, f := range all {
		h[f.name] = f.value
	}
}

// codings are the twins by their ending, the smallest first.
var codings = []struct{ ending, name string }{{".br", "br"}, {".gz", "gzip"}, {"", ""}}

// media are the types of a site's files, by their ending.
var media = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json; charset=utf-8", ".svg": "image/svg+xml", ".wasm": "application/wasm", ".xml": "application/xml",
	".txt": "text/plain; charset=utf-8", ".png": "image/png", ".webmanifest": "application/manifest+json", ".ico": "image/x-icon",
}

// siteFrom reads a built site, or without a folder gives a page that says where the API is.
func siteFrom(dir string) (http.Handler, error) {
	if dir == "" {
		return http.HandlerFunc(noSite), nil
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("-site: %w", err)
	}
	defer root.Close()
	all, err := readAll(root)
	if err != nil {
		return nil, fmt.Errorf("-site: %w", err)
	}
	s := &built{files: map[string]*siteFile{}}
	if s.headers, err = parseHeaders(string(all["_headers"])); err != nil {
		return nil, fmt.Errorf("-site: %w", err)
	}
	delete(all, "_headers")
	for name, src := range all {
		if ending := path.Ext(name); (ending == ".br" || ending == ".gz") && all[strings.TrimSuffix(name, ending)] != nil {
			continue
		}
		f := fileOf(name, src, all)
		f.rules = s.headersOf(f.at)
		s.files[name] = f
	}
	if s.files["index.html"] == nil {
		return nil, fmt.Errorf("-site: %s is no built site: it has no index.html; make one with go run ./build -out DIR", dir)
	}
	return s, nil
}

// readAll reads every plain file below a folder that is for readers. What is linked to from elsewhere is not in it.
func readAll(root *os.Root) (map[string][]byte, error) {
	all := map[string][]byte{}
	err := fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case forHosts(name) && d.IsDir():
			return fs.SkipDir
		case forHosts(name) || !d.Type().IsRegular():
			return nil
		}
		all[name], err = root.ReadFile(name)
		return err
	})
	return all, err
}

// forHosts says whether a file or folder is for whoever hosts the site, or half written, and not for readers. _headers is, too, but is needed.
func forHosts(name string) bool {
	if name == "." || name == "_headers" || name == ".well-known" {
		return false
	}
	base := path.Base(name)
	return base[0] == '_' || base[0] == '.' || path.Ext(base) == ".part"
}

func fileOf(name string, src []byte, all map[string][]byte) *siteFile {
	f := &siteFile{at: "/" + name}
	if path.Base(name) == "index.html" {
		f.at = strings.TrimSuffix(f.at, "index.html")
	}
	kind := media[path.Ext(name)]
	if kind == "" {
		kind = "application/octet-stream"
	}
	sum := sha256.Sum256(src)
	for _, c := range codings {
		twin, ok := all[name+c.ending]
		if !ok || c.ending != "" && len(twin) >= len(src) {
			continue
		}
		// Each form has a tag of its own: they are other bytes.
		one := form{coding: c.name, etag: `"` + hex.EncodeToString(sum[:10]) + c.ending + `"`, src: twin}
		one.tags = []headerField{headerOf("Etag", one.etag)}
		one.content = []headerField{headerOf("Content-Type", kind), headerOf("Content-Length", strconv.Itoa(len(twin)))}
		if c.name != "" {
			one.content = append(one.content, headerOf("Content-Encoding", c.name))
		}
		f.forms = append(f.forms, one)
	}
	if len(f.forms) > 1 {
		for i := range f.forms {
			f.forms[i].tags = append(f.forms[i].tags, headerOf("Vary", "Accept-Encoding"))
		}
	}
	return f
}

// ServeHTTP answers with a file, the index of a folder, or the page that says that there is none.
func (s *built) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "405", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	} else if s.files[name+"/index.html"] != nil {
		to := url.URL{Path: "/" + name + "/", RawQuery: r.URL.RawQuery} // a name of ours: it cannot lead to another host
		w.Header().Set("Location", to.String())
		w.WriteHeader(http.StatusMovedPermanently)
		return
	}
	f := s.files[name]
	if f != nil && f.at == r.URL.Path {
		set(w.Header(), f.rules)
	} else {
		set(w.Header(), s.headersOf(r.URL.Path))
	}
	if f != nil {
		f.send(w, r, http.StatusOK)
	} else if f := s.nearest(name, "404.html"); f != nil {
		f.send(w, r, http.StatusNotFound)
	} else {
		http.Error(w, "404", http.StatusNotFound)
	}
}

// nearest finds a page in the folder of a name, or in those above it: so that a missing English page is told of in English.
func (s *built) nearest(name, page string) *siteFile {
	for dir := path.Dir(name); ; dir = path.Dir(dir) {
		if f := s.files[path.Join(dir, page)]; f != nil || dir == "." || dir == "/" {
			return f
		}
	}
}

// send sends the best form of a file that is accepted, or says that the reader has it.
func (f *siteFile) send(w http.ResponseWriter, r *http.Request, status int) {
	best := f.accepted(r.Header["Accept-Encoding"])
	set(w.Header(), best.tags)
	if status == http.StatusOK && holds(r.Header["If-None-Match"], best.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	set(w.Header(), best.content)
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		first := min(unsent, len(best.src))
		together(w, r, best.src[:first])
		inPieces(w, best.src[first:])
	}
}

// accepted is the first form that a reader takes; plain is always one.
func (f *siteFile) accepted(lists []string) *form {
	last := &f.forms[len(f.forms)-1]
	for i := range f.forms {
		if one := &f.forms[i]; one == last || takes(lists, one.coding) {
			return one
		}
	}
	return last
}

// takes says whether a reader takes a coding: what it says of that one goes before what it says of all, *.
func takes(lists []string, coding string) bool {
	any := false
	for _, list := range lists {
		for part := range strings.SplitSeq(list, ",") {
			name, rest, _ := strings.Cut(part, ";")
			_, weight, weighed := strings.Cut(strings.ToLower(strings.ReplaceAll(rest, " ", "")), "q=")
			taken := !weighed
			if weighed {
				q, err := strconv.ParseFloat(weight, 64)
				taken = err == nil && q > 0
			}
			switch name = strings.TrimSpace(name); {
			case strings.EqualFold(name, coding):
				return taken
			case name == "*":
				any = taken
			}
		}
	}
	return any
}

// holds says whether lists of tags have one.
func holds(lists []string, etag string) bool {
	for _, list := range lists {
		for one := range strings.SplitSeq(list, ",") {
			if one = strings.TrimSpace(one); one == "*" || strings.TrimPrefix(one, "W/") == etag {
				return true
			}
		}
	}
	return false
}

// noSite is served where there is no site.
func noSite(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	if r.URL.Path != "/" {
		w.WriteHeader(http.StatusNotFound)
	}
	io.WriteString(w, `<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>居住证积分</title>
<p>这里是接口，没有配网站。说明在 <a href="/v1/openapi.json">/v1/openapi.json</a>。</p>
<p lang="en">This is the API, without the site. It is described at <a href="/v1/openapi.json">/v1/openapi.json</a>.</p>
`)
}

// headerRule is what the file _headers says of some paths.
type headerRule struct {
	start, end string // of the paths: what stands before and after the *
	star       bool
	lines      [][2]string // a name and a value; no value takes the header back
}

// parseHeaders reads the file _headers, as the build and common hosts of static sites write it.
func parseHeaders(src string) ([]headerRule, error) {
	var all []headerRule
	for i, line := range strings.Split(src, "\n") {
		at := fmt.Sprintf("_headers:%d: ", i+1)
		text := strings.TrimSpace(line)
		switch {
		case text == "" || text[0] == '#':
		case line[0] != ' ' && line[0] != '\t':
			rule := headerRule{}
			rule.start, rule.end, rule.star = strings.Cut(text, "*")
			if !strings.HasPrefix(text, "/") || strings.Contains(rule.end, "*") {
				return nil, errors.New(at + text + " is no path with one * at the most")
			}
			all = append(all, rule)
		case len(all) == 0:
			return nil, errors.New(at + "a header stands before the first path")
		default:
			name, value, ok := strings.Cut(text, ":")
			if taken, isTaken := strings.CutPrefix(text, "!"); isTaken {
				name, value, ok = taken, "", true
			}
			name, value = strings.TrimSpace(name), strings.TrimSpace(value)
			if !ok || name == "" || strings.ContainsAny(name, " \t") {
				return nil, errors.New(at + text + " is no header; write NAME: VALUE, or ! NAME")
			}
			rule := &all[len(all)-1]
			rule.lines = append(rule.lines, [2]string{name, value})
		}
	}
	return all, nil
}

// headersOf is what the rules say of a path.
func (s *built) headersOf(at string) []headerField {
	h := http.Header{}
	s.setHeaders(h, at)
	var all []headerField
	for name, value := range h {
		all = append(all, headerField{name, slices.Clip(value)})
	}
	return all
}

// setHeaders sets what the rules say of a path, a later one over an earlier one.
func (s *built) setHeaders(h http.Header, at string) {
	for _, rule := range s.headers {
		matches := at == rule.start
		if rule.star {
			matches = len(at) >= len(rule.start)+len(rule.end) && strings.HasPrefix(at, rule.start) && strings.HasSuffix(at, rule.end)
		}
		for _, line := range rule.lines {
			switch {
			case !matches:
			case line[1] == "":
				h.Del(line[0])
			default:
				h.Set(line[0], line[1])
			}
		}
	}
}
