//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"jifen/api/store"
)

// TestRecover: from a backup of a million applications the service serves again within five minutes.
func TestRecover(t *testing.T) {
	rows, patience := 2000, 5*time.Minute
	if *prove {
		rows = 1_000_000
	}
	b := newBench(t, "sqlite", false)
	fillRows(t, b.config.db, []pattern{b.patterns["submitted"], b.patterns["checking"]}, rows)
	b.auditRows(rows)
	b.shut()
	h := &home{t, strings.TrimPrefix(b.config.db, "sqlite:"), b.config.key}
	copied := filepath.Join(t.TempDir(), "copy.db")
	began := time.Now()
	h.must("-backup", copied, "-key", h.key)
	took := time.Since(began)
	info, err := os.Stat(copied)
	if err != nil {
		t.Fatal(err)
	}

	other := newHome(t)
	if err := copyOf(h.key, other.key); err != nil {
		t.Fatal(err)
	}
	began = time.Now()
	other.must("-restore", copied)
	s := other.open(&config{db: "sqlite:" + other.db})
	defer s.store.Close()
	var kept int
	s.tx(t, func(tx *store.Tx) error { return tx.Row(`SELECT count(*) FROM applications`).Scan(&kept) })
	back := time.Since(began)
	if kept < rows || back > patience {
		t.Errorf("%d applications, back after %s", kept, back)
	}
	t.Logf("figure: %d applications with %d rows of the audit log, a file of %d MB: backed up in %s; looked through, brought back, its audit log walked twice and opened in %s",
		kept, 3*rows, info.Size()>>20, took.Round(100*time.Millisecond), back.Round(100*time.Millisecond))
}

// auditRows writes the audit log of so many applications, three rows each, in place of what filling put there.
func (b *bench) auditRows(rows int) {
	b.Helper()
	b.service.tx(b, func(tx *store.Tx) error { return tx.Put(`DELETE FROM audit WHERE number >= 1000`) })
	for first := 0; first < rows; first += 10_000 {
		b.service.tx(b, func(tx *store.Tx) error {
			for i := first; i < min(rows, first+10_000); i++ {
				for version, action := range []string{"open_application", "fill_in", "step"} {
					if err := tx.Audit(instant(b.now), "account", action, "application/"+copied(i), `{"version":`+strconv.Itoa(version+1)+`}`); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
}
