package store

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
)

// Entry is a row of the audit log. Its hash covers the hash of the row before, so that no row can be changed, taken out or moved
// unseen.
type Entry struct {
	Number                            int64
	At, Actor, Action, Object, Detail string
	Prev, Hash                        string
}

// sum is the hash of an entry: each part with its length before it, so that none runs into the next.
func (e *Entry) sum() string {
	h := sha256.New()
	for _, part := range []string{e.Prev, strconv.FormatInt(e.Number, 10), e.At, e.Actor, e.Action, e.Object, e.Detail} {
		fmt.Fprintf(h, "%d:%s", len(part), part)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Audit adds a row to the audit log, within the transaction of what it tells.
func (t *Tx) Audit(at, actor, action, object, detail string) error {
	if t.end == nil {
		t.end = &Entry{}
		err := t.Row(`SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1`).Scan(&t.end.Number, &t.end.Hash)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("reading the end of the audit log: %w", err)
		}
	}
	e := Entry{Number: t.end.Number + 1, Prev: t.end.Hash, At: at, Actor: actor, Action: action, Object: object, Detail: detail}
	e.Hash = e.sum()
	if err := t.Put(`INSERT INTO audit (number, at, actor, action, object, detail, prev, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		e.Number, e.At, e.Actor, e.Action, e.Object, e.Detail, e.Prev, e.Hash); err != nil {
		return fmt.Errorf("adding to the audit log: %w", err)
	}
	t.end = &e
	return nil
}

// Part is a part of the audit log.
type Part struct {
	After  int64 // the number after which it begins, or with Newest before which; 0 is the beginning
	Limit  int
	Newest bool   // the newest first
	Of     string // an actor, an action or an object; empty is all
}

const entryColumns = `SELECT number, at, actor, action, object, detail, prev, hash FROM audit `

// Entries reads a part of the audit log, in order.
func (t *Tx) Entries(p Part) ([]Entry, error) {
	query := entryColumns + `WHERE number > $1 AND ($3 = '' OR actor = $3 OR action = $3 OR object = $3) ORDER BY number LIMIT $2`
	if p.Newest {
		query = entryColumns + `WHERE (CAST($1 AS BIGINT) = 0 OR number < $1) AND ($3 = '' OR actor = $3 OR action = $3 OR object = $3) ORDER BY number DESC LIMIT $2`
	}
	var all []Entry
	err := t.Each(func(r Row) error {
		var e Entry
		err := r.Scan(&e.Number, &e.At, &e.Actor, &e.Action, &e.Object, &e.Detail, &e.Prev, &e.Hash)
		all = append(all, e)
		return err
	}, query, p.After, p.Limit, p.Of)
	return all, err
}

// Verify walks the whole audit log and tells the first row that does not follow from the one before. It gives how many rows
// there are and the hash of the last: kept elsewhere, that shows whether rows were taken off the end.
func (t *Tx) Verify() (rows int64, last string, err error) {
	for {
		part, err := t.Entries(Part{After: rows, Limit: 1000})
		if err != nil {
			return rows, last, err
		}
		if len(part) == 0 {
			return rows, last, nil
		}
		for _, e := range part {
			if e.Number != rows+1 || e.Prev != last || e.Hash != e.sum() {
				return rows, last, fmt.Errorf("the audit log is broken at row %d", rows+1)
			}
			rows, last = e.Number, e.Hash
		}
	}
}
