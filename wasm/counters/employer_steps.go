//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/process"
	"jifen/wasm/dom"
)

// Steps that an employer takes with a few words: accepting a holder, withdrawing, asking for a review.

var (
	sayStepReason = rules.Text{ZH: "理由", EN: "The reason"}
	sayStepWho    = rules.Text{ZH: "受理点和持证人都看得到。", EN: "The reception point and the permit holder see it."}
	sayStepDone   = rules.Text{ZH: "{}：办好了。", EN: "{}: done."}
	sayStepNot    = rules.Text{ZH: "现在不能办这一步", EN: "This step cannot be taken now"}
	sayStepBack   = rules.Text{ZH: "回到申请", EN: "To the application"}
	sayStepEnds   = rules.Text{ZH: "不再办理这份申请。以后要办，重新开一份。", EN: "Ends this application. To apply later, open another one."}
	sayStepBy     = rules.Text{ZH: "最晚 {}。", EN: " Not later than {}."}
	sayStepTaking = []rules.Text{
		{ZH: "只在这位持证人确实在你单位工作、由你单位缴社保时确认。", EN: "Confirm only if this person works for you and you pay their social insurance."},
		{ZH: "确认以后，你单位可以填写、提交这份申请；原来的单位看不到以后的事。", EN: "You can then fill in and submit the application; the former employer sees nothing of what follows."},
		{ZH: "不是你单位的员工，不用办，也不用回复。", EN: "If this is not your employee, do nothing; no answer is needed."},
	}
)

// stepMeans says what a step does to an application: only where there is a notice can one end, and a review has its last day.
func (v *visit) stepMeans(a dom.JSON, name string) string {
	words := v.say(process.StepNamed(name).Means())
	switch by := reviewUntil(a); {
	case name == "withdraw" && !a.At("notice").There():
		return v.say(sayStepEnds)
	case name == "request_review" && by != 0:
		return words + v.say(sayStepBy, v.day(by.String()))
	}
	return words
}

// stepScreen lets the employer take a step of an application.
func (v *visit) stepScreen(id, name string) {
	r, ok := v.get("/v1/applications/" + id)
	if !ok {
		return
	}
	a, etag, step := r.Body, r.ETag, process.StepNamed(name)
	if !may(a, name) {
		v.stepGone(a)
		return
	}
	f := v.newForm("steps", v.say(step.Label), func(f *form) {
		body := f.body().Set("step", name)
		r, ok := f.call("POST", "/v1/applications/"+id+"/steps", body, etag)
		switch {
		case ok:
			v.then("applications/"+id, v.say(sayStepDone, v.say(step.Label)))
		case r.Status == 412:
			a, etag = v.changedUnder(f, id, name, a, etag)
		}
	})
	parts := []dom.Node{dom.Words("p", "", v.stepMeans(a, name))}
	if name == "take_over" {
		list := dom.New("ul", "")
		for _, t := range sayStepTaking {
			list.Append(dom.Words("li", "", v.say(t)))
		}
		parts = append(parts, list, v.entries([]entry{{sayHolderName, a.At("profile").At("name").Text()}, {sayHolderNumber, a.At("profile").At("id_number").Text()}}))
	}
	for _, need := range step.Needs {
		if need.Field == "reason" {
			f.words("reason", sayStepReason, sayStepWho)
		}
	}
	f.cancel("applications/" + id)
	v.show(v.say(sayHolderOf, v.say(step.Label), v.applicationTitle(a)), append(parts, f.node)...)
}

// stepGone says that a step cannot be taken, and leads back.
func (v *visit) stepGone(a dom.JSON) {
	v.show(v.say(sayStepNot), v.stands(a), dom.New("p", "buttons", v.link("main", sayStepBack, "applications/"+a.At("id").Text())))
}

// changedUnder tells in a form that the application was changed meanwhile and how, and gives it as it is now. What was typed stays.
func (v *visit) changedUnder(f *form, id, step string, was dom.JSON, etag string) (dom.JSON, string) {
	r := v.ask("GET", "/v1/applications/"+id, dom.JSON{}, "")
	if r.Status != 200 {
		f.refused(r)
		return was, etag
	}
	var all []problem
	for _, one := range v.changes(was, r.Body) {
		all = append(all, problem{"", one})
	}
	last := sayChangedLook
	if !may(r.Body, step) {
		last = sayChangedGone
	}
	f.tell(v.say(sayChanged), append(all, problem{"", v.say(last)}))
	return r.Body, r.ETag
}
