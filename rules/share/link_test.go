package share_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/share"
	"jifen/rules/tables"
	"pgregory.net/rapid"
)

// person is an entry of testdata/links.txt.
type person struct {
	name, link string
	said       share.Answers
}

func people(t testing.TB) []person {
	t.Helper()
	src, err := os.ReadFile(filepath.FromSlash("testdata/links.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var all []person
	for i, line := range strings.Split(string(src), "\n") {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if word == "person" {
			all = append(all, person{name: rest})
			continue
		} else if word == "" || word[0] == '#' {
			continue
		}
		p := &all[len(all)-1]
		switch ok := true; word {
		case "on":
			if p.said.On, ok = rules.ParseDate(rest); !ok {
				t.Fatalf("line %d: no day", i+1)
			}
		case "edition":
			p.said.Edition = rest
		case "facts":
			facts, problems := applicant.Read([]byte(rest), p.said.On, rules.EN)
			if problems != nil {
				t.Fatalf("line %d: %v", i+1, problems)
			}
			p.said.Facts = facts
		case "link":
			p.link = rest
		default:
			t.Fatalf("line %d: %q is no line of this file", i+1, line)
		}
	}
	return all
}

// differ tells where two answers differ, empty where nowhere.
func differ(a, b *share.Answers) string {
	if a.On != b.On || a.Edition != b.Edition {
		return fmt.Sprintf("%v by %s, %v by %s", a.On, a.Edition, b.On, b.Edition)
	}
	for f := range rules.AllFacts {
		if a.Facts.Known(f) != b.Facts.Known(f) || a.Facts.Int(f) != b.Facts.Int(f) {
			return fmt.Sprintf("%s: %v %d, %v %d", f, a.Facts.Known(f), a.Facts.Int(f), b.Facts.Known(f), b.Facts.Int(f))
		}
		if f.Shape().Form == rules.ListForm && !slices.Equal(a.Facts.Records(f), b.Facts.Records(f)) {
			return fmt.Sprintf("%s: %v, %v", f, a.Facts.Records(f), b.Facts.Records(f))
		}
	}
	if !slices.Equal(a.Facts.Ledger(), b.Facts.Ledger()) {
		return fmt.Sprintf("ledger: %v, %v", a.Facts.Ledger(), b.Facts.Ledger())
	}
	for i := range tables.Editions {
		e := &tables.Editions[i]
		var one, two rules.Score
		e.Score(a.Facts, a.On, &one)
		e.Score(b.Facts, b.On, &two)
		if !reflect.DeepEqual(one, two) || !reflect.DeepEqual(e.Explain(a.Facts, &one, rules.ZH), e.Explain(b.Facts, &two, rules.ZH)) {
			return "scored by " + e.ID
		}
	}
	return ""
}

// TestLinks: every link that was ever given away is read, and the same answers are still written as it.
func TestLinks(t *testing.T) {
	all := people(t)
	for _, p := range all {
		link := p.said.Link()
		if link != p.link {
			t.Errorf("%s: the link is\n%s, the file has\n%s", p.name, link, p.link)
			continue
		}
		read, err := share.Read(p.link)
		if err != nil {
			t.Errorf("%s: %v", p.name, err)
		} else if d := differ(read, &p.said); d != "" {
			t.Errorf("%s: %s", p.name, d)
		}
		t.Logf("%3d letters: %s", len(link), p.name)
	}
	if len(all) < 12 {
		t.Errorf("%d people are too few", len(all))
	}
}

// TestLinksHoldAll: every fact and every choice stands in an old link, so that no code can change unseen.
func TestLinksHoldAll(t *testing.T) {
	all := people(t)
	stands := func(holds func(*rules.Facts) bool) bool {
		return slices.ContainsFunc(all, func(p person) bool { return holds(p.said.Facts) })
	}
	for f := range rules.AllFacts {
		for v := range max(1, len(f.Shape().Values)) {
			if !stands(func(fs *rules.Facts) bool {
				switch f.Shape().Form {
				case rules.ListForm:
					return len(fs.Records(f)) > 0
				case rules.LedgerForm:
					return len(fs.Ledger()) > 0
				case rules.ChoiceForm:
					return fs.Known(f) && fs.Int(f) == int64(v)
				}
				return fs.Int(f) > 0
			}) {
				t.Errorf("%s %d stands in no link of testdata/links.txt", f, v)
			}
		}
	}
}

// TestLinkOfAnyone: whatever a person says comes back.
func TestLinkOfAnyone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := anyone(t)
		link := a.Link()
		read, err := share.Read(link)
		if err != nil {
			t.Fatalf("%q: %v", link, err)
		}
		if d := differ(read, a); d != "" {
			t.Fatalf("%s: %s", link, d)
		}
		if i := strings.IndexFunc(link, func(r rune) bool {
			return r != '-' && r != '_' && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
		}); i >= 0 {
			t.Fatalf("%s has a %q", link, link[i])
		}
	})
}

func anyone(t *rapid.T) *share.Answers {
	on := anyDay(t, rules.Latest, "on")
	fs := &rules.Facts{}
	if rapid.Bool().Draw(t, "ledger") {
		fs.PutLedger(anyLedger(t))
	}
	bare := rapid.IntRange(0, 10).Draw(t, "bare")
	for f := range rules.AllFacts {
		shape := f.Shape()
		if fs.Known(f) || f == rules.Ledger || rapid.IntRange(1, 10).Draw(t, f.String()+" left out") <= bare {
			continue
		}
		switch most := shape.Most; shape.Form {
		case rules.ListForm:
			fs.PutRecords(f, rapid.SliceOfN(rapid.Custom(func(t *rapid.T) rules.Date { return anyDay(t, on, "record") }), 0, 4).Draw(t, f.String()))
		case rules.DateForm:
			if !shape.Nullable || rapid.Bool().Draw(t, "some") {
				fs.Put(f, int64(anyDay(t, on, f.String())))
			} else {
				fs.Put(f, 0)
			}
		default:
			if shape.Form == rules.BoolForm {
				most = 1
			} else if shape.Form == rules.ChoiceForm {
				most = int64(len(shape.Values)) - 1
			}
			fs.Put(f, rapid.Int64Range(0, most).Draw(t, f.String()))
		}
	}
	if rapid.Bool().Draw(t, "complete") {
		fs.NoneLeft()
	}
	return &share.Answers{On: on, Edition: anyDay(t, rules.Latest, "edition").String(), Facts: fs}
}

func anyDay(t *rapid.T, last rules.Date, label string) rules.Date {
	return rules.OfDay(rapid.IntRange(rules.Earliest.Days(), last.Days()).Draw(t, label))
}

func anyLedger(t *rapid.T) []rules.Span {
	spans := []rules.Span{}
	next, last := monthOf(1990, 1), monthOf(2100, 12)
	for range rapid.IntRange(0, 12).Draw(t, "spans") {
		from := next + rapid.SampledFrom([]int{0, 0, 0, 1, 31, 32, 300}).Draw(t, "gap")
		to := from + rapid.SampledFrom([]int{0, 11, 11, 127, 128, 300}).Draw(t, "months")
		if to > last {
			break
		}
		s := rules.Span{From: named(from), To: named(to), BackPaid: rapid.Bool().Draw(t, "back paid")}
		if s.Fen = rapid.Int64Range(0, 10_000_000).Draw(t, "yuan") * 100; rapid.Bool().Draw(t, "in fen") {
			s.Fen /= 100
		}
		spans = append(spans, s)
		next = to + 1
	}
	return spans
}

func monthOf(year, month int) int { return year*12 + month - 1 }
func named(n int) rules.Month     { return rules.Month(n/12*100 + n%12 + 1) }
