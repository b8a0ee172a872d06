package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// overlaps names words of the picture that stand on each other, on an arrow's line upright, or outside.
const overlaps = `(() => {
	const svg = document.querySelector('svg.states'), all = svg.getBoundingClientRect(), wrong = [];
	const words = [...svg.querySelectorAll('text')].map(t => ({t: t.textContent, b: t.getBoundingClientRect()}));
	const hit = (a, b) => a.left < b.right - .5 && b.left < a.right - .5 && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3;
	for (const [i, a] of words.entries()) {
		if (a.b.left < all.left || a.b.right > all.right || a.b.top < all.top - 1 || a.b.bottom > all.bottom + 1) wrong.push(a.t + ' stands outside');
		for (const b of words.slice(i + 1)) if (hit(a.b, b.b)) wrong.push(a.t + ' stands on ' + b.t);
		for (const line of svg.querySelectorAll('path')) if (/V/.test(line.getAttribute('d'))) {
			const l = line.getBoundingClientRect();
			if (hit(a.b, {left: l.left - 1, right: l.right + 2, top: l.top, bottom: l.bottom})) wrong.push(a.t + ' stands on a line');
		}
		const box = [...svg.querySelectorAll('rect')].map(r => r.getBoundingClientRect()).find(r => hit(a.b, r));
		if (box && (a.b.left < box.left + 2 || a.b.right > box.right - 2)) wrong.push(a.t + ' sticks out of its box');
	}
	return [words.length, ...wrong].join('; ');
})()`

// TestStatesOnThePage: the picture of the states can be read in both languages, wide and narrow, and has a table beside it.
func TestStatesOnThePage(t *testing.T) {
	page := strings.Replace(guide("试页", "2026-11-24", "2027-05-24"), "有字。", "{{diagram states}}", 1)
	s := readable(t, config{content: contentOf(t, map[string]string{"zh/guides/test.md": page, "en/guides/test.md": page})})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { send(w, r, s) }))
	t.Cleanup(server.Close)
	ctx := browser(t)
	for _, path := range []string{"/guides/test/", "/en/guides/test/"} {
		for _, width := range []int64{360, 1280} {
			do(t, ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(server.URL+path), chromedp.WaitReady(chromedp.CSS("svg.states")))
			got := ask(t, ctx, eval[string](overlaps))
			if strings.Contains(got, ";") || got < "3" {
				t.Errorf("%s at %d px, words of the picture: %s", path, width, got)
			}
			do(t, ctx, chromedp.Click(chromedp.CSS("figure + details summary")))
			accessible(t, ctx, "the states of an application")
			if over := ask(t, ctx, eval[int](`document.documentElement.scrollWidth - innerWidth`)); over > 0 {
				t.Errorf("%s at %d px is %d px too wide", path, width, over)
			}
		}
	}
}
