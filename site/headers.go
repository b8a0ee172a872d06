package site

import (
	"cmp"
	"net/http"
	"path"
	"strings"
)

// Headers are what any server of the site should send. The pages carry their content security policy themselves as well, for
// hosts on which no header can be set.
type Headers []struct {
	Path   string // a path, with * at its end for all below it
	Fields [][2]string
}

// policy is what a page may do. Nothing comes from another host, and only a page with the program may run one. It asks nobody but
// whom connect names.
func policy(program bool, connect string) string {
	scripts := "script-src 'self'"
	if program {
		scripts += " 'wasm-unsafe-eval'"
	}
	parts := []string{"default-src 'none'", "style-src 'self'", "img-src 'self' data:", "manifest-src 'self'", "base-uri 'none'", "form-action 'self'",
		scripts, "worker-src 'self'", "require-trusted-types-for 'script'", "trusted-types jifen"}
	if connect != "" {
		parts = append(parts, "connect-src "+connect)
	}
	return strings.Join(parts, "; ")
}

// Policy is the page's own content security policy.
func (p *Page) Policy() string {
	switch {
	case p.Meta.Layout == "desk":
		return policy(true, strings.TrimSpace("'self' "+p.site.API))
	case p.Program() != "" || p.Meta.Layout == "search" || p.site.Preview:
		return policy(p.Program() != "", strings.TrimSpace("'self' "+p.askedAt()))
	case p.Asks():
		return policy(false, cmp.Or(p.site.API, "'self'"))
	}
	return policy(false, "")
}

// askedAt is the service's address where the page asks something of it, empty for the site's own origin.
func (p *Page) askedAt() string {
	if p.Asks() {
		return p.site.API
	}
	return ""
}

// Preview says whether the page reloads itself as its source changes.
func (p *Page) Preview() bool { return p.site.Preview }

func (b *builder) headers() Headers {
	return Headers{
		{b.prefix + "/*", [][2]string{
			{"Content-Security-Policy", policy(true, strings.TrimSpace("'self' "+b.API)) + "; frame-ancestors 'none'"},
			{"Cross-Origin-Opener-Policy", "same-origin"},
			{"Cross-Origin-Embedder-Policy", "require-corp"},
			{"Cross-Origin-Resource-Policy", "same-origin"},
			{"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"},
			{"Referrer-Policy", "no-referrer"},
			{"Strict-Transport-Security", "max-age=63072000"},
			{"X-Content-Type-Options", "nosniff"},
			{"Cache-Control", "no-cache"},
		}},
		{b.prefix + "/assets/*", [][2]string{{"Cache-Control", "public, max-age=31536000, immutable"}}},
		{b.prefix + "/rules/*.json", [][2]string{{"Access-Control-Allow-Origin", "*"}, {"Cross-Origin-Resource-Policy", "cross-origin"}}},
	}
}

// cdn writes the headers as the file _headers that common hosts of static sites read.
func (h Headers) cdn() []byte {
	var b strings.Builder
	for _, rule := range h {
		b.WriteString(rule.Path + "\n")
		for _, f := range rule.Fields {
			// A host joins what two rules say of one header; the ! takes the earlier one back first.
			if rule.Path != h[0].Path {
				b.WriteString("  ! " + f[0] + "\n")
			}
			b.WriteString("  " + f[0] + ": " + f[1] + "\n")
		}
	}
	return []byte(b.String())
}

// Set sets the headers for a path; a later rule replaces what an earlier one said.
func (h Headers) Set(to http.Header, path string) {
	for _, rule := range h {
		start, end, _ := strings.Cut(rule.Path, "*")
		if strings.HasPrefix(path, start) && strings.HasSuffix(path, end) {
			for _, f := range rule.Fields {
				to.Set(f[0], f[1])
			}
		}
	}
}

// types are the media types of the files of a site, by their ending.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json; charset=utf-8", ".xml": "application/xml; charset=utf-8", ".svg": "image/svg+xml", ".wasm": "application/wasm",
	".txt": "text/plain; charset=utf-8", ".png": "image/png", ".webmanifest": "application/manifest+json",
}

// Type is the media type of a file.
func Type(name string) string {
	if t, ok := types[path.Ext(name)]; ok {
		return t
	}
	return "application/octet-stream"
}
