package site_test

import (
	"os"
	"strings"
	"testing"

	"jifen/site"
)

// TestAsks: a guide that asks may speak to the service and to nobody else; a page to read may speak to nobody.
func TestAsks(t *testing.T) {
	for _, c := range []struct{ api, want string }{{"", "connect-src 'self'"}, {"https://api.example.org", "connect-src https://api.example.org"}} {
		o := options(os.DirFS("../content"))
		o.API, o.Asks = c.api, true
		s, err := site.Build(o)
		if err != nil {
			t.Fatal(err)
		}
		guide, about := string(s.Files["guides/apply/index.html"]), string(s.Files["about/index.html"])
		if policy, _, _ := strings.Cut(guide, `">`+"\n<meta name=\"viewport"); !strings.HasSuffix(strings.ReplaceAll(policy, "&#39;", "'"), c.want) {
			t.Errorf("the policy of a guide ends %s, want %s", policy[max(0, len(policy)-80):], c.want)
		}
		if !strings.Contains(guide, `data-to="`+c.api+`/v1/feedback" data-page="/guides/apply/"`) {
			t.Error("the guide does not say where its answer goes")
		}
		if strings.Contains(about, "connect-src") {
			t.Error("a page that asks nothing may ask somebody")
		}
	}
}

// TestEdit: a page says where it can be edited, where the build knows.
func TestEdit(t *testing.T) {
	o := options(os.DirFS("../content"))
	o.Source = "https://example.org/jifen/edit/main/{file}"
	s, err := site.Build(o)
	if err != nil {
		t.Fatal(err)
	}
	if want := `<a class="whole" href="https://example.org/jifen/edit/main/content/zh/guides/apply.md">修改这一页</a>`; !strings.Contains(string(s.Files["guides/apply/index.html"]), want) {
		t.Errorf("the page has no %s", want)
	}
	if strings.Contains(string(build(t).Files["guides/apply/index.html"]), "修改这一页") {
		t.Error("a page says where it can be edited, and nobody said so")
	}
}

// TestAddressesRefused: addresses that are none are told before anything is built.
func TestAddressesRefused(t *testing.T) {
	for _, c := range []struct{ api, source, want string }{
		{"api.example.org", "", `-api "api.example.org" is no address`},
		{"https://", "", `-api "https://" is no address`},
		{"https://a.example; script-src *", "", "is no address"},
		{"", "https://example.org/edit/", `does not say where a file can be edited`},
		{"", "http://example.org/{file}", `does not say where a file can be edited`},
		{"", "{file}", `does not say where a file can be edited`},
	} {
		o := options(os.DirFS("../content"))
		o.API, o.Source = c.api, c.source
		if _, err := site.Build(o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
