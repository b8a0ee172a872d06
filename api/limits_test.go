package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jifen/api/store"
)

// TestLimitsRefused: a file of limits that would switch a protection off is refused in words, and off alone does so.
func TestLimitsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "limits.json")
	for _, c := range [][3]string{
		{`"rates": {`, `"rats": {`, "rats"},
		{`"failed_device"`, `"failed_devise"`, "rates.failed_device"},
		{`"failed_device"`, `"more": {"count": 1, "seconds": 1}, "failed_device"`, "rates.more"},
		{`"write_account": {"count": 300, "seconds": 60}`, `"write_account": {"count": 0, "seconds": 60}`, "rates.write_account"},
		{`"write_account": {"count": 300, "seconds": 60}`, `"write_account": {"count": 300}`, "rates.write_account"},
		{`[1, 5,`, `[-1, 5,`, "tries_minutes"},
		{`"pending"`, `"pending"`, ""},
	} {
		src := strings.Replace(string(defaultLimits), c[0], c[1], 1)
		if c[2] != "" && src == string(defaultLimits) {
			t.Fatalf("%s stands nowhere", c[0])
		}
		if err := os.WriteFile(file, []byte(src), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readLimits(file, time.Now); (err == nil) != (c[2] == "") || err != nil && !strings.Contains(err.Error(), c[2]) {
			t.Errorf("with %s: %v, want %q", c[1], err, c[2])
		}
	}
	before, _, _ := strings.Cut(string(defaultLimits), `,
  "rates"`)
	if err := os.WriteFile(file, []byte(before+"}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readLimits(file, time.Now); err == nil || !strings.Contains(err.Error(), "rates.") {
		t.Errorf("without rates: %v", err)
	}
	if l, err := readLimits("off", time.Now); err != nil || !l.off {
		t.Errorf("off: %v", err)
	}
}

// TestRepliesKeyed: what stands beside a kept answer is no hash that anybody could try bodies against.
func TestRepliesKeyed(t *testing.T) {
	w := settled(t, "sqlite")
	body := `{"name":"上官某"}`
	w.run("once", "hr POST /v1/staff\n  Idempotency-Key: canary\n  "+body+"\n201\nhr POST /v1/staff\n  Idempotency-Key: canary\n  "+body+"\n201")
	w.service.tx(t, func(tx *store.Tx) error {
		var n int
		if err := tx.Row(`SELECT count(*) FROM replies WHERE body = $1 OR key = $2`, hashOf(body), hashOf("canary")).Scan(&n); err != nil || n > 0 {
			t.Errorf("%d hashes without a key: %v", n, err)
		}
		err := tx.Row(`SELECT count(*) FROM replies WHERE body = $1 AND key = $2`, w.service.keys.find("reply body", body), w.service.keys.find("reply key", "canary")).Scan(&n)
		if n != 1 {
			t.Errorf("%d answers are kept", n)
		}
		return err
	})
}

// TestTriedAlike: a sign-in under a uscc tries as many passwords whether nobody stands under it or as many as may.
func TestTriedAlike(t *testing.T) {
	w := newWorld(t, "sqlite")
	c := &call{service: w.service}
	hashes := func(n int) (all []*account) {
		for range n {
			all = append(all, &account{password: nobody})
		}
		return all
	}
	most := w.service.limits.Pending.Most + 1
	if got := c.leastTried(" " + strings.ToLower(w.vars["USCC1"])); got != most {
		t.Errorf("under a uscc at least %d are tried, want %d", got, most)
	}
	if got := c.leastTried(w.vars["ID1"]); got != 1 {
		t.Errorf("under another name at least %d are tried", got)
	}
	for n := range most + 1 {
		before := derived.Load()
		if whose(hashes(n), "lanterns", most) != nil {
			t.Error("nobody has a password")
		}
		if got := derived.Load() - before; got != int64(most) {
			t.Errorf("with %d under the name %d were tried, want %d", n, got, most)
		}
	}
}
