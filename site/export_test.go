package site

import (
	"errors"

	"jifen/rules"
)

// Reader reads pages of content one by one, for whole builds take too long to try millions: the page's text as HTML, and whether it was
// refused.
func Reader(o Options) (func(src []byte) (html string, refused bool), error) {
	b := &builder{Options: o, files: map[string][]byte{}, problems: &problems{}, byPath: map[string]*Page{}, edition: &o.Editions[len(o.Editions)-1]}
	for _, stroke := range []func() error{b.readWords, b.assets, b.readService, b.read} {
		if err := stroke(); err != nil {
			return nil, err
		}
	}
	return func(src []byte) (string, bool) {
		b.problems.all = nil
		p := b.open(rules.ZH, "zh/guides/x.md", src)
		p.Edition, b.pages = b.edition, []*Page{p}
		p.Title, p.Summary = b.plain(p.File, 2, p.Meta.Title, p.Lang), b.plain(p.File, 2, p.Meta.Summary, p.Lang)
		b.markdown(p)
		return string(p.Body), len(b.problems.all) > 0
	}, nil
}

// Kept reads the addresses that are kept, where they went, and the entrances of a content, and tells what is wrong with them.
func Kept(o Options) error {
	b := &builder{Options: o, problems: &problems{}}
	return errors.Join(b.readKept(), b.readEntrances(), b.problems.err())
}
