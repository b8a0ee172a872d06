//go:build js && wasm

package dom

import "syscall/js"

// Signed checks an Ed25519 signature against a public key, whose 32 bytes x writes in base64url, as a JWK has them. Able is false where
// the browser cannot check one: an old one, or a page that did not come over TLS. It must not be called while an event is answered.
func Signed(x string, text, signature []byte) (sound, able bool) {
	defer refused()
	subtle := window.Get("crypto").Get("subtle")
	if !subtle.Truthy() {
		return false, false
	}
	key := Object().Set("kty", "OKP").Set("crv", "Ed25519").Set("x", x)
	imported, able := await(subtle.Call("importKey", "jwk", key.v, "Ed25519", false, Texts([]string{"verify"}).v))
	if !able {
		return false, false
	}
	answer, able := await(subtle.Call("verify", "Ed25519", imported, bytesOf(signature), bytesOf(text)))
	return able && answer.Bool(), able
}

func bytesOf(b []byte) js.Value {
	bytes := window.Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(bytes, b)
	return bytes
}
