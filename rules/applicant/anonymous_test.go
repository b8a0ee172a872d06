package applicant_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/cases"
	"jifen/rules/tables"

	"pgregory.net/rapid"
)

// anyAsked draws a day, an edition that need not be in force then, and a person.
func anyAsked(t *rapid.T) (on rules.Date, e *rules.Edition, fs *rules.Facts) {
	e = &tables.Editions[rapid.IntRange(0, len(tables.Editions)-1).Draw(t, "edition")]
	on = rapid.OneOf(rapid.Just(rules.Date(20240229)), anyDay(20271231)).Draw(t, "on")
	return on, e, anyFacts(t, on)
}

// answer is what a person is told, with every day written as a word.
func answer(e *rules.Edition, fs *rules.Facts, on rules.Date) string {
	var s rules.Score
	e.Score(fs, on, &s)
	r := e.Explain(fs, &s, rules.EN)
	told := string(applicant.AppendResult(nil, r))
	if d := rules.Date(fs.Int(rules.SpouseSince)); d != 0 {
		told = strings.ReplaceAll(told, "since "+d.String(), "since then")
	}
	return fmt.Sprint(s) + told
}

// asksForMore is an edition that asks for a base that none of its tiers has.
func asksForMore(e *rules.Edition) *rules.Edition {
	more := *e
	more.Indicators = slices.Clone(e.Indicators)
	for i := range more.Indicators {
		if in := &more.Indicators[i]; in.BaseTenths > 0 {
			in.BaseTenths = 15
		}
	}
	return &more
}

// TestAnonymous: the answer is the same but for its days, and nobody's own days are left in it.
func TestAnonymous(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		on, e, fs := anyAsked(t)
		if rapid.Bool().Draw(t, "edition of its own") {
			e = asksForMore(e)
		}
		before := applicant.AppendFacts(nil, fs)
		blurred := applicant.Anonymous(e, fs, on)
		if a, b := answer(e, fs, on), answer(e, blurred, on); a != b {
			t.Fatalf("%s\nis told\n%s\nand anonymous\n%s", before, a, b)
		}
		if after := applicant.AppendFacts(nil, fs); string(after) != string(before) {
			t.Fatalf("the facts given were changed, from %s to %s", before, after)
		}
		if _, problems := applicant.Read(applicant.AppendFacts(nil, blurred), on, rules.EN); problems != nil {
			t.Fatal(problems)
		}
		if again := applicant.Anonymous(e, blurred, on); differ(again, blurred) != "" {
			t.Fatalf("a second time it is otherwise: %s", differ(again, blurred))
		}
		// A day stays only where a contradiction hangs on it.
		born, spouse := rules.Date(blurred.Int(rules.Born)), rules.Date(blurred.Int(rules.SpouseSince))
		contrary := fs.Known(rules.Born) && fs.Int(rules.SpouseSince) != 0 && fs.Int(rules.SpouseSince)/10000 <= fs.Int(rules.Born)/10000+1
		days := []rules.Date{born, spouse}
		for _, f := range []rules.Fact{rules.FalseDocuments, rules.Detentions, rules.Offences} {
			days = append(days, blurred.Records(f)...)
		}
		for i, d := range days {
			if d != 0 && d%10000 != on%10000 && !(on%10000 == 229 && d%10000 == 228) && !(contrary && i < 2) {
				t.Fatalf("%v is still of the person", d)
			}
		}
	})
}

// TestAnonymousWords holds what becomes of one person.
func TestAnonymousWords(t *testing.T) {
	src := `{"born":"1989-02-03","title":"intermediate","share_percent":33.3,"tax_3y_yuan":1234567,"spouse_since":"2017-05-20","detentions":["2024-05-01","2020-12-31"],
		"ledger":[{"from":"2009-01","to":"2010-03","base":9000},{"from":"2019-01","to":"2020-06","base":9000},{"from":"2020-07","to":"2021-06","base":30000},
			{"from":"2021-07","to":"2021-12","base":8270.39},{"from":"2022-01","to":"2022-03","base":5000},{"from":"2022-04","to":"2022-06","base":5001.5},{"from":"2022-07","to":"2022-12","base":40000,"back_paid":true}]}`
	want := `{"born":"1989-11-24","title":"intermediate","ledger":[{"from":"2009-01","to":"2010-03","base":0},` +
		`{"from":"2019-01","to":"2019-03","base":7132},{"from":"2019-04","to":"2019-10","base":7832},{"from":"2019-11","to":"2020-06","base":8211},` +
		`{"from":"2020-07","to":"2021-06","base":28017},{"from":"2021-07","to":"2021-12","base":8270.39},{"from":"2022-01","to":"2022-06","base":0},` +
		`{"from":"2022-07","to":"2022-12","base":0,"back_paid":true}],` +
		`"tax_3y_yuan":1234567,"share_percent":33.3,"spouse_since":"2017-11-24","detentions":["2024-11-24","2021-11-24"]}`
	on := rules.Date(20251124)
	fs, problems := applicant.Read([]byte(src), on, rules.EN)
	if problems != nil {
		t.Fatal(problems)
	}
	e := rules.Find(tables.Editions, on)
	if got := string(applicant.AppendFacts(nil, applicant.Anonymous(e, fs, on))); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestAnonymousFloors: the floors are those that the edition asks for, whichever they are.
func TestAnonymousFloors(t *testing.T) {
	e := &tables.Editions[len(tables.Editions)-1]
	fs := withLedger([]rules.Span{{From: 202107, To: 202107, Fen: 20000_00}})
	for _, c := range []struct {
		edition *rules.Edition
		fen     int64
	}{{e, 10338_00}, {asksForMore(e), 15507_00}} {
		if got := applicant.Anonymous(c.edition, fs, 20241123).Ledger()[0].Fen; got != c.fen {
			t.Errorf("the floor is %d, not %d", got, c.fen)
		}
	}
}

// TestAnonymousLong: a record that would fall into more spans than can be read stays as it is.
func TestAnonymousLong(t *testing.T) {
	var spans []rules.Span
	for m := rules.Month(201003); len(spans) < 600; m = m.Next() {
		s := rules.Span{From: m, To: m, Fen: 10_000_000 * int64(1-len(spans)%2)}
		if m < 202000 { // a year has six, so that each April lies in one with a base
			m = m.Next()
			s.To = m
		}
		spans = append(spans, s)
	}
	fs := withLedger(spans)
	if d := differ(fs, applicant.Anonymous(&tables.Editions[0], fs, 20171231)); d != "" {
		t.Error(d)
	}
}

// TestAppendCase: the text of a case is read by package cases, and holds.
func TestAppendCase(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		on, e, fs := anyAsked(t)
		expected := rapid.OneOf(rapid.String(), rapid.Just("case x\n  want total=1\r\n# \u2028 120 分")).Draw(t, "expected")
		text := applicant.AppendCase([]byte("on 2000-01-01\ngiven \"permit\":true\n\n"), e, fs, on, expected, rapid.SampledFrom([]rules.Lang{rules.ZH, rules.EN}).Draw(t, "lang"))
		text = applicant.AppendCase(append(text, '\n'), e, applicant.Anonymous(e, fs, on), on, "", rules.EN)
		if err := os.WriteFile(filepath.Join(dir, "case.txt"), text, 0o644); err != nil {
			t.Fatal(err)
		}
		all, err := cases.Load(dir)
		if err != nil || len(all) != 2 {
			t.Fatalf("%s\nare %d cases, not two: %v", text, len(all), err)
		}
		for _, c := range all {
			result, problems := applicant.Tell(tables.Editions, applicant.Query{Facts: []byte(c.Facts), On: c.On, Edition: c.Edition}, applicant.More{})
			if problems != nil {
				t.Fatalf("%s: %v", text, problems)
			}
			if result.Edition != e.ID {
				t.Fatalf("%s\nis of %s, not %s", text, result.Edition, e.ID)
			}
			if diffs := c.Differences(applicant.AppendAnswer(nil, result)); diffs != nil {
				t.Fatalf("%s\ndoes not hold: %v", text, diffs)
			}
		}
	})
}

// TestAppendCaseForm holds the text itself.
func TestAppendCaseForm(t *testing.T) {
	fs, _ := applicant.Read([]byte(`{"born":"1988-11-24","permit":false,"education":"bachelor","title":"senior"}`), 20261124, rules.EN)
	e := rules.Find(tables.Editions, 20261124)
	want := `# 期望：应该是 120 分 才对
case 结果和期望不同（2026-11-24）
  on 2026-11-24
  only
  facts "born":"1988-11-24","permit":false,"education":"bachelor","title":"senior"
  want`
	got := string(applicant.AppendCase(nil, e, fs, 20261124, "  应该是 120 分\n\u2028\n才对\t", rules.ZH))
	if !strings.HasPrefix(got, want) {
		t.Errorf("got\n%s", got)
	}
	words := strings.Fields(got[strings.Index(got, "want"):])
	for _, w := range []string{"range=90..", "verdict=ineligible", "ineligible=permit", "age=30", "education.range=0..60", "title.range=0..140"} {
		if !slices.ContainsFunc(words, func(s string) bool { return strings.HasPrefix(s, w) }) {
			t.Errorf("%s is not among %s", w, words)
		}
	}
	old := string(applicant.AppendCase(nil, &tables.Editions[0], &rules.Facts{}, 20261124, "", rules.EN))
	if !strings.HasPrefix(old, "case not as expected (2026-11-24)\n  on 2026-11-24\n  edition 2013-07-01\n  only\n  want range=") {
		t.Errorf("got\n%s", old)
	}
}
