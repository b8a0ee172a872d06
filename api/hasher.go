package main

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// While the service runs, passwords are hashed in a process of their own at a low priority: each needs a core for long, and 19 MiB,
// and Go's scheduler and collector know no priorities, so that in the same process every other call would feel it. The process is
// this program itself, and ends with its standard input. Passwords go to it over that alone.

const (
	hasherMark     = "JIFEN_HASHER" // in the environment of that process
	hasherPatience = time.Second    // of one that waits: where others take all of the machine, the service hashes itself, until that process owes nothing more
)

// toHash is a password to be hashed, and its salt. Nobody waits for it after Until.
type toHash struct {
	Number         uint64
	Password, Salt []byte
	Until          time.Time
}

// wasHashed is the key that came of it.
type wasHashed struct {
	Number uint64
	Key    []byte
}

// hashes is that process.
func hashes(in io.Reader, out io.Writer) {
	signal.Ignore(os.Interrupt, syscall.SIGTERM) // Ctrl+C reaches it too, and the service still needs it
	asked, told := json.NewDecoder(in), json.NewEncoder(out)
	var one sync.Mutex
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for {
		var a toHash
		if asked.Decode(&a) != nil {
			return
		}
		slots <- struct{}{}
		go func() {
			defer func() { <-slots }()
			var key []byte
			if time.Now().Before(a.Until) {
				key = argon(a.Password, a.Salt)
			}
			one.Lock()
			defer one.Unlock()
			told.Encode(wasHashed{a.Number, key})
		}()
	}
}

// hasher is the service's end of it.
type hasher struct {
	mu    sync.Mutex
	ask   *json.Encoder // nil while no process runs
	end   func()        // ends the process
	last  uint64
	waits map[uint64]chan []byte // nil for which nobody waits any more
	owed  int                    // of those
}

var apart hasher

// hash gives the key, nil where no process could.
func (h *hasher) hash(password string, salt []byte) []byte {
	got := make(chan []byte, 1)
	h.mu.Lock()
	if h.ask == nil || h.owed > 0 {
		h.mu.Unlock()
		return nil
	}
	h.last++
	number := h.last
	h.waits[number] = got
	h.ask.Encode(toHash{number, []byte(password), salt, time.Now().Add(hasherPatience)}) // where it fails the process has ended, and got is closed
	h.mu.Unlock()
	select {
	case key := <-got:
		return key
	case <-time.After(hasherPatience):
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.waits[number] == got {
			h.waits[number] = nil
			h.owed++
		}
		return nil
	}
}

// answered hands a key to whoever waits for it.
func (h *hasher) answered(k wasHashed) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if got, asked := h.waits[k.Number]; got != nil {
		got <- k.Key
	} else if asked {
		h.owed--
	}
	delete(h.waits, k.Number)
}

// keep has the process run until ctx ends. Where it cannot, the service hashes itself.
func (h *hasher) keep(ctx context.Context, log *slog.Logger) {
	for told := false; ; {
		began, err := h.run(ctx)
		if ctx.Err() != nil {
			return
		}
		if began || !told {
			log.Warn("passwords are hashed in the service itself until another process can", "why", err)
			told = true
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

// run starts the process and hands out its answers until it ends.
func (h *hasher) run(ctx context.Context) (began bool, err error) {
	ctx, end := context.WithCancel(ctx)
	defer end()
	name, err := os.Executable()
	if err != nil {
		return false, err
	}
	cmd := exec.CommandContext(ctx, name)
	cmd.Env = []string{hasherMark + "=1"}
	in, err := cmd.StdinPipe()
	if err != nil {
		return false, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return false, err
	}
	if err := startLow(cmd); err != nil {
		return false, err
	}
	h.mu.Lock()
	h.ask, h.end, h.waits, h.owed = json.NewEncoder(in), end, map[uint64]chan []byte{}, 0
	h.mu.Unlock()
	for told := json.NewDecoder(out); ; {
		var k wasHashed
		if told.Decode(&k) != nil {
			break
		}
		h.answered(k)
	}
	h.mu.Lock()
	h.ask = nil
	for _, got := range h.waits {
		if got != nil {
			close(got)
		}
	}
	h.mu.Unlock()
	end()
	return true, cmd.Wait()
}

// startLow starts a process at a low priority, which it has from the thread that starts it. The thread ends here, for it may not go
// back to what it was.
func startLow(cmd *exec.Cmd) error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		lowest()
		started <- cmd.Start()
	}()
	return <-started
}
