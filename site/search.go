package site

import (
	"encoding/json"
	"html"
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

// searchable writes the index of each language. English has the Chinese pages that have no twin as well.
func (b *builder) searchable() error {
	for _, l := range languages {
		parts := []passage{}
		for _, p := range b.pages {
			if p.Meta.Layout == "notfound" || p.Meta.Layout == "search" || p.Lang != l.lang && (l.lang == rules.ZH || p.Twin() != nil) {
				continue
			}
			parts = append(parts, p.passages()...)
		}
		src, err := json.Marshal(parts)
		if err != nil {
			return err
		}
		b.name("search."+l.folder+".json", src)
	}
	return nil
}

// passages are the page's, one for its beginning and one for each heading.
func (p *Page) passages() []passage {
	all := []passage{{To: p.Address(), Page: p.Title}}
	if p.Meta.Layout == "edition" && p.Edition == p.site.edition {
		all[0].Text = p.Summary
		return append(all, p.indicators()...) // of the newest: nobody looks for a clause that is no more
	}
	var text, head strings.Builder
	text.WriteString(p.Summary + " ")
	into, heading := &text, ""
	end := func() {
		all[len(all)-1].Text = strings.Join(strings.Fields(text.String()), " ")
		text.Reset()
	}
	for x := range pieces(string(p.Body)) {
		into.WriteString(html.UnescapeString(x.before))
		switch {
		case x.closes && x.name == heading:
			all[len(all)-1].Head = strings.TrimSpace(head.String())
			into, heading = &text, ""
		case !x.closes && (x.name == "h2" || x.name == "h3") && x.attribute("id") != "":
			end()
			all = append(all, passage{To: p.Address() + "#" + x.attribute("id"), Page: p.Title})
			head.Reset()
			into, heading = &head, x.name
		case !slices.Contains(inLine, x.name) && (x.closes || slices.Contains(alone, x.name)):
			into.WriteByte(' ') // a block ends, and its last word with it
		}
	}
	end()
	return all
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
