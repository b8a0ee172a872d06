package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"jifen/rules"
	"jifen/rules/process"
)

// describedAs is a description as a reader gets it.
func describedAs(t testing.TB, lang rules.Lang) map[string]any {
	t.Helper()
	doc, err := openAPIOf(lang)
	if err != nil {
		t.Fatal(err)
	}
	src, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	var whole map[string]any
	if err := json.Unmarshal(src, &whole); err != nil {
		t.Fatal(err)
	}
	return whole
}

// at goes into JSON by keys.
func at(v any, keys ...string) any {
	for _, key := range keys {
		o, _ := v.(map[string]any)
		v = o[key]
	}
	return v
}

// TestDescriptionHoldsRoutes: every route is described, nothing is described that is no route, every parameter of a path is
// declared, and a body is described exactly where one is taken.
func TestDescriptionHoldsRoutes(t *testing.T) {
	d, err := description()
	if err != nil {
		t.Fatal(err)
	}
	doc := describedAs(t, rules.EN)
	known, ids := map[string]bool{}, map[string]bool{}
	for _, rt := range routes() {
		known[rt.pattern()] = true
		op, _ := at(doc, "paths", rt.path, strings.ToLower(rt.method)).(map[string]any)
		if op == nil {
			t.Errorf("%s is not described", rt.pattern())
			continue
		}
		id, _ := op["operationId"].(string)
		if id == "" || ids[id] {
			t.Errorf("%s has the operationId %q, which is none of its own", rt.pattern(), id)
		}
		ids[id] = true
		var declared []string
		for _, p := range op["parameters"].([]any) {
			if at(p, "in") == "path" && at(p, "required") == true {
				declared = append(declared, at(p, "name").(string))
			}
		}
		for _, m := range pathPart.FindAllStringSubmatch(rt.path, -1) {
			if !slices.Contains(declared, m[1]) {
				t.Errorf("%s does not declare %s", rt.pattern(), m[1])
			}
		}
		if len(declared) != strings.Count(rt.path, "{") {
			t.Errorf("%s declares %v", rt.pattern(), declared)
		}
		if must := at(op, "requestBody", "required") == true; must != (rt.body || rt.csv) {
			t.Errorf("%s: a body must be sent: %v in the description, %v in the route", rt.pattern(), must, rt.body)
		}
		if open := len(op["security"].([]any)) == 0; open != (rt.who == nil) {
			t.Errorf("%s is described as open to anybody: %v", rt.pattern(), open)
		}
		if _, has := at(op, "responses", "200").(map[string]any); has == d.calls[rt.pattern()].made {
			t.Errorf("%s has the wrong success", rt.pattern())
		}
	}
	for i := range process.Steps {
		for _, need := range process.Steps[i].Needs {
			if d.needs[need.Field].ZH == "" {
				t.Errorf("openapi.txt lacks need %s, of the step %s", need.Field, process.Steps[i].ID)
			}
		}
	}
	for call, c := range d.calls {
		if !known[call] {
			t.Errorf("openapi.txt:%d: %s is no route", c.beginning, call)
		}
	}
}

// TestDescriptionIsSound: every reference leads somewhere, every shape is used, both languages say the same things in other words.
func TestDescriptionIsSound(t *testing.T) {
	zh, en := describedAs(t, rules.ZH), describedAs(t, rules.EN)
	if zh["openapi"] != "3.1.0" || at(zh, "info", "title") == "" || at(zh, "info", "version") == "" {
		t.Errorf("the head is %v %v", zh["openapi"], zh["info"])
	}
	used := map[string]bool{}
	var walk func(where string, v any)
	walk = func(where string, v any) {
		switch x := v.(type) {
		case map[string]any:
			if ref, ok := x["$ref"].(string); ok {
				name := strings.TrimPrefix(ref, "#/")
				if used[ref] = true; at(zh, strings.Split(name, "/")...) == nil {
					t.Errorf("%s: %s leads nowhere", where, ref)
				}
			}
			if kind, ok := x["type"].(string); ok && x["properties"] == nil {
				if !slices.Contains([]string{"string", "integer", "number", "boolean", "object", "array", "null", "apiKey"}, kind) {
					t.Errorf("%s: there is no type %s", where, kind)
				}
				if kind == "array" && x["items"] == nil {
					t.Errorf("%s: a list of what?", where)
				}
			}
			if fields, ok := x["properties"].(map[string]any); ok {
				for _, must := range x["required"].([]any) {
					if fields[must.(string)] == nil {
						t.Errorf("%s requires %s, which it does not have", where, must)
					}
				}
			}
			for key, one := range x {
				walk(where+"/"+key, one)
			}
		case []any:
			for i, one := range x {
				walk(fmt.Sprintf("%s/%d", where, i), one)
			}
		}
	}
	walk("", zh)
	for name := range at(zh, "components", "schemas").(map[string]any) {
		if !used["#/components/schemas/"+name] {
			t.Errorf("the shape %s is used by nothing", name)
		}
	}
	words := regexp.MustCompile(`"(description|summary|title)":"[^"]*"`)
	a, _ := json.Marshal(zh)
	b, _ := json.Marshal(en)
	if words.ReplaceAllString(string(a), "") != words.ReplaceAllString(string(b), "") || string(a) == string(b) {
		t.Error("the two languages differ in more than their words, or in nothing")
	}
}

// TestDescriptionFiles: the description lies beside the program as well, for the page that the generator makes of it and for review,
// a field a line. -update writes it anew.
func TestDescriptionFiles(t *testing.T) {
	for lang, name := range map[rules.Lang]string{rules.ZH: "openapi.zh.json", rules.EN: "openapi.en.json"} {
		doc, err := openAPIOf(lang)
		if err != nil {
			t.Fatal(err)
		}
		src, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		want := append(lined(t, nil, src, "", "\n"), '\n')
		if *update {
			if err := os.WriteFile(name, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(name); err != nil || string(got) != string(want) {
			t.Errorf("api/%s is older than openapi.txt, the routes, the steps or the facts; run make api (%v)", name, err)
		}
	}
}

// lined writes JSON so that a field takes a line: what holds fields, or is long, is broken up.
func lined(t *testing.T, out, src []byte, key, indent string) []byte {
	if len(src) < 160 && key != "properties" && !strings.Contains(string(src), `"properties"`) {
		return append(out, src...)
	}
	dec := json.NewDecoder(bytes.NewReader(src))
	if first, _ := dec.Token(); first != json.Delim('{') && first != json.Delim('[') {
		return append(out, src...)
	}
	out = append(out, src[0])
	for i := 0; dec.More(); i++ {
		if i > 0 {
			out = append(out, ',')
		}
		name := ""
		out = append(append(out, indent...), "  "...)
		if src[0] == '{' {
			word, err := dec.Token()
			if err != nil {
				t.Fatal(err)
			}
			name = word.(string)
			out = fmt.Appendf(out, "%q: ", name)
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			t.Fatal(err)
		}
		out = lined(t, out, value, name, indent+"  ")
	}
	return append(append(out, indent...), src[len(src)-1])
}

// TestDescribedFieldsExist: the name of every field that goes in stands in the program, and is not the description's invention.
func TestDescribedFieldsExist(t *testing.T) {
	d, err := description()
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, pattern := range []string{"*.go", "../rules/applicant/*.go"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			if strings.HasPrefix(name, "openapi") || strings.HasSuffix(name, "_test.go") {
				continue
			}
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			code.Write(src)
		}
	}
	for name, s := range d.shapes {
		for _, f := range s.fields {
			if !strings.Contains(code.String(), `"`+f.name+`"`) && !strings.Contains(code.String(), `"`+f.name+`,omit`) && !strings.Contains(code.String(), `\"`+f.name+`\"`) {
				t.Errorf("no code names %s of %s", f.name, name)
			}
		}
	}
}

// TestDescriptionsRefused: a text that is not understood is told with its line.
func TestDescriptionsRefused(t *testing.T) {
	const open = "subject a A | B\n\n"
	for _, bad := range []string{"x", "shape A\nid text only", "shape A\nid text a | b\n\nshape A", "subject a", "need a", "subject a A | B\nid text a | b",
		"GET /x\nsay a | b", open + "GET /x\nsay a", open + "GET /x\nsay a | b\n\nGET /x", open + "GET /x\nnonsense a", open + "GET /x\nquery a text b", "shape A\nshape B"} {
		if _, err := readDescription(bad); err == nil || !strings.HasPrefix(err.Error(), "openapi.txt:") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// conforms says what in a value is not as a schema has it, empty where all is.
func conforms(doc map[string]any, schema any, v any, where string) string {
	s, _ := schema.(map[string]any)
	if ref, ok := s["$ref"].(string); ok {
		return conforms(doc, at(doc, strings.Split(strings.TrimPrefix(ref, "#/"), "/")...), v, where)
	}
	for _, any := range []string{"anyOf", "oneOf"} {
		if list, ok := s[any].([]interface{}); ok {
			all := []string{}
			for _, one := range list {
				why := conforms(doc, one, v, where)
				if why == "" {
					return ""
				}
				all = append(all, why)
			}
			return strings.Join(all, ", or ")
		}
	}
	if want, ok := s["const"]; ok && want != v {
		return fmt.Sprintf("%s is %v, not %v", where, v, want)
	}
	if list, ok := s["enum"].([]any); ok && !slices.Contains(list, v) {
		return fmt.Sprintf("%s is %v, none of %v", where, v, list)
	}
	kind, ok := s["type"].(string)
	if !ok {
		return ""
	}
	switch x := v.(type) {
	case nil:
		ok = kind == "null"
	case bool:
		ok = kind == "boolean"
	case string:
		ok = kind == "string"
	case float64:
		ok = kind == "number" || kind == "integer" && x == float64(int64(x))
	case []any:
		for i, one := range x {
			if why := conforms(doc, s["items"], one, fmt.Sprintf("%s[%d]", where, i)); why != "" {
				return why
			}
		}
		ok = kind == "array"
	case map[string]any:
		if ok = kind == "object"; ok {
			return conformsObject(doc, s, x, where)
		}
	}
	if !ok {
		return fmt.Sprintf("%s is %v, not %s", where, v, kind)
	}
	return ""
}

func conformsObject(doc, s, v map[string]any, where string) string {
	fields, _ := s["properties"].(map[string]any)
	must, _ := s["required"].([]any)
	for _, name := range must {
		if _, has := v[name.(string)]; !has {
			return fmt.Sprintf("%s lacks %s", where, name)
		}
	}
	for name, one := range v {
		if fields[name] == nil && s["additionalProperties"] == false {
			return fmt.Sprintf("%s.%s is not described", where, name)
		} else if why := conforms(doc, fields[name], one, where+"."+name); why != "" {
			return why
		}
	}
	return ""
}

// describes holds a call of a script against the description: what went in where it was taken, and what came out.
func (w *world) describes(line, method, path, body string) {
	w.Helper()
	if w.described == nil {
		w.described = describedAs(w.T, rules.EN)
	}
	path, _, _ = strings.Cut(path, "?")
	for _, rt := range routes() {
		if rt.method != method || !regexp.MustCompile("^"+pathPart.ReplaceAllString(rt.path, "[^/]*")+"$").MatchString(path) {
			continue
		}
		op := at(w.described, "paths", rt.path, strings.ToLower(method))
		answer := at(op, "responses", fmt.Sprint(w.answer.status))
		media := "application/json"
		if ref, ok := at(answer, "$ref").(string); ok {
			answer, media = at(w.described, strings.Split(strings.TrimPrefix(ref, "#/"), "/")...), "application/problem+json"
		}
		if answer == nil {
			w.Errorf("%s: %s answers %d, which is not described", line, rt.pattern(), w.answer.status)
			return
		}
		var out any
		if err := json.Unmarshal(w.answer.body, &out); err != nil {
			w.Errorf("%s: %v", line, err)
		}
		if why := conforms(w.described, at(answer, "content", media, "schema"), out, "the answer"); why != "" {
			w.Errorf("%s: %s: %s (openapi.txt)", line, rt.pattern(), why)
		}
		var in any
		if w.answer.status/100 == 2 && method != http.MethodGet && json.Unmarshal([]byte(body), &in) == nil {
			if why := conforms(w.described, at(op, "requestBody", "content", "application/json", "schema"), in, "the body"); why != "" {
				w.Errorf("%s: %s: %s (openapi.txt)", line, rt.pattern(), why)
			}
		}
		return
	}
}
