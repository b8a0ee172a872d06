package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"jifen/rules"
)

// TestConfirmationPapers: unchanged facts need the printed form alone, however they are written; changed ones the papers of what has
// changed.
func TestConfirmationPapers(t *testing.T) {
	const before = `{"complete":true,"born":"1988-11-24","permit":true,"employed":true,"insured_last_12":12,"education":"bachelor","insured_months":36,"spouse_since":"2020-01-01"}`
	child := relative{"李小", "子", "E1234567"}
	for _, c := range []struct {
		what, facts string
		family      []relative
		want        string
	}{
		{"the same", before, nil, "application_form"},
		{"more months, for which there is no paper", strings.Replace(before, "36", "48", 1), nil, "application_form"},
		{"none written out", strings.Replace(before, `"complete":true`, `"complete":true,"title":"none","detentions":[],"award":"none"`, 1), nil, "application_form"},
		{"a record", strings.Replace(before, `"complete":true`, `"complete":true,"detentions":["2026-01-01"]`, 1), nil, "application_form"},
		{"a title", strings.Replace(before, `"complete":true`, `"complete":true,"title":"senior","title_base_met":true`, 1), nil,
			"application_form title_certificate title_assessment title_registration appointment post_description skill_check"},
		{"given up", strings.Replace(before, `"spouse_since":"2020-01-01"`, `"spouse_since":null`, 1), nil, "application_form"},
		{"the wedding's day", strings.Replace(before, "2020-01-01", "2019-01-01", 1), nil, "application_form marriage_certificate spouse_id spouse_household"},
		{"a child more", before, []relative{child}, "application_form marriage_certificate spouse_id spouse_household child_household birth_certificate parents_marriage"},
		{"a ledger for the figures", strings.Replace(before, `"insured_months":36`, `"ledger":[{"from":"2019-07","to":"2026-10","base":40000}]`, 1), nil, "application_form wage_base_tax"},
	} {
		facts := strings.Replace(c.facts, `"insured_last_12":12,`, map[bool]string{true: "", false: `"insured_last_12":12,`}[strings.Contains(c.facts, "ledger")], 1)
		cl, err := reckon(json.RawMessage(facts), 20261124)
		if err != nil {
			t.Fatalf("%s: %v", c.what, err)
		}
		a := &application{facts: json.RawMessage(facts), carried: &carried{Facts: json.RawMessage(before)}, profile: profile{Family: c.family}}
		papers, err := cl.papers(a, rules.EN)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range papers {
			got = append(got, p.ID)
		}
		if want := strings.Fields(c.want); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", c.what, got, want)
		}
	}
}
