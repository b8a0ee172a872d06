//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// familyForm is the list of those who share the permit, with rows to add and to take out.
type familyForm struct {
	*form
	list dom.Node
	add  dom.Node
}

// fillFamily asks who shares the permit.
func (v *visit) fillFamily(id string) {
	p := v.fill(id, sayFillFamily)
	if p == nil {
		return
	}
	m := &familyForm{form: p.form(), list: dom.New("div", "members")}
	m.under = "profile."
	m.add = dom.Button("", v.say(sayFillAddMember), func() {
		m.draw(append(m.people(), relative{}))
		m.unsaved = true
		m.fields[len(m.fields)-len(memberFields)].focus.Focus()
	})
	m.form.add(m.list, dom.New("p", "buttons", m.add))
	p.write = func(s *filled) { m.draw(s.family) }
	p.read = func(s *filled) {
		s.family = nil
		for _, r := range m.people() {
			if r != (relative{}) {
				s.family = append(s.family, r)
			}
		}
		m.draw(s.family) // so that what the service names is the row that one sees
	}
	p.write(p.was)
	v.show(v.say(sayFillFamily), dom.Words("p", "", v.say(sayFillFamilyLead)), dom.Words("p", "", v.say(sayFillFamilyTell)), m.node)
}

// memberFields are what is asked of each.
var memberFields = []struct {
	key         string
	label, help rules.Text
}{
	{"name", sayName, rules.Text{}},
	{"relation", sayRelation, sayFillRelationEG},
	{"id_number", sayDocument, sayFillNumberEG},
}

// draw shows these people, each with a row of fields.
func (m *familyForm) draw(people []relative) {
	m.fields = nil
	m.list.Fill()
	for i, r := range people {
		box := dom.New("fieldset", "member", dom.Words("legend", "", m.say(sayFillMember, itoa(i+1))))
		for j, value := range []string{r.name, r.relation, r.number} {
			x := memberFields[j]
			input := dom.New("input", "").Attr("type", "text").Attr("maxlength", "400").Attr("autocomplete", "off").Attr("spellcheck", "false")
			field := m.frame("family["+itoa(i)+"]."+x.key, m.say(x.label), m.say(x.help), input).fill(value)
			m.fields = append(m.fields, field)
			box.Append(field.group)
		}
		box.Append(dom.Button("plain", m.say(sayFillRemove, itoa(i+1)), func() {
			left := m.people()
			m.draw(append(left[:i], left[i+1:]...))
			m.unsaved = true
			m.add.Focus()
		}))
		m.list.Append(box)
	}
}

// people are those whom the page names.
func (m *familyForm) people() (all []relative) {
	for i := 0; i+len(memberFields) <= len(m.fields); i += len(memberFields) {
		all = append(all, relative{trimmed(m.fields[i].value()), trimmed(m.fields[i+1].value()), trimmed(m.fields[i+2].value())})
	}
	return all
}
