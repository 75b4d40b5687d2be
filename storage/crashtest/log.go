package crashtest

import (
	"maps"
	"slices"
)

// change is one thing that was done to a disk.
type change struct {
	op       what
	file     int
	name, to string
	at, size int64 // size is a mark's number too
	data     []byte
}

type what uint8

const (
	wrote what = iota
	resized
	synced
	named   // a new file has a name
	unnamed // a name was taken away
	renamed
	syncedNames
	mark
)

// Log is the record of a disk. Use it once recording has stopped.
type Log struct {
	from    Image
	numbers map[string]int // of the files in from
	changes []change
}

// Len returns how many moments there are at which the power can go: before
// the first change, and behind each.
func (l *Log) Len() int { return len(l.changes) + 1 }

// Player goes through a log, and tells what a power cut would leave.
type Player struct {
	log   *Log
	at    int
	mark  int
	lying bool

	durable map[int][]byte   // the files as they surely are
	pending map[int][]change // what was done to each since its last sync
	names   map[string]int   // as they surely are
	renames []change         // what was done to names since
}

// Play returns a player before the first change.
func (l *Log) Play() *Player {
	p := &Player{log: l, durable: map[int][]byte{}, pending: map[int][]change{}, names: maps.Clone(l.numbers)}
	for name, content := range l.from {
		p.durable[l.numbers[name]] = slices.Clone(content)
	}
	return p
}

// Lie makes the player a disk on which no sync does anything, for controls: no
// program can keep what such a disk loses.
func (p *Player) Lie() { p.lying = true }

// Mark returns the last mark before the moment, 0 where there is none.
func (p *Player) Mark() int { return p.mark }

// Go moves on to a moment, not before the present one.
func (p *Player) Go(moment int) {
	for ; p.at < moment; p.at++ {
		switch c := p.log.changes[p.at]; {
		case c.op == mark:
			p.mark = int(c.size)
		case c.op == synced && !p.lying:
			for _, done := range p.pending[c.file] {
				p.durable[c.file] = done.apply(p.durable[c.file])
			}
			delete(p.pending, c.file)
		case c.op == syncedNames && !p.lying:
			for _, done := range p.renames {
				done.applyName(p.names)
			}
			p.renames = nil
		case c.op == wrote || c.op == resized:
			p.pending[c.file] = append(p.pending[c.file], c)
		case c.op == named || c.op == unnamed || c.op == renamed:
			p.renames = append(p.renames, c)
		}
	}
}

// apply returns content with what was done to a file.
func (c change) apply(content []byte) []byte {
	if c.op == resized {
		return sized(content, c.size)
	}
	return written(content, c.data, c.at)
}

func (c change) applyName(names map[string]int) {
	switch c.op {
	case named:
		names[c.name] = c.file
	case unnamed:
		delete(names, c.name)
	case renamed:
		delete(names, c.name)
		names[c.to] = c.file
	}
}
