package site

import (
	"os"
	"slices"
	"strings"
	"testing"

	"jifen/rules"
	"jifen/rules/tables"

	"golang.org/x/net/html"
)

// TestPieces: what is read of our own HTML is what a reader of every HTML finds there.
func TestPieces(t *testing.T) {
	s, err := Build(Options{
		Content: os.DirFS("../content"), Name: "content", Templates: os.DirFS("templates"), Static: os.DirFS("../static"),
		Law: os.DirFS("../rules"), Service: os.DirFS("../api"), Base: "https://example.org", API: "https://example.org", Asks: true,
		Editions: tables.Editions, Wages: rules.WageSeries{What: tables.WagesWhat, Rows: tables.Wages}, Questions: tables.Questions,
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, src := range s.Files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		var got, want []string
		for x := range pieces(string(src)) {
			if x.name == "" || x.closes || strings.HasPrefix(x.name, "!") {
				continue
			}
			one := []string{}
			for key, value := range x.attributes() {
				one = append(one, strings.ToLower(key)+" "+value)
			}
			got = append(got, element(x.name, one))
		}
		doc, err := html.ParseWithOptions(strings.NewReader(string(src)), html.ParseOptionEnableScripting(false))
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			if n.Type == html.ElementNode {
				one := []string{}
				for _, a := range n.Attr {
					one = append(one, strings.ToLower(a.Key)+" "+a.Val)
				}
				want = append(want, element(n.Data, one))
			}
		}
		if !slices.Equal(got, want) {
			i := 0
			for i < min(len(got), len(want)) && got[i] == want[i] {
				i++
			}
			t.Errorf("%s: %q, want %q", name, got[max(0, i-3):min(len(got), i+3)], want[max(0, i-3):min(len(want), i+3)])
		}
	}
}

func element(name string, attributes []string) string {
	slices.Sort(attributes)
	return strings.ToLower(name) + " " + strings.Join(attributes, " ")
}
