package main

import (
	"strings"
	"testing"
	"unicode/utf8"

	"jifen/rules"
)

// TestMessageTexts: with the carrier's heading before it, each is one SMS of 70 characters.
func TestMessageTexts(t *testing.T) {
	const heading = "【居住证积分】"
	for kind, texts := range messageTexts {
		for _, text := range []string{texts.holder, texts.employer} {
			longest := heading + rules.Fill(text, inFours(strings.Repeat("W", codeLength)))
			if n := utf8.RuneCountInString(longest); n > 70 {
				t.Errorf("%s: %d characters: %s", kind, n, longest)
			}
		}
	}
}
