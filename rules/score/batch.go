package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"

	"jifen/rules"
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

var sayTooLong = rules.Text{ZH: "这一行太长：最多 1 MiB", EN: "too long: at most 1 MiB"}

// piece is some whole lines, and then their answers.
type piece struct {
	lines []byte
	long  []int // where in lines one stood that was too long, of which nothing is kept
	first int   // the number of the first line
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
	stop := make(chan struct{})
	go func() {
		reading = split(in, &free, func(p *piece) bool {
			select {
			case order <- p:
				work <- p
				return true
			case <-stop:
				return false
			}
		})
		close(work)
		close(order)
	}()
	for p := range order {
		<-p.done
		if _, err := out.Write(p.out); err != nil {
			close(stop) // and the reader is not waited for: it may wait for input that never comes
			fmt.Fprintf(errs, "score: writing: %v\n", err)
			return 1
		}
		free.Put(p)
	}
	group.Wait()
	if reading != nil {
		fmt.Fprintf(errs, "score: reading: %v\n", reading)
		return 1
	}
	if bad.Load() {
		return 1
	}
	return 0
}

// split cuts the input into pieces of whole lines and gives each, while more are wanted.
func split(in io.Reader, free *sync.Pool, give func(*piece) bool) error {
	r := bufio.NewReaderSize(in, pieceSize)
	line := 1
	for {
		p := free.Get().(*piece)
		*p = piece{lines: p.lines[:0], long: p.long[:0], out: p.out[:0], first: line, done: make(chan struct{}, 1)}
		err := fill(r, p)
		if n := len(p.lines); n > 0 {
			if p.lines[n-1] != '\n' {
				p.lines = append(p.lines, '\n')
			}
			line += bytes.Count(p.lines, []byte("\n"))
			if !give(p) {
				return nil
			}
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
	start, long := 0, false // the line under way
	for len(p.lines) < pieceSize || len(p.lines) > start || long {
		part, err := r.ReadSlice('\n')
		if n := len(bytes.TrimSuffix(part, []byte("\n"))); !long && len(p.lines)-start+n > longest {
			long = true
			p.lines, p.long = p.lines[:start], append(p.long, start)
		}
		switch {
		case !long:
			p.lines = append(p.lines, part...)
		case err != bufio.ErrBufferFull:
			p.lines = append(p.lines, '\n')
		}
		switch err {
		case nil:
			start, long = len(p.lines), false
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
	number, at, long := p.first, 0, p.long
	for line := range bytes.Lines(p.lines) {
		if len(long) > 0 && long[0] == at {
			long = long[1:]
			p.out = a.tooLong(p.out, number)
		} else {
			p.out = a.line(p.out, bytes.TrimRight(line, "\r\n"), number)
		}
		p.out = append(p.out, '\n')
		at += len(line)
		number++
	}
}

func (a *answerer) tooLong(out []byte, number int) []byte {
	a.bad = true
	lang := rules.ZH
	if a.defaults.Lang == "en" {
		lang = rules.EN
	}
	return applicant.AppendLineProblems(out, number, []applicant.Problem{{Message: sayTooLong.In(lang)}})
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
