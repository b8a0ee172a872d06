package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"jifen/site"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

var benchBrowser = flag.Bool("bench-browser", false, "measure the program in the browser")

// TestBench prints what one score costs in the browser, and how the calculator fares on a cheap phone.
func TestBench(t *testing.T) {
	if !*benchBrowser {
		t.Log("make bench measures; a test without figures has nothing to hold")
		return
	}
	t.Run("score", benchScore)
	t.Run("phone", benchPhone)
	t.Run("publicodes", benchPublicodes)
}

// benchScore goes through jifen.score: text in, result as text out.
func benchScore(t *testing.T) {
	server, ctx := host(t), browser(t)
	const person = `{"complete":true,"born":"1988-11-24","permit":true,"employed":true,"insured_last_12":12,"education":"bachelor_degree","insured_months":31}`
	do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready(), chromedp.Sleep(3*time.Second))
	spent := ask(t, ctx, eval[[]float64](fmt.Sprintf(`[0,1,2,3,4].map(() => { const t = performance.now(); for (let i = 0; i < 2000; i++) jifen.score('%s', '2026-11-23', '', ''); return (performance.now() - t) / 2; })`, person)))
	slices.Sort(spent)
	t.Logf("jifen.score: %.0f µs (median of five runs of 2000; %.0f to %.0f)", spent[2], spent[0], spent[4])
	t.Log(changes(t, ctx))
}

// changes types 200 numbers and tells how long the page takes to answer each.
func changes(t *testing.T, ctx context.Context) string {
	change := ask(t, ctx, eval[[]float64](`(async () => { const all = []; for (let i = 0; i < 200; i++) {
		const f = document.querySelector('[name=insured_months]'); f.value = String(i); const t = performance.now(); f.dispatchEvent(new Event('input', {bubbles: true}));
		document.querySelector('#total').getBoundingClientRect(); all.push(performance.now() - t); await new Promise(r => setTimeout(r, 5)); } return all; })()`))
	slices.Sort(change)
	return fmt.Sprintf("a change in the form, answered and laid out: %.1f ms (median of 200; 95 %% within %.1f)", change[100], change[190])
}

// benchPhone is a phone four times slower than this machine, on a line of 1.6 Mbit a second that takes 150 ms.
func benchPhone(t *testing.T) {
	dir := t.TempDir()
	s := theSite(t)
	if err := s.Write(dir, true); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { packedHost(w, r, dir, s.Headers) }))
	t.Cleanup(server.Close)
	ctx := browser(t)
	do(t, ctx, call(emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4}), call(network.Enable, network.EnableParams{}),
		call(network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{{
			Latency: 150, DownloadThroughput: 1.6e6 / 8, UploadThroughput: 0.75e6 / 8}}}),
		call(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
			window.seen = {};
			document.addEventListener('DOMContentLoaded', () => { seen.form = performance.now(); });
			new MutationObserver(() => { if (document.documentElement?.dataset.ready && !seen.score) seen.score = performance.now(); }).observe(document, {attributes: true, subtree: true, attributeFilter: ['data-ready']});
			window.tasks = []; new PerformanceObserver(l => l.getEntries().forEach(e => tasks.push(e.duration))).observe({type: 'longtask'});`}))
	visit := func(name string) {
		do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready())
		seen := ask(t, ctx, eval[map[string]float64](`seen`))
		t.Logf("%s: form usable after %.1f s, first score after %.1f s", name, seen["form"]/1000, seen["score"]/1000)
	}
	visit("first visit")
	do(t, ctx, eventually(`navigator.serviceWorker.ready.then(() => true)`), chromedp.Sleep(12*time.Second))
	do(t, ctx, chromedp.Navigate("about:blank"))
	visit("return visit")
	t.Log(changes(t, ctx))
	do(t, ctx, chromedp.Sleep(2*time.Second), script(`tasks.length = 0`), click("button[type=reset]"), write("born", "19881123"), chromedp.Sleep(4*time.Second))
	asked := ask(t, ctx, eval[float64](`(async () => { const t = performance.now(); document.querySelector('#ways-out').replaceChildren(); const f = document.querySelector('[name=insured_months]'); f.value = '3'; f.dispatchEvent(new Event('input', {bubbles: true}));
		while (!document.querySelector('#ways-out li')) await new Promise(r => setTimeout(r, 4)); return performance.now() - t; })()`))
	longest := ask(t, ctx, eval[float64](`Math.max(0, ...tasks)`))
	t.Logf("paths of a person with all before them: on the page %.0f ms after the last key; longest task meanwhile %.0f ms", asked, longest)
}

// packedHost serves a written site with its packed twins, as a host of static files does.
func packedHost(w http.ResponseWriter, r *http.Request, dir string, headers site.Headers) {
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if strings.HasSuffix(r.URL.Path, "/") {
		name = path.Join(name, "index.html")
	}
	headers.Set(w.Header(), r.URL.Path)
	w.Header().Set("Content-Type", site.Type(name))
	for _, twin := range []string{".br", ""} {
		if src, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name+twin))); err == nil {
			if twin != "" {
				w.Header().Set("Content-Encoding", "br")
			}
			w.Write(src)
			return
		}
	}
	w.WriteHeader(http.StatusNotFound)
}
