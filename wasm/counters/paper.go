//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// What is printed: forms on A4 that one looks at on the screen first. Counters in Shanghai read Chinese, so every sheet is in Chinese,
// and on an English page in English beside it.

// paper is a sheet of an application: applications/ID/paper/WHICH.
type paper struct {
	which       string
	title, what rules.Text
}

var papers = []paper{
	{"form", rules.Text{ZH: "积分申请表", EN: "Application form"}, rules.Text{ZH: "本人签名、单位盖章后，和材料一起交到受理点。", EN: "Signed by the holder and stamped by the employer, it goes to the reception point with the papers."}},
	{"papers", rules.Text{ZH: "材料清单", EN: "List of papers"}, rules.Text{ZH: "照着备齐，一样一样打勾。", EN: "What to bring, to be ticked off."}},
	{"receipt", rules.Text{ZH: "收件凭证", EN: "Receipt"}, rules.Text{ZH: "收下了哪些材料，怎么查进度。", EN: "Which papers were received, and how to see the progress."}},
	{"archive", rules.Text{ZH: "调档函", EN: "Letter for the personal file"}, rules.Text{ZH: "盖章后交给单位或本人，送到存档的地方。", EN: "Stamped, it is given to employer or holder, who take it to where the file is kept."}},
	{"notice", rules.Text{ZH: "积分通知书", EN: "Notice of points"}, rules.Text{ZH: "核定的分数，带编号和二维码，谁都可以验证。", EN: "The points as decided, with a code and a QR code that anybody can check."}},
}

// paperScreens are the sheets.
var paperScreens = sheetScreens()

func sheetScreens() (all []screen) {
	for _, p := range papers {
		all = append(all, screen{"applications/*/paper/" + p.which, func(v *visit, id string) { v.sheet(p, id) }})
	}
	return all
}

var (
	sayPrints    = rules.Text{ZH: "打印", EN: "To print"}
	sayPrint     = rules.Text{ZH: "打印这一份", EN: "Print this"}
	sayNoSheet   = rules.Text{ZH: "现在没有这一份", EN: "There is no such sheet now"}
	sayNoSheetOf = rules.Text{ZH: "“{}”要等办到那一步才有，或者不由你打印。", EN: "“{}” is there only once that step is reached, or is not yours to print."}
	sayToPaper   = rules.Text{ZH: "纸张选 A4，黑白即可。", EN: "On A4; black and white will do."}
	sayBackTo    = rules.Text{ZH: "回到申请", EN: "Back to the application"}
	sayMade      = rules.Text{ZH: "由 jifen 生成，不是行政机关的证件", EN: "Made by jifen; not a document of any authority"}
)

// offers says whether a sheet can be printed now by whoever is signed in. Who sees the person masked prints nothing.
func (v *visit) offers(which string, a dom.JSON) bool {
	number := a.At("profile").At("id_number").Text()
	for i := range number {
		if number[i] == '*' {
			return false
		}
	}
	switch which {
	case "receipt", "notice":
		return a.At(which).There()
	case "archive":
		return v.is("officer") && a.At("state").Text() == "checking"
	}
	return !v.is("auditor")
}

// prints lists the sheets that whoever is signed in can print of an application now. It is nothing where there is none.
func (v *visit) prints(a dom.JSON) dom.Node {
	list := dom.New("ul", "sheets")
	for _, p := range papers {
		if v.offers(p.which, a) {
			link := dom.Words("a", "", v.say(p.title)).Attr("href", to("applications/"+a.At("id").Text()+"/paper/"+p.which))
			list.Append(dom.New("li", "", link, dom.Words("span", "small", v.say(p.what))))
		}
	}
	if len(list.Children()) == 0 {
		return dom.Node{}
	}
	return dom.New("section", "", dom.Words("h3", "", v.say(sayPrints)), list)
}

// sheet shows one, under the button that prints it.
func (v *visit) sheet(p paper, id string) {
	r, ok := v.get("/v1/applications/" + id)
	if !ok {
		return
	}
	back := dom.Words("a", "", v.say(sayBackTo)).Attr("href", to("applications/"+id))
	if !v.offers(p.which, r.Body) {
		v.show(v.say(sayNoSheet), dom.Words("p", "", v.say(sayNoSheetOf, v.say(p.title))), dom.New("p", "buttons", back))
		return
	}
	s := &sheet{visit: v, a: r.Body, zh: r.Body}
	if v.lang != rules.ZH {
		if zh := v.inChinese("/v1/applications/" + id); zh.At("version").Int() == r.Body.At("version").Int() {
			s.zh = zh
		}
	}
	s.node = dom.New("article", "paper-sheet").Attr("lang", "zh-Hans").Attr("data-paper", p.which)
	switch p.which {
	case "form":
		s.form(p.title)
	case "papers":
		s.list(p.title)
	case "receipt":
		s.receipt(p.title)
	case "archive":
		s.archive(p.title)
	case "notice":
		s.result(p.title)
	}
	v.show(v.say(p.title), dom.New("div", "no-print", dom.Words("p", "", v.say(p.what)+v.say(sayToPaper)),
		dom.New("p", "buttons", dom.Button("main", v.say(sayPrint), dom.Print), back)), s.node)
}

// inChinese asks for something in Chinese, whatever the page is in.
func (v *visit) inChinese(path string) dom.JSON {
	d := *v.desk
	d.lang = rules.ZH
	return d.send("GET", path, dom.JSON{}, "", "").Body
}

// sheet is a form as it is put together: the application in the reader's words, and in Chinese.
type sheet struct {
	*visit
	a, zh dom.JSON
	node  dom.Node
}

// words puts a text into an element: in Chinese, and on an English page in English beside it.
func (s *sheet) words(tag, class string, t rules.Text, args ...string) dom.Node {
	return s.both(tag, class, rules.Fill(t.ZH, args...), rules.Fill(t.In(s.lang), args...))
}

// both puts words into an element in both languages; once where they are the same.
func (s *sheet) both(tag, class, zh, own string) dom.Node {
	n := dom.New(tag, class, dom.Words("span", "", zh))
	if own != zh && own != "" {
		n.Append(dom.Words("span", "own", own).Attr("lang", "en"))
	}
	return n
}

// top begins the sheet: its title, and that it is nobody's document but jifen's.
func (s *sheet) top(title rules.Text) {
	s.node.Append(s.words("h3", "", title), dom.New("p", "made", dom.Words("span", "", sayMade.ZH), dom.Words("span", "", sayMade.EN).Attr("lang", "en")))
}

func (s *sheet) head(t rules.Text) { s.node.Append(s.words("h4", "", t)) }

// column is a head of a column.
func (s *sheet) column(class string, t rules.Text) dom.Node {
	return s.words("th", class, t).Attr("scope", "col")
}

// box is a cell that is named by another beside it.
type box struct {
	label rules.Text
	value string
}

// grid draws boxes, two in a row; one with nothing beside it takes the row.
func (s *sheet) grid(rows ...[]box) {
	body := dom.New("tbody", "")
	for _, row := range rows {
		tr := dom.New("tr", "")
		for _, b := range row {
			cell := dom.Words("td", "", b.value)
			if len(row) == 1 {
				cell.Attr("colspan", "3")
			}
			tr.Append(s.words("th", "", b.label).Attr("scope", "row"), cell)
		}
		body.Append(tr)
	}
	s.node.Append(dom.New("table", "grid", body))
}

// labelOf is what the form calls a part of the profile.
func labelOf(key string) rules.Text {
	for _, f := range profileFields {
		if f.key == key {
			return f.label
		}
	}
	return rules.Text{ZH: key, EN: key}
}

// own is a box with a part of the profile.
func (s *sheet) own(key string) box {
	return box{labelOf(key), dayOnPaper(s.a.At("profile").At(key).Text())} // what is no day stays as it is
}

var (
	sayTotalOf = rules.Text{ZH: "合计（标准分 {}）", EN: "Total (the standard is {})"}
	sayNumber  = rules.Text{ZH: "序号", EN: "No."}
	sayColOf   = rules.Text{ZH: "说明", EN: "Note"}
)

// points lists a result line by line, but for what was not claimed. Notes stand beside their line, where there are any.
func (s *sheet) points(notes dom.JSON) {
	head := dom.New("tr", "", s.column("", sayColLine), s.column("", sayColWhy), s.column("", sayColClause), s.column("num", sayColPoints))
	noted := len(notes.Keys()) > 0
	if noted {
		head.Append(s.column("", sayColOf))
	}
	body := dom.New("tbody", "")
	chinese := s.zh.At("result").At("lines").Items()
	for i, x := range s.a.At("result").At("lines").Items() {
		note := notes.At(x.At("id").Text()).Text()
		if x.At("points").Int() == 0 && x.At("worth").Int() == 0 && !x.At("range").There() && note == "" {
			continue // not claimed
		}
		points := dom.Words("td", "num", span(x, "points"))
		if x.At("worth").Int() != 0 && !x.At("counted").True() {
			points = s.words("td", "num", sayNotCounted)
		}
		row := dom.New("tr", "", s.words("th", "", indicatorName(x.At("id").Text())).Attr("scope", "row"), s.both("td", "", chinese[i].At("why").Text(), x.At("why").Text()),
			dom.Words("td", "clause", x.At("source").At("article").Text()), points)
		if noted {
			row.Append(dom.Words("td", "", note))
		}
		body.Append(row)
	}
	total := dom.New("tr", "total", s.words("th", "", sayTotalOf, itoa(s.a.At("result").At("standard").Int())).Attr("scope", "row").Attr("colspan", "3"), dom.Words("td", "num", span(s.a.At("result"), "total")))
	if noted {
		total.Append(dom.New("td", ""))
	}
	s.node.Append(dom.New("table", "lines", dom.New("thead", "", head), body.Append(total))) // no tfoot: paper would repeat it on every page
}

// pageAddress is a page of the site as a sheet names it, and its code leads to it.
func (v *visit) pageAddress(page string) string { return dom.Origin() + v.site + page }
