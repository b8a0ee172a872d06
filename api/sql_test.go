package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jifen/prove/vectors"
)

// queryAt are the methods that take a query, and the place of it among their arguments. accountBy takes a column, and rows hands a
// query on.
var queryAt = map[string]int{
	"Row": 0, "Put": 0, "Exec": 0, "Each": 1, "Ask": 1, "PutOne": 1, "Query": 0, "QueryRow": 0, "Prepare": 0,
	"ExecContext": 1, "QueryContext": 1, "QueryRowContext": 1, "PrepareContext": 1, "accountBy": 0, "rows": 2,
}

// handedOn are the functions in which a query is no constant at the place where it is asked; each says where it comes from.
var handedOn = map[string]string{
	"account.go accountBy": "of a column that each caller gives as a constant",
	"me.go rows":           "each caller gives a constant",
	"list.go applications": "one of listQueries, which are constants put together",
	"purge.go purgeOne":    "one of the statements of what is purged",
	"reports.go counts":    "of one of the two constants of scope", "reports.go oldest": "the same", "reports.go delays": "the same", "reports.go summary": "the same",
	"rotate.go part": "written from the names of sealedTables", "rotate.go resealPart": "the same",
	"audit.go Entries":     "one of two constants",
	"together.go together": "no query, but a place that is put back",
}

// TestQueriesAreConstants: no query is put together of what somebody sent: each is a constant where it is asked, or handed on from one.
func TestQueriesAreConstants(t *testing.T) {
	constants, used := 0, map[string]bool{}
	for _, dir := range []string{".", "store", "outbox"} {
		fset := token.NewFileSet()
		files := parsed(t, fset, dir)
		info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}}
		(&types.Config{Error: func(error) {}}).Check(dir, fset, files, info) // what is imported is not looked at: a constant is one without it
		for _, f := range files {
			name := filepath.Base(fset.Position(f.Pos()).Filename)
			if dir == "store" && name != "audit.go" {
				continue // the store's own statements, and what hands queries to the databases
			}
			for _, d := range f.Decls {
				in, _ := d.(*ast.FuncDecl)
				if in == nil {
					continue
				}
				ast.Inspect(in, func(n ast.Node) bool {
					var query ast.Expr
					switch n := n.(type) {
					case *ast.CallExpr:
						if sel, ok := n.Fun.(*ast.SelectorExpr); ok {
							if at, ok := queryAt[sel.Sel.Name]; ok && at < len(n.Args) {
								query = n.Args[at]
							}
						}
					case *ast.BinaryExpr:
						if v := info.Types[n.X].Value; v != nil && n.Op == token.ADD && strings.Contains(v.ExactString(), "SELECT ") {
							query = n
						}
					}
					if query == nil {
						return true
					}
					if where := name + " " + in.Name.Name; info.Types[query].Value != nil {
						constants++
					} else if used[where] = true; handedOn[where] == "" {
						t.Errorf("%s: a query that is no constant", fset.Position(query.Pos()))
					}
					return true
				})
			}
		}
	}
	for where := range handedOn {
		if !used[where] {
			t.Errorf("%s hands no query on", where)
		}
	}
	t.Logf("figure: %d queries are constants, %d are chosen among constants; none is put together of what was sent", constants, len(used))
}

// parsed reads the files of a folder but its tests.
func parsed(t *testing.T, fset *token.FileSet, dir string) (files []*ast.File) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}

// TestSQLIsText sends what changes the meaning of a query in every parameter that comes near one: it is text, finds what that text finds,
// and is read back as it was sent; nothing fails, waits or changes.
func TestSQLIsText(t *testing.T) {
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			w := newWorld(t, kind)
			w.service.limits.off = true
			w.directive("party", "party EMP employer HOLDER holder 徐汇")
			w.directive("desk", "desk officer 徐汇")
			w.directive("desk", "desk auditor")
			w.call("open", "employer", http.MethodPost, "/v1/applications", nil, said(map[string]string{"holder_id": w.vars["HOLDER"], "kind": "initial"}))
			w.part("open", ".id = APP")
			form := func(field string) string {
				return w.fill("form", `{"profile":{"`+field+`":"%s"},"facts":{}}`)
			}
			params := []struct{ who, method, path, body, back string }{
				{"officer", "GET", "/v1/applications?q=%s", "", ""}, {"officer", "GET", "/v1/applications?state=%s", "", ""}, {"officer", "GET", "/v1/applications?cursor=%s", "", ""},
				{"officer", "GET", "/v1/applications?limit=%s", "", ""}, {"auditor", "GET", "/v1/applications?q=%s", "", ""}, {"officer", "GET", "/v1/employers?q=%s", "", ""},
				{"officer", "GET", "/v1/employers?state=approved&q=%s", "", ""}, {"officer", "GET", "/v1/feedback?q=%s", "", ""}, {"employer", "GET", "/v1/holders?q=%s", "", ""},
				{"auditor", "GET", "/v1/audit?q=%s", "", ""}, {"auditor", "GET", "/v1/reports/summary?district=%s", "", ""}, {"officer", "GET", "/v1/applications/%s", "", ""},
				{"officer", "GET", "/v1/employers/%s", "", ""}, {"employer", "DELETE", "/v1/staff/%s", "", ""}, {"employer", "POST", "/v1/holders/%s/first_password", "", ""},
				{"nobody", "GET", "/v1/notices/%s", "", ""}, {"nobody", "POST", "/v1/tracking", `{"receipt":"%s","id_tail":"1234"}`, ""}, {"nobody", "POST", "/v1/tracking", `{"receipt":"0000-0000-0000-0000","id_tail":"%s"}`, ""},
				{"officer", "POST", "/v1/accounts/reset", `{"login":"%s","seen":"身份证"}`, ""}, {"officer", "POST", "/v1/employers/$EMP/suspension", `{"state":"%s","reason":"x"}`, ""},
				{"employer", "POST", "/v1/applications", `{"kind":"initial","holder_id":"%s"}`, ""}, {"employer", "POST", "/v1/applications/$APP/steps", `{"step":"%s"}`, ""},
				{"nobody", "POST", "/v1/feedback", `{"page":"/","comment":"%s"}`, ""}, {"nobody", "POST", "/v1/score", `{"facts":{},"edition":"%s"}`, ""},
				{"employer", "PUT", "/v1/applications/$APP", form("name"), "name"}, {"employer", "PUT", "/v1/applications/$APP", form("address"), "address"},
				{"employer", "PUT", "/v1/applications/$APP", form("job_title"), "job_title"}, {"employer", "PUT", "/v1/applications/$APP", form("archive_place"), "archive_place"},
			}
			all, sent, slowest := vectors.SQL(), 0, time.Duration(0)
			if !*prove {
				for i := range len(all) / 23 { // of every way out of a text some
					all[i] = all[i*23]
				}
				all = all[:len(all)/23]
			}
			before := w.standing()
			for _, p := range params {
				usual := ""
				for i, v := range append([]string{"harmless"}, all...) {
					path := strings.ReplaceAll(w.fill("path", p.path), "%s", url.QueryEscape(v))
					if !strings.Contains(p.path, "?") {
						path = strings.ReplaceAll(w.fill("path", p.path), "%s", url.PathEscape(v))
					}
					body := ""
					if p.body != "" {
						quoted, _ := json.Marshal(v)
						body = strings.ReplaceAll(p.body, `"%s"`, string(quoted))
					}
					begin := time.Now()
					w.call(p.path, p.who, p.method, path, http.Header{"If-Match": {w.etag(p.method)}}, body)
					slowest = max(slowest, time.Since(begin))
					if sent++; w.answer.status >= 500 {
						t.Fatalf("%s %s with %q: %d %s", p.method, p.path, v, w.answer.status, w.answer.body)
					}
					if told := w.told(); i == 0 {
						usual = told
					} else if told != usual && w.answer.status != 422 {
						t.Errorf("%s %s with %q: %s, and with a word of no meaning %s", p.method, p.path, v, told, usual)
					}
					if p.back != "" && w.answer.status == 200 {
						w.call("back", p.who, http.MethodGet, path, nil, "")
						if got, _ := reach(w.json(), "profile."+p.back); got != strings.TrimSpace(v) {
							t.Errorf("%s: %q is read back as %q", p.back, v, got)
						}
					}
				}
			}
			if after := w.standing(); after != before {
				t.Errorf("there are now\n%s\nand were\n%s", after, before)
			}
			t.Logf("figure: %d texts that change a query × %d parameters on %s: %d calls, none failed, found more than a word of no meaning finds, or waited (the slowest %.0f ms); what is kept is read back as it was sent",
				len(all), len(params), kind, sent, slowest.Seconds()*1e3)
		})
	}
}

// etag is the version that the application has now, for a call that must name it.
func (w *world) etag(method string) string {
	if method != http.MethodPut {
		return ""
	}
	w.call("version", "employer", http.MethodGet, "/v1/applications/"+w.vars["APP"], nil, "")
	return w.answer.header.Get("ETag")
}

// json is the last answer.
func (w *world) json() (v any) {
	if err := json.Unmarshal(w.answer.body, &v); err != nil {
		w.Fatalf("no JSON: %s", w.answer.body)
	}
	return v
}

// told is what the last answer comes to: its status, and of a list how long it is.
func (w *world) told() string {
	n, _ := reach(w.json(), "items.len")
	return fmt.Sprint(w.answer.status, " ", n)
}

// standing is who and what there is.
func (w *world) standing() string {
	return w.rows(`SELECT id || disabled || password FROM accounts ORDER BY id`, `SELECT id || state FROM employers ORDER BY id`, `SELECT id || state FROM applications ORDER BY id`, `SELECT id FROM holders ORDER BY id`)
}
