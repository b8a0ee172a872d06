package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// The tests of this room run the program itself, as a child process on a real database, and call it over HTTP.

var program string // the service, built once

func TestMain(m *testing.M) {
	flag.Parse()
	dir, err := os.MkdirTemp("", "jifen-prove")
	if err == nil {
		program = filepath.Join(dir, "api")
		build := exec.Command("go", "build", "-o", program, "jifen/api")
		build.Stdout, build.Stderr = os.Stderr, os.Stderr
		err = build.Run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// look looks at what the program is made of. What a test looked at counts: after a change there go test takes no result from its cache. It
// does not count in TestMain, before the tests run.
var look = sync.OnceValue(func() (err error) {
	for _, dir := range []string{"../api", "../rules"} {
		err = errors.Join(err, filepath.WalkDir(dir, func(_ string, _ fs.DirEntry, err error) error { return err }))
	}
	return err
})

// kinds are the databases that everything is tried on.
var kinds = []string{"sqlite", "postgres"}

// service is the program on a database of its own. It can be stopped and started again, at the same address and on the same data.
type service struct {
	*testing.T
	dir, addr, db, key string
	postgres           *postgres // nil on SQLite
	flags              []string  // for the service, besides those that every run needs
	beside             *service  // another on the same database, nil where there is none
	core               string    // on which it runs alone, empty for all
	cmd                *exec.Cmd
	ended              chan error
	client             *http.Client
	parties            int
}

// newService makes a database, sqlite or postgres, and starts the service on it, without limits of rates.
func newService(t *testing.T, kind string, flags ...string) *service {
	t.Helper()
	s := unstarted(t, flags...)
	if kind == "postgres" {
		s.postgres = startPostgres(t)
		s.db = s.postgres.database("jifen")
	}
	s.start()
	return s
}

// unstarted is a service in a folder of its own, on SQLite, that was not started yet.
func unstarted(t *testing.T, flags ...string) *service {
	t.Helper()
	if err := look(); err != nil {
		t.Fatal(err)
	}
	s := &service{T: t, dir: t.TempDir(), flags: append([]string{"-limits", "off"}, flags...)}
	s.client = &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}}
	s.key, s.db = filepath.Join(s.dir, "jifen.key"), "sqlite:"+s.file()
	s.addr = freeAddress(t)
	t.Cleanup(func() {
		s.kill()
		if t.Failed() {
			src, _ := os.ReadFile(s.logFile())
			var said []string
			for line := range strings.Lines(string(src)) {
				if !strings.Contains(line, `"msg":"call"`) {
					said = append(said, line)
				}
			}
			t.Logf("the last of what the service said besides its calls:\n%s", strings.Join(said[max(0, len(said)-20):], ""))
		}
	})
	return s
}

// freeAddress is one on which nobody listens, below those that a system hands out by itself: it must stay free while the service is away.
func freeAddress(t *testing.T) string {
	t.Helper()
	for range 100 {
		free, err := net.Listen("tcp", fmt.Sprint("127.0.0.1:", 10_000+rand.IntN(20_000)))
		if err == nil {
			defer free.Close()
			return free.Addr().String()
		}
	}
	t.Fatal("no port is free")
	return ""
}

// file is the SQLite database.
func (s *service) file() string { return filepath.Join(s.dir, "jifen.db") }

func (s *service) logFile() string { return filepath.Join(s.dir, "log") }

// start starts the service and waits until it answers that it is ready; it tells how long that took.
func (s *service) start() time.Duration {
	s.Helper()
	began := time.Now()
	if err := s.starts(); err != nil {
		s.Fatal(err)
	}
	return time.Since(began)
}

// starts is start of a service that may not come to be ready.
func (s *service) starts() error {
	log, err := os.OpenFile(s.logFile(), os.O_APPEND|os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	before, err := log.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	s.cmd = exec.Command(program, append([]string{"-addr", s.addr, "-db", s.db, "-key", s.key}, s.flags...)...)
	if s.core != "" {
		s.cmd = exec.Command("taskset", append([]string{"-c", s.core}, s.cmd.Args...)...)
	}
	s.cmd.Stdout, s.cmd.Stderr = log, log
	if err := s.cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	s.ended = ended
	go func(cmd *exec.Cmd) { ended <- cmd.Wait() }(s.cmd)
	for began := time.Now(); time.Since(began) < 30*time.Second; time.Sleep(2 * time.Millisecond) {
		select {
		case err := <-ended:
			ended <- err
			said, _ := os.ReadFile(s.logFile())
			return fmt.Errorf("the service ended at its start: %w\n%s", err, said[max(0, len(said)-4000):])
		default:
		}
		if answer, err := s.client.Get(s.url("/readyz")); err == nil {
			answer.Body.Close()
			said := make([]byte, 200)
			n, _ := log.ReadAt(said, before)
			if answer.StatusCode == http.StatusOK && bytes.Contains(said[:n], []byte(s.addr)) { // it is this service that answers
				return nil
			}
		}
	}
	return errors.New("the service was not ready within 30 s")
}

// signal sends the service a signal.
func (s *service) signal(sig os.Signal) {
	s.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil {
		s.Fatal(err)
	}
}

// wait waits until the service has ended; the error is how.
func (s *service) wait(patience time.Duration) error {
	s.Helper()
	select {
	case err := <-s.ended:
		s.ended <- err // for whoever waits once more
		return err
	case <-time.After(patience):
		s.Fatalf("the service has not ended within %s", patience)
		return nil
	}
}

// kill ends the service as kill -9 does, if it runs.
func (s *service) kill() {
	if s.cmd == nil {
		return
	}
	s.cmd.Process.Kill() // fails where it has ended
	s.wait(10 * time.Second)
}

// stop ends the service as an administrator does.
func (s *service) stop() {
	s.Helper()
	s.signal(syscall.SIGTERM)
	if err := s.wait(15 * time.Second); err != nil {
		s.Fatalf("it ended with %v", err)
	}
}

// command runs the program with other flags on the same database, and gives what it printed.
func (s *service) command(args ...string) (string, error) {
	cmd := exec.Command(program, append([]string{"-db", s.db, "-key", s.key}, args...)...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("%v: %w: %s", args, err, errs.String())
	}
	return out.String(), nil
}

// must is command of what may not fail.
func (s *service) must(args ...string) string {
	s.Helper()
	out, err := s.command(args...)
	if err != nil {
		s.Fatal(err)
	}
	return out
}

var turns atomic.Int64

// url is an address of the service; of two that run on the same database each is called in turn.
func (s *service) url(path string) string {
	if s.beside != nil && turns.Add(1)%2 == 0 {
		return "http://" + s.beside.addr + path
	}
	return "http://" + s.addr + path
}

// person is one who is signed in; without a cookie, nobody.
type person struct {
	*service
	role, name, login, cookie string
}

// answer is what came back; its status is 0 where nothing did.
type answer struct {
	status int
	header http.Header
	body   []byte
	err    error // why nothing came back
}

// call makes one call. Header is name, value, name, value; a body that is no text is sent as JSON.
func (p *person) call(method, path string, body any, header ...string) *answer {
	var src []byte
	switch b := body.(type) {
	case nil:
	case string:
		src = []byte(b)
	default:
		src = asJSON(b)
	}
	r, err := http.NewRequest(method, p.url(path), bytes.NewReader(src))
	if err != nil {
		return &answer{err: err}
	}
	r.Header.Set("Content-Type", "application/json")
	if p.cookie != "" {
		r.Header.Set("Cookie", p.cookie)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	got, err := p.client.Do(r)
	if err != nil {
		return &answer{err: err}
	}
	defer got.Body.Close()
	src, err = io.ReadAll(got.Body)
	if err != nil { // cut off: nobody can rely on it
		return &answer{err: err}
	}
	return &answer{status: got.StatusCode, header: got.Header, body: src}
}

func asJSON(v any) []byte {
	src, err := json.Marshal(v)
	if err != nil {
		panic(err) // of what the tests themselves put together
	}
	return src
}

// does makes a call that must come through, and reads its answer into a value; nil reads nothing.
func (p *person) does(method, path string, body, into any, header ...string) *answer {
	p.Helper()
	a := p.call(method, path, body, header...)
	if a.status/100 != 2 {
		p.Fatalf("%s %s: %d %s %v", method, path, a.status, a.body, a.err)
	}
	if into != nil {
		if err := json.Unmarshal(a.body, into); err != nil {
			p.Fatalf("%s %s: %v in %s", method, path, err, a.body)
		}
	}
	return a
}

// signIn signs in, and keeps the session.
func (p *person) signIn(login, password string) {
	p.Helper()
	p.login = login
	p.keep(p.does(http.MethodPost, "/v1/session", map[string]string{"login": login, "password": password}, nil))
}

// changePassword changes a first password, as must be done before anything else, and gives a holder's consent.
func (p *person) changePassword(old, fresh string) {
	p.Helper()
	var told struct {
		Consent string `json:"consent_needed"`
	}
	p.does(http.MethodGet, "/v1/session", nil, &told)
	body := map[string]string{"old": old, "new": fresh}
	if told.Consent != "" {
		body["consent"] = told.Consent
	}
	p.keep(p.does(http.MethodPut, "/v1/session/password", body, nil))
}

// keep keeps the session's cookie of an answer.
func (p *person) keep(a *answer) {
	for _, c := range (&http.Response{Header: a.header}).Cookies() {
		if c.Name == "jifen_session" {
			p.cookie = c.Name + "=" + c.Value
		}
	}
}

const password = "seven paper lanterns"

// staff makes an officer of a district by the command, or an auditor where it is empty, and signs in.
func (s *service) staff(name, district string) *person {
	s.Helper()
	p, args := &person{service: s, role: "officer", name: name}, []string{"-add-officer", name, "-district", district}
	if district == "" {
		p.role, args = "auditor", []string{"-add-auditor", name}
	}
	var told struct {
		Login string
		First string `json:"first_password"`
	}
	if err := json.Unmarshal([]byte(s.must(args...)), &told); err != nil {
		s.Fatal(err)
	}
	p.signIn(told.Login, told.First)
	p.changePassword(told.First, password)
	return p
}

// employer registers an employer, has an officer of its district approve it, and signs in.
func (s *service) employer(officer *person, district string) *person {
	s.Helper()
	s.parties++
	p, uscc := &person{service: s, role: "employer", name: "示例"}, madeUSCC(s.parties)
	var told struct{ ID string }
	p.does(http.MethodPost, "/v1/employers", map[string]string{"name": fmt.Sprint("示例单位", s.parties), "uscc": uscc, "kind": "enterprise", "district": district,
		"contact": p.name, "phone": "13900000000", "password": password}, &told)
	officer.does(http.MethodPost, "/v1/employers/"+told.ID+"/decision", map[string]any{"approve": true}, nil)
	p.signIn(uscc, password)
	return p
}

// employee is a holder as its employer has entered it.
type employee struct {
	ID     string
	Number string `json:"login"` // the ID number, with which a holder signs in
	First  string `json:"first_password"`
}

// holders has an employer enter so many holders from tables.
func (p *person) holders(count int) (all []employee) {
	p.Helper()
	for len(all) < count {
		table := "name,id_number,phone\n"
		for i := range min(500, count-len(all)) {
			table += fmt.Sprintf("王示例,%s,13800000000\n", madeID(10_000*p.parties+len(all)+i))
		}
		var told struct{ Rows []employee }
		p.does(http.MethodPost, "/v1/holders/import", table, &told, "Content-Type", "text/csv")
		all = append(all, told.Rows...)
	}
	return all
}

// holder signs one of them in.
func (s *service) holder(e employee) *person {
	s.Helper()
	p := &person{service: s, role: "holder", name: "王示例"}
	p.signIn(e.Number, e.First)
	p.changePassword(e.First, password)
	return p
}

// madeID is a sound ID number of nobody, of a place that is none (GB 11643).
func madeID(n int) string {
	head := fmt.Sprintf("999999%04d%02d01%03d", 1960+n/12_000%40, 1+n/1000%12, n%1000)
	sum := 0
	for i, c := range head {
		sum += int(c-'0') << (17 - i)
	}
	return head + string("10X98765432"[sum%11])
}

// madeUSCC is a sound code of no employer (GB 32100, and GB 11714 within it).
func madeUSCC(n int) string {
	const figures = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	head := fmt.Sprintf("91310999MA%06d", n)
	sum := 0
	for i, weight := range []int{3, 7, 9, 10, 5, 8, 4, 2} {
		c := int(head[8+i] - '0')
		if head[8+i] >= 'A' {
			c = int(head[8+i]-'A') + 10
		}
		sum += c * weight
	}
	head += string("0123456789X0"[(11-sum%11)%11])
	sum = 0
	for i, weight := 0, 1; i < len(head); i, weight = i+1, weight*3%31 {
		sum += strings.IndexByte(figures, head[i]) * weight
	}
	return head + string(figures[(31-sum%31)%31])
}

// median is the middle of durations, and the longest of them.
func median(all []time.Duration) (middle, longest time.Duration) {
	if len(all) == 0 {
		return 0, 0
	}
	all = slices.Sorted(slices.Values(all))
	return all[len(all)/2], all[len(all)-1]
}
