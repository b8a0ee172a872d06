package qr

import (
	"flag"
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/encoder"
)

// Every code is held against gozxing, a port of ZXing, which reads and draws codes by tables and rules of its own.

var update = flag.Bool("update", false, "write the expectations anew")

const link = "https://example.org/calculator/?born=1988-11-24&edition=2025#居住证积分"

var theirLevels = [...]decoder.ErrorCorrectionLevel{
	L: decoder.ErrorCorrectionLevel_L,
	M: decoder.ErrorCorrectionLevel_M,
	Q: decoder.ErrorCorrectionLevel_Q,
	H: decoder.ErrorCorrectionLevel_H,
}

// each runs a test for every version at every level, with the bytes that it holds by gozxing's tables.
func each(t *testing.T, test func(t *testing.T, v int, l Level, room int)) {
	for v := 1; v <= 40; v++ {
		for l := L; l <= H; l++ {
			t.Run(fmt.Sprintf("%d-%v", v, theirLevels[l]), func(t *testing.T) { test(t, v, l, room(t, v, l)) })
		}
	}
}

func their(t *testing.T, v int) *decoder.Version {
	t.Helper()
	version, err := decoder.Version_GetVersionForNumber(v)
	if err != nil {
		t.Fatal(err)
	}
	return version
}

func room(t *testing.T, v int, l Level) int {
	t.Helper()
	words := their(t, v).GetTotalCodewords() - their(t, v).GetECBlocksForLevel(theirLevels[l]).GetTotalECCodewords()
	if v < 10 {
		return words - 2
	}
	return words - 3
}

// read is what gozxing takes the modules for.
func read(c *Code) (text, level string, err error) {
	rows := make([][]bool, c.Size)
	for y := range rows {
		for x := range c.Size {
			rows[y] = append(rows[y], c.Black(x, y))
		}
	}
	result, err := decoder.NewDecoder().DecodeBoolMapWithoutHint(rows)
	if err != nil {
		return "", "", err
	}
	for _, b := range result.GetByteSegments() {
		text += string(b)
	}
	return text, result.GetECLevel(), nil
}

func encode(t *testing.T, text string, least Level) *Code {
	t.Helper()
	c, ok := Encode(text, least)
	if !ok {
		t.Fatalf("%d bytes are too long", len(text))
	}
	return c
}

func noise(n int) string {
	random := rand.New(rand.NewPCG(18284, uint64(n)))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(random.Uint32())
	}
	return string(b)
}

func chinese(n int) string {
	s := ""
	for i := 0; len(s)+3 <= n; i++ {
		s += string([]rune("上海市居住证积分，凭证，通知。")[i%15])
	}
	return s + "xx"[:n-len(s)]
}

// TestEdges: each version is filled at each level, and one byte more takes the next.
func TestEdges(t *testing.T) {
	each(t, func(t *testing.T, v int, l Level, room int) {
		for _, want := range []string{noise(room), chinese(room)} {
			c := encode(t, want, l)
			if c.Size != 17+4*v {
				t.Fatalf("%d modules wide", c.Size)
			}
			if got, level, err := read(c); err != nil || got != want || level != theirLevels[l].String() {
				t.Fatalf("%v: at level %s: read %q, want %q", err, level, got, want)
			}
		}
		c, ok := Encode(noise(room+1), l)
		if v == 40 && ok || v < 40 && (!ok || c.Size != 21+4*v) {
			t.Errorf("one byte more: %v", ok)
		}
	})
}

// TestSamePicture: gozxing draws the same code, to the module, and so pads alike and chooses the same mask.
func TestSamePicture(t *testing.T) {
	each(t, func(t *testing.T, v int, l Level, room int) {
		same(t, chinese(room), l)
		same(t, chinese(room-3), l)
	})
	for n := range 100 { // small codes, in which masks are often equal, and blacks seldom
		same(t, chinese(n), L)
		same(t, strings.Repeat("\x7f", n), H)
	}
}

func same(t *testing.T, text string, l Level) {
	t.Helper()
	c := encode(t, text, l)
	_, level, err := read(c)
	if err != nil {
		t.Fatal(err)
	}
	its, err := decoder.ErrorCorrectionLevel_ValueOf(level)
	if err != nil {
		t.Fatal(err)
	}
	code, err := encoder.Encoder_encodeWithoutHint(text, its)
	if err != nil {
		t.Fatal(err)
	}
	if width := code.GetMatrix().GetWidth(); width != c.Size {
		t.Fatalf("%d bytes: %d modules wide, want %d", len(text), c.Size, width)
	}
	for y := range c.Size {
		for x := range c.Size {
			if c.Black(x, y) != (code.GetMatrix().Get(x, y) == 1) {
				t.Fatalf("%d bytes: first differs at %d,%d", len(text), x, y)
			}
		}
	}
}

// TestWorn: as many words of every block as its check words mend are ruined, and three modules of each copy of format and
// version besides; the text is read. With one word more it is not, so that the damage was no less than meant.
func TestWorn(t *testing.T) {
	each(t, func(t *testing.T, v int, l Level, room int) {
		want := noise(room)
		c := encode(t, want, l)
		for i := range 3 {
			for _, at := range [...]int{c.Size*i + 8, c.Size*9 - 1 - i} {
				c.modules[at] ^= black
			}
			if v >= 7 {
				c.modules[c.Size-11+i] ^= black
				c.modules[c.Size*(c.Size-11+i)] ^= black
			}
		}
		in := their(t, v).GetECBlocksForLevel(theirLevels[l])
		ruin(c, 0, in.GetECCodewordsPerBlock()/2*in.GetNumBlocks())
		if got, _, err := read(c); err != nil || got != want {
			t.Fatalf("%v: read %q, want %q", err, got, want)
		}
		last := their(t, v).GetTotalCodewords()
		ruin(c, last-1, last)
		if got, _, err := read(c); err == nil && got == want {
			t.Error("read in spite of one word too many")
		}
	})
}

// ruin turns over the words from one up to another, counted as they lie.
func ruin(c *Code, from, to int) {
	bit := 0
	for at := range c.free {
		if bit/8 >= from && bit/8 < to {
			c.modules[at] ^= black
		}
		bit++
	}
}

// TestLevel: the version is the smallest for the level asked for, the level the highest for the version.
func TestLevel(t *testing.T) {
	for n := range 300 {
		for least := L; least <= H; least++ {
			v, l := 1, H
			for room(t, v, least) < n {
				v++
			}
			for room(t, v, l) < n {
				l--
			}
			c := encode(t, noise(n), least)
			if _, level, err := read(c); err != nil || c.Size != 17+4*v || level != theirLevels[l].String() {
				t.Fatalf("%d bytes at %v: %d modules wide at %s, want %d at %v: %v", n, theirLevels[least], c.Size, level, 17+4*v, theirLevels[l], err)
			}
		}
	}
}

func TestTooLong(t *testing.T) {
	for l, most := range [...]int{L: 2953, M: 2331, Q: 1663, H: 1273} { // Table 7 of the standard
		if _, ok := Encode(noise(most), Level(l)); !ok {
			t.Errorf("%v: %d bytes are too long", theirLevels[l], most)
		}
		for _, n := range []int{most + 1, 1 << 16} {
			if c, ok := Encode(noise(n), Level(l)); ok || c != nil {
				t.Errorf("%v: %d bytes are not too long", theirLevels[l], n)
			}
		}
	}
}

// TestPicture is a code to look at, and to hold a phone to.
func TestPicture(t *testing.T) {
	c := encode(t, "https://example.org/", M)
	var b strings.Builder
	for y := -4; y < c.Size+4; y++ {
		for x := -4; x < c.Size+4; x++ {
			b.WriteString(map[bool]string{false: "██", true: "  "}[c.Black(x, y)]) // terminals are dark
		}
		b.WriteByte('\n')
	}
	if *update {
		if err := os.WriteFile("testdata/picture.golden", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/picture.golden")
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("not the picture in testdata:\n%s", &b)
	}
}

var box = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)

// painted fills the boxes of a path, a unit so many pixels wide, within a quiet zone.
func painted(t *testing.T, c *Code, unit int) *image.Gray {
	t.Helper()
	wide := (c.Size + 8) * unit
	to := image.NewGray(image.Rect(0, 0, wide, wide))
	for i := range to.Pix {
		to.Pix[i] = 255
	}
	path := c.Path()
	for _, m := range box.FindAllStringSubmatch(path, -1) {
		var n [4]int
		for i := range n {
			n[i], _ = strconv.Atoi(m[i+1])
		}
		if n[2] != n[3] {
			t.Fatalf("%s does not close", m[0])
		}
		for y := range unit {
			for x := range n[2] * unit {
				to.SetGray((4+n[0])*unit+x, (4+n[1])*unit+y, color.Gray{})
			}
		}
	}
	if rest := box.ReplaceAllString(path, ""); rest != "" {
		t.Fatalf("%q is no box", rest)
	}
	return to
}

// TestPath: the path's boxes are the black modules, and a reader that must find the code in the picture reads it.
func TestPath(t *testing.T) {
	for _, want := range []string{"a", link, strings.Repeat(link, 4), strings.Repeat(link, 25)} {
		c := encode(t, want, L)
		picture := painted(t, c, 3)
		for y := -4; y < c.Size+4; y++ {
			for x := -4; x < c.Size+4; x++ {
				if c.Black(x, y) != (picture.GrayAt((4+x)*3, (4+y)*3).Y == 0) {
					t.Fatalf("%d wide: differs at %d,%d", c.Size, x, y)
				}
			}
		}
		bits, err := gozxing.NewBinaryBitmapFromImage(picture)
		if err != nil {
			t.Fatal(err)
		}
		got, err := qrcode.NewQRCodeReader().Decode(bits, nil)
		if err != nil || got.GetText() != want {
			t.Errorf("%d wide: %v: read %v, want %q", c.Size, err, got, want)
		}
	}
}

// FuzzEncode: a text is read as it went in, and refused where the largest version has no room for it, there alone.
func FuzzEncode(f *testing.F) {
	f.Add("", uint8(0))
	f.Add(link, uint8(1))
	f.Add(noise(230), uint8(2))
	f.Add(chinese(1274), uint8(3))
	f.Fuzz(func(t *testing.T, want string, level uint8) {
		l := Level(level % 4)
		c, ok := Encode(want, l)
		if ok != (len(want) <= room(t, 40, l)) {
			t.Fatalf("%d bytes at %v: %v", len(want), theirLevels[l], ok)
		}
		if !ok {
			return
		}
		if got, _, err := read(c); err != nil || got != want {
			t.Fatalf("%v: read %q, want %q", err, got, want)
		}
		painted(t, c, 1)
	})
}

func BenchmarkEncode(b *testing.B) {
	for name, text := range map[string]string{"link": link, "full": noise(2331)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Encode(text, M)
			}
		})
	}
}
