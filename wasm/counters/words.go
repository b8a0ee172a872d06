//go:build js && wasm

package main

import (
	"strconv"

	"jifen/rules"
	"jifen/rules/process"
)

// The words that all desks share. What belongs to one desk stands in its own file.

var (
	leastPassword = strconv.Itoa(process.LeastPassword)
	codeFigures   = strconv.Itoa(process.CodeFigures)

	sayColon     = rules.Text{ZH: "：", EN: ": "}
	sayTryAgain  = rules.Text{ZH: "再试一次", EN: "Try again"}
	sayNoScreen  = rules.Text{ZH: "这一页现在打不开", EN: "This page cannot be shown at present"}
	sayHome      = rules.Text{ZH: "回到开头", EN: "To the start"}
	sayBack      = rules.Text{ZH: "返回", EN: "Back"}
	sayNoLine    = rules.Text{ZH: "没有连上服务。填的内容都还在这一页上，网络恢复后再按一次。", EN: "The service could not be reached. What you filled in is still on this page; press again once the network is back."}
	sayTooOften  = rules.Text{ZH: "试得太勤了，请过 {} 分钟再试。填的内容都还在。", EN: "Too many tries; please wait {} minutes. What you filled in is still here."}
	sayNoService = rules.Text{ZH: "这个网址上没有办理服务，只有指南和模拟打分。要办理，请到开办服务的网址。", EN: "There is no service at this address, only guides and the calculator. To apply, go to an address where the service runs."}
	sayFault     = rules.Text{ZH: "服务出了问题，没有办成，也没有存下一半。请过一会儿再试。", EN: "Something went wrong in the service; nothing was done, and nothing by half. Please try again later."}
	sayMend      = rules.Text{ZH: "有内容要改", EN: "Some of it must be corrected"}
	sayNothing   = rules.Text{ZH: "不能空着", EN: "must not be empty"} // as the service says it
	sayChooseOne = rules.Text{ZH: "请选一项", EN: "choose one"}
	sayUnsaved   = rules.Text{ZH: "这一页有还没保存的内容。", EN: "There is something on this page that is not saved."}
	sayStay      = rules.Text{ZH: "留在这一页", EN: "Stay on this page"}
	sayLeave     = rules.Text{ZH: "不保存，离开", EN: "Leave without saving"}
	sayParts     = rules.Text{ZH: "办理", EN: "At this desk"}
	sayOut       = rules.Text{ZH: "退出登录", EN: "Sign out"}

	roleNames = map[string]rules.Text{
		"holder":   {ZH: "持证人", EN: "the permit holder"},
		"employer": {ZH: "用人单位", EN: "the employer"},
		"officer":  {ZH: "受理点", EN: "the reception point"},
		"auditor":  {ZH: "审计", EN: "the auditor"},
	}
)

// Signing in.
var (
	signInTitle = map[string]rules.Text{
		"employer": {ZH: "单位登录", EN: "Sign in as an employer"},
		"holder":   {ZH: "持证人登录", EN: "Sign in as a permit holder"},
		"officer":  {ZH: "受理点登录", EN: "Sign in at the reception point"},
	}
	saySignIn            = rules.Text{ZH: "登录", EN: "Sign in"}
	sayLoginEmployer     = rules.Text{ZH: "统一社会信用代码", EN: "Unified social credit code (统一社会信用代码)"}
	sayLoginEmployerHelp = rules.Text{ZH: "18 位。后来增加的人事专员，代码后面还有 # 和数字。", EN: "18 characters. A further HR officer has # and a figure after it."}
	sayLoginHolder       = rules.Text{ZH: "身份证号码", EN: "ID number"}
	sayLoginHolderHelp   = rules.Text{ZH: "18 位，最后一位可能是 X。第一次登录用单位给你的首次密码。", EN: "18 characters; the last may be X. The first time, use the first password that your employer gave you."}
	sayLoginOfficer      = rules.Text{ZH: "登录名", EN: "Sign-in name"}
	sayLoginOfficerHelp  = rules.Text{ZH: "开账号时给的名字。", EN: "The name that was given with the account."}
	sayPassword          = rules.Text{ZH: "密码", EN: "Password"}
	sayCode              = rules.Text{ZH: "动态码", EN: "One-time code"}
	sayCodeHelp          = rules.Text{ZH: "验证器上现在的 " + codeFigures + " 位数字，或者一个恢复码。", EN: "The " + codeFigures + " figures that your authenticator shows now, or a recovery code."}
	sayLost              = rules.Text{ZH: "登录不了，或者忘了密码", EN: "If you cannot sign in, or forgot the password"}
	sayWrongSignIn       = rules.Text{ZH: "{}或密码不对", EN: "{} or password is wrong"}
	sayLostEmployer      = rules.Text{ZH: "带上营业执照和经办人身份证，到所在区的受理点，可以换一个首次密码。", EN: "Take the business licence and your ID to your district's reception point, which can give a new first password."}
	sayLostHolder        = rules.Text{ZH: "还没有登录过的，请单位再给一个首次密码。登录过的，本人带身份证到受理点换。", EN: "If you never signed in, ask your employer for another first password. If you did, take your ID to the reception point."}
	sayLostOfficer       = rules.Text{ZH: "请管理员用命令重置账号。", EN: "Ask the administrator to reset the account by command."}
	sayNewEmployer       = rules.Text{ZH: "单位第一次来：", EN: "New here: "}
	sayRegister          = rules.Text{ZH: "登记单位", EN: "Register the employer"}
	sayDemo              = rules.Text{ZH: "演示账号", EN: "Demo accounts"}
	sayDemoWhat          = rules.Text{ZH: "这里的单位和人都是编出来的。点一个，就填进上面的表。", EN: "All employers and people here are made up. Choose one to fill in the form above."}
	sayAgain             = rules.Text{ZH: "登录已经到期，请再登录一次", EN: "Your session has ended; please sign in again"}
	sayAgainWhy          = rules.Text{ZH: "下面填的内容都还在。登录后接着办，不用重填。", EN: "What you filled in below is still there. Sign in and go on; nothing is filled in again."}
	sayNotNow            = rules.Text{ZH: "现在不登录", EN: "Not now"}
	sayElsewhere         = rules.Text{ZH: "这不是你的页面", EN: "This is not your desk"}
	sayElsewhereWhy      = rules.Text{ZH: "你现在用“{}”登录，身份是{}。", EN: "You are signed in as “{}”: {}."}
	sayThere             = rules.Text{ZH: "去我的页面", EN: "To my desk"}

	sayFirst        = rules.Text{ZH: "先换成自己的密码", EN: "First choose a password of your own"}
	sayFirstWhy     = rules.Text{ZH: "给你密码的人也知道它。换一个只有你知道的，再往下办。", EN: "Whoever gave you the password knows it. Choose one that only you know, and go on."}
	sayOld          = rules.Text{ZH: "现在的密码", EN: "Present password"}
	sayOldHelp      = rules.Text{ZH: "就是刚才登录用的。", EN: "The one with which you signed in just now."}
	sayNew          = rules.Text{ZH: "新密码", EN: "New password"}
	sayNewHelp      = rules.Text{ZH: "至少 " + leastPassword + " 个字，不要用常见的，不要用自己的号码。", EN: "At least " + leastPassword + " characters, no common one, no number of yours."}
	sayRepeat       = rules.Text{ZH: "再写一遍新密码", EN: "The new password once more"}
	sayNotSame      = rules.Text{ZH: "和上面写的不一样", EN: "is not the same as above"}
	sayGoOn         = rules.Text{ZH: "继续", EN: "Go on"}
	sayPasswordIs   = rules.Text{ZH: "密码已经换好。", EN: "The password is changed."}
	sayConsent      = rules.Text{ZH: "同意", EN: "Consent"}
	sayAgree        = rules.Text{ZH: "我看懂了，同意为办理积分使用这些信息", EN: "I understand, and agree that these data are used for my application"}
	sayConsentFirst = rules.Text{ZH: "要先同意，才能办理；不同意的，单位也不能替你办", EN: "is needed before anything can be done; without it your employer cannot apply for you either"}
	sayConsentTitle = rules.Text{ZH: "你的信息怎么用", EN: "What happens with your data"}
	consentPoints   = []rules.Text{
		{ZH: "存下的是：姓名、身份证号码、手机、住址、居住证和合同的日期、你申报的情况，和随迁家属的姓名、证件号码。", EN: "Kept are: name, ID number, phone, address, the dates of permit and contract, what you claim, and names and document numbers of your family."},
		{ZH: "用来核对条件、算分、通知你结果。不作别的用，不给别人，不做广告。", EN: "Used to check the conditions, reckon the points and tell you the result. For nothing else; given to nobody, used for no advertising."},
		{ZH: "其中身份证号码和违法犯罪记录是敏感信息。办法要看它们，不填就办不了积分。", EN: "ID numbers and records of offences are sensitive. The rules ask for them; without them no points can be decided."},
		{ZH: "看得到的是：你自己、你的单位、受理点的工作人员。别人只看到遮盖过的。", EN: "Seen by: yourself, your employer and the reception point. Others see it masked."},
		{ZH: "申请表和你申报的情况都加密保存，每次改动都有记录。", EN: "The form and what you claim are kept encrypted, and every change is on record."},
		{ZH: "填家属的信息以前，请先告诉他们，得到同意；未成年的孩子由你决定。", EN: "Before you enter your family, tell them and have their consent; for children who are minors you decide."},
		{ZH: "没有办成的申请，到时会删掉；核定过的，依法要保存一段时间。", EN: "Applications that come to no decision are deleted in time; those that are decided are kept as long as the law bids."},
		{ZH: "你可以随时在“我的信息”里看、存成文件，也可以删除，就是撤回同意；依法要保存的办理记录除外。不对的，可以改，或请受理点更正。", EN: "Under “My data” you can at any time read all of it, save it as a file, or have it erased, which takes back your consent, but for the records that the law bids keep. What is wrong you can change, or have corrected by the reception point."},
	}
	sayFactor       = rules.Text{ZH: "设置动态码", EN: "Set up one-time codes"}
	sayFactorWhy    = rules.Text{ZH: "用手机上的验证器扫这个码，再填它显示的 " + codeFigures + " 位数字。", EN: "Scan this code with an authenticator, and enter the " + codeFigures + " figures that it shows."}
	sayFactorQR     = rules.Text{ZH: "验证器用的二维码", EN: "QR code for the authenticator"}
	sayFactorSecret = rules.Text{ZH: "扫不了的，手工输入：", EN: "Or enter by hand: "}
	sayFactorIs     = rules.Text{ZH: "动态码已经设好。", EN: "One-time codes are set up."}
	sayRecovery     = rules.Text{ZH: "恢复码", EN: "Recovery codes"}
	sayRecoveryWhy  = rules.Text{ZH: "手机丢了可以用，每个只能用一次，只在这里显示这一回。请抄下来放好。", EN: "For when the phone is lost. Each works once, and they are shown this once: write them down."}
)
