//go:build linux

package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"jifen/rules/edition"
	"jifen/site"

	"github.com/fsnotify/fsnotify"
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
		status, err := os.ReadFile("/proc/self/status")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println(peak.FindString(string(status))) // what the system says of a child counts its parent in
		return
	}
	if !*benchPages {
		t.Log("make bench measures; a test without figures has nothing to hold")
		return
	}
	theSite(t) // goes to the project's root
	for _, pages := range []int{100, 1_000, 10_000} {
		from, to := t.TempDir(), t.TempDir()
		madeUpGuides(t, from, pages)
		ours, floor := spent(t, "site", from, t.TempDir), spent(t, "floor", from, t.TempDir)
		t.Logf("%d pages: %s; the floor %s: %.2f times its processor (2 wanted)", pages, ours, floor, ours.cpu.Seconds()/floor.cpu.Seconds())
		if hugo, err := hugo(t, from); err != nil {
			t.Logf("%d pages: no comparison with Hugo: %v", pages, err)
		} else {
			t.Logf("%d pages: Hugo with two small templates, no search, no checks: %s; ours %.2f times its memory (0.1 wanted), %.2f times its processor", pages, hugo, float64(ours.memory)/float64(hugo.memory), ours.cpu.Seconds()/hugo.cpu.Seconds())
		}
		spent(t, "site", from, func() string { return to })
		n := 0
		again := spent(t, "site", from, func() string {
			n++
			mend(t, from, n)
			return to
		})
		t.Logf("%d pages, one of them changed, a new process: %s: 1/%.0f of a cold build (1/15 wanted at 10 000)", pages, again, ours.cpu.Seconds()/again.cpu.Seconds())
		if pages == 1_000 {
			t.Logf("%d pages: a page that is open is told to load again %s after one was saved (100 ms wanted)", pages, previewed(t, from))
		}
	}
}

// mend changes a word in the text of a guide.
func mend(t *testing.T, from string, n int) {
	t.Helper()
	file := filepath.Join(from, "zh", "guides", fmt.Sprintf("g%d.md", n))
	src, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, bytes.Replace(src, []byte("。\n\n##"), []byte("。对。\n\n##"), 1), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// previewed is how long a change takes to a page that is open in the preview, in the middle of seven.
func previewed(t *testing.T, from string) time.Duration {
	t.Helper()
	law, err := edition.Load("rules")
	if err != nil {
		t.Fatal(err)
	}
	c := config{content: from, out: t.TempDir()}
	p := &preview{waiting: map[chan struct{}]bool{}, content: filepath.ToSlash(from),
		made: &ingredients{law: law, program: []byte("\x00asm"), counters: []byte("\x00asm2"), exec: []byte("//"), maker: "bench"}}
	p.render(c, io.Discard)
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { watcher.Close() })
	if err := watch(watcher, from); err != nil {
		t.Fatal(err)
	}
	go p.follow(c, watcher, io.Discard)
	var all []time.Duration
	for i := range 7 {
		p.mu.Lock()
		wait := make(chan struct{})
		p.waiting[wait] = true
		p.mu.Unlock()
		begin := time.Now()
		mend(t, from, 20+i)
		<-wait
		all = append(all, time.Since(begin))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// cost is what a process took.
type cost struct {
	cpu, wall time.Duration
	memory    int64 // bytes, at most
}

func (c cost) String() string {
	return fmt.Sprintf("%.2f s of the processor, %.2f s, %d MB", c.cpu.Seconds(), c.wall.Seconds(), c.memory>>20)
}

// spent runs a job three times, each into a folder of its own or again into the same, and gives the one in the middle.
func spent(t *testing.T, job, from string, to func() string) cost {
	t.Helper()
	var all []cost
	for range 3 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestBenchPages$")
		cmd.Env = append(os.Environ(), "JIFEN_BENCH="+job, "JIFEN_FROM="+from, "JIFEN_TO="+to())
		one, err := timed(cmd)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
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

// timed runs a command and tells what it took.
func timed(cmd *exec.Cmd) (cost, error) {
	begin := time.Now()
	out, err := cmd.CombinedOutput()
	if err != nil {
		return cost{}, fmt.Errorf("%w\n%s", err, out)
	}
	used := cmd.ProcessState
	memory := used.SysUsage().(*syscall.Rusage).Maxrss
	if told := peak.FindSubmatch(out); told != nil {
		memory, err = strconv.ParseInt(string(told[1]), 10, 64)
	}
	return cost{used.UserTime() + used.SystemTime(), time.Since(begin), memory << 10}, err
}

// peak is the most memory that a process had, as /proc tells it.
var peak = regexp.MustCompile(`VmHWM:\s*(\d+) kB`)

// hugo builds the same pages with Hugo, where it is installed.
func hugo(t *testing.T, from string) (cost, error) {
	t.Helper()
	program, err := exec.LookPath("hugo")
	if err != nil {
		return cost{}, err
	}
	dir := t.TempDir()
	page := "<!doctype html>\n<html>\n<head><meta charset=\"utf-8\"><title>{{.Title}}</title></head>\n<body>\n"
	for name, text := range map[string]string{
		"hugo.toml":                    "baseURL = 'https://example.org/'\ndefaultContentLanguage = 'zh'\ndisableKinds = ['taxonomy', 'term']\n[languages.zh]\ncontentDir = 'content/zh'\n[languages.en]\ncontentDir = 'content/en'\n",
		"layouts/_default/single.html": page + "{{.Content}}{{with .NextInSection}}<a href=\"{{.RelPermalink}}\">{{.Title}}</a>{{end}}\n</body>\n</html>\n",
		"layouts/_default/list.html":   page + "{{range .Pages}}<a href=\"{{.RelPermalink}}\">{{.Title}}</a>\n{{end}}</body>\n</html>\n",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			return cost{}, err
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return cost{}, err
		}
	}
	err = filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(from, name)
		to := filepath.Join(dir, "content", rel)
		if err != nil || d.IsDir() {
			return errors.Join(err, os.MkdirAll(to, 0o755))
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(to, bytes.Replace(src, []byte("layout: guide\n"), nil, 1), 0o644) // a layout of ours
	})
	if err != nil {
		return cost{}, err
	}
	return timed(exec.Command(program, "--quiet", "--source", dir, "--destination", t.TempDir()))
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
