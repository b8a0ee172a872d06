//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"jifen/rules/process"
)

// benchPocketBase holds writes and reads against PocketBase (prove/pocketbase) as it comes: what it creates and views has the fields
// that an application is filled in with.
func benchPocketBase(t *testing.T) {
	b := newBench(t, "sqlite", false)
	fillRows(t, b.config.db, []pattern{b.patterns["returned"], b.patterns["checking"]}, 2*writable)
	other := startPocketBase(t, b.vars["FORM_returned"])
	owners := b.owners()
	ours := func(next func(connection, n int) ask) load {
		return load{addr: b.addr(), connections: connections, spell: *benchSpell, want: http.StatusOK, next: next}
	}
	its := func(next func(connection, n int) ask) load {
		l := ours(next)
		l.addr, l.served = other.addr, other.pid
		return l
	}
	const records = "/api/collections/applications/records"
	loads := []load{
		ours(b.filling()),
		its(func(int, int) ask {
			return ask{method: http.MethodPost, path: records, header: other.who, body: other.record}
		}),
		ours(func(connection, _ int) ask { return owners[connection] }),
		ours(b.tracking(b.codes(2 * writable))),
		its(func(connection, _ int) ask {
			return ask{method: http.MethodGet, path: fmt.Sprintf("%s/%015d", records, connection), header: other.who}
		}),
	}
	seen := make([][]pace, len(loads))
	for range *benchRounds {
		for i := range loads {
			p := loads[i].run(t)
			if p.wrong != "" {
				t.Error(p)
			}
			seen[i] = append(seen[i], p)
		}
	}
	compare := func(what string, our, its int) {
		rate := func(p pace) float64 { return p.rate }
		busy := func(p pace) float64 { return float64(p.busy.Microseconds()) }
		a, b := middle(seen[our], rate), middle(seen[its], rate)
		t.Logf("figure: %s: %.0f a second, PocketBase %s %.0f: %.1f times as many (2 wanted); %.0f µs of the processor each against %.0f, calling included",
			what, a, other.version, b, a/b, middle(seen[our], busy), middle(seen[its], busy))
	}
	compare("durable writes with the audit row (synchronous=FULL; PocketBase "+other.keeps+")", 0, 1)
	compare("reads of an application by its holder", 2, 4)
	compare("reads of progress by receipt", 3, 4)
}

// filling fills in applications that were returned, over and over.
func (b *bench) filling() func(connection, n int) ask {
	done := make([]int, connections)
	return func(connection, _ int) ask {
		n := done[connection]
		done[connection]++
		own := writable / connections // applications of a connection
		return ask{http.MethodPut, "/v1/applications/" + copied(1+2*(connection+connections*(n%own))), b.hr, fmt.Sprintf(`"%d"`, 4+n/own), b.vars["FORM_returned"]}
	}
}

// owners are holders who look at their own applications, one for each connection.
func (b *bench) owners() []ask {
	var all []ask
	for i := range connections {
		client, id := fmt.Sprint("owner", i), copied(1+2*i)
		b.enter(client, &account{role: process.Holder, name: "王示例", holderID: id})
		all = append(all, ask{method: http.MethodGet, path: "/v1/applications/" + id, header: b.cookie(client)})
	}
	return all
}

// pocketBase is one that runs: where, by which header it knows a caller, what it is sent, its version and how SQLite keeps it.
type pocketBase struct {
	addr, who, record, version, keeps string
	pid                               int
}

// startPocketBase builds and starts PocketBase, filled with records of a form's fields.
func startPocketBase(t *testing.T, form string) *pocketBase {
	t.Helper()
	dir := t.TempDir()
	program := filepath.Join(dir, "pocketbase")
	if out, err := exec.Command("go", "build", "-C", "../prove/pocketbase", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var filled struct {
		Profile map[string]any `json:"profile"`
		Facts   any            `json:"facts"`
	}
	if err := json.Unmarshal([]byte(form), &filled); err != nil {
		t.Fatal(err)
	}
	fields := filled.Profile
	fields["facts"], fields["state"] = filled.Facts, "returned"
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &pocketBase{addr: free.Addr().String(), record: said(fields)}
	free.Close()
	cmd := exec.Command(program, "serve", "--http", p.addr, "--dir", filepath.Join(dir, "data"))
	cmd.Stdin, cmd.Stderr = strings.NewReader(p.record), os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Signal(os.Interrupt); cmd.Wait() })
	var told struct {
		Token, Version string
		Synchronous    int
	}
	if err := json.NewDecoder(out).Decode(&told); err != nil {
		t.Fatalf("PocketBase did not start: %v", err)
	}
	p.pid, p.who, p.version, p.keeps = cmd.Process.Pid, "Authorization: "+told.Token, told.Version, "synchronous="+[]string{"OFF", "NORMAL", "FULL", "EXTRA"}[told.Synchronous]
	return p
}
