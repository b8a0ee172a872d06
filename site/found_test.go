package site_test

import (
	"encoding/json"
	"encoding/xml"
	"os"
	"strings"
	"testing"

	"jifen/site"
)

// TestFindable: what search engines and readers of feeds are given can be read, leads to pages that are there, and holds whole addresses
// where the site knows where it lies.
func TestFindable(t *testing.T) {
	o := options(os.DirFS("../content"))
	o.Base = "https://example.org/points"
	s, err := site.Build(o)
	if err != nil {
		t.Fatal(err)
	}
	var led []string
	for _, name := range []string{"sitemap.xml", "feed.xml", "en/feed.xml"} {
		var told struct {
			Locs  []string `xml:"url>loc"`
			Links []struct {
				Href string `xml:"href,attr"`
			} `xml:"entry>link"`
		}
		if err := xml.Unmarshal(s.Files[name], &told); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		led = append(led, told.Locs...)
		for _, l := range told.Links {
			led = append(led, l.Href)
		}
	}
	if len(led) < 60 {
		t.Errorf("%d addresses are told", len(led))
	}
	for _, to := range led {
		path, whole := strings.CutPrefix(to, o.Base+"/")
		if _, there := s.Files[path+"index.html"]; !whole || !there {
			t.Errorf("%s is no page", to)
		}
	}
	for name, picture := range map[string]string{"guides/faq/index.html": "social.png", "en/guides/faq/index.html": "social.en.png"} { // in the page's language
		if want := `<meta property="og:image" content="` + o.Base + "/" + picture + `">`; !strings.Contains(string(s.Files[name]), want) || s.Files[picture] == nil {
			t.Errorf("%s does not hold %s", name, want)
		}
	}
	for name, want := range map[string]string{"robots.txt": "Sitemap: " + o.Base + "/sitemap.xml\n", ".well-known/security.txt": "Contact: " + o.Base + "/about/#report\nExpires: 20"} {
		if got := string(s.Files[name]); !strings.Contains(got, want) {
			t.Errorf("%s says %q, want %q", name, got, want)
		}
	}
}

// TestStructured: the guides say what they are in words that can be read, each kind at least once.
func TestStructured(t *testing.T) {
	s, err := site.Build(options(os.DirFS("../content")))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for name, src := range s.Files {
		_, rest, has := strings.Cut(string(src), `<script type="application/ld+json">`)
		if !has || !strings.HasSuffix(name, ".html") {
			continue
		}
		text, _, _ := strings.Cut(rest, "</script>")
		var told struct {
			Graph []struct {
				Type string `json:"@type"`
			} `json:"@graph"`
		}
		if err := json.Unmarshal([]byte(text), &told); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, one := range told.Graph {
			seen[one.Type]++
		}
	}
	for _, kind := range []string{"BreadcrumbList", "HowTo", "FAQPage", "GovernmentService"} {
		if seen[kind] == 0 {
			t.Errorf("no page is a %s; there are %v", kind, seen)
		}
	}
}
