package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"jifen/api/store"
	"jifen/rules/process"
)

// Directives of the scripts that put people straight into the database, or look there, for scripts that begin where an employer is approved:
//
//	party EMP hr HOLDER wang 徐汇     an approved employer of the district, its account signed in as client hr, and a holder of its own as
//	                                 client wang; $EMP and $HOLDER are their ids, $EMP_USCC ($EMP_SMALL in small letters), $HOLDER_NUMBER and $HOLDER_TAIL
//	                                 their numbers
//	listed HOLDER 1                  so many records of false material stand against the holder
//	desk counter1 徐汇                an officer signed in as client counter1; without a district, an auditor
//
// Their sessions do not end, however far the clock goes.

const forever = "2099-01-01T00:00:00.000Z"

func (w *world) party(at, rest string) {
	w.Helper()
	var employer, hr, holder, client, district string
	if n, _ := fmt.Sscan(rest, &employer, &hr, &holder, &client, &district); n != 5 {
		w.Fatalf("%s: write party EMP hr HOLDER wang 徐汇", at)
	}
	w.parties++
	uscc, number := madeUSCC(w.parties), madeID(w.parties)
	e, h := newID(), newID()
	k := w.service.keys
	w.service.tx(w, func(tx *store.Tx) error {
		_, err := tx.Exec(`INSERT INTO employers (id, uscc, owns, name, kind, district, contact, phone, state, created_at) VALUES ($1, $2, $2, $3, 'enterprise', $4, $5, $6, 'approved', $7)`,
			e, uscc, "示例单位"+employer, district, k.seal("employer contact", "示例"), k.seal("employer phone", "13900000000"), instant(w.now))
		if err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO holders (id, id_hash, id_number, name, phone, employer_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			h, k.find("id_number", number), k.seal("holder id_number", number), k.seal("holder name", "王示例"), k.seal("holder phone", "13800000000"), e, instant(w.now))
		return err
	})
	w.enter(hr, &account{role: process.Employer, name: "人事" + employer, employerID: e})
	w.enter(client, &account{role: process.Holder, name: "王示例", holderID: h})
	w.vars[employer], w.vars[employer+"_USCC"], w.vars[employer+"_SMALL"] = e, uscc, strings.ToLower(uscc)
	w.vars[holder], w.vars[holder+"_NUMBER"], w.vars[holder+"_TAIL"] = h, number, tail(number)
}

func (w *world) listed(at, rest string) {
	w.Helper()
	name, want, _ := strings.Cut(rest, " ")
	var n int
	w.service.tx(w, func(tx *store.Tx) error {
		return tx.Row(`SELECT count(*) FROM false_materials f JOIN holders h ON h.id_hash = f.id_hash WHERE h.id = $1`, w.vars[name]).Scan(&n)
	})
	if fmt.Sprint(n) != want {
		w.Fatalf("%s: %d records", at, n)
	}
}

func (w *world) desk(at, rest string) {
	w.Helper()
	client, district, _ := strings.Cut(rest, " ")
	a := &account{role: process.Officer, name: "受理" + client, district: district}
	if district == "" {
		a.role = process.Auditor
	}
	w.enter(client, a)
}

// enter makes an account and signs it in.
func (w *world) enter(client string, a *account) {
	w.Helper()
	secret := newID()
	c := &call{service: w.service, now: w.now}
	w.service.tx(w, func(tx *store.Tx) error {
		c.tx = tx
		if err := c.addAccount(a, secret, "none", false); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE accounts SET consent = $2 WHERE id = $1`, a.id, w.service.consent); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO sessions (id, account_id, created_at, seen_at, strong) VALUES ($1, $2, $3, $3, 1)`, hashOf("session", secret), a.id, forever)
		return err
	})
	w.client(client).Jar.SetCookies(w.url(), []*http.Cookie{{Name: cookieName, Value: secret, Path: "/"}})
}

// url is where the service answers.
func (w *world) url() *url.URL {
	at, err := url.Parse(w.server.URL)
	if err != nil {
		w.Fatal(err)
	}
	return at
}
