package rules

// Path is a least set of changes that reaches the standard: no change of it can be left out or made smaller.
type Path struct {
	Changes  []Change
	Total    int
	Papers   []string // what it needs besides the papers that the claim needs already
	Earliest Date     // where time alone decides, the first day on which it reaches the standard; 0 where it never does
	Waits    bool     // whether time alone decides: it holds more months insured
}

// Change is a fact that would have to be otherwise. Where several values give the same, To holds each of them.
type Change struct {
	Fact Fact
	To   []int64
}

// lever is a fact that can be raised, with the steps above what it is now, the least first.
type lever struct {
	fact  Fact
	steps [][]int64
	proof bool // gives nothing by itself
}

// Paths finds all least sets of changes that reach the standard on a day: a degree, a title and the wage that it needs,
// months more, a higher base, a claim not yet made. None is part of another. What is unknown is taken as none. Those of
// fewer changes come first. It is empty where the standard is reached already.
func (e *Edition) Paths(editions []Edition, fs *Facts, on Date) []Path {
	paths, _ := e.PathsWhile(editions, fs, on, func() bool { return true })
	return paths
}

// breath is after how many scores a search asks whether to go on: a few thousandths of a second on a slow phone.
const breath = 500

// PathsWhile is Paths that asks now and then whether to go on. It is false where it was told not to.
func (e *Edition) PathsWhile(editions []Edition, fs *Facts, on Date, goOn func() bool) ([]Path, bool) {
	var derived Facts
	start := asIs(e.settled(fs, on, &derived), on)
	start.known &^= 1 << Ledger
	p := &finder{e: e, on: on, editions: editions, told: fs, facts: start, levers: e.levers(&start), goOn: goOn}
	p.taken = make([]int, len(p.levers))
	if p.reached(&start) {
		return nil, true
	}
	p.before = p.papers(&start)
	p.search(0, p.score.Sum.Min)
	sortPaths(p.found)
	return p.found, !p.stopped
}

// levers lists what can be raised, most telling kinds first and months last: they are reckoned out, not tried.
func (e *Edition) levers(fs *Facts) []lever {
	var all []lever
	var months lever
	for i := range e.Indicators {
		in := &e.Indicators[i]
		switch in.Kind {
		case Choice:
			if in.Proof != 0 && fs.Int(in.Proof) == 0 {
				all = append(all, lever{in.Proof, [][]int64{{1}}, true})
			}
			all = append(all, lever{in.Fact, in.itemsAbove(fs), false})
		case Flag:
			if fs.Int(in.Fact) == 0 {
				all = append(all, lever{in.Fact, [][]int64{{1}}, false})
			}
		case Units:
			all = append(all, lever{in.Fact, in.unitsAbove(fs), false})
		case Years:
			if in.Fact == InsuredMonths {
				months = lever{in.Fact, in.yearsAbove(fs, e.Standard.Points), false}
			}
		}
	}
	if len(months.steps) > 0 {
		all = append(all, months)
	}
	return all
}

// itemsAbove are the items of a choice that give more than the one chosen does where it counts, those of equal points
// together.
func (in *Indicator) itemsAbove(fs *Facts) [][]int64 {
	has := 0
	for i := range in.Choices {
		if int64(in.Choices[i].Value) == fs.Int(in.Fact) {
			has = in.Choices[i].Points
		}
	}
	var steps [][]int64
	points, proof := has, false
	for i := range in.Choices {
		item := &in.Choices[i]
		if item.Points <= has || item.As {
			continue
		}
		if n := len(steps); n > 0 && item.Points == points && item.NeedsProof == proof {
			steps[n-1] = append(steps[n-1], int64(item.Value))
			continue
		}
		points, proof = item.Points, item.NeedsProof
		steps = append(steps, []int64{int64(item.Value)})
	}
	return steps
}

// unitsAbove are the least values that give each further unit's points, with the share as it is.
func (in *Indicator) unitsAbove(fs *Facts) [][]int64 {
	share := fs.Int(in.Share)
	if share == 0 {
		return nil
	}
	var steps [][]int64
	for n := in.ofUnits(fs.Int(in.Fact), share)/in.Points + 1; (n-1)*in.Points < in.Max; n++ {
		v := (int64(n)*int64(in.Unit)*int64(in.Divide)*mostShare + share - 1) / share
		if v > in.Fact.Shape().Most {
			break
		}
		steps = append(steps, []int64{v})
	}
	return steps
}

// yearsAbove are the months that fill each further year, as many as the standard could take.
func (in *Indicator) yearsAbove(fs *Facts, standard int) [][]int64 {
	var steps [][]int64
	years := int(fs.Int(in.Fact)) / in.Unit
	for n := 1; n <= standard/in.Points+1; n++ {
		months := int64((years + n) * in.Unit)
		if months > in.Fact.Shape().Most {
			break
		}
		steps = append(steps, []int64{months})
	}
	return steps
}

// finder walks the levers in order, each at each of its steps, and turns back where the standard is reached already or can
// no longer be reached.
type finder struct {
	e        *Edition
	on       Date
	editions []Edition
	told     *Facts // as they were given
	facts    Facts  // with the levers as they are taken
	levers   []lever
	taken    []int // how many steps of each lever are taken
	score    Score
	before   []string
	found    []Path
	goOn     func() bool
	scores   int
	stopped  bool
}

func (p *finder) reached(fs *Facts) bool {
	if p.scores++; p.scores >= breath && !p.stopped {
		p.scores, p.stopped = 0, !p.goOn()
	}
	p.e.Score(fs, p.on, &p.score)
	return p.score.Total.Min >= p.e.Standard.Points
}

// search goes on from facts that do not reach the standard and whose lines sum to sum.
func (p *finder) search(at, sum int) {
	if at == len(p.levers) || p.stopped || !p.within(at) {
		return
	}
	if at == len(p.levers)-1 {
		p.finish(at)
		return
	}
	p.search(at+1, sum)
	l := &p.levers[at]
	was := p.facts.value[l.fact]
	for i, to := range l.steps {
		p.facts.value[l.fact], p.taken[at] = to[0], i+1
		if p.reached(&p.facts) {
			p.keep()
			break // with a greater step, this smaller one would do
		}
		// A step that gives nothing is in no least set; but a proof gives nothing until what it proves is claimed.
		if gained := p.score.Sum.Min; gained > sum || l.proof {
			sum = gained
			p.search(at+1, gained)
		}
	}
	p.facts.value[l.fact], p.taken[at] = was, 0
}

// finish finds the least step of the last lever that reaches, by halving.
func (p *finder) finish(at int) {
	l := &p.levers[at]
	was := p.facts.value[l.fact]
	low, high := 0, len(l.steps)
	for low < high {
		mid := (low + high) / 2
		p.facts.value[l.fact] = l.steps[mid][0]
		if p.reached(&p.facts) {
			high = mid
		} else {
			low = mid + 1
		}
	}
	if low < len(l.steps) {
		p.facts.value[l.fact], p.taken[at] = l.steps[low][0], low+1
		p.keep()
	}
	p.facts.value[l.fact], p.taken[at] = was, 0
}

// within says whether the standard can be reached with all levers from at on at their most. Every proof is taken to be there:
// without it the greatest step of what it proves gives less than a smaller one that needs none.
func (p *finder) within(at int) bool {
	most := p.facts
	for i := range p.levers {
		if l := &p.levers[i]; l.proof {
			most.value[l.fact] = 1
		}
	}
	for i := at; i < len(p.levers); i++ {
		if l := &p.levers[i]; len(l.steps) > 0 {
			most.value[l.fact] = l.steps[len(l.steps)-1][0]
		}
	}
	return p.reached(&most)
}

// keep takes the set of changes as it is, where none of them can be left out or made smaller.
func (p *finder) keep() {
	for i, n := range p.taken {
		if n == 0 {
			continue
		}
		less := p.facts
		less.value[p.levers[i].fact] = p.was(i, n-1)
		if p.reached(&less) {
			return
		}
	}
	p.reached(&p.facts)
	path := Path{Total: p.score.Total.Min}
	for i, n := range p.taken {
		if n > 0 {
			l := &p.levers[i]
			path.Changes = append(path.Changes, Change{l.fact, l.steps[n-1]})
			path.Waits = path.Waits || l.fact == InsuredMonths
		}
	}
	for _, id := range p.papers(&p.facts) {
		if !holdsID(p.before, id) {
			path.Papers = append(path.Papers, id)
		}
	}
	if path.Waits {
		path.Earliest = p.earliest(path.Changes)
	}
	p.found = append(p.found, path)
}

// was is a lever's value at one of its steps, 0 for what it was at first.
func (p *finder) was(lever, step int) int64 {
	l := &p.levers[lever]
	if step > 0 {
		return l.steps[step-1][0]
	}
	var derived Facts
	return p.e.settled(p.told, p.on, &derived).Int(l.fact)
}

func (p *finder) papers(fs *Facts) []string {
	p.e.Score(fs, p.on, &p.score)
	return p.e.papersFor(&p.score)
}

// earliest is the first day on which the other changes of a path, made now, reach the standard as the months go by.
func (p *finder) earliest(changes []Change) Date {
	p.scores += breath / 2 // it takes as long
	fs := *p.told
	for _, c := range changes {
		if c.Fact != InsuredMonths {
			fs.fix(c.Fact, c.To[0])
		}
	}
	return reaches(p.editions, p.e, &fs, p.on)
}

func sortPaths(paths []Path) {
	for i := 1; i < len(paths); i++ {
		for j := i; j > 0 && sooner(&paths[j], &paths[j-1]); j-- {
			paths[j], paths[j-1] = paths[j-1], paths[j]
		}
	}
}

// sooner says whether a comes before b: fewer changes, then those that need no waiting, then the earlier day, then the
// total that is less beyond the standard.
func sooner(a, b *Path) bool {
	if len(a.Changes) != len(b.Changes) {
		return len(a.Changes) < len(b.Changes)
	}
	if a.Waits != b.Waits {
		return b.Waits
	}
	if a.Earliest != b.Earliest {
		return a.Earliest != 0 && (b.Earliest == 0 || a.Earliest < b.Earliest)
	}
	return a.Total < b.Total
}

func holdsID(list []string, id string) bool {
	for _, s := range list {
		if s == id {
			return true
		}
	}
	return false
}
