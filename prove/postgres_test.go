package main

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// postgres is a PostgreSQL of a test's own, in a folder of its own and reached through a socket in it. It waits for the disk at every
// commit, as by default. It does not run as root: then it runs as the user postgres.
type postgres struct {
	*testing.T
	dir, bin string
}

func startPostgres(t *testing.T) *postgres {
	t.Helper()
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if path, err := exec.LookPath("initdb"); err == nil && len(bins) == 0 {
		bins = append(bins, filepath.Dir(path))
	}
	if len(bins) == 0 {
		t.Fatal("no initdb in /usr/lib/postgresql or on the PATH; make need installs it")
	}
	slices.Sort(bins)
	dir, err := os.MkdirTemp("", "jifen-pg") // short, for a socket's path may be 107 characters long
	if err != nil {
		t.Fatal(err)
	}
	p := &postgres{t, dir, bins[len(bins)-1]}
	t.Cleanup(func() {
		p.control("stop", "-m", "immediate")
		os.RemoveAll(dir)
	})
	if c := p.credential(); c != nil {
		if err := os.Chown(dir, int(c.Uid), int(c.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	p.must("initdb", "-D", p.data(), "-U", "jifen", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	p.start()
	return p
}

func (p *postgres) data() string { return filepath.Join(p.dir, "data") }

// start starts it, and waits until it takes connections.
func (p *postgres) start() {
	p.Helper()
	if out, err := p.control("start", "-o", "-k "+p.dir+" -c listen_addresses='' -c max_connections=100 -c fsync=on"); err != nil {
		p.Fatalf("%v\n%s", err, out)
	}
}

// control runs pg_ctl: stop or restart, with -m immediate as a crash does.
func (p *postgres) control(args ...string) ([]byte, error) {
	return p.command("pg_ctl", append([]string{"-D", p.data(), "-l", filepath.Join(p.dir, "log"), "-w"}, args...)...).CombinedOutput()
}

// must runs one of its programs, which may not fail.
func (p *postgres) must(name string, args ...string) string {
	p.Helper()
	out, err := p.command(name, args...).CombinedOutput()
	if err != nil {
		p.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func (p *postgres) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(p.bin, name), args...)
	cmd.Dir = p.dir
	if c := p.credential(); c != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c}
	}
	return cmd
}

// credential is the user as whom it runs, nil where that is who runs the test.
func (p *postgres) credential() *syscall.Credential {
	u, err := user.Lookup("postgres")
	if os.Getuid() != 0 || err != nil {
		return nil
	}
	uid, _ := strconv.Atoi(u.Uid)
	gid, _ := strconv.Atoi(u.Gid)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

// database makes an empty database, and gives its DSN.
func (p *postgres) database(name string) string {
	p.Helper()
	p.must("createdb", "-h", p.dir, "-U", "jifen", name)
	return fmt.Sprintf("postgres:///%s?host=%s&user=jifen", name, strings.ReplaceAll(p.dir, "/", "%2F"))
}
