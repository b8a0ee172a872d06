//go:build js && wasm

package main

import (
	"jifen/rules"
	"jifen/rules/tables"
)

// The words about an application, for every desk.

var (
	sayComma     = rules.Text{ZH: "，", EN: ", "}
	sayWhere     = rules.Text{ZH: "办到哪里了", EN: "Where it stands"}
	sayTurn      = rules.Text{ZH: "现在轮到：{}", EN: "Whose turn it is: {}"}
	sayBy        = rules.Text{ZH: "，不晚于 {}", EN: ", by {}"}
	sayLate      = rules.Text{ZH: "，已经超过 {} 天", EN: " – days late: {}"}
	sayJourney   = rules.Text{ZH: "全程", EN: "The way"}
	sayDone      = rules.Text{ZH: "已完成", EN: "done"}
	sayNow       = rules.Text{ZH: "正在办", EN: "now"}
	sayToCome    = rules.Text{ZH: "还没到", EN: "to come"}
	sayTotal     = rules.Text{ZH: "合计", EN: "Total"}
	sayColLine   = rules.Text{ZH: "指标", EN: "Indicator"}
	sayColWhy    = rules.Text{ZH: "怎么算的", EN: "How it comes about"}
	sayColClause = rules.Text{ZH: "条款", EN: "Clause"}
	sayColPoints = rules.Text{ZH: "分", EN: "Points"}

	sayPaperBy     = rules.Text{ZH: "{}，由{}准备", EN: "{}, brought by {}"}
	sayPaperSource = rules.Text{ZH: "，出处：{}", EN: ", from {}"}
	saySelf        = rules.Text{ZH: "本人", EN: "the holder"} // as the law's list of papers names the holder
	sayNotBrought  = rules.Text{ZH: "不用交", EN: "Not needed"}

	sayNotCounted = rules.Text{ZH: "不计", EN: "not counted"}
	sayNoMessages = rules.Text{ZH: "还没有短信。", EN: "No SMS yet."}
	sayEmpty      = rules.Text{ZH: "没有填", EN: "not filled in"}
	sayUnlimited  = rules.Text{ZH: "无固定期限", EN: "without an end"}
	sayFamily     = rules.Text{ZH: "随迁家属", EN: "Family who share the permit"}
	sayName       = rules.Text{ZH: "姓名", EN: "Name"}
	sayRelation   = rules.Text{ZH: "关系", EN: "Relation"}
	sayDocument   = rules.Text{ZH: "证件号码", EN: "Document's number"}

	formNames = map[string]rules.Text{
		"original":          {ZH: "原件", EN: "original"},
		"copy":              {ZH: "复印件", EN: "copy"},
		"original_and_copy": {ZH: "原件和复印件", EN: "original and copy"},
	}
	smsStates = map[string]rules.Text{
		"owed":      {ZH: "待发送", EN: "Waiting to be sent"},
		"sent":      {ZH: "已发出", EN: "Sent"},
		"delivered": {ZH: "已送达", EN: "Delivered"},
		"failed":    {ZH: "没有送达", EN: "Not delivered"},
		"given_up":  {ZH: "多次没有送达，不再发送", EN: "Not delivered after several tries"},
	}
	kindNames = map[string]rules.Text{
		"initial":      {ZH: "积分申请", EN: "First application (积分申请)"},
		"confirmation": {ZH: "积分确认", EN: "Confirmation (积分确认)"},
	}
)

// profileField is a field of the form's part that gives no points.
type profileField struct {
	key         string
	label, help rules.Text
	width       string
	mode, fill  string // for the keyboard, and for what the browser knows of the person
}

var profileFields = []profileField{
	{"name", rules.Text{ZH: "姓名", EN: "Name"}, rules.Text{}, "name", "text", "off"},
	{"id_number", rules.Text{ZH: "身份证号码", EN: "ID number"}, rules.Text{}, "number", "text", "off"},
	{"permit_number", rules.Text{ZH: "居住证号码", EN: "Residence permit number"}, rules.Text{ZH: "印在居住证正面。", EN: "On the front of the permit."}, "name", "text", "off"},
	{"permit_valid_until", rules.Text{ZH: "居住证有效期至", EN: "Permit valid until"}, rules.Text{ZH: "例如 2027-05-01。签注过的，写新的日期。", EN: "For example 2027-05-01. If it was renewed, the new day."}, "date", "text", "off"},
	{"phone", rules.Text{ZH: "手机", EN: "Mobile phone"}, rules.Text{ZH: "受理、退回和核定的短信发到这里。", EN: "SMS about receipt, return and decision go there."}, "number", "tel", "off"},
	{"address", rules.Text{ZH: "现在的住址", EN: "Present address"}, rules.Text{}, "", "text", "off"},
	{"household_place", rules.Text{ZH: "户籍地", EN: "Place of household registration"}, rules.Text{}, "", "text", "off"},
	{"job_title", rules.Text{ZH: "岗位", EN: "Job title"}, rules.Text{}, "name", "text", "off"},
	{"contract_from", rules.Text{ZH: "合同从哪天起", EN: "Contract from"}, rules.Text{}, "date", "text", "off"},
	{"contract_to", rules.Text{ZH: "合同到哪天止", EN: "Contract to"}, rules.Text{ZH: "无固定期限的，写“无固定期限”。", EN: "Write “unlimited” where it has no end."}, "date", "text", "off"},
	{"archive_place", rules.Text{ZH: "个人档案存放在哪里", EN: "Where the personal file is kept"}, rules.Text{ZH: "例如某市人才服务中心。受理点要向那里调档。", EN: "Such as a city's talent centre. The reception point calls it in from there."}, "", "text", "off"},
}

// lineName is what an indicator is called.
func (d *desk) lineName(id string) string { return d.say(indicatorName(id)) }

// indicatorName is the same in both languages, by the newest edition that has it.
func indicatorName(id string) rules.Text {
	for i := len(tables.Editions) - 1; i >= 0; i-- {
		e := &tables.Editions[i]
		if at := e.Indicator(id); at >= 0 {
			return e.Indicators[at].Label
		}
	}
	return rules.Text{ZH: id, EN: id}
}
