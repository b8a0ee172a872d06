package applicant_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"jifen/rules"
	"jifen/rules/applicant"

	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the expectations anew")

// TestPaste reads testdata/paste.txt: what is pasted, and the rows that come of it.
func TestPaste(t *testing.T) {
	path := filepath.FromSlash("testdata/paste.txt")
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out, pasted, want []string
	name, lang, cases := "", rules.ZH, 0
	finish := func() {
		if pasted == nil {
			return
		}
		cases++
		got := shown(applicant.Paste(strings.Join(pasted, "\n"), lang))
		if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
			t.Errorf("%s: got\n%s\nwant\n%s", name, g, w)
		}
		out = append(out, got...)
		pasted, want, lang = nil, nil, rules.ZH
	}
	for i, line := range strings.Split(strings.TrimSuffix(string(src), "\n"), "\n") {
		if strings.HasPrefix(line, "  = ") {
			want = append(want, line)
			continue
		}
		if typed, ok := strings.CutPrefix(line, "  > "); ok {
			pasted = append(pasted, strings.ReplaceAll(typed, `\t`, "\t"))
		} else if line == "  english" {
			lang = rules.EN
		} else if finish(); strings.HasPrefix(line, "case ") {
			name = line
		} else if line != "" && line[0] != '#' {
			t.Fatalf("line %d is no line of the file: %q", i+1, line)
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

// shown writes rows as the file has them.
func shown(rows []applicant.Row) []string {
	var lines []string
	for _, r := range rows {
		line := "  = " + r.From + " | " + r.To + " | " + r.Base
		if r.BackPaid {
			line += " | 补缴"
		}
		if r.Doubt != "" {
			line += " ? " + r.Doubt
		}
		lines = append(lines, line)
	}
	return lines
}

// FuzzPaste: whatever is pasted becomes rows, and the same rows when they are tidied; what is clear in every row is a record
// that Read takes; what is not clear, it refuses by name, or it was a guess.
func FuzzPaste(f *testing.F) {
	src, err := os.ReadFile(filepath.FromSlash("testdata/paste.txt"))
	if err != nil {
		f.Fatal(err)
	}
	for _, block := range strings.Split(string(src), "\n\n") {
		var pasted []string
		for _, line := range strings.Split(block, "\n") {
			if typed, ok := strings.CutPrefix(line, "  > "); ok {
				pasted = append(pasted, strings.ReplaceAll(typed, `\t`, "\t"))
			}
		}
		f.Add(strings.Join(pasted, "\n"))
	}
	f.Add("\xff2021-07\xff 10338")
	f.Fuzz(func(t *testing.T, text string) {
		rows := applicant.Paste(text, rules.ZH)
		english := applicant.Paste(text, rules.EN)
		clear := true
		for i, r := range rows {
			clear = clear && r.Doubt == ""
			if (r.Doubt == "") != (english[i].Doubt == "") {
				t.Fatalf("in doubt in one language alone: %q, %q", r.Doubt, english[i].Doubt)
			}
			if again := applicant.Tidy(r, rules.ZH); r.Doubt == "" && again != r {
				t.Fatalf("%+v is tidied to %+v", r, again)
			}
		}
		accepted(t, rows, clear)
		accepted(t, applicant.Join(rows), clear)
	})
}

// accepted holds that Read takes rows where all are clear, and that a refusal names them.
func accepted(t *testing.T, rows []applicant.Row, clear bool) {
	t.Helper()
	src := append(applicant.AppendLedger([]byte(`{"ledger":`), rows), '}')
	fs, problems := applicant.Read(src, 20261123, rules.EN)
	if clear && problems != nil {
		t.Fatalf("%s is refused: %v", src, problems)
	}
	for _, p := range problems {
		if !strings.HasPrefix(p.Field, "ledger") {
			t.Fatalf("%s: %q: %s", src, p.Field, p.Message)
		}
	}
	if fs == nil || len(rows) == 0 {
		return
	}
	if n := len(fs.Ledger()); n != len(rows) {
		t.Fatalf("%d rows give %d spans", len(rows), n)
	}
}

// TestPasteLong: a few thousand lines take no time, in any order, and more rows than a record may have are told.
func TestPasteLong(t *testing.T) {
	var forth, back, same strings.Builder
	for i := range 5000 {
		month := rules.Month(199001 + i/12%110*100 + i%12)
		forth.WriteString(month.String() + "\t10338\n")
		back.WriteString(rules.Month(210001-i/12%110*100+11-i%12).String() + "\t10338\n")
		same.WriteString("2021-07 至 2022-06 10338\n")
	}
	line := strings.Repeat("2021-07 至,2022-06 10338 ", 20_000)
	words := "2021-07\t" + strings.Repeat("补缴 ", 50_000) + "\t10338"
	column := "年月\t基数\n2021-07\t" + strings.Repeat("1 ", 50_000)
	begin := time.Now()
	for _, text := range []string{forth.String(), back.String(), same.String(), line, strings.ReplaceAll(line, ",", ""), words, column} {
		rows := applicant.Paste(text, rules.ZH)
		applicant.Join(rows)
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
	rows := applicant.Paste(forth.String()[:601*14], rules.ZH)
	if len(rows) != 601 || rows[599].Doubt != "" || !strings.Contains(rows[600].Doubt, "600") {
		t.Errorf("%d rows, the last two %+v", len(rows), rows[max(0, len(rows)-2):])
	}
}

// TestTidy holds rows typed by hand: from, to, base; what they become.
func TestTidy(t *testing.T) {
	for _, c := range [...][2]string{
		{"|  |", " |  | "},
		{"2021年7月|2022.6|10,338元", "2021-07 | 2022-06 | 10338"},
		{"２０２１０７||１０３３８", "2021-07 | 2021-07 | 10338"},
		{"2021-07 至 2022-06||10338", "2021-07 | 2022-06 | 10338"},
		{"2021年7-12月||¥10338.50", "2021-07 | 2021-12 | 10338.5"},
		{"2021-07起|2022-06止|10338", "2021-07 | 2022-06 | 10338"},
		{"2021-07-01|2022-06-30|10338", "2021-07 | 2022-06 | 10338"},
		{"2021-07||", "2021-07 | 2021-07 |  ? 少了缴费基数，请写每月多少元，例如 10338"},
		{"|2021-07|10338", " | 2021-07 | 10338 ? 少了月份，请写成 2021-07 这样"},
		{"||10338", " |  | 10338 ? 少了月份，请写成 2021-07 这样"},
		{"2021-13||10338", "2021-13 | 2021-13 | 10338 ? “2021-13” 不是 1990-01 到 2100-12 之间的一个月，请写成 2021-07 这样"},
		{"2021-07|今|10338", "2021-07 | 今 | 10338 ? “今” 不是 1990-01 到 2100-12 之间的一个月，请写成 2021-07 这样"},
		{"7月||10338", "7月 |  | 10338 ? “7月” 不是 1990-01 到 2100-12 之间的一个月，请写成 2021-07 这样"},
		{"2021-07 10338||10338", "2021-07 10338 |  | 10338 ? “2021-07 10338” 不是 1990-01 到 2100-12 之间的一个月，请写成 2021-07 这样"},
		{"2021-07 2021-08|2021-09|10338", "2021-07 2021-08 | 2021-09 | 10338 ? “2021-07 2021-08” 不是 1990-01 到 2100-12 之间的一个月，请写成 2021-07 这样"},
		{"2022-06|2021-07|10338", "2022-06 | 2021-07 | 10338 ? 结束的月份早于开始的月份，是不是 2021-07 至 2022-06"},
		{"2021-07|2022-06|1万", "2021-07 | 2022-06 | 1万 ? “1万” 不是缴费基数，要写 0 到 10000000 之间的数（元每月），最多两位小数"},
		{"2021-07|2022-06|10338.125", "2021-07 | 2022-06 | 10338.125 ? “10338.125” 不是缴费基数，要写 0 到 10000000 之间的数（元每月），最多两位小数"},
		{"2021-07|2022-06|-5", "2021-07 | 2022-06 | -5 ? “-5” 不是缴费基数，要写 0 到 10000000 之间的数（元每月），最多两位小数"},
		{"2021-07|2022-06|0", "2021-07 | 2022-06 | 0 ? 基数是 0；没有缴费的月份，请删去这一行"},
	} {
		typed := strings.Split(c[0], "|")
		r := applicant.Row{From: typed[0], To: typed[1], Base: typed[2], Doubt: "an old doubt"}
		if got := strings.TrimPrefix(shown([]applicant.Row{applicant.Tidy(r, rules.ZH)})[0], "  = "); got != c[1] {
			t.Errorf("%s: got\n%s\nwant\n%s", c[0], got, c[1])
		}
	}
}

// TestRowsKept: a record shown in rows and taken from them again is the same record, joined or not.
func TestRowsKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spans := anyLedger(t, 20261123)
		months := 0
		for _, s := range spans {
			months += count(s.From, s.To)
		}
		rows := applicant.Rows(spans)
		again := ledgerOf(t, rows)
		if differ(withLedger(spans), withLedger(again)) != "" {
			t.Fatalf("%v became %v", spans, again)
		}
		for i, j := range rapid.Permutation(rows).Draw(t, "order") {
			rows[i] = j
		}
		left := 0
		for i, s := range ledgerOf(t, applicant.Join(rows)) {
			left += count(s.From, s.To)
			if i > len(spans) {
				t.Fatal("there are more spans than there were")
			}
		}
		if left != months {
			t.Fatalf("%d months became %d", months, left)
		}
	})
}

func ledgerOf(t *rapid.T, rows []applicant.Row) []rules.Span {
	fs, problems := applicant.Read(append(applicant.AppendLedger([]byte(`{"ledger":`), rows), '}'), 20261123, rules.EN)
	if problems != nil {
		t.Fatal(problems)
	}
	return fs.Ledger()
}

func withLedger(spans []rules.Span) *rules.Facts {
	fs := &rules.Facts{}
	fs.PutLedger(spans)
	return fs
}

func count(from, to rules.Month) int {
	return int(to/100-from/100)*12 + int(to%100-from%100) + 1
}

// TestJoin holds what becomes one row, and what does not.
func TestJoin(t *testing.T) {
	rows := []applicant.Row{
		{From: "2022-01", To: "2022-01", Base: "10338"},
		{From: "2021-13", To: "2021-13", Base: "10338", Doubt: "no month"},
		{From: "2021-12", To: "2021-12", Base: "10338"},
		{},
		{From: "2021-07", To: "2021-11", Base: "10338"},
		{From: "2022-02", To: "2022-02", Base: "10338", BackPaid: true},
		{From: "2022-03", To: "2022-03", Base: "10339", BackPaid: true},
		{From: "2022-05", To: "2022-05", Base: "10339", BackPaid: true},
		{From: "2022-04", To: "2022-04", Base: "10339", BackPaid: true, Doubt: "a guess"},
	}
	want := []string{
		"  = 2021-07 | 2022-01 | 10338",
		"  = 2022-02 | 2022-02 | 10338 | 补缴",
		"  = 2022-03 | 2022-03 | 10339 | 补缴",
		"  = 2022-05 | 2022-05 | 10339 | 补缴",
		"  = 2021-13 | 2021-13 | 10338 ? no month",
		"  = 2022-04 | 2022-04 | 10339 | 补缴 ? a guess",
	}
	before := slices.Clone(rows)
	if got := shown(applicant.Join(rows)); !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if !slices.Equal(rows, before) {
		t.Error("the rows given were changed")
	}
}
