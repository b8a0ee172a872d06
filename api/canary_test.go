package main

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What the scripts send and are given that is secret or personal is planted: whatever it is, it must turn up in no log, no figure for
// machines, no error, and no byte of the database's files and of a backup.

// secretMembers are the members of bodies and answers that are secret or personal in themselves.
var secretMembers = map[string]bool{
	"password": true, "old": true, "new": true, "first_password": true, "secret": true, "recovery_codes": true, "receipt": true, "code": true, "signed": true,
	"id_number": true, "phone": true, "contact": true, "permit_number": true, "address": true,
}

// numbersOfPeople are ID numbers and phones, wherever they stand.
var numbersOfPeople = regexp.MustCompile(`[0-9]{17}[0-9X]|\b1[3-9][0-9]{9}\b`)

// plant notes what a call sent and was answered that must turn up nowhere, in a refusal least of all.
func (w *world) plant(at string, body []byte) {
	w.Helper()
	w.plantAll(body)
	if w.answer.status >= 400 {
		w.canaries(at+": the refusal", w.answer.body)
		return
	}
	w.plantAll(w.answer.body)
}

func (w *world) plantAll(text []byte) {
	for _, n := range numbersOfPeople.FindAllString(string(text), -1) {
		w.planted[n] = "number"
	}
	var whole any
	if json.Unmarshal(text, &whole) == nil {
		w.plantMembers("", whole)
	}
}

func (w *world) plantMembers(key string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for k, one := range v {
			w.plantMembers(k, one)
		}
	case []any:
		for _, one := range v {
			w.plantMembers(key, one)
		}
	case string:
		// Shorter or masked it tells of nobody; and an employer's code, which one script chooses for a password, is no secret.
		if secretMembers[key] && len(v) >= 6 && !strings.Contains(v, "*") && !validUSCC(strings.ToUpper(v)) {
			w.planted[v] = key
		}
	}
}

// canaries fails where something that was planted stands in a text.
func (w *world) canaries(where string, text []byte) {
	w.Helper()
	for v, what := range w.planted {
		if bytes.Contains(text, []byte(v)) {
			w.Errorf("%s holds the %s %s", where, what, v)
		}
	}
}

// TestCanaries runs every script, or without -prove those that plant most, and looks for what was planted.
func TestCanaries(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	if !*prove {
		names = []string{"testdata/steps-section2.txt", "testdata/people-reset.txt", "testdata/running-totp.txt", "testdata/notices.txt"}
	}
	planted, lines, size := 0, 0, 0
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			w := worldOn(t, "sqlite:"+filepath.Join(dir, "jifen.db"))
			w.planted = map[string]string{}
			var log safeBuffer
			w.service.log = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			w.run(filepath.Base(name), string(src))
			for _, c := range w.clients {
				for _, cookie := range c.Jar.Cookies(w.url()) {
					w.planted[cookie.Value] = cookie.Name
				}
			}
			copied := filepath.Join(t.TempDir(), "backup.db")
			if _, err := w.service.backUp(context.Background(), &config{backup: copied}); err != nil {
				t.Fatal(err)
			}
			w.canaries("the log", []byte(log.String()))
			w.canaries("the backup", w.file(copied))
			for _, ending := range []string{"", "-wal"} {
				kept := w.file(filepath.Join(dir, "jifen.db"+ending))
				w.canaries("the database's file"+ending, kept)
				size += len(kept)
			}
			r := httptest.NewRequest(http.MethodGet, "/metrics", nil)
			r.RemoteAddr = "127.0.0.1:1"
			answer := httptest.NewRecorder()
			w.server.Config.Handler.ServeHTTP(answer, r)
			w.canaries("/metrics", answer.Body.Bytes())
			if answer.Code != http.StatusOK || !strings.Contains(log.String(), `"msg":"call"`) {
				t.Errorf("/metrics is answered %d, and the log holds %d bytes", answer.Code, len(log.String()))
			}
			planted, lines = planted+len(w.planted), lines+strings.Count(log.String(), "\n")
		})
	}
	if planted < 80 {
		t.Errorf("only %d were planted", planted)
	}
	t.Logf("figure: %d passwords, tokens, receipts, codes, ID numbers, phones and addresses planted over %d scripts: 0 in %d lines of the log, in /metrics, in any error, in %d KiB of the database's files and as much of backups", planted, len(names), lines, size>>10)
}

func (w *world) file(name string) []byte {
	w.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		w.Fatal(err)
	}
	return src
}
