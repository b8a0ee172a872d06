package main

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// A Go program carries the file and line of each of its instructions, for the stack trace of a crash. The browser program
// leaves them out: a trace of it names functions alone, and each visitor loads 24 KB less.
//
// The tables are those of the toolchain's runtime/symtab.go. Where they do not look as they do there nothing is changed.

// symtabHead begins the table of functions of a 64-bit program whose instructions are counted one by one.
var symtabHead = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// Where things stand in a function's entry, in bytes.
const (
	funcSP, funcFile, funcLine, funcTables = 16, 20, 24, 28 // its stack, files and lines; how many other tables it has …
	funcSize                               = 44             // … which follow its end, each with where it begins
)

// withoutLines empties the tables of files and lines in a program's data.
func withoutLines(data []byte) {
	head := bytes.Index(data, symtabHead)
	if head < 0 || head+72 > len(data) {
		return
	}
	word := func(at int) int { return int(binary.LittleEndian.Uint32(data[at:])) }
	count, tables, funcs := word(head+8), head+word(head+56), head+word(head+64)
	if count <= 0 || tables >= funcs || funcs+8*count > len(data) {
		return
	}
	needed, lines := map[int]bool{0: true, funcs - tables: true}, map[int]bool{}
	for i := range count {
		f := funcs + word(funcs+8*i+4)
		if f+funcSize > len(data) || f+funcSize+4*word(f+funcTables) > len(data) {
			return
		}
		lines[word(f+funcFile)], lines[word(f+funcLine)] = true, true
		needed[word(f+funcSP)] = true
		for k := range word(f + funcTables) {
			needed[word(f+funcSize+4*k)] = true
		}
	}
	var begins []int // of every table, in order; each ends where the next one begins
	for _, set := range []map[int]bool{needed, lines} {
		for at := range set {
			begins = append(begins, at)
		}
	}
	slices.Sort(begins)
	if begins[len(begins)-1] != funcs-tables {
		return
	}
	for i := range count { // 0 says that there is none
		f := funcs + word(funcs+8*i+4)
		clear(data[f+funcFile : f+funcLine+4])
	}
	for i, at := range begins[:len(begins)-1] {
		if lines[at] && !needed[at] { // tables that are alike are kept once, whatever they are for
			clear(data[tables+at : tables+begins[i+1]])
		}
	}
}
