package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// pipeline is PostgreSQL's connection that writes. PostgreSQL is a way off, and answers many questions as fast as one: so what nobody
// waits for is queued, and goes out with the next that somebody does.
type pipeline struct {
	pool   *sql.DB   // from which the connection is taken when something is sent
	pooled *sql.Conn // nil before
	conn   *pgx.Conn
	head   []string // of a savepoint, to be sent first of all
	queued []*pgx.QueuedQuery
	failed error // what was queued and failed: nothing goes on before it is undone
}

// errCut says that the connection broke off.
var errCut = errors.New("the connection to PostgreSQL broke off")

// beginPostgres lets one writer in at a time, whichever process it is in: the audit log is one chain.
func (s *Store) beginPostgres(t *Tx) (end func(bool) error, err error) {
	p := &pipeline{pool: s.write, head: []string{`BEGIN`, `SELECT pg_advisory_xact_lock(7171)`}}
	t.line = p
	end = func(commit bool) error { return p.end(t.ctx, commit) }
	if err := p.flush(t.ctx); err != nil {
		return nil, errors.Join(err, end(false))
	}
	return end, nil
}

// view runs do on what is committed at one moment. Where do asks nothing, no connection is needed.
func (s *Store) view(t *Tx, do func(*Tx) error) error {
	t.line = &pipeline{pool: s.read, head: []string{`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`}}
	defer t.line.end(t.ctx, false)
	if err := do(t); err != nil {
		return err
	}
	if t.line.queued == nil {
		return t.line.failed
	}
	return t.Settle()
}

// connect takes a connection, which is the transaction's own until its end.
func (p *pipeline) connect(ctx context.Context) (err error) {
	if p.conn != nil {
		return nil
	}
	if p.pooled, err = p.pool.Conn(ctx); err != nil {
		return err
	}
	return p.pooled.Raw(func(driver any) error {
		p.conn = driver.(*stdlib.Conn).Conn()
		return nil
	})
}

// end ends the transaction, and gives the connection back: also where who asked went away, for it costs less than a new connection.
func (p *pipeline) end(ctx context.Context, commit bool) (err error) {
	ctx = context.WithoutCancel(ctx)
	if p.pooled == nil {
		return nil
	}
	defer p.pooled.Close() // a connection that broke off is not taken again
	if p.conn == nil {
		return nil
	}
	if commit {
		err = p.alone(ctx, `COMMIT`)
	}
	if (!commit || err != nil) && p.alone(ctx, `ROLLBACK`) != nil {
		p.conn.Close(ctx)
	}
	return err
}

func (p *pipeline) put(check func(int64) error, query string, args []any) error {
	one := &pgx.QueuedQuery{SQL: query, Arguments: args}
	if check != nil {
		one.Exec(func(tag pgconn.CommandTag) error { return check(tag.RowsAffected()) })
	}
	p.queued = append(p.queued, one)
	return p.failed
}

func (p *pipeline) ask(scan func(Row) error, query string, args []any) error {
	one := &pgx.QueuedQuery{SQL: query, Arguments: args}
	one.Query(func(rows pgx.Rows) error {
		for rows.Next() {
			if err := scan(rows); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	p.queued = append(p.queued, one)
	return p.failed
}

// before has statements sent before all that is queued.
func (p *pipeline) before(queries []string) { p.head = append(p.head, queries...) }

// flush sends what is queued, and waits for all of it. PostgreSQL does nothing more of it after one that fails.
func (p *pipeline) flush(ctx context.Context) error {
	if p.failed != nil || len(p.queued)+len(p.head) == 0 {
		return p.failed
	}
	ctx, end := context.WithTimeout(ctx, patience)
	defer end()
	if p.failed = p.connect(ctx); p.failed != nil {
		return p.failed
	}
	batch := &pgx.Batch{}
	for _, query := range p.head {
		batch.Queue(query)
	}
	batch.QueuedQueries = append(batch.QueuedQueries, p.queued...)
	p.head, p.queued = nil, nil
	if p.failed = p.conn.SendBatch(ctx, batch).Close(); away(p.failed) || p.failed != nil && p.conn.IsClosed() {
		p.failed = fmt.Errorf("%w: %w", errCut, p.failed)
		p.conn.Close(ctx) // where it only stands by, the next one may lead to who leads
	}
	return p.failed
}

// undo forgets what is queued and takes back what was sent since the savepoint, which may not have been sent itself.
func (p *pipeline) undo(ctx context.Context, back string) error {
	p.queued, p.failed = nil, nil
	if p.head != nil {
		return nil
	}
	return p.alone(ctx, back)
}

// alone runs a statement that goes through even where others failed. Of a COMMIT that does not commit PostgreSQL tells in its answer.
func (p *pipeline) alone(ctx context.Context, query string) error {
	p.head, p.queued, p.failed = nil, nil, nil
	ctx, end := context.WithTimeout(ctx, patience)
	defer end()
	tag, err := p.conn.Exec(ctx, query)
	if err == nil && tag.String() == `ROLLBACK` && query == `COMMIT` {
		err = errors.New("PostgreSQL rolled back what was to be committed")
	}
	return err
}

// first is the first row of a question.
type first func(scan func(Row) error) error

func (ask first) Scan(into ...any) error {
	found := false
	err := ask(func(r Row) error {
		if found {
			return nil
		}
		found = true
		return r.Scan(into...)
	})
	if err == nil && !found {
		return sql.ErrNoRows
	}
	return err
}
