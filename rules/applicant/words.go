package applicant

import "jifen/rules"

// What can be wrong, with what would be right.
var (
	sayObject      = rules.Text{ZH: `要一个 JSON 对象，例如 {"complete": true, "born": "1988-11-24"}`, EN: `a JSON object is wanted, such as {"complete": true, "born": "1988-11-24"}`}
	sayTwice       = rules.Text{ZH: "这一项写了两次，请只留一次", EN: "stands twice; keep one"}
	sayUnknown     = rules.Text{ZH: "没有这一项，请删去，或核对名称", EN: "is no fact known here; leave it out, or check its name"}
	sayUnknownNear = rules.Text{ZH: "没有这一项，是不是想写 {}", EN: "is no fact known here; do you mean {}?"}
	sayBool        = rules.Text{ZH: "要写 true（是）或 false（否）", EN: "must be true or false"}
	sayCount       = rules.Text{ZH: "要写 0 到 {} 之间的整数，不带小数点", EN: "must be a whole number from 0 to {}, without a decimal point"}
	sayShare       = rules.Text{ZH: "要写 0 到 {} 之间的数，最多两位小数", EN: "must be a number from 0 to {} with at most two decimals"}
	sayChoice      = rules.Text{ZH: "要从这些里选一个：{}", EN: "must be one of: {}"}
	sayList        = rules.Text{ZH: `要写一列日期，例如 ["2024-05-01"]；没有就写 []`, EN: `must be a list of dates such as ["2024-05-01"]; [] for none`}
	sayDate        = rules.Text{ZH: `要写日期，例如 "1988-11-24"`, EN: `must be a date such as "1988-11-24"`}
	sayNoDay       = rules.Text{ZH: "“{}” 不是 1900 年到 2100 年之间的一天，请写成 1988-11-24 这样", EN: "“{}” is no day between 1900 and 2100; write it like 1988-11-24"}
	sayLater       = rules.Text{ZH: "{} 晚于计算的那一天（{}），请写已经过去的日期", EN: "{} is after the day of reckoning, {}; give a day that has come"}
)

// What can be wrong in the contribution record.
var (
	sayLedger    = rules.Text{ZH: `要写一列缴费月段，例如 [{"from": "2021-07", "to": "2022-06", "base": 10338}]；没有就写 []`, EN: `must be a list of spans such as [{"from": "2021-07", "to": "2022-06", "base": 10338}]; [] for none`}
	saySpans     = rules.Text{ZH: "最多 {} 段，请把基数相同的相邻月份并成一段", EN: "has more than {} spans; join neighbouring months of the same base"}
	saySpan      = rules.Text{ZH: `每一段要写成 {"from": "2021-07", "to": "2022-06", "base": 10338}`, EN: `each span is written {"from": "2021-07", "to": "2022-06", "base": 10338}`}
	saySpanKeys  = rules.Text{ZH: "一段里只有 from、to、base 和 back_paid", EN: "a span has from, to, base and back_paid alone"}
	sayLacking   = rules.Text{ZH: "这一段少了这一项", EN: "is missing in this span"}
	sayBackwards = rules.Text{ZH: "结束的月份早于开始的月份", EN: "is before the month in which the span begins"}
	sayOverlap   = rules.Text{ZH: "与前面的一段月份重叠，一个月只能属于一段", EN: "overlaps an earlier span; a month belongs to one span"}
	sayMonth     = rules.Text{ZH: `要写月份，例如 "2021-07"`, EN: `must be a month such as "2021-07"`}
	sayNoMonth   = rules.Text{ZH: "“{}” 不是 {} 到 {} 之间的一个月，请写成 2021-07 这样", EN: "“{}” is no month from {} to {}; write it like 2021-07"}
	sayBase      = rules.Text{ZH: "要写 0 到 {} 之间的数（元每月），最多两位小数", EN: "must be a number from 0 to {} (yuan a month) with at most two decimals"}
	sayDerived   = rules.Text{ZH: "已经给了缴费记录 ledger，这一项由它推算，请删去其中一个", EN: "is derived from the ledger that is given as well; leave one of them out"}
)

// What there is to look at in a row of the contribution record.
var (
	sayAlso         = rules.Text{ZH: "；", EN: "; "}
	sayMonthLacking = rules.Text{ZH: "少了月份，请写成 2021-07 这样", EN: "the month is missing; write it like 2021-07"}
	sayTurned       = rules.Text{ZH: "结束的月份早于开始的月份，是不是 {} 至 {}", EN: "ends before it begins; do you mean {} to {}?"}
	sayBaseLacking  = rules.Text{ZH: "少了缴费基数，请写每月多少元，例如 10338", EN: "the contribution base is missing; write it in yuan a month, such as 10338"}
	sayNoBase       = rules.Text{ZH: "“{}” 不是缴费基数，要写 0 到 {} 之间的数（元每月），最多两位小数", EN: "“{}” is no contribution base; it must be a number from 0 to {} (yuan a month) with at most two decimals"}
	sayUnpaid       = rules.Text{ZH: "基数是 0；没有缴费的月份，请删去这一行", EN: "the base is 0; where nothing was paid, delete this row"}
	sayNumbers      = rules.Text{ZH: "这一行有几个数，用了第一个 {}，请核对", EN: "this row has several numbers, and the first, {}, was taken; please check"}
	sayMonths       = rules.Text{ZH: "这一行有几个月份，用了 {} 至 {}，请核对", EN: "this row has several months, and {} to {} were taken; please check"}
	sayOpenEnd      = rules.Text{ZH: "没有看到结束的月份，用了 {} 一个月，请核对", EN: "the month in which it ends is not seen, and {} alone was taken; please check"}
	sayColumns      = rules.Text{ZH: "这一行的格数和表头不同，用了 {}，请核对", EN: "this row has other cells than the heading, and {} was taken; please check"}
	sayNoColumn     = rules.Text{ZH: "表头里没有“缴费基数”，用了 {}，请核对", EN: "the heading names no contribution base (缴费基数), and {} was taken; please check"}
	sayAmount       = rules.Text{ZH: "{} 像是缴纳的金额，不是缴费基数，请核对", EN: "{} looks like an amount paid rather than the base; please check"}
	sayShared       = rules.Text{ZH: "和 {} 至 {}（基数 {}）这一行的月份重叠，一个月只能属于一行，请改其中一行", EN: "shares months with the row {} to {} (base {}); a month belongs to one row, so change one of them"}
	sayBackTitle    = rules.Text{ZH: "这一行说到补缴，却没有月份；请在补缴的各行上标明，再删去这一行", EN: "speaks of months paid back and names none; mark the rows that were, then delete this one"}
	sayBackOrNot    = rules.Text{ZH: "“{}” 看不出是不是补缴，请核对", EN: "“{}” does not tell whether it was paid back; please check"}
)

// faults are what a JSON text can break, by the scanner's word for it.
var faults = map[string]rules.Text{
	"depth":   {ZH: "括号套得太深", EN: "nested too deep"},
	"control": {ZH: "文字里有换行或控制字符，请写成 \\n 这样的转义", EN: "a line break or control character within text; write it as an escape"},
	"utf-8":   {ZH: "不是 UTF-8 编码的文字", EN: "not valid UTF-8"},
	"escape":  {ZH: "反斜杠后面的写法不对", EN: "a backslash followed by no known escape"},
	"number":  {ZH: "数字的写法不对", EN: "not a number as JSON writes it"},
	"value":   {ZH: "这里缺一个值", EN: "a value is missing here"},
	"mark":    {ZH: "开头多了一个字节顺序标记（BOM），请另存为不带 BOM 的 UTF-8", EN: "a byte order mark stands before it; save it as UTF-8 without one"},
	"end":     {ZH: "后面多出了文字", EN: "more text after the end"},
}

var (
	sayFault  = rules.Text{ZH: "不是正确的 JSON（第 {} 行第 {} 个字符）：{}", EN: "not JSON (line {}, character {}): {}"}
	sayWanted = rules.Text{ZH: "这里应当是 {}", EN: "here {} is wanted"}
)

// syntax says where and why the text is not JSON.
func (r *reader) syntax() string {
	line, character := r.s.position()
	what, ok := faults[r.s.fault]
	if !ok {
		what = rules.Text{ZH: rules.Fill(sayWanted.ZH, r.s.fault), EN: rules.Fill(sayWanted.EN, r.s.fault)}
	}
	return rules.Fill(sayFault.In(r.lang), line, character, what.In(r.lang))
}

var sayNotCovered = rules.Text{
	ZH: "{} 这一天没有哪一版办法管到；已收录的施行期是 {}。要照某一版假定计算，请写明版本",
	EN: "no edition covers {}; those kept here are in force {}. To assume one, name it",
}

// What can be wrong with a body.
var (
	sayBody     = rules.Text{ZH: `要一个 JSON 对象，例如 {"facts": {"complete": true}}`, EN: `a JSON object is wanted, such as {"facts": {"complete": true}}`}
	sayNoFacts  = rules.Text{ZH: "少了 facts，把要计算的情况写在里面", EN: "is missing; it holds what to reckon"}
	sayText     = rules.Text{ZH: "要写成带引号的文字", EN: "must be text in quotes"}
	sayBodyKeys = rules.Text{ZH: "没有这一项，只有 facts、on、edition 和 lang", EN: "is not known here; there are facts, on, edition and lang"}
)

// What can be wrong with a saved file.
var (
	sayNotSaved   = rules.Text{ZH: "这不是在这里保存的文件，或者不完整；请选保存下来的那一个", EN: "this is no file saved here, or not all of one; choose the one that was saved"}
	sayNewer      = rules.Text{ZH: "这个文件是更新的版本（{}）保存的，这里只读得懂到 {}；请刷新页面，再打开它", EN: "a newer version ({}) saved this file, and here it is read up to {}; load the page anew, then open it"}
	saySavedKeys  = rules.Text{ZH: "没有这一项，请删去", EN: "is not known in a saved file; leave it out"}
	saySavedLacks = rules.Text{ZH: "文件里少了这一项", EN: "is missing in the file"}
	sayTexts      = rules.Text{ZH: `要写一列文字，例如 ["diploma"]；没有就写 []`, EN: `must be a list of texts such as ["diploma"]; [] for none`}
	sayTooMany    = rules.Text{ZH: "最多 {} 项", EN: "has more than {} items"}
	sayTooLong    = rules.Text{ZH: "最多 {} 个字", EN: "has more than {} characters"}
)

// What a case says of itself.
var (
	sayCase     = rules.Text{ZH: "结果和期望不同（{}）", EN: "not as expected ({})"}
	sayExpected = rules.Text{ZH: "期望：{}", EN: "expected: {}"}
)
