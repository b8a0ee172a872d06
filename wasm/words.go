//go:build js && wasm

package main

import "jifen/rules"

// What the page says by itself; reasons and clauses come from the rules.
var (
	sayBegin          = &rules.Text{ZH: "从第一题开始填，分数随填随算", EN: "Begin with the first question; the score follows as you go"}
	sayIneligible     = &rules.Text{ZH: "现在还不能申请，原因见下", EN: "You cannot apply yet; see why below"}
	sayGatesLeft      = &rules.Text{ZH: "还有 {} 个条件没答", EN: "{} condition(s) still to answer"}
	sayBelowZero      = &rules.Text{ZH: "（扣分多过得分，总分记 0）", EN: ": deductions exceed your points, so the total shows 0"}
	sayPointsOnly     = &rules.Text{ZH: "分数够了，但现在还不能申请；先解决“为什么现在不能申请”里的几条。", EN: "You have the points but cannot apply yet; first settle what stands in the way."}
	sayPointsAsk      = &rules.Text{ZH: "分数够了，申请条件还有 {} 个没答。", EN: "You have the points; {} condition(s) to apply still to answer."}
	sayPointsAlone    = &rules.Text{ZH: "这些只补分数，申请条件要另外满足。", EN: "These add points only; the conditions to apply must be met as well."}
	sayJust           = &rules.Text{ZH: "刚好达到标准分", EN: "Just at the standard"}
	sayReachedOpen    = &rules.Text{ZH: "已达到标准分，还可能更高", EN: "Reached, and may be more"}
	sayReached        = &rules.Text{ZH: "达到标准分 {}，超过 {} 分", EN: "{} reached, {} to spare"}
	sayReachedAtLeast = &rules.Text{ZH: "达到标准分 {}，至少超过 {} 分", EN: "{} reached, at least {} to spare"}
	sayShort          = &rules.Text{ZH: "还差 {} 分", EN: "{} short of the standard"}
	sayShortAtLeast   = &rules.Text{ZH: "还差至少 {} 分", EN: "At least {} short of the standard"}
	sayUnknown        = &rules.Text{ZH: "可能达到，也可能不到：还有 {} 题没有确定", EN: "Could go either way: {} question(s) open"}
	sayAsking         = &rules.Text{ZH: "至少 {} 分。再答几题就能看出来", EN: "At least {} points. A few more answers will tell"}
	sayDetails        = &rules.Text{ZH: "看明细", EN: "Details"}
	sayToMend         = &rules.Text{ZH: "{} 处要改", EN: "{} to correct"}
	sayHeard          = &rules.Text{ZH: "总分 {}。{}", EN: "Total {}. {}"}
	sayWrong          = &rules.Text{ZH: "有 {} 处要改，改好之前当作不确定来算", EN: "{} answer(s) to correct; counted as unknown until then"}
	sayStands         = &rules.Text{ZH: "为什么现在不能申请", EN: "What stands in the way"}
	sayMind           = &rules.Text{ZH: "请留意", EN: "Please note"}
	sayAsk            = &rules.Text{ZH: "先确定这几题，最能看清结果", EN: "Settle these first: they tell most"}
	sayTaken          = &rules.Text{ZH: "还没答，先当作满足：{}", EN: "Not answered, taken as met for now: {}"}
	saySource         = &rules.Text{ZH: "依据{}{}，可信度 {}", EN: "{} {}, confidence {}"}
	sayLines          = &rules.Text{ZH: "每一项怎么算的", EN: "How each line is calculated"}
	sayIdle           = &rules.Text{ZH: "没有填报的项目：{} 项", EN: "Lines not claimed: {}"}
	sayLook           = &rules.Text{ZH: "审核会看什么、还有什么没有核实：", EN: "What the reviewer will look at, and what is not verified:"}
	sayAlone          = &rules.Text{ZH: "单独算，这一项值 {} 分。", EN: "Alone it would be worth {}."}
	sayEither         = &rules.Text{ZH: "二选一，至少", EN: "Either of two, at least"}
	sayCut            = &rules.Text{ZH: "扣 {} 分", EN: "{} off"}
	sayLoose          = &rules.Text{ZH: "还不确定的部分", EN: "Not known yet"}
	sayRuler          = &rules.Text{ZH: "总分 {}，标准分 {}。{}", EN: "Total {}, standard {}. {}"}
	sayBasis          = &rules.Text{ZH: "按 {} 这一天、{}（{}）计算。", EN: "Calculated for {} under {} ({})."}
)

// What stands between and beside words.
var (
	sayGap       = &rules.Text{EN: " "}
	sayAnd       = &rules.Text{ZH: "、", EN: ", "}
	sayOr        = &rules.Text{ZH: "或", EN: " or "}
	sayComma     = &rules.Text{ZH: "，", EN: ", "}
	sayColon     = &rules.Text{ZH: "：", EN: ": "}
	saySemicolon = &rules.Text{ZH: "；", EN: "; "}
	sayBracket   = &rules.Text{ZH: "（{}）", EN: " ({})"}
	sayCount     = &rules.Text{ZH: "{} {}", EN: "{} {}"}
	sayPoints    = &rules.Text{ZH: "分", EN: "points"}
	sayYes       = &rules.Text{ZH: "是", EN: "yes"}
	sayNo        = &rules.Text{ZH: "否", EN: "no"}
	sayNothing   = &rules.Text{ZH: "没有达到", EN: "none"}
	sayDoubt     = &rules.Text{ZH: "（待核实）", EN: " (not verified)"}
	sayYuan      = &rules.Text{ZH: "元", EN: "yuan"}
	sayClose     = &rules.Text{ZH: "知道了", EN: "Close"}
	sayCopied    = &rules.Text{ZH: "已经复制", EN: "Copied"}

	sayCopyYourself = &rules.Text{ZH: "浏览器不让自动复制。文字已经选中，请自己复制", EN: "The browser does not let this page copy. The text is selected: copy it yourself"}
)

// verdicts are the answers in a word or two.
var verdicts = map[rules.Verdict]*rules.Text{
	rules.Unknown:    {ZH: "还不能确定", EN: "not certain yet"},
	rules.Reached:    {ZH: "达到标准分", EN: "reaches the standard"},
	rules.Short:      {ZH: "不到标准分", EN: "below the standard"},
	rules.Ineligible: {ZH: "不能申请", EN: "cannot apply"},
}

// forms are the forms in which a paper is handed in.
var forms = map[string]*rules.Text{
	"original":          {ZH: "原件", EN: "original"},
	"copy":              {ZH: "复印件", EN: "copy"},
	"original_and_copy": {ZH: "原件和复印件", EN: "original and copy"},
}

// One question at a time.
var (
	sayLeft           = &rules.Text{ZH: "还有 {} 题会影响总分", EN: "Questions that can still change the total: {}"}
	sayAsked          = &rules.Text{ZH: "要紧的都问完了。结果在下面，随时可以改", EN: "That is all that matters. The result stands below; you can change anything"}
	saySettled        = &rules.Text{ZH: "{}。可以停在这里看结果，也可以接着答", EN: "{}. You may stop here and read the result, or go on"}
	saySettledReached = &rules.Text{ZH: "已经够了，后面的题改变不了", EN: "The standard is reached, whatever follows"}
	saySettledShort   = &rules.Text{ZH: "后面的题怎么答，都到不了标准分", EN: "The standard cannot be reached, whatever follows"}
	sayChoose         = &rules.Text{ZH: "请先回答这一题；不清楚的，按“不确定，跳过”", EN: "Answer this one first, or press “Not sure, skip”"}
)

// The contribution record.
var (
	sayNoRows      = &rules.Text{ZH: "没有读到月份。每行写一段，例如 2021-07 至 2022-06  10338", EN: "No month was found. Write a span a line, such as 2021-07 to 2022-06  10338"}
	sayRowsRead    = &rules.Text{ZH: "读到 {} 行", EN: "{} row(s) read"}
	sayRowsDoubt   = &rules.Text{ZH: "，其中 {} 行要核对", EN: "; {} to check"}
	sayRowsWrong   = &rules.Text{ZH: "缴费记录有 {} 行没读懂，改好之前没有算进去", EN: "{} row(s) of the contribution record could not be read, left out until mended"}
	sayRowFrom     = &rules.Text{ZH: "第 {} 行：从哪个月", EN: "Row {}: from month"}
	sayRowTo       = &rules.Text{ZH: "第 {} 行：到哪个月", EN: "Row {}: to month"}
	sayRowBase     = &rules.Text{ZH: "第 {} 行：每月缴费基数", EN: "Row {}: contribution base a month"}
	sayRowBackPaid = &rules.Text{ZH: "第 {} 行：是补缴", EN: "Row {}: paid afterwards"}
	sayRowRemove   = &rules.Text{ZH: "删去第 {} 行", EN: "Remove row {}"}
	sayRemove      = &rules.Text{ZH: "删去", EN: "Remove"}
	sayBase        = &rules.Text{ZH: "基数", EN: "base"}
	sayBackPaid    = &rules.Text{ZH: "补缴", EN: "back-paid"}
	sayDerived     = &rules.Text{ZH: "由缴费记录推算，不用再答", EN: "Told by the record, so not asked"}
)

// When.
var (
	sayDayWrong    = &rules.Text{ZH: "要写 {} 到 {} 之间的一天，例如 2027-03-01", EN: "Write a day from {} to {}, such as 2027-03-01"}
	sayCarried     = &rules.Text{ZH: "下面按 {} 计算。", EN: "Calculated for {}. "}
	sayInsured     = &rules.Text{ZH: "假定一直在职、按月缴费，基数和别的都不变。", EN: "This takes it that you stay in work and insured every month, at the same base, and nothing else changes. "}
	sayNotInsured  = &rules.Text{ZH: "你现在没有在职缴费，这里假定一直这样。", EN: "You are not insured through work now; this assumes it stays so. "}
	sayPast        = &rules.Text{ZH: "这是过去的一天，社保月数等请填那一天的。", EN: "That day has passed: give months and the like as they were then."}
	sayNever       = &rules.Text{ZH: "照现在这样下去，到 {} 为止都到不了标准分。看下面怎样够。", EN: "As things go, the standard is not reached by {}. See below what would."}
	sayNowReached  = &rules.Text{ZH: "这一天已经达到标准分。", EN: "You have enough on this day."}
	sayReaches     = &rules.Text{ZH: "照现在这样下去，{} 达到标准分（因为{}）。", EN: "As things go, the standard is reached on {} (because of {})."}
	sayFalls       = &rules.Text{ZH: "到 {} 又会低于标准分（因为{}）。", EN: "It is lost again on {} (because of {})."}
	sayKeeps       = &rules.Text{ZH: "之后到 {} 都不会再低于它。", EN: "After that it is kept until {} at least."}
	sayMarkReaches = &rules.Text{ZH: "{} 达到", EN: "{} reached"}
	sayMarkFalls   = &rules.Text{ZH: "{} 不足", EN: "{} lost"}
	sayFirstDay    = &rules.Text{ZH: "开始的一天", EN: "where it begins"}
	sayAssumedMark = &rules.Text{ZH: "（推定）", EN: " (assumed)"}
	sayEverySteps  = &rules.Text{ZH: "分数变动的每一天：{} 行", EN: "Every day on which the score changes: {}"}
	sayAhead       = &rules.Text{ZH: "每天按当时施行的办法算。最后一版办法到期以后，假定它照旧（虚线，表里写“推定”）。", EN: "Each day is scored by the edition in force then; after the last one's end it is assumed to go on (dashed, and marked as assumed)."}
	sayAheadNone   = &rules.Text{ZH: "没有回答的题，这里当作没有。", EN: "Questions not answered are taken as none here."}
)

// How.
var (
	sayNoNeed       = &rules.Text{ZH: "已经达到标准分，不需要改变什么。", EN: "The standard is reached; nothing needs to change."}
	sayNoWay        = &rules.Text{ZH: "在这一版办法里，没有找到能到标准分的改变。", EN: "No change reaches the standard under this edition."}
	sayMorePaths    = &rules.Text{ZH: "再看 {} 种", EN: "Show {} more"}
	sayRatherWait   = &rules.Text{ZH: "靠改变不容易够，等一等可能更实际：见“什么时候够 {} 分”。", EN: "Changes alone will hardly do it; waiting may be more realistic: see “When you reach {}”."}
	sayPathTotal    = &rules.Text{ZH: "合计 {} 分", EN: "{} points in all"}
	sayPathEarliest = &rules.Text{ZH: "，最早 {}", EN: ", {} at the earliest"}
	sayPathNever    = &rules.Text{ZH: "，只靠等，{} 年内到不了", EN: ", not within {} years by waiting alone"}
	sayPathPapers   = &rules.Text{ZH: "另外要：{}", EN: "Needs besides: {}"}
	sayNeedProof    = &rules.Text{ZH: "最近 {} 个月里有 {} 个月按不低于参考工资的基数缴费（{}要它才计分）", EN: "Of the last {} months, {} paid at the reference wage or more ({} counts only so)"}
	sayClaim        = &rules.Text{ZH: "如果符合：{}", EN: "If it is so: {}"}
	sayMonthsMore   = &rules.Text{ZH: "社保累计到 {}，再缴 {} 个月", EN: "{} insured in all, {} more"}
	sayRaise        = &rules.Text{ZH: "{}：{}", EN: "{}: {}"}
	sayTry          = &rules.Text{ZH: "试一试", EN: "Try it"}
	sayTrying       = &rules.Text{ZH: "正在试：{}。表单里是试的回答。", EN: "Trying: {}. The form holds the answers tried."}
)

// Old and new rules.
var (
	sayInForce     = &rules.Text{ZH: "{} 至 {} 施行。", EN: "In force {} to {}. "}
	sayChecked     = &rules.Text{ZH: "最后核对 {}，对照的是{}。", EN: "Last checked {}, against {}."}
	sayThisOne     = &rules.Text{ZH: "现在按这一版算", EN: "used above"}
	sayAlike       = &rules.Text{ZH: "几版办法算出来都一样：{} 分。", EN: "Every edition gives the same: {} points."}
	sayEach        = &rules.Text{ZH: "看每一版", EN: "Each edition"}
	saySameLines   = &rules.Text{ZH: "每一项都一样。", EN: "Every line is the same."}
	sayWas         = &rules.Text{ZH: "原来：{}", EN: "was: {}"}
	sayIs          = &rules.Text{ZH: "这里：{}", EN: "here: {}"}
	sayThenWas     = &rules.Text{ZH: "当时：{}", EN: "then: {}"}
	sayNowIs       = &rules.Text{ZH: "现在：{}", EN: "now: {}"}
	sayNoSuchLine  = &rules.Text{ZH: "没有这一项", EN: "no such line"}
	sayThenNow     = &rules.Text{ZH: "当时和现在", EN: "Then and now"}
	sayThen        = &rules.Text{ZH: "当时，{}，按{}：", EN: "Then, on {}, under {}: "}
	sayNow         = &rules.Text{ZH: "现在，{}，按{}：", EN: "Now, on {}, under {}: "}
	sayWhatChanged = &rules.Text{ZH: "变了的：", EN: "What changed:"}
	sayAnswersOld  = &rules.Text{ZH: "下面的回答是 {} 存的。社保月数、职称等如果变了，请改过来。", EN: "The answers below were kept on {}. Update what has changed: months insured, titles and the like."}
)

// Two people.
var people = [2]*rules.Text{{ZH: "第一个人", EN: "First person"}, {ZH: "第二个人", EN: "Second person"}}

var (
	sayNotIn        = &rules.Text{ZH: "{} 年内没有", EN: "not within {} years"}
	sayRatherMay    = &rules.Text{ZH: "由{}申请更合适：另一个人现在不能申请。", EN: "{} should rather apply: the other cannot at present."}
	sayRatherSooner = &rules.Text{ZH: "由{}申请更合适：更早达到标准分。", EN: "{} should rather apply: the standard is reached sooner."}
	sayRatherLonger = &rules.Text{ZH: "由{}申请更合适：保持得更久。", EN: "{} should rather apply: the standard is kept longer."}
	sayRatherMore   = &rules.Text{ZH: "由{}申请更合适：分数更高。", EN: "{} should rather apply: the score is higher."}
	sayRatherEither = &rules.Text{ZH: "从分数看，两个人谁申请都一样。", EN: "By the score, either may as well apply."}
	sayColReaches   = &rules.Text{ZH: "达到标准分", EN: "Standard reached"}
	sayColFalls     = &rules.Text{ZH: "之后又低于", EN: "Lost again"}
	sayColVerdict   = &rules.Text{ZH: "结果", EN: "Result"}
)

// Columns.
var (
	sayColDay     = &rules.Text{ZH: "日期", EN: "Day"}
	sayColTotal   = &rules.Text{ZH: "分", EN: "Points"}
	sayColWhy     = &rules.Text{ZH: "因为", EN: "Because of"}
	sayColLine    = &rules.Text{ZH: "项目", EN: "Line"}
	sayColClause  = &rules.Text{ZH: "条款、可信度", EN: "Clause, confidence"}
	sayNotCounted = &rules.Text{ZH: "不计", EN: "not counted"}
)

// Papers.
var (
	sayHolderBrings   = &rules.Text{ZH: "你自己准备", EN: "You bring"}
	sayEmployerBrings = &rules.Text{ZH: "单位准备", EN: "Your employer brings"}
	sayTicked         = &rules.Text{ZH: "备好 {} / {}", EN: "ready: {} of {}"}
	sayNotNeeded      = &rules.Text{ZH: "这次用不着的：{} 样", EN: "Not needed this time: {}"}
	sayPaperWhen      = &rules.Text{ZH: "限{}", EN: "for {}"}
	sayPaperFrom      = &rules.Text{ZH: "出处：{}", EN: "from {}"}
	sayPaperFor       = &rules.Text{ZH: "用于{}", EN: "for {}"}
	sayFamily         = &rules.Text{ZH: "同住人", EN: "the family"}
)

// Carried away.
var (
	sayNoQR         = &rules.Text{ZH: "缴费记录太长，二维码装不下。请用链接或存成文件。", EN: "The record is too long for a QR code. Use the link, or save a file."}
	sayQR           = &rules.Text{ZH: "这个链接的二维码", EN: "QR code of the link"}
	sayNotKept      = &rules.Text{ZH: "浏览器不让保存（可能是无痕窗口，或空间不够）。可以存成文件。", EN: "The browser refused to keep it: a private window, or no room. Save a file instead."}
	sayForgotten    = &rules.Text{ZH: "都忘掉了：表单、链接、这台设备上记的。你存下的文件和发出去的链接，要自己处理。", EN: "All is forgotten: the form, the link, what was kept on this device. Files you saved and links you sent are yours to remove."}
	saySavedFile    = &rules.Text{ZH: "已经交给浏览器保存。以后在这里打开它，就能接着用。", EN: "Handed to the browser to save. Open it here later to go on."}
	sayFileRead     = &rules.Text{ZH: "读回了 {} 存的回答。", EN: "The answers of {} are back."}
	sayFileUnread   = &rules.Text{ZH: "这个文件读不出来，或者太大。请选从这里存下的文件。", EN: "This file cannot be read, or is too large. Choose one that was saved here."}
	sayFileWrong    = &rules.Text{ZH: "这个文件有问题，什么也没有改动：", EN: "Something is wrong with this file; nothing was changed:"}
	saySheetTitle   = &rules.Text{ZH: "上海市居住证积分 · 模拟打分结果", EN: "Shanghai residence permit points · calculated result"}
	sayFileTitle    = &rules.Text{ZH: "jifen 积分存档 {}", EN: "jifen points, saved {}"}
	sayFileLead     = &rules.Text{ZH: "这是从 jifen 模拟打分存下的一份回答。人可以读，程序也能读回：在模拟打分页“保存、分享、打印”里打开它；单位经办人也可以用它来填申请表。", EN: "Answers saved from the jifen calculator. People can read it, and the program can read it back: open it on the calculator's page under “Save, share, print”. An employer may fill in the application form from it."}
	sayLinkCut      = &rules.Text{ZH: "这个链接不完整，可能在转发时被截断了。请对方重新复制一次。", EN: "This link is not whole; it may have been cut short on its way. Ask for it to be copied again."}
	sayLinkNewer    = &rules.Text{ZH: "这个链接是更新的版本写的。请刷新这一页，换上新版本再打开。", EN: "This link was written by a newer version. Reload this page to get it, and open the link again."}
	sayLinkStrange  = &rules.Text{ZH: "这个链接里的内容不对，没有采用。", EN: "This link holds what cannot be; nothing was taken from it."}
	sayPermitWrong  = &rules.Text{ZH: "要写居住证上的有效期末日，例如 2027-05-01", EN: "Write the last day on the permit, such as 2027-05-01"}
	sayNoDays       = &rules.Text{ZH: "没有要记的日子。填上居住证有效期，就有签注和确认的日子。", EN: "There is no day to remember. Give the permit's last day to get those of renewal and confirmation."}
	saySavedDays    = &rules.Text{ZH: "{} 个日子已经交给浏览器保存。用日历打开它；改了以后再导入一次，会更新而不是重复。", EN: "Days handed to the browser to save: {}. Open the file with your calendar; importing it again updates them."}
	sayStillOpen    = &rules.Text{ZH: "还不确定：{}", EN: "Not known yet: {}"}
	saySheetFoot    = &rules.Text{ZH: "由 jifen 模拟打分算出，供自己参考，不是主管部门的决定，也不能代替申请表。扫码或打开链接，可以看到每一项的理由和最新结果。可信度 A：官方文本或多份独立抄本一致；B：抄本一致但互相转抄；C：待核实。", EN: "Calculated with jifen for your own use. It is not the authority's decision and no application form. Scan the code to see every reason and the present result. Confidence A: official text or several independent copies agree; B: copies agree but copy each other; C: not verified."}
	sayNotAuthority = &rules.Text{ZH: "由 jifen 算出，不是主管部门的决定，以主管部门为准。", EN: "Calculated by jifen, which is not the authority; the authority decides."}
)

// Days for the calendar.
var (
	sayCalendar       = &rules.Text{ZH: "上海居住证积分", EN: "Shanghai permit points"}
	sayDayReaches     = &rules.Text{ZH: "积分预计达到 {} 分", EN: "Points expected to reach {}"}
	sayDayFalls       = &rules.Text{ZH: "积分预计低于 {} 分", EN: "Points expected to fall below {}"}
	sayDayEndorse     = &rules.Text{ZH: "居住证签注（{} 到期）", EN: "Permit renewal (ends {})"}
	sayDayEndorseNote = &rules.Text{ZH: "到社区事务受理服务中心或网上办签注。到期后 {} 天内还能补办，再晚要重新领证。", EN: "Renew the permit at the community service centre or on line. It can still be done within {} days after it ends; later a new permit is needed."}
	sayDayConfirm     = &rules.Text{ZH: "积分确认（签注办好之后）", EN: "Confirmation of points, after the renewal"}
	sayDayConfirmNote = &rules.Text{ZH: "签注后从第 {} 个工作日起可以上网办理。没有换单位：本人或单位都可以办；换了单位：由本人办。", EN: "On line from working day {} after the renewal. Same employer: you or the employer; changed employer: you."}
	sayDayLast        = &rules.Text{ZH: "补办签注的最后一天", EN: "Last day to renew the permit"}
	sayDayLastNote    = &rules.Text{ZH: "过了这一天要重新领证，居住年限从头算起。", EN: "After this day a new permit is needed, and the years of residence begin again."}
)
