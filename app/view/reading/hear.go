package reading

import (
	"context"
	"sort"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/bus"
)

// before counts the rows before the first utterance: marks that nobody speaks
// with.
func (r *Room) before() int { return r.page.Rows() - len(r.paper.Utterances) }

// start is where a row begins in the sound, in milliseconds.
func (r *Room) start(row int) int64 {
	if n := row - r.before(); n >= 0 {
		return r.paper.Utterances[n].Start
	}
	marks, _ := transcript.PlaceMarks(r.paper.Utterances, r.paper.Unwritten())
	return marks[row].At
}

// choose plays a row, or pauses it when it is the one being heard.
func (r *Room) choose(row int) {
	if r.player != nil {
		r.hear(row)
		return
	}
	r.waits = row
	if r.opening {
		return
	}
	r.opening = true
	bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (Player, error) {
		// The sound is heard for as long as the room is open, not only for as
		// long as opening it takes.
		return r.d.Listen(r.ctx, r.interview.Recording)
	}, nil, r.opened)
}

func (r *Room) opened(p Player, err error) {
	r.opening = false
	switch {
	case r.ctx.Err() != nil:
		if err == nil {
			r.closePlayer(p)
		}
	case err != nil:
		r.showFacts(append(r.about(), r.d.Kit.Problem(err))...)
		r.Focus()
	default:
		r.player = p
		r.hear(r.waits)
	}
}

func (r *Room) hear(row int) {
	if r.player.Playing() && row == r.heardNow() {
		r.player.Pause()
		r.d.Bus.Trace("reading", "paused", row+1)
		r.page.SetNow(-1)
		return
	}
	r.player.SeekMillis(r.start(row))
	r.player.Play()
	r.page.SetNow(row)
	r.d.Bus.Trace("reading", "playing", row+1)
}

// slack forgives a position that lies a block of samples before where it was
// sought.
const slack = 60

// heardNow is the row that the sound is in.
func (r *Room) heardNow() int {
	at, list := r.player.PositionMillis()+slack, r.paper.Utterances
	n := sort.Search(len(list), func(i int) bool { return list[i].Start > at }) - 1
	return max(r.before()+n, 0)
}

func (r *Room) heard(e app.Event) {
	if _, ok := e.(app.PlaybackChanged); !ok || r.player == nil {
		return
	}
	if r.player.Playing() {
		r.page.SetNow(r.heardNow())
		return
	}
	r.page.SetNow(-1)
}
