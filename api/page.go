package main

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"

	"jifen/rules"
	"jifen/rules/applicant"
)

// Lists come page by page. A cursor is where the last page ended, as texts by which the list is sorted: what is added or ends
// meanwhile shifts nothing.

const (
	pageUsual = 50
	pageMost  = 200
)

// page is the part of a list that is asked for.
type page struct {
	limit int
	after []string // what the list is sorted by, of the last item before; empty texts for the first page
	q     string
}

var (
	sayCursor = rules.Text{ZH: "不是这里给出的 next，请从头读起", EN: "is no next that was given here; read from the start"}
	sayLimit  = rules.Text{ZH: "要写 1 到 {} 的数", EN: "must be a number from 1 to {}"}
)

// page reads ?cursor=, limit= and q= of a list that is sorted by so many texts.
func (c *call) page(keys int) (*page, error) {
	query := c.r.URL.Query()
	p := &page{limit: pageUsual, after: make([]string, keys), q: strings.TrimSpace(query.Get("q"))}
	var wrong []applicant.Problem
	if v := query.Get("limit"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 {
			wrong = append(wrong, applicant.Problem{Field: "limit", Message: rules.Fill(sayLimit.In(c.lang), strconv.Itoa(pageMost))})
		}
		p.limit = min(n, pageMost)
	}
	if v := query.Get("cursor"); v != "" {
		src, err := base64.RawURLEncoding.DecodeString(v)
		if err != nil || json.Unmarshal(src, &p.after) != nil || len(p.after) != keys || strings.Contains(string(src), `\u0000`) {
			wrong = append(wrong, applicant.Problem{Field: "cursor", Message: sayCursor.In(c.lang)})
		}
	}
	if len(p.q) > 200 || strings.ContainsFunc(p.q, hidden) {
		wrong = append(wrong, applicant.Problem{Field: "q", Message: rules.Fill(sayTooLong.In(c.lang), "200")})
	}
	if wrong != nil {
		return nil, invalid(wrong)
	}
	return p, nil
}

// cut shows a page of rows, of which one more than it holds was read where there are more.
func cut[T any](p *page, rows []T, keys func(T) []string, show func(T) map[string]any) *answer {
	next := any(nil)
	if len(rows) > p.limit {
		rows = rows[:p.limit]
		next = cursor(keys(rows[p.limit-1]))
	}
	return listed(rows, next, show)
}

func listed[T any](rows []T, next any, show func(T) map[string]any) *answer {
	items := make([]map[string]any, len(rows))
	for i, row := range rows {
		items[i] = show(row)
	}
	return &answer{body: map[string]any{"items": items, "next": next}}
}

func cursor(keys []string) string {
	src, err := json.Marshal(keys)
	if err != nil {
		panic(err) // texts always go into JSON
	}
	return base64.RawURLEncoding.EncodeToString(src)
}

// containing is what LIKE … ESCAPE '!' finds every text by that holds q.
func containing(q string) string {
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(q) + "%"
}
