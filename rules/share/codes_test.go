package share

import (
	"slices"
	"testing"

	"jifen/rules"
)

// TestCodes: the table names every fact and every choice once, and what a ledger derives before the ledger.
func TestCodes(t *testing.T) {
	at := map[rules.Fact]int{}
	for i, c := range codes {
		if _, twice := at[c.fact]; twice {
			t.Errorf("%s has two codes", c.fact)
		}
		at[c.fact] = i
		var want []string
		if shape := c.fact.Shape(); shape.Form == rules.ChoiceForm {
			want = slices.Sorted(slices.Values(shape.Values[1:]))
		}
		if got := slices.Sorted(slices.Values(c.choices)); !slices.Equal(got, want) {
			t.Errorf("%s: the choices with codes are %q, the rules have %q", c.fact, got, want)
		}
	}
	for f := range rules.AllFacts {
		if _, ok := at[f]; !ok {
			t.Errorf("%s has no code; put it at the end of codes", f)
		}
	}
	for _, f := range derived {
		if at[f] > at[rules.Ledger] {
			t.Errorf("%s stands after the ledger, so that it would be read beside one", f)
		}
	}
	if len(codes) > 7*mostBytes {
		t.Errorf("%d facts are more than a set can hold", len(codes))
	}
}
