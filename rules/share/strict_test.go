package share_test

import (
	"encoding/hex"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/share"
)

// TestMistypes: a link cut short, or with a letter wrong, lost, doubled or changed for its neighbour, is refused; a wrong
// letter always.
func TestMistypes(t *testing.T) {
	tried, taken := 0, 0
	try := func(wrong string) bool {
		_, err := share.Read(wrong)
		if tried++; err == nil {
			taken++
		}
		return err != nil
	}
	for _, p := range people(t) {
		link := p.link
		try(strings.ToLower(link))
		for i := range len(link) {
			try(link[:i])
			try(link[i+1:])
			try(link[:i] + link[i+1:])
			try(link[:i+1] + link[i:])
			if i > 0 && link[i] != link[i-1] && !try(link[:i-1]+link[i:i+1]+link[i-1:i]+link[i+1:]) {
				t.Errorf("%s: letters %d and %d the other way round are taken", link, i-1, i)
			}
			for c := range 256 {
				if byte(c) != link[i] && !try(link[:i]+string([]byte{byte(c)})+link[i+1:]) {
					t.Errorf("%s: letter %d may be %q as well", link, i, rune(c))
				}
			}
		}
		for _, end := range []string{"A", "AA", "AAA", "AAAA", "=", "。", " ", "%20"} {
			try(link + end)
		}
	}
	t.Logf("%d of %d mistypes are taken", taken, tried)
	if tried < 10_000 || taken*1000 > tried {
		t.Errorf("%d of %d mistypes are taken", taken, tried)
	}
}

// TestStrange: bytes that no Link writes, with a check that is right, and what is said of them. Each begins with the day
// 2030-01-01 and an edition of the same day, unless it is about them.
func TestStrange(t *testing.T) {
	for _, c := range []struct {
		name string
		src  string
		want error
	}{
		{"nothing at all", "", share.ErrStrange},
		{"nobody", "0000 0000", nil},
		{"no sets", "0000", share.ErrStrange},
		{"something behind", "0000 0000 00", share.ErrStrange},
		{"the last day", "96950300 0000", nil},
		{"after the last day", "98950300 0000", share.ErrStrange},
		{"a day millions of years away", "feffffffffffff7f00 0000", share.ErrStrange},
		{"the edition of the first day", "00f4e505 0000", nil},
		{"an edition before the first day", "00f6e505 0000", share.ErrStrange},
		{"a fact known and none", "0000 0202", share.ErrStrange},
		{"a fact of later times", "0000 8080802000 01", share.ErrNewer},
		{"none of a fact of later times", "0000 0080808020", share.ErrNewer},
		{"a number longer than need be", "0000 800000", share.ErrStrange},
		{"a number of nine bytes", "0000 ffffffffffffffff0100", share.ErrStrange},
		{"a number without end", "0000 00ff", share.ErrStrange},
		{"born the first day", "0000 0100 faf202", nil},
		{"born before the first day", "0000 0100 fbf202", share.ErrStrange},
		{"never born", "0000 0001", share.ErrStrange},
		{"12 months", "0000 0800 0c", nil},
		{"13 months of 12", "0000 0800 0d", share.ErrStrange},
		{"no month, and not in none", "0000 0800 00", share.ErrStrange},
		{"months left out", "0000 0800", share.ErrStrange},
		{"a doctor", "0000 1000 05", nil},
		{"an education of later times", "0000 1000 06", share.ErrNewer},
		{"no education, and not in none", "0000 1000 00", share.ErrStrange},
		{"two records", "0000 8080800100 020101", nil},
		{"two records in one", "0000 8080800100 0201", share.ErrStrange},
		{"a million records", "0000 8080800100 c0843d01", share.ErrStrange},
		{"no record, and not in none", "0000 8080800100 00", share.ErrStrange},
		{"a span", "0000 800400 01 000b64", nil},
		{"a span and half a one", "0000 800400 02 000b64 00", share.ErrStrange},
		{"no span, and not in none", "0000 800400 00", share.ErrStrange},
		{"fen", "0000 800400 01 010b65", nil},
		{"whole yuan as fen", "0000 800400 01 010b64", share.ErrStrange},
		{"a span behind the last month", "0000 800400 02 00b30a64 000064", share.ErrStrange},
		{"a ledger and no months beside it", "0000 800420 01 000b64", share.ErrStrange},
		{"a ledger and months beside it", "0000 a00400 01 01 000b64", share.ErrStrange},
		{"an empty ledger and no months beside it", "0000 00a004", share.ErrStrange},
	} {
		src, err := hex.DecodeString(strings.ReplaceAll(c.src, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		link := share.Seal(src)
		a, err := share.Read(link)
		if err != c.want || (a == nil) != (err != nil) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		} else if err == nil && a.Link() != link {
			t.Errorf("%s: read from %s, written as %q", c.name, link, a.Link())
		}
	}
	for link, want := range map[string]error{
		"": share.ErrCut, "1": share.ErrCut, "0AAAA": share.ErrCut, "A": share.ErrCut, "１AAAA": share.ErrCut, "#1AAAA": share.ErrCut,
		share.Seal([]byte{0}) + "A": share.ErrCut, "2": share.ErrNewer, "9~": share.ErrNewer,
	} {
		if _, err := share.Read(link); err != want {
			t.Errorf("%q: got %v, want %v", link, err, want)
		}
	}
}

// TestMemory: a short link that promises a million records takes no memory for them.
func TestMemory(t *testing.T) {
	link := share.Seal([]byte("\x00\x00\x80\x80\x80\x01\x00\xc0\x84\x3d\x01"))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := share.Read(link)
	runtime.ReadMemStats(&after)
	if taken := after.TotalAlloc - before.TotalAlloc; err != share.ErrStrange || taken > 1<<16 {
		t.Errorf("%v, after %d bytes", err, taken)
	}
}

// TestBounds: what package applicant takes has a link, what it refuses has none.
func TestBounds(t *testing.T) {
	const on rules.Date = 20261123
	holds := func(text string, put func(*rules.Facts)) {
		t.Helper()
		fs := &rules.Facts{}
		put(fs)
		_, problems := applicant.Read([]byte(text), on, rules.EN)
		if link := (&share.Answers{On: on, Edition: "2023-01-01", Facts: fs}).Link(); (link == "") != (problems != nil) {
			t.Errorf("%.80s: the link is %q; applicant says %v", text, link, problems)
		}
	}
	for f := range rules.AllFacts {
		for _, v := range []int64{0, f.Shape().Most, f.Shape().Most + 1, -1} {
			if f.Shape().Form == rules.CountForm {
				holds(fmt.Sprintf(`{"%s":%d}`, f, v), func(fs *rules.Facts) { fs.Put(f, v) })
			}
		}
	}
	for _, d := range []rules.Date{rules.Earliest, rules.Earliest.AddDays(-1), on, on.AddDays(1)} {
		holds(fmt.Sprintf(`{"born":"%v"}`, d), func(fs *rules.Facts) { fs.Put(rules.Born, int64(d)) })
		holds(fmt.Sprintf(`{"offences":["%v"]}`, d), func(fs *rules.Facts) { fs.PutRecords(rules.Offences, []rules.Date{d}) })
	}
	ledger := func(spans ...rules.Span) {
		t.Helper()
		var texts []string
		for _, s := range spans {
			texts = append(texts, fmt.Sprintf(`{"from":"%v","to":"%v","base":%d.%02d}`, s.From, s.To, s.Fen/100, s.Fen%100))
		}
		holds(`{"ledger":[`+strings.Join(texts, ",")+`]}`, func(fs *rules.Facts) { fs.PutLedger(spans) })
	}
	var many []rules.Span
	for n := range 601 {
		many = append(many, rules.Span{From: named(monthOf(1990, 1) + n), To: named(monthOf(1990, 1) + n), Fen: 1})
	}
	ledger(many[:600]...)
	ledger(many...)
	ledger(many[0], many[0])
	ledger(rules.Span{From: 199001, To: 210012, Fen: 1_000_000_000})
	ledger(rules.Span{From: 198912, To: 199001})
	ledger(rules.Span{From: 210012, To: 210101})
	ledger(rules.Span{From: 202402, To: 202401})
	ledger(rules.Span{From: 202401, To: 202401, Fen: 1_000_000_001})
	ledger(rules.Span{From: 202401, To: 202401, Fen: 1_000_000_100})
	for _, edition := range []string{"", "2023-1-1", "2023-02-29", "今年"} {
		if link := (&share.Answers{On: on, Edition: edition, Facts: &rules.Facts{}}).Link(); link != "" {
			t.Errorf("edition %q has the link %s", edition, link)
		}
	}
}

// FuzzRead: whatever comes in, as a link or as what a link is made of, is refused in words or written back letter for letter.
func FuzzRead(f *testing.F) {
	for _, p := range people(f) {
		f.Add(p.link, []byte{})
		src, err := share.Open(p.link)
		if err != nil {
			f.Fatal(err)
		}
		f.Add("", src)
	}
	f.Fuzz(func(t *testing.T, link string, src []byte) {
		for _, link := range []string{link, share.Seal(src)} {
			a, err := share.Read(link)
			if err != nil {
				if a != nil || err != share.ErrCut && err != share.ErrNewer && err != share.ErrStrange {
					t.Fatalf("%q: %v, %v", link, a, err)
				}
				continue
			}
			if again := a.Link(); again != link {
				t.Fatalf("read from %q, written as %q", link, again)
			}
			if d := differ(a, a); d != "" {
				t.Fatal(d)
			}
		}
	})
}
