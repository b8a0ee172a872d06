package main

import "golang.org/x/sys/unix"

// lowest gives the calling thread what nobody else wants of the processor: whoever wakes goes before it at once, which a mere low
// priority (nice) does not see to. Where it may not, the thread runs as any other.
func lowest() {
	_ = unix.SchedSetAttr(0, &unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: unix.SCHED_IDLE}, 0)
}
