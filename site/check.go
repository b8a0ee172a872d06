package site

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// check walks the text once for everything that an editor can get wrong.
func (m *marks) check(doc ast.Node) {
	seen := map[string]int{}
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		wrong := func(what, instead string) { m.problem(m.page.File, m.page.line(offset(n)), what, instead) }
		if n.Kind() == ast.KindParagraph || n.Kind() == ast.KindTextBlock || n.Kind() == ast.KindHeading || n.Kind() == extast.KindTableCell {
			m.braces(n)
			m.figures(n)
		}
		switch n := n.(type) {
		case *ast.HTMLBlock, *ast.RawHTML:
			wrong("raw HTML", "write Markdown alone; layouts belong to site/templates")
			return ast.WalkSkipChildren, nil
		case *ast.Heading:
			m.heading(n, seen, wrong)
		case *ast.Link:
			m.destination(string(n.Destination), wrong)
			m.page.links = append(m.page.links, link{to: string(n.Destination), line: m.page.line(offset(n))})
		case *ast.AutoLink:
			if n.AutoLinkType == ast.AutoLinkURL {
				m.destination(string(n.URL(m.page.source)), wrong)
			}
		case *ast.Image:
			if n.ChildCount() == 0 {
				wrong("a picture without words", "write what it shows between the brackets: ![…](…)")
			}
			if _, ok := m.picture(n); !ok {
				wrong(fmt.Sprintf("no picture %s", n.Destination), "put the file into static, and write its path there with a / before it")
			}
		case *ast.Text:
			m.prose(n, wrong)
		case *ast.CodeSpan, *ast.FencedCodeBlock, *ast.CodeBlock:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
}

func (m *marks) heading(n *ast.Heading, seen map[string]int, wrong func(what, instead string)) {
	if n.Level == 1 {
		wrong("a heading of the first level", "the title stands in the front matter; begin with ##")
	}
	for _, a := range n.Attributes() {
		if name := string(a.Name); name != "id" && name != "who" {
			wrong(fmt.Sprintf("a heading has no %q", name), `it may name its id and who does the step: {#id who="holder"}`)
		}
	}
	if strings.TrimSpace(m.words(n)) == "" {
		wrong("a heading without words", "write what the part is about")
	}
	value, _ := n.AttributeString("id")
	id := asText(value)
	if id == "" {
		wrong("a heading without letters", "give it an id: ## … {#id}")
	}
	if line, twice := seen[id]; twice {
		wrong(fmt.Sprintf("the id %q stands twice", id), fmt.Sprintf("give one of the two headings an id of its own, {#…}; the first is on line %d", line))
	}
	seen[id] = m.page.line(offset(n))
	m.page.ids = append(m.page.ids, id)
	m.page.idLines = append(m.page.idLines, seen[id])
	if n.Level == 2 {
		m.page.Headings = append(m.page.Headings, Heading{id, m.words(n)})
	}
	who, ok := n.AttributeString("who")
	if !ok {
		if m.page.Meta.Layout == "steps" && n.Level == 2 {
			wrong("a step that does not say who does it", `add it behind the id: {#id who="holder"}`)
		}
		return
	}
	for _, w := range strings.Split(asText(who), ",") {
		if !slices.Contains(people, w) {
			wrong(fmt.Sprintf("nobody is called %q", w), "write one or more of "+strings.Join(people, ", ")+", with commas between")
		}
	}
}

func (m *marks) destination(to string, wrong func(what, instead string)) {
	u, err := url.Parse(to)
	switch {
	case err != nil || to == "" || strings.HasPrefix(to, "//") || strings.ContainsAny(to, "\\ \t"):
		wrong(fmt.Sprintf("%q is no address", to), "write /guides/…/ for a page here, or https://… for one elsewhere")
	case u.Scheme == "https" && u.Host == "" || u.Scheme == "http" && u.Host == "":
		wrong(fmt.Sprintf("%q names no host", to), "write the whole address, https://…")
	case u.Scheme != "" && u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "mailto":
		wrong(fmt.Sprintf("%q leads where no page is", to), "write an address that begins with / or https://")
	case u.Scheme == "" && !strings.HasPrefix(to, "/") && !strings.HasPrefix(to, "#"):
		wrong(fmt.Sprintf("%q hangs on where this page lies", to), "write the whole path from the root, such as /guides/apply/")
	}
}

func (m *marks) prose(n *ast.Text, wrong func(what, instead string)) {
	if m.stars(n) {
		wrong("stars that make no emphasis: they touch full-width punctuation, or have no partner", "put the punctuation outside the stars, as in 「**积分**」是")
	}
}

// slip is what a hurried hand writes: it looks right and means nothing. Without its sign it need not be looked for.
type slip struct {
	sign          string
	form          *regexp.Regexp
	what, instead string
}

// slips are seen in the source, losses in the text that Markdown left: there a link or an id should no longer stand.
var slips = []slip{
	{"｛"[:2], regexp.MustCompile(`[｛｝]`), "is a full-width brace", "write {{name}} with narrow braces"}, // the two begin alike
	{"{", regexp.MustCompile(`(^|[^{])\{[a-z_0-9]+\.[a-z_0-9]+\}`), "is a reference in single braces", "write {{name}}"},
	{"]（", regexp.MustCompile(`\]（`), "is a link in full-width brackets", "write [words](/path/)"},
	{"#", regexp.MustCompile(`^#{1,6}[^# ]`), "is no heading", "put a space after the #"},
}

var losses = []slip{
	{"](", regexp.MustCompile(`\]\([^)]*\)?`), "is no link", "write [words](/path/), the address without spaces"},
	{"][", regexp.MustCompile(`\]\[[^\]]*\]`), "is no link", "write [words](/path/)"},
	{"{#", regexp.MustCompile(`\{#[^}]*\}?`), "is no id", `write {#id} or {#id who="holder"} at the end of a heading, the id in small Latin letters`},
}

func (s *slip) find(text string) string {
	if !strings.Contains(text, s.sign) {
		return ""
	}
	return s.form.FindString(text)
}

// braces notes what looks like a reference and is none.
func (m *marks) braces(n ast.Node) {
	for i := range n.Lines().Len() {
		at := n.Lines().At(i)
		left := string(at.Value(m.page.source))
		if strings.Contains(left, "{{") {
			left = reference.ReplaceAllString(left, "")
		}
		for i := range slips {
			if found := slips[i].find(left); found != "" {
				m.problem(m.page.File, m.page.line(at.Start), fmt.Sprintf("%q %s", found, slips[i].what), slips[i].instead)
			}
		}
		if strings.Contains(left, "{{") || strings.Contains(left, "}}") {
			m.problem(m.page.File, m.page.line(at.Start), "braces that make no reference", "write {{name}} on one line")
		}
	}
}

// figures notes numbers of the law in a block's text as it reads, emphasis and links aside.
func (m *marks) figures(block ast.Node) {
	var text strings.Builder
	ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if entering {
				text.Write(n.Segment.Value(m.page.source))
				if n.SoftLineBreak() {
					text.WriteByte('\n')
				}
			}
		case *refNode:
			if entering {
				text.WriteRune('□') // a figure that has its home
			}
		case *ast.CodeSpan:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	at := m.page.line(offset(block))
	m.typed(m.page.File, at, text.String())
	for i := range losses {
		if found := losses[i].find(text.String()); found != "" {
			m.problem(m.page.File, at, fmt.Sprintf("%q %s", found, losses[i].what), losses[i].instead)
		}
	}
}

// stars says whether a text holds a star that was meant as emphasis and that CommonMark did not see: its rules for stars
// beside punctuation are not made for full-width signs. A star written \* is meant as one.
func (m *marks) stars(n *ast.Text) bool {
	for i := n.Segment.Start; i < n.Segment.Stop; i++ {
		if c := m.page.source[i]; (c == '*' || c == '_' && i+1 < n.Segment.Stop && m.page.source[i+1] == '_') && (i == 0 || m.page.source[i-1] != '\\') {
			return true
		}
	}
	return false
}
