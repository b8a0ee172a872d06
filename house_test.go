package jifen

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The arrows of the house: which room may look into which. Each ban has its reason.

// room is a package, the rooms of this house it may import, and what it may not reach even through others.
type room struct {
	may  []string
	bans map[string]string
}

var browser = map[string]string{
	"fmt":           "costs the browser 100 KB; words are put together by rules.Fill",
	"encoding/json": "costs the browser 250 KB and takes doubled keys; facts and results go through rules/applicant",
	"reflect":       "costs the browser its size and its speed",
	"time":          "a rule has no clock: the day of reckoning comes in as an argument",
	"net":           "a rule asks nobody; the browser has its own fetch",
	"os":            "a rule reads no files; its data is in rules/tables",
	"strings":       "costs the browser 25 KB through its tables of letters",
}

var noBrowser = map[string]string{"syscall/js": "runs outside the browser"}

var rooms = map[string]room{
	"rules":           {nil, browser},
	"rules/tables":    {[]string{"rules"}, browser},
	"rules/applicant": {[]string{"rules"}, browser},
	"rules/share":     {[]string{"rules"}, browser},
	"rules/process":   {[]string{"rules"}, browser},
	"rules/edition": {[]string{"rules"}, map[string]string{
		"jifen/rules/tables": "must build when the tables are stale, for it writes them",
	}},
	"rules/cases": {nil, map[string]string{"jifen/rules": "holds answers against the law without knowing the engine"}},
	"rules/score": {[]string{"rules", "rules/tables", "rules/applicant"}, map[string]string{"net": "the command asks nobody"}},
	"site": {[]string{"rules", "rules/process"}, map[string]string{
		"jifen/rules/edition": "gets the law as values; reading its files is build's work",
		"net/http/httptest":   "is for tests",
		"time":                "the generator has no clock, so that a second build is the same",
	}},
	"build":         {[]string{"rules", "rules/edition", "site"}, noBrowser},
	"qr":            {nil, browser},
	"wasm":          {[]string{"rules", "rules/tables", "rules/applicant", "rules/share", "qr", "wasm/ask", "wasm/dom"}, browser},
	"wasm/ask":      {[]string{"rules", "rules/tables", "rules/applicant", "wasm/dom"}, browser},
	"wasm/counters": {[]string{"rules", "rules/tables", "rules/applicant", "rules/process", "qr", "wasm/ask", "wasm/dom"}, browser},
	"wasm/dom":      {nil, browser},
	"api": {[]string{"rules", "rules/tables", "rules/applicant", "rules/process", "api/store", "api/outbox"}, map[string]string{
		"syscall/js":    "runs outside the browser",
		"html/template": "the service answers in JSON; pages are made by the generator",
		"math/rand":     "what nobody may guess comes from crypto/rand",
		"math/rand/v2":  "what nobody may guess comes from crypto/rand",
	}},
	"api/outbox":    {[]string{"api/store"}, map[string]string{"jifen/rules": "brings messages and knows no law"}},
	"api/store":     {nil, map[string]string{"jifen/rules": "keeps rows and knows no law", "net/http": "answers nobody"}},
	"prove":         {nil, map[string]string{"net": "runs tests and writes down what they say; whatever calls the service is a test"}},
	"prove/vectors": {nil, nil},
}

// unavoidable are bans that a room's own libraries break; each says why it may stand.
var unavoidable = map[string]string{
	"site time":        "goldmark, html/template and net/http import it; site's own files must not",
	"api math/rand":    "net/http and the databases' drivers import it; api's own files must not",
	"api math/rand/v2": "net/http and the databases' drivers import it; api's own files must not",
}

type listed struct {
	ImportPath string
	Imports    []string
	Deps       []string
}

func TestArrows(t *testing.T) {
	for _, target := range []string{"native", "js"} {
		for _, p := range list(t, target) {
			name := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, "jifen"), "/")
			if name == "" || target == "js" && !strings.HasPrefix(name, "wasm") {
				continue
			}
			r, ok := rooms[name]
			if !ok {
				t.Errorf("%s is in no plan of the house; add it to rooms, with its bans, and to README's tree", name)
				continue
			}
			for _, in := range p.Imports {
				if mine, ok := strings.CutPrefix(in, "jifen/"); ok && !slices.Contains(r.may, mine) {
					t.Errorf("%s imports %s; it may look into %v alone", name, mine, r.may)
				}
			}
			for ban, reason := range r.bans {
				reached := p.Deps
				if unavoidable[name+" "+ban] != "" {
					reached = p.Imports
				}
				if slices.Contains(reached, ban) {
					t.Errorf("%s reaches %s, which it may not: %s", name, ban, reason)
				}
			}
		}
	}
}

func list(t *testing.T, target string) []listed {
	t.Helper()
	rooms := "./..."
	if target == "js" {
		rooms = "./wasm/..." // the service's database does not build for the browser
	}
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports,Deps", rooms)
	cmd.Env = os.Environ()
	if target == "js" {
		cmd.Env = append(cmd.Env, "GOOS=js", "GOARCH=wasm")
	}
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// TestTree: README's tree names every room, and no room that is not there.
func TestTree(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, tree, ok := strings.Cut(string(readme), "## The house")
	if !ok {
		t.Fatal("README has no part named The house")
	}
	_, tree, _ = strings.Cut(tree, "```")
	tree, _, _ = strings.Cut(tree, "```")
	var named []string
	var above []string
	for line := range strings.Lines(tree) {
		m := regexp.MustCompile(`^( *)([a-z.*-]+/)`).FindStringSubmatch(line)
		if m == nil {
			continue
		}
		depth := len(m[1]) / 2
		above = append(above[:min(depth, len(above))], strings.TrimSuffix(m[2], "/"))
		named = append(named, path.Join(above...))
	}
	for name := range rooms {
		if !slices.Contains(named, name) {
			t.Errorf("README's tree lacks %s", name)
		}
	}
	for _, name := range named {
		if info, err := os.Stat(name); err != nil || !info.IsDir() {
			t.Errorf("README's tree names %s, which is not there", name)
		}
	}
}

// TestNumbersHaveOneHome: the points of the law are typed in no template, question or page of the interface. Content is held
// to it by the generator.
func TestNumbersHaveOneHome(t *testing.T) {
	figure := regexp.MustCompile(`\d+ ?(分|个月|天|个工作日|周岁|points|months|days)`)
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		ext := path.Ext(name)
		inTemplates := strings.HasPrefix(name, "site/templates/") && (ext == ".html" || ext == ".yaml")
		if !inTemplates && name != "rules/questions.json" && !(strings.HasPrefix(name, "static/") && ext == ".js") {
			return nil
		}
		src, err := os.ReadFile(name)
		for i, line := range strings.Split(string(src), "\n") {
			if found := figure.FindString(line); found != "" {
				t.Errorf("%s:%d: %q is typed here; refer to the edition", name, i+1, found)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
