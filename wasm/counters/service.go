//go:build js && wasm

package main

import (
	"strconv"

	"jifen/wasm/dom"
)

// What is asked of the service. A line that breaks, and a session that ends, lose nothing that was typed: the form stays as it is.

// ask calls the service. Where the session has ended it asks the person to sign in again, above what is on the page, and then
// calls once more. A POST bears a key by which the service knows a call that comes twice; an empty one is made here.
func (v *visit) ask(method, path string, body dom.JSON, etag string) dom.Reply {
	return v.askWith(method, path, body, etag, dom.Random(16))
}

func (v *visit) askWith(method, path string, body dom.JSON, etag, key string) dom.Reply {
	r := v.send(method, path, body, etag, key)
	if r.Status == 401 && v.signedIn() && v.again() {
		r = v.send(method, path, body, etag, key)
	}
	return r
}

func (d *desk) send(method, path string, body dom.JSON, etag, key string) dom.Reply {
	tag := "zh-Hans"
	if d.lang != 0 {
		tag = "en"
	}
	q := dom.Request{Method: method, URL: d.api + path, Headers: [][2]string{{"Accept-Language", tag}}, Elsewhere: d.api != "" && d.role != ""} // without a desk of somebody the calls are public
	if method != "GET" {
		kind := "application/json"
		if body.There() {
			q.Body = body.String()
		}
		if body.IsText() {
			kind, q.Body = "text/csv", body.Text() // a table, as it was written
		}
		q.Headers = append(q.Headers, [2]string{"Content-Type", kind})
	}
	if etag != "" {
		q.Headers = append(q.Headers, [2]string{"If-Match", etag})
	}
	if method == "POST" && key != "" {
		q.Headers = append(q.Headers, [2]string{"Idempotency-Key", key})
	}
	return dom.Fetch(q)
}

// problemOf says in plain words why a call came to nothing.
func (d *desk) problemOf(r dom.Reply) string {
	switch {
	case r.Status == 0:
		return d.say(sayNoLine)
	case r.Status == 429:
		return d.say(sayTooOften, wait(r.After))
	case r.Body.At("title").Text() != "":
		return r.Body.At("title").Text()
	case r.Status == 404:
		return d.say(sayNoService)
	}
	return d.say(sayFault)
}

// wait is how long to wait, in whole minutes.
func wait(seconds string) string {
	n, err := strconv.Atoi(seconds)
	if err != nil || n < 60 {
		return "1"
	}
	return itoa((n + 59) / 60)
}

// problem is a field and what is wrong with it.
type problem struct{ field, message string }

// problems are those that the service names.
func problems(r dom.Reply) (all []problem) {
	for _, one := range r.Body.At("errors").Items() {
		all = append(all, problem{one.At("field").Text(), one.At("message").Text()})
	}
	return all
}
