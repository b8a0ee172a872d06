package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"jifen/rules"
	"jifen/rules/applicant"
)

// Holders are made many at once from a table: CSV in UTF-8, whose first line names the columns. Each row is read as the body of
// POST /v1/holders is; a row that is wrong is named with its line and stops no other.

const (
	longestCSV   = 1 << 20
	mostImported = 500
	mostCells    = 100 * mostImported // of a table, so that one of commas alone takes no memory to speak of
)

// columnNames are the words by which a column is known.
var columnNames = map[string]string{
	"name": "name", "姓名": "name",
	"id_number": "id_number", "身份证号": "id_number", "身份证号码": "id_number", "公民身份号码": "id_number",
	"phone": "phone", "手机": "phone", "手机号": "phone", "手机号码": "phone", "电话": "phone",
}

var columns = []string{"name", "id_number", "phone"}

// row is one line of the table.
type row struct {
	line  int
	p     *resident
	wrong []applicant.Problem
	first string
	hash  string
}

var (
	sayUTF8      = rules.Text{ZH: "要用 UTF-8 编码；在表格软件里另存为“CSV UTF-8”", EN: "must be UTF-8; in the spreadsheet, save as CSV UTF-8"}
	sayNoRows    = rules.Text{ZH: "第一行要写列名：姓名,身份证号,手机；下面每行一位", EN: "the first line names the columns, name,id_number,phone; then one holder a line"}
	sayColumn    = rules.Text{ZH: "第一行里少了“{}”这一列，或者写了两次", EN: "the first line lacks the column {}, or has it twice"}
	sayStranger1 = rules.Text{ZH: "第一行里有不认识的列，只要：姓名,身份证号,手机", EN: "the first line has a column that is not known; have name,id_number,phone alone"}
	sayRows      = rules.Text{ZH: "太多，一次最多 {} 行", EN: "has too many rows: at most {} at once"}
	sayManyCells = rules.Text{ZH: "格子太多，一次最多 {} 格", EN: "has too many cells: at most {} at once"}
	sayQuotes    = rules.Text{ZH: "这一行的引号不成对", EN: "has a quotation mark that does not close"}
	sayCells     = rules.Text{ZH: "这一行的格数比列名多", EN: "has more cells than there are columns"}
	sayAgain     = rules.Text{ZH: "同一个号码在第 {} 行已经有了", EN: "stands in line {} already"}
	sayRounded   = rules.Text{ZH: "被表格软件改成了科学计数法，末几位已经丢失；请把这一列设为“文本”再填", EN: "was turned into a rounded number by the spreadsheet and has lost its last figures; make the column text and fill it in again"}
)

// importHolders makes the accounts of a table. Where no row is sound nothing is made.
func (c *call) importHolders() (*answer, error) {
	rows, wrong := readTable(c.src, c.lang)
	check := func() error {
		if err := c.mayApproved(); err != nil {
			return err
		}
		if err := c.again(true); err != nil {
			return err
		}
		if wrong != nil {
			return invalid(wrong)
		}
		return nil
	}
	slow := func() error { return c.hashRows(rows) }
	return c.between(check, slow, func() (*answer, error) { return c.enterRows(rows) })
}

// hashRows gives each sound row a first password, as many at once as there are cores, until nobody waits for the answer.
func (c *call) hashRows(rows []*row) error {
	next := make(chan *row)
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for r := range next {
				r.first = firstPassword()
				r.hash = hashPassword(r.first)
			}
		})
	}
	for _, r := range rows {
		if r.wrong == nil && c.r.Context().Err() == nil {
			next <- r
		}
	}
	close(next)
	group.Wait()
	return c.r.Context().Err()
}

// enterRows makes the holders of the sound rows who do not exist yet.
func (c *call) enterRows(rows []*row) (*answer, error) {
	made := 0
	told := []map[string]any{}
	var all []applicant.Problem
	for _, r := range rows {
		if r.wrong == nil {
			known, err := c.knownHolder(r.p.idNumber)
			if err != nil {
				return nil, err
			}
			if known {
				r.wrong = []applicant.Problem{{Field: "id_number", Message: sayKnownHolder.In(c.lang)}}
			}
		}
		if r.wrong != nil {
			errs := []fieldError{}
			for _, p := range r.wrong {
				errs = append(errs, fieldError{p.Field, p.Message})
				all = append(all, applicant.Problem{Field: strconv.Itoa(r.line) + "." + p.Field, Message: p.Message})
			}
			told = append(told, map[string]any{"line": r.line, "errors": errs})
			continue
		}
		if err := c.enterHolder(r.p, r.hash); err != nil {
			return nil, err
		}
		one := c.firstOf(r.p.id, r.p.idNumber, r.first)
		one["line"], one["name"] = r.line, r.p.name
		told = append(told, one)
		made++
	}
	if made == 0 {
		return nil, invalid(all)
	}
	if err := c.audit("import_holders", "employer/"+c.who.employerID, map[string]any{"made": made, "refused": len(rows) - made}); err != nil {
		return nil, err
	}
	return &answer{status: http.StatusCreated, body: map[string]any{"made": made, "rows": told}}, nil
}

// readTable reads the rows, or says what is wrong with the table as a whole.
func readTable(src []byte, lang rules.Lang) ([]*row, []applicant.Problem) {
	tell := func(what rules.Text, args ...string) []applicant.Problem {
		return []applicant.Problem{{Field: "table", Message: rules.Fill(what.In(lang), args...)}}
	}
	text := strings.TrimPrefix(string(src), "\ufeff")
	if !utf8.ValidString(text) {
		return nil, tell(sayUTF8)
	}
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	if head, _, _ := strings.Cut(text, "\n"); strings.Contains(head, "\t") {
		r.Comma = '\t' // as a spreadsheet puts cells on the clipboard
	}
	if strings.Count(text, string(r.Comma)) > mostCells {
		return nil, tell(sayManyCells, strconv.Itoa(mostCells))
	}
	head, err := r.Read()
	if err != nil {
		return nil, tell(sayNoRows)
	}
	names := make([]string, len(head))
	count := map[string]int{}
	for i, h := range head {
		names[i] = columnNames[strings.ToLower(strings.TrimSpace(h))]
		count[names[i]]++
	}
	var wrong []applicant.Problem
	for _, name := range columns {
		if count[name] != 1 {
			wrong = append(wrong, tell(sayColumn, name)...)
		}
	}
	if count[""] > 0 {
		wrong = append(wrong, tell(sayStranger1)...)
	}
	if wrong != nil {
		return nil, wrong
	}
	rows := readRows(r, names, lang)
	switch {
	case len(rows) == 0:
		return nil, tell(sayNoRows)
	case len(rows) > mostImported:
		return nil, tell(sayRows, strconv.Itoa(mostImported))
	}
	return rows, nil
}

// readRows reads the rows below the names of the columns, up to one more than may be.
func readRows(r *csv.Reader, names []string, lang rules.Lang) []*row {
	var rows []*row
	lines := map[string]int{} // by ID number
	for len(rows) <= mostImported {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		one := &row{}
		if broken := (*csv.ParseError)(nil); errors.As(err, &broken) {
			one.line = broken.StartLine
			one.wrong = []applicant.Problem{{Field: "line", Message: sayQuotes.In(lang)}}
			rows = append(rows, one)
			continue
		} else if err != nil {
			break // a text that is in memory is read to its end
		}
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		one.line, _ = r.FieldPos(0)
		one.read(names, cells, lang)
		if one.wrong == nil {
			if before := lines[one.p.idNumber]; before > 0 {
				one.wrong = []applicant.Problem{{Field: "id_number", Message: rules.Fill(sayAgain.In(lang), strconv.Itoa(before))}}
			} else {
				lines[one.p.idNumber] = one.line
			}
		}
		rows = append(rows, one)
	}
	return rows
}

// read reads the cells of a row as the members of a body.
func (one *row) read(names, cells []string, lang rules.Lang) {
	b := &object{lang: lang, seen: map[string]bool{}, wrong: &one.wrong}
	for i, cell := range cells {
		if i >= len(names) {
			if strings.TrimSpace(cell) != "" {
				b.problem("line", sayCells)
			}
			continue
		}
		if cell = bare(cell); names[i] == "id_number" && strings.ContainsAny(cell, "Ee") && strings.Contains(cell, "+") {
			b.problem("id_number", sayRounded)
		}
		src, err := json.Marshal(cell)
		if err != nil {
			panic(fmt.Sprintf("a text went not into JSON: %v", err))
		}
		b.members = append(b.members, member{names[i], src})
	}
	one.p = readResident(b)
}

// bare takes off a cell what people put around a number so that a spreadsheet leaves it alone: ="310…", '310….
func bare(cell string) string {
	cell = strings.TrimSpace(cell)
	if inner, ok := strings.CutPrefix(cell, `="`); ok && strings.HasSuffix(inner, `"`) {
		return strings.TrimSuffix(inner, `"`)
	}
	return strings.TrimPrefix(cell, "'")
}
