package main

import (
	"crypto/ed25519"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"jifen/api/store"
	"jifen/rules"
	"jifen/rules/process"
)

// A notice is checked in two ways: by its code, with the service, which knows whether it was replaced; and off line by its signature,
// which the printed QR code holds. The signature is a compact JWS (RFC 7515, EdDSA of RFC 8037), so that any library can check it.

// notice is what is shown to anybody who has the code: no more than is needed to hold it against the paper.
type notice struct {
	Name  string `json:"name"` // masked
	Tail  string `json:"id_tail"`
	Total int64  `json:"total"`
	On    string `json:"decided_on"`
	Until string `json:"valid_until"` // the permit's end
}

func (a *application) printed() notice {
	return notice{maskName(a.profile.Name), tail(a.profile.IDNumber), a.total, dayText(a.decided), a.profile.PermitUntil}
}

// notice answers GET /v1/notices/{code}. Of one that was replaced or has lapsed nothing is told but that.
func (c *call) notice() (*answer, error) {
	if wait := c.limits.take("notice_address", c.address); wait > 0 {
		return nil, tooMany(wait)
	}
	code, _ := readCode(c.r.PathValue("code"))
	var shown, until, revoked string
	err := c.tx.Row(`SELECT shown, valid_until, revoked_at FROM notices WHERE code = $1`, c.keys.find("notice", code)).Scan(&shown, &until, &revoked)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, notFound()
	} else if err != nil {
		return nil, fmt.Errorf("reading a notice: %w", err)
	}
	if revoked != "" || until < c.today.String() {
		return &answer{body: map[string]any{"valid": false}}, nil
	}
	var n notice
	o := opener{keys: c.keys}
	o.json("notice shown", shown, &n)
	return &answer{body: struct {
		Valid bool `json:"valid"`
		notice
	}{true, n}}, o.err
}

// makeNotice makes the notice of a decision.
func (c *call) makeNotice(a *application) error {
	a.notice = newCode()
	err := c.tx.Put(`INSERT INTO notices (code, application_id, shown, valid_until) VALUES ($1, $2, $3, $4)`,
		c.keys.find("notice", a.notice), a.id, c.keys.seal("notice shown", said(a.printed())), a.profile.PermitUntil)
	if err != nil {
		return fmt.Errorf("making a notice: %w", err)
	}
	return nil
}

// revoke makes the notice of an application void, where it has one.
func (c *call) revoke(a *application) error {
	a.notice = ""
	if err := c.tx.Put(`UPDATE notices SET revoked_at = $2 WHERE application_id = $1 AND revoked_at = ''`, a.id, instant(c.now)); err != nil {
		return fmt.Errorf("revoking a notice: %w", err)
	}
	return nil
}

// replaceNotices makes the holder's earlier notices void, and marks the applications that this decision replaces.
func (c *call) replaceNotices(a *application) error {
	var old []string
	var standings []string
	err := c.tx.Each(func(r store.Row) error {
		var id, standing string
		err := r.Scan(&id, &standing)
		old, standings = append(old, id), append(standings, standing)
		return err
	}, `SELECT id, standing FROM applications WHERE holder_id = $1 AND id <> $2 AND state IN ('decided', 'collected', 'rejected')`, a.holderID, a.id)
	if err != nil {
		return fmt.Errorf("looking for earlier decisions: %w", err)
	}
	for i, id := range old {
		var s process.Standing
		if err := json.Unmarshal([]byte(standings[i]), &s); err != nil {
			return fmt.Errorf("reading where an application stands: %w", err)
		}
		if s.Replaced {
			continue
		}
		s.Replaced = true
		if err := c.tx.Put(`UPDATE applications SET standing = $2, version = version + 1, notice = '', changed_at = $3 WHERE id = $1`, id, said(s), instant(c.now)); err != nil {
			return fmt.Errorf("marking what was replaced: %w", err)
		}
	}
	err = c.tx.Put(`UPDATE notices SET revoked_at = $2 WHERE revoked_at = '' AND application_id IN (SELECT id FROM applications WHERE holder_id = $1)`, a.holderID, instant(c.now))
	if err != nil {
		return fmt.Errorf("replacing the earlier notice: %w", err)
	}
	return nil
}

// noticeOf is the notice as its application shows it: the code, and what the QR code holds.
func (c *call) noticeOf(a *application) map[string]any {
	return map[string]any{"code": a.notice, "signed": c.keys.sign(a.notice, a.printed())}
}

// signedNotice is what is signed; its keys are short, for the QR code.
type signedNotice struct {
	Code  string `json:"c"`
	Name  string `json:"n"`
	Tail  string `json:"t"`
	Total int64  `json:"p"`
	On    string `json:"d"`
	Until string `json:"u"`
}

var jwsHeader = base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"EdDSA"}`))

// sign is the notice as a compact JWS.
func (k *keys) sign(code string, n notice) string {
	text := jwsHeader + "." + base64.RawURLEncoding.EncodeToString([]byte(said(signedNotice{code, n.Name, n.Tail, n.Total, n.On, n.Until})))
	return text + "." + base64.RawURLEncoding.EncodeToString(ed25519.Sign(k.signs, []byte(text)))
}

// noticeKey answers GET /notice/key.json, for pages on any site: the key by which notices are checked, as a JWK. What it cannot tell is
// whether a notice was replaced, and it says so.
func (s *service) noticeKey(w http.ResponseWriter, r *http.Request) {
	key, ok := s.keys.signs.Public().(ed25519.PublicKey)
	if !ok {
		http.Error(w, "no key", http.StatusInternalServerError)
		return
	}
	about := rules.Text{ZH: "签名只说明通知书在那一天签发；是否已被替换，要凭编号在线查验。", EN: "The signature shows that the notice was made on that day; whether it was replaced since, its code tells on line."}
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "public, max-age=3600")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	fmt.Fprintln(w, said(map[string]string{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "x": base64.RawURLEncoding.EncodeToString(key),
		"note": about.In(languageOf(r))}))
}
