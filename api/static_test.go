//go:build linux

package main

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// benchStatic holds the site's pages, as the service's program gives them, against http.FileServer on the same folder, each a process of its
// own: once to a reader that takes what is packed, as browsers do, and once to one that takes plain text alone.
func benchStatic(t *testing.T) {
	dir, site := t.TempDir(), t.TempDir()
	for _, args := range [][]string{
		{"run", "-C", "..", "./build", "-out", site}, {"build", "-o", filepath.Join(dir, "api"), "."}, {"build", "-o", filepath.Join(dir, "files"), "./testdata/files"},
	} {
		if out, err := exec.Command("go", args...).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	var pages []string
	err := fs.WalkDir(os.DirFS(site), ".", func(name string, _ fs.DirEntry, err error) error {
		if folder, ok := strings.CutSuffix("/"+name, "/index.html"); ok {
			pages = append(pages, folder+"/")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var ours, files load
	ours.addr, ours.served = beside(t, filepath.Join(dir, "api"), "-site", site, "-db", "sqlite:"+filepath.Join(dir, "jifen.db"), "-key", filepath.Join(dir, "jifen.key"))
	files.addr, files.served = beside(t, filepath.Join(dir, "files"), "-site", site)
	rate := func(p pace) float64 { return p.rate }
	serving := func(p pace) float64 { return float64(p.serving.Nanoseconds()) / 1e3 }
	for _, takes := range []string{"gzip, br", "identity"} {
		seen := map[*load][]pace{}
		for range *benchRounds {
			for _, l := range []*load{&ours, &files} {
				l.connections, l.spell, l.want = connections, *benchSpell, http.StatusOK
				l.next = func(connection, n int) ask {
					return ask{method: http.MethodGet, path: pages[(connection*7+n)%len(pages)], header: "Accept-Encoding: " + takes}
				}
				p := l.run(t)
				if p.wrong != "" {
					t.Error(p)
				}
				seen[l] = append(seen[l], p)
			}
		}
		memory, disk := seen[&ours], seen[&files]
		t.Logf("figure: %d pages, Accept-Encoding %q: %.1f µs of the server's processor a page, http.FileServer %.1f: %.1f times as many a core (2 wanted); %.0f a second against %.0f with the callers on the same cores: %.1f times", len(pages), takes,
			middle(memory, serving), middle(disk, serving), middle(disk, serving)/middle(memory, serving), middle(memory, rate), middle(disk, rate), middle(memory, rate)/middle(disk, rate))
	}
	built, err := siteFrom(site)
	if err != nil {
		t.Fatal(err)
	}
	ofOurs, ofFiles := alone(built, pages), alone(http.FileServer(http.Dir(site)), pages)
	t.Logf("figure: the handler by itself, plain text into nothing: %.1f µs of the processor a page, http.FileServer %.1f: %.1f times as many (2 wanted)", ofOurs, ofFiles, ofFiles/ofOurs)
}

// nowhere is an answer that nobody reads.
type nowhere struct{ header http.Header }

func (n nowhere) Header() http.Header         { return n.header }
func (n nowhere) WriteHeader(int)             {}
func (n nowhere) Write(p []byte) (int, error) { return len(p), nil }

// alone is how long a handler keeps the processor for a page, without what net/http and the network take, in µs.
func alone(h http.Handler, pages []string) float64 {
	const rounds = 500
	w := nowhere{http.Header{}}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	used := processor(os.Getpid())
	for range rounds {
		for _, page := range pages {
			clear(w.header)
			r.URL.Path = page
			h.ServeHTTP(w, r)
		}
	}
	return float64((processor(os.Getpid()) - used).Microseconds()) / float64(rounds*len(pages))
}
