package main

import (
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"math/big"
	"runtime"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/process"

	"golang.org/x/crypto/argon2"
)

// Passwords are kept as argon2id, with 19 MiB, two passes and one lane (OWASP's least), as many at once as there are cores.

const (
	argonMemory = 19 << 10 // KiB
	argonPasses = 2
	argonLanes  = 1
	argonKey    = 32
)

// hashing is how many passwords are hashed at once.
var hashing = make(chan struct{}, runtime.GOMAXPROCS(0))

// hashPassword hashes a password for keeping: $argon2id$v=19$m=19456,t=2,p=1$salt$hash.
func hashPassword(password string) string {
	salt := random(16)
	return encodeHash(salt, derive(password, salt))
}

func encodeHash(salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonPasses, argonLanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}

// derived is how many were hashed.
var derived atomic.Int64

func derive(password string, salt []byte) []byte {
	derived.Add(1)
	hashing <- struct{}{}
	defer func() { <-hashing }()
	if key := apart.hash(password, salt); key != nil {
		return key
	}
	return argon([]byte(password), salt)
}

func argon(password, salt []byte) []byte {
	return argon2.IDKey(password, salt, argonPasses, argonMemory, argonLanes, argonKey)
}

// nobody is the hash of a password that nobody has: one who is not known is checked against it, so that it takes as long.
var nobody = encodeHash(make([]byte, 16), make([]byte, argonKey))

// samePassword says whether a password is the one that was hashed.
func samePassword(hash, password string) bool {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	key, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	same := subtle.ConstantTimeCompare(derive(password, salt), key) == 1
	return same && errors.Join(err1, err2) == nil
}

//go:embed common.txt
var commonPasswords string

var common = func() map[string]bool {
	all := map[string]bool{}
	for line := range strings.Lines(commonPasswords) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			all[line] = true
		}
	}
	return all
}()

var (
	sayShortPassword  = rules.Text{ZH: fmt.Sprintf("至少 %d 个字", process.LeastPassword), EN: fmt.Sprintf("must have at least %d characters", process.LeastPassword)}
	sayCommonPassword = rules.Text{ZH: "太常见，很容易被猜到，请换一个", EN: "is too common and easily guessed; choose another"}
	sayOwnPassword    = rules.Text{ZH: "不能和登录名、姓名、号码有关，请换一个", EN: "must not be made of the sign-in name or a number of yours"}
)

// weak says what is wrong with a new password, nil where nothing is. Known are texts that others know of the person.
func weak(field, password string, lang rules.Lang, known ...string) []applicant.Problem {
	tell := func(what rules.Text) []applicant.Problem {
		return []applicant.Problem{{Field: field, Message: what.In(lang)}}
	}
	low := strings.ToLower(password)
	switch {
	case utf8.RuneCountInString(password) < process.LeastPassword:
		return tell(sayShortPassword)
	case common[low] || common[strings.TrimRight(low, "0123456789!@#.")] && len(low) < 12 || strings.Count(low, low[:1]) == len(low) || runs(low):
		return tell(sayCommonPassword)
	}
	for _, k := range known {
		if k = strings.ToLower(k); len(k) >= 6 && (strings.Contains(low, k) || strings.Contains(k, low)) {
			return tell(sayOwnPassword)
		}
	}
	return nil
}

// runs says whether a password only counts up or down.
func runs(s string) bool {
	up, down := true, true
	for i := 1; i < len(s); i++ {
		up = up && s[i] == s[i-1]+1
		down = down && s[i] == s[i-1]-1
	}
	return up || down
}

// firstLetters are those of first passwords: none that looks like another.
const firstLetters = "abcdefghjkmnpqrstuvwxyz23456789"

// firstPassword makes a password that is read off a slip once: 12 letters in fours, 59 random bits.
func firstPassword() string {
	var b strings.Builder
	for i := range 12 {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(firstLetters))))
		if err != nil {
			panic(err) // crypto/rand does not fail
		}
		b.WriteByte(firstLetters[n.Int64()])
	}
	return b.String()
}

// slip is a first password with its hash, once they are made.
type slip struct{ password, hash string }

func (f *slip) make() error {
	f.password = firstPassword()
	f.hash = hashPassword(f.password)
	return nil
}
