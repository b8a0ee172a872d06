package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestBackup backs the database up while it is written, with what is meant for it: the command on SQLite, pg_dump on PostgreSQL. Each copy,
// brought back elsewhere, has all that was acknowledged before it was begun, an audit log that is whole, and serves. Without the key it says
// what is missing.
func TestBackup(t *testing.T) {
	copies, between := 2, int64(100)
	if *prove {
		copies, between = 8, 1500
	}
	const seed = 12
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			l := newLoad(newService(t, kind))
			l.setOff(seed)
			type copied struct {
				file       string
				begun      int64 // in the order of the calls
				took       time.Duration
				acked, all int64 // writes acknowledged before it was begun, and when it ended
			}
			var all []copied
			for i := range copies {
				l.until(int64(i+1) * between)
				c := copied{file: filepath.Join(l.dir, fmt.Sprint("copy", i)), begun: l.now(), acked: l.written.Load()}
				began := time.Now()
				l.backUp(c.file)
				c.took, c.all = time.Since(began), l.written.Load()
				all = append(all, c)
			}
			l.until(int64(copies+1) * between)
			last := l.holds()
			var took, back []time.Duration
			meanwhile := int64(0)
			for _, c := range all {
				r := unstarted(t)
				began := time.Now()
				r.restore(l, c.file)
				r.start()
				took, back, meanwhile = append(took, c.took), append(back, time.Since(began)), meanwhile+c.all-c.acked
				hr := *l.hr
				hr.service = r
				l.tell(l.lacks(c.begun, hr.applications(), last))
				r.must("-verify-audit")
				r.stop()
			}
			_, longest := median(took)
			_, slowest := median(back)
			t.Logf("figure: %s: %d copies made under load, each brought back: all of up to %d writes acknowledged before it was begun are there, and the audit log is whole; %d writes were acknowledged meanwhile; a copy took up to %s, to serve from it up to %s; without the key it says that the key is missing",
				kind, copies, all[len(all)-1].acked, meanwhile, longest.Round(time.Millisecond), slowest.Round(time.Millisecond))
		})
	}
}

// backUp makes a copy while the service runs.
func (l *load) backUp(file string) {
	l.Helper()
	if l.postgres == nil {
		l.must("-backup", file)
		return
	}
	dump := filepath.Join(l.postgres.dir, filepath.Base(file))
	l.postgres.must("pg_dump", "--format=custom", "--file="+dump, l.db)
}

// restore brings a copy of another's database back, and its key. On the way it is tried what happens where the key was lost.
func (s *service) restore(from *load, file string) {
	s.Helper()
	src, err := os.ReadFile(from.key)
	if err == nil {
		err = os.WriteFile(s.key, src, 0o600)
	}
	if err != nil {
		s.Fatal(err)
	}
	if from.postgres == nil {
		s.lost("-restore", file)
		if _, err := os.Stat(s.file()); err == nil {
			s.Error("something was restored without the key")
		}
		s.must("-restore", file)
	} else {
		name := filepath.Base(file)
		s.db = from.postgres.database(name)
		from.postgres.must("pg_restore", "--no-owner", "--exit-on-error", "--dbname="+s.db, filepath.Join(from.postgres.dir, name))
	}
	s.lost("-verify-audit")
}

// lost is the drill of a key that was lost: a command where no key is, and with that of another, says that it is missing, and in which file.
func (s *service) lost(args ...string) {
	s.Helper()
	other := unstarted(s.T)
	other.must("-add-auditor", "x") // a new database has a new key
	for _, key := range []string{filepath.Join(s.dir, "none.key"), other.key} {
		lame := *s
		lame.key = key
		_, err := lame.command(args...)
		if err == nil || !strings.Contains(err.Error(), "the key of the personal data is missing") || !strings.Contains(err.Error(), key) {
			s.Errorf("%v with the key %s: %v", args, key, err)
		}
	}
}
