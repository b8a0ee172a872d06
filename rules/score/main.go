// Command score reckons the points of one applicant, or of many: facts as JSON on standard input or from a file, the result
// as JSON on standard output.
//
//	go run ./rules/score [-on DATE] [-edition ID] [-lang zh|en] [-facts FILE] [-horizon] [-paths] [-papers] [-family] [-compare]
//	go run ./rules/score -batch [-explain] …
//
// -horizon adds when the standard is reached and lost, -paths the least changes that reach it, -papers the checklist of
// papers and those not needed (-family: with those of the family), -compare the same facts under every edition.
//
// With -batch each line is a question of its own, {"facts":{},"on":"","edition":"","lang":""}, for which the flags say what it
// leaves out; each is answered in one line, in brief or with -explain whole, and a bad one by {"line":N,"errors":[…]}.
//
// It ends with status 0 where there is a result, and with 2 and every problem on standard error where the input is bad; a
// batch with a bad line goes on and ends with 1.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode"

	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/tables"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, today(time.Now())))
}

// today is the day in Shanghai, where there is no summer time.
func today(now time.Time) rules.Date {
	y, m, d := now.In(time.FixedZone("Asia/Shanghai", 8*60*60)).Date()
	return rules.FromCivil(y, int(m), d)
}

const bad = 2

func run(args []string, in io.Reader, out, errs io.Writer, today rules.Date) int {
	flags := flag.NewFlagSet("score", flag.ContinueOnError)
	flags.SetOutput(errs)
	on := flags.String("on", "", "the day of reckoning, YYYY-MM-DD; today in Shanghai where it is not given")
	edition := flags.String("edition", "", "the edition to reckon by, also outside its time; the one in force where it is not given")
	lang := flags.String("lang", "zh", "the language of the words, zh or en")
	file := flags.String("facts", "", "the file to read the facts from; standard input where it is not given")
	var more applicant.More
	flags.BoolVar(&more.Horizon, "horizon", false, "add the first day at the standard, the first below it again, and every change")
	flags.BoolVar(&more.Paths, "paths", false, "add the least sets of changes that reach the standard")
	flags.BoolVar(&more.Papers, "papers", false, "add the papers that the claim needs, and those that it does not")
	flags.BoolVar(&more.Family, "family", false, "with -papers: those of the family who share the permit as well")
	flags.BoolVar(&more.Compare, "compare", false, "add the answer of every edition, and what differs")
	many := flags.Bool("batch", false, "answer one question a line")
	explain := flags.Bool("explain", false, "with -batch: whole results")
	if err := flags.Parse(args); err != nil {
		if err == flag.ErrHelp {
			return 0
		}
		return bad
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(errs, "score: unexpected argument %q; facts come on standard input or with -facts FILE\n", flags.Arg(0))
		return bad
	}
	q := applicant.Query{On: *on, Edition: *edition, Lang: *lang, Today: today}
	source, err := open(in, *file)
	if err != nil {
		fmt.Fprintf(errs, "score: %v\n", err)
		return bad
	}
	defer source.Close()
	if *many {
		return batch(source, out, errs, answerer{defaults: q, more: more, explain: *explain || more != (applicant.More{})})
	}
	if q.Facts, err = io.ReadAll(source); err != nil {
		fmt.Fprintf(errs, "score: reading the facts: %v\n", err)
		return bad
	}
	result, problems := applicant.Tell(tables.Editions, q, more)
	for _, p := range problems {
		if p.Field == "" {
			fmt.Fprintln(errs, visible(p.Message))
		} else {
			fmt.Fprintf(errs, "%s: %s\n", visible(p.Field), visible(p.Message))
		}
	}
	if problems != nil {
		return bad
	}
	if _, err := out.Write(append(applicant.AppendAnswer(nil, result), '\n')); err != nil {
		fmt.Fprintf(errs, "score: writing the result: %v\n", err)
		return 1
	}
	return 0
}

// visible writes what a terminal would act on, or not show, as an escape: a key may hold anything.
func visible(text string) string {
	var b strings.Builder
	for _, r := range text {
		if unicode.IsPrint(r) {
			b.WriteRune(r)
		} else {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		}
	}
	return b.String()
}

func open(in io.Reader, file string) (io.ReadCloser, error) {
	if file == "" {
		return io.NopCloser(in), nil
	}
	return os.Open(file)
}
