package outbox

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"
)

// The headers of a signature, on what is sent to the carrier and on what it tells of delivery: the time in seconds since 1970,
// and HMAC-SHA256 under the shared secret, in hex, over the time, a point and the body.
const (
	TimeHeader = "X-Jifen-Time"
	SignHeader = "X-Jifen-Signature"
)

// Sign signs a body.
func Sign(h http.Header, secret, body []byte, now time.Time) {
	at := strconv.FormatInt(now.Unix(), 10)
	h.Set(TimeHeader, at)
	h.Set(SignHeader, hex.EncodeToString(sum(secret, at, body)))
}

// Signed says whether a body is signed, at a time that is no further off than that.
func Signed(h http.Header, secret, body []byte, now time.Time, off time.Duration) bool {
	at := h.Get(TimeHeader)
	seconds, err := strconv.ParseInt(at, 10, 64)
	if err != nil || now.Sub(time.Unix(seconds, 0)).Abs() > off {
		return false
	}
	got, err := hex.DecodeString(h.Get(SignHeader))
	return err == nil && hmac.Equal(got, sum(secret, at, body))
}

func sum(secret []byte, at string, body []byte) []byte {
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(at + "."))
	h.Write(body)
	return h.Sum(nil)
}
