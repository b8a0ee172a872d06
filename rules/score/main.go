// Command score reckons the points of one applicant: facts as JSON on standard input or from a file, the result as JSON on
// standard output.
//
//	go run ./rules/score [-on DATE] [-edition ID] [-lang zh|en] [-facts FILE]
//
// It ends with status 0 where there is a result, and with 2 and every problem on standard error where the input is bad.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"time"

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
	facts, err := read(in, *file)
	if err != nil {
		fmt.Fprintf(errs, "score: reading the facts: %v\n", err)
		return bad
	}
	result, problems := applicant.Score(tables.Editions, applicant.Query{Facts: facts, On: *on, Edition: *edition, Lang: *lang, Today: today})
	for _, p := range problems {
		if p.Field == "" {
			fmt.Fprintln(errs, p.Message)
		} else {
			fmt.Fprintf(errs, "%s: %s\n", p.Field, p.Message)
		}
	}
	if problems != nil {
		return bad
	}
	if _, err := out.Write(append(applicant.AppendResult(nil, result), '\n')); err != nil {
		fmt.Fprintf(errs, "score: writing the result: %v\n", err)
		return 1
	}
	return 0
}

func read(in io.Reader, file string) ([]byte, error) {
	if file == "" {
		return io.ReadAll(in)
	}
	return os.ReadFile(file)
}
