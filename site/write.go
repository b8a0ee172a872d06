package site

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
)

// packed are the kinds of file that have compressed twins.
var packed = []string{".html", ".css", ".js", ".json", ".svg", ".wasm", ".txt", ".webmanifest"}

// Write writes the site to a folder: files that changed are written, files of an earlier build that are no more are removed.
// With pack, a .br and a .gz lie beside each text. A folder that holds files which no build of ours wrote is refused.
func (s *Site) Write(dir string, pack bool) error {
	root, err := open(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	keep := map[string]bool{stamp: true}
	for _, name := range sortedKeys(s.Files) {
		src := s.Files[name]
		changed, err := write(root, name, src)
		if err != nil {
			return err
		}
		keep[name] = true
		if !pack || !slices.Contains(packed, path.Ext(name)) {
			continue
		}
		for _, twin := range []string{name + ".br", name + ".gz"} {
			keep[twin] = true
			if _, err := root.Stat(twin); err == nil && !changed {
				continue
			}
			small, err := compress(twin, src)
			if err != nil {
				return fmt.Errorf("compressing %s: %w", name, err)
			}
			if _, err := write(root, twin, small); err != nil {
				return err
			}
		}
	}
	return sweep(root, keep)
}

// stamp marks a folder as one that this program wrote, so that it may remove files there.
const stamp = ".jifen-site"

func open(dir string) (*os.Root, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("making the folder of the site: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the folder of the site: %w", err)
	}
	if _, err := root.Stat(stamp); err == nil {
		return root, nil
	}
	entries, err := os.ReadDir(dir)
	if err == nil && len(entries) > 0 {
		err = fmt.Errorf("%s holds files that are no site of ours, such as %s; name an empty folder with -out", dir, entries[0].Name())
	}
	if err == nil {
		_, err = write(root, stamp, nil)
	}
	if err != nil {
		root.Close()
		return nil, err
	}
	return root, nil
}

// write writes a file whole or not at all, and not where the same bytes stand already.
func write(root *os.Root, name string, src []byte) (changed bool, err error) {
	if old, err := root.ReadFile(name); err == nil && bytes.Equal(old, src) {
		return false, nil
	}
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return true, fmt.Errorf("writing %s: %w", name, err)
	}
	part := name + ".part"
	if err := root.WriteFile(part, src, 0o644); err != nil {
		return true, fmt.Errorf("writing %s: %w", name, err)
	}
	if err := root.Rename(part, name); err != nil {
		return true, fmt.Errorf("writing %s: %w", name, err)
	}
	return true, nil
}

// sweep removes what this build does not hold.
func sweep(root *os.Root, keep map[string]bool) error {
	var folders []string
	err := filepath.WalkDir(root.Name(), func(name string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root.Name(), name)
		rel = filepath.ToSlash(rel)
		switch {
		case err != nil || rel == ".":
			return err
		case d.IsDir():
			folders = append(folders, rel)
			return nil
		case keep[rel]:
			return nil
		}
		return root.Remove(rel)
	})
	if err != nil {
		return fmt.Errorf("removing files of an earlier build: %w", err)
	}
	for _, f := range slices.Backward(folders) {
		root.Remove(f) // stays where it is not empty
	}
	return nil
}

// compress gives the bytes of a twin by its ending. No time is written into it.
func compress(twin string, src []byte) ([]byte, error) {
	var b bytes.Buffer
	if strings.HasSuffix(twin, ".br") {
		w := brotli.NewWriterLevel(&b, brotli.BestCompression)
		if _, err := w.Write(src); err != nil {
			return nil, err
		}
		err := w.Close()
		return b.Bytes(), err
	}
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(src); err != nil {
		return nil, err
	}
	err = w.Close()
	return b.Bytes(), err
}
