package site

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"jifen/rules"

	"go.yaml.in/yaml/v3"
)

// Review is when a page was last held against its sources, and by when it is to be again.
type Review struct {
	File, Title, Owner string
	Last, By           rules.Date
}

// Reviews are the reviews of all pages that tell of the law, the one due first at the beginning. Of the options it needs the
// content, the templates and the editions.
func Reviews(o Options) ([]Review, error) {
	if len(o.Editions) == 0 {
		return nil, errors.New("no edition of the rules to read the pages with")
	}
	b := &builder{Options: o, problems: &problems{}, edition: &o.Editions[len(o.Editions)-1]}
	for _, stroke := range []func() error{b.readWords, b.readContent, b.problems.err} {
		if err := stroke(); err != nil {
			return nil, err
		}
	}
	var all []Review
	for _, p := range b.pages {
		if slices.Contains(written, p.Meta.Layout) {
			last, _ := rules.ParseDate(p.Meta.LastReviewed)
			by, _ := rules.ParseDate(p.Meta.ReviewBy)
			all = append(all, Review{p.File, b.plain(p.File, 2, p.Meta.Title, p.Lang), b.word("owner."+p.Meta.Owner, rules.ZH), last, by})
		}
	}
	slices.SortFunc(all, func(r, s Review) int { return cmp.Or(int(r.By-s.By), strings.Compare(r.File, s.File)) })
	return all, nil
}

// Reviewed gives a page's file with a day as its last review, and the next one as long after it as it was before. No other byte
// changes.
func Reviewed(name string, src []byte, on rules.Date) ([]byte, error) {
	last, by, err := reviewDays(src)
	if err != nil {
		return nil, fmt.Errorf("%s:%w", name, err)
	}
	if on < last.date {
		return nil, fmt.Errorf("%s:%d: was reviewed on %v, after %v; give a later day with -on", name, last.line, last.date, on)
	}
	next := later(on, last.date, by.date)
	if next > rules.Latest {
		return nil, fmt.Errorf("%s:%d: the next review would be after %v; give an earlier day with -on", name, last.line, rules.Latest)
	}
	src = bytes.Clone(src)
	copy(src[last.at:], on.String())
	copy(src[by.at:], next.String())
	return src, nil
}

// writtenDay is a day as it stands in a file.
type writtenDay struct {
	date     rules.Date
	line, at int // at is the offset of its first figure
}

// reviewDays finds the two days of the front matter.
func reviewDays(src []byte) (last, by writtenDay, err error) {
	begin := bytes.IndexByte(src, '\n') + 1
	if strings.TrimSpace(strings.TrimPrefix(string(src[:begin]), "\ufeff")) != "---" {
		return last, by, errors.New("1: has no front matter; begin with a line ---")
	}
	head, _, closed := bytes.Cut(src[begin:], []byte("\n---"))
	var doc yaml.Node
	if err := yaml.Unmarshal(head, &doc); err != nil || !closed || len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return last, by, errors.New("1: the front matter cannot be read; go run ./build -out DIR tells what is wrong with it")
	}
	lines := bytes.SplitAfter(src[begin:], []byte("\n"))
	find := func(key string) (d writtenDay) {
		node := child(doc.Content[0], key)
		if node == nil {
			err = cmp.Or(err, fmt.Errorf("1: has no %s; write it into the front matter, YYYY-MM-DD", key))
			return d
		}
		d.line, d.at = node.Line+1, begin
		for _, l := range lines[:node.Line-1] {
			d.at += len(l)
		}
		within := bytes.Index(lines[node.Line-1], []byte(node.Value))
		d.at += within
		var ok bool
		if d.date, ok = rules.ParseDate(node.Value); !ok || within < 0 {
			err = cmp.Or(err, fmt.Errorf("%d: %s holds %q; write a day, YYYY-MM-DD", d.line, key, node.Value))
		}
		return d
	}
	last, by = find("last_reviewed"), find("review_by")
	if err == nil && by.date <= last.date {
		err = fmt.Errorf("%d: review_by is not after last_reviewed; write the day of the next review", by.line)
	}
	return last, by, err
}

// later is as long after a day as one day is after another: so many months where both have the same number in their month, and
// else so many days.
func later(on, from, to rules.Date) rules.Date {
	if from.Day() != to.Day() {
		return on.AddDays(to.Days() - from.Days())
	}
	months := on.Year()*12 + on.Month() - 1 + 12*(to.Year()-from.Year()) + to.Month() - from.Month()
	for day := on.Day(); ; day-- { // half a year after 31 August ends with February
		if d := rules.FromCivil(months/12, months%12+1, day); d != 0 || day < 28 {
			return cmp.Or(d, rules.Latest+1)
		}
	}
}
