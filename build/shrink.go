package main

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"
)

// The linker writes a program's data in tens of thousands of pieces, to leave out the zeros between them. Zeros cost nothing
// over the wire, for they are packed away, but where each piece lies does: joined, the browser program is a twelfth smaller.

// The sections and words of WebAssembly's binary form that are met here (WebAssembly Core Specification, 5.5).
const (
	dataSection = 11
	i32Const    = 0x41
	endOfExpr   = 0x0b
	moduleHead  = 8
	widestGap   = 64 << 10 // zeros beyond this stay left out, so that memory is not filled for nothing
)

var errNoModule = errors.New("the browser program is not as the toolchain writes it")

// piece is a run of data and where in memory it lies.
type piece struct {
	at    int64
	bytes []byte
}

// shrink joins the pieces of a module's data, and leaves out what only a crash would tell. All else that is in memory when it
// starts stays the same.
func shrink(module []byte) ([]byte, error) {
	if len(module) < moduleHead {
		return nil, errNoModule
	}
	out := append([]byte{}, module[:moduleHead]...)
	for rest := module[moduleHead:]; len(rest) > 0; {
		size, n := binary.Uvarint(rest[1:])
		end := uint64(1+n) + size
		if n <= 0 || end > uint64(len(rest)) {
			return nil, errNoModule
		}
		section := rest[1+n : end]
		if rest[0] == dataSection {
			pieces, err := pieces(section)
			if err != nil {
				return nil, err
			}
			pieces = join(pieces)
			for _, p := range pieces {
				withoutLines(p.bytes)
			}
			section = encode(pieces)
		}
		out = binary.AppendUvarint(append(out, rest[0]), uint64(len(section)))
		out = append(out, section...)
		rest = rest[end:]
	}
	return out, nil
}

// pieces reads a data section: a count, then pieces of memory 0, each with the constant at which it lies.
func pieces(section []byte) ([]piece, error) {
	count, n := binary.Uvarint(section)
	if n <= 0 {
		return nil, errNoModule
	}
	all := make([]piece, 0, count)
	for rest := section[n:]; len(rest) > 0; {
		if len(rest) < 2 || rest[0] != 0 || rest[1] != i32Const {
			return nil, errNoModule
		}
		at, n := signed(rest[2:])
		rest = rest[2+n:]
		if n == 0 || len(rest) == 0 || rest[0] != endOfExpr {
			return nil, errNoModule
		}
		size, m := binary.Uvarint(rest[1:])
		if m <= 0 || uint64(len(rest)-1-m) < size {
			return nil, errNoModule
		}
		rest = rest[1+m:]
		all = append(all, piece{at, rest[:size]})
		rest = rest[size:]
	}
	return all, nil
}

// join fills the gaps between neighbours with the zeros that are there anyway. The linker does not write all in order; where
// two pieces overlap they are left as they are, for then the order counts.
func join(all []piece) []piece {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b piece) int { return cmp.Compare(a.at, b.at) })
	for i := range sorted[min(1, len(sorted)):] {
		if sorted[i].at+int64(len(sorted[i].bytes)) > sorted[i+1].at {
			return all
		}
	}
	all = sorted
	var joined []piece
	for _, p := range all {
		if n := len(joined); n > 0 {
			last := &joined[n-1]
			if gap := p.at - last.at - int64(len(last.bytes)); gap >= 0 && gap <= widestGap {
				last.bytes = append(append(last.bytes, make([]byte, gap)...), p.bytes...)
				continue
			}
		}
		joined = append(joined, piece{p.at, append([]byte{}, p.bytes...)})
	}
	return joined
}

func encode(all []piece) []byte {
	section := binary.AppendUvarint(nil, uint64(len(all)))
	for _, p := range all {
		section = append(section, 0, i32Const)
		section = appendSigned(section, p.at)
		section = binary.AppendUvarint(append(section, endOfExpr), uint64(len(p.bytes)))
		section = append(section, p.bytes...)
	}
	return section
}

// signed reads a number of LEB128, whose last byte's sixth bit is its sign; n is 0 where there is none.
func signed(src []byte) (v int64, n int) {
	for shift := 0; n < len(src) && shift < 64; shift += 7 {
		b := src[n]
		v |= int64(b&0x7f) << shift
		n++
		if b < 0x80 {
			if b&0x40 != 0 {
				v |= -1 << (shift + 7)
			}
			return v, n
		}
	}
	return 0, 0
}

func appendSigned(dst []byte, v int64) []byte {
	for {
		b := byte(v & 0x7f)
		v >>= 7
		if v == 0 && b&0x40 == 0 || v == -1 && b&0x40 != 0 {
			return append(dst, b)
		}
		dst = append(dst, b|0x80)
	}
}
