package main

import "strings"

// Receipts and notices have codes of 16 characters in Crockford's base 32, written in fours: 75 random bits, which nobody guesses,
// and a check character, which tells a slip of the pen before anybody asks for the wrong thing.

const codeLength = 16

// newCode makes one.
func newCode() string {
	code := crockford(random(10))[:codeLength-1]
	return inFours(code + string(crockfordDigits[checkOf(code)]))
}

// checkOf is the sum of the characters, the n-th multiplied by the n-th power of 2, in the field of 32 elements: there no single wrong
// character and no two that changed places leave it as it was.
func checkOf(code string) byte {
	var sum byte
	for i := len(code) - 1; i >= 0; i-- {
		sum = twice(sum) ^ byte(strings.IndexByte(crockfordDigits, code[i]))
	}
	return twice(sum)
}

// twice is a number times 2 in that field, whose elements are polynomials over bits, modulo x⁵+x²+1.
func twice(v byte) byte {
	v <<= 1
	if v >= 32 {
		v ^= 0b100101
	}
	return v
}

func inFours(code string) string {
	var parts []string
	for ; len(code) > 4; code = code[4:] {
		parts = append(parts, code[:4])
	}
	return strings.Join(append(parts, code), "-")
}

// readCode reads a code as people write it: small letters, with or without hyphens and spaces, O for 0, I and L for 1. It is false
// for what is none, its check character included.
func readCode(text string) (code string, sound bool) {
	var plain []byte
	for _, r := range strings.ToUpper(text) {
		switch {
		case r == '-' || r == ' ':
			continue
		case r == 'O':
			r = '0'
		case r == 'I' || r == 'L':
			r = '1'
		}
		if r > 'Z' || strings.IndexByte(crockfordDigits, byte(r)) < 0 || len(plain) == codeLength {
			return "", false
		}
		plain = append(plain, byte(r))
	}
	if len(plain) != codeLength {
		return "", false
	}
	last := codeLength - 1
	return inFours(string(plain)), crockfordDigits[checkOf(string(plain[:last]))] == plain[last]
}
