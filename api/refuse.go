package main

import (
	"encoding/json"
	"net/http"
	"strconv"

	"jifen/rules"
	"jifen/rules/applicant"
)

// refusal is an answer that is no success. It goes out as application/problem+json (RFC 9457), in the reader's language.
type refusal struct {
	status int
	title  rules.Text
	errors []applicant.Problem
	steps  []string // the steps that are possible, where the state was wrong
	retry  int      // seconds, 0 where it makes no sense to try again
}

func (r *refusal) Error() string { return strconv.Itoa(r.status) + " " + r.title.EN }

func refuse(status int, zh, en string) *refusal {
	return &refusal{status: status, title: rules.Text{ZH: zh, EN: en}}
}

// The refusals that have no more to say than themselves. They are made anew for each answer, for answers are filled in.
func notJSON(src []byte, lang rules.Lang) *refusal {
	r := refuse(http.StatusBadRequest, "正文不是 JSON", "The body is not JSON")
	why := applicant.Syntax(src, lang)
	if why == "" {
		why = sayObject.In(lang)
	}
	r.errors = []applicant.Problem{{Message: why}}
	return r
}
func tooLong() *refusal {
	return refuse(http.StatusRequestEntityTooLarge, "正文太长，最多 64 KiB", "The body is longer than 64 KiB")
}
func wrongMedia() *refusal {
	return refuse(http.StatusUnsupportedMediaType, "正文要用 Content-Type: application/json", "Send the body as Content-Type: application/json")
}
func wrongCSV() *refusal {
	return refuse(http.StatusUnsupportedMediaType, "表格要用 Content-Type: text/csv", "Send the table as Content-Type: text/csv")
}
func tooLongCSV() *refusal {
	return refuse(http.StatusRequestEntityTooLarge, "表格太长，最多 1 MiB", "The table is longer than 1 MiB")
}
func crossSite() *refusal {
	return refuse(http.StatusForbidden, "这个请求来自别的网站，没有执行", "The request comes from another site and was not carried out")
}
func notSignedIn() *refusal {
	return refuse(http.StatusUnauthorized, "请先登录", "Sign in first")
}
func outstanding() *refusal {
	return refuse(http.StatusForbidden, "请先改掉首次密码，并确认同意书", "Change the first password, and give the consent asked for, first")
}
func notFound() *refusal { return refuse(http.StatusNotFound, "没有找到", "Not found") }
func notYours() *refusal {
	return refuse(http.StatusForbidden, "你的身份不能做这一步", "This step is not for your role")
}
func needsVersion() *refusal {
	return refuse(http.StatusPreconditionRequired, "请带上 If-Match，写明你改的是哪个版本", "Send If-Match with the version that you change")
}
func stale() *refusal {
	return refuse(http.StatusPreconditionFailed, "这份内容已经被别人改过，请重新读取", "It has been changed meanwhile; read it again")
}
func otherBody() *refusal {
	return refuse(http.StatusUnprocessableEntity, "这个 Idempotency-Key 用过，正文不同", "This Idempotency-Key was used with another body")
}
func busy() *refusal {
	r := refuse(http.StatusServiceUnavailable, "服务正忙，请稍后再试", "The service is busy; try again shortly")
	r.retry = 2
	return r
}
func fault() *refusal {
	return refuse(http.StatusInternalServerError, "服务出了错，已经记下", "A fault of the service; it has been noted")
}
func tooMany(seconds int) *refusal {
	r := refuse(http.StatusTooManyRequests, "次数太多，请稍后再试", "Too many attempts; try again later")
	r.retry = seconds
	return r
}

// conflict is 409 with a reason.
func conflict(zh, en string) *refusal { return refuse(http.StatusConflict, zh, en) }

// wrongState is 409 with the steps that are possible.
func wrongState(steps []string) *refusal {
	r := conflict("现在不能做这一步", "This step cannot be taken now")
	r.steps = steps
	return r
}

// invalid is 422 with every problem.
func invalid(problems []applicant.Problem) *refusal {
	r := refuse(http.StatusUnprocessableEntity, "有内容要改", "Some of it must be corrected")
	r.errors = problems
	return r
}

type fieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// send writes the refusal.
func (r *refusal) send(w http.ResponseWriter, lang rules.Lang, id string) {
	body := struct {
		Type     string       `json:"type"`
		Title    string       `json:"title"`
		Status   int          `json:"status"`
		Instance string       `json:"instance"`
		Errors   []fieldError `json:"errors"`
		Steps    any          `json:"possible_steps,omitempty"` // none possible is said too
	}{"about:blank", r.title.In(lang), r.status, "urn:request:" + id, []fieldError{}, nil}
	if r.steps != nil {
		body.Steps = r.steps
	}
	for _, p := range r.errors {
		body.Errors = append(body.Errors, fieldError{p.Field, p.Message})
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Content-Language", [...]string{rules.ZH: "zh-Hans", rules.EN: "en"}[lang])
	if r.retry > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(r.retry))
	}
	w.WriteHeader(r.status)
	json.NewEncoder(w).Encode(body) // one who went away is no fault
}
