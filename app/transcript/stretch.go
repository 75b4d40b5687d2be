package transcript

import (
	"cmp"
	"slices"
)

// Stretch is a piece of the sound, from one time up to another, in
// milliseconds.
type Stretch struct{ From, To int64 }

// Len is how long it is.
func (s Stretch) Len() int64 { return s.To - s.From }

// Stretches are pieces of the sound in the order of time, none empty and no two
// touching. The functions here return such lists and, but for [Tidy], take them.
type Stretches []Stretch

// Tidy puts pieces in order, joins those that touch or overlap, and drops what
// is empty or before the start of the sound. The argument stays as it is.
func Tidy(pieces []Stretch) Stretches {
	sorted := slices.SortedFunc(slices.Values(pieces), func(a, b Stretch) int { return cmp.Compare(a.From, b.From) })
	var out Stretches
	for _, p := range sorted {
		p.From = max(p.From, 0)
		n := len(out)
		switch {
		case p.To <= p.From:
		case n > 0 && p.From <= out[n-1].To:
			out[n-1].To = max(out[n-1].To, p.To)
		default:
			out = append(out, p)
		}
	}
	return out
}

// Add returns the list with one more piece in it. The list is used up: it is
// called many times a second with a piece at its end.
func (l Stretches) Add(p Stretch) Stretches {
	p.From = max(p.From, 0)
	if p.To <= p.From {
		return l
	}
	first := l.after(p.From) // the first that ends at or behind the new one's start
	last := first
	for last < len(l) && l[last].From <= p.To {
		p.From, p.To = min(p.From, l[last].From), max(p.To, l[last].To)
		last++
	}
	return slices.Replace(l, first, last, p)
}

// after is the index of the first piece that ends at ms or later.
func (l Stretches) after(ms int64) int {
	i, _ := slices.BinarySearchFunc(l, ms, func(s Stretch, ms int64) int { return cmp.Compare(s.To, ms) })
	return i
}

// Total is how much of the sound they are, in milliseconds.
func (l Stretches) Total() (ms int64) {
	for _, s := range l {
		ms += s.Len()
	}
	return ms
}

// Has reports whether a time lies in one of them.
func (l Stretches) Has(ms int64) bool {
	i := l.after(ms + 1)
	return i < len(l) && l[i].From <= ms
}

// In returns what of them lies within s.
func (l Stretches) In(s Stretch) Stretches { return l.Both(Stretches{s}) }

// Both returns what is in both lists.
func (l Stretches) Both(m Stretches) Stretches {
	var out Stretches
	for i, j := 0, 0; i < len(l) && j < len(m); {
		if from, to := max(l[i].From, m[j].From), min(l[i].To, m[j].To); from < to {
			out = append(out, Stretch{from, to})
		}
		if l[i].To < m[j].To {
			i++
		} else {
			j++
		}
	}
	return out
}

// Without returns what of them is not in m.
func (l Stretches) Without(m Stretches) Stretches {
	var out Stretches
	j := 0
	for _, s := range l {
		for j < len(m) && m[j].To <= s.From {
			j++
		}
		at := s.From
		for k := j; k < len(m) && m[k].From < s.To; k++ {
			if m[k].From > at {
				out = append(out, Stretch{at, m[k].From})
			}
			at = max(at, m[k].To)
		}
		if at < s.To {
			out = append(out, Stretch{at, s.To})
		}
	}
	return out
}

// Longer returns those of at least a length.
func (l Stretches) Longer(ms int64) Stretches {
	var out Stretches
	for _, s := range l {
		if s.Len() >= ms {
			out = append(out, s)
		}
	}
	return out
}

// Bridged joins those with less than a length between them.
func (l Stretches) Bridged(ms int64) Stretches {
	var out Stretches
	for _, s := range l {
		if n := len(out); n > 0 && s.From-out[n-1].To < ms {
			out[n-1].To = s.To
		} else {
			out = append(out, s)
		}
	}
	return out
}
