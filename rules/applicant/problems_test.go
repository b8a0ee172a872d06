package applicant_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/tables"
)

// TestAllAtOnce: however much is wrong, what is wrong with a known key is told.
func TestAllAtOnce(t *testing.T) {
	member := func(format string, n int) string {
		var all []string
		for i := range n {
			all = append(all, strings.ReplaceAll(format, "N", fmt.Sprint(i)))
		}
		return strings.Join(all, ",")
	}
	for _, c := range []struct {
		what, facts string
		told        []string // fields among those told
		most        int      // problems
	}{
		{"a bad ledger before", `{"ledger":[` + member(`{"from":"N"}`, 120) + `],"born":"nonsense","permit":1,"permit":2}`, []string{"ledger[119].from", "born", "permit"}, 363},
		{"many unknown keys before", `{` + member(`"x_N":1`, 2000) + `,"born":"nonsense","permit":true,"permit":true}`, []string{"x_0", "x_99", "born", "permit"}, 102},
		{"one key many times", `{` + member(`"permit":N`, 2000) + `,"y":1}`, []string{"permit", "y"}, 3},
		{"an unknown key many times", `{` + member(`"y":N`, 2000) + `,"born":5}`, []string{"y", "born"}, 101},
		{"many keys of a span", `{"ledger":[{` + member(`"x_N":1`, 2000) + `,` + member(`"from":"N"`, 50) + `}],"born":5}`, []string{"ledger[0].from", "ledger[0].to", "born"}, 105},
		{"a ledger that is none", `{"ledger":5,"insured_months":3,"base_tier":"1x"}`, []string{"ledger", "insured_months", "base_tier"}, 3},
		{"a ledger that is null", `{"ledger":null,"title_base_met":true}`, []string{"ledger", "title_base_met"}, 2},
		{"a span over a span that was refused", `{"ledger":[{"from":"2020-01","to":"2020-06","base":1},{"from":"2020-05","to":"2020-10","base":1},{"from":"2020-09","to":"2020-12","base":1},{"from":"2021-01","to":"2021-01","base":1}]}`,
			[]string{"ledger[1].from", "ledger[2].from"}, 2},
	} {
		_, problems := applicant.Read([]byte(c.facts), 20261123, rules.EN)
		var told []string
		for _, p := range problems {
			told = append(told, p.Field)
		}
		for _, want := range c.told {
			if !slices.Contains(told, want) {
				t.Errorf("%s: nothing is said of %s", c.what, want)
			}
		}
		if len(told) > c.most {
			t.Errorf("%s: %d problems, want %d at most", c.what, len(told), c.most)
		}
	}
}

// TestQueryAtOnce: what is wrong with the question itself is told together, in its own language wherever that stands.
func TestQueryAtOnce(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{`{"facts":{"born":"x"},"edition":5,"lang":"en"}`, "edition: must be text in quotes; born: “x” is no day between 1900 and 2100; write it like 1988-11-24"},
		{`{"fact":{},"lang":"en"}`, "fact: is not known here; there are facts, on, edition and lang; facts: is missing; it holds what to reckon"},
		{`{"lang":"en","facts":{}`, "not JSON (line 1, character 24): here } is wanted"},
		{`{"facts":{"born":5},"lang":"zz","on":"2030-01-01"}`, "lang: 要从这些里选一个：zh, en; on: 2030-01-01 这一天没有哪一版办法管到；已收录的施行期是 2013-07-01–2017-12-31, 2018-01-01–2022-12-31, 2023-01-01–2027-12-31。要照某一版假定计算，请写明版本; born: 要写日期，例如 \"1988-11-24\""},
		{`{"on":"nonsense","edition":"q","lang":"en"}`, "facts: is missing; it holds what to reckon; on: “nonsense” is no day between 1900 and 2100; write it like 1988-11-24; edition: must be one of: 2013-07-01, 2018-01-01, 2023-01-01"},
		{`{"on":"nonsense","edition":"q","lang":"zz","facts":[]}`, "lang: 要从这些里选一个：zh, en; on: “nonsense” 不是 1900 年到 2100 年之间的一天，请写成 1988-11-24 这样; edition: 要从这些里选一个：2013-07-01, 2018-01-01, 2023-01-01; 要一个 JSON 对象，例如 {\"complete\": true, \"born\": \"1988-11-24\"}"},
		{`{"on":"nonsense","lang":"en","facts":{}}`, "on: “nonsense” is no day between 1900 and 2100; write it like 1988-11-24"},
		{`[1]`, "要一个 JSON 对象，例如 {\"facts\": {\"complete\": true}}"},
		{"\ufeff" + `{"facts":{}}`, "不是正确的 JSON（第 1 行第 1 个字符）：开头多了一个字节顺序标记（BOM），请另存为不带 BOM 的 UTF-8"},
	} {
		q := applicant.Query{Today: 20261123}
		problems := append(q.ReadQuery([]byte(c.body)), q.Problems(tables.Editions)...)
		var told []string
		for _, p := range problems {
			if p.Field != "" {
				p.Message = p.Field + ": " + p.Message
			}
			told = append(told, p.Message)
		}
		if got := strings.Join(told, "; "); got != c.want {
			t.Errorf("%s\ngot  %s\nwant %s", c.body, got, c.want)
		}
	}
	_, problems := applicant.Read([]byte("\ufeff{}"), 20261123, rules.EN)
	if want := "not JSON (line 1, character 1): a byte order mark stands before it; save it as UTF-8 without one"; len(problems) != 1 || problems[0].Message != want {
		t.Errorf("got %v, want %s", problems, want)
	}
}
