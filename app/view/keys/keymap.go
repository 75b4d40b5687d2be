package keys

import (
	"maps"
	"slices"
	"sync/atomic"
)

// Map is the table with what a person has changed in it. It is a value: no
// method changes it. The zero value is the table as it comes.
type Map struct {
	changed map[Command][]Stroke
}

// now is the map in force. There is one keyboard and one person: the map is set
// by main at the start and by the room where it is changed, and read wherever a
// key comes or is shown.
var now atomic.Pointer[Map]

// Use puts a map into force.
func Use(m Map) { now.Store(&m) }

// Now returns the map in force, the table as it comes if none was set.
func Now() Map {
	if m := now.Load(); m != nil {
		return *m
	}
	return Map{}
}

// Bindings returns the map in force, in the order of a cheat sheet.
func Bindings() []Binding { return Now().Bindings() }

// Lookup returns what a stroke does in a scope by the map in force, [None] for
// nothing.
func Lookup(in Scope, s Stroke) Command { return Now().Lookup(in, s) }

// Of returns the strokes of a command by the map in force, the shown one first.
func Of(c Command) []Stroke { return Now().Of(c) }

// table is what the program comes with.
var table = build()

// Bindings returns the whole map, in the order of a cheat sheet.
func (m Map) Bindings() []Binding {
	list := slices.Clone(table)
	for i, b := range list {
		if strokes, ok := m.changed[b.Command]; ok {
			list[i].Strokes = strokes
		}
	}
	return list
}

// Lookup returns what a stroke does in a scope, [None] for nothing.
func (m Map) Lookup(in Scope, s Stroke) Command {
	for _, b := range m.Bindings() {
		if covers(b.Scope, in) && slices.Contains(b.Strokes, s) {
			return b.Command
		}
	}
	return None
}

// Of returns the strokes of a command, the shown one first.
func (m Map) Of(c Command) []Stroke {
	b, _ := m.binding(c)
	return b.Strokes
}

// Scope returns where a command's keys hold.
func (m Map) Scope(c Command) Scope {
	b, _ := m.binding(c)
	return b.Scope
}

func (m Map) binding(c Command) (Binding, bool) {
	list := m.Bindings()
	i := slices.IndexFunc(list, func(b Binding) bool { return b.Command == c })
	if i < 0 {
		return Binding{}, false
	}
	return list[i], true
}

// Changed reports whether a command has other keys than it comes with; with
// [None], whether any has.
func (m Map) Changed(c Command) bool {
	if c == None {
		return len(m.changed) > 0
	}
	_, ok := m.changed[c]
	return ok
}

// With returns the map with other strokes for a command. Nothing else is
// changed, and nothing checked: see [Map.Taken], [Refused] and [Fault].
func (m Map) With(c Command, strokes []Stroke) Map {
	next := maps.Clone(m.changed)
	if next == nil {
		next = map[Command][]Stroke{}
	}
	if slices.Equal(strokes, Map{}.Of(c)) {
		delete(next, c)
	} else {
		next[c] = slices.Clone(strokes)
	}
	return Map{next}
}

// Taken returns the command that a stroke belongs to where c would hold too,
// [None] if it is free or c's own.
func (m Map) Taken(c Command, s Stroke) Command {
	in := m.Scope(c)
	for _, b := range m.Bindings() {
		both := covers(b.Scope, in) || covers(in, b.Scope)
		if b.Command != c && both && slices.Contains(b.Strokes, s) {
			return b.Command
		}
	}
	return None
}

// Replace returns the map with the stroke at index i of c's exchanged for s,
// or s added where i is the number of its strokes. Whoever has s gets the old
// one in its place: they swap. It reports false, and changes nothing, where
// that cannot be: s is refused, or its owner would have no key left or one that
// is taken or refused there.
func (m Map) Replace(c Command, i int, s Stroke) (Map, bool) {
	own := slices.Clone(m.Of(c))
	if i < 0 || i > len(own) || Refused(m.Scope(c), s) != "" || slices.Contains(own, s) {
		return m, false
	}
	owner := m.Taken(c, s)
	theirs := slices.Clone(m.Of(owner))
	at := slices.Index(theirs, s)
	switch {
	case i == len(own):
		own = append(own, s)
		if at >= 0 {
			theirs = slices.Delete(theirs, at, at+1)
		}
	default:
		old := own[i]
		own[i] = s
		if at >= 0 {
			theirs[at] = old
		}
	}
	next := m.With(c, own)
	if at >= 0 {
		next = next.With(owner, theirs)
	}
	if Fault(next.Bindings()) != "" {
		return m, false
	}
	return next, true
}

// Without returns the map without the ith stroke of a command, and false where
// it is the only one: a sentence that names the key must not break.
func (m Map) Without(c Command, i int) (Map, bool) {
	own := m.Of(c)
	if i < 0 || i >= len(own) || len(own) == 1 && c != HoldPlay {
		return m, false
	}
	return m.With(c, slices.Delete(slices.Clone(own), i, i+1)), true
}

// Reset returns the map with a command's keys as they come, and what took one
// of them since reset too.
func (m Map) Reset(c Command) Map {
	next := m.With(c, Map{}.Of(c))
	for again := true; again; {
		again = false
		for _, s := range next.Of(c) {
			if owner := next.Taken(c, s); owner != None && next.Changed(owner) {
				next, again = next.With(owner, Map{}.Of(owner)), true
			}
		}
	}
	if Fault(next.Bindings()) != "" {
		return Map{} // whom it took the key from had taken another's
	}
	return next
}
