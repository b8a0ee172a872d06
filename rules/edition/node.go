package edition

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// node is a JSON value that remembers its line. Reading through it notes every problem, so that an editor sees all of them
// at once, and which keys were asked for: what nobody asked for is unknown.
type node struct {
	file  *file
	line  int
	value any // string, json.Number, bool, nil, *object or []*node
	path  string
}

type object struct {
	keys   []string
	lines  map[string]int
	values map[string]*node
	asked  []string
}

// file gathers the problems of one file, each as name:line: what; what instead.
type file struct {
	name     string
	problems []string
}

// problem notes a problem, once: what is no object is no object for each of its keys.
func (f *file) problem(line int, what, instead string) {
	if p := fmt.Sprintf("%s:%d: %s; %s", f.name, line, what, instead); !slices.Contains(f.problems, p) {
		f.problems = append(f.problems, p)
	}
}

func (f *file) err() error {
	if len(f.problems) == 0 {
		return nil
	}
	slices.SortStableFunc(f.problems, func(a, b string) int { return lineOf(a) - lineOf(b) })
	return errors.New(strings.Join(f.problems, "\n"))
}

func lineOf(problem string) (line int) {
	_, rest, _ := strings.Cut(problem, ":")
	fmt.Sscanf(rest, "%d:", &line)
	return line
}

// parse reads one JSON value with the lines of its parts. Keys given twice are problems.
func parse(f *file, src []byte) *node {
	dec := json.NewDecoder(bytes.NewReader(src))
	dec.UseNumber()
	p := &parser{f: f, src: src, dec: dec}
	n := p.value("")
	if n != nil {
		if _, err := dec.Token(); err != io.EOF {
			f.problem(p.line(), "more text after the end of the value", "one JSON object a file")
		}
	}
	return n
}

type parser struct {
	f   *file
	src []byte
	dec *json.Decoder
}

// line is the line of the token read last.
func (p *parser) line() int {
	return 1 + bytes.Count(p.src[:p.dec.InputOffset()], []byte("\n"))
}

// token reads the next token. It is false, with a problem, where there is none.
func (p *parser) token() (json.Token, bool) {
	tok, err := p.dec.Token()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		p.f.problem(p.line(), "not JSON: "+err.Error(), "mend the text just before this point")
	}
	return tok, err == nil
}

func (p *parser) value(path string) *node {
	tok, ok := p.token()
	if !ok {
		return nil
	}
	n := &node{file: p.f, line: p.line(), path: path, value: tok}
	switch tok {
	case json.Delim('{'):
		o := &object{lines: map[string]int{}, values: map[string]*node{}}
		n.value = o
		for p.dec.More() {
			tok, ok := p.token()
			if !ok {
				return nil
			}
			key, line := tok.(string), p.line()
			if first, twice := o.lines[key]; twice {
				p.f.problem(line, fmt.Sprintf("the key %q stands twice", key), fmt.Sprintf("keep one; the first is on line %d", first))
			}
			v := p.value(join(path, key))
			if v == nil {
				return nil
			}
			o.keys, o.lines[key], o.values[key] = append(o.keys, key), line, v
		}
		if _, ok := p.token(); !ok {
			return nil
		}
	case json.Delim('['):
		list := []*node{}
		for p.dec.More() {
			v := p.value(fmt.Sprintf("%s[%d]", path, len(list)))
			if v == nil {
				return nil
			}
			list = append(list, v)
		}
		if _, ok := p.token(); !ok {
			return nil
		}
		n.value = list
	}
	return n
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func (n *node) wrong(what, instead string) {
	n.file.problem(n.line, cmpPath(n.path)+": "+what, instead)
}

// get gives the value of a key, nil with a problem where it is not there.
func (n *node) get(key string) *node {
	v := n.maybe(key)
	if o, ok := n.value.(*object); ok && v == nil {
		n.file.problem(n.line, fmt.Sprintf("%s lacks %q", cmpPath(n.path), key), fmt.Sprintf("add it; the keys here are %s", strings.Join(o.keys, ", ")))
	}
	return v
}

func cmpPath(path string) string {
	if path == "" {
		return "the file"
	}
	return path
}

// maybe gives the value of a key that may be left out, nil where it is.
func (n *node) maybe(key string) *node {
	o, ok := n.value.(*object)
	if !ok {
		n.wrong("is not an object", "write {…}")
		return nil
	}
	o.asked = append(o.asked, key)
	return o.values[key]
}

// done notes every key that nobody asked for.
func (n *node) done() {
	o, ok := n.value.(*object)
	if !ok {
		return
	}
	for _, key := range o.keys {
		if !slices.Contains(o.asked, key) {
			n.file.problem(o.lines[key], fmt.Sprintf("unknown key %q in %s", key, cmpPath(n.path)), "the keys here are "+strings.Join(o.asked, ", "))
		}
	}
}

func (n *node) list() []*node {
	if n == nil {
		return nil
	}
	l, ok := n.value.([]*node)
	if !ok {
		n.wrong("is not a list", "write […]")
	}
	return l
}

func (n *node) str() string {
	if n == nil {
		return ""
	}
	s, ok := n.value.(string)
	if !ok || strings.TrimSpace(s) == "" {
		n.wrong("is not text", `write "…", not empty`)
	}
	return s
}

func (n *node) bool() bool {
	if n == nil {
		return false
	}
	b, ok := n.value.(bool)
	if !ok {
		n.wrong("is neither true nor false", "write true or false")
	}
	return b
}

// int reads a whole number of one or more.
func (n *node) int() int {
	if n == nil {
		return 0
	}
	num, ok := n.value.(json.Number)
	if ok {
		if i, err := num.Int64(); err == nil && i >= 1 && i <= 1_000_000_000 {
			return int(i)
		}
	}
	n.wrong(fmt.Sprintf("%v is not a whole number above zero", n.show()), "write it in figures without a point")
	return 0
}

func (n *node) show() string {
	switch n.value.(type) {
	case *object, []*node:
		return "this"
	}
	return fmt.Sprint(n.value)
}

// oneOf reads text that must be one of the words, and gives its place among them.
func (n *node) oneOf(words ...string) int {
	if n == nil {
		return 0
	}
	i := slices.Index(words, n.str())
	if i < 0 {
		n.wrong(fmt.Sprintf("%q is none of the words possible here", n.show()), "write one of "+strings.Join(words, ", "))
		return 0
	}
	return i
}
