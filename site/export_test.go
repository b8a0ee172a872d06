package site

import (
	"errors"
	"testing/fstest"

	"jifen/rules"
)

// Reader reads pages of content one by one, for whole builds take too long to try millions: the page's text as HTML, and whether it was
// refused.
func Reader(o Options) (func(src []byte) (html string, refused bool), error) {
	b, err := newBuilder(o, memory{})
	if err != nil {
		return nil, err
	}
	b.byPath = map[string]*Page{}
	for _, stroke := range []func() error{b.readWords, b.assets, b.readService, b.templates} {
		if err := stroke(); err != nil {
			return nil, err
		}
	}
	return func(src []byte) (string, bool) {
		const name = "zh/guides/x.md"
		files := fstest.MapFS{name: {Data: src}}
		b.Content, b.problems.all = files, nil
		p, err := b.open(rules.ZH, name)
		if err != nil {
			return "", true
		}
		p.Edition, b.pages = b.edition, []*Page{p}
		p.Title, p.Summary = b.plain(p.File, 2, p.Meta.Title, p.Lang), b.plain(p.File, 2, p.Meta.Summary, p.Lang)
		err = b.read(p)
		return string(p.Body), err != nil || len(b.problems.all) > 0
	}, nil
}

// Kept reads the addresses that are kept, where they went, and the entrances of a content, and tells what is wrong with them.
func Kept(o Options) error {
	b := &builder{Options: o, problems: &problems{}}
	return errors.Join(b.readKept(), b.readEntrances(), b.problems.err())
}
