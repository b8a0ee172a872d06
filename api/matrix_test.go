package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"jifen/api/store"
	"jifen/rules/process"
)

var update = flag.Bool("update", false, "write the table of who may call what anew")

// callers are those who try every call on the same objects: of each role one whom they concern, and one whom they do not.
var callers = []string{"nobody", "holder", "otherholder", "employer", "otheremployer", "officer", "otherofficer", "auditor"}

// bodies are sent where an empty object would say nothing of who may call.
var bodies = map[string]string{
	"POST /v1/holders/import": "name,id_number,phone\n",
	"POST /v1/session/totp":   " ", // one that has no second factor sends nothing
}

const matrixFile = "testdata/matrix.golden"

// TestMatrix calls every route as every caller, on an employer, a holder, a member of staff, an application and a notice of one
// district, each time in a world of its own. The table in testdata is the review; what it must never say is held here besides.
func TestMatrix(t *testing.T) {
	var table bytes.Buffer
	fmt.Fprintf(&table, "# What each caller is answered, with an empty body. Written by go test ./api -run TestMatrix -update; the diff is the review.\n%-46s %s\n", "", strings.Join(callers, " "))
	for _, rt := range routes() {
		fmt.Fprintf(&table, "%-46s", rt.pattern())
		for _, who := range callers {
			status := tried(t, &rt, who)
			fmt.Fprintf(&table, " %-*d", len(who), status)
			guarded(t, &rt, who, status)
		}
		table.Truncate(len(bytes.TrimRight(table.Bytes(), " ")))
		table.WriteString("\n")
	}
	t.Logf("figure: %d calls × %d callers, own and foreign: %d of %d cells tried and as reviewed; a call without a line fails", len(routes()), len(callers), len(routes())*len(callers), len(routes())*len(callers))
	if *update {
		if err := os.WriteFile(matrixFile, table.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(matrixFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(table.Bytes(), want) {
		t.Errorf("the table is\n%s\nand in %s it is\n%s", table.Bytes(), matrixFile, want)
	}
}

// guarded holds a cell against what no table may say.
func guarded(t *testing.T, rt *route, who string, status int) {
	t.Helper()
	foreign := strings.HasPrefix(who, "other") && strings.Contains(rt.path, "{id}")
	switch {
	case status >= 500:
		t.Errorf("%s as %s: %d", rt.pattern(), who, status)
	case who == "nobody" && rt.who != nil && status != http.StatusUnauthorized:
		t.Errorf("%s as nobody: %d, want 401", rt.pattern(), status)
	case foreign && status < 300:
		t.Errorf("%s as %s, whom it does not concern: %d", rt.pattern(), who, status)
	case foreign && status == http.StatusForbidden && calledBy(rt, who):
		t.Errorf("%s as %s: 403 tells that there is such a thing; want 404", rt.pattern(), who)
	}
}

// calledBy says whether a caller's role may call the route at all.
func calledBy(rt *route, who string) bool {
	for _, r := range rt.who {
		if strings.HasSuffix(who, r.String()) {
			return true
		}
	}
	return false
}

// tried is what a caller is answered.
func tried(t *testing.T, rt *route, who string) int {
	w := newWorld(t, "sqlite")
	w.directive("matrix", "party EMP employer HOLDER holder 徐汇")
	w.directive("matrix", "party EMPB otheremployer HOLDERB otherholder 浦东新")
	for name, district := range map[string]string{"officer": "徐汇", "otherofficer": "浦东新", "auditor": ""} {
		w.directive("matrix", strings.TrimSpace("desk "+name+" "+district))
	}
	id := map[string]string{"employers": w.vars["EMP"], "holders": w.vars["HOLDER"]}
	if strings.HasPrefix(rt.path, "/v1/applications/") {
		id["applications"] = w.submitted()
	}
	if strings.HasPrefix(rt.path, "/v1/staff/") {
		a := &account{role: process.Employer, name: "人事二", employerID: w.vars["EMP"], number: 2}
		w.enter("second", a)
		id["staff"] = a.id
	}
	path := strings.ReplaceAll(rt.path, "{id}", id[strings.Split(rt.path, "/")[2]])
	path = strings.ReplaceAll(path, "{code}", strings.Repeat("0", 16))
	body := bodies[rt.pattern()]
	if body == "" && rt.method != http.MethodGet && rt.method != http.MethodDelete {
		body = "{}"
	}
	header := http.Header{"If-Match": {`"0"`}}
	if rt.csv {
		header.Set("Content-Type", "text/csv")
	}
	w.call("matrix", who, rt.method, path, header, body)
	return w.answer.status
}

// TestStepsAreTheirs lets each caller try every step, with all that the step could need, where it is not the caller's to take: who has no
// business with the application is told that there is none, an auditor and a role that never takes the step may not, and nothing changes.
// No role can both claim and decide, and nobody can change the rules: the service holds no writer of them (TestArrows).
func TestStepsAreTheirs(t *testing.T) {
	w := newWorld(t, "sqlite")
	w.service.limits.off = true
	w.directive("matrix", "party EMP employer HOLDER holder 徐汇")
	w.directive("matrix", "party EMPB otheremployer HOLDERB otherholder 浦东新")
	for name, district := range map[string]string{"officer": "徐汇", "otherofficer": "浦东新", "auditor": ""} {
		w.directive("matrix", strings.TrimSpace("desk "+name+" "+district))
	}
	path := "/v1/applications/" + w.submitted() + "/steps"
	before, tried := w.everything(), 0
	claims, decides := map[process.Role]bool{}, map[process.Role]bool{}
	for i := range process.Steps {
		s := &process.Steps[i]
		for _, r := range s.By {
			claims[r], decides[r] = claims[r] || s.ID == "submit", decides[r] || s.ID == "decide" || s.ID == "accept"
		}
		body := map[string]any{"step": s.ID, "reason": "理由", "note": "说明", "holder_of_file": "某处", "papers": []string{}, "missing": []string{"contract"}, "facts": map[string]any{}, "genuine": true, "collector": "holder", "name": "某"}
		for _, who := range callers[1:] {
			for _, needed := range []map[string]any{body, {"step": s.ID}} {
				want := map[bool]int{true: http.StatusNotFound, false: http.StatusForbidden}[strings.HasPrefix(who, "other")]
				if want == http.StatusForbidden && who != "auditor" && everTakes(s, who) {
					continue // its own to take; TestScripts walks those
				}
				w.call("matrix", who, http.MethodPost, path, nil, said(needed))
				if tried++; w.answer.status != want {
					t.Errorf("%s by %s: %d, want %d: %s", s.ID, who, w.answer.status, want, w.answer.body)
				}
			}
		}
	}
	if w.everything() != before {
		t.Error("a step that was not theirs changed something")
	}
	for r := range claims {
		if claims[r] && decides[r] {
			t.Errorf("%v can both claim and decide", r)
		}
	}
	t.Logf("figure: %d steps tried by whom they do not belong to: %d of %d refused, foreign ones as if there were no such application; no role both claims and decides", len(process.Steps), tried, tried)
}

// everTakes says whether a caller's role ever takes a step.
func everTakes(s *process.Step, who string) bool {
	for _, r := range s.By {
		if r.String() == who {
			return true
		}
	}
	return false
}

// submitted is an application of the first party that its district's officers see.
func (w *world) submitted() string {
	w.call("matrix", "employer", http.MethodPost, "/v1/applications", nil, said(map[string]string{"holder_id": w.vars["HOLDER"], "kind": "initial"}))
	w.directive("matrix", "201")
	w.part("matrix", ".id = APP")
	w.service.tx(w, func(tx *store.Tx) error {
		var text string
		if err := tx.Row(`SELECT standing FROM applications WHERE id = $1`, w.vars["APP"]).Scan(&text); err != nil {
			return err
		}
		var s process.Standing
		if err := json.Unmarshal([]byte(text), &s); err != nil {
			return err
		}
		s.State = process.Submitted
		_, err := tx.Exec(`UPDATE applications SET state = $2, standing = $3, district = '徐汇', submitted_on = '2026-11-24' WHERE id = $1`, w.vars["APP"], s.State.String(), said(s))
		return err
	})
	return w.vars["APP"]
}
