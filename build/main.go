// Command build renders the whole site: content, rules, browser program and static files, with a compressed twin beside
// each text.
//
//	go run ./build -out DIR [-content DIR] [-base URL] [-api URL] [-serve ADDR]
//
// It is run from the project's root. With -serve it also serves the folder, renders again as files change, and reloads the
// pages that are open.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

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
	out, content, base, api, serve string
}

func run(args []string, out, errs io.Writer) error {
	var c config
	flags := flag.NewFlagSet("build", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.StringVar(&c.out, "out", "", "the folder to write the site to; new, empty, or an earlier build")
	flags.StringVar(&c.content, "content", "content", "the folder of the guides, with zh/ and en/")
	flags.StringVar(&c.base, "base", "", "the address at which the site will lie, such as https://example.org/jifen")
	flags.StringVar(&c.api, "api", "", "the address of the service; the site's own origin where it is not given")
	flags.StringVar(&c.serve, "serve", "", "an address such as localhost:8080 to serve the site on, rendering again as files change")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if c.out == "" || flags.NArg() > 0 {
		return errors.New("usage: go run ./build -out DIR [-content DIR] [-base URL] [-api URL] [-serve ADDR]")
	}
	if u, err := url.Parse(c.base); c.serve != "" && err == nil && strings.Trim(u.Path, "/") != "" {
		return errors.New("-serve serves a site that lies at the root; leave -base out, or write the site with -out alone")
	}
	if c.serve != "" {
		return serve(c, out)
	}
	s, err := render(c, false)
	if err != nil {
		return err
	}
	if err := s.Write(c.out, true); err != nil {
		return err
	}
	for _, warning := range s.Warnings {
		fmt.Fprintln(errs, "warning:", warning)
	}
	fmt.Fprintf(out, "%d files in %s\n", len(s.Files), c.out)
	return nil
}

// render makes the site from what lies on disk now.
func render(c config, preview bool) (*site.Site, error) {
	law, err := edition.Load("rules")
	if err != nil {
		return nil, err
	}
	if err := fresh(law); err != nil {
		return nil, err
	}
	program, err := compile("./wasm")
	if err != nil {
		return nil, err
	}
	counters, err := compile("./wasm/counters")
	if err != nil {
		return nil, err
	}
	exec, err := starter()
	if err != nil {
		return nil, err
	}
	return site.Build(site.Options{
		Content: os.DirFS(c.content), Name: filepath.ToSlash(c.content),
		Templates: os.DirFS(filepath.FromSlash("site/templates")), Static: os.DirFS("static"),
		Program: program, Counters: counters, Exec: exec,
		Law: os.DirFS("rules"), Service: os.DirFS("api"), Editions: law.Editions, Wages: law.Wages, Questions: law.Questions,
		Base: c.base, API: c.api, Preview: preview,
	})
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
