package site_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"html/template"
	"io"
	"os"
	"strings"
	"testing"

	"jifen/rules"
	"jifen/rules/tables"
	"jifen/site"
)

// TestFlow: the picture of the questions is sound XML, the same each time, has every question that the edition uses once, in the order
// of asking, and every condition and indicator, each with a line from the questions that it hangs on.
func TestFlow(t *testing.T) {
	for lang, words := range map[rules.Lang][3]string{rules.ZH: {"条件：", "1  你有在有效期内的", "有严重刑事犯罪记录吗"}, rules.EN: {"Condition: ", "1  Do you hold a Shanghai", "Is there a record of a serious crime?"}} {
		t.Run(words[0], func(t *testing.T) { flowIn(t, lang, words[0], words[1], words[2]) })
	}
}

func flowIn(t *testing.T, lang rules.Lang, condition, begins, crime string) {
	src, err := site.Flow(options(os.DirFS("../content")), lang)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := site.Flow(options(os.DirFS("../content")), lang); !bytes.Equal(src, again) {
		t.Error("the picture differs from time to time")
	}
	for dec := xml.NewDecoder(bytes.NewReader(src)); ; {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	e := &tables.Editions[len(tables.Editions)-1]
	text, lines := string(src), 0
	for _, in := range e.Indicators {
		if !strings.Contains(text, ">"+template.HTMLEscapeString(in.Label.In(lang))) {
			t.Errorf("no indicator %s", in.ID)
		}
		lines++
		if in.Proof != 0 {
			lines++
		}
		if in.Share != 0 {
			lines++
		}
	}
	for _, g := range e.Gates {
		if !strings.Contains(text, ">"+condition+template.HTMLEscapeString(g.Label.In(lang))) {
			t.Errorf("no condition %s", g.ID)
		}
		lines++
	}
	to, _, _ := strings.Cut(text, "</g>")
	if got := strings.Count(to, "<path"); got != lines {
		t.Errorf("%d lines, want %d", got, lines)
	}
	asked := 0
	for _, q := range tables.Questions {
		n := strings.Count(text, `class="key">`+q.Fact.String()+"<")
		if q.Fact.String() == "family_planning_violation" && n != 0 || q.Fact.String() != "family_planning_violation" && n != 1 {
			t.Errorf("%s stands there %d times", q.Fact, n)
		}
		asked += n
	}
	if first, then := strings.Index(text, begins), strings.Index(text, crime); asked == 0 || first < 0 || then < first {
		t.Error("the conditions are not asked first")
	}
	if strings.Contains(text, "{{") {
		t.Error("a figure is not in its place")
	}
}
