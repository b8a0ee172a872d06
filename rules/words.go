package rules

import "strconv"

// saying is a sentence in both languages, with a {} for each argument.
type saying struct{ zh, en string }

func (s *saying) in(lang Lang, args ...string) string {
	if lang == EN {
		return Fill(s.en, args...)
	}
	return Fill(s.zh, args...)
}

var (
	sayAge           = saying{"{} 周岁", "aged {}"}
	sayAgeOutside    = saying{"{} 周岁，不在计分的 {}–{} 周岁之内", "aged {}, outside the {} to {} that give points"}
	sayNotGiven      = saying{"还不知道", "not known yet"}
	sayNone          = saying{"没有填报", "none claimed"}
	sayUnproven      = saying{"{}：最近 {} 个月里，要有 {} 个月按不低于参考工资的基数缴费才计分，这一条没有满足", "{}: counts only where, of the last {} months, {} were paid at the reference wage or more, which is not met"}
	sayProofUnknown  = saying{"{}：还不知道缴费基数这一条是否满足", "{}: whether the contribution base is met is not known yet"}
	sayUnits         = saying{"按持股 {}% 折算，满 {} 个 {} {}，每个 {} 分", "at a share of {}%: {} times {} {}, {} points each"}
	sayNoUnit        = saying{"按持股 {}% 折算，不满 {} {}，不计分", "at a share of {}%: less than {} {}"}
	sayYears         = saying{"累计 {} 个月，满 {} 年，每年 {} 分", "{} months, full years: {}, {} points each"}
	sayTooFewYears   = saying{"累计 {} 个月，满 {} 年起才计分", "{} months; counts from {} full years on"}
	saySince         = saying{"自 {} 起满 {} 年，每年 {} 分", "since {}, full years: {}, {} points each"}
	sayRecords       = saying{"{} 年内有 {} 条记录，每条扣 {} 分", "records within {} years: {}, {} points off each"}
	sayNoRecords     = saying{"{} 年内没有记录", "no record within {} years"}
	sayLoses         = saying{"。与“{}”二选一，那一项更高或相同，这一项不计", ". Either this or “{}” counts; that one gives as much or more"}
	sayMost          = saying{"，最高 {} 分", ", at most {}"}
	sayTooFewMonths  = saying{"最近 {} 个月里缴了 {} 个月，至少要 {} 个月", "last {} months: {} paid; at least {} needed"}
	sayGateAge       = saying{"{} 周岁：{}–{} 周岁以外没有年龄分，也没有可依据的规则", "aged {}: outside {} to {} no rule gives an age score"}
	sayNotInForce    = saying{"这一天不在 {} 的施行期内（{} 至 {}），这里假定它照旧适用", "{} is not in force on this day (it is from {} to {}); here it is assumed to apply"}
	sayMoreLately    = saying{"近期的缴费月数比累计月数还多，请核对", "More months paid lately than in all: please check"}
	sayMarriedUnborn = saying{"结婚日期早于出生日期，请核对", "Married before birth: please check"}
	sayNear          = saying{"有的月份缴费基数只比档次线低不到 1 元：公布的线是取整的，这几个月算不算待核实", "Some months lie less than one yuan below a floor, and printed floors are rounded: whether they count is not verified"}
	sayBeyond        = saying{"{} 以后的参考工资这里还不知道，暂按最后一个已知的数计算", "The reference wage after {} is not yet known here; the last one known is used"}

	sayTakenAsNone       = saying{"往后推算时，没有给出的事实都当作没有", "Looking ahead, facts not given are taken as none"}
	sayGraduateOfNothing = saying{"填了应届毕业生，却没有学历，请核对", "A graduate without a diploma: please check"}
	sayTierTooEarly      = saying{"所填的缴费基数档次需要的月数，比累计缴费的月数还多，请核对", "The base tier takes more months than were paid in all: please check"}
)

// Fill puts the arguments in place of each {} in turn.
func Fill(text string, args ...string) string {
	out := make([]byte, 0, len(text)+16*len(args))
	for i := 0; i < len(text); i++ {
		if text[i] == '{' && i+1 < len(text) && text[i+1] == '}' && len(args) > 0 {
			out = append(out, args[0]...)
			args = args[1:]
			i++
			continue
		}
		out = append(out, text[i])
	}
	return string(out)
}

// why says in words what a line's worth comes from.
func (in *Indicator) why(fs *Facts, on Date, line Line, lang Lang) string {
	if !fs.Known(in.Fact) && in.Kind != Records {
		return sayNotGiven.in(lang)
	}
	v := fs.Int(in.Fact)
	switch in.Kind {
	case Bands:
		age := Date(v).FullYears(on)
		if age < in.Youngest || age > in.Oldest {
			return sayAgeOutside.in(lang, itoa(age), itoa(in.Youngest), itoa(in.Oldest))
		}
		return sayAge.in(lang, itoa(age))
	case Choice:
		return in.whyChoice(fs, line, lang)
	case Flag:
		if v == 0 {
			return sayNone.in(lang)
		}
		return in.Label.In(lang)
	case Units:
		return in.whyUnits(fs, v, lang)
	case Years:
		return in.whyYears(int(v), lang)
	case Since:
		if v == 0 {
			return sayNone.in(lang)
		}
		d := Date(v)
		return saySince.in(lang, d.String(), itoa(d.FullYears(on)), itoa(in.Points))
	case Records:
		if line.Worth == just(0) {
			return sayNoRecords.in(lang, itoa(in.Within))
		}
		return sayRecords.in(lang, itoa(in.Within), itoa(-line.Worth.Min/in.Deduct), itoa(in.Deduct))
	}
	return ""
}

func (in *Indicator) whyChoice(fs *Facts, line Line, lang Lang) string {
	for i := range in.Choices {
		item := &in.Choices[i]
		if int64(item.Value) != fs.Int(in.Fact) {
			continue
		}
		label := item.Label.In(lang)
		switch {
		case line.Worth.Open():
			return sayProofUnknown.in(lang, label)
		case line.Worth == just(0):
			return sayUnproven.in(lang, label, itoa(in.BaseOf), itoa(in.BaseMonths))
		}
		return label
	}
	return sayNone.in(lang)
}

func (in *Indicator) whyUnits(fs *Facts, v int64, lang Lang) string {
	if v == 0 || fs.Known(in.Share) && fs.Int(in.Share) == 0 {
		return sayNone.in(lang)
	}
	if !fs.Known(in.Share) {
		return sayNotGiven.in(lang)
	}
	share := fs.Int(in.Share)
	whole := v * share / (mostShare * int64(in.Divide) * int64(in.Unit))
	if whole == 0 {
		return sayNoUnit.in(lang, Percent(share), itoa(in.Unit), in.Counts.In(lang))
	}
	return sayUnits.in(lang, Percent(share), itoa(int(whole)), itoa(in.Unit), in.Counts.In(lang), itoa(in.Points))
}

func (in *Indicator) whyYears(months int, lang Lang) string {
	years := months / in.Unit
	switch {
	case months == 0:
		return sayNone.in(lang)
	case years < in.Least:
		return sayTooFewYears.in(lang, itoa(months), itoa(in.Least))
	}
	return sayYears.in(lang, itoa(months), itoa(years), itoa(in.Points))
}

// why says in words why a gate fails.
func (g *Gate) why(fs *Facts, on Date, lang Lang) string {
	switch g.Kind {
	case AtLeast:
		return sayTooFewMonths.in(lang, itoa(g.Of), itoa(int(fs.Int(g.Fact))), itoa(g.Least))
	case AgeWithin:
		age := Date(fs.Int(g.Fact)).FullYears(on)
		return sayGateAge.in(lang, itoa(age), itoa(g.Least), itoa(g.Most))
	}
	return g.Fails.In(lang)
}

// Percent writes basis points as per cent, without zeros that say nothing.
func Percent(basisPoints int64) string {
	s := itoa(int(basisPoints / 100))
	switch rest := int(basisPoints % 100); {
	case rest == 0:
		return s
	case rest%10 == 0:
		return s + "." + itoa(rest/10)
	case rest < 10:
		return s + ".0" + itoa(rest)
	default:
		return s + "." + itoa(rest)
	}
}

func itoa(n int) string { return strconv.Itoa(n) }

// Tenths writes a multiple given in tenths: 0.8, 1, 2.
func Tenths(n int) string {
	if n%10 == 0 {
		return itoa(n / 10)
	}
	return itoa(n/10) + "." + itoa(n%10)
}

// NoneClaimed is the reason of a line on which nothing was claimed.
func NoneClaimed(lang Lang) string { return sayNone.in(lang) }
