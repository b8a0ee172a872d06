package site

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"jifen/rules"

	"go.yaml.in/yaml/v3"
)

// Entrance is an official place on line. Entrances move, so that they are data with a date, in the content's entrances.yaml.
type Entrance struct {
	Kind       words  `yaml:"kind"`
	Name       words  `yaml:"name"`
	Since      int    `yaml:"since"`
	Until      int    `yaml:"until"` // 0 where it is in use
	Address    string `yaml:"address"`
	VerifiedOn string `yaml:"verified_on"` // empty: the address is not printed
}

const entrancesFile = "entrances.yaml"

// words are words in both languages, as YAML holds them.
type words struct{ ZH, EN string }

func (w words) in(l rules.Lang) string { return rules.Text(w).In(l) }

// readEntrances reads the official entrances strictly. Content without any is sound.
func (b *builder) readEntrances() error {
	src, err := fs.ReadFile(b.Content, entrancesFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return fmt.Errorf("reading the official entrances: %w", err)
	}
	file := path.Join(b.Name, entrancesFile)
	var doc yaml.Node
	if yaml.Unmarshal(src, &doc) == nil && !b.spelledOut(file, 0, &doc) {
		return nil
	}
	dec := yaml.NewDecoder(bytes.NewReader(src))
	dec.KnownFields(true)
	if err := dec.Decode(&b.entrances); errors.Is(err, io.EOF) {
		return nil // comments alone
	} else if err != nil {
		for _, what := range strings.Split(strings.TrimPrefix(err.Error(), "yaml: unmarshal errors:\n"), "\n") {
			line, what := yamlError(what)
			b.problem(file, line, what, "an entrance has kind, name, since, until, address and verified_on")
		}
		return nil
	}
	for i, e := range b.entrances {
		b.checkEntrance(file, doc.Content[0].Content[i].Line, e)
	}
	return nil
}

func (b *builder) checkEntrance(file string, line int, e Entrance) {
	if e.Kind.ZH == "" || e.Kind.EN == "" || e.Name.ZH == "" || e.Name.EN == "" {
		b.problem(file, line, "an entrance lacks its kind or its name in a language", "write both as {zh: …, en: …}")
	}
	if e.Since < 1990 || e.Until != 0 && e.Until < e.Since {
		b.problem(file, line, fmt.Sprintf("an entrance is from %d to %d", e.Since, e.Until), "write the years since and until when it was in use; leave until empty where it still is")
	}
	if e.Address != "" && !strings.HasPrefix(e.Address, "https://") {
		b.problem(file, line, fmt.Sprintf("%q is no address", e.Address), "write it whole, https://…, or leave it empty")
	}
	if _, ok := rules.ParseDate(e.VerifiedOn); e.VerifiedOn != "" && (!ok || e.Address == "") {
		b.problem(file, line, fmt.Sprintf("verified_on holds %q", e.VerifiedOn), "write the day on which the address was seen to be right, YYYY-MM-DD; leave it empty where there is none")
	}
}

// entranceView is an entrance as a page shows it.
type entranceView struct {
	Kind, Name, Years, Address, Verified string
}

func (p *Page) entrances() []entranceView {
	var all []entranceView
	for _, e := range p.site.entrances {
		v := entranceView{Kind: e.Kind.in(p.Lang), Name: e.Name.in(p.Lang)}
		if v.Years = p.say("entrance.since", e.Since); e.Until != 0 {
			v.Years = p.say("entrance.years", e.Since, e.Until)
		}
		if e.VerifiedOn != "" {
			v.Address, v.Verified = e.Address, p.DayOf(e.VerifiedOn)
		}
		all = append(all, v)
	}
	return all
}
