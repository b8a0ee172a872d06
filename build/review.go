package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"jifen/rules"
	"jifen/rules/edition"
	"jifen/site"
)

// today is the day in Shanghai.
func today() rules.Date {
	now := time.Now().In(time.FixedZone("Asia/Shanghai", 8*60*60))
	return rules.FromCivil(now.Year(), int(now.Month()), now.Day())
}

// day is the day that -on gives, today where it gives none.
func (c *config) day() (rules.Date, error) {
	if c.on == "" {
		return today(), nil
	}
	d, ok := rules.ParseDate(c.on)
	if !ok {
		return 0, fmt.Errorf("-on %q is no day; write it as 2027-06-01", c.on)
	}
	return d, nil
}

// stale lists the pages whose review is overdue, the oldest first. That there are some is no failure.
func stale(c config, out io.Writer) error {
	on, err := c.day()
	if err != nil {
		return err
	}
	law, err := edition.Load("rules")
	if err != nil {
		return err
	}
	all, err := site.Reviews(site.Options{Content: os.DirFS(c.content), Name: filepath.ToSlash(c.content),
		Templates: os.DirFS(filepath.FromSlash("site/templates")), Editions: law.Editions})
	if err != nil {
		return err
	}
	due := 0
	for _, r := range all {
		if r.By < on {
			due++
			fmt.Fprintf(out, "%s: %s: review was due by %v, %s before %v; last reviewed %v, %s\n", r.File, r.Title, r.By, days(on.Days()-r.By.Days()), on, r.Last, r.Owner)
		}
	}
	if due == 0 && len(all) > 0 {
		fmt.Fprintf(out, "nothing is due on %v; next is %s, by %v\n", on, all[0].File, all[0].By)
	}
	return nil
}

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprint(n, " days")
}

// reviewed notes in a page's file that it was reviewed and needs no change.
func reviewed(c config, out io.Writer) error {
	on, err := c.day()
	if err != nil {
		return err
	}
	src, err := os.ReadFile(c.reviewed)
	if err != nil {
		return fmt.Errorf("-reviewed: %w", err)
	}
	next, err := site.Reviewed(filepath.ToSlash(c.reviewed), src, on)
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.reviewed, next, 0o644); err != nil {
		return fmt.Errorf("-reviewed: %w", err)
	}
	fmt.Fprintf(out, "%s: last_reviewed is %v\n", c.reviewed, on)
	return nil
}
