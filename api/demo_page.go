package main

import (
	"fmt"
	"net"
	"net/http"
	"strings"

	"jifen/api/store"
)

// story is what one must know to look around in a demo: who can sign in, and what can be looked up without.
type story struct {
	Accounts []demoAccount `json:"accounts"`
	Receipts []demoReceipt `json:"receipts"`
	Notices  []demoNotice  `json:"notices"`
}

type demoAccount struct {
	Role     string `json:"role"`
	Name     string `json:"name"`
	Login    string `json:"login"`
	Password string `json:"password"`
	OTPAuth  string `json:"otpauth,omitempty"` // of the second factor, where one is required
}

type demoReceipt struct {
	Receipt string `json:"receipt"`
	Tail    string `json:"id_tail"`
	Name    string `json:"name"`
}

type demoNotice struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// story is what came of the district's last weeks.
func (d *district) story() *story {
	s := &story{}
	for _, p := range d.people {
		a := demoAccount{Role: p.role, Name: p.name, Login: p.login, Password: p.password}
		if p.secret != "" {
			a.OTPAuth = totpURI(p.name, p.secret)
		}
		s.Accounts = append(s.Accounts, a)
	}
	for _, one := range d.applications {
		if one.receipt != "" {
			s.Receipts = append(s.Receipts, demoReceipt{one.receipt, tail(one.holder.login), one.holder.name})
		}
		if one.notice != "" {
			s.Notices = append(s.Notices, demoNotice{one.notice, one.holder.name})
		}
	}
	return s
}

// told is where to look and how to sign in. Base is the site's address.
func (s *story) told(base string) string {
	var b strings.Builder
	b.WriteString("\n这里的人、单位和号码都是编造的。 People, employers and numbers here are made up.\n\n")
	for _, p := range []struct{ path, what string }{
		{"/employer/", "单位 employers"}, {"/holder/", "持证人 permit holders"}, {"/counter/", "受理点、审计 reception point, auditor"},
		{"/track/", "查进度 tracking"}, {"/notice/", "验证通知书 checking a notice"},
	} {
		fmt.Fprintf(&b, "  %-32s %s\n", base+p.path, p.what)
	}
	b.WriteByte('\n')
	for _, a := range s.Accounts {
		fmt.Fprintf(&b, "  %-9s %-20s %-16s %s\n", a.Role, a.Login, a.Password, a.Name)
		if a.OTPAuth != "" {
			fmt.Fprintf(&b, "            %s\n", a.OTPAuth)
		}
	}
	b.WriteByte('\n')
	for _, r := range s.Receipts {
		fmt.Fprintf(&b, "  查进度 tracking  %s  %s  %s\n", r.Receipt, r.Tail, r.Name)
	}
	for _, n := range s.Notices {
		fmt.Fprintf(&b, "  验通知书 notice  %s  %s\n", n.Code, n.Name)
	}
	b.WriteByte('\n')
	return b.String()
}

// demoMessage is a message as it would have come to a phone: a demo has no carrier, and here alone it can be read.
type demoMessage struct {
	To    string `json:"to"`
	Phone string `json:"phone"`
	Text  string `json:"text"`
	State string `json:"state"`
	At    string `json:"at"`
}

// mostDemoMessages are told, the newest first.
const mostDemoMessages = 50

// demoPage answers GET /demo.json: the demo's accounts and what can be looked up, to callers on this machine alone. Anybody else, and
// a service that is no demo, gets an empty object, so that a page may ask without a fault to see.
func (s *service) demoPage(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	if s.story == nil || !s.onThisMachine(r) || passedOn(r) {
		fmt.Fprintln(w, "{}")
		return
	}
	messages, err := s.demoMessages(r)
	if err != nil {
		s.log.Error("the demo's messages could not be read", "why", err)
		http.Error(w, "the store cannot be reached", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, said(struct {
		*story
		Messages []demoMessage `json:"messages"`
	}{s.story, messages}))
}

// passedOn says whether a call came by way of a proxy, or under a name that is not this machine's own: another site can have its name
// lead here.
func passedOn(r *http.Request) bool {
	for _, name := range []string{"X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via"} {
		if r.Header.Get(name) != "" {
			return true
		}
	}
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	return host != "localhost" && host != "127.0.0.1" && host != "::1" && host != "[::1]"
}

func (s *service) demoMessages(r *http.Request) ([]demoMessage, error) {
	all := []demoMessage{}
	err := s.store.Read(r.Context(), func(tx *store.Tx) error {
		return tx.Each(func(rows store.Row) error {
			var m demoMessage
			err := rows.Scan(&m.To, &m.Phone, &m.Text, &m.State, &m.At)
			all = append(all, m)
			return err
		}, `SELECT to_whom, phone, text, state, created_at FROM messages ORDER BY created_at DESC, application_id, number DESC LIMIT $1`, mostDemoMessages)
	})
	if err != nil {
		return nil, fmt.Errorf("reading messages: %w", err)
	}
	for i := range all {
		o := opener{keys: s.keys}
		all[i].Phone, all[i].Text = o.text(messagePhone, all[i].Phone), o.text(messageText, all[i].Text)
		if o.err != nil {
			return nil, o.err
		}
	}
	return all, nil
}
