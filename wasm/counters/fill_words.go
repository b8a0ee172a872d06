//go:build js && wasm

package main

import "jifen/rules"

// The words with which an application is filled in.

var (
	sayFillTasks    = rules.Text{ZH: "要填的", EN: "What is to be filled in"}
	sayFillDone     = rules.Text{ZH: "{} 项里，已经填好 {} 项。", EN: "{} parts, of which {} are complete."}
	sayFillAllDone  = rules.Text{ZH: "都填好了。请检查一遍。", EN: "Everything is filled in. Please check it once more."}
	sayFillProfile  = rules.Text{ZH: "申请人、居住证和合同", EN: "Applicant, permit and contract"}
	sayFillFamily   = rules.Text{ZH: "随迁家属", EN: "Family who share the permit (随迁家属)"}
	sayFillFacts    = rules.Text{ZH: "申报的情况和积分", EN: "Claims and points"}
	sayFillFile     = rules.Text{ZH: "用模拟打分存下的文件来填", EN: "Fill in from the calculator's file"}
	sayFillGoOn     = rules.Text{ZH: "接着填：{}", EN: "Go on: {}"}
	sayFillCheck    = rules.Text{ZH: "检查一遍", EN: "Check your answers"}
	sayFillComplete = rules.Text{ZH: "已填好", EN: "complete"}
	sayFillLacks    = rules.Text{ZH: "还缺 {} 项", EN: "{} still to fill in"}
	sayFillBars     = rules.Text{ZH: "有 {} 条现在不符合", EN: "{} conditions not met"}
	sayFillPeople   = rules.Text{ZH: "{} 人", EN: "people: {}"}
	sayFillOptional = rules.Text{ZH: "选填", EN: "optional"}
	sayFillByChoice = rules.Text{ZH: "有文件才用", EN: "only if you have one"}

	sayFillCarried = rules.Text{ZH: "上次核定的内容已经带过来了。没有变的不用动，变了的改掉。", EN: "What was decided last time has been carried over. Leave what is the same, and change what is not."}
	sayFillMoved   = rules.Text{ZH: "换了单位，这几项清空了，要重新填：{}。", EN: "With the new employer these were emptied and must be filled in again: {}."}
	sayFillMovedOK = rules.Text{ZH: "换了单位，随单位变的几项也已经重新填好。", EN: "You changed employers; what goes with the employer is filled in again."}

	sayFillClosed     = rules.Text{ZH: "现在不能再改", EN: "It can no longer be changed"}
	sayFillClosedWhy  = rules.Text{ZH: "这份申请现在是“{}”。只有在填写中或者退回补正时才能改。", EN: "This application is now “{}”. It can be changed only as a draft, or when it was returned."}
	sayFillToIt       = rules.Text{ZH: "看这份申请", EN: "See the application"}
	sayFillSave       = rules.Text{ZH: "保存", EN: "Save"}
	sayFillSaved      = rules.Text{ZH: "已保存：{}。", EN: "Saved: {}."}
	sayFillOpen       = rules.Text{ZH: "还没有答", EN: "not answered"}
	sayFillNone       = rules.Text{ZH: "没有", EN: "none"}
	sayFillNobody     = rules.Text{ZH: "没有人", EN: "nobody"}
	sayFillSemicolon  = rules.Text{ZH: "；", EN: "; "}
	sayFillAnd        = rules.Text{ZH: "、", EN: ", "}
	sayFillRelative   = rules.Text{ZH: "{}（{}，{}）", EN: "{} ({}, {})"}
	sayFillSpan       = rules.Text{ZH: "{} 至 {} 每月 {} 元", EN: "{} to {}, {} yuan a month"}
	sayFillBackPaid   = rules.Text{ZH: "（补缴）", EN: " (paid afterwards)"}
	sayFillPartLead   = rules.Text{ZH: "可以先填一部分保存，以后再接着填。", EN: "You can save what you have and go on later."}
	sayFillMember     = rules.Text{ZH: "第 {} 位", EN: "Person {}"}
	sayFillAddMember  = rules.Text{ZH: "加一位", EN: "Add a person"}
	sayFillRemove     = rules.Text{ZH: "去掉第 {} 位", EN: "Remove person {}"}
	sayFillFamilyLead = rules.Text{ZH: "写和持证人一起办居住证、一起享受待遇的家属。没有的，不用加。", EN: "Those who share the holder's permit and its benefits. Add nobody where there is none."}
	sayFillFamilyTell = rules.Text{ZH: "填之前，请先告诉他们这些信息会用来办积分。", EN: "Please tell them first that these data are used for the application."}
	sayFillRelationEG = rules.Text{ZH: "例如 配偶、儿子、女儿。", EN: "Such as spouse, son, daughter."}
	sayFillNumberEG   = rules.Text{ZH: "身份证号码；没有的，写护照等证件的号码。", EN: "ID number; without one, that of a passport or the like."}
)

// The facts.
var (
	sayFillFactsLead    = rules.Text{ZH: "照实填，受理点会核对。点数随填随算，最后以核定的为准。", EN: "Answer as it is; the reception point verifies it. The points follow as you go; what is decided counts."}
	sayFillWhose        = rules.Text{ZH: "题目里的“你”是持证人。", EN: " “You” in the questions is the permit holder."}
	sayFillNow          = rules.Text{ZH: "按现在填的", EN: "As filled in now"}
	sayFillPoints       = rules.Text{ZH: "{} 分", EN: "{} points"}
	sayFillLeast        = rules.Text{ZH: "至少 {} 分", EN: "at least {} points"}
	sayFillOpenQ        = rules.Text{ZH: "还有 {} 题没有答", EN: "{} questions still open"}
	sayFillLines        = rules.Text{ZH: "每一项怎么算的", EN: "How each line comes about"}
	sayFillHeard        = rules.Text{ZH: "现在{}。{}", EN: "Now {}. {}"}
	sayFillStillOpen    = rules.Text{ZH: "还没有答的题", EN: "Questions still open"}
	sayFillMore         = rules.Text{ZH: "还有 {} 题", EN: "and {} more"}
	sayFillRest         = rules.Text{ZH: "其余都按“没有”", EN: "Answer “none” to all others"}
	sayFillRestWhy      = rules.Text{ZH: "还没有答的，都填成“没有”或“否”；出生日期和申请条件除外。填完请看一遍。", EN: "Fills none or no into what is not answered, but for the date of birth and the conditions for applying. Look it over afterwards."}
	sayFillRestDone     = rules.Text{ZH: "填了 {} 题，请看一遍。", EN: "{} questions were filled in; please look them over."}
	sayFillRecord       = rules.Text{ZH: "缴费记录", EN: "Contribution record (缴费记录)"}
	sayFillRecordWhy    = rules.Text{ZH: "累计月数、最近的月数、基数档次都由这份记录算出，不用另外答。", EN: "Months in all, recent months and the tier of the base follow from this record; they are not asked for."}
	sayFillGiveUp       = rules.Text{ZH: "不用这份记录，改成自己填", EN: "Give up the record and answer by hand"}
	sayFillGaveUp       = rules.Text{ZH: "缴费记录去掉了，下面几题填上了它算出来的数，请核对。保存以后才生效。", EN: "The record is taken out; the questions hold what it came to. Check them. It takes effect once you save."}
	sayFillFrom         = rules.Text{ZH: "从", EN: "From"}
	sayFillTo           = rules.Text{ZH: "到", EN: "To"}
	sayFillBase         = rules.Text{ZH: "每月基数（元）", EN: "Base a month (yuan)"}
	sayFillKind         = rules.Text{ZH: "缴法", EN: "Paid"}
	sayFillOnTime       = rules.Text{ZH: "按月缴", EN: "month by month"}
	sayFillLate         = rules.Text{ZH: "补缴", EN: "afterwards"}
	sayFillBarred       = rules.Text{ZH: "现在还不能申请，原因见下。", EN: "You cannot apply yet; see why below."}
	sayFillJust         = rules.Text{ZH: "刚好达到标准分 {}。", EN: "Just at the standard of {}."}
	sayFillReachedNow   = rules.Text{ZH: "已经达到标准分 {}。", EN: "The standard of {} is reached."}
	sayFillReached      = rules.Text{ZH: "达到标准分 {}，超过 {} 分。", EN: "The standard of {} is reached, with {} to spare."}
	sayFillAtLeast      = rules.Text{ZH: "达到标准分 {}，至少超过 {} 分。", EN: "The standard of {} is reached, with at least {} to spare."}
	sayFillShort        = rules.Text{ZH: "离标准分 {} 还差 {} 分。", EN: "The standard is {}; {} points are missing."}
	sayFillShortAtLeast = rules.Text{ZH: "离标准分 {} 至少还差 {} 分。", EN: "The standard is {}; at least {} points are missing."}
	sayFillUnknown      = rules.Text{ZH: "能不能达到标准分 {}，还要看没有答的题。", EN: "Whether the standard of {} is reached hangs on the questions still open."}
)

// Two people at one application.
var (
	sayClash       = rules.Text{ZH: "别人刚改过这份申请", EN: "Somebody has just changed this application"}
	sayClashWhy    = rules.Text{ZH: "你打开这一页以后，单位、持证人，或者你自己在另一台设备上存过一次。你填的都还在这一页，还没有存。请看哪里不一样，再选一种。", EN: "Since you opened this page the employer, the holder, or you on another device saved it. What you filled in is still on this page, not saved. See what differs, and choose."}
	sayClashTheirs = rules.Text{ZH: "刚存的：{}", EN: "Just saved: {}"}
	sayClashMine   = rules.Text{ZH: "你填的：{}", EN: "Yours: {}"}
	sayClashLeft   = rules.Text{ZH: "你没有动过这一项，两种选法都留对方的。", EN: "You left this alone; it stays as just saved, whichever you choose."}
	sayClashKeep   = rules.Text{ZH: "存我填的", EN: "Save mine"}
	sayClashTake   = rules.Text{ZH: "用刚存的，放弃我填的", EN: "Use what was just saved, and give up mine"}
	sayClashKept   = rules.Text{ZH: "已存下你填的；别人改的其他内容也留着。", EN: "Yours is saved; what the other changed elsewhere stays."}
	sayClashTook   = rules.Text{ZH: "现在看到的是刚存的内容。", EN: "You now see what was just saved."}
	sayClashSame   = rules.Text{ZH: "别人刚存的和你填的一样，不用再存。", EN: "What was just saved is the same as yours; nothing is left to save."}
)

// The calculator's file.
var (
	sayFileLead   = rules.Text{ZH: "在模拟打分那一页可以把答案存成文件。选那个文件，先看和这里有什么不同，你说要才会填进来。", EN: "The calculator can save its answers as a file. Choose that file; you first see what differs from here, and it is filled in only if you say so."}
	sayFileChoose = rules.Text{ZH: "选文件", EN: "Choose the file"}
	sayFileUnread = rules.Text{ZH: "这个文件读不了，或者太大。请选模拟打分存下的那个文件。", EN: "This file cannot be read, or is too large. Choose the one that the calculator saved."}
	sayFileWrong  = rules.Text{ZH: "这不像模拟打分存下的文件，或者内容有问题", EN: "This does not look like a file of the calculator, or something in it is wrong"}
	sayFileOn     = rules.Text{ZH: "这份文件是 {} 存的。", EN: "This file was saved on {}."}
	sayFileOther  = rules.Text{ZH: "文件里有两个人，这里用的是第一个人的答案。", EN: "The file holds two people; the first one's answers are used here."}
	sayFileSame   = rules.Text{ZH: "和这里填的一样，没有要改的。", EN: "It says the same as here; nothing is to change."}
	sayFileDiffer = rules.Text{ZH: "有 {} 项不同", EN: "What differs: {}"}
	sayFileHere   = rules.Text{ZH: "这里：{}", EN: "Here: {}"}
	sayFileThere  = rules.Text{ZH: "文件：{}", EN: "File: {}"}
	sayFileRest   = rules.Text{ZH: "文件里没有答的，这里保持不变。", EN: "What the file leaves unanswered stays as it is here."}
	sayFileTake   = rules.Text{ZH: "按文件填进来，并保存", EN: "Fill in from the file, and save"}
	sayFileTaken  = rules.Text{ZH: "已按文件填好并保存。请看一遍。", EN: "Filled in from the file and saved. Please look it over."}
)

// The check.
var (
	sayCheckLead     = rules.Text{ZH: "请从头看一遍。不对的，点旁边的“改”。", EN: "Please read it through. Where something is wrong, choose “Change” beside it."}
	sayCheckChange   = rules.Text{ZH: "改", EN: "Change"}
	sayCheckMissing  = rules.Text{ZH: "还缺这些", EN: "Still missing"}
	sayCheckBarred   = rules.Text{ZH: "现在还不能申请", EN: "It cannot be submitted yet"}
	sayCheckNothing  = rules.Text{ZH: "都填好了。", EN: "Everything is filled in."}
	sayCheckEmployer = rules.Text{ZH: "由单位核对、打印申请表，再提交给受理点；你自己不能提交。填好以后，请告诉单位的人事。", EN: "Your employer checks it, prints the form and submits it; you cannot submit it yourself. Once it is complete, tell your employer's HR officer."}
	sayCheckSubmit   = rules.Text{ZH: "没有问题的，就可以核对并提交。", EN: "If all is right, check it as a whole and submit it."}
	sayCheckFirst    = rules.Text{ZH: "先把上面列出的填好、改好，再提交。", EN: "First complete and correct what is listed above; then it can be submitted."}
	sayCheckBack     = rules.Text{ZH: "回到这份申请", EN: "Back to the application"}
	sayCheckPoints   = rules.Text{ZH: "积分", EN: "Points"}
)

// sayFillUnlimited is what one writes for a contract without an end.
var sayFillUnlimited = rules.Text{ZH: "无固定期限", EN: "unlimited"}
