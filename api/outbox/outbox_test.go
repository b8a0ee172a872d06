package outbox

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"jifen/api/store"
)

// fake is a carrier that behaves as it is told. It checks what it gets as a real one would.
type fake struct {
	t      *testing.T
	server *httptest.Server
	secret []byte
	clock  func() time.Time
	slow   time.Duration

	mu   sync.Mutex
	mode string // ok, 500, down, slow, takes-and-fails, elsewhere
	got  map[string]int
	said map[string]string
}

func newFake(t *testing.T, clock func() time.Time) *fake {
	f := &fake{t: t, secret: []byte("a secret that both know"), clock: clock, mode: "ok", got: map[string]int{}, said: map[string]string{}}
	f.server = httptest.NewServer(f)
	t.Cleanup(f.server.Close)
	return f
}

func (f *fake) is(mode string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.mode = mode
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	mode := f.mode
	f.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	if !Signed(r.Header, f.secret, body, f.clock(), time.Minute) {
		f.t.Errorf("the carrier got what was not signed: %v", r.Header)
	}
	switch mode {
	case "500":
		w.WriteHeader(500)
		return
	case "slow":
		select {
		case <-r.Context().Done():
		case <-time.After(f.slow):
		}
	case "elsewhere":
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		return
	}
	var sent struct {
		Mobile, Content, Reference string
	}
	if err := json.Unmarshal(body, &sent); err != nil || r.Header.Get("Idempotency-Key") != sent.Reference || r.URL.Path == "/elsewhere" {
		f.t.Errorf("the carrier got %s at %s", body, r.URL)
	}
	f.mu.Lock()
	f.got[sent.Reference]++
	f.said[sent.Reference] = sent.Mobile + " " + sent.Content
	f.mu.Unlock()
	if mode == "takes-and-fails" {
		w.WriteHeader(502)
	}
}

// post is an outbox over a database with messages, under a clock that is set by hand.
type post struct {
	*Outbox
	fake *fake
	mu   sync.Mutex // over at
	at   time.Time
	log  bytes.Buffer
}

func (p *post) now() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.at
}

// pass lets time go by.
func (p *post) pass(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.at = p.at.Add(d)
}

func newPost(t *testing.T, messages int) *post {
	t.Helper()
	p := &post{at: time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)}
	p.fake = newFake(t, p.now)
	s, err := store.Open(context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "o.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	carrier, err := parseCarrier(fmt.Appendf(nil, `{"url":%q,"secret":%q,"template":{"mobile":"{phone}","content":"【积分】{text}","reference":"{id}"}}`, p.fake.server.URL+"/send", p.fake.secret))
	if err != nil {
		t.Fatal(err)
	}
	opens := func(sealed string) (string, error) {
		text, ok := strings.CutPrefix(sealed, "sealed:")
		if !ok {
			return "", fmt.Errorf("cannot open %s", sealed)
		}
		return text, nil
	}
	p.Outbox = &Outbox{Store: s, Carrier: carrier, Waits: []time.Duration{time.Minute, 5 * time.Minute}, Timeout: 10 * time.Second, Clock: p.now,
		Log: slog.New(slog.NewJSONHandler(&p.log, nil)), Phone: opens, Text: opens}
	p.owe(t, messages)
	return p
}

func (p *post) owe(t *testing.T, messages int) {
	t.Helper()
	at := store.Instant(p.now())
	err := p.Store.Write(context.Background(), func(tx *store.Tx) error {
		for i := range messages {
			if _, err := tx.Exec(`INSERT INTO messages (id, application_id, kind, to_whom, phone, text, state, next_at, created_at, changed_at)
				VALUES ($1, 'a', 'accepted', 'holder', 'sealed:13800000000', 'sealed:已受理"}{phone}', 'owed', $2, $2, $2)`, fmt.Sprintf("M%05d", i), at); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// round sends once, and tells how many of the messages are in each state.
func (p *post) round(t *testing.T) string {
	t.Helper()
	if _, err := p.Round(context.Background()); err != nil {
		t.Fatal(err)
	}
	return p.states(t)
}

func (p *post) states(t *testing.T) string {
	t.Helper()
	var all []string
	for _, state := range []string{"owed", "sent", "delivered", "given_up"} {
		n := 0
		if err := p.Store.Read(context.Background(), func(tx *store.Tx) error {
			return tx.Row(`SELECT count(*) FROM messages WHERE state = $1`, state).Scan(&n)
		}); err != nil {
			t.Fatal(err)
		}
		if n > 0 {
			all = append(all, fmt.Sprintf("%s %d", state, n))
		}
	}
	return strings.Join(all, ", ")
}

func want(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Fatalf("the messages are %s, want %s", got, want)
	}
}

func TestSends(t *testing.T) {
	p := newPost(t, 3)
	want(t, p.round(t), "sent 3")
	if got := p.fake.said["M00001"]; got != `13800000000 【积分】已受理"}{phone}` {
		t.Errorf("the carrier was told %s", got)
	}
	want(t, p.round(t), "sent 3")
	if p.fake.got["M00001"] != 1 {
		t.Errorf("sent %d times", p.fake.got["M00001"])
	}
	for _, secret := range []string{"13800000000", "已受理", "a secret", p.Carrier.URL} {
		if strings.Contains(p.log.String(), secret) {
			t.Errorf("the log has %s: %s", secret, p.log.String())
		}
	}
}

// TestTries: after each failure it waits as long as the limits say, and after the last it gives up.
func TestTries(t *testing.T) {
	for _, mode := range []string{"500", "slow", "down", "elsewhere"} {
		t.Run(mode, func(t *testing.T) {
			p := newPost(t, 2)
			p.fake.slow = 2 * time.Second
			p.fake.is(mode)
			if mode == "slow" {
				p.Timeout = 100 * time.Millisecond
			}
			if mode == "down" {
				p.fake.server.Close()
			}
			want(t, p.round(t), "owed 2")
			for _, wait := range []time.Duration{time.Minute, 5 * time.Minute} {
				p.pass(wait - time.Second)
				if all, _ := p.take(context.Background()); len(all) != 0 {
					t.Fatalf("a message comes due before %v", wait)
				}
				want(t, p.states(t), "owed 2")
				p.pass(time.Second)
				p.round(t)
			}
			want(t, p.states(t), "given_up 2")
			if strings.Contains(p.log.String(), "127.0.0.1") || !strings.Contains(p.log.String(), "given up") {
				t.Errorf("the log: %s", p.log.String())
			}
		})
	}
}

func TestRecovers(t *testing.T) {
	p := newPost(t, 1)
	p.fake.is("takes-and-fails")
	want(t, p.round(t), "owed 1")
	p.fake.is("ok")
	p.pass(time.Minute)
	want(t, p.round(t), "sent 1")
	if p.fake.got["M00000"] != 2 {
		t.Errorf("the carrier got it %d times; it tells them apart by the id", p.fake.got["M00000"])
	}
}

// TestKilled: one that took messages and went away leaves them to the next, once the lease has ended.
func TestKilled(t *testing.T) {
	p := newPost(t, 1)
	if all, err := p.take(context.Background()); err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	want(t, p.round(t), "owed 1")
	p.pass(p.lease())
	want(t, p.round(t), "sent 1")
	t.Logf("figure: what was taken by one that was killed is sent by the next after %s", p.lease())
}

// TestBacklog: what gathered while the carrier was away goes out once it is back, each message once.
func TestBacklog(t *testing.T) {
	const many = 10_000
	p := newPost(t, many)
	p.fake.is("500")
	want(t, p.round(t), fmt.Sprintf("owed %d", many))
	p.fake.is("ok")
	p.pass(time.Minute)
	began := time.Now()
	for went := 1; went > 0; {
		var err error
		if went, err = p.Round(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	took := time.Since(began)
	want(t, p.states(t), fmt.Sprintf("sent %d", many))
	for id, n := range p.fake.got {
		if n != 1 {
			t.Errorf("%s was sent %d times", id, n)
		}
	}
	t.Logf("figure: a backlog of %d messages drains in %.1f s, each sent once", len(p.fake.got), took.Seconds())
}

// TestReceiptFirst: a receipt that comes before the carrier's answer stands.
func TestReceiptFirst(t *testing.T) {
	p := newPost(t, 1)
	all, err := p.take(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	err = p.Store.Write(context.Background(), func(tx *store.Tx) error {
		_, err := tx.Exec(`UPDATE messages SET state = 'delivered'`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, why := range []string{"", "no answer"} {
		all[0].why = why
		if err := p.note(context.Background(), all); err != nil {
			t.Fatal(err)
		}
		want(t, p.states(t), "delivered 1")
	}
}

// TestSendersTogether: several at once send each message once.
func TestSendersTogether(t *testing.T) {
	p := newPost(t, 600)
	var all sync.WaitGroup
	for range 4 {
		o := &Outbox{Store: p.Store, Carrier: p.Carrier, Waits: p.Waits, Timeout: p.Timeout, Clock: p.Clock, Log: slog.New(slog.DiscardHandler), Phone: p.Phone, Text: p.Text}
		all.Go(func() {
			for {
				n, err := o.Round(context.Background())
				if err != nil {
					t.Error(err)
				}
				if n == 0 {
					return
				}
			}
		})
	}
	all.Wait()
	want(t, p.states(t), "sent 600")
	for id, n := range p.fake.got {
		if n != 1 {
			t.Errorf("%s was sent %d times", id, n)
		}
	}
}

func TestRunStops(t *testing.T) {
	p := newPost(t, 100)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { p.Run(ctx); close(done) }()
	for i := 0; p.states(t) != "sent 100"; i++ {
		if i > 500 {
			t.Fatalf("after a while the messages are %s", p.states(t))
		}
		time.Sleep(10 * time.Millisecond)
	}
	stop()
	select {
	case <-done:
	case <-time.After(5 * time.Second):
		t.Fatal("it goes on")
	}
}

func TestCannotOpen(t *testing.T) {
	p := newPost(t, 1)
	p.Text = func(string) (string, error) { return "", fmt.Errorf("no key") }
	want(t, p.round(t), "owed 1")
	if len(p.fake.got) != 0 {
		t.Error("something was sent")
	}
}

// TestCarrierFiles: each of these is refused, with words that say why.
func TestCarrierFiles(t *testing.T) {
	good := `{"url":"https://sms.example.cn/send","secret":"0123456789abcdef","template":{"a":["{id}",{"b":"{phone}: {text}"}]}}`
	if _, err := parseCarrier([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []struct{ old, new, why string }{
		{`"https://sms.example.cn/send"`, `"http://sms.example.cn/send"`, "https"},
		{`"https://sms.example.cn/send"`, `"sms"`, "no address"},
		{`0123456789abcdef`, `0123456789abcde`, "16 characters"},
		{`{phone}`, `phone`, "lacks {phone}"},
		{`{id}`, ``, "lacks {id}"},
		{`: {text}`, ``, "lacks {text}"},
		{`"secret"`, `"Secret_"`, "unknown field"},
		{`{"url"`, `{"url":"x","url"`, "twice"},
		{`{"a":`, `{"a":1,"a":`, "twice"},
		{good, good + `{}`, "after the object"},
		{good, `{`, "no JSON"},
		{`{"a":["{id}",{"b":"{phone}: {text}"}]}`, `5`, "template as JSON"},
	} {
		if _, err := parseCarrier([]byte(strings.Replace(good, bad.old, bad.new, 1))); err == nil || !strings.Contains(err.Error(), bad.why) {
			t.Errorf("%s in place of %s: %v, want %s", bad.new, bad.old, err, bad.why)
		}
	}
}

func TestSigned(t *testing.T) {
	now := time.Unix(1800000000, 0)
	secret, body := []byte("secret"), []byte(`{"id":"1"}`)
	h := http.Header{}
	Sign(h, secret, body, now)
	for _, c := range []struct {
		name string
		ok   bool
		got  bool
	}{
		{"as it was signed", true, Signed(h, secret, body, now, time.Minute)},
		{"another body", false, Signed(h, secret, []byte(`{"id":"2"}`), now, time.Minute)},
		{"another secret", false, Signed(h, []byte("secre"), body, now, time.Minute)},
		{"too late", false, Signed(h, secret, body, now.Add(2*time.Minute), time.Minute)},
		{"too early", false, Signed(h, secret, body, now.Add(-2*time.Minute), time.Minute)},
		{"no headers", false, Signed(http.Header{}, secret, body, now, time.Minute)},
	} {
		if c.got != c.ok {
			t.Errorf("%s: %v", c.name, c.got)
		}
	}
	h.Set(TimeHeader, "1800000001")
	if Signed(h, secret, body, now, time.Minute) {
		t.Error("another time")
	}
}
