// Command build renders the whole site: content, rules, browser program and static files, with a compressed twin beside
// each text.
//
//	go run ./build -out DIR [-content DIR] [-base URL] [-api URL] [-source URL] [-serve ADDR]
//	go run ./build -stale [-on DAY]
//	go run ./build -reviewed content/zh/guides/apply.md [-on DAY]
//	go run ./build -anchors
//	go run ./build -flow en > flow.svg
//
// It is run from the project's root. With -serve it also serves the folder, renders again as files change, and reloads the
// pages that are open. -stale lists the pages whose review is overdue; -reviewed notes in a page that it was reviewed and needs
// no change. Their day is today in Shanghai where -on gives no other: this command may know the clock, the generator may not.
// -anchors adds the addresses of today to those that must go on leading somewhere, for a release. -flow draws the calculator's
// questions and what each goes into, in Chinese or English.
package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"jifen/rules"
	"jifen/rules/edition"
	"jifen/site"
)

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// config is what the flags say.
type config struct {
	out, content, base, api, source, serve string
	stale, anchors                         bool
	reviewed, on, flow                     string
}

func run(args []string, out, errs io.Writer) error {
	var c config
	flags := flag.NewFlagSet("build", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.StringVar(&c.out, "out", "", "the folder to write the site to; new, empty, or an earlier build")
	flags.StringVar(&c.content, "content", "content", "the folder of the guides, with zh/ and en/")
	flags.StringVar(&c.base, "base", "", "the address at which the site will lie, such as https://example.org/jifen")
	flags.StringVar(&c.api, "api", "", "the address of the service, / for the site's own origin; guides then ask whether they are useful")
	flags.StringVar(&c.source, "source", "", "where a page can be edited, with {file} in it, such as https://example.org/edit/main/{file}")
	flags.StringVar(&c.serve, "serve", "", "an address such as localhost:8080 to serve the site on, rendering again as files change")
	flags.BoolVar(&c.stale, "stale", false, "list the pages whose review is overdue")
	flags.BoolVar(&c.anchors, "anchors", false, "add the pages and headings of today to anchors.txt of the content")
	flags.StringVar(&c.flow, "flow", "", "draw the calculator's questions as SVG, in zh or en, to the standard output")
	flags.StringVar(&c.reviewed, "reviewed", "", "the file of a page that was reviewed and needs no change")
	flags.StringVar(&c.on, "on", "", "the day for -stale and -reviewed, such as 2027-06-01; today where it is not given")
	if err := flags.Parse(args); err != nil {
		return err
	}
	switch {
	case flags.NArg() > 0:
		return fmt.Errorf("unexpected argument %q; see -help", flags.Arg(0))
	case c.on != "" && !c.stale && c.reviewed == "":
		return errors.New("-on is the day for -stale or -reviewed; leave it out: a site has no day")
	case c.stale:
		return stale(c, out)
	case c.anchors:
		return anchors(c, out)
	case c.flow != "":
		return flow(c, out)
	case c.reviewed != "":
		return reviewed(c, out)
	}
	if c.out == "" {
		return errors.New("usage: go run ./build -out DIR [-content DIR] [-base URL] [-api URL] [-source URL] [-serve ADDR]; see -help for the rest")
	}
	if u, err := url.Parse(c.base); c.serve != "" && err == nil && strings.Trim(u.Path, "/") != "" {
		return errors.New("-serve serves a site that lies at the root; leave -base out, or write the site with -out alone")
	}
	if c.serve != "" {
		return serve(c, out)
	}
	made, err := gather()
	if err != nil {
		return err
	}
	s, err := site.Write(made.options(c), c.out, true)
	if err != nil {
		return err
	}
	for _, warning := range s.Warnings {
		fmt.Fprintln(errs, "warning:", warning)
	}
	fmt.Fprintf(out, "%d files in %s\n", s.Count, c.out)
	return nil
}

// ingredients are what a site is made of beside the content, as it lies on disk.
type ingredients struct {
	law                     *edition.Law
	program, counters, exec []byte
	maker                   string // this program, by its bytes
}

// gather reads the law and builds the browser programs.
func gather() (*ingredients, error) {
	var i ingredients
	var err error
	if i.law, err = edition.Load("rules"); err != nil {
		return nil, err
	}
	if err := fresh(i.law); err != nil {
		return nil, err
	}
	if i.program, err = compile("./wasm"); err != nil {
		return nil, err
	}
	if i.counters, err = compile("./wasm/counters"); err != nil {
		return nil, err
	}
	if i.exec, err = starter(); err != nil {
		return nil, err
	}
	i.maker, err = maker()
	return &i, err
}

func (i *ingredients) options(c config) site.Options {
	o := options(c, i.law)
	o.Program, o.Counters, o.Exec, o.Maker = i.program, i.counters, i.exec, i.maker
	return o
}

// maker names this program by its bytes: what another one built is built anew.
func maker() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("looking for this program: %w", err)
	}
	src, err := os.ReadFile(name)
	if err != nil {
		return "", fmt.Errorf("reading this program: %w", err)
	}
	return fmt.Sprintf("%x", sha256.Sum256(src)), nil
}

// options are what a site is made of, but for the browser programs.
func options(c config, law *edition.Law) site.Options {
	return site.Options{
		Content: os.DirFS(c.content), Name: filepath.ToSlash(c.content),
		Templates: os.DirFS(filepath.FromSlash("site/templates")), Static: os.DirFS("static"),
		Law: os.DirFS("rules"), Service: os.DirFS("api"), Editions: law.Editions, Wages: law.Wages, Questions: law.Questions,
		Base: c.base, API: strings.TrimSuffix(c.api, "/"), Asks: c.api != "", Source: c.source,
	}
}

// anchors adds the addresses of today to the content's list. The browser programs have none.
func anchors(c config, out io.Writer) error {
	law, err := edition.Load("rules")
	if err != nil {
		return err
	}
	s, err := site.Build(options(c, law))
	if err != nil {
		return err
	}
	file := filepath.Join(c.content, "anchors.txt")
	if err := os.WriteFile(file, s.Anchors, 0o644); err != nil {
		return fmt.Errorf("-anchors: %w", err)
	}
	fmt.Fprintf(out, "%d addresses in %s\n", bytes.Count(s.Anchors, []byte("\n/")), file)
	return nil
}

// flow draws the questions.
func flow(c config, out io.Writer) error {
	lang, ok := map[string]rules.Lang{"zh": rules.ZH, "en": rules.EN}[c.flow]
	if !ok {
		return fmt.Errorf("-flow %q is no language of the site; write zh or en", c.flow)
	}
	law, err := edition.Load("rules")
	if err != nil {
		return err
	}
	src, err := site.Flow(options(c, law), lang)
	if err == nil {
		_, err = out.Write(src)
	}
	return err
}

// noInlining makes the compiler leave calls as they are. The program is a tenth smaller over the wire so, and still answers a
// change in far less than a frame.
const noInlining = "-gcflags=all=-l"

// fresh refuses tables that are older than the data files: the pages would say one thing and the calculator another.
func fresh(law *edition.Law) error {
	want, err := edition.Source(law)
	if err != nil {
		return err
	}
	if have, err := os.ReadFile(filepath.FromSlash("rules/tables/tables.go")); err != nil || !bytes.Equal(have, want) {
		return errors.New("rules/tables is older than the data files; run make rules")
	}
	return nil
}

// compile builds a browser program. The same source gives the same bytes.
func compile(room string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "jifen")
	if err != nil {
		return nil, fmt.Errorf("building the browser program: %w", err)
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "jifen.wasm")
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=", noInlining, "-o", file, room)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if told, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building the browser program: %w\n%s", err, told)
	}
	program, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("building the browser program: %w", err)
	}
	return shrink(program)
}

// starter reads the script with which the toolchain starts its programs in a browser.
func starter() ([]byte, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("asking for the toolchain's folder: %w", err)
	}
	src, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return nil, fmt.Errorf("reading the script that starts the browser program: %w", err)
	}
	return src, nil
}
