package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// timed is an answer that notes how many bytes were written since it was last given time.
type timed struct {
	*httptest.ResponseRecorder
	since, most int
}

func (w *timed) SetWriteDeadline(time.Time) error { w.since = 0; return nil }

func (w *timed) Write(src []byte) (int, error) {
	w.since += len(src)
	w.most = max(w.most, w.since)
	return w.ResponseRecorder.Write(src)
}

// TestPieces: a long answer of the API, as a long file of the site, goes out piece by piece, and each piece is given its own time.
func TestPieces(t *testing.T) {
	long := make([]byte, 5*piece/2)
	site, err := siteFrom(writeSite(t, map[string]string{"index.html": string(long)}))
	if err != nil {
		t.Fatal(err)
	}
	h := newService(t, "sqlite", time.Now).handler(site)
	for _, path := range []string{"/v1/openapi.json", "/"} {
		w := &timed{ResponseRecorder: httptest.NewRecorder()}
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusOK || w.Body.Len() < len(long) || w.most > piece {
			t.Errorf("%s: %d, %d bytes, up to %d of them in one time, %d are allowed", path, w.Code, w.Body.Len(), w.most, piece)
		}
	}
}

// TestTogether: whoever asks on a connection of its own, over TLS or beside others (HTTP/2) gets the same bytes; and a page goes out in one turn
// with its header, which a reader sees who reads once.
func TestTogether(t *testing.T) {
	files := map[string]string{"index.html": "home"}
	for _, size := range []int{0, 1, 4 << 10, piece, unsent - 1, unsent, unsent + 1, unsent + piece + 1} {
		files[fmt.Sprint(size, ".txt")] = strings.Repeat("0123456789abcdef", size/16+1)[:size]
	}
	site, err := siteFrom(writeSite(t, files))
	if err != nil {
		t.Fatal(err)
	}
	var plain string
	for _, how := range []string{"plain", "tls", "h2"} {
		server := httptest.NewUnstartedServer(newService(t, "sqlite", time.Now).handler(site))
		server.Listener, server.Config.ConnContext, server.EnableHTTP2 = gathering{server.Listener}, gathers, how == "h2"
		if how == "plain" {
			server.Start()
			plain = server.Listener.Addr().String()
		} else {
			server.StartTLS()
		}
		t.Cleanup(server.Close)
		client := server.Client()
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				for name, want := range files {
					a, err := client.Get(server.URL + "/" + strings.TrimSuffix(name, "index.html"))
					if err != nil {
						t.Errorf("%s, %s: %v", how, name, err)
						continue
					}
					src, err := io.ReadAll(a.Body)
					a.Body.Close()
					if err != nil || string(src) != want || (a.ProtoMajor == 2) != (how == "h2") {
						t.Errorf("%s, %s: %s, %d bytes, not %d: %v", how, name, a.Proto, len(src), len(want), err)
					}
				}
			})
		}
		group.Wait()
	}
	conn, err := net.Dial("tcp", plain)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	at, want, place := fmt.Sprint(piece, ".txt"), piece, make([]byte, 2*piece)
	for range 20 {
		fmt.Fprintf(conn, "GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n", at)
		n, err := conn.Read(place)
		if _, body, _ := bytes.Cut(place[:n], []byte("\r\n\r\n")); err != nil || len(body) != want {
			t.Fatalf("who reads once gets %d bytes of %d: %v", len(body), want, err)
		}
	}
}

// straight is an answer that is written to a connection without net/http.
type straight struct {
	*httptest.ResponseRecorder
	to *gatherer
}

func (w straight) Write(src []byte) (int, error) { return w.to.Write(src) }

// TestTogetherBroken: where a page that was gathered cannot be given away the connection is closed, so that no other answer follows half of it.
func TestTogetherBroken(t *testing.T) {
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	reader, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	c, err := gathering{listener}.Accept()
	if err != nil {
		t.Fatal(err)
	}
	reader.(*net.TCPConn).SetLinger(0) // it breaks off
	reader.Close()
	io.Copy(io.Discard, c) // until that is known
	r := httptest.NewRequestWithContext(gathers(t.Context(), c), http.MethodGet, "/", nil)
	func() {
		defer func() {
			if recover() != http.ErrAbortHandler {
				t.Error("net/http is not told to give the connection up")
			}
		}()
		together(straight{httptest.NewRecorder(), c.(*gatherer)}, r, []byte("a page"))
	}()
	if err := c.SetDeadline(time.Now()); !errors.Is(err, net.ErrClosed) {
		t.Errorf("the connection is still open: %v", err)
	}
}

// TestSlowReader reads a long answer of the API at 4 KB a second, for longer than a piece may take: it is not cut, for it goes on. Packets and
// buffers are small, else this machine itself takes in all of the answer.
func TestSlowReader(t *testing.T) {
	if !*prove {
		t.Log("make prove runs it, for 20 s; TestPieces shows the same without a clock")
		return
	}
	server := httptest.NewUnstartedServer(newService(t, "sqlite", time.Now).handler(http.NotFoundHandler()))
	server.Config.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		c.(*net.TCPConn).SetWriteBuffer(8 << 10)
		return ctx
	}
	server.Start()
	defer server.Close()
	dialer := net.Dialer{Control: func(_, _ string, c syscall.RawConn) error {
		return c.Control(func(fd uintptr) {
			syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_MAXSEG, 536)
			syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 4<<10)
		})
	}}
	client := http.Client{Transport: &http.Transport{DialContext: dialer.DialContext, DisableCompression: true}}
	a, err := client.Get(server.URL + "/v1/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	began, read := time.Now(), int64(0)
	for err == nil {
		var n int64
		n, err = io.CopyN(io.Discard, a.Body, 2<<10)
		read += n
		time.Sleep(500 * time.Millisecond)
	}
	if err != io.EOF || read != a.ContentLength {
		t.Fatalf("a slow reader was cut after %s and %d of %d bytes: %v", time.Since(began), read, a.ContentLength, err)
	}
	t.Logf("figure: one who took in %d KiB of the API's over %s was not cut", read>>10, time.Since(began).Round(time.Second))
}
