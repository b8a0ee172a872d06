package main

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestCodes: a code is read back however it is written, and no single slip leaves a sound one.
func TestCodes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.SliceOfN(rapid.IntRange(0, 31), codeLength-1, codeLength-1).Draw(t, "code")
		var plain strings.Builder
		for _, v := range raw {
			plain.WriteByte(crockfordDigits[v])
		}
		code := plain.String() + string(crockfordDigits[checkOf(plain.String())])
		written := strings.NewReplacer("0", "o", "1", "l").Replace(strings.ToLower(strings.ReplaceAll(inFours(code), "-", " ")))
		if got, sound := readCode(written); !sound || got != inFours(code) {
			t.Fatalf("%q is read as %q, %v", written, got, sound)
		}
		for i := range code {
			for _, c := range crockfordDigits {
				if wrong := code[:i] + string(c) + code[i+1:]; wrong != code {
					if _, sound := readCode(wrong); sound {
						t.Fatalf("%s passes for %s", wrong, code)
					}
				}
			}
			for j := range i {
				b := []byte(code)
				b[i], b[j] = b[j], b[i]
				if _, sound := readCode(string(b)); sound && string(b) != code {
					t.Fatalf("%s passes for %s", b, code)
				}
			}
		}
	})
	for _, text := range []string{"", "0000", "0000-0000-0000-00000", "ÜÜÜÜ-0000-0000-0000", "U000-0000-0000-0000", strings.Repeat("0", 1000)} {
		if _, sound := readCode(text); sound {
			t.Errorf("%q is taken", text)
		}
	}
}

// TestNewCodes: codes are spread over all 75 bits: each character is drawn evenly at each place (chi-square, 31 degrees of freedom).
func TestNewCodes(t *testing.T) {
	const n = 32_000
	var seen [codeLength][32]float64
	for range n {
		code, sound := readCode(newCode())
		if !sound {
			t.Fatal("a new code is not sound")
		}
		for i, c := range strings.ReplaceAll(code, "-", "") {
			seen[i][strings.IndexRune(crockfordDigits, c)]++
		}
	}
	for i := range seen {
		sum := 0.0
		for _, got := range seen[i] {
			d := got - n/32
			sum += d * d / (n / 32)
		}
		if sum > 80 { // once in 300 000 runs
			t.Errorf("place %d is drawn unevenly: %.1f", i, sum)
		}
	}
}
