package applicant_test

import (
	"strings"
	"testing"

	"jifen/rules"
	"jifen/rules/applicant"

	"pgregory.net/rapid"
)

// TestToForm: what a control shows of a fact is read of it again.
func TestToForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		on := anyDay(20271231).Draw(t, "on")
		fs := anyFacts(t, on)
		var members []string
		for f := range rules.AllFacts {
			shown := applicant.ToForm(fs, f)
			if read := applicant.FromForm(f, shown); read != "" {
				members = append(members, `"`+f.String()+`":`+read)
			} else if want := map[bool]string{true: ""}[f == rules.Born]; shown != want && shown != applicant.Unsure {
				t.Fatalf("%s is shown as %q and read as nothing", f, shown)
			}
		}
		again, problems := applicant.Read([]byte("{"+strings.Join(members, ",")+"}"), on, rules.EN)
		if problems != nil {
			t.Fatalf("%v: %v", members, problems)
		}
		if fs.Known(rules.Ledger) {
			again.PutLedger(fs.Ledger()) // its rows are shown by Rows
		}
		if d := differ(fs, again); d != "" {
			t.Fatalf("%v: %s", members, d)
		}
	})
}

// TestToFormWords holds what a person sees.
func TestToFormWords(t *testing.T) {
	src := `{"born":"1988-11-24","permit":true,"employed":false,"education":"master","title":"none","insured_months":95,
		"share_percent":33.30,"spouse_since":null,"detentions":["2024-05-01","2020-02-29"],"offences":[]}`
	fs, problems := applicant.Read([]byte(src), 20261123, rules.EN)
	if problems != nil {
		t.Fatal(problems)
	}
	want := map[rules.Fact]string{
		rules.Born: "1988-11-24", rules.Permit: "true", rules.Employed: "false", rules.Education: "master", rules.Title: "none",
		rules.InsuredMonths: "95", rules.SharePercent: "33.3", rules.SpouseSince: "", rules.Detentions: "2024-05-01, 2020-02-29",
		rules.Offences: "",
	}
	for f := range rules.AllFacts {
		text, ok := want[f]
		if !ok {
			text = applicant.Unsure
		}
		if got := applicant.ToForm(fs, f); got != text {
			t.Errorf("%s is shown as %q, and should be as %q", f, got, text)
		}
	}
	if got := applicant.ToForm(&rules.Facts{}, rules.Born); got != "" {
		t.Errorf("a birth date not known is shown as %q", got)
	}
}
