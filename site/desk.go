package site

import (
	"strings"

	"jifen/rules"
)

// The desks are the pages on which people take an application through. The generator writes the frame; the browser program asks the
// service and shows what it says.

// desks are their addresses.
var desks = []string{"employer", "holder", "counter", "track", "notice"}

// Desk is which one the page is.
func (p *Page) Desk() string { return strings.Trim(strings.TrimPrefix(p.Path, "/en/"), "/") }

// Fills says whether facts are filled in at the desk.
func (p *Page) Fills() bool { return p.Desk() != "track" && p.Desk() != "notice" }

// English says whether the page is in English.
func (p *Page) English() bool { return p.Lang == rules.EN }

// API is where the service answers, empty for the site's own origin.
func (p *Page) API() string { return p.site.API }

// Apply is where the ways to the desks stand: a part of the home page, empty where it has none.
func (p *Page) Apply() string {
	home := "/"
	if p.English() {
		home = "/en/"
	}
	for _, h := range p.site.byPath[home].Headings {
		if h.ID == "apply" {
			return p.site.prefix + home + "#apply"
		}
	}
	return ""
}

// Asks says whether the page asks if it is useful.
func (p *Page) Asks() bool {
	return p.site.Asks && (p.Meta.Layout == "guide" || p.Meta.Layout == "steps")
}

// Edit is where the page's file can be edited, empty where nobody said.
func (p *Page) Edit() string { return strings.ReplaceAll(p.site.Source, "{file}", p.File) }

// Program is the browser program that the page runs, empty for none.
func (p *Page) Program() string {
	switch p.Meta.Layout {
	case "calculator":
		return "jifen.wasm"
	case "desk":
		return "counters.wasm"
	}
	return ""
}
