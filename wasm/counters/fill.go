//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/process"
	"jifen/wasm/dom"
)

// Filling in an application, by its employer and its holder. Each part has a page of its own; what is saved is always the whole
// (fill_sheet.go), for the service takes no parts.

// fillScreens are the parts that are filled in one by one: applications/ID/fill/PART.
var fillScreens = []screen{
	{"applications/*/fill/profile", (*visit).fillProfile},
	{"applications/*/fill/family", (*visit).fillFamily},
	{"applications/*/fill/facts", (*visit).fillFacts},
	{"applications/*/fill/file", (*visit).fillFile},
	{"applications/*/fill/check", (*visit).fillCheck},
}

// filling is an application while a part of it is filled in.
type filling struct {
	*visit
	id, etag string
	a        dom.JSON
	was      *filled       // as it was read
	read     func(*filled) // takes what is on the page
	write    func(*filled) // puts onto the page
	saved    string        // what is said once it is saved
}

// mayFill says whether whoever is signed in may fill in an application: a new employer first accepts the holder.
func (v *visit) mayFill(a dom.JSON) bool {
	state := a.At("state").Text()
	return (state == process.Draft.String() || state == process.Returned.String()) && (v.is("holder") || a.At("taken_over").True())
}

// fill reads an application for one of its parts. Where it cannot be filled in, the screen says so, and nil comes back.
func (v *visit) fill(id string, part rules.Text) *filling {
	r, ok := v.get("/v1/applications/" + id)
	if !ok {
		return nil
	}
	if !v.mayFill(r.Body) {
		v.show(v.say(sayFillClosed), dom.Words("p", "", v.say(sayFillClosedWhy, r.Body.At("words").At("label").Text())),
			dom.New("p", "buttons", dom.Words("a", "main", v.say(sayFillToIt)).Attr("href", to("applications/"+id))))
		return nil
	}
	return &filling{visit: v, id: id, etag: r.ETag, a: r.Body, was: v.readFilled(r.Body), saved: v.say(sayFillSaved, v.say(part))}
}

// form makes the form of a part.
func (p *filling) form() *form {
	f := p.newForm("applications", p.say(sayFillSave), func(f *form) {
		mine := p.was.copy()
		p.read(mine)
		p.save(f, mine, p.saved)
	})
	return f.cancel("applications/" + p.id)
}

// save sends the whole. Where somebody else has saved meanwhile, the person sees what differs and chooses.
func (p *filling) save(f *form, mine *filled, said string) {
	r, ok := f.call("PUT", "/v1/applications/"+p.id, mine.json(), p.etag)
	switch {
	case ok:
		p.then("applications/"+p.id, said)
	case r.Status == 412:
		p.clash(f, mine)
	}
}

// part is a part of an application, and how complete it is.
type part struct {
	path     string
	label    rules.Text
	status   string
	complete bool
	optional bool // may be left empty
}

// parts are those of an application in the order of filling in. What is complete the service says: of the profile no field may be
// empty but for the family, and of the facts those that its result names as open.
func (v *visit) parts(a dom.JSON) []part {
	lacks, open, barred := len(v.emptyFields(a)), len(openFacts(a.At("result"))), len(a.At("result").At("ineligible").Items())
	people, family := len(a.At("profile").At("family").Items()), v.say(sayFillOptional)
	if people > 0 {
		family = v.say(sayFillPeople, itoa(people))
	}
	profile, facts := v.say(sayFillComplete), v.say(sayFillComplete)
	if lacks > 0 {
		profile = v.say(sayFillLacks, itoa(lacks))
	}
	switch {
	case open > 0:
		facts = v.say(sayFillOpenQ, itoa(open))
	case barred > 0:
		facts = v.say(sayFillBars, itoa(barred))
	}
	all := []part{
		{path: "profile", label: sayFillProfile, status: profile, complete: lacks == 0},
		{path: "family", label: sayFillFamily, status: family, complete: people > 0, optional: true},
		{path: "facts", label: sayFillFacts, status: facts, complete: open+barred == 0},
	}
	for _, x := range v.doubts(a) {
		for i := range all {
			if all[i].path == x.part && all[i].complete {
				all[i].status, all[i].complete = v.say(sayDoubts), false
			}
		}
	}
	return all
}

// lacking is the first part that must still be filled in; false where there is none.
func (v *visit) lacking(a dom.JSON) (part, bool) {
	for _, t := range v.parts(a) {
		if !t.complete && !t.optional {
			return t, true
		}
	}
	return part{}, false
}

// emptyFields are what the profile still lacks.
func (d *desk) emptyFields(a dom.JSON) (all []profileField) {
	for _, f := range profileFields {
		if a.At("profile").At(f.key).Text() == "" {
			all = append(all, f)
		}
	}
	return all
}

// fillTasks lists the parts of an application that is being filled in, with what each still lacks. It is nothing in any other state.
func (v *visit) fillTasks(a dom.JSON) dom.Node {
	if !v.mayFill(a) {
		return dom.Node{}
	}
	base := "applications/" + a.At("id").Text() + "/fill/"
	list := dom.New("ul", "tasks")
	complete, all := 0, 0
	for _, t := range v.parts(a) {
		if !t.optional {
			all++
		}
		if t.complete && !t.optional {
			complete++
		}
		list.Append(v.task(base+t.path, t))
	}
	list.Append(v.task(base+"file", part{label: sayFillFile, status: v.say(sayFillByChoice)}))
	done := v.say(sayFillDone, itoa(all), itoa(complete))
	if complete == all {
		done = v.say(sayFillAllDone)
	}
	return dom.New("section", "", dom.Words("h3", "", v.say(sayFillTasks)), v.carriedOver(a), v.doubtful(a), dom.Words("p", "", done), list, v.onward(a))
}

// onward are the ways on from the list: the main one is the first part that lacks something, and once none does, to submit or to check.
func (v *visit) onward(a dom.JSON) dom.Node {
	box, way, base := dom.New("p", "buttons"), "main", "applications/"+a.At("id").Text()
	if next, lacks := v.lacking(a); lacks {
		box.Append(v.goOn(a, next))
		way = ""
	}
	if may(a, "submit") {
		box.Append(v.link(way, sayOneCheck, base+"/submit"))
		way = ""
	}
	return box.Append(v.link(way, sayFillCheck, base+"/fill/check"))
}

// goOn leads to a part as the one clear next thing.
func (v *visit) goOn(a dom.JSON, t part) dom.Node {
	return dom.Words("a", "main", v.say(sayFillGoOn, v.say(t.label))).Attr("href", to("applications/"+a.At("id").Text()+"/fill/"+t.path))
}

func (v *visit) task(path string, t part) dom.Node {
	status := dom.New("span", "status", dom.Words("span", "", t.status)).Class("complete", t.complete)
	return dom.New("li", "", dom.Words("a", "", v.say(t.label)).Attr("href", to(path)), status)
}

// carriedOver says what a confirmation began with; nothing where nothing was carried over.
func (v *visit) carriedOver(a dom.JSON) dom.Node {
	if a.At("kind").Text() != process.Confirmation.String() || a.At("previous").There() {
		return dom.Node{}
	}
	box := dom.New("div", "", dom.Words("p", "", v.say(sayFillCarried)))
	for _, e := range a.At("events").Items() {
		if e.At("said").At("changed_employer").True() {
			box.Append(dom.Words("p", "warn", v.moved(a)))
		}
	}
	return box
}

// moved says what was emptied because the employer changed, as far as it still is.
func (v *visit) moved(a dom.JSON) string {
	names := ""
	for i, f := range v.emptyFields(a) {
		if i > 0 {
			names += v.say(sayFillAnd)
		}
		names += v.say(f.label)
	}
	if names == "" {
		return v.say(sayFillMovedOK)
	}
	return v.say(sayFillMoved, names)
}
