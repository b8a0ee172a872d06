package main

import (
	"bytes"
	"context"
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// README's guided tour is made from the demo: go test ./build -run TestTour -tour walks testdata/tour.txt, a script like those of the
// desks, and writes docs/tour/NAME.png where it says picture NAME. Without -tour it walks all the same, and each picture must be there.

var tour = flag.Bool("tour", false, "make the pictures of README's guided tour, and those of CONTRIBUTING, anew")

const (
	tourDir     = "docs/tour"
	mostPicture = 150 << 10 // bytes: whoever gets the project gets the pictures with it
)

func TestTour(t *testing.T) {
	theSite(t) // goes to the project's root
	src, err := os.ReadFile("build/testdata/tour.txt")
	if err != nil {
		t.Fatal(err)
	}
	verbs["picture"] = func(o *office, ctx context.Context, what string) { o.picture(ctx, what) }
	newOffice(t, "-demo").walk("build/testdata/tour.txt", string(src))
}

// picture takes what the window shows.
func (o *office) picture(ctx context.Context, name string) {
	do(o.T, ctx, chromedp.EmulateViewport(1000, 960))
	o.hand(ctx, "sees", "body", "")
	picture(o.T, ctx, filepath.Join(tourDir, name+".png"), mostPicture)
}

// picture takes what the window shows, in so many bytes at the most. With -tour it is written, without it the file must be there.
func picture(t testing.TB, ctx context.Context, file string, most int) {
	t.Helper()
	shot, err := png.Decode(bytes.NewReader(ask(t, ctx, chromedp.CaptureScreenshot())))
	if err != nil {
		t.Fatal(err)
	}
	var small bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&small, shot); err != nil {
		t.Fatal(err)
	}
	if small.Len() > most {
		t.Errorf("%s has %d bytes, and may have %d", file, small.Len(), most)
	}
	if *tour {
		err = os.WriteFile(file, small.Bytes(), 0o644)
	} else {
		_, err = os.Stat(file)
	}
	if err != nil {
		t.Error(err)
	}
}
