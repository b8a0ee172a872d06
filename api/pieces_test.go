package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// timed is an answer that notes how many bytes were written since it was last given time.
type timed struct {
	*httptest.ResponseRecorder
	since, most int
}

func (w *timed) SetWriteDeadline(time.Time) error { w.since = 0; return nil }

func (w *timed) Write(src []byte) (int, error) {
	w.since += len(src)
	w.most = max(w.most, w.since)
	return w.ResponseRecorder.Write(src)
}

// TestPieces: a long answer of the API, as a long file of the site, goes out piece by piece, and each piece is given its own time.
func TestPieces(t *testing.T) {
	long := make([]byte, 5*piece/2)
	site, err := siteFrom(writeSite(t, map[string]string{"index.html": string(long)}))
	if err != nil {
		t.Fatal(err)
	}
	h := newService(t, "sqlite", time.Now).handler(site)
	for _, path := range []string{"/v1/openapi.json", "/"} {
		w := &timed{ResponseRecorder: httptest.NewRecorder()}
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		if w.Code != http.StatusOK || w.Body.Len() < len(long) || w.most > piece {
			t.Errorf("%s: %d, %d bytes, up to %d of them in one time, %d are allowed", path, w.Code, w.Body.Len(), w.most, piece)
		}
	}
}
