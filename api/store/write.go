package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// Tx is a transaction, or a view of what is committed.
type Tx struct {
	ctx context.Context
	q   querier
	end *Entry // of the audit log, once it was read: nobody else adds to it while a transaction that does goes on
}

type querier interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

// Exec runs a statement and gives how many rows it touched.
func (t *Tx) Exec(query string, args ...any) (int64, error) {
	r, err := t.q.ExecContext(t.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// Row reads one row; sql.ErrNoRows where there is none.
func (t *Tx) Row(query string, args ...any) *sql.Row {
	return t.q.QueryRowContext(t.ctx, query, args...)
}

// Each calls scan for each row.
func (t *Tx) Each(scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := t.q.QueryContext(t.ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

const (
	mostWaiting = 1024 // writes that may wait; one more is told that the database is busy
	mostAtOnce  = 256  // writes that are committed together
)

// job is a write that waits.
type job struct {
	ctx  context.Context
	do   func(*Tx) error
	err  error
	done chan struct{}
}

// Write runs do in a transaction. Where do fails nothing of it stays and its error comes back; where it does not, all of it
// lasts before Write returns. do must not wait for anything but the database.
func (s *Store) Write(ctx context.Context, do func(*Tx) error) error {
	j := &job{ctx: ctx, do: do, done: make(chan struct{})}
	if !s.enqueue(j) {
		return ErrBusy
	}
	<-j.done
	return j.err
}

// enqueue puts a write into the queue, where there is room and the store is not closed: what runs beside the requests may come
// a moment after.
func (s *Store) enqueue(j *job) bool {
	s.closing.RLock()
	defer s.closing.RUnlock()
	if s.closed {
		return false
	}
	select {
	case s.queue <- j:
		return true
	default:
		return false
	}
}

// Read runs do on what is committed.
func (s *Store) Read(ctx context.Context, do func(*Tx) error) error {
	if s.postgres {
		return do(&Tx{ctx: ctx, q: s.read})
	}
	// To watch whether the reader is still there costs more than these reads do, and there is no way to them that can hang.
	return do(&Tx{ctx: context.WithoutCancel(ctx), q: s.reads})
}

// writer commits what waits, together, until the queue is closed.
func (s *Store) writer() {
	defer close(s.done)
	for j := range s.queue {
		batch := []*job{j}
		for !s.single && len(batch) < mostAtOnce {
			select {
			case next, ok := <-s.queue:
				if ok {
					batch = append(batch, next)
					continue
				}
			default:
			}
			break
		}
		s.commit(batch)
	}
}

// commit runs a batch in one transaction and answers each of it.
func (s *Store) commit(batch []*job) {
	err := s.together(batch)
	for _, j := range batch {
		if err != nil && (j.err == nil || lost(j.err)) {
			j.err = fmt.Errorf("%w: %w", ErrBusy, err)
		}
		close(j.done)
	}
}

// errGone is the answer to one who does not wait any more.
var errGone = errors.New("the request was given up before it was written")

func (s *Store) together(batch []*job) error {
	ctx := context.Background() // what one of a batch gives up must not fail the others
	q, end, err := s.begin(ctx)
	if err != nil {
		return err
	}
	err = s.each(ctx, q, batch)
	return errors.Join(err, end(err == nil))
}

// begin begins a transaction, which end commits or takes back.
func (s *Store) begin(ctx context.Context) (q querier, end func(commit bool) error, err error) {
	if s.postgres {
		return s.beginPostgres(ctx)
	}
	if _, err := s.writes.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		return nil, nil, err
	}
	return s.writes, func(commit bool) (err error) {
		if commit {
			_, err = s.writes.ExecContext(ctx, `COMMIT`)
		}
		if !commit || err != nil {
			s.writes.ExecContext(ctx, `ROLLBACK`) // fails where SQLite did so itself
		}
		return err
	}, nil
}

// beginPostgres lets one writer in at a time, whichever process it is in: the audit log is one chain.
func (s *Store) beginPostgres(ctx context.Context) (querier, func(bool) error, error) {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, nil, err
	}
	if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(7171)`); err != nil {
		tx.Rollback()
		return nil, nil, err
	}
	return tx, func(commit bool) error {
		if commit {
			return tx.Commit()
		}
		tx.Rollback()
		return nil
	}, nil
}

// each runs the jobs of a batch, each within a savepoint. An error is one that took the whole transaction with it.
func (s *Store) each(ctx context.Context, q querier, batch []*job) error {
	t := &Tx{ctx: ctx, q: q}
	for i, j := range batch {
		if err := s.savepoint(ctx, q, i == 0); err != nil {
			return err
		}
		if j.ctx.Err() != nil {
			j.err = errGone
			continue
		}
		end := t.end
		if j.err = j.try(t); j.err == nil {
			continue
		} else if lost(j.err) {
			return j.err
		}
		t.end = end
		if _, err := q.ExecContext(ctx, `ROLLBACK TO SAVEPOINT one`); err != nil {
			return err
		}
	}
	return nil
}

// savepoint begins the savepoint of a job, and lets go of the one before: PostgreSQL, which is a way off, is told both at once.
func (s *Store) savepoint(ctx context.Context, q querier, first bool) error {
	queries := []string{`RELEASE SAVEPOINT one`, `SAVEPOINT one`}
	switch {
	case first:
		queries = queries[1:]
	case s.postgres:
		queries = []string{`RELEASE SAVEPOINT one; SAVEPOINT one`}
	}
	for _, query := range queries {
		if _, err := q.ExecContext(ctx, query); err != nil {
			return err
		}
	}
	return nil
}

// try runs a job; a fault of the program in it is an error of its own and of no other.
func (j *job) try(tx *Tx) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("a fault while writing: %v", fault)
		}
	}()
	return j.do(tx)
}

// lost says whether an error took the whole transaction with it: SQLite rolls all of it back where the disk is full or fails.
func lost(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code() & 0xff {
	case lib.SQLITE_FULL, lib.SQLITE_IOERR, lib.SQLITE_NOMEM, lib.SQLITE_CORRUPT, lib.SQLITE_BUSY, lib.SQLITE_INTERRUPT:
		return true
	}
	return false
}
