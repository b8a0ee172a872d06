package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"jifen/rules"

	"go.yaml.in/yaml/v3"
)

// asset is a file that is named by its hash, so that it can be kept for ever.
type asset struct {
	path string // without the site's prefix
	hash string // for the integrity attribute
}

// rooted are the static files that must keep their name.
var rooted = []string{"sw.js", "robots.txt", "manifest.webmanifest", "icon-192.png", "icon-512.png", "social.png", "social.en.png"}

// readWords reads the words of the interface.
func (b *builder) readWords() error {
	words, err := fs.ReadFile(b.Templates, "words.yaml")
	if err == nil {
		err = yaml.Unmarshal(words, &b.words)
	}
	if err != nil {
		return fmt.Errorf("reading the words of the interface: %w", err)
	}
	return nil
}

// assets names the static files, the browser program and its starter by their hash.
func (b *builder) assets() error {
	b.asset = map[string]asset{}
	err := fs.WalkDir(b.Static, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		src, err := fs.ReadFile(b.Static, name)
		switch {
		case err != nil:
			return err
		case slices.Contains(rooted, name):
			b.files[name] = src
		case path.Ext(name) == ".css":
			b.name(name, slim(src))
		default:
			b.name(name, src)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("reading the static files: %w", err)
	}
	b.name("jifen.wasm", b.Program)
	b.name("counters.wasm", b.Counters)
	b.name("wasm_exec.js", b.Exec)
	if b.Preview {
		b.files["preview.js"] = nil // worker writes it
	}
	return nil
}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	blanks     = regexp.MustCompile(`\s+`)
)

// slim takes comments and blanks out of a style: each guide pays for it at its first view. No string of ours holds either.
func slim(css []byte) []byte {
	return bytes.TrimSpace(blanks.ReplaceAll(cssComment.ReplaceAll(css, nil), []byte(" ")))
}

func (b *builder) name(name string, src []byte) {
	b.files[b.hashed(name, sha256.Sum256(src))] = src
}

// hashed notes an asset under its hash, and gives the name of its file.
func (b *builder) hashed(name string, sum [sha256.Size]byte) string {
	ext := path.Ext(name)
	file := "assets/" + strings.TrimSuffix(path.Base(name), ext) + "." + hex.EncodeToString(sum[:5]) + ext
	b.asset[name] = asset{"/" + file, "sha256-" + base64.StdEncoding.EncodeToString(sum[:])}
	return file
}

func (b *builder) assetPath(name string) (string, error) {
	a, ok := b.asset[name]
	if !ok {
		return "", fmt.Errorf("no static file %s", name)
	}
	return b.prefix + a.path, nil
}

func (b *builder) integrity(name string) (string, error) {
	a, ok := b.asset[name]
	if !ok {
		return "", fmt.Errorf("no static file %s", name)
	}
	return a.hash, nil
}

// word gives a word of the interface, empty where it is not known.
func (b *builder) word(key string, lang rules.Lang) string {
	w := b.words[key]
	return rules.Text{ZH: w.ZH, EN: w.EN}.In(lang)
}

// previewScript reloads a page when the site was rendered again. It waits a little before it asks, so that a page counts as
// loaded meanwhile.
const previewScript = `const SEEN = %q;
addEventListener('load', () => setTimeout(() => {
  new EventSource('/preview?seen=' + SEEN).onmessage = () => location.reload();
}, 1200));
`

// worker writes the service worker with the list of what to keep for use off line. Its name for the whole changes as soon
// as any file does.
func (b *builder) worker() error {
	for name, src := range b.files {
		if name != "sw.js" && name != "preview.js" {
			b.sums[name] = sha256.Sum256(src)
		}
	}
	var keep []string
	all := sha256.New()
	for _, name := range sortedKeys(b.sums) {
		if name[0] == '_' || path.Base(name) == "404.html" || name == "robots.txt" || strings.HasPrefix(name, "social.") || path.Ext(name) == ".xml" || strings.HasPrefix(name, ".well-known/") {
			continue
		}
		sum := b.sums[name]
		all.Write(sum[:])
		keep = append(keep, b.prefix+"/"+strings.TrimSuffix(name, "index.html"))
	}
	list, err := json.Marshal(keep)
	if err != nil {
		return err
	}
	b.version = hex.EncodeToString(all.Sum(nil)[:8])
	if b.Preview {
		b.files["preview.js"] = fmt.Appendf(nil, previewScript, b.version)
	}
	if src, ok := b.files["sw.js"]; ok {
		head := fmt.Sprintf("const VERSION = %q;\nconst FILES = %s;\n", b.version, list)
		b.files["sw.js"] = append([]byte(head), src...)
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
