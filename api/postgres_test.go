package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"jifen/api/store"
)

// server is a PostgreSQL that the tests started, in a folder of its own, reached through a socket in it.
type server struct {
	dir, bin string
	made     atomic.Int64
}

var started *server

func TestMain(m *testing.M) {
	if os.Getenv(hasherMark) != "" {
		frugal()
		hashes(os.Stdin, os.Stdout)
		return
	}
	code := m.Run()
	if started != nil {
		started.stop()
	}
	os.Exit(code)
}

// startPostgres starts one. It does not run as root: then it runs as the user postgres.
func startPostgres() (*server, error) {
	s := &server{}
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if path, err := exec.LookPath("initdb"); err == nil {
		bins = append(bins, filepath.Dir(path))
	}
	if len(bins) == 0 {
		return nil, errors.New("no initdb in /usr/lib/postgresql or on the PATH")
	}
	slices.Sort(bins)
	s.bin = bins[len(bins)-1]
	var err error
	if s.dir, err = os.MkdirTemp("", "jifen-pg"); err != nil {
		return nil, err
	}
	if err := s.hand(s.dir); err != nil {
		return nil, err
	}
	data := filepath.Join(s.dir, "data")
	if out, err := s.command("initdb", "-D", data, "-U", "jifen", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	options := fmt.Sprintf("-k %s -c listen_addresses='' -c max_connections=200", s.dir)
	if out, err := s.command("pg_ctl", "-D", data, "-l", filepath.Join(s.dir, "log"), "-o", options, "-w", "start").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("pg_ctl: %w\n%s", err, out)
	}
	started = s
	return s, nil
}

// hand gives a folder to the user as whom PostgreSQL runs.
func (s *server) hand(dir string) error {
	if os.Getuid() != 0 {
		return nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return err
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	return os.Chown(dir, uid, gid)
}

func (s *server) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, name), args...)
	cmd.Dir = s.dir
	if u, err := user.Lookup("postgres"); err == nil && os.Getuid() == 0 {
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	}
	return cmd
}

func (s *server) dsn(name string) string {
	return "postgres:///" + name + "?host=" + strings.ReplaceAll(s.dir, "/", "%2F") + "&user=jifen"
}

// database makes an empty database.
func (s *server) database() (string, error) {
	db, err := sql.Open("pgx", s.dsn("postgres"))
	if err != nil {
		return "", err
	}
	defer db.Close()
	name := fmt.Sprintf("t%d", s.made.Add(1))
	if _, err := db.ExecContext(context.Background(), "CREATE DATABASE "+name); err != nil {
		return "", err
	}
	return s.dsn(name), nil
}

func (s *server) stop() {
	s.command("pg_ctl", "-D", filepath.Join(s.dir, "data"), "-m", "immediate", "stop").Run()
	os.RemoveAll(s.dir)
}

// TestGoneReaders: one who goes away while something is read costs no connection to PostgreSQL.
func TestGoneReaders(t *testing.T) {
	s := newService(t, "postgres", time.Now)
	process := func(ctx context.Context, then func()) (pid int) {
		t.Helper()
		err := s.store.Read(ctx, func(tx *store.Tx) error {
			defer then()
			return tx.Row(`SELECT pg_backend_pid()`).Scan(&pid)
		})
		if err != nil {
			t.Fatal(err)
		}
		return pid
	}
	ctx, leave := context.WithCancel(t.Context())
	gone := process(ctx, leave)
	if next := process(t.Context(), func() {}); next != gone {
		t.Errorf("the connection of process %d was lost, the next reader has %d", gone, next)
	}
}
