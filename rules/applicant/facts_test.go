package applicant_test

import (
	"strings"
	"testing"

	"jifen/rules"
	"jifen/rules/applicant"

	"pgregory.net/rapid"
)

// TestAppendFacts: what was written is read back as the same facts, and written the same again.
func TestAppendFacts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		on := anyDay(20271231).Draw(t, "on")
		fs := anyFacts(t, on)
		src := applicant.AppendFacts(nil, fs)
		again, problems := applicant.Read(src, on, rules.EN)
		if problems != nil {
			t.Fatalf("%s is not taken: %v", src, problems)
		}
		if d := differ(fs, again); d != "" {
			t.Fatalf("%s: %s", src, d)
		}
		if second := applicant.AppendFacts(nil, again); string(second) != string(src) {
			t.Fatalf("written %s, and then %s", src, second)
		}
	})
}

// TestAppendFactsForm holds the form of it: the contract's order, decimals without empty zeros, back payment said only where
// there was one, and facts left out told as none by complete.
func TestAppendFactsForm(t *testing.T) {
	for _, c := range [...]struct{ given, written string }{
		{`{}`, `{}`},
		{`{"share_percent":33.30,"permit":false,"born":"1988-11-24"}`, `{"born":"1988-11-24","permit":false,"share_percent":33.3}`},
		{
			`{"ledger":[{"from":"2023-01","to":"2023-01","base":7,"back_paid":true},{"base":8211.50,"to":"2022-06","from":"2021-07","back_paid":false}],"spouse_since":null}`,
			`{"ledger":[{"from":"2021-07","to":"2022-06","base":8211.5},{"from":"2023-01","to":"2023-01","base":7,"back_paid":true}],"spouse_since":null}`,
		},
		{`{"detentions":[],"offences":["2024-05-01","2020-02-29"],"tax_3y_yuan":1000000000000}`, `{"tax_3y_yuan":1000000000000,"detentions":[],"offences":["2024-05-01","2020-02-29"]}`},
	} {
		fs, problems := applicant.Read([]byte(c.given), 20261123, rules.EN)
		if problems != nil {
			t.Fatal(problems)
		}
		if got := string(applicant.AppendFacts(nil, fs)); got != c.written {
			t.Errorf("%s\n is written %s\nand should be %s", c.given, got, c.written)
		}
	}
	all, _ := applicant.Read([]byte(`{"complete":true}`), 20261123, rules.EN)
	if got := string(applicant.AppendFacts(nil, all)); strings.Contains(got, "complete") || !strings.Contains(got, `"offences":[]`) || !strings.Contains(got, `"title":"none"`) || strings.Contains(got, "born") {
		t.Errorf("complete is written %s", got)
	}
}
