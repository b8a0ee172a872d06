//go:build js && wasm

package main

import (
	"strconv"

	"jifen/rules"
	"jifen/wasm/dom"
)

// What does not fit together in what is filled in, though the service takes it: a person may know better, and is told.

var (
	sayDoubts      = rules.Text{ZH: "请核对", EN: "Please compare"}
	sayDoubtBorn   = rules.Text{ZH: "出生日期对不上：身份证号码里是 {}，申报的是 {}。", EN: "The dates of birth differ: {} in the ID number, {} as claimed."}
	sayDoubtBornTo = rules.Text{ZH: "改出生日期", EN: "Change the date of birth"}
	sayDoubtPermit = rules.Text{ZH: "居住证 {} 已经到期。先办签注（续期），再填新的日期。", EN: "The permit ended on {}. Renew it (签注) first, then fill in the new day."}
	sayDoubtRenew  = rules.Text{ZH: "签注和续期怎么办", EN: "How a permit is renewed"}
	sayBornBy      = rules.Text{ZH: "这一天是从身份证号码填上的，请核对。", EN: "Taken from the ID number; please check it."}
	sayBornOther   = rules.Text{ZH: "和身份证号码里的 {} 不一样，请核对。", EN: "Not the same as in the ID number, which has {}; please compare."}
)

// bornBy is the day of birth in an ID number, 0 where it holds none.
func bornBy(number string) rules.Date {
	const from, to = 6, 14
	if len(number) != 18 {
		return 0
	}
	n, err := strconv.Atoi(number[from:to])
	if err != nil {
		return 0
	}
	return rules.FromCivil(n/10000, n/100%100, n%100)
}

// doubt is one such thing, the part in which it is changed, and where to read on.
type doubt struct {
	part  string
	words string
	way   rules.Text
	href  string
}

func (v *visit) doubts(a dom.JSON) (all []doubt) {
	p := a.At("profile")
	claimed, _ := rules.ParseDate(a.At("facts").At(rules.Born.String()).Text())
	if born := bornBy(p.At("id_number").Text()); born != 0 && claimed != 0 && born != claimed {
		all = append(all, doubt{"facts", v.say(sayDoubtBorn, v.day(born.String()), v.day(claimed.String())), sayDoubtBornTo,
			to("applications/" + a.At("id").Text() + "/fill/facts")})
	}
	if until, ok := rules.ParseDate(p.At("permit_valid_until").Text()); ok && until < today() {
		all = append(all, doubt{"profile", v.say(sayDoubtPermit, v.day(until.String())), sayDoubtRenew, v.site + "/guides/renewal/"})
	}
	return all
}

// doubtful tells them in a box. It is nothing where there is none.
func (v *visit) doubtful(a dom.JSON) dom.Node {
	all := v.doubts(a)
	if len(all) == 0 {
		return dom.Node{}
	}
	list := dom.New("ul", "")
	for _, x := range all {
		list.Append(dom.New("li", "", dom.Words("span", "", x.words+" "), dom.Words("a", "", v.say(x.way)).Attr("href", x.href)))
	}
	return dom.New("section", "wrong", dom.Words("h3", "", v.say(sayDoubts)), list)
}
