package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"jifen/api/store"
	"jifen/rules/process"
)

// trial makes each call that may change something over and over, while the first call of the store fails, then the second and so on, until
// none fails any more. What one try did is taken back before the next.
type trial struct {
	*world
	fail   *failing
	kinds  []failure
	db     *sql.DB // past what fails
	log    bytes.Buffer
	keys   int
	done   map[string]bool // calls and steps that came through
	hashed map[string]int  // tried calls that hash a password, of which a script has many alike
	calls  int
	failed int      // tries that were answered 503 or 500
	past   int      // tries that came through all the same
	again  int      // tries of which only the answer was lost, and that were asked for again
	other  []string // calls that wrote and have not one row in the audit log
}

// newTrial opens a service on a store that can fail.
func newTrial(t *testing.T, kind string) *trial {
	t.Helper()
	w := &world{T: t, clients: map[string]*http.Client{}, vars: map[string]string{}, now: time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)}
	tr := &trial{world: w, done: map[string]bool{}}
	dir := t.TempDir()
	c := &config{addr: "localhost:0", db: "sqlite:" + filepath.Join(dir, "jifen.db"), key: filepath.Join(dir, "jifen.key"), limits: "off"}
	driver, dsn, quick := "sqlite", filepath.Join(dir, "jifen.db"), "?_pragma=synchronous(0)" // what is taken back need not last
	tr.fail, tr.kinds = &ofSQLite, []failure{unheard, unanswered, full}
	if kind == "postgres" {
		driver, dsn, quick = "pgx", postgres(t), "&synchronous_commit=off"
		var l *line
		l, c.db = newLine(t, dsn)
		tr.fail, tr.kinds = &l.failing, []failure{unheard, unanswered}
	}
	s, err := open(context.Background(), c, io.Discard)
	if err == nil && kind == "sqlite" {
		s.store.Close()
		s.store, err = store.Open(context.Background(), c.db, store.Options{Serve: true, Driver: "broken"})
	}
	if err != nil {
		t.Fatal(err)
	}
	s.clock = w.clock
	s.limits.clock, s.log = s.clock, slog.New(slog.NewJSONHandler(&tr.log, &slog.HandlerOptions{Level: slog.LevelError}))
	if tr.db, err = sql.Open(driver, dsn+quick); err != nil {
		t.Fatal(err)
	}
	w.service, w.server, w.trial = s, httptest.NewServer(s.handler(http.NotFoundHandler())), tr
	t.Cleanup(func() { tr.fail.arm(0, ""); w.server.Close(); s.store.Close(); tr.db.Close() })
	for i := 1; i <= 9; i++ {
		w.vars[fmt.Sprintf("USCC%d", i)], w.vars[fmt.Sprintf("ID%d", i)] = madeUSCC(i), madeID(i)
	}
	return tr
}

// call makes a call with all that can fail, and then without; it says so where there is nothing to be tried.
func (t *trial) call(at, who, method, path string, header http.Header, body string) bool {
	t.Helper()
	if method != http.MethodPost && method != http.MethodPut && method != http.MethodDelete {
		return false
	}
	if strings.HasPrefix(path, "/v1/session") && method != http.MethodDelete {
		if t.hashed[path]++; t.hashed[path] > 12 {
			return false
		}
	}
	if header = header.Clone(); header == nil {
		header = http.Header{}
	}
	keyed := method == http.MethodPost && path != "/v1/session" && path != "/v1/score"
	if keyed && header.Get("Idempotency-Key") == "" {
		t.keys++
		header.Set("Idempotency-Key", fmt.Sprint("trial ", t.keys))
	}
	cookies, before := t.jar(who), t.rows()
	reset := func() {
		t.back(before)
		t.clients[who].Jar = maps.Clone(cookies)
	}
	t.calls++
	var past []int
	for _, kind := range t.kinds {
		for n, struck := 1, true; struck; n++ {
			reset()
			t.fail.arm(n, kind)
			t.send(at, who, method, path, header, body)
			struck = t.fail.struck()
			status, after := t.answer.status, t.rows()
			switch tell := fmt.Sprintf("%s: call %d of the store %s, the answer is %d %s", at, n, kind, status, t.answer.body); {
			case t.log.Len() > 0 && strings.Contains(t.log.String(), `"stack"`):
				t.Fatalf("%s, and the program panicked: %s", tell, &t.log)
			case !struck:
				past = append(past, status)
			case status < 500:
				past = append(past, status)
				t.past++
			case status != 500 && status != 503:
				t.Fatal(tell)
			case after.text == before.text:
				t.failed++
			case kind != unanswered:
				t.Fatalf("%s, and some of it was applied", tell)
			case keyed: // it lasts and was not acknowledged
				t.again++
				t.send(at, who, method, path, header, body)
				if path != "/v1/me/erasure" { // whose account is gone, and with it the session
					past = append(past, t.answer.status)
				}
				if t.rows().text != after.text {
					t.Fatalf("%s, and asked for again by its key it was applied twice", tell)
				}
			}
		}
	}
	if slices.Sort(past); past[0] != past[len(past)-1] {
		t.Fatalf("%s: it came through with %v", at, past)
	}
	t.came(at, method, path, body, before)
	return true
}

// came notes a call that came through.
func (t *trial) came(at, method, path, body string, before *snapshot) {
	t.Helper()
	after := t.rows()
	n := len(after.rows["audit"]) - len(before.rows["audit"])
	if after.lasting != before.lasting && n != 1 {
		t.other = append(t.other, fmt.Sprintf("%s %s %s %d: %d rows", at, method, path, t.answer.status, n))
	}
	if t.answer.status/100 != 2 {
		return
	}
	r, err := http.NewRequest(method, t.server.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	for _, rt := range routes() {
		mux.HandleFunc(rt.pattern(), http.NotFound)
	}
	_, route := mux.Handler(r)
	t.done[route] = true
	for _, step := range process.Steps {
		if strings.HasSuffix(path, "/steps") && strings.Contains(body, `"step":"`+step.ID+`"`) {
			t.done[step.ID] = true
		}
	}
}

// jar is somebody's cookies, whatever their paths.
type jar map[string]*http.Cookie

func (j jar) SetCookies(_ *url.URL, all []*http.Cookie) {
	for _, c := range all {
		if j[c.Name] = c; c.MaxAge < 0 {
			delete(j, c.Name)
		}
	}
}

func (j jar) Cookies(*url.URL) []*http.Cookie { return slices.Collect(maps.Values(j)) }

// jar gives the cookies of a client in a form that can be kept.
func (t *trial) jar(who string) jar {
	c := t.client(who)
	if _, ok := c.Jar.(jar); !ok {
		to, _ := url.Parse(t.server.URL)
		own := jar{}
		own.SetCookies(to, c.Jar.Cookies(to))
		c.Jar = own
	}
	return maps.Clone(c.Jar.(jar))
}

// snapshot is what stands in the database, by table, and as one text.
type snapshot struct {
	rows    map[string][][]any
	text    string
	lasting string // without the answers that are kept for those who ask again
}

// rows reads all that stands in the database.
func (t *trial) rows() *snapshot {
	t.Helper()
	s := &snapshot{rows: map[string][][]any{}}
	for _, table := range everyTable {
		rows, err := t.db.Query(`SELECT * FROM ` + table)
		if err != nil {
			t.Fatal(err)
		}
		columns, _ := rows.Columns()
		var texts []string
		for rows.Next() {
			row, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range row {
				into[i] = &row[i]
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			s.rows[table] = append(s.rows[table], row)
			texts = append(texts, fmt.Sprintf("%q", row))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		slices.Sort(texts)
		text := table + ": " + strings.Join(texts, " ") + "\n"
		if s.text += text; table != "replies" {
			s.lasting += text
		}
	}
	return s
}

// back makes the database what it was.
func (t *trial) back(to *snapshot) {
	t.Helper()
	if t.rows().text == to.text {
		return
	}
	tx, err := t.db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	for _, table := range everyTable {
		if _, err := tx.Exec(`DELETE FROM ` + table); err != nil {
			t.Fatal(err)
		}
		for _, row := range to.rows[table] {
			var places []string
			for i := range row {
				places = append(places, fmt.Sprint("$", i+1))
			}
			if _, err := tx.Exec(`INSERT INTO `+table+` VALUES (`+strings.Join(places, ", ")+`)`, row...); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// everyTable is all that the migrations make.
var everyTable = []string{"accounts", "sessions", "employers", "holders", "applications", "open_applications", "events", "notices", "messages", "audit", "replies", "feedback",
	"false_materials", "kept"}

// TestStoreFails: whichever call of the store fails, and however it does, in whatever anybody does to the service: it answers 503 or 500,
// nothing of it is applied, and asked for again it comes through once. What comes through has one row in the audit log.
func TestStoreFails(t *testing.T) {
	names := []string{"testdata/data-open.txt", "testdata/steps-below.txt"}
	if *prove {
		names, _ = filepath.Glob("testdata/*.txt")
	}
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			all, names := &trial{done: map[string]bool{}, hashed: map[string]int{}}, names
			if kind == "postgres" && !*prove {
				names = names[:1] // each cut is another connection
			}
			for _, name := range names {
				src, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				if strings.Contains(string(src), "\n429\n") {
					continue // every try would count
				}
				t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
					tr := newTrial(t, kind)
					tr.hashed = all.hashed
					tr.run(filepath.Base(name), string(src))
					for _, one := range tr.other {
						t.Error(one)
					}
					tr.service.tx(t, func(tx *store.Tx) error { _, _, err := tx.Verify(); return err })
					maps.Copy(all.done, tr.done)
					all.calls, all.failed, all.past, all.again = all.calls+tr.calls, all.failed+tr.failed, all.past+tr.past, all.again+tr.again
				})
			}
			if *prove {
				for _, rt := range routes() {
					if rt.method != http.MethodGet && !all.done[rt.pattern()] {
						t.Errorf("%s was not tried", rt.pattern())
					}
				}
				for _, step := range process.Steps {
					if !all.done[step.ID] {
						t.Errorf("step %s was not tried", step.ID)
					}
				}
			}
			t.Logf("figure: %s: %d calls tried with each call of the store failing in turn: %d times refused with nothing applied, %d times carried out all the same, %d times only the answer was lost and the call asked again by its key was applied once; 0 by halves, 0 panics",
				kind, all.calls, all.failed, all.past, all.again)
		})
	}
}
