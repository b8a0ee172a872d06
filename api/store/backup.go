package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// ErrPostgres says how a PostgreSQL database is backed up, which is not this program's work.
var ErrPostgres = errors.New(`PostgreSQL is backed up by its own tools, also while the service runs:
  pg_dump --format=custom --file=FILE DSN
and brought back into an empty database with
  pg_restore --no-owner --exit-on-error --dbname=DSN FILE
The key of the personal data is in neither; keep a copy of its file in another place`)

// Backup writes a copy of an SQLite database while it is in use. It is whole: what was committed before is in it, and nothing by
// halves. The copy bears its name only once it is checked, look on it says nothing against it, and it is on the disk; a file that is there
// already is left alone.
func (s *Store) Backup(ctx context.Context, to string, look func(*Tx) error) error {
	if s.postgres {
		return ErrPostgres
	}
	part, err := begin(to)
	if err != nil {
		return err
	}
	defer os.Remove(part)
	db, err := sql.Open("sqlite", "file:"+escaped(s.file)+"?_pragma=busy_timeout(5000)")
	if err != nil {
		return fmt.Errorf("backing up: %w", err)
	}
	defer db.Close()
	if _, err := db.ExecContext(ctx, `VACUUM INTO $1`, part); err != nil {
		return fmt.Errorf("backing up: %w", err)
	}
	if err := Look(ctx, part, look); err != nil {
		return err
	}
	return finish(part, to)
}

// Restore copies a backup to where a database is to be. It overwrites none.
func Restore(from, to string) error {
	part, err := begin(to)
	if err != nil {
		return err
	}
	defer os.Remove(part)
	for _, beside := range []string{"-wal", "-shm"} {
		if _, err := os.Lstat(to + beside); err == nil {
			return fmt.Errorf("%s%s stands there, and belongs to another database; move it away", to, beside)
		}
	}
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("restoring: %w", err)
	}
	defer in.Close()
	out, err := os.OpenFile(part, os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("restoring: %w", err)
	}
	_, err = io.Copy(out, in)
	if err := errors.Join(err, out.Close()); err != nil {
		return fmt.Errorf("restoring: %w", err)
	}
	return finish(part, to)
}

// begin makes an empty file beside the one that is to be, which others cannot read.
func begin(to string) (part string, err error) {
	if _, err := os.Lstat(to); err == nil {
		return "", fmt.Errorf("%s: %w; it is not overwritten", to, fs.ErrExist)
	}
	part = to + ".part"
	os.Remove(part) // of one that was stopped halfway
	f, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", fmt.Errorf("making a copy: %w", err)
	}
	return part, f.Close()
}

// finish brings a copy to the disk and gives it its name.
func finish(part, to string) error {
	for _, step := range []func() error{
		func() error { return flush(part) },
		func() error { return os.Rename(part, to) },
		func() error { return flush(filepath.Dir(to)) },
	} {
		if err := step(); err != nil {
			return fmt.Errorf("keeping a copy: %w", err)
		}
	}
	return nil
}

func flush(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Look opens an SQLite file that nobody writes, checks that it is sound, and runs do on it.
func Look(ctx context.Context, name string, do func(*Tx) error) error {
	if _, err := os.Stat(name); err != nil {
		return fmt.Errorf("looking into a copy: %w", err)
	}
	db, err := sql.Open("sqlite", "file:"+escaped(name)+"?mode=ro&immutable=1")
	if err != nil {
		return fmt.Errorf("looking into %s: %w", name, err)
	}
	defer db.Close()
	var sound string
	if err := db.QueryRowContext(ctx, `PRAGMA integrity_check`).Scan(&sound); err != nil {
		return fmt.Errorf("%s is no sound database: %w", name, err)
	} else if sound != "ok" {
		return fmt.Errorf("%s is no sound database: %s", name, sound)
	}
	return do(&Tx{ctx: ctx, q: db})
}

// escaped is a file's name within a URI.
func escaped(name string) string {
	return strings.ReplaceAll(url.PathEscape(name), "%2F", "/")
}
