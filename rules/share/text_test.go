package share

import (
	"encoding/base64"
	"testing"

	"pgregory.net/rapid"
)

// TestCRC: the check that the catalogue of such sums gives for CRC-16/GENIBUS.
func TestCRC(t *testing.T) {
	if got := crc([]byte("23456789")); got != 0xd64e {
		t.Errorf("got %#x", got)
	}
}

// TestLetters: bytes become the letters that the standard library makes of them, and bytes again.
func TestLetters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "src")
		link := seal(append([]byte{}, src...))
		theirs, err := base64.RawURLEncoding.Strict().DecodeString(link[1:])
		if err != nil || string(theirs[:len(src)]) != string(src) || len(theirs) != len(src)+2 {
			t.Fatalf("%x is sealed as %s, which is %x: %v", src, link, theirs, err)
		}
		if got, err := open(link); err != nil || string(got) != string(src) {
			t.Fatalf("%x comes back as %x: %v", src, got, err)
		}
	})
}
