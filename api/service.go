package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"jifen/api/outbox"
	"jifen/api/store"
	"jifen/rules"
)

// service is the whole of it: what every call is answered from.
type service struct {
	store        *store.Store
	keys         *keys
	limits       *limits
	clock        func() time.Time
	log          *slog.Logger
	proxies      proxies
	sites        *http.CrossOriginProtection // which sites may send what changes something
	origin       string                      // another host of the same site, from which signed-in pages call
	secure       bool                        // cookies go over TLS alone
	totpRequired bool
	carrier      *outbox.Carrier // nil where there is none: messages stay owed
	consent      string          // the version of the consent that holders give
	rooms        rooms
	metrics      metrics
	seen         chan string // sessions that were seen, to be written down
	story        *story      // what a demo tells of itself, nil where this is none
}

// metrics is what is counted.
type metrics struct {
	calls         [6]atomic.Int64 // by hundred of the status
	signInsFailed atomic.Int64
}

// consentVersion is the version of the words to which a holder agrees, on the page /holder/.
const consentVersion = "2026-11-24"

// handler is the service's way in: API, site and the pages for machines. A file of the site is counted, and otherwise nobody's business.
func (s *service) handler(site http.Handler) http.Handler {
	mux := http.NewServeMux()
	for _, rt := range routes() {
		mux.HandleFunc(rt.pattern(), func(w http.ResponseWriter, r *http.Request) { rt.serve(s, w, r) })
		if rt.cors {
			mux.HandleFunc("OPTIONS "+rt.path, preflight)
		}
	}
	mux.HandleFunc("/v1/", func(w http.ResponseWriter, r *http.Request) { s.noRoute(mux, w, r) })
	api := s.around(mux) // with what the mux itself answers, such as /v1//session
	for pattern, page := range map[string]http.HandlerFunc{
		"GET /healthz": func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "alive") }, "GET /readyz": s.readyz, "GET /metrics": s.metricsPage,
		"GET /notice/key.json": s.noticeKey, "GET /demo.json": s.demoPage,
	} {
		mux.Handle(pattern, s.around(page))
	}
	mux.Handle("/", site)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.TransferEncoding) > 0 {
			w.Header().Set("Connection", "close") // a length that was sent as well is hidden by net/http: what follows must be no request (RFC 9112, 6.1)
		}
		told := &counted{ResponseWriter: w, status: http.StatusOK}
		defer func() { s.metrics.calls[min(told.status/100, 5)].Add(1) }()
		if strings.HasPrefix(r.URL.Path, "/v1/") {
			api.ServeHTTP(told, r)
		} else {
			mux.ServeHTTP(told, r)
		}
	})
}

// around sees to what every answer of the service has: a request id, headers, a line in the log.
func (s *service) around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := s.clock()
		id := crockford(random(10))
		r = r.WithContext(context.WithValue(r.Context(), idKey{}, id))
		h := w.Header()
		h.Set("X-Request-Id", id)
		if strings.HasPrefix(r.URL.Path, "/v1/") {
			h.Set("Cache-Control", "no-store")
			h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
			h.Set("Cross-Origin-Resource-Policy", "same-origin")
			h.Set("Referrer-Policy", "no-referrer")
			h.Set("X-Content-Type-Options", "nosniff")
			if s.secure {
				h.Set("Strict-Transport-Security", "max-age=63072000")
			}
			s.shareWith(w, r)
		}
		told := &counted{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(told, r)
		// The path may hold a notice's code and ids; the pattern holds nothing of anybody.
		s.log.LogAttrs(r.Context(), slog.LevelInfo, "call", slog.String("request", id), slog.String("method", r.Method), slog.String("route", r.Pattern),
			slog.Int("status", told.status), slog.Int64("ms", s.clock().Sub(start).Milliseconds()))
	})
}

type idKey struct{}

func requestID(r *http.Request) string {
	id, _ := r.Context().Value(idKey{}).(string)
	return id
}

// counted notes the status of an answer.
type counted struct {
	http.ResponseWriter
	status int
}

func (c *counted) WriteHeader(status int) {
	c.status = status
	c.ResponseWriter.WriteHeader(status)
}

// stall is how long a request may take to come in, header and body together (the server's ReadTimeout), and how long each piece of an answer
// may take to go out, before the connection is cut.
const stall = 8 * time.Second

// piece is how many bytes of an answer a slow reader must take in within stall: a phone far from its mast gets all of a long answer, one that
// stands still does not.
const piece = 16 << 10

// unsent is how many bytes of an answer the system takes for a connection before it can send them.
const unsent = 2 * piece

// within gives what is written next so much time. Who is no connection, as in a test, needs none.
func within(w http.ResponseWriter, d time.Duration) {
	http.NewResponseController(w).SetWriteDeadline(time.Now().Add(d))
}

// inPieces writes the body of an answer, and gives each piece its own time.
func inPieces(w http.ResponseWriter, src []byte) {
	for part := range slices.Chunk(src, piece) {
		within(w, stall)
		if _, err := w.Write(part); err != nil {
			return // one who went away is no fault
		}
	}
}

func (c *counted) Unwrap() http.ResponseWriter { return c.ResponseWriter }

// shareWith lets pages of another origin read: the one named by -origin with credentials, any other the public calls without.
func (s *service) shareWith(w http.ResponseWriter, r *http.Request) {
	origin := r.Header.Get("Origin")
	h := w.Header()
	h.Add("Vary", "Origin")
	switch {
	case origin == "":
	case s.origin != "" && origin == s.origin:
		h.Set("Access-Control-Allow-Origin", origin)
		h.Set("Access-Control-Allow-Credentials", "true")
		h.Set("Access-Control-Expose-Headers", "ETag, Retry-After")
		h.Set("Cross-Origin-Resource-Policy", "same-site")
		if r.Method == http.MethodOptions {
			h.Set("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE")
			h.Set("Access-Control-Allow-Headers", "Content-Type, If-Match, Idempotency-Key")
		}
	case openTo(r.URL.Path):
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		if r.Method == http.MethodOptions {
			h.Set("Access-Control-Allow-Methods", "GET, POST")
			h.Set("Access-Control-Allow-Headers", "Content-Type, Idempotency-Key")
		}
	}
}

// openTo says whether a path is answered to any site.
func openTo(path string) bool {
	for _, rt := range routes() {
		if start, _, _ := strings.Cut(rt.path, "{"); rt.cors && (path == rt.path || start != rt.path && strings.HasPrefix(path, start)) {
			return true
		}
	}
	return false
}

func preflight(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }

// noRoute answers for an address of the API that is none, or is none for that method.
func (s *service) noRoute(mux *http.ServeMux, w http.ResponseWriter, r *http.Request) {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete} {
		probe := r.Clone(r.Context())
		probe.Method = method
		if _, pattern := mux.Handler(probe); strings.HasPrefix(pattern, method+" ") {
			allowed = append(allowed, method)
		}
	}
	switch {
	case r.Method == http.MethodOptions:
		preflight(w, r)
	case allowed != nil:
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		refuse(http.StatusMethodNotAllowed, "这个地址不接受这种方法", "This address does not take this method").send(w, languageOf(r), requestID(r))
	default:
		notFound().send(w, languageOf(r), requestID(r))
	}
}

func (s *service) readyz(w http.ResponseWriter, r *http.Request) {
	if err := s.store.Ready(r.Context()); err != nil {
		s.log.Warn("not ready", "why", err)
		http.Error(w, "the store cannot be reached", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ready")
}

// onThisMachine says whether a caller is on the machine on which the service runs.
func (s *service) onThisMachine(r *http.Request) bool {
	host := s.proxies.address(r)
	return strings.HasPrefix(host, "127.") || host == "::1"
}

// metricsPage is for Prometheus, and for callers on this machine alone.
func (s *service) metricsPage(w http.ResponseWriter, r *http.Request) {
	if !s.onThisMachine(r) {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/plain; version=0.0.4")
	fmt.Fprintln(w, "# HELP jifen_answers_total Answers by the hundred of their status.\n# TYPE jifen_answers_total counter")
	for i := range s.metrics.calls {
		if i > 0 {
			fmt.Fprintf(w, "jifen_answers_total{status=\"%dxx\"} %d\n", i, s.metrics.calls[i].Load())
		}
	}
	fmt.Fprintf(w, "# HELP jifen_sign_ins_failed_total Sign-ins that failed.\n# TYPE jifen_sign_ins_failed_total counter\njifen_sign_ins_failed_total %d\n", s.metrics.signInsFailed.Load())
	fmt.Fprintf(w, "# HELP go_goroutines Goroutines of the service.\n# TYPE go_goroutines gauge\ngo_goroutines %d\n", runtime.NumGoroutine())
	fmt.Fprintf(w, "# HELP jifen_writes_waiting Writes that wait for the writer.\n# TYPE jifen_writes_waiting gauge\njifen_writes_waiting %d\n", s.store.Waiting())
}

// reading runs do on what is committed.
func (c *call) reading(do func() error) error {
	return c.store.Read(c.r.Context(), func(tx *store.Tx) error {
		c.tx = tx
		return do()
	})
}

// notes writes down, now and then, which sessions were seen: it need not be exact, and must not make every read a write.
func (s *service) notes(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case id := <-s.seen:
			at := instant(s.clock())
			err := s.store.Write(ctx, func(tx *store.Tx) error {
				err := tx.Put(`UPDATE sessions SET seen_at = $2 WHERE id = $1`, id, at)
				return err
			})
			if err != nil {
				s.log.Warn("a session that was seen was not noted", "why", err)
			}
		}
	}
}

// edition is the edition of the law for a day; past the last one's end it is taken to hold on.
func inForce(editions []rules.Edition, on rules.Date) *rules.Edition {
	if e := rules.Find(editions, on); e != nil {
		return e
	}
	return &editions[len(editions)-1]
}
