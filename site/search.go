package site

import (
	"encoding/json"
	"fmt"
	"strings"

	"jifen/rules"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
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
			own, err := p.passages()
			if err != nil {
				return fmt.Errorf("reading %s for the search: %w", p.File, err)
			}
			parts = append(parts, own...)
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
func (p *Page) passages() ([]passage, error) {
	all := []passage{{To: p.Address(), Page: p.Title, Text: p.Summary}}
	if p.Meta.Layout == "edition" && p.Edition == p.site.edition {
		return append(all, p.indicators()...), nil // of the newest: nobody looks for a clause that is no more
	}
	nodes, err := html.ParseFragment(strings.NewReader(string(p.Body)), &html.Node{Type: html.ElementNode, DataAtom: atom.Main, Data: "main"})
	for _, n := range nodes {
		all = gather(n, all, p)
	}
	for i := range all {
		all[i].Text = strings.Join(strings.Fields(all[i].Text), " ")
	}
	return all, err
}

// gather adds what a node holds to the last part, and begins another one at each heading.
func gather(n *html.Node, all []passage, p *Page) []passage {
	if id := attr(n, "id"); id != "" && (n.Data == "h2" || n.Data == "h3") {
		return append(all, passage{To: p.Address() + "#" + id, Page: p.Title, Head: strings.TrimSpace(textOf(n))})
	}
	if n.Type == html.TextNode {
		all[len(all)-1].Text += n.Data
	}
	for c := range n.ChildNodes() {
		all = gather(c, all, p)
	}
	if n.Type == html.ElementNode && n.Data != "a" && n.Data != "b" && n.Data != "strong" && n.Data != "em" && n.Data != "span" && n.Data != "code" {
		all[len(all)-1].Text += " " // a block ends, and its last word with it
	}
	return all
}

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	text := ""
	for c := range n.ChildNodes() {
		text += textOf(c)
	}
	return text
}

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
