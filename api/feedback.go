package main

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"jifen/api/store"
	"jifen/rules"
)

// numberOfSomebody is what may be an ID number or a phone in a text that anybody writes, in figures of any kind and parted by blanks,
// hyphens and the like. It is masked before it is kept.
var numberOfSomebody = regexp.MustCompile(`\p{Nd}(?:` + parting + `\p{Nd}){10,}(?:` + parting + `[XxＸｘ])?`)

const parting = `[\p{Zs}\p{Pd}\p{Ps}\p{Pe}_.·・/+]{0,3}`

// maskSomebody masks what numberOfSomebody finds: without what parts it, full-width figures as the plain ones.
func maskSomebody(number string) string {
	return maskNumber(strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		switch {
		case r >= '0' && r <= '9' || r == 'X' || r == 'x':
			return r
		case unicode.IsDigit(r):
			return '*'
		}
		return -1
	}, number))
}

var (
	sayPath    = rules.Text{ZH: "要写本站页面的路径，例如 /guides/apply/", EN: "must be the path of a page of this site, such as /guides/apply/"}
	sayNumber  = rules.Text{ZH: "里面有一串数字，像是谁的号码；只写页面的路径", EN: "holds figures that could be somebody's number; give the path of the page alone"}
	sayNothing = rules.Text{ZH: "请说有没有用，或者写下问题", EN: "say whether it was useful, or write a question"}
)

// giveFeedback keeps whether a guide was useful, and a question to its editor. Nothing is kept of who asks.
func (c *call) giveFeedback() (*answer, error) {
	if err := c.again(false); err != nil {
		return nil, err
	}
	b := c.fields()
	page := b.text("page", 200, true)
	if page != "" && !isPath(page) {
		b.problem("page", sayPath)
	} else if namesNumber(page) {
		b.problem("page", sayNumber)
	}
	before := len(*b.wrong)
	comment := b.text("comment", 1000, false)
	helpful, known := b.truth("helpful", false)
	if !known && comment == "" && len(*b.wrong) == before {
		b.problem("helpful", sayNothing)
	}
	if err := b.done(); err != nil {
		return nil, err
	}
	if wait := c.limits.take("feedback_address", c.address); wait > 0 {
		return nil, tooMany(wait)
	}
	id, opinion := newID(), ""
	if known {
		opinion = fmt.Sprint(helpful)
	}
	comment = numberOfSomebody.ReplaceAllStringFunc(comment, maskSomebody)
	if err := c.tx.Put(`INSERT INTO feedback (id, page, helpful, comment, at) VALUES ($1, $2, $3, $4, $5)`,
		id, page, opinion, c.keys.seal("feedback comment", comment), instant(c.now)); err != nil {
		return nil, fmt.Errorf("keeping feedback: %w", err)
	}
	if err := c.audit("feedback", "feedback/"+id, nil); err != nil {
		return nil, err
	}
	return &answer{status: http.StatusCreated, body: map[string]any{"id": id}}, nil
}

// isPath says whether a text is the path of a page: no other host, no query, nothing that leads up.
func isPath(s string) bool {
	return strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//") && !strings.Contains(s, "..") && !strings.ContainsAny(s, "?#\\ \n")
}

var manyFigures = regexp.MustCompile(`\p{Nd}{5,}`)

// namesNumber says whether a path could hold somebody's number, which the path of no page does. Pages are kept as they were sent.
func namesNumber(path string) bool {
	plain, err := url.PathUnescape(path)
	return err != nil || manyFigures.MatchString(plain) || numberOfSomebody.MatchString(plain)
}

// feedback is what one reader said.
type feedback struct {
	id, page, comment, at string
	helpful               *bool // nil where nothing was said of it
}

// opinions is how many found a page useful.
type opinions struct {
	Page       string `json:"page"`
	Helpful    int    `json:"helpful"`
	NotHelpful int    `json:"not_helpful"`
	Comments   int    `json:"comments"`
}

// readFeedback lists feedback page by page, and counts it for each page listed. q is a part of a page's path.
func (c *call) readFeedback() (*answer, error) {
	if err := c.may(seers...); err != nil {
		return nil, err
	}
	p, err := c.page(3)
	if err != nil {
		return nil, err
	}
	var rows []feedback
	err = c.tx.Each(func(r store.Row) error {
		var f feedback
		var opinion string
		if err := r.Scan(&f.id, &f.page, &opinion, &f.comment, &f.at); err != nil {
			return err
		}
		if opinion != "" {
			yes := opinion == "true"
			f.helpful = &yes
		}
		f.comment, err = c.keys.open("feedback comment", f.comment)
		rows = append(rows, f)
		return err
	}, `SELECT id, page, helpful, comment, at FROM feedback WHERE (page, at, id) > ($1, $2, $3) AND lower(page) LIKE lower($4) ESCAPE '!'
		ORDER BY page, at, id LIMIT $5`, p.after[0], p.after[1], p.after[2], containing(p.q), p.limit+1)
	if err != nil {
		return nil, fmt.Errorf("reading feedback: %w", err)
	}
	pages, err := c.opinions(rows[:min(len(rows), p.limit)])
	if err != nil {
		return nil, err
	}
	a := cut(p, rows, func(f feedback) []string { return []string{f.page, f.at, f.id} }, func(f feedback) map[string]any {
		return map[string]any{"id": f.id, "page": f.page, "helpful": f.helpful, "comment": f.comment, "at": f.at}
	})
	a.body.(map[string]any)["pages"] = pages
	return a, nil
}

// opinions counts what was said of the pages that are listed.
func (c *call) opinions(listed []feedback) ([]opinions, error) {
	all := []opinions{}
	for _, f := range listed {
		if n := len(all); n > 0 && all[n-1].Page == f.page {
			continue
		}
		o := opinions{Page: f.page}
		err := c.tx.Row(`SELECT count(CASE WHEN helpful = 'true' THEN 1 END), count(CASE WHEN helpful = 'false' THEN 1 END), count(CASE WHEN comment <> '' THEN 1 END)
			FROM feedback WHERE page = $1`, f.page).Scan(&o.Helpful, &o.NotHelpful, &o.Comments)
		if err != nil {
			return nil, fmt.Errorf("counting feedback: %w", err)
		}
		all = append(all, o)
	}
	return all, nil
}
