//go:build linux

package main

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"jifen/rules/edition"
	"jifen/site"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
)

var benchPages = flag.Bool("bench-pages", false, "measure the generator")

// guideSize is about how long a made-up guide is, in bytes.
const guideSize = 6 << 10

// TestBenchPages prints what a cold build costs, against a program that does nothing but turn the same Markdown into the same number of
// files; each in a process of its own. Compression and the browser programs are left out.
func TestBenchPages(t *testing.T) {
	if job := os.Getenv("JIFEN_BENCH"); job != "" {
		if err := jobs[job](os.Getenv("JIFEN_FROM"), os.Getenv("JIFEN_TO")); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !*benchPages {
		t.Log("make bench measures; a test without figures has nothing to hold")
		return
	}
	theSite(t) // goes to the project's root
	for _, pages := range []int{100, 1_000, 10_000} {
		from := t.TempDir()
		madeUpGuides(t, from, pages)
		ours, floor := spent(t, "site", from), spent(t, "floor", from)
		t.Logf("%d pages: %s; the floor %s: %.2f times its processor (2 wanted)", pages, ours, floor, ours.cpu.Seconds()/floor.cpu.Seconds())
	}
}

// cost is what a process took.
type cost struct {
	cpu, wall time.Duration
	memory    int64 // bytes, at most
}

func (c cost) String() string {
	return fmt.Sprintf("%.2f s of the processor, %.2f s, %d MB", c.cpu.Seconds(), c.wall.Seconds(), c.memory>>20)
}

// spent runs a job three times and gives the one in the middle.
func spent(t *testing.T, job, from string) cost {
	t.Helper()
	var all []cost
	for range 3 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestBenchPages$")
		cmd.Env = append(os.Environ(), "JIFEN_BENCH="+job, "JIFEN_FROM="+from, "JIFEN_TO="+t.TempDir())
		begin := time.Now()
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		used := cmd.ProcessState
		all = append(all, cost{used.UserTime() + used.SystemTime(), time.Since(begin), used.SysUsage().(*syscall.Rusage).Maxrss << 10})
	}
	lo, mid, hi := all[0], all[1], all[2]
	if lo.cpu > mid.cpu {
		lo, mid = mid, lo
	}
	if mid.cpu > hi.cpu {
		mid = hi
	}
	if lo.cpu > mid.cpu {
		mid = lo
	}
	return mid
}

// jobs are what is measured.
var jobs = map[string]func(from, to string) error{
	"site": func(from, to string) error {
		law, err := edition.Load("rules")
		if err != nil {
			return err
		}
		o := options(config{content: from}, law)
		o.Maker = "bench"
		o.Program, o.Counters, o.Exec = []byte("\x00asm"), []byte("\x00asm2"), []byte("//")
		_, err = site.Write(o, to, false)
		return err
	},
	"floor": func(from, to string) error {
		md := goldmark.New(goldmark.WithExtensions(extension.Table))
		return filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			src, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			_, text, _ := bytes.Cut(src[3:], []byte("\n---\n"))
			var out bytes.Buffer
			out.WriteString("<!doctype html>\n<html lang=\"zh-Hans\">\n<head><meta charset=\"utf-8\"><title>jifen</title></head>\n<body>\n")
			if err := md.Convert(text, &out); err != nil {
				return err
			}
			out.WriteString("</body>\n</html>\n")
			rel, err := filepath.Rel(from, name)
			if err != nil {
				return err
			}
			dir := filepath.Join(to, strings.TrimSuffix(rel, ".md"))
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(dir, "index.html"), out.Bytes(), 0o644)
		})
	},
}

// madeUpGuides writes so many guides, half of them the English twins of the others.
func madeUpGuides(t *testing.T, dir string, pages int) {
	t.Helper()
	words := map[string][3]string{
		"zh": {"先看结论，再看每一步由谁来办、要带什么、多久有结果。", "准备材料的时候，原件和复印件都要带；不清楚的，先问受理点。", "名称"},
		"en": {"First the answer, then who does each step, what to bring, and how long it takes.", "Bring the original and a copy of each paper; where something is unclear, ask the reception point.", "Name"},
	}
	for folder, w := range words {
		if err := os.MkdirAll(filepath.Join(dir, folder, "guides"), 0o755); err != nil {
			t.Fatal(err)
		}
		for i := range pages / 2 {
			var b strings.Builder
			fmt.Fprintf(&b, "---\ntitle: Guide %d\nsummary: %s\nlayout: guide\norder: %d\naudience: [holder]\nowner: guides\nlast_reviewed: 2026-11-24\nreview_by: 2027-05-24\nsources:\n  - title: %s\n    use: %s\n    confidence: B\n---\n\n", i, w[0], i+1, w[2], w[2])
			for part := 0; b.Len() < guideSize; part++ {
				fmt.Fprintf(&b, "## %s %d {#part-%d}\n\n%s [%d](/guides/g%d/#part-0)\n\n- %s\n- %s\n\n| %s | 1 | 2 |\n|---|---|---|\n| a | %d | b |\n\n%s\n\n", w[2], part, part, strings.Repeat(w[0], 3), i, (i+1)%(pages/2), w[0], w[1], w[2], part, strings.Repeat(w[1], 4))
			}
			if err := os.WriteFile(filepath.Join(dir, folder, "guides", fmt.Sprintf("g%d.md", i)), []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
