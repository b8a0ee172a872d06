package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFlagsRefused: what is asked by halves, misspelt or of a database that is not there is refused in words, before anything is
// made or served.
func TestFlagsRefused(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"-staff-totp Required", "required nor optional"},
		{"-add-officer= -district 徐汇", "-add-officer is empty"},
		{"-reset=", "-reset is empty"},
		{"-tls-cert=", "-tls-cert is empty"},
		{"-tls-key x.pem", "go together"},
		{"-tls-cert x.pem", "go together"},
		{"-tls-cert none.pem -tls-key none.pem", "no such file"},
		{"-district 徐汇", "-add-officer"},
		{"-add-auditor LI -district 徐汇", "-add-officer"},
		{"-backup night.db", "no database"},
		{"-verify-audit", "no database"},
		{"-purge", "no database"},
		{"-rotate-key", "no database"},
		{"-drop-keys", "no database"},
		{"-reset x", "no database"},
		{"-disable x", "no database"},
		{"-restore x.db -district 徐汇", "-add-officer"},
	} {
		t.Run(c.args, func(t *testing.T) {
			dir := t.TempDir()
			ctx, cancel := context.WithCancel(context.Background())
			cancel() // a service that does begin ends at once
			var out bytes.Buffer
			err := run(ctx, append([]string{"-addr", "localhost:0", "-db", "sqlite:" + filepath.Join(dir, "typo.db")}, strings.Fields(c.args)...), &out, io.Discard)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
			if made, err := os.ReadDir(dir); err != nil || len(made) > 0 || out.Len() > 0 {
				t.Errorf("made %v, printed %q: %v", made, out.String(), err)
			}
		})
	}
}

// TestBehindProxy: on loopback alone, without a proxy before it, cookies may go in the open and staff need no second factor.
func TestBehindProxy(t *testing.T) {
	for _, c := range []struct {
		addr, trust, totp string
		secure, required  bool
	}{
		{"localhost:0", "", "", false, false},
		{"localhost:0", "", "required", false, true},
		{"localhost:0", "127.0.0.1", "", true, true},
		{"localhost:0", "127.0.0.1", "optional", true, false},
		{":0", "", "", true, true},
	} {
		// The name holds what has a meaning in a DSN.
		file := filepath.Join(t.TempDir(), "a?b#c%41.db")
		s, err := open(context.Background(), &config{addr: c.addr, trust: c.trust, totp: c.totp, db: "sqlite:" + file}, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		s.store.Close()
		if s.secure != c.secure || s.totpRequired != c.required {
			t.Errorf("%+v: secure %t, second factor %t", c, s.secure, s.totpRequired)
		}
		if _, err := os.Stat(file); err != nil {
			t.Error(err)
		}
	}
}

// TestManyCalls: an office behind one address is refused what it may not do, and not for its number of calls.
func TestManyCalls(t *testing.T) {
	w := newWorld(t, "sqlite")
	for i := range 1000 {
		if got := w.sent(fmt.Sprintf("192.0.2.1:%d", i+1), "GET", "/v1/employers", ""); got.Code != 401 {
			t.Fatalf("call %d: %d", i+1, got.Code)
		}
	}
}
