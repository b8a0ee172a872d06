package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// pressure is calls on so many connections for so long. It is cheap, for it shares the cores with the service.
type pressure struct {
	addr        string
	connections int
	rate        float64 // calls a second that begin by the clock, whatever became of those before; 0: each connection calls when it was answered
	spell       time.Duration
	next        func(connection, n int) []byte // the request as it goes out
}

// felt is what came of a pressure. The clock of a call runs from when it is written; the first tenth of the time is left out.
type felt struct {
	done, shed []time.Duration // answered with success, and with 503 or 429; sorted
	offered    float64         // calls a second
	goodput    float64         // of them successes
	strange    map[string]int  // other answers, and connections that broke
}

func (f *felt) String() string {
	text := fmt.Sprintf("%.0f calls a second, %.0f of them done, p50 %s, p99 %s", f.offered, f.goodput, ms(at(f.done, 50)), ms(at(f.done, 99)))
	if len(f.shed) > 0 {
		text += fmt.Sprintf("; %d turned away, p99 %s, the last %s", len(f.shed), ms(at(f.shed, 99)), ms(at(f.shed, 100)))
	}
	if len(f.strange) > 0 {
		text += fmt.Sprintf("; and %v", f.strange)
	}
	return text
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", d.Seconds()*1000) }

// at is a percentile of sorted durations.
func at(all []time.Duration, percent int) time.Duration {
	if len(all) == 0 {
		return 0
	}
	return all[min(len(all)-1, len(all)*percent/100)]
}

// request is a call as it goes out.
func request(method, path, cookie, body string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s HTTP/1.1\r\nHost: prove\r\n", method, path)
	if cookie != "" {
		fmt.Fprintf(&b, "Cookie: %s\r\n", cookie)
	}
	if method != http.MethodGet {
		fmt.Fprintf(&b, "Content-Type: application/json\r\nContent-Length: %d\r\n", len(body))
	}
	b.WriteString("\r\n" + body)
	return []byte(b.String())
}

func (p *pressure) run() *felt {
	var group sync.WaitGroup
	all := make([]felt, p.connections)
	began := time.Now()
	from, until := began.Add(p.spell/10), began.Add(p.spell+p.spell/10)
	for i := range all {
		all[i].strange = map[string]int{}
		group.Go(func() { p.connection(i, from, until, &all[i]) })
	}
	group.Wait()
	sum := &felt{strange: map[string]int{}}
	for _, f := range all {
		sum.done, sum.shed = append(sum.done, f.done...), append(sum.shed, f.shed...)
		for what, n := range f.strange {
			sum.strange[what] += n
		}
	}
	slices.Sort(sum.done)
	slices.Sort(sum.shed)
	sum.goodput = float64(len(sum.done)) / p.spell.Seconds()
	sum.offered = float64(len(sum.done)+len(sum.shed)) / p.spell.Seconds()
	return sum
}

// connection is what one of them does. One that breaks is made anew.
func (p *pressure) connection(i int, from, until time.Time, f *felt) {
	interval := time.Duration(0)
	due := time.Now()
	if p.rate > 0 {
		interval = time.Duration(float64(p.connections) / p.rate * float64(time.Second))
		due = due.Add(interval * time.Duration(i) / time.Duration(p.connections)) // evenly, one connection after the other
	}
	more := func() bool { return due.Before(until) && time.Now().Before(until) }
	for n := 0; more(); {
		time.Sleep(time.Until(due)) // a connection on which nothing is asked for long is cut
		conn, err := net.Dial("tcp", p.addr)
		if err != nil {
			f.strange[err.Error()]++
			time.Sleep(10 * time.Millisecond)
			continue
		}
		r := bufio.NewReaderSize(conn, 2048)
		for ; more(); n++ {
			time.Sleep(time.Until(due))
			began := time.Now()
			if p.rate > 0 {
				due = due.Add(interval)
			}
			status, err := exchange(conn, r, p.next(i, n))
			spent := time.Since(began)
			switch {
			case began.Before(from):
			case err != nil:
				f.strange[err.Error()]++
			case status/100 == 2:
				f.done = append(f.done, spent)
			case status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests:
				f.shed = append(f.shed, spent)
			default:
				f.strange[fmt.Sprint("status ", status)]++
			}
			if err != nil {
				break
			}
		}
		conn.Close()
	}
}

// exchange writes a request and reads the answer.
func exchange(conn net.Conn, r *bufio.Reader, src []byte) (status int, err error) {
	if _, err := conn.Write(src); err != nil {
		return 0, err
	}
	a, err := http.ReadResponse(r, nil)
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(io.Discard, a.Body)
	return a.StatusCode, err
}
