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
	ctx  context.Context
	q    querier
	line *pipeline // of PostgreSQL's connection that writes, in place of q
	end  *Entry    // of the audit log, once it was read: nobody else adds to it while a transaction that does goes on
}

type querier interface {
	ExecContext(context.Context, string, ...any) (sql.Result, error)
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

// Row is a row to be scanned.
type Row interface{ Scan(...any) error }

// Put runs a statement at the latest when the transaction ends. Where it fails then, all of do fails, as if it had said so itself.
func (t *Tx) Put(query string, args ...any) error {
	return t.put(nil, query, args)
}

// PutOne is Put of what must touch one row; where it does not, all of do fails with other.
func (t *Tx) PutOne(other error, query string, args ...any) error {
	return t.put(func(n int64) error {
		if n != 1 {
			return other
		}
		return nil
	}, query, args)
}

func (t *Tx) put(check func(int64) error, query string, args []any) error {
	if t.line != nil {
		return t.line.put(check, query, args)
	}
	r, err := t.q.ExecContext(t.ctx, query, args...)
	if err != nil || check == nil {
		return err
	}
	n, err := r.RowsAffected()
	if err != nil {
		return err
	}
	return check(n)
}

// Exec runs a statement and gives how many rows it touched.
func (t *Tx) Exec(query string, args ...any) (n int64, err error) {
	if err := t.put(func(touched int64) error { n = touched; return nil }, query, args); err != nil {
		return 0, err
	}
	return n, t.Settle()
}

// Row reads one row; sql.ErrNoRows where there is none.
func (t *Tx) Row(query string, args ...any) Row {
	if t.line != nil {
		return first(func(scan func(Row) error) error { return t.Each(scan, query, args...) })
	}
	return t.q.QueryRowContext(t.ctx, query, args...)
}

// Each calls scan for each row.
func (t *Tx) Each(scan func(Row) error, query string, args ...any) error {
	if err := t.Ask(scan, query, args...); err != nil {
		return err
	}
	return t.Settle()
}

// Ask is Each of which the rows may come later, when the transaction ends at the latest: for what is looked at after it alone.
func (t *Tx) Ask(scan func(Row) error, query string, args ...any) error {
	if t.line != nil {
		return t.line.ask(scan, query, args)
	}
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

// Settle carries out what was put off.
func (t *Tx) Settle() error {
	if t.line == nil {
		return nil
	}
	return t.line.flush(t.ctx)
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

// Read runs do on what is committed: on all of it at one moment, whatever is written meanwhile. do must not wait for anything but the
// database, and reads nothing by another Read.
func (s *Store) Read(ctx context.Context, do func(*Tx) error) error {
	if s.postgres {
		err := s.view(&Tx{ctx: ctx}, do)
		if away(err) {
			err = fmt.Errorf("%w: %w", ErrBusy, err)
		}
		return err
	}
	// To watch whether the reader is still there costs more than these reads do, and there is no way to them that can hang.
	t := &Tx{ctx: context.WithoutCancel(ctx)}
	select {
	case v := <-s.views:
		t.q = v
		defer func() { s.views <- v }()
	case <-ctx.Done():
		return ctx.Err()
	case <-s.done:
		return errors.New("reading: the database is closed")
	}
	if err := t.Put(`BEGIN`); err != nil {
		return err
	}
	defer t.Put(`ROLLBACK`)
	return do(t)
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

// commit runs a batch in one transaction and answers each of it. Where it does not last, neither does what a job said: it may have
// gone by what a neighbour wrote.
func (s *Store) commit(batch []*job) {
	err := s.together(batch)
	for _, j := range batch {
		if err != nil {
			j.err = fmt.Errorf("%w: %w", ErrBusy, err)
		}
		close(j.done)
	}
}

// errGone is the answer to one who does not wait any more.
var errGone = fmt.Errorf("%w: the request was given up before it was written", ErrBusy)

func (s *Store) together(batch []*job) error {
	ctx := context.Background() // what one of a batch gives up must not fail the others
	if s.postgres {
		var end context.CancelFunc
		ctx, end = context.WithTimeout(ctx, patience)
		defer end()
	}
	t := &Tx{ctx: ctx}
	end, err := s.begin(t)
	if err != nil {
		return err
	}
	err = t.each(batch)
	return errors.Join(err, end(err == nil))
}

// begin begins a transaction, which end commits or takes back.
func (s *Store) begin(t *Tx) (end func(commit bool) error, err error) {
	if s.postgres {
		return s.beginPostgres(t)
	}
	t.q = s.writes
	if err := t.Put(`BEGIN IMMEDIATE`); err != nil {
		return nil, err
	}
	return func(commit bool) (err error) {
		if commit {
			err = t.Put(`COMMIT`)
		}
		if !commit || err != nil {
			t.Put(`ROLLBACK`) // fails where SQLite did so itself
		}
		return err
	}, nil
}

// each runs the jobs of a batch, each within a savepoint. An error is one that took the whole transaction with it.
func (t *Tx) each(batch []*job) error {
	for i, j := range batch {
		if err := t.savepoint(i); err != nil {
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
		if err := t.undo(i); err != nil {
			return err
		}
	}
	return nil
}

// turns are the savepoints of a batch's jobs. Neighbours have different names: where that of a job was never set, for what was to set
// it did not come through, taking back to it fails, and with it the whole batch; never does it take a neighbour's work back.
var turns = [2]struct{ set, release, back string }{
	{`SAVEPOINT one`, `RELEASE SAVEPOINT one`, `ROLLBACK TO SAVEPOINT one`},
	{`SAVEPOINT two`, `RELEASE SAVEPOINT two`, `ROLLBACK TO SAVEPOINT two`},
}

// savepoint begins the savepoint of the job at i, and lets go of the one before.
func (t *Tx) savepoint(i int) error {
	queries := []string{turns[(i+1)%2].release, turns[i%2].set}
	if i == 0 {
		queries = queries[1:]
	}
	if t.line != nil {
		t.line.before(queries)
		return nil
	}
	for _, query := range queries {
		if err := t.Put(query); err != nil {
			return err
		}
	}
	return nil
}

// undo takes back what the job at i did.
func (t *Tx) undo(i int) error {
	if t.line != nil {
		return t.line.undo(t.ctx, turns[i%2].back)
	}
	return t.Put(turns[i%2].back)
}

// try runs a job; a fault of the program in it is an error of its own and of no other.
func (j *job) try(tx *Tx) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("a fault while writing: %v", fault)
		}
	}()
	if err := j.do(tx); err != nil {
		return err
	}
	return tx.Settle()
}

// lost says whether an error took the whole transaction with it: SQLite rolls all of it back where the disk is full or fails.
func lost(err error) bool {
	if errors.Is(err, errCut) {
		return true
	}
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
