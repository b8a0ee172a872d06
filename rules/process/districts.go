package process

import (
	"slices"

	"jifen/rules"
)

// Districts are the districts of Shanghai as they are written here, without 区. Sixteen: 闸北 was joined to 静安 in November 2015, and
// 崇明, till then a county, became a district in July 2016.
var Districts = []string{
	"黄浦", "徐汇", "长宁", "静安", "普陀", "虹口", "杨浦", "闵行", "宝山", "嘉定", "浦东新", "金山", "松江", "青浦", "奉贤", "崇明",
}

// latin is how they are written in English, in the same order.
var latin = [...]string{
	"Huangpu", "Xuhui", "Changning", "Jing'an", "Putuo", "Hongkou", "Yangpu", "Minhang", "Baoshan", "Jiading", "Pudong", "Jinshan", "Songjiang", "Qingpu", "Fengxian", "Chongming",
}

// DistrictName is what a district is called for people: 徐汇区, or Xuhui (徐汇). What is none of them stays as it is.
func DistrictName(district string) rules.Text {
	at := slices.Index(Districts, district)
	if at < 0 {
		return rules.Text{ZH: district, EN: district}
	}
	return rules.Text{ZH: district + "区", EN: latin[at] + " (" + district + ")"}
}
