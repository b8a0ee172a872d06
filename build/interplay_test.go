package main

import (
	"strings"
	"testing"

	"jifen/rules"
	"jifen/rules/applicant"

	"github.com/chromedp/chromedp"
)

// The tests of this file do two things at once, as people do.

// TestTryingKeeps: what a person keeps, sends or changes while a path is tried is the person's own.
func TestTryingKeeps(t *testing.T) {
	server, ctx := host(t), browser(t)
	do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready(), click("label:has(#remember)"), nearly(), total("99"), click("#ways-out .paths button"),
		eventually(`document.querySelector('#verdict').dataset.verdict === 'reached'`), choose("education", "master"), settled())
	s, problems := applicant.ReadSaved([]byte(ask(t, ctx, eval[string](`localStorage.getItem('jifen answers')`))), rules.ZH)
	if problems != nil || s.Facts.Int(rules.BaseTier) != 0 || s.Facts.Int(rules.Education) != 4 {
		t.Errorf("kept while a path is tried: tier %d, education %d, %v", s.Facts.Int(rules.BaseTier), s.Facts.Int(rules.Education), problems)
	}
	do(t, ctx, click("#pair-begin"), settled(), click("#who-0"), total("139"), click("#pair-end"), total("139"))
}

// TestTryingRecord: a path that tells otherwise than the record stands in its place, and gives it back.
func TestTryingRecord(t *testing.T) {
	server, ctx := host(t), browser(t)
	do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready(), nearly())
	paste(t, ctx, "2024-07 至 2026-10 9500")
	do(t, ctx, settled())
	was := text(t, ctx, "#total")
	do(t, ctx, script(`[...document.querySelectorAll('#ways-out .paths > li')].find(l => l.textContent.includes('缴费基数')).querySelector('button').click()`),
		eventually(`document.querySelector('#rows').hidden && !document.querySelector('#trying').hidden`), click("#try-back"), total(was), eventually(`document.querySelectorAll('#rows .row').length === 1`))
}

// TestPastDay: a day gone by hides what came after it, and loses none of it.
func TestPastDay(t *testing.T) {
	server, ctx := host(t), browser(t)
	do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready(), nearly(), write("spouse_since", "2020-05-01"), chromedp.SendKeys(chromedp.CSS("#day"), "2019-01-01"), click("#day-go"),
		eventually(`!document.querySelector('#carried').hidden`), settled(), click("#link-make"), eventually(`document.querySelector('#link').value !== ''`))
	link := ask(t, ctx, eval[string](`document.querySelector('#link').value`))
	do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(link), ready(), eventually(`document.querySelector('#f-spouse_since').value === '2020-05-01'`))
	// The same page takes in another link as well.
	do(t, ctx, script(`location.hash = '`+link[strings.Index(link, "#")+1:]+`'`), eventually(`location.hash === ''`))
	do(t, ctx, chromedp.SendKeys(chromedp.CSS("#day"), "2019-01-01"), click("#day-go"), eventually(`!document.querySelector('#carried').hidden`), click("button[type=reset]"), total("5–30"),
		eventually(`document.querySelector('#day').value === ''`))
	if basis := text(t, ctx, "#basis"); strings.Contains(basis, "2019") {
		t.Errorf("emptied, the page still reckons for another day: %s", basis)
	}
}

// TestGuidedRecord: asked for a fact that the record tells, one may give the record, and sees it before going on.
func TestGuidedRecord(t *testing.T) {
	server, ctx := host(t), browser(t)
	do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready(), click("#way-steps"), choose("permit", "true"), click("#step-next"), choose("employed", "true"), click("#step-next"))
	paste(t, ctx, "2024-07 至 2026-10 9500\n2026年13月 9500")
	do(t, ctx, settled())
	if got := ask(t, ctx, eval[string](`document.querySelector('.q.now').id`)); got != "q-insured_last_12" {
		t.Errorf("with the record pasted %s is asked", got)
	}
	holds(t, ctx, "#rows .row:last-child .error", "13")
	do(t, ctx, click("#step-next"), eventually(`document.querySelector('.q.now').id === 'q-born'`), click("#step-back"), eventually(`document.querySelector('#record').classList.contains('now')`))
	// Over a link within the page, back is back all the same; and the first question has nothing before it.
	do(t, ctx, click("#step-next"), eventually(`document.querySelector('.q.now').id === 'q-born'`), script(`location.hash = 'main'`), chromedp.Sleep(300*1e6), click("#step-back"),
		eventually(`document.querySelector('#record').classList.contains('now')`), click("#step-back"), eventually(`document.querySelector('.q.now').id === 'q-employed'`),
		click("#step-back"), eventually(`document.querySelector('.q.now').id === 'q-permit'`), eventually(`document.querySelector('#step-back').hidden`))
}
