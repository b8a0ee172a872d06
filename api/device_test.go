package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// sent answers a call of nobody's browser from an address.
func (w *world) sent(from, method, path, body string, cookies ...*http.Cookie) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.RemoteAddr = from
	r.Header.Set("Content-Type", "application/json")
	for _, c := range cookies {
		r.AddCookie(c)
	}
	answer := httptest.NewRecorder()
	w.server.Config.Handler.ServeHTTP(answer, r)
	return answer
}

// TestFailuresAtOnce: failures that come all at once are counted as if they came one after another.
func TestFailuresAtOnce(t *testing.T) {
	w := newWorld(t, "sqlite")
	w.staff("staff", "officer", "WANG", "徐汇")
	login := w.vars["WANG_LOGIN"]
	right := said(map[string]string{"login": login, "password": "counter-" + login + "-lantern"})
	signed := w.sent("192.0.2.9:1", "POST", "/v1/session", right).Result().Cookies()
	for _, c := range []struct {
		method, path, body string
		wrong              int
	}{
		{"PUT", "/v1/session/password", `{"old":"not the one","new":"four paper lanterns"}`, 422},
		{"POST", "/v1/session", said(map[string]string{"login": login, "password": "not the one"}), 401},
	} {
		var wrong, many atomic.Int64
		var all sync.WaitGroup
		for i := range 30 {
			all.Go(func() {
				cookies := signed
				if c.method == "POST" {
					cookies = nil
				}
				switch w.sent(fmt.Sprintf("192.0.2.%d:1", i+1), c.method, c.path, c.body, cookies...).Code {
				case c.wrong:
					wrong.Add(1)
				case http.StatusTooManyRequests:
					many.Add(1)
				}
			})
		}
		all.Wait()
		if wrong.Load() != 10 || many.Load() != 20 {
			t.Errorf("%s: %d were tried and %d refused", c.path, wrong.Load(), many.Load())
		}
	}
}

// TestDevice: who fails under another's name shuts out nobody from the browser in which that account was signed in before; and its
// cookie is worth nothing for another account, nor when it was changed.
func TestDevice(t *testing.T) {
	w := newWorld(t, "sqlite")
	w.staff("staff", "officer", "WANG", "徐汇")
	w.staff("staff", "officer", "LI", "徐汇")
	sign := func(who, password string) string {
		return said(map[string]string{"login": w.vars[who+"_LOGIN"], "password": password})
	}
	right := func(who string) string { return sign(who, "counter-"+w.vars[who+"_LOGIN"]+"-lantern") }
	device := func(who string) *http.Cookie {
		t.Helper()
		for _, c := range w.sent("192.0.2.1:1", "POST", "/v1/session", right(who)).Result().Cookies() {
			if c.Name == deviceCookieName {
				if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.MaxAge < 180*24*3600 || c.Secure != w.service.secure {
					t.Errorf("the cookie is %v", c)
				}
				return c
			}
		}
		t.Fatal("no cookie of the device")
		return nil
	}
	wang, li := device("WANG"), device("LI")
	for range 10 {
		w.sent("198.51.100.1:1", "POST", "/v1/session", sign("WANG", "not the one"))
	}
	for range 30 {
		w.sent("192.0.2.1:1", "POST", "/v1/session", sign("LI", "not the one"))
	}
	changed := *wang
	changed.Value = strings.Replace(li.Value, strings.SplitN(li.Value, ".", 2)[0], strings.SplitN(wang.Value, ".", 2)[0], 1)
	for _, c := range []struct {
		name   string
		cookie *http.Cookie
		body   string
		status int
	}{
		{"no cookie", &http.Cookie{Name: "other", Value: "x"}, right("WANG"), 429},
		{"another's cookie", li, right("WANG"), 429},
		{"a changed cookie", &changed, right("WANG"), 429},
		{"its own", wang, right("WANG"), 200},
		{"its own again", wang, right("WANG"), 200},
	} {
		if got := w.sent("192.0.2.1:1", "POST", "/v1/session", c.body, c.cookie); got.Code != c.status {
			t.Errorf("%s: %d, want %d", c.name, got.Code, c.status)
		}
	}
	for i := range 12 {
		want := 401
		if i >= 10 {
			want = 429
		}
		if got := w.sent("192.0.2.1:1", "POST", "/v1/session", sign("WANG", "not the one"), wang); got.Code != want {
			t.Errorf("failure %d of the device: %d, want %d", i+1, got.Code, want)
		}
	}
	if got := w.sent("192.0.2.1:1", "POST", "/v1/session", right("LI"), li); got.Code != 200 {
		t.Errorf("the other device: %d", got.Code)
	}
}

// TestDeviceOfWaiting: of several who wait under one code the cookie helps the one alone that was signed in with it.
func TestDeviceOfWaiting(t *testing.T) {
	w := newWorld(t, "sqlite")
	sign := func(password string, cookies ...*http.Cookie) *httptest.ResponseRecorder {
		return w.sent("192.0.2.1:1", "POST", "/v1/session", said(map[string]string{"login": w.vars["USCC1"], "password": password}), cookies...)
	}
	for _, password := range []string{"seven lanterns", "eight lanterns"} {
		w.run("enter", `a POST /v1/employers
  {"name":"甲","uscc":"$USCC1","kind":"enterprise","district":"徐汇","contact":"甲人事","phone":"13800000001","password":"`+password+`"}
201`)
	}
	cookies := sign("seven lanterns").Result().Cookies()
	if got := sign("eight lanterns", cookies...); got.Code != 200 {
		t.Errorf("another entry of the same browser: %d", got.Code)
	}
	for range 10 {
		sign("not the one")
	}
	for _, c := range []struct {
		password string
		cookies  []*http.Cookie
		status   int
	}{{"seven lanterns", nil, 429}, {"seven lanterns", cookies, 200}, {"eight lanterns", cookies, 401}} {
		if got := sign(c.password, c.cookies...); got.Code != c.status {
			t.Errorf("%s: %d, want %d", c.password, got.Code, c.status)
		}
	}
}

// TestNetwork: the limits count a /64 as one caller, and an IPv4 address as one however it is written.
func TestNetwork(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "192.0.2.1", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:1:2::9": "2001:db8:1:2::/64",
		"2001:db8:1:3::9": "2001:db8:1:3::/64", "fe80::1%eth0": "fe80::/64", "": "",
	} {
		if got := network(address); got != want {
			t.Errorf("%s counts as %s, want %s", address, got, want)
		}
	}
	w := newWorld(t, "sqlite")
	many := 0
	for i := range 40 {
		body := said(map[string]string{"login": fmt.Sprint("nobody", i), "password": "not the one"})
		if w.sent(fmt.Sprintf("[2001:db8::%x]:1", i+1), "POST", "/v1/session", body).Code == http.StatusTooManyRequests {
			many++
		}
	}
	if many != 10 {
		t.Errorf("of 40 failures out of one network %d were refused", many)
	}
}
