package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// statements are the queries of a connection to SQLite, read once and kept: reading one's text takes longer than most take to
// run. They are constants, so there are only so many. PostgreSQL's driver keeps its own.
type statements struct {
	on   *sql.Conn
	mu   sync.RWMutex
	kept map[string]*sql.Stmt
}

// get gives a query ready to run.
func (s *statements) get(query string) (*sql.Stmt, error) {
	s.mu.RLock()
	stmt := s.kept[query]
	s.mu.RUnlock()
	if stmt != nil {
		return stmt, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if stmt = s.kept[query]; stmt != nil {
		return stmt, nil
	}
	stmt, err := s.on.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, err
	}
	if s.kept == nil {
		s.kept = map[string]*sql.Stmt{}
	}
	s.kept[query] = stmt
	return stmt, nil
}

// close ends them, and gives the connection back. One with a statement that was not ended is not closed by SQLite, and what its log holds
// would never come into the file.
func (s *statements) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []error
	for _, stmt := range s.kept {
		all = append(all, stmt.Close())
	}
	s.kept = nil
	return errors.Join(append(all, s.on.Close())...)
}

func (s *statements) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	stmt, err := s.get(query)
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

func (s *statements) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := s.get(query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

func (s *statements) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	stmt, err := s.get(query)
	if err != nil {
		return s.on.QueryRowContext(ctx, query, args...) // a Row cannot be made of an error; this one tells it again
	}
	return stmt.QueryRowContext(ctx, args...)
}
