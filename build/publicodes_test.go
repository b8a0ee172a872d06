package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"jifen/rules"
	"jifen/rules/tables"

	"github.com/chromedp/chromedp"
)

const publicodes = ".cache/publicodes.js" // from npm, by build/testdata/need.sh bench

// benchPublicodes holds scores against publicodes, an engine for rules of law that runs in browsers: in one page, on the same persons,
// with the same totals. publicodes gives the total alone; so does the engine of the browser program by itself (testdata/engine), while
// jifen.score tells every line with its reason, and the gates.
func benchPublicodes(t *testing.T) {
	s, dir := theSite(t), t.TempDir()
	cmd := exec.Command("go", "build", noInlining, "-o", filepath.Join(dir, "engine.wasm"), "./build/testdata/engine") // as the program itself is built
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/publicodes.js":
			http.ServeFile(w, r, publicodes)
		case "/engine.wasm":
			http.ServeFile(w, r, filepath.Join(dir, "engine.wasm"))
		default:
			send(w, r, s)
		}
	}))
	t.Cleanup(server.Close)
	ctx := browser(t)
	do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready(), chromedp.Sleep(3*time.Second))
	const persons = 200
	on := rules.FromCivil(2026, 11, 24)
	e := rules.Find(tables.Editions, on)
	var facts []string
	var situations []map[string]any
	dice := rand.New(rand.NewPCG(20261124, 8)) // the same persons every time
	for range persons {
		f, s := somebody(e, on, dice)
		src, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		facts, situations = append(facts, string(src)), append(situations, s)
	}
	given, err := json.Marshal(map[string]any{"rules": asPublicodes(e, on), "facts": facts, "situations": situations, "on": on.String()})
	if err != nil {
		t.Fatal(err)
	}
	differ := ask(t, ctx, eval[[]string](`(async () => { window.given = `+string(given)+`; const {default: Engine} = await import('/publicodes.js');
		const go = new Go(), program = await WebAssembly.instantiateStreaming(fetch('/engine.wasm'), go.importObject); go.run(program.instance);
		while (!window.engine) await new Promise(r => setTimeout(r, 10));
		const theirs = new Engine(given.rules), all = given.facts.length; engine.people(given.facts, given.on);
		window.told = i => jifen.score(given.facts[i], given.on, '', '');
		window.ours = i => engine.total(given.facts[i], given.on);
		window.its = i => theirs.setSituation(given.situations[i]).evaluate('total').nodeValue;
		window.each = f => { const t = performance.now(); for (let i = 0; i < all; i++) f(i); return (performance.now() - t) * 1000 / all; };
		window.read = () => { const t = performance.now(); engine.sum(100, given.on); return (performance.now() - t) * 10 / all; };
		const totals = given.facts.map((f, i) => [JSON.parse(told(i)).total, ours(i), its(i)]);
		if (engine.sum(1, given.on) !== totals.reduce((sum, t) => sum + t[0], 0)) return ['the engine sums up otherwise'];
		return totals.map((t, i) => given.facts[i] + t).filter((_, i) => new Set(totals[i]).size > 1); })()`))
	if len(differ) > 0 {
		t.Fatalf("%d of %d totals differ: facts, then jifen.score's, the engine's, publicodes':\n%s", len(differ), persons, differ[0])
	}
	spent := ask(t, ctx, eval[[][]float64](`[0,1,2,3,4].map(() => [each(its), read(), each(ours), each(told)])`)) // µs a person
	median := func(which int) float64 {
		slices.SortFunc(spent, func(a, b []float64) int { return cmp.Compare(a[which], b[which]) })
		return spent[len(spent)/2][which]
	}
	its := median(0)
	for i, what := range []string{"the engine, facts read before", "the engine, facts as JSON in", "jifen.score, facts as JSON in, every line with its reason as JSON out"} {
		t.Logf("figure: a total in the browser, of publicodes 1.10.3 %.0f µs (the same totals for %d persons); %s, %.1f µs: %.0f times as fast (100 wanted)", its, persons, what, median(i+1), its/median(i+1))
	}
}

type rule = map[string]any

// asPublicodes writes the points of an edition as rules of publicodes, which come to one named total. A list of dates becomes slots
// dates, for publicodes has no lists.
func asPublicodes(e *rules.Edition, on rules.Date) map[string]any {
	all := map[string]any{"on": theirDate(on)}
	given := func(f rules.Fact) string { // the name of a fact, none where a person says nothing of it
		name := f.String()
		switch s := f.Shape(); s.Form {
		case rules.DateForm:
			all[name] = rule{"par défaut": "on"}
		case rules.BoolForm:
			all[name] = rule{"par défaut": "non"}
		case rules.ChoiceForm:
			all[name] = rule{"par défaut": "'" + s.Values[0] + "'"}
		default:
			all[name] = rule{"par défaut": 0}
		}
		return name
	}
	either := func(condition string, yes, no any) rule {
		return rule{"condition": rule{"si": condition, "alors": yes, "sinon": no}}
	}
	years := func(since string) string { // the name of the full years since a date
		all[since+"_years"] = rule{"durée": rule{"depuis": since, "jusqu'à": "on", "unité": "an"}}
		return "(" + since + "_years // 1 an)"
	}
	capped := func(in *rules.Indicator, value string) rule {
		r := rule{"valeur": value}
		if in.Max > 0 {
			r["plafond"] = in.Max
		}
		return r
	}
	for i := range e.Indicators {
		in := &e.Indicators[i]
		var points any
		switch in.Kind {
		case rules.Bands:
			age := years(given(in.Fact))
			all["younger"] = rule{"valeur": fmt.Sprintf("%d - %s", in.From, age), "plancher": 0}
			points = either(fmt.Sprintf("%s < %d", age, in.Youngest), 0, either(fmt.Sprintf("%s > %d", age, in.Oldest), 0,
				capped(in, fmt.Sprintf("%d + %d * younger", in.Points, in.Younger))))
		case rules.Choice:
			name := given(in.Fact)
			var cases []rule
			for _, item := range in.Choices {
				chosen := any(fmt.Sprintf("%s = '%s'", name, in.Fact.Shape().Values[item.Value]))
				if item.NeedsProof && in.Proof != 0 {
					chosen = rule{"toutes ces conditions": []any{chosen, given(in.Proof)}}
				}
				cases = append(cases, rule{"si": chosen, "alors": item.Points})
			}
			points = rule{"variations": append(cases, rule{"sinon": 0})}
		case rules.Flag:
			points = either(given(in.Fact), in.Points, 0)
		case rules.Units:
			most := int(in.Share.Shape().Most) * in.Divide * in.Unit
			points = capped(in, fmt.Sprintf("(%s * %s // %d) * %d", given(in.Fact), given(in.Share), most, in.Points))
		case rules.Years:
			whole := fmt.Sprintf("(%s // %d)", given(in.Fact), in.Unit)
			points = either(fmt.Sprintf("%s < %d", whole, in.Least), 0, capped(in, fmt.Sprintf("%s * %d", whole, in.Points)))
		case rules.Since:
			points = capped(in, fmt.Sprintf("%s * %d", years(given(in.Fact)), in.Points))
		case rules.Records:
			var each []any
			for n := range slots {
				name := slot(in.Fact, n)
				all[name] = rule{"par défaut": theirDate(rules.Earliest)}
				each = append(each, either(fmt.Sprintf("%s < %d", years(name), in.Within), -in.Deduct, 0))
			}
			points = rule{"somme": each}
		}
		all[in.ID+"_points"] = points
	}
	var sum []any
	for i := range e.Indicators {
		name := e.Indicators[i].ID + "_points"
		for _, p := range e.Either {
			switch i {
			case p.First:
				all[name+"_better"] = rule{"le maximum de": []any{name, e.Indicators[p.Second].ID + "_points"}}
				name += "_better"
			case p.Second:
				name = ""
			}
		}
		if name != "" {
			sum = append(sum, name)
		}
	}
	all["total"] = rule{"somme": sum, "plancher": 0}
	return all
}

// slots are so many records of a kind that a person has at most.
const slots = 2

func slot(f rules.Fact, n int) string { return fmt.Sprintf("%s_%d", f, n+1) }

func theirDate(d rules.Date) string { return fmt.Sprintf("%02d/%02d/%d", d.Day(), d.Month(), d.Year()) }

// somebody is a person of no meaning, as our facts and as publicodes' situation: of each fact that an indicator counts any value that
// its form allows, though of great numbers the small ones.
func somebody(e *rules.Edition, on rules.Date, dice *rand.Rand) (facts, situation map[string]any) {
	facts, situation = map[string]any{"complete": true}, map[string]any{}
	day := func(back int) rules.Date { // as many years back at most; no 29 February, of which publicodes counts years otherwise
		return rules.FromCivil(on.Year()-1-dice.IntN(back), 1+dice.IntN(12), 1+dice.IntN(28))
	}
	give := func(f rules.Fact) {
		name := f.String()
		if facts[name] != nil {
			return
		}
		switch s := f.Shape(); s.Form {
		case rules.DateForm:
			d := day(70)
			facts[name], situation[name] = d.String(), theirDate(d)
		case rules.BoolForm:
			facts[name] = dice.IntN(2) == 1
			situation[name] = map[bool]string{true: "oui", false: "non"}[facts[name].(bool)]
		case rules.CountForm:
			n := dice.Int64N(min(s.Most, 5_000_000))
			facts[name], situation[name] = n, n
		case rules.ShareForm:
			n := dice.Int64N(s.Most + 1)
			facts[name], situation[name] = json.Number(fmt.Sprintf("%d.%02d", n/100, n%100)), n
		case rules.ChoiceForm:
			value := s.Values[dice.IntN(len(s.Values))]
			facts[name], situation[name] = value, "'"+value+"'"
		case rules.ListForm:
			list := []string{}
			for n := range dice.IntN(slots + 1) {
				d := day(7)
				list = append(list, d.String())
				situation[slot(f, n)] = theirDate(d)
			}
			facts[name] = list
		}
	}
	for i := range e.Indicators {
		in := &e.Indicators[i]
		for _, f := range []rules.Fact{in.Fact, in.Proof, in.Share} {
			if f != 0 || f == in.Fact {
				give(f)
			}
		}
	}
	return facts, situation
}
