package applicant_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/cases"
	"jifen/rules/tables"
)

// TestForm reads testdata/form.txt: fact, what a person types, what is read of it.
func TestForm(t *testing.T) {
	src, err := os.ReadFile(filepath.FromSlash("testdata/form.txt"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for i, line := range strings.Split(string(src), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		parts := strings.Split(line, " | ")
		f, ok := rules.FactNamed(parts[0])
		if len(parts) != 3 || !ok {
			t.Fatalf("line %d is no row", i+1)
		}
		typed := strings.ReplaceAll(strings.Trim(parts[1], "_"), `\n`, "\n")
		if got := applicant.FromForm(f, typed); got != strings.Trim(parts[2], "_") {
			t.Errorf("line %d: %s %q: got %s, want %s", i+1, f, typed, got, parts[2])
		}
		n++
	}
	if n == 0 {
		t.Error("no rows")
	}
}

// seeds are the facts of all cases, good and bad.
func seeds(f *testing.F) {
	all, err := cases.Load("../testdata/cases")
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range all {
		f.Add([]byte(c.Facts))
	}
	for _, s := range []string{`{"born":"\ud83d\ude00"}`, `{"born":"\ud83d"}`, `[[[[`, "{\"a\":\xff}", `{"a":-0.0e+1}`, `null`, `{"a":{"b":[1,{"c":null}]}} x`} {
		f.Add([]byte(s))
	}
}

// FuzzRead: whatever comes in, reading ends with facts or with problems; what is taken is JSON to encoding/json as well, and
// scores to a result that is.
func FuzzRead(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		facts, problems := applicant.Read(src, 20261123, rules.EN)
		if (facts == nil) == (problems == nil) {
			t.Fatal("neither facts nor problems, or both")
		}
		if out := applicant.AppendProblems(nil, problems); !json.Valid(out) {
			t.Fatalf("problems are no JSON: %s", out)
		}
		var as map[string]any
		dec := json.NewDecoder(bytes.NewReader(src))
		dec.UseNumber()
		theirs := dec.Decode(&as)
		syntax := len(problems) == 1 && strings.HasPrefix(problems[0].Message, "not JSON")
		if theirs == nil && !dec.More() && syntax && applicantIsStricter(problems[0].Message) == "" {
			t.Fatalf("refused as no JSON: %s: %s", src, problems[0].Message)
		}
		if facts == nil {
			return
		}
		if theirs != nil {
			t.Fatalf("took what is no JSON: %s: %v", src, theirs)
		}
		var s rules.Score
		e := &tables.Editions[len(tables.Editions)-1]
		e.Score(facts, 20261123, &s)
		if out := applicant.AppendResult(nil, e.Explain(facts, &s, rules.ZH)); !json.Valid(out) {
			t.Fatalf("the result is no JSON: %s", out)
		}
	})
}

// applicantIsStricter names what is refused here though encoding/json takes it.
func applicantIsStricter(message string) string {
	for _, what := range []string{"nested too deep", "not valid UTF-8", "no known escape", "after the end"} {
		if strings.Contains(message, what) {
			return what
		}
	}
	return ""
}

func BenchmarkJSON(b *testing.B) {
	facts := []byte(`{"complete":true,"born":"1988-11-24","permit":true,"employed":true,"insured_last_12":12,"education":"bachelor_degree","insured_months":31,"spouse_since":"2017-05-20"}`)
	b.ReportAllocs()
	var out []byte
	for b.Loop() {
		r, _ := applicant.Score(tables.Editions, applicant.Query{Facts: facts, On: "2026-11-23"})
		out = applicant.AppendResult(out[:0], r)
	}
}
