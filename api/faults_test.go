package main

import (
	"bufio"
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"modernc.org/sqlite"
)

// failure is how one call of the store fails: it is not carried out, or its answer is lost, or the disk is full and SQLite takes the whole
// transaction back.
type failure string

const (
	unheard    failure = "not carried out"
	unanswered failure = "carried out, its answer lost"
	full       failure = "the disk full"
	killed     failure = "the process killed before it"
)

var (
	errBroken = errors.New("a call of the store that fails")
	errFull   = diskFull()
)

// diskFull is the error that SQLite gives where the disk is full.
func diskFull() error {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(`PRAGMA max_page_count = 1; CREATE TABLE a (b)`)
	return err
}

// failing has one call of the store fail: of SQLite's driver, or a message to PostgreSQL.
type failing struct {
	mu   sync.Mutex
	left int // calls until then, that one included; 0 is never
	kind failure
}

func (f *failing) arm(at int, kind failure) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.left, f.kind = at, kind
}

// struck takes the fault back, and says whether it struck.
func (f *failing) struck() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	was := f.left
	f.left = 0
	return was == 0
}

// next is how the call that is made now fails; empty where it does not.
func (f *failing) next() failure {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.left == 0 {
		return ""
	}
	if f.left--; f.left > 0 {
		return ""
	}
	return f.kind
}

// ofSQLite is what fails of the driver broken.
var ofSQLite failing

func init() { sql.Register("broken", breaking{&sqlite.Driver{}}) }

// breaking is SQLite's driver, of which a call fails where ofSQLite says so.
type breaking struct{ driver.Driver }

func (d breaking) Open(name string) (driver.Conn, error) {
	conn, err := d.Driver.Open(name)
	if err != nil {
		return nil, err
	}
	return breakingConn{conn}, nil
}

type breakingConn struct{ driver.Conn }

func (c breakingConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	stmt, err := through(c.Conn, func() (driver.Stmt, error) { return c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, query) })
	if err != nil {
		return nil, err
	}
	return breakingStmt{stmt, c.Conn}, nil
}

func (c breakingConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	tx, err := through(c.Conn, func() (driver.Tx, error) { return c.Conn.(driver.ConnBeginTx).BeginTx(ctx, o) })
	if err != nil {
		return nil, err
	}
	return breakingTx{tx, c.Conn}, nil
}

func (c breakingConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	return through(c.Conn, func() (driver.Result, error) { return c.Conn.(driver.ExecerContext).ExecContext(ctx, query, args) })
}

func (c breakingConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	return through(c.Conn, func() (driver.Rows, error) { return c.Conn.(driver.QueryerContext).QueryContext(ctx, query, args) })
}

type breakingStmt struct {
	driver.Stmt
	conn driver.Conn
}

func (s breakingStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	return through(s.conn, func() (driver.Result, error) { return s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args) })
}

func (s breakingStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	return through(s.conn, func() (driver.Rows, error) { return s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args) })
}

type breakingTx struct {
	driver.Tx
	conn driver.Conn
}

func (t breakingTx) Commit() error {
	_, err := through(t.conn, func() (any, error) { return nil, t.Tx.Commit() })
	return err
}

// through makes a call, or has it fail.
func through[T any](conn driver.Conn, do func() (T, error)) (T, error) {
	var none T
	switch ofSQLite.next() {
	case unheard:
		return none, errBroken
	case unanswered:
		got, err := do()
		if one, ok := any(got).(io.Closer); ok {
			one.Close()
		}
		return none, errors.Join(errBroken, err)
	case killed:
		syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {}
	case full:
		conn.(driver.ExecerContext).ExecContext(context.Background(), `ROLLBACK`, nil) // fails where no transaction was begun
		return none, errFull
	}
	return do()
}

// line is a way to PostgreSQL of which a message fails: it is not brought there, or its answer not back, and the connection ends. A message
// is all that is sent up to the point where an answer is waited for.
type line struct {
	failing
	dir, to string // folders of the sockets
}

const socketName = ".s.PGSQL.5432"

// newLine gives a way to the database of a DSN, and the DSN to go it.
func newLine(t *testing.T, dsn string) (*line, string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "jifen-line") // short, for a socket's path may be 107 characters long
	if err != nil {
		t.Fatal(err)
	}
	l := &line{dir: dir, to: started.dir}
	listener, err := net.Listen("unix", filepath.Join(dir, socketName))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close(); os.RemoveAll(dir) })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go l.carry(conn)
		}
	}()
	escape := func(dir string) string { return strings.ReplaceAll(dir, "/", "%2F") }
	return l, strings.Replace(dsn, escape(l.to), escape(dir), 1)
}

// carry brings the messages of one connection there, and the answers back.
func (l *line) carry(from net.Conn) {
	defer from.Close()
	to, err := net.Dial("unix", filepath.Join(l.to, socketName))
	if err != nil {
		return
	}
	defer to.Close()
	lost := make(chan struct{}) // closed when answers are lost from then on
	go func() {
		defer from.Close()
		for r := bufio.NewReader(to); ; {
			src, kind, err := frame(r, true)
			if err != nil {
				return
			}
			select {
			case <-lost:
				if kind == 'Z' { // it has carried everything out
					return
				}
				continue
			default:
			}
			if _, err := from.Write(src); err != nil {
				return
			}
		}
	}()
	var all []byte
	r := bufio.NewReader(from)
	for begun := false; ; begun = true { // what a connection begins with has no kind
		src, kind, err := frame(r, begun)
		if err != nil {
			return
		}
		if all = append(all, src...); begun && kind != 'S' && kind != 'Q' && kind != 'X' && kind != 'H' {
			continue
		}
		failure := failure("")
		if kind == 'S' || kind == 'Q' {
			failure = l.next()
		}
		if failure == unheard {
			return
		}
		if failure == unanswered {
			close(lost)
		}
		if _, err := to.Write(all); err != nil {
			return
		}
		all = nil
	}
}

// frame reads one message of PostgreSQL's protocol: its kind, where it has one, its length and the rest.
func frame(r *bufio.Reader, kinds bool) (src []byte, kind byte, err error) {
	head := make([]byte, 4)
	if kinds {
		head = make([]byte, 5)
	}
	if _, err := io.ReadFull(r, head); err != nil {
		return nil, 0, err
	}
	size := binary.BigEndian.Uint32(head[len(head)-4:])
	rest := make([]byte, size-4)
	if _, err := io.ReadFull(r, rest); err != nil {
		return nil, 0, err
	}
	return append(head, rest...), head[0], nil
}
