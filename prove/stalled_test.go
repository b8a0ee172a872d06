package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestStalled opens many connections that stand still: some send their header a character a second, some the body, some take in nothing of a
// large file. Each is cut within ten seconds (25 in the short form), the system holds little for it, and other callers hardly feel them.
func TestStalled(t *testing.T) {
	const large = 32 << 20
	many, turns, spell, allowed := 150, 1, 7*time.Second, 25*time.Second // a machine that does much else is slower
	if *prove {
		many, turns, allowed = 1000, 3, 10*time.Second
	}
	site := filepath.Join(t.TempDir(), "site")
	if err := os.Mkdir(site, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, size := range map[string]int{"index.html": 100, "large.json": large} {
		if err := os.WriteFile(filepath.Join(site, name), []byte(strings.Repeat("x", size)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s := newService(t, "sqlite", "-site", site)
	others := pressure{addr: s.addr, connections: 16, rate: 500, spell: spell, next: feedback}
	var with, without []time.Duration
	var last time.Duration
	var held int64
	felt := func(f *felt) time.Duration {
		t.Log(f)
		if len(f.strange)+len(f.shed) > 0 {
			t.Errorf("other callers were answered otherwise: %s", f)
		}
		return at(f.done, 99)
	}
	for range turns {
		without = append(without, felt(others.run()))
		stall := s.stalled(many, allowed)
		with = append(with, felt(others.run()))
		held = max(held, s.held())
		last = max(last, stall())
	}
	if last > allowed {
		t.Errorf("the last was cut after %s", last)
	}
	if held < 4<<10 || held > 256<<10 {
		t.Errorf("the system holds %d bytes for one who takes in nothing: little is wanted, and nothing would be seen too late", held)
	}
	slices.Sort(with)
	slices.Sort(without)
	more, less := with[turns/2], without[turns/2]
	ratio := more.Seconds() / less.Seconds()
	if *prove && ratio > 1.5 {
		t.Errorf("others wait %.2f times as long, 1.5 are allowed", ratio)
	}
	if *prove {
		s.slowly(large)
	}
	t.Logf("figure: %d stalled connections, each cut within %.1f s, the system holds %d KiB for one at the most; p99 of other callers %s with them, %s without (each the median of %d): %.2f times",
		many, last.Seconds(), held>>10, ms(more), ms(less), turns, ratio)
}

// arriving is how long it takes until all of the connections are there: less than what a pressure leaves out.
const arriving = time.Second / 2

// stalled opens so many connections that stand still, one after another, so that none keeps step with the next. What it returns waits until
// all are cut, and tells how long the last was there.
func (s *service) stalled(many int, allowed time.Duration) func() time.Duration {
	base, began := s.sockets(), time.Now()
	gone := make(chan struct{}) // closed when the service holds none of them any more
	var mu sync.Mutex
	var last time.Duration
	var group sync.WaitGroup
	for i := range many {
		group.Go(func() {
			time.Sleep(arriving * time.Duration(i) / time.Duration(many))
			if i%3 == 2 {
				conn := s.dial()
				defer conn.Close()
				conn.(*net.TCPConn).SetReadBuffer(4 << 10)
				fmt.Fprint(conn, "GET /large.json HTTP/1.1\r\nHost: prove\r\n\r\n")
				<-gone
				return
			}
			spent := s.trickle([]string{"GET /v1/session HTTP/1.1\r\nHost: prove\r\nX-Slow: ", "POST /v1/feedback HTTP/1.1\r\nHost: prove\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"}[i%3])
			mu.Lock()
			defer mu.Unlock()
			last = max(last, spent)
		})
	}
	return func() time.Duration {
		// A reader that takes in nothing does not see that it was cut; the service's own sockets tell. To count them costs something, too.
		for left := many; left > 0; time.Sleep(100 * time.Millisecond) {
			if left = s.sockets() - base; time.Since(began) > allowed+2*time.Second+arriving {
				s.Errorf("after %s the service still has %d connections more", time.Since(began), left)
				break
			}
		}
		readers := time.Since(began) - arriving // the last began so much later
		close(gone)
		group.Wait()
		return max(last, readers)
	}
}

// slowly reads a large file, more than half a minute long: it is not cut, for it goes on.
func (s *service) slowly(large int) {
	s.Helper()
	began := time.Now()
	a, err := s.client.Get(s.url("/large.json"))
	if err != nil {
		s.Fatal(err)
	}
	defer a.Body.Close()
	read := 0
	for part := make([]byte, large/80); err == nil; time.Sleep(500 * time.Millisecond) {
		var n int
		n, err = io.ReadFull(a.Body, part)
		read += n
	}
	if read != large {
		s.Errorf("a slow reader was cut after %s and %d bytes: %v", time.Since(began), read, err)
	}
	s.Logf("figure: one who took in a file over %s was not cut", time.Since(began).Round(time.Second))
}

// feedback is a call that writes, and that anybody may make.
func feedback(connection, n int) []byte {
	return request("POST", "/v1/feedback", "", fmt.Sprintf(`{"page":"/guides/apply/","helpful":true,"comment":"%d of %d"}`, n, connection))
}

func (s *service) dial() net.Conn {
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		s.Error(err)
		return nil
	}
	return conn
}

// trickle sends the beginning of a request, and then a character a second, until it is cut.
func (s *service) trickle(begin string) time.Duration {
	conn := s.dial()
	defer conn.Close()
	began := time.Now()
	fmt.Fprint(conn, begin)
	for src := make([]byte, 4096); ; {
		conn.SetReadDeadline(time.Now().Add(time.Second))
		_, err := conn.Read(src) // the service may say why before it cuts
		if timeout, ok := err.(net.Error); ok && timeout.Timeout() {
			fmt.Fprint(conn, "x")
		} else if err != nil {
			return time.Since(began)
		}
		if time.Since(began) > 30*time.Second {
			s.Error("it was never cut")
			return time.Since(began)
		}
	}
}

// sockets is how many the service has.
func (s *service) sockets() (n int) {
	links, _ := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", s.cmd.Process.Pid))
	for _, link := range links {
		if to, err := os.Readlink(link); err == nil && strings.HasPrefix(to, "socket:") {
			n++
		}
	}
	return n
}

// held is how much of an answer the system holds at the most for one of the service's connections.
func (s *service) held() (most int64) {
	_, port, _ := net.SplitHostPort(s.addr)
	n, _ := strconv.Atoi(port)
	src, err := os.ReadFile("/proc/net/tcp")
	if err != nil {
		s.Fatal(err)
	}
	for line := range strings.Lines(string(src)) {
		f := strings.Fields(line) // number, own address, the other's, state, bytes to send : bytes to read
		if queue, _, ok := strings.Cut(f[4], ":"); ok && strings.HasSuffix(f[1], fmt.Sprintf(":%04X", n)) {
			bytes, _ := strconv.ParseInt(queue, 16, 64)
			most = max(most, bytes)
		}
	}
	return most
}
