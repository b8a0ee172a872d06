package rules_test

import (
	"testing"

	"jifen/rules"
)

func TestClause(t *testing.T) {
	for article, want := range map[string][2]string{
		"第六条":         {"第六条", "Article 6"},
		"第十二条":        {"第十二条", "Article 12"},
		"第十条、第二十一条":   {"第十条、第二十一条", "Article 10, Article 21"},
		"第九条（序号待核实）":  {"第九条（序号待核实）", "Article 9 (number not verified)"},
		"条款序号待核实":     {"条款序号待核实", "number not verified"},
		"附件一":         {"附件一", "附件一"},
		"":            {"", ""},
		"第十九条（序号待核实）": {"第十九条（序号待核实）", "Article 19 (number not verified)"},
	} {
		s := rules.Source{Article: article}
		if got := [2]string{s.Where(rules.ZH), s.Where(rules.EN)}; got != want {
			t.Errorf("%q is %q, want %q", article, got, want)
		}
	}
}
