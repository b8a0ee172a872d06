package store

import (
	"context"
	"database/sql"
	"sync"
)

// statements are the queries of an SQLite pool or connection, read once and kept: reading one's text takes longer than most take to
// run. They are constants, so there are only so many. PostgreSQL's driver keeps its own.
type statements struct {
	on interface {
		PrepareContext(context.Context, string) (*sql.Stmt, error)
		QueryRowContext(context.Context, string, ...any) *sql.Row
	}
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
