package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"jifen/rules"
)

// The description of the API (OpenAPI 3.1), made from the routes, the steps and the facts, and from openapi.txt, which says what
// goes in and comes out. Tests hold the two against each other and against what the service answers.

//go:embed openapi.txt
var describedText string

// described is what openapi.txt says.
type described struct {
	subjects []subject
	calls    map[string]*callShape
	shapes   map[string]*shape
	order    []string              // of the shapes
	needs    map[string]rules.Text // what must be said with a step, by its name
}

// subject is what several calls are about.
type subject struct {
	name string
	say  rules.Text
}

// callShape is what a call takes and gives.
type callShape struct {
	subject   string
	say       rules.Text
	query     []field
	in, out   string
	mayIn     bool // the body may be left out
	made      bool // it answers 201
	etag      bool
	ifMatch   string // must or may, empty where it makes no sense
	list      bool
	finds     bool // what the body names may not be there: 404
	proves    bool // the body or its signature says who calls: 401
	beginning int  // its line
}

// shape is an object and its fields.
type shape struct{ fields []field }

type field struct {
	name, kind string
	may        bool // it may be missing
	say        rules.Text
}

// description reads openapi.txt once.
var description = sync.OnceValues(func() (*described, error) { return readDescription(describedText) })

// readDescription reads the text strictly: a line that is not understood is told with its number.
func readDescription(src string) (*described, error) {
	d := &described{calls: map[string]*callShape{}, shapes: map[string]*shape{}, needs: map[string]rules.Text{}}
	var call *callShape
	var object *shape
	for i, line := range strings.Split(src, "\n") {
		word, rest, _ := strings.Cut(line, " ")
		fail := func(what string) error { return fmt.Errorf("openapi.txt:%d: %s: %q", i+1, what, line) }
		switch {
		case line == "":
			call, object = nil, nil
		case word == "#" || line[0] == '#':
		case word == "shape":
			if d.shapes[rest] != nil || rest == "" || object != nil || call != nil {
				return nil, fail("stands twice, or lacks a line before it")
			}
			object = &shape{}
			d.shapes[rest], d.order = object, append(d.order, rest)
		case call == nil && object == nil && (word == "subject" || word == "need"):
			name, text, _ := strings.Cut(rest, " ")
			say, err := readSay(text)
			if err != nil {
				return nil, fail(err.Error())
			}
			if word == "need" {
				d.needs[name] = say
			} else {
				d.subjects = append(d.subjects, subject{name, say})
			}
		case strings.HasPrefix(rest, "/"):
			if d.calls[line] != nil || call != nil {
				return nil, fail("stands twice, or lacks a line before it")
			}
			if len(d.subjects) == 0 {
				return nil, fail("belongs to no subject")
			}
			call = &callShape{subject: d.subjects[len(d.subjects)-1].name, beginning: i + 1}
			d.calls[line] = call
		case object != nil:
			f, err := readField(line)
			if err != nil {
				return nil, fail(err.Error())
			}
			object.fields = append(object.fields, f)
		case call != nil:
			if err := call.read(word, rest); err != nil {
				return nil, fail(err.Error())
			}
		default:
			return nil, fail("belongs to nothing")
		}
	}
	return d, nil
}

func (c *callShape) read(word, rest string) (err error) {
	switch word {
	case "say":
		c.say, err = readSay(rest)
	case "query":
		var f field
		f, err = readField(rest)
		f.may = true
		c.query = append(c.query, f)
	case "in", "in?":
		c.in, c.mayIn = rest, word == "in?"
	case "out":
		c.out, c.made = strings.CutPrefix(rest, "201 ")
	case "etag":
		c.etag = true
	case "list":
		c.list = true
	case "finds":
		c.finds = true
	case "proves":
		c.proves = true
	case "if-match":
		c.ifMatch = rest
	default:
		err = errors.New("is no word of a call")
	}
	return err
}

// readField reads NAME TYPE ZH | EN.
func readField(line string) (f field, err error) {
	parts := strings.SplitN(line, " ", 3)
	if len(parts) != 3 {
		return f, errors.New("is no NAME TYPE ZH | EN")
	}
	f.name, f.may = strings.CutSuffix(parts[0], "?")
	f.kind = parts[1]
	f.say, err = readSay(parts[2])
	return f, err
}

func readSay(text string) (rules.Text, error) {
	zh, en, ok := strings.Cut(text, " | ")
	if !ok || zh == "" || en == "" {
		return rules.Text{}, errors.New("lacks its words in both languages")
	}
	return rules.Text{ZH: zh, EN: en}, nil
}

// documents are the descriptions as JSON, by language.
var documents [2]struct {
	once sync.Once
	src  []byte
	err  error
}

// openAPI answers with the description, in the reader's language.
func (c *call) openAPI() (*answer, error) {
	doc := &documents[c.lang]
	doc.once.Do(func() {
		var whole any
		if whole, doc.err = openAPIOf(c.lang); doc.err == nil {
			doc.src, doc.err = json.Marshal(whole)
		}
	})
	if doc.err != nil {
		return nil, doc.err
	}
	c.w.Header().Set("Content-Language", [...]string{rules.ZH: "zh-Hans", rules.EN: "en"}[c.lang])
	return &answer{status: http.StatusOK, body: json.RawMessage(doc.src)}, nil
}
