//go:build linux

package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"jifen/api/store"
	"jifen/rules/process"
)

var (
	benchService = flag.Bool("bench-service", false, "measure the service")
	benchRows    = flag.Int("bench-rows", 1_000_000, "how many applications the large database holds")
	benchSpell   = flag.Duration("bench-spell", 3*time.Second, "how long each measurement calls")
	benchRounds  = flag.Int("bench-rounds", 3, "how often each is measured; the median is told")
)

const connections = 64

// TestBench prints what the service bears, over HTTP on loopback with 64 connections, rates turned off. Nothing fails by being slow.
func TestBench(t *testing.T) {
	if !*benchService {
		t.Log("make bench measures; a test without figures has nothing to hold")
		return
	}
	frugal()
	t.Run("writes", benchWrites)
	t.Run("tracking", benchTracking)
	t.Run("sign-ins", benchSignIns)
	t.Run("size", benchSize)
	t.Run("pocketbase", benchPocketBase)
	t.Run("static", benchStatic)
}

// bench is a service with applications to be called about.
type bench struct {
	*world
	config   config
	patterns map[string]pattern
	shut     func()
	hr, desk string // whose cookies: of those who fill in, and of the counter
}

// newBench opens a service with rates turned off, and makes one application of each pattern in it.
func newBench(t *testing.T, kind string, single bool) *bench {
	t.Helper()
	b := &bench{world: &world{T: t, clients: map[string]*http.Client{}, vars: map[string]string{}}, patterns: map[string]pattern{}}
	b.now = time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
	dir := t.TempDir()
	b.config = config{addr: "localhost:0", db: "sqlite:" + filepath.Join(dir, "jifen.db"), key: filepath.Join(dir, "jifen.key"), limits: "off"}
	if kind == "postgres" {
		b.config.db = postgres(t)
	}
	b.open(single)
	b.shut = sync.OnceFunc(func() { b.server.Close(); b.service.store.Close() })
	t.Cleanup(b.shut)
	for i, state := range []string{"submitted", "checking", "returned"} {
		b.pattern(i, state)
	}
	b.directive("desk", "desk desk 徐汇")
	b.hr, b.desk = b.cookie("hr2"), b.cookie("desk")
	return b
}

// open opens the service; with single it commits every request by itself.
func (b *bench) open(single bool) {
	b.Helper()
	s, err := open(b.Context(), &b.config, io.Discard)
	if err == nil && single {
		s.store.Close()
		s.store, err = store.Open(b.Context(), b.config.db, store.Options{Serve: true, Single: true})
	}
	if err != nil {
		b.Fatal(err)
	}
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { null.Close() })
	s.log = slog.New(slog.NewJSONHandler(null, nil)) // what is logged is written, to where it costs no disk
	s.clock = b.world.clock
	b.service, b.server = s, httptest.NewServer(s.handler(http.NotFoundHandler()))
}

const benchReturn = `{"step":"return","missing":["title_certificate"],"note":"证书原件没有带来"}`

// pattern brings an application so far.
func (b *bench) pattern(i int, state string) {
	b.Helper()
	script := strings.ReplaceAll(`party E hrN H holderN 徐汇
desk counterN 徐汇
hrN POST /v1/applications
  {"kind":"initial","holder_id":"$H"}
201
.id = APP
hrN PUT /v1/applications/$APP
  If-Match: "1"
  FORM
200
`, "FORM", strings.ReplaceAll(benchForm, "\n", " "))
	script += `hrN POST /v1/applications/$APP/steps
  {"step":"submit"}
200
`
	switch state {
	case "returned":
		script += "counterN POST /v1/applications/$APP/steps\n  " + benchReturn + "\n200\n"
	case "checking":
		script += `counterN POST /v1/applications/$APP/steps
  {"step":"accept","papers":["introduction","hr_id","permit_card","application_form","id_card","household_book","contract","licence","tax_record","title_certificate","title_assessment","appointment","post_description"],"not_needed":["title_registration","skill_check"]}
200
`
	}
	b.run("pattern "+state, strings.ReplaceAll(strings.ReplaceAll(script, "hrN", fmt.Sprint("hr", i)), "counterN", fmt.Sprint("counter", i)))
	b.patterns[state] = pattern{b.vars["APP"], b.vars["H"]}
	b.vars["FORM_"+state], b.vars["TAIL_"+state] = strings.ReplaceAll(b.fill(state, benchForm), "\n", " "), b.vars["H_TAIL"]
}

// cookie is the header by which a client's session is known.
func (b *bench) cookie(client string) string {
	to, err := url.Parse(b.server.URL)
	if err != nil {
		b.Fatal(err)
	}
	return "Cookie: " + b.client(client).Jar.Cookies(to)[0].String()
}

func (b *bench) addr() string { return b.server.Listener.Addr().String() }

// writable is how many applications are written to in turn, so that none grows long.
const writable = 4096

// writing fills in applications that were returned, submits them and returns them again, in turn: PUT, a step, and a step that owes messages.
func (b *bench) writing() func(connection, n int) ask {
	done := make([]int, connections)
	return func(connection, _ int) ask {
		n := done[connection]
		done[connection]++
		id := copied(1 + connection + connections*(n/3%(writable/connections)))
		round := n / 3 / (writable / connections) // how often this one was through before: three versions each time
		version := func(k int) string { return fmt.Sprintf(`"%d"`, 4+3*round+k) }
		steps := "/v1/applications/" + id + "/steps"
		switch n % 3 {
		case 0:
			return ask{http.MethodPut, "/v1/applications/" + id, b.hr, version(0), b.vars["FORM_returned"]}
		case 1:
			return ask{http.MethodPost, steps, b.hr, version(1), `{"step":"submit"}`}
		}
		return ask{http.MethodPost, steps, b.desk, version(2), benchReturn}
	}
}

// benchWrites holds group commit against one commit a request, and PostgreSQL against SQLite.
func benchWrites(t *testing.T) {
	t.Logf("fdatasync of 4 KiB: %s (median of 200)", ms(fdatasync(t)))
	kinds := []string{"sqlite", "postgres"}
	seen := map[string][]pace{}
	for round := range *benchRounds {
		for _, kind := range kinds {
			for _, how := range []string{"together", "single"} {
				t.Run(fmt.Sprint(kind, " ", how, " ", round+1), func(t *testing.T) {
					b := newBench(t, kind, how == "single")
					if kind == "postgres" {
						b.flushes()
					}
					fillRows(t, b.config.db, []pattern{b.patterns["returned"]}, writable)
					l := load{addr: b.addr(), connections: connections, spell: *benchSpell, want: http.StatusOK, next: b.writing()}
					p := l.run(t)
					t.Log(p)
					seen[kind+how] = append(seen[kind+how], p)
				})
			}
		}
	}
	rate := func(p pace) float64 { return p.rate }
	tail := func(p pace) float64 { return p.p99.Seconds() * 1000 }
	for _, kind := range kinds {
		together, single := seen[kind+"together"], seen[kind+"single"]
		t.Logf("%s: %.0f durable writes a second together, %.0f one by one: %.2f times as many (2.5 wanted); p99 %.1f ms against %.1f: %.2f of it (0.4 wanted)",
			kind, middle(together, rate), middle(single, rate), middle(together, rate)/middle(single, rate), middle(together, tail), middle(single, tail), middle(together, tail)/middle(single, tail))
	}
	t.Logf("PostgreSQL against SQLite: %.2f (0.5 wanted)", middle(seen["postgrestogether"], rate)/middle(seen["sqlitetogether"], rate))
}

// flushes says so where PostgreSQL does not wait for the disk: then its figures are worth nothing.
func (b *bench) flushes() {
	b.service.tx(b, func(tx *store.Tx) error {
		for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
			var is string
			if err := tx.Row(`SELECT current_setting($1)`, name).Scan(&is); err != nil {
				return err
			}
			if is != "on" {
				b.Errorf("PostgreSQL runs with %s = %s", name, is)
			}
		}
		return nil
	})
}

// fdatasync is how long the disk takes to keep a block.
func fdatasync(t *testing.T) time.Duration {
	f, err := os.Create(filepath.Join(t.TempDir(), "block"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []time.Duration
	block := make([]byte, 4096)
	for i := range 200 {
		start := time.Now()
		if _, err := f.WriteAt(block, int64(i)*4096); err != nil {
			t.Fatal(err)
		}
		if err := syscall.Fdatasync(int(f.Fd())); err != nil {
			t.Fatal(err)
		}
		all = append(all, time.Since(start))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// codes gives so many copies that were accepted receipts that are known.
func (b *bench) codes(rows int) []string {
	var all []string
	c := &call{service: b.service}
	b.service.tx(b, func(tx *store.Tx) error {
		for k := range min(1000, rows/2) {
			code, i := newCode(), 2+k*(rows/2/min(1000, rows/2))*2 // every other is a copy of the second pattern
			plain, _ := readCode(code)
			if _, err := tx.Exec(`UPDATE applications SET receipt_hash = $2, track_hash = $3 WHERE id = $1`, copied(i), b.service.keys.find("receipt", plain), c.trackHash(plain, b.vars["TAIL_checking"])); err != nil {
				return err
			}
			all = append(all, code)
		}
		return nil
	})
	return all
}

// tracking asks for one of the receipts.
func (b *bench) tracking(codes []string) func(connection, n int) ask {
	return func(connection, n int) ask {
		return ask{method: http.MethodPost, path: "/v1/tracking", body: said(map[string]string{"receipt": codes[rand.IntN(len(codes))], "id_tail": b.vars["TAIL_checking"]})}
	}
}

// benchTracking holds a look at one's progress against a handler that does nothing, behind the same server.
func benchTracking(t *testing.T) {
	b := newBench(t, "sqlite", false)
	rows := 10_000
	fillRows(t, b.config.db, []pattern{b.patterns["submitted"], b.patterns["checking"]}, rows)
	codes := b.codes(rows)
	empty := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer empty.Close()
	rate := func(p pace) float64 { return p.rate }
	var tracked, alive, nothing []pace
	for range *benchRounds {
		l := load{addr: b.addr(), connections: connections, spell: *benchSpell, want: http.StatusOK, next: b.tracking(codes)}
		tracked = append(tracked, l.run(t))
		l.next = func(int, int) ask { return ask{method: http.MethodGet, path: "/healthz"} }
		alive = append(alive, l.run(t))
		l.addr = empty.Listener.Addr().String()
		l.next = func(int, int) ask {
			return ask{method: http.MethodPost, path: "/v1/tracking", body: b.tracking(codes)(0, 0).body}
		}
		nothing = append(nothing, l.run(t))
		t.Logf("tracking %s; /healthz %s; an empty handler %s", tracked[len(tracked)-1], alive[len(alive)-1], nothing[len(nothing)-1])
	}
	t.Logf("tracking: %.0f reads a second, %.2f of an empty handler's %.0f (0.3 wanted), %.2f of /healthz's %.0f", middle(tracked, rate),
		middle(tracked, rate)/middle(nothing, rate), middle(nothing, rate), middle(tracked, rate)/middle(alive, rate), middle(alive, rate))
}

// benchSignIns measures sign-ins alone, and what other calls feel of them: looks at one's progress, 64 connections that call ten times
// a second each, without sign-ins, with 15 a second and core, and with as many as can be.
func benchSignIns(t *testing.T) {
	b := newBench(t, "sqlite", false)
	b.hashesApart()
	rows := 10_000
	fillRows(t, b.config.db, []pattern{b.patterns["submitted"], b.patterns["checking"]}, rows)
	codes := b.codes(rows)
	const login, password = "BENCH-0001", "counter-lantern-seven"
	c := &call{service: b.service, now: b.now}
	b.service.tx(b, func(tx *store.Tx) error {
		c.tx = tx
		return c.addAccount(&account{role: process.Officer, name: "受理", district: "徐汇"}, login, hashPassword(password), false)
	})
	signs := load{addr: b.addr(), connections: connections, spell: *benchSpell, want: http.StatusOK, next: func(int, int) ask {
		return ask{method: http.MethodPost, path: "/v1/session", body: said(map[string]string{"login": login, "password": password})}
	}}
	others := load{addr: b.addr(), connections: connections, spell: *benchSpell, pause: 100 * time.Millisecond, want: http.StatusOK, next: b.tracking(codes)}
	perCore := float64(runtime.NumCPU())
	seen := map[string][]pace{}
	for range *benchRounds {
		seen["alone"] = append(seen["alone"], signs.run(t))
		seen["without"] = append(seen["without"], others.run(t))
		for _, how := range []string{"some", "many"} {
			beside, done := signs, make(chan pace)
			if how == "some" { // 15 a second and core
				beside.connections = 10
				beside.pause = time.Duration(float64(beside.connections) / (15 * perCore) * float64(time.Second))
			}
			go func() { done <- beside.run(t) }()
			seen["with "+how] = append(seen["with "+how], others.run(t))
			seen[how] = append(seen[how], <-done)
		}
	}
	rate := func(p pace) float64 { return p.rate }
	tail := func(p pace) float64 { return p.p99.Seconds() * 1000 }
	t.Logf("sign-ins: %.1f a second and core (15 wanted), p99 %.0f ms", middle(seen["alone"], rate)/perCore, middle(seen["alone"], tail))
	for _, how := range []string{"some", "many"} {
		t.Logf("other calls with %.1f sign-ins a second and core: p99 %.2f ms against %.2f without: %.2f times (1.5 wanted)",
			middle(seen[how], rate)/perCore, middle(seen["with "+how], tail), middle(seen["without"], tail), middle(seen["with "+how], tail)/middle(seen["without"], tail))
	}
}

// benchSize measures the start, and reads that must not grow with what is kept: at a hundredth of the rows, and at all of them.
func benchSize(t *testing.T) {
	program := filepath.Join(t.TempDir(), "api")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	reads := map[string][]pace{}
	names := []string{"tracking", "an officer's list", "an officer's list in one state"}
	for _, rows := range []int{*benchRows / 100, *benchRows} {
		b := newBench(t, "sqlite", false)
		begin := time.Now()
		fillRows(t, b.config.db, []pattern{b.patterns["submitted"], b.patterns["checking"]}, rows)
		t.Logf("%d applications, filled in %.0f s", rows, time.Since(begin).Seconds())
		codes := b.codes(rows)
		for i, next := range []func(int, int) ask{b.tracking(codes), b.listing("/v1/applications"), b.listing("/v1/applications?state=checking")} {
			var all []pace
			for range *benchRounds {
				l := load{addr: b.addr(), connections: connections, spell: *benchSpell / 2, want: http.StatusOK, next: next}
				all = append(all, l.run(t))
			}
			slices.SortFunc(all, func(a, b pace) int { return cmp.Compare(a.rate, b.rate) })
			reads[names[i]] = append(reads[names[i]], all[len(all)/2])
			t.Logf("%s: %s", names[i], all[len(all)/2])
		}
		b.shut()
		t.Logf("from the start to the first answer: %s (1 s wanted)", ms(b.starts(program)))
	}
	for _, name := range names {
		few, many := reads[name][0], reads[name][1]
		t.Logf("%s: %.2f times as long at %d as at %d (2 wanted): p50 %s against %s", name, few.rate/many.rate, *benchRows, *benchRows/100, ms(many.p50), ms(few.p50))
	}
}

// listing asks for a list as the counter sees it.
func (b *bench) listing(path string) func(connection, n int) ask {
	return func(int, int) ask { return ask{method: http.MethodGet, path: path, header: b.desk} }
}

// starts runs the program itself and tells how long it took until it said that it was ready; the median.
func (b *bench) starts(program string) time.Duration {
	var all []time.Duration
	for range max(3, *benchRounds) {
		free, err := net.Listen("tcp", "localhost:0")
		if err != nil {
			b.Fatal(err)
		}
		addr := free.Addr().String()
		free.Close()
		cmd := exec.Command(program, "-addr", addr, "-db", b.config.db, "-key", b.config.key, "-limits", "off")
		begin := time.Now()
		if err := cmd.Start(); err != nil {
			b.Fatal(err)
		}
		for time.Since(begin) < time.Minute {
			if answer, err := http.Get("http://" + addr + "/readyz"); err == nil {
				answer.Body.Close()
				all = append(all, time.Since(begin))
				break
			}
			time.Sleep(2 * time.Millisecond)
		}
		cmd.Process.Signal(os.Interrupt)
		cmd.Wait()
	}
	slices.Sort(all)
	return all[len(all)/2]
}
