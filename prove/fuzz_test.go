package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"
)

const (
	fuzzTime   = 2 * time.Minute
	fuzzMemory = 2 << 30 // bytes: an input that makes much of little must not take the machine
)

var (
	fuzzFunc = regexp.MustCompile(`(?m)^func (Fuzz\w+)\(f \*testing\.F\)`)
	execs    = regexp.MustCompile(`execs: (\d+)`)
)

// TestFuzz looks for input that breaks a reader, with -prove: every reader that has a fuzz test, for two minutes each. Without it they are
// counted alone; the tests of their own rooms try the seeds, and what broke one before.
func TestFuzz(t *testing.T) {
	readers, tried := 0, 0
	all, err := filepath.Glob("../*/*_test.go")
	deeper, err2 := filepath.Glob("../*/*/*_test.go")
	if all = append(all, deeper...); err != nil || err2 != nil || len(all) == 0 {
		t.Fatal("no tests", err, err2)
	}
	for _, file := range all {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range fuzzFunc.FindAllStringSubmatch(string(src), -1) {
			name, dir := m[1], filepath.Dir(file)
			readers++
			if !*prove {
				continue
			}
			cmd := exec.Command("go", "test", ".", "-run", "^$", "-fuzz", "^"+name+"$", "-fuzztime", fuzzTime.String(), "-fuzzminimizetime", "20x")
			cmd.Dir, cmd.Env = dir, append(os.Environ(), fmt.Sprintf("GOMEMLIMIT=%d", fuzzMemory))
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Errorf("%s in %s: %v\n%s", name, dir, err, out)
				continue
			}
			n := 0
			for _, m := range execs.FindAllStringSubmatch(string(out), -1) {
				n, _ = strconv.Atoi(m[1])
			}
			if n == 0 {
				t.Errorf("%s in %s tried nothing:\n%s", name, dir, out)
			}
			t.Logf("%s in %s: %d", name, dir, n)
			tried += n
		}
	}
	if readers < 10 {
		t.Errorf("only %d readers are fuzzed", readers)
	}
	if *prove {
		t.Logf("figure: %d readers fuzzed, %s each: %d inputs tried, none broke one", readers, fuzzTime, tried)
	}
}
