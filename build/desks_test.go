package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha1" // what every authenticator knows
	"encoding/base32"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"jifen/site"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// The tests of this file are scripts of people at their desks: testdata/desks/*.txt, against the real service and the built site, in a
// real Chromium, each person in a browser context of their own. A line is: WHO VERB WHAT. # begins a comment. Verbs:
//
//	at PATH              opens a page of the site
//	fill NAME VALUE      writes into the field of that name, as a person does, in place of what it held; \n begins another line
//	choose NAME VALUE    ticks a radio button or a box, or takes an item of a list that opens
//	press TEXT           presses the button, link or summary of exactly that text
//	sees TEXT            waits until the page shows the text; sees no TEXT: that it does not
//	sees SELECTOR ~ TEXT the same of one element
//	key KEY              presses a key such as Tab or Enter; types TEXT: types where the keyboard is
//	keeps NAME SELECTOR  keeps an element's text, or a field's value, to be told later as $NAME
//	file NAME FILE       gives a file of testdata/desks to the file control of that name
//	accessible           asks axe-core, wide and narrow, and whether anything sticks out at 360 px
//	prints TEXT          makes a PDF of the page, and looks for the text in it; prints no TEXT: that it is not there
//	pages N              makes a PDF of the page, which must have so many pages
//	loses line           the network is gone; finds line: it is back
//	loses session        the session has ended on the service
//	code NAME SECRET     keeps the one-time code that an authenticator shows now for a secret
//	asks NAME METHOD PATH BODY   asks the service directly, as whoever is signed in there: what went before the test. The answer's id
//	                     (or that of the first in a list) is kept as NAME, its first_password as NAME_FIRST, its ETag as NAME_ETAG (sent with
//	                     the next PUT), its receipt as NAME_RECEIPT, its notice's code as NAME_CODE, what it signed as NAME_SIGNED, and the
//	                     consent that is asked for as NAME_CONSENT
//
// and WHO officer NAME DISTRICT makes an account by command, whose sign-in name and first password are $WHO_LOGIN and $WHO_FIRST.

// office is a service that runs, and the people in it.
type office struct {
	*testing.T
	url, dir string
	api      string
	people   map[string]context.Context
	kept     map[string]string
	at       string // file:line, for what fails
	line     int
}

// service builds the service's program once.
var service = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "jifen")
	if err != nil {
		return "", err
	}
	program := filepath.Join(dir, "api")
	if out, err := exec.Command("go", "build", "-o", program, "./api").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return program, nil
})

func newOffice(t *testing.T, flags ...string) *office {
	t.Helper()
	return officeOf(t, theSite(t), flags...)
}

// officeOf is an office with a site of its own.
func officeOf(t *testing.T, s *site.Site, flags ...string) *office {
	t.Helper()
	o := &office{T: t, dir: t.TempDir(), people: map[string]context.Context{}, kept: map[string]string{}}
	if err := s.Write(filepath.Join(o.dir, "site"), false); err != nil {
		t.Fatal(err)
	}
	var err error
	if o.api, err = service(); err != nil {
		t.Fatal(err)
	}
	free, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := free.Addr().String()
	free.Close()
	o.url = "http://" + strings.Replace(addr, "127.0.0.1", "localhost", 1)
	cmd := exec.Command(o.api, append([]string{"-addr", addr, "-db", o.db(), "-site", filepath.Join(o.dir, "site"), "-limits", "off"}, flags...)...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		cmd.Wait()
		for line := range strings.Lines(said.String()) {
			if strings.Contains(line, `"level":"ERROR"`) {
				t.Errorf("the service says %s", line)
			}
		}
	})
	for begin := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		if answer, err := http.Get(o.url + "/readyz"); err == nil {
			answer.Body.Close()
			return o
		}
		if time.Since(begin) > 30*time.Second {
			t.Fatalf("the service did not start: %s", said.String())
		}
	}
}

func (o *office) db() string { return "sqlite:" + filepath.Join(o.dir, "jifen.db") }

// TestDesks walks every script.
func TestDesks(t *testing.T) {
	theSite(t) // goes to the project's root
	files, err := filepath.Glob("build/testdata/desks/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel() // each has a service and a browser of its own
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var flags []string
			if first, _, _ := strings.Cut(string(src), "\n"); strings.HasPrefix(first, "flags ") {
				flags = strings.Fields(first)[1:]
			}
			newOffice(t, flags...).walk(file, string(src))
		})
	}
}

// walk takes the lines of a script one after another.
func (o *office) walk(file, src string) {
	browser := browser(o.T)
	lines := bufio.NewScanner(strings.NewReader(src))
	for o.line = 1; lines.Scan(); o.line++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' || strings.HasPrefix(line, "flags ") {
			continue
		}
		o.at = fmt.Sprintf("%s:%d", file, o.line)
		line = o.tell(line)
		who, rest, _ := strings.Cut(line, " ")
		verb, what, _ := strings.Cut(strings.TrimSpace(rest), " ")
		what = strings.TrimSpace(what)
		if verb == "officer" || verb == "auditor" {
			o.account(who, verb, what)
			continue
		}
		if o.people[who] == nil {
			ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
			o.Cleanup(cancel)
			o.people[who] = ctx
			if err := chromedp.Do(ctx); err != nil {
				o.Fatal(err)
			}
			do(o.T, ctx, chromedp.EmulateViewport(1280, 900))
		}
		do, known := verbs[verb]
		if !known {
			o.Fatalf("%s: no verb %q", o.at, verb)
		}
		do(o, o.people[who], what)
	}
}

var word = regexp.MustCompile(`\$[A-Z][A-Z_]*`)

// tell puts what was kept in place of $NAME. $USCC and $ID with a letter are made-up numbers with sound check characters.
func (o *office) tell(line string) string {
	return word.ReplaceAllStringFunc(line, func(name string) string {
		if v, ok := o.kept[name[1:]]; ok {
			return v
		}
		if n, ok := madeUpNumbers[name[1:]]; ok {
			return n
		}
		o.Fatalf("%s: nothing is kept as %s", o.at, name)
		return ""
	})
}

// account makes one by command.
func (o *office) account(who, role, what string) {
	o.Helper()
	name, district, _ := strings.Cut(what, " ")
	flags := []string{"-db", o.db(), "-add-" + role, name}
	if district != "" {
		flags = append(flags, "-district", strings.TrimSpace(district))
	}
	out, err := exec.Command(o.api, flags...).Output()
	made := struct {
		Login string
		First string `json:"first_password"`
	}{}
	if err != nil || json.Unmarshal(out, &made) != nil {
		o.Fatalf("%s: %v %s", o.at, err, out)
	}
	o.kept[strings.ToUpper(who)+"_LOGIN"], o.kept[strings.ToUpper(who)+"_FIRST"] = made.Login, made.First
}

// hands is what a person's hand and eye need on the page: each gives "" once it is done, and else why it is not yet.
const hands = `window.hands ??= {
	shown: e => e.checkVisibility({visibilityProperty: true}) && !e.closest('[inert]'),
	field: name => [...document.getElementsByName(name)].filter(e => !e.closest('template') && e.tagName !== 'FORM' && hands.shown(e.type === 'radio' || e.type === 'checkbox' ? e.closest('label') : e)),
	fill(name, value) {
		const e = hands.field(name)[0];
		if (!e) return 'no visible field ' + name;
		e.focus(); e.value = value;
		e.dispatchEvent(new Event('input', {bubbles: true})); e.dispatchEvent(new Event('change', {bubbles: true}));
		return '';
	},
	choose(name, value) {
		const all = hands.field(name);
		if (all[0]?.tagName === 'SELECT') return hands.fill(name, value);
		const e = all.find(e => e.value === value);
		if (!e) return 'no item ' + value + ' of ' + name + ' among ' + all.map(e => e.value);
		e.click();
		return '';
	},
	press(text) {
		const all = [...document.querySelectorAll('button, a, summary, label.option')].filter(hands.shown);
		const e = all.find(e => e.textContent.replace(/\s+/g, ' ').trim() === text);
		if (!e) return 'nothing to press that says ' + text + '; there is ' + all.map(e => e.textContent.trim()).join(' | ');
		if (e.getAttribute('aria-disabled') === 'true') return text + ' is at work';
		e.click();
		return '';
	},
	sees(selector, text) {
		const all = [...document.querySelectorAll(selector)].filter(hands.shown);
		if (all.some(e => e.innerText.replace(/\s+/g, ' ').includes(text))) return '';
		return 'not shown in ' + selector + ': ' + text + '; it shows: ' + all.map(e => e.innerText).join(' | ').slice(0, 1500);
	},
	keeps(selector) {
		const e = [...document.querySelectorAll(selector)].find(hands.shown);
		return e ? (e.value ?? e.textContent).trim() : '';
	},
};`

// hand lets a person do something, until it is done.
func (o *office) hand(ctx context.Context, name string, args ...string) {
	o.Helper()
	src, err := json.Marshal(args)
	if err != nil {
		o.Fatal(err)
	}
	why := ""
	for begin := time.Now(); time.Since(begin) < 15*time.Second; time.Sleep(50 * time.Millisecond) {
		if why = o.look(ctx, hands+fmt.Sprintf(`document.querySelector('[aria-busy]') ? 'the page is busy' : hands.%s(...%s)`, name, src)); why == "" {
			return
		}
	}
	o.Fatalf("%s: %s", o.at, why)
}

func (o *office) look(ctx context.Context, script string) string {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	v, err := chromedp.Run(ctx, eval[string](script))
	if err != nil {
		return err.Error() // the page is being left
	}
	return v
}

var verbs = map[string]func(o *office, ctx context.Context, what string){
	"at": func(o *office, ctx context.Context, what string) {
		do(o.T, ctx, chromedp.Navigate("about:blank"), chromedp.Navigate(o.url+what),
			eventually(`document.readyState === 'complete' && (!document.querySelector('[data-program]') || document.documentElement.dataset.ready === 'true')`))
	},
	"fill": func(o *office, ctx context.Context, what string) {
		name, value, _ := strings.Cut(what, " ")
		o.hand(ctx, "fill", name, strings.ReplaceAll(strings.TrimSpace(value), `\n`, "\n"))
	},
	"choose": func(o *office, ctx context.Context, what string) {
		name, value, _ := strings.Cut(what, " ")
		o.hand(ctx, "choose", name, strings.TrimSpace(value))
	},
	"press": func(o *office, ctx context.Context, what string) { o.hand(ctx, "press", what) },
	"sees": func(o *office, ctx context.Context, what string) {
		if text, no := strings.CutPrefix(what, "no "); no {
			time.Sleep(200 * time.Millisecond)
			if o.look(ctx, hands+fmt.Sprintf(`hands.sees('body', %q)`, text)) == "" {
				o.Errorf("%s: the page shows %s", o.at, text)
			}
			return
		}
		selector, text, has := strings.Cut(what, " ~ ")
		if !has {
			selector, text = "body", what
		}
		o.hand(ctx, "sees", selector, strings.TrimSpace(text))
	},
	"key": func(o *office, ctx context.Context, what string) {
		keys := map[string]string{"Tab": "\t", "Enter": "\r", "Space": " "}
		key := keys[what]
		if key == "" {
			o.Fatalf("%s: no key %s", o.at, what)
		}
		do(o.T, ctx, chromedp.KeyEvent(key))
	},
	"types": func(o *office, ctx context.Context, what string) { do(o.T, ctx, chromedp.KeyEvent(what)) },
	"keeps": func(o *office, ctx context.Context, what string) {
		name, selector, _ := strings.Cut(what, " ")
		o.hand(ctx, "sees", selector, "")
		o.kept[name] = o.look(ctx, hands+fmt.Sprintf(`hands.keeps(%q)`, strings.TrimSpace(selector)))
		if o.kept[name] == "" {
			o.Fatalf("%s: %s holds nothing", o.at, selector)
		}
	},
	"file": func(o *office, ctx context.Context, what string) {
		name, file, _ := strings.Cut(what, " ")
		full, err := filepath.Abs("build/testdata/desks/" + strings.TrimSpace(file))
		if err != nil {
			o.Fatal(err)
		}
		do(o.T, ctx, chromedp.SetUploadFiles(chromedp.CSS(fmt.Sprintf("input[name=%s]", name)), []string{full}))
	},
	"accessible": func(o *office, ctx context.Context, _ string) {
		o.hand(ctx, "sees", "body", "") // a page that is busy is dimmed
		for _, width := range []int64{360, 1280} {
			do(o.T, ctx, chromedp.EmulateViewport(width, 900))
			accessible(o.T, ctx, fmt.Sprintf("%s at %d px", o.at, width))
			if over := ask(o.T, ctx, eval[int](`document.documentElement.scrollWidth - innerWidth`)); over > 1 {
				o.Errorf("%s: the page is %d px wider than %d px", o.at, over, width)
			}
		}
	},
	"prints": func(o *office, ctx context.Context, what string) {
		text, no := strings.CutPrefix(what, "no ")
		out := o.poppler("pdftotext", "-layout", o.pdf(ctx), "-")
		if flat := strings.Join(strings.Fields(out), ""); strings.Contains(flat, strings.Join(strings.Fields(text), "")) == no {
			o.Errorf("%s: on paper there is not as it should be: %s; there is\n%s", o.at, what, out)
		}
	},
	"pages": func(o *office, ctx context.Context, what string) {
		if out := o.poppler("pdfinfo", o.pdf(ctx)); !regexp.MustCompile(`(?m)^Pages: +` + what + `$`).MatchString(out) {
			o.Errorf("%s: not %s pages but\n%s", o.at, what, out)
		}
	},
	"asks": func(o *office, ctx context.Context, what string) {
		part := strings.SplitN(what, " ", 4)
		if len(part) < 4 {
			part = append(part, "")
		}
		name := part[0]
		said := o.look(ctx, fmt.Sprintf(`fetch(%q, {method: %q, body: %q || undefined, headers: {'Content-Type': 'application/json', ...(%q ? {'If-Match': %[4]q} : {})}})
			.then(async r => JSON.stringify({status: r.status, etag: r.headers.get('ETag') ?? '', body: await r.json()}))`,
			part[2], part[1], part[3], map[bool]string{true: o.kept[name+"_ETAG"]}[part[1] == "PUT"]))
		var told struct {
			Status int
			ETag   string
			Body   struct {
				ID      string
				First   string `json:"first_password"`
				Receipt string
				Consent string `json:"consent_needed"`
				Notice  struct{ Code, Signed string }
				Items   []struct{ ID string }
			}
		}
		if err := json.Unmarshal([]byte(said), &told); err != nil || told.Status/100 != 2 {
			o.Fatalf("%s: %v %s", o.at, err, said)
		}
		if len(told.Body.Items) > 0 {
			told.Body.ID = told.Body.Items[0].ID
		}
		for key, value := range map[string]string{"": told.Body.ID, "_FIRST": told.Body.First, "_ETAG": told.ETag, "_RECEIPT": told.Body.Receipt, "_CONSENT": told.Body.Consent, "_SIGNED": told.Body.Notice.Signed, "_CODE": told.Body.Notice.Code} {
			if value != "" {
				o.kept[name+key] = value
			}
		}
	},
	"code": func(o *office, _ context.Context, what string) {
		name, secret, _ := strings.Cut(what, " ")
		o.kept[name] = oneTime(o.T, secret, time.Now())
	},
	"loses": func(o *office, ctx context.Context, what string) {
		switch what {
		case "line":
			o.offline(ctx, true)
		case "session":
			o.hand(ctx, "sees", "body", "")
			ask(o.T, ctx, eval[bool](`fetch('/v1/session', {method: 'DELETE'}).then(r => r.ok)`))
		default:
			o.Fatalf("%s: one can lose line or session", o.at)
		}
	},
	"finds": func(o *office, ctx context.Context, _ string) { o.offline(ctx, false) },
}

// pdf prints the page onto A4, and gives the file.
func (o *office) pdf(ctx context.Context) string {
	o.hand(ctx, "sees", "body", "") // not while the page is busy
	src := ask(o.T, ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), chromedp.PDFPreferCSSPageSize()))
	file := filepath.Join(o.dir, "printed.pdf")
	if err := os.WriteFile(file, src, 0o600); err != nil {
		o.Fatal(err)
	}
	return file
}

// poppler runs a program that reads PDFs.
func (o *office) poppler(name string, args ...string) string {
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		o.Fatalf("%s: reading the PDF (make need installs %s): %v", o.at, name, err)
	}
	return string(out)
}

func (o *office) offline(ctx context.Context, off bool) {
	rules := []*network.Conditions{}
	if off {
		rules = append(rules, &network.Conditions{Offline: true, DownloadThroughput: -1, UploadThroughput: -1})
	}
	do(o.T, ctx, call(network.Enable, network.EnableParams{}), func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: rules})
		return chromedp.Void{}, err
	})
}

// oneTime is what an authenticator shows for a secret, after RFC 6238.
func oneTime(t *testing.T, secret string, now time.Time) string {
	t.Helper()
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil {
		t.Fatal(err)
	}
	h := hmac.New(sha1.New, key)
	binary.Write(h, binary.BigEndian, now.Unix()/30) // a hash takes everything
	sum := h.Sum(nil)
	at := sum[len(sum)-1] & 15
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[at:])&0x7fffffff%1_000_000)
}

// madeUpNumbers are sound numbers of nobody.
var madeUpNumbers = map[string]string{
	"USCC_A": "91310999MA01222157", "USCC_B": "91310999MA01333286", "USCC_C": "91310999MA01444303",
	"ID_A": "999999198811241014", "ID_B": "999999199003052025", "ID_C": "999999198507173037", "ID_D": "99999919951001404X",
}

func init() {
	now := time.Now().In(time.FixedZone("Asia/Shanghai", 8*60*60))
	for name, day := range map[string]time.Time{"TODAY": now, "SOON": now.AddDate(0, 0, 10), "LATER": now.AddDate(2, 0, 0), "BEFORE": now.AddDate(-1, 0, 0)} {
		madeUpNumbers[name] = day.Format("2006-01-02")
	}
	month := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
	madeUpNumbers["MONTH_FROM"], madeUpNumbers["MONTH_TO"] = month.AddDate(-5, 0, 0).Format("2006-01"), month.AddDate(0, -1, 0).Format("2006-01")
}
