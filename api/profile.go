package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"jifen/rules"
)

// profile is the form's part that gives no points: who applies, with which permit and contract, and with whom.
type profile struct {
	Name           string     `json:"name"`
	IDNumber       string     `json:"id_number"`
	PermitNumber   string     `json:"permit_number"`
	PermitUntil    string     `json:"permit_valid_until"`
	Phone          string     `json:"phone"`
	Address        string     `json:"address"`
	HouseholdPlace string     `json:"household_place"`
	JobTitle       string     `json:"job_title"`
	ContractFrom   string     `json:"contract_from"`
	ContractTo     string     `json:"contract_to"` // a day, or unlimited
	ArchivePlace   string     `json:"archive_place"`
	Family         []relative `json:"family"`
}

// relative is a member of the family who shares the permit.
type relative struct {
	Name     string `json:"name"`
	Relation string `json:"relation"`
	IDNumber string `json:"id_number"`
}

const (
	longestPlace = 200
	mostFamily   = 20
	unlimited    = "unlimited" // 无固定期限: a contract without an end
)

var (
	sayNotHolders   = rules.Text{ZH: "和持证人账号的身份证号码不同", EN: "is not the ID number of the holder's account"}
	sayPermitNumber = rules.Text{ZH: "只能有字母、数字和短横", EN: "may hold letters, figures and hyphens alone"}
	sayContractEnd  = rules.Text{ZH: "要写日期，例如 2027-05-01；无固定期限的写 unlimited", EN: "must be a day such as 2027-05-01, or unlimited"}
	sayEndsFirst    = rules.Text{ZH: "比开始的那天早", EN: "is before the day on which it begins"}
	sayRelatives    = rules.Text{ZH: "要写成一列，最多 {} 人，每人有 name、relation、id_number", EN: "must be a list of at most {} people, each with name, relation and id_number"}
	sayOwnNumber    = rules.Text{ZH: "不是有效的身份证号码，也不像别的证件号码，请逐位核对", EN: "is neither a sound ID number nor like that of another document; compare it figure by figure"}
)

// readProfile reads a profile whole, and strictly: what is given must be sound, but anything may still be empty.
func readProfile(o *object, holder string) profile {
	p := profile{Name: o.line("name", longestName, false), Family: []relative{}}
	if p.IDNumber = strings.ToUpper(o.line("id_number", 18, false)); p.IDNumber != "" && p.IDNumber != holder {
		if !validID(p.IDNumber) {
			o.problem("id_number", sayID)
		} else {
			o.problem("id_number", sayNotHolders)
		}
	}
	p.PermitNumber = strings.ToUpper(o.line("permit_number", 30, false))
	if strings.ContainsFunc(p.PermitNumber, func(r rune) bool { return !strings.ContainsRune(plainLetters+"-", r) }) {
		o.problem("permit_number", sayPermitNumber)
	}
	p.PermitUntil = dayText(o.day("permit_valid_until", false))
	if p.Phone = o.line("phone", 20, false); p.Phone != "" && !validPhone(p.Phone) {
		o.problem("phone", sayPhone)
	}
	p.Address, p.HouseholdPlace = o.line("address", longestPlace, false), o.line("household_place", longestPlace, false)
	p.JobTitle = o.line("job_title", 100, false)
	p.ContractFrom = dayText(o.day("contract_from", false))
	p.ContractTo = o.line("contract_to", 10, false)
	if _, ok := rules.ParseDate(p.ContractTo); p.ContractTo != "" && p.ContractTo != unlimited && !ok {
		o.problem("contract_to", sayContractEnd)
	} else if p.ContractTo != "" && p.ContractTo < p.ContractFrom {
		o.problem("contract_to", sayEndsFirst) // days sort as texts, and unlimited after all of them
	}
	p.ArchivePlace = o.line("archive_place", longestPlace, false)
	for _, member := range o.objects("family", mostFamily, sayRelatives) {
		p.Family = append(p.Family, readRelative(member))
	}
	o.done() // names what is not known here; the whole body is refused by its own
	return p
}

const plainLetters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// readRelative reads a member of the family. One without an ID number of the mainland has another document's, which begins with a
// letter.
func readRelative(o *object) relative {
	r := relative{Name: o.line("name", longestName, true), Relation: o.line("relation", 20, true), IDNumber: strings.ToUpper(o.line("id_number", 30, true))}
	n := r.IDNumber
	other := len(n) >= 5 && n[0] >= 'A' && n[0] <= 'Z' && strings.Trim(n, plainLetters) == ""
	if n != "" && !validID(n) && !other {
		o.problem("id_number", sayOwnNumber)
	}
	o.done()
	return r
}

// objects reads a list of objects, whose problems are named under its key and their place.
func (o *object) objects(key string, most int, otherwise rules.Text) []*object {
	src := o.get(key)
	if src == nil || string(src) == "null" {
		return nil
	}
	var list []json.RawMessage
	if src[0] != '[' || json.Unmarshal(src, &list) != nil || len(list) > most {
		o.problem(key, otherwise, fmt.Sprint(most))
		return nil
	}
	var all []*object
	for i, item := range list {
		nested := split(item, fmt.Sprintf("%s%s[%d].", o.path, key, i), o.lang, o.wrong)
		if nested == nil {
			o.problem(fmt.Sprintf("%s[%d]", key, i), sayObject)
			continue
		}
		all = append(all, nested)
	}
	return all
}

// dayText is a day as it is kept, empty for none.
func dayText(d rules.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// complete names what a profile lacks before it can be submitted. The family may be nobody.
func (p *profile) complete(b *object) {
	for _, f := range []struct{ key, value string }{
		{"name", p.Name}, {"id_number", p.IDNumber}, {"permit_number", p.PermitNumber}, {"permit_valid_until", p.PermitUntil}, {"phone", p.Phone},
		{"address", p.Address}, {"household_place", p.HouseholdPlace}, {"job_title", p.JobTitle}, {"contract_from", p.ContractFrom},
		{"contract_to", p.ContractTo}, {"archive_place", p.ArchivePlace},
	} {
		if f.value == "" {
			b.problem("profile."+f.key, sayEmpty)
		}
	}
}

// permitEnds is the day on which the permit ends, 0 where none is given.
func (p *profile) permitEnds() rules.Date {
	d, _ := rules.ParseDate(p.PermitUntil)
	return d
}

// mask is the profile for a reader who has no business with the person: names and numbers masked, of places the beginning.
func (p profile) mask() profile {
	p.Name, p.IDNumber, p.PermitNumber, p.Phone = maskName(p.Name), maskNumber(p.IDNumber), maskNumber(p.PermitNumber), maskPhone(p.Phone)
	p.Address, p.HouseholdPlace, p.ArchivePlace = maskPlace(p.Address), maskPlace(p.HouseholdPlace), maskPlace(p.ArchivePlace)
	family := make([]relative, len(p.Family))
	for i, r := range p.Family {
		family[i] = relative{maskName(r.Name), r.Relation, maskNumber(r.IDNumber)}
	}
	p.Family = family
	return p
}

// maskPlace keeps the first three characters of a place.
func maskPlace(place string) string {
	r := []rune(place)
	if len(r) == 0 {
		return ""
	}
	return string(r[:min(3, len(r)-1)]) + "***"
}
