//go:build js && wasm

package main

import (
	"jifen/rules/applicant"
	"jifen/wasm/dom"
)

// A result that is not what a person expected becomes a case that a maintainer can run. It holds no date of birth and no wage:
// only what gives the same points.

func (c *calculator) wireCase() {
	dom.ByID("case-make").On("click", func(dom.Node) {
		fs := applicant.Anonymous(c.edition, &c.known, c.result.On)
		text := applicant.AppendCase(nil, c.edition, fs, c.result.On, dom.ByID("expected").Value(), c.lang)
		dom.ByID("case-text").SetValue(string(text))
		dom.ByID("case-box").Show(true)
		c.copyFrom("case-text", "case-copied")
	})
	dom.ByID("case-copy").On("click", func(dom.Node) { c.copyFrom("case-text", "case-copied") })
	dom.ByID("link-copy").On("click", func(dom.Node) { c.copyFrom("link", "link-copied") })
}
