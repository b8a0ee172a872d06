package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"jifen/api/store"
)

// TestNeighboursQueued: what is put off and fails then takes its own write back, and nothing of the writes beside it: a statement
// that breaks a constraint, one that touches no row, a row that cannot be read.
func TestNeighboursQueued(t *testing.T) {
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			s := newWorld(t, kind).service.store
			none, unread := errors.New("touched none"), errors.New("not read")
			var group sync.WaitGroup
			answers, asked := make([]error, 400), make([]int, 400)
			for i := range answers {
				group.Go(func() {
					answers[i] = s.Write(t.Context(), func(tx *store.Tx) error {
						name := fmt.Sprint(i)
						err := tx.Put(`INSERT INTO kept (name, value) VALUES ($1, 'x')`, name)
						if err == nil {
							err = tx.Audit("2026-11-24T00:00:00.000Z", "somebody", "did", name, "{}")
						}
						switch {
						case err == nil && i%4 == 1:
							err = tx.Put(`INSERT INTO kept (name, value) VALUES ($1, 'again')`, name)
						case err == nil && i%4 == 2:
							err = tx.PutOne(none, `UPDATE kept SET value = 'y' WHERE name = 'nobody'`)
						case err == nil && i%4 == 3:
							err = tx.Ask(func(store.Row) error { return unread }, `SELECT name FROM kept WHERE name = $1`, name)
						}
						if err != nil {
							return err
						}
						return tx.Ask(func(r store.Row) error { return r.Scan(&asked[i]) }, `SELECT count(*) FROM kept WHERE name = $1`, name)
					})
				})
			}
			group.Wait()
			for i, err := range answers {
				n := 0
				if err := s.Read(t.Context(), func(tx *store.Tx) error {
					return tx.Row(`SELECT count(*) FROM kept WHERE name = $1`, fmt.Sprint(i)).Scan(&n)
				}); err != nil {
					t.Fatal(err)
				}
				wanted := [4]bool{err == nil && asked[i] == 1, err != nil, errors.Is(err, none), errors.Is(err, unread)}[i%4]
				if !wanted || (n == 1) != (i%4 == 0) {
					t.Errorf("write %d: %v, there: %d", i, err, n)
				}
			}
			if err := s.Read(t.Context(), func(tx *store.Tx) error { _, _, err := tx.Verify(); return err }); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestCutOff: a connection that PostgreSQL breaks off fails the writes that ran on it, as busy, and no later one.
func TestCutOff(t *testing.T) {
	dsn := postgres(t)
	s := storeOn(t, dsn)
	other, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	put := func(name string, cut bool) error {
		return s.Write(context.Background(), func(tx *store.Tx) error {
			if cut {
				var pid int
				if err := tx.Row(`SELECT pg_backend_pid()`).Scan(&pid); err != nil {
					return err
				}
				if _, err := other.Exec(`SELECT pg_terminate_backend($1, 5000)`, pid); err != nil {
					return err
				}
			}
			return tx.Put(`INSERT INTO kept (name, value) VALUES ($1, 'x')`, name)
		})
	}
	for i := range 3 {
		if err := put(fmt.Sprint("cut ", i), true); !errors.Is(err, store.ErrBusy) {
			t.Errorf("cut off: %v", err)
		}
		if err := put(fmt.Sprint("whole ", i), false); err != nil {
			t.Errorf("after it: %v", err)
		}
	}
}

// TestStandsBy: a connection to a PostgreSQL that takes no writes, for another one leads, is given up and not taken again; the write is
// told to be busy.
func TestStandsBy(t *testing.T) {
	s := storeOn(t, postgres(t))
	write := func(query string) error {
		return s.Write(context.Background(), func(tx *store.Tx) error { return tx.Put(query) })
	}
	for range 3 {
		if err := write(`SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY`); err != nil {
			t.Fatal(err)
		}
		if err := write(`INSERT INTO kept (name, value) VALUES ('standing by', '')`); !errors.Is(err, store.ErrBusy) {
			t.Errorf("standing by: %v", err)
		}
		if err := write(`INSERT INTO kept (name, value) VALUES ('leads', '') ON CONFLICT DO NOTHING`); err != nil {
			t.Errorf("after it: %v", err)
		}
	}
}

// TestNeverSet: a statement that PostgreSQL refuses before the batch begins takes no acknowledged neighbour's write back, and breaks no
// chain: where it cannot fail alone, its whole batch is told to be busy.
func TestNeverSet(t *testing.T) {
	s := storeOn(t, postgres(t))
	write := func(name string, more string) error {
		return s.Write(context.Background(), func(tx *store.Tx) error {
			err := tx.Put(`INSERT INTO kept (name, value) VALUES ($1, 'x')`, name)
			if err == nil {
				err = tx.Audit("2026-11-24T00:00:00.000Z", "somebody", "did", name, "{}")
			}
			if err == nil && more != "" {
				err = tx.Put(more)
			}
			return err
		})
	}
	if err := write("first", ""); err != nil {
		t.Fatal(err)
	}
	hold, held := make(chan struct{}), make(chan struct{})
	go s.Write(context.Background(), func(*store.Tx) error { close(held); <-hold; return nil })
	<-held
	var group sync.WaitGroup
	answers := make([]error, 30)
	for i := range answers {
		group.Go(func() {
			more := ""
			if i%3 == 1 {
				more = fmt.Sprintf(`UPDATE feedback SET gone_%d = ''`, i) // no such column
			}
			answers[i] = write(fmt.Sprint(i), more)
		})
	}
	for s.Waiting() < len(answers) {
		time.Sleep(time.Millisecond)
	}
	close(hold)
	group.Wait()
	for i, err := range answers {
		n := 0
		if err := s.Read(t.Context(), func(tx *store.Tx) error {
			return tx.Row(`SELECT count(*) FROM kept WHERE name = $1`, fmt.Sprint(i)).Scan(&n)
		}); err != nil {
			t.Fatal(err)
		}
		if (err == nil) != (n == 1) || i%3 == 1 && err == nil {
			t.Errorf("write %d was answered %v, there: %d", i, err, n)
		}
	}
	if err := s.Read(t.Context(), func(tx *store.Tx) error { _, _, err := tx.Verify(); return err }); err != nil {
		t.Error(err)
	}
	if err := write("last", ""); err != nil {
		t.Errorf("after it: %v", err)
	}
}

// TestOneMoment: what is read for one answer is read at one moment, whatever is written meanwhile; what is read for the next has it.
func TestOneMoment(t *testing.T) {
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			s := newWorld(t, kind).service.store
			count := func(tx *store.Tx) (n int) {
				if err := tx.Row(`SELECT count(*) FROM kept WHERE name LIKE 'moment%'`).Scan(&n); err != nil {
					t.Fatal(err)
				}
				return n
			}
			for i := range 20 { // more than there are connections
				if err := s.Read(t.Context(), func(tx *store.Tx) error {
					before := count(tx)
					err := s.Write(t.Context(), func(tx *store.Tx) error {
						return tx.Put(`INSERT INTO kept (name, value) VALUES ($1, 'x')`, fmt.Sprint("moment", i))
					})
					if after := count(tx); before != i || after != i {
						t.Errorf("%d before, %d after, of %d", before, after, i)
					}
					return err
				}); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// storeOn opens a store on a database, until the test ends.
func storeOn(t *testing.T, dsn string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dsn, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}
