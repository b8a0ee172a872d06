//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// Checking a notice: whoever is shown one sees whether it is genuine and still good. The service knows that by the code; where it
// cannot be reached, the signature in the QR code tells the one and not the other.

var (
	sayNoticeTitle   = rules.Text{ZH: "凭编号查", EN: "By its code"}
	sayNoticeCode    = rules.Text{ZH: "通知书编号", EN: "Code of the notice"}
	sayNoticeHelp    = rules.Text{ZH: "印在通知书上，四位一组。也可以用手机扫通知书上的二维码，会打开这一页。", EN: "Printed on the notice in groups of four. A phone that scans the notice's QR code opens this page as well."}
	sayNoticeGo      = rules.Text{ZH: "验证", EN: "Check"}
	sayNoticeEmpty   = rules.Text{ZH: "请填通知书编号", EN: "enter the code of the notice"}
	sayValid         = rules.Text{ZH: "有效", EN: "Valid"}
	sayValidWhy      = rules.Text{ZH: "这份通知书由这里签发，现在有效。请和纸上的逐项对一对：有一项不一样，纸就被改过。", EN: "This notice was made here and is good now. Compare each line with the paper: where one differs, the paper was changed."}
	sayVoid          = rules.Text{ZH: "已经失效", EN: "No longer valid"}
	sayVoidWhy       = rules.Text{ZH: "这份通知书以前签发过，后来被新的代替、作废，或者居住证已经到期。请对方出示最新的一份。", EN: "This notice was made here once. It has since been replaced or made void, or the permit has ended. Ask for the newest one."}
	sayNoNotice      = rules.Text{ZH: "没有这个编号", EN: "No such code"}
	sayNoNoticeWhy   = rules.Text{ZH: "请照着纸重新输一遍：最后一个字符是校验用的，错一个字就查不到。输得没错仍然查不到的，这份通知书不是这里签发的，请向出具它的受理点问。", EN: "Enter it once more from the paper: the last character is a check, and with one wrong nothing is found. If it is right and still not found, the notice was not made here; ask the reception point that is said to have made it."}
	sayDiffers       = rules.Text{ZH: "二维码里写的和这里的记录不一样。以这里的记录为准，请向受理点问。", EN: "What the QR code says differs from the record here. The record counts; ask the reception point."}
	saySigned        = rules.Text{ZH: "签名属实，签发于 {}。没有查是否已被代替", EN: "Signed on {}. Not checked whether it was replaced"}
	saySignedWhy     = rules.Text{ZH: "现在没有连上服务，只核对了签名：内容没有被改过。之后有没有被新的代替，要连上网再查。", EN: "The service could not be reached, so only the signature was checked: nothing was changed. Whether it was replaced since, check again on line."}
	sayForged        = rules.Text{ZH: "签名对不上", EN: "The signature does not fit"}
	sayForgedWhy     = rules.Text{ZH: "二维码里的内容可能被改过，不要采信。签发用的钥匙也可能换过：连上网再查一次。", EN: "What the QR code says may have been changed; do not rely on it. The key may also have been replaced: check again on line."}
	sayUnchecked     = rules.Text{ZH: "现在查不了", EN: "It cannot be checked now"}
	sayNoKey         = rules.Text{ZH: "没有连上服务，这台设备上也没有核对签名的钥匙。连着网打开过一次这一页，以后断网也能核对签名。", EN: "The service could not be reached, and this device has no key to check the signature. Once this page was opened on line, signatures can be checked off line too."}
	sayNotAble       = rules.Text{ZH: "没有连上服务，这个浏览器也核对不了签名（Ed25519）。请连上网，或者换新一些的浏览器。", EN: "The service could not be reached, and this browser cannot check the signature (Ed25519). Go on line, or use a newer browser."}
	sayOffLineByCode = rules.Text{ZH: "没有连上服务，凭编号查不了。有通知书的，扫它的二维码，断网也能先核对签名。", EN: "The service could not be reached, and by the code alone nothing can be checked. Scan the notice's QR code: its signature can be checked off line."}
	sayLapsed        = rules.Text{ZH: "这份通知书随居住证有效到 {}，已经过了。请对方出示最新的一份。", EN: "It was good until {}, as the permit was, and that is past. Ask for the newest notice."}
	sayMaskedName    = rules.Text{ZH: "姓名（遮盖）", EN: "Name (masked)"}
	sayTailShown     = rules.Text{ZH: "身份证号码后四位", EN: "Last four of the ID number"}
	sayPoints        = rules.Text{ZH: "总分", EN: "Total"}
	sayDecidedOn     = rules.Text{ZH: "核定日期", EN: "Decided on"}
	sayValidUntil    = rules.Text{ZH: "有效期至", EN: "Valid until"}
)

// notice checks a notice by its code.
func (v *visit) notice() {
	found := dom.New("div", "")
	f := v.newForm("notices", v.say(sayNoticeGo), func(f *form) {
		found.Fill()
		f.checks(found, f.of("code").value())
	})
	f.light = true
	code := f.text("code", sayNoticeCode, sayNoticeHelp, "name")
	code.input.Attr("maxlength", "1000") // a scanner may write the whole address of the QR code
	v.show(v.say(sayNoticeTitle), f.node, found)
	shown := carried("code")
	if n, ok := readSigned(shown); ok {
		code.fill(n.said.At("c").Text())
	} else {
		code.fill(shown)
	}
	if shown != "" {
		f.checks(found, shown)
	} else {
		v.noticeKey() // to have it off line
	}
	v.demoNotices(code, f)
}

// checks checks what was entered or scanned: a code, or a signed notice.
func (f *form) checks(found dom.Node, entered string) {
	f.tell("", nil)
	signed, isSigned := readSigned(entered)
	code := entered
	if isSigned {
		code = signed.said.At("c").Text()
	}
	if code == "" {
		f.tell("", []problem{{"code", f.say(sayNoticeEmpty)}})
		return
	}
	key := f.noticeKey()
	r := f.desk.send("GET", "/v1/notices/"+dom.Escape(code), dom.JSON{}, "", "")
	away := r.Status == 0 || r.Status >= 500 || r.Status == 404 && !r.Body.There()
	switch {
	case f.stale():
	case r.Status == 200 && r.Body.At("valid").True():
		f.answer(found, f.valid(r.Body, signed.said))
	case r.Status == 200:
		f.answer(found, f.verdict("false", sayVoid, sayVoidWhy))
	case away && isSigned:
		f.answer(found, f.offLine(signed, key))
	case away:
		f.tell(f.say(sayOffLineByCode), nil)
	case r.Status == 404:
		f.answer(found, f.verdict("false", sayNoNotice, sayNoNoticeWhy))
	default:
		f.refused(r)
	}
}

// verdict says what came of a check.
func (v *visit) verdict(valid string, title, why rules.Text, args ...string) dom.Node {
	class := "wrong"
	if valid == "true" || valid == "signed" {
		class = "verdict"
	}
	head := dom.Words("h3", "", v.say(title, args...))
	if valid == "true" {
		head = dom.New("h3", "", tick(), dom.Words("span", "", v.say(title)))
	}
	return dom.New("section", class, head, dom.Words("p", "", v.say(why))).
		Attr("id", "notice").Attr("data-valid", valid).Attr("tabindex", "-1").Attr("aria-label", v.say(title, args...))
}

// valid shows a notice that is good, to be held against the paper, and whether the QR code says something else.
func (v *visit) valid(n, scanned dom.JSON) dom.Node {
	box := v.verdict("true", sayValid, sayValidWhy)
	if scanned.There() && differ(n, scanned) {
		box.Append(dom.Words("p", "warn", v.say(sayDiffers)))
	}
	return box.Append(v.shownNotice(n))
}

// noticeParts are what a notice shows, under the names that the service and the QR code have for it.
var noticeParts = [][2]string{{"name", "n"}, {"id_tail", "t"}, {"total", "p"}, {"decided_on", "d"}, {"valid_until", "u"}}

func differ(n, scanned dom.JSON) bool {
	for _, p := range noticeParts {
		if n.At(p[0]).String() != scanned.At(p[1]).String() {
			return true
		}
	}
	return false
}

func (v *visit) shownNotice(n dom.JSON) dom.Node {
	return v.entries([]entry{
		{sayMaskedName, n.At("name").Text()}, {sayTailShown, n.At("id_tail").Text()}, {sayPoints, itoa(n.At("total").Int())},
		{sayDecidedOn, v.day(n.At("decided_on").Text())}, {sayValidUntil, v.day(n.At("valid_until").Text())},
	})
}

// offLine checks the signature alone, and says that it is no more than that.
func (v *visit) offLine(n signedNotice, key string) dom.Node {
	if key == "" {
		return v.verdict("unchecked", sayUnchecked, sayNoKey)
	}
	sound, able := dom.Signed(key, n.text, n.signature)
	switch {
	case !able:
		return v.verdict("unchecked", sayUnchecked, sayNotAble)
	case !sound:
		return v.verdict("false", sayForged, sayForgedWhy)
	}
	if until, ok := rules.ParseDate(n.said.At("u").Text()); ok && until < today() {
		return v.verdict("false", sayVoid, sayLapsed, v.day(until.String()))
	}
	shown := dom.Object()
	for _, p := range noticeParts {
		shown.Set(p[0], n.said.At(p[1]))
	}
	return v.verdict("signed", saySigned, saySignedWhy, v.day(n.said.At("d").Text())).Append(v.shownNotice(shown))
}

// demoNotices offers a demo's notices.
func (v *visit) demoNotices(code *field, f *form) {
	list := dom.New("ul", "accounts")
	for _, n := range v.demoTold().At("notices").Items() {
		list.Append(demoItem(n.At("name").Text(), n.At("code").Text(), func() {
			code.set(n.At("code").Text())
			f.send.Focus()
		}))
	}
	v.demoPart(sayDemoNotices, list)
}
