package site

import (
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"jifen/rules/process"
)

// The picture of an application's states is made from the process itself: what can be done is found by doing it, from a draft on, in
// every way that anybody may, so that the picture cannot say anything else than the service does.

// move is what a step does to an application in a state.
type move struct {
	from process.State
	step int // in process.Steps
	to   process.State
}

// moves are all that can happen, by state, step and outcome.
func (b *builder) moves() []move {
	found := map[move]bool{}
	seen := map[string]bool{}
	var ahead []process.Standing
	add := func(s process.Standing) {
		key, err := json.Marshal(s)
		if err != nil {
			panic(err) // a standing always goes into JSON
		}
		if !seen[string(key)] {
			seen[string(key)] = true
			ahead = append(ahead, s)
		}
	}
	for _, kind := range []process.Kind{process.Initial, process.Confirmation} {
		for _, known := range []bool{true, false} {
			for _, diploma := range []bool{true, false} {
				add(process.Standing{Kind: kind, TakenOver: known, DiplomaNeeded: diploma})
			}
		}
	}
	today := b.edition.From
	for len(ahead) > 0 {
		now := ahead[0]
		ahead = ahead[1:]
		for _, who := range []process.Actor{{Role: process.Holder, ID: "holder"}, {Role: process.Employer, ID: "employer"}, {Role: process.Officer, ID: "a"}, {Role: process.Officer, ID: "b"}} {
			for i := range process.Steps {
				step := &process.Steps[i]
				if !now.May(step, who, b.edition, today) {
					continue
				}
				for _, yes := range []bool{true, false} {
					next := now
					if step.ID == "submit" { // what is claimed may be another thing by now
						next.Claim(yes, map[bool]string{true: "bachelor"}[yes])
					}
					next.Take(step, process.Taking{Who: who.ID, Genuine: yes, Edition: b.edition, Today: today})
					found[move{now.State, i, next.State}] = true
					add(next)
				}
			}
		}
	}
	var all []move
	for m := range found {
		all = append(all, m)
	}
	slices.SortFunc(all, func(m, n move) int {
		return (int(m.from)-int(n.from))*10_000 + (m.step-n.step)*100 + int(m.to) - int(n.to)
	})
	return all
}

// stateView is a state as the table shows it.
type stateView struct {
	Label, Means string
	Steps        []stepView
}

// stepView is a step from a state.
type stepView struct {
	Label, To string
	Who       []string
}

// statesView is the picture, and the table that says the same in words.
type statesView struct {
	Drawing template.HTML
	States  []stateView
}

// states renders the picture of the states.
func (b *builder) states(p *Page) string {
	all := b.moves()
	v := statesView{Drawing: drawStates(p, all)}
	for state := process.State(0); int(state) < states(all); state++ {
		meaning := state.Meaning()
		one := stateView{Label: meaning.Label.In(p.Lang), Means: meaning.Means.In(p.Lang)}
		for i := range process.Steps {
			var to []string
			for _, m := range all {
				if m.from == state && m.step == i {
					to = append(to, m.to.Meaning().Label.In(p.Lang))
				}
			}
			if to != nil {
				step := stepView{Label: process.Steps[i].Label.In(p.Lang), To: strings.Join(to, p.say("states.or"))}
				for _, role := range process.Steps[i].By {
					step.Who = append(step.Who, p.say("who."+role.String()))
				}
				one.Steps = append(one.Steps, step)
			}
		}
		v.States = append(v.States, one)
	}
	return string(b.partial(p, "states", v))
}

// states is how many states there are.
func states(all []move) int {
	most := process.State(0)
	for _, m := range all {
		most = max(most, m.from, m.to)
	}
	return int(most) + 1
}

// The measures of the picture, in pixels at its natural size, at which a phone of 360 shows it.
const (
	statesWide = 328
	boxWide    = 116
	lineHigh   = 18 // of what stands beside a box
	boxHigh    = 38
	laneWide   = 9 // between two lines that lead from row to row
)

// stateRow is a state in the picture: a box, and beside it a line for each step that leaves it and for each way into it.
type stateRow struct {
	state     process.State
	y, high   int
	out, into []int // lanes
	stays     []string
}

// lane is a line on the right, on which a step leads from its states to another one.
type lane struct {
	step int
	from []process.State
	to   process.State
}

// drawStates draws the states below each other, in their order. From one to the next on the way to the notice an arrow leads down;
// whatever leads elsewhere goes out to the right and along a line of its own.
func drawStates(p *Page, all []move) template.HTML {
	last := mainLine(all)
	down := map[process.State][]string{} // what leads to the next state
	var lanes []lane
	rows := make([]stateRow, states(all))
	for i := range rows {
		rows[i].state = process.State(i)
	}
	for _, m := range all {
		label := process.Steps[m.step].Label.In(p.Lang)
		switch {
		case m.from == m.to:
			rows[m.from].stays = append(rows[m.from].stays, label)
		case m.to == m.from+1 && m.to <= last:
			down[m.from] = append(down[m.from], label)
		default:
			at := slices.IndexFunc(lanes, func(l lane) bool { return l.step == m.step && l.to == m.to })
			if at < 0 {
				at = len(lanes)
				lanes = append(lanes, lane{step: m.step, to: m.to})
				rows[m.to].into = append(rows[m.to].into, at)
			}
			lanes[at].from = append(lanes[at].from, m.from)
			rows[m.from].out = append(rows[m.from].out, at)
		}
	}
	high := 1
	for i := range rows {
		r := &rows[i]
		r.y = high
		r.high = max(boxHigh, lineHigh*(len(r.stays)+len(r.out)+len(r.into)))
		high += r.high + 16
		if n := len(down[r.state]); n > 0 {
			high += max(20, lineHigh*n) - 4
		}
	}
	var b strings.Builder
	title, desc := p.say("states"), p.say("states.drawn")
	fmt.Fprintf(&b, `<svg class="states" viewBox="0 0 %d %d" role="img" aria-labelledby="states-title states-desc" fill="none" stroke="currentColor" font-size="13">`+"\n", statesWide, high-15)
	fmt.Fprintf(&b, "<title id=\"states-title\">%s</title><desc id=\"states-desc\">%s</desc>\n", template.HTMLEscapeString(title), template.HTMLEscapeString(desc))
	b.WriteString(`<g stroke-opacity=".55">` + "\n")
	for i, l := range lanes {
		drawLane(&b, rows, i, l)
	}
	b.WriteString("</g>\n")
	for i := range rows {
		drawRow(&b, p, &rows[i], lanes, down[rows[i].state], rows)
	}
	b.WriteString("</svg>")
	return template.HTML(b.String())
}

// mainLine is the last of the states to each of which a step leads from the one before.
func mainLine(all []move) process.State {
	last := process.State(0)
	for slices.ContainsFunc(all, func(m move) bool { return m.from == last && m.to == last+1 }) {
		last++
	}
	return last
}

// level is the height of a line beside a box: first what can be done there and stays, then what leads out, then what comes in.
func (r *stateRow) level(line int) int {
	return r.y + lineHigh*line + lineHigh/2 + max(0, boxHigh-lineHigh*(len(r.stays)+len(r.out)+len(r.into)))/2
}

func drawLane(b *strings.Builder, rows []stateRow, at int, l lane) {
	x := statesWide - 4 - laneWide*at
	to := &rows[l.to]
	y := to.level(len(to.stays) + len(to.out) + slices.Index(to.into, at))
	low, high := y, y
	for _, s := range l.from {
		from := &rows[s]
		tap := from.level(len(from.stays) + slices.Index(from.out, at))
		low, high = min(low, tap), max(high, tap)
		fmt.Fprintf(b, `<path d="M%d %dH%d"/>`, boxWide, tap, x)
	}
	fmt.Fprintf(b, `<path d="M%d %dV%d"/><path d="M%d %dH%d"/><path d="M%d %dl6 -3.5v7z" fill="currentColor" stroke="none"/>`+"\n", x, low, high, x, y, boxWide+6, boxWide, y)
}

// drawRow draws a box, the words on the lines that leave it, and the arrow down.
func drawRow(b *strings.Builder, p *Page, r *stateRow, lanes []lane, down []string, rows []stateRow) {
	text := func(x, y int, anchor, words string) {
		fmt.Fprintf(b, `<text x="%d" y="%d"%s>%s</text>`, x, y, anchor, template.HTMLEscapeString(words))
	}
	fmt.Fprintf(b, `<rect x="1" y="%d" width="%d" height="%d" rx="2" stroke-width="2"/><g fill="currentColor" stroke="none">`, r.y, boxWide-1, r.high)
	label := r.state.Meaning().Label.In(p.Lang)
	first, second, two := cutLabel(label)
	middle := r.y + r.high/2 + 5
	if two {
		text(boxWide/2, middle-9, ` text-anchor="middle" font-weight="700"`, first)
		text(boxWide/2, middle+9, ` text-anchor="middle" font-weight="700"`, second)
	} else {
		text(boxWide/2, middle, ` text-anchor="middle" font-weight="700"`, label)
	}
	for i, words := range r.stays {
		text(boxWide+8, r.level(i)+4, "", "↻ "+words)
	}
	for i, at := range r.out {
		fmt.Fprintf(b, `<text class="over" x="%d" y="%d">%s</text>`, boxWide+8, r.level(len(r.stays)+i)+4, template.HTMLEscapeString(process.Steps[lanes[at].step].Label.In(p.Lang)))
	}
	b.WriteString("</g>")
	if len(down) > 0 {
		next := rows[r.state+1].y
		fmt.Fprintf(b, `<path d="M%d %dV%d" stroke-width="2"/><path d="M%[1]d %[4]dl-5 -8h10z" fill="currentColor" stroke="none"/><g fill="currentColor" stroke="none">`, boxWide/2, r.y+r.high, next-8, next)
		top := (r.y+r.high+next)/2 - lineHigh*len(down)/2
		for i, words := range down {
			text(boxWide/2+12, top+lineHigh*i+13, "", words)
		}
		b.WriteString("</g>")
	}
	b.WriteString("\n")
}

// cutLabel cuts a label that has a comma, or is long and has a blank, for two lines in its box.
func cutLabel(label string) (first, second string, two bool) {
	for _, comma := range []string{"，", ", "} {
		if first, second, two = strings.Cut(label, comma); two {
			return first + strings.TrimSpace(comma), second, true
		}
	}
	if at := strings.LastIndex(label, " "); at > 0 && len(label) > 13 {
		return label[:at], label[at+1:], true
	}
	return label, "", false
}
