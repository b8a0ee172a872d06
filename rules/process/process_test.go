package process_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"jifen/rules"
	"jifen/rules/process"
	"jifen/rules/tables"
)

// row is a line of the contract's table of steps, testdata/steps.md.
type row struct {
	id       string
	from, to []string
	who      string
	needs    []string
}

func contract(t testing.TB) []row {
	src, err := os.ReadFile("testdata/steps.md")
	if err != nil {
		t.Fatal(err)
	}
	var rows []row
	for _, line := range strings.Split(string(src), "\n") {
		cells := strings.Split(line, " | ")
		if len(cells) != 5 || !strings.HasPrefix(line, "| `") {
			continue
		}
		to := cells[2]
		if before, _, ok := strings.Cut(to, " ("); ok { // in_review (or checking, where it was rejected)
			to = before
		}
		r := row{id: strings.Trim(cells[0], "| `"), from: strings.Split(cells[1], ", "), to: strings.Split(to, " / "), who: cells[3]}
		for _, m := range regexp.MustCompile("`([a-z_]+)(?:: true)?`").FindAllStringSubmatch(cells[4], -1) {
			r.needs = append(r.needs, m[1])
		}
		rows = append(rows, r)
	}
	if len(rows) != 14 {
		t.Fatalf("the contract's table has %d steps", len(rows))
	}
	return rows
}

// TestTable holds the steps against the contract's table, line by line: order, states, roles, and what must be said.
func TestTable(t *testing.T) {
	rows := contract(t)
	if len(rows) != len(process.Steps) {
		t.Fatalf("%d steps, the contract has %d", len(process.Steps), len(rows))
	}
	for i, r := range rows {
		s := process.Steps[i]
		var from, by []string
		for _, state := range s.From {
			from = append(from, state.String())
		}
		for _, role := range s.By {
			by = append(by, role.String())
		}
		who := map[string][]string{"the new employer": {"employer"}, "its employer": {"employer"}, "holder, its employer": {"holder", "employer"}, "officer": {"officer"}}[r.who]
		slices.Sort(from)
		slices.Sort(r.from)
		if s.ID != r.id || !slices.Equal(from, r.from) || s.To.String() != r.to[0] || !slices.Equal(by, who) {
			t.Errorf("%s: from %v to %v by %v, the contract says %v", s.ID, from, s.To, by, r)
		}
		for _, n := range r.needs {
			if n == "education" || n == "receipt" || n == "holder" || n == "hr_officer" {
				continue // what is said of a need, or given back
			}
			if !slices.ContainsFunc(s.Needs, func(need process.Need) bool { return need.Field == n }) {
				t.Errorf("%s: the contract needs %s", s.ID, n)
			}
		}
	}
}

// TestWords: every state and step has its words in both languages, and none of them types a figure.
func TestWords(t *testing.T) {
	figure := regexp.MustCompile(`[0-9]`)
	check := func(what string, texts ...rules.Text) {
		for _, text := range texts {
			if text.ZH == "" || text.EN == "" || figure.MatchString(text.ZH+text.EN) {
				t.Errorf("%s: %q, %q", what, text.ZH, text.EN)
			}
		}
	}
	for s := process.Draft; s <= process.Rejected; s++ {
		m := s.Meaning()
		check(s.String(), m.Label, m.Means, m.Next)
	}
	for i := range process.Steps {
		s := &process.Steps[i]
		check(s.ID, s.Label, s.Means(), process.Done(s.ID))
	}
	check("open", process.Done("open"))
}

// TestDue holds the day by which a decision is due against days counted by hand on the calendar of the State Council.
func TestDue(t *testing.T) {
	for _, c := range []struct {
		begins, due rules.Date
	}{
		{20261124, 20261222}, // no holiday between
		{20260925, 20261029}, // the National Day's week to 7 October, with its make-up Saturday, the 10th
		{20260212, 20260318}, // 春节 to 23 February, with its make-up Saturdays, the 14th and 28th
	} {
		s := process.Standing{State: process.Checking, ArchiveAsked: true}
		s.Take(process.StepNamed("archive_arrived"), process.Taking{Edition: &tables.Editions[len(tables.Editions)-1], Years: tables.Workdays, Today: c.begins})
		if turn, due := s.Next(); s.State != process.InReview || turn != process.Officer || due != c.due {
			t.Errorf("%v: %v by %v until %v, want %v", c.begins, s.State, turn, due, c.due)
		}
	}
}

// TestWindow: a confirmation may be opened from 30 days before the old permit ends to 60 days after.
func TestWindow(t *testing.T) {
	from, to, ok := process.Window(&tables.Editions[len(tables.Editions)-1], 20261231)
	if !ok || from != 20261201 || to != 20270301 {
		t.Errorf("%v to %v, %v", from, to, ok)
	}
}

// TestSeldom holds what random walks come by too seldom.
func TestSeldom(t *testing.T) {
	e := &tables.Editions[len(tables.Editions)-1]
	officer := process.Actor{Role: process.Officer, ID: "a"}
	s := process.Standing{State: process.Decided, TakenOver: true, EndedOn: 20261124, Replaced: true}
	if got := s.Possible(officer, e, 20261124); len(got) > 0 {
		t.Errorf("a decision that a later one replaced can be taken further: %v", got)
	}
	if turn, _ := s.Next(); turn != process.Public {
		t.Errorf("a decision that a later one replaced waits for %v", turn)
	}
	s.Replaced = false
	holder := process.Actor{Role: process.Holder}
	for on, want := range map[rules.Date]int{20270123: 1, 20270124: 0} { // 60 days after, and 61
		if got := s.Possible(holder, e, on); len(got) != want {
			t.Errorf("on %v the holder may %v", on, got)
		}
	}
	yes := true
	s = process.Standing{State: process.Returned, TakenOver: true, DiplomaNeeded: true, Education: "bachelor", ArchiveAsked: true, ArchiveArrived: true, DiplomaSent: true, DiplomaGenuine: &yes}
	s.Claim(true, "master")
	for _, id := range []string{"submit", "accept"} {
		s.Take(process.StepNamed(id), process.Taking{Edition: e, Today: 20261124})
	}
	if s.State != process.Checking || s.DiplomaSent {
		t.Errorf("the result for another diploma counts: %+v", s)
	}
	s.State = process.Returned
	s.DiplomaSent, s.DiplomaGenuine = true, &yes
	s.Claim(true, "master")
	for _, id := range []string{"submit", "accept"} {
		s.Take(process.StepNamed(id), process.Taking{Edition: e, Today: 20261124})
	}
	if s.State != process.InReview {
		t.Errorf("what came before it was returned must come again: %+v", s)
	}
}
