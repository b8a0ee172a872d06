package main

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Personal data is encrypted at rest with AES-256-GCM under a key that lies outside the database. A key has an id, which stands
// before what it encrypted, so that keys can be changed one after another; what must be found again is found by a keyed hash.

// keyFile is the file of keys: the newest encrypts, all decrypt. Root makes the keys of the hashes and of the notices' signature,
// which stay the same.
type keyFile struct {
	Root string   `json:"root"` // 32 bytes, hex
	Keys []oneKey `json:"keys"` // the newest last
}

type oneKey struct {
	ID  string `json:"id"`
	Key string `json:"key"` // 32 bytes, hex
}

// keys seals and opens.
type keys struct {
	file   string
	mu     sync.RWMutex // over newest, seals and stamp: the file changes when a key is added
	newest string
	seals  map[string]cipher.AEAD
	stamp  time.Time // when the file was changed last
	finds  []byte    // of the keyed hash
	signs  ed25519.PrivateKey
}

// errNoKey says that data stands encrypted, and its key is not there.
var errNoKey = errors.New("the key of the personal data is missing; a new one cannot read what stands in the database. Put the key file back, or name it with -key")

// newKeyFile makes a file of keys that nobody else may read. An existing one is left alone.
func newKeyFile(name string) error {
	if _, err := os.Lstat(name); err == nil {
		return fmt.Errorf("making the key file: %s: %w", name, fs.ErrExist)
	}
	return writeKeys(name, &keyFile{Root: hex.EncodeToString(random(32)), Keys: []oneKey{newKey()}})
}

func newKey() oneKey { return oneKey{hex.EncodeToString(random(4)), hex.EncodeToString(random(32))} }

// writeKeys puts a file of keys in the place of what is there, whole or not at all.
func writeKeys(name string, file *keyFile) error {
	src, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return err
	}
	f, err := os.OpenFile(name+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("writing the key file: %w", err)
	}
	_, err = f.Write(append(src, '\n'))
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(name+".new", name)
	}
	if err == nil {
		var dir *os.File
		if dir, err = os.Open(filepath.Dir(name)); err == nil {
			err = errors.Join(dir.Sync(), dir.Close())
		}
	}
	if err != nil {
		return fmt.Errorf("writing the key file: %w", err)
	}
	return nil
}

// readKeyFile reads a file of keys as it stands.
func readKeyFile(name string) (*keyFile, time.Time, error) {
	info, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, time.Time{}, fmt.Errorf("%s: %w", name, errNoKey)
	} else if err != nil {
		return nil, time.Time{}, fmt.Errorf("reading the key file: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, time.Time{}, fmt.Errorf("the key file %s can be read by others; take that right away: chmod 600", name)
	}
	src, err := os.ReadFile(name)
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("reading the key file: %w", err)
	}
	var file keyFile
	if json.Unmarshal(src, &file) != nil || len(file.Keys) == 0 { // the error could quote a key
		return nil, time.Time{}, fmt.Errorf("the key file %s is not as this program writes it", name)
	}
	return &file, info.ModTime(), nil
}

// readKeys reads a file of keys.
func readKeys(name string) (*keys, error) {
	file, stamp, err := readKeyFile(name)
	if err != nil {
		return nil, err
	}
	root, err := hex.DecodeString(file.Root)
	if err != nil || len(root) != 32 {
		return nil, fmt.Errorf("the key file %s is not as this program writes it", name)
	}
	k := &keys{file: name, seals: map[string]cipher.AEAD{}, stamp: stamp}
	for _, one := range file.Keys {
		key, err := hex.DecodeString(one.Key)
		if err != nil || len(key) != 32 || one.ID == "" || strings.Contains(one.ID, ".") {
			return nil, fmt.Errorf("the key file %s holds a key that is none", name)
		}
		block, err := aes.NewCipher(key)
		if err != nil {
			return nil, err
		}
		if k.seals[one.ID], err = cipher.NewGCM(block); err != nil {
			return nil, err
		}
		k.newest = one.ID
	}
	if k.finds, err = hkdf.Key(sha256.New, root, nil, "jifen find", 32); err != nil {
		return nil, err
	}
	seed, err := hkdf.Key(sha256.New, root, nil, "jifen notice", ed25519.SeedSize)
	if err != nil {
		return nil, err
	}
	k.signs = ed25519.NewKeyFromSeed(seed)
	return k, nil
}

// refresh takes up the keys of the file where it was changed: a command may have added one while the service runs.
func (k *keys) refresh() error {
	info, err := os.Stat(k.file)
	if err != nil {
		return fmt.Errorf("reading the key file: %w", err)
	}
	k.mu.RLock()
	same := info.ModTime().Equal(k.stamp)
	k.mu.RUnlock()
	if same {
		return nil
	}
	fresh, err := readKeys(k.file)
	if err != nil {
		return err
	}
	if !bytes.Equal(fresh.finds, k.finds) {
		return fmt.Errorf("the key file %s has another root than before; its hashes would find nobody", k.file)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.newest, k.seals, k.stamp = fresh.newest, fresh.seals, fresh.stamp
	return nil
}

// current is the id of the key that encrypts.
func (k *keys) current() string {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.newest
}

// sealer finds a key by its id, the newest for none; nil where it is not known.
func (k *keys) sealer(id string) (string, cipher.AEAD) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if id == "" {
		id = k.newest
	}
	return id, k.seals[id]
}

// seal encrypts a text. Where says what it is, so that it cannot be put in another's place; empty stays empty.
func (k *keys) seal(where, text string) string {
	if text == "" {
		return ""
	}
	id, aead := k.sealer("")
	nonce := random(aead.NonceSize())
	return id + "." + base64.RawURLEncoding.EncodeToString(aead.Seal(nonce, nonce, []byte(text), []byte(where)))
}

// open decrypts what seal made.
func (k *keys) open(where, sealed string) (string, error) {
	if sealed == "" {
		return "", nil
	}
	id, rest, _ := strings.Cut(sealed, ".")
	_, aead := k.sealer(id)
	if aead == nil && k.refresh() == nil { // it may have been added just now
		_, aead = k.sealer(id)
	}
	if id == "" || aead == nil {
		return "", fmt.Errorf("key %q: %w", id, errNoKey)
	}
	src, err := base64.RawURLEncoding.DecodeString(rest)
	if err != nil || len(src) < aead.NonceSize() {
		return "", fmt.Errorf("opening %s: it is not as it was written", where)
	}
	text, err := aead.Open(nil, src[:aead.NonceSize()], src[aead.NonceSize():], []byte(where))
	if err != nil {
		return "", fmt.Errorf("opening %s: it is not as it was written", where)
	}
	return string(text), nil
}

// find is the keyed hash by which a text is found without being kept.
func (k *keys) find(where, text string) string {
	h := hmac.New(sha256.New, k.finds)
	fmt.Fprintf(h, "%s:%s", where, text)
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// random is so many random bytes; a machine without them cannot go on.
func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: crypto/rand
	return b
}

// newID is an id that nobody can guess: 120 random bits.
func newID() string { return crockford(random(15)) }

const crockfordDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// crockford writes bytes in Crockford's base 32, five bits a letter.
func crockford(src []byte) string {
	var out []byte
	bits, n := 0, 0
	for _, b := range src {
		bits, n = bits<<8|int(b), n+8
		for n >= 5 {
			n -= 5
			out = append(out, crockfordDigits[bits>>n&31])
			bits &= 1<<n - 1
		}
	}
	if n > 0 {
		out = append(out, crockfordDigits[bits<<(5-n)&31])
	}
	return string(out)
}

// The masks of personal data: 王*, 310***********1234, 138****0000.

func maskName(name string) string {
	r := []rune(name)
	if len(r) == 0 {
		return ""
	}
	return string(r[0]) + "*"
}

func maskNumber(number string) string {
	if len(number) < 8 {
		return strings.Repeat("*", len(number))
	}
	return number[:3] + strings.Repeat("*", len(number)-7) + number[len(number)-4:]
}

func maskPhone(phone string) string {
	if len(phone) < 8 {
		return strings.Repeat("*", len(phone))
	}
	return phone[:3] + strings.Repeat("*", len(phone)-7) + phone[len(phone)-4:]
}
