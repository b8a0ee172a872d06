package main

import (
	"bytes"
	"compress/gzip"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"jifen/rules/edition"
	"jifen/site"

	"github.com/andybalholm/brotli"
)

// The tests of this file hold the samples of docs/hosting: the real servers, as Debian has them, serve a built site by them.

// hosted is a site on a server.
type hosted struct {
	name, https, http string
	codings           []string // the twins that it sends
	site              *site.Site
	client            *http.Client
	office            *office // the service behind it
}

// hostings starts every server with its sample.
func hostings(t *testing.T) []*hosted {
	t.Helper()
	theSite(t) // goes to the project's root
	law, err := edition.Load("rules")
	if err != nil {
		t.Fatal(err)
	}
	content := t.TempDir()
	if err := os.CopyFS(content, os.DirFS("content")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(content, "redirects.yaml"), []byte("/guides/an-old-address-that-is-longer-than-most-of-them-are/: /guides/apply/\n/guides/part/: /guides/papers/#education\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := options(config{content: content}, law)
	o.Base, o.Program, o.Counters, o.Exec = "https://example.org", []byte("\x00asm1"), []byte("\x00asm2"), []byte("//")
	s, err := site.Build(o)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := s.Write(filepath.Join(dir, "site"), true); err != nil {
		t.Fatal(err)
	}
	certificate(t, dir)
	office := newOffice(t, "-trust", "127.0.0.1")
	place := func(sample string, more ...string) string { // the sample, on this machine
		src, err := os.ReadFile("docs/hosting/" + sample)
		if err != nil {
			t.Fatal(err)
		}
		all := append([]string{"/srv/jifen", filepath.Join(dir, "site"), "127.0.0.1:8081", strings.TrimPrefix(office.url, "http://")}, more...)
		for i := 0; i < len(all); i += 2 {
			if !strings.Contains(string(src), all[i]) {
				t.Fatalf("docs/hosting/%s does not hold %s", sample, all[i])
			}
		}
		return strings.NewReplacer(all...).Replace(string(src))
	}
	client := &http.Client{
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	var all []*hosted
	add := func(name string, codings []string, begin func(http, https string) *exec.Cmd) {
		h := &hosted{name: name, https: freeAddress(t), http: freeAddress(t), codings: codings, site: s, client: client, office: office}
		start(t, begin(h.http, h.https), h.https)
		all = append(all, h)
	}
	for name, brotli := range map[string]bool{"nginx": false, "nginx with brotli": true} {
		codings := map[bool][]string{false: {"gzip"}, true: {"br", "gzip"}}[brotli]
		add(name, codings, func(http, https string) *exec.Cmd {
			home := t.TempDir()
			more := []string{"listen 80;", "listen " + http + ";", "listen 443 ssl", "listen " + https + " ssl", "https://$host$", "https://" + https + "$", "/etc/ssl", dir}
			head := ""
			if brotli {
				head, more = "load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;\n", append(more, "# brotli_static on;", "brotli_static on;")
			}
			if os.Geteuid() == 0 {
				head += "user root;\n"
			}
			conf := head + "daemon off; pid nginx.pid; error_log stderr warn;\nevents {}\nhttp {\naccess_log off;\n"
			for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
				conf += kind + "_temp_path " + kind + ";\n"
			}
			file := filepath.Join(home, "nginx.conf")
			if err := os.WriteFile(file, []byte(conf+place("nginx.conf", more...)+"}\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			return exec.Command(program(t, "nginx", "/usr/sbin/nginx"), "-p", home+"/", "-e", "stderr", "-c", file)
		})
	}
	add("Caddy", []string{"br", "gzip"}, func(http, https string) *exec.Cmd {
		home := t.TempDir()
		file := filepath.Join(home, "Caddyfile")
		_, port, _ := net.SplitHostPort(http)
		_, securePort, _ := net.SplitHostPort(https)
		conf := fmt.Sprintf("{\n\tadmin off\n\thttp_port %s\n\thttps_port %s\n\tskip_install_trust\n\tdefault_bind 127.0.0.1\n\tstorage file_system %s\n}\n", port, securePort, home) +
			place("Caddyfile", "\nexample.org {", fmt.Sprintf("\n127.0.0.1 {\n\ttls %s %s", filepath.Join(dir, "jifen.pem"), filepath.Join(dir, "jifen.key")))
		if err := os.WriteFile(file, []byte(conf), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(program(t, "caddy", "/usr/bin/caddy"), "run", "--adapter", "caddyfile", "--config", file)
		cmd.Env = append(os.Environ(), "HOME="+home, "XDG_DATA_HOME="+home, "XDG_CONFIG_HOME="+home)
		return cmd
	})
	return all
}

func program(t *testing.T, name, usual string) string {
	t.Helper()
	if found, err := exec.LookPath(name); err == nil {
		return found
	}
	if _, err := os.Stat(usual); err != nil {
		t.Fatalf("the samples for hosts are tried on %s; make need installs it", name)
	}
	return usual
}

// freeAddress is one on which nobody serves.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// start starts a server, and waits until it answers.
func start(t *testing.T, cmd *exec.Cmd, address string) {
	t.Helper()
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		<-ended
		if t.Failed() {
			t.Logf("%s says\n%s", cmd.Path, said.String())
		}
	})
	for begin := time.Now(); time.Since(begin) < 20*time.Second; time.Sleep(20 * time.Millisecond) {
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close()
			return
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("%s ended: %v\n%s", cmd.Path, err, said.String())
		default:
		}
	}
	t.Fatalf("%s does not answer", cmd.Path)
}

// certificate writes one of this machine's own.
func certificate(t *testing.T, dir string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	cert, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{"jifen.pem": {Type: "CERTIFICATE", Bytes: cert}, "jifen.key": {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(filepath.Join(dir, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// get asks a server, and gives its answer and the body as it was before it was packed.
func (h *hosted) get(t *testing.T, path, accept string) (*http.Response, []byte) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, "https://"+h.https+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if accept != "" {
		r.Header.Set("Accept-Encoding", accept)
	}
	answer, err := h.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var body io.Reader = answer.Body
	switch answer.Header.Get("Content-Encoding") {
	case "br":
		body = brotli.NewReader(body)
	case "gzip":
		if body, err = gzip.NewReader(body); err != nil {
			t.Fatal(err)
		}
	}
	src, err := io.ReadAll(body)
	if err != nil {
		t.Fatalf("%s: %s: %v", h.name, path, err)
	}
	return answer, src
}

// TestHosting: each server sends every file of the site with the bytes, the media type and the headers that the build says, packed where
// the reader takes it, and what is not there as a page that says so.
func TestHosting(t *testing.T) {
	for _, h := range hostings(t) {
		t.Run(h.name, func(t *testing.T) {
			for name, src := range h.site.Files {
				if !strings.HasPrefix(name, "_") && name != "guides/an-old-address-that-is-longer-than-most-of-them-are/index.html" && name != "guides/part/index.html" {
					h.file(t, name, src)
				}
			}
			h.offLine(t)
			h.moved(t)
			h.missing(t)
			h.around(t)
			h.service(t)
		})
	}
}

// file holds one file of the site.
func (h *hosted) file(t *testing.T, name string, src []byte) {
	path := "/" + strings.TrimSuffix(name, "index.html")
	for _, accept := range []string{"", "gzip", "br", "gzip, deflate, br"} {
		answer, body := h.get(t, path, accept)
		at := fmt.Sprintf("%s (%s)", path, accept)
		if answer.StatusCode != 200 || !bytes.Equal(body, src) {
			t.Errorf("%s: %s, %d bytes, want %d", at, answer.Status, len(body), len(src))
		}
		if got := answer.Header.Get("Content-Type"); got != site.Type(name) {
			t.Errorf("%s is %s, want %s", at, got, site.Type(name))
		}
		want := ""
		for _, coding := range h.codings {
			if strings.Contains(accept, coding) && filepath.Ext(name) != ".png" && want == "" {
				want = coding
			}
		}
		if got := answer.Header.Get("Content-Encoding"); got != want {
			t.Errorf("%s comes as %q, want %q", at, got, want)
		}
		if want != "" && !strings.Contains(answer.Header.Get("Vary"), "Accept-Encoding") {
			t.Errorf("%s does not say that it varies", at)
		}
		h.headers(t, at, answer, path)
	}
}

// headers holds an answer's headers against the file _headers: none more, none less, none twice.
func (h *hosted) headers(t *testing.T, at string, answer *http.Response, path string) {
	want := http.Header{}
	h.site.Headers.Set(want, path)
	for _, name := range []string{"Content-Security-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Embedder-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy",
		"Referrer-Policy", "Strict-Transport-Security", "X-Content-Type-Options", "Cache-Control", "Access-Control-Allow-Origin"} {
		if got := answer.Header.Values(name); !slices.Equal(got, want.Values(name)) {
			t.Errorf("%s has %s %q, want %q", at, name, got, want.Values(name))
		}
	}
	for name := range want {
		if answer.Header.Get(name) == "" {
			t.Errorf("%s lacks %s", at, name)
		}
	}
}

// offLine holds that the server has every file that is kept for use off line: where one is missing a browser keeps none.
func (h *hosted) offLine(t *testing.T) {
	_, list, _ := bytes.Cut(h.site.Files["sw.js"], []byte("const FILES = "))
	list, _, _ = bytes.Cut(list, []byte(";\n"))
	var files []string
	if err := json.Unmarshal(list, &files); err != nil || len(files) == 0 {
		t.Fatalf("the service worker keeps %s: %v", list, err)
	}
	for _, path := range files {
		if answer, _ := h.get(t, path, ""); answer.StatusCode != 200 && answer.StatusCode != 301 {
			t.Errorf("%s is to be kept for use off line: %s", path, answer.Status)
		}
	}
}

// moved holds that an address where a page was leads to where it is now, with the headers of every answer.
func (h *hosted) moved(t *testing.T) {
	for path, want := range map[string]string{"/guides/an-old-address-that-is-longer-than-most-of-them-are/": "/guides/apply/", "/guides/an-old-address-that-is-longer-than-most-of-them-are": "/guides/apply/", "/guides/part/": "/guides/papers/#education"} {
		answer, _ := h.get(t, path, "")
		if to := answer.Header.Get("Location"); answer.StatusCode != 301 || to != want {
			t.Errorf("%s leads to %q, %s; want %s", path, to, answer.Status, want)
		}
		h.headers(t, path, answer, path)
	}
}

// missing holds what is not there, and what is not for the public.
func (h *hosted) missing(t *testing.T) {
	for _, path := range []string{"/nowhere/", "/guides/nowhere", "/assets/nowhere.css", "/_headers", "/_redirects", "/_redirects.nginx", "/.jifen-site", "/en/nowhere/", "/en/guides/nowhere"} {
		page := "404.html"
		if strings.HasPrefix(path, "/en/") {
			page = "en/404.html"
		}
		for _, accept := range []string{"", "gzip, br"} {
			answer, body := h.get(t, path, accept)
			if answer.StatusCode != 404 || !bytes.Equal(body, h.site.Files[page]) || answer.Header.Get("Content-Type") != "text/html; charset=utf-8" {
				t.Errorf("%s: %s, %s, %d bytes", path, answer.Status, answer.Header.Get("Content-Type"), len(body))
			}
			h.headers(t, path, answer, "/404.html")
		}
	}
}

// around holds what stands around the pages: the way from http to https and to the slash, and that what one has is not sent again.
func (h *hosted) around(t *testing.T) {
	answer, err := h.client.Get("http://" + h.http + "/guides/apply/?x=1")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	_, port, _ := net.SplitHostPort(h.https)
	to := strings.Replace(answer.Header.Get("Location"), ":"+port, "", 1) // Caddy leaves the port out
	if answer.StatusCode/100 != 3 || to != "https://127.0.0.1/guides/apply/?x=1" {
		t.Errorf("http leads to %s, %s", to, answer.Status)
	}
	answer, _ = h.get(t, "/guides/apply", "")
	if to := answer.Header.Get("Location"); answer.StatusCode/100 != 3 || to != "/guides/apply/" && to != "apply/" {
		t.Errorf("without its slash a page leads to %s, %s", to, answer.Status)
	}
	answer, _ = h.get(t, "/guides/apply/", "gzip")
	r, _ := http.NewRequest(http.MethodGet, "https://"+h.https+"/guides/apply/", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	r.Header.Set("If-None-Match", answer.Header.Get("ETag"))
	if answer, err = h.client.Do(r); err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != 304 {
		t.Errorf("what one has already is sent again: %s", answer.Status)
	}
}

// service holds the service behind the server: its headers are its own, and a page of the site may write to it.
func (h *hosted) service(t *testing.T) {
	answer, body := h.get(t, "/v1/openapi.json", "")
	if answer.StatusCode != 200 || !bytes.Contains(body, []byte(`"openapi"`)) {
		t.Errorf("the service: %s", answer.Status)
	}
	for _, name := range []string{"X-Content-Type-Options", "Content-Security-Policy", "Referrer-Policy"} {
		if got := answer.Header.Values(name); len(got) != 1 {
			t.Errorf("the service's %s is %q", name, got)
		}
	}
	r, _ := http.NewRequest(http.MethodPost, "https://"+h.https+"/v1/feedback", strings.NewReader(`{"page":"/guides/apply/","helpful":true}`))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", "https://"+h.https)
	answer, err := h.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != 201 {
		t.Errorf("a page that writes is told %s", answer.Status)
	}
}
