//go:build !linux

package main

// lowest does nothing: other systems than Linux know no priority of a thread alone.
func lowest() {}
