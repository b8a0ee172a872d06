package site

import (
	"fmt"
	"html/template"
	"strings"

	"jifen/rules"
)

// Example is a made-up person's score, drawn on a ruler for the home page.
type Example struct {
	Words   string
	Drawing template.HTML
}

// part is one line of a score on the ruler, its places in per cent of the ruler as SVG writes them.
type part struct {
	Name         string
	Points       int
	Size         string
	From, Middle string // where the ruler lies
	Above, Level string // where it stands upright: its upper edge and its middle, from the top
}

// Example reckons the person on the day on which the edition was last checked, so that the page stays the same.
func (p *Page) Example() (*Example, error) {
	e := p.Edition
	var fs rules.Facts
	fs.Put(rules.Born, int64(e.Checked)-36_00_00)
	fs.Put(rules.Education, 3)
	fs.Put(rules.InsuredMonths, 40)
	fs.NoneLeft()
	var s rules.Score
	e.Score(&fs, e.Checked, &s)
	scale := max(s.Total.Max, e.Standard.Points) * 5 / 4
	percent := func(n int) string { return fmt.Sprintf("%d.%02d%%", n*100/scale, n*10000/scale%100) }
	var parts []part
	var names []string
	at := 0
	for i, l := range s.Lines {
		if n := l.Points.Max; n > 0 {
			name := e.Indicators[i].Label.In(p.Lang)
			parts = append(parts, part{name, n, percent(n), percent(at), percent(at + n/2), percent(scale - at - n), percent(scale - at - n/2)})
			names = append(names, fmt.Sprintf("%s %d", name, n))
			at += n
		}
	}
	words, err := p.T("home.example.words", strings.Join(names, p.say("and")), s.Total.Max, e.Standard.Points)
	if err != nil {
		return nil, err
	}
	drawing, err := p.site.execute("ruler", view{p, struct {
		Parts    []part
		Words    string
		Mark     string
		Height   string // of the mark, from the top
		Standard int
	}{parts, words, percent(e.Standard.Points), percent(scale - e.Standard.Points), e.Standard.Points}})
	return &Example{words, drawing}, err
}
