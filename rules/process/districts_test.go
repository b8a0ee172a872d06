package process_test

import (
	"testing"

	"jifen/rules/process"
)

// TestDistrictNames: every district has a name in both languages, and what is none stays as it is.
func TestDistrictNames(t *testing.T) {
	for _, district := range process.Districts {
		if got := process.DistrictName(district); len(got.EN) <= len(district)+3 {
			t.Errorf("%s has no name in English: %q", district, got.EN)
		}
	}
	for district, want := range map[string][2]string{"徐汇": {"徐汇区", "Xuhui (徐汇)"}, "浦东新": {"浦东新区", "Pudong (浦东新)"}, "崇明": {"崇明区", "Chongming (崇明)"}, "示例": {"示例", "示例"}} {
		if got := process.DistrictName(district); got.ZH != want[0] || got.EN != want[1] {
			t.Errorf("%s is %q and %q, want %q", district, got.ZH, got.EN, want)
		}
	}
}
