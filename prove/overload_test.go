package main

import (
	"fmt"
	"math"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestOverload asks ten times what the service can do, by the clock and not by its answers: sign-ins, of which each keeps a core busy for
// long. What it can do it goes on doing as fast as before, and the rest is turned away at once. The service has a core for itself, and those
// who call have another. Calls that cost little cannot be asked ten times over from there, and to turn one away costs half of what it costs to
// answer: so they wait, and as many as a thousand callers want of them are all answered.
func TestOverload(t *testing.T) {
	spell := 2 * time.Second
	if *prove {
		spell = 20 * time.Second
	}
	s := newService(t, "sqlite")
	signIn := s.signingIn()
	s.apart()
	for _, kind := range []struct {
		name  string
		next  func(connection, n int) []byte
		times float64
	}{{"sign-ins", signIn, 10}, {"writes", feedback, 2}} {
		usual := pressure{addr: s.addr, connections: 32, spell: spell, next: kind.next}
		peak := usual.run()
		over := pressure{addr: s.addr, connections: 1000, rate: kind.times * peak.goodput, spell: spell, next: kind.next}
		f := over.run()
		t.Logf("%s: at the most %s; over it %s", kind.name, peak, f)
		if len(f.strange) > 0 || len(f.done) == 0 || kind.times == 10 && len(f.shed) == 0 {
			t.Errorf("%s: %s", kind.name, f)
		}
		kept, slower := f.goodput/peak.goodput, at(f.done, 99).Seconds()/at(peak.done, 99).Seconds()
		if *prove && kind.times == 10 && (kept < 0.8 || slower > 2 || at(f.shed, 99) > 50*time.Millisecond) {
			t.Errorf("%s: %.2f of the peak done, 0.8 wanted; p99 %.2f times as long, 2 are allowed; turned away within %s, 50 ms are allowed", kind.name, kept, slower, at(f.shed, 99))
		}
		form := "figure"
		if !*prove {
			form = "short form, no figure"
		}
		t.Logf(form+": %s on one core: %.0f a second with 32 callers; with 1000 who ask %.1f times as many %.0f %% of that, p99 %s against %s, %.2f times; %d turned away, p99 %s",
			kind.name, peak.goodput, f.offered/peak.goodput, 100*kept, ms(at(f.done, 99)), ms(at(peak.done, 99)), slower, len(f.shed), ms(at(f.shed, 99)))
	}
}

// apart gives the service one of the cores on which this test may run, and the test the others, until it ends.
func (s *service) apart() {
	s.Helper()
	all := cores()
	if _, err := exec.LookPath("taskset"); err != nil || len(all) < 2 {
		s.Skipf("needs taskset and two cores, and may run on %d", len(all))
	}
	s.stop()
	s.core = all[0]
	s.start()
	mine := func(cores string) {
		if out, err := exec.Command("taskset", "-acp", cores, fmt.Sprint(os.Getpid())).CombinedOutput(); err != nil {
			s.Fatalf("%v: %s", err, out)
		}
	}
	mine(strings.Join(all[1:], ","))
	s.Cleanup(func() { mine(strings.Join(all, ",")) })
}

// cores are the numbers of those on which this process may run; none where the system does not tell.
func cores() (all []string) {
	src, _ := os.ReadFile("/proc/self/status")
	_, rest, _ := strings.Cut(string(src), "Cpus_allowed_list:")
	list, _, _ := strings.Cut(rest, "\n")
	for part := range strings.SplitSeq(strings.TrimSpace(list), ",") {
		var first, last int
		if n, _ := fmt.Sscanf(part, "%d-%d", &first, &last); n == 1 {
			last = first
		} else if n == 0 {
			return nil
		}
		for i := first; i <= last; i++ {
			all = append(all, fmt.Sprint(i))
		}
	}
	return all
}

// signingIn makes a last officer, and gives sign-ins of it.
func (s *service) signingIn() func(connection, n int) []byte {
	s.Helper()
	p := s.staff("登录", "徐汇")
	src := request(http.MethodPost, "/v1/session", "", string(asJSON(map[string]string{"login": p.login, "password": password})))
	return func(int, int) []byte { return src }
}

// TestLeak keeps the service under twice the load that it can bear. Neither its memory nor its goroutines grow with the time, once what SQLite
// keeps in memory of its file is as much as may be.
func TestLeak(t *testing.T) {
	steady, long := time.Second, 3*time.Second
	if *prove {
		steady, long = 2*time.Minute, 5*time.Minute
	}
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			s := newService(t, kind)
			signIn := s.signingIn()
			mixed := func(connection, n int) []byte { // a sign-in for every forty writes, about as much work in each
				if connection%40 == 0 {
					return signIn(connection, n)
				}
				return feedback(connection, n)
			}
			base := s.goroutines()
			usual := pressure{addr: s.addr, connections: 64, spell: steady / 4, next: mixed}
			over := pressure{addr: s.addr, connections: 400, rate: 2 * usual.run().goodput, spell: steady, next: mixed}
			over.run()
			before := s.memory()
			over.spell = long
			f := over.run()
			after := s.memory()
			var left int
			for began := time.Now(); time.Since(began) < 10*time.Second; time.Sleep(100 * time.Millisecond) {
				if left = s.goroutines(); left <= base+5 {
					break
				}
			}
			if *prove && after > before*3/2 || math.Abs(float64(left-base)) > 5 || len(f.strange) > 0 {
				t.Errorf("%d MiB, before %d; %d goroutines, before %d; %s", after, before, left, base, f)
			}
			t.Logf("figure: %s: %s under twice what it can bear (%.0f calls a second): %d MiB in the end, %d MiB after the first %s of it, %.2f times; %d goroutines after it, %d before",
				kind, long, f.offered, after, before, steady, float64(after)/float64(before), left, base)
		})
	}
}

// goroutines is how many the service has, as its metrics tell, without those of this call.
func (s *service) goroutines() (n int) {
	s.Helper()
	s.client.CloseIdleConnections()
	a := (&person{service: s}).does(http.MethodGet, "/metrics", nil, nil)
	for line := range strings.Lines(string(a.body)) {
		if fmt.Sscanf(line, "go_goroutines %d", &n); n > 0 {
			return n
		}
	}
	s.Fatalf("the metrics tell no goroutines: %s", a.body)
	return 0
}

// memory is how much of it the service has, in MiB.
func (s *service) memory() (n int) {
	s.Helper()
	src, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		s.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(src), "VmRSS:")
	fmt.Sscanf(rest, "%d", &n)
	return n >> 10
}
