package rules

// Missing names the facts not given that could still change the total, the one that could change it most first; those that
// could change it alike come in the contract's order. Gates and lists of records not given are not among them: they are open.
func (e *Edition) Missing(fs *Facts, on Date) []Fact {
	var derived Facts
	fs = e.settled(fs, on, &derived)
	derived.Forget(Ledger) // it has told what it knows
	var missing []Fact
	var swings [factCount]int
	var s Score
	for f := range factCount {
		if fs.Known(f) || f.Shape().Form == ListForm || f == Ledger {
			continue
		}
		if swings[f] = e.swing(f, fs, on, &s); swings[f] == 0 {
			continue
		}
		at := len(missing)
		for at > 0 && swings[missing[at-1]] < swings[f] {
			at--
		}
		missing = append(missing, 0)
		copy(missing[at+1:], missing[at:])
		missing[at] = f
	}
	return missing
}

// swing is the most that f alone can change the total, whatever the other unknown facts are.
func (e *Edition) swing(f Fact, fs *Facts, on Date, s *Score) int {
	most := 0
	for i := range e.Indicators {
		in := &e.Indicators[i]
		if in.Fact != f && (f == 0 || in.Proof != f && in.Share != f) {
			continue
		}
		telling := e.telling(i, f, fs, on)
		for _, share := range e.shares(i, f, &telling, fs) {
			if in.Share != 0 && in.Share != f {
				telling.Put(in.Share, share)
			}
			telling.Put(f, in.worst(f, on))
			e.Score(&telling, on, s)
			low := s.Total.Min
			telling.Put(f, in.best(f, &telling, on))
			e.Score(&telling, on, s)
			most = max(most, s.Total.Max-low)
		}
	}
	return most
}

// telling completes the facts so that f tells most through indicator i: all others at their best, but the rival at none.
func (e *Edition) telling(i int, f Fact, fs *Facts, on Date) Facts {
	full := *fs
	put := func(g Fact, v int64) {
		if g != 0 && g != f && !full.Known(g) {
			full.Put(g, v)
		}
	}
	if p := e.rival(i); p >= 0 {
		put(e.Indicators[p].Fact, 0)
		put(e.Indicators[p].Proof, 0)
	}
	for j := range e.Indicators {
		put(e.Indicators[j].Proof, 1)
		put(e.Indicators[j].Share, mostShare)
	}
	for j := range e.Indicators {
		in := &e.Indicators[j]
		if in.Fact != f && !full.Known(in.Fact) && in.Kind != Records {
			full.Put(in.Fact, in.best(in.Fact, &full, on))
		}
	}
	return full
}

// shares are the shares to try for an indicator that hangs on an unknown one: with a rival that hangs on it too, a small
// share can tell more than a great one.
func (e *Edition) shares(i int, f Fact, full, fs *Facts) []int64 {
	in := &e.Indicators[i]
	all := []int64{mostShare}
	if in.Share == 0 || in.Share == f || fs.Known(in.Share) {
		return append(all[:0], full.Int(in.Share))
	}
	most := *full
	most.Put(f, f.Shape().Most)
	in.steps(most.Int(in.Fact), func(share int64) { all = append(all, share) })
	return all
}

// rival is the other indicator of an either/or pair, -1 where there is none.
func (e *Edition) rival(i int) int {
	for _, p := range e.Either {
		switch i {
		case p.First:
			return p.Second
		case p.Second:
			return p.First
		}
	}
	return -1
}

// worst and best are the values of f with which the indicator gives least and most, the other facts being as they are.
func (in *Indicator) worst(f Fact, on Date) int64 {
	if in.Kind == Bands && f == in.Fact {
		return int64(on) - int64(in.Oldest)*10000
	}
	return 0
}

func (in *Indicator) best(f Fact, fs *Facts, on Date) int64 {
	switch {
	case f != in.Fact:
		return max(1, f.Shape().Most)
	case in.Kind == Bands:
		return int64(on) - int64(in.Youngest)*10000
	case in.Kind == Since:
		return int64(Earliest)
	case in.Kind == Flag:
		return 1
	case in.Kind != Choice:
		return f.Shape().Most
	}
	value, most := 0, 0
	for _, item := range in.Choices {
		proven := !item.NeedsProof || in.Proof == 0 || !fs.Known(in.Proof) || fs.Int(in.Proof) != 0
		if better := item.Points > most || item.Points == most && item.NeedsProof; proven && better {
			value, most = item.Value, item.Points
		}
	}
	return int64(value)
}
