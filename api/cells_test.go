package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jifen/prove/vectors"
	"jifen/rules"
)

// formula begins what a spreadsheet runs.
const formula = "=+-@＝＋－＠|%\t\r"

// TestCells puts what a spreadsheet runs into every column of a table that is sent: no number is taken of it, and of a name nothing is
// run here. No table goes out: the one that a page saves is a constant, of which no cell is run, and what else goes to a spreadsheet by
// way of a slip, the sign-in name and the first password, begins like no formula.
func TestCells(t *testing.T) {
	refused, names := 0, 0
	for _, v := range vectors.Cells() {
		for i := range columns {
			cells := []string{"王某", madeID(1), "13900000001"}
			cells[i] = v
			var text strings.Builder
			w := csv.NewWriter(&text)
			w.Write(columns)
			w.Write(cells)
			w.Flush()
			rows, wrong := readTable([]byte(text.String()), rules.ZH)
			switch {
			case wrong != nil || len(rows) != 1:
				t.Errorf("%q in %s spoils the table: %v", v, columns[i], wrong)
			case rows[0].wrong != nil:
				refused++
			case columns[i] != "name":
				t.Errorf("%q is taken as %s", v, columns[i])
			case rows[0].p.name != bare(v):
				t.Errorf("the name %q is read as %q", v, rows[0].p.name)
			default:
				names++
			}
		}
	}
	for range 10_000 {
		if p := firstPassword(); strings.ContainsAny(p[:1], formula) {
			t.Fatalf("the first password %s begins like a formula", p)
		}
	}
	sources, err := filepath.Glob("../wasm/*/*.go")
	if err != nil || len(sources) == 0 {
		t.Fatal("no desks", err)
	}
	saved := 0
	for _, file := range sources {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		saved += strings.Count(string(src), `"text/csv", []byte("\ufeff"+sample)`)
		if n := strings.Count(string(src), `"text/csv", `); n != strings.Count(string(src), `"text/csv", []byte("\ufeff"+sample)`) && filepath.Base(file) != "service.go" {
			t.Errorf("%s saves a table of its own", file)
		}
	}
	if saved != 1 {
		t.Errorf("the sample is saved at %d places", saved)
	}
	t.Logf("figure: %d cells that a spreadsheet runs × %d columns of a table: %d refused, %d taken as names and kept as text; no table goes out but a constant one", len(vectors.Cells()), len(columns), refused, names)
}
