package site_test

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestWay: beside each guide of the process stands at which station of which journey it is, what comes before and after, and who does it.
func TestWay(t *testing.T) {
	s := build(t)
	for page, want := range map[string]string{
		"archive":  "申办流程，第 9 步，共 11 步 调档和学历验证 8受理，或者告知缺什么 受理点 [9调档和学历验证 受理点、用人单位、本人] 10核定分数，告知结果 受理点",
		"employer": "申办流程，第 4 步，共 11 步 单位注册登记 3看够不够标准分 任何人 [4单位注册登记 用人单位、受理点] 5建账号，填申请表 用人单位、本人",
		"score":    "申办流程，第 2 步，共 11 步 模拟打分 1领到居住证 本人 [2模拟打分 任何人] 3看够不够标准分 任何人",
		"renewal":  "积分确认，第 1 步，共 7 步 签注，填新的有效期 [1签注，填新的有效期 本人] 2开启确认申请 本人、用人单位",
		"notice": "申办流程，第 11 步，共 11 步 领取或打印积分通知书 10核定分数，告知结果 受理点 [11领取或打印积分通知书 本人、用人单位] " +
			"积分确认，第 7 步，共 7 步 领取或打印通知书 6核定和告知 受理点 [7领取或打印通知书 本人、用人单位]",
		"faq":   "", // referred to, and about no station
		"apply": "", // a journey itself
	} {
		if got := ways(t, s.Files["guides/"+page+"/index.html"]); got != want {
			t.Errorf("beside %s stands\n%s\nwant\n%s", page, got, want)
		}
	}
}

// ways is what stands beside a page, as one reads it; the station of the page in brackets.
func ways(t *testing.T, src []byte) string {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	var read func(n *html.Node, within bool)
	read = func(n *html.Node, within bool) {
		value := func(key string) string {
			for _, a := range n.Attr {
				if a.Key == key {
					return a.Val
				}
			}
			return ""
		}
		within = within || value("class") == "way"
		here := within && value("aria-current") == "step"
		if here {
			out.WriteString(" [")
		}
		if value("class") == "way" {
			out.WriteString(" ")
		}
		if within && n.Data == "li" {
			out.WriteString(" " + value("value"))
		}
		if within && n.Type == html.TextNode {
			out.WriteString(n.Data)
		}
		for c := range n.ChildNodes() {
			read(c, within)
		}
		if here {
			out.WriteString("]")
		}
	}
	read(doc, false)
	return strings.ReplaceAll(strings.TrimSpace(strings.Join(strings.Fields(out.String()), " ")), "[ ", "[")
}
