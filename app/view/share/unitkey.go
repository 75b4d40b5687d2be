package share

import (
	"context"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/handover"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// KeyHolders tells who holds the unit's key; both only read memory.
type KeyHolders interface {
	// Holders lists those it was handed to from here, the latest first.
	Holders() ([]app.Holder, error)
	// Origin is how it came here: nil where it was made here, CodeNotFound where
	// it is not.
	Origin() (*app.KeyOrigin, error)
}

// takenKey is the unit's key that was accepted just now.
type takenKey struct{ unit, sender, receipt string }

func (r *Unit) readHolders(h *have) (err error) {
	if h.holders, err = r.d.Key.Holders(); err != nil {
		return err
	}
	h.origin, err = r.d.Key.Origin()
	if app.CodeOf(err) == app.CodeNotFound {
		return nil
	}
	return err
}

// offerKey asks about the unit's key that a bundle brought. Nothing of it is
// stored yet; a question that is left unanswered was answered no.
func (r *Unit) offerKey(key *handover.OfferedKey) {
	r.d.Bus.Trace("key", "offered")
	if r.ctx.Err() != nil {
		return // the room is gone: the bundle can be opened again
	}
	r.offered = key
	r.tell(newsReceive, nil)
	r.focus("unit.takekey.yes")
}

// keyQuestion shows whose key came, from whom, and the words to compare; and
// after the yes the receipt code.
func (r *Unit) keyQuestion() []fyne.CanvasObject {
	k := r.d.Kit
	switch {
	case r.taken != nil:
		return []fyne.CanvasObject{
			k.Notice(widget.KindGood, r.t("unit.takekey.done", "unit", r.taken.unit)),
			k.Body(r.t("unit.arrived.receipt", "name", r.taken.sender)),
			k.Big(r.taken.receipt),
		}
	case r.offered == nil:
		return nil
	}
	o := r.offered
	what := "unit.takekey." + string(o.Variant)
	if o.Variant == app.SecondHolder && o.Signing {
		what += ".invites"
	}
	return []fyne.CanvasObject{widget.Stack(theme.Gap12,
		k.Title(r.t("unit.takekey", "name", o.Sender, "unit", o.Unit.Name)),
		k.Body(r.t(what)),
		k.Body(r.t("unit.takekey.compare", "name", o.Sender)),
		k.Big(words(o.Unit.Words)),
		widget.Row(
			k.Primary("unit.takekey.yes", r.t("unit.takekey.yes"), r.takeKey),
			k.Button("unit.takekey.no", r.t("unit.takekey.no"), func() {
				r.offered = nil
				r.tell(newsReceive, k.Notice(widget.KindAttention, r.t("unit.takekey.left")))
				r.focus("unit.receive")
			})))}
}

func (r *Unit) takeKey() {
	key := r.offered
	r.offered = nil
	var receipt string
	r.do(newsReceive, func(ctx context.Context) (err error) {
		receipt, err = r.d.Post.AcceptKey(ctx, key)
		return err
	}, func() {
		r.d.Bus.Trace("key", "taken")
		r.taken = &takenKey{key.Unit.Name, key.Sender, receipt}
		r.tell(newsReceive, nil)
		r.load()
		r.focus("unit.receive")
	})
}

// holderLines says where else the unit's key is: name, what they may, date.
func (r *Unit) holderLines() []fyne.CanvasObject {
	k := r.d.Kit
	var objs []fyne.CanvasObject
	if o := r.have.origin; o != nil {
		key := "holders.origin.paper"
		if o.From != "" {
			key = "holders.origin"
		}
		objs = append(objs, k.Muted(r.t(key, "name", o.From, "date", k.Text.Date(o.At))))
	}
	for _, h := range r.have.holders {
		key := "holders.line." + string(h.Variant)
		if h.Proven.IsZero() {
			key += ".waits"
		}
		objs = append(objs, k.Body(r.t(key, "name", h.Name, "date", k.Text.Date(h.At))))
	}
	if len(objs) == 0 {
		return nil
	}
	return []fyne.CanvasObject{widget.Stack(theme.Gap4, objs...)}
}

func (r *Unit) holdersButton() fyne.CanvasObject {
	return r.d.Kit.Button("unit.holders", r.t("unit.holders"), r.d.Holders)
}

func (r *Unit) toHolders() fyne.CanvasObject { return widget.Row(r.holdersButton()) }
