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
}
