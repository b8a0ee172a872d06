// Package qr draws QR codes (GB/T 18284, ISO/IEC 18004): for the calculator's link, the receipt and the notice.
//
//	if code, ok := qr.Encode(link, qr.M); ok {
//		path := code.Path()
//	}
//
// A text goes in as its UTF-8 bytes, in byte mode alone: links have small letters, which the shorter modes lack. The bytes
// are not announced as UTF-8: phones take them for it, and some stumble over the announcement.
//
// A reader needs a quiet zone of four light modules around the code. It is not part of the code; the frame of a drawing
// gives it, as in viewBox="-4 -4 SIZE+8 SIZE+8".
package qr

// Level is how much of a code may be lost and the text still be read.
type Level uint8

// The levels mend about 7, 15, 25 and 30 % of the words. A screen is well served by L, paper that is folded by Q.
const (
	L Level = iota
	M
	Q
	H
)

// Code is a QR code, Size modules wide and high.
type Code struct {
	Size    int
	modules []module // row after row
}

// Encode draws a text in the smallest version that holds it at the least level, at the highest level that costs no larger
// version. It is false where no version holds the text.
func Encode(text string, least Level) (*Code, bool) {
	v, level, ok := fit(len(text), least)
	if !ok {
		return nil, false
	}
	c := blank(v)
	c.lay(v.protected(v.data(text, level), level))
	c.mask(level)
	return c, true
}

// Black says whether the module in column x and row y is black; nothing outside the code is.
func (c *Code) Black(x, y int) bool {
	return c.inside(x, y) && c.modules[y*c.Size+x]&black != 0
}

func (c *Code) inside(x, y int) bool {
	return x >= 0 && x < c.Size && y >= 0 && y < c.Size
}

// Path is the code as the d of an SVG path: each run of black modules in a row is a box, one unit a module, from 0,0 to
// Size,Size. It wants shape-rendering="crispEdges", or hairlines show between the rows on some screens.
func (c *Code) Path() string {
	var d []byte
	for y := range c.Size {
		for x := 0; x < c.Size; x++ {
			from := x
			for c.Black(x, y) {
				x++
			}
			if x == from {
				continue
			}
			d = number(d, "M", from)
			d = number(d, " ", y)
			d = number(d, "h", x-from)
			d = number(d, "v1h-", x-from)
			d = append(d, 'z')
		}
	}
	return string(d)
}

func number(b []byte, before string, n int) []byte {
	if n >= 10 {
		b = number(b, before, n/10)
		before = ""
	}
	return append(append(b, before...), byte('0'+n%10))
}
