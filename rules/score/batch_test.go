package main

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"
)

const question = `{"facts":{"complete":true,"born":"1988-11-24"},"on":"2026-11-23"}`

// TestLongLines: a line is whole or it is called too long; none is cut to what looks good, and the numbers go on.
func TestLongLines(t *testing.T) {
	fits := question + strings.Repeat(" ", longest-len(question))
	for _, c := range []struct {
		what, in string
		want     []string // what each answer begins with
	}{
		{"as long as can be", fits + "\n" + question, []string{`{"line":1,"edition"`, `{"line":2,"edition"`}},
		{"as long as can be, at the end", fits, []string{`{"line":1,"edition"`}},
		{"one byte more", fits + " \n" + question, []string{long(1), `{"line":2,"edition"`}},
		{"one byte more, at the end", question + "\n" + fits + " ", []string{`{"line":1,"edition"`, long(2)}},
		{"a good question, blanks and more", fits + `garbage` + "\n" + question + "\n", []string{long(1), `{"line":2,"edition"`}},
		{"returns before more", question + strings.Repeat("\r", longest) + "garbage\n\n" + question, []string{long(1), `{"line":2,"errors"`, `{"line":3,"edition"`}},
		{"two, and much between", fits + fits + fits + "\n" + strings.Repeat(question+"\n", 3000) + fits + "\r\r\n", append(append([]string{long(1)}, many(3000)...), long(3002))},
	} {
		t.Run(c.what, func(t *testing.T) {
			var out bytes.Buffer
			status := batch(strings.NewReader(c.in), &out, io.Discard, answerer{})
			got := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
			if len(got) != len(c.want) {
				t.Fatalf("%d answers, want %d", len(got), len(c.want))
			}
			bad := 0
			for i, want := range c.want {
				if !strings.HasPrefix(got[i], want) {
					t.Errorf("line %d: got %.200s, want %s", i+1, got[i], want)
				}
				if strings.Contains(want, "errors") {
					bad = 1
				}
			}
			if status != bad {
				t.Errorf("status %d, want %d", status, bad)
			}
		})
	}
	var out bytes.Buffer
	like := answerer{}
	like.defaults.Lang = "en"
	batch(strings.NewReader(fits+"x"), &out, io.Discard, like)
	if want := `{"line":1,"errors":[{"field":"","message":"too long: at most 1 MiB"}]}` + "\n"; out.String() != want {
		t.Errorf("got %s, want %s", out.String(), want)
	}
}

func long(line int) string {
	return `{"line":` + strconv.Itoa(line) + `,"errors":[{"field":"","message":"这一行太长：最多 1 MiB"}]}`
}

func many(n int) (want []string) {
	for i := range n {
		want = append(want, `{"line":`+strconv.Itoa(i+2)+`,"edition"`)
	}
	return want
}

// endless gives the same question for ever.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, question+"\n")
	e.read += n
	return n, nil
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

// TestFull: where nothing more can be written nothing more is read.
func TestFull(t *testing.T) {
	var errs bytes.Buffer
	if status := batch(&endless{}, full{}, &errs, answerer{}); status != 1 {
		t.Errorf("status %d", status)
	}
	if want := "score: writing: no space left\n"; errs.String() != want {
		t.Errorf("got %q, want %q", errs.String(), want)
	}
}
