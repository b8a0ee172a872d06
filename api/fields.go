package main

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"jifen/rules"
)

// Fields that several calls share: names, and the numbers of people and units.

var (
	sayHidden = rules.Text{ZH: "里面有换行或看不见的字符，请删去", EN: "holds line breaks or characters that cannot be seen; take them out"}
	sayPhone  = rules.Text{ZH: "要写 11 位手机号", EN: "must be a mobile number of 11 figures"}
	sayID     = rules.Text{ZH: "不是有效的身份证号码，请逐位核对，校验码也要对", EN: "is no sound ID number; compare it figure by figure, its check character too"}
	sayUSCC   = rules.Text{ZH: "不是有效的统一社会信用代码（18 位），请逐位核对，校验码也要对", EN: "is no sound unified social credit code (18 characters); compare it one by one, its check characters too"}
)

const (
	longestName = 50  // of a person
	longestUnit = 100 // of an employer
)

// line reads a text that stands on one line and holds nothing that cannot be seen: what turns writing around or hides in a name
// fools whoever reads it. Characters that this program has no table of are let through, for rare ones stand in people's names.
func (o *object) line(key string, most int, must bool) string {
	v := o.text(key, most, must)
	if strings.ContainsFunc(v, hidden) {
		o.problem(key, sayHidden)
		return ""
	}
	return v
}

func hidden(r rune) bool {
	return r == utf8.RuneError || r&0xfffe == 0xfffe || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// sound reads a text for which a check holds, small letters taken as capitals; empty where it does not.
func (o *object) sound(key string, check func(string) bool, otherwise rules.Text) string {
	v := strings.ToUpper(o.line(key, 100, true))
	if v != "" && !check(v) {
		o.problem(key, otherwise)
		return ""
	}
	return v
}

func (o *object) phone(key string) string    { return o.sound(key, validPhone, sayPhone) }
func (o *object) idNumber(key string) string { return o.sound(key, validID, sayID) }
func (o *object) uscc(key string) string     { return o.sound(key, validUSCC, sayUSCC) }

// pathID is the id in the call's address, empty where it is none that this program makes.
func (c *call) pathID() string {
	id := c.r.PathValue("id")
	if strings.Trim(id, crockfordDigits) != "" {
		return ""
	}
	return id
}
