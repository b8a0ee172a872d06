package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jifen/rules/cases"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write the expectations anew")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"score": main})
}

// TestScripts runs testdata/*.txtar: what is typed and what must come of it.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata", UpdateScripts: *update})
}

// TestCases asks the built command every case worked by hand.
func TestCases(t *testing.T) {
	command := filepath.Join(t.TempDir(), "score")
	if out, err := exec.Command("go", "build", "-o", command, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	all, err := cases.Load("../testdata/cases")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		args := []string{"-on", c.On, "-edition", c.Edition}
		if c.AsksAhead() {
			args = append(args, "-horizon")
		}
		cmd := exec.Command(command, args...)
		cmd.Stdin = strings.NewReader(c.Facts)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		answer, err := cmd.Output()
		if err != nil {
			if code := cmd.ProcessState.ExitCode(); code != 2 {
				t.Errorf("%s:%d: status %d", c.File, c.Line, code)
			}
			answer = problems(t, errs.String())
		}
		for _, d := range c.Differences(answer) {
			t.Errorf("%s:%d: %s: %s", c.File, c.Line, c.Name, d)
		}
	}
}

// problems turns standard error, a line a problem, into the shape that cases compare.
func problems(t *testing.T, lines string) []byte {
	type problem struct{ Field string }
	var all struct{ Errors []problem }
	for line := range strings.Lines(lines) {
		field, _, named := strings.Cut(line, ": ")
		if !named {
			field = ""
		}
		all.Errors = append(all.Errors, problem{field})
	}
	b, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestToday: the day turns at midnight in Shanghai, whatever the clock's own zone is.
func TestToday(t *testing.T) {
	for _, c := range []struct{ now, want string }{
		{"2026-11-23T15:59:59Z", "2026-11-23"},
		{"2026-11-23T16:00:00Z", "2026-11-24"},
		{"2026-11-23T23:30:00-08:00", "2026-11-24"},
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		if got := today(now).String(); got != c.want {
			t.Errorf("%s: got %s, want %s", c.now, got, c.want)
		}
	}
}

// BenchmarkBatch answers questions as the command does, from text to text, on all cores.
func BenchmarkBatch(b *testing.B) {
	const line = `{"facts":{"complete":true,"born":"1988-11-24","permit":true,"employed":true,"insured_last_12":12,"education":"bachelor_degree","title":"none","title_base_met":false,"insured_months":31,"base_tier":"1x"},"on":"2026-11-23"}` + "\n"
	const people = 100_000
	in := strings.Repeat(line, people)
	for b.Loop() {
		if status := batch(strings.NewReader(in), io.Discard, io.Discard, answerer{}); status != 0 {
			b.Fatalf("status %d", status)
		}
	}
	b.ReportMetric(float64(people)*float64(b.N)/b.Elapsed().Seconds(), "applicants/s")
}
