package keys

import "barnrost/app/view/text"

// Group is what a command is about, for lists of keys.
type Group string

// Groups in the order of a cheat sheet; their words lie under keymap.group.<group>.
var Groups = []Group{"sound", "text", "speakers", "find", "window", "recording", "guide"}

// groups holds what is not about the text.
var groups = map[Command]Group{
	PlayPause: "sound", HoldPlay: "sound", Pause: "sound", Back: "sound", Forward: "sound", BackFar: "sound", ForwardFar: "sound",
	Slower: "sound", Faster: "sound", SlowReplay: "sound", Loop: "sound", ReadThrough: "sound", Boost: "sound", PlayHere: "sound",
	ZoomIn: "sound", ZoomOut: "sound",
	NextUnsure: "find", PrevUnsure: "find", Resolve: "find", Find: "find", Substitute: "find",
	Side: "window", ShowKeys: "window", Lock: "window", Hide: "window", RecordPause: "recording",
	RecordFika: "recording", RecordChild: "recording", RecordQuiet: "recording", Concern: "recording",
	GuideNext: "guide", GuidePrev: "guide", GuideAsked: "guide", GuideSkipped: "guide", GuideSimpler: "guide", GuideFollow: "guide",
	GuideScale: "guide",
}

// Group returns what a command is about.
func (c Command) Group() Group {
	if _, ok := c.SpeakerOf(); ok {
		return "speakers"
	}
	if _, ok := c.RoomOf(); ok {
		return "window"
	}
	if _, ok := c.FaceOf(); ok {
		return "guide"
	}
	if _, ok := c.MarkOf(); ok {
		return "recording"
	}
	if g, ok := groups[c]; ok {
		return g
	}
	return "text"
}

// Words says what a command does.
func (c Command) Words(t *text.Table) string {
	if n, ok := c.SpeakerOf(); ok {
		return t.T("command.speaker", "n", n+1)
	}
	if n, ok := c.RoomOf(); ok {
		return t.T("command.room", "n", n+1)
	}
	if k, ok := c.MarkOf(); ok {
		return t.T("command.mark", "mark", t.T("marker."+string(k)))
	}
	if n, ok := c.FaceOf(); ok {
		return t.T("command.face", "n", n+1)
	}
	return t.T("command." + string(c))
}
