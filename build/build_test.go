package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/cases"
	"jifen/rules/tables"

	"github.com/chromedp/chromedp"
)

// The most that a first view may cost over the wire, in bytes as brotli.
const (
	mostProgram = 560_000 // the calculator's
	mostDesks   = 680_000 // that of the desks, which the calculator does not pay for
	mostGuide   = 14 << 10
)

// TestSizes holds the written site against what a cheap phone can bear.
func TestSizes(t *testing.T) {
	dir := t.TempDir()
	if err := theSite(t).Write(dir, true); err != nil {
		t.Fatal(err)
	}
	size := func(name string) int64 {
		info, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name)+".br"))
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	var style, worst int64
	page := ""
	for name := range theSite(t).Files {
		switch filepath.Ext(name) {
		case ".wasm":
			most := int64(mostProgram)
			if strings.HasPrefix(name, "assets/counters.") {
				most = mostDesks
			}
			if got := size(name); got > most {
				t.Errorf("the browser program %s is %d bytes, at most %d", name, got, most)
			} else {
				t.Logf("browser program %s: %d bytes", name, got)
			}
		case ".css":
			if strings.HasPrefix(name, "assets/site.") { // that of the desks is no guide's
				style += size(name)
			}
		case ".html":
			if got := size(name); strings.Contains(name, "guides/") && got > worst {
				worst, page = got, name
			}
		}
	}
	t.Logf("largest guide with style: %s %d bytes", page, worst+style)
	if worst+style > mostGuide {
		t.Errorf("%s with its style is %d bytes, at most %d", page, worst+style, mostGuide)
	}
}

// TestSecondBuild: building again, browser program and all, gives the same bytes.
func TestSecondBuild(t *testing.T) {
	one := theSite(t)
	two, err := rendered(config{content: "content"})
	if err != nil {
		t.Fatal(err)
	}
	if !maps.EqualFunc(one.Files, two.Files, bytes.Equal) {
		for _, name := range slices.Sorted(maps.Keys(one.Files)) {
			if !bytes.Equal(one.Files[name], two.Files[name]) {
				t.Errorf("%s differs from build to build", name)
			}
		}
	}
}

// TestCases asks the built browser program, in Chromium, every case worked by hand, and holds its bytes against the native
// engine's.
func TestCases(t *testing.T) {
	server, ctx := host(t), browser(t)
	all, err := cases.Load("rules/testdata/cases")
	if err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready())
	var asked [][4]string
	for i, c := range all {
		asked = append(asked, [4]string{c.Facts, c.On, c.Edition, []string{"zh", "en"}[i%2]})
	}
	answers := scores(t, ctx, asked)
	for i, c := range all {
		q := asked[i]
		result, problems := applicant.Score(tables.Editions, applicant.Query{Facts: []byte(q[0]), On: q[1], Edition: q[2], Lang: q[3]})
		native := applicant.AppendProblems(nil, problems)
		if problems == nil {
			native = applicant.AppendResult(nil, result)
		}
		if answers[i] != string(native) {
			t.Errorf("%s:%d: the browser says\n%s\nand natively it is\n%s", c.File, c.Line, answers[i], native)
		}
		if c.AsksAhead() {
			continue // the page asks for the day itself
		}
		for _, d := range c.Differences([]byte(answers[i])) {
			t.Errorf("%s:%d: %s: %s", c.File, c.Line, c.Name, d)
		}
	}
}

// TestAlike asks ten thousand made-up applicants, or a million with -prove, some of whose facts are unknown, in the browser and natively:
// the same bytes must come of it.
func TestAlike(t *testing.T) {
	server, ctx := host(t), browser(t)
	do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready())
	const atOnce = 1_000
	people := 10_000
	if *prove {
		people = 1_000_000
	}
	chance := rand.New(rand.NewPCG(2023, 1))
	for from := 0; from < people; from += atOnce {
		var asked [][4]string
		for range atOnce {
			asked = append(asked, madeUp(chance))
		}
		for i, answer := range scores(t, ctx, asked) {
			q := asked[i]
			result, problems := applicant.Score(tables.Editions, applicant.Query{Facts: []byte(q[0]), On: q[1], Edition: q[2], Lang: q[3]})
			if problems != nil {
				t.Fatalf("%s is refused: %v", q, problems)
			}
			if native := applicant.AppendResult(nil, result); answer != string(native) {
				t.Fatalf("%s: the browser says\n%s\nand natively it is\n%s", q, answer, native)
			}
		}
	}
	t.Logf("figure: %d made-up people, some facts unknown, in both languages and all editions: the browser's program and the native one answer with the same bytes", people)
}

// madeUp is a question about a person whom there is not.
func madeUp(chance *rand.Rand) [4]string {
	day := func(years int) string {
		return fmt.Sprintf("%d-%02d-%02d", 2025-chance.IntN(years), 1+chance.IntN(12), 1+chance.IntN(28))
	}
	facts := map[string]any{}
	for f := range rules.AllFacts {
		shape := f.Shape()
		if chance.IntN(8) == 0 {
			continue
		}
		switch shape.Form {
		case rules.BoolForm:
			facts[shape.Key] = chance.IntN(2) == 0
		case rules.ChoiceForm:
			facts[shape.Key] = shape.Values[chance.IntN(len(shape.Values))]
		case rules.CountForm:
			facts[shape.Key] = chance.Int64N(shape.Most + 1)
		case rules.ShareForm:
			facts[shape.Key] = json.Number(rules.Percent(chance.Int64N(shape.Most + 1)))
		case rules.DateForm:
			facts[shape.Key] = day(70)
		case rules.ListForm:
			facts[shape.Key] = []string{day(8), day(8)}[:chance.IntN(3)]
		}
	}
	if chance.IntN(3) == 0 {
		for _, f := range []rules.Fact{rules.InsuredMonths, rules.InsuredLast12, rules.TitleBaseMet, rules.BaseTier} {
			delete(facts, f.String())
		}
		var spans []map[string]any
		for month := 2018 * 12; month < 2027*12; month += 1 + chance.IntN(6) {
			to := month + chance.IntN(30)
			spans = append(spans, map[string]any{
				"from": fmt.Sprintf("%d-%02d", month/12, month%12+1), "to": fmt.Sprintf("%d-%02d", to/12, to%12+1),
				"base": json.Number(fmt.Sprintf("%d.%02d", 5000+chance.IntN(30000), chance.IntN(100))), "back_paid": chance.IntN(6) == 0,
			})
			month = to
		}
		facts["ledger"] = spans
	}
	text, err := json.Marshal(facts)
	if err != nil {
		panic(err) // a map of strings, numbers and lists always goes into JSON
	}
	editions := []string{"", "2013-07-01", "2018-01-01", "2023-01-01"}
	return [4]string{string(text), "2026-11-23", editions[chance.IntN(4)], []string{"zh", "en"}[chance.IntN(2)]}
}

// scores asks window.jifen.score many times.
func scores(t *testing.T, ctx context.Context, asked [][4]string) []string {
	t.Helper()
	list, err := json.Marshal(asked)
	if err != nil {
		t.Fatal(err)
	}
	return ask(t, ctx, eval[[]string](fmt.Sprintf(`%s.map(q => jifen.score(...q))`, list)))
}

// TestScoreArguments: arguments left out are empty, and what is no text is told.
func TestScoreArguments(t *testing.T) {
	server, ctx := host(t), browser(t)
	do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready())
	none := ask(t, ctx, eval[string](`jifen.score()`))
	wrong := ask(t, ctx, eval[string](`jifen.score('{"born":1}', 'x', 'y', 'fr')`))
	whole := ask(t, ctx, eval[string](`jifen.score('{"complete":true}')`))
	if !strings.Contains(none, `"errors":[{"field":""`) {
		t.Errorf("without arguments: %s", none)
	}
	for _, field := range []string{"lang", "on", "edition", "born"} {
		if !strings.Contains(wrong, `"field":"`+field+`"`) {
			t.Errorf("%s is not named: %s", field, wrong)
		}
	}
	if !strings.Contains(whole, `"range":{"min":5,"max":30}`) {
		t.Errorf("facts alone: %s", whole)
	}
}
