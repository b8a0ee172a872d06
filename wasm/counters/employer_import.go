//go:build js && wasm

package main

import (
	"strconv"

	"jifen/rules"
	"jifen/wasm/dom"
)

// Many accounts at once, from a table. The service reads it; here its rows are told of by their lines.

var (
	sayImport      = rules.Text{ZH: "一次加许多位", EN: "Add many at once"}
	sayImportLead  = rules.Text{ZH: "在表格软件里列好，另存为 CSV，再选这个文件；也可以直接复制过来。第一行是列名，下面每行一位员工。", EN: "List them in a spreadsheet, save it as CSV and choose the file; or copy the cells and paste them. The first line names the columns, then one employee a line."}
	sayImportLike  = rules.Text{ZH: "例如：", EN: "For example:"}
	sayImportSave  = rules.Text{ZH: "下载这个样表", EN: "Save this sample"}
	sayImportFile  = rules.Text{ZH: "选文件", EN: "Choose a file"}
	sayImportHelp  = rules.Text{ZH: "内容会放进下面的格子，可以先看看、改改。", EN: "Its text goes into the field below, where you can look at it and mend it."}
	sayImportBad   = rules.Text{ZH: "这个文件读不出来，或者太大。要的是 CSV，不是 Excel 自己的格式。", EN: "The file cannot be read or is too long. It must be CSV, not the spreadsheet's own format."}
	sayImportRead  = rules.Text{ZH: "已经放进下面的格子。", EN: "It is in the field below."}
	sayImportTable = rules.Text{ZH: "表格", EN: "The table"}
	sayImportText  = rules.Text{ZH: "身份证号码那一列要设成“文本”，不然末几位会丢。", EN: "Make the column of ID numbers text in the spreadsheet, or the last figures are lost."}
	sayImportSend  = rules.Text{ZH: "开账号", EN: "Make the accounts"}
	sayImportLine  = rules.Text{ZH: "第 {} 行", EN: "Line {}"}
	sayImportLook  = rules.Text{ZH: "有些行要改，都列在上面", EN: "some lines must be mended; they are listed above"}
	sayImportNone  = rules.Text{ZH: "每一行都要改，一个账号也没有开", EN: "Every line must be mended; no account was made"}
	sayImportMade  = rules.Text{ZH: "开好了 {} 个账号", EN: "Accounts made: {}"}
	sayImportLeft  = rules.Text{ZH: "还有 {} 行没有开成", EN: "Lines left: {}"}
	sayImportMend  = rules.Text{ZH: "下面只留了没有开成的行。先打印上面的首次密码，再改好这些行，再开一次。行号重新从头数。", EN: "Only the lines that are left stand below. Print the first passwords above, mend these lines, and send them again. They are counted anew."}
	sayImportAll   = rules.Text{ZH: "首次密码一览", EN: "All first passwords"}
	sayImportSlips = rules.Text{ZH: "给每个人的小条", EN: "A slip for each"}
	sampleTable    = rules.Text{ZH: "姓名,身份证号,手机\n示例壹,999999198811241014,19800000001\n示例贰,999999199003052025,19800000002\n",
		EN: "name,id_number,phone\n示例壹,999999198811241014,19800000001\n示例贰,999999199003052025,19800000002\n"}

	columnLabels = map[string]rules.Text{"name": sayHolderName, "id_number": sayHolderNumber, "phone": sayHolderPhone}
)

// longestTable is the longest file that is read, in bytes. The service has its own say.
const longestTable = 4 << 20

// importHolders asks for a table.
func (v *visit) importHolders() {
	sample := v.say(sampleTable)
	v.show(v.say(sayImport), dom.Words("p", "", v.say(sayImportLead)),
		dom.Words("p", "", v.say(sayImportLike)), dom.New("pre", "", dom.Words("code", "", sample)).Attr("tabindex", "0"),
		dom.New("p", "buttons", dom.Button("plain", v.say(sayImportSave), func() {
			dom.Save("jifen.csv", "text/csv", []byte("\ufeff"+sample)) // the mark lets spreadsheets read it as UTF-8
		})),
		v.tableForm("").cancel("holders").node)
}

// tableForm asks for a table, which may be begun already.
func (v *visit) tableForm(begun string) *form {
	read := dom.New("p", "small").Attr("role", "status")
	f := v.newForm("import", v.say(sayImportSend), func(f *form) {
		read.Text("")
		text := f.of("table").value()
		r, ok := f.call("POST", "/v1/holders/import", dom.Text(text), "")
		switch {
		case ok:
			v.imported(text, r.Body)
		case r.Status == 422:
			f.tellRows(problems(r))
		}
	})
	chooser := dom.New("input", "").Attr("type", "file").Attr("accept", ".csv,.txt,.tsv,text/csv,text/plain")
	file := f.keep(f.frame("file", f.say(sayImportFile), f.say(sayImportHelp), chooser))
	table := f.words("table", sayImportTable, sayImportText).fill(begun)
	table.input.Without("maxlength").Attr("rows", "8").Attr("spellcheck", "false").Attr("autocomplete", "off")
	file.group.Append(read)
	chooser.OnTable(longestTable, func(text string, ok bool) {
		file.tell("")
		if !ok {
			file.tell(f.say(sayImportBad))
			return
		}
		table.set(text)
		read.Text(f.say(sayImportRead))
		v.unsaved = true
	})
	return f
}

// tellRows tells what is wrong with the table, and with each of its rows by its line.
func (f *form) tellRows(all []problem) {
	rows := false
	for i, p := range all {
		if line, field, ok := ofRow(p.field); ok {
			all[i] = problem{"", f.rowProblem(line, field, p.message)}
			rows = true
		}
	}
	lead := ""
	if rows {
		lead = f.say(sayImportNone)
	}
	f.tell(lead, all)
	if rows {
		f.of("table").tell(f.say(sayImportLook))
	}
}

// ofRow takes the name of a row's field apart: 3.id_number is id_number of line 3.
func ofRow(name string) (line int, field string, ok bool) {
	for i := range len(name) {
		if name[i] == '.' {
			line, err := strconv.Atoi(name[:i])
			return line, name[i+1:], err == nil
		}
	}
	return 0, name, false
}

func (d *desk) rowProblem(line int, field, message string) string {
	where := d.say(sayImportLine, itoa(line))
	if label, known := columnLabels[field]; known {
		where += d.say(sayComma) + d.say(label)
	}
	return where + d.say(sayColon) + message
}

// imported shows the accounts that were made, as a table and as slips, and the lines that are left, to be mended.
func (v *visit) imported(text string, r dom.JSON) {
	body, slips := dom.New("tbody", ""), dom.New("div", "slips")
	wrong := dom.New("ul", "")
	left := map[int]bool{}
	for _, x := range r.At("rows").Items() {
		line := x.At("line").Int()
		for _, e := range x.At("errors").Items() {
			left[line] = true
			wrong.Append(dom.Words("li", "", v.rowProblem(line, e.At("field").Text(), e.At("message").Text())))
		}
		if left[line] {
			continue
		}
		s := slipOf("holder", x.At("name").Text(), x)
		slips.Append(v.slip(s))
		body.Append(dom.New("tr", "", dom.Words("th", "", s.name).Attr("scope", "row"), dom.New("td", "", dom.Words("code", "whole", s.password)), dom.Words("td", "", s.login)))
	}
	table := dom.New("table", "", dom.New("thead", "", dom.New("tr", "", v.column(sayHolderName, ""), v.column(saySlipFirst, ""), v.column(sayHolderNumber, ""))), body)
	parts := []dom.Node{v.printSlips(v.link("", sayHolders, "holders"))}
	if len(left) > 0 {
		parts = append(parts, dom.New("section", "wrong no-print", dom.Words("h3", "", v.say(sayImportLeft, itoa(len(left)))), wrong, dom.Words("p", "", v.say(sayImportMend))),
			dom.New("div", "no-print", v.tableForm(onlyLines(text, left)).node))
	}
	parts = append(parts, dom.New("section", "no-print", dom.Words("h3", "", v.say(sayImportAll)), scrolls(v.say(sayImportAll), table),
		dom.Words("h3", "", v.say(sayImportSlips))), slips)
	v.turnTo(v.say(sayImportMade, itoa(r.At("made").Int())), parts...)
	v.unsaved = len(left) > 0
}

// onlyLines is a table's first line that is not empty, and of the others those of these numbers.
func onlyLines(text string, left map[int]bool) string {
	out, from, line, head := "", 0, 1, false
	for i := 0; i <= len(text); i++ {
		if i < len(text) && text[i] != '\n' {
			continue
		}
		one := text[from:i]
		if blank := one == "" || one == "\r"; !blank && (!head || left[line]) {
			out += one + "\n"
			head = true
		}
		from, line = i+1, line+1
	}
	return out
}
