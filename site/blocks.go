package site

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"jifen/rules"
)

// block renders a table or list of the law that prose names: table ID, table gates, papers always and so on.
func (b *builder) block(p *Page, text string) (string, bool) {
	kind, id, _ := strings.Cut(text, " ")
	switch kind {
	case "table":
		return b.table(p, id)
	case "papers":
		list := p.Papers(id)
		return string(b.partial(p, "papers", list)), len(list) > 0
	case "diagram":
		if id == "states" {
			return b.states(p), true
		}
	}
	return "", false
}

func (b *builder) table(p *Page, id string) (string, bool) {
	switch id {
	case "indicators", "gates", "deadlines":
		return string(b.partial(p, "table-"+id, p.Edition)), true
	case "entrances":
		list := p.entrances()
		return string(b.partial(p, "entrances", list)), len(list) > 0
	case "wages":
		return string(b.partial(p, "table-wages", b.Wages)), true
	}
	if i := p.Edition.Indicator(id); i >= 0 {
		return string(b.partial(p, "table-indicator", indicatorView{p.Edition, &p.Edition.Indicators[i]})), true
	}
	return "", false
}

// Block renders a table or list of the law for a template.
func (p *Page) Block(text string) (template.HTML, error) {
	html, ok := p.site.block(p, text)
	if !ok {
		return "", fmt.Errorf("{{%s}} names no table or list", text)
	}
	return template.HTML(html), nil
}

// Papers are the papers of one use: an indicator's, or those that are always needed.
func (p *Page) Papers(use string) []rules.Paper {
	var list []rules.Paper
	for _, paper := range p.Edition.Papers {
		if slices.Contains(paper.For, use) {
			list = append(list, paper)
		}
	}
	return list
}

// indicatorView is an indicator as a table shows it.
type indicatorView struct {
	Edition *rules.Edition
	*rules.Indicator
}

// Row is a line of an indicator's table.
type Row struct{ What, Points string }

// Rows are the cases of an indicator and what each gives.
func (v indicatorView) Rows(p *Page) ([]Row, error) {
	t := p.say
	in := v.Indicator
	one := func(what string, points int) []Row { return []Row{{what, signed(t("points", points))}} }
	switch in.Kind {
	case rules.Bands:
		return v.ages(t), nil
	case rules.Choice:
		var rows []Row
		for _, item := range in.Choices {
			rows = append(rows, Row{item.Label.In(p.Lang) + v.condition(item, t), t("points", item.Points)})
		}
		return rows, nil
	case rules.Flag:
		return one(in.Label.In(p.Lang), in.Points), nil
	case rules.Units:
		return one(t("row.units", counted(in, p.Lang)), in.Points), nil
	case rules.Years:
		if in.Least > 0 {
			return []Row{{t("row.years.before", in.Least), t("points", 0)}, {t("row.years.after", in.Least), t("points", in.Points)}}, nil
		}
		return one(t("row.years", in.Unit), in.Points), nil
	case rules.Since:
		return one(t("row.since"), in.Points), nil
	case rules.Records:
		return one(t("row.records", in.Within), -in.Deduct), nil
	}
	return nil, fmt.Errorf("no rows for the kind %d", in.Kind)
}

// signed writes a number below zero with the sign for minus, not with a hyphen.
func signed(text string) string { return strings.Replace(text, "-", "−", 1) }

// counted is a unit with what it counts: 10 万元年均纳税额. No space stands within 万元.
func counted(in *rules.Indicator, lang rules.Lang) string {
	unit := amount(in.Unit, lang)
	if !strings.HasSuffix(unit, "万") {
		unit += " "
	}
	return unit + in.Counts.In(lang)
}

func (v indicatorView) condition(item rules.Item, t func(string, ...any) string) string {
	switch {
	case item.Months > 0:
		return t("row.window", item.Of, item.Months)
	case item.NeedsProof:
		return t("row.proof", v.BaseOf, v.BaseMonths)
	}
	return ""
}

// ages writes the whole row of ages, those that give alike together.
func (v indicatorView) ages(t func(string, ...any) string) []Row {
	in := v.Indicator
	points := func(age int) int { return min(in.Max, in.Points+in.Younger*max(0, in.From-age)) }
	var rows []Row
	for from := in.Youngest; from <= in.Oldest; {
		to := from
		for to < in.Oldest && points(to+1) == points(from) {
			to++
		}
		what := t("row.age", from)
		if to > from {
			what = t("row.ages", from, to)
		}
		rows = append(rows, Row{what, t("points", points(from))})
		from = to + 1
	}
	return rows
}

// Rival is the indicator with which this one is either/or, nil where there is none.
func (v indicatorView) Rival() *rules.Indicator {
	for _, pair := range v.Edition.Either {
		a, b := &v.Edition.Indicators[pair.First], &v.Edition.Indicators[pair.Second]
		switch v.ID {
		case a.ID:
			return b
		case b.ID:
			return a
		}
	}
	return nil
}

// Views are an edition's indicators as tables show them.
func (p *Page) Views() []indicatorView {
	var all []indicatorView
	for i := range p.Edition.Indicators {
		all = append(all, indicatorView{p.Edition, &p.Edition.Indicators[i]})
	}
	return all
}
