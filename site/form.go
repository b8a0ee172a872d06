package site

import (
	"html/template"
	"strings"

	"jifen/rules"
)

// The calculator's form is made from the edition: a fact that no rule of it uses is not asked for, and the points beside an
// item are the edition's own.

// Group is a part of the form.
type Group struct {
	ID, Title string
	Questions []Question
}

// Question is one control, in the page's language.
type Question struct {
	Page              *Page
	Key               string
	Ask, LookUp       string
	Help              template.HTML
	Unit, Width, Keys string
	Unsure            bool // a text field with a box for "not sure" beside it
	Options           []Option
}

// Option is one item of a choice.
type Option struct {
	Value, Label, Points string
	None                 bool
}

// Groups are the questions in the order of asking, by the part of the law that they serve.
func (p *Page) Groups() []Group {
	all := []Group{
		{ID: "gates", Title: p.say("calc.gates")},
		{ID: "base", Title: p.say("section.base")},
		{ID: "bonus", Title: p.say("section.bonus")},
		{ID: "deduction", Title: p.say("calc.deductions")},
	}
	for _, q := range p.site.Questions {
		if at := p.group(q.Fact); at >= 0 {
			all[at].Questions = append(all[at].Questions, p.question(q))
		}
	}
	return all
}

// group is the part of the form in which a fact is asked for, -1 where the edition has no use for it.
func (p *Page) group(f rules.Fact) int {
	for i := range p.Edition.Indicators {
		if in := &p.Edition.Indicators[i]; in.Fact == f || f != 0 && (in.Proof == f || in.Share == f) {
			return 1 + int(in.Section)
		}
	}
	for i := range p.Edition.Gates {
		switch g := &p.Edition.Gates[i]; {
		case g.Fact != f:
		case g.Kind == rules.MustNot:
			return 3
		default:
			return 0
		}
	}
	return -1
}

func (p *Page) question(q rules.Question) Question {
	shape := q.Fact.Shape()
	in := func(t rules.Text) string { return p.site.plain("rules/questions.json", 1, t.In(p.Lang), p.Lang) }
	v := Question{Page: p, Key: shape.Key, Ask: in(q.Ask), Help: p.toWages(in(q.Help)), LookUp: in(q.LookUp), Unit: q.Unit.In(p.Lang)}
	switch shape.Form {
	case rules.BoolForm:
		v.Options = []Option{{Value: "true", Label: p.say("calc.yes"), Points: p.flag(q.Fact)}, {Value: "false", Label: p.say("calc.no"), None: true}}
	case rules.ChoiceForm:
		v.Options = p.options(q)
	case rules.DateForm:
		v.Width, v.Keys, v.Unsure = "date", "text", shape.Nullable
	case rules.ListForm:
		v.Width, v.Keys = "list", "text"
	case rules.CountForm, rules.ShareForm:
		v.Width, v.Keys, v.Unsure = "number", "decimal", true
		if shape.Most > 100_000 {
			v.Width = "money"
		}
	}
	return v
}

// toWages makes a link of the words that speak of the calculator's table of wages. At a desk it opens beside what is being filled in.
func (p *Page) toWages(help string) template.HTML {
	there := template.HTMLEscapeString(p.say("wages.there"))
	link := `<a href="#wages">` + there + `</a>`
	if p.Meta.Layout != "calculator" {
		link = `<a href="` + p.Link("/calculator/") + `#wages" target="_blank" rel="noopener">` + template.HTMLEscapeString(p.say("wages.elsewhere")) + `</a>`
	}
	return template.HTML(strings.Replace(template.HTMLEscapeString(help), there, link, 1))
}

// flag is what the yes to a question gives, empty where it gives no points of its own.
func (p *Page) flag(f rules.Fact) string {
	for _, in := range p.Edition.Indicators {
		if in.Fact == f && in.Kind == rules.Flag {
			return p.say("points", in.Points)
		}
	}
	return ""
}

func (p *Page) options(q rules.Question) []Option {
	values := q.Fact.Shape().Values
	all := []Option{{Value: values[0], Label: q.None.In(p.Lang), None: true}}
	for i := range p.Edition.Indicators {
		in := &p.Edition.Indicators[i]
		if in.Fact != q.Fact {
			continue
		}
		view := indicatorView{p.Edition, in}
		for _, item := range in.Choices {
			label := item.Label.In(p.Lang)
			if item.NeedsProof {
				label += p.say("calc.proof")
			}
			if item.Months > 0 {
				label += view.condition(item, p.say)
			}
			all = append(all, Option{Value: values[item.Value], Label: label, Points: p.say("points", item.Points)})
		}
	}
	return all
}
