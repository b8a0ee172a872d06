package site_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jifen/site"
)

// TestAgain: whatever changes between two builds into one folder, it holds what a build into an empty one holds; where the words of a
// page alone changed, no other page is written.
func TestAgain(t *testing.T) {
	content, folder := t.TempDir(), filepath.Join(t.TempDir(), "site")
	if err := os.CopyFS(content, os.DirFS("../content")); err != nil {
		t.Fatal(err)
	}
	from := &reads{FS: os.DirFS(content)}
	o := options(from)
	o.Base, o.Maker = "https://example.org", "test"
	file := func(name string) string { return filepath.Join(content, filepath.FromSlash(name)) }
	change := func(name, old, new string) func() {
		return func() {
			src, err := os.ReadFile(file(name))
			if err != nil || !strings.Contains(string(src), old) {
				t.Fatalf("%s has no %q: %v", name, old, err)
			}
			if err := os.WriteFile(file(name), []byte(strings.Replace(string(src), old, new, 1)), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	end := func(name, more string) func() {
		return func() {
			src, _ := os.ReadFile(file(name))
			if err := os.WriteFile(file(name), append(src, more...), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	faq, _ := os.ReadFile(file("zh/guides/faq.md"))
	old := time.Now().Add(-time.Hour) // as if each step before lay back: what was written a moment ago is read again
	for _, step := range []struct {
		name   string
		change func()
		pages  int // that are written: -1 where it is not said, and every page may be read
		wrong  string
	}{
		{"at first", func() {}, -1, ""},
		{"nothing", func() {}, 0, ""},
		{"words", end("zh/guides/faq.md", "\n又一句话。\n"), 2, ""}, // and the search, which names what it looks through
		{"words in English, and a link", end("en/guides/faq.md", "\nOne [more](/guides/apply/#notice) sentence, 居住证.\n"), 2, ""},
		{"words of a journey", end("zh/guides/apply.md", "\n又一句话。\n"), 2, ""},
		{"words of the home page", end("zh/index.md", "\n又一句话。\n"), 2, ""},
		{"a heading", end("zh/guides/faq.md", "\n### 又一问 {#another}\n\n答。\n"), -1, ""},
		{"a title", change("zh/guides/faq.md", "title: ", "title: 新的"), -1, ""},
		{"the day of a review", change("en/guides/faq.md", "last_reviewed: 2026", "last_reviewed: 2025"), -1, ""},
		{"a broken link", end("zh/guides/faq.md", "\n[坏](/nowhere/)。\n"), 0, "no page /nowhere/"},
		{"mended", change("zh/guides/faq.md", "/nowhere/", "/guides/apply/"), 2, ""},
		{"a page more", func() { os.WriteFile(file("zh/guides/more.md"), faq, 0o644) }, -1, ""},
		{"a page less", func() { os.Remove(file("zh/guides/more.md")) }, -1, ""},
		{"a file of the folder gone", func() { os.Remove(filepath.Join(folder, "guides", "apply", "index.html")) }, -1, ""},
		{"another program", func() { o.Maker = "another" }, -1, ""},
		{"another address", func() { o.Base = "https://example.org/points" }, -1, ""},
		{"a page of the templates' alone", func() { os.Remove(file("zh/guides/index.md")); os.Remove(file("en/guides/index.md")) }, -1, ""},
		{"a stamp cut short", func() { os.Truncate(filepath.Join(folder, ".jifen-site"), 3000) }, -1, ""},
	} {
		for _, dir := range []string{content, folder} {
			filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
				if err == nil && d.Name() != ".jifen-site" {
					os.Chtimes(name, old, old)
				}
				return nil
			})
		}
		step.change()
		before := times(t, folder)
		from.files = nil
		_, err := site.Write(o, folder, false)
		read := len(from.files)
		if step.wrong != "" {
			if err == nil || !strings.Contains(err.Error(), step.wrong) {
				t.Errorf("%s: %v", step.name, err)
			}
			if !maps.Equal(before, times(t, folder)) {
				t.Errorf("%s: something was written", step.name)
			}
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		fresh := filepath.Join(t.TempDir(), "site")
		if _, err := site.Write(o, fresh, false); err != nil {
			t.Fatal(err)
		}
		got, want := tree(t, folder), tree(t, fresh)
		delete(got, ".jifen-site")
		delete(want, ".jifen-site")
		for name := range want {
			if got[name] != want[name] {
				t.Errorf("%s: %s is not as in a new folder", step.name, name)
			}
		}
		for name := range got {
			if want[name] == "" {
				t.Errorf("%s: %s was left", step.name, name)
			}
		}
		pages := 0
		for name, at := range times(t, folder) {
			if strings.HasSuffix(name, ".html") && at != before[name] {
				pages++
			}
		}
		if step.pages >= 0 && pages != step.pages {
			t.Errorf("%s: %d pages were written, want %d", step.name, pages, step.pages)
		}
		if step.pages >= 0 && read > 2*8 { // the front matter and the text of what others ask for, and of what changed
			t.Errorf("%s: %d times a page was read: %v", step.name, read, from.files)
		}
	}
}

// TestCutOff: wherever a build was cut off, the next one leaves what a build into an empty folder does, packed twins and all.
func TestCutOff(t *testing.T) {
	o := options(os.DirFS("../content"))
	o.Maker = "test"
	fresh := filepath.Join(t.TempDir(), "site")
	if _, err := site.Write(o, fresh, true); err != nil {
		t.Fatal(err)
	}
	want := tree(t, fresh)
	const page = "guides/faq/index.html"
	write := func(name, text string) { os.WriteFile(filepath.Join(fresh, name), []byte(text), 0o644) }
	stamp := want[".jifen-site"]
	names := "file\t" + page + "\nfile\t" + page + ".br\nfile\tguides/gone/index.html\n" // as a stamp without a key tells them
	for where, cut := range map[string]func(){
		"while pages were made": func() { write(".jifen-site.part", ""); write(page+".part", "half") },
		"before a file took its place": func() {
			write(".jifen-site", names)
			write(page+".part", "another")
			write(page+".br.part", "its twin")
			os.Remove(filepath.Join(fresh, page+".br"))
		},
		"after it": func() {
			write(".jifen-site", names)
			write(page, "another")
			write(page+".br.part", "its twin")
			os.Remove(filepath.Join(fresh, page+".br"))
			os.Remove(filepath.Join(fresh, page+".gz"))
			os.MkdirAll(filepath.Join(fresh, "guides", "gone"), 0o755)
			write("guides/gone/index.html", "of the build that was cut off")
		},
	} {
		cut()
		if _, err := site.Write(o, fresh, true); err != nil {
			t.Fatal(err)
		}
		got := tree(t, fresh)
		got[".jifen-site"] = stamp // in no order of its own
		for name := range got {
			if got[name] != want[name] {
				t.Errorf("cut off %s: %s is not as it was", where, name)
			}
		}
		if len(got) != len(want) {
			t.Errorf("cut off %s: %d files, want %d", where, len(got), len(want))
		}
	}

	// And truly: a folder stands where a page is to be, so that the pages before it take their places and those behind it do not.
	content := t.TempDir()
	if err := os.CopyFS(content, os.DirFS("../content")); err != nil {
		t.Fatal(err)
	}
	faq, err := os.ReadFile(filepath.Join(content, "zh/guides/faq.md"))
	if err != nil {
		t.Fatal(err)
	}
	os.WriteFile(filepath.Join(content, "zh/guides/faq.md"), append(faq, "\n又一句话。\n"...), 0o644)
	os.WriteFile(filepath.Join(content, "zh/guides/zz.md"), faq, 0o644)
	os.MkdirAll(filepath.Join(fresh, "guides/zz/index.html/in-the-way"), 0o755)
	o.Content = os.DirFS(content)
	if _, err := site.Write(o, fresh, true); err == nil {
		t.Fatal("a page took the place of a folder")
	}
	os.RemoveAll(filepath.Join(fresh, "guides/zz"))
	other := filepath.Join(t.TempDir(), "site")
	for _, dir := range []string{fresh, other} {
		if _, err := site.Write(o, dir, true); err != nil {
			t.Fatal(err)
		}
	}
	got, want := tree(t, fresh), tree(t, other)
	delete(got, ".jifen-site")
	delete(want, ".jifen-site")
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("cut off in the middle: %s is not as in a new folder", name)
		}
	}
	if len(got) != len(want) {
		t.Errorf("cut off in the middle: %d files, want %d", len(got), len(want))
	}
}

// reads are content, and the pages of it that were read.
type reads struct {
	fs.FS
	files []string
}

func (r *reads) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, ".md") {
		r.files = append(r.files, name)
	}
	return r.FS.Open(name)
}

func (r *reads) Stat(name string) (fs.FileInfo, error) { return fs.Stat(r.FS, name) }

// times are when each file of a folder was written.
func times(t *testing.T, dir string) map[string]time.Time {
	t.Helper()
	all := map[string]time.Time{}
	filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil
		}
		info, err := d.Info()
		if err != nil {
			t.Fatal(err)
		}
		all[name] = info.ModTime()
		return nil
	})
	return all
}
