// Package vectors makes what attackers write, for the tests that hold the service and the site against it. Each list is put together
// from a few parts, so that every part meets every other; it is the same at every run.
//
// Nothing of the product imports it.
package vectors

import (
	"fmt"
	"net/url"
	"strings"
)

// Mark is in every element of Scripts: an attribute that nothing else has, so that an element made by a vector can be found.
const Mark = "data-vector"

// Ran is the function of the window that the scripts of Scripts call: whoever defines it learns whether one of them ran.
const Ran = "vector"

// elements run a script without a click, or at one, or change where the page's own links and scripts lead. %s is the script.
var elements = []string{
	`<script data-vector>%s</script>`, `<script data-vector src="data:,%s"></script>`, `<svg data-vector><script>%s</script></svg>`,
	`<img data-vector src=x onerror=%s>`, `<img data-vector src onerror="%s">`, `<svg data-vector onload=%s>`, `<svg data-vector><g onload=%s></g></svg>`,
	`<svg data-vector><animate onbegin=%s attributeName=x dur=1s>`, `<a data-vector href="javascript:%s">x</a>`, `<iframe data-vector src="javascript:%s">`,
	`<iframe data-vector srcdoc="&lt;script>parent.%s&lt;/script>">`, `<body data-vector onload=%s>`, `<body data-vector onpageshow=%s>`,
	`<input data-vector autofocus onfocus=%s>`, `<textarea data-vector autofocus onfocus=%s>`, `<select data-vector autofocus onfocus=%s>`,
	`<details data-vector open ontoggle=%s>`, `<video data-vector><source onerror=%s></video>`, `<audio data-vector src=x onerror=%s>`,
	`<object data-vector data="javascript:%s">`, `<embed data-vector src="javascript:%s">`, `<form data-vector action="javascript:%s"><button>x</button></form>`,
	`<button data-vector formaction="javascript:%s" form=x>x</button>`, `<meta data-vector http-equiv=refresh content="0;url=javascript:%s">`,
	`<base data-vector href="javascript:%s//">`, `<link data-vector rel=stylesheet href="data:text/css,*{}" onload=%s>`,
	`<style data-vector onload=%s>*{color:red}</style>`, `<div data-vector style="animation:x" onanimationstart=%s>`, `<p data-vector onmouseover=%s>x`,
	`<math data-vector><mtext><table><mglyph><style><img src=x onerror=%s>`, `<noscript data-vector><p title="</noscript><img src=x onerror=%s>">`,
	`<template data-vector shadowrootmode=open><img src=x onerror=%s></template>`, `<marquee data-vector onstart=%s>x</marquee>`,
	`<svg data-vector><use href="data:image/svg+xml,<svg id=x onload=%s />#x"></use></svg>`, `<x data-vector tabindex=1 autofocus onfocus=%s>`,
}

// breaks get out of where a text may stand: an attribute, a comment, an element whose text is raw, a script's string, a template.
var breaks = []string{"", `">`, `'>`, "`>", "-->", "]]>", "</script>", "</style>", "</title>", "</textarea>", "</template>", `\">`, "{{", "${"}

// disguises write a vector so that a filter may not know it and a browser may. %s of the script stays as it is.
var disguises = []func(string) string{
	func(s string) string { return s },
	strings.ToUpper,
	func(s string) string { return strings.ReplaceAll(s, "<", "&lt;") },
	func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, "<", "&#60;"), ">", "&#x3e;") },
	url.PathEscape,
	func(s string) string { return strings.NewReplacer("<", "＜", ">", "＞").Replace(s) },
	func(s string) string { return strings.NewReplacer("<", `\u003c`, ">", `\x3e`).Replace(s) },
	func(s string) string {
		return strings.NewReplacer("javascript:", "java&#9;script:", "onerror", "oNeRrOr").Replace(s)
	},
	func(s string) string { return strings.ReplaceAll(s, " ", "/") },
}

// Scripts is markup that runs a script where it is taken for markup. The first ones are the shortest.
func Scripts() []string {
	var all []string
	for _, hide := range disguises {
		for _, out := range breaks {
			for i, e := range elements {
				if (len(all)+i)%3 != 0 && out != "" { // every element, every break and every disguise, and a third of all together
					continue
				}
				v := hide(out + strings.ReplaceAll(e, "%s", "\x00"))
				all = append(all, strings.ReplaceAll(strings.ReplaceAll(v, "%00", "\x00"), "\x00", Ran+"()"))
			}
		}
	}
	return once(all)
}

// Markdown is what runs a script where Markdown is rendered too freely: links, pictures, references, and markup in any block.
func Markdown() []string {
	var all []string
	for _, scheme := range []string{
		"javascript:%s", "JaVaScRiPt:%s", "java\tscript:%s", "java&#10;script:%s", "&#106;avascript:%s", "javascript&colon;%s", " javascript:%s", "\x01javascript:%s",
		"vbscript:%s", "data:text/html,<script>%s</script>", "data:text/html;base64,PHNjcmlwdD4=", "data:image/svg+xml,<svg onload=%s>", "//evil.example/%s",
		`\\evil.example/%s`, "/\\evil.example/%s", "https:evil.example/%s", "blob:%s", "file:///etc/passwd#%s", "view-source:javascript:%s", "x:%s",
		"javascript://%%0a%s", "feed:javascript:%s", "https://user:word@evil.example/%s", `/"onmouseover="%s`, "/'onmouseover='%s", "/><img src=x onerror=%s>",
	} {
		to := strings.ReplaceAll(strings.ReplaceAll(scheme, "%s", Ran+"()"), "%%", "%")
		for _, form := range []string{
			"[词](%s)", "[词](<%s>)", "![图](%s)", "![图](<%s>)", "<%s>", "[词][a]\n\n[a]: %s", "[词](/ \"%s\")", "![\"onerror=\"%s](/mark.svg)", "## 题 {#a onclick=\"%s\"}",
			"## 题 {#\"%s}", "- [ ] [词](%s)", "> [词](%s)", "| a |\n|---|\n| [词](%s) |", "[![图](%s)](%[1]s)", "`%s`", "```%s\nx\n```", "{{%s}}", "{{table %s}}", "{{age.max \"%s}}",
		} {
			all = append(all, fmt.Sprintf(form, to))
		}
	}
	for _, s := range Scripts() {
		all = append(all, s, "正文 "+s+" 正文", "`"+s+"`", "```\n"+s+"\n```", "    "+s, "[词](/guides/ \""+s+"\")", "!["+s+"](/mark.svg)", "## "+strings.NewReplacer("<", `\<`, "`", "\\`").Replace(s)+" {#a}")
	}
	return once(all)
}

// SQL is what changes the meaning of a query that is put together of texts.
func SQL() []string {
	var all []string
	for _, out := range []string{"", "'", `"`, "`", "\\'", "''", "%27", "ʼ", "＇", "')", "'))", "\")", "]", "0"} {
		for _, more := range []string{
			" OR 1=1", " OR '1'='1", " AND 1=2", " OR 1=1 LIMIT 1 OFFSET 1", " UNION SELECT NULL", " UNION SELECT id,name,password,4,5 FROM accounts", "; DROP TABLE accounts",
			"; UPDATE accounts SET disabled=''", " OR sleep(9)", "; SELECT pg_sleep(9)", " AND randomblob(999999999) IS NULL", " || (SELECT password FROM accounts)",
			" LIKE '%", " ESCAPE '!", " GLOB '*", " COLLATE NOCASE", "$1", "?1", ":a", "@a", " OR EXISTS(SELECT 1 FROM sqlite_master)", " OR 1=CAST(version() AS int)",
		} {
			for _, end := range []string{"", " -- ", " /*"} {
				all = append(all, out+more+end)
			}
		}
	}
	return all
}

// Paths lead out of a folder, where a server or the file system takes them so. Name is what lies beside the folder.
func Paths(name string) []string {
	var all []string
	for _, up := range []string{
		"..", "%2e%2e", "%2e.", ".%2e", "..%2f", "..%5c", "..\\", "....//", "%252e%252e", "..%00", "%c0%ae%c0%ae", "%e0%80%ae%e0%80%ae", "..;", ". .", "．．", "..%0d", "..%09", "%uff0e%uff0e", "..%ef%bc%8f",
	} {
		for _, way := range []string{"/%s/%n", "/guides/%s/%s/%n", "//%s/%n", "/%s%s%n", "/assets/%s/%s/%n", "/./%s/./%n", "/%s/%n%00.html", "/%s/%n/", "/%s/site/../%n", "\\%s\\%n", "/%s/%s/%s/%s/etc/passwd"} {
			all = append(all, strings.NewReplacer("%s", up, "%n", name).Replace(way))
		}
	}
	return all
}

// Elsewhere are paths, hosts and headers that lead a careless redirect to another host.
func Elsewhere() []string {
	var all []string
	for _, host := range []string{"evil.example", "evil.example:80", "evil.example%2f", "evil.example%00", "localhost@evil.example", "evil.example%23", "evil。example"} {
		for _, way := range []string{
			"//%s", "///%s", "////%s", `/\%s`, `\\%s`, "/%%2f%s", "/%%5c%s", "//%s/guides", "/guides//%s", "/guides/..//%s", "/.%%0d/%s", "/%%09/%s", "//%s/%%2e%%2e", "/https://%s", "/https:%s",
			"//guides@%s", "/;@%s", "/guides?to=//%s", "/guides?//%s", "/guides#//%s", "//%s/guides/..", "/%%0d%%0aLocation:%%20https://%s", "/guides%%0d%%0aSet-Cookie:%%20a=%s", "/guides%%0aX:%s",
		} {
			all = append(all, fmt.Sprintf(way, host))
		}
	}
	return all
}

// Cells are what a spreadsheet runs as a formula.
func Cells() []string {
	var all []string
	for _, before := range []string{"", " ", "\t", "\r", "\n", `"`, "'", "\u00a0", "\ufeff", "\u200b", ";", ",", "\"\""} {
		for _, sign := range []string{"=", "+", "-", "@", "＝", "＋", "－", "＠", "=-", "|", "%"} {
			for _, formula := range []string{"1+1", `cmd|'/c calc'!A1`, `HYPERLINK("http://evil.example","x")`, "SUM(A1:A9)"} {
				all = append(all, before+sign+formula)
			}
		}
	}
	return all
}

// Smuggled is a request that hides in the body of another.
const Smuggled = "GET /v1/openapi.json?smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"

// Wire are requests as no client writes them: where a body ends is told twice, wrongly or in a way that others read otherwise, and a
// request stands where its body may end; or what is sent is to get into a header, a line of the log, or another host's address.
func Wire() []string {
	var all []string
	post := func(headers, body string) {
		all = append(all, "POST /v1/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"+headers+"\r\n"+body)
	}
	whole := 5 + len(Smuggled) // by the length, all of it is body; in chunks, it is not
	lengths := []string{fmt.Sprint(whole), fmt.Sprintf("+%d", whole), fmt.Sprintf("0%d", whole), fmt.Sprintf("%d\r\nContent-Length: 4", whole), fmt.Sprintf("%d, %[1]d", whole), fmt.Sprintf("0x%x", whole), "-1", fmt.Sprintf("%d\x00", whole)}
	for _, te := range []string{
		"Transfer-Encoding: chunked", "Transfer-Encoding : chunked", "Transfer-Encoding:\tchunked", "Transfer-Encoding: xchunked", "Transfer-Encoding: chunked, identity", "Transfer-Encoding: identity, chunked",
		"Transfer-Encoding: gzip, chunked", "transfer-encoding: CHUNKED", "Transfer-Encoding: chunked\r\nTransfer-Encoding: x", " Transfer-Encoding: chunked", "X: y\r\n Transfer-Encoding: chunked",
		"Transfer-Encoding\x00: chunked", "Transfer-Encoding: \x0bchunked", "Transfer_Encoding: chunked", "X: y\nTransfer-Encoding: chunked", "X: y\rTransfer-Encoding: chunked", "Transfer-Encoding:",
	} {
		for _, length := range lengths {
			post("Content-Length: "+length+"\r\n"+te+"\r\n", "0\r\n\r\n"+Smuggled)
			post(te+"\r\nContent-Length: "+length+"\r\n", "0\r\n\r\n"+Smuggled)
		}
	}
	for _, chunks := range []string{"0;a=\r\n\r\n", "0\n\n", "00\r\n\r\n", "-0\r\n\r\n", "0x0\r\n\r\n", "+0\r\n\r\n", "1\r\nZ\r\n0\r\nA: b\r\n\r\n", "ffffffffffffffff\r\n", "1\r\nZZ\r\n0\r\n\r\n", fmt.Sprintf("%x\r\n", len(Smuggled))} {
		post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", chunks+Smuggled+"\r\n0\r\n\r\n")
		post("Transfer-Encoding: chunked\r\n", chunks+Smuggled+"\r\n0\r\n\r\n")
	}
	for _, line := range []string{"\r\n{\"msg\":\"forged\"}", "%0d%0a{\"msg\":\"forged\"}", "\n{\"msg\":\"forged\"}", "\x1b[2J", "\",\"msg\":\"forged", "\u2028forged", "\x00", strings.Repeat("a", 40_000)} {
		all = append(all,
			"GET /"+line+" HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /v1/notices/"+line+" HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET / HTTP/1.1\r\nHost: "+line+"\r\n\r\n", line+" / HTTP/1.1\r\nHost: localhost\r\n\r\n",
			"GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: "+line+"\r\n\r\n", "GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: "+line+"\r\n\r\n", "GET /v1/session HTTP/1.1\r\nHost: localhost\r\nOrigin: "+line+"\r\n\r\n",
			"GET /v1/session HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: "+line+"\r\nAccept-Language: "+line+"\r\n\r\n", "GET /v1/session?"+line+" HTTP/1.1\r\nHost: localhost\r\n\r\n",
		)
	}
	for _, host := range []string{"evil.example", "evil.example\r\nHost: localhost", "localhost@evil.example", "localhost, evil.example", "", "[::1]evil", "evil.example:99999"} {
		all = append(all, "GET /guides HTTP/1.1\r\nHost: "+host+"\r\n\r\n", "GET http://evil.example/guides HTTP/1.1\r\nHost: "+host+"\r\n\r\n", "GET //evil.example/%2f.. HTTP/1.1\r\nHost: "+host+"\r\n\r\n", "CONNECT evil.example:80 HTTP/1.1\r\nHost: "+host+"\r\n\r\n")
	}
	return all
}

// once drops what stands in a list before.
func once(all []string) []string {
	seen, kept := map[string]bool{}, []string{}
	for _, s := range all {
		if !seen[s] {
			kept = append(kept, s)
		}
		seen[s] = true
	}
	return kept
}
