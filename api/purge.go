package main

import (
	"context"
	"fmt"
	"time"

	"jifen/api/store"
)

// What nobody needs any more is taken out once the limits say so. It goes in small parts, so that the service can write between
// them, and each part stands in the audit log with how many rows it took.
//
// The audit log itself is never shortened. Its rows hold ids, actions and counts and nothing personal, and whoever takes rows out
// of a chain can no longer show that the others are all there. Purge only tells how many rows are older than they must be kept.

// remains is a kind of thing that has had its time.
type remains struct {
	what   string
	delete []string // statements, the last of which tells how many there were; $1 is the time, $2 the most at once
	before func(*service, time.Time) time.Time
}

const mostPurged = 500

func daysAgo(days func(*limits) int) func(*service, time.Time) time.Time {
	return func(s *service, now time.Time) time.Time { return now.AddDate(0, 0, -days(s.limits)) }
}

// An employer that waited too long, or gave way to another entry, was never approved and owns nothing: it goes with its account.
const neverApproved = `SELECT id FROM employers WHERE owns IS NULL AND (state = 'pending' AND waits_until < $1 OR reason IN ('#lapsed', '#outdone', '#gave_way') AND created_at < $1)
	ORDER BY id LIMIT $2`

// A decision goes with all that led to it.
const oldDecisions = `SELECT id FROM applications WHERE state IN ('decided', 'collected', 'rejected', 'withdrawn') AND changed_at < $1 ORDER BY id LIMIT $2`

const oldDrafts = `SELECT id FROM applications WHERE state = 'draft' AND changed_at < $1 ORDER BY id LIMIT $2`

var purged = []remains{
	{"messages", []string{`DELETE FROM messages WHERE id IN (SELECT id FROM messages WHERE created_at < $1 ORDER BY id LIMIT $2)`},
		daysAgo(func(l *limits) int { return l.Retention.Messages })},
	{"feedback", []string{`DELETE FROM feedback WHERE id IN (SELECT id FROM feedback WHERE at < $1 ORDER BY id LIMIT $2)`},
		daysAgo(func(l *limits) int { return l.Retention.Feedback })},
	{"replies", []string{`DELETE FROM replies WHERE (scope, key) IN (SELECT scope, key FROM replies WHERE at < $1 ORDER BY scope, key LIMIT $2)`},
		func(s *service, now time.Time) time.Time {
			return now.Add(-time.Duration(s.limits.Replies.Hours) * time.Hour)
		}},
	{"sessions", []string{`DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE created_at < $1 ORDER BY id LIMIT $2)`},
		func(s *service, now time.Time) time.Time {
			return now.Add(-time.Duration(s.limits.Session.Hours) * time.Hour)
		}},
	{"sessions_left_alone", []string{`DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE seen_at < $1 ORDER BY id LIMIT $2)`},
		func(s *service, now time.Time) time.Time {
			return now.Add(-time.Duration(max(s.limits.Session.Idle, s.limits.Session.StaffIdle)) * time.Minute)
		}},
	{"employers_never_approved", []string{
		`DELETE FROM sessions WHERE account_id IN (SELECT id FROM accounts WHERE employer_id IN (` + neverApproved + `))`,
		`DELETE FROM accounts WHERE employer_id IN (` + neverApproved + `)`,
		`DELETE FROM employers WHERE id IN (` + neverApproved + `)`,
	}, func(s *service, now time.Time) time.Time { return now }},
	{"drafts", []string{
		`DELETE FROM open_applications WHERE application_id IN (` + oldDrafts + `)`,
		`DELETE FROM messages WHERE application_id IN (` + oldDrafts + `)`,
		`DELETE FROM events WHERE application_id IN (` + oldDrafts + `)`,
		`DELETE FROM applications WHERE id IN (` + oldDrafts + `)`,
	}, daysAgo(func(l *limits) int { return l.Retention.Drafts })},
	{"decided", []string{
		`DELETE FROM notices WHERE application_id IN (` + oldDecisions + `)`,
		`DELETE FROM messages WHERE application_id IN (` + oldDecisions + `)`,
		`DELETE FROM events WHERE application_id IN (` + oldDecisions + `)`,
		`DELETE FROM applications WHERE id IN (` + oldDecisions + `)`,
	}, daysAgo(func(l *limits) int { return l.Retention.Decided })},
}

// purge takes out what has had its time.
func (s *service) purge(ctx context.Context, _ *config) (map[string]any, error) {
	now := s.clock()
	told := map[string]any{}
	for _, r := range purged {
		n, err := s.purgeOne(ctx, r, now)
		if err != nil {
			return nil, err
		}
		told[r.what] = n
	}
	var old int64
	err := s.store.Read(ctx, func(tx *store.Tx) error {
		return tx.Row(`SELECT count(*) FROM audit WHERE at < $1`, instant(now.AddDate(0, 0, -s.limits.Retention.Audit))).Scan(&old)
	})
	told["audit_past_its_time_and_kept"] = old
	return map[string]any{"purged": told}, err
}

// purgeHour is when the service purges each day, in Shanghai: nobody is at a counter.
const purgeHour = 3

// purges takes out what has had its time, every night while the service runs.
func (s *service) purges(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(untilNight(s.clock())):
		}
		if told, err := s.purge(ctx, nil); err != nil {
			s.log.Warn("the nightly purge did not come to its end; the next night goes on", "why", err)
		} else {
			s.log.Info("purged", "rows", told["purged"])
		}
	}
}

func untilNight(now time.Time) time.Duration {
	now = now.In(time.FixedZone("Asia/Shanghai", 8*60*60))
	night := time.Date(now.Year(), now.Month(), now.Day(), purgeHour, 0, 0, 0, now.Location())
	if !night.After(now) {
		night = night.AddDate(0, 0, 1)
	}
	return night.Sub(now)
}

// purgeOne takes one kind out, part by part, until none is left.
func (s *service) purgeOne(ctx context.Context, r remains, now time.Time) (all int64, err error) {
	before := instant(r.before(s, now))
	for {
		var n int64
		err := s.store.Write(ctx, func(tx *store.Tx) (err error) {
			for _, statement := range r.delete {
				if n, err = tx.Exec(statement, before, mostPurged); err != nil {
					return err
				}
			}
			if n == 0 {
				return nil
			}
			return tx.Audit(instant(s.clock()), "command", "purge", r.what, said(map[string]any{"rows": n, "before": before}))
		})
		if err != nil {
			return all, fmt.Errorf("purging %s: %w", r.what, err)
		}
		if all += n; n < mostPurged {
			return all, nil
		}
	}
}
