// Package store keeps what the service knows, in SQLite or in PostgreSQL.
//
// Both run the same SQL: $1 arguments, RETURNING, ON CONFLICT, texts for ids, days and instants. All writes of a process go
// through one writer, which takes the requests that wait into one transaction, each within a savepoint of its own, and commits
// them together at full durability: a request that fails does not fail its neighbours, and none is answered before it lasts.
// Reads have connections of their own and see what is committed.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrBusy says that the database takes no writes now: another process holds it, or the disk is full. It may be tried again.
var ErrBusy = errors.New("the database takes no writes at present")

// ErrInUse says that a service runs on this SQLite file already.
var ErrInUse = errors.New("another service runs on this file")

// Store is an open database.
type Store struct {
	write    *sql.DB
	read     *sql.DB
	writes   *statements      // of SQLite's one connection that writes
	views    chan *statements // of SQLite's that read, those that are free
	queue    chan *job
	done     chan struct{}
	closing  sync.RWMutex // over closed
	closed   bool
	lock     *os.File
	file     string // of SQLite
	postgres bool
	single   bool // one commit a request, to be measured against
}

// Options is how a store is opened.
type Options struct {
	Serve  bool // keeps other services off an SQLite file
	Single bool // one commit a request
}

// Open opens the database that a DSN names, sqlite:FILE or postgres://…, and brings its tables up to date.
func Open(ctx context.Context, dsn string, o Options) (*Store, error) {
	s := &Store{queue: make(chan *job, mostWaiting), done: make(chan struct{}), single: o.Single}
	var err error
	switch file, ok := strings.CutPrefix(dsn, "sqlite:"); {
	case ok && file != "":
		err = s.openSQLite(file, o)
	case strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://"):
		err = s.openPostgres(dsn)
	default:
		err = fmt.Errorf("-db %q names no database; write sqlite:FILE or postgres://…", dsn)
	}
	if err == nil {
		err = s.migrate(ctx)
	}
	if err == nil && !s.postgres {
		var conn *sql.Conn
		if conn, err = s.write.Conn(ctx); err == nil {
			s.writes = &statements{on: conn}
		}
		for i := 0; i < cap(s.views) && err == nil; i++ {
			if conn, err = s.read.Conn(ctx); err == nil {
				s.views <- &statements{on: conn}
			}
		}
	}
	if err != nil {
		s.release()
		return nil, err
	}
	go s.writer()
	return s, nil
}

func (s *Store) openSQLite(file string, o Options) (err error) {
	s.file = file
	if o.Serve {
		if s.lock, err = os.OpenFile(file+".lock", os.O_CREATE|os.O_RDWR, 0o600); err != nil {
			return fmt.Errorf("locking the database: %w", err)
		}
		if syscall.Flock(int(s.lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
			return fmt.Errorf("%s: %w", file, ErrInUse)
		}
	}
	// The pragmas stand in the DSN, so that every connection of a pool has them.
	pragmas := url.Values{"_pragma": {"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "temp_store(MEMORY)", "cache_size(-64000)", "foreign_keys(1)"}, "_txlock": {"immediate"}}
	if s.write, err = sql.Open("sqlite", "file:"+escaped(file)+"?"+pragmas.Encode()); err != nil {
		return fmt.Errorf("opening the database: %w", err)
	}
	s.write.SetMaxOpenConns(1)
	if err := s.write.Ping(); err != nil {
		return fmt.Errorf("opening the database %s: %w", file, err)
	}
	if err := os.Chmod(file, 0o600); err != nil {
		return fmt.Errorf("opening the database: %w", err)
	}
	pragmas = url.Values{"_pragma": {"busy_timeout(5000)", "query_only(1)", "cache_size(-32000)"}}
	if s.read, err = sql.Open("sqlite", "file:"+escaped(file)+"?"+pragmas.Encode()); err != nil {
		return fmt.Errorf("opening the database: %w", err)
	}
	s.views = make(chan *statements, 2*runtime.GOMAXPROCS(0))
	return nil
}

func (s *Store) openPostgres(dsn string) (err error) {
	s.postgres = true
	to, err := pgx.ParseConfig(dsn)
	if err != nil {
		return fmt.Errorf("opening the database: %w", err)
	}
	if to.ConnectTimeout == 0 {
		to.ConnectTimeout = connecting
	}
	s.write, s.read = stdlib.OpenDB(*to), stdlib.OpenDB(*to)
	s.write.SetMaxOpenConns(1)
	s.read.SetMaxOpenConns(4 * runtime.GOMAXPROCS(0))
	s.read.SetMaxIdleConns(4 * runtime.GOMAXPROCS(0))
	return nil
}

// migrate brings the tables up to date, each step in a transaction.
func (s *Store) migrate(ctx context.Context) error {
	dialect := goose.DialectSQLite3
	if s.postgres {
		dialect = goose.DialectPostgres
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(dialect, s.write, files)
	if err != nil {
		return fmt.Errorf("reading the migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("bringing the database up to date: %w", err)
	}
	return nil
}

// Close answers what waits, and closes the database.
func (s *Store) Close() error {
	s.closing.Lock()
	s.closed = true
	close(s.queue)
	s.closing.Unlock()
	<-s.done
	return s.release()
}

func (s *Store) release() error {
	var all []error
	if s.writes != nil {
		all = append(all, s.writes.on.(*sql.Conn).Close())
	}
	for range cap(s.views) {
		select {
		case v := <-s.views:
			all = append(all, v.on.(*sql.Conn).Close())
		default: // it was not opened, or somebody still reads
		}
	}
	for _, db := range []*sql.DB{s.read, s.write} {
		if db != nil {
			all = append(all, db.Close())
		}
	}
	if s.lock != nil {
		all = append(all, s.lock.Close())
	}
	return errors.Join(all...)
}

// Ready says whether the database can be reached.
func (s *Store) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	return s.Read(ctx, func(tx *Tx) error {
		var one int
		return tx.Row(`SELECT 1`).Scan(&one)
	})
}

// Instant writes a time as it is kept: RFC 3339, UTC, to the thousandth, so that texts sort as times do.
func Instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// Waiting is how many writes wait.
func (s *Store) Waiting() int { return len(s.queue) }
