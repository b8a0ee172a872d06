package main

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// net/http gives the system the header and the beginning of an answer, and then the rest. Each such turn costs as much as all else that is
// done for a page; so a page's connection gathers what is written, and gives it away at once. Not so one over TLS: what is read from it may
// have something written on it meanwhile (TLS 1.3, KeyUpdate), and answers may share it (HTTP/2).

// gathering is a listener whose connections can gather.
type gathering struct{ net.Listener }

func (l gathering) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok {
		return &gatherer{TCPConn: tcp}, err
	}
	return c, err
}

// gatherer is a connection that keeps what is written while it has a place for it. One goroutine at a time writes.
type gatherer struct {
	*net.TCPConn
	held *[]byte // nil where each write goes out by itself
}

func (g *gatherer) Write(src []byte) (int, error) {
	if g.held == nil {
		return g.TCPConn.Write(src)
	}
	*g.held = append(*g.held, src...)
	return len(src), nil
}

type gathererKey struct{}

// gathers lets the calls of a connection find it; it is the server's ConnContext, which gets a TLS connection's own type.
func gathers(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, gathererKey{}, c)
}

var places = sync.Pool{New: func() any {
	place := make([]byte, 0, unsent+1<<10)
	return &place
}}

// together writes the header of an answer and the first of its body, unsent bytes at the most, in one turn.
func together(w http.ResponseWriter, r *http.Request, src []byte) {
	g, ok := r.Context().Value(gathererKey{}).(*gatherer)
	if !ok {
		inPieces(w, src)
		return
	}
	within(w, stall)
	g.held = places.Get().(*[]byte)
	_, err := w.Write(src)
	if err == nil {
		err = http.NewResponseController(w).Flush()
	}
	place := g.held
	g.held = nil
	if err == nil {
		_, err = g.TCPConn.Write(*place)
	}
	*place = (*place)[:0]
	places.Put(place)
	if err != nil { // net/http does not know, and would answer the next request after half of this answer
		g.Close()
		panic(http.ErrAbortHandler)
	}
}
