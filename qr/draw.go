package qr

// module is one square of a code.
type module uint8

const (
	black module = 1 << iota
	fixed        // belongs to a pattern that readers look for: neither words nor masks touch it
)

func (c *Code) set(x, y int, on bool) {
	if !c.inside(x, y) {
		return
	}
	m := fixed
	if on {
		m |= black
	}
	c.modules[y*c.Size+x] = m
}

// blank is a version's fixed patterns, with a format that is still to be written over.
func blank(v version) *Code {
	size := v.size()
	c := &Code{size, make([]module, size*size)}
	for _, at := range [...][2]int{{3, 3}, {size - 4, 3}, {3, size - 4}} {
		c.rings(at[0], at[1], 4, 0b01011) // finders
	}
	for _, x := range v.centres() {
		for _, y := range v.centres() {
			if c.modules[y*size+x]&fixed == 0 { // no finder is there
				c.rings(x, y, 2, 0b101)
			}
		}
	}
	for i := 8; i < size-8; i++ { // timing: the ruler by which modules are counted
		c.set(i, 6, i%2 == 0)
		c.set(6, i, i%2 == 0)
	}
	c.format(0, 0)
	if v >= 7 {
		bits := guarded(int(v), 12, 0b1_1111_0010_0101)
		for i := range 18 {
			on := bits>>i&1 != 0
			c.set(i/3, size-11+i%3, on)
			c.set(size-11+i%3, i/3, on)
		}
	}
	return c
}

// centres are the columns, and the rows, in which alignment patterns are centred: evenly spaced from the far end, at an even
// distance, and what is left over comes before the second.
func (v version) centres() []int {
	if v == 1 {
		return nil
	}
	gaps := int(v)/7 + 1
	span := v.size() - 13
	step := (span + 2*gaps - 1) / (2 * gaps) * 2
	if v == 32 {
		step = 26 // the one version for which the standard rounds down
	}
	all := []int{6}
	for left := (gaps - 1) * step; left >= 0; left -= step {
		all = append(all, 6+span-left)
	}
	return all
}

// rings draws square rings about a module; bit r of colours says whether the ring at the distance r is black.
func (c *Code) rings(x, y, radius, colours int) {
	for dy := -radius; dy <= radius; dy++ {
		for dx := -radius; dx <= radius; dx++ {
			c.set(x+dx, y+dy, colours>>max(dx, -dx, dy, -dy)&1 != 0)
		}
	}
}

// format writes the level and the mask, twice: about the first finder, and parted between the other two.
func (c *Code) format(l Level, mask int) {
	// The levels' own numbers are 1, 0, 3, 2; the bits are turned by a mask of their own, so that none has all bits light.
	bits := guarded(int(l^1)<<3|mask, 10, 0b101_0011_0111) ^ 0b101_0100_0001_0010
	for i := range 15 {
		on := bits>>i&1 != 0
		if i < 8 {
			c.set(8, i+i/6, on) // i/6 steps over the timing
			c.set(c.Size-1-i, 8, on)
		} else {
			c.set(14-i+(14-i)/6, 8, on)
			c.set(8, c.Size-15+i, on)
		}
	}
	c.set(8, c.Size-8, true) // always black
}

// guarded is a number followed by its check bits: the remainder by a polynomial with coefficients 0 and 1.
func guarded(n, checks, by int) int {
	rest := n << checks
	for i := 5; i >= 0; i-- { // no number has more than six bits
		if rest>>(checks+i)&1 != 0 {
			rest ^= by << i
		}
	}
	return n<<checks | rest
}

// free gives the modules that are not fixed, in the order in which words lie: up and down in columns two wide, from the
// right. The column of the timing is not counted.
func (c *Code) free(yield func(at int) bool) {
	up := true
	for right := c.Size - 1; right > 0; right -= 2 {
		if right == 6 {
			right--
		}
		for i := range c.Size {
			y := i
			if up {
				y = c.Size - 1 - i
			}
			for x := right; x > right-2; x-- {
				if at := y*c.Size + x; c.modules[at]&fixed == 0 && !yield(at) {
					return
				}
			}
		}
		up = !up
	}
}

// lay puts the words in. Up to seven modules are left over, and stay light.
func (c *Code) lay(words []byte) {
	bit := 0
	for at := range c.free {
		if bit/8 < len(words) && words[bit/8]>>(7-bit%8)&1 != 0 {
			c.modules[at] |= black
		}
		bit++
	}
}

// masks are what a code may be turned over by, in the standard's order.
var masks = [...]func(x, y int) bool{
	func(x, y int) bool { return (x+y)%2 == 0 },
	func(x, y int) bool { return y%2 == 0 },
	func(x, y int) bool { return x%3 == 0 },
	func(x, y int) bool { return (x+y)%3 == 0 },
	func(x, y int) bool { return (x/3+y/2)%2 == 0 },
	func(x, y int) bool { return x*y%6 == 0 },
	func(x, y int) bool { return (x*y%2+x*y%3)%2 == 0 },
	func(x, y int) bool { return ((x+y)%2+x*y%3)%2 == 0 },
}

// mask turns the code over by the mask that leaves the least to stumble over, the first of equals.
func (c *Code) mask(l Level) {
	best, least := 0, -1
	for m := range masks {
		c.turn(m)
		c.format(l, m)
		if p := c.penalty(); least < 0 || p < least {
			best, least = m, p
		}
		c.turn(m)
	}
	c.turn(best)
	c.format(l, best)
}

// turn turns over the modules of a mask; done twice, it is undone.
func (c *Code) turn(mask int) {
	for y := range c.Size {
		for x := range c.Size {
			if at := y*c.Size + x; c.modules[at]&fixed == 0 && masks[mask](x, y) {
				c.modules[at] ^= black
			}
		}
	}
}

// penalty is how much in the code may mislead a reader: one colour at length or in lumps, what looks like a finder, and more
// of one colour than of the other.
func (c *Code) penalty() int {
	sum, total, blacks := 0, len(c.modules), 0
	for i := range c.Size {
		sum += c.misleading(i*c.Size, 1) + c.misleading(i, c.Size)
	}
	for at, m := range c.modules {
		blacks += int(m & black)
		if at >= c.Size && at%c.Size > 0 {
			if four := m&black + c.modules[at-1]&black + c.modules[at-c.Size]&black + c.modules[at-c.Size-1]&black; four%4 == 0 {
				sum += 3
			}
		}
	}
	off := 2*blacks - total
	return sum + max(off, -off)*10/total*10 // 10 for each full 5 % off the middle
}

// misleading is the penalty of one row or column: 3 for five of a colour in a row and 1 for each more, 40 for the likeness
// of a finder with four light modules before or after it. The quiet zone is light.
func (c *Code) misleading(at, step int) int {
	sum, run, seen := 0, 0, 0 // seen has the last modules as bits, 1 for black
	for i := range c.Size + 4 {
		next := 0
		if i < c.Size {
			next = int(c.modules[at+i*step] & black)
			if run++; i == 0 || next != seen&1 {
				run = 1
			}
			if run == 5 {
				sum += 3
			} else if run > 5 {
				sum++
			}
		}
		seen = seen<<1 | next
		if seen>>4&0b111_1111 == 0b101_1101 && (seen&0b1111 == 0 || seen>>11&0b1111 == 0) {
			sum += 40
		}
	}
	return sum
}
