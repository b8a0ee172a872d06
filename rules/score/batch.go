package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"

	"jifen/rules/applicant"
	"jifen/rules/tables"
)

// A batch is read in pieces of whole lines. As many pieces as there are workers are under way at once, and the answers are
// written in the order of the questions, so that memory does not grow with the input.

const (
	pieceSize = 128 << 10
	// longest is the longest line that is read; a longer one is answered with an error.
	longest = 1 << 20
)

// piece is some whole lines, and then their answers.
type piece struct {
	lines []byte
	first int // the number of the first line
	out   []byte
	done  chan struct{}
}

// batch answers one question a line and gives the status: 1 where a line was bad.
func batch(in io.Reader, out, errs io.Writer, like answerer) int {
	workers := runtime.GOMAXPROCS(0)
	work, order := make(chan *piece), make(chan *piece, 2*workers)
	free := sync.Pool{New: func() any { return &piece{} }}
	var bad atomic.Bool
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			a := like
			a.scorer.Editions = tables.Editions
			for p := range work {
				a.answer(p)
				if a.bad {
					bad.Store(true)
				}
				p.done <- struct{}{}
			}
		})
	}
	var reading error
	go func() {
		reading = split(in, &free, func(p *piece) {
			order <- p
			work <- p
		})
		close(work)
		close(order)
	}()
	var writing error
	for p := range order {
		<-p.done
		if writing == nil {
			_, writing = out.Write(p.out)
		}
		free.Put(p)
	}
	group.Wait()
	switch {
	case reading != nil:
		fmt.Fprintf(errs, "score: reading: %v\n", reading)
		return 1
	case writing != nil:
		fmt.Fprintf(errs, "score: writing: %v\n", writing)
		return 1
	case bad.Load():
		return 1
	}
	return 0
}

// split cuts the input into pieces of whole lines. A line longer than the longest is cut short, so that it is no JSON.
func split(in io.Reader, free *sync.Pool, give func(*piece)) error {
	r := bufio.NewReaderSize(in, pieceSize)
	line := 1
	for {
		p := free.Get().(*piece)
		*p = piece{lines: p.lines[:0], out: p.out[:0], first: line, done: make(chan struct{}, 1)}
		err := fill(r, p)
		if n := len(p.lines); n > 0 {
			if p.lines[n-1] != '\n' {
				p.lines = append(p.lines, '\n')
			}
			line += bytes.Count(p.lines, []byte("\n"))
			give(p)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// fill reads lines until a piece is full.
func fill(r *bufio.Reader, p *piece) error {
	start := 0
	for len(p.lines) < pieceSize || len(p.lines) > start {
		part, err := r.ReadSlice('\n')
		if len(p.lines)-start+len(part) > longest {
			keep := max(0, longest-(len(p.lines)-start))
			p.lines = append(p.lines, part[:keep]...)
			if err == nil {
				p.lines = append(p.lines, '\n')
			}
		} else {
			p.lines = append(p.lines, part...)
		}
		switch err {
		case nil:
			start = len(p.lines)
		case bufio.ErrBufferFull:
		default:
			return err
		}
	}
	return nil
}

// answerer answers pieces, one at a time.
type answerer struct {
	scorer   applicant.Scorer
	defaults applicant.Query
	more     applicant.More
	explain  bool
	bad      bool
}

func (a *answerer) answer(p *piece) {
	number := p.first
	for line := range bytes.Lines(p.lines) {
		p.out = a.line(p.out, bytes.TrimRight(line, "\r\n"), number)
		p.out = append(p.out, '\n')
		number++
	}
}

func (a *answerer) line(out, line []byte, number int) []byte {
	q := a.defaults
	problems := q.ReadQuery(line)
	switch {
	case problems != nil:
		problems = append(problems, q.Problems(tables.Editions)...)
	case problems == nil:
		if a.explain {
			r, wrong := applicant.Tell(tables.Editions, q, a.more)
			if wrong == nil {
				return applicant.AppendLine(out, number, r)
			}
			problems = wrong
		} else {
			var brief []byte
			if brief, problems = a.scorer.AppendBrief(out, number, &q); problems == nil {
				return brief
			}
		}
	}
	a.bad = true
	return applicant.AppendLineProblems(out, number, problems)
}
