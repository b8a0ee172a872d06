// Package cases reads what the law says of people, worked by hand in rules/testdata/cases, and holds answers against it.
// The engine, the score command and the browser program are each asked the same cases. For tests only.
//
// A file is lines of text:
//
//	# a comment: which rule, and why these numbers
//	on 2026-11-23                                  the day of reckoning, for the rest of the file
//	given "complete":true,"permit":true            members of every facts object, for the rest of the file
//
//	case 55 周岁得 7 分
//	  facts "born":"1971-11-23"                    members of this one
//	  want total=7 verdict=short age=7
//
// Within a case, on holds for it alone, edition ID names its edition, and only leaves given out. The words after want are total=N, range=A..B, verdict=V,
// ineligible=IDS, open=IDS, missing=KEYS, LINE=POINTS, LINE.range=A..B, LINE.worth=N, LINE.counted=BOOL, LINE.why=~TEXT
// (contains), reaches=DATE, falls=DATE, step@DATE=TOTAL:VERDICT (with :assumed where it is) and nostep=DATE of the horizon, and
// error=FIELD, once for each field that must be named.
package cases

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Case is one person and what the law says of that person.
type Case struct {
	File, Name string
	Line       int
	On         string
	Edition    string // empty is the one in force
	Facts      string // JSON object, as text: doubled keys stay doubled
	want       []string
}

// Load reads all cases of a folder.
func Load(dir string) ([]Case, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	var all []Case
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		read, err := parse(filepath.Base(name), string(src))
		if err != nil {
			return nil, err
		}
		all = append(all, read...)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no cases in %s", dir)
	}
	return all, nil
}

func parse(file, src string) ([]Case, error) {
	var all []Case
	var on, given string
	var facts []string
	finish := func() {
		if len(all) > 0 && facts != nil {
			all[len(all)-1].Facts = "{" + strings.Join(slices.DeleteFunc(facts, func(s string) bool { return s == "" }), ",") + "}"
			facts = nil
		}
	}
	for i, line := range strings.Split(src, "\n") {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		inside := strings.HasPrefix(line, " ") && len(all) > 0
		switch {
		case word == "" || strings.HasPrefix(word, "#"):
		case word == "case":
			finish()
			all = append(all, Case{File: file, Name: rest, Line: i + 1, On: on})
			facts = []string{given}
		case word == "on" && inside:
			all[len(all)-1].On = rest
		case word == "edition" && inside:
			all[len(all)-1].Edition = rest
		case word == "on":
			on = rest
		case word == "given" && !inside:
			finish()
			given = rest
		case word == "only" && inside:
			facts[0] = ""
		case word == "facts" && inside:
			facts = append(facts, rest)
		case word == "want" && inside:
			all[len(all)-1].want = append(all[len(all)-1].want, strings.Fields(rest)...)
		default:
			return nil, fmt.Errorf("%s:%d: %q is no line of a case file", file, i+1, line)
		}
	}
	finish()
	for _, c := range all {
		if c.want == nil {
			return nil, fmt.Errorf("%s:%d: the case wants nothing", file, c.Line)
		}
	}
	return all, nil
}

// answer is a result, or the problems of bad input, as JSON.
type answer struct {
	Total   *int
	Range   struct{ Min, Max int }
	Verdict string
	Lines   []struct {
		ID      string
		Points  *int
		Range   struct{ Min, Max int }
		Worth   *int
		Counted bool
		Why     string
	}
	Ineligible    []struct{ ID string }
	Open, Missing []string
	Errors        []struct{ Field string }
	Horizon       *struct {
		Reaches, Falls *string
		Steps          []struct {
			On, Verdict string
			Total       int
			Assumed     bool
		}
	}
}

// Differences tells where an answer, a result or {"errors":[…]} as JSON, differs from what the case wants; none is nil.
func (c *Case) Differences(answered []byte) []string {
	var a answer
	if err := json.Unmarshal(answered, &a); err != nil {
		return []string{fmt.Sprintf("the answer is no JSON: %v: %s", err, answered)}
	}
	var diffs []string
	fields := []string{}
	for _, w := range c.want {
		key, want, _ := strings.Cut(w, "=")
		if key == "error" {
			fields = append(fields, want)
			continue
		}
		if key == "nostep" {
			key, want = "step@"+want, "no step"
		}
		got := a.get(key)
		part, contains := strings.CutPrefix(want, "~")
		if contains && strings.Contains(got, part) || !contains && got == want {
			continue
		}
		diffs = append(diffs, fmt.Sprintf("%s: got %s, want %s", key, got, want))
	}
	told := []string{}
	for _, e := range a.Errors {
		told = append(told, e.Field)
	}
	slices.Sort(told)
	slices.Sort(fields)
	if !slices.Equal(slices.Compact(told), fields) {
		diffs = append(diffs, fmt.Sprintf("errors: got %q, want %q", told, fields))
	}
	return diffs
}

// get gives what an answer says, as a case writes it.
func (a *answer) get(key string) string {
	number := func(n *int) string {
		if n == nil {
			return "open"
		}
		return fmt.Sprint(*n)
	}
	switch key {
	case "total":
		return number(a.Total)
	case "range":
		if a.Total != nil {
			return "closed"
		}
		return fmt.Sprintf("%d..%d", a.Range.Min, a.Range.Max)
	case "verdict":
		return a.Verdict
	case "open":
		return strings.Join(a.Open, ",")
	case "missing":
		return strings.Join(a.Missing, ",")
	case "ineligible":
		ids := []string{}
		for _, g := range a.Ineligible {
			ids = append(ids, g.ID)
		}
		return strings.Join(ids, ",")
	}
	if a.Horizon != nil {
		if told, ok := a.ahead(key); ok {
			return told
		}
	}
	id, part, _ := strings.Cut(key, ".")
	for _, l := range a.Lines {
		if l.ID != id {
			continue
		}
		switch part {
		case "":
			return number(l.Points)
		case "range":
			return fmt.Sprintf("%d..%d", l.Range.Min, l.Range.Max)
		case "worth":
			return number(l.Worth)
		case "counted":
			return fmt.Sprint(l.Counted)
		case "why":
			return l.Why
		}
	}
	return "no such thing"
}

// ahead gives what the horizon says.
func (a *answer) ahead(key string) (string, bool) {
	date := func(d *string) string {
		if d == nil {
			return "null"
		}
		return *d
	}
	switch key {
	case "reaches":
		return date(a.Horizon.Reaches), true
	case "falls":
		return date(a.Horizon.Falls), true
	}
	day, isStep := strings.CutPrefix(key, "step@")
	if !isStep {
		return "", false
	}
	for _, s := range a.Horizon.Steps {
		if s.On == day {
			assumed := map[bool]string{true: ":assumed"}[s.Assumed]
			return fmt.Sprintf("%d:%s%s", s.Total, s.Verdict, assumed), true
		}
	}
	return "no step", true
}

// AsksAhead says whether the case wants to know of the horizon.
func (c *Case) AsksAhead() bool {
	for _, w := range c.want {
		if strings.HasPrefix(w, "reaches=") || strings.HasPrefix(w, "falls=") || strings.HasPrefix(w, "step@") || strings.HasPrefix(w, "nostep=") {
			return true
		}
	}
	return false
}
