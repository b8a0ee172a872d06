package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"jifen/prove/vectors"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// The tests of this file put what runs a script, where it is taken for markup, into every field, and open every screen.

// listens notes in the page whether a vector's script runs, and what the content security policy reports.
const listens = `window.told = []; window.` + vectors.Ran + ` = window.VECTOR = window.alert = () => { told.push('a script ran') };
	addEventListener('securitypolicyviolation', e => told.push('the policy stopped ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample));`

// looks tells what of the vectors became more than text on the page, and how many are shown on it.
const looks = `JSON.stringify({Told: [...told,
	...[...document.querySelectorAll('[` + vectors.Mark + `], base, iframe, object, embed, meta[http-equiv=refresh]')].map(e => 'an element ' + e.outerHTML.slice(0, 200)),
	...[...document.querySelectorAll('*')].filter(e => e.getAttributeNames().some(n => n.startsWith('on'))).map(e => 'a handler ' + e.outerHTML.slice(0, 200)),
	...[...document.querySelectorAll('[href], [src], [action], [formaction]')].filter(e => /^\s*(javascript|data|vbscript):/i.test(e.getAttribute('href') ?? e.getAttribute('src') ?? e.getAttribute('action') ?? e.getAttribute('formaction')) && !/^data:image/.test(e.getAttribute('src') ?? '')).map(e => 'an address ' + e.outerHTML.slice(0, 200)),
], Shown: (document.body.textContent + [...document.querySelectorAll('input, textarea')].map(e => e.value).join(' ')).toLowerCase().split('` + vectors.Mark + `').length - 1})`

// TestDesksTakeNoScript: vectors stand in every text that an employer, a holder or an officer can write, and every screen, paper, tracking
// and notice is opened; then every vector is typed into the fields of the pages, and stands behind the # of their addresses. No script
// runs, no element or handler comes of one, and the content security policy has nothing to stop.
func TestDesksTakeNoScript(t *testing.T) {
	v := &vandal{office: newOffice(t, "-demo"), all: vectors.Scripts()}
	theSite(t)
	n := 2
	if *prove {
		n = 25
	} else {
		few := v.all[:0:0]
		for i := 0; i < len(v.all); i += 29 {
			few = append(few, v.all[i])
		}
		v.all = few
	}
	v.walk("vectors", v.story(n))
	v.decides()
	for _, ctx := range v.people {
		do(t, ctx, call(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: listens}))
	}
	for i := range n {
		a := v.kept["A"+letters(i)]
		v.opens("hr", "/employer/#/applications/"+a)
		v.opens("hr", "/employer/#/applications/"+a+"/paper/form")
		v.opens("jia", "/counter/#/applications/"+a)
		if i > 2 || !*prove && i > 0 {
			continue
		}
		for _, screen := range []string{"/paper/papers", "/paper/receipt", "/paper/archive", "/paper/notice", "/accept", "/return", "/request_archive", "/diploma_result", "/decide", "/reject", "/reopen", "/collect"} {
			v.opens("jia", "/counter/#/applications/"+a+screen)
		}
		for _, screen := range []string{"/submit", "/withdraw", "/request_review", "/fill/check", "/fill/profile", "/fill/family", "/fill/facts", "/fill/file"} {
			v.opens("hr", "/employer/#/applications/"+a+screen)
		}
		v.opens("kan", "/counter/#/applications/"+a)
		v.opens("hr", "/employer/#/holders/"+v.kept["H"+letters(i)]+"/open")
	}
	for _, at := range [][2]string{
		{"hr", "/employer/"}, {"hr", "/employer/#/holders"}, {"hr", "/employer/#/staff"}, {"hr", "/employer/#/entry"}, {"hr", "/en/employer/"}, {"jia", "/counter/"},
		{"jia", "/counter/#/queue/submitted"}, {"jia", "/counter/#/queue/returned"}, {"jia", "/counter/#/queue/in_review"}, {"jia", "/counter/#/queue/decided"}, {"jia", "/counter/#/queue/withdrawn"},
		{"jia", "/counter/#/employers"}, {"jia", "/counter/#/employers/" + v.kept["E"]}, {"jia", "/counter/#/employers/" + v.kept["F"]}, {"jia", "/counter/#/summary"}, {"jia", "/en/counter/"},
		{"kan", "/counter/"}, {"kan", "/counter/#/audit"}, {"kan", "/counter/#/summary"}, {"kan", "/counter/#/feedback"}, {"wang", "/holder/"}, {"wang", "/holder/#/data"}, {"wang", "/holder/#/applications/" + v.kept["AAA"]},
		{"wang", "/holder/#/applications/" + v.kept["AAA"] + "/paper/notice"},
	} {
		v.opens(at[0], at[1])
	}
	for i := 0; i < len(v.all); i += 50 { // as many as a page of the list holds
		v.opens("jia", "/counter/#/feedback")
		v.hand(v.people["jia"], "fill", "q", fmt.Sprintf("/guides/%s/", strings.ToLower(letters(i/50))))
		v.hand(v.people["jia"], "press", "查找")
		v.hand(v.people["jia"], "sees", "body", "/guides/"+strings.ToLower(letters(i/50))+"/")
		v.looks("jia", "feedback")
	}
	v.opens("mary", "/track/")
	v.hand(v.people["mary"], "fill", "receipt", v.kept["RECEIPT"])
	v.hand(v.people["mary"], "fill", "id_tail", idNumber(0)[14:])
	v.hand(v.people["mary"], "press", "查进度")
	v.hand(v.people["mary"], "sees", "#status[data-state=decided]", "")
	v.looks("mary", "/track/")
	v.opens("mary", "/notice/#"+v.kept["CODE"])
	shown := v.shown
	if least := len(v.all) + n*20; shown < least {
		t.Errorf("only %d vectors were shown, of %d", shown, least)
	}
	typing := [][2]string{
		{"hr", "/employer/#/holders/add"}, {"hr", "/employer/#/holders/import"}, {"hr", "/employer/#/staff/add"}, {"hr", "/employer/#/applications/" + v.kept["AAB"] + "/fill/profile"}, {"jia", "/counter/#/reset"}, {"jia", "/counter/#/applications/" + v.kept["AAA"] + "/reopen"},
		{"mary", "/employer/"}, {"mary", "/employer/#/register"}, {"mary", "/holder/"}, {"mary", "/counter/"}, {"mary", "/track/"}, {"mary", "/notice/"}, {"mary", "/calculator/"}, {"mary", "/search/"}, {"mary", "/en/search/"}, {"mary", "/en/calculator/"},
	}
	if !*prove {
		typing = [][2]string{{"hr", "/employer/#/holders/import"}, {"mary", "/track/"}, {"mary", "/calculator/"}, {"mary", "/search/"}}
	}
	for _, at := range typing {
		v.types(at[0], at[1])
	}
	v.sees()
	t.Logf("figure: %d vectors in every text of %d applications, of employers, staff and feedback, shown %d times on %d screens and papers, and %d times typed into fields or put behind an address's #: 0 scripts, 0 elements, 0 handlers, 0 reports of the policy",
		len(v.all), n, shown, v.screens, v.typed)
}

// vandal is an office in which somebody writes vectors.
type vandal struct {
	*office
	all                         []string
	next, shown, screens, typed int
}

// vector is the next one of at most so many characters, as JSON.
func (v *vandal) vector(most int) string {
	for {
		one := v.all[v.next%len(v.all)]
		v.next++
		if utf8.RuneCountInString(one) <= most {
			src, _ := json.Marshal(one)
			return string(src)
		}
	}
}

// letters names the n-th of many in capitals: AA, AB, …, for what is kept has no figures in its name.
func letters(n int) string { return string(rune('A'+n/26)) + string(rune('A'+n%26)) }

// idNumber is a sound ID number of nobody.
func idNumber(n int) string {
	head := fmt.Sprintf("99999919880101%03d", n)
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(head[i]-'0') * weight
	}
	return head + "10X98765432"[sum%11:sum%11+1]
}

// story is how the vectors come into the service: n applications, of which the first is decided, the second returned and a third
// withdrawn.
func (v *vandal) story(n int) string {
	var s strings.Builder
	line := func(text string, args ...any) { fmt.Fprintf(&s, text+"\n", args...) }
	line("jia officer %s 徐汇", "受理员甲（测试）")
	line("kan auditor 审计员（测试）")
	for who, account := range map[string]string{"jia": "JIA", "kan": "KAN"} {
		line("%s at /counter/", who)
		line(`%s asks S POST /v1/session {"login":"$%s_LOGIN","password":"$%[2]s_FIRST"}`, who, account)
		line(`%s asks S PUT /v1/session/password {"old":"$%s_FIRST","new":"lantern-river-nine"}`, who, account)
	}
	line("hr at /employer/")
	line("mary at /employer/")
	line(`mary asks F POST /v1/employers {"name":%s,"uscc":"$USCC_B","kind":"enterprise","district":"徐汇","contact":%s,"phone":"19900000002","password":"lantern-river-ten"}`, v.vector(100), v.vector(50))
	line(`jia asks D POST /v1/employers/$F/decision {"approve":false,"reason":%s}`, v.vector(200))
	line(`hr asks E POST /v1/employers {"name":%s,"uscc":"$USCC_A","kind":"enterprise","district":"徐汇","contact":%s,"phone":"19900000001","password":"lantern-river-ten"}`, v.vector(100), v.vector(50))
	line(`jia asks D POST /v1/employers/$E/decision {"approve":true}`)
	line(`hr asks S POST /v1/session {"login":"$USCC_A","password":"lantern-river-ten"}`)
	line(`hr asks S POST /v1/staff {"name":%s}`, v.vector(50))
	for i := range v.all {
		one, _ := json.Marshal(v.all[i])
		line(`hr asks C POST /v1/feedback {"page":"/guides/%s/","helpful":false,"comment":%s}`, strings.ToLower(letters(i/50)), one)
	}
	for i := range n {
		at := letters(i)
		line(`hr asks H%s POST /v1/holders {"name":%s,"id_number":"%s","phone":"19800000001"}`, at, v.vector(50), idNumber(i))
		line(`hr asks A%s POST /v1/applications {"kind":"initial","holder_id":"$H%[1]s"}`, at)
		family := []string{}
		for range 20 {
			family = append(family, fmt.Sprintf(`{"name":%s,"relation":"<b data-vector>x","id_number":"E12345"}`, v.vector(50)))
		}
		line(`hr asks A%s PUT /v1/applications/$A%[1]s {"profile":{"name":%s,"id_number":"%s","permit_number":"TEST0001","permit_valid_until":"$LATER","phone":"19800000001","address":%s,"household_place":%s,"job_title":%s,"contract_from":"$BEFORE","contract_to":"$LATER","archive_place":%s,"family":[%s]},"facts":{"complete":true,"born":"1988-11-24","permit":true,"employed":true,"insured_last_12":12,"title":"intermediate","title_base_met":true,"insured_months":60}}`,
			at, v.vector(50), idNumber(i), v.vector(200), v.vector(200), v.vector(100), v.vector(200), strings.Join(family, ","))
		line(`hr asks A%s POST /v1/applications/$A%[1]s/steps {"step":"submit"}`, at)
	}
	line(`jia asks AAB POST /v1/applications/$AAB/steps {"step":"return","missing":["contract"],"note":%s}`, v.vector(200))
	if n > 2 {
		line(`hr asks AAC POST /v1/applications/$AAC/steps {"step":"withdraw","reason":%s}`, v.vector(200))
	}
	line(`wang at /holder/`)
	line(`wang asks N POST /v1/session {"login":"%s","password":"$HAA_FIRST"}`, idNumber(0))
	line(`wang asks M PUT /v1/session/password {"old":"$HAA_FIRST","new":"lantern-river-one","consent":"$N_CONSENT"}`)
	return s.String()
}

// decides takes the first application to its notice.
func (v *vandal) decides() {
	v.Helper()
	said := v.look(v.people["jia"], fmt.Sprintf(`(async () => {
		const at = '/v1/applications/%s', sent = {'Content-Type': 'application/json'};
		const step = async (step, more) => (await fetch(at + '/steps', {method: 'POST', headers: sent, body: JSON.stringify({step, ...more})})).json();
		const a = await (await fetch(at)).json();
		await step('accept', {papers: a.papers.map(p => p.id)});
		await step('request_archive', {holder_of_file: %s});
		await step('archive_arrived');
		return JSON.stringify(await step('decide', {facts: {...a.facts, insured_months: 48}, note: {insured_years: %s}}));
	})()`, v.kept["AAA"], v.vector(100), v.vector(200)))
	var a struct {
		State, Receipt string
		Notice         struct{ Code string }
	}
	if json.Unmarshal([]byte(said), &a); a.State != "decided" {
		v.Fatalf("the first application was not decided: %s", said)
	}
	v.kept["RECEIPT"], v.kept["CODE"] = a.Receipt, a.Notice.Code
}

// opens opens a screen, and looks at it.
func (v *vandal) opens(who, at string) {
	v.Helper()
	v.at = who + " at " + at
	do(v.T, v.people[who], chromedp.Navigate("about:blank"), chromedp.Navigate(v.url+at))
	const ready = `String(!!window.told && document.readyState === 'complete' && (!document.querySelector('[data-program]') || document.documentElement.dataset.ready === 'true'))`
	for begin := time.Now(); v.look(v.people[who], ready) != "true"; time.Sleep(20 * time.Millisecond) { // some screens lead on to another
		if time.Since(begin) > 20*time.Second {
			v.Fatalf("%s is not ready", v.at)
		}
	}
	v.looks(who, at)
}

// looks fails where a vector became more than text.
func (v *vandal) looks(who, at string) {
	v.Helper()
	v.hand(v.people[who], "sees", "body", "")
	var found struct {
		Told  []string
		Shown int
	}
	if err := json.Unmarshal([]byte(v.look(v.people[who], looks)), &found); err != nil {
		v.Fatalf("%s at %s: %v", who, at, err)
	}
	for _, what := range found.Told {
		v.Errorf("%s at %s: %s", who, at, what)
	}
	v.shown += found.Shown
	v.screens++
}

// sees holds the eyes of this test themselves: a vector that is put into the page as markup is told of.
func (v *vandal) sees() {
	v.Helper()
	v.opens("mary", "/notice/")
	for what, markup := range map[string]string{"an element": `made.setAttribute('` + vectors.Mark + `', '')`, "the policy stopped": `made.append(Object.assign(document.createElement('script'), {src: 'data:,vector()'}))`, "a script ran": vectors.Ran + `()`} {
		told := v.look(v.people["mary"], `(async () => { const made = document.createElement('p'); try { `+markup+` } catch {} document.body.append(made); await new Promise(done => setTimeout(done, 100)); const said = `+looks+`; made.remove(); return said })()`)
		if !strings.Contains(told, what) {
			v.Errorf("%s goes unseen: %s", what, told)
		}
	}
}

// types puts every vector into the fields of a page, in turn, as a person does, and behind the # of its address; and looks at the page.
func (v *vandal) types(who, at string) {
	v.Helper()
	v.opens(who, at)
	n := 0
	for some := range slices.Chunk(v.all, 200) {
		src, _ := json.Marshal(some)
		n += ask(v.T, v.people[who], eval[int](fmt.Sprintf(`(async all => {
			let n = 0;
			for (const [i, one] of all.entries()) {
				const fields = [...document.querySelectorAll('main input:not([type=radio]):not([type=checkbox]):not([type=file]):not([type=submit]), main textarea')];
				const e = fields[i %% fields.length];
				if (e) { e.value = one; e.dispatchEvent(new Event('input', {bubbles: true})); e.dispatchEvent(new Event('change', {bubbles: true})); n++; }
				if (i %% 40 === 0) { history.replaceState(null, '', '#' + encodeURIComponent(one)); dispatchEvent(new HashChangeEvent('hashchange')); n++; await new Promise(done => setTimeout(done, 5)); }
			}
			return n;
		})(%s)`, src)))
	}
	v.looks(who, at)
	v.typed += n
	if n == 0 {
		v.Errorf("%s at %s: nothing to type into", who, at)
	}
}
