package main

import (
	"context"
	"fmt"
	"strings"

	"jifen/api/store"
)

// sealedTable is a table that holds what is encrypted, and under which names. read gives its key and then the encrypted columns,
// after a key and up to a limit; write puts the columns in for a key. A test holds the names against every seal in the program.
type sealedTable struct {
	table string
	keys  []any // how many columns the key has, and where it begins
	where []string
	read  string
	write string
}

var sealedTables = []sealedTable{
	{"accounts", []any{""}, []string{"account name", "totp", "totp begun"},
		`SELECT id, name, totp, totp_begun FROM accounts WHERE id > $1 ORDER BY id LIMIT $2`,
		`UPDATE accounts SET name = $2, totp = $3, totp_begun = $4 WHERE id = $1`},
	{"employers", []any{""}, []string{"employer contact", "employer phone"},
		`SELECT id, contact, phone FROM employers WHERE id > $1 ORDER BY id LIMIT $2`,
		`UPDATE employers SET contact = $2, phone = $3 WHERE id = $1`},
	{"holders", []any{""}, []string{"holder id_number", "holder name", "holder phone"},
		`SELECT id, id_number, name, phone FROM holders WHERE id > $1 ORDER BY id LIMIT $2`,
		`UPDATE holders SET id_number = $2, name = $3, phone = $4 WHERE id = $1`},
	{"applications", []any{""}, []string{"profile", "facts", "previous", "carried", "verified", "notes", "receipt", "notice code"},
		`SELECT id, profile, facts, previous, carried, verified, notes, receipt, notice FROM applications WHERE id > $1 ORDER BY id LIMIT $2`,
		`UPDATE applications SET profile = $2, facts = $3, previous = $4, carried = $5, verified = $6, notes = $7, receipt = $8, notice = $9 WHERE id = $1`},
	{"events", []any{"", int64(-1)}, []string{"event actor", "event said"},
		`SELECT application_id, number, actor, said FROM events WHERE (application_id, number) > ($1, $2) ORDER BY application_id, number LIMIT $3`,
		`UPDATE events SET actor = $3, said = $4 WHERE application_id = $1 AND number = $2`},
	{"notices", []any{""}, []string{"notice shown"},
		`SELECT code, shown FROM notices WHERE code > $1 ORDER BY code LIMIT $2`,
		`UPDATE notices SET shown = $2 WHERE code = $1`},
	{"messages", []any{""}, []string{messagePhone, messageText},
		`SELECT id, phone, text FROM messages WHERE id > $1 ORDER BY id LIMIT $2`,
		`UPDATE messages SET phone = $2, text = $3 WHERE id = $1`},
	{"replies", []any{"", ""}, []string{"reply"},
		`SELECT scope, key, answer FROM replies WHERE (scope, key) > ($1, $2) ORDER BY scope, key LIMIT $3`,
		`UPDATE replies SET answer = $3 WHERE scope = $1 AND key = $2`},
	{"feedback", []any{""}, []string{"feedback comment"},
		`SELECT id, comment FROM feedback WHERE id > $1 ORDER BY id LIMIT $2`,
		`UPDATE feedback SET comment = $2 WHERE id = $1`},
	{"kept", []any{""}, []string{demoText},
		`SELECT name, value FROM kept WHERE name > $1 AND name = 'demo' ORDER BY name LIMIT $2`,
		`UPDATE kept SET value = $2 WHERE name = $1`},
}

// sealedAtOnce is how many rows are looked at in one transaction: others write between.
const sealedAtOnce = 200

// rotateKey adds a key and encrypts everything under it. One that was stopped goes on where it is run again: what is under the
// newest key already is passed over, and no further key is added. Hashes by which things are found, and the signature of notices,
// come from the root of the key file, which stays.
func (s *service) rotateKey(ctx context.Context, c *config) (map[string]any, error) {
	if err := s.addKey(ctx); err != nil {
		return nil, err
	}
	// A service that runs goes on with the key that it knows until it looks into the file again.
	if err := pause(ctx, c.rest); err != nil {
		return nil, err
	}
	all := 0
	for {
		n, err := s.reseal(ctx)
		if err != nil {
			return nil, err
		}
		if all += n; n == 0 {
			break // a whole walk found nothing under another key
		}
	}
	err := s.store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Put(`DELETE FROM kept WHERE name = 'rotation'`); err != nil {
			return err
		}
		return tx.Audit(instant(s.clock()), "command", "rotate_key", "key/"+s.keys.current(), said(map[string]any{"values": all}))
	})
	if err != nil {
		return nil, fmt.Errorf("noting the change of keys: %w", err)
	}
	return map[string]any{"key": s.keys.current(), "values": all, "next": "-drop-keys takes the older keys out of " + s.keys.file + "; backups made before need them"}, nil
}

// addKey adds a key to the file, unless a change of keys was stopped halfway.
func (s *service) addKey(ctx context.Context) error {
	under := ""
	err := s.store.Read(ctx, func(tx *store.Tx) error {
		return tx.Each(func(r store.Row) error { return r.Scan(&under) }, `SELECT value FROM kept WHERE name = 'rotation'`)
	})
	if err != nil {
		return fmt.Errorf("looking for a change of keys: %w", err)
	}
	if under == s.keys.current() {
		return nil
	}
	file, _, err := readKeyFile(s.keys.file)
	if err != nil {
		return err
	}
	key := newKey()
	file.Keys = append(file.Keys, key)
	if err := writeKeys(s.keys.file, file); err != nil {
		return err
	}
	if err := s.keys.refresh(); err != nil {
		return err
	}
	err = s.store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.Put(`INSERT INTO kept (name, value) VALUES ('rotation', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, key.ID); err != nil {
			return err
		}
		return tx.Audit(instant(s.clock()), "command", "add_key", "key/"+key.ID, "{}")
	})
	if err != nil {
		return fmt.Errorf("noting a new key: %w", err)
	}
	return nil
}

// reseal walks everything once and encrypts anew what is under another key than the newest.
func (s *service) reseal(ctx context.Context) (values int, err error) {
	for i := range sealedTables {
		t := &sealedTables[i]
		for after := t.keys; after != nil; {
			n := 0
			err := s.store.Write(ctx, func(tx *store.Tx) (err error) {
				n, after, err = s.resealPart(tx, t, after)
				return err
			})
			if err != nil {
				return values, fmt.Errorf("encrypting %s anew: %w", t.table, err)
			}
			values += n
		}
	}
	return values, nil
}

// sealedRow is the key of a row and its encrypted columns.
type sealedRow struct {
	key   []any
	texts []string
}

func (t *sealedTable) part(tx *store.Tx, after []any) (rows []sealedRow, err error) {
	err = tx.Each(func(r store.Row) error {
		row := sealedRow{make([]any, len(t.keys)), make([]string, len(t.where))}
		var to []any
		for i := range row.key {
			to = append(to, &row.key[i])
		}
		for i := range row.texts {
			to = append(to, &row.texts[i])
		}
		rows = append(rows, row)
		return r.Scan(to...)
	}, t.read, append(append([]any{}, after...), sealedAtOnce)...)
	return rows, err
}

// resealPart encrypts a part of a table anew, and tells after which key the next one begins, nil after the last.
func (s *service) resealPart(tx *store.Tx, t *sealedTable, after []any) (values int, next []any, err error) {
	rows, err := t.part(tx, after)
	if err != nil {
		return 0, nil, err
	}
	newest := s.keys.current() + "."
	for _, row := range rows {
		changed := 0
		for i, text := range row.texts {
			if text == "" || strings.HasPrefix(text, newest) {
				continue
			}
			plain, err := s.keys.open(t.where[i], text)
			if err != nil {
				return 0, nil, err
			}
			row.texts[i] = s.keys.seal(t.where[i], plain)
			changed++
		}
		if changed == 0 {
			continue
		}
		args := append([]any{}, row.key...)
		for _, text := range row.texts {
			args = append(args, text)
		}
		if err := tx.Put(t.write, args...); err != nil {
			return 0, nil, err
		}
		values += changed
	}
	if len(rows) < sealedAtOnce {
		return values, nil, nil
	}
	return values, rows[len(rows)-1].key, nil
}

// underOthers counts what is not encrypted under the newest key.
func (s *service) underOthers(ctx context.Context) (left int, err error) {
	newest := s.keys.current() + "."
	for i := range sealedTables {
		t := &sealedTables[i]
		for after := t.keys; after != nil; {
			err := s.store.Read(ctx, func(tx *store.Tx) error {
				rows, err := t.part(tx, after)
				after = nil
				for _, row := range rows {
					for _, text := range row.texts {
						if text != "" && !strings.HasPrefix(text, newest) {
							left++
						}
					}
					if len(rows) == sealedAtOnce {
						after = row.key
					}
				}
				return err
			})
			if err != nil {
				return left, fmt.Errorf("looking through %s: %w", t.table, err)
			}
		}
	}
	return left, nil
}
