//go:build linux

package main

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// benchStatic holds the site's pages, as the whole service gives them, against http.FileServer on the same folder: once to a reader
// that takes what is packed, as browsers do, and once to one that takes plain text alone.
func benchStatic(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("go", "run", "-C", "..", "./build", "-out", dir).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	site, err := siteFrom(dir)
	if err != nil {
		t.Fatal(err)
	}
	b := newBench(t, "sqlite", false)
	ours := httptest.NewServer(b.service.handler(site))
	defer ours.Close()
	files := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer files.Close()
	var pages []string
	err = fs.WalkDir(os.DirFS(dir), ".", func(name string, _ fs.DirEntry, err error) error {
		if folder, ok := strings.CutSuffix("/"+name, "/index.html"); ok {
			pages = append(pages, folder+"/")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	rate := func(p pace) float64 { return p.rate }
	busy := func(p pace) float64 { return float64(p.busy.Microseconds()) }
	for _, takes := range []string{"gzip, br", "identity"} {
		l := load{connections: connections, spell: *benchSpell, want: http.StatusOK, next: func(connection, n int) ask {
			return ask{method: http.MethodGet, path: pages[(connection*7+n)%len(pages)], header: "Accept-Encoding: " + takes}
		}}
		var memory, disk []pace
		for range *benchRounds {
			l.addr = ours.Listener.Addr().String()
			memory = append(memory, l.run(t))
			l.addr = files.Listener.Addr().String()
			disk = append(disk, l.run(t))
			for _, p := range []pace{memory[len(memory)-1], disk[len(disk)-1]} {
				if p.wrong != "" {
					t.Error(p)
				}
			}
		}
		t.Logf("figure: %d pages, Accept-Encoding %q: %.0f a second, http.FileServer %.0f: %.1f times as many (2 wanted); %.0f µs of the processor each against %.0f, calling included", len(pages), takes,
			middle(memory, rate), middle(disk, rate), middle(memory, rate)/middle(disk, rate), middle(memory, busy), middle(disk, busy))
	}
	ofOurs, ofFiles := alone(site, pages), alone(http.FileServer(http.Dir(dir)), pages)
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
	used := processor(0)
	for range rounds {
		for _, page := range pages {
			clear(w.header)
			r.URL.Path = page
			h.ServeHTTP(w, r)
		}
	}
	return float64((processor(0) - used).Microseconds()) / float64(rounds*len(pages))
}
