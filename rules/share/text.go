package share

// How bytes become letters and numbers become bytes. encoding/base64 is not for the browser: it reaches reflect.

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// seal makes a link of what was written.
func seal(src []byte) string {
	check := crc(src)
	src = append(src, byte(check>>8), byte(check))
	out := append(make([]byte, 0, 2+len(src)*4/3), version)
	bits, n := uint32(0), 0
	for _, b := range src {
		bits, n = bits<<8|uint32(b), n+8
		for ; n >= 6; n -= 6 {
			out = append(out, letters[bits>>(n-6)&63])
		}
	}
	if n > 0 {
		out = append(out, letters[bits<<(6-n)&63])
	}
	return string(out)
}

// open gives back what was sealed. A first letter that is a later version's figure tells that; the rest is not looked at.
func open(link string) ([]byte, error) {
	if link == "" || link[0] <= '0' || link[0] > '9' {
		return nil, ErrCut
	}
	if link[0] != version {
		return nil, ErrNewer
	}
	out := make([]byte, 0, len(link)*3/4)
	bits, n := uint32(0), 0
	for i := 1; i < len(link); i++ {
		v := letter(link[i])
		if v < 0 {
			return nil, ErrCut
		}
		if bits, n = bits<<6|uint32(v), n+6; n >= 8 {
			n -= 8
			out = append(out, byte(bits>>n))
		}
	}
	end := len(out) - 2
	if n == 6 || bits&(1<<n-1) != 0 || end < 0 || crc(out[:end]) != uint16(out[end])<<8|uint16(out[end+1]) {
		return nil, ErrCut
	}
	return out[:end], nil
}

func letter(c byte) int {
	for i := range len(letters) {
		if letters[i] == c {
			return i
		}
	}
	return -1
}

// crc is CRC-16/GENIBUS of the version and src. It finds every change within 16 neighbouring bits, so every wrong letter.
func crc(src []byte) uint16 {
	sum := step(0xffff, version)
	for _, b := range src {
		sum = step(sum, b)
	}
	return ^sum
}

func step(sum uint16, b byte) uint16 {
	sum ^= uint16(b) << 8
	for range 8 {
		if sum&0x8000 != 0 {
			sum = sum<<1 ^ 0x1021
		} else {
			sum <<= 1
		}
	}
	return sum
}

type writer struct{ out []byte }

func (w *writer) number(v uint64) {
	for ; v >= 0x80; v >>= 7 {
		w.out = append(w.out, byte(v)|0x80)
	}
	w.out = append(w.out, byte(v))
}

func (w *writer) signed(n int) { w.number(uint64(int64(n)<<1 ^ int64(n)>>63)) }

// reader keeps the first thing that is wrong; from then on every number is 0.
type reader struct {
	src []byte
	err error
}

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.src = nil
}

// mostBytes is the length of the longest number, so that none overflows.
const mostBytes = 8

func (r *reader) number() (v uint64) {
	for i := range min(len(r.src), mostBytes) {
		b := r.src[i]
		v |= uint64(b&0x7f) << (7 * i)
		if b == 0 && i > 0 {
			break // longer than it need be
		}
		if b < 0x80 {
			r.src = r.src[i+1:]
			return v
		}
	}
	r.fail(ErrStrange)
	return 0
}

func (r *reader) signed() int {
	v := int(r.within(0, 1<<20)) // more than all days there are
	return v>>1 ^ -(v & 1)
}

// within reads a number that is least or more and most or less.
func (r *reader) within(least, most int64) int64 {
	v := int64(r.number())
	if v < least || v > most {
		r.fail(ErrStrange)
		return 0
	}
	return v
}
