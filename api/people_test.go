package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"jifen/api/store"
	"jifen/rules"
	"jifen/rules/process"
)

// kinds are the databases on which everything is tried.
var kinds = []string{"sqlite", "postgres"}

// TestCommands: accounts of staff are made, reset and ended on the command line, each with an audit row, and what is asked wrongly
// is refused in words.
func TestCommands(t *testing.T) {
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			w := newWorld(t, kind)
			do := func(c config) (map[string]any, error) {
				var out bytes.Buffer
				err := w.service.command(context.Background(), &c, &out)
				var told map[string]any
				if err == nil {
					err = json.Unmarshal(out.Bytes(), &told)
				}
				return told, err
			}
			for want, c := range map[string]config{
				"徐汇":              {addOfficer: "王", district: "徐汇区"},
				"黄浦":              {addOfficer: "王"},
				"one line":        {addOfficer: " \n", district: "徐汇"},
				"at most":         {addAuditor: strings.Repeat("长", 51)},
				"one command":     {addAuditor: "王", reset: "x"},
				"no account":      {reset: "nobody"},
				"has this sign-i": {disable: "nobody"},
			} {
				if _, err := do(c); err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%+v: %v, want %q", c, err, want)
				}
			}
			one, err1 := do(config{addOfficer: "王", district: "浦东新"})
			two, err2 := do(config{addOfficer: "王", district: "浦东新"})
			if err1 != nil || err2 != nil || one["login"] == two["login"] || !strings.HasPrefix(one["login"].(string), "officer-") {
				t.Fatal("a second officer of the same name is none of its own:", one, two, err1, err2)
			}
			login := one["login"].(string)
			again, err := do(config{reset: strings.ToUpper(login)})
			if err != nil || again["first_password"] == one["first_password"] {
				t.Fatal(again, err)
			}
			signs := func(password any, status string) {
				t.Helper()
				w.call("sign in", "x", http.MethodPost, "/v1/session", nil, said(map[string]any{"login": login, "password": password}))
				w.directive("sign in", status)
			}
			signs(one["first_password"], "401")
			signs(again["first_password"], "200")
			if _, err := do(config{disable: login}); err != nil {
				t.Fatal(err)
			}
			signs(again["first_password"], "401")
			w.call("session", "x", http.MethodGet, "/v1/session", nil, "")
			w.part("session", ".signed_in false")
			for _, c := range []config{{disable: login}, {reset: login}} {
				if _, err := do(c); err == nil {
					t.Errorf("%+v of one that was ended goes through", c)
				}
			}
			if told, err := do(config{verifyAudit: true}); err != nil || told["rows"] != 5.0 { // two made, one reset, one sign-in, one ended
				t.Error(told, err)
			}
			w.service.tx(t, func(tx *store.Tx) error {
				_, err := tx.Exec(`UPDATE audit SET actor = 'somebody' WHERE number = 3`)
				return err
			})
			if _, err := do(config{verifyAudit: true}); err == nil || !strings.Contains(err.Error(), "row 3") {
				t.Error("a changed audit row goes unseen:", err)
			}
		})
	}
}

// TestTables: whatever is sent as a table is read in lines that are told, within bounds, or refused.
func TestTables(t *testing.T) {
	id := madeID(1)
	for text, want := range map[string]string{
		"姓名,身份证号,手机\n王某," + id + ",13900000001\n":                                             "2 ok",
		"\ufeff姓名,身份证号码,手机号\r\n王某," + id + ",13900000001\r\n":                                 "2 ok",
		"name\tid_number\tphone\n王某\t" + id + "\t'13900000001\n":                              "2 ok",
		"NAME, ID_Number ,phone\n\n\n王某," + id + ",13900000001\n":                             "4 ok",
		"name,id_number,phone\n王某,x,13900000001\n":                                            "2 id_number",
		"name,id_number,phone\n王某\n":                                                          "2 id_number phone",
		"name,id_number,phone\n\"王\n某\"," + id + ",13900000001\n":                             "2 name",
		"name,id_number,phone\n王\u202e某," + id + ",13900000001\n":                             "2 name",
		"name,id_number,phone\n王\"某," + id + ",13900000001\n钱某," + madeID(2) + ",13900000001": "2 line|3 ok",
		"name,id_number,phone\n":                                                              "table",
		"":                                                                                    "table",
		"name;id_number;phone\n":                                                              "table table table table",
		"name,id_number\nx,y\n":                                                               "table",
		"name,id_number,phone\n\xff,1,2":                                                      "table",
		"name,id_number,phone\n" + strings.Repeat("x,y,z\n", mostImported+1):                  "table",
		"name,id_number,phone\n" + strings.Repeat(",", mostCells):                             "table",
	} {
		rows, wrong := readTable([]byte(text), rules.EN)
		var got []string
		for _, p := range wrong {
			got = append(got, p.Field)
		}
		told := strings.Join(got, " ")
		for i, r := range rows {
			if i > 0 {
				told += "|"
			}
			told += fmt.Sprint(r.line)
			if r.wrong == nil {
				told += " ok"
			}
			for _, p := range r.wrong {
				told += " " + p.Field
			}
		}
		if told != want {
			t.Errorf("%.60q: %s, want %s", text, told, want)
		}
	}
}

func FuzzTable(f *testing.F) {
	f.Add("姓名,身份证号,手机\n王某,=\"1\",'2\n\"")
	f.Add("name\tid_number\tphone\n\"\"\"\t\t\t\n")
	f.Fuzz(func(t *testing.T, text string) {
		rows, wrong := readTable([]byte(text), rules.ZH)
		if (rows == nil) == (wrong == nil) || len(rows) > mostImported {
			t.Fatal(len(rows), wrong)
		}
		for _, r := range rows {
			if r.wrong == nil && (!validID(r.p.idNumber) || !validPhone(r.p.phone) || r.p.name == "" || strings.ContainsFunc(r.p.name, hidden)) {
				t.Fatalf("%+v", r.p)
			}
		}
	})
}

// TestResetText: an SMS has at most 70 characters, whatever the district.
func TestResetText(t *testing.T) {
	for _, d := range process.Districts {
		if n := utf8.RuneCountInString(resetText(d)); n > 70 {
			t.Errorf("%s: %d characters", d, n)
		}
	}
}

// settled is a service with an approved employer and its holder, both signed in, as clients hr and wang.
func settled(t *testing.T, kind string) *world {
	w := newWorld(t, kind)
	w.run("settled", `
officer XU 徐汇
hr POST /v1/employers
  {"name":"甲公司","uscc":"$USCC1","kind":"enterprise","district":"徐汇","contact":"欧阳人事","phone":"13812345678","password":"seven lanterns"}
201
.id = E1
xu POST /v1/employers/$E1/decision
  {"approve":true}
200
hr POST /v1/session
  {"login":"$USCC1","password":"seven lanterns"}
200
hr POST /v1/holders
  {"name":"司马某","id_number":"$ID1","phone":"13987654321"}
201
.id = H1
.first_password = FIRST
wang POST /v1/session
  {"login":"$ID1","password":"$FIRST"}
200
.consent_needed = CONSENT
wang PUT /v1/session/password
  {"old":"$FIRST","new":"paper lanterns","consent":"$CONSENT"}
200`)
	return w
}

// opened puts an application into the database, as far as these calls look at it.
func (w *world) opened(id, employer string, state process.State, changed time.Time) {
	w.Helper()
	k := w.service.keys
	w.service.tx(w.T, func(tx *store.Tx) error {
		_, err := tx.Exec(`INSERT INTO applications (id, version, holder_id, employer_id, kind, state, standing, profile, facts, created_at, changed_at) VALUES ($1, 1, $2, $3, 'initial', $4, $5, $6, $7, $8, $8)`,
			id, w.vars["H1"], employer, state.String(), said(process.Standing{State: state, TakenOver: true}), k.seal("profile", `{"name":"司马某"}`), k.seal("facts", `{"permit":true}`), instant(changed))
		if err == nil && state.Open() {
			_, err = tx.Exec(`INSERT INTO open_applications (holder_id, application_id) VALUES ($1, $2)`, w.vars["H1"], id)
		}
		return err
	})
}

func (w *world) stateOf(id string) (state, profile string, open int) {
	w.Helper()
	w.service.tx(w.T, func(tx *store.Tx) error {
		if err := tx.Row(`SELECT state, profile FROM applications WHERE id = $1`, id).Scan(&state, &profile); err != nil {
			return err
		}
		return tx.Row(`SELECT count(*) FROM open_applications WHERE application_id = $1`, id).Scan(&open)
	})
	profile, err := w.service.keys.open("profile", profile)
	if err != nil {
		w.Fatal(err)
	}
	return state, profile, open
}

// TestLeaving: what is open with the employer is withdrawn; what was opened for another employer goes on.
func TestLeaving(t *testing.T) {
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			w := settled(t, kind)
			w.opened("A1", w.vars["E1"], process.Returned, w.now)
			w.run("leaving", "hr DELETE /v1/holders/$H1/employer\n200\n.withdrawn true")
			if state, _, open := w.stateOf("A1"); state != "withdrawn" || open != 0 {
				t.Error("the open application stands at", state, open)
			}
			w = settled(t, kind)
			w.opened("A1", "another", process.Draft, w.now)
			w.run("leaving", "wang DELETE /v1/holders/$H1/employer\n200\n.withdrawn false")
			if state, _, open := w.stateOf("A1"); state != "draft" || open != 1 {
				t.Error("the application with another employer stands at", state, open)
			}
		})
	}
}

// TestErasing: an open application keeps it off; what was decided within the span of retention is kept and told; all else goes.
func TestErasing(t *testing.T) {
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			w := settled(t, kind)
			span := -w.service.limits.Retention.Decided
			w.opened("OLD", w.vars["E1"], process.Collected, w.now.AddDate(0, 0, span-1))
			w.opened("KEPT", w.vars["E1"], process.Decided, w.now.AddDate(0, 0, span+1))
			w.opened("GONE", w.vars["E1"], process.Withdrawn, w.now)
			w.opened("OPEN", w.vars["E1"], process.Draft, w.now)
			w.run("export", "wang GET /v1/me/export\n200\n.applications.len 4\n.applications[0].profile.name \"司马某\"\n.applications[0].facts.permit true")
			w.run("erasing", "wang POST /v1/me/erasure\n409\n.possible_steps[0] \"withdraw\"")
			w.run("leaving", "wang DELETE /v1/holders/$H1/employer\n200\n.withdrawn true")
			w.run("erasing", "wang POST /v1/me/erasure\n200\n.kept.len 1\n.kept[0].id \"KEPT\"\n.kept[0].until \"2026-11-25\"\nwang GET /v1/me/export\n401")
			for id, want := range map[string]string{"OLD": "{}", "KEPT": `{"name":"司马某"}`, "GONE": "{}", "OPEN": "{}"} {
				if _, profile, _ := w.stateOf(id); profile != want {
					t.Errorf("%s: the profile is %s", id, profile)
				}
			}
		})
	}
}

// TestNothingPersonal: what people give of themselves stands nowhere in the database as it was given.
func TestNothingPersonal(t *testing.T) {
	w := settled(t, "sqlite")
	w.run("more", `
hr POST /v1/holders/import
  Content-Type: text/csv
  Idempotency-Key: canary
  姓名,身份证号,手机
  诸葛某,$ID2,13811112222
201
hr POST /v1/staff
  {"name":"上官某"}
201
xu POST /v1/accounts/reset
  {"login":"$ID1","seen":"身份证"}
200`)
	w.run("more", "hr GET /v1/session\n200")
	dump := w.dump()
	for _, canary := range []string{"司马", "欧阳", "诸葛", "上官", w.vars["ID1"], w.vars["ID2"], "13812345678", "13987654321", "13811112222", "lanterns", w.vars["FIRST"]} {
		if strings.Contains(dump, canary) {
			t.Errorf("%s stands in the database", canary)
		}
	}
	if !strings.Contains(dump, "甲公司") {
		t.Error("the dump lacks what must stand there")
	}
}

// dump is every row of the tables that hold people.
func (w *world) dump() string {
	return w.rows(
		`SELECT id || login || name || password || consent FROM accounts`,
		`SELECT id || uscc || name || contact || phone || reason FROM employers`,
		`SELECT id || id_hash || id_number || name || phone FROM holders`,
		`SELECT actor || action || object || detail FROM audit`,
		`SELECT scope || key || body || answer FROM replies`,
		`SELECT phone || text FROM messages`,
	)
}

// rows is what queries of one column give, a line each.
func (w *world) rows(queries ...string) string {
	w.Helper()
	var all strings.Builder
	w.service.tx(w.T, func(tx *store.Tx) error {
		for _, query := range queries {
			if err := tx.Each(func(r store.Row) error {
				var text string
				err := r.Scan(&text)
				all.WriteString(text + "\n")
				return err
			}, query); err != nil {
				return err
			}
		}
		return nil
	})
	return all.String()
}

// TestSameKeyAtOnce: of many calls with one key at once, one counts, and all have its answer.
func TestSameKeyAtOnce(t *testing.T) {
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			w := settled(t, kind)
			const calls = 20
			answers := make(chan string, calls)
			for range calls {
				go func() {
					body := fmt.Sprintf(`{"name":"某某","id_number":"%s","phone":"13900000002"}`, w.vars["ID2"])
					r, _ := http.NewRequest(http.MethodPost, w.server.URL+"/v1/holders", strings.NewReader(body))
					r.Header.Set("Content-Type", "application/json")
					r.Header.Set("Idempotency-Key", "at once")
					a, err := w.client("hr").Do(r)
					if err != nil {
						answers <- err.Error()
						return
					}
					defer a.Body.Close()
					src, _ := io.ReadAll(a.Body)
					answers <- fmt.Sprint(a.StatusCode, string(src))
				}()
			}
			first := <-answers
			for range calls - 1 {
				if next := <-answers; next != first || !strings.HasPrefix(next, "201") {
					t.Fatalf("%s\nand\n%s", first, next)
				}
			}
			if made := strings.Count(w.rows(`SELECT id FROM holders`), "\n"); made != 2 {
				t.Errorf("%d holders were made, want one beside the one that was there", made-1)
			}
			t.Logf("figure: %d calls with one key at once: 1 holder, %d equal answers", calls, calls)
		})
	}
}

// TestFourAtOnce: however many register at once under one code, no more wait than may.
func TestFourAtOnce(t *testing.T) {
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			w := newWorld(t, kind)
			w.service.limits.off = true
			made := make(chan int, 8)
			for i := range cap(made) {
				go func() {
					body := fmt.Sprintf(`{"name":"单位","uscc":"%s","kind":"enterprise","district":"徐汇","contact":"某人事","phone":"13900000002","password":"lantern number %d"}`, w.vars["USCC1"], i)
					a, err := http.Post(w.server.URL+"/v1/employers", "application/json", strings.NewReader(body))
					if err != nil {
						made <- 0
						return
					}
					a.Body.Close()
					made <- a.StatusCode
				}()
			}
			count := map[int]int{}
			for range cap(made) {
				count[<-made]++
			}
			if most := w.service.limits.Pending.Most; count[201] != most || count[409] != cap(made)-most {
				t.Error(count)
			}
		})
	}
}

// BenchmarkImport is the longest table there may be: it must be answered well within the server's time.
func BenchmarkImport(b *testing.B) {
	s := newService(b, "sqlite", time.Now)
	text := "name,id_number,phone\n"
	for i := range mostImported {
		text += fmt.Sprintf("某某,%s,13900000001\n", numbered(i))
	}
	for b.Loop() {
		rows, _ := readTable([]byte(text), rules.ZH)
		r, _ := http.NewRequest(http.MethodPost, "/", nil)
		c := &call{service: s, r: r, now: time.Now(), who: &account{id: "a", employerID: newID()}}
		if err := c.hashRows(rows); err != nil {
			b.Fatal(err)
		}
		if err := c.write(func() error {
			_, err := c.enterRows(rows)
			c.tx.Exec(`DELETE FROM holders`)
			c.tx.Exec(`DELETE FROM accounts`)
			return err
		}); err != nil {
			b.Fatal(err)
		}
	}
}

// numbered is a sound ID number of nobody, by its number.
func numbered(n int) string {
	head := fmt.Sprintf("99999919880101%03d", n)
	for _, c := range "0123456789X" {
		if validID(head + string(c)) {
			return head + string(c)
		}
	}
	panic("no sound check character")
}
