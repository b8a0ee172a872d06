package process_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"jifen/rules"
	"jifen/rules/process"
	"jifen/rules/tables"

	"pgregory.net/rapid"
)

// TestWalks takes random steps by random people and holds every application against an oracle that keeps the history alone, and says
// of it what process.md says: the table's states, and its sentences, each as a look back.
func TestWalks(t *testing.T) {
	rows := contract(t)
	e := &tables.Editions[len(tables.Editions)-1]
	rapid.Check(t, func(t *rapid.T) {
		changed := rapid.Bool().Draw(t, "changed employer")
		w := &walk{rows: rows, edition: e, changed: changed, today: 20261124}
		w.standing = process.Standing{State: process.Draft, TakenOver: !changed}
		if changed {
			w.standing.Kind = process.Confirmation
		}
		w.compare(t)
		for range rapid.IntRange(5, 60).Draw(t, "length") {
			switch rapid.IntRange(0, 19).Draw(t, "what") {
			case 0, 1:
				w.today = w.today.AddDays(rapid.SampledFrom([]int{1, 30, 61}).Draw(t, "days"))
			case 2, 3:
				w.mend(t)
			case 4:
				w.standing.OtherOpen = !w.standing.OtherOpen
			case 5:
				w.later(t)
			case 6:
				w.written(t)
			default:
				w.step(t)
			}
			w.compare(t)
		}
	})
}

// walk is an application twice: as the package has it, and as its history.
type walk struct {
	rows     []row
	edition  *rules.Edition
	standing process.Standing

	changed   bool // the employer is a changed one
	today     rules.Date
	education string // as it is claimed now
	needed    bool   // and whether it must be verified
	replaced  bool
	past      []deed
}

// deed is a step that was taken.
type deed struct {
	step, who, from, education string
	genuine, needed            bool
	on                         rules.Date
}

var people = []process.Actor{
	{Role: process.Holder, ID: "holder"}, {Role: process.Employer, ID: "hr"}, {Role: process.Employer, ID: "former", Stranger: true},
	{Role: process.Officer, ID: "a"}, {Role: process.Officer, ID: "b"}, {Role: process.Auditor, ID: "auditor"}, {Role: process.Public},
}

// step lets somebody who can take a step take one. What ends the walk is taken seldom.
func (w *walk) step(t *rapid.T) {
	type deal struct{ who, step string }
	var possible []deal
	seldom := rapid.IntRange(0, 9).Draw(t, "seldom") == 0
	for _, who := range people {
		for _, id := range w.standing.Possible(who, w.edition, w.today) {
			if seldom || id != "withdraw" && id != "reject" && (id != "return" || w.standing.State == process.Checking) {
				possible = append(possible, deal{who.ID, id})
			}
		}
	}
	if len(possible) == 0 {
		return
	}
	now := rapid.SampledFrom(possible).Draw(t, "step")
	id := now.step
	d := deed{step: id, who: now.who, from: w.state(), genuine: rapid.Bool().Draw(t, "genuine"), on: w.today, education: w.education, needed: w.needed}
	if id == "submit" {
		w.standing.Claim(w.needed, w.education)
	}
	w.standing.Take(process.StepNamed(id), process.Taking{Who: d.who, Genuine: d.genuine, Edition: w.edition, Years: tables.Workdays, Today: w.today})
	w.past = append(w.past, d)
}

// mend changes what is claimed, as can be done in draft and returned alone.
func (w *walk) mend(t *rapid.T) {
	if s := w.state(); s != "draft" && s != "returned" {
		return
	}
	w.education = rapid.SampledFrom([]string{"none", "bachelor", "master"}).Draw(t, "education")
	w.needed = w.education != "none"
}

// later decides a later application of the holder.
func (w *walk) later(t *rapid.T) {
	if s := w.state(); s != "decided" && s != "collected" && s != "rejected" || rapid.IntRange(0, 3).Draw(t, "later") > 0 {
		return
	}
	w.standing.Replaced, w.replaced = true, true
}

// written writes the standing down and takes it up again.
func (w *walk) written(t *rapid.T) {
	src, err := json.Marshal(w.standing)
	if err != nil {
		t.Fatal(err)
	}
	again := process.Standing{OtherOpen: w.standing.OtherOpen}
	if err := json.Unmarshal(src, &again); err != nil || !reflect.DeepEqual(again, w.standing) {
		t.Fatalf("%s is %+v, not %+v: %v", src, again, w.standing, err)
	}
}

func (w *walk) compare(t *rapid.T) {
	if got, want := w.standing.State.String(), w.state(); got != want {
		t.Fatalf("it is %s, want %s after %v", got, want, w.past)
	}
	for _, who := range people {
		var want []string
		for _, r := range w.rows {
			if w.may(r, who) {
				want = append(want, r.id)
			}
		}
		if got := w.standing.Possible(who, w.edition, w.today); !slices.Equal(got, want) {
			t.Fatalf("%s may %v, want %v after %v on %v", who.ID, got, want, w.past, w.today)
		}
	}
	turn, due := w.standing.Next()
	wantTurn, wantDue := w.next()
	if turn.String() != wantTurn || due != wantDue {
		t.Fatalf("%v by %v, want %s by %v after %v", turn, due, wantTurn, wantDue, w.past)
	}
	if got, want := len(w.standing.Awaited()) > 0, w.state() == "checking"; got != want {
		t.Fatalf("in %s it waits for %v", w.state(), w.standing.Awaited())
	}
}

// state is the state that the history leads to.
func (w *walk) state() string { return w.after(len(w.past)) }

func (w *walk) after(n int) string {
	if n == 0 {
		return "draft"
	}
	d := w.past[n-1]
	to := ""
	for _, r := range w.rows {
		if r.id == d.step {
			to = r.to[0]
		}
	}
	if d.step == "request_review" && d.from == "rejected" {
		to = w.past[w.last(n, "reject")].from
	}
	// checking becomes in_review by itself once the file has arrived and, where diplomas must be verified, the last genuine is true
	if to == "checking" && w.last(n, "archive_arrived") >= 0 && w.verified(n) {
		return "in_review"
	}
	return to
}

// last is where a step was taken last among the first n, -1 for never.
func (w *walk) last(n int, step string) int {
	for i := n - 1; i >= 0; i-- {
		if w.past[i].step == step {
			return i
		}
	}
	return -1
}

// verified says whether nothing is left to verify: the last result since this education was claimed is true.
func (w *walk) verified(n int) bool {
	claimed := w.last(n, "submit")
	if claimed < 0 || !w.past[claimed].needed {
		return true
	}
	result := w.last(n, "diploma_result")
	return result >= w.claimedSince(n) && result >= 0 && w.past[result].genuine
}

// claimedSince is the submit since which the education is the one claimed now.
func (w *walk) claimedSince(n int) int {
	since := -1
	for i := range n {
		if d := w.past[i]; d.step == "submit" && (since < 0 || w.past[since].education != d.education) {
			since = i
		}
	}
	return since
}

func (w *walk) may(r row, who process.Actor) bool {
	n := len(w.past)
	taken := !w.changed || w.last(n, "take_over") >= 0
	employer := who.ID == "hr" && taken
	byTable := map[string]bool{
		"the new employer": who.ID == "hr" && !taken, "its employer": employer,
		"holder, its employer": who.Role == process.Holder || employer, "officer": who.Role == process.Officer,
	}[r.who]
	if !byTable || !slices.Contains(r.from, w.state()) {
		return false
	}
	ended := max(w.last(n, "decide"), w.last(n, "reject"))
	switch r.id {
	case "archive_arrived": // asked for before
		return w.last(n, "request_archive") >= 0 && w.last(n, "archive_arrived") < 0
	case "request_archive":
		return w.last(n, "archive_arrived") < 0
	case "send_diploma": // where diplomas must be verified
		return w.past[w.last(n, "submit")].needed
	case "diploma_result": // sent before
		return w.past[w.last(n, "submit")].needed && w.last(n, "send_diploma") > w.claimedSince(n)
	case "decide", "reject": // another officer decides
		return ended < 0 || w.past[ended].who != who.ID
	case "request_review": // once, within 60 days; one open application a holder
		return w.last(n, "request_review") < 0 && w.today <= w.past[ended].on.AddDays(60) && !w.replaced && !w.standing.OtherOpen
	case "reopen":
		return !w.replaced && !w.standing.OtherOpen
	case "collect":
		return !w.replaced
	}
	return true
}

// next is whose turn it is and by when: 20 working days from in_review.
func (w *walk) next() (string, rules.Date) {
	switch w.state() {
	case "draft", "returned":
		return "employer", 0
	case "submitted", "checking":
		return "officer", 0
	case "in_review":
		n := len(w.past)
		for n > 1 && w.after(n-1) == "in_review" {
			n--
		}
		due, _ := rules.AddWorkdays(tables.Workdays, w.past[n-1].on, 20)
		return "officer", due
	case "decided":
		if !w.replaced {
			return "holder", 0
		}
	}
	return "public", 0
}
