package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func openTest(t testing.TB, o Options) (*Store, string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "test.db")
	s, err := Open(t.Context(), "sqlite:"+file, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, file
}

func put(tx *Tx, name, value string) error {
	_, err := tx.Exec(`INSERT INTO kept (name, value) VALUES ($1, $2)`, name, value)
	return err
}

func kept(t testing.TB, s *Store, name string) string {
	t.Helper()
	var value string
	err := s.Read(t.Context(), func(tx *Tx) error { return tx.Row(`SELECT value FROM kept WHERE name = $1`, name).Scan(&value) })
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		t.Fatal(err)
	}
	return value
}

// TestNeighbours: of writes that are committed together one that fails, or panics, takes nothing of the others with it, and
// nothing of it stays.
func TestNeighbours(t *testing.T) {
	s, _ := openTest(t, Options{})
	own := errors.New("refused")
	var group sync.WaitGroup
	answers := make([]error, 300)
	for i := range answers {
		group.Go(func() {
			answers[i] = s.Write(t.Context(), func(tx *Tx) error {
				if err := put(tx, fmt.Sprint(i), "first"); err != nil {
					return err
				}
				switch i % 3 {
				case 1:
					return own
				case 2:
					panic("a fault")
				}
				return nil
			})
		})
	}
	group.Wait()
	for i, err := range answers {
		there := kept(t, s, fmt.Sprint(i)) != ""
		switch {
		case i%3 == 0 && (err != nil || !there):
			t.Errorf("write %d: %v, there: %v", i, err, there)
		case i%3 == 1 && (!errors.Is(err, own) || there):
			t.Errorf("refused write %d: %v, there: %v", i, err, there)
		case i%3 == 2 && (err == nil || there):
			t.Errorf("faulty write %d: %v, there: %v", i, err, there)
		}
	}
}

// TestDiskFullWithin: once the disk was full nothing more of a write is carried out, even where it goes on, and nothing of it stays.
func TestDiskFullWithin(t *testing.T) {
	s, _ := openTest(t, Options{})
	err := s.Write(t.Context(), func(tx *Tx) error {
		err := errors.Join(put(tx, "before", "x"), tx.Put(`PRAGMA max_page_count = 1`))
		if err == nil && put(tx, "too much", strings.Repeat("x", 1<<20)) == nil {
			t.Error("there was room")
		}
		return errors.Join(err, put(tx, "after", "x"))
	})
	if !errors.Is(err, ErrBusy) || kept(t, s, "before") != "" || kept(t, s, "after") != "" {
		t.Errorf("%v; before it stands %q, after it %q", err, kept(t, s, "before"), kept(t, s, "after"))
	}
	if err := s.Write(t.Context(), func(tx *Tx) error {
		return errors.Join(tx.Put(`PRAGMA max_page_count = 1000000`), put(tx, "again", "x"))
	}); err != nil {
		t.Errorf("with room again: %v", err)
	}
}

// TestGivenUp: a write whose asker is gone before its turn is not carried out.
func TestGivenUp(t *testing.T) {
	s, _ := openTest(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Write(ctx, func(tx *Tx) error { return put(tx, "x", "y") }); err == nil || kept(t, s, "x") != "" {
		t.Errorf("%v, and it says %q", err, kept(t, s, "x"))
	}
}

// TestOneService: a second service on the same file refuses to start; a command may write meanwhile.
func TestOneService(t *testing.T) {
	s, file := openTest(t, Options{Serve: true})
	if _, err := Open(t.Context(), "sqlite:"+file, Options{Serve: true}); !errors.Is(err, ErrInUse) {
		t.Fatalf("a second service: %v", err)
	}
	command, err := Open(t.Context(), "sqlite:"+file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer command.Close()
	if err := command.Write(t.Context(), func(tx *Tx) error { return put(tx, "by", "a command") }); err != nil {
		t.Fatal(err)
	}
	if kept(t, s, "by") != "a command" {
		t.Error("the service does not see what the command wrote")
	}
}

// TestCloseFolds: a database that is closed is one file, which may be copied: nothing is left in the log beside it.
func TestCloseFolds(t *testing.T) {
	file := filepath.Join(t.TempDir(), "test.db")
	s, err := Open(t.Context(), "sqlite:"+file, Options{Serve: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Write(t.Context(), func(tx *Tx) error { return put(tx, "x", "y") }); err != nil {
		t.Fatal(err)
	}
	if kept(t, s, "x") != "y" {
		t.Fatal("it is not there")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file + "-wal"); err == nil {
		t.Error("a log is left beside the closed database")
	}
}

// TestReadersWriteNothing: the connections for reading take no writes.
func TestReadersWriteNothing(t *testing.T) {
	s, _ := openTest(t, Options{})
	if err := s.Read(t.Context(), func(tx *Tx) error { return put(tx, "x", "y") }); err == nil {
		t.Error("a reader wrote")
	}
}

// TestAudit: whatever is done to any row of the audit log is found: by the chain, or at its end by the number of rows and the last hash,
// which Verify tells and which are kept elsewhere.
func TestAudit(t *testing.T) {
	s, _ := openTest(t, Options{})
	const rows = 100
	for i := range rows {
		err := s.Write(t.Context(), func(tx *Tx) error {
			return tx.Audit("2026-11-24T00:00:00.000Z", "somebody", "did", fmt.Sprint(i), "{}")
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var last string
	if err := s.Read(t.Context(), func(tx *Tx) (err error) {
		var n int64
		if n, last, err = tx.Verify(); n != rows {
			t.Errorf("sound, it has %d rows", n)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	harms := []string{
		`UPDATE audit SET at = '2026-11-25T00:00:00.000Z' WHERE number = $1`, `UPDATE audit SET actor = 'another' WHERE number = $1`,
		`UPDATE audit SET action = 'undid' WHERE number = $1`, `UPDATE audit SET object = 'x' WHERE number = $1`,
		`UPDATE audit SET detail = '{"a":1}' WHERE number = $1`, `UPDATE audit SET prev = hash WHERE number = $1`,
		`UPDATE audit SET hash = prev WHERE number = $1`, `DELETE FROM audit WHERE number = $1`, `DELETE FROM audit WHERE number >= $1`,
		`UPDATE audit SET number = number + 1000 WHERE number = $1`,
		`INSERT INTO audit SELECT number + 1000, at, actor, action, object, detail, prev, hash FROM audit WHERE number = $1`,
		`UPDATE audit SET number = 2 * $1 + 1001 - number WHERE number IN ($1, $1 + 1); UPDATE audit SET number = number - 1000 WHERE number > 1000`, // swapped
	}
	found := 0
	for i := int64(1); i <= rows; i++ {
		for _, harm := range harms {
			if i == rows && strings.Contains(harm, "$1 + 1)") {
				continue // there is none after it
			}
			undone := errors.New("undone")
			err := s.Write(t.Context(), func(tx *Tx) error {
				for one := range strings.SplitSeq(harm, "; ") {
					var args []any
					if strings.Contains(one, "$1") {
						args = append(args, i)
					}
					if _, err := tx.Exec(one, args...); err != nil {
						return err
					}
				}
				if n, end, err := tx.Verify(); err == nil && n == rows && end == last {
					t.Errorf("row %d, %s: not noticed", i, harm)
				}
				found++
				return undone
			})
			if !errors.Is(err, undone) {
				t.Fatal(err)
			}
		}
	}
	t.Logf("figure: each of %d rows altered in each part, taken out, moved, doubled, swapped, or cut off with all after it: %d times of %d it is found", rows, found, len(harms)*rows-1)
}

// BenchmarkWrite holds group commit against one commit a request, 64 at a time, with an audit row each.
func BenchmarkWrite(b *testing.B) {
	for _, single := range []bool{false, true} {
		name := "together"
		if single {
			name = "one by one"
		}
		b.Run(name, func(b *testing.B) {
			s, _ := openTest(b, Options{Single: single})
			b.SetParallelism(32)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					err := s.Write(b.Context(), func(tx *Tx) error {
						return tx.Audit("2026-11-24T00:00:00.000Z", "somebody", "did", "something", "{}")
					})
					if err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}
