//go:build js && wasm

package main

import "jifen/wasm/dom"

// clash tells a person whose copy is out of date that somebody saved meanwhile: what differs, field by field, and the choice between
// the two. Until then everything stays on the page.
func (p *filling) clash(f *form, mine *filled) {
	r := p.ask("GET", "/v1/applications/"+p.id, dom.JSON{}, "")
	if r.Status != 200 {
		f.refused(r)
		return
	}
	if !p.mayFill(r.Body) {
		f.tell(p.say(sayFillClosedWhy, r.Body.At("words").At("label").Text()), nil)
		return
	}
	theirs := p.readFilled(r.Body)
	all := p.differences(theirs, mine)
	if len(all) == 0 {
		p.then("applications/"+p.id, p.say(sayClashSame))
		return
	}
	mineWords := map[string]string{} // of the fields that I changed; of the family as it would be saved
	for _, x := range p.differences(theirs, merge(p.was, mine, theirs)) {
		mineWords[x.key] = x.b
	}
	list := dom.New("ul", "clash")
	for _, x := range all {
		item := dom.New("li", "", dom.Words("strong", "", x.label), dom.Words("p", "", p.say(sayClashTheirs, x.a)))
		if words := mineWords[x.key]; words != "" {
			item.Append(dom.Words("p", "", p.say(sayClashMine, words)))
		} else {
			item.Append(dom.Words("p", "small", p.say(sayClashLeft)))
		}
		list.Append(item)
	}
	keep := dom.Button("main", p.say(sayClashKeep), func() { go p.keepMine(f, mine, theirs, r.ETag) })
	take := dom.Button("", p.say(sayClashTake), func() {
		said = p.say(sayClashTook)
		p.unsaved = false
		p.desk.visit()
	})
	f.box.Show(true).Fill(dom.Words("h3", "", p.say(sayClash)), dom.Words("p", "", p.say(sayClashWhy)), list, dom.New("p", "buttons", keep, take)).Focus()
	f.box.ToView()
}

// keepMine saves mine, with what the other changed where I left it alone. The page shows that, should it not be saved at once.
func (p *filling) keepMine(f *form, mine, theirs *filled, etag string) {
	merged := merge(p.was, mine, theirs)
	p.was, p.etag = theirs, etag
	p.write(merged)
	p.save(f, merged, p.say(sayClashKept))
}
