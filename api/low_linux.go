package main

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// lowest gives the calling thread what nobody else wants of the processor: whoever wakes goes before it at once, which a mere low
// priority (nice) does not see to. Where it may not, the thread runs as any other.
func lowest() {
	_ = unix.SchedSetAttr(0, &unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: unix.SCHED_IDLE}, 0)
}

// sparing has the system keep little for each connection of a listener: of a reader who takes in nothing it would otherwise hold megabytes.
// Where it cannot, it keeps more.
func sparing(_, _ string, conn syscall.RawConn) error {
	return conn.Control(func(fd uintptr) {
		_ = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_NOTSENT_LOWAT, unsent)
	})
}
