package main

import (
	"strconv"
	"strings"

	"jifen/rules"
)

// The numbers that people and units carry, with their check characters.

// validUSCC says whether a 统一社会信用代码 is sound: 18 characters of GB 32100-2015, whose last is its check character, and within
// it the 组织机构代码, characters 9 to 17, with the check character of GB 11714-1997.
func validUSCC(s string) bool {
	const digits = "0123456789ABCDEFGHJKLMNPQRTUWXY" // without I, O, S, V and Z
	if len(s) != 18 {
		return false
	}
	sum, weight := 0, 1
	for i := range 17 {
		v := strings.IndexByte(digits, s[i])
		if v < 0 {
			return false
		}
		sum += v * weight
		weight = weight * 3 % 31
	}
	return s[17] == digits[(31-sum%31)%31] && validOrganisation(s[8:17])
}

// validOrganisation says whether an 组织机构代码 is sound: eight characters and a check character.
func validOrganisation(s string) bool {
	const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	sum := 0
	for i, weight := range [...]int{3, 7, 9, 10, 5, 8, 4, 2} {
		v := strings.IndexByte(digits, s[i])
		if v < 0 {
			return false
		}
		sum += v * weight
	}
	return s[8] == "0123456789X0"[11-sum%11] // 10 is written X, and 11 as 0
}

// validID says whether a 公民身份号码 is sound: 17 figures with a day of birth that exists, and the check character of GB 11643.
func validID(s string) bool {
	if len(s) != 18 {
		return false
	}
	sum := 0
	for i, weight := range [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		sum += int(s[i]-'0') * weight
	}
	return s[17] == "10X98765432"[sum%11] && bornOf(s) != 0
}

// validPhone says whether a number is a mobile one of the mainland: 11 figures that begin with 1.
func validPhone(s string) bool {
	if len(s) != 11 || s[0] != '1' || s[1] < '3' {
		return false
	}
	return strings.Trim(s, "0123456789") == ""
}

// bornOf is the day of birth in an ID number, 0 where that is no day.
func bornOf(id string) rules.Date {
	n, err := strconv.Atoi(id[6:14])
	if err != nil {
		return 0
	}
	return rules.FromCivil(n/10000, n/100%100, n%100)
}
