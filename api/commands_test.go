package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"jifen/api/store"
)

// home is a folder with an SQLite database, on which commands are run as a person runs them.
type home struct {
	*testing.T
	db, key string
}

func newHome(t *testing.T) *home {
	db := filepath.Join(t.TempDir(), "jifen.db")
	return &home{t, db, db + ".key"}
}

// run runs a command and gives what it printed.
func (h *home) run(args ...string) (map[string]any, error) {
	var out bytes.Buffer
	var c config
	err := c.flags(io.Discard).Parse(append([]string{"-db", "sqlite:" + h.db}, args...))
	if err != nil {
		h.Fatal(err)
	}
	if c.restore != "" {
		err = restore(context.Background(), &c, &out, io.Discard)
	} else {
		s := h.open(&c)
		defer s.store.Close()
		if c.keeps() {
			err = s.keep(context.Background(), &c, &out)
		} else {
			err = s.command(context.Background(), &c, &out)
		}
	}
	told := map[string]any{}
	if err == nil && json.Unmarshal(out.Bytes(), &told) != nil {
		h.Fatalf("%v printed %s", args, out.String())
	}
	return told, err
}

func (h *home) must(args ...string) map[string]any {
	h.Helper()
	told, err := h.run(args...)
	if err != nil {
		h.Fatalf("%v: %v", args, err)
	}
	return told
}

// open opens the database as a command does.
func (h *home) open(c *config) *service {
	h.Helper()
	s, err := open(context.Background(), c, io.Discard)
	if err != nil {
		h.Fatal(err)
	}
	return s
}

// TestBackup: a copy made while others write has all that was acknowledged before it began, and comes back as it was.
func TestBackup(t *testing.T) {
	h := newHome(t)
	h.must("-add-auditor", "LI")
	s := h.open(&config{db: "sqlite:" + h.db, addAuditor: "x"})
	defer s.store.Close()
	write := func(i int) error {
		return s.store.Write(context.Background(), func(tx *store.Tx) error {
			if _, err := tx.Exec(`INSERT INTO feedback (id, page, helpful, comment, at) VALUES ($1, '/', 'true', $2, '')`, strconv.Itoa(i), s.keys.seal("feedback comment", "说")); err != nil {
				return err
			}
			return tx.Audit("", "a", "feedback", strconv.Itoa(i), "{}")
		})
	}
	for i := range 500 {
		if err := write(i); err != nil {
			t.Fatal(err)
		}
	}
	stop := make(chan struct{})
	var writers sync.WaitGroup
	writers.Go(func() {
		for i := 500; ; i++ {
			select {
			case <-stop:
				return
			default:
				if err := write(i); err != nil {
					t.Error(err)
				}
			}
		}
	})
	copied := filepath.Join(t.TempDir(), "copy it's.db")
	told := h.must("-backup", copied)
	close(stop)
	writers.Wait()
	if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the copy: %v %v", info.Mode(), err)
	}
	if _, err := h.run("-backup", copied); !errors.Is(err, fs.ErrExist) {
		t.Errorf("an existing copy: %v", err)
	}

	other := newHome(t)
	if _, err := other.run("-restore", copied); !errors.Is(err, errNoKey) {
		t.Errorf("without the key: %v", err)
	}
	if _, err := os.Stat(other.db); err == nil {
		t.Error("something was restored without the key")
	}
	if err := copyOf(h.key, other.key); err != nil {
		t.Fatal(err)
	}
	back := other.must("-restore", copied)
	if back["audit_rows"] != told["audit_rows"] || back["audit_last"] != told["audit_last"] {
		t.Errorf("backed up %v, restored %v", told, back)
	}
	rows := 0
	r := other.open(&config{db: "sqlite:" + other.db, addAuditor: "x"})
	defer r.store.Close()
	if err := r.store.Read(context.Background(), func(tx *store.Tx) error {
		return tx.Row(`SELECT count(*) FROM feedback`).Scan(&rows)
	}); err != nil {
		t.Fatal(err)
	}
	if rows < 500 || float64(rows)+2 < told["audit_rows"].(float64)-2 {
		t.Errorf("%d rows came back, and the audit log has %v", rows, told["audit_rows"])
	}
	if _, err := other.run("-restore", copied); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a database: %v", err)
	}
}

// TestRestoreRefuses: a file that is none, one that was cut short, one whose audit log was changed, and the key of another.
func TestRestoreRefuses(t *testing.T) {
	h := newHome(t)
	h.must("-add-auditor", "LI")
	copied := filepath.Join(t.TempDir(), "copy.db")
	h.must("-backup", copied)
	src, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	changed := filepath.Join(t.TempDir(), "changed.db")
	if err := os.WriteFile(changed, src, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", changed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`UPDATE audit SET action = 'nothing'`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	short := filepath.Join(t.TempDir(), "short.db")
	if err := os.WriteFile(short, src[:len(src)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	other := newHome(t)
	for name, why := range map[string]string{filepath.Join(t.TempDir(), "none"): "no such file", changed: "broken at row 1", short: "sound"} {
		if _, err := other.run("-restore", name); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%s: %v, want %s", name, err, why)
		}
	}
	if err := newKeyFile(other.key); err != nil {
		t.Fatal(err)
	}
	if _, err := other.run("-restore", copied); !errors.Is(err, errNoKey) {
		t.Errorf("another's key: %v", err)
	}
	if err := os.WriteFile(other.db+"-wal", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(other.key); err != nil {
		t.Fatal(err)
	}
	if err := copyOf(h.key, other.key); err != nil {
		t.Fatal(err)
	}
	if _, err := other.run("-restore", copied); err == nil || !strings.Contains(err.Error(), "another database") {
		t.Errorf("beside another's log: %v", err)
	}
}

func TestBackupOfPostgres(t *testing.T) {
	s := newService(t, "postgres", time.Now)
	if _, err := s.backUp(context.Background(), &config{backup: filepath.Join(t.TempDir(), "x")}); !errors.Is(err, store.ErrPostgres) || !strings.Contains(err.Error(), "pg_dump") {
		t.Error(err)
	}
}

// fillSealed puts a value into every encrypted column of the service.
func fillSealed(t *testing.T, s *service, rows int) {
	t.Helper()
	inserts := map[string]string{
		"accounts":     `INSERT INTO accounts (id, role, login, name, password, created_at, totp, totp_begun) VALUES ($1, 'officer', $1, $2, '', '', $3, $4)`,
		"employers":    `INSERT INTO employers (id, uscc, name, kind, district, state, created_at, contact, phone) VALUES ($1, '', '', '', '', '', '', $2, $3)`,
		"holders":      `INSERT INTO holders (id, id_hash, id_number, name, phone, created_at) VALUES ($1, $1, $2, $3, $4, '')`,
		"applications": `INSERT INTO applications (id, version, holder_id, employer_id, kind, state, standing, created_at, changed_at, profile, facts, previous, carried, verified, notes, receipt, notice) VALUES ($1, 1, '', '', '', '', '', '', '', $2, $3, $4, $5, $6, $7, $8, $9)`,
		"events":       `INSERT INTO events (application_id, number, at, account_id, role, step, was, became, actor, said) VALUES ('A', CAST($1 AS BIGINT), '', '', '', '', '', '', $2, $3)`,
		"notices":      `INSERT INTO notices (code, application_id, valid_until, shown) VALUES ($1, '', '', $2)`,
		"messages":     `INSERT INTO messages (id, application_id, kind, to_whom, state, next_at, created_at, changed_at, phone, text) VALUES ($1, '', '', '', '', '', '', '', $2, $3)`,
		"replies":      `INSERT INTO replies (scope, key, body, status, at, answer) VALUES ('s', $1, '', 200, '', $2)`,
		"feedback":     `INSERT INTO feedback (id, page, helpful, at, comment) VALUES ($1, '', '', '', $2)`,
	}
	s.tx(t, func(tx *store.Tx) error {
		for _, table := range sealedTables {
			insert := inserts[table.table]
			if table.table == "kept" {
				if _, err := tx.Exec(`INSERT INTO kept (name, value) VALUES ('demo', $1)`, s.keys.seal(demoText, "kept demo 0")); err != nil {
					return err
				}
				continue
			} else if insert == "" {
				t.Fatalf("write an insert for %s here", table.table)
			}
			for i := range rows {
				args := []any{fmt.Sprintf("%05d", i)}
				for j, where := range table.where {
					args = append(args, s.keys.seal(where, fmt.Sprintf("%s %d %d", table.table, j, i)))
				}
				if _, err := tx.Exec(insert, args...); err != nil {
					return fmt.Errorf("%s: %w", table.table, err)
				}
			}
		}
		return nil
	})
}

// readSealed opens every encrypted value, and gives them in order.
func readSealed(t *testing.T, s *service) []string {
	t.Helper()
	var all []string
	for i := range sealedTables {
		table := &sealedTables[i]
		for after := table.keys; after != nil; {
			var rows []sealedRow
			if err := s.store.Read(context.Background(), func(tx *store.Tx) (err error) {
				rows, err = table.part(tx, after)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			after = nil
			for _, row := range rows {
				for j, text := range row.texts {
					plain, err := s.keys.open(table.where[j], text)
					if err != nil {
						t.Fatalf("%s: %v", table.table, err)
					}
					all = append(all, plain)
				}
				if len(rows) == sealedAtOnce {
					after = row.key
				}
			}
		}
	}
	return all
}

// TestRotate: after a change of keys everything reads as before, a service that ran meanwhile reads it too, and the older key can
// be taken away; one that is stopped goes on under the same key.
func TestRotate(t *testing.T) {
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			s := newService(t, kind, time.Now)
			fillSealed(t, s, 450)
			before, old := readSealed(t, s), s.keys.current()
			running := &service{store: s.store, limits: s.limits, clock: s.clock, log: s.log}
			var err error
			if running.keys, err = readKeys(s.keys.file); err != nil {
				t.Fatal(err)
			}
			if err := s.addKey(context.Background()); err != nil {
				t.Fatal(err)
			}
			fresh := s.keys.current()
			stopped, stop := context.WithCancel(context.Background())
			stop()
			if _, err := s.rotateKey(stopped, &config{rest: time.Hour}); !errors.Is(err, context.Canceled) {
				t.Fatalf("one that was stopped: %v", err)
			}
			if _, err := s.dropKeys(context.Background(), nil); err == nil {
				t.Fatal("the older key is dropped while it is needed")
			}
			told, err := s.rotateKey(context.Background(), &config{})
			if err != nil {
				t.Fatal(err)
			}
			if told["key"] != fresh || fresh == old {
				t.Errorf("it went on under %v, not under %s", told["key"], fresh)
			}
			for who, s := range map[string]*service{"the command": s, "a service that runs": running} {
				if after := readSealed(t, s); !slices.Equal(before, after) {
					t.Errorf("%s reads something else: %d and %d values", who, len(before), len(after))
				}
			}
			if running.keys.current() != fresh {
				t.Error("a service that runs goes on under the older key")
			}
			if _, err := s.dropKeys(context.Background(), nil); err != nil {
				t.Fatal(err)
			}
			if s.keys, err = readKeys(s.keys.file); err != nil || len(s.keys.seals) != 1 {
				t.Fatal(err, len(s.keys.seals))
			}
			if after := readSealed(t, s); !slices.Equal(before, after) {
				t.Error("without the older key something else is read")
			}
			// Another change adds another key.
			if _, err := s.rotateKey(context.Background(), &config{}); err != nil || s.keys.current() == fresh {
				t.Errorf("again: %v, under %s", err, s.keys.current())
			}
		})
	}
}

// TestEverySealIsRotated: each name under which something is encrypted stands in the table of the change of keys.
func TestEverySealIsRotated(t *testing.T) {
	known := map[string]bool{}
	for _, table := range sealedTables {
		for _, where := range table.where {
			known[where] = true
		}
	}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	constants := map[string]string{"messagePhone": messagePhone, "messageText": messageText, "demoText": demoText}
	found := 0
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") || name == "rotate.go" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || f.Sel.Name != "seal" && f.Sel.Name != "sealIf" {
				return true
			}
			where := ""
			switch arg := call.Args[len(call.Args)-2].(type) {
			case *ast.BasicLit:
				where, _ = strconv.Unquote(arg.Value)
			case *ast.Ident:
				if where = constants[arg.Name]; arg.Name == "where" {
					return true // passed on: whoever calls it is looked at
				}
			}
			if found++; !known[where] {
				t.Errorf("%s seals under %q, which the change of keys does not know; add it to sealedTables", name, where)
			}
			return true
		})
	}
	if found < 10 {
		t.Errorf("only %d seals were found", found)
	}
}

// TestPurge: what has had its time goes, what has not stays, each part with an entry in the audit log.
func TestPurge(t *testing.T) {
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			now := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
			s := newService(t, kind, func() time.Time { return now })
			days := func(n int) string { return instant(now.AddDate(0, 0, -n)) }
			l := s.limits
			s.tx(t, func(tx *store.Tx) error {
				for _, one := range []struct {
					statement string
					args      []any
				}{
					{`INSERT INTO feedback (id, page, helpful, comment, at) VALUES ('old', '', '', '', $1), ('new', '', '', '', $2)`, []any{days(l.Retention.Feedback + 1), days(l.Retention.Feedback - 1)}},
					{`INSERT INTO replies (scope, key, body, status, answer, at) VALUES ('s', 'old', '', 200, '', $1), ('s', 'new', '', 200, '', $2)`, []any{days(2), days(0)}},
					{`INSERT INTO sessions (id, account_id, created_at, seen_at) VALUES ('old', '', $1, $3), ('idle', '', $2, $1), ('new', '', $2, $3)`, []any{days(1), days(0), days(0)}},
					{`INSERT INTO employers (id, uscc, name, kind, district, contact, phone, state, reason, waits_until, created_at) VALUES
						('late', '', '', '', '', '', '', 'pending', '', $1, $1), ('waits', '', '', '', '', '', '', 'pending', '', $2, $1), ('refused', '', '', '', '', '', '', 'refused', 'x', '', $1),
						('outdone', '', '', '', '', '', '', 'closed', '#outdone', '', $1), ('closed', '', '', '', '', '', '', 'closed', 'x', '', $1)`, []any{days(1), instant(now.AddDate(0, 0, 1))}},
					{`INSERT INTO accounts (id, role, login, name, password, employer_id, created_at) VALUES ('late', 'employer', '1', '', '', 'late', ''), ('closed', 'employer', '2', '', '', 'closed', '')`, nil},
					{`INSERT INTO applications (id, version, holder_id, employer_id, kind, state, standing, profile, facts, created_at, changed_at) VALUES
						('draft', 1, 'h', '', '', 'draft', '', '', '', $1, $1), ('fresh', 1, 'i', '', '', 'draft', '', '', '', $1, $2),
						('open', 1, 'j', '', '', 'checking', '', '', '', $3, $3), ('done', 1, 'k', '', '', 'collected', '', '', '', $3, $3)`,
						[]any{days(l.Retention.Drafts + 1), days(l.Retention.Drafts - 1), days(l.Retention.Decided + 1)}},
					{`INSERT INTO open_applications (holder_id, application_id) VALUES ('h', 'draft'), ('i', 'fresh')`, nil},
					{`INSERT INTO events (application_id, number, at, account_id, role, actor, step, was, became, said) VALUES ('draft', 1, '', '', '', '', '', '', '', ''), ('open', 1, '', '', '', '', '', '', '', '')`, nil},
				} {
					if _, err := tx.Exec(one.statement, one.args...); err != nil {
						return fmt.Errorf("%s: %w", one.statement, err)
					}
				}
				return tx.Audit(days(l.Retention.Audit+1), "a", "b", "c", "{}")
			})
			for i := range mostPurged + 1 {
				s.addMessage(t, fmt.Sprintf("M%d", i), "sent", days(l.Retention.Messages+1))
			}
			s.addMessage(t, "M", "sent", days(l.Retention.Messages-1))
			told, err := s.purge(context.Background(), nil)
			if err != nil {
				t.Fatal(err)
			}
			got, _ := json.Marshal(told["purged"])
			want := `{"audit_past_its_time_and_kept":1,"decided":1,"drafts":1,"employers_never_approved":2,"feedback":1,"messages":501,"replies":1,"sessions":1,"sessions_left_alone":1}`
			if string(got) != want {
				t.Errorf("purged %s, want %s", got, want)
			}
			var left []string
			s.tx(t, func(tx *store.Tx) error {
				if _, _, err := tx.Verify(); err != nil {
					t.Error(err)
				}
				return tx.Each(func(r store.Row) error {
					var id string
					err := r.Scan(&id)
					left = append(left, id)
					return err
				}, `SELECT * FROM (SELECT id AS x FROM feedback UNION ALL SELECT key FROM replies UNION ALL SELECT id FROM sessions UNION ALL SELECT id FROM employers UNION ALL SELECT id FROM accounts
					UNION ALL SELECT id FROM applications UNION ALL SELECT application_id FROM open_applications UNION ALL SELECT application_id FROM events UNION ALL SELECT id FROM messages) AS y ORDER BY x`)
			})
			if got := strings.Join(left, " "); got != "M closed closed fresh fresh new new new open open refused waits" {
				t.Errorf("left are %s", got)
			}
			var parts int
			s.tx(t, func(tx *store.Tx) error {
				return tx.Row(`SELECT count(*) FROM audit WHERE action = 'purge'`).Scan(&parts)
			})
			if parts != 9 {
				t.Errorf("%d parts stand in the audit log", parts)
			}
		})
	}
}
