//go:build js && wasm

package main

import "jifen/wasm/dom"

// A notice's QR code leads to the page that checks it, and carries after the # what the service signed: a JWS of three parts in
// base64url with dots between, which a browser sends nowhere. api/notices.go makes it.

// signedNotice is one that somebody shows. Whether the signature is sound is another question.
type signedNotice struct {
	text      []byte // what was signed
	signature []byte
	said      dom.JSON // what it says: c the code, n the name, t the number's end, p the points, d decided on, u valid until
}

// readSigned finds a signed notice at the end of a text, such as the address in the QR code. It is false where there is none.
func readSigned(text string) (n signedNotice, ok bool) {
	for i := len(text) - 1; i >= 0; i-- {
		if text[i] == '#' {
			text = text[i+1:]
			break
		}
	}
	var dots []int
	for i := range len(text) {
		if text[i] == '.' {
			dots = append(dots, i)
		}
	}
	if len(dots) != 2 {
		return n, false
	}
	said, ok := fromBase64(text[dots[0]+1 : dots[1]])
	if !ok {
		return n, false
	}
	n = signedNotice{text: []byte(text[:dots[1]]), said: dom.ParseJSON(string(said))}
	n.signature, ok = fromBase64(text[dots[1]+1:])
	return n, ok && n.said.At("c").Text() != ""
}

const base64Figures = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// fromBase64 reads base64url without padding.
func fromBase64(text string) (out []byte, ok bool) {
	value := map[byte]uint32{}
	for i := range len(base64Figures) {
		value[base64Figures[i]] = uint32(i)
	}
	var bits uint32
	have := 0
	for i := range len(text) {
		v, known := value[text[i]]
		if !known {
			return nil, false
		}
		bits, have = bits<<6|v, have+6
		if have >= 8 {
			have -= 8
			out = append(out, byte(bits>>have))
		}
	}
	return out, len(text)%4 != 1
}

// The key by which notices are checked is public. It is kept on the device each time the page is opened on line, so that a notice can
// be checked off line as well.
const keptKey = "jifen notice key"

// noticeKey asks the service for the key, and gives the one kept where it cannot be had; empty where there is neither.
func (v *visit) noticeKey() string {
	if x := v.send("GET", "/notice/key.json", dom.JSON{}, "", "").Body.At("x").Text(); x != "" {
		dom.Keep(keptKey, x)
		return x
	}
	return dom.Kept(keptKey)
}
