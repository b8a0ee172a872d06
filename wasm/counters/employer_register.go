//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/process"
	"jifen/rules/tables"
	"jifen/wasm/dom"
)

// How an employer registers, and what it does afterwards.

var (
	sayRegLead   = rules.Text{ZH: "登记一次，受理点核准以后，就可以为员工申请积分。要填的都在营业执照或登记证上。", EN: "Register once. After the reception point has approved it, you can apply for your employees. All that is asked stands on your licence or certificate."}
	sayRegSend   = rules.Text{ZH: "提交登记", EN: "Send the registration"}
	sayRegRepeat = rules.Text{ZH: "再写一遍密码", EN: "The password once more"}
	sayRegDone   = rules.Text{ZH: "登记已经收到", EN: "Your registration has arrived"}
	sayRegNext   = rules.Text{ZH: "下一步：带上下面的材料，到{}区的受理点（区人才服务中心）。", EN: "Next: take the papers below to the reception point (区人才服务中心) of the district {}."}
	sayRegWaits  = rules.Text{ZH: "登记等到 {}。到那时还没有核准的，要重新登记。", EN: "The registration waits until {}. If it is not approved by then, register again."}
	sayRegThen   = rules.Text{ZH: "核准以后，用统一社会信用代码和刚才的密码登录，给员工开账号。现在也可以登录，看核准了没有。", EN: "Once it is approved, sign in with the unified social credit code and the password that you just chose, and make accounts for your employees. You can sign in now as well, to see how it stands."}
	sayRegPapers = rules.Text{ZH: "要带的材料", EN: "What to take along"}
	sayRegToSign = rules.Text{ZH: "去登录", EN: "Go to sign in"}
	sayRegChoose = rules.Text{ZH: "请选择", EN: "Choose"}
)

var employerKinds = []struct {
	value string
	label rules.Text
}{
	{"enterprise", rules.Text{ZH: "企业", EN: "Enterprise (企业)"}},
	{"association", rules.Text{ZH: "社会团体", EN: "Association (社会团体)"}},
	{"private_non_enterprise", rules.Text{ZH: "民办非企业单位（社会服务机构）", EN: "Private non-enterprise unit (民办非企业单位)"}},
}

// entryFields are what an entry holds, as it is asked for and as it is shown.
var entryFields = []struct {
	key         string
	label, help rules.Text
	width       string
	mode, fill  string
}{
	{"name", rules.Text{ZH: "单位名称", EN: "Employer's name"}, rules.Text{ZH: "和营业执照或登记证上完全一样。", EN: "Exactly as on the licence or certificate."}, "", "text", "organization"},
	{"uscc", rules.Text{ZH: "统一社会信用代码", EN: "Unified social credit code (统一社会信用代码)"},
		rules.Text{ZH: "18 位。里面有两位是校验码：第 17 位核对第 9 到 16 位，最后一位核对前面 17 位。抄错一位，这里马上就能发现。里面没有字母 I、O、S、V、Z。",
			EN: "18 characters. Two of them check the others: the 17th checks the 9th to 16th, and the last checks all before it, so that one wrong character is found at once. The letters I, O, S, V and Z do not occur."}, "number", "text", "off"},
	{"kind", rules.Text{ZH: "单位种类", EN: "Kind"}, rules.Text{}, "", "", ""},
	{"district", rules.Text{ZH: "登记地在哪个区", EN: "District of registration"},
		rules.Text{ZH: "看营业执照或登记证上的住所，不看办公地点。由这个区的受理点办理。", EN: "That of the address on the licence or certificate, not of the office. Its reception point sees to your applications."}, "", "", ""},
	{"contact", rules.Text{ZH: "人事专员姓名", EN: "HR officer's name"}, rules.Text{ZH: "来办积分的人。以后可以再加别人。", EN: "Whoever sees to the applications. Others can be added later."}, "name", "text", "name"},
	{"phone", rules.Text{ZH: "人事专员手机", EN: "HR officer's mobile phone"}, rules.Text{ZH: "退回和核定的短信发到这里。", EN: "SMS about returns and decisions go there."}, "number", "tel", "tel"},
}

// register shows the form with which an employer registers.
func (v *visit) register() {
	f := v.newForm("employers", v.say(sayRegSend), func(f *form) {
		r, ok := f.callBut("POST", "/v1/employers", f.body(), f.repeated("password")...)
		switch {
		case ok:
			v.registered(f.of("district").value(), r.Body.At("waits_until").Text())
		case r.Status == 409: // it is registered, and what was typed is good for nothing
			way := v.link("", sayRegToSign, "").On("click", func(dom.Node) { v.unsaved = false })
			f.box.Append(dom.New("p", "", way))
		}
	})
	f.asksEntry()
	f.secret("password", sayPassword, sayNewHelp, true)
	f.secret("repeat", sayRegRepeat, rules.Text{}, true).custom = true
	f.cancel("")
	v.show(v.say(sayRegister), dom.Words("p", "", v.say(sayRegLead)), f.node)
}

// asksEntry asks for what an entry holds.
func (f *form) asksEntry() {
	for _, x := range entryFields {
		switch x.key {
		case "kind":
			var all []choice
			for _, k := range employerKinds {
				all = append(all, choice{k.value, f.say(k.label)})
			}
			f.radios(x.key, x.label, x.help, all)
		case "district":
			all := []choice{{"", f.say(sayRegChoose)}}
			for _, d := range process.Districts {
				all = append(all, choice{d, f.say(process.DistrictName(d))})
			}
			f.pick(x.key, x.label, x.help, all)
		default:
			f.text(x.key, x.label, x.help, x.width).hint(x.mode, x.fill)
		}
	}
}

// registered tells what comes next: where to go with which papers, and how long the registration waits.
func (v *visit) registered(district, until string) {
	v.turnTo(v.say(sayRegDone), v.whereTo(district, until),
		dom.Words("p", "", v.say(sayRegThen)),
		dom.New("p", "buttons", v.link("main", sayRegToSign, "")))
}

// whereTo says to which reception point an employer that waits takes which papers.
func (v *visit) whereTo(district, until string) dom.Node {
	return dom.New("section", "prose",
		dom.Words("p", "next", v.say(sayRegNext, district)),
		dom.Words("p", "", v.say(sayRegWaits, v.moment(until))),
		dom.Words("h3", "", v.say(sayRegPapers)), v.papers(v.registrationPapers()))
}

// registrationPapers are what the law of today asks of an employer that registers, in the form in which the service tells papers.
func (v *visit) registrationPapers() dom.JSON {
	list := dom.List()
	law := lawOf(today())
	for i := range law.Papers {
		p := &law.Papers[i]
		for _, use := range p.For {
			if use == rules.Employer {
				list = dom.List(append(list.Items(), dom.Object().Set("id", p.ID).Set("label", v.say(p.Label)).Set("who", p.Who).
					Set("form", p.Form).Set("from", v.say(p.From)).Set("when", v.say(p.When)))...)
			}
		}
	}
	return dom.Object().Set("papers", list)
}

// lawOf is the edition in force on a day; when none covers it, the last.
func lawOf(day rules.Date) *rules.Edition {
	if e := rules.Find(tables.Editions, day); e != nil {
		return e
	}
	return &tables.Editions[len(tables.Editions)-1]
}
