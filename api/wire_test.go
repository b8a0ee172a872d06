package main

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jifen/prove/vectors"
)

// TestOnTheWire writes requests that are none onto the wire: whatever comes, no request that hides in another is answered, every line of
// the log is of one answer and is written by the service alone, and nothing that was sent leads to another host.
func TestOnTheWire(t *testing.T) {
	built, err := siteFrom(writeSite(t, map[string]string{"index.html": "home", "guides/index.html": "guides"}))
	if err != nil {
		t.Fatal(err)
	}
	s := newService(t, "sqlite", time.Now)
	var log safeBuffer
	s.log = slog.New(slog.NewJSONHandler(&log, nil))
	server := httptest.NewUnstartedServer(s.handler(built))
	server.Config.ReadTimeout = stall // as the service itself has: some bodies never end
	server.Start()
	t.Cleanup(server.Close)
	all := vectors.Wire()
	answers := make([]string, len(all))
	var group sync.WaitGroup
	slots := make(chan struct{}, 16)
	for i, text := range all {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			answers[i] = exchanged(t, server.Listener.Addr().String(), text)
		})
	}
	group.Wait()
	lines, told := strings.Split(strings.TrimSpace(log.String()), "\n"), 0
	for i, a := range answers {
		n := strings.Count(a, "HTTP/1.1 ")
		told += n
		if n == 0 {
			t.Errorf("%.200q is not answered", all[i])
		}
		if strings.HasSuffix(a, "\r\n\r\nalive\n") {
			n-- // of the last request
		}
		if strings.Contains(a, "3.1.0") || n > 1 && strings.Contains(all[i], "smuggled") {
			t.Errorf("%q answers what was smuggled: %d answers", all[i], n)
		}
		if strings.Contains(a, "Location: http") || strings.Contains(a, "Location: //") || strings.Contains(a, "HTTP/1.1 500") {
			t.Errorf("%.200q is answered %.300q", all[i], a)
		}
	}
	for _, line := range lines {
		var said map[string]any
		if err := json.Unmarshal([]byte(line), &said); err != nil {
			t.Fatalf("the log holds %q: %v", line, err)
		}
		for key := range said {
			if !slices.Contains([]string{"time", "level", "msg", "request", "method", "route", "status", "ms"}, key) {
				t.Errorf("the log tells %s: %s", key, line)
			}
		}
		if said["msg"] != "call" || strings.Contains(line, "forged") {
			t.Errorf("the log holds %s", line)
		}
	}
	if len(lines) > told {
		t.Errorf("%d lines of the log for %d answers", len(lines), told)
	}
	t.Logf("figure: %d requests as no client writes them: %d answers, %d of them of the service with %d lines of the log; none smuggled, none forged, none led to another host", len(all), told, len(lines), len(lines))
}

// exchanged is all that comes back to what is written onto a connection, and to a last request after it, with which the service closes; it
// closes before where it does not know where what came before ends.
func exchanged(t *testing.T, address, text string) string {
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Error(err)
		return ""
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(20 * time.Second))
	io.WriteString(c, text+"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
	src, err := io.ReadAll(c)
	if timeout, ok := err.(net.Error); ok && timeout.Timeout() { // else, where the service closed before it had read all, the system may tell of that
		t.Errorf("%.200q keeps the service waiting, which answered %.300q", text, src)
	}
	return string(src)
}

// safeBuffer is written to by many.
type safeBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.String()
}
