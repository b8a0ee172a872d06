package qr

// version is the size of a code as the standard numbers it, 1 to 40.
type version int

func (v version) size() int { return 17 + 4*int(v) }

// checks is how many check words guard each block, blocks into how many the words of a version are parted: by level and
// version (Table 9 of the standard, which follows no rule).
var checks = [...][40]uint8{
	L: {7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
		28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
	M: {10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
		26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28},
	Q: {13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30,
		28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
	H: {17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28,
		30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
}

var blocks = [...][40]uint8{
	L: {1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8,
		8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25},
	M: {1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
		17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49},
	Q: {1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20,
		23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68},
	H: {1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25,
		25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81},
}

func (v version) checks(l Level) int { return int(checks[l][v-1]) }
func (v version) blocks(l Level) int { return int(blocks[l][v-1]) }

// words is how many words of eight bits have room beside the fixed patterns.
func (v version) words() int {
	size, n := v.size(), len(v.centres())
	free := size*size - 3*8*8 - 2*(size-16) - 2*15 - 1 // finders, timing, format, the module that is always black
	if n > 0 {
		free -= 5*5*(n*n-3) - 2*5*(n-2) // alignment, less what lies on the timing
	}
	if v >= 7 {
		free -= 2 * 18 // the version itself
	}
	return free / 8
}

// room is how many words carry data.
func (v version) room(l Level) int {
	return v.words() - v.blocks(l)*v.checks(l)
}

// head is how many words the mode, the length and the terminator take together: 4 + 8 + 4 bits or 4 + 16 + 4.
func (v version) head() int {
	if v < 10 {
		return 2
	}
	return 3
}

func fit(length int, least Level) (v version, l Level, ok bool) {
	for v, l = 1, least; v <= 40; v++ {
		if length > v.room(l)-v.head() {
			continue
		}
		for l < H && length <= v.room(l+1)-v.head() {
			l++
		}
		return v, l, true
	}
	return 0, 0, false
}

// data is the text with its head, padded to the room there is. The mode is four bits long, so that every byte after it lies
// across two words, up to the terminator, four bits again, which needs no word of its own.
func (v version) data(text string, l Level) []byte {
	length := []byte{byte(len(text) >> 8), byte(len(text))}
	words := make([]byte, 0, v.room(l))
	half := byte(0b0100) // byte mode
	for _, b := range append(length[3-v.head():], text...) {
		words = append(words, half<<4|b>>4)
		half = b & 15
	}
	words = append(words, half<<4)
	for pad := byte(0xEC); len(words) < cap(words); pad ^= 0xEC ^ 0x11 {
		words = append(words, pad)
	}
	return words
}

// protected parts data into blocks, gives each its check words and takes a word of each in turn: a stain then hurts many
// blocks a little, not one past mending. The longer blocks, by one word, are the last.
func (v version) protected(data []byte, l Level) []byte {
	n, room := v.blocks(l), len(data)
	short, firstLong := room/n, n-room%n
	by := divisor(v.checks(l))
	words := make([]byte, v.words())
	for b := range n {
		length := short
		if b >= firstLong {
			length++
			words[short*n+b-firstLong] = data[short]
		}
		for i, word := range data[:short] {
			words[i*n+b] = word
		}
		for i, word := range remainder(data[:length], by) {
			words[room+i*n+b] = word
		}
		data = data[length:]
	}
	return words
}

// Reed-Solomon: a block is a polynomial, highest power first, over the field of 256 elements in which x⁸ = x⁴+x³+x²+1. Its
// check words are the remainder by (x-2⁰)(x-2¹)…, so that the whole has these zeros, and errors give themselves away.

// divisor is that product without its leading 1. To add is to subtract here: both are ^.
func divisor(degree int) []byte {
	product := []byte{1}
	for i := range degree {
		product = append(product, 0)
		for j := i + 1; j > 0; j-- {
			product[j] ^= times(product[j-1], powers[i])
		}
	}
	return product[1:]
}

func remainder(block, divisor []byte) []byte {
	rest := make([]byte, len(block)+len(divisor))
	copy(rest, block)
	for i := range block {
		for j, d := range divisor {
			rest[i+1+j] ^= times(rest[i], d)
		}
	}
	return rest[len(block):]
}

func times(a, b byte) byte {
	if a == 0 || b == 0 {
		return 0
	}
	return powers[int(logs[a])+int(logs[b])]
}

// powers are those of 2, which every element but 0 is one of; twice over, so that logarithms add up without a modulus.
var powers, logs = field()

func field() (powers [510]byte, logs [256]byte) {
	x := 1
	for i := range 255 {
		powers[i], powers[i+255], logs[x] = byte(x), byte(x), byte(i)
		if x <<= 1; x > 255 {
			x ^= 0b1_0001_1101
		}
	}
	return powers, logs
}
