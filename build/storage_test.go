package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// everythingKept is all that the browser keeps of a site, as a text: its stores, the databases' names, what the service worker keeps,
// what scripts see of cookies, the addresses gone to, and the title.
const everythingKept = `(async () => {
	const all = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), JSON.stringify(await indexedDB.databases()), document.cookie, document.title, location.href, JSON.stringify(history.state)];
	for (const name of await caches.keys()) {
		const kept = await caches.open(name);
		for (const request of await kept.keys()) {
			all.push(request.url);
			if (!/\.(wasm|css|png|svg)$/.test(request.url)) all.push(await (await kept.match(request)).text());
		}
	}
	return all.join('\n');
})()`

// personal are numbers that stand for people in the scripts; the samples of the pages have some of them.
var personal = regexp.MustCompile(`999999[0-9]{11}[0-9X]|\b19[89]0000[0-9]{4}\b|lantern-river-[a-z]+`)

// TestDesksKeepNothing walks scripts of people at their desks, and looks at what their browsers keep afterwards: no number, phone,
// password, receipt, code or signature that was typed or shown.
func TestDesksKeepNothing(t *testing.T) {
	theSite(t) // goes to the project's root
	files, err := filepath.Glob("build/testdata/desks/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	if !*prove {
		files = []string{"build/testdata/desks/holder.txt"}
	}
	sample := forEverybody(t)
	looked, planted, bytes := 0, 0, 0
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var flags []string
			if first, _, _ := strings.Cut(string(src), "\n"); strings.HasPrefix(first, "flags ") {
				flags = strings.Fields(first)[1:]
			}
			o := newOffice(t, flags...)
			o.walk(file, string(src))
			secrets := map[string]string{}
			for name, v := range o.kept {
				if strings.HasSuffix(name, "_FIRST") || strings.HasSuffix(name, "_RECEIPT") || strings.HasSuffix(name, "_CODE") || strings.HasSuffix(name, "_SIGNED") {
					secrets[v] = name
				}
			}
			told := string(src)
			for name, v := range madeUpNumbers {
				told = strings.ReplaceAll(told, "$"+name, v)
			}
			for _, v := range personal.FindAllString(told, -1) {
				secrets[v] = "number, phone or password"
			}
			for who, ctx := range o.people {
				o.offline(ctx, false)
				kept := o.look(ctx, everythingKept)
				if !strings.Contains(kept, o.url) {
					t.Errorf("%s: nothing could be looked at: %.300s", who, kept)
				}
				for v, what := range secrets {
					if strings.Contains(kept, v) && !strings.Contains(sample, v) {
						t.Errorf("the browser of %s keeps %s %s", who, what, v)
					}
				}
				looked, bytes = looked+1, bytes+len(kept)
			}
			planted += len(secrets)
		})
	}
	t.Logf("figure: %d browsers after %d scripts at the desks: of %d passwords, numbers, phones, receipts and codes none in local or session storage, databases, caches (%d KiB), cookies that scripts see, addresses or titles",
		looked, len(files), planted, bytes>>10)
}

// forEverybody is what stands on the site whoever reads it: made-up numbers of samples too.
func forEverybody(t *testing.T) string {
	var all strings.Builder
	for name, src := range theSite(t).Files {
		if strings.HasSuffix(name, ".html") || strings.HasSuffix(name, ".js") {
			all.Write(src)
		}
	}
	return all.String()
}
