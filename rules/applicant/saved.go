package applicant

import (
	"strconv"
	"unicode/utf8"

	"jifen/rules"
)

// Saved is what a person keeps in a file of the own, and shows at the employer's counter: it can be read, filled in again and
// gone on with.
type Saved struct {
	On      rules.Date   // the day it was saved, which is the day of reckoning of its facts
	Edition string       // the id of the edition it was reckoned by
	Facts   *rules.Facts // the person
	Other   *rules.Facts // a second person compared with, such as the spouse; nil where there is none
	Ticked  []string     // ids of the papers ticked off
	Family  bool         // the family's papers were asked for
	Permit  rules.Date   // the permit's last day of validity, 0 where it was not given
}

// savedVersion is written into every file. It goes up when a file of today could be misread by what reads it tomorrow.
const savedVersion = 1

// The bounds of a saved file: limits of the form.
const (
	mostTicked = 200
	mostText   = 64 // characters of an id
)

// Between these a page that can be read by people holds the saved JSON.
const (
	savedOpens  = `<script type="application/json" id="jifen">`
	savedCloses = `</script>`
)

// AppendSaved appends a saved file's JSON. It can stand inside an HTML script element, for it has no <.
func AppendSaved(dst []byte, s *Saved) []byte {
	from := len(dst)
	w := writer{append(dst, '{')}
	w.key("jifen").int(savedVersion)
	w.key("on").date(s.On)
	w.key("edition").str(s.Edition)
	w.key("facts").facts(s.Facts)
	if s.Other != nil {
		w.key("other").facts(s.Other)
	}
	if len(s.Ticked) > 0 {
		w.strings("ticked", s.Ticked)
	}
	if s.Family {
		w.key("family").raw("true")
	}
	if s.Permit != 0 {
		w.key("permit").date(s.Permit)
	}
	w.close('}')
	return append(w.dst[:from], withoutTags(string(w.dst[from:]))...)
}

func (w *writer) facts(fs *rules.Facts) { w.dst = AppendFacts(w.dst, fs) }

// withoutTags writes < as JSON can write it otherwise: it stands in text alone.
func withoutTags(json string) []byte {
	var out []byte
	for i := range len(json) {
		if json[i] == '<' {
			out = append(out, `\u003c`...)
		} else {
			out = append(out, json[i])
		}
	}
	return out
}

// savedKeys are the members of a saved file. The first four must be there.
var savedKeys = [...]string{"jifen", "on", "edition", "facts", "other", "ticked", "family", "permit"}

// savedReader holds the members of a saved file as they stand, to be read in the order in which they hang on each other.
type savedReader struct {
	reader
	raw map[string][]byte
}

// ReadSaved reads a saved file: the JSON itself, or a page that holds it. It tells every problem at once, with fields such as
// facts.born; but of a file that is no such file, or that a newer version saved, that alone.
func ReadSaved(src []byte, lang rules.Lang) (*Saved, []Problem) {
	r := savedReader{reader: reader{s: scanner{src: savedIn(src)}, lang: lang}, raw: map[string][]byte{}}
	if r.s.peek() == '{' {
		r.s.object(r.member)
		r.s.end()
	}
	said := string(r.raw["jifen"])
	version, known := decimal(said, 0)
	switch {
	case said == "" || r.s.fault == "" && (!known || version < 1):
		return nil, []Problem{{"", sayNotSaved.In(lang)}}
	case r.s.fault != "":
		return nil, []Problem{{"", r.syntax()}}
	case version > savedVersion:
		return nil, []Problem{{"jifen", rules.Fill(sayNewer.In(lang), said, strconv.Itoa(savedVersion))}}
	}
	s := r.saved()
	if r.problems != nil {
		return nil, r.problems
	}
	return s, nil
}

// savedIn finds the JSON in a file, nothing where there is none. Some editors begin a file with a mark of their own, U+FEFF.
func savedIn(src []byte) []byte {
	src = src[begins(string(src[:min(len(src), 3)]), "\ufeff"):]
	if s := (scanner{src: src}); s.peek() == '{' {
		return src
	}
	from := index(string(src), savedOpens)
	if from < 0 {
		return nil
	}
	src = src[from+len(savedOpens):]
	return src[:max(0, index(string(src), savedCloses))]
}

// member keeps a member for later.
func (r *savedReader) member(key []byte) {
	for i, k := range savedKeys {
		if k != string(key) {
			continue
		}
		if r.first(0, i, k) {
			r.s.space()
			from := r.s.pos
			r.s.skip()
			r.raw[k] = r.s.src[from:r.s.pos]
		}
		return
	}
	r.stray(string(key), saySavedKeys)
	r.s.skip()
}

// saved reads the members that were kept; the text as a whole is JSON.
func (r *savedReader) saved() *Saved {
	s := &Saved{On: rules.Latest}
	if r.turnTo("on") {
		if d, ok := r.day("on"); ok {
			s.On = d
		}
	}
	if r.turnTo("edition") {
		s.Edition = r.short("edition")
	}
	if r.turnTo("facts") {
		s.Facts = r.person("facts", s.On)
	}
	for _, k := range savedKeys[:4] {
		if r.raw[k] == nil {
			r.problem(k, saySavedLacks)
		}
	}
	if r.turnTo("other") {
		s.Other = r.person("other", s.On)
	}
	if r.turnTo("ticked") {
		s.Ticked = r.texts("ticked")
	}
	if r.turnTo("family") {
		s.Family, _ = r.bool("family")
	}
	if r.turnTo("permit") {
		s.Permit, _ = r.day("permit")
	}
	return s
}

// turnTo turns to a member, where it is there.
func (r *savedReader) turnTo(key string) bool {
	r.s = scanner{src: r.raw[key]}
	return r.raw[key] != nil
}

// person reads facts as of the day they were saved.
func (r *savedReader) person(field string, on rules.Date) *rules.Facts {
	facts, problems := Read(r.raw[field], on, r.lang)
	for _, p := range problems {
		if p.Field != "" {
			p.Field = "." + p.Field
		}
		r.problems = append(r.problems, Problem{field + p.Field, p.Message})
	}
	return facts
}

// day reads any day, past or to come.
func (r *savedReader) day(field string) (rules.Date, bool) {
	if r.s.peek() != '"' {
		r.s.skip()
		r.problem(field, sayDate)
		return 0, false
	}
	text := string(r.s.str())
	d, ok := rules.ParseDate(text)
	if !ok {
		r.problem(field, sayNoDay, text)
	}
	return d, ok
}

func (r *savedReader) texts(field string) (list []string) {
	if r.s.peek() != '[' {
		r.problem(field, sayTexts)
		return nil
	}
	n := 0
	r.s.list(func(i int) {
		if n++; n > mostTicked {
			r.s.skip()
			return
		}
		list = append(list, r.short(field+"["+strconv.Itoa(i)+"]"))
	})
	if n > mostTicked {
		r.problem(field, sayTooMany, strconv.Itoa(mostTicked))
	}
	return list
}

// short reads a text that is no longer than an id can be.
func (r *savedReader) short(field string) string {
	if r.s.peek() != '"' {
		r.s.skip()
		r.problem(field, sayText)
		return ""
	}
	text := string(r.s.str())
	if utf8.RuneCountInString(text) > mostText {
		r.problem(field, sayTooLong, strconv.Itoa(mostText))
	}
	return text
}
