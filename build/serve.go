package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"jifen/site"

	"github.com/fsnotify/fsnotify"
)

// watched are the folders whose files make the site.
var watched = []string{"api", "rules", "site", "static", "wasm"}

// settle is how long a burst of changes, such as an editor's save, is let come to rest.
const settle = 20 * time.Millisecond

// serve renders, serves, and renders again as files change. Content that is wrong is told and shown in place of the pages, from
// the start or later, until it is mended.
func serve(c config, out io.Writer) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watching for changes: %w", err)
	}
	defer watcher.Close()
	for _, dir := range append(watched, c.content) {
		if err := watch(watcher, dir); err != nil {
			return err
		}
	}
	p := &preview{waiting: map[chan struct{}]bool{}, content: filepath.ToSlash(c.content)}
	p.render(c, out)
	listener, err := net.Listen("tcp", c.serve)
	if err != nil {
		return fmt.Errorf("serving: %w", err)
	}
	fmt.Fprintf(out, "http://%s  (stop with Ctrl+C)\n", shown(listener.Addr().String(), c.serve))
	go p.follow(c, watcher, out)
	server := &http.Server{Handler: p, ReadHeaderTimeout: 5 * time.Second}
	return server.Serve(listener)
}

// shown is the address as a person opens it.
func shown(bound, asked string) string {
	if host, _, err := net.SplitHostPort(asked); err == nil && host == "" {
		_, port, _ := net.SplitHostPort(bound)
		return "localhost:" + port
	} else if err == nil && host != "" && !strings.HasSuffix(asked, ":0") {
		return asked
	}
	return bound
}

func watch(w *fsnotify.Watcher, dir string) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() || d.Name() == "testdata" {
			return err
		}
		if err := w.Add(name); err != nil {
			return fmt.Errorf("watching %s: %w", name, err)
		}
		return nil
	})
}

// preview is the site as it is now, and the pages that wait for the next one.
type preview struct {
	mu      sync.Mutex
	site    *site.Site   // the last sound one, nil before there is one
	faults  []fault      // what is wrong now, none where nothing is
	content string       // the folder of the guides
	made    *ingredients // nil where they must be gathered anew; one render at a time uses it
	waiting map[chan struct{}]bool
}

// render makes the site from what lies on disk now, and tells a fault once.
func (p *preview) render(c config, out io.Writer) {
	s, err := p.write(c)
	switch changed := p.set(s, err); {
	case changed && err != nil:
		fmt.Fprintln(out, err)
	case changed:
		fmt.Fprintln(out, "rendered")
	}
}

// write makes the site, and gathers what it is made of beside the content where that is not at hand.
func (p *preview) write(c config) (*site.Site, error) {
	if p.made == nil {
		made, err := gather()
		if err != nil {
			return nil, err
		}
		p.made = made
	}
	o := p.made.options(c)
	o.Preview = true
	return site.Write(o, c.out, false)
}

// follow renders again after each burst of changes.
func (p *preview) follow(c config, w *fsnotify.Watcher, out io.Writer) {
	var due <-chan time.Time
	for {
		select {
		case e, ok := <-w.Events:
			if !ok {
				return
			}
			if info, err := os.Stat(e.Name); err == nil && info.IsDir() && e.Has(fsnotify.Create) {
				watch(w, e.Name)
			}
			if !e.Has(fsnotify.Chmod) {
				due = time.After(settle)
				if !within(e.Name, c.content) {
					p.made = nil // it may be of the law or of a program
				}
			}
		case err := <-w.Errors:
			fmt.Fprintln(out, "watching for changes:", err)
		case <-due:
			due = nil
			p.render(c, out)
		}
	}
}

// within says whether a file lies in a folder.
func within(name, dir string) bool {
	rel, err := filepath.Rel(dir, name)
	return err == nil && filepath.IsLocal(rel)
}

// set puts a site or a fault in place, and wakes the pages that wait where that is another state than before.
func (p *preview) set(s *site.Site, err error) (changed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := p.state()
	if p.faults = nil; err != nil {
		p.faults = faults(err.Error())
	} else {
		p.site = s
	}
	if p.state() == before {
		return false
	}
	for c := range p.waiting {
		close(c)
	}
	clear(p.waiting)
	return true
}

// state names what the pages show: the version of the site, and with a fault the fault as well. A page says which state it
// has seen, and loads again as soon as that is another one.
func (p *preview) state() string {
	version := ""
	if p.site != nil {
		version = p.site.Version
	}
	if p.faults == nil {
		return version
	}
	sum := sha256.Sum256(fmt.Append(nil, p.faults)) // with the lines around: they are shown as well
	return version + "-" + hex.EncodeToString(sum[:8])
}

func (p *preview) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	s, faults, state := p.site, p.faults, p.state()
	p.mu.Unlock()
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "this address is read only", http.StatusMethodNotAllowed)
	case r.URL.Path == "/preview":
		p.wait(w, r)
	case faults != nil && (s == nil || strings.HasSuffix(r.URL.Path, "/") || strings.HasSuffix(r.URL.Path, ".html")):
		sendFault(w, faults, state, p.content, r.URL.Path)
	default:
		send(w, r, s)
	}
}

// wait holds a page's question until there is another state than the one it has seen.
func (p *preview) wait(w http.ResponseWriter, r *http.Request) {
	c := make(chan struct{})
	p.mu.Lock()
	if r.URL.Query().Get("seen") == p.state() {
		p.waiting[c] = true
	} else {
		close(c)
	}
	p.mu.Unlock()
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusOK)
	http.NewResponseController(w).Flush()
	select {
	case <-c:
		fmt.Fprint(w, "data: again\n\n")
	case <-r.Context().Done():
		p.mu.Lock()
		delete(p.waiting, c)
		p.mu.Unlock()
	}
}

// send answers with a file of the site, as any host of static files does.
func send(w http.ResponseWriter, r *http.Request, s *site.Site) {
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if strings.HasSuffix(r.URL.Path, "/") {
		name = path.Join(name, "index.html")
	}
	src, ok := s.Read(name)
	status := http.StatusOK
	if !ok {
		if _, isFolder := s.Read(path.Join(name, "index.html")); isFolder {
			http.Redirect(w, r, "/"+name+"/", http.StatusMovedPermanently)
			return
		}
		name, status = "404.html", http.StatusNotFound
		if _, english := s.Read("en/404.html"); english && strings.HasPrefix(r.URL.Path, "/en/") {
			name = "en/404.html"
		}
		src, _ = s.Read(name)
	}
	s.Headers.Set(w.Header(), r.URL.Path)
	w.Header().Set("Content-Type", site.Type(name))
	if status == http.StatusNotFound {
		w.Header().Set("Cache-Control", "no-store")
	}
	w.WriteHeader(status)
	if r.Method == http.MethodGet {
		w.Write(src) // a reader who went away is no fault
	}
}
