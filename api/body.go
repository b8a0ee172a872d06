package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"jifen/rules"
	"jifen/rules/applicant"
)

const (
	longestBody = 64 << 10
	deepest     = 32
)

// object is a JSON object as it was sent: its members in order, doubled ones too.
type object struct {
	members []member
	lang    rules.Lang
	path    string // of a nested object, with a point at its end
	seen    map[string]bool
	wrong   *[]applicant.Problem
}

type member struct {
	key   string
	value json.RawMessage
}

// parse reads a body strictly: RFC 8259, valid UTF-8, no deeper than 32. It is nil where the body is no JSON object.
func parse(src []byte, lang rules.Lang) *object {
	if !utf8.Valid(src) || tooDeep(src) || !json.Valid(src) {
		return nil
	}
	return split(src, "", lang, &[]applicant.Problem{})
}

// tooDeep says whether brackets are nested too deep, before anything follows them down.
func tooDeep(src []byte) bool {
	depth, text := 0, false
	for i := 0; i < len(src); i++ {
		switch c := src[i]; {
		case text && c == '\\':
			i++
		case c == '"':
			text = !text
		case text:
		case c == '{' || c == '[':
			if depth++; depth > deepest {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// split takes an object apart, nil where the text is another value. The text is valid JSON, so that it is enough to look for where each
// member ends.
func split(src []byte, path string, lang rules.Lang, wrong *[]applicant.Problem) *object {
	src = bytes.TrimSpace(src)
	if src[0] != '{' {
		return nil
	}
	o := &object{lang: lang, path: path, seen: map[string]bool{}, wrong: wrong}
	for rest := bytes.TrimSpace(src[1:]); rest[0] != '}'; rest = bytes.TrimSpace(rest) {
		if rest[0] == ',' {
			rest = bytes.TrimSpace(rest[1:])
		}
		var m member
		key := rest[:ends(rest)]
		if json.Unmarshal(key, &m.key) != nil {
			return nil
		}
		rest = bytes.TrimSpace(rest[len(key):])
		rest = bytes.TrimSpace(rest[1:]) // the colon
		end := ends(rest)
		m.value, rest = json.RawMessage(rest[:end:end]), rest[end:]
		o.members = append(o.members, m)
	}
	return o
}

// ends is where the value ends with which a text of valid JSON begins.
func ends(src []byte) int {
	depth, text := 0, false
	for i := 0; i < len(src); i++ {
		switch c := src[i]; {
		case text && c == '\\':
			i++
		case c == '"':
			if text = !text; !text && depth == 0 {
				return i + 1
			}
		case text:
		case c == '{' || c == '[':
			depth++
		case depth == 0 && (c == ',' || c == '}' || c == ']' || c == ' ' || c == '\t' || c == '\n' || c == '\r'):
			return i
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(src)
}

var (
	sayTwice    = rules.Text{ZH: "这一项写了两次，请只留一次", EN: "stands twice; keep one"}
	sayStranger = rules.Text{ZH: "没有这一项，请删去", EN: "is not known here; leave it out"}
	sayMissing  = rules.Text{ZH: "少了这一项", EN: "is missing"}
	sayText     = rules.Text{ZH: "要写成文字", EN: "must be text"}
	sayTruth    = rules.Text{ZH: "要写 true 或 false", EN: "must be true or false"}
	sayTexts    = rules.Text{ZH: "要写成一列文字", EN: "must be a list of texts"}
	sayObject   = rules.Text{ZH: "要写成一个对象", EN: "must be an object"}
	sayOneOf    = rules.Text{ZH: "要从这些里选一个：{}", EN: "must be one of: {}"}
	sayTooLong  = rules.Text{ZH: "太长，最多 {} 个字", EN: "is too long: at most {} characters"}
	sayEmpty    = rules.Text{ZH: "不能空着", EN: "must not be empty"}
	sayNotADay  = rules.Text{ZH: "要写日期，例如 2027-05-01", EN: "must be a day such as 2027-05-01"}
	sayControl  = rules.Text{ZH: "里面有看不见的字符，请删去", EN: "holds characters that cannot be seen; take them out"}
)

// problem notes what is wrong with a field of the object.
func (o *object) problem(key string, what rules.Text, args ...string) {
	*o.wrong = append(*o.wrong, applicant.Problem{Field: o.path + key, Message: rules.Fill(what.In(o.lang), args...)})
}

// get finds a member, nil where it was not sent. A doubled one is a problem.
func (o *object) get(key string) json.RawMessage {
	o.seen[key] = true
	var found json.RawMessage
	for _, m := range o.members {
		if m.key != key {
			continue
		}
		if found != nil {
			o.problem(key, sayTwice)
			return found
		}
		found = m.value
	}
	return found
}

// text reads a text of at most so many characters, in lines, without anything else that cannot be seen. Must says that it may be neither left out nor empty.
func (o *object) text(key string, most int, must bool) string {
	src := o.get(key)
	if src == nil || string(src) == "null" {
		if must {
			o.problem(key, sayMissing)
		}
		return ""
	}
	var v string
	if src[0] != '"' || json.Unmarshal(src, &v) != nil {
		o.problem(key, sayText)
		return ""
	}
	switch v = strings.TrimSpace(v); {
	case v == "" && must:
		o.problem(key, sayEmpty)
	case utf8.RuneCountInString(v) > most:
		o.problem(key, sayTooLong, fmt.Sprint(most))
	case strings.ContainsFunc(v, func(r rune) bool { return r != '\n' && hidden(r) }):
		o.problem(key, sayControl)
	default:
		return v
	}
	return ""
}

// secret reads a password: it is taken as it is.
func (o *object) secret(key string) string {
	src := o.get(key)
	var v string
	switch {
	case src == nil || string(src) == "null":
		o.problem(key, sayMissing)
	case src[0] != '"' || json.Unmarshal(src, &v) != nil:
		o.problem(key, sayText)
	case v == "":
		o.problem(key, sayEmpty)
	case len(v) > 1024:
		o.problem(key, sayTooLong, "1024")
		return ""
	}
	return v
}

// truth reads true or false; without it false, and known says whether it was sent.
func (o *object) truth(key string, must bool) (v, known bool) {
	switch src := o.get(key); {
	case src == nil:
		if must {
			o.problem(key, sayMissing)
		}
	case string(src) == "true":
		return true, true
	case string(src) == "false":
		return false, true
	default:
		o.problem(key, sayTruth)
	}
	return false, false
}

// oneOf reads one of some words.
func (o *object) oneOf(key string, must bool, words ...string) string {
	before := len(*o.wrong)
	v := o.text(key, 100, must)
	if v != "" && !slices.Contains(words, v) {
		o.problem(key, sayOneOf, strings.Join(words, ", "))
		return ""
	}
	if len(*o.wrong) > before {
		return ""
	}
	return v
}

// day reads YYYY-MM-DD, 0 where it was not sent.
func (o *object) day(key string, must bool) rules.Date {
	v := o.text(key, 10, must)
	if v == "" {
		return 0
	}
	d, ok := rules.ParseDate(v)
	if !ok {
		o.problem(key, sayNotADay)
		return 0
	}
	return d
}

// texts reads a list of short texts.
func (o *object) texts(key string, must bool) []string {
	src := o.get(key)
	if src == nil || string(src) == "null" {
		if must {
			o.problem(key, sayMissing)
		}
		return nil
	}
	var list []json.RawMessage
	if src[0] != '[' || json.Unmarshal(src, &list) != nil || len(list) > 200 {
		o.problem(key, sayTexts)
		return nil
	}
	all := []string{}
	for _, item := range list {
		var v string
		if item[0] != '"' || json.Unmarshal(item, &v) != nil || len(v) > 100 {
			o.problem(key, sayTexts)
			return nil
		}
		all = append(all, v)
	}
	return all
}

// object reads a nested object, whose problems are named under its key; nil where it was not sent.
func (o *object) object(key string, must bool) *object {
	src := o.get(key)
	if src == nil || string(src) == "null" {
		if must {
			o.problem(key, sayMissing)
		}
		return nil
	}
	nested := split(src, o.path+key+".", o.lang, o.wrong)
	if nested == nil {
		o.problem(key, sayObject)
	}
	return nested
}

// raw gives a nested object as it was sent, empty where it was not.
func (o *object) raw(key string, must bool) json.RawMessage {
	src := o.get(key)
	switch {
	case src == nil || string(src) == "null":
		if must {
			o.problem(key, sayMissing)
		}
		return nil
	case src[0] != '{':
		o.problem(key, sayObject)
		return nil
	}
	return src
}

// done names what was sent and asked for by nobody, and refuses where anything is wrong.
func (o *object) done() error {
	told := map[string]bool{}
	for _, m := range o.members {
		if !o.seen[m.key] && !told[m.key] && len(told) < 100 {
			told[m.key] = true
			o.problem(m.key, sayStranger)
		}
	}
	if len(*o.wrong) > 0 {
		return invalid(*o.wrong)
	}
	return nil
}
