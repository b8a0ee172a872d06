package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"jifen/api/store"
)

// dieAt is set in a process that TestMigrationsKilled starts: at which call of SQLite it is killed.
const dieAt = "JIFEN_DIE_AT"

// TestMigrationsKilled kills whoever brings a database up to date, at each statement: the tables are those of a version, never between
// two; and opened again, it is up to date.
func TestMigrationsKilled(t *testing.T) {
	if n := os.Getenv(dieAt); n != "" {
		var at int
		var file string
		fmt.Sscan(n, &at, &file)
		ofSQLite.arm(at, killed)
		s, err := store.Open(t.Context(), "sqlite:"+file, store.Options{Driver: "broken"})
		if err != nil {
			t.Fatal(err)
		}
		ofSQLite.arm(0, "")
		s.Close()
		return
	}
	step := 9
	if *prove {
		step = 1
	}
	t.Run("sqlite", func(t *testing.T) {
		steps := func() *sql.DB { return opened(t, "sqlite", filepath.Join(t.TempDir(), "steps.db")) }
		sound := versions(t, goose.DialectSQLite3, steps(), sqliteTables)
		kills := make([]int, len(sound))
		for n := 1; ; n += step {
			file := filepath.Join(t.TempDir(), "test.db")
			child := exec.Command(os.Args[0], "-test.run", "^TestMigrationsKilled$")
			child.Env = append(os.Environ(), fmt.Sprintf("%s=%d %s", dieAt, n, file))
			out, err := child.CombinedOutput()
			if err != nil && !strings.Contains(err.Error(), "killed") {
				t.Fatalf("%v\n%s", err, out)
			}
			look(t, n, sound, kills, opened(t, "sqlite", file), sqliteTables, "sqlite:"+file)
			if err == nil {
				break
			}
		}
		all, text := told(kills)
		t.Logf("figure: SQLite: killed at each of %d statements: the tables are%s, 0 between; each opened again is up to date", all-1, text[1:])
	})
	t.Run("postgres", func(t *testing.T) {
		sound := versions(t, goose.DialectPostgres, opened(t, "pgx", postgres(t)), postgresTables)
		kills := make([]int, len(sound))
		for n, struck := 1, true; struck; n += step {
			for _, kind := range []failure{unheard, unanswered} {
				dsn := postgres(t)
				l, through := newLine(t, dsn)
				l.arm(n, kind)
				s, err := store.Open(t.Context(), through, store.Options{})
				if struck = l.struck(); err == nil {
					s.Close()
				}
				look(t, n, sound, kills, opened(t, "pgx", dsn), postgresTables, dsn)
			}
		}
		all, text := told(kills)
		t.Logf("figure: PostgreSQL: cut off before and after each of %d messages: the tables are%s, 0 between; each opened again is up to date", all/2-1, text[1:])
	})
}

const (
	sqliteTables   = `SELECT coalesce(group_concat(name || ' ' || sql, char(10) ORDER BY name), '') FROM sqlite_master WHERE name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%'`
	postgresTables = `SELECT coalesce(string_agg(line, chr(10) ORDER BY line), '') FROM (
		SELECT table_name || ' ' || column_name || ' ' || data_type AS line FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'goose%'
		UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'goose%') AS lines`
)

func opened(t *testing.T, driver, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// versions are the tables of each version, the empty database first.
func versions(t *testing.T, dialect goose.Dialect, db *sql.DB, query string) (all []string) {
	t.Helper()
	p, err := goose.NewProvider(dialect, db, os.DirFS("store/migrations"))
	if err != nil {
		t.Fatal(err)
	}
	for range len(p.ListSources()) + 1 {
		var tables string
		if err := db.QueryRow(query).Scan(&tables); err != nil {
			t.Fatal(err)
		}
		if all = append(all, tables); len(all) <= len(p.ListSources()) {
			if _, err := p.UpByOne(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
	}
	return all
}

// look holds a database whose opener was killed against the versions, and opens it again.
func look(t *testing.T, n int, sound []string, kills []int, db *sql.DB, query, dsn string) {
	t.Helper()
	var tables string
	if err := db.QueryRow(query).Scan(&tables); err != nil {
		t.Fatal(err)
	}
	at := slices.Index(sound, tables)
	if at < 0 {
		t.Fatalf("killed at call %d: the tables are of no version:\n%s", n, tables)
	}
	kills[at]++
	s, err := store.Open(t.Context(), dsn, store.Options{Serve: true})
	if err != nil {
		t.Fatalf("killed at call %d, and opened again: %v", n, err)
	}
	defer s.Close()
	if err := db.QueryRow(query).Scan(&tables); err != nil || tables != sound[len(sound)-1] {
		t.Errorf("killed at call %d, and opened again it is not up to date: %v", n, err)
	}
}

// told is how often it was each version.
func told(kills []int) (all int, text string) {
	for version, n := range kills {
		all += n
		text += fmt.Sprintf(", %d times those of version %d", n, version)
	}
	return all, text
}
