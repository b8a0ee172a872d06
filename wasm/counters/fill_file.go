//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/wasm/ask"
	"jifen/wasm/dom"
)

// fillFile takes in the file that the calculator saved: it shows what differs, and fills in only what the person says.
func (v *visit) fillFile(id string) {
	p := v.fill(id, sayFillFile)
	if p == nil {
		return
	}
	back := dom.New("p", "buttons", dom.Words("a", "", v.say(sayBack)).Attr("href", to("applications/"+id)))
	out := dom.New("section", "", back).Attr("tabindex", "-1")
	choose := dom.New("input", "").Attr("type", "file").Attr("name", "file").Attr("id", "fill-file").Attr("accept", ".html,.json,text/html,application/json")
	choose.OnFile(func(text []byte) {
		out.Fill(p.compare(text)...).Focus()
	})
	v.show(v.say(sayFillFile), dom.Words("p", "", v.say(sayFileLead)),
		dom.New("div", "q", dom.Words("label", "ask", v.say(sayFileChoose)).Attr("for", "fill-file"), dom.New("div", "entry", choose)), out)
}

// compare reads a file, and shows what it says otherwise.
func (p *filling) compare(text []byte) []dom.Node {
	if text == nil {
		return []dom.Node{dom.Words("p", "wrong", p.say(sayFileUnread))}
	}
	saved, problems := applicant.ReadSaved(text, p.lang)
	if problems != nil {
		return []dom.Node{p.fileWrong(problems)}
	}
	parts := []dom.Node{dom.Words("p", "", p.say(sayFileOn, p.day(saved.On.String())))}
	if saved.Other != nil {
		parts = append(parts, dom.Words("p", "", p.say(sayFileOther)))
	}
	all := p.differences(p.was, p.from(saved))
	if len(all) == 0 {
		return append(parts, dom.Words("p", "done", p.say(sayFileSame)))
	}
	list := dom.New("ul", "clash")
	for _, x := range all {
		list.Append(dom.New("li", "", dom.Words("strong", "", x.label), dom.Words("p", "", p.say(sayFileHere, x.a)), dom.Words("p", "", p.say(sayFileThere, x.b))))
	}
	p.read = func(s *filled) { *s = *p.onto(s, saved) }
	p.write = func(*filled) {}
	p.saved = p.say(sayFileTaken)
	f := p.form()
	f.send.Text(p.say(sayFileTake))
	return append(parts, dom.Words("h3", "", p.say(sayFileDiffer, itoa(len(all)))), list, dom.Words("p", "", p.say(sayFileRest)), f.node)
}

func (p *filling) fileWrong(problems []applicant.Problem) dom.Node {
	list := dom.New("ul", "")
	for _, x := range problems {
		text := x.Message
		if x.Field != "" {
			text = p.fieldName(x.Field) + p.say(sayColon) + text
		}
		list.Append(dom.Words("li", "", text))
	}
	return dom.New("div", "wrong", dom.Words("h3", "", p.say(sayFileWrong)), list)
}

// from is what is filled in, with the answers of the file in their places.
func (p *filling) from(saved *applicant.Saved) *filled { return p.onto(p.was.copy(), saved) }

// onto puts the answers of a file onto a sheet. What the file does not know stays as it is; answers by hand to what a contribution
// record tells take that record's place, and the other way round.
func (p *filling) onto(s *filled, saved *applicant.Saved) *filled {
	s.raw = dom.JSON{}
	for f := range rules.AllFacts {
		if f == rules.Ledger || !saved.Facts.Known(f) {
			continue
		}
		if words := applicant.ToForm(saved.Facts, f); words != applicant.Unsure {
			s.facts[f] = words
			if ask.Derivable(f) {
				s.rows = nil
			}
		}
	}
	if rows := applicant.Rows(saved.Facts.Ledger()); len(rows) > 0 {
		s.rows = rows
	}
	if saved.Permit != 0 {
		s.profile["permit_valid_until"] = saved.Permit.String()
	}
	return s
}
