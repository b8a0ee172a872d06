package site

import (
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Beside a guide stands where its reader is in the process: the station that sends people there, who does it, and what comes next.
// The guides of the process, the ones laid out as steps, are the home of that: a station's link to a whole guide says that the guide
// is about the station. A link to a part of a guide is a reference and says nothing of the kind.

// Stop is a station of a journey, as other pages show it.
type Stop struct {
	N        int
	ID, Text string
	Who      []string
	Here     bool
	guides   []string // whole guides to which the station leads, as they are written
}

// Way is where a guide is in a journey: its station and those beside it.
type Way struct {
	Journey *Page
	N, Of   int
	Text    string
	Stops   []Stop
}

// stop reads a station: its heading, and the links under it.
func (m *marks) stop(heading *ast.Heading) {
	id, _ := heading.AttributeString("id")
	who, _ := heading.AttributeString("who")
	m.page.stops = append(m.page.stops, Stop{N: len(m.page.stops) + 1, ID: asText(id), Text: m.words(heading), Who: strings.Split(asText(who), ",")})
}

// leads notes the whole guides to which what stands in the last station leads.
func (m *marks) leads(n ast.Node) {
	last := &m.page.stops[len(m.page.stops)-1]
	ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if link, ok := c.(*ast.Link); ok && entering {
			last.guides = append(last.guides, string(link.Destination))
		}
		return ast.WalkContinue, nil
	})
}

// Ways are the journeys that lead through this guide, in the guides' order.
func (p *Page) Ways() []Way {
	if p.Meta.Layout != "guide" {
		return nil // a journey is its own way
	}
	var all []Way
	for _, q := range p.journeys() {
		if at := q.stopOf(p); at >= 0 {
			w := Way{Journey: q, N: at + 1, Of: len(q.stops), Text: q.stops[at].Text}
			w.Stops = append(w.Stops, q.stops[max(0, at-1):min(at+2, len(q.stops))]...)
			w.Stops[min(at, 1)].Here = true
			all = append(all, w)
		}
	}
	return all
}

// journeys are the guides of the page's language that are laid out as steps.
func (p *Page) journeys() []*Page {
	if p.site.journeys[p.Lang] == nil {
		p.site.journeys[p.Lang] = slices.DeleteFunc(slices.Clone(p.Guides()), func(q *Page) bool { return q.stops == nil || q.Lang != p.Lang })
	}
	return p.site.journeys[p.Lang]
}

// stopOf is the first station that leads to a guide, -1 where none does.
func (p *Page) stopOf(guide *Page) int {
	for i, s := range p.stops {
		for _, to := range s.guides {
			if strings.HasPrefix(to, "/") && p.Link(to) == guide.Address() {
				return i
			}
		}
	}
	return -1
}
