package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"jifen/api/store"
)

// The commands that keep the database: backup and restore, purge, and the change of keys. All but restore work while the service
// runs. Each prints one line of JSON that says what it did.

// keeps says whether the flags ask for one of them.
func (c *config) keeps() bool {
	return c.backup != "" || c.purge || c.rotateKey || c.dropKeys
}

// keep runs the commands that were asked for: the backup first, for it is made before anything changes.
func (s *service) keep(ctx context.Context, c *config, out io.Writer) error {
	for _, one := range []struct {
		asked bool
		do    func(context.Context, *config) (map[string]any, error)
	}{
		{c.backup != "", s.backUp}, {c.purge, s.purge}, {c.rotateKey, s.rotateKey}, {c.dropKeys, s.dropKeys},
	} {
		if !one.asked {
			continue
		}
		told, err := one.do(ctx, c)
		if err != nil {
			return err
		}
		if err := json.NewEncoder(out).Encode(told); err != nil {
			return fmt.Errorf("telling what was done: %w", err)
		}
	}
	return nil
}

// backUp writes a copy of the database, and tells how far its audit log reaches.
func (s *service) backUp(ctx context.Context, c *config) (map[string]any, error) {
	var rows int64
	var last string
	err := s.store.Backup(ctx, c.backup, func(tx *store.Tx) (err error) {
		rows, last, err = tx.Verify()
		return err
	})
	if err != nil {
		return nil, err
	}
	return map[string]any{"backup": c.backup, "audit_rows": rows, "audit_last": last, "key": "not in it: keep a copy of " + s.keys.file + " in another place"}, nil
}

// restore puts a backup where no database stands. The backup is looked through first: that it is sound, that its audit log is
// whole, and that the key opens what is encrypted in it.
func restore(ctx context.Context, c *config, out, errs io.Writer) error {
	file, ok := strings.CutPrefix(c.db, "sqlite:")
	if !ok || file == "" {
		return store.ErrPostgres
	}
	name := c.key
	if name == "" {
		name = file + ".key"
	}
	err := store.Look(ctx, c.restore, func(tx *store.Tx) error {
		if _, _, err := tx.Verify(); err != nil {
			return err
		}
		return opens(tx, name)
	})
	if err != nil {
		return fmt.Errorf("restoring %s: %w", c.restore, err)
	}
	if err := store.Restore(c.restore, file); err != nil {
		return err
	}
	s, err := open(ctx, c, errs)
	if err != nil {
		return err
	}
	defer s.store.Close()
	told := map[string]any{"restored": file}
	err = s.store.Read(ctx, func(tx *store.Tx) error {
		told["audit_rows"], told["audit_last"], err = tx.Verify()
		return err
	})
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(told)
}

// opens says whether the key file opens what is encrypted in a database: the name of an account, whichever comes first.
func opens(tx *store.Tx, name string) error {
	var sealed string
	err := tx.Row(`SELECT name FROM accounts WHERE name <> '' LIMIT 1`).Scan(&sealed)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	} else if err != nil {
		return fmt.Errorf("reading an account: %w", err)
	}
	k, err := readKeys(name)
	if err != nil {
		return err
	}
	if _, err = k.open("account name", sealed); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// rest is how long a change of keys lets running services take up the new one before it begins.
const rest = 2 * keyWatch

// keyWatch is how often a running service looks whether a key was added.
const keyWatch = 5 * time.Second

// watchKeys takes up keys that were added, until it is told to stop.
func (s *service) watchKeys(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(keyWatch):
			if err := s.keys.refresh(); err != nil {
				s.log.Error("the key file cannot be read again; the keys in memory stay in use", "why", err)
			}
		}
	}
}

// pause waits, or is called off.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// dropKeys takes every key but the newest out of the key file, once nothing needs them.
func (s *service) dropKeys(ctx context.Context, c *config) (map[string]any, error) {
	left, err := s.underOthers(ctx)
	if err != nil {
		return nil, err
	}
	if left > 0 {
		return nil, fmt.Errorf("%d values are still encrypted under an older key; run -rotate-key first", left)
	}
	file, _, err := readKeyFile(s.keys.file)
	if err != nil {
		return nil, err
	}
	dropped := []string{}
	for _, one := range file.Keys[:len(file.Keys)-1] {
		dropped = append(dropped, one.ID)
	}
	// An older backup needs the keys of its time.
	if err := copyOf(s.keys.file, s.keys.file+".before-drop"); err != nil {
		return nil, err
	}
	file.Keys = file.Keys[len(file.Keys)-1:]
	if err := writeKeys(s.keys.file, file); err != nil {
		return nil, err
	}
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		return tx.Audit(instant(s.clock()), "command", "drop_keys", "key/"+file.Keys[0].ID, said(map[string]any{"dropped": len(dropped)}))
	})
	return map[string]any{"key": file.Keys[0].ID, "dropped": dropped, "before": s.keys.file + ".before-drop"}, err
}

// copyOf keeps a copy of a key file, with the same rights, and overwrites none.
func copyOf(from, to string) error {
	src, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("copying the key file: %w", err)
	}
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("copying the key file: %w; move the earlier copy to where your backups are", err)
	}
	_, err = f.Write(src)
	return errors.Join(err, f.Sync(), f.Close())
}
