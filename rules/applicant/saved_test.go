package applicant_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jifen/rules"
	"jifen/rules/applicant"

	"pgregory.net/rapid"
)

// TestSaved: what was saved is read back the same, bare or in a page.
func TestSaved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &applicant.Saved{
			On:      anyDay(20271231).Draw(t, "on"),
			Edition: rapid.SampledFrom([]string{"2013-07-01", "2023-01-01", "</script><!--\u2028\""}).Draw(t, "edition"),
			Ticked:  rapid.SliceOfN(rapid.StringN(0, 64, -1).Filter(func(s string) bool { return strings.ToValidUTF8(s, "") == s }), 0, 5).Draw(t, "ticked"),
			Family:  rapid.Bool().Draw(t, "family"),
		}
		s.Facts = anyFacts(t, s.On)
		if rapid.Bool().Draw(t, "two") {
			s.Other = anyFacts(t, s.On)
		}
		if rapid.Bool().Draw(t, "permit") {
			s.Permit = anyDay(rules.Latest).Draw(t, "until")
		}
		again := readBoth(t, applicant.AppendSaved(nil, s))
		if d := alikeSaved(s, again); d != "" {
			t.Fatal(d)
		}
	})
}

type failer interface {
	Helper()
	Fatalf(string, ...any)
}

// readBoth reads a saved file bare and in a page, where it must be the same.
func readBoth(t failer, src []byte) *applicant.Saved {
	t.Helper()
	if !json.Valid(src) || bytes.ContainsRune(src, '<') {
		t.Fatalf("%s is not fit for a page", src)
	}
	page := "<!doctype html>\n<script>1</script><script type=\"application/json\" id=\"jifen\">" + string(src) + "\n</script><p>{</p>"
	s, problems := applicant.ReadSaved(src, rules.EN)
	if problems != nil {
		t.Fatalf("%s: %v", src, problems)
	}
	inPage, problems := applicant.ReadSaved([]byte(page), rules.EN)
	if problems != nil {
		t.Fatalf("%s: %v", page, problems)
	}
	if d := alikeSaved(s, inPage); d != "" {
		t.Fatalf("%s: bare and in a page: %s", src, d)
	}
	if _, problems = applicant.ReadSaved([]byte("\ufeff\n"+string(src)), rules.EN); problems != nil {
		t.Fatalf("%s with the mark of an editor: %v", src, problems)
	}
	return s
}

func alikeSaved(a, b *applicant.Saved) string {
	switch {
	case a.On != b.On || a.Edition != b.Edition || a.Family != b.Family || a.Permit != b.Permit || !slices.Equal(a.Ticked, b.Ticked):
		return "differs"
	case (a.Other == nil) != (b.Other == nil):
		return "there are not as many people"
	case a.Other != nil && differ(a.Other, b.Other) != "":
		return "other: " + differ(a.Other, b.Other)
	}
	return differ(a.Facts, b.Facts)
}

// TestSavedForm holds the bytes of a file, which must be read for years.
func TestSavedForm(t *testing.T) {
	fs, _ := applicant.Read([]byte(`{"born":"1988-11-24","permit":true}`), 20261124, rules.EN)
	s := &applicant.Saved{On: 20261124, Edition: "2023-01-01", Facts: fs}
	want := `{"jifen":1,"on":"2026-11-24","edition":"2023-01-01","facts":{"born":"1988-11-24","permit":true}}`
	if got := string(applicant.AppendSaved([]byte("<"), s)); got != "<"+want {
		t.Errorf("got %s", got)
	}
	s.Other, s.Ticked, s.Family, s.Permit = &rules.Facts{}, []string{"diploma", "a<b"}, true, 20270501
	want = strings.TrimSuffix(want, "}") + `,"other":{},"ticked":["diploma","a\u003cb"],"family":true,"permit":"2027-05-01"}`
	if got := string(applicant.AppendSaved(nil, s)); got != want {
		t.Errorf("got %s", got)
	}
}

// TestReadSaved reads testdata/saved.txt: bad files, and what is said of them.
func TestReadSaved(t *testing.T) {
	path := filepath.FromSlash("testdata/saved.txt")
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out, file, want []string
	name, lang, cases := "", rules.ZH, 0
	finish := func() {
		if file == nil {
			return
		}
		cases++
		_, problems := applicant.ReadSaved([]byte(strings.Join(file, "\n")), lang)
		got := []string{}
		for _, p := range problems {
			got = append(got, "  = "+p.Field+": "+p.Message)
		}
		if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
			t.Errorf("%s: got\n%s\nwant\n%s", name, g, w)
		}
		out = append(out, got...)
		file, want, lang = nil, nil, rules.ZH
	}
	for _, line := range strings.Split(strings.TrimSuffix(string(src), "\n"), "\n") {
		if strings.HasPrefix(line, "  = ") {
			want = append(want, line)
			continue
		}
		if text, ok := strings.CutPrefix(line, "  > "); ok {
			file = append(file, strings.NewReplacer("TEXT65", strings.Repeat("字", 65), "MANY201", strings.Repeat(`"a",`, 200)+`"a"`).Replace(text))
		} else if line == "  english" {
			lang = rules.EN
		} else if finish(); strings.HasPrefix(line, "case ") {
			name = line
		} else if line != "" && line[0] != '#' {
			t.Fatalf("%q is no line of the file", line)
		}
		out = append(out, line)
	}
	finish()
	if cases == 0 {
		t.Error("no cases")
	}
	if *update {
		if err := os.WriteFile(path, []byte(strings.Join(out, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// FuzzReadSaved: whatever file comes, it ends with what was saved or with problems; what is taken is written and read again
// the same.
func FuzzReadSaved(f *testing.F) {
	f.Add([]byte(`{"jifen":1,"on":"2026-11-24","edition":"2023-01-01","facts":{"born":"1988-11-24","ledger":[{"from":"2021-07","to":"2022-06","base":10338.5}]},"other":{"complete":true},"ticked":["diploma"],"family":true,"permit":"2027-05-01"}`))
	f.Add([]byte("<html><script type=\"application/json\" id=\"jifen\">{\"jifen\":1,\"on\":\"2026-11-24\",\"edition\":\"\\u003c\",\"facts\":{}}</script>"))
	f.Add([]byte(`{"jifen":2}`))
	f.Add([]byte(`{"jifen":1,"jifen":1,"on":0,"facts":[],"facts":1,"ticked":[1,"`))
	f.Fuzz(func(t *testing.T, src []byte) {
		s, problems := applicant.ReadSaved(src, rules.EN)
		if (s == nil) == (problems == nil) {
			t.Fatal("neither a saved file nor problems, or both")
		}
		if out := applicant.AppendProblems(nil, problems); !json.Valid(out) {
			t.Fatalf("problems are no JSON: %s", out)
		}
		if s == nil {
			return
		}
		written := applicant.AppendSaved(nil, s)
		again := readBoth(t, written)
		if d := alikeSaved(s, again); d != "" {
			t.Fatalf("%s: %s", written, d)
		}
		if second := applicant.AppendSaved(nil, again); !bytes.Equal(second, written) {
			t.Fatalf("written %s, then %s", written, second)
		}
	})
}
