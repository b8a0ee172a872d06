package site_test

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"jifen/rules"
	"jifen/rules/process"
	"jifen/site"

	"golang.org/x/net/html"
)

// TestStates holds the table beside the picture against the contract of the process, testdata/steps.md: every step from every state, who
// takes it, and where it leads. What the contract says beside the table of its own accord is added by hand.
func TestStates(t *testing.T) {
	src, err := os.ReadFile("../rules/process/testdata/steps.md")
	if err != nil {
		t.Fatal(err)
	}
	label := func(name string) string {
		s, ok := process.StateNamed(name)
		if !ok {
			t.Fatalf("no state %s", name)
		}
		return s.Meaning().Label.ZH
	}
	var want []string
	for _, line := range strings.Split(string(src), "\n") {
		cells := strings.Split(line, " | ")
		if len(cells) != 5 || !strings.HasPrefix(line, "| `") {
			continue
		}
		id := strings.Trim(cells[0], "| `")
		step := process.StepNamed(id)
		who := map[string]string{"the new employer": "用人单位", "its employer": "用人单位", "holder, its employer": "本人、用人单位", "officer": "受理点"}[cells[3]]
		for _, from := range strings.Split(cells[1], ", ") {
			to := label(step.To.String())
			switch {
			case id == "archive_arrived" || id == "diploma_result" || id == "accept": // goes on by itself where all is in
				to = label("checking") + "，或者" + label("in_review")
			case id == "request_review" && from == "rejected":
				to = label("checking") + "，或者" + label("in_review")
			}
			want = append(want, label(from)+": "+step.Label.ZH+" | "+who+" | "+to)
		}
	}
	got := stateTable(t, build(t).Files["glossary/index.html"])
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the table says\n%s\nthe contract\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// stateTable reads the table of the states, a line a step.
func stateTable(t *testing.T, src []byte) []string {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	state := ""
	for n := range doc.Descendants() {
		if n.Data != "tr" || !strings.Contains(fmt.Sprint(n.Parent.Parent.Parent.Attr), "申请的状态") || n.Parent.Data != "tbody" {
			continue
		}
		var cells []string
		for c := range n.ChildNodes() {
			if c.Type == html.ElementNode {
				cells = append(cells, c.FirstChild.Data)
			}
		}
		if len(cells) == 1 {
			state = strings.TrimSpace(cells[0])
		} else {
			all = append(all, state+": "+strings.Join(cells, " | "))
		}
	}
	return all
}

// TestStatesDrawn: in both languages the picture has every state and step, its own name and description, and nothing that an image could
// not hold on a page of ours.
func TestStatesDrawn(t *testing.T) {
	page := "---\ntitle: 页\nsummary: 一句话。\nlayout: page\naudience: [anyone]\nowner: guides\nlast_reviewed: 2026-11-24\nreview_by: 2027-05-24\nsources:\n  - {title: 办法, use: 全部, confidence: B}\n---\n\n{{diagram states}}\n"
	s, err := site.Build(options(fstest.MapFS{"zh/x.md": {Data: []byte(page)}, "en/x.md": {Data: []byte(page)}}))
	if err != nil {
		t.Fatal(err)
	}
	for file, lang := range map[string]rules.Lang{"x/index.html": rules.ZH, "en/x/index.html": rules.EN} {
		_, drawing, _ := strings.Cut(string(s.Files[file]), "<svg class=\"states\"")
		drawing, _, ok := strings.Cut(drawing, "</svg>")
		if !ok {
			t.Fatalf("%s holds no picture", file)
		}
		for state := process.Draft; state <= process.Rejected; state++ {
			first := strings.FieldsFunc(state.Meaning().Label.In(lang), func(r rune) bool { return strings.ContainsRune("，, ", r) })[0]
			if !strings.Contains(drawing, `font-weight="700">`+first) {
				t.Errorf("%s: no box %s", file, first)
			}
		}
		for _, step := range process.Steps {
			if !regexp.MustCompile(`>(↻ )?` + regexp.QuoteMeta(step.Label.In(lang)) + `</text>`).MatchString(drawing) {
				t.Errorf("%s: no step %s", file, step.Label.In(lang))
			}
		}
		for _, id := range regexp.MustCompile(`aria-labelledby="(\S+) (\S+)"`).FindStringSubmatch(drawing)[1:] {
			if !regexp.MustCompile(`id="` + id + `">[^<]{5,}<`).MatchString(drawing) {
				t.Errorf("%s: the picture has no %s", file, id)
			}
		}
		if strings.Contains(drawing, "style=") {
			t.Errorf("%s: the picture has styles of its own, which the policy forbids", file)
		}
	}
}
