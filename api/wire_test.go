package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// smuggled is a request that hides in the body of another.
const smuggled = "GET /v1/openapi.json?smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"

// onTheWire are requests as no client writes them: where a body ends is told twice, wrongly or in a way that others read otherwise, and a
// request stands where its body may end; or what is sent is to get into a header, a line of the log, or another host's address.
func onTheWire() []string {
	var all []string
	post := func(headers, body string) {
		all = append(all, "POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"+headers+"\r\n"+body)
	}
	whole := 5 + len(smuggled) // by the length, all of it is body; in chunks, it is not
	lengths := []string{fmt.Sprint(whole), fmt.Sprintf("+%d", whole), fmt.Sprintf("0%d", whole), fmt.Sprintf("%d\r\nContent-Length: 4", whole), fmt.Sprintf("%d, %[1]d", whole), fmt.Sprintf("0x%x", whole), "-1", fmt.Sprintf("%d\x00", whole)}
	for _, te := range []string{
		"Transfer-Encoding: chunked", "Transfer-Encoding : chunked", "Transfer-Encoding:\tchunked", "Transfer-Encoding: xchunked", "Transfer-Encoding: chunked, identity", "Transfer-Encoding: identity, chunked",
		"Transfer-Encoding: gzip, chunked", "transfer-encoding: CHUNKED", "Transfer-Encoding: chunked\r\nTransfer-Encoding: x", " Transfer-Encoding: chunked", "X: y\r\n Transfer-Encoding: chunked",
		"Transfer-Encoding\x00: chunked", "Transfer-Encoding: \x0bchunked", "Transfer_Encoding: chunked", "X: y\nTransfer-Encoding: chunked", "X: y\rTransfer-Encoding: chunked", "Transfer-Encoding:",
	} {
		for _, length := range lengths {
			post("Content-Length: "+length+"\r\n"+te+"\r\n", "0\r\n\r\n"+smuggled)
			post(te+"\r\nContent-Length: "+length+"\r\n", "0\r\n\r\n"+smuggled)
		}
	}
	for _, chunks := range []string{"0;a=\r\n\r\n", "0\n\n", "00\r\n\r\n", "-0\r\n\r\n", "0x0\r\n\r\n", "+0\r\n\r\n", "1\r\nZ\r\n0\r\nA: b\r\n\r\n", "ffffffffffffffff\r\n", "1\r\nZZ\r\n0\r\n\r\n", fmt.Sprintf("%x\r\n", len(smuggled))} {
		post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", chunks+smuggled+"\r\n0\r\n\r\n")
		post("Transfer-Encoding: chunked\r\n", chunks+smuggled+"\r\n0\r\n\r\n")
	}
	for _, line := range []string{"\r\n{\"msg\":\"forged\"}", "%0d%0a{\"msg\":\"forged\"}", "\n{\"msg\":\"forged\"}", "\x1b[2J", "\",\"msg\":\"forged", "\u2028forged", "\x00", strings.Repeat("a", 40_000)} {
		all = append(all,
			"GET /"+line+" HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /v1/notices/"+line+" HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET / HTTP/1.1\r\nHost: "+line+"\r\n\r\n", line+" / HTTP/1.1\r\nHost: localhost\r\n\r\n",
			"GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: "+line+"\r\n\r\n", "GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: "+line+"\r\n\r\n", "GET /v1/session HTTP/1.1\r\nHost: localhost\r\nOrigin: "+line+"\r\n\r\n",
			"GET /v1/session HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: "+line+"\r\nAccept-Language: "+line+"\r\n\r\n", "GET /v1/session?"+line+" HTTP/1.1\r\nHost: localhost\r\n\r\n",
		)
	}
	for _, host := range []string{"evil.example", "evil.example\r\nHost: localhost", "localhost@evil.example", "localhost, evil.example", "", "[::1]evil", "evil.example:99999"} {
		all = append(all, "GET /guides HTTP/1.1\r\nHost: "+host+"\r\n\r\n", "GET http://evil.example/guides HTTP/1.1\r\nHost: "+host+"\r\n\r\n", "GET //evil.example/%2f.. HTTP/1.1\r\nHost: "+host+"\r\n\r\n", "CONNECT evil.example:80 HTTP/1.1\r\nHost: "+host+"\r\n\r\n")
	}
	return all
}

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
	server := httptest.NewServer(s.handler(built))
	t.Cleanup(server.Close)
	all := onTheWire()
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

// exchanged is all that comes back to what is written onto a connection.
func exchanged(t *testing.T, address, text string) string {
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Error(err)
		return ""
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(300 * time.Millisecond))
	io.WriteString(c, text)
	src, _ := io.ReadAll(c) // until the service closes, or waits for more
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
