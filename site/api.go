package site

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"html/template"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// The page /api/ is made from the service's own description (OpenAPI), which is committed beside it in both languages: the
// generator knows no call by name.

// described is the part of the description that the page tells.
type described struct {
	Tags []struct {
		Name        string `json:"name"`
		Description string `json:"description"`
	} `json:"tags"`
	Paths      inOrder[inOrder[operation]] `json:"paths"`
	Components struct {
		Schemas   inOrder[schema]                         `json:"schemas"`
		Responses map[string]struct{ Description string } `json:"responses"`
	} `json:"components"`

	uses  map[string]int // how often a schema is named
	takes map[string]int // how many calls take a parameter
	gives map[string]int // how many calls answer a status
	calls int
}

type operation struct {
	ID         string      `json:"operationId"`
	Summary    string      `json:"summary"`
	Tags       []string    `json:"tags"`
	Roles      []string    `json:"x-roles"`
	OtherSites bool        `json:"x-other-sites"`
	Parameters []parameter `json:"parameters"`
	Body       *struct {
		Required bool               `json:"required"`
		Content  map[string]content `json:"content"`
	} `json:"requestBody"`
	Responses inOrder[struct {
		Content map[string]content `json:"content"`
		Headers map[string]any     `json:"headers"`
	}] `json:"responses"`
}

type parameter struct {
	In          string `json:"in"`
	Name        string `json:"name"`
	Required    bool   `json:"required"`
	Description string `json:"description"`
	Schema      schema `json:"schema"`
}

type content struct {
	Schema schema `json:"schema"`
}

type schema struct {
	Ref         string          `json:"$ref"`
	Type        string          `json:"type"`
	Format      string          `json:"format"`
	Title       string          `json:"title"`
	Description string          `json:"description"`
	Const       string          `json:"const"`
	Enum        []string        `json:"enum"`
	Items       *schema         `json:"items"`
	AnyOf       []schema        `json:"anyOf"`
	OneOf       []schema        `json:"oneOf"`
	Properties  inOrder[schema] `json:"properties"`
	Required    []string        `json:"required"`
	Roles       []string        `json:"x-roles"`
	From        []string        `json:"x-from"`
	To          string          `json:"x-to"`
	States      inOrder[schema] `json:"x-states"`
}

// inOrder is a JSON object whose members keep their order.
type inOrder[T any] struct {
	names []string
	of    map[string]T
}

// UnmarshalJSON reads the members one by one.
func (o *inOrder[T]) UnmarshalJSON(src []byte) error {
	o.of = map[string]T{}
	dec := json.NewDecoder(bytes.NewReader(src))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return errors.New("is no object")
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return err
		}
		var value T
		if err := dec.Decode(&value); err != nil {
			return err
		}
		o.names = append(o.names, name.(string))
		o.of[name.(string)] = value
	}
	return nil
}

// alike is the same for parameters that are told in the same words.
func (in parameter) alike() string {
	return strings.Join(append(in.Schema.Enum, in.Name, in.Description), " ")
}

func (s schema) named() string { return strings.TrimPrefix(s.Ref, "#/components/schemas/") }

// readService reads the description in both languages.
func (b *builder) readService() error {
	for _, l := range languages {
		name := "openapi." + l.folder + ".json"
		src, err := fs.ReadFile(b.Service, name)
		if err != nil {
			return fmt.Errorf("reading the description of the service: %w", err)
		}
		d := &described{uses: map[string]int{}, takes: map[string]int{}, gives: map[string]int{}}
		if err := json.Unmarshal(src, d); err != nil {
			return fmt.Errorf("reading api/%s: %w", name, err)
		}
		for part := range strings.SplitSeq(string(src), `"$ref":`) {
			rest, _ := strings.CutPrefix(strings.TrimSpace(part), `"#/components/schemas/`)
			ref, _, _ := strings.Cut(rest, `"`)
			d.uses[ref]++
		}
		for _, methods := range d.Paths.of {
			for _, op := range methods.of {
				d.calls++
				for _, status := range op.Responses.names {
					d.gives[status]++
				}
				for _, in := range op.Parameters {
					d.takes[in.alike()]++
				}
			}
		}
		b.service[l.lang] = d
	}
	return nil
}

// Subject is what several calls are about.
type Subject struct {
	ID, Title string
	Calls     []Call
}

// Call is one call as the page tells it.
type Call struct {
	ID, Method, Path, Say string
	Who                   string
	Parameters            []Field
	Shared                []string // the names of those that are told once for all calls
	CSV                   bool
	Body, Answer          *Object
	MayBody, Version      bool
	Success               string
	Refusals              []string
}

// BodyFields are the fields of the body that stand with the call.
func (c Call) BodyFields() []Field { return c.Body.fields() }

// AnswerFields are those of the answer.
func (c Call) AnswerFields() []Field { return c.Answer.fields() }

func (o *Object) fields() []Field {
	if o == nil {
		return nil
	}
	return o.Fields
}

// Object is what goes in or comes out: its fields, or a link to where they stand.
type Object struct {
	Name   string
	Kind   template.HTML
	Fields []Field
}

// Field is a row of a table.
type Field struct {
	Name string
	Kind template.HTML
	Must bool
	Say  string
}

// Step is a step of an application.
type Step struct {
	ID, Title, Who, From, To string
	Needs                    []Field
}

// Subjects are the calls, in the description's order.
func (p *Page) Subjects() []Subject {
	d := p.service()
	var all []Subject
	for _, tag := range d.Tags {
		s := Subject{ID: tag.Name, Title: tag.Description}
		for _, path := range d.Paths.names {
			methods := d.Paths.of[path]
			for _, method := range []string{"get", "post", "put", "delete"} {
				if op, ok := methods.of[method]; ok && slices.Contains(op.Tags, tag.Name) {
					s.Calls = append(s.Calls, p.callOf(strings.ToUpper(method), path, op))
				}
			}
		}
		all = append(all, s)
	}
	return all
}

func (p *Page) service() *described { return p.site.service[p.Lang] }

func (p *Page) callOf(method, path string, op operation) Call {
	c := Call{ID: op.ID, Method: method, Path: path, Say: op.Summary, Who: p.roles(op.Roles)}
	if op.OtherSites {
		c.Who += p.say("api.sites")
	}
	for _, in := range op.Parameters {
		switch {
		case !p.service().shared(in):
			c.Parameters = append(c.Parameters, Field{in.Name, p.kind(in.Schema), in.Required, in.Description})
		case in.Name != "Accept-Language": // which every call takes
			if in.Required && in.In == "header" {
				in.Name += p.say("api.must")
			}
			c.Shared = append(c.Shared, in.Name)
		}
	}
	if op.Body != nil {
		body, isJSON := op.Body.Content["application/json"]
		if c.CSV = !isJSON; isJSON {
			c.Body, c.MayBody = p.object(body.Schema), !op.Body.Required
		}
	}
	for _, status := range op.Responses.names {
		if r := op.Responses.of[status]; status[0] == '2' {
			c.Success, c.Answer, c.Version = status, p.object(r.Content["application/json"].Schema), r.Headers["ETag"] != nil
		} else {
			if d := p.service(); d.gives[status] < d.calls { // the others are told once
				c.Refusals = append(c.Refusals, status)
			}
			if status == "401" && len(op.Roles) == 0 {
				c.Who = p.say("api.who.proves")
			}
		}
	}
	return c
}

// shared says whether several calls take a parameter alike. Whether it must be sent, its description tells.
func (d *described) shared(in parameter) bool {
	return d.takes[in.alike()] > 1
}

// Shared are the parameters that several calls take alike.
func (p *Page) Shared() []Field {
	var all []Field
	for _, path := range p.service().Paths.names {
		methods := p.service().Paths.of[path]
		for _, method := range methods.names {
			for _, in := range methods.of[method].Parameters {
				one := Field{Name: in.Name, Kind: p.kind(in.Schema), Say: in.Description}
				if p.service().shared(in) && !slices.ContainsFunc(all, func(f Field) bool { return f.Name == one.Name }) {
					all = append(all, one)
				}
			}
		}
	}
	return all
}

// roles are who may do something, nobody where everybody may.
func (p *Page) roles(roles []string) string {
	if len(roles) == 0 {
		return p.say("api.who.everyone")
	}
	var words []string
	for _, r := range roles {
		words = append(words, p.say("api.who."+r))
	}
	return strings.Join(words, p.say("and"))
}

// object is a body or an answer. Its fields stand with the call where no other names it.
func (p *Page) object(s schema) *Object {
	d, name := p.service(), s.named()
	o := &Object{Name: name, Kind: p.kind(s)}
	if whole, ok := d.Components.Schemas.of[name]; ok && d.uses[name] == 1 && len(whole.OneOf) == 0 {
		o.Fields = p.fields(whole)
	}
	return o
}

func (p *Page) fields(s schema) []Field {
	var all []Field
	for _, name := range s.Properties.names {
		f := s.Properties.of[name]
		all = append(all, Field{name, p.kind(f), slices.Contains(s.Required, name), f.Description})
	}
	return all
}

// Objects are the objects that stand with no call, without the facts and the steps.
func (p *Page) Objects() []Object {
	d := p.service()
	with := map[string]bool{"Facts": true, "Step": true}
	for _, s := range p.Subjects() {
		for _, c := range s.Calls {
			for _, o := range []*Object{c.Body, c.Answer} {
				if o != nil && o.Fields != nil {
					with[o.Name] = true
				}
			}
		}
	}
	var all []Object
	for _, name := range d.Components.Schemas.names {
		if !with[name] {
			all = append(all, Object{Name: name, Fields: p.fields(d.Components.Schemas.of[name])})
		}
	}
	return all
}

// Facts are what may be said of an applicant; what a fact is, the calculator's question tells.
func (p *Page) Facts() []Field {
	all := p.fields(p.service().Components.Schemas.of["Facts"])
	for _, q := range p.site.Questions {
		for i := range all {
			if all[i].Name == q.Fact.String() && all[i].Say == "" {
				all[i].Say = p.site.plain("rules/questions.json", 1, q.Ask.In(p.Lang), p.Lang)
			}
		}
	}
	return all
}

// Steps are the steps of an application.
func (p *Page) Steps() []Step {
	var all []Step
	for _, s := range p.service().Components.Schemas.of["Step"].OneOf {
		step := Step{ID: s.Properties.of["step"].Const, Title: s.Title, Who: p.roles(s.Roles), From: strings.Join(s.From, p.say("and")), To: s.To}
		for _, f := range p.fields(s) {
			if f.Name != "step" {
				step.Needs = append(step.Needs, f)
			}
		}
		all = append(all, step)
	}
	return all
}

// States are what an application's states are called and mean.
func (p *Page) States() []Field {
	states := p.service().Components.Schemas.of["Step"].States
	var all []Field
	for _, name := range states.names {
		all = append(all, Field{Name: name, Kind: template.HTML(html.EscapeString(states.of[name].Title)), Say: states.of[name].Description})
	}
	return all
}

// Refusals are the statuses of a refusal, and what each means.
func (p *Page) Refusals() []Field {
	var all []Field
	for _, name := range slices.Sorted(maps.Keys(p.service().Components.Responses)) {
		all = append(all, Field{Name: strings.TrimPrefix(name, "Refused"), Say: p.service().Components.Responses[name].Description})
	}
	return all
}

// kind writes the type of a value in words.
func (p *Page) kind(s schema) template.HTML {
	word := func(key string) template.HTML { return template.HTML(html.EscapeString(p.say("api.kind." + key))) }
	switch {
	case s.Ref != "":
		name := s.named()
		to := "object-" + name
		if name == "Facts" || name == "Step" {
			to = strings.ToLower(name)
		}
		return template.HTML(fmt.Sprintf(`<a href="#%s">%s</a>`, to, html.EscapeString(name)))
	case len(s.AnyOf) > 0: // of which one is null
		return p.kind(s.AnyOf[0]) + word("null")
	case s.Type == "array":
		return word("list") + p.kind(*s.Items)
	case len(s.Enum) > 0:
		var all []string
		for _, v := range s.Enum {
			all = append(all, html.EscapeString(v))
		}
		return template.HTML("<code>" + strings.Join(all, "</code> <code>") + "</code>")
	case s.Format != "":
		return word(s.Format)
	case s.Type == "":
		return word("any")
	}
	return word(s.Type)
}

// api gives the page its summary and its headings.
func (b *builder) api(p *Page) {
	p.Summary = b.word("api.summary", p.Lang)
	for _, id := range []string{"what", "begin", "sign-in", "refusals", "once", "versions", "lists", "parameters"} {
		p.Headings = append(p.Headings, Heading{id, b.word("api."+id, p.Lang)})
	}
	for _, tag := range p.service().Tags {
		p.Headings = append(p.Headings, Heading{"calls-" + tag.Name, tag.Description})
	}
	for _, id := range []string{"step", "state", "facts", "object"} {
		p.Headings = append(p.Headings, Heading{id, b.word("api."+id, p.Lang)})
	}
}
