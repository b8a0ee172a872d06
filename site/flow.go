package site

import (
	"errors"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"jifen/rules"
)

// The flow of the calculator's questions, as a picture for those who edit them: in which order somebody is asked who is sure of nothing,
// and which condition or indicator each answer goes into. Answers change the order: what cannot change the total is not asked.

// The measures of the picture, in pixels.
const (
	flowBetween  = 200 // the lines from the questions to what they go into
	flowHigh     = 34
	flowRow      = 44
	flowFontSize = 14
)

// flowWide is how wide a question's box is, and how wide that of what it goes into: English words take more.
var flowWide = map[rules.Lang]struct{ ask, to int }{rules.ZH: {470, 312}, rules.EN: {640, 520}}

// The picture's own words.
var (
	flowTitle     = rules.Text{ZH: "模拟打分的问题", EN: "The calculator's questions"}
	flowOrder     = rules.Text{ZH: "什么都还不确定的人，按这个次序问", EN: "Asked in this order, of somebody who is sure of nothing"}
	flowInto      = rules.Text{ZH: "用到哪里（{}）", EN: "What they go into ({})"}
	flowCondition = rules.Text{ZH: "条件：{}", EN: "Condition: {}"}
	flowEach      = rules.Text{ZH: "{}，每条 −{} 分", EN: "{}, −{} points each"}
	flowMost      = rules.Text{ZH: "{}，最高 {} 分", EN: "{}, at most {} points"}
	flowFoot      = rules.Text{ZH: "虚线框：有了就不能申请。右边的括线：二选一，取分高的。填了缴费记录，从里面算得出的几题就不问。",
		EN: "Dashed: whoever has it cannot apply. A bracket at the right: one of the two counts, the higher. What a contribution record answers is not asked beside it."}
)

// flowTarget is what answers go into.
type flowTarget struct {
	words string
	facts []rules.Fact
	veto  bool
	rival int // the target of which only the better one counts, -1 for none
}

// Flow draws the questions and what they go into, in a language. Of the options it needs the editions and the questions.
func Flow(o Options, lang rules.Lang) ([]byte, error) {
	if len(o.Editions) == 0 {
		return nil, errors.New("no edition of the rules to draw the questions of")
	}
	b := &builder{Options: o, problems: &problems{}, edition: &o.Editions[len(o.Editions)-1]}
	questions, targets := b.asked(), b.targets(lang)
	wide := flowWide[lang]
	left := 10 + wide.ask + flowBetween
	var out strings.Builder
	text := func(x, y int, more, words string) {
		fmt.Fprintf(&out, `<text x="%d" y="%d"%s>%s</text>`, x, y, more, template.HTMLEscapeString(words))
	}
	high := flowRow*max(len(questions), len(targets)) + 70
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%[1]d" height="%d" font-family="system-ui, 'Noto Sans CJK SC', sans-serif" font-size="%d" lang="%s" role="img" aria-label="%s">`+"\n",
		left+wide.to+18, high, flowFontSize, tag(lang), flowTitle.In(lang))
	out.WriteString("<style>:root{color-scheme:light dark;background:#fbf8f1;color:#1d1b16}@media(prefers-color-scheme:dark){:root{background:#11171f;color:#e9e4d8}}text{fill:currentColor}rect,path{fill:none;stroke:currentColor}.key{font-size:11px;opacity:.75}.to path{stroke-opacity:.55}.veto{stroke-dasharray:4 3}</style>\n")
	text(10, 26, ` font-weight="700"`, flowOrder.In(lang))
	text(left, 26, ` font-weight="700"`, rules.Fill(flowInto.In(lang), b.edition.Instrument))
	y := func(row int) int { return 44 + flowRow*row }
	out.WriteString("\n<g class=\"to\">")
	for i, q := range questions {
		for j, t := range targets {
			if slices.Contains(t.facts, q.Fact) {
				from, to := y(i)+flowHigh/2, y(j)+flowHigh/2
				fmt.Fprintf(&out, `<path d="M%d %dC%d %d %d %d %d %d"/>`, wide.ask+10, from, wide.ask+110, from, left-100, to, left, to)
			}
		}
	}
	out.WriteString("</g>\n")
	for i, q := range questions {
		fmt.Fprintf(&out, `<rect x="10" y="%d" width="%d" height="%d" rx="2"/>`, y(i), wide.ask, flowHigh)
		ask := b.plain("rules/questions.json", 1, q.Ask.In(lang), lang)
		text(18, y(i)+16, "", fmt.Sprintf("%d  %s", i+1, cut(ask, wide.ask-40)))
		text(36, y(i)+30, ` class="key"`, q.Fact.String())
		out.WriteString("\n")
	}
	for j, t := range targets {
		class := ""
		if t.veto {
			class = ` class="veto"`
		}
		fmt.Fprintf(&out, `<rect x="%d" y="%d" width="%d" height="%d" rx="2"%s/>`, left, y(j), wide.to, flowHigh, class)
		text(left+8, y(j)+22, "", cut(t.words, wide.to-16))
		if t.rival > j {
			fmt.Fprintf(&out, `<path d="M%d %dh12V%dh-12"/>`, left+wide.to, y(j)+flowHigh/2, y(t.rival)+flowHigh/2)
		}
		out.WriteString("\n")
	}
	text(10, high-12, ` class="key"`, flowFoot.In(lang))
	out.WriteString("</svg>\n")
	return []byte(out.String()), b.problems.err()
}

// cut shortens words to so many pixels: a Han letter is as wide as the type is high, another letter about half of that.
func cut(words string, wide int) string {
	at := 0
	for i, r := range words {
		if at += flowFontSize; r < 0x2e80 {
			at -= flowFontSize / 2
		}
		if at > wide {
			return strings.TrimSpace(words[:i]) + "…"
		}
	}
	return words
}

// asked are the questions as the calculator asks them of somebody who is sure of nothing: the conditions, what can change the total, the
// most telling first, and the rest. What the edition has no use for is not asked.
func (b *builder) asked() []rules.Question {
	var order []rules.Fact
	for _, q := range b.Questions {
		if slices.ContainsFunc(b.edition.Gates, func(g rules.Gate) bool { return g.Fact == q.Fact && g.Kind != rules.MustNot }) {
			order = append(order, q.Fact)
		}
	}
	order = append(order, b.edition.Missing(&rules.Facts{}, b.edition.From)...)
	var all []rules.Question
	taken := map[rules.Fact]bool{}
	add := func(want func(rules.Fact) bool) {
		for _, q := range b.Questions {
			if !taken[q.Fact] && want(q.Fact) {
				taken[q.Fact] = true
				all = append(all, q)
			}
		}
	}
	for _, f := range order {
		add(func(g rules.Fact) bool { return g == f })
	}
	add(func(f rules.Fact) bool {
		return slices.ContainsFunc(b.targets(rules.ZH), func(t flowTarget) bool { return slices.Contains(t.facts, f) })
	})
	return all
}

// targets are the conditions and indicators of the edition.
func (b *builder) targets(lang rules.Lang) []flowTarget {
	var all []flowTarget
	for _, g := range b.edition.Gates {
		all = append(all, flowTarget{words: rules.Fill(flowCondition.In(lang), g.Label.In(lang)), facts: []rules.Fact{g.Fact}, veto: g.Kind == rules.MustNot, rival: -1})
	}
	first := len(all)
	for _, in := range b.edition.Indicators {
		t := flowTarget{facts: []rules.Fact{in.Fact}, rival: -1}
		switch t.words = in.Label.In(lang); {
		case in.Deduct > 0:
			t.words = rules.Fill(flowEach.In(lang), t.words, fmt.Sprint(in.Deduct))
		case in.Max > 0:
			t.words = rules.Fill(flowMost.In(lang), t.words, fmt.Sprint(in.Max))
		}
		for _, f := range []rules.Fact{in.Proof, in.Share} {
			if f != 0 {
				t.facts = append(t.facts, f)
			}
		}
		all = append(all, t)
	}
	for _, pair := range b.edition.Either {
		all[first+pair.First].rival, all[first+pair.Second].rival = first+pair.Second, first+pair.First
	}
	return all
}
