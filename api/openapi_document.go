package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"jifen/rules"
	"jifen/rules/process"
)

// writing is a description while it is written, in one language.
type writing struct {
	*described
	lang rules.Lang
}

// openAPIOf is the whole description.
func openAPIOf(lang rules.Lang) (map[string]any, error) {
	d, err := description()
	if err != nil {
		return nil, err
	}
	w := &writing{d, lang}
	paths := map[string]map[string]any{}
	for _, rt := range routes() {
		call := d.calls[rt.pattern()]
		if call == nil {
			return nil, fmt.Errorf("openapi.txt lacks %s", rt.pattern())
		}
		if paths[rt.path] == nil {
			paths[rt.path] = map[string]any{}
		}
		paths[rt.path][strings.ToLower(rt.method)] = w.operation(&rt, call)
	}
	schemas := map[string]any{"Facts": w.facts(), "Step": w.steps(), "Problem": w.problem()}
	for name, s := range d.shapes {
		schemas[name] = w.shape(s)
	}
	return map[string]any{
		"openapi": "3.1.0",
		"info": map[string]any{"title": w.say("上海市居住证积分：接口", "Points of the Shanghai residence permit: the API"), "version": "1",
			"description": w.say("出错时回答 application/problem+json，一次说全。", "Errors are application/problem+json, all of them at once.")},
		"servers": []any{map[string]any{"url": "/"}},
		"paths":   paths,
		"components": map[string]any{"schemas": schemas, "responses": w.refusals(),
			"securitySchemes": map[string]any{"session": map[string]any{"type": "apiKey", "in": "cookie", "name": cookieName}}},
	}, nil
}

func (w *writing) say(zh, en string) string { return rules.Text{ZH: zh, EN: en}.In(w.lang) }

var pathPart = regexp.MustCompile(`\{(\w+)\}`)

// operation is one call.
func (w *writing) operation(rt *route, call *callShape) map[string]any {
	op := map[string]any{
		"operationId": strings.Trim(strings.ToLower(rt.method)+regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.TrimPrefix(rt.path, "/v1"), "_"), "_"),
		"summary":     call.say.In(w.lang), "parameters": w.parameters(rt, call), "responses": w.responses(rt, call),
		"tags": []string{strings.Split(rt.path, "/")[2]}, "security": []any{},
	}
	if rt.who != nil {
		var roles []string
		for _, r := range rt.who {
			roles = append(roles, r.String())
		}
		op["security"], op["x-roles"] = []any{map[string]any{"session": []string{}}}, roles
	}
	switch {
	case rt.csv:
		op["requestBody"] = map[string]any{"required": true, "content": map[string]any{"text/csv": map[string]any{"schema": map[string]any{"type": "string"}}}}
	case call.in != "":
		op["requestBody"] = map[string]any{"required": !call.mayIn, "content": w.content("application/json", call.in)}
	}
	return op
}

func (w *writing) content(media, kind string) map[string]any {
	return map[string]any{media: map[string]any{"schema": w.schema(kind)}}
}

// parameters are those of the path, the query and the headers.
func (w *writing) parameters(rt *route, call *callShape) []any {
	all := []any{}
	add := func(in, name, kind, about string, must bool) {
		all = append(all, map[string]any{"in": in, "name": name, "required": must, "schema": w.schema(kind), "description": about})
	}
	for _, m := range pathPart.FindAllStringSubmatch(rt.path, -1) {
		add("path", m[1], "text", w.say("编号或验证码", "the id or code"), true)
	}
	for _, f := range call.query {
		add("query", f.name, f.kind, f.say.In(w.lang), false)
	}
	if call.list {
		add("query", "cursor", "text", w.say("上一页给出的 next", "the next of the page before"), false)
		add("query", "limit", "int", w.say(fmt.Sprintf("最多几条：默认 %d，最大 %d", pageUsual, pageMost), fmt.Sprintf("how many: %d, at most %d", pageUsual, pageMost)), false)
		add("query", "q", "text", w.say("找什么", "what to look for"), false)
	}
	if keyed(rt) {
		add("header", "Idempotency-Key", "text", w.say("同一个键只算一次，保留 24 小时", "the same key counts once, for 24 hours"), false)
	}
	if call.ifMatch != "" {
		add("header", "If-Match", "text", w.say("改的是哪个版本：读到的 ETag", "the version that is changed: the ETag as read"), call.ifMatch == "must")
	}
	add("header", "Accept-Language", "text", w.say("zh 或 en", "zh or en"), false)
	return all
}

// keyed says whether a call takes an Idempotency-Key.
func keyed(rt *route) bool {
	return rt.method == http.MethodPost && rt.path != "/v1/session" && rt.path != "/v1/score"
}

// responses are the answer and the refusals that a call can give.
func (w *writing) responses(rt *route, call *callShape) map[string]any {
	done := map[string]any{"description": w.say("成功", "success"), "content": w.content("application/json", call.out)}
	if call.etag {
		done["headers"] = map[string]any{"ETag": map[string]any{"schema": w.schema("text"), "description": w.say("版本", "the version")}}
	}
	all := map[string]any{"200": done}
	if call.made {
		all = map[string]any{"201": done}
	}
	for _, status := range w.statuses(rt, call) {
		all[status] = map[string]any{"$ref": "#/components/responses/" + "Refused" + status}
	}
	return all
}

func (w *writing) statuses(rt *route, call *callShape) []string {
	all := []string{"429", "500", "503"}
	unsafe := rt.method != http.MethodGet
	for status, can := range map[string]bool{
		"400": unsafe, "413": unsafe, "415": unsafe, "401": rt.who != nil || call.proves,
		"403": rt.who != nil || unsafe && !rt.cors, "404": strings.Contains(rt.path, "{") || call.finds,
		"409": unsafe && !rt.cors, "412": call.ifMatch != "", "428": call.ifMatch == "must", "422": unsafe || call.list || call.query != nil,
	} {
		if can {
			all = append(all, status)
		}
	}
	return all
}

// refusals are the answers that are no success.
func (w *writing) refusals() map[string]any {
	all := map[string]any{}
	for status, about := range map[string]rules.Text{
		"400": {ZH: "正文不是 JSON", EN: "The body is not JSON"}, "401": {ZH: "没有登录，或登录不对", EN: "Not signed in, or wrongly"},
		"403": {ZH: "跨站请求，或首次密码、同意书未了，或不是你的步骤", EN: "Cross-site, or a first password or consent outstanding, or not your role's step"},
		"404": {ZH: "没有，或不该你看", EN: "Not there, or not yours to see"}, "409": {ZH: "现在不行；possible_steps 是可以的", EN: "Not now; possible_steps can be taken"},
		"412": {ZH: "已被改过", EN: "Changed meanwhile"}, "413": {ZH: "正文太长", EN: "The body is too long"}, "415": {ZH: "媒体类型不对", EN: "Wrong media type"},
		"422": {ZH: "内容要改，errors 一次说全", EN: "Some of it must be corrected; errors names all"}, "428": {ZH: "要带 If-Match", EN: "If-Match is needed"},
		"429": {ZH: "次数太多，见 Retry-After", EN: "Too many attempts; see Retry-After"}, "500": {ZH: "服务出错", EN: "A fault of the service"}, "503": {ZH: "正忙，见 Retry-After", EN: "Busy; see Retry-After"},
	} {
		all["Refused"+status] = map[string]any{"description": about.In(w.lang), "content": w.content("application/problem+json", "Problem")}
	}
	return all
}

func (w *writing) problem() map[string]any {
	text := map[string]any{"type": "string"}
	return objectOf(map[string]any{"type": text, "title": text, "status": map[string]any{"type": "integer"}, "instance": text,
		"errors": map[string]any{"type": "array", "items": w.schema("Wrong")}, "possible_steps": map[string]any{"type": "array", "items": text}},
		"type", "title", "status", "instance", "errors")
}

// objectOf is the schema of an object of these fields and no others.
func objectOf(fields map[string]any, must ...string) map[string]any {
	return map[string]any{"type": "object", "properties": fields, "required": append([]string{}, must...), "additionalProperties": false}
}

func (w *writing) shape(s *shape) map[string]any {
	fields, must := map[string]any{}, []string{}
	for _, f := range s.fields {
		one := w.schema(f.kind)
		one["description"] = f.say.In(w.lang)
		fields[f.name] = one
		if !f.may {
			must = append(must, f.name)
		}
	}
	return objectOf(fields, must...)
}

// schema is that of a type of openapi.txt.
func (w *writing) schema(kind string) map[string]any {
	if inner, ok := strings.CutSuffix(kind, "?"); ok {
		return map[string]any{"anyOf": []any{w.schema(inner), map[string]any{"type": "null"}}}
	}
	if inner, ok := strings.CutPrefix(kind, "["); ok {
		return map[string]any{"type": "array", "items": w.schema(strings.TrimSuffix(inner, "]"))}
	}
	switch kind {
	case "text":
		return map[string]any{"type": "string"}
	case "secret":
		return map[string]any{"type": "string", "format": "password"}
	case "day":
		return map[string]any{"type": "string", "format": "date"}
	case "instant":
		return map[string]any{"type": "string", "format": "date-time"}
	case "int":
		return map[string]any{"type": "integer"}
	case "number":
		return map[string]any{"type": "number"}
	case "truth":
		return map[string]any{"type": "boolean"}
	case "object":
		return map[string]any{"type": "object"}
	case "any":
		return map[string]any{}
	}
	if strings.Contains(kind, "/") || strings.ToLower(kind) == kind {
		return map[string]any{"type": "string", "enum": strings.Split(kind, "/")}
	}
	return map[string]any{"$ref": "#/components/schemas/" + kind}
}

// facts is what may be said of an applicant, as the rules have it.
func (w *writing) facts() map[string]any {
	fields := map[string]any{"complete": map[string]any{"type": "boolean", "description": w.say("没有写的都是没有", "all that is not given is none")}}
	for f := range rules.AllFacts {
		s, one := f.Shape(), map[string]any{}
		switch s.Form {
		case rules.DateForm:
			one = w.schema("day")
			if s.Nullable {
				one = w.schema("day?")
			}
		case rules.BoolForm:
			one = w.schema("truth")
		case rules.CountForm:
			one = map[string]any{"type": "integer", "minimum": 0, "maximum": s.Most}
		case rules.ShareForm:
			one = map[string]any{"type": "number", "minimum": 0, "maximum": s.Most / 100}
		case rules.ChoiceForm:
			one = map[string]any{"type": "string", "enum": s.Values}
		case rules.ListForm:
			one = w.schema("[day]")
		case rules.LedgerForm:
			one = w.schema("[object]")
		}
		fields[s.Key] = one
	}
	return objectOf(fields)
}

// steps are the bodies of the steps, as the process has them.
func (w *writing) steps() map[string]any {
	var all []any
	for i := range process.Steps {
		s := &process.Steps[i]
		fields, must := map[string]any{"step": map[string]any{"const": s.ID}}, []string{"step"}
		for _, need := range s.Needs {
			fields[need.Field] = w.need(need.Kind)
			if need.Must {
				must = append(must, need.Field)
			}
		}
		one := objectOf(fields, must...)
		one["title"] = s.Label.In(w.lang)
		all = append(all, one)
	}
	return map[string]any{"oneOf": all}
}

func (w *writing) need(kind process.NeedKind) map[string]any {
	switch kind {
	case process.Words:
		return w.schema("text")
	case process.Truth:
		return w.schema("truth")
	case process.Papers:
		return w.schema("[text]")
	case process.Facts:
		return w.schema("Facts")
	case process.Notes:
		return map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "string"}}
	case process.OneOf:
		return w.schema("holder/hr_officer")
	}
	return w.schema("day")
}
