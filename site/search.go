package site

import (
	"bufio"
	"crypto/sha256"
	"encoding/json"
	"hash"
	"html"
	"io"
	"slices"
	"strings"

	"jifen/rules"
)

// The search runs in the browser over the text itself, a part of a page at a time: so it finds halves of words and whatever stands
// anywhere, in Chinese and in English, and off line. Packed, the text of all guides is a tenth of what a program for it would be.

// passage is what a search finds: a heading, what stands under it, and the page that it is on.
type passage struct {
	To   string `json:"to"`
	Page string `json:"page"`
	Head string `json:"head,omitempty"` // empty is the page's beginning
	Text string `json:"text"`
}

// index is what the search of a language looks through, in the making: a list of passages as JSON, written as the pages are made.
type index struct {
	*builder
	lang rules.Lang
	name string
	file io.WriteCloser
	sum  hash.Hash
	both *bufio.Writer
	any  bool
	old  *bufio.Reader // the index of the build before, as far as it is read; nil where its pages are not known
	shut io.Closer
}

// openIndexes begins the index of each language.
func (b *builder) openIndexes() ([]*index, error) {
	var all []*index
	for _, l := range languages {
		i := &index{builder: b, lang: l.lang, name: "search." + l.folder + ".json", sum: sha256.New()}
		var err error
		if i.file, err = b.out.create(i.name); err != nil {
			return nil, err
		}
		i.both = bufio.NewWriterSize(io.MultiWriter(i.file, i.sum), 64<<10)
		if b.before != nil {
			old, err := b.out.open(b.before.indexes[l.folder])
			if err != nil {
				return nil, errAnew
			}
			i.old, i.shut = bufio.NewReaderSize(old, 64<<10), old
		}
		all = append(all, i)
	}
	return all, nil
}

// holds says whether a page is in the index. English has the Chinese pages that have no twin as well.
func (i *index) holds(p *Page) bool {
	return p.Meta.Layout != "notfound" && p.Meta.Layout != "search" && (p.Lang == i.lang || i.lang == rules.EN && p.Twin() == nil)
}

// add adds a page.
func (i *index) add(p *Page) error {
	if !i.holds(p) {
		return nil
	}
	src, err := json.Marshal(p.passages())
	if err != nil {
		return err
	}
	if i.old != nil { // what stood there is passed over
		if _, err := i.old.Discard(1 + i.before.pages[p.Path].piece); err != nil {
			return errAnew
		}
	}
	p.piece = len(src) - len("[]")
	return i.write(src[1 : len(src)-1])
}

// keep takes a page over from the index of the build before.
func (i *index) keep(p *Page) error {
	if !i.holds(p) {
		return nil
	}
	if _, err := i.old.Discard(1); err != nil { // what stands between two pages
		return errAnew
	}
	if err := i.write(nil); err != nil {
		return err
	}
	if n, err := io.CopyN(i.both, i.old, int64(p.piece)); n < int64(p.piece) {
		return errAnew
	} else if err != nil {
		return err
	}
	return nil
}

func (i *index) write(src []byte) error {
	between := ","
	if !i.any {
		between, i.any = "[", true
	}
	_, err := io.WriteString(i.both, between)
	if err == nil {
		_, err = i.both.Write(src)
	}
	return err
}

// close ends the index, and names it by its hash.
func (i *index) close() error {
	end := "]"
	if !i.any {
		end = "[]"
	}
	_, err := io.WriteString(i.both, end)
	if err == nil {
		err = i.both.Flush()
	}
	if err == nil {
		err = i.file.Close()
	}
	if i.shut != nil {
		i.shut.Close()
	}
	if err != nil {
		return err
	}
	file := i.hashed(i.name, [sha256.Size]byte(i.sum.Sum(nil)))
	i.sums[file] = [sha256.Size]byte(i.sum.Sum(nil))
	return i.out.settle(i.name, file)
}

// passages are the page's, one for its beginning and one for each heading.
func (p *Page) passages() []passage {
	all := []passage{{To: p.Address(), Page: p.Title}}
	if p.Meta.Layout == "edition" && p.Edition == p.site.edition {
		all[0].Text = p.Summary
		return append(all, p.indicators()...) // of the newest: nobody looks for a clause that is no more
	}
	text, head := phrase{}, phrase{}
	text.add(p.Summary + " ")
	into, heading := &text, ""
	for x := range pieces(string(p.Body)) {
		into.add(html.UnescapeString(x.before))
		switch {
		case x.closes && x.name == heading:
			all[len(all)-1].Head = head.take()
			into, heading = &text, ""
		case !x.closes && (x.name == "h2" || x.name == "h3") && x.attribute("id") != "":
			all[len(all)-1].Text = text.take()
			all = append(all, passage{To: p.Address() + "#" + x.attribute("id"), Page: p.Title})
			into, heading = &head, x.name
		case !slices.Contains(inLine, x.name) && (x.closes || slices.Contains(alone, x.name)):
			into.add(" ") // a block ends, and its last word with it
		}
	}
	all[len(all)-1].Text = text.take()
	return all
}

// phrase gathers text, with one space wherever there are blanks and none at its ends.
type phrase struct {
	strings.Builder
	blank bool
}

func (f *phrase) add(text string) {
	for text != "" {
		word := strings.TrimLeft(text, " \n\t")
		f.blank = f.blank || len(word) < len(text)
		end := strings.IndexAny(word, " \n\t")
		if end < 0 {
			end = len(word)
		}
		if end > 0 {
			if f.blank && f.Len() > 0 {
				f.WriteByte(' ')
			}
			f.WriteString(word[:end])
			f.blank = false
		}
		text = word[end:]
	}
}

func (f *phrase) take() string {
	text := f.String()
	f.Reset()
	f.blank = false
	return text
}

var (
	inLine = []string{"a", "b", "strong", "em", "span", "code"}
	alone  = []string{"br", "hr", "img", "path"} // have no end
)

// indicators are what an edition gives points for.
func (p *Page) indicators() []passage {
	var all []passage
	for i := range p.Edition.Indicators {
		in := &p.Edition.Indicators[i]
		one := passage{To: p.Address() + "#" + in.ID, Page: p.Title, Head: in.Label.In(p.Lang), Text: in.Source.Where(p.Lang)}
		for _, c := range in.Choices {
			one.Text += " " + c.Label.In(p.Lang)
		}
		for _, look := range in.Review {
			one.Text += " " + look.In(p.Lang)
		}
		all = append(all, one)
	}
	return all
}

// Folder is the content's folder of the page's language: zh or en.
func (p *Page) Folder() string {
	if p.Lang == rules.EN {
		return "en"
	}
	return "zh"
}
