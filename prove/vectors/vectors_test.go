package vectors_test

import (
	"slices"
	"testing"

	"jifen/prove/vectors"
)

// TestVectors: there are as many as is promised, and none twice.
func TestVectors(t *testing.T) {
	for _, c := range []struct {
		name  string
		all   []string
		least int
	}{
		{"scripts", vectors.Scripts(), 1000}, {"Markdown", vectors.Markdown(), 1000}, {"SQL", vectors.SQL(), 500}, {"paths", vectors.Paths("x"), 200},
		{"elsewhere", vectors.Elsewhere(), 150}, {"cells", vectors.Cells(), 500}, {"requests", vectors.Wire(), 200},
	} {
		once := slices.Compact(slices.Sorted(slices.Values(c.all)))
		if len(once) < c.least || len(once) < len(c.all) {
			t.Errorf("%s: %d, of which %d differ", c.name, len(c.all), len(once))
		}
		t.Logf("%d %s", len(once), c.name)
	}
}
