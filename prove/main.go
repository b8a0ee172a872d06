// Command prove runs the tests behind what the product promises, and writes docs/proof.md: each promise with its test, the figures
// that the test told, how it ended, and on which day.
//
//	go run ./prove              # make prove: every promise; this takes hours
//	go run ./prove -only F1,F6  # these alone; of the others docs/proof.md goes on saying what it said
//
// prove/promises.txt has one promise a line, # before a remark:
//
//	id | promise | package | test           what make test runs as well
//	id | promise | package | test | prove   the test is run whole, with its flag -prove; without it, it does a short form
//	id | promise | - | reason               why it cannot be run here
//
// A test tells a figure by a line that holds "figure: ". The command fails where a test does, is skipped or did not run.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"
)

const (
	promisesFile = "prove/promises.txt"
	proofFile    = "docs/proof.md"
	longest      = "3h" // that a test may take
)

func main() {
	only := flag.String("only", "", "the ids of the promises to prove, with commas between; all where it is not given")
	flag.Parse()
	if err := run(".", *only, time.Now(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// promise is a row of the file, and what is known of its proof.
type promise struct {
	id, text, pkg, test string // pkg is - where it cannot be run here
	whole               bool   // the test takes the flag -prove
	reason              string // why it cannot be run here
	figure, result, day string // empty where it was not run yet
}

// run proves the promises of the module in a folder, and writes what came out after each, so that a run that is stopped loses nothing.
func run(dir, only string, now time.Time, out io.Writer) error {
	src, err := os.ReadFile(filepath.Join(dir, promisesFile))
	if err != nil {
		return err
	}
	rows, err := read(dir, string(src))
	if err != nil {
		return err
	}
	asked := strings.FieldsFunc(only, func(r rune) bool { return r == ',' })
	for _, id := range asked {
		if !slices.ContainsFunc(rows, func(p *promise) bool { return p.id == id && p.pkg != "-" }) {
			return fmt.Errorf("-only %s: no promise of that id can be run here", id)
		}
	}
	known, err := os.ReadFile(filepath.Join(dir, proofFile))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	recall(rows, string(known))
	var fell []string
	for _, p := range rows {
		if p.pkg == "-" || len(asked) > 0 && !slices.Contains(asked, p.id) {
			continue
		}
		p.prove(dir, now, out)
		if p.result != "passed" {
			fell = append(fell, p.id)
		}
		if err := os.WriteFile(filepath.Join(dir, proofFile), []byte(page(rows)), 0o644); err != nil {
			return err
		}
	}
	if fell != nil {
		return fmt.Errorf("not proven: %s", strings.Join(fell, ", "))
	}
	return nil
}

// read reads the promises, and names every row that is wrong with its line.
func read(dir, src string) (rows []*promise, err error) {
	var wrong []error
	lines := map[string]int{} // by id
	for i, line := range strings.Split(src, "\n") {
		tell := func(format string, args ...any) {
			wrong = append(wrong, fmt.Errorf("%s:%d: %s", promisesFile, i+1, fmt.Sprintf(format, args...)))
		}
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "|")
		for k := range cells {
			cells[k] = strings.TrimSpace(cells[k])
		}
		if len(cells) < 4 || len(cells) > 5 || slices.Contains(cells, "") || len(cells) == 5 && (cells[4] != "prove" || cells[2] == "-") {
			tell("write id | promise | package | test, with | prove after it where the test has that flag, or id | promise | - | reason")
			continue
		}
		p := &promise{id: cells[0], text: cells[1], pkg: cells[2], test: cells[3], whole: len(cells) == 5}
		if before := lines[p.id]; before > 0 {
			tell("%s stands in line %d already", p.id, before)
		}
		lines[p.id] = i + 1
		if p.pkg == "-" {
			p.test, p.reason = "", cells[3]
		} else if !p.there(dir) {
			tell("%s has no test named %s", p.pkg, p.test)
		}
		rows = append(rows, p)
	}
	return rows, errors.Join(wrong...)
}

// there says whether the test exists.
func (p *promise) there(dir string) bool {
	files, _ := filepath.Glob(filepath.Join(dir, p.pkg, "*_test.go"))
	named := regexp.MustCompile(`(?m)^func ` + regexp.QuoteMeta(p.test) + `\(\w+ \*testing\.T\)`)
	return slices.ContainsFunc(files, func(name string) bool {
		src, err := os.ReadFile(name)
		return err == nil && named.Match(src)
	})
}

// prove runs the test.
func (p *promise) prove(dir string, now time.Time, out io.Writer) {
	args := []string{"test", p.pkg, "-run", "^" + p.test + "$", "-count=1", "-v", "-timeout", longest}
	if p.whole {
		args = append(args, "-prove")
	}
	fmt.Fprintf(out, "%s: go %s\n", p.id, strings.Join(args, " "))
	var said bytes.Buffer
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &said, &said
	p.judge(cmd.Run() == nil, said.String())
	p.day = now.UTC().Format(time.DateOnly)
	fmt.Fprintf(out, "%s: %s; %s\n", p.id, p.result, p.figure)
	if p.result != "passed" {
		out.Write(said.Bytes())
	}
}

// judge takes the figures and the result from what the test said.
func (p *promise) judge(ended bool, said string) {
	var figures []string
	for line := range strings.Lines(said) {
		if _, figure, ok := strings.Cut(line, "figure: "); ok {
			figures = append(figures, strings.TrimSpace(figure))
		}
	}
	p.figure = strings.Join(figures, "; ")
	switch {
	case !ended:
		p.result = "**failed**"
	case strings.Contains(said, "--- SKIP: "): // a part of it counts too
		p.result = "**skipped**"
	case !strings.Contains(said, "--- PASS: "+p.test+" "):
		p.result = "**did not run**"
	default:
		p.result = "passed"
	}
}

// cells are what stands in the table of one that can be run.
func (p *promise) cells() []string {
	return []string{p.id, p.text, "`" + p.pkg + " " + p.test + "`", p.figure, p.result, p.day}
}

// recall takes over what the page said of promises, as long as promise and test are still the same.
func recall(rows []*promise, page string) {
	for line := range strings.Lines(page) {
		line = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(line), "| "), " |")
		cells := strings.Split(line, " | ")
		for _, p := range rows {
			if len(cells) == 6 && p.pkg != "-" && slices.Equal(escaped(p.cells()[:3]), cells[:3]) {
				p.figure, p.result, p.day = strings.ReplaceAll(cells[3], `\|`, "|"), cells[4], cells[5]
			}
		}
	}
}

// escaped are cells as a table of Markdown has them.
func escaped(cells []string) []string {
	all := slices.Clone(cells)
	for i, cell := range all {
		all[i] = strings.ReplaceAll(cell, "|", `\|`)
	}
	return all
}

// page is docs/proof.md.
func page(rows []*promise) string {
	var b strings.Builder
	fmt.Fprintf(&b, `# Proof

Made by `+"`make prove`"+` from `+"`%s`"+`, never typed: each promise, the test that holds it, the figures that the test told, how it
ended and on which day. The last run was on %d cores, %s/%s, %s.

| id | promise | test | figure | result | date |
|---|---|---|---|---|---|
`, promisesFile, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
	for _, p := range rows {
		if p.pkg == "-" {
			continue
		}
		row := p.cells()
		for i, empty := range []string{3: "–", 4: "not run yet", 5: "–"} {
			if row[i] == "" {
				row[i] = empty
			}
		}
		fmt.Fprintf(&b, "| %s |\n", strings.Join(escaped(row), " | "))
	}
	b.WriteString("\nWhat cannot be run here:\n\n| id | promise | why |\n|---|---|---|\n")
	for _, p := range rows {
		if p.pkg == "-" {
			fmt.Fprintf(&b, "| %s |\n", strings.Join(escaped([]string{p.id, p.text, p.reason}), " | "))
		}
	}
	return b.String()
}
