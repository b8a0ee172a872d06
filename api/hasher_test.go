package main

import (
	"bytes"
	"context"
	"sync"
	"testing"
	"time"
)

// hashesApart has passwords hashed in a process of their own, as the running service has, until the test ends.
func (w *world) hashesApart() {
	w.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); apart.keep(ctx, w.service.log) }()
	w.Cleanup(func() { stop(); <-ended })
	w.awaitHasher()
}

// awaitHasher waits until that process runs, and gives what ends it.
func (w *world) awaitHasher() (end func()) {
	w.Helper()
	for range 500 {
		apart.mu.Lock()
		running := apart.ask != nil
		end = apart.end
		apart.mu.Unlock()
		if running {
			return end
		}
		time.Sleep(10 * time.Millisecond)
	}
	w.Fatal("no process hashes passwords")
	return nil
}

// TestHashingApart: another process hashes to the same key; where it is killed while passwords are hashed each still is, and another
// one begins.
func TestHashingApart(t *testing.T) {
	w := newWorld(t, "sqlite")
	salt := []byte("sixteen and more")
	want := argon([]byte("counter-lantern-\xff"), salt)
	w.hashesApart()
	var got []byte
	for range 20 { // where the machine is busy it may take longer than one has patience
		if got = apart.hash("counter-lantern-\xff", salt); got != nil {
			break
		}
	}
	if !bytes.Equal(got, want) {
		t.Fatalf("%x, want %x", got, want)
	}
	for range 2 {
		end := w.awaitHasher()
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				if got := derive("counter-lantern-\xff", salt); !bytes.Equal(got, want) {
					t.Errorf("%x, want %x", got, want)
				}
			})
		}
		time.Sleep(20 * time.Millisecond)
		end()
		group.Wait()
	}
	w.awaitHasher()
	w.run("signs in", "desk counter 徐汇\ncounter GET /v1/session\n200\n.signed_in = true\n")
}
