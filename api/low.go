//go:build !linux

package main

import "syscall"

// lowest does nothing: other systems than Linux know no priority of a thread alone.
func lowest() {}

// sparing does nothing here.
func sparing(_, _ string, _ syscall.RawConn) error { return nil }
