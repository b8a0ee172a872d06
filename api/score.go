package main

import (
	"encoding/json"

	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/tables"
)

// score answers POST /v1/score as the score command does.
func (c *call) score() (*answer, error) {
	q := applicant.Query{Today: c.today, Lang: [...]string{rules.ZH: "zh", rules.EN: "en"}[c.lang]}
	problems := q.ReadQuery(c.src)
	if problems == nil {
		var r *applicant.Answer
		if r, problems = applicant.Tell(tables.Editions, q, applicant.More{}); problems == nil {
			return &answer{body: json.RawMessage(applicant.AppendAnswer(nil, r))}, nil
		}
	} else {
		problems = append(problems, q.Problems(tables.Editions)...)
	}
	return nil, invalid(problems)
}
