//go:build linux

package main

import (
	"database/sql"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// onSmallDisk moves the data of a service, SQLite's or PostgreSQL's and the key, to a disk of so many bytes, and gives its folder.
func onSmallDisk(s *service, size string) string {
	s.Helper()
	s.stop()
	dir := s.T.TempDir()
	names := []string{s.file(), s.key}
	if p := s.postgres; p != nil {
		if out, err := p.control("stop", "-m", "fast"); err != nil {
			s.Fatalf("%v\n%s", err, out)
		}
		old := p.data() + ".old"
		if err := os.Rename(p.data(), old); err != nil {
			s.Fatal(err)
		}
		names, dir = []string{old + "/."}, p.data()
		if err := os.Mkdir(dir, 0o700); err != nil {
			s.Fatal(err)
		}
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		s.Fatalf("a small disk is a tmpfs, which only root can mount: %v", err)
	}
	s.Cleanup(func() {
		s.end()
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			s.Error(err)
		}
	})
	if out, err := exec.Command("cp", append([]string{"-a"}, append(names, dir)...)...).CombinedOutput(); err != nil {
		s.Fatalf("%v\n%s", err, out)
	}
	if s.postgres != nil {
		s.postgres.start()
	} else {
		s.db, s.key = "sqlite:"+filepath.Join(dir, "jifen.db"), filepath.Join(dir, "jifen.key")
	}
	s.start()
	return dir
}

// TestDiskFull fills the disk under load and makes room again: meanwhile who writes is told at once to ask again, who reads is answered,
// nothing that was acknowledged is lost, and soon after the service takes writes by itself. A PostgreSQL that ends on a full disk is
// started again when there is room; the service is not.
func TestDiskFull(t *testing.T) {
	if !*prove {
		t.Log("only with -prove: it mounts a small disk, as root")
		return
	}
	for _, c := range []struct {
		name, kind, size string
	}{
		{"SQLite", "sqlite", "96m"},
		{"PostgreSQL", "postgres", "128m"},
		{"PostgreSQL, without room for its log too,", "postgres", "128m"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newService(t, c.kind)
			dir := onSmallDisk(s, c.size)
			o := newOpinions(s)
			o.setOff()
			time.Sleep(time.Second)
			if s.postgres != nil {
				s.query("SELECT 1") // the first connection to a database writes a file
			}
			fill := filepath.Join(dir, "fill")
			if out, err := exec.Command("dd", "if=/dev/zero", "of="+fill, "bs=4k").CombinedOutput(); err == nil || !strings.Contains(string(out), "No space left") {
				t.Fatalf("the disk is not full: %s", out)
			}
			if strings.Contains(c.name, "log") {
				s.query(`SELECT txid_current(), pg_switch_wal()`) // begins a new file of the log, for which there is no room
			}
			from, spell, reads, unread := time.Now(), 8*time.Second, 0, 0
			var wrote time.Time // when the last was taken on the full disk
			for before := o.taken(); time.Since(from) < spell; time.Sleep(20 * time.Millisecond) {
				if n := o.taken(); n > before {
					before, wrote = n, time.Now()
				}
				if a := o.officer.call(http.MethodGet, "/v1/feedback?limit=1", nil); a.status == http.StatusOK {
					reads++
				} else {
					unread++
				}
			}
			to := time.Now()
			if err := os.Remove(fill); err != nil {
				t.Fatal(err)
			}
			ended := ""
			if s.postgres != nil {
				if _, err := s.postgres.control("status"); err != nil {
					ended = "; PostgreSQL had ended and was started again"
					s.postgres.startAfterCrash()
				}
			}
			room := time.Now()
			for before := o.taken(); o.taken() < before+readers; time.Sleep(time.Millisecond) {
				if time.Since(room) > time.Minute {
					t.Fatal("nothing was taken for a minute")
				}
			}
			again := time.Since(room)
			o.settle()
			o.holds()
			if again > 5*time.Second {
				t.Errorf("it took %s until it wrote again", again)
			}
			count, slowest := o.between(from, to)
			for status, n := range count {
				if status/100 != 2 && (status != http.StatusServiceUnavailable || slowest[status] > time.Second) {
					t.Errorf("%d answers %d, after %s at most", n, status, slowest[status])
				}
			}
			if count[http.StatusServiceUnavailable] == 0 {
				t.Error("the disk was never full")
			}
			if unread > 0 && ended == "" {
				t.Errorf("%d reads of %d were not answered", unread, reads+unread)
			}
			s.stop()
			if s.postgres == nil {
				s.whole(strings.TrimPrefix(s.db, "sqlite:"))
			}
			t.Logf("figure: %s on a disk of %s, full for %s: %d writes refused with 503 after %s at most, the last taken %s after the disk was full; %d of %d reads answered; %d taken in all, 0 lost, 0 doubled; writing again %s after there was room%s",
				c.name, c.size, spell, count[http.StatusServiceUnavailable], slowest[http.StatusServiceUnavailable].Round(time.Millisecond), max(0, wrote.Sub(from)).Round(time.Millisecond),
				reads, reads+unread, o.taken(), again.Round(time.Millisecond), ended)
		})
	}
}

// whole has SQLite look through a file that nobody writes.
func (s *service) whole(file string) {
	s.Helper()
	db, err := sql.Open("sqlite", "file:"+file)
	if err != nil {
		s.Fatal(err)
	}
	defer db.Close()
	var told string
	if err := db.QueryRow(`PRAGMA integrity_check`).Scan(&told); err != nil || told != "ok" {
		s.Errorf("the file is not sound: %s %v", told, err)
	}
}
