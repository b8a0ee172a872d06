package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"jifen/rules"
	"jifen/rules/tables"
	"jifen/site"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// The tests of this file drive the built site in a real Chromium.

var built = sync.OnceValues(func() (*site.Site, error) {
	if err := os.Chdir(".."); err != nil { // build is run from the project's root
		return nil, err
	}
	return rendered(config{content: "content"})
})

// rendered is the site with its programs, in memory.
func rendered(c config) (*site.Site, error) {
	made, err := gather()
	if err != nil {
		return nil, err
	}
	return site.Build(made.options(c))
}

func theSite(t testing.TB) *site.Site {
	t.Helper()
	s, err := built()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// host serves the site as a host of static files does.
func host(t testing.TB) *httptest.Server {
	s := theSite(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { send(w, r, s) }))
	t.Cleanup(server.Close)
	return server
}

// browser opens a page in a Chromium of its own. What the page writes to the console as an error, a script's fault or a
// breach of the content security policy fails the test.
func browser(t testing.TB) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1280, 900),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-dev-shm-usage", true))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("starting Chromium (make need installs it): %v", err)
	}
	err := chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			t.Errorf("the page threw: %+v", e.ExceptionDetails)
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
				t.Errorf("the page's console: %s", said(e))
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return ctx
}

func said(e *runtime.EventConsoleAPICalled) string {
	var words []string
	for _, a := range e.Args {
		words = append(words, fmt.Sprint(a.Value, a.Description))
	}
	return strings.Join(words, " ")
}

type step = chromedp.Action[chromedp.Void]

// do takes steps on the page.
func do(t testing.TB, ctx context.Context, steps ...step) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

// ask gives what an action tells.
func ask[T any](t testing.TB, ctx context.Context, a chromedp.Action[T]) T {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// eval runs a script and gives what it comes to, a promise's outcome too.
func eval[T any](script string) chromedp.Action[T] {
	return chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise)
}

// call sends a command of the protocol.
func call[P, R any](method cdp.Command[P, R], params P) step {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, method, params)
		return chromedp.Void{}, err
	}
}

// ready waits until the browser program runs.
func ready() step { return chromedp.WaitReady(chromedp.CSS(`html[data-ready="true"]`)) }

// text gives an element's text.
func text(t testing.TB, ctx context.Context, selector string) string {
	t.Helper()
	return strings.TrimSpace(ask(t, ctx, chromedp.Text(chromedp.CSS(selector))))
}

// choose ticks a radio button as a person does, by its label.
func choose(name, value string) step {
	return chromedp.Click(chromedp.CSS(fmt.Sprintf(`label:has(input[name=%s][value=%q])`, name, value)))
}

// write types into a field.
func write(name, words string) step {
	return chromedp.SendKeys(chromedp.CSS(fmt.Sprintf(`input[name=%s]`, name)), words)
}

// eventually waits until a script's condition holds.
func eventually(condition string) step {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		for begin := time.Now(); ; {
			_, err := chromedp.Poll[bool](condition, chromedp.WithPollingTimeout(20*time.Second))(ctx, t)
			if err == nil || !strings.Contains(err.Error(), "Cannot find context") || time.Since(begin) > 20*time.Second { // the page before was being left
				return chromedp.Void{}, err
			}
		}
	}
}

// accessible fails on everything that axe-core finds on the page as it is now.
func accessible(t *testing.T, ctx context.Context, state string) {
	t.Helper()
	axe, err := os.ReadFile(".cache/axe.min.js")
	if err != nil {
		t.Fatalf("reading axe-core (make need fetches it): %v", err)
	}
	const run = `axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
		.then(r => r.violations.map(v => v.id + ': ' + v.help + ' at ' + v.nodes.map(n => n.target).join(', ')))`
	ask(t, ctx, chromedp.Evaluate[bool](string(axe)+"; true"))
	found := ask(t, ctx, eval[[]string](run))
	for _, f := range found {
		t.Errorf("%s: %s", state, f)
	}
}

// TestJourney is a person's way: home, guide, calculator, until the standard is reached.
func TestJourney(t *testing.T) {
	server, ctx := host(t), browser(t)
	do(t, ctx, chromedp.Navigate(server.URL), chromedp.Click(chromedp.CSS(`main a[href="/guides/apply/"]`)),
		chromedp.WaitVisible(chromedp.CSS(`.journey .station`)))
	if steps := ask(t, ctx, eval[int](`document.querySelectorAll('.station').length`)); steps != 11 {
		t.Errorf("the way has %d steps, want 11", steps)
	}
	do(t, ctx, chromedp.Click(chromedp.CSS(`.station a[href="/calculator/"]`)), ready())
	accessible(t, ctx, "calculator, untouched")
	do(t, ctx, choose("permit", "true"), choose("employed", "true"), write("insured_last_12", "12"), write("born", "1988-11-23"),
		choose("education", "bachelor_degree"), eventually(`document.querySelector('#verdict').dataset.verdict !== ''`))
	if got := text(t, ctx, "#total"); got != "120" {
		t.Errorf("total is %q, want 120", got)
	}
	if verdict := ask(t, ctx, eval[string](`document.querySelector('#verdict').dataset.verdict`)); verdict != "reached" {
		t.Errorf("the verdict is %q, want reached", verdict)
	}
	accessible(t, ctx, "calculator, reached")
	do(t, ctx, chromedp.Click(chromedp.CSS("#line-education summary")))
	if got := text(t, ctx, "#line-education"); !strings.Contains(got, "第六条") || !strings.Contains(got, "可信度 A") {
		t.Errorf("the line does not tell its clause: %q", got)
	}
	do(t, ctx, chromedp.Click(chromedp.CSS("#line-rest > summary")))
	accessible(t, ctx, "calculator, everything open")
	do(t, ctx, chromedp.Click(chromedp.CSS(`button[type=reset]`)), eventually(`document.querySelector('#total').value === '5–30'`))
}

// TestPages looks for faults of accessibility on every page, in the light and in the dark, wide and narrow.
func TestPages(t *testing.T) {
	server, ctx := host(t), browser(t)
	paths := []string{"/no/such/page/"}
	for name := range theSite(t).Files {
		if path, ok := strings.CutSuffix(name, "index.html"); ok {
			paths = append(paths, "/"+path)
		}
	}
	for i, path := range paths {
		scheme, width := "light", int64(1280)
		if i%2 == 1 {
			scheme, width = "dark", 360
		}
		do(t, ctx, chromedp.EmulateViewport(width, 800),
			call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}),
			chromedp.Navigate(server.URL+path))
		if strings.Contains(string(theSite(t).Files[strings.TrimPrefix(path, "/")+"index.html"]), "data-program") {
			do(t, ctx, ready(), eventually(`!document.querySelector('[aria-busy]')`))
		}
		if strings.HasSuffix(path, "/api/") { // with all that is folded away
			ask(t, ctx, eval[bool](`document.querySelectorAll('details').forEach(d => d.open = true) === undefined`))
		}
		accessible(t, ctx, path+" "+scheme)
		if over := ask(t, ctx, eval[int](`document.documentElement.scrollWidth - innerWidth`)); over > 1 {
			t.Errorf("%s is %d px wider than %d px", path, over, width)
		}
	}
}

// TestNoRequest: while a person fills the form in, the page asks nobody for anything.
func TestNoRequest(t *testing.T) {
	server, ctx := host(t), browser(t)
	do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready(),
		eventually(`navigator.serviceWorker.ready.then(() => true)`), chromedp.Sleep(2*time.Second)) // let it keep its files
	do(t, ctx, call(network.Enable, network.EnableParams{}))
	var mu sync.Mutex
	var asked []string
	err := chromedp.Listen(ctx, func(event any) {
		if e, ok := event.(*network.EventRequestWillBeSent); ok {
			mu.Lock()
			asked = append(asked, e.Request.URL)
			mu.Unlock()
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	do(t, ctx, choose("permit", "true"), write("born", "19881123"), choose("education", "doctor"), write("insured_months", "95"),
		write("detentions", "2024-05-01"), choose("award", "unsure"), chromedp.Click(chromedp.CSS("#line-age summary")),
		chromedp.Sleep(500*time.Millisecond))
	ask(t, ctx, eval[string](`jifen.score('{"complete":true}', '', '', '')`))
	mu.Lock()
	defer mu.Unlock()
	if len(asked) > 0 {
		t.Errorf("requests while scoring: %q", asked)
	}
	// And it could not if it would: the policy lets no other host be asked.
	refused := ask(t, ctx, eval[bool](`fetch('https://example.org/').then(() => false, () => true)`))
	policy := string(theSite(t).Files["calculator/index.html"])
	if !refused || !strings.Contains(policy, "connect-src &#39;self&#39;\"") {
		t.Error("the page may ask another host")
	}
}

// TestOffline: after one visit the calculator works, and the guides open, with the server gone.
func TestOffline(t *testing.T) {
	server, ctx := host(t), browser(t)
	do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready(),
		eventually(`navigator.serviceWorker.controller !== null`))
	server.CloseClientConnections()
	server.Close()
	do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready(), write("born", "19881123"))
	if got := text(t, ctx, "#total"); got != "30" {
		t.Errorf("off line the total is %q, want 30", got)
	}
	if !ask(t, ctx, eval[bool](`document.styleSheets.length === 2 && [...document.styleSheets].every(s => s.cssRules.length > 0)`)) {
		t.Error("off line the calculator lacks a style")
	}
	do(t, ctx, chromedp.Navigate(server.URL+"/guides/apply/"))
	if got := text(t, ctx, "h1"); got != "申办流程" {
		t.Errorf("off line the guide shows %q", got)
	}
}

// TestBadInput: each fault is named at its field and above the result, the field is taken as not known, and mending it mends
// the result.
func TestBadInput(t *testing.T) {
	server, ctx := host(t), browser(t)
	do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready(),
		write("insured_months", "1000"), write("share_percent", "3.333"), write("detentions", "2024-02-30"), write("born", "2099-01-01"),
		eventually(`!document.querySelector('#err-born').hidden`))
	for field, want := range map[string]string{
		"insured_months": "0 到 720", "share_percent": "两位小数", "detentions": "2024-02-30", "born": "晚于",
	} {
		if got := text(t, ctx, "#err-"+field); !strings.Contains(got, want) {
			t.Errorf("%s: told %q, want something of %q", field, got, want)
		}
	}
	if got := text(t, ctx, "#wrong"); !strings.Contains(got, "有 4 处要改") {
		t.Errorf("the summary says %q", got)
	}
	accessible(t, ctx, "calculator with faults")
	ask(t, ctx, eval[string](`document.querySelector('[name=insured_months]').value = ''`))
	do(t, ctx, write("insured_months", "２４"),
		eventually(`document.querySelector('#err-insured_months').hidden`))
	if got := text(t, ctx, "#line-insured_years .pts"); got != "6" {
		t.Errorf("the mended field gives %q, want 6", got)
	}
}

// TestAssumed: on a day that no edition covers, the last one is offered and marked.
func TestAssumed(t *testing.T) {
	server, ctx := host(t), browser(t)
	do(t, ctx, call(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `Date.now = () => 2000000000000`, // in May 2033
	}), chromedp.Navigate(server.URL+"/calculator/"), ready(), choose("permit", "true"))
	if got := text(t, ctx, "#assumed"); !strings.Contains(got, "2023-01-01") {
		t.Errorf("the page says %q", got)
	}
	if got := text(t, ctx, "#stands"); !strings.Contains(got, "不在") {
		t.Errorf("the result says %q", got)
	}
	accessible(t, ctx, "calculator, assumed")
}

// TestForm: every fact that the edition uses has a visible control of its name, before the program runs.
func TestForm(t *testing.T) {
	server, ctx := host(t), browser(t)
	do(t, ctx, call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}), chromedp.Navigate(server.URL+"/calculator/"))
	for _, key := range strings.Fields(`born permit employed insured_last_12 education title title_base_met insured_months base_tier
		entrepreneur intermediary shortage_major tax_3y_yuan hires_3y_avg share_percent public_service_months suburb_months
		fresh_graduate award spouse_since false_documents detentions offences serious_crime`) {
		do(t, ctx, chromedp.WaitVisible(chromedp.CSS(fmt.Sprintf(`form#facts [name=%s]`, key))))
	}
}

// TestFirstClick: the click that leaves a field just typed in is not lost.
func TestFirstClick(t *testing.T) {
	server, ctx := host(t), browser(t)
	do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready(), write("born", "19881123"),
		chromedp.Click(chromedp.CSS("#line-age summary")), eventually(`document.querySelector('#line-age').open`),
		write("insured_months", "1000"), eventually(`!document.querySelector('#wrong').hidden`),
		chromedp.Click(chromedp.CSS("#wrong a")), eventually(`document.activeElement.id === 'f-insured_months'`))
}

// TestEarly: what was answered before the program ran counts.
func TestEarly(t *testing.T) {
	server, ctx := host(t), browser(t)
	do(t, ctx, call(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `addEventListener('DOMContentLoaded', () => { document.querySelector('[name=education][value=doctor]').checked = true; })`,
	}), chromedp.Navigate(server.URL+"/calculator/"), ready())
	if got := text(t, ctx, "#verdict"); strings.Contains(got, "从第一题") {
		t.Errorf("an answer was given, and the page says %q", got)
	}
	if got := text(t, ctx, "#line-education .pts"); got != "110" {
		t.Errorf("the answer gives %q, want 110", got)
	}
}

// TestRuler: what is drawn ends where the numbers do, deductions and open answers together as well.
func TestRuler(t *testing.T) {
	server, ctx := host(t), browser(t)
	do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready(), write("born", "19881123"), choose("education", "bachelor_degree"),
		write("detentions", "2026-01-01"), chromedp.Click(chromedp.CSS("#u-spouse_since")),
		eventually(`document.querySelector('#total').value === '70–110'`))
	at := ask(t, ctx, eval[[]float64](`(() => {
		const track = document.querySelector('.track').getBoundingClientRect(), scale = getComputedStyle(document.querySelector('#ruler')).getPropertyValue('--scale');
		const points = x => Math.round((x - track.left) / track.width * scale);
		const loose = document.querySelector('.loose').getBoundingClientRect(), cut = document.querySelector('.cut').getBoundingClientRect();
		const mark = document.querySelector('.mark').getBoundingClientRect();
		return [points(loose.left), points(loose.right), points(cut.left), points(cut.right), points((mark.left + mark.right) / 2)];
	})()`))
	for i, want := range []float64{70, 110, 70, 120, 120} {
		if diff := at[i] - want; diff < -1 || diff > 1 {
			t.Errorf("the ends are drawn at %v, want 70 to 110 open, 70 to 120 cut, the mark at 120", at)
			break
		}
	}
}

// project is how the made-up person's score goes on from today.
func project(fs *rules.Facts) *rules.Horizon {
	y, m, d := time.Now().In(time.FixedZone("Asia/Shanghai", 8*60*60)).Date()
	return rules.Project(tables.Editions, nil, fs, rules.FromCivil(y, int(m), d))
}
