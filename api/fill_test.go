//go:build linux

package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
)

// Tables are filled for a measurement by copying applications that were made through the API: one statement a table, the same for
// SQLite and PostgreSQL. Every copy has an id, a holder and hashes of its own; what is encrypted is the same text.

// pattern is an application to be copied.
type pattern struct{ application, holder string }

const (
	scattered = `CAST(1000000000 + i * 48271 % 1000003 AS TEXT)` // of a number up to a million: another one, in no order
	mostRows  = 1000002
)

// fillRows copies each pattern in turn until there are so many, and gives the database time to put its statistics right.
func fillRows(t testing.TB, dsn string, patterns []pattern, rows int) {
	t.Helper()
	driver, name := "pgx", dsn
	if file, ok := strings.CutPrefix(dsn, "sqlite:"); ok {
		driver, name = "sqlite", "file:"+file+"?_pragma=busy_timeout(5000)&_pragma=synchronous(0)&_pragma=cache_size(-1000000)"
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	do := func(query string, args ...any) {
		t.Helper()
		if _, err := db.ExecContext(context.Background(), query, args...); err != nil {
			t.Fatalf("%v: %s", err, query)
		}
	}
	do(`BEGIN`)
	for k, p := range patterns {
		copies := func(table, where, of string, changes map[string]string) {
			t.Helper()
			from := fmt.Sprintf("%s_%d", table, k)
			do(fmt.Sprintf(`CREATE TEMPORARY TABLE %s AS SELECT * FROM %s WHERE %s = '%s'`, from, table, where, of))
			do(copying(t, db, table, from, changes, k+1, len(patterns), rows))
		}
		copies("holders", "id", p.holder, map[string]string{"id": scattered, "id_hash": scattered})
		copies("applications", "id", p.application, map[string]string{"id": scattered, "holder_id": scattered, "created_at": `'2026-10-' || CAST(1000000 + i AS TEXT)`,
			"receipt_hash": `CASE WHEN receipt_hash IS NULL THEN NULL ELSE receipt_hash || ` + scattered + ` END`,
			"track_hash":   `CASE WHEN track_hash IS NULL THEN NULL ELSE track_hash || ` + scattered + ` END`})
		copies("open_applications", "holder_id", p.holder, map[string]string{"holder_id": scattered, "application_id": scattered})
		copies("events", "application_id", p.application, map[string]string{"application_id": scattered})
		copies("messages", "application_id", p.application, map[string]string{"application_id": scattered, "id": scattered + ` || CAST(number AS TEXT) || to_whom`})
	}
	do(`CREATE TEMPORARY TABLE audit_0 AS SELECT * FROM audit WHERE number = 1`)
	do(copying(t, db, "audit", "audit_0", map[string]string{"number": "1000 + i"}, 1, 1, rows))
	do(`COMMIT`)
	if driver == "sqlite" {
		do(`PRAGMA wal_checkpoint(TRUNCATE)`)
		return
	}
	do(`ANALYZE`) // as autovacuum would
	do(`CHECKPOINT`)
}

// copying is the statement that copies the rows of a pattern for every step-th number.
func copying(t testing.TB, db *sql.DB, table, pattern string, changes map[string]string, first, step, last int) string {
	t.Helper()
	rows, err := db.QueryContext(context.Background(), `SELECT * FROM `+pattern+` WHERE 1 = 0`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	values := make([]string, len(columns))
	for i, c := range columns {
		if values[i] = changes[c]; values[i] == "" {
			values[i] = c
		}
	}
	return fmt.Sprintf(`INSERT INTO %s (%s) WITH RECURSIVE n(i) AS (SELECT CAST(%d AS BIGINT) UNION ALL SELECT i + %d FROM n WHERE i + %d <= %d) SELECT %s FROM n, %s`,
		table, strings.Join(columns, ", "), first, step, step, last, strings.Join(values, ", "), pattern)
}

// copied is the id of the copy of a number.
func copied(i int) string { return fmt.Sprint(1000000000 + i*48271%1000003) }
