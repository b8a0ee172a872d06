package main

import (
	"bytes"
	"encoding/json"
	"testing"
	"unicode/utf8"

	"jifen/rules"
)

// FuzzSplit holds the members of an object against encoding/json's: of a key that stands twice the last.
func FuzzSplit(f *testing.F) {
	for _, src := range []string{`{}`, ` { "a" : 1 , "b":[1,{"c":"}"}] ,"a":"\\",  "d\"":null}`, `{"e":{"f":[]},"g":-1e5,"h":true}`, "{\"i\":\"\\u007b\"\r\n,\t\"\":[[]]}",
		`[{"a":1}]`, `"{"`, `null`, `7`, `{"a":1,}`} {
		f.Add([]byte(src))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		o := parse(src, rules.ZH)
		var want map[string]json.RawMessage
		if o == nil {
			if !tooDeep(src) && json.Valid(src) && utf8.Valid(src) && json.Unmarshal(src, &want) == nil && want != nil {
				t.Fatalf("%q is no object", src)
			}
			return
		}
		if err := json.Unmarshal(src, &want); err != nil {
			t.Fatalf("%q is taken: %v", src, err)
		}
		got := map[string]json.RawMessage{}
		for _, m := range o.members {
			got[m.key] = m.value
		}
		if len(got) != len(want) {
			t.Fatalf("%q: %q, want %q", src, got, want)
		}
		for key, value := range want {
			if !bytes.Equal(got[key], value) {
				t.Fatalf("%q: %s is %q, want %q", src, key, got[key], value)
			}
		}
	})
}
