package rules_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"jifen/rules"
	"jifen/rules/tables"

	"pgregory.net/rapid"
)

// TestPaths holds the paths against trying everything: each value of each fact that can be raised, keeping the sets of
// changes that reach the standard and of which nothing can be left out or made smaller.
func TestPaths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := &tables.Editions[rapid.IntRange(0, len(tables.Editions)-1).Draw(t, "edition")]
		on := anyDate(e.To, 4).Draw(t, "on")
		fs := somebodyNearly(t, on)
		var got []string
		for _, p := range e.Paths(tables.Editions, fs, on) {
			var words []string
			for _, c := range p.Changes {
				words = append(words, fmt.Sprintf("%s=%d", c.Fact, c.To[0]))
			}
			slices.Sort(words)
			got = append(got, strings.Join(words, " "))
		}
		slices.Sort(got)
		if want := tryAll(e, fs, on); !slices.Equal(got, want) {
			t.Fatalf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}

// TestPathsEarliest: the earliest day of a path is the horizon's first day at the standard, with its other changes made.
func TestPathsEarliest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := &tables.Editions[rapid.IntRange(0, len(tables.Editions)-1).Draw(t, "edition")]
		on := max(anyDate(e.To, 4).Draw(t, "on"), e.From)
		fs := somebodyNearly(t, on)
		fs.Put(rules.Employed, 1)
		for _, p := range e.Paths(tables.Editions, fs, on) {
			if !p.Waits {
				continue
			}
			changed := *fs
			for _, c := range p.Changes {
				if c.Fact != rules.InsuredMonths {
					changed.Put(c.Fact, c.To[0])
				}
			}
			if h := rules.Project(tables.Editions, nil, &changed, on); h.Reaches != p.Earliest {
				t.Fatalf("%v: earliest %v, the horizon says %v", p.Changes, p.Earliest, h.Reaches)
			}
		}
	})
}

// somebodyNearly is a person of whom most claims are made already, so that trying everything ends.
func somebodyNearly(t *rapid.T, on rules.Date) *rules.Facts {
	fs := &rules.Facts{}
	fs.Put(rules.Born, anyValue(t, rules.Born, on))
	fs.Put(rules.Education, int64(rapid.IntRange(0, 5).Draw(t, "education")))
	fs.Put(rules.Title, int64(rapid.IntRange(0, 7).Draw(t, "title")))
	fs.Put(rules.TitleBaseMet, int64(rapid.IntRange(0, 1).Draw(t, "base met")))
	fs.Put(rules.BaseTier, int64(rapid.IntRange(0, 4).Draw(t, "tier")))
	fs.Put(rules.InsuredMonths, int64(rapid.IntRange(0, 300).Draw(t, "months")))
	fs.Put(rules.Award, int64(rapid.IntRange(0, 3).Draw(t, "award")))
	fs.Put(rules.Entrepreneur, 0)
	if rapid.Bool().Draw(t, "company") {
		fs.Put(rules.SharePercent, 5000)
		fs.Put(rules.Tax3yYuan, int64(rapid.IntRange(0, 70).Draw(t, "tax"))*100_000)
		fs.Put(rules.Hires3yAvg, 10_000) // at its most already
	}
	of := rapid.SampledFrom([]rules.Fact{rules.Detentions, rules.FalseDocuments}).Draw(t, "of")
	fs.PutRecords(of, slices.Repeat([]rules.Date{on}, rapid.IntRange(0, 4).Draw(t, "records"))) // claims can outweigh four
	fs.NoneLeft()
	return fs
}

// tryAll does it without thinking.
func tryAll(e *rules.Edition, fs *rules.Facts, on rules.Date) []string {
	type option struct {
		fact   rules.Fact
		values []int64 // what it is, then what it could be, by their points
	}
	var options []option
	for i := range e.Indicators {
		in := &e.Indicators[i]
		o := option{in.Fact, []int64{fs.Int(in.Fact)}}
		switch in.Kind {
		case rules.Choice:
			if in.Proof != 0 && fs.Int(in.Proof) == 0 {
				options = append(options, option{in.Proof, []int64{0, 1}})
			}
			has := 0
			for _, item := range in.Choices {
				if int64(item.Value) == fs.Int(in.Fact) {
					has = item.Points
				}
			}
			last := has
			for _, item := range in.Choices {
				if item.Points > last {
					o.values = append(o.values, int64(item.Value))
					last = item.Points
				}
			}
		case rules.Flag:
			if fs.Int(in.Fact) == 0 {
				o.values = append(o.values, 1)
			}
		case rules.Units:
			for points := in.Points; points <= in.Max; points += in.Points {
				if share := fs.Int(in.Share); share > 0 {
					v := (int64(points/in.Points)*int64(in.Unit)*int64(in.Divide)*10000 + share - 1) / share
					if v > fs.Int(in.Fact) {
						o.values = append(o.values, v)
					}
				}
			}
		case rules.Years:
			if in.Fact == rules.InsuredMonths {
				for y := fs.Int(in.Fact)/12 + 1; y <= fs.Int(in.Fact)/12+41 && y <= 60; y++ {
					o.values = append(o.values, y*12)
				}
			}
		}
		if len(o.values) > 1 {
			options = append(options, o)
		}
	}
	var s rules.Score
	reaches := func(at []int) bool {
		changed := *fs
		for i, o := range options {
			changed.Put(o.fact, o.values[at[i]])
		}
		e.Score(&changed, on, &s)
		return s.Total.Min >= e.Standard.Points
	}
	var found []string
	at := make([]int, len(options))
	if reaches(at) {
		return nil
	}
	var try func(i int)
	try = func(i int) {
		if i == len(options) {
			if !reaches(at) {
				return
			}
			var words []string
			for j, o := range options {
				if at[j] == 0 {
					continue
				}
				at[j]--
				less := reaches(at)
				at[j]++
				if less {
					return
				}
				words = append(words, fmt.Sprintf("%s=%d", o.fact, o.values[at[j]]))
			}
			slices.Sort(words)
			found = append(found, strings.Join(words, " "))
			return
		}
		for at[i] = 0; at[i] < len(options[i].values); at[i]++ {
			try(i + 1)
		}
		at[i] = 0
	}
	try(0)
	slices.Sort(found)
	return found
}

func BenchmarkPaths(b *testing.B) {
	e, fs := &tables.Editions[len(tables.Editions)-1], someone()
	fs.Put(rules.Title, 0)
	fs.Put(rules.Employed, 1)
	fs.PutRecords(rules.Detentions, nil)
	fs.Put(rules.SpouseSince, 0)
	fs.Put(rules.Education, 1)
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n = len(e.Paths(tables.Editions, fs, 20261123))
	}
	b.ReportMetric(float64(n), "paths")
}

// BenchmarkPathsNone begins with the least that a person can have.
func BenchmarkPathsNone(b *testing.B) {
	e, fs := &tables.Editions[len(tables.Editions)-1], &rules.Facts{}
	fs.Put(rules.Born, 19700101)
	fs.Put(rules.Employed, 1)
	fs.NoneLeft()
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n = len(e.Paths(tables.Editions, fs, 20261123))
	}
	b.ReportMetric(float64(n), "paths")
}
