package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"jifen/api/store"
	"jifen/rules/process"
)

// What a holder may ask of the service (个人信息保护法 44–47): a copy of all that is kept, and that it be erased as far as the law
// does not bid keep it. The audit log is not in the copy: it has ids alone and nothing personal.

// export gives all that is kept on the holder.
func (c *call) export() (*answer, error) {
	if err := c.may(process.Holder); err != nil {
		return nil, err
	}
	p, err := c.residentBy(c.who.holderID)
	if err != nil {
		return nil, err
	}
	account, err1 := c.exportAccount()
	employer, err2 := c.exportEmployer(p.employerID)
	applications, err3 := c.exportApplications(p.id)
	records, err4 := c.rows(nil, []string{"application_id", "on"}, `SELECT application_id, on_day FROM false_materials WHERE id_hash = $1 ORDER BY on_day`, c.keys.find("id_number", p.idNumber))
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return nil, err
	}
	return &answer{body: map[string]any{
		"as_of": instant(c.now), "account": account, "employer": employer, "applications": applications, "false_materials": records,
		"holder": map[string]any{"id": p.id, "name": p.name, "id_number": p.idNumber, "phone": p.phone, "created_at": p.createdAt},
	}}, nil
}

func (c *call) exportAccount() (map[string]any, error) {
	all, err := c.rows(nil, []string{"id", "role", "created_at", "consent", "consent_at"}, `SELECT id, role, created_at, consent, consent_at FROM accounts WHERE id = $1`, c.who.id)
	if err != nil {
		return nil, err
	}
	var err1, err2 error
	all[0]["sessions"], err1 = c.rows(nil, []string{"created_at", "seen_at"}, `SELECT created_at, seen_at FROM sessions WHERE account_id = $1 ORDER BY created_at`, c.who.id)
	all[0]["messages"], err2 = c.exportMessages(c.who.id)
	return all[0], errors.Join(err1, err2)
}

func (c *call) exportEmployer(id string) (any, error) {
	e, err := c.entryBy(id)
	if err != nil || e == nil {
		return nil, err
	}
	return map[string]any{"name": e.name, "uscc": e.uscc}, nil
}

// applicationSeals are the columns of an application that stand encrypted, and the names under which they do.
var applicationSeals = map[string]string{
	"profile": "profile", "facts": "facts", "previous": "previous", "carried": "carried", "verified": "verified", "notes": "notes", "receipt": "receipt",
}

func (c *call) exportApplications(holder string) ([]map[string]any, error) {
	columns := []string{"id", "kind", "state", "district", "profile", "facts", "carried", "verified", "previous", "notes", "submitted_on", "decided_on", "receipt", "created_at", "changed_at"}
	all, err := c.rows(applicationSeals, columns, `SELECT id, kind, state, district, profile, facts, carried, verified, previous, notes, submitted_on, decided_on, receipt, created_at, changed_at
		FROM applications WHERE holder_id = $1 ORDER BY created_at, id`, holder)
	if err != nil {
		return nil, err
	}
	for _, a := range all {
		id := a["id"]
		var err1, err2, err3 error
		// Who else acted is told by the role; names of other people are not the holder's to have.
		a["events"], err1 = c.rows(map[string]string{"said": "event said"}, []string{"at", "role", "step", "from", "to", "said"},
			`SELECT at, role, step, was, became, said FROM events WHERE application_id = $1 ORDER BY number`, id)
		a["messages"], err2 = c.exportMessages(id)
		a["notices"], err3 = c.rows(map[string]string{"shown": "notice shown"}, []string{"shown", "valid_until", "revoked_at"},
			`SELECT shown, valid_until, revoked_at FROM notices WHERE application_id = $1 ORDER BY valid_until, code`, id)
		if err := errors.Join(err1, err2, err3); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// exportMessages gives the messages to the holder, of an application or of the account itself.
func (c *call) exportMessages(of any) ([]map[string]any, error) {
	return c.rows(map[string]string{"text": "message text", "phone": "message phone"}, []string{"at", "kind", "phone", "text", "state"},
		`SELECT created_at, kind, phone, text, state FROM messages WHERE application_id = $1 AND to_whom = 'holder' ORDER BY created_at, id`, of)
}

// rows reads texts under the names of their columns, opens those that are sealed, and puts JSON in as it is.
func (c *call) rows(seals map[string]string, columns []string, query string, args ...any) ([]map[string]any, error) {
	all := []map[string]any{}
	err := c.tx.Each(func(r store.Row) error {
		texts := make([]string, len(columns))
		into := make([]any, len(columns))
		for i := range texts {
			into[i] = &texts[i]
		}
		if err := r.Scan(into...); err != nil {
			return err
		}
		one := map[string]any{}
		for i, name := range columns {
			if where, sealed := seals[name]; sealed {
				text, err := c.keys.open(where, texts[i])
				if err != nil {
					return err
				}
				texts[i] = text
			}
			one[name] = texts[i]
			if len(texts[i]) > 1 && texts[i][0] == '{' && json.Valid([]byte(texts[i])) {
				one[name] = json.RawMessage(texts[i])
			}
		}
		all = append(all, one)
		return nil
	}, query, args...)
	if err != nil {
		return nil, fmt.Errorf("exporting: %w", err)
	}
	return all, nil
}

// keptFor is an application that is kept in spite of an erasure.
type keptFor struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`
	State string `json:"state"`
	Until string `json:"until"`
}

// erase ends the holder's account and takes out of the database what is personal, but for the applications that were decided
// within the span of retention: these are told, with the day on which their time is over.
func (c *call) erase() (*answer, error) {
	if err := c.may(process.Holder); err != nil {
		return nil, err
	}
	if err := c.again(false); err != nil {
		return nil, err
	}
	var open int
	if err := c.tx.Row(`SELECT count(*) FROM open_applications WHERE holder_id = $1`, c.who.holderID).Scan(&open); err != nil {
		return nil, fmt.Errorf("looking for an open application: %w", err)
	}
	if open > 0 {
		r := conflict("还有办理中的申请，请先撤回或等它办完", "An application is open; withdraw it or wait for its end first")
		r.steps = []string{"withdraw"}
		return nil, r
	}
	if err := c.fields().done(); err != nil {
		return nil, err
	}
	kept, gone, err := c.partKept(c.who.holderID)
	if err != nil {
		return nil, err
	}
	for _, id := range gone {
		if err := c.eraseApplication(id); err != nil {
			return nil, err
		}
	}
	if err := c.eraseResident(); err != nil {
		return nil, err
	}
	if err := c.audit("erase", "holder/"+c.who.holderID, map[string]any{"kept": len(kept), "erased": len(gone)}); err != nil {
		return nil, err
	}
	return &answer{body: map[string]any{"erased": true, "kept": kept}, cookie: c.cookie("", -1)}, nil
}

// partKept parts the holder's applications: those that must be kept, and the others.
func (c *call) partKept(holder string) (kept []keptFor, gone []string, err error) {
	kept = []keptFor{}
	err = c.tx.Each(func(r store.Row) error {
		var k keptFor
		var changed string
		if err := r.Scan(&k.ID, &k.Kind, &k.State, &changed); err != nil {
			return err
		}
		at, err := time.Parse(time.RFC3339, changed)
		until := at.AddDate(0, 0, c.limits.Retention.Decided)
		decided := k.State == process.Decided.String() || k.State == process.Collected.String() || k.State == process.Rejected.String()
		if k.Until = shanghai(until).String(); decided && until.After(c.now) {
			kept = append(kept, k)
		} else {
			gone = append(gone, k.ID)
		}
		return err
	}, `SELECT id, kind, state, changed_at FROM applications WHERE holder_id = $1 ORDER BY created_at, id`, holder)
	if err != nil {
		return nil, nil, fmt.Errorf("reading a holder's applications: %w", err)
	}
	return kept, gone, nil
}

// eraseApplication takes out of an application what is personal. That there was one, and which steps it took, stays.
func (c *call) eraseApplication(id string) error {
	err1 := c.tx.Put(`UPDATE applications SET version = version + 1, profile = $2, facts = $3, carried = '', verified = '', previous = '', notes = '',
		name_hash = '', receipt = '', receipt_hash = NULL, track_hash = NULL, notice = '' WHERE id = $1`,
		id, c.keys.seal("profile", "{}"), c.keys.seal("facts", "{}"))
	err2 := c.tx.Put(`UPDATE events SET said = $2 WHERE application_id = $1`, id, c.keys.seal("event said", "{}"))
	err3 := c.tx.Put(`UPDATE events SET actor = '' WHERE application_id = $1 AND role = 'holder'`, id)
	err4 := c.tx.Put(`DELETE FROM messages WHERE application_id = $1`, id)
	err5 := c.tx.Put(`DELETE FROM notices WHERE application_id = $1`, id)
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		return fmt.Errorf("erasing an application: %w", err)
	}
	return nil
}

// eraseResident ends the account and blanks the holder. The ID number is found no more, so that who comes back begins anew.
func (c *call) eraseResident() error {
	id := c.who.holderID
	err1 := c.tx.Put(`UPDATE holders SET id_hash = $2, id_number = '', name = '', phone = '', employer_id = '' WHERE id = $1`, id, "erased "+id)
	err2 := c.tx.Put(`UPDATE accounts SET login = $2, name = '', password = '', disabled = $3 WHERE id = $1`, c.who.id, "erased "+c.who.id, instant(c.now))
	err3 := c.tx.Put(`DELETE FROM messages WHERE application_id = $1`, c.who.id)
	if err := errors.Join(err1, err2, err3); err != nil {
		return fmt.Errorf("erasing a holder: %w", err)
	}
	return c.endSessions(c.who.id)
}
