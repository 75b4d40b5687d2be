package crashtest

import (
	"maps"
	"math/rand/v2"
	"slices"
)

// sector is how many bytes reach a disk together or not at all.
const sector = 512

// allNames stands for the folder where files are told apart by number.
const allNames = -1

// fate decides, each time it is asked, whether one part of a change reached
// the disk: a sector, the length that it gave the file, a name.
type fate func() bool

func kept() bool    { return true }
func dropped() bool { return false }

// Whole returns the disk as it is when the power stays, as after a kill.
func (p *Player) Whole() Image {
	return p.cut(func(int, int, int) fate { return kept })
}

// Crash returns a disk that a power cut at this moment may leave. Which of
// them is r's choice: each file, and the folder, by itself or all alike; in
// the order of the changes up to one that is torn, or in any order.
func (p *Player) Crash(r *rand.Rand) Image {
	alike, inOrder := r.IntN(2) == 0, r.IntN(2) == 0
	odds := func() float64 { return []float64{0, 0.05, 0.5, 0.95, 1}[r.IntN(5)] }
	common, most := odds(), map[int]float64{}
	ends := map[int]int{} // of what is kept, where it is kept in order
	return p.cut(func(file, i, of int) fate {
		if _, known := most[file]; !known {
			most[file], ends[file] = common, r.IntN(of+1)
			if !alike {
				most[file] = odds()
			}
		}
		switch {
		case inOrder && i < ends[file]:
			return kept
		case inOrder && i > ends[file]:
			return dropped
		case inOrder:
			return func() bool { return r.IntN(2) == 0 }
		}
		return func() bool { return r.Float64() < most[file] }
	})
}

// cut returns the disk of which choose tells the fate of each change that was
// not synced: the i-th of so many of a file.
func (p *Player) cut(choose func(file, i, of int) fate) Image {
	contents := map[int][]byte{}
	for _, number := range slices.Sorted(maps.Keys(p.durable)) {
		contents[number] = slices.Clone(p.durable[number])
	}
	for _, number := range slices.Sorted(maps.Keys(p.pending)) {
		list := p.pending[number]
		for i, c := range list {
			contents[number] = c.reach(contents[number], choose(number, i, len(list)))
		}
	}
	names := maps.Clone(p.names)
	for i, c := range p.renames {
		if choose(allNames, i, len(p.renames))() {
			c.applyName(names)
		}
	}
	image := Image{}
	for name, number := range names {
		image[name] = contents[number]
	}
	return image
}

// reach returns content with those parts of c that reached the disk.
func (c change) reach(content []byte, reached fate) []byte {
	if c.op == resized {
		if reached() {
			content = sized(content, c.size)
		}
		return content
	}
	end := c.at + int64(len(c.data))
	for at := c.at; at < end; {
		next := min((at/sector+1)*sector, end)
		if reached() {
			content = written(content, c.data[at-c.at:next-c.at], at)
		}
		at = next
	}
	if end > int64(len(content)) && reached() {
		content = sized(content, end)
	}
	return content
}
