package main

import (
	"strings"
	"testing"
	"time"
)

// TestTOTPVectors are those of RFC 6238, appendix B, for SHA-1: eight figures of the secret 12345678901234567890.
func TestTOTPVectors(t *testing.T) {
	secret := []byte("12345678901234567890")
	for _, v := range []struct {
		at   int64
		code string
	}{
		{59, "94287082"}, {1111111109, "07081804"}, {1111111111, "14050471"}, {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"},
	} {
		step := v.at / 30
		if got := totpCode(secret, step, 8); got != v.code {
			t.Errorf("at %d the code is %s, want %s", v.at, got, v.code)
		}
		if got := totpCode(secret, step, 6); got != v.code[2:] {
			t.Errorf("at %d the code of six is %s, want %s", v.at, got, v.code[2:])
		}
	}
}

// TestTOTPDrift: the step before and the one after count, none beside them, and none that was used or is older than one used.
func TestTOTPDrift(t *testing.T) {
	secret, now := []byte("12345678901234567890"), time.Unix(2000000000, 0)
	at := now.Unix() / 30
	for step := at - 3; step <= at+3; step++ {
		code := totpCode(secret, step, 6)
		want := int64(0)
		if step >= at-1 && step <= at+1 {
			want = step
		}
		if got := totpStepOf(secret, code, now, 0); got != want {
			t.Errorf("the code of step %d is taken as that of %d", step-at, got)
		}
		if got := totpStepOf(secret, code, now, at); step <= at && got != 0 {
			t.Errorf("after one was used, the code of step %d still counts", step-at)
		}
	}
	for _, code := range []string{"", "12345", "1234567", "      "} {
		if totpStepOf(secret, code, now, 0) != 0 {
			t.Errorf("%q is taken", code)
		}
	}
}

func TestTOTPURI(t *testing.T) {
	uri := totpURI("王 五", "ABC")
	for _, part := range []string{"otpauth://totp/", ":%E7%8E%8B%20%E4%BA%94?", "secret=ABC", "digits=6", "period=30", "algorithm=SHA1", "issuer=%E5%B1%85"} {
		if !strings.Contains(uri, part) {
			t.Errorf("%s lacks %s", uri, part)
		}
	}
}
