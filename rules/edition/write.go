package edition

import (
	"bytes"
	"fmt"
	"go/format"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"jifen/rules"
)

// Law is all that the data files say.
type Law struct {
	Editions  []rules.Edition // in order of their first day
	Wages     rules.WageSeries
	Workdays  []rules.WorkYear
	Questions []rules.Question
}

// Load reads every data file below a folder laid out like rules: editions/*.json, wages.json, workdays.json and
// questions.json. It tells the problems of all of them.
func Load(dir string) (*Law, error) {
	law := &Law{}
	var problems []string
	note := func(err error) {
		if err != nil {
			problems = append(problems, err.Error())
		}
	}
	read := func(file string) (string, []byte) {
		name := filepath.Join(dir, file)
		src, err := os.ReadFile(name)
		note(err)
		return name, src
	}
	names, err := filepath.Glob(filepath.Join(dir, "editions", "*.json"))
	note(err)
	for _, name := range names {
		src, err := os.ReadFile(name)
		note(err)
		e, err := Read(filepath.ToSlash(name), src)
		note(err)
		if err == nil {
			law.Editions = append(law.Editions, *e)
		}
	}
	law.Wages, err = Wages(read("wages.json"))
	note(err)
	law.Workdays, err = Workdays(read("workdays.json"))
	note(err)
	law.Questions, err = Questions(read("questions.json"))
	note(err)
	note(Together(law.Editions))
	for i := range law.Editions {
		law.Editions[i].Wages = law.Wages.Rows
	}
	if problems != nil {
		return nil, fmt.Errorf("%s", strings.Join(problems, "\n"))
	}
	return law, nil
}

// Source writes the law as the Go source of package tables.
func Source(law *Law) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("// Code generated from rules/editions, rules/wages.json, rules/workdays.json and rules/questions.json by make rules. DO NOT EDIT.\n\n")
	b.WriteString("// Package tables is the law's data files as Go values: what native code and the browser program both run.\n")
	b.WriteString("package tables\n\nimport \"jifen/rules\"\n")
	for _, v := range []struct {
		doc, name string
		value     any
	}{
		{"Wages is the reference wage used for points.", "Wages", law.Wages.Rows},
		{"Editions are all editions, in order of their first day.", "Editions", law.Editions},
		{"WagesWhat says what the reference wage is.", "WagesWhat", law.Wages.What},
		{"Workdays are the notices of public holidays and make-up workdays, a year each, in order and without gap.", "Workdays", law.Workdays},
		{"Questions are how a person is asked for each fact, in the order of asking.", "Questions", law.Questions},
	} {
		fmt.Fprintf(&b, "\n// %s\nvar %s = ", v.doc, v.name)
		literal(&b, reflect.ValueOf(v.value), true)
		b.WriteString("\n")
	}
	return format.Source(b.Bytes())
}

// literal writes a value as a Go composite literal without its zero fields. Structs of more than words stand on lines of
// their own, so that a changed number is a changed line.
func literal(b *bytes.Buffer, v reflect.Value, named bool) {
	switch v.Kind() {
	case reflect.Slice:
		if v.Type() == reflect.TypeFor[[]rules.Wage]() && !named {
			b.WriteString("Wages") // one series for all editions
			return
		}
		fmt.Fprintf(b, "%s{", v.Type())
		for i := range v.Len() {
			b.WriteString("\n")
			literal(b, v.Index(i), false)
			b.WriteString(",")
		}
		b.WriteString("\n}")
	case reflect.Struct:
		if named {
			b.WriteString(v.Type().String())
		}
		b.WriteString("{")
		sep := ", "
		if v.NumField() > 3 {
			sep = ",\n"
			b.WriteString("\n")
		}
		first := true
		for i := range v.NumField() {
			if v.Field(i).IsZero() {
				continue
			}
			if !first {
				b.WriteString(sep)
			}
			first = false
			fmt.Fprintf(b, "%s: ", v.Type().Field(i).Name)
			literal(b, v.Field(i), v.Type().Field(i).Name != "Wages")
		}
		if sep == ",\n" && !first {
			b.WriteString(sep)
		}
		b.WriteString("}")
	case reflect.String:
		fmt.Fprintf(b, "%q", v.String())
	default:
		fmt.Fprintf(b, "%v", number(v))
	}
}

func number(v reflect.Value) any {
	switch {
	case v.CanInt():
		return v.Int()
	case v.CanUint():
		return v.Uint()
	}
	return v.Interface()
}
