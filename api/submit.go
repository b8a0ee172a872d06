package main

import (
	"strconv"

	"jifen/rules"
	"jifen/rules/applicant"
)

var (
	sayEndedPermit = rules.Text{ZH: "居住证 {} 已到期，要先签注", EN: "the permit ended on {}; it has to be renewed first"}
	sayBelow       = rules.Text{ZH: "按现在的情况是 {} 分，不到 {} 分，核定了也没有积分待遇；仍要提交的，写 true", EN: "it comes to {} points, below {}: decided so it gives no benefits; to submit it all the same say true"}
)

// submit hands an application to the reception point: complete, and eligible on that day, or every field that is not is named. The
// district is that of the employer and stays so.
func (c *call) submit(t *taking) error {
	b := t.body
	below, _ := b.truth("below_standard", false)
	t.profile.complete(b)
	if ends := t.profile.permitEnds(); ends != 0 && ends < c.today {
		b.problem("profile.permit_valid_until", sayEndedPermit, ends.String())
	}
	facts, problems := applicant.Read(t.facts, c.today, c.lang)
	b.under("facts", problems)
	if facts == nil {
		return b.done()
	}
	cl := score(facts, c.today)
	cl.lacks(b)
	cl.fails(b)
	total := cl.score.Total
	if cl.score.Verdict == rules.Short && !below {
		b.problem("below_standard", sayBelow, strconv.Itoa(total.Max), strconv.Itoa(cl.edition.Standard.Points))
	}
	if err := b.done(); err != nil {
		return err
	}
	needed, err := cl.verifies(t.application)
	if err != nil {
		return err
	}
	t.standing.Claim(needed, cl.education())
	t.submitted, t.total = c.today, int64(total.Min)
	if t.district == "" {
		t.district = t.employer.district
	}
	t.said["total"] = total.Min
	if below {
		t.said["below_standard"] = true
	}
	return nil
}
