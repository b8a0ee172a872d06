package process

// Districts are the districts of Shanghai as they are written here, without 区. Sixteen: 闸北 was joined to 静安 in November 2015, and
// 崇明, till then a county, became a district in July 2016.
var Districts = []string{
	"黄浦", "徐汇", "长宁", "静安", "普陀", "虹口", "杨浦", "闵行", "宝山", "嘉定", "浦东新", "金山", "松江", "青浦", "奉贤", "崇明",
}
