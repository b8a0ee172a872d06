package share

import "jifen/rules"

// code gives one fact its number in a link, which is its place in the table, and each of its choices its number, which is its
// place in the list and begins at 1: none is not written.
type code struct {
	fact    rules.Fact
	choices []string // as in Values of the fact's shape, without none
}

// codes never changes but at its ends: links that were given away are read by it for ever. A fact that is new goes last, a
// choice that is new goes last in its list, and neither ever goes; what order package rules has them in does not matter.
// What people most often have comes first, which keeps links short. The facts that a ledger derives stand before it.
var codes = [...]code{
	{fact: rules.Born},
	{fact: rules.Permit},
	{fact: rules.Employed},
	{fact: rules.InsuredLast12},
	{rules.Education, []string{"junior_college", "bachelor", "bachelor_degree", "master", "doctor"}},
	{fact: rules.InsuredMonths},
	{rules.BaseTier, []string{"0.8x", "1x", "2x", "3x"}},
	{rules.Title, []string{"skill_5", "skill_4", "skill_3", "skill_2", "intermediate", "skill_1", "senior"}},
	{fact: rules.TitleBaseMet},
	{fact: rules.Ledger},
	{fact: rules.SpouseSince},
	{fact: rules.ShortageMajor},
	{fact: rules.FreshGraduate},
	{rules.Award, []string{"special", "comprehensive", "provincial"}},
	{fact: rules.SuburbMonths},
	{fact: rules.PublicServiceMonths},
	{fact: rules.SharePercent},
	{fact: rules.Tax3yYuan},
	{fact: rules.Hires3yAvg},
	{fact: rules.Entrepreneur},
	{fact: rules.Intermediary},
	{fact: rules.FalseDocuments},
	{fact: rules.Detentions},
	{fact: rules.Offences},
	{fact: rules.SeriousCrime},
	{fact: rules.FamilyPlanningViolation},
}

// derived are the facts that a ledger tells; beside one they are neither written nor read.
var derived = []rules.Fact{rules.InsuredMonths, rules.InsuredLast12, rules.TitleBaseMet, rules.BaseTier}
