package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"jifen/api/store"
	"jifen/rules/process"
)

const (
	wholeProfile = `{"name":"王示例","id_number":"$HOLDER_NUMBER","permit_number":"SH0001","permit_valid_until":"2030-05-01","phone":"13800000000","address":"示例路 1 号",
  "household_place":"示例省","job_title":"工程师","contract_from":"2024-01-01","contract_to":"unlimited","archive_place":"示例中心"}`
	wholeFacts = `{"complete":true,"born":"1988-11-24","permit":true,"employed":true,"insured_last_12":12,"education":"master","insured_months":36}`
)

// benchForm is what the measurements and the clocks that jump fill in.
const benchForm = `{"profile":{"name":"王示例","id_number":"$H_NUMBER","permit_number":"SH0001","permit_valid_until":"2027-05-01","phone":"13800000000",
	"address":"徐汇区示例路 1 号","household_place":"示例省示例市","job_title":"工程师","contract_from":"2024-01-01","contract_to":"2027-12-31","archive_place":"示例市人才中心"},
	"facts":{"complete":true,"born":"1988-11-24","permit":true,"employed":true,"insured_last_12":12,"title":"intermediate","title_base_met":true,"insured_months":60}}`

// stepBodies are bodies with which each step can be taken, by the table of what must be said.
var stepBodies = map[string]string{
	"withdraw": `"reason":"x"`, "return": `"missing":["contract"],"note":"x"`, "request_archive": `"holder_of_file":"x"`, "diploma_result": `"genuine":true`,
	"accept": `"papers":["introduction","hr_id","permit_card","application_form","id_card","household_book","contract","licence","tax_record","diploma","diploma_register"],"not_needed":["part_time_file","foreign_degree"]`,
	"decide": `"facts":` + wholeFacts, "reject": `"reason":"x"`, "request_review": `"reason":"x"`, "reopen": `"reason":"x"`, "collect": `"collector":"holder","name":"x"`,
}

// TestServiceWalks lets everybody try every step, over and over: what is said to be possible can be done, and what is not is refused and
// changes nothing. After each the columns say what the standing says, and there is one event and one audit row for each step.
func TestServiceWalks(t *testing.T) {
	w := newWorld(t, "sqlite")
	w.service.limits.off = true
	w.run("walks", "party EMP hr HOLDER wang 徐汇\nparty EMP2 hr2 HOLDER2 li 徐汇\ndesk one 徐汇\ndesk two 徐汇\ndesk far 静安\ndesk auditor")
	random := rand.New(rand.NewPCG(1, 2))
	for range 12 {
		w.run("walks", `hr POST /v1/applications
  {"kind":"initial","holder_id":"$HOLDER"}
201
.id = APP
hr PUT /v1/applications/$APP
  If-Match: "1"
  {"profile":`+wholeProfile+`,"facts":`+wholeFacts+`}
200`)
		for range 25 {
			w.everyone(random)
		}
		w.run("walks", "clock +24h")
		w.finish()
	}
}

// everyone lets everybody try one step, and then one who can take one.
func (w *world) everyone(random *rand.Rand) {
	w.Helper()
	type deal struct{ who, step string }
	var all []deal
	for _, who := range []string{"wang", "li", "hr", "hr2", "one", "two", "far", "auditor", "nobody"} {
		possible := w.possible(who)
		step := process.Steps[random.IntN(len(process.Steps))].ID
		if !slices.Contains(possible, step) {
			before := w.kept()
			w.take(who, step)
			if s := w.answer.status; s < 401 || s > 409 {
				w.Fatalf("%s takes %s, which is not possible: %d %s", who, step, s, w.answer.body)
			}
			if after := w.kept(); after != before {
				w.Fatalf("%s tried %s, and it changed:\n%+v\n%+v", who, step, before, after)
			}
		}
		for _, id := range possible {
			if id != "withdraw" && id != "reject" || random.IntN(12) == 0 {
				all = append(all, deal{who, id})
			}
		}
	}
	if len(all) == 0 {
		return
	}
	d := all[random.IntN(len(all))]
	before := w.kept()
	w.take(d.who, d.step)
	after := w.kept()
	if w.answer.status != 200 || after.events != before.events+1 || after.audits != before.audits+1 || after.version != before.version+1 {
		w.Fatalf("%s takes %s: %d %s\n%+v\n%+v", d.who, d.step, w.answer.status, w.answer.body, before, after)
	}
	w.agrees()
}

func (w *world) possible(who string) []string {
	w.Helper()
	w.call("walks", who, http.MethodGet, w.fill("walks", "/v1/applications/$APP"), nil, "")
	var a struct {
		Steps []string `json:"possible_steps"`
	}
	if w.answer.status == 200 {
		if err := json.Unmarshal(w.answer.body, &a); err != nil {
			w.Fatal(err)
		}
	} else if w.answer.status != 404 && w.answer.status != 401 {
		w.Fatalf("%s reads: %d %s", who, w.answer.status, w.answer.body)
	}
	return a.Steps
}

func (w *world) take(who, step string) {
	w.Helper()
	body := `{"step":"` + step + `"`
	if more := stepBodies[step]; more != "" {
		body += "," + more
	}
	w.call("walks", who, http.MethodPost, w.fill("walks", "/v1/applications/$APP/steps"), nil, body+"}")
}

// keptRows is how much stands of an application.
type keptRows struct {
	version, events, audits, messages int
	state                             string
}

func (w *world) kept() (k keptRows) {
	w.Helper()
	w.service.tx(w, func(tx *store.Tx) error {
		id := w.vars["APP"]
		return errors.Join(
			tx.Row(`SELECT version, state FROM applications WHERE id = $1`, id).Scan(&k.version, &k.state),
			tx.Row(`SELECT count(*) FROM events WHERE application_id = $1`, id).Scan(&k.events),
			tx.Row(`SELECT count(*) FROM messages WHERE application_id = $1`, id).Scan(&k.messages),
			tx.Row(`SELECT count(*) FROM audit`).Scan(&k.audits))
	})
	return k
}

// agrees holds the columns against the standing, and the notices that count against the state.
func (w *world) agrees() {
	w.Helper()
	w.service.tx(w, func(tx *store.Tx) error {
		var state, due, standing, notice string
		var open, valid int
		id := w.vars["APP"]
		err := errors.Join(
			tx.Row(`SELECT state, due_on, standing, notice FROM applications WHERE id = $1`, id).Scan(&state, &due, &standing, &notice),
			tx.Row(`SELECT count(*) FROM open_applications WHERE application_id = $1`, id).Scan(&open),
			tx.Row(`SELECT count(*) FROM notices WHERE application_id = $1 AND revoked_at = ''`, id).Scan(&valid))
		var s process.Standing
		if err == nil {
			err = json.Unmarshal([]byte(standing), &s)
		}
		if s.State.String() != state || dayText(s.DueOn) != due || (open == 1) != s.State.Open() || (valid == 1) != (notice != "") || valid > 1 {
			w.Errorf("state %s, due %s, open %d, notices %d, but it stands %s", state, due, open, valid, standing)
		}
		if ended := s.State == process.Withdrawn || s.State == process.Rejected; ended && valid > 0 {
			w.Errorf("%s, and a notice counts", state)
		}
		return err
	})
}

// finish withdraws what still goes on.
func (w *world) finish() {
	w.Helper()
	for _, step := range []string{"withdraw"} {
		if slices.Contains(w.possible("wang"), step) {
			w.take("wang", step)
			w.directive("walks", "200")
		}
	}
}

// TestSignedNotice: what the QR code holds is checked with the published key alone, and no letter of it can be changed.
func TestSignedNotice(t *testing.T) {
	w := newWorld(t, "sqlite")
	w.run("signed", `party EMP hr HOLDER wang 徐汇
desk one 徐汇
hr POST /v1/applications
  {"kind":"initial","holder_id":"$HOLDER"}
201
.id = APP
hr PUT /v1/applications/$APP
  If-Match: "1"
  {"profile":`+wholeProfile+`,"facts":`+wholeFacts+`}
200`)
	for _, d := range [][2]string{{"hr", "submit"}, {"one", "accept"}, {"one", "request_archive"}, {"one", "archive_arrived"}, {"one", "send_diploma"}, {"one", "diploma_result"}, {"one", "decide"}} {
		w.take(d[0], d[1])
		w.directive(d[1], "200")
	}
	w.run("signed", ".notice.signed = SIGNED\n.notice.code = CODE\nnew GET /notice/key.json\n200\n.x = KEY")
	key, err := base64.RawURLEncoding.DecodeString(w.vars["KEY"])
	if err != nil {
		t.Fatal(err)
	}
	signed := w.vars["SIGNED"]
	at := strings.LastIndex(signed, ".")
	sound := func(text, sig string) bool {
		src, err := base64.RawURLEncoding.DecodeString(sig)
		return err == nil && ed25519.Verify(key, []byte(text), src)
	}
	if !sound(signed[:at], signed[at+1:]) {
		t.Fatal("the signature is not sound")
	}
	for i := range signed[:at] {
		other := []byte(signed[:at])
		other[i] ^= 1
		if sound(string(other), signed[at+1:]) {
			t.Fatalf("letter %d can be changed", i)
		}
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(signed, ".")[1])
	want := fmt.Sprintf(`{"c":"%s","n":"王*","t":"%s","p":139,"d":"2026-11-24","u":"2030-05-01"}`, w.vars["CODE"], w.vars["HOLDER_TAIL"])
	if err != nil || string(payload) != want {
		t.Errorf("it says %s, want %s: %v", payload, want, err)
	}
	if len(signed) > 251 { // what a QR code of version 11 holds at level M
		t.Errorf("%d characters are too many for the QR code", len(signed))
	}
}

// TestPages: page by page the list is what it is as one, though some are opened meanwhile.
func TestPages(t *testing.T) {
	for _, kind := range []string{"sqlite", "postgres"} {
		t.Run(kind, func(t *testing.T) {
			w := newWorld(t, kind)
			w.run("pages", "party EMP hr HOLDER wang 徐汇\ndesk one 徐汇\ndesk auditor")
			open := `wang POST /v1/applications
  {"kind":"initial"}
201
.id = APP
wang POST /v1/applications/$APP/steps
  {"step":"withdraw","reason":"x"}
200`
			for range 7 {
				w.run("pages", open)
			}
			for _, who := range []string{"wang", "hr", "auditor"} {
				var got []string
				for path, next := "/v1/applications?limit=3", "x"; next != ""; path = "/v1/applications?limit=3&cursor=" + next {
					w.call("pages", who, http.MethodGet, path, nil, "")
					var list struct {
						Items []struct{ ID string }
						Next  string
					}
					if err := json.Unmarshal(w.answer.body, &list); err != nil || w.answer.status != 200 {
						t.Fatalf("%s: %v %s", who, err, w.answer.body)
					}
					for _, item := range list.Items {
						got = append(got, item.ID)
					}
					if len(got) == 3 && who == "hr" {
						w.run("pages", open) // newer than what is left to read
					}
					next = list.Next
				}
				sorted := slices.Clone(got)
				slices.Sort(sorted)
				if n := len(slices.Compact(sorted)); len(got) != n || n < 7 {
					t.Errorf("%s: %d items, %d different", who, len(got), n)
				}
			}
			w.run("pages", "one GET /v1/applications\n200\n.items.len 0")
		})
	}
}
