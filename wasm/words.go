//go:build js && wasm

package main

import "jifen/rules"

// What the page says by itself; reasons and clauses come from the rules.
var (
	sayBegin          = rules.Text{ZH: "从第一题开始填，分数随填随算", EN: "Begin with the first question; the score follows as you go"}
	sayIneligible     = rules.Text{ZH: "现在还不能申请，原因见下", EN: "You cannot apply yet; see why below"}
	sayJust           = rules.Text{ZH: "刚好达到标准分", EN: "Just at the standard"}
	sayReachedOpen    = rules.Text{ZH: "已达到标准分，还可能更高", EN: "Reached, and may be more"}
	sayReached        = rules.Text{ZH: "达到标准分，超过 {} 分", EN: "Reached, {} above the standard"}
	sayReachedAtLeast = rules.Text{ZH: "达到标准分，至少超过 {} 分", EN: "Reached, at least {} above the standard"}
	sayShort          = rules.Text{ZH: "还差 {} 分", EN: "{} short of the standard"}
	sayShortAtLeast   = rules.Text{ZH: "还差至少 {} 分", EN: "At least {} short of the standard"}
	sayUnknown        = rules.Text{ZH: "可能达到，也可能不到：还有 {} 题没有确定", EN: "May or may not reach it: questions still open: {}"}
	sayHeard          = rules.Text{ZH: "总分 {}。{}", EN: "Total {}. {}"}
	sayWrong          = rules.Text{ZH: "有 {} 处要改，改好之前当作不确定来算", EN: "Please correct: {}. Until then taken as not known"}
	sayStands         = rules.Text{ZH: "为什么现在不能申请", EN: "What stands in the way"}
	sayMind           = rules.Text{ZH: "请留意", EN: "Please note"}
	sayAsk            = rules.Text{ZH: "先确定这几题，最能看清结果", EN: "Settle these first: they tell most"}
	sayTaken          = rules.Text{ZH: "还不确定，暂且当作满足：{}", EN: "Not known, taken as met for now: {}"}
	saySource         = rules.Text{ZH: "依据 {} {}，可信度 {}", EN: "{} {}, confidence {}"}
	sayLines          = rules.Text{ZH: "每一项怎么算的", EN: "How each line is calculated"}
	sayIdle           = rules.Text{ZH: "没有填报的项目：{} 项", EN: "Lines not claimed: {}"}
	sayAlone          = rules.Text{ZH: "单独算，这一项值 {} 分。", EN: "Alone it would be worth {}."}
	sayEither         = rules.Text{ZH: "二选一，至少", EN: "Either of two, at least"}
	sayCut            = rules.Text{ZH: "扣 {} 分", EN: "{} off"}
	sayLoose          = rules.Text{ZH: "还不确定的部分", EN: "Not known yet"}
	sayRuler          = rules.Text{ZH: "总分 {}，标准分 {}。{}", EN: "Total {}, standard {}. {}"}
	sayBasis          = rules.Text{ZH: "按 {} 这一天、{}（{}）计算。", EN: "Calculated for {} under {} ({})."}
)
