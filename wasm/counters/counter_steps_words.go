//go:build js && wasm

package main

import "jifen/rules"

// The words of an officer's steps, beside those that package process has.

var (
	sayStop       = rules.Text{ZH: "。", EN: "."}
	sayToCase     = rules.Text{ZH: "看这份申请", EN: "To the application"}
	sayNotNowStep = rules.Text{ZH: "现在不能办这一步。", EN: "This step cannot be taken now."}
	sayMeanwhile  = rules.Text{ZH: "你打开以后，有人办了：", EN: "Since you opened it, somebody has taken these steps:"}
	sayStandsNow  = rules.Text{ZH: "现在的状态：{}。", EN: "It now stands at: {}."}
	saySendAgain  = rules.Text{ZH: "这一步还能办。要接着办，就再按一次；不办，就返回。", EN: "This step can still be taken. To go on, press again; otherwise go back."}
	sayLookAnew   = rules.Text{ZH: "重新看这份申请", EN: "Look at the application anew"}

	sayHolderOfFile     = rules.Text{ZH: "档案在哪里", EN: "Who keeps the file"}
	sayHolderOfFileHelp = rules.Text{ZH: "申请表上写的已经填好，不对就改。", EN: "As the form has it; change it where it is wrong."}
	sayToLetter         = rules.Text{ZH: "看、打印调档函", EN: "See and print the letter that calls it in (调档函)"}
	sayGenuine          = rules.Text{ZH: "核验结果", EN: "What came back"}
	sayGenuineHelp      = rules.Text{ZH: "照核验机构的答复填。", EN: "As the verifying body says."}
	sayGenuineYes       = rules.Text{ZH: "属实", EN: "Genuine"}
	sayGenuineNo        = rules.Text{ZH: "不属实，或者查不到", EN: "Not genuine, or not found"}
	sayNote             = rules.Text{ZH: "要记下的话，可以不写", EN: "A note, if there is one"}
	sayFalseMaterial    = rules.Text{ZH: "材料是假的吗", EN: "Is it for false material"}
	sayFalseMaterialYes = rules.Text{ZH: "是，有虚假材料，登记在案", EN: "Yes, false material was handed in; put it on record"}
	sayCollector        = rules.Text{ZH: "谁来领", EN: "Who collects it"}
	sayCollectorHelp    = rules.Text{ZH: "本人看身份证；人事专员看介绍信和身份证。", EN: "Of the holder see the ID; of the HR officer the letter of introduction and the ID."}
	sayCollectorHolder  = rules.Text{ZH: "持证人本人", EN: "The permit holder"}
	sayCollectorHR      = rules.Text{ZH: "单位的人事专员", EN: "The employer's HR officer"}
	sayCollectorName    = rules.Text{ZH: "领取人姓名", EN: "Name of whoever collects it"}

	sayRejectFollows = rules.Text{ZH: "不予通过以后，这份申请就结束了。理由会发给持证人和单位；他们可以申请复核，也可以重新申请。只是缺材料的，请用“退回补正”。",
		EN: "This ends the application. Holder and employer read the reason; they can ask for a review, or apply anew. Where papers are only missing, return it instead."}
	sayFalseFollows = rules.Text{ZH: "登记虚假材料的，{} 年内再申请时，每一条记录减 {} 分。复核认定材料属实的，登记就撤销。",
		EN: "False material stays on record: within {} years each record takes {} points off a new application. It is struck off where a review finds the material true."}
	sayReopenFollows = rules.Text{ZH: "按下以后，原来的通知书马上作废，任何人查到的都是“无效”。上一次核定的人不能再核定，由另一位工作人员核定。持证人和单位会收到短信。",
		EN: "The notice becomes void at once: whoever checks it is told so. Whoever decided last cannot decide again; another officer does. Holder and employer are told by SMS."}
	stepReasons = map[string][2]rules.Text{
		"reject": {{ZH: "为什么不予通过", EN: "Why it is rejected"}, {ZH: "写清楚是哪一条、凭什么。持证人和单位看得到。", EN: "Say which condition, and on what grounds. Holder and employer read this."}},
		"reopen": {{ZH: "为什么重新核定", EN: "Why it is reopened"}, {ZH: "持证人和单位看得到。", EN: "Holder and employer read this."}},
	}
)
