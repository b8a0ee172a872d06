package main

import (
	"crypto/hmac"
	"crypto/sha1" // RFC 6238's own hash, and the one that every authenticator knows; HMAC does not hang on its collisions
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"jifen/rules"
	"jifen/rules/process"
)

// The second factor of officers and auditors: a code that an authenticator shows (RFC 6238), or a recovery code. Each counts once.

const (
	totpStep      = 30 * time.Second
	totpDrift     = 1 // steps by which a clock may be off, each way
	recoveryCodes = 10
	recoveryBytes = 10 // 80 random bits
)

var base32Text = base32.StdEncoding.WithPadding(base32.NoPadding)

// totpCode is the code of a step, after RFC 4226.
func totpCode(secret []byte, step int64, figures int) string {
	h := hmac.New(sha1.New, secret)
	binary.Write(h, binary.BigEndian, step) // a hash takes everything
	sum := h.Sum(nil)
	at := sum[len(sum)-1] & 15
	digits := fmt.Sprintf("%010d", binary.BigEndian.Uint32(sum[at:])&0x7fffffff) // 31 bits are ten figures
	return digits[len(digits)-figures:]
}

// totpStepOf finds the step that a code belongs to, among those that count now and come after the last one used; 0 where it is none.
func totpStepOf(secret []byte, code string, now time.Time, last int64) int64 {
	at, found := now.Unix()/int64(totpStep/time.Second), int64(0)
	for step := at - totpDrift; step <= at+totpDrift; step++ {
		if same := subtle.ConstantTimeCompare([]byte(totpCode(secret, step, process.CodeFigures)), []byte(code)); same == 1 && step > last && found == 0 {
			found = step
		}
	}
	return found
}

// plainCode is a code as people type it, without what they put in between.
func plainCode(code string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(code))
}

// secondFactor says whether a code is the account's second factor, and spends it.
func (c *call) secondFactor(a *account, otp string) (bool, error) {
	code := plainCode(otp)
	if len(code) != process.CodeFigures {
		return c.recover(a, code)
	}
	text, err := c.keys.open("totp", a.totp)
	if err != nil {
		return false, err
	}
	secret, err := base32Text.DecodeString(text)
	if err != nil {
		return false, fmt.Errorf("reading a second factor: %w", err)
	}
	step := totpStepOf(secret, code, c.now, a.totpLast)
	if step == 0 {
		return false, nil
	}
	n, err := c.tx.Exec(`UPDATE accounts SET totp_last = $2 WHERE id = $1 AND totp_last < $2`, a.id, step)
	if err != nil {
		return false, fmt.Errorf("noting a one-time code: %w", err)
	}
	a.totpLast = step
	return n == 1, nil
}

// recover spends a recovery code.
func (c *call) recover(a *account, code string) (bool, error) {
	left := strings.Fields(a.recovery)
	at := slices.Index(left, c.keys.find("recovery "+a.id, code))
	if code == "" || at < 0 {
		return false, nil
	}
	a.recovery = strings.Join(slices.Delete(left, at, at+1), " ")
	if err := c.tx.Put(`UPDATE accounts SET recovery = $2 WHERE id = $1`, a.id, a.recovery); err != nil {
		return false, fmt.Errorf("spending a recovery code: %w", err)
	}
	return true, nil
}

var sayOTP = rules.Text{ZH: fmt.Sprintf("请输入验证器上现在的 %d 位数字", process.CodeFigures), EN: fmt.Sprintf("enter the %d figures that the authenticator shows now", process.CodeFigures)}

// beginTOTP gives a secret and recovery codes, which count once the secret is confirmed. One who has a second factor already
// proves it first, so that a session left open is not enough to change it.
func (c *call) beginTOTP() (*answer, error) {
	if err := c.may(seers...); err != nil {
		return nil, err
	}
	if c.who.firstUntil != "" {
		return nil, outstanding()
	}
	if err := c.again(true); err != nil {
		return nil, err
	}
	b := c.fields()
	otp := b.text("otp", 40, c.who.totp != "")
	if err := c.proves(b, otp); err != nil {
		return nil, err
	}
	secret := base32Text.EncodeToString(random(20))
	begun, codes := []string{secret}, []string{}
	for range recoveryCodes {
		code := crockford(random(recoveryBytes))
		codes = append(codes, code[:4]+"-"+code[4:8]+"-"+code[8:12]+"-"+code[12:])
		begun = append(begun, c.keys.find("recovery "+c.who.id, code))
	}
	if err := c.tx.Put(`UPDATE accounts SET totp_begun = $2 WHERE id = $1`, c.who.id, c.keys.seal("totp begun", strings.Join(begun, " "))); err != nil {
		return nil, fmt.Errorf("beginning a second factor: %w", err)
	}
	if err := c.audit("begin_totp", "account/"+c.who.id, nil); err != nil {
		return nil, err
	}
	return &answer{status: http.StatusCreated, body: map[string]any{"secret": secret, "uri": totpURI(c.who.name, secret), "recovery_codes": codes}}, nil
}

// proves refuses one who has a second factor and does not give it.
func (c *call) proves(b *object, otp string) error {
	if err := b.done(); err != nil || c.who.totp == "" {
		return err
	}
	if wait := c.limits.wait("failed_account", c.who.id); wait > 0 {
		return tooMany(wait)
	}
	same, err := c.secondFactor(c.who, otp)
	if err == nil && !same {
		c.limits.take("failed_account", c.who.id)
		b.problem("otp", sayOTP)
		return b.done()
	}
	return err
}

// totpURI is what an authenticator reads off a QR code.
func totpURI(name, secret string) string {
	const issuer = "居住证积分"
	q := url.Values{"secret": {secret}, "issuer": {issuer}, "algorithm": {"SHA1"}, "digits": {fmt.Sprint(process.CodeFigures)}, "period": {fmt.Sprint(int(totpStep / time.Second))}}
	return "otpauth://totp/" + url.PathEscape(issuer+":"+name) + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}

// confirmTOTP takes a code of the secret that was begun. From then on every sign-in needs one, and the other sessions end.
func (c *call) confirmTOTP() (*answer, error) {
	if err := c.may(seers...); err != nil {
		return nil, err
	}
	if c.who.firstUntil != "" {
		return nil, outstanding()
	}
	if c.who.totpBegun == "" {
		return nil, conflict("还没有开始设置动态码", "No second factor was begun")
	}
	b := c.fields()
	code := plainCode(b.text("otp", 40, true))
	if err := b.done(); err != nil {
		return nil, err
	}
	if wait := c.limits.wait("failed_account", c.who.id); wait > 0 {
		return nil, tooMany(wait)
	}
	begun, err := c.keys.open("totp begun", c.who.totpBegun)
	if err != nil {
		return nil, err
	}
	text, recovery, _ := strings.Cut(begun, " ")
	secret, err := base32Text.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("reading a second factor: %w", err)
	}
	step := totpStepOf(secret, code, c.now, 0)
	if step == 0 {
		c.limits.take("failed_account", c.who.id)
		b.problem("otp", sayOTP)
		return nil, b.done()
	}
	return c.keepTOTP(text, recovery, step)
}

func (c *call) keepTOTP(secret, recovery string, step int64) (*answer, error) {
	c.who.totp, c.who.strong = c.keys.seal("totp", secret), true
	if err := c.tx.Put(`UPDATE accounts SET totp = $2, totp_begun = '', totp_last = $3, recovery = $4 WHERE id = $1`, c.who.id, c.who.totp, step, recovery); err != nil {
		return nil, fmt.Errorf("confirming a second factor: %w", err)
	}
	if err := c.tx.Put(`DELETE FROM sessions WHERE account_id = $1 AND id <> $2`, c.who.id, c.sess); err != nil {
		return nil, fmt.Errorf("ending the other sessions: %w", err)
	}
	if err := c.tx.Put(`UPDATE sessions SET strong = 1 WHERE id = $1`, c.sess); err != nil {
		return nil, fmt.Errorf("confirming a second factor: %w", err)
	}
	if err := c.audit("confirm_totp", "account/"+c.who.id, nil); err != nil {
		return nil, err
	}
	return &answer{body: c.sessionAnswer()}, nil
}
