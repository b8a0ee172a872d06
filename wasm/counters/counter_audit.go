//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/wasm/dom"
)

// auditLog lists what was done, the newest first.
func (v *visit) auditLog(string) {
	all, ok := v.filtered("audit", sayAuditOf, sayAuditOfHelp, sayNoEntry, func(q string) *roll {
		return v.newRoll("/v1/audit?order=newest&q="+inAddress(q), dom.New("ol", "history audit"), v.auditEntry)
	})
	if !ok {
		return
	}
	how := dom.New("details", "", dom.Words("summary", "", v.say(sayVerify)), dom.Words("p", "", v.say(sayVerifyWhat)),
		dom.New("pre", "", dom.Words("code", "", "go run ./api -db DSN -verify-audit")).Attr("tabindex", "0"), dom.Words("p", "", v.say(sayVerifyThen)))
	v.show(v.say(sayAudit), dom.Words("p", "", v.say(sayAuditWhat)), how, all)
}

// auditEntry is one entry: what, to what, by whom and when. Words are the log's own: they are what is looked for.
func (v *visit) auditEntry(e dom.JSON) dom.Node {
	item := dom.New("li", "", dom.New("p", "", dom.Words("strong", "", e.At("number").String()+" "), dom.Words("code", "", e.At("action").Text()+" "), dom.Words("code", "", e.At("object").Text())))
	who := e.At("actor").Text()
	if own, ok := auditActors[who]; ok {
		who = v.say(own)
	}
	item.Append(dom.New("p", "small", dom.Words("span", "", v.moment(e.At("at").Text())+v.say(sayComma)), dom.Words("span", "", v.say(sayActor, who))))
	if detail := e.At("detail"); detail.There() && detail.String() != "{}" {
		item.Append(dom.New("p", "", dom.Words("code", "", detail.String())))
	}
	hash := e.At("hash").Text()
	return item.Append(dom.New("p", "small", dom.Words("span", "", v.say(sayHash)), dom.Words("code", "", hash[:min(len(hash), shortHash)]+"…").Attr("title", hash)))
}

// shortHash is how much of a hash is shown: enough to tell two apart by eye.
const shortHash = 12

var auditActors = map[string]rules.Text{
	"command": {ZH: "命令行", EN: "a command"},
	"public":  {ZH: "没有登录的人", EN: "somebody not signed in"},
}

var (
	sayAudit       = rules.Text{ZH: "审计日志", EN: "Audit log"}
	sayAuditWhat   = rules.Text{ZH: "谁在什么时候做了什么，新的在前。里面没有个人信息，账号和申请只写编号。", EN: "Who did what and when, the newest first. It holds nothing personal: accounts and applications stand there by their ids."}
	sayAuditOf     = rules.Text{ZH: "找记录", EN: "Find entries"}
	sayAuditOfHelp = rules.Text{ZH: "操作者的编号、动作，或者对象，要写全，例如 step。", EN: "An actor's id, an action or an object, whole; such as: step."}
	sayNoEntry     = rules.Text{ZH: "没有这样的记录。", EN: "There is no such entry."}
	sayActor       = rules.Text{ZH: "操作者 {}", EN: "by {}"}
	sayHash        = rules.Text{ZH: "哈希 ", EN: "hash "}
	sayVerify      = rules.Text{ZH: "怎么核验日志没有被改过", EN: "How to verify that nothing was altered"}
	sayVerifyWhat  = rules.Text{ZH: "每一条的哈希都由内容和前一条的哈希算出来，改一条，后面就全对不上。在服务器上运行：", EN: "Each entry's hash is made of what it says and of the hash before it: to alter one breaks all that follow. Run on the server:"}
	sayVerifyThen  = rules.Text{ZH: "DSN 是数据库的地址。命令会给出有多少条、最后一条的哈希，或者第一处对不上的地方。把最后的哈希另外存好，以后可以对。", EN: "DSN is the database's address. The command tells how many entries there are and the last hash, or the first that does not fit. Keep the last hash elsewhere, to compare it later."}
)
