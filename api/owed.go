package main

import (
	"fmt"

	"jifen/rules"
)

// Messages that a step owes are kept in its transaction; the outbox brings them to the carrier. They are in Chinese, as the carrier's
// templates are, name nobody but by a masked name, and are no longer than one SMS with the carrier's own heading before them.

const (
	toHolder   = "holder"
	toEmployer = "employer"
)

// messageTexts are the words by kind: to the holder, and to the employer, which has many holders. {} stands for the receipt, the total
// or the masked name, as the kind has it.
var messageTexts = map[string]struct{ holder, employer string }{
	"invited":   {"", "{}请贵单位接收其居住证积分申请，请登录查看。"},
	"received":  {"您的积分申请已受理，收件凭证 {}，可凭它上网查进度。", "{}的积分申请已受理，请登录查看进度。"},
	"returned":  {"您的积分申请被退回补正，缺的材料已列明，请登录查看。", "{}的积分申请被退回补正，缺的材料已列明，请登录查看。"},
	"decided":   {"您的积分已核定为 {} 分，请登录查看并领取积分通知书。", "{}的积分已核定，请登录查看并领取积分通知书。"},
	"rejected":  {"您的积分申请未通过，理由请登录查看；有异议可申请复核。", "{}的积分申请未通过，理由请登录查看。"},
	"reopened":  {"您的积分将重新核定，原积分通知书作废，请登录查看。", "{}的积分将重新核定，原积分通知书作废，请登录查看。"},
	"withdrawn": {"您的积分申请已撤回，请登录查看。", "{}的积分申请已撤回，请登录查看。"},
	"accepted":  {"新单位已接收您的积分申请，请登录查看。", ""},
}

// owe keeps a message that is owed to the holder or the employer.
func (c *call) owe(a *application, kind string, whom ...string) error {
	for _, to := range whom {
		text, phone := messageTexts[kind].holder, a.profile.Phone
		if phone == "" {
			phone = a.holder.phone
		}
		what := map[string]string{"received": a.receipt, "decided": fmt.Sprint(a.total)}[kind]
		if to == toEmployer {
			text, phone, what = messageTexts[kind].employer, a.employer.phone, maskName(a.profile.Name)
		}
		if what == "" {
			what = maskName(a.holder.name)
		}
		at := instant(c.now)
		err := c.tx.Put(`INSERT INTO messages (id, application_id, number, kind, to_whom, phone, text, state, next_at, created_at, changed_at)
			VALUES ($1, $2, (SELECT coalesce(max(number), 0) + 1 FROM messages WHERE application_id = $2), $3, $4, $5, $6, 'owed', $7, $7, $7)`, newID(), a.id, kind, to, c.keys.seal("message phone", phone),
			c.keys.seal("message text", rules.Fill(text, what)), at)
		if err != nil {
			return fmt.Errorf("keeping a message that is owed: %w", err)
		}
	}
	return nil
}
