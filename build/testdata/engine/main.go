//go:build js && wasm

// Command engine is the browser program's engine by itself, for make bench: a total out of facts, without the words.
package main

import (
	"syscall/js"

	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/tables"
)

func main() {
	var people []*rules.Facts
	var s rules.Score
	total := func(facts *rules.Facts, on rules.Date) int {
		rules.Find(tables.Editions, on).Score(facts, on, &s)
		return s.Total.Min
	}
	day := func(v js.Value) rules.Date {
		on, _ := rules.ParseDate(v.String())
		return on
	}
	read := func(facts js.Value, on rules.Date) *rules.Facts {
		f, _ := applicant.Read([]byte(facts.String()), on, rules.ZH)
		return f
	}
	js.Global().Set("engine", map[string]any{
		// total(facts, on): one call a person, with the facts as JSON.
		"total": js.FuncOf(func(_ js.Value, args []js.Value) any {
			on := day(args[1])
			return total(read(args[0], on), on)
		}),
		// people(list, on): facts to be gone through by sum.
		"people": js.FuncOf(func(_ js.Value, args []js.Value) any {
			people = nil
			for i := range args[0].Length() {
				people = append(people, read(args[0].Index(i), day(args[1])))
			}
			return len(people)
		}),
		// sum(rounds, on): of all totals, gone through so often.
		"sum": js.FuncOf(func(_ js.Value, args []js.Value) any {
			sum, on := 0, day(args[1])
			for range args[0].Int() {
				for _, facts := range people {
					sum += total(facts, on)
				}
			}
			return sum
		}),
	})
	select {}
}
