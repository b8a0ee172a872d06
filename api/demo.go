package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"time"

	"jifen/api/store"
)

// demoText is the name under which the demo's sign-ins are encrypted, to be told again at the next start.
const demoText = "demo"

// demo fills a new database with a district that is plainly made up, by the calls that its people would make, each on its day. A
// database that holds data is left as it is. Passwords are invented anew each time: a demo that others can reach is no open door.
func (s *service) demo(ctx context.Context, base string, out io.Writer) error {
	var rows int
	sealed := ""
	err := s.store.Read(ctx, func(tx *store.Tx) error {
		if err := tx.Row(`SELECT count(*) FROM (SELECT 1 FROM audit LIMIT 1) AS one`).Scan(&rows); err != nil {
			return err
		}
		return tx.Each(func(r store.Row) error { return r.Scan(&sealed) }, `SELECT value FROM kept WHERE name = 'demo'`)
	})
	if err != nil {
		return fmt.Errorf("looking for data: %w", err)
	}
	if rows > 0 {
		fmt.Fprintln(out, "数据库里已经有数据，-demo 不再填入。 The database holds data already; -demo leaves it as it is.")
		return s.recall(sealed, base, out)
	}
	story, err := s.fillDemo(ctx)
	if err != nil {
		return fmt.Errorf("filling the demo: %w", err)
	}
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Put(`INSERT INTO kept (name, value) VALUES ('demo', $1)`, s.keys.seal(demoText, said(story))); err != nil {
			return err
		}
		return tx.Audit(instant(s.clock()), "command", "demo", "demo", "{}")
	})
	if err != nil {
		return fmt.Errorf("keeping the demo: %w", err)
	}
	s.story = story
	_, err = io.WriteString(out, story.told(base))
	return err
}

// recall tells the demo again with which the database was filled; nothing where it was filled by others.
func (s *service) recall(sealed, base string, out io.Writer) error {
	if sealed == "" {
		return nil
	}
	text, err := s.keys.open(demoText, sealed)
	if err != nil {
		return err
	}
	story := &story{}
	if json.Unmarshal([]byte(text), story) != nil { // of a time when the text alone was kept
		_, err = io.WriteString(out, text)
		return err
	}
	s.story = story
	_, err = io.WriteString(out, story.told(base))
	return err
}

// fillDemo lets the district's last weeks go by. The service does not serve yet, so that its clock may be set.
func (s *service) fillDemo(ctx context.Context) (*story, error) {
	clock, now, log := s.clock, s.clock(), s.log
	s.log = slog.New(slog.DiscardHandler) // no caller's calls
	defer func() { s.clock, s.limits.clock, s.log = clock, clock, log }()
	d := newDistrict(s, ctx, now)
	d.live()
	return d.story(), d.err
}

// These are what the made-up people claim, but for the day of birth, which stands in the ID number.
const (
	demoMaster   = `{"complete":true,"born":"%s","permit":true,"employed":true,"insured_last_12":12,"insured_months":96,"education":"master"}`
	demoBachelor = `{"complete":true,"born":"%s","permit":true,"employed":true,"insured_last_12":12,"insured_months":60,"education":"bachelor_degree"}`
	demoTitle    = `{"complete":true,"born":"%s","permit":true,"employed":true,"insured_last_12":12,"insured_months":120,"title":"intermediate","title_base_met":true}`
)

// live is the story: two employers and one that waits, and applications that have come as far as one can.
func (d *district) live() {
	d.day(60)
	xu, other, pu := d.officer("受理员甲（演示）", "徐汇"), d.officer("受理员乙（演示）", "徐汇"), d.officer("受理员丙（演示）", "浦东新")
	d.auditor("审计员（演示）")
	a := d.employer("示例甲科技有限公司", "徐汇", "人事甲")
	b := d.employer("示例乙服务有限公司", "浦东新", "人事乙")
	d.day(59)
	d.post(xu, "/v1/employers/"+a.employer+"/decision", map[string]any{"approve": true})
	d.post(pu, "/v1/employers/"+b.employer+"/decision", map[string]any{"approve": true})

	d.day(55)
	collected, decided, overdue := d.applies(a, "示例壹", demoMaster), d.applies(a, "示例贰", demoTitle), d.applies(a, "示例叁", demoBachelor)
	far := d.applies(b, "示例肆", demoMaster)
	for _, one := range []*applied{collected, decided, overdue, far} {
		d.step(one.by, one, "submit", nil)
	}
	d.day(53)
	for _, one := range []*applied{collected, decided, overdue} {
		d.accept(xu, one)
	}
	d.accept(pu, far)
	d.day(45)
	for _, one := range []*applied{collected, decided, overdue} {
		d.arrive(xu, one)
	}
	d.day(30)
	d.decide(xu, collected)
	d.decide(other, decided)
	d.day(25)
	d.step(xu, collected, "collect", map[string]any{"collector": "holder", "name": "示例壹"})

	d.day(8)
	checked, returned := d.applies(a, "示例伍", demoMaster), d.applies(a, "示例陆", demoBachelor)
	d.step(a, checked, "submit", nil)
	d.step(a, returned, "submit", nil)
	d.day(7)
	d.accept(xu, checked)
	d.step(xu, returned, "return", map[string]any{"missing": d.papers(xu, returned)[:1], "note": "缺一份原件（演示）"})
	d.day(3)
	submitted := d.applies(a, "示例柒", demoMaster)
	d.step(a, submitted, "submit", nil)
	d.day(2)
	d.applies(a, "示例捌", demoBachelor)
	d.employer("示例丙商行", "徐汇", "人事丙")
	for _, page := range []string{"/guides/apply/", "/guides/apply/", "/calculator/"} {
		d.post(nil, "/v1/feedback", map[string]any{"page": page, "helpful": page != "/calculator/", "comment": "演示：这一步要带什么？"})
	}
}

// madeUSCC is a sound USCC of no unit: of a district that is none.
func madeUSCC(n int) string {
	const digits = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	org := fmt.Sprintf("MA%06d", n*1111)
	for _, c := range "0123456789X" {
		if validOrganisation(org + string(c)) {
			org += string(c)
			break
		}
	}
	head := "91310999" + org
	for _, c := range digits {
		if validUSCC(head + string(c)) {
			return head + string(c)
		}
	}
	panic("no sound check character")
}

// madeID is a sound ID number of nobody: of a place that is none.
func madeID(n int) string {
	head := fmt.Sprintf("99999919880%d1000%d", 1+n%8, n)
	for _, c := range "0123456789X" {
		if validID(head + string(c)) {
			return head + string(c)
		}
	}
	panic("no sound check character")
}

// shanghaiMorning is ten in the morning of a day so many days ago, never later than now.
func shanghaiMorning(now time.Time, ago int) time.Time {
	y, m, day := now.In(time.FixedZone("Asia/Shanghai", 8*60*60)).Date()
	return time.Date(y, m, day-ago, 2, 0, 0, 0, time.UTC)
}
