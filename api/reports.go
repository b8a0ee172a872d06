package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"jifen/api/store"
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/process"
)

// stages are the states in which an application waits for somebody, and of which it is told how long they take.
var stages = []process.State{process.Draft, process.Submitted, process.Returned, process.Checking, process.InReview, process.Decided}

// mostStages is how many of the stages that ended last are looked at: enough for a median.
const mostStages = 20000

// A report is of one district or of all, which is another query: an index is of no use to a question with an or in it.
const (
	overAll      = `$1 = ''`
	overDistrict = `a.district = $1`
)

func scope(district string) string {
	if district == "" {
		return overAll
	}
	return overDistrict
}

// summary tells an officer of its own district, and an auditor of all of them or of ?district=.
func (c *call) summary() (*answer, error) {
	if err := c.may(seers...); err != nil {
		return nil, err
	}
	district := c.who.district
	if c.who.role == process.Auditor {
		district = c.r.URL.Query().Get("district")
		if district != "" && !slices.Contains(process.Districts, district) {
			return nil, invalid([]applicant.Problem{{Field: "district", Message: rules.Fill(sayOneOf.In(c.lang), strings.Join(process.Districts, ", "))}})
		}
	}
	states, err := c.counts(district)
	if err != nil {
		return nil, err
	}
	oldest, err := c.oldest(district)
	if err != nil {
		return nil, err
	}
	overdue := 0
	if err := c.tx.Row(`SELECT count(*) FROM applications a WHERE `+scope(district)+` AND state = 'in_review' AND due_on <> '' AND due_on < $2`,
		district, c.today.String()).Scan(&overdue); err != nil {
		return nil, fmt.Errorf("counting what is overdue: %w", err)
	}
	median, err := c.delays(district)
	if err != nil {
		return nil, err
	}
	return &answer{body: map[string]any{
		"district": district, "on": c.today.String(), "states": states, "oldest_days": oldest, "overdue": overdue,
		"median_days": median, "median_of_days": c.limits.Reports.Days,
	}}, nil
}

// counts is how many applications there are in each state.
func (c *call) counts(district string) (map[string]int, error) {
	all := map[string]int{}
	for s := process.Draft; s <= process.Rejected; s++ {
		all[s.String()] = 0
	}
	err := c.tx.Each(func(r store.Row) error {
		var state string
		var n int
		err := r.Scan(&state, &n)
		all[state] = n
		return err
	}, `SELECT state, count(*) FROM applications a WHERE `+scope(district)+` GROUP BY state`, district)
	if err != nil {
		return nil, fmt.Errorf("counting applications: %w", err)
	}
	return all, nil
}

// oldest is for how many days the oldest application that goes on has been waiting since it was submitted, by its state.
func (c *call) oldest(district string) (map[string]any, error) {
	all := map[string]any{}
	for _, s := range []process.State{process.Submitted, process.Returned, process.Checking, process.InReview} {
		all[s.String()] = nil
	}
	err := c.tx.Each(func(r store.Row) error {
		var state, since string
		if err := r.Scan(&state, &since); err != nil {
			return err
		}
		if day, ok := rules.ParseDate(since); ok {
			all[state] = max(0, c.today.Days()-day.Days()) // a clock may have been put back meanwhile
		}
		return nil
	}, `SELECT state, min(submitted_on) FROM applications a WHERE `+scope(district)+` AND state IN ('submitted', 'returned', 'checking', 'in_review')
		AND submitted_on <> '' GROUP BY state`, district)
	if err != nil {
		return nil, fmt.Errorf("looking for the oldest application: %w", err)
	}
	return all, nil
}

// delays is the median of the days that applications stood in each stage, of the stages that ended lately. A stage ends with
// the event that leads out of its state, and began with the last one that led into it.
func (c *call) delays(district string) (map[string]any, error) {
	since := instant(c.now.AddDate(0, 0, -c.limits.Reports.Days))
	took := map[string][]float64{}
	err := c.tx.Each(func(r store.Row) error {
		var state, began, ended string
		if err := r.Scan(&state, &began, &ended); err != nil {
			return err
		}
		from, err1 := time.Parse(time.RFC3339, began)
		to, err2 := time.Parse(time.RFC3339, ended)
		if err1 == nil && err2 == nil {
			took[state] = append(took[state], max(0, to.Sub(from).Hours()/24))
		}
		return nil
	}, `SELECT e.was, COALESCE((SELECT max(p.at) FROM events p WHERE p.application_id = e.application_id AND p.number < e.number AND p.became = e.was AND p.was <> p.became), a.created_at), e.at
		FROM events e JOIN applications a ON a.id = e.application_id
		WHERE e.at >= $2 AND e.was <> '' AND e.was <> e.became AND `+scope(district)+` ORDER BY e.at DESC LIMIT $3`, district, since, mostStages)
	if err != nil {
		return nil, fmt.Errorf("reckoning the delays: %w", err)
	}
	all := map[string]any{}
	for _, s := range stages {
		all[s.String()] = median(took[s.String()])
	}
	return all, nil
}

// median is the middle one, to a tenth; nil where there is none.
func median(all []float64) any {
	if len(all) == 0 {
		return nil
	}
	slices.Sort(all)
	mid := (all[(len(all)-1)/2] + all[len(all)/2]) / 2
	return math.Round(mid*10) / 10
}
