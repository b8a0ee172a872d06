package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"jifen/api/store"
)

// TestScripts runs every script of requests and expectations in testdata, each with a service of its own, on SQLite and on
// PostgreSQL.
//
// A script is lines of text:
//
//	# a comment
//	clock 2026-11-24T10:00:00+08:00        what time it is; "clock +72h" lets time go by
//	officer OFFICER 徐汇                    makes an officer, or an auditor, and signs it in as client OFFICER, password changed
//	hr POST /v1/session                    a request by the client of that name, who has cookies of its own; then headers, a line each
//	  If-Match: $ETAG
//	  {"login":"$USCC1","password":"…"}    and the body, whose lines are indented and begin with anything but a header
//	200                                    the status that is wanted
//	.role "employer"                       a part of the answer, as JSON; .items[0].id; .items.len
//	.title ~ 登录                          contains
//	.notice absent
//	.id = ID                               keeps it as $ID
//	header ETag = ETAG                     keeps a header
//	code CODE $SECRET                      keeps the one-time code of a secret as $CODE
//	message M1 owed                        makes a message of nobody in that state
//	sign {"id":"M1"}                       keeps the carrier's $TIME and $SIGNATURE of a body
//	body ~ text                            the whole answer contains
//
// $USCC1 to $USCC9 and $ID1 to $ID9 are sound numbers of nobody.
func TestScripts(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, kind := range []string{"sqlite", "postgres"} {
		for _, name := range names {
			t.Run(kind+"/"+strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
				src, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				newWorld(t, kind).run(filepath.Base(name), string(src))
			})
		}
	}
}

// world is a service and those who call it.
type world struct {
	*testing.T
	service *service
	server  *httptest.Server
	now     time.Time
	turning sync.Mutex // while the clock is read or turned
	clients map[string]*http.Client
	vars    map[string]string
	// described is the description of the API, against which every call is held.
	described map[string]any
	parties   int               // that party_test.go made
	trial     *trial            // of each call while the store fails; nil where calls are made once
	planted   map[string]string // what canary_test.go looks for, and what that is; nil where it does not
	answer    struct {
		status int
		header http.Header
		body   []byte
	}
}

func newWorld(t *testing.T, kind string) *world {
	t.Helper()
	return worldOn(t, databaseOf(t, kind))
}

// worldOn is a world on a database.
func worldOn(t *testing.T, dsn string) *world {
	t.Helper()
	w := &world{T: t, clients: map[string]*http.Client{}, vars: map[string]string{}}
	w.now = time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
	w.service = serviceOn(t, dsn, w.clock)
	w.server = httptest.NewServer(w.service.handler(http.NotFoundHandler()))
	t.Cleanup(w.server.Close)
	for i := 1; i <= 9; i++ {
		w.vars[fmt.Sprintf("USCC%d", i)], w.vars[fmt.Sprintf("ID%d", i)] = madeUSCC(i), madeID(i)
	}
	return w
}

// newService opens a service on a database of its own.
func newService(t testing.TB, kind string, clock func() time.Time) *service {
	t.Helper()
	return serviceOn(t, databaseOf(t, kind), clock)
}

// databaseOf is a new database of a kind.
func databaseOf(t testing.TB, kind string) string {
	t.Helper()
	if kind == "postgres" {
		return postgres(t)
	}
	return "sqlite:" + filepath.Join(t.TempDir(), "jifen.db")
}

// serviceOn opens a service on a database.
func serviceOn(t testing.TB, dsn string, clock func() time.Time) *service {
	t.Helper()
	c := &config{addr: "localhost:0", db: dsn, key: filepath.Join(t.TempDir(), "jifen.key")}
	s, err := open(context.Background(), c, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	s.clock, s.limits.clock = clock, clock
	s.log = slog.New(slog.NewJSONHandler(testWriter{t}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	ctx, cancel := context.WithCancel(context.Background())
	go s.notes(ctx)
	t.Cleanup(func() { cancel(); s.store.Close() })
	return s
}

// testWriter shows what the service logs beside what the test says.
type testWriter struct{ t testing.TB }

func (w testWriter) Write(p []byte) (int, error) {
	w.t.Logf("%s", bytes.TrimSpace(p))
	return len(p), nil
}

var (
	requestLine = regexp.MustCompile(`^([a-z][a-z0-9]*) (GET|POST|PUT|DELETE|OPTIONS|HEAD) (\S+)$`)
	headerLine  = regexp.MustCompile(`^[A-Z][A-Za-z-]*: `)
	variable    = regexp.MustCompile(`\$[A-Z][A-Z0-9_]*`)
)

func (w *world) run(name, src string) {
	lines := strings.Split(src, "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " ")
		at := fmt.Sprintf("%s:%d", name, i+1)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		m := requestLine.FindStringSubmatch(line)
		if m == nil {
			w.directive(at, line)
			continue
		}
		var body []string
		header := http.Header{}
		for i+1 < len(lines) && strings.HasPrefix(lines[i+1], "  ") {
			i++
			part := w.fill(at, strings.TrimPrefix(lines[i], "  "))
			if headerLine.MatchString(part) && body == nil {
				key, value, _ := strings.Cut(part, ": ")
				header.Add(key, value)
			} else {
				body = append(body, part)
			}
		}
		w.call(at, m[1], m[2], w.fill(at, m[3]), header, strings.Join(body, "\n"))
	}
}

// fill puts the variables in.
func (w *world) fill(at, text string) string {
	return variable.ReplaceAllStringFunc(text, func(v string) string {
		value, ok := w.vars[v[1:]]
		if !ok {
			w.Fatalf("%s: nothing is kept as %s", at, v)
		}
		return value
	})
}

func (w *world) client(name string) *http.Client {
	if w.clients[name] == nil {
		jar, err := cookiejar.New(nil)
		if err != nil {
			w.Fatal(err)
		}
		w.clients[name] = &http.Client{Jar: jar, Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	}
	return w.clients[name]
}

func (w *world) call(at, who, method, path string, header http.Header, body string) {
	w.Helper()
	if w.trial != nil && w.trial.call(at, who, method, path, header, body) {
		return
	}
	w.send(at, who, method, path, header, body)
}

func (w *world) send(at, who, method, path string, header http.Header, body string) {
	w.Helper()
	r, err := http.NewRequest(method, w.server.URL+path, strings.NewReader(body))
	if err != nil {
		w.Fatalf("%s: %v", at, err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for k, v := range header {
		r.Header[k] = v
	}
	answer, err := w.client(who).Do(r)
	if err != nil {
		w.Fatalf("%s: %v", at, err)
	}
	defer answer.Body.Close()
	w.answer.status, w.answer.header = answer.StatusCode, answer.Header
	if w.answer.body, err = io.ReadAll(answer.Body); err != nil {
		w.Fatalf("%s: %v", at, err)
	}
	w.describes(at, method, path, body)
	if w.planted != nil {
		w.plant(at, []byte(body))
	}
}

// clock is the service's: it goes on reading it after an answer is out, to log how long the call took.
func (w *world) clock() time.Time {
	w.turning.Lock()
	defer w.turning.Unlock()
	return w.now
}

// turn sets the clock.
func (w *world) turn(to time.Time) {
	w.turning.Lock()
	defer w.turning.Unlock()
	w.now = to
}

func (w *world) directive(at, line string) {
	w.Helper()
	first, rest, _ := strings.Cut(line, " ")
	switch {
	case first == "clock":
		if d, err := time.ParseDuration(strings.TrimPrefix(rest, "+")); err == nil && strings.HasPrefix(rest, "+") {
			w.turn(w.now.Add(d))
		} else if at2, err := time.Parse(time.RFC3339, rest); err == nil {
			w.turn(at2)
		} else {
			w.Fatalf("%s: %q is no time", at, rest)
		}
	case first == "party":
		w.party(at, rest)
	case first == "desk":
		w.desk(at, rest)
	case first == "listed":
		w.listed(at, rest)
	case first == "code":
		name, secret, _ := strings.Cut(rest, " ")
		w.code(at, name, w.fill(at, secret))
	case first == "sign":
		w.sign(w.fill(at, rest))
	case first == "message":
		id, state, _ := strings.Cut(rest, " ")
		w.message(id, state)
	case first == "officer" || first == "auditor":
		name, district, _ := strings.Cut(rest, " ")
		w.staff(at, first, name, district)
	case len(line) == 3 && strings.Trim(line, "0123456789") == "":
		if got := fmt.Sprint(w.answer.status); got != line {
			w.Fatalf("%s: status %s, want %s: %s", at, got, line, w.answer.body)
		}
	case first == "header":
		key, value, op := cutOp(rest)
		got := w.answer.header.Get(key)
		switch {
		case op == "=":
			w.vars[value] = got
		case op == "~" && !strings.Contains(got, w.fill(at, value)):
			w.Fatalf("%s: header %s is %q", at, key, got)
		}
	case first == "body":
		_, value, op := cutOp(rest)
		if strings.Contains(string(w.answer.body), w.fill(at, value)) != (op == "~") {
			w.Fatalf("%s: the answer is %s", at, w.answer.body)
		}
	case strings.HasPrefix(line, "."):
		w.part(at, line)
	default:
		w.Fatalf("%s: what is %q?", at, line)
	}
}

// cutOp parts a line at =, ~ or !~.
func cutOp(text string) (left, right, op string) {
	for _, op := range []string{" !~ ", " ~ ", " = ", "!~ ", "~ "} {
		if l, r, ok := strings.Cut(text, op); ok {
			return strings.TrimSpace(l), r, strings.TrimSpace(op)
		}
	}
	return text, "", ""
}

func (w *world) part(at, line string) {
	w.Helper()
	path, want, _ := strings.Cut(line, " ")
	var whole any
	d := json.NewDecoder(bytes.NewReader(w.answer.body))
	d.UseNumber()
	if err := d.Decode(&whole); err != nil {
		w.Fatalf("%s: the answer is no JSON: %s", at, w.answer.body)
	}
	got, found := reach(whole, path[1:])
	text := func() string {
		if s, ok := got.(string); ok {
			return s
		}
		src, _ := json.Marshal(got)
		return string(src)
	}
	switch {
	case want == "absent":
		if found {
			w.Fatalf("%s: %s is there: %s", at, path, text())
		}
	case !found:
		w.Fatalf("%s: no %s in %s", at, path, w.answer.body)
	case strings.HasPrefix(want, "= "):
		w.vars[strings.TrimSpace(want[2:])] = text()
	case strings.HasPrefix(want, "~ "):
		if !strings.Contains(text(), w.fill(at, want[2:])) {
			w.Fatalf("%s: %s is %s", at, path, text())
		}
	default:
		var wanted any
		d := json.NewDecoder(strings.NewReader(w.fill(at, want)))
		d.UseNumber()
		if err := d.Decode(&wanted); err != nil {
			w.Fatalf("%s: %q is no JSON: %v", at, want, err)
		}
		a, _ := json.Marshal(got)
		b, _ := json.Marshal(wanted)
		if !bytes.Equal(a, b) {
			w.Fatalf("%s: %s is %s, want %s", at, path, a, b)
		}
	}
}

var partOf = regexp.MustCompile(`^([^.\[\]]*)(?:\[(\d+)\])?$`)

// reach goes into an answer by a path such as items[0].id or items.len.
func reach(v any, path string) (any, bool) {
	for _, step := range strings.Split(path, ".") {
		m := partOf.FindStringSubmatch(step)
		if m == nil {
			return nil, false
		}
		if list, ok := v.([]any); ok && m[1] == "len" {
			v = json.Number(fmt.Sprint(len(list)))
			continue
		}
		if m[1] != "" {
			o, ok := v.(map[string]any)
			if !ok {
				return nil, false
			}
			if v, ok = o[m[1]]; !ok {
				return nil, false
			}
		}
		if m[2] != "" {
			list, ok := v.([]any)
			var n int
			fmt.Sscan(m[2], &n)
			if !ok || n >= len(list) {
				return nil, false
			}
			v = list[n]
		}
	}
	return v, true
}

// staff makes an officer or auditor as the command does, and signs it in with a password of its own.
func (w *world) staff(at, role, name, district string) {
	w.Helper()
	var out bytes.Buffer
	c := &config{district: district}
	if role == "officer" {
		c.addOfficer = name
	} else {
		c.addAuditor = name
	}
	if err := w.service.command(context.Background(), c, &out); err != nil {
		w.Fatalf("%s: %v", at, err)
	}
	var made struct {
		Login string `json:"login"`
		First string `json:"first_password"`
	}
	if err := json.Unmarshal(out.Bytes(), &made); err != nil {
		w.Fatalf("%s: the command printed %s", at, out.String())
	}
	client := strings.ToLower(name)
	w.vars[strings.ToUpper(name)+"_LOGIN"] = made.Login
	w.call(at, client, http.MethodPost, "/v1/session", nil, said(map[string]string{"login": made.Login, "password": made.First}))
	w.directive(at, "200")
	w.call(at, client, http.MethodPut, "/v1/session/password", nil, said(map[string]string{"old": made.First, "new": "counter-" + made.Login + "-lantern"}))
	w.directive(at, "200")
}

var cluster = sync.OnceValues(startPostgres)

// postgres gives a database of its own on the PostgreSQL that the tests start.
func postgres(t testing.TB) string {
	t.Helper()
	server, err := cluster()
	if err != nil {
		t.Fatalf("starting PostgreSQL (make need installs it): %v", err)
	}
	name, err := server.database()
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// tx runs do in a transaction of the service's store.
func (s *service) tx(t testing.TB, do func(*store.Tx) error) {
	t.Helper()
	if err := s.store.Write(context.Background(), do); err != nil {
		t.Fatal(err)
	}
}
