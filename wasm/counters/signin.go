//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// Who works at the desk: signing in, the first password, consent, the second factor.

func (d *desk) signedIn() bool { return d.who.At("signed_in").True() }

// isWho says whether a session is that of whoever works here.
func (d *desk) isWho(session dom.JSON) bool {
	return session.At("account").Text() == d.who.At("account").Text()
}

// is says whether whoever is signed in has a role.
func (d *desk) is(role string) bool { return d.who.At("role").Text() == role }

// admitted lets in who may work at this desk. Where it does not, it has shown what is wanted first.
func (v *visit) admitted() bool {
	if !v.who.There() {
		r := v.send("GET", "/v1/session", dom.JSON{}, "", "")
		if r.Status != 200 || !r.Body.At("signed_in").There() {
			if r.Status == 200 || r.Status == 404 {
				r = dom.Reply{Status: 404} // a host of files alone answers with a page
			}
			v.fail(r)
			return false
		}
		v.who = r.Body
	}
	if !v.signedIn() {
		if v.here == "register" && v.role == "employer" {
			v.register()
		} else {
			v.signIn()
		}
		return false
	}
	switch {
	case !v.is(v.role) && !(v.role == "officer" && v.is("auditor")):
		v.elsewhere()
	case v.who.At("must_change_password").True() || v.who.At("consent_needed").There():
		v.firstPassword()
	case v.who.At("totp_needed").True():
		v.secondFactor()
	default:
		return true
	}
	return false
}

var deskOf = map[string]string{"employer": "/employer/", "holder": "/holder/", "officer": "/counter/", "auditor": "/counter/"}

// elsewhere tells one who is signed in for another desk.
func (v *visit) elsewhere() {
	role := v.who.At("role").Text()
	v.show(v.say(sayElsewhere), dom.Words("p", "", v.say(sayElsewhereWhy, v.who.At("name").Text(), v.say(roleNames[role]))),
		dom.New("p", "buttons", dom.Words("a", "main", v.say(sayThere)).Attr("href", v.site+deskOf[role]),
			dom.Button("", v.say(sayOut), func() { go v.signOut() })))
}

// signIn shows the form for signing in, and in a demo the accounts that there are.
func (v *visit) signIn() {
	f := v.signInForm(func(r dom.Reply) {
		v.who = r.Body
		v.visit()
	})
	var parts []dom.Node
	if v.role == "employer" {
		parts = append(parts, dom.New("p", "", dom.Words("span", "", v.say(sayNewEmployer)), dom.Words("a", "", v.say(sayRegister)).Attr("href", to("register"))))
	}
	parts = append(parts, f.node, v.lost())
	v.show(v.say(signInTitle[v.role]), parts...)
	v.demo(f)
}

var loginHelp = map[string][2]rules.Text{
	"employer": {sayLoginEmployer, sayLoginEmployerHelp},
	"holder":   {sayLoginHolder, sayLoginHolderHelp},
	"officer":  {sayLoginOfficer, sayLoginOfficerHelp},
}

// signInForm asks for name and password, and for a one-time code once the service wants one.
func (v *visit) signInForm(then func(dom.Reply)) *form {
	var otp *field
	f := v.newForm("session", v.say(saySignIn), func(f *form) {
		body := dom.Object().Set("login", f.of("login").value()).Set("password", f.of("password").value())
		if !otp.group.Hidden() {
			body.Set("otp", otp.value())
		}
		f.tell("", nil)
		r := v.desk.send("POST", "/v1/session", body, "", "")
		if r.Status == 200 {
			v.unsaved = false
			then(r)
			return
		}
		wants := false
		for _, p := range problems(r) {
			wants = wants || p.field == "otp"
		}
		first := wants && otp.group.Hidden()
		otp.group.Show(wants || !otp.group.Hidden())
		if first {
			otp.focus.Focus()
			return
		}
		if r.Status == 401 && !wants {
			f.tell(f.say(sayWrongSignIn, f.of("login").label), nil)
			if lost := dom.ByID("lost"); lost.There() {
				way := dom.Words("a", "", f.say(sayLost)).Attr("href", "#lost")
				way.Keep("click")
				way.On("click", func(dom.Node) { lost.SetOpen(true).First("summary").Focus() })
				f.box.Append(dom.New("p", "", way))
			}
			return
		}
		f.refused(r)
	})
	f.light = true
	words := loginHelp[v.role]
	f.text("login", words[0], words[1], "").hint("text", "username")
	f.secret("password", sayPassword, rules.Text{}, false)
	otp = f.text("otp", sayCode, sayCodeHelp, "number").hint("numeric", "one-time-code")
	otp.group.Show(false)
	return f
}

// lost says what to do where the password is lost.
func (v *visit) lost() dom.Node {
	words := sayLostOfficer
	switch v.role {
	case "employer":
		words = sayLostEmployer
	case "holder":
		words = sayLostHolder
	}
	return dom.New("details", "", dom.Words("summary", "", v.say(sayLost)), dom.Words("p", "", v.say(words))).Attr("id", "lost")
}

// demo offers the made-up accounts of a demo to whoever tries it on this machine.
func (v *visit) demo(f *form) {
	list := dom.New("ul", "accounts")
	n := 0
	for _, a := range v.demoTold().At("accounts").Items() {
		if a.At("role").Text() != v.role && !(v.role == "officer" && a.At("role").Text() == "auditor") {
			continue
		}
		n++
		login, password := a.At("login").Text(), a.At("password").Text()
		list.Append(dom.New("li", "", dom.Button("", a.At("name").Text(), func() {
			f.of("login").set(login)
			f.of("password").set(password)
			f.send.Focus()
		}), dom.Words("span", "small", login), v.demoCode(a.At("otpauth").Text())))
	}
	if n > 0 && !v.stale() {
		v.root.Append(dom.New("section", "demo", dom.Words("h3", "", v.say(sayDemo)), dom.Words("p", "", v.say(sayDemoWhat)), list))
	}
}

// again lets a person whose session has ended sign in once more, above what is on the page, which stays as it is. It waits, and says
// whether it came to that.
func (v *visit) again() bool {
	done := make(chan bool, 1)
	panel := dom.New("section", "again").Attr("aria-labelledby", "again-title")
	var rest []dom.Node
	for _, n := range v.root.Children() {
		rest = append(rest, n.Attr("inert", ""))
	}
	before := v.who
	f := v.signInForm(func(r dom.Reply) {
		if r.Body.At("account").Text() != before.At("account").Text() {
			v.leave() // somebody else: nothing of what is on the page is theirs
			return
		}
		v.who = r.Body
		done <- true
	})
	f.light = true
	f.buttons.Append(dom.Button("", v.say(sayNotNow), func() { done <- false }))
	title := dom.Words("h2", "", v.say(sayAgain)).Attr("id", "again-title").Attr("tabindex", "-1")
	panel.Append(title, dom.Words("p", "", v.say(sayAgainWhy)), f.node)
	unsaved := v.unsaved
	v.root.Prepend(panel)
	panel.ToView()
	title.Focus()
	signed := <-done
	panel.Remove()
	for _, n := range rest {
		n.Without("inert")
	}
	v.unsaved = unsaved
	return signed
}

func (d *desk) signOut() {
	if r := d.send("DELETE", "/v1/session", dom.JSON{}, "", ""); r.Status != 200 && r.Status != 401 {
		v := &visit{d, d.turn}
		v.fail(r) // one is signed in still
		return
	}
	dom.SetHash("/")
	d.leave()
}

// firstPassword asks for a password of one's own, and of a holder for consent, before anything else.
func (v *visit) firstPassword() {
	consent := v.who.At("consent_needed").Text()
	var agreed *field
	f := v.newForm("password", v.say(sayGoOn), func(f *form) {
		body := dom.Object().Set("old", f.of("old").value()).Set("new", f.of("new").value())
		if agreed != nil {
			body.Set("consent", consent)
		}
		own := f.repeated("new")
		if agreed != nil && agreed.value() == "" {
			own = append(own, problem{"consent", f.say(sayConsentFirst)})
		}
		if r, ok := f.callBut("PUT", "/v1/session/password", body, own...); ok {
			v.who = r.Body
			v.then("", v.say(sayPasswordIs))
		}
	})
	f.secret("old", sayOld, sayOldHelp, false)
	f.secret("new", sayNew, sayNewHelp, true)
	f.secret("repeat", sayRepeat, rules.Text{}, true)
	if consent != "" {
		f.add(v.consentWords())
		agreed = f.boxes("consent", sayConsent, rules.Text{}, []choice{{"yes", v.say(sayAgree)}})
	}
	v.show(v.say(sayFirst), dom.Words("p", "", v.say(sayFirstWhy)), f.node)
}

// consentWords tell a holder what is kept, why, for how long, and who sees it.
func (v *visit) consentWords() dom.Node {
	list := dom.New("ul", "")
	for _, t := range consentPoints {
		list.Append(dom.Words("li", "", v.say(t)))
	}
	return dom.New("section", "prose", dom.Words("h3", "", v.say(sayConsentTitle)), list)
}

// secondFactor lets officer and auditor set up their one-time codes.
func (v *visit) secondFactor() {
	r := v.ask("POST", "/v1/session/totp", dom.JSON{}, "")
	if r.Status != 201 {
		v.fail(r)
		return
	}
	secret, uri := r.Body.At("secret").Text(), r.Body.At("uri").Text()
	codes := dom.New("ul", "codes")
	for _, c := range r.Body.At("recovery_codes").Items() {
		codes.Append(dom.New("li", "", dom.Words("code", "", c.Text())))
	}
	f := v.newForm("totp", v.say(sayGoOn), func(f *form) {
		if r, ok := f.call("PUT", "/v1/session/totp", f.body(), ""); ok {
			v.who = r.Body
			v.then("", v.say(sayFactorIs))
		}
	})
	f.text("otp", sayCode, sayCodeHelp, "number").hint("numeric", "one-time-code")
	v.show(v.say(sayFactor), dom.Words("p", "", v.say(sayFactorWhy)), v.code(uri, v.say(sayFactorQR)), dom.New("p", "", dom.Words("span", "", v.say(sayFactorSecret)), dom.Words("code", "", secret)),
		dom.Words("h3", "", v.say(sayRecovery)), dom.Words("p", "", v.say(sayRecoveryWhy)), codes, f.node)
}
