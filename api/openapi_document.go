package main

import (
	"encoding/json"
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

// ordered is an object whose members keep their order: fields are read in the order in which they were thought of.
type ordered []named

type named struct {
	key   string
	value any
}

// set adds a member, or replaces the one of that name.
func (o *ordered) set(key string, value any) {
	for i := range *o {
		if (*o)[i].key == key {
			(*o)[i].value = value
			return
		}
	}
	*o = append(*o, named{key, value})
}

// MarshalJSON writes the members in their order.
func (o ordered) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, e := range o {
		key, err := json.Marshal(e.key)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(e.value)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(append(out, key...), ':'), value...)
	}
	return append(out, '}'), nil
}

// openAPIOf is the whole description.
func openAPIOf(lang rules.Lang) (map[string]any, error) {
	d, err := description()
	if err != nil {
		return nil, err
	}
	w := &writing{d, lang}
	paths, byPath := ordered{}, map[string]map[string]any{}
	for _, rt := range routes() {
		call := d.calls[rt.pattern()]
		if call == nil {
			return nil, fmt.Errorf("openapi.txt lacks %s", rt.pattern())
		}
		if byPath[rt.path] == nil {
			byPath[rt.path] = map[string]any{}
			paths.set(rt.path, byPath[rt.path])
		}
		byPath[rt.path][strings.ToLower(rt.method)] = w.operation(&rt, call)
	}
	schemas := ordered{{"Facts", w.facts()}, {"Step", w.steps()}, {"Problem", w.problem()}}
	for _, name := range d.order {
		schemas.set(name, w.shape(d.shapes[name]))
	}
	var tags []any
	for _, s := range d.subjects {
		tags = append(tags, map[string]any{"name": s.name, "description": s.say.In(lang)})
	}
	return map[string]any{
		"openapi": "3.1.0",
		"info": map[string]any{"title": w.say("上海市居住证积分：接口", "Points of the Shanghai residence permit: the API"), "version": "1",
			"description": w.say("出错时回答 application/problem+json，一次说全。", "Errors are application/problem+json, all of them at once.")},
		"servers": []any{map[string]any{"url": "/"}},
		"tags":    tags,
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
		"tags": []string{call.subject}, "security": []any{},
	}
	if rt.cors {
		op["x-other-sites"] = true
	}
	if rt.who != nil {
		op["security"], op["x-roles"] = []any{map[string]any{"session": []string{}}}, names(rt.who)
	}
	switch {
	case rt.csv:
		op["requestBody"] = map[string]any{"required": true, "content": map[string]any{"text/csv": map[string]any{"schema": map[string]any{"type": "string"}}}}
	case call.in != "":
		op["requestBody"] = map[string]any{"required": !call.mayIn, "content": w.content("application/json", call.in)}
	}
	return op
}

// names are those of roles or states.
func names[T fmt.Stringer](list []T) []string {
	var all []string
	for _, one := range list {
		all = append(all, one.String())
	}
	return all
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
		add("query", "limit", "int", w.say(fmt.Sprintf("最多几条：默认 %d，最大 %d", pageUsual, pageMost), fmt.Sprintf("how many: %d if left out, at most %d", pageUsual, pageMost)), false)
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
		"400": {ZH: "正文不是 JSON", EN: "The body is not JSON"}, "401": {ZH: "没有登录，或登录不对", EN: "Not signed in, or the sign-in failed"},
		"403": {ZH: "跨站请求，或首次密码、同意书未了，或不是你的步骤", EN: "From another site, or a first password or consent is outstanding, or not for your role"},
		"404": {ZH: "没有，或不该你看", EN: "Not there, or not yours to see"}, "409": {ZH: "现在不行；possible_steps 是可以的", EN: "Not possible now; possible_steps tells which steps are"},
		"412": {ZH: "已被改过", EN: "Changed meanwhile"}, "413": {ZH: "正文太长", EN: "The body is too long"}, "415": {ZH: "媒体类型不对", EN: "Wrong media type"},
		"422": {ZH: "内容要改，errors 一次说全", EN: "Some of it must be corrected; errors names all"}, "428": {ZH: "要带 If-Match", EN: "If-Match is needed"},
		"429": {ZH: "次数太多，见 Retry-After", EN: "Too many attempts; see Retry-After"}, "500": {ZH: "服务出错", EN: "A fault of the service"}, "503": {ZH: "正忙，见 Retry-After", EN: "Busy; see Retry-After"},
	} {
		all["Refused"+status] = map[string]any{"description": about.In(w.lang), "content": w.content("application/problem+json", "Problem")}
	}
	return all
}

func (w *writing) problem() map[string]any {
	of := func(kind, zh, en string) map[string]any {
		one := w.schema(kind)
		one["description"] = w.say(zh, en)
		return one
	}
	return objectOf(ordered{{"type", of("text", "总是 about:blank", "always about:blank")}, {"title", of("text", "哪里不对", "what is wrong")},
		{"status", of("int", "状态码", "the status")}, {"instance", of("text", "这一次请求的编号", "the id of the request")},
		{"errors", of("[Wrong]", "全部问题", "every problem")}, {"possible_steps", of("[text]", "现在能办的步骤，状态不对时有", "the steps that can be taken now, where the state was wrong")}},
		"type", "title", "status", "instance", "errors")
}

// objectOf is the schema of an object of these fields and no others.
func objectOf(fields ordered, must ...string) map[string]any {
	return map[string]any{"type": "object", "properties": fields, "required": append([]string{}, must...), "additionalProperties": false}
}

func (w *writing) shape(s *shape) map[string]any {
	fields, must := ordered{}, []string{}
	for _, f := range s.fields {
		one := w.schema(f.kind)
		one["description"] = f.say.In(w.lang)
		fields.set(f.name, one)
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
	fields := ordered{{"complete", map[string]any{"type": "boolean", "description": w.say("没有写的都是没有", "all that is not given is none")}}}
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
			one["description"] = w.say("缴费记录，一段一个对象：from、to 是月份，base 是缴费基数，back_paid 可不写，是否补缴",
				"the contribution record, an object a span: from and to are months, base is the contribution base, back_paid may be left out and says whether it was paid later")
		}
		fields.set(s.Key, one)
	}
	return objectOf(fields)
}

// steps are the bodies of the steps, as the process has them.
func (w *writing) steps() map[string]any {
	var all []any
	for i := range process.Steps {
		s := &process.Steps[i]
		fields, must := ordered{{"step", map[string]any{"const": s.ID}}}, []string{"step"}
		for _, need := range s.Needs {
			one := w.need(need.Kind)
			one["description"] = w.needs[need.Field].In(w.lang)
			fields.set(need.Field, one)
			if need.Must {
				must = append(must, need.Field)
			}
		}
		one := objectOf(fields, must...)
		one["title"], one["x-roles"], one["x-from"], one["x-to"] = s.Label.In(w.lang), names(s.By), names(s.From), s.To.String()
		all = append(all, one)
	}
	states := ordered{}
	for s := process.Draft; s <= process.Rejected; s++ {
		states.set(s.String(), map[string]any{"title": s.Meaning().Label.In(w.lang), "description": s.Meaning().Means.In(w.lang)})
	}
	return map[string]any{"oneOf": all, "x-states": states}
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
