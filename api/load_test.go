//go:build linux

package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// ask is a request of a measurement, written out before the clock runs.
type ask struct {
	method, path string
	header       string // a line: who calls, or what is taken
	etag, body   string
}

func (a *ask) bytes() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: bench\r\n", a.method, a.path)
	if a.header != "" {
		b.WriteString(a.header + "\r\n")
	}
	if a.etag != "" {
		fmt.Fprintf(&b, "If-Match: %s\r\n", a.etag)
	}
	if a.body != "" {
		b.WriteString("Content-Type: application/json\r\n")
	}
	if a.method != http.MethodGet {
		fmt.Fprintf(&b, "Content-Length: %d\r\n", len(a.body))
	}
	b.WriteString("\r\n" + a.body)
	return []byte(b.String())
}

// load is so many connections that call for so long. It is small, for it shares the cores with what it measures.
type load struct {
	addr        string
	connections int
	spell       time.Duration
	pause       time.Duration // between the calls of a connection; 0 calls again at once
	next        func(connection, n int) ask
	want        int // the status
	served      int // the process that answers, where it is another; 0 is this one
}

// pace is what a load saw.
type pace struct {
	rate     float64 // calls a second
	p50, p99 time.Duration
	busy     time.Duration // of the processor for a call, calling included
	serving  time.Duration // of the processor for a call, by the process that answers; with the calling, where it is this one
	wrong    string        // an answer that was not wanted, empty where none was
}

func (p pace) String() string {
	text := fmt.Sprintf("%.0f a second, p50 %s, p99 %s, %s of the processor each", p.rate, ms(p.p50), ms(p.p99), ms(p.busy))
	if p.wrong != "" {
		text += "; WRONG: " + p.wrong
	}
	return text
}

func ms(d time.Duration) string { return fmt.Sprintf("%.2f ms", d.Seconds()*1000) }

// run calls, and leaves what the first tenth of the time saw out.
func (l *load) run(t testing.TB) pace {
	t.Helper()
	var group sync.WaitGroup
	spent, wrong := make([][]time.Duration, l.connections), make([]string, l.connections)
	begin, own, other := time.Now(), processor(os.Getpid()), processor(l.served)
	from, until := begin.Add(l.spell/10), begin.Add(l.spell+l.spell/10)
	for i := range l.connections {
		group.Go(func() {
			if l.pause > 0 {
				time.Sleep(l.pause * time.Duration(i) / time.Duration(l.connections))
			}
			spent[i], wrong[i] = l.calls(i, from, until)
		})
	}
	group.Wait()
	var p pace
	for _, w := range wrong {
		if w != "" {
			p.wrong = w
		}
	}
	all := slices.Concat(spent...)
	if slices.Sort(all); len(all) > 0 {
		p.rate, p.p50, p.p99 = float64(len(all))/l.spell.Seconds(), all[len(all)/2], all[len(all)*99/100]
		each := func(used time.Duration) time.Duration {
			return time.Duration(float64(used) * 10 / 11 / float64(len(all)))
		}
		own, other = processor(os.Getpid())-own, processor(l.served)-other
		p.busy, p.serving = each(own+other), each(other)
		if l.served == 0 {
			p.serving = p.busy
		}
	}
	return p
}

// calls is what one connection does.
func (l *load) calls(i int, from, until time.Time) (spent []time.Duration, wrong string) {
	conn, err := net.Dial("tcp", l.addr)
	if err != nil {
		return nil, err.Error()
	}
	defer conn.Close()
	r := bufio.NewReader(conn)
	for n := 0; time.Now().Before(until); n++ { // what next gives is sent: it may count
		one := l.next(i, n)
		src := one.bytes()
		start := time.Now()
		if _, err := conn.Write(src); err != nil {
			return spent, err.Error()
		}
		answer, err := http.ReadResponse(r, nil)
		if err != nil {
			return spent, err.Error()
		}
		if answer.StatusCode != l.want {
			src, _ := io.ReadAll(answer.Body)
			return spent, fmt.Sprintf("%s %s: %d %s", one.method, one.path, answer.StatusCode, src)
		}
		io.Copy(io.Discard, answer.Body)
		if start.After(from) {
			spent = append(spent, time.Since(start))
		}
		if l.pause > 0 {
			time.Sleep(l.pause)
		}
	}
	return spent, ""
}

// middle is the median of one figure of several runs.
func middle(all []pace, by func(pace) float64) float64 {
	var list []float64
	for _, p := range all {
		list = append(list, by(p))
	}
	slices.Sort(list)
	if len(list) == 0 { // one that was left out by -run
		return 0
	}
	return list[len(list)/2]
}

// processor is how long a process has kept a core busy; 0 is none.
func processor(pid int) time.Duration {
	if pid == os.Getpid() {
		var u syscall.Rusage
		if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
			return 0
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	src, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if pid == 0 || err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(src), ") ") // behind the program's name
	var user, system int64
	fmt.Sscan(strings.Join(strings.Fields(rest)[11:13], " "), &user, &system) // in hundredths of a second
	return time.Duration(user+system) * time.Second / 100
}

// beside starts a program that serves where -addr says, and waits until it takes calls.
func beside(t *testing.T, program string, args ...string) (addr string, pid int) {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr = free.Addr().String()
	free.Close()
	cmd := exec.Command(program, append([]string{"-addr", addr}, args...)...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Signal(os.Interrupt); cmd.Wait() })
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(2 * time.Millisecond) {
		if conn, err := net.Dial("tcp", addr); err == nil {
			conn.Close()
			return addr, cmd.Process.Pid
		}
	}
	t.Fatalf("%s does not serve", program)
	return
}
