package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"
)

// zipped is so many zeros, packed as often as is told.
func zipped(t *testing.T, zeros int64, times int) string {
	t.Helper()
	src := io.LimitReader(zeroes{}, zeros)
	for range times {
		var small bytes.Buffer
		w, err := gzip.NewWriterLevel(&small, gzip.BestSpeed)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(w, src); err != nil {
			t.Fatal(err)
		}
		w.Close()
		src = &small
	}
	all, _ := io.ReadAll(src)
	return string(all)
}

type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// TestBombs sends bodies that are small and become large, deep or slow to read where they are taken at their word: each is refused, in
// a tenth of a second (ten seconds in the short form) and in 32 MiB, and those that are too long before they are read.
func TestBombs(t *testing.T) {
	w := newWorld(t, "sqlite")
	w.service.limits.off = true
	w.directive("party", "party EMP hr HOLDER wang 徐汇")
	packed := int64(some(10<<30, 1<<28))
	const json, csv, mib = "application/json", "text/csv", 1 << 20
	head := "name,id_number,phone\n"
	deep := func(open, close string, n int) string { return strings.Repeat(open, n) + strings.Repeat(close, n) }
	fill := func(before, part, after string, most int) string {
		return before + strings.Repeat(part, (most-len(before)-len(after))/len(part)) + after
	}
	soon := time.Duration(some(100, 10_000)) * time.Millisecond // a machine that does much else is slower
	slowest, largest, bombs := time.Duration(0), uint64(0), 0
	for _, b := range []struct {
		name, media, coding, body string
		status                    int
	}{
		{"8 MiB of zeros, packed", json, "gzip", zipped(t, 8*mib, 1), 400},
		{"more zeros, packed three times", json, "gzip", zipped(t, packed, 3), 400},
		{"a table, packed", csv, "gzip", zipped(t, 60*mib, 1), 422},
		{"objects in objects, 33 deep", json, "", deep(`{"a":`, "}", 32) + "}", 400},
		{"objects in objects, 33 deep and whole", json, "", strings.Repeat(`{"a":`, 32) + "{}" + strings.Repeat("}", 32), 400},
		{"lists in lists, as many as fit", json, "", `{"facts":` + deep("[", "]", 30_000) + "}", 400},
		{"objects that never end", json, "", strings.Repeat(`{"a":`, 13_000), 400},
		{"a million lists", json, "", deep("[", "]", 1_000_000), 413},
		{"a body of 64 KiB and one", json, "", fill(`{"a":"`, "a", `"}`, longestBody+1), 413},
		{"a body of 200 MiB", json, "", fill(`{"a":"`, "a", `"}`, 200*mib), 413},
		{"one name, thousands of times", json, "", fill(`{"page":"/"`, `,"page":"/"`, "}", longestBody), 422},
		{"thousands of names", json, "", fill(`{"a":1`, `,"\u0061b":1`, "}", longestBody), 422},
		{"a number of 64 KiB", json, "", fill(`{"page":`, "9", "}", longestBody), 422},
		{"a number without an end", json, "", `{"page":1e999999999}`, 422},
		{"a text of escapes", json, "", fill(`{"page":"`, `\ud83d\ude00`, `"}`, longestBody), 422},
		{"half letters", json, "", fill(`{"page":"`, `\ud83d`, `"}`, longestBody), 422},
		{"blanks", json, "", fill("{", " ", "}", longestBody), 422},
		{"a table of 1 MiB and one", csv, "", fill(head, "x", "", mib+1), 413},
		{"a table of quotes", csv, "", fill(head, `"`, "", mib), 422},
		{"a table of commas", csv, "", fill(head, ",", "\n", mib), 422},
		{"a table of lines", csv, "", fill(head, "\n", "", mib), 422},
		{"a table of short rows", csv, "", fill(head, "a,b,c\n", "", mib), 422},
		{"a head of a thousand columns", csv, "", fill("name", ",name", "\n", mib), 422},
	} {
		path := map[string]string{json: "/v1/feedback", csv: "/v1/holders/import"}[b.media]
		for _, told := range []bool{true, false} { // how long it is; or not, and it comes in chunks
			spent, memory, status := w.bombed(path, b.media, b.coding, b.body, told)
			if status != b.status {
				t.Errorf("%s: %d, want %d", b.name, status, b.status)
			}
			if spent > soon || memory > 32*mib {
				t.Errorf("%s: %s and %d KiB", b.name, spent, memory>>10)
			}
			slowest, largest = max(slowest, spent), max(largest, memory)
			bombs++
		}
	}
	t.Logf("figure: %d bodies that grow, nest or never end (%d MiB packed three times, a million lists, 200 MiB plain): all refused, the slowest in %.1f ms, the largest in %.1f MiB of memory",
		bombs, packed/mib, float64(slowest.Microseconds())/1e3, float64(largest)/mib)
}

// bombed sends a body as the employer, and tells how long that took and how much memory was asked for.
func (w *world) bombed(path, media, coding, body string, told bool) (time.Duration, uint64, int) {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	if !told {
		r.ContentLength = -1
	}
	r.Header.Set("Content-Type", media)
	if coding != "" {
		r.Header.Set("Content-Encoding", coding)
	}
	for _, c := range w.client("hr").Jar.Cookies(w.url()) {
		r.AddCookie(c)
	}
	answer := httptest.NewRecorder()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	begin := time.Now()
	w.server.Config.Handler.ServeHTTP(answer, r)
	spent := time.Since(begin)
	runtime.ReadMemStats(&after)
	return spent, after.TotalAlloc - before.TotalAlloc, answer.Code
}
