package edition_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jifen/rules/edition"
)

var update = flag.Bool("update", false, "write package tables anew")

// TestTables holds package tables against the data files. make rules writes it anew.
func TestTables(t *testing.T) {
	law, err := edition.Load("..")
	if err != nil {
		t.Fatal(err)
	}
	want, err := edition.Source(law)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.FromSlash("../tables/tables.go")
	if *update {
		if err := os.WriteFile(name, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, _ := os.ReadFile(name); string(got) != string(want) {
		t.Error("rules/tables is older than the data files; run make rules and look at the diff")
	}
}

// TestBad reads every broken file in testdata/bad. A file names a sound file in testdata/sound, which stays as it is when the
// law changes; then, after lines of ====, the text that is to be broken, what stands in its place, and the problems that
// must be told, one a line, in order.
func TestBad(t *testing.T) {
	files, _ := filepath.Glob("../testdata/bad/*.txt")
	if len(files) == 0 {
		t.Fatal("no broken files")
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			parts := strings.Split(string(src), "====\n")
			if len(parts) != 4 {
				t.Fatalf("want file, old, new and problems, got %d parts", len(parts))
			}
			path := strings.TrimSpace(parts[0])
			sound, err := os.ReadFile(filepath.Join("..", "testdata", "sound", filepath.FromSlash(path)))
			if err != nil {
				t.Fatal(err)
			}
			if wrong := problems(path, sound); wrong != "" {
				t.Fatalf("the sound file is not sound: %s", wrong)
			}
			old, broken := strings.TrimSuffix(parts[1], "\n"), strings.TrimSuffix(parts[2], "\n")
			if strings.Count(string(sound), old) != 1 {
				t.Fatalf("the old text stands %d times in %s", strings.Count(string(sound), old), path)
			}
			text := strings.Replace(string(sound), old, broken, 1)
			got := problems(path, []byte(text))
			if *update {
				os.WriteFile(name, []byte(strings.Join(parts[:3], "====\n")+"====\n"+got+"\n"), 0o644)
			} else if want := strings.TrimSuffix(parts[3], "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			if got == "" {
				t.Error("the broken file was taken")
			}
		})
	}
}

// TestTogether: a folder in which two editions cover the same day is refused, with the problems of all files.
func TestTogether(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.FromSlash("../testdata/sound"))); err != nil {
		t.Fatal(err)
	}
	if _, err := edition.Load(dir); err != nil {
		t.Fatalf("the sound folder is not sound: %v", err)
	}
	write := func(name, old, broken, as string) {
		src, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, as), []byte(strings.Replace(string(src), old, broken, 1)), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	write("editions/2023-01-01.json", `"id": "2023-01-01"`, `"id": "2023-01-02"`, "editions/2023-01-02.json")
	write("wages.json", `"yuan": 3566`, `"yuan": 0`, "wages.json")
	_, err := edition.Load(dir)
	for _, want := range []string{
		"editions:1: 2023-01-02 begins before 2023-01-01 ends; end the earlier edition the day before the later begins",
		"wages.json:4: wages[0].yuan: 0 is not a whole number above zero; write it in figures without a point",
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func problems(path string, src []byte) string {
	var err error
	switch path {
	case "wages.json":
		_, err = edition.Wages(path, src)
	case "workdays.json":
		_, err = edition.Workdays(path, src)
	case "questions.json":
		_, err = edition.Questions(path, src)
	default:
		_, err = edition.Read(path, src)
	}
	if err != nil {
		return err.Error()
	}
	return ""
}
