package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/cases"
	"jifen/rules/share"

	ics "github.com/arran4/golang-ical"
	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
)

// The tests of this file carry the score away: as a link, a file, days for the calendar, a sheet of paper, a case; and keep it on the device.

// TestLink: a link brings the answers back, tells of another time, and says when it was cut short.
func TestLink(t *testing.T) {
	server, ctx := host(t), browser(t)
	do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready(), nearly())
	paste(t, ctx, pasted)
	do(t, ctx, settled(), click("#link-make"), eventually(`document.querySelector('#qr svg') !== null`))
	link := ask(t, ctx, eval[string](`document.querySelector('#link').value`))
	was := text(t, ctx, "#total")
	accessible(t, ctx, "a link and its QR code")
	do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(link), ready(), total(was))
	if got := ask(t, ctx, eval[string](`location.hash`)); got != "" {
		t.Errorf("the answers stay in the address: %s", got)
	}
	if ask(t, ctx, eval[bool](`!document.querySelector('#then').hidden`)) {
		t.Error("a link of today tells of another time")
	}
	do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(link[:len(link)-3]), ready(), eventually(`!document.querySelector('#then').hidden`))
	holds(t, ctx, "#then", "不完整")

	var fs rules.Facts
	fs.Put(rules.Born, 19701123)
	fs.Put(rules.Education, 4)
	fs.NoneLeft()
	old := share.Answers{On: 20171123, Edition: "2013-07-01", Facts: &fs}
	do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(server.URL+"/en/calculator/#"+old.Link()), ready(), eventually(`!document.querySelector('#then').hidden`))
	holds(t, ctx, "#then", "2017-11-23", "沪府发〔2013〕40号", "123 points", "Age")
	accessible(t, ctx, "a link of another time")
}

// downloads lets the page save files, and gives the newest one that fits.
func downloads(t *testing.T, ctx context.Context) func(pattern string) []byte {
	t.Helper()
	dir := t.TempDir()
	_, err := chromedp.CallBrowser(ctx, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{Behavior: "allow", DownloadPath: dir})
	if err != nil {
		t.Fatal(err)
	}
	return func(pattern string) []byte {
		t.Helper()
		for range 100 {
			names, _ := filepath.Glob(filepath.Join(dir, pattern))
			if len(names) > 0 {
				src, err := os.ReadFile(names[0])
				if err == nil && len(src) > 0 {
					os.Remove(names[0])
					return src
				}
			}
			time.Sleep(50 * time.Millisecond)
		}
		t.Fatalf("no file %s was saved; the page says %q", pattern, text(t, ctx, "#carry-note"))
		return nil
	}
}

// TestFile: the save file can be read by a person and read back by the page; a broken one changes nothing.
func TestFile(t *testing.T) {
	server, ctx := host(t), browser(t)
	saved := downloads(t, ctx)
	do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready(), nearly(), click("#papers-out .tick .option"), settled(), click("#file-save"))
	file := saved("jifen-*.html")
	if !bytes.Contains(file, []byte("大学本科学历")) {
		t.Error("a person cannot read the answers in the file")
	}
	s, problems := applicant.ReadSaved(file, rules.ZH)
	if problems != nil || s.Facts.Int(rules.InsuredMonths) != 47 || len(s.Ticked) != 1 {
		t.Fatalf("the file holds %+v %v", s, problems)
	}
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "good.html"), filepath.Join(dir, "bad.html")
	os.WriteFile(good, file, 0o600)
	os.WriteFile(bad, bytes.Replace(file, []byte(`"insured_months":47`), []byte(`"insured_months":4700`), 1), 0o600)
	do(t, ctx, click("#forget"), total("5–30"), chromedp.SetUploadFiles(chromedp.CSS("#file-load"), []string{bad}), eventually(`document.querySelector('#carry-note').textContent.includes('insured_months')`), total("5–30"),
		chromedp.SetUploadFiles(chromedp.CSS("#file-load"), []string{good}), total("99"), settled())
	if !ask(t, ctx, eval[bool](`document.querySelector('#papers-out input').checked`)) {
		t.Error("the tick is lost")
	}
}

// TestDays: the calendar file holds the days, and a second one has the same names and a later number.
func TestDays(t *testing.T) {
	server, ctx := host(t), browser(t)
	saved := downloads(t, ctx)
	do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready(), nearly(), chromedp.SendKeys(chromedp.CSS("#permit-until"), "2027年2月30日"), click("#ics-save"), eventually(`!document.querySelector('#err-permit-until').hidden`),
		script(`document.querySelector("#permit-until").value = ""`), chromedp.SendKeys(chromedp.CSS("#permit-until"), "2027年5月1日"))
	var seen [2]map[string]*ics.VEvent
	for i := range seen {
		if i == 1 {
			do(t, ctx, script(`{ const now = Date.now(); Date.now = () => now + 120000; }`))
		}
		do(t, ctx, click("#ics-save"))
		calendar, err := ics.ParseCalendar(bytes.NewReader(saved("jifen*.ics")))
		if err != nil {
			t.Fatal(err)
		}
		seen[i] = map[string]*ics.VEvent{}
		for _, e := range calendar.Events() {
			seen[i][e.Id()] = e
		}
	}
	if len(seen[0]) != 5 {
		t.Errorf("%d days, want those of the standard, of loss, of endorsement, confirmation and the last day", len(seen[0]))
	}
	for id, first := range seen[0] {
		again := seen[1][id]
		if again == nil || again.GetProperty(ics.ComponentPropertySequence).Value <= first.GetProperty(ics.ComponentPropertySequence).Value {
			t.Errorf("%s is not brought up to date by the second file", id)
		}
	}
	endorse := seen[0]["jifen-endorsement-2027@jifen.invalid"]
	if endorse == nil || endorse.GetProperty(ics.ComponentPropertyDtStart).Value != "20270401" || endorse.GetProperty(ics.ComponentPropertyDtEnd).Value != "20270502" {
		t.Errorf("the endorsement is %v", endorse)
	}
}

// TestKept: nothing is kept unless asked; what is kept comes back; forgetting empties everything.
func TestKept(t *testing.T) {
	server, ctx := host(t), browser(t)
	do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready(), nearly())
	stored := func() int { return ask(t, ctx, eval[int](`localStorage.length + sessionStorage.length`)) }
	if stored() != 0 {
		t.Error("something is kept unasked")
	}
	do(t, ctx, click("label:has(#remember)"), choose("education", "master"), settled(), chromedp.Navigate("about:blank"), chromedp.Navigate(server.URL+"/calculator/"), ready(), total("139"))
	do(t, ctx, click("#link-make"), click("#forget"), total("5–30"))
	if stored() != 0 || ask(t, ctx, eval[bool](`[...document.querySelectorAll('input[type=text], textarea')].some(i => i.value !== '')`)) {
		t.Error("something was not forgotten")
	}
	do(t, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(server.URL+"/calculator/"), ready(), total("5–30"))
}

// TestSheet: the score takes one page of paper, whoever it is, and the papers are printed by themselves.
func TestSheet(t *testing.T) {
	server, ctx := host(t), browser(t)
	pages := regexp.MustCompile(`/Type\s*/Page\b[^s]`)
	for _, path := range []string{"/calculator/", "/en/calculator/"} {
		do(t, ctx, chromedp.Navigate(server.URL+path), ready(), nearly(), choose("title", "intermediate"), choose("title_base_met", "true"), choose("award", "special"), choose("shortage_major", "true"),
			write("tax_3y_yuan", "3000000"), write("hires_3y_avg", "100"), write("share_percent", "50"), write("public_service_months", "70"), write("suburb_months", "70"),
			choose("fresh_graduate", "true"), write("spouse_since", "2015-01-01"), write("detentions", "2025-01-01"), choose("base_tier", "1x"), settled())
		pdf := ask(t, ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPreferCSSPageSize()))
		if n := len(pages.FindAll(pdf, -1)); n != 1 {
			t.Errorf("%s: the score takes %d pages", path, n)
		}
	}
}

// TestCase: a result not expected becomes a case that runs and says nothing of the person.
func TestCase(t *testing.T) {
	server, ctx := host(t), browser(t)
	do(t, ctx, chromedp.Navigate(server.URL+"/calculator/"), ready(), nearly(), chromedp.SendKeys(chromedp.CSS("#expected"), "应该有 120 分"), settled(), click("#case-make"), eventually(`!document.querySelector('#case-box').hidden`))
	made := ask(t, ctx, eval[string](`document.querySelector('#case-text').value`))
	if strings.Contains(made, "1988-11-23") {
		t.Errorf("the case tells the birth date:\n%s", made)
	}
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "made.txt"), []byte(made), 0o600)
	all, err := cases.Load(dir)
	if err != nil || len(all) != 1 {
		t.Fatalf("%v, %d cases of\n%s", err, len(all), made)
	}
	c := all[0]
	for _, d := range c.Differences([]byte(scores(t, ctx, [][4]string{{c.Facts, c.On, c.Edition, ""}})[0])) {
		t.Error(d)
	}
}
