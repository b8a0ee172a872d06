//go:build linux

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestForgetful: the file system forgets what was not synced, and keeps what was.
func TestForgetful(t *testing.T) {
	if !*prove {
		t.Log("only with -prove: it mounts a file system by FUSE")
		return
	}
	for _, journal := range []bool{false, true} {
		f := newForgetful()
		f.journal = journal
		dir := t.TempDir()
		f.mount(t, dir)
		write := func(name, text string, sync ...string) {
			t.Helper()
			file, err := os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_WRONLY, 0o600)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			file.WriteString(text)
			for _, what := range sync {
				if what == name {
					err = file.Sync()
				} else if folder, errOpen := os.Open(filepath.Join(dir, what)); errOpen == nil {
					err = folder.Sync()
					folder.Close()
				}
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		write("kept", "first", "kept", ".")
		write("kept", "last")
		write("empty", "x", ".")
		write("unnamed", "x", "unnamed")
		if err := os.Rename(filepath.Join(dir, "empty"), filepath.Join(dir, "renamed")); err != nil {
			t.Fatal(err)
		}
		f.powerOff()
		if _, err := os.ReadDir(dir); err == nil {
			t.Error("it works without power")
		}
		f.powerOn(t)
		var got []string
		list, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range list {
			src, _ := os.ReadFile(filepath.Join(dir, one.Name()))
			got = append(got, one.Name()+"="+string(src))
		}
		want := "empty= kept=first"
		if journal {
			want += " unnamed=x"
		}
		if strings.Join(got, " ") != want {
			t.Errorf("journal %t: it kept %v, want %s", journal, got, want)
		}
	}
	t.Logf("figure: of what was not synced nothing is kept; of what was, all")
}

// onForgetful moves the data of a service, SQLite's or PostgreSQL's and the key, to a file system that forgets.
func onForgetful(s *service) *forgetful {
	s.Helper()
	s.stop()
	f := newForgetful()
	mount := s.T.TempDir()
	if p := s.postgres; p != nil {
		f.journal = true
		if out, err := p.control("stop", "-m", "fast"); err != nil {
			s.Fatalf("%v\n%s", err, out)
		}
		if err := f.take(p.data()); err != nil {
			s.Fatal(err)
		}
		owner := p.credential()
		f.root.mode = syscall.S_IFDIR | 0o700
		if owner != nil {
			f.root.uid, f.root.gid = owner.Uid, owner.Gid
		}
		mount = p.data()
	} else {
		for _, name := range []string{s.file(), s.key} {
			if err := f.root.takeOne(f, name); err != nil {
				s.Fatal(err)
			}
		}
		s.db, s.key = "sqlite:"+filepath.Join(mount, "jifen.db"), filepath.Join(mount, "jifen.key")
	}
	f.mount(s, mount)
	if s.postgres != nil {
		s.postgres.start()
	}
	s.start()
	s.Cleanup(func() {
		s.end()
		if s.postgres != nil && s.Failed() {
			src, _ := os.ReadFile(filepath.Join(s.postgres.dir, "log"))
			s.Logf("the end of what PostgreSQL said:\n%s", src[max(0, len(src)-4000):])
		}
	})
	return f
}

// end ends everything that uses the disk, as the end of power does.
func (s *service) end() {
	s.Helper()
	s.kill()
	if s.postgres != nil {
		s.postgres.kill()
	}
}

// kill ends every process of this PostgreSQL.
func (p *postgres) kill() {
	for again := true; again; time.Sleep(5 * time.Millisecond) {
		again = false
		links, _ := filepath.Glob("/proc/[0-9]*/cwd")
		for _, link := range links {
			if to, err := os.Readlink(link); err == nil && to == p.data() {
				pid, _ := strconv.Atoi(strings.Split(link, "/")[2])
				syscall.Kill(pid, syscall.SIGKILL)
				again = true
			}
		}
	}
}

// weakened is set where TestPowerLoss runs on a service that waits for the disk less than it must, to show that it notices.
const weakened = "JIFEN_WEAKENED"

// TestPowerLoss takes the power away under load, over and over: whatever of the unsynced the disk kept, all that was acknowledged stands.
// On SQLite with synchronous=NORMAL, and on PostgreSQL with synchronous_commit=off, it must fail.
func TestPowerLoss(t *testing.T) {
	if !*prove {
		t.Log("only with -prove: it mounts a file system by FUSE")
		return
	}
	times, weak := map[string]int{"sqlite": 60, "postgres": 30}, os.Getenv(weakened) != ""
	if weak {
		times = map[string]int{"sqlite": 3, "postgres": 3}
	}
	const seed = 2
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			if weak && kind == "sqlite" {
				program = weakProgram(t)
			}
			s := newService(t, kind)
			if weak && kind == "postgres" {
				s.postgres.must("psql", "-h", s.postgres.dir, "-U", "jifen", "-d", "postgres", "-c", "ALTER SYSTEM SET synchronous_commit = off", "-c", "ALTER SYSTEM SET wal_writer_delay = '10s'")
			}
			l := newLoad(s)
			f := onForgetful(s)
			random := rand.New(rand.NewPCG(seed, 0))
			l.setOff(seed)
			for i := range times[kind] {
				l.until(l.written.Load() + 1 + random.Int64N(200))
				f.lose(random, i)
				l.powerCut(f)
			}
			l.until(l.written.Load() + 100)
			l.holds()
			t.Logf("figure: %s: power taken away %d times under load, half of them with part of the unsynced on the disk; %d forms and steps acknowledged, %s; %d unanswered writes asked again",
				kind, times[kind], l.written.Load(), l.verdict(), l.unanswered())
		})
		if !weak {
			t.Run(kind+" weakened", func(t *testing.T) {
				cmd := exec.Command(os.Args[0], "-test.run", "^TestPowerLoss$/^"+kind+"$", "-test.timeout", "10m", "-test.v", "-prove")
				cmd.Env = append(os.Environ(), weakened+"=1")
				out, err := cmd.CombinedOutput()
				noticed := regexp.MustCompile(`\d+ forms and steps acknowledged, \d+ contradictions`).Find(out)
				if err == nil || noticed == nil {
					t.Fatalf("a service that does not wait for the disk passes: %v\n%s", err, out)
				}
				t.Logf("figure: the same with %s: it fails, %s", map[string]string{"sqlite": "synchronous=NORMAL", "postgres": "synchronous_commit=off"}[kind], noticed)
			})
		}
	}
}

// weakProgram builds the service with synchronous=NORMAL, which SQLite syncs with now and then alone.
func weakProgram(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	name, err := filepath.Abs("../api/store/store.go")
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile(name)
	if err != nil || bytes.Count(src, []byte("synchronous(FULL)")) != 1 {
		t.Fatalf("store.go says nothing of synchronous(FULL): %v", err)
	}
	weak, overlay, built := filepath.Join(dir, "store.go"), filepath.Join(dir, "overlay.json"), filepath.Join(dir, "api")
	for file, src := range map[string][]byte{
		weak: bytes.Replace(src, []byte("synchronous(FULL)"), []byte("synchronous(NORMAL)"), 1), overlay: asJSON(map[string]any{"Replace": map[string]string{name: weak}}),
	} {
		if err := os.WriteFile(file, src, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("go", "build", "-overlay", overlay, "-o", built, "jifen/api").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return built
}

// lose says what becomes of the unsynced at the next loss of power: all is lost, or each part by chance.
func (f *forgetful) lose(random *rand.Rand, i int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.luck = nil; i%2 == 1 {
		f.luck = random
	}
}

// powerCut takes the power away, looks at the disk, and starts everything again.
func (s *service) powerCut(f *forgetful) {
	s.Helper()
	f.powerOff()
	s.end()
	if s.postgres == nil {
		s.soundOn(f)
	}
	s.powerBack(f)
	s.start()
}

// powerBack gives the power back, and starts PostgreSQL.
func (s *service) powerBack(f *forgetful) {
	s.Helper()
	f.powerOn(s)
	if s.postgres != nil {
		s.postgres.startAfterCrash()
	}
}

// startAfterCrash starts it after all its processes are gone. No process has the number in what they left; those who had it may not be
// buried yet.
func (p *postgres) startAfterCrash() {
	p.Helper()
	p.kill()
	os.Remove(filepath.Join(p.dir, ".s.PGSQL.5432.lock"))
	os.Remove(filepath.Join(p.data(), "postmaster.pid"))
	p.start()
}

// soundOn has SQLite look through a copy of what lies on the disk.
func (s *service) soundOn(f *forgetful) {
	s.Helper()
	dir := s.TempDir()
	if err := f.leave(dir); err != nil {
		s.Fatal(err)
	}
	s.whole(filepath.Join(dir, "jifen.db"))
}

// TestPowerLossAtEverySync takes the power away at each sync in the life of a new database, before it took effect and after, with all that
// was not synced lost or a part of it: from the first account on, all that was acknowledged stands, and what was not can be asked again.
func TestPowerLossAtEverySync(t *testing.T) {
	if !*prove {
		t.Log("only with -prove: it mounts a file system by FUSE")
		return
	}
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			l := newLife(t, kind)
			points := l.until(0, 0)
			if l.taken() != 2*writesEach || l.login == "" {
				t.Fatalf("with power it came no further than %d writes", l.taken())
			}
			cuts, acked := 0, 0
			for k := 1; k <= points; k++ {
				for way := range 4 {
					if kind == "postgres" && way != k%4 {
						continue // each life takes seconds, and there are many syncs
					}
					l.until(k, way)
					cuts, acked = cuts+1, acked+l.taken()
					if l.look(); t.Failed() {
						t.Fatalf("sync %d of %d, way %d", k, points, way)
					}
				}
			}
			t.Logf("figure: %s: power taken away at each of the %d syncs of a new database's life, in %d lives; %d writes acknowledged, 0 lost, 0 doubled", kind, points, cuts, acked)
		})
	}
}

// life is that of a new database.
type life struct {
	*opinions
	f            *forgetful
	image        string // what lies on the disk before
	login, first string // of an officer, once they were told
}

const writesEach = 3 // before the end and after

func newLife(t *testing.T, kind string) *life {
	l := &life{opinions: &opinions{service: newService(t, kind)}, image: t.TempDir()}
	l.f = onForgetful(l.service)
	l.end()
	if kind == "postgres" { // an empty database
		l.powerBack(l.f)
		l.query("DROP DATABASE jifen")
		l.query("CREATE DATABASE jifen")
		if out, err := l.postgres.control("stop", "-m", "fast"); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if err := l.f.leave(l.image); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

func (s *service) query(text string) ([]byte, error) {
	return s.postgres.command("psql", "-h", s.postgres.dir, "-U", "jifen", "-d", "postgres", "-tAc", text).CombinedOutput()
}

// until lets one go by until its sync k: ways 0 and 1 before that took effect, 2 and 3 after it; 1 and 3 with a part of the unsynced on the
// disk. It gives how many syncs there were.
func (l *life) until(k, way int) (syncs int) {
	l.Helper()
	l.end()
	clear(l.f.root.keptNames)
	if err := l.f.take(l.image); err != nil {
		l.Fatal(err)
	}
	l.login, l.first, l.said, l.spent = "", "", map[string]string{}, nil
	l.powerBack(l.f)
	l.f.mu.Lock()
	l.f.syncs, l.f.cutAt, l.f.late, l.f.luck = 0, k, way >= 2, nil
	if way%2 == 1 {
		l.f.luck = rand.New(rand.NewPCG(uint64(k), uint64(way)))
	}
	l.f.mu.Unlock()
	l.live()
	l.f.powerOff()
	l.end()
	return l.f.syncs
}

// live is an account, some writes, an end as an administrator makes it, and some writes more; as far as it comes.
func (l *life) live() {
	out, err := l.command("-add-officer", "甲", "-district", "徐汇")
	if err != nil {
		return
	}
	var told struct {
		Login string
		First string `json:"first_password"`
	}
	if err := json.Unmarshal([]byte(out), &told); err != nil {
		l.Fatal(err)
	}
	l.login, l.first = told.Login, told.First
	for part := range 2 {
		if l.starts() != nil {
			return
		}
		for i := range writesEach {
			if key := fmt.Sprintf("%d-%d", part, i); !l.say(key) {
				return
			}
		}
		if part == 0 {
			l.signal(syscall.SIGTERM)
			l.wait(15 * time.Second)
			if l.postgres != nil {
				l.query("CHECKPOINT")
			}
		}
	}
}

// look is what one finds who comes back when the power does.
func (l *life) look() {
	l.Helper()
	if l.postgres == nil {
		l.soundOn(l.f)
	}
	l.powerBack(l.f)
	l.start()
	if l.login != "" {
		(&person{service: l.service}).signIn(l.login, l.first)
	}
	l.officer = l.staff("乙", "徐汇")
	l.holds()
}
