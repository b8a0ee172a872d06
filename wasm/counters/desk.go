//go:build js && wasm

package main

import (
	"strconv"

	"jifen/rules"
	"jifen/rules/process"
	"jifen/wasm/dom"
)

// desk is the page.
type desk struct {
	root    dom.Node // what the screens stand in
	lang    rules.Lang
	api     string // where the service answers; empty is here
	site    string // where the site lies, in the language of the page
	role    string // who works here; empty where nobody need sign in
	screens []screen
	home    func(*visit)
	who     dom.JSON // the session, once it was asked for
	turn    int      // counts the screens that were begun
	unsaved bool     // something was typed that the service does not have
	here    string   // the screen's path
	title   string   // the page's own
	other   dom.Node // the link to the page in the other language

	otherHref string
}

// screen is what is shown at a path such as applications/*, where * is an id.
type screen struct {
	path string
	show func(v *visit, id string)
}

// visit is a person's look at one screen. Once the reader has gone on to another, it shows nothing more.
type visit struct {
	*desk
	mine int
}

func itoa(n int) string { return strconv.Itoa(n) }

// say puts words in the page's language, with what belongs into their {}.
func (d *desk) say(t rules.Text, args ...string) string { return rules.Fill(t.In(d.lang), args...) }

// start shows the screen that the address names, and each that it names later.
func (d *desk) start() {
	d.title, d.other = dom.Title(), dom.Root().First("nav a[hreflang]")
	if d.other.There() {
		d.otherHref = d.other.Get("href")
	}
	dom.OnWindow("hashchange", func() {
		if to := path(); to != d.here || d.role == "" && scanned() != "" {
			d.visit()
		}
	})
	dom.BeforeLeaving(func() bool { return d.unsaved })
	dom.OnReturn(func() { d.leave() })
	dom.OnVisible(func() { go d.sameStill() })
	d.visit()
}

// leave loads the page anew, with nothing of what was on it.
func (d *desk) leave() {
	d.unsaved = false
	d.root.Fill()
	dom.Reload()
}

// sameStill leaves the screen where somebody else has signed in meanwhile in another window: what is done here would be theirs.
func (d *desk) sameStill() {
	if !d.signedIn() {
		return
	}
	if r := d.send("GET", "/v1/session", dom.JSON{}, "", ""); r.Status == 200 && r.Body.At("signed_in").True() && !d.isWho(r.Body) {
		d.leave()
	}
}

// path is the screen that the address names: #/applications/ID is applications/ID.
func path() string {
	if f := dom.Fragment(); f != "" && f[0] == '/' {
		return f[1:]
	}
	return ""
}

// open goes to a screen. It may be called from anywhere.
func (d *desk) open(to string) {
	if path() == to {
		d.visit()
		return
	}
	dom.SetHash("/" + to) // the browser says hashchange
}

// to is the address of a screen, for links.
func to(screen string) string { return "#/" + screen }

// visit begins the screen that the address names. What was typed and not saved is asked about first.
func (d *desk) visit() {
	if d.unsaved && path() != d.here {
		d.leaving(path())
		return
	}
	d.unsaved = false
	d.here = path()
	d.turn++
	v := &visit{d, d.turn}
	go v.begin()
}

// leaving asks, on the page, whether what was typed may be given up for another screen.
func (d *desk) leaving(onward string) {
	dom.SetHash("/" + d.here)
	if old := dom.ByID("leaving"); old.There() {
		old.Focus()
		return
	}
	bar := dom.New("div", "wrong", dom.Words("p", "", d.say(sayUnsaved))).Attr("id", "leaving").Attr("role", "alertdialog").Attr("aria-label", d.say(sayUnsaved)).Attr("tabindex", "-1")
	stay := dom.Button("main", d.say(sayStay), func() { bar.Remove() })
	leave := dom.Button("", d.say(sayLeave), func() {
		d.unsaved = false
		d.open(onward)
	})
	bar.Append(dom.New("p", "buttons", stay, leave))
	d.root.Prepend(bar)
	bar.ToView()
	bar.Focus()
}

func (v *visit) begin() {
	v.root.Attr("aria-busy", "true")
	if v.role != "" && !v.admitted() {
		return
	}
	here := v.here
	for _, s := range v.screens {
		if id, ok := fits(s.path, here); ok {
			s.show(v, id)
			return
		}
	}
	v.home(v)
}

// fits says whether a path is of a screen's form, and gives the id at its *.
func fits(form, path string) (id string, ok bool) {
	i, j := 0, 0
	for i < len(form) {
		if form[i] == '*' {
			from := j
			for j < len(path) && path[j] != '/' {
				j++
			}
			id = path[from:j]
			i++
			continue
		}
		if j >= len(path) || form[i] != path[j] {
			return "", false
		}
		i, j = i+1, j+1
	}
	return id, j == len(path) && path != ""
}

// stale says whether the reader has gone on.
func (v *visit) stale() bool { return v.mine != v.turn }

// show puts the screen onto the page, under its heading, which takes the keyboard.
func (v *visit) show(title string, parts ...dom.Node) {
	if v.stale() {
		return
	}
	head := dom.Words("h2", "screen", title).Attr("tabindex", "-1")
	v.root.Without("aria-busy").Fill(v.bar(), v.done(), head).Append(parts...)
	dom.Root().Attr("data-screen", v.here)
	if named(v.here) { // the browser keeps titles, and this one may hold a name
		title = ""
	}
	dom.SetTitle(joined(title, v.title))
	if v.other.There() { // the same screen in the other language
		v.other.Attr("href", v.otherHref+to(v.here))
	}
	if v.mine > 1 {
		head.Focus()
		v.root.ToView()
	}
}

// named says whether a screen is about one person: its path has an id in it.
func named(path string) bool {
	for i := range len(path) {
		if path[i] == '/' {
			return true
		}
	}
	return false
}

func joined(title, page string) string {
	if title == "" {
		return page
	}
	return title + " · " + page
}

// bar says who is signed in, with the ways to the desk's parts and out. It is nothing where nobody is.
func (v *visit) bar() dom.Node {
	if v.role == "" || !v.signedIn() {
		return dom.Node{}
	}
	bar, list := dom.New("nav", "deskbar").Attr("aria-label", v.say(sayParts)), dom.New("ul", "")
	for _, w := range v.ways() {
		link := dom.Words("a", "", v.say(w.label)).Attr("href", to(w.path))
		if w.path == v.here {
			link.Attr("aria-current", "page").On("click", func(dom.Node) { v.anew() })
		}
		list.Append(dom.New("li", "", link))
	}
	name := v.who.At("name").Text()
	if district := v.who.At("district").Text(); district != "" {
		name = v.say(process.DistrictName(district)) + " " + name
	}
	person := dom.New("p", "", dom.Words("span", "who", name))
	if v.here != passwordScreen {
		person.Append(v.link("", sayPasswordTitle, passwordScreen))
	}
	if len(list.Children()) > 0 {
		bar.Append(list)
	}
	return bar.Append(person.Append(dom.Button("plain", v.say(sayOut), func() { go v.signOut() })))
}

// anew looks at the screen again: its address stays, so the browser says nothing. What was typed is not lost by it.
func (d *desk) anew() {
	if !d.unsaved {
		d.visit()
	}
}

// way is a part of the desk.
type way struct {
	path  string
	label rules.Text
}

// ways are the parts of the desk of whoever is signed in.
func (v *visit) ways() []way {
	switch v.who.At("role").Text() {
	case "employer":
		if unapproved {
			return nil
		}
		return employerWays
	case "holder":
		return holderWays
	case "officer":
		return officerWays
	case "auditor":
		return auditorWays
	}
	return nil
}

// said is what the next screen says first: what was just done.
var said string

// then goes to a screen that says first what was just done.
func (v *visit) then(screen, done string) {
	said = done
	v.unsaved = false
	v.open(screen)
}

// done shows what was just done, once.
func (v *visit) done() dom.Node {
	if said == "" {
		return dom.Node{}
	}
	n := dom.New("p", "done", tick(), dom.Words("span", "", said)).Attr("role", "status")
	said = ""
	return n
}

func tick() dom.Node {
	return dom.SVG("svg", "viewBox", "0 0 24 24", "width", "24", "height", "24", "aria-hidden", "true").
		Append(dom.SVG("path", "d", "M4 13l5 5L20 6", "fill", "none", "stroke", "currentColor", "stroke-width", "3"))
}

// fail shows that a screen could not be had, and a way to try again.
func (v *visit) fail(r dom.Reply) {
	again := dom.Button("main", v.say(sayTryAgain), v.visit)
	v.show(v.say(sayNoScreen), dom.Words("p", "", v.problemOf(r)), dom.New("p", "buttons", again, dom.Words("a", "", v.say(sayHome)).Attr("href", to(""))))
}

// get asks for something to show. Where it cannot be had the screen says so, and false comes back.
func (v *visit) get(path string) (dom.Reply, bool) {
	r := v.ask("GET", path, dom.JSON{}, "")
	if r.Status != 200 {
		v.fail(r)
		return r, false
	}
	return r, !v.stale()
}
