package main

import (
	"bytes"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestRelease makes a release of two copies of the tree, with -prove, in folders of different names and with nothing compiled before: the
// program and every file of the site are the same bytes; and the list of what the program is made of (SBOM) names each module in it, with
// its version.
func TestRelease(t *testing.T) {
	if !*prove {
		return
	}
	one, two := copied(t, "a"), copied(t, "another-folder/of a longer name")
	for _, dir := range []string{one, two} {
		inFolder(t, dir, "make", "release")
	}
	files := same(t, one, two)
	info, err := buildinfo.ReadFile(filepath.Join(one, "dist/release/jifen"))
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(filepath.Join(one, "dist/release/jifen.cdx.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list struct {
		BOMFormat  string
		Components []struct{ Name, Version, PURL string }
	}
	if err := json.Unmarshal(src, &list); err != nil || list.BOMFormat != "CycloneDX" {
		t.Fatalf("%v: the list is %s", err, list.BOMFormat)
	}
	for _, m := range info.Deps {
		if !slices.ContainsFunc(list.Components, func(c struct{ Name, Version, PURL string }) bool {
			return c.Name == m.Path && c.Version == m.Version && c.PURL != ""
		}) {
			t.Errorf("the list lacks %s %s", m.Path, m.Version)
		}
	}
	t.Logf("figure: two releases from two folders, nothing compiled before: %d files, the same bytes, but for the day in the list; the list (CycloneDX) names all %d modules of the program", files, len(info.Deps))
}

// inFolder runs a command there; make, as one who has compiled nothing yet.
func inFolder(t *testing.T, dir, name string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = dir, os.Environ()
	if name == "make" {
		cmd.Env = append(cmd.Env, "GOCACHE="+t.TempDir())
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return out
}

// copied is a copy of the tree, without what is made of it.
func copied(t *testing.T, name string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), name)
	for _, file := range tracked(t) {
		src, err := os.ReadFile(filepath.Join("..", file))
		if err == nil {
			err = os.MkdirAll(filepath.Dir(filepath.Join(to, file)), 0o755)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(to, file), src, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return to
}

// tracked are the tree's files, but those that are made of others.
func tracked(t *testing.T) (all []string) {
	t.Helper()
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		at, _ := filepath.Rel("..", name)
		switch {
		case err != nil:
		case d.IsDir() && slices.Contains([]string{".git", ".cache", "dist", "docs/tour"}, at):
			return filepath.SkipDir
		case d.Type().IsRegular() && !strings.Contains(at, ".db") && at != ".git":
			all = append(all, at)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var dayOfList = regexp.MustCompile(`"(timestamp|serialNumber)": "[^"]*"`)

// same holds two releases against each other, and counts the files.
func same(t *testing.T, one, two string) int {
	t.Helper()
	sums := map[string][2][32]byte{}
	for i, dir := range []string{one, two} {
		err := fs.WalkDir(os.DirFS(dir), "dist/release", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || d.Name() == ".jifen-site" { // what a next build can know is of this folder alone
				return err
			}
			src, err := os.ReadFile(filepath.Join(dir, name))
			if strings.HasSuffix(name, ".cdx.json") {
				src = dayOfList.ReplaceAll(src, nil)
			}
			both := sums[name]
			both[i] = sha256.Sum256(src)
			sums[name] = both
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, both := range sums {
		if both[0] != both[1] {
			t.Errorf("%s differs from one folder to the other", name)
		}
	}
	return len(sums)
}

// staticcheck is the linter that go run fetches; a new version is taken in on purpose, for each finds more.
const staticcheck = "honnef.co/go/tools/cmd/staticcheck@v0.8.2"

// TestStaticcheck: staticcheck finds nothing, with -prove; in the service, the generator and the browser's programs alike.
func TestStaticcheck(t *testing.T) {
	if !*prove {
		return
	}
	for _, of := range [][]string{{"linux", "amd64", "./..."}, {"js", "wasm", "./wasm/..."}} {
		cmd := exec.Command("go", "run", "-exec", "env GOOS="+of[0]+" GOARCH="+of[1], staticcheck, of[2])
		cmd.Dir = ".."
		if out, err := cmd.CombinedOutput(); err != nil || len(bytes.TrimSpace(out)) > 0 {
			t.Errorf("%v: %v\n%s", of, err, out)
		}
	}
	out := inFolder(t, "..", "go", "mod", "verify")
	if !strings.Contains(string(out), "all modules verified") {
		t.Errorf("go mod verify says %s", out)
	}
	t.Logf("figure: %s finds 0 faults in the service, the generator and the browser's programs; go mod verify: %s", staticcheck, bytes.TrimSpace(out))
}

// scanner is the Go team's own, and known the module that their database of vulnerabilities is written in; both come as modules do.
const (
	scanner = "golang.org/x/vuln/cmd/govulncheck@v1.9.0"
	known   = "golang.org/x/vulndb@latest"
)

// TestVulnerable: of the vulnerabilities known today none can be reached, with -prove; with the Go that go.mod names, of which a release is
// made. The Go at hand may be an older one: of it the test tells what can be reached, and does not fail.
func TestVulnerable(t *testing.T) {
	if !*prove {
		return
	}
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`(?m)^toolchain (go\S+)$`).FindSubmatch(mod)
	if named == nil {
		t.Fatal("go.mod names no toolchain")
	}
	var database struct{ Version, Dir string }
	if err := json.Unmarshal(inFolder(t, t.TempDir(), "env", "GOFLAGS=-mod=mod", "go", "mod", "download", "-json", known), &database); err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(database.Dir, "data/osv")
	entries, err := os.ReadDir(list)
	if err != nil || len(entries) < 4000 {
		t.Fatalf("the database has %d entries: %v", len(entries), err)
	}
	scan := func(toolchain, system, arch, what string) (reached []string) {
		cmd := exec.Command("go", "run", "-exec", "env GOOS="+system+" GOARCH="+arch, scanner, "-format", "json", "-db", "file://"+list, what)
		cmd.Dir, cmd.Env = "..", append(os.Environ(), "GOTOOLCHAIN="+toolchain)
		var faults bytes.Buffer
		cmd.Stderr = &faults
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%v\n%s", err, faults.Bytes())
		}
		for d := json.NewDecoder(bytes.NewReader(out)); ; {
			var said struct {
				Finding *struct {
					OSV   string
					Trace []struct{ Function string }
				}
			}
			if err := d.Decode(&said); err == io.EOF {
				slices.Sort(reached)
				return slices.Compact(reached)
			} else if err != nil {
				t.Fatal(err)
			}
			if f := said.Finding; f != nil && len(f.Trace) > 0 && f.Trace[0].Function != "" {
				reached = append(reached, f.OSV)
			}
		}
	}
	for _, of := range [][]string{{"linux", "amd64", "./..."}, {"js", "wasm", "./wasm/..."}} {
		if reached := scan(string(named[1]), of[0], of[1], of[2]); reached != nil {
			t.Errorf("%v: these can be reached: %v; see https://pkg.go.dev/vuln/", of, reached)
		}
	}
	t.Logf("figure: of %d known vulnerabilities (%s) 0 can be reached in the service, the generator and the browser's programs, made with %s as a release is", len(entries), database.Version, named[1])
	if old := scan("local", "linux", "amd64", "./..."); old != nil {
		t.Logf("figure: made with %s, which is at hand, %d could be: %v", runtime.Version(), len(old), old)
	}
}
