package site

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
)

// packed are the kinds of file that have compressed twins.
var packed = []string{".html", ".css", ".js", ".json", ".svg", ".xml", ".wasm", ".txt", ".webmanifest"}

// Write writes the site to a folder: files that changed are written, files of an earlier build that are no more are removed.
// With pack, a .br and a .gz lie beside each text. A folder that holds files which no build of ours wrote is refused.
func (s *Site) Write(dir string, pack bool) error {
	root, err := open(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	before := listed(root)
	var now []string
	for _, name := range sortedKeys(s.Files) {
		src := s.Files[name]
		now = append(now, name)
		if pack && slices.Contains(packed, path.Ext(name)) {
			now = append(now, name+".br", name+".gz")
			if err := writeTwins(root, name, src); err != nil {
				return err
			}
		}
		// After its twins: where a build is stopped between them, the next one sees the old file and writes them again.
		if err := write(root, name, src); err != nil {
			return err
		}
	}
	if err := write(root, stamp, []byte(strings.Join(now, "\n")+"\n")); err != nil {
		return err
	}
	return sweep(root, before, now)
}

// writeTwins packs a file beside itself, where it changed or a twin is missing.
func writeTwins(root *os.Root, name string, src []byte) error {
	old, err := root.ReadFile(name)
	same := err == nil && bytes.Equal(old, src)
	for _, twin := range []string{name + ".br", name + ".gz"} {
		if _, err := root.Stat(twin); err == nil && same {
			continue
		}
		small, err := compress(twin, src)
		if err != nil {
			return fmt.Errorf("compressing %s: %w", name, err)
		}
		if err := write(root, twin, small); err != nil {
			return err
		}
	}
	return nil
}

// listed are the files that the build before wrote.
func listed(root *os.Root) []string {
	src, err := root.ReadFile(stamp)
	if err != nil {
		return nil
	}
	return strings.Fields(string(src))
}

// stamp marks a folder as one that this program wrote, and lists what it wrote there: that and nothing else may be removed.
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
		err = write(root, stamp, nil)
	}
	if err != nil {
		root.Close()
		return nil, err
	}
	return root, nil
}

// write writes a file whole or not at all, and not where the same bytes stand already.
func write(root *os.Root, name string, src []byte) error {
	if old, err := root.ReadFile(name); err == nil && bytes.Equal(old, src) {
		return nil
	}
	if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	part := name + ".part"
	if err := root.WriteFile(part, src, 0o644); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	if err := root.Rename(part, name); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}

// sweep removes what the build before wrote and this one does not hold, and folders left empty.
func sweep(root *os.Root, before, now []string) error {
	for _, name := range before {
		if slices.Contains(now, name) {
			continue
		}
		if err := root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing a file of an earlier build: %w", err)
		}
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if root.Remove(dir) != nil {
				break // not empty
			}
		}
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
