package site

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
)

// output is where the files of a site go. A file that is made piece by piece has a name of its own until it is whole.
type output interface {
	put(name string, src []byte) error // src is not kept
	create(name string) (io.WriteCloser, error)
	settle(from, to string) error
	keep(name string, size int64) error      // a file of the build before; errAnew where it is not there any more
	open(name string) (io.ReadCloser, error) // one of those
}

// memory keeps the files in memory.
type memory map[string][]byte

type inMemory struct {
	bytes.Buffer
	to   memory
	name string
}

func (m memory) put(name string, src []byte) error {
	m[name] = bytes.Clone(src)
	return nil
}

func (m memory) create(name string) (io.WriteCloser, error) { return &inMemory{to: m, name: name}, nil }

func (f *inMemory) Close() error { return f.to.put(f.name, f.Bytes()) }

func (m memory) settle(from, to string) error {
	m[to] = m[from]
	delete(m, from)
	return nil
}

func (m memory) keep(string, int64) error { return errAnew }

func (m memory) open(string) (io.ReadCloser, error) { return nil, errAnew }

// packed are the kinds of file that have compressed twins.
var packed = []string{".html", ".css", ".js", ".json", ".svg", ".xml", ".wasm", ".txt", ".webmanifest"}

// folder keeps the files in a folder of the disk. What changed lies beside its old self, under a name that ends in .part, until all
// is sound; then it takes its place.
type folder struct {
	dir    string
	pack   bool
	before *stamped
	names  []string // what the site holds
	staged []string // those that changed
	made   string   // the last folder that was made
}

// unready is how the name of a file ends that has not taken its place.
const unready = ".part"

// openFolder opens a folder that is new, empty, or of an earlier build.
func openFolder(dir string, pack bool) (*folder, error) {
	f := &folder{dir: dir, pack: pack}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("making the folder of the site: %w", err)
	}
	var err error
	if f.before, err = readStamp(f.path(stamp)); err == nil {
		if _, err := os.Lstat(f.path(stamp) + unready); err == nil {
			f.before.key = "" // a build was cut off, and nobody knows where
		}
		return f, f.begin()
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("reading what was built before: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err == nil && len(entries) > 0 {
		err = fmt.Errorf("%s holds files that are no site of ours, such as %s; name an empty folder with -out", dir, entries[0].Name())
	}
	if err == nil {
		err = os.WriteFile(f.path(stamp), nil, 0o644)
	}
	if err == nil {
		err = f.begin()
	}
	return f, err
}

// begin marks the folder as one in which a build is under way: the stamp to come is there, and not ready.
func (f *folder) begin() error {
	if err := os.WriteFile(f.path(stamp)+unready, nil, 0o644); err != nil {
		return fmt.Errorf("writing into the folder of the site: %w", err)
	}
	return nil
}

// path is where a file lies. Every name comes from a path that was checked, or from a file of ours.
func (f *folder) path(name string) string {
	return f.dir + string(filepath.Separator) + filepath.FromSlash(name)
}

// put writes a file, where the same bytes do not stand already.
func (f *folder) put(name string, src []byte) error {
	f.names = append(f.names, name)
	if f.before != nil {
		if info, err := os.Lstat(f.path(name)); err == nil && info.Size() == int64(len(src)) {
			if old, err := os.ReadFile(f.path(name)); err == nil && bytes.Equal(old, src) {
				return nil
			}
		}
	}
	err := f.make(name)
	if err == nil {
		err = os.WriteFile(f.path(name)+unready, src, 0o644)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	f.staged = append(f.staged, name)
	return nil
}

// make makes the folder of a file.
func (f *folder) make(name string) error {
	dir := path.Dir(name)
	if dir == f.made {
		return nil
	}
	f.made = dir
	if err := os.Mkdir(f.path(dir), 0o755); err == nil || errors.Is(err, fs.ErrExist) {
		return nil
	}
	return os.MkdirAll(f.path(dir), 0o755)
}

func (f *folder) create(name string) (io.WriteCloser, error) {
	return os.Create(f.path(name) + unready)
}

func (f *folder) settle(from, to string) error {
	f.names = append(f.names, to)
	if old, err := os.Lstat(f.path(to)); err == nil { // its name is the hash of its bytes
		if now, err := os.Lstat(f.path(from) + unready); err == nil && now.Size() == old.Size() {
			return os.Remove(f.path(from) + unready)
		}
	}
	err := f.make(to)
	if err == nil {
		err = os.Rename(f.path(from)+unready, f.path(to)+unready)
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", to, err)
	}
	f.staged = append(f.staged, to)
	return nil
}

func (f *folder) keep(name string, size int64) error {
	if info, err := os.Lstat(f.path(name)); err != nil || info.Size() != size {
		return errAnew
	}
	f.names = append(f.names, name)
	return nil
}

func (f *folder) open(name string) (io.ReadCloser, error) { return os.Open(f.path(name)) }

// commit lets what changed take its place, packs it, removes what the build before wrote and this one does not hold, and writes the
// stamp, which says what a next build can know. Wherever it is cut off, the next build makes everything anew and leaves nothing behind:
// a stamp without a key is there before the first file is touched, and no file stands beside a packed twin of another.
func (f *folder) commit(s *stamped) error {
	if f.pack {
		if err := f.packAll(); err != nil {
			return err
		}
	}
	if len(f.staged) > 0 {
		begun := &stamped{names: f.names}
		if f.before != nil {
			begun.names = slices.Concat(f.before.names, f.names)
		}
		if err := begun.write(f.path(stamp)); err != nil {
			return fmt.Errorf("writing what a next build can know: %w", err)
		}
	}
	// The old twins go before a file takes its place, the new ones come after it.
	for _, name := range f.staged {
		if twinOf(name) == "" {
			for _, ending := range twins {
				os.Remove(f.path(name + ending))
			}
		}
		if err := os.Rename(f.path(name)+unready, f.path(name)); err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
	}
	f.staged = nil
	if err := f.sweep(); err != nil {
		return err
	}
	s.names = f.names
	if err := s.write(f.path(stamp)); err != nil {
		return fmt.Errorf("writing what a next build can know: %w", err)
	}
	return nil
}

// twins are the endings of the packed twins of a file.
var twins = []string{".br", ".gz"}

// twinOf is the file whose packed twin another one is, empty for one that is none.
func twinOf(name string) string {
	for _, ending := range twins {
		if of, ok := strings.CutSuffix(name, ending); ok {
			return of
		}
	}
	return ""
}

// packAll packs each text beside itself, where it changed or a twin is missing.
func (f *folder) packAll() error {
	changed := map[string]bool{}
	for _, name := range f.staged {
		changed[name] = true
	}
	for _, name := range slices.Clone(f.names) {
		if !slices.Contains(packed, path.Ext(name)) {
			continue
		}
		from := f.path(name)
		if changed[name] {
			from += unready
		}
		var src []byte
		for _, ending := range twins {
			twin := name + ending
			f.names = append(f.names, twin)
			if _, err := os.Lstat(f.path(twin)); err == nil && !changed[name] {
				continue
			}
			var err error
			if src == nil {
				src, err = os.ReadFile(from)
			}
			var small []byte
			if err == nil {
				small, err = compress(twin, src)
			}
			if err == nil {
				err = os.WriteFile(f.path(twin)+unready, small, 0o644)
			}
			if err != nil {
				return fmt.Errorf("compressing %s: %w", name, err)
			}
			f.staged = append(f.staged, twin)
		}
	}
	return nil
}

// sweep removes what the build before wrote and this one does not hold, what it left unready, and folders left empty.
func (f *folder) sweep() error {
	if f.before == nil {
		return nil
	}
	now := map[string]bool{}
	for _, name := range f.names {
		now[name] = true
	}
	for _, name := range f.before.names {
		if f.before.key == "" { // it may have been cut off
			os.Remove(f.path(name) + unready)
		}
		if now[name] {
			continue
		}
		if err := os.Remove(f.path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing a file of an earlier build: %w", err)
		}
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if os.Remove(f.path(dir)) != nil {
				break // not empty
			}
		}
	}
	return nil
}

// discard removes what did not take its place, and folders made for it.
func (f *folder) discard() {
	for _, name := range f.staged {
		os.Remove(f.path(name) + unready)
		for dir := path.Dir(name); dir != "." && os.Remove(f.path(dir)) == nil; dir = path.Dir(dir) {
		}
	}
	for _, l := range languages {
		os.Remove(f.path("search."+l.folder+".json") + unready)
	}
	os.Remove(f.path(stamp) + unready)
	f.names, f.staged, f.made = nil, nil, ""
}

// Write writes a site that is in memory into a folder, as the function Write does.
func (s *Site) Write(dir string, pack bool) error {
	f, err := openFolder(dir, pack)
	if err != nil {
		return err
	}
	for _, name := range sortedKeys(s.Files) {
		if err := f.put(name, s.Files[name]); err != nil {
			f.discard()
			return err
		}
	}
	return f.commit(&stamped{})
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
