package site

import (
	"errors"
	"io/fs"
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
	for _, stroke := range []func() error{b.readWords, b.assets, b.readService, b.templates} {
		if err := stroke(); err != nil {
			return nil, err
		}
	}
	const name = "zh/guides/x.md"
	return func(src []byte) (string, bool) {
		b.Content, b.problems.all, b.uses = fstest.MapFS{name: {Data: src}}, nil, map[link]*[]int32{}
		info, err := fs.Stat(b.Content, name)
		if err != nil {
			return "", true
		}
		p, err := b.open(rules.ZH, name, fs.FileInfoToDirEntry(info))
		if err == nil {
			p.Edition, b.pages = b.edition, []*Page{p}
			err = b.read(p)
		}
		if err != nil {
			return "", true
		}
		return string(p.Body), len(b.problems.all) > 0
	}, nil
}

// Kept reads the addresses that are kept, where they went, and the entrances of a content, and tells what is wrong with them.
func Kept(o Options) error {
	b, err := newBuilder(o, memory{})
	if err != nil {
		return err
	}
	return errors.Join(b.readKept(), b.readEntrances(), b.problems.err())
}
