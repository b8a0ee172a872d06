package main

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestWayOnThePage: on a narrow screen the way is one folded line above the text, which opens; on a wide one it stands beside it, open.
func TestWayOnThePage(t *testing.T) {
	server, ctx := host(t), browser(t)
	const seen = `document.querySelector('.way li').checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})`
	do(t, ctx, chromedp.EmulateViewport(360, 900), chromedp.Navigate(server.URL+"/guides/archive/"), chromedp.WaitReady(chromedp.CSS("article")))
	if ask(t, ctx, eval[bool](seen)) {
		t.Error("on a narrow screen the way is not folded")
	}
	if over := ask(t, ctx, eval[float64](`document.querySelector('.way').getBoundingClientRect().bottom - document.querySelector('.prose').getBoundingClientRect().top`)); over > 0 {
		t.Errorf("the way reaches %v px into the text", over)
	}
	do(t, ctx, chromedp.Click(chromedp.CSS(".way summary")), chromedp.WaitVisible(chromedp.CSS(".way li")))
	if !ask(t, ctx, eval[bool](seen)) {
		t.Error("the way does not open")
	}
	accessible(t, ctx, "a guide with the way open")
	if over := ask(t, ctx, eval[int](`document.documentElement.scrollWidth - innerWidth`)); over > 0 {
		t.Errorf("the page is %d px too wide", over)
	}
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(server.URL+"/guides/archive/?wide"), chromedp.WaitReady(chromedp.CSS("article")))
	if !ask(t, ctx, eval[bool](seen)) {
		t.Error("on a wide screen the way is folded")
	}
	if beside := ask(t, ctx, eval[float64](`document.querySelector('.way').getBoundingClientRect().left - document.querySelector('.prose').getBoundingClientRect().right`)); beside < 0 {
		t.Errorf("on a wide screen the way is not beside the text: %v px", beside)
	}
	accessible(t, ctx, "a guide with the way beside it")
}
