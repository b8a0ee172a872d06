package main

import "runtime"

// More calls than can be answered soon would each wait longer than anybody does, and the work on them would be lost. So only so many
// are under way at once; one more is told straight away that the service is busy, and to come again. Calls that hash passwords have
// places of their own: many who sign in at once keep nobody else out, and the other way round. A table is read before it is known who
// sends it, and is large: so it has a place, of few, from before it is read.

// How many there are follows from how long the last of them waits: two thirds of a second, where 1 500 writes a second can be done and 48
// passwords a core hashed.
const (
	mostCalls   = 1000
	mostHashing = 32 // by core
	mostTables  = 32
)

// room is so many places.
type room chan struct{}

// rooms are the places of a service.
type rooms struct{ calls, hashing, tables room }

func newRooms() rooms {
	return rooms{make(room, mostCalls), make(room, mostHashing*runtime.GOMAXPROCS(0)), make(room, mostTables)}
}

// place takes a place for a call, as enter does.
func (c *call) place() (leave func(), err error) {
	if c.route.hashes {
		return c.rooms.hashing.enter()
	}
	return c.rooms.calls.enter()
}

// enter takes a place, which leave gives back; where none is free the call is refused.
func (of room) enter() (leave func(), err error) {
	select {
	case of <- struct{}{}:
		return func() { <-of }, nil
	default:
		return nil, busy()
	}
}
