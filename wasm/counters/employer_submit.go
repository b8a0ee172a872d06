//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// Check your answers, and submit.

var (
	saySubmitTitle   = rules.Text{ZH: "核对并提交：{}", EN: "Check and submit: {}"}
	saySubmitLead    = rules.Text{ZH: "请逐项核对。提交后不能再改，除非受理点退回。", EN: "Compare everything. After you submit nothing can be changed unless the reception point returns it."}
	saySubmitForm    = rules.Text{ZH: "申请表", EN: "The form"}
	saySubmitPoints  = rules.Text{ZH: "申报的情况和积分", EN: "What is claimed, and the points"}
	saySubmitMend    = rules.Text{ZH: "改这一部分", EN: "Change this part"}
	saySubmitSend    = rules.Text{ZH: "提交给受理点", EN: "Submit to the reception point"}
	saySubmitDone    = rules.Text{ZH: "已经提交。", EN: "It is submitted."}
	saySubmitNot     = rules.Text{ZH: "还不能提交，有内容要改", EN: "It cannot be submitted yet; some of it must be corrected"}
	saySubmitReaches = rules.Text{ZH: "合计 {} 分，达到标准分 {} 分。", EN: "{} points in all, which reaches the standard of {}."}
	saySubmitShort   = rules.Text{ZH: "合计 {} 分，不到标准分 {} 分。", EN: "{} points in all, which is below the standard of {}."}
	saySubmitOpen    = rules.Text{ZH: "情况还没有填完，现在看是 {} 分，标准分是 {} 分。", EN: "The facts are not complete; as they are it is {} points, and the standard is {}."}
	saySubmitBarred  = rules.Text{ZH: "按填的情况，现在不能申请：", EN: "As filled in, an application is not possible now:"}
	saySubmitBelow   = rules.Text{ZH: "不到标准分，也提交吗", EN: "Submit although it is below the standard?"}
	saySubmitMeans   = rules.Text{ZH: "不到标准分的积分，核定了也没有积分待遇，例如子女升学。等分数够了再申请，一般更好；交过的材料到时还要再交。",
		EN: "Points below the standard bring no benefits, such as schooling for children, even when they are decided. It is usually better to wait until they suffice; the papers have to be handed in again then."}
	saySubmitAll = rules.Text{ZH: "知道没有待遇，仍要提交", EN: "I know that it brings no benefits, and submit it all the same"}
)

// checkAndSubmit shows all that will be handed to the reception point, and submits it.
func (v *visit) checkAndSubmit(id string) {
	if r, ok := v.get("/v1/applications/" + id); ok {
		v.checkAnswers(r.Body, r.ETag, nil)
	}
}

// checkAnswers shows an application as it is to be submitted, and first what somebody changed in it meanwhile.
func (v *visit) checkAnswers(a dom.JSON, etag string, changed []string) {
	if !may(a, "submit") {
		v.stepGone(a)
		return
	}
	id, result := a.At("id").Text(), a.At("result")
	f := v.newForm("steps", v.say(saySubmitSend), func(f *form) {
		body := dom.Object().Set("step", "submit")
		if below := f.of("below_standard"); below != nil && below.value() != "" {
			body.Set("below_standard", true)
		}
		r, ok := f.call("POST", "/v1/applications/"+id+"/steps", body, etag)
		switch {
		case ok:
			v.then("applications/"+id, v.say(saySubmitDone))
		case r.Status == 412:
			v.checkAnew(f, a)
		case r.Status == 422:
			v.tellLacks(f, id, problems(r))
		}
	})
	f.light = true
	if result.At("verdict").Text() == "short" {
		f.boxes("below_standard", saySubmitBelow, saySubmitMeans, []choice{{"yes", v.say(saySubmitAll)}})
	}
	f.cancel("applications/" + id)
	v.turnTo(v.say(saySubmitTitle, a.At("profile").At("name").Text()), v.changedBox(changed), v.doubtful(a), dom.Words("p", "", v.say(saySubmitLead)),
		v.toCheck(saySubmitForm, id, "profile", v.profile(a.At("profile"))),
		v.toCheck(saySubmitPoints, id, "facts", v.comesTo(result), v.points(result)),
		v.part(sayOnePapers, v.papers(a)), f.node)
}

// toCheck is a part of what is submitted, with a way to where it is changed.
func (v *visit) toCheck(title rules.Text, id, part string, what ...dom.Node) dom.Node {
	way := v.link("", saySubmitMend, "applications/"+id+"/fill/"+part).Attr("aria-label", v.say(sayHolderOf, v.say(saySubmitMend), v.say(title)))
	return v.part(title, what...).Append(dom.New("p", "buttons", way))
}

// comesTo says in a sentence what a result comes to.
func (v *visit) comesTo(result dom.JSON) dom.Node {
	words := map[string]rules.Text{"reached": saySubmitReaches, "short": saySubmitShort, "unknown": saySubmitOpen}[result.At("verdict").Text()]
	if words == (rules.Text{}) {
		return dom.Words("p", "", v.say(saySubmitBarred))
	}
	return dom.Words("p", "verdict", v.say(words, span(result, "total"), itoa(result.At("standard").Int())))
}

// changedBox tells what somebody changed meanwhile. It is nothing where nobody did.
func (v *visit) changedBox(changed []string) dom.Node {
	if changed == nil {
		return dom.Node{}
	}
	list := dom.New("ul", "")
	for _, one := range changed {
		list.Append(dom.Words("li", "", one))
	}
	return dom.New("div", "wrong", dom.Words("h3", "", v.say(sayChanged)), list, dom.Words("p", "", v.say(sayChangedLook))).Attr("role", "status")
}

// checkAnew shows the application once more, which was changed since it was shown.
func (v *visit) checkAnew(f *form, was dom.JSON) {
	r := v.ask("GET", "/v1/applications/"+was.At("id").Text(), dom.JSON{}, "")
	if r.Status != 200 {
		f.refused(r)
		return
	}
	changed := v.changes(was, r.Body)
	if !may(r.Body, "submit") {
		v.stepGone(r.Body)
		return
	}
	v.checkAnswers(r.Body, r.ETag, append([]string{}, changed...))
}

// tellLacks tells why an application cannot be submitted: each thing with a way to the part in which it is mended.
func (v *visit) tellLacks(f *form, id string, all []problem) {
	var own []problem
	list := dom.New("ul", "")
	for _, p := range all {
		part, field := trunk(p.field), after(p.field)
		label := ""
		switch part {
		case "profile":
			label = v.profileName(field)
		case "facts":
			label = v.factLabel(trunk(field))
		default:
			own = append(own, p)
			continue
		}
		list.Append(dom.New("li", "", dom.Words("a", "", label+v.say(sayColon)+p.message).Attr("href", to("applications/"+id+"/fill/"+part))))
	}
	f.tell(v.say(saySubmitNot), own)
	if len(list.Children()) > 0 {
		f.box.Append(list)
	}
}

// after is what stands behind the first part of a field's name: profile.phone is phone.
func after(field string) string {
	if first := trunk(field); len(first) < len(field) {
		return field[len(first)+1:]
	}
	return ""
}

// profileName is what a field of the profile is called.
func (v *visit) profileName(field string) string {
	key := trunk(field)
	for _, f := range profileFields {
		if f.key == key {
			return v.say(f.label)
		}
	}
	if key == "family" {
		return v.say(sayFamily)
	}
	return field
}
