package site

import (
	"bytes"
	"fmt"
	"io/fs"
)

// makePages makes every page: reads its text, lays it out and puts it away. Those come first from which others take something, and the
// search last, which names what it looks through. As soon as a problem is known, pages are only read, for all that is wrong with them.
func (b *builder) makePages() error {
	for i, p := range b.pages {
		if p.number = int32(i); p.Meta.Title != "" && p.known == nil {
			p.Title = b.plain(p.File, 2, p.Meta.Title, p.Lang)
			p.Summary = b.plain(p.File, 2, p.Meta.Summary, p.Lang)
		}
		if p.Edition == nil {
			p.Edition = b.edition
		}
	}
	for _, p := range b.pages {
		if p.asked() {
			if err := b.read(p); err != nil {
				return err
			}
		}
	}
	index, err := b.openIndexes()
	if err != nil {
		return err
	}
	for _, p := range b.pages {
		if p.Meta.Layout == "search" {
			continue
		}
		if err := b.makePage(p, index); err != nil {
			return err
		}
	}
	for _, i := range index {
		if err := i.close(); err != nil {
			return err
		}
	}
	for _, p := range b.pages {
		if p.Meta.Layout == "search" {
			if err := b.makePage(p, nil); err != nil {
				return err
			}
		}
	}
	if len(b.all) > 0 {
		b.checkText()
	}
	return nil
}

// asked says whether other pages ask for what stands in the text of this one.
func (p *Page) asked() bool { return p.Meta.Layout == "steps" || p.Meta.Layout == "home" }

func (b *builder) makePage(p *Page, index []*index) error {
	if p.known != nil {
		return b.keepPage(p, index)
	}
	if !p.asked() {
		if err := b.read(p); err != nil {
			return err
		}
	}
	if len(b.all) > 0 {
		return nil
	}
	for _, i := range index {
		if err := i.add(p); err != nil {
			return err
		}
	}
	if err := b.layOut(p); err != nil {
		return err
	}
	p.Body, p.source, p.links, p.Meta.Sources, p.Meta.Uncertain = "", nil, nil, nil, nil
	if !p.asked() {
		p.Headings = nil
	}
	return nil
}

// read renders the text of a page.
func (b *builder) read(p *Page) error {
	if !p.written {
		if b.before != nil && p.known == nil && b.before.face(p) != "" {
			return errAnew // it had a text, of which others knew
		}
		return nil
	}
	src, err := fs.ReadFile(b.Content, p.name)
	if err != nil {
		return fmt.Errorf("reading %s: %w", p.File, err)
	}
	head, body, _ := parts(src)
	p.source = body
	b.markdown(p)
	if bytes.Contains(body, []byte("{{")) {
		p.refs = reference.FindAllString(string(body), -1)
	}
	p.notes = [2]int{len(p.Meta.Sources), len(p.Meta.Uncertain)}
	if p.face = ""; bytes.Equal(p.head, hashed(head)) || p.known != nil {
		p.face = face(head, p)
	} // else the file was saved meanwhile, and the next build makes all anew
	p.refs = append(p.refs, reference.FindAllString(p.Meta.Title+p.Meta.Summary, -1)...)
	if b.before != nil && (p.known == nil || p.asked()) && p.face != b.before.face(p) {
		return errAnew
	}
	return nil
}

// layOut puts a page into its layout and the frame, and puts it away.
func (b *builder) layOut(p *Page) error {
	b.page.Reset()
	if err := b.layouts.Lookup("frame.html").Execute(&b.page, p); err != nil {
		return fmt.Errorf("laying out %s: %w", p.File, err)
	}
	src := tidy(b.page.Bytes())
	p.bytes = int64(len(src))
	b.inspect(p, src)
	return b.put(p.file(), src)
}

// tidy takes out the lines that templates leave empty.
func tidy(html []byte) []byte {
	out := html[:0]
	for line := range bytes.Lines(html) {
		if len(bytes.TrimSpace(line)) > 0 {
			out = append(out, line...)
		}
	}
	if !bytes.HasSuffix(out, []byte("\n")) {
		out = append(out, '\n')
	}
	return out
}
