package applicant_test

import (
	"bytes"
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"slices"
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
		alike(t, facts, as)
		var s rules.Score
		e := &tables.Editions[len(tables.Editions)-1]
		e.Score(facts, 20261123, &s)
		if out := applicant.AppendResult(nil, e.Explain(facts, &s, rules.ZH)); !json.Valid(out) {
			t.Fatalf("the result is no JSON: %s", out)
		}
	})
}

// alike holds the facts that were read against what encoding/json read of the same text.
func alike(t *testing.T, facts *rules.Facts, as map[string]any) {
	t.Helper()
	for key, given := range as {
		f, ok := rules.FactNamed(key)
		if !ok {
			continue // complete
		}
		var want int64
		switch v := given.(type) {
		case bool:
			want = map[bool]int64{true: 1}[v]
		case string:
			if d, ok := rules.ParseDate(v); ok {
				want = int64(d)
			} else {
				want = int64(slices.Index(f.Shape().Values, v))
			}
		case json.Number:
			n, _ := new(big.Rat).SetString(v.String())
			if f.Shape().Form == rules.ShareForm {
				n.Mul(n, big.NewRat(100, 1))
			}
			if !n.IsInt() {
				t.Fatalf("%s: %s was taken", key, v)
			}
			want = n.Num().Int64()
		case []any:
			if n := len(facts.Ledger()); f == rules.Ledger && n != len(v) {
				t.Fatalf("%d spans of %d", n, len(v))
			}
			if f != rules.Ledger && len(facts.Records(f)) != len(v) {
				t.Fatalf("%s: %d records of %d", key, len(facts.Records(f)), len(v))
			}
			continue
		}
		if got := facts.Int(f); got != want {
			t.Fatalf("%s: read as %d, want %d", key, got, want)
		}
	}
}

// FuzzQuery: whatever a line of a batch holds, it is answered in JSON, in brief and at length alike.
func FuzzQuery(f *testing.F) {
	f.Add([]byte(`{"facts":{"complete":true,"born":"1988-11-24"},"on":"2026-11-23","edition":"","lang":"en"}`))
	f.Add([]byte(`{"facts":{"ledger":[{"from":"2021-07","to":"2022-06","base":10338.5,"back_paid":false}]},"on":"2015-01-01"}`))
	f.Add([]byte(`{"facts":{},"facts":{},"on":1,"at":null}`))
	f.Add([]byte(`{"on":"nonsense","edition":"2018-01-01","lang":"en"}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		q := applicant.Query{Today: 20261123}
		problems := q.ReadQuery(src)
		if problems != nil {
			problems = append(problems, q.Problems(tables.Editions)...)
			if out := applicant.AppendLineProblems(nil, 7, problems); !json.Valid(out) {
				t.Fatalf("problems are no JSON: %s", out)
			}
			return
		}
		scorer := applicant.Scorer{Editions: tables.Editions}
		brief, one := scorer.AppendBrief(nil, 7, &q)
		whole, two := applicant.Tell(tables.Editions, q, applicant.More{Horizon: true, Papers: true, Compare: true})
		if len(one) != len(two) {
			t.Fatalf("in brief %v, at length %v", one, two)
		}
		if one != nil {
			return
		}
		if long := applicant.AppendLine(nil, 7, whole); !json.Valid(brief) || !json.Valid(long) {
			t.Fatalf("no JSON: %s\n%s", brief, long)
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
