package main

import (
	"fmt"
	"net/http"

	"jifen/rules"
	"jifen/rules/applicant"
	"jifen/rules/process"
)

// session tells who is signed in. Nobody being so is an answer too.
func (c *call) session() (*answer, error) {
	return &answer{body: c.sessionAnswer()}, nil
}

var wrongSignIn = rules.Text{ZH: "登录名或密码不对", EN: "The sign-in name or the password is wrong"}

// signIn begins a session. An unknown name and a wrong password look the same and take as long.
func (c *call) signIn() (*answer, error) {
	b := c.fields()
	login, password, otp := b.text("login", 100, true), b.secret("password"), b.text("otp", 40, false)
	if err := b.done(); err != nil {
		return nil, err
	}
	var named []*account
	err := c.reading(func() (err error) {
		named, err = c.namedSo(login)
		return err
	})
	if err != nil {
		return nil, err
	}
	t := &try{}
	if named, err = c.begins(t, login, named); err != nil {
		return nil, err
	}
	a := whose(named, password, c.leastTried(login))
	if a == nil || a.disabled != "" || a.firstUntil != "" && a.firstUntil < instant(c.now) {
		return nil, c.failedSignIn()
	}
	hash := a.password
	var cookie *http.Cookie
	failed := false
	err = c.write(func() error {
		failed = false
		// What was read may have changed while the password was hashed.
		if a, err = c.accountBy("id", a.id); err != nil {
			return err
		}
		if a == nil || a.disabled != "" || a.password != hash {
			failed = true
			return c.failedSignIn()
		}
		strong := false
		if a.totp != "" {
			if strong, err = c.secondFactor(a, otp); err != nil {
				return err
			} else if !strong {
				failed = otp != ""
				return c.failedSecond()
			}
		}
		if a.role == process.Employer {
			if open, err := c.employerSignsIn(a.employerID); err != nil {
				return err
			} else if !open {
				return refuse(http.StatusForbidden, "单位的账号已经停用，请联系受理点", "The employer's account is suspended or closed; ask the reception point")
			}
		}
		if a.role == process.Holder {
			if err := c.tx.Put(`UPDATE holders SET signed_in = 1 WHERE id = $1`, a.holderID); err != nil {
				return fmt.Errorf("noting the first sign-in: %w", err)
			}
		}
		if cookie, err = c.begin(a, strong); err != nil {
			return err
		}
		return c.audit("sign_in", "account/"+a.id, map[string]any{"strong": strong})
	})
	if !failed {
		c.giveBack(t)
	}
	if err != nil {
		return nil, err
	}
	return &answer{body: c.sessionAnswer(), cookie: cookie, device: c.deviceCookie(a.id)}, nil
}

// failedSignIn refuses; what the try took stays taken.
func (c *call) failedSignIn() error {
	c.metrics.signInsFailed.Add(1)
	r := refuse(http.StatusUnauthorized, "", "")
	r.title = wrongSignIn
	return r
}

// failedSecond asks for the second factor, or says that it was wrong. Only a wrong one counts as a failure.
func (c *call) failedSecond() error {
	r := refuse(http.StatusUnauthorized, "还要动态码", "A one-time code is needed as well")
	r.errors = []applicant.Problem{{Field: "otp", Message: rules.Text{ZH: sayOTP.ZH + "，或一个恢复码", EN: sayOTP.EN + ", or a recovery code"}.In(c.lang)}}
	return r
}

// signOut ends this session, or with ?all=true all of them.
func (c *call) signOut() (*answer, error) {
	if c.who != nil {
		if c.r.URL.Query().Get("all") == "true" {
			if err := c.endSessions(c.who.id); err != nil {
				return nil, err
			}
		} else if err := c.tx.Put(`DELETE FROM sessions WHERE id = $1`, c.sess); err != nil {
			return nil, fmt.Errorf("ending the session: %w", err)
		}
		if err := c.audit("sign_out", "account/"+c.who.id, nil); err != nil {
			return nil, err
		}
		c.who = nil
	}
	return &answer{body: map[string]any{"signed_in": false}, cookie: c.cookie("", -1)}, nil
}

// changePassword changes the password and gives the consent that a holder owes. It keeps this session under a new id and ends
// the others.
func (c *call) changePassword() (*answer, error) {
	if err := c.reading(c.signedIn); err != nil {
		return nil, err
	}
	b := c.fields()
	old, fresh, consent := b.secret("old"), b.secret("new"), b.text("consent", 40, false)
	if fresh != "" {
		known, err := c.knownOf(fresh)
		if err != nil {
			return nil, err
		}
		*b.wrong = append(*b.wrong, weak("new", fresh, c.lang, known...)...)
		if fresh == old {
			b.problem("new", rules.Text{ZH: "要和原来的不同", EN: "must differ from the old one"})
		}
	}
	switch holder := c.who.role == process.Holder; {
	case !holder && consent != "":
		b.problem("consent", rules.Text{ZH: "只有持证人才写", EN: "is for a holder alone to give"})
	case holder && consent != c.consent && (consent != "" || c.who.consent != c.consent):
		b.problem("consent", rules.Text{ZH: "请先阅读并同意个人信息的说明，写上它的版本 {}", EN: "read the notice on personal data and give its version, {}"}, c.consent)
	}
	if err := b.done(); err != nil {
		return nil, err
	}
	key := c.who.id
	if wait := c.limits.take("failed_account", key); wait > 0 {
		return nil, tooMany(wait)
	}
	if !samePassword(c.who.password, old) {
		return nil, invalid([]applicant.Problem{{Field: "old", Message: rules.Text{ZH: "原密码不对", EN: "is not the present password"}.In(c.lang)}})
	}
	c.limits.give("failed_account", key)
	hash, was := hashPassword(fresh), c.who.password
	var cookie *http.Cookie
	err := c.write(func() error {
		a, err := c.accountBy("id", key)
		if err != nil {
			return err
		}
		if a == nil || a.password != was {
			return notSignedIn()
		}
		if err := c.setPassword(a.id, hash, false); err != nil {
			return err
		}
		a.firstUntil = ""
		if consent != "" && a.role == process.Holder {
			if err := c.tx.Put(`UPDATE accounts SET consent = $2, consent_at = $3 WHERE id = $1`, a.id, consent, instant(c.now)); err != nil {
				return fmt.Errorf("noting the consent: %w", err)
			}
			a.consent = consent
		}
		if cookie, err = c.begin(a, c.who.strong); err != nil {
			return err
		}
		return c.audit("change_password", "account/"+a.id, map[string]any{"consent": consent})
	})
	if err != nil {
		return nil, err
	}
	return &answer{body: c.sessionAnswer(), cookie: cookie}, nil
}

// knownOf is what others know of who is signed in, of which no password is made. The sign-in name is kept as a hash, so it is found
// where the password is that name.
func (c *call) knownOf(password string) ([]string, error) {
	known := []string{c.who.name}
	err := c.reading(func() error {
		var n int
		if err := c.tx.Row(`SELECT count(*) FROM accounts WHERE id = $1 AND login = $2`, c.who.id, c.keys.find("login", loginOf(password))).Scan(&n); err != nil {
			return fmt.Errorf("looking at a sign-in name: %w", err)
		}
		if n > 0 {
			known = append(known, password)
		}
		if c.who.holderID != "" {
			p, err := c.residentBy(c.who.holderID)
			if err != nil {
				return err
			}
			if p != nil {
				known = append(known, p.idNumber, p.phone, p.name)
			}
		}
		if c.who.role == process.Employer {
			e, err := c.entryBy(c.who.employerID)
			if err != nil {
				return err
			}
			if e != nil {
				known = append(known, e.uscc, e.phone, e.name, e.contact)
			}
		}
		return nil
	})
	return known, err
}
