package site

import (
	"bytes"
	"fmt"
	"html/template"
	"regexp"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Heading is an entry of a page's table of contents.
type Heading struct{ ID, Text string }

// markdown renders a page's text, noting every problem with its line.
func (b *builder) markdown(p *Page) {
	if b.marks == nil {
		b.marks = &marks{builder: b}
		b.goldmark = goldmark.New(
			// Columns are aligned by the style sheet: the policy of our pages lets no style stand in one.
			goldmark.WithExtensions(extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)), extension.NewCJK(extension.WithEastAsianLineBreaks())),
			goldmark.WithParserOptions(
				parser.WithAttribute(), parser.WithAutoHeadingID(),
				parser.WithInlineParsers(util.Prioritized(b.marks, 50)),
			),
			goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(b.marks, 50))),
		)
	}
	reader, md := b.marks, b.goldmark
	reader.page = p
	doc := md.Parser().Parse(text.NewReader(p.source), parser.WithContext(parser.NewContext(parser.WithIDs(&ids{}))))
	reader.check(doc)
	reader.blocks(doc)
	reader.units(doc)
	if p.Meta.Layout == "steps" {
		reader.stations(doc)
	}
	var out bytes.Buffer
	if err := md.Renderer().Render(&out, p.source, doc); err != nil {
		b.problem(p.File, p.firstLine, "cannot be rendered: "+err.Error(), "mend the text around it")
	}
	p.Body = p.foreign(out.String())
}

// ids makes heading ids of the heading's own letters, Han among them, so that they stay when a section moves. A heading may
// also name its id: ## 标题 {#id}.
type ids struct{}

func (*ids) Generate(value []byte, _ ast.NodeKind) []byte {
	id := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		case r == ' ' || r == '-' || r == '_':
			return '-'
		}
		return -1
	}, string(value))
	return []byte(strings.Trim(id, "-"))
}

func (*ids) Put([]byte) {}

// marks reads {{references}} and renders what is special to these pages.
type marks struct {
	*builder
	page *Page
}

// refNode is one {{reference}}.
type refNode struct {
	ast.BaseInline
	text string // what stands between the braces
	at   int    // offset in the source
	unit string // the word behind it, where that is to stand before the mark
}

var (
	refKind     = ast.NewNodeKind("Reference")
	blockKind   = ast.NewNodeKind("LawBlock")
	stationKind = ast.NewNodeKind("Station")
)

func (n *refNode) Kind() ast.NodeKind        { return refKind }
func (n *refNode) Dump(src []byte, deep int) { ast.DumpHelper(n, src, deep, nil, nil) }
func (m *marks) Trigger() []byte             { return []byte{'{'} }

// Parse reads a reference where one begins.
func (m *marks) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	at := reference.FindIndex(line)
	if at == nil || at[0] != 0 {
		return nil
	}
	block.Advance(at[1])
	return &refNode{text: strings.TrimSpace(string(line[2 : at[1]-2])), at: segment.Start}
}

// blockNode is a paragraph that was a reference to a table or list alone.
type blockNode struct {
	ast.BaseBlock
	html string
}

func (n *blockNode) Kind() ast.NodeKind        { return blockKind }
func (n *blockNode) Dump(src []byte, deep int) { ast.DumpHelper(n, src, deep, nil, nil) }

// station is a step of a process: a heading and what belongs to it.
type station struct{ ast.BaseBlock }

func (n *station) Kind() ast.NodeKind        { return stationKind }
func (n *station) Dump(src []byte, deep int) { ast.DumpHelper(n, src, deep, nil, nil) }

// line is the line of the file on which an offset of the text lies. Most questions come in the order of the text, and are counted on
// from the one before.
func (p *Page) line(at int) int {
	at = min(at, len(p.source))
	if at < p.counted.at {
		p.counted.at, p.counted.lines = 0, 0
	}
	p.counted.lines += bytes.Count(p.source[p.counted.at:at], []byte("\n"))
	p.counted.at = at
	return p.firstLine + p.counted.lines
}

// offset is where a node begins: where its first text does, or the block around it.
func offset(n ast.Node) int {
	for c := n; c != nil && n.Type() == ast.TypeInline; c = c.FirstChild() {
		switch c := c.(type) {
		case *ast.Text:
			return c.Segment.Start
		case *refNode:
			return c.at
		}
	}
	for ; n != nil; n = n.Parent() {
		if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			return n.Lines().At(0).Start
		}
	}
	return 0
}

// blocks puts tables and lists of the law in place of the paragraphs that name them.
func (m *marks) blocks(doc ast.Node) {
	for n := doc.FirstChild(); n != nil; {
		next := n.NextSibling()
		if ref, ok := n.FirstChild().(*refNode); ok && n.ChildCount() == 1 && strings.Contains(ref.text, " ") {
			html, ok := m.block(m.page, ref.text)
			if !ok {
				m.problem(m.page.File, m.page.line(ref.at), fmt.Sprintf("{{%s}} names no table or list", ref.text), "write {{table ID}} or {{papers ID}} with an indicator's id, or one of those in CONTRIBUTING")
			}
			doc.ReplaceChild(doc, n, &blockNode{html: html})
		}
		n = next
	}
}

// aUnit is the word behind a figure that belongs to it.
var aUnit = regexp.MustCompile(`^ ?((个?工作日|个月|天|年)(以内|之内|内)?|周岁|岁|分|人|倍|万?元|(working )?days?\b|months?\b|years?\b|points?\b|yuan\b)`)

// units takes the unit behind a figure that is not verified before its mark: 60 天（待核实）, not 60（待核实）天.
func (m *marks) units(doc ast.Node) {
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		ref, ok := n.(*refNode)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		if f, _ := m.figure(ref.text, m.page.Lang); f.confidence != "C" {
			return ast.WalkContinue, nil
		}
		if after, ok := n.NextSibling().(*ast.Text); ok {
			ref.unit = aUnit.FindString(string(after.Segment.Value(m.page.source)))
			after.Segment.Start += len(ref.unit)
		}
		return ast.WalkContinue, nil
	})
}

// stations gathers each second-level heading and what follows it, and draws who does the step.
func (m *marks) stations(doc ast.Node) {
	var in *station
	for n := doc.FirstChild(); n != nil; {
		next := n.NextSibling()
		if h, ok := n.(*ast.Heading); ok && h.Level == 2 {
			in = &station{}
			doc.InsertBefore(doc, n, in)
			m.stop(h)
		}
		if in != nil {
			m.leads(n)
			in.AppendChild(in, n)
		}
		n = next
	}
}

// words is a heading's text with the figures in their places.
func (m *marks) words(n ast.Node) string {
	var b strings.Builder
	ast.Walk(n, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			switch c := c.(type) {
			case *ast.Text:
				b.Write(c.Segment.Value(m.page.source))
			case *refNode:
				f, _ := m.figure(c.text, m.page.Lang)
				b.WriteString(f.text)
			}
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

func asText(v any) string {
	switch v := v.(type) {
	case []byte:
		return string(v)
	case string:
		return v
	}
	return ""
}

// RegisterFuncs says what is rendered here.
func (m *marks) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(refKind, m.renderRef)
	reg.Register(ast.KindHeading, m.renderHeading)
	reg.Register(ast.KindLink, m.renderLink)
	reg.Register(ast.KindImage, m.renderImage)
	reg.Register(blockKind, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			w.WriteString(n.(*blockNode).html)
		}
		return ast.WalkContinue, nil
	})
	reg.Register(stationKind, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		w.WriteString(map[bool]string{true: "<section class=\"station\">\n", false: "</section>\n"}[entering])
		return ast.WalkContinue, nil
	})
}

// renderRef writes a figure as a link to the rule that it comes from, with a mark where it is not verified.
func (m *marks) renderRef(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*refNode)
	if !entering {
		return ast.WalkContinue, nil
	}
	f, ok := m.figure(n.text, m.page.Lang)
	if !ok {
		m.unknownReference(m.page.File, m.page.line(n.at), "{{"+n.text+"}}")
	}
	_, inLink := n.Parent().(*ast.Link)
	_, inHeading := n.Parent().(*ast.Heading)
	if f.anchor == "" || inLink || inHeading {
		w.WriteString(template.HTMLEscapeString(f.text + n.unit))
		return ast.WalkContinue, nil
	}
	w.WriteString(string(m.partial(m.page, "figure", struct {
		Text, Unit, Source, Confidence string
		Href                           string
	}{f.text, n.unit, f.source, f.confidence, m.page.Link("/rules/"+m.edition.ID+"/") + "#" + f.anchor})))
	return ast.WalkContinue, nil
}

func (m *marks) renderHeading(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Heading)
	if !entering {
		fmt.Fprintf(w, "</h%d>\n", n.Level)
		if who, ok := n.AttributeString("who"); ok && len(m.all) == 0 {
			w.WriteString(string(m.partial(m.page, "who", strings.Split(asText(who), ","))))
		}
		return ast.WalkContinue, nil
	}
	id, _ := n.AttributeString("id")
	fmt.Fprintf(w, "<h%d id=\"%s\">%s", n.Level, template.HTMLEscapeString(asText(id)), m.page.Aliases(asText(id)))
	return ast.WalkContinue, nil
}

func (m *marks) renderLink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Link)
	if !entering {
		w.WriteString("</a>")
		return ast.WalkContinue, nil
	}
	to := string(util.URLEscape(n.Destination, true))
	if html.IsDangerousURL([]byte(to)) {
		to = ""
	}
	if strings.HasPrefix(to, "/") {
		to = m.page.Link(to)
	}
	fmt.Fprintf(w, "<a href=\"%s\">", template.HTMLEscapeString(to))
	return ast.WalkContinue, nil
}

// picture finds the static file that a picture names.
func (m *marks) picture(n *ast.Image) (string, bool) {
	name, ok := strings.CutPrefix(string(n.Destination), "/")
	a, found := m.asset[name]
	return m.prefix + a.path, ok && found
}

func (m *marks) renderImage(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Image)
	if entering {
		src, _ := m.picture(n)
		fmt.Fprintf(w, "<img src=\"%s\" alt=\"%s\" loading=\"lazy\">", template.HTMLEscapeString(src), template.HTMLEscapeString(m.words(n)))
	}
	return ast.WalkSkipChildren, nil
}
