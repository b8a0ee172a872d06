package outbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"os"
	"strings"
)

// Carrier is who brings messages to phones, as its file says: where it is called, with what secret, and in what form.
//
//	{
//	  "url": "https://sms.example.cn/send",
//	  "secret": "at least 16 characters, shared with the carrier",
//	  "template": {"mobile": "{phone}", "content": "【居住证积分】{text}", "reference": "{id}"}
//	}
//
// The template is the body of a request; {id}, {kind}, {phone} and {text} stand for what is the message's own.
type Carrier struct {
	URL      string
	Secret   []byte
	template map[string]any
}

const leastSecret = 16

// ReadCarrier reads a carrier's file, strictly. It holds a secret: one that others can read is refused.
func ReadCarrier(name string) (*Carrier, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("reading the carrier's file: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("the carrier's file %s holds a secret and can be read by others; take that right away: chmod 600", name)
	}
	src, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("reading the carrier's file: %w", err)
	}
	c, err := parseCarrier(src)
	if err != nil {
		return nil, fmt.Errorf("the carrier's file %s: %w", name, err)
	}
	return c, nil
}

func parseCarrier(src []byte) (*Carrier, error) {
	if err := noDoubles(src); err != nil {
		return nil, err
	}
	var file struct {
		URL      string         `json:"url"`
		Secret   string         `json:"secret"`
		Template map[string]any `json:"template"`
	}
	d := json.NewDecoder(bytes.NewReader(src))
	d.DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		return nil, fmt.Errorf("it holds url, secret and template as JSON: %w", err)
	}
	u, err := url.Parse(file.URL)
	switch {
	case err != nil || u.Host == "":
		return nil, errors.New("url is no address; write such as https://sms.example.cn/send")
	case u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname())):
		return nil, errors.New("url must begin with https, for phones and texts go there; http is for this machine alone")
	case len(file.Secret) < leastSecret:
		return nil, fmt.Errorf("secret must have at least %d characters", leastSecret)
	}
	c := &Carrier{URL: file.URL, Secret: []byte(file.Secret), template: file.Template}
	for _, must := range []string{"{id}", "{phone}", "{text}"} {
		if !mentions(file.Template, must) {
			return nil, fmt.Errorf("template lacks %s", must)
		}
	}
	return c, nil
}

// noDoubles refuses a key that stands twice and anything after the object: the reader would take the last and say nothing.
func noDoubles(src []byte) error {
	d := json.NewDecoder(bytes.NewReader(src))
	var walk func() error
	walk = func() error {
		t, err := d.Token()
		if err != nil {
			return err
		}
		open, isDelim := t.(json.Delim)
		if !isDelim {
			return nil
		}
		seen := map[string]bool{}
		for d.More() {
			if open == '{' {
				key, err := d.Token()
				if err != nil {
					return err
				}
				name, _ := key.(string)
				if seen[name] {
					return fmt.Errorf("%q stands twice; keep one", name)
				}
				seen[name] = true
			}
			if err := walk(); err != nil {
				return err
			}
		}
		_, err = d.Token()
		return err
	}
	if err := walk(); err != nil {
		return fmt.Errorf("it is no JSON: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("something stands after the object; take it out")
	}
	return nil
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// mentions says whether a text of the template holds a word.
func mentions(v any, word string) bool {
	switch x := v.(type) {
	case string:
		return strings.Contains(x, word)
	case map[string]any:
		for _, one := range x {
			if mentions(one, word) {
				return true
			}
		}
	case []any:
		for _, one := range x {
			if mentions(one, word) {
				return true
			}
		}
	}
	return false
}

// body fills the template in. What a message says goes into texts alone, so that it cannot become a part of the form.
func (c *Carrier) body(l Letter) ([]byte, error) {
	words := strings.NewReplacer("{id}", l.ID, "{kind}", l.Kind, "{phone}", l.Phone, "{text}", l.Text)
	var fill func(any) any
	fill = func(v any) any {
		switch x := v.(type) {
		case string:
			return words.Replace(x)
		case map[string]any:
			out := map[string]any{}
			for k, one := range x {
				out[k] = fill(one)
			}
			return out
		case []any:
			out := make([]any, len(x))
			for i, one := range x {
				out[i] = fill(one)
			}
			return out
		}
		return v
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(fill(c.template))
	return bytes.TrimSpace(b.Bytes()), err
}
