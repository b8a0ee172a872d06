package main

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestTwoServices runs two services on one PostgreSQL. Whichever is asked, what was acknowledged stands, once, and is seen by the other; a message
// is sent by one of them. A figure tells how many writes each number of services does, the callers being as many.
func TestTwoServices(t *testing.T) {
	spell, rounds, writes := 10*time.Second, 0, int64(100) // a short form measures nothing
	if *prove {
		rounds, writes = 3, 5000
	}
	sms := newCarrier(t)
	sms.is("unhurried") // while one service sends, the other looks what there is to send
	s := newService(t, "postgres", "-sms", sms.file)
	second := unstarted(t, "-sms", sms.file)
	second.db, second.key = s.db, s.key
	var one, two float64
	for range rounds {
		alone := pressure{addr: s.addr, connections: 64, spell: spell, next: feedback}
		one += alone.run().goodput / float64(rounds)
		second.start()
		var both sync.WaitGroup
		var mu sync.Mutex
		for _, addr := range []string{s.addr, second.addr} {
			half := pressure{addr: addr, connections: 32, spell: spell, next: feedback}
			both.Go(func() {
				f := half.run()
				mu.Lock()
				defer mu.Unlock()
				two += f.goodput / float64(rounds)
			})
		}
		both.Wait()
		second.stop()
	}
	second.start()
	s.beside = second
	l := newLoad(s)
	const seed = 11
	l.setOff(seed)
	l.until(writes)
	l.holds()
	owed := strings.TrimSpace(s.postgres.must("psql", "-h", s.postgres.dir, "-U", "jifen", "-tAc", "SELECT count(*) FROM messages", "jifen"))
	for began := time.Now(); time.Since(began) < 5*time.Minute; time.Sleep(100 * time.Millisecond) {
		left := strings.TrimSpace(s.postgres.must("psql", "-h", s.postgres.dir, "-U", "jifen", "-tAc", "SELECT count(*) FROM messages WHERE state = 'owed'", "jifen"))
		if left == "0" {
			break
		}
	}
	came, again := sms.came()
	if strings.TrimSpace(owed) != fmt.Sprint(came) || again > 0 {
		t.Errorf("%s messages were owed, %d came, %d of them more than once", owed, came, again)
	}
	t.Logf("figure: two services on one PostgreSQL: %d forms and steps acknowledged, %s; %d messages sent, %d of them more than once", l.written.Load(), l.verdict(), came, again)
	if *prove {
		t.Logf("figure: durable writes a second on one PostgreSQL, 64 callers: %.0f with one service, %.0f with two, %.2f times", one, two, two/one)
	}
}
