package main

import (
	"net/http"

	"jifen/rules/process"
)

// route is one call of the API.
type route struct {
	method  string
	path    string
	who     []process.Role // who may call it at all; nil is anybody
	handle  handler
	cors    bool // answered to other sites too, without credentials
	body    bool // a body must be sent
	outside bool // does more than the database's work, and sees to its transactions itself
	hashes  bool // a password
	first   bool // also while a first password or consent is outstanding
	csv     bool // the body is CSV
	one     bool // about the application that the address names
	about   string
}

func (rt *route) pattern() string { return rt.method + " " + rt.path }

// The roles of the table.
var (
	signed   = []process.Role{process.Holder, process.Employer, process.Officer, process.Auditor}
	holder   = []process.Role{process.Holder}
	employer = []process.Role{process.Employer}
	officer  = []process.Role{process.Officer}
	parties  = []process.Role{process.Holder, process.Employer}
	seers    = []process.Role{process.Officer, process.Auditor}
	auditor  = []process.Role{process.Auditor}
	staffed  = []process.Role{process.Employer, process.Officer}
)

// routes is the whole API.
func routes() []route {
	const get, post, put, del = http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete
	return []route{
		{method: post, path: "/v1/score", handle: (*call).score, cors: true, body: true, outside: true, about: "score facts"},
		{method: post, path: "/v1/tracking", handle: (*call).track, cors: true, body: true, outside: true, about: "progress by receipt"},
		{method: get, path: "/v1/notices/{code}", handle: (*call).notice, cors: true, about: "check a notice"},
		{method: post, path: "/v1/feedback", handle: (*call).giveFeedback, cors: true, body: true, about: "was this guide useful"},
		{method: get, path: "/v1/feedback", who: seers, handle: (*call).readFeedback, about: "feedback by page"},
		{method: get, path: "/v1/openapi.json", handle: (*call).openAPI, cors: true, about: "this description"},

		{method: get, path: "/v1/session", handle: (*call).session, first: true, about: "who is signed in"},
		{method: post, path: "/v1/session", handle: (*call).signIn, body: true, outside: true, hashes: true, about: "sign in"},
		{method: del, path: "/v1/session", handle: (*call).signOut, first: true, about: "sign out"},
		{method: put, path: "/v1/session/password", who: signed, handle: (*call).changePassword, body: true, outside: true, hashes: true, first: true, about: "change the password"},
		{method: post, path: "/v1/session/totp", who: seers, handle: (*call).beginTOTP, first: true, about: "begin a second factor"},
		{method: put, path: "/v1/session/totp", who: seers, handle: (*call).confirmTOTP, body: true, first: true, about: "confirm a second factor"},

		{method: post, path: "/v1/employers", handle: (*call).register, body: true, outside: true, hashes: true, about: "register an employer"},
		{method: get, path: "/v1/employers", who: staffed, handle: (*call).employers, about: "employers of the district; an employer its own"},
		{method: get, path: "/v1/employers/{id}", who: staffed, handle: (*call).employer, about: "one employer"},
		{method: put, path: "/v1/employers/{id}", who: employer, handle: (*call).mendEmployer, body: true, about: "mend a refused entry"},
		{method: post, path: "/v1/employers/{id}/decision", who: staffed, handle: (*call).decideEmployer, body: true, about: "approve or refuse"},
		{method: post, path: "/v1/employers/{id}/suspension", who: staffed, handle: (*call).suspendEmployer, body: true, about: "suspend, close or lift"},
		{method: get, path: "/v1/staff", who: employer, handle: (*call).staff, about: "further HR officers"},
		{method: post, path: "/v1/staff", who: employer, handle: (*call).addStaff, body: true, outside: true, hashes: true, about: "add one"},
		{method: del, path: "/v1/staff/{id}", who: employer, handle: (*call).dropStaff, about: "end one"},

		{method: post, path: "/v1/holders", who: employer, handle: (*call).addHolder, body: true, outside: true, hashes: true, about: "make a holder's account"},
		{method: post, path: "/v1/holders/import", who: employer, handle: (*call).importHolders, csv: true, outside: true, hashes: true, about: "make many, from CSV"},
		{method: get, path: "/v1/holders", who: employer, handle: (*call).holders, about: "the employer's holders"},
		{method: post, path: "/v1/holders/{id}/first_password", who: employer, handle: (*call).renewFirst, outside: true, hashes: true, about: "a new first password"},
		{method: del, path: "/v1/holders/{id}/employer", who: parties, handle: (*call).leave, about: "a holder leaves the employer"},
		{method: get, path: "/v1/me/export", who: holder, handle: (*call).export, about: "all that is kept on one"},
		{method: post, path: "/v1/me/erasure", who: holder, handle: (*call).erase, about: "erase what the law does not bid keep"},

		{method: post, path: "/v1/applications", who: parties, handle: (*call).openApplication, body: true, about: "open an application"},
		{method: get, path: "/v1/applications", who: signed, handle: (*call).applications, about: "list"},
		{method: get, path: "/v1/applications/{id}", who: signed, handle: (*call).application, one: true, about: "one application"},
		{method: put, path: "/v1/applications/{id}", who: signed, handle: (*call).fillIn, body: true, one: true, about: "replace profile and facts"},
		{method: post, path: "/v1/applications/{id}/steps", who: signed, handle: (*call).step, body: true, one: true, about: "take a step"},

		{method: get, path: "/v1/reports/summary", who: seers, handle: (*call).summary, about: "counts and delays"},
		{method: get, path: "/v1/audit", who: auditor, handle: (*call).auditLog, about: "the audit log"},
		{method: post, path: "/v1/accounts/reset", who: officer, handle: (*call).resetAccount, body: true, outside: true, hashes: true, about: "a new first password for one who lost everything"},
		{method: post, path: "/v1/messages/receipt", handle: (*call).delivered, body: true, about: "the carrier tells of delivery"},
	}
}
