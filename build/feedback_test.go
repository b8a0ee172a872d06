package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/chromedp/chromedp"
)

// The tests of this file hold what a guide asks its readers, from the press of the button to what its editor reads at the service.

const asks = `form[data-page]`

// answered waits until the form tells something, and gives it.
func answered() chromedp.Action[string] {
	return eval[string](`new Promise(done => { const look = () => { const t = document.querySelector('` + asks + ` [role=status]').textContent; t ? done(t) : setTimeout(look, 50); }; look(); })`)
}

// TestFeedback: a reader says whether a guide is useful; what is wrong is told and nothing that was written is lost; the editor reads it.
func TestFeedback(t *testing.T) {
	whole := *theSite(t)
	asking := readable(t, config{content: "content", api: "/"})
	whole.Files = map[string][]byte{}
	for name, src := range theSite(t).Files { // with the programs of the desks
		whole.Files[name] = src
	}
	for name, src := range asking.Files {
		if strings.Contains(name, "guides/") || strings.HasPrefix(name, "assets/site.") {
			whole.Files[name] = src
		}
	}
	o := officeOf(t, &whole, "-limits", "off")
	ctx := browser(t)
	do(t, ctx, chromedp.EmulateViewport(360, 900), chromedp.Navigate(o.url+"/guides/archive/"), chromedp.WaitVisible(chromedp.CSS(asks)))
	accessible(t, ctx, "a guide that asks whether it is useful")
	if over := ask(t, ctx, eval[int](`document.documentElement.scrollWidth - innerWidth`)); over > 0 {
		t.Errorf("the page is %d px too wide", over)
	}
	send := chromedp.Click(chromedp.CSS(asks + " button"))
	do(t, ctx, send)
	if got := ask(t, ctx, answered()); got != "请说有没有用，或者写下问题" {
		t.Errorf("sent empty, the page says %q", got)
	}
	write := chromedp.SendKeys(chromedp.CSS("#comment"), "调档函要几天？我的号码 999999198811241014")
	do(t, ctx, chromedp.Click(chromedp.CSS(`label:has([name=helpful][value=false])`)), write)
	o.offline(ctx, true)
	do(t, ctx, send)
	if got := ask(t, ctx, eval[string](`new Promise(done => setTimeout(() => done(document.querySelector('`+asks+` [role=status]').textContent), 1500))`)); !strings.HasPrefix(got, "没有送出去") {
		t.Errorf("off line the page says %q", got)
	}
	o.offline(ctx, false)
	accessible(t, ctx, "a guide whose question was not sent")
	do(t, ctx, send)
	if got := ask(t, ctx, eval[string](`new Promise(done => { const look = () => document.querySelector('#comment') ? setTimeout(look, 50) : done(document.activeElement.textContent); look(); })`)); got != "收到了，谢谢。" {
		t.Errorf("the focus is on %q", got)
	}
	accessible(t, ctx, "a guide that was told")
	o.walk("feedback", `
		jia officer 受理员甲（测试） 徐汇
		jia at /counter/
		jia fill login $JIA_LOGIN
		jia fill password $JIA_FIRST
		jia press 登录
		jia sees 先换成自己的密码
		jia fill old $JIA_FIRST
		jia fill new lantern-river-nine
		jia fill repeat lantern-river-nine
		jia press 继续
		jia sees 密码已经换好`)
	var read struct {
		Items []struct {
			Page, Comment string
			Helpful       *bool
		}
	}
	if err := json.Unmarshal([]byte(o.look(o.people["jia"], `fetch('/v1/feedback').then(r => r.text())`)), &read); err != nil {
		t.Fatal(err)
	}
	if len(read.Items) != 1 || read.Items[0].Page != "/guides/archive/" || read.Items[0].Helpful == nil || *read.Items[0].Helpful ||
		!strings.HasPrefix(read.Items[0].Comment, "调档函要几天？我的号码 ") || strings.Contains(read.Items[0].Comment, "19881124") {
		t.Errorf("the editor reads %+v", read.Items)
	}
}

// TestFeedbackElsewhere: a site on one host sends what its readers say to a service on another, and its policy lets it do that alone.
func TestFeedbackElsewhere(t *testing.T) {
	o := newOffice(t)
	s := readable(t, config{content: "content", api: o.url + "/"})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { send(w, r, s) }))
	t.Cleanup(server.Close)
	ctx := browser(t)
	do(t, ctx, chromedp.Navigate(server.URL+"/guides/faq/"), chromedp.WaitVisible(chromedp.CSS(asks)),
		chromedp.Click(chromedp.CSS(`label:has([name=helpful][value=true])`)), chromedp.Click(chromedp.CSS(asks+" button")))
	if got := ask(t, ctx, answered()); got != "收到了，谢谢。" {
		t.Errorf("the page says %q", got)
	}
	for address, want := range map[string]bool{o.url + "/v1/openapi.json": true, server.URL + "/": false} {
		if got := ask(t, ctx, eval[bool](`fetch('`+address+`').then(() => true, () => false)`)); got != want {
			t.Errorf("the page may ask %s: %v, want %v", address, got, want)
		}
	}
}

// TestFeedbackNowhere: without a service no guide asks anything, and none may ask anybody; without scripts it asks nothing either.
func TestFeedbackNowhere(t *testing.T) {
	for name, src := range theSite(t).Files {
		if strings.HasSuffix(name, ".html") && bytes.Contains(src, []byte("data-page=")) {
			t.Errorf("%s asks, and nobody listens", name)
		}
	}
	if bytes.Contains(theSite(t).Files["guides/faq/index.html"], []byte("connect-src")) {
		t.Error("a guide may ask somebody")
	}
	s := readable(t, config{content: "content", api: "/"})
	for name, src := range s.Files {
		if asking := bytes.Contains(src, []byte("data-page=")); strings.HasSuffix(name, ".html") && asking != (strings.HasPrefix(name, "guides/") && name != "guides/index.html") && !strings.HasPrefix(name, "en/") {
			t.Errorf("%s asks: %v", name, asking)
		} else if asking && !bytes.Contains(src, []byte("data-thanks=\"收到了，谢谢。\" hidden>")) && !strings.HasPrefix(name, "en/") && filepath.Ext(name) == ".html" {
			t.Errorf("%s asks without scripts", name)
		}
	}
}

// TestSizesAsking: a guide that asks, and can be edited, is within what a guide may cost as well.
func TestSizesAsking(t *testing.T) {
	s := readable(t, config{content: "content", api: "https://api.example.org", source: "https://example.org/jifen/edit/main/{file}"})
	style, worst, page := 0, 0, ""
	for name, src := range s.Files {
		if filepath.Ext(name) != ".html" && filepath.Ext(name) != ".css" {
			continue
		}
		var small bytes.Buffer
		w := brotli.NewWriterLevel(&small, brotli.BestCompression)
		w.Write(src)
		w.Close()
		switch {
		case strings.HasPrefix(name, "assets/site."):
			style = small.Len()
		case strings.HasPrefix(strings.TrimPrefix(name, "en/"), "guides/") && small.Len() > worst:
			worst, page = small.Len(), name
		}
	}
	t.Logf("largest guide that asks, with style: %s %d bytes", page, worst+style)
	if worst+style > mostGuide || style == 0 {
		t.Errorf("%s with its style is %d bytes, at most %d", page, worst+style, mostGuide)
	}
}
