package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// cluster is two PostgreSQL under Patroni, one of which leads and the other follows synchronously, and the etcd by which they agree on
// who leads. Each lies in a folder of its own and listens on this machine alone.
type cluster struct {
	*postgres // their folder, programs and user; it is not started itself
	etcd      string
	nodes     [2]*member
}

// member is a PostgreSQL and the Patroni that keeps it.
type member struct {
	name, data, addr, rest string
	config                 string // the file of Patroni
	patroni                *exec.Cmd
}

// lease is how many seconds a leader may not be heard of before it is replaced.
const lease = 20

func startCluster(t *testing.T) *cluster {
	t.Helper()
	for _, name := range []string{"patroni", "etcd"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Fatalf("%v; sh prove/need.sh installs it", err)
		}
	}
	c := &cluster{postgres: emptyPostgres(t)}
	c.etcd = freeAddress(c.T)
	clients, peers := "http://"+c.etcd, "http://"+freeAddress(c.T)
	c.background("etcd", "--data-dir", filepath.Join(c.dir, "etcd"), "--listen-client-urls", clients, "--advertise-client-urls", clients,
		"--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers, "--initial-cluster", "default="+peers, "--logger", "zap", "--log-level", "warn")
	for i := range c.nodes {
		c.nodes[i] = c.member(fmt.Sprint("member", i))
		c.run(c.nodes[i])
	}
	t.Cleanup(func() {
		for _, n := range c.nodes {
			c.kill(n)
		}
	})
	c.whole()
	return c
}

// background runs a program until the test ends. What it says goes to a file named after it.
func (c *cluster) background(name string, args ...string) *exec.Cmd {
	c.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		c.Fatal(err)
	}
	out, err := os.OpenFile(filepath.Join(c.dir, filepath.Base(args[len(args)-1])+".log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		c.Fatal(err)
	}
	defer out.Close()
	cmd := c.command(path, args...)
	cmd.Path, cmd.Stdout, cmd.Stderr = path, out, out
	if err := cmd.Start(); err != nil {
		c.Fatal(err)
	}
	c.Cleanup(func() {
		cmd.Process.Kill() // fails where it has ended
		cmd.Wait()
	})
	return cmd
}

// member writes the file of a Patroni. Only a standby that has all that was acknowledged is made the leader, and a leader alone goes on.
func (c *cluster) member(name string) *member {
	c.Helper()
	n := &member{name: name, data: filepath.Join(c.dir, name), addr: freeAddress(c.T), rest: freeAddress(c.T), config: filepath.Join(c.dir, name+".yml")}
	text := strings.NewReplacer("NAME", n.name, "REST", n.rest, "ETCD", c.etcd, "LEASE", strconv.Itoa(lease), "ADDR", n.addr, "DATA", n.data, "BIN", c.bin, "DIR", c.dir).Replace(`
scope: jifen
name: NAME
restapi: {listen: REST, connect_address: REST}
etcd3: {hosts: ETCD}
bootstrap:
  dcs:
    ttl: LEASE
    loop_wait: 5
    retry_timeout: 5
    synchronous_mode: true
    postgresql: {use_pg_rewind: true, parameters: {max_connections: 60, fsync: "on", synchronous_commit: "on"}}
  initdb: [{encoding: UTF8}, {locale: C}, {auth: trust}, data-checksums]
postgresql:
  listen: ADDR
  connect_address: ADDR
  data_dir: DATA
  bin_dir: BIN
  pgpass: DATA.pgpass
  remove_data_directory_on_rewind_failure: true
  remove_data_directory_on_diverged_timelines: true
  authentication: {superuser: {username: jifen}, replication: {username: jifen}, rewind: {username: jifen}}
  parameters: {unix_socket_directories: DIR}
  pg_hba: ["host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust", "local all all trust"]
`)
	if err := os.WriteFile(n.config, []byte(text), 0o644); err != nil {
		c.Fatal(err)
	}
	return n
}

// run starts a member. One that was killed comes back by pg_rewind, or is copied anew from the one that leads.
func (c *cluster) run(n *member) {
	c.Helper()
	n.patroni = c.background("patroni", n.config)
}

// processes are Patroni, its PostgreSQL and all that these started.
func (n *member) processes() []int {
	var all []int
	if n.patroni.ProcessState == nil { // it was not waited for, so that its number is still its own
		all = append(all, n.patroni.Process.Pid)
	}
	src, _ := os.ReadFile(filepath.Join(n.data, "postmaster.pid"))
	first, _, _ := strings.Cut(string(src), "\n")
	at, _ := os.Readlink("/proc/" + first + "/cwd") // a number left behind may be another's by now
	if pid, err := strconv.Atoi(first); err == nil && at == n.data {
		all = append(all, pid)
	}
	for i := 0; i < len(all); i++ {
		names, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", all[i]))
		for _, name := range names {
			src, _ := os.ReadFile(name)
			for _, one := range strings.Fields(string(src)) {
				if pid, err := strconv.Atoi(one); err == nil && !slices.Contains(all, pid) {
					all = append(all, pid)
				}
			}
		}
	}
	return all
}

// signal sends a member's processes a signal, children before their parents.
func (n *member) signal(sig syscall.Signal) {
	for _, pid := range slices.Backward(n.processes()) {
		syscall.Kill(pid, sig) // fails where it has ended meanwhile
	}
}

// kill ends a member as a machine that loses its power: all at once. Of processes that are killed in turn, one may see that another is gone,
// and tell what a standby does not have yet.
func (c *cluster) kill(n *member) {
	n.hang()
	n.signal(syscall.SIGKILL)
	n.patroni.Wait()
}

// hang stops a member where it stands.
func (n *member) hang() { n.signal(syscall.SIGSTOP) }

// is says whether Patroni holds its PostgreSQL to be primary, synchronous and so on; told is what it says of it.
func (n *member) is(role string) (yes bool, told string) {
	client := http.Client{Timeout: 2 * time.Second}
	a, err := client.Get("http://" + n.rest + "/" + role)
	if err != nil {
		return false, err.Error()
	}
	defer a.Body.Close()
	var state struct{ State, Role string }
	json.NewDecoder(a.Body).Decode(&state)
	return a.StatusCode == http.StatusOK, state.Role + " " + state.State
}

// leader is the member that leads, nil where none does.
func (c *cluster) leader() *member {
	for _, n := range c.nodes {
		if yes, _ := n.is("primary"); yes {
			return n
		}
	}
	return nil
}

// whole waits until one member leads and the other follows synchronously.
func (c *cluster) whole() {
	c.Helper()
	const patience = 2 * time.Minute
	for began := time.Now(); time.Since(began) < patience; time.Sleep(200 * time.Millisecond) {
		if n := c.leader(); n != nil {
			if yes, _ := c.other(n).is("synchronous"); yes {
				return
			}
		}
	}
	for _, n := range c.nodes {
		_, told := n.is("patroni")
		log, _ := os.ReadFile(n.config + ".log")
		c.Logf("%s is %s; the end of what its Patroni said:\n%s", n.name, told, log[max(0, len(log)-3000):])
	}
	c.Fatalf("the cluster is not whole after %s", patience)
}

func (c *cluster) other(n *member) *member {
	if n == c.nodes[0] {
		return c.nodes[1]
	}
	return c.nodes[0]
}

// database makes an empty database, waits until both nodes have it, and gives a DSN that names both, of which the one that takes writes is meant.
func (c *cluster) database(name string) string {
	c.Helper()
	there := func(n *member) bool {
		return c.command("psql", "-q", "-c", "SELECT 1", "postgres://jifen@"+n.addr+"/"+name).Run() == nil
	}
	leader := c.leader()
	host, port, _ := net.SplitHostPort(leader.addr)
	c.must("createdb", "-h", host, "-p", port, "-U", "jifen", name)
	for began := time.Now(); !there(c.other(leader)); time.Sleep(100 * time.Millisecond) {
		if time.Since(began) > 30*time.Second {
			c.Fatalf("the standby has no database %s", name)
		}
	}
	return fmt.Sprintf("postgres://jifen@%s,%s/%s?target_session_attrs=read-write&sslmode=disable", c.nodes[0].addr, c.nodes[1].addr, name)
}
