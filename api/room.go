package main

import "runtime"

// More calls than can be answered soon would each wait longer than anybody does, and the work on them would be lost. So only so many
// are under way at once; one more is told straight away that the service is busy, and to come again. Calls that hash passwords have
// places of their own: many who sign in at once keep nobody else out, and the other way round.

// How many there are follows from how long the last of them waits: two thirds of a second, where 1 500 writes a second can be done and 48
// passwords a core hashed.
const (
	mostCalls   = 1000
	mostHashing = 32 // by core
)

// room is so many places.
type room chan struct{}

// rooms are the places of a service.
type rooms struct{ calls, hashing room }

func newRooms() rooms {
	return rooms{make(room, mostCalls), make(room, mostHashing*runtime.GOMAXPROCS(0))}
}

// place takes a place for a call, which leave gives back; where none is free the call is refused.
func (c *call) place() (leave func(), err error) {
	of := c.rooms.calls
	if c.route.hashes {
		of = c.rooms.hashing
	}
	select {
	case of <- struct{}{}:
		return func() { <-of }, nil
	default:
		return nil, busy()
	}
}
