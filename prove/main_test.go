package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestPromises: every row of the file can be read, and names a test that is there.
func TestPromises(t *testing.T) {
	src, err := os.ReadFile("promises.txt")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := read("..", string(src)); err != nil {
		t.Error(err)
	}
}

// TestBadPromises: each row that is wrong is named with its line.
func TestBadPromises(t *testing.T) {
	for src, want := range map[string]string{
		"F1 | holds | ./prove":                             "promises.txt:1: write id | promise",
		"# x\n\nF1 | | ./prove | TestPromises":             "promises.txt:3: write id | promise",
		"F1 | holds | ./prove | TestPromises | whole":      "promises.txt:1: write id | promise",
		"F1 | holds | - | no such machine | prove":         "promises.txt:1: write id | promise",
		"F1 | holds | ./prove | TestPromise":               "promises.txt:1: ./prove has no test named TestPromise",
		"F1 | holds | ./none | TestPromises":               "promises.txt:1: ./none has no test named TestPromises",
		"F1 | a | - | x\nF1 | holds | ./prove | TestProof": "promises.txt:2: F1 stands in line 1 already",
	} {
		if _, err := read("..", src); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", src, err, want)
		}
	}
}

// TestProof proves promises of a module of its own: one that holds, one that does not, one that is skipped, one whose test is not built
// here. With -only the others keep what was said of them.
func TestProof(t *testing.T) {
	dir := t.TempDir()
	for name, src := range map[string]string{
		"go.mod": "module x\n\ngo 1.26\n",
		"x_test.go": "package x\n\nimport \"testing\"\n\nfunc TestHolds(t *testing.T) { t.Logf(\"figure: 5 of %d | all\", 5) }\n" +
			"func TestFalls(t *testing.T) { t.Fatal(\"figure: 4 of 5\") }\nfunc TestLeft(t *testing.T) { t.Run(\"part\", func(t *testing.T) { t.Skip() }) }\n",
		"never_test.go": "//go:build never\n\npackage x\n\nimport \"testing\"\n\nfunc TestNever(t *testing.T) {}\n",
		promisesFile:    "A | holds | . | TestHolds\nB | falls | . | TestFalls\nC | is left out | . | TestLeft\nD | is not built | . | TestNever\nE | far | - | no such machine\n",
		proofFile:       "",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(src), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	said := func() string {
		src, err := os.ReadFile(filepath.Join(dir, proofFile))
		if err != nil {
			t.Fatal(err)
		}
		_, table, _ := strings.Cut(string(src), "|---|---|---|---|---|---|\n")
		return table
	}
	err := run(dir, "", time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), io.Discard)
	if err == nil || err.Error() != "not proven: B, C, D" {
		t.Errorf("it ended with %v", err)
	}
	want := "| A | holds | `. TestHolds` | 5 of 5 \\| all | passed | 2026-11-24 |\n" +
		"| B | falls | `. TestFalls` | 4 of 5 | **failed** | 2026-11-24 |\n" +
		"| C | is left out | `. TestLeft` | – | **skipped** | 2026-11-24 |\n" +
		"| D | is not built | `. TestNever` | – | **did not run** | 2026-11-24 |\n" +
		"\nWhat cannot be run here:\n\n| id | promise | why |\n|---|---|---|\n| E | far | no such machine |\n"
	if got := said(); got != want {
		t.Errorf("it says\n%s\nwant\n%s", got, want)
	}
	if err := run(dir, "A", time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), io.Discard); err != nil {
		t.Error(err)
	}
	if got, want := said(), strings.Replace(want, "2026-11-24", "2026-12-01", 1); got != want {
		t.Errorf("after -only it says\n%s\nwant\n%s", got, want)
	}
	if err := run(dir, "E", time.Time{}, io.Discard); err == nil {
		t.Error("what cannot be run here was run")
	}
}
