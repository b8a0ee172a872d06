package rules_test

import (
	"testing"

	"jifen/rules/applicant"
	"jifen/rules/cases"
	"jifen/rules/tables"
)

// TestCases asks the engine every case worked by hand.
func TestCases(t *testing.T) {
	all, err := cases.Load("testdata/cases")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		t.Run(c.File+"/"+c.Name, func(t *testing.T) {
			for _, lang := range []string{"zh", "en"} {
				q := applicant.Query{Facts: []byte(c.Facts), On: c.On, Edition: c.Edition, Lang: lang}
				result, problems := applicant.Tell(tables.Editions, q, applicant.More{Horizon: c.AsksAhead()})
				answer := applicant.AppendProblems(nil, problems)
				if problems == nil {
					answer = applicant.AppendAnswer(nil, result)
				}
				for _, d := range c.Differences(answer) {
					t.Errorf("%s:%d: %s", c.File, c.Line, d)
				}
			}
		})
	}
}
