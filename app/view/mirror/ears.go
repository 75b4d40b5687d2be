package mirror

import (
	"context"

	"barnrost/app"
	"barnrost/app/mirror"
	"barnrost/app/view/bus"
	"barnrost/app/view/widget"
)

// ears plays the places that the facts were found at, one at a time.
type ears struct {
	player  Player
	opening bool
	all     []*hearing
	now     *hearing // what plays, or waits for the sound to open
}

// hearing is one button and its place in the sound.
type hearing struct {
	*widget.Button
	id, words string
	place     mirror.Place
}

func (e *ears) button(r *Room, id, words string, p mirror.Place) *widget.Button {
	h := &hearing{id: id, words: words, place: p}
	h.Button = r.d.Kit.Button("mirror.hear."+id, words, func() { e.press(r, h) })
	e.all = append(e.all, h)
	return h.Button
}

// forget lets go of the buttons of a page that is made anew.
func (e *ears) forget() { e.all, e.now = nil, nil }

// first is the first button, nil without any.
func (e *ears) first() *widget.Button {
	if len(e.all) == 0 {
		return nil
	}
	return e.all[0].Button
}

// press plays a place, or pauses it.
func (e *ears) press(r *Room, h *hearing) {
	if e.now == h && e.player != nil {
		e.hush(r)
		return
	}
	e.now = h
	if e.player != nil {
		e.play(r)
		return
	}
	if e.opening {
		return
	}
	e.opening = true
	bus.Load(r.d.Bus, r.ctx, func(context.Context, bus.Progress) (Player, error) {
		// The sound is heard for as long as the room is open, not only for as
		// long as opening it takes.
		return r.d.Listen(r.ctx)
	}, nil, func(p Player, err error) { e.opened(r, p, err) })
}

func (e *ears) opened(r *Room, p Player, err error) {
	e.opening = false
	switch {
	case r.ctx.Err() != nil:
		if err == nil {
			end(r, p)
		}
	case err != nil:
		r.trouble = err
		r.show()
	default:
		e.player = p
		if e.now != nil {
			e.play(r)
		}
	}
}

func (e *ears) play(r *Room) {
	e.player.SeekMillis(e.now.place.From)
	e.player.Play()
	e.label(r)
	r.d.Bus.Trace("mirror", "playing", e.now.id)
}

// label writes on the button of what plays that pressing it pauses.
func (e *ears) label(r *Room) {
	for _, h := range e.all {
		if h == e.now {
			h.SetText(r.t("mirror.pause"))
		} else {
			h.SetText(h.words)
		}
	}
}

// follow ends the playing at the end of the place.
func (e *ears) follow(r *Room) {
	if e.player == nil || e.now == nil {
		return
	}
	switch err := e.player.Err(); {
	case !e.player.Playing() && err != nil:
		r.trouble = err
		r.show()
	case !e.player.Playing() || e.player.PositionMillis() >= e.now.place.To:
		e.hush(r)
	}
}

// hush pauses.
func (e *ears) hush(r *Room) {
	was := e.player != nil && e.player.Playing()
	e.now = nil
	e.label(r)
	if was {
		e.player.Pause()
		r.d.Bus.Trace("mirror", "paused")
	}
}

func (e *ears) close(r *Room) {
	if e.player != nil {
		end(r, e.player)
		e.player = nil
	}
}

// end closes a sound, which may take a while. It was only listened to, so that a
// failure loses nothing; it is told in the trace.
func end(r *Room, p Player) {
	b := r.d.Bus
	go func() {
		if err := p.Close(); err != nil {
			b.Trace("problem", string(app.CodeOf(err)))
		}
	}()
}
