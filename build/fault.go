package main

import (
	"html/template"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"jifen/site"
)

// fault is one thing that is wrong, and where.
type fault struct {
	File          string // empty where the message names none
	Line          int
	What, Instead string
	Source        []sourceLine // around the line, none where there is no such line
}

// sourceLine is a line of the file, as parts: the one in the middle is what the message quotes.
type sourceLine struct {
	N                   int
	Wrong               bool
	Before, Mark, After string
}

var (
	placed = regexp.MustCompile(`^([^\s:][^:]*):(\d+):(?:\d+:)? (.*)$`)
	quoted = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)
)

// faults reads the messages, a line each, and the lines of the files that they speak of, as they are now.
func faults(told string) []fault {
	var all []fault
	for _, text := range strings.Split(strings.TrimSpace(told), "\n") {
		m := placed.FindStringSubmatch(text)
		if m == nil {
			all = append(all, fault{What: text})
			continue
		}
		f := fault{File: m[1]}
		f.Line, _ = strconv.Atoi(m[2])
		f.What, f.Instead, _ = strings.Cut(m[3], "; ")
		f.Source = around(f.File, f.Line, f.What)
		all = append(all, f)
	}
	return all
}

// around gives a line of a file and its neighbours.
func around(file string, line int, what string) []sourceLine {
	src, err := os.ReadFile(filepath.FromSlash(file))
	if err != nil {
		return nil
	}
	lines := strings.Split(strings.ReplaceAll(string(src), "\r\n", "\n"), "\n")
	var all []sourceLine
	for n := max(1, line-1); n <= min(line+1, len(lines)); n++ {
		one := sourceLine{N: n, Wrong: n == line, Before: lines[n-1]}
		for _, q := range quoted.FindAllString(what, -1) {
			text, err := strconv.Unquote(q)
			if before, after, found := strings.Cut(lines[n-1], text); one.Wrong && err == nil && text != "" && found {
				one.Before, one.Mark, one.After = before, text, after
				break
			}
		}
		all = append(all, one)
	}
	return all
}

// faultPage shows an editor what is wrong, in place of every page, until it is mended: what is wrong with the page itself first. Its
// script knows the fault that it shows, so that it goes as soon as there is another one or none, though the site be the same as before.
var faultPage = template.Must(template.New("").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>Not rendered</title>
<style>
:root { color-scheme: light dark; --paper: #fbf8f1; --ink: #1d1b16; --faint: #5d584d; --line: #d8d1c1; --wash: #f1ecdf; --seal: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --paper: #11171f; --ink: #e9e4d8; --faint: #a8a598; --line: #37404c; --wash: #1d2733; --seal: #ff8a7a; } }
body { margin: 0 auto; padding: 24px 16px 64px; max-width: 52em; background: var(--paper); color: var(--ink); font: 17px/1.6 system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0 0 8px; } h2 { font-size: 1rem; margin: 32px 0 0; color: var(--faint); } p { margin: 4px 0; }
li { list-style: none; margin: 0 0 16px; padding: 12px 0; border-top: 1px solid var(--line); } ul { margin: 8px 0; padding: 0; }
.what { font-weight: 700; } .at, code { font: .85rem/1.6 ui-monospace, Consolas, monospace; } .at { color: var(--faint); }
pre { margin: 8px 0; padding: 8px 12px; background: var(--wash); white-space: pre-wrap; } pre div { display: grid; grid-template-columns: 3em 1fr; color: var(--faint); }
pre .wrong { color: var(--ink); font-weight: 700; } mark { background: none; color: inherit; border-bottom: 3px solid var(--seal); }
</style></head><body><main>
<h1>Not rendered: {{len .Faults}} to mend</h1>
<p>Save the file when it is mended; this page goes away by itself.</p>
{{define "list"}}<ul>{{range .}}<li>
{{with .File}}<p class="at">{{.}}{{end}}{{with .Line}}:{{.}}</p>{{end}}
<p class="what">{{.What}}</p>
{{with .Source}}<pre>{{range .}}<div{{if .Wrong}} class="wrong"{{end}}><span>{{.N}}</span><code>{{.Before}}{{with .Mark}}<mark>{{.}}</mark>{{end}}{{.After}}</code></div>{{end}}</pre>{{end}}
{{with .Instead}}<p class="instead">{{.}}</p>{{end}}
</li>{{end}}</ul>{{end}}
{{with .Own}}<h2>On this page</h2>{{template "list" .}}{{end}}
{{with .Others}}{{if $.Own}}<h2>Elsewhere</h2>{{end}}{{template "list" .}}{{end}}
</main>
<script>
const SEEN = {{.State}};
new EventSource('/preview?seen=' + SEEN).onmessage = () => location.reload();
</script>
</body></html>
`))

// sendFault shows the faults; those of the page that was asked for come first.
func sendFault(w http.ResponseWriter, all []fault, state, content, asked string) {
	var own, others []fault
	for _, f := range all {
		if name, in := strings.CutPrefix(f.File, content+"/"); in && site.Address(name) == asked {
			own = append(own, f)
		} else {
			others = append(others, f)
		}
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusInternalServerError)
	faultPage.Execute(w, struct {
		Faults, Own, Others []fault
		State               string
	}{slices.Concat(own, others), own, others, state}) // an editor who went away is no fault
}
