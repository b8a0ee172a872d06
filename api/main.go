// Command api is the service: the API under /v1, the accounts, the counters' pages and the site.
//
//	go run ./api -addr :8080 -db DSN -site DIR [-demo] [-limits FILE|off] [-key FILE] [-sms FILE]
//	go run ./api -db DSN -add-officer NAME -district 徐汇
//	go run ./api -db DSN -add-auditor NAME | -reset LOGIN | -disable LOGIN | -verify-audit
//	go run ./api -db DSN -backup FILE | -restore FILE | -purge | -rotate-key | -drop-keys
//
// DSN is sqlite:FILE (the default is sqlite:jifen.db) or postgres://…. The key of the personal data lies beside an SQLite file as
// FILE.key; it is made only together with a new database. Commands work while the service runs.
package main

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"jifen/api/outbox"
	"jifen/api/store"
)

func main() {
	frugal()
	if os.Getenv(hasherMark) != "" {
		hashes(os.Stdin, os.Stdout)
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// frugal lets garbage gather to four times what is in use before it is taken out, where GOGC says nothing else. Little is in use, so that
// by default much of the work would be looking for garbage; and every password that is hashed leaves 19 MiB.
func frugal() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}

// config is what the flags say.
type config struct {
	addr, db, key, site, limits, origin, cert, certKey, trust, totp string
	demo                                                            bool
	addOfficer, district, addAuditor, reset, disable                string
	verifyAudit                                                     bool
	sms, backup, restore                                            string
	purge, rotateKey, dropKeys                                      bool
	rest                                                            time.Duration // before a change of keys
}

func (c *config) flags(errs io.Writer) *flag.FlagSet {
	f := flag.NewFlagSet("api", flag.ContinueOnError)
	f.SetOutput(errs)
	f.StringVar(&c.addr, "addr", "localhost:8080", "the address to serve on")
	f.StringVar(&c.db, "db", "sqlite:jifen.db", "the database: sqlite:FILE or postgres://…")
	f.StringVar(&c.key, "key", "", "the file of the key of the personal data; FILE.key beside an SQLite file where it is not given")
	f.StringVar(&c.site, "site", "", "the folder of the built site, served beside the API")
	f.StringVar(&c.limits, "limits", "", "a file of limits like api/limits.json, or off for load tests")
	f.StringVar(&c.origin, "origin", "", "the origin of a site on another host of the same site, whose signed-in pages may call")
	f.StringVar(&c.cert, "tls-cert", "", "the certificate's file; with -tls-key the service speaks TLS itself")
	f.StringVar(&c.certKey, "tls-key", "", "the certificate's key file")
	f.StringVar(&c.trust, "trust", "", "addresses of proxies, with commas between, whose X-Forwarded-For is believed")
	f.StringVar(&c.totp, "staff-totp", "", "required or optional: whether officers and auditors need a second factor; required by default but on loopback without -trust")
	f.BoolVar(&c.demo, "demo", false, "fill a new database with a made-up district, and tell how to sign in")
	f.StringVar(&c.addOfficer, "add-officer", "", "make an account for an officer of this name, with -district")
	f.StringVar(&c.district, "district", "", "the officer's district, without 区")
	f.StringVar(&c.addAuditor, "add-auditor", "", "make an account for an auditor of this name")
	f.StringVar(&c.reset, "reset", "", "give the account of this sign-in name a new first password")
	f.StringVar(&c.disable, "disable", "", "end the account of this sign-in name")
	f.BoolVar(&c.verifyAudit, "verify-audit", false, "check the chain of the audit log")
	f.StringVar(&c.sms, "sms", "", "the file of the SMS carrier: its address, secret and template; without it messages stay owed")
	f.StringVar(&c.backup, "backup", "", "write a copy of the SQLite database to this file, also while the service runs")
	f.StringVar(&c.restore, "restore", "", "bring the copy of this file back to where -db has no database")
	f.BoolVar(&c.purge, "purge", false, "take out what the limits let stand no longer")
	f.BoolVar(&c.rotateKey, "rotate-key", false, "add a key and encrypt everything under it; goes on where it was stopped")
	f.BoolVar(&c.dropKeys, "drop-keys", false, "take the older keys out of the key file, once nothing needs them")
	return f
}

func (c *config) commands() bool {
	return c.keeps() || c.addOfficer != "" || c.addAuditor != "" || c.reset != "" || c.disable != "" || c.verifyAudit
}

func run(ctx context.Context, args []string, out, errs io.Writer) error {
	c := config{rest: rest}
	f := c.flags(errs)
	if err := f.Parse(args); err != nil {
		return err
	}
	if err := errors.Join(given(f), c.sound()); err != nil {
		return err
	}
	if f.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q; see -help", f.Arg(0))
	}
	if c.restore != "" {
		return restore(ctx, &c, out, errs)
	}
	s, err := open(ctx, &c, errs)
	if err != nil {
		return err
	}
	if c.keeps() {
		defer s.store.Close()
		return s.keep(ctx, &c, out)
	}
	if c.commands() {
		defer s.store.Close()
		return s.command(ctx, &c, out)
	}
	return s.listen(ctx, &c, out)
}

// given refuses a flag with an empty value: most likely a variable of the shell that is not set.
func given(f *flag.FlagSet) (err error) {
	f.Visit(func(one *flag.Flag) {
		if one.Value.String() == "" && err == nil {
			err = fmt.Errorf("-%s is empty; give it a value or leave it out", one.Name)
		}
	})
	return err
}

// sound refuses flags that would do something else than they say.
func (c *config) sound() error {
	switch {
	case c.totp != "" && c.totp != "required" && c.totp != "optional":
		return fmt.Errorf("-staff-totp %q is neither required nor optional", c.totp)
	case (c.cert == "") != (c.certKey == ""):
		return errors.New("-tls-cert and -tls-key go together; give both or neither")
	case c.district != "" && c.addOfficer == "":
		return errors.New("-district says whose officer is made; give it with -add-officer")
	}
	if c.cert != "" {
		if _, err := tls.LoadX509KeyPair(c.cert, c.certKey); err != nil {
			return fmt.Errorf("-tls-cert: %w", err)
		}
	}
	// Only the first account and the service itself make a database.
	if file, ok := strings.CutPrefix(c.db, "sqlite:"); ok && c.commands() && c.addOfficer == "" && c.addAuditor == "" {
		if _, err := os.Stat(file); err != nil {
			return fmt.Errorf("-db: no database is there: %w", err)
		}
	}
	return nil
}

// open opens the database and its key.
func open(ctx context.Context, c *config, errs io.Writer) (*service, error) {
	if err := c.sound(); err != nil {
		return nil, err
	}
	s := &service{clock: time.Now, log: slog.New(slog.NewJSONHandler(errs, nil)), consent: consentVersion, seen: make(chan string, 100), origin: c.origin, rooms: newRooms()}
	var err error
	if s.limits, err = readLimits(c.limits, s.clock); err != nil {
		return nil, err
	}
	if s.proxies, err = trusted(c.trust); err != nil {
		return nil, err
	}
	if c.sms != "" {
		if s.carrier, err = outbox.ReadCarrier(c.sms); err != nil {
			return nil, fmt.Errorf("-sms: %w", err)
		}
	}
	if s.store, err = store.Open(ctx, c.db, store.Options{Serve: !c.commands()}); err != nil {
		return nil, err
	}
	if s.keys, err = s.openKeys(ctx, c); err != nil {
		s.store.Close()
		return nil, err
	}
	loopback := onLoopback(c.addr) && c.trust == "" // behind a proxy others call
	s.secure = !loopback || c.cert != ""
	s.totpRequired = c.totp == "required" || c.totp == "" && !loopback
	s.sites = http.NewCrossOriginProtection()
	if c.origin != "" {
		if err := s.sites.AddTrustedOrigin(c.origin); err != nil {
			return nil, fmt.Errorf("-origin: %w", err)
		}
	}
	return s, nil
}

// openKeys reads the key. One is made only with a new database: where data stands another key could not read it, and is refused, for what was
// written under it could not be read together with the rest.
func (s *service) openKeys(ctx context.Context, c *config) (*keys, error) {
	name := c.key
	if file, ok := strings.CutPrefix(c.db, "sqlite:"); ok && name == "" {
		name = file + ".key"
	} else if name == "" {
		return nil, errors.New("PostgreSQL needs the key of the personal data: -key FILE")
	}
	empty := false
	err := s.store.Read(ctx, func(tx *store.Tx) error {
		var n int
		err := tx.Row(`SELECT count(*) FROM (SELECT 1 FROM audit LIMIT 1) AS one`).Scan(&n)
		empty = n == 0
		return err
	})
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(name); errors.Is(err, os.ErrNotExist) && empty {
		if err := newKeyFile(name); err != nil {
			return nil, err
		}
	}
	if err := s.store.Read(ctx, func(tx *store.Tx) error { return opens(tx, name) }); err != nil {
		return nil, err
	}
	return readKeys(name)
}

func trusted(list string) (proxies, error) {
	var all proxies
	for one := range strings.SplitSeq(list, ",") {
		if one = strings.TrimSpace(one); one == "" {
			continue
		}
		if a, err := netip.ParseAddr(one); err == nil {
			all = append(all, netip.PrefixFrom(a, a.BitLen()))
		} else if p, err := netip.ParsePrefix(one); err == nil {
			all = append(all, p)
		} else {
			return nil, fmt.Errorf("-trust %q is no address; write such as 10.0.0.1 or 10.0.0.0/8", one)
		}
	}
	return all, nil
}

func onLoopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// shown is an address as one opens it on this machine.
func shown(asked string, bound net.Addr) string {
	host, _, err := net.SplitHostPort(asked)
	_, port, errBound := net.SplitHostPort(bound.String())
	if err != nil || errBound != nil {
		return bound.String()
	}
	if host == "" {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// leave is how long a service that was told to stop goes on and ends each connection with its next answer. To close one on which nothing
// seems to be under way would lose what is on its way there.
const leave = 500 * time.Millisecond

// listen serves until it is told to stop, and then lets what is under way end.
func (s *service) listen(ctx context.Context, c *config, out io.Writer) error {
	site, err := siteFrom(c.site)
	if err != nil {
		return err
	}
	frugal := net.ListenConfig{Control: sparing}
	frugal.SetMultipathTCP(false) // what is asked of such a listener does not reach its connections
	listener, err := frugal.Listen(ctx, "tcp", c.addr)
	if err != nil {
		return fmt.Errorf("serving: %w", err)
	}
	scheme := "http"
	if c.cert != "" {
		scheme = "https"
	}
	if c.demo {
		if err := s.demo(ctx, scheme+"://"+shown(c.addr, listener.Addr()), out); err != nil {
			return errors.Join(err, listener.Close())
		}
	}
	fmt.Fprintf(out, "%s://%s  (stop with Ctrl+C)\n", scheme, listener.Addr())
	var leaving atomic.Bool
	handler := s.handler(site)
	server := &http.Server{
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if leaving.Load() {
				w.Header().Set("Connection", "close")
			}
			handler.ServeHTTP(w, r)
		}),
		ReadHeaderTimeout: 5 * time.Second, ReadTimeout: stall, WriteTimeout: 30 * time.Second,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
		ConnContext: gathers,
	}
	work, stop := context.WithCancel(context.Background())
	go s.notes(work)
	go s.watchKeys(work)
	go apart.keep(work, s.log)
	go s.purges(work)
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		if o := s.outbox(); o != nil {
			o.Run(work)
		}
	}()
	ended := make(chan error, 1)
	go func() {
		if c.cert != "" {
			ended <- server.ServeTLS(gathering{listener}, c.cert, c.certKey)
		} else {
			ended <- server.Serve(gathering{listener})
		}
	}()
	select {
	case err = <-ended:
	case <-ctx.Done():
		leaving.Store(true)
		time.Sleep(leave)
		patience, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		err = server.Shutdown(patience)
	}
	stop()
	<-sent // what it took out is noted before the database is closed
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, s.store.Close())
}
