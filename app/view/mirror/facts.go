package mirror

import (
	"cmp"
	"math"
	"slices"

	"fyne.io/fyne/v2"

	"barnrost/app/mirror"
	"barnrost/app/transcript"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Around a wait one hears the end of the question and the beginning of the
// answer; of a long turn its beginning is enough. Milliseconds.
const (
	askedBefore = 6_000
	answerAfter = 6_000
	turnAtMost  = 20_000
)

func (r *Room) card(objs ...fyne.CanvasObject) fyne.CanvasObject {
	return widget.Card(theme.Gap16, widget.Stack(theme.Gap12, objs...))
}

// wait is the longest silence that the child ended: the joy of the page.
func (r *Room) wait(f *mirror.Facts) fyne.CanvasObject {
	k := r.d.Kit
	w := f.Wait
	if w == nil {
		words := "mirror.wait.none"
		if f.By != mirror.ByTime {
			words = "mirror.wait.untimed"
		}
		return r.card(k.Title(r.t("mirror.wait")), k.Body(r.t(words)))
	}
	seconds := int(math.Round(float64(w.Len()) / 1000))
	objs := []fyne.CanvasObject{k.Title(r.t("mirror.wait")), k.Big(r.t("mirror.wait.was", "n", seconds)), k.Muted(r.t("mirror.wait.how"))}
	place := mirror.Place{From: max(w.Question, w.From-askedBefore), To: w.To + answerAfter}
	return r.card(append(objs, r.listen("wait", "mirror.wait.hear", &place)...)...)
}

// share is who had the room.
func (r *Room) share(f *mirror.Facts) fyne.CanvasObject {
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Title(r.t("mirror.share"))}
	if len(f.Shares) == 0 {
		return r.card(append(objs, k.Body(r.t("mirror.share.none")))...)
	}
	sentence := "mirror.share.was"
	if f.Part(transcript.Child) == 0 {
		sentence = "mirror.share.nochild"
	}
	percent := percents(f.Shares)
	objs = append(objs, k.Body(r.t(sentence, "child", percent[transcript.Child], "me", percent[transcript.Interviewer])))
	for _, s := range childFirst(f.Shares) {
		bar := widget.NewBar()
		bar.Set(float32(s.Part))
		objs = append(objs, widget.Stack(theme.Gap4, k.Line(r.t("mirror.part", "who", r.t("mirror.who."+string(s.Speaker)), "n", percent[s.Speaker])), bar))
	}
	if f.By == mirror.ByWords {
		objs = append(objs, k.Muted(r.t("mirror.share.words")))
	}
	if f.Backings > 0 {
		objs = append(objs, k.Muted(k.Text.N("mirror.share.backing", f.Backings)))
	}
	objs = append(objs, k.Muted(r.t("mirror.share.quote")))
	return r.card(append(objs, r.listen("share", "mirror.share.hear", f.Longest)...)...)
}

// childFirst puts the child's share before the others: the page is about
// listening.
func childFirst(shares []mirror.Share) []mirror.Share {
	list := slices.Clone(shares)
	slices.SortStableFunc(list, func(a, b mirror.Share) int {
		return cmp.Compare(rank(a.Speaker), rank(b.Speaker))
	})
	return list
}

func rank(s transcript.Speaker) int {
	if s == transcript.Child {
		return 0
	}
	return 1
}

// percents are whole, and make a hundred: what is left over from rounding down
// goes to those who lost most by it.
func percents(shares []mirror.Share) map[transcript.Speaker]int {
	out, left := map[transcript.Speaker]int{}, 100
	for _, s := range shares {
		out[s.Speaker] = int(s.Part * 100)
		left -= out[s.Speaker]
	}
	for ; left > 0 && len(shares) > 0; left-- {
		best, most := shares[0].Speaker, -1.0
		for _, s := range shares {
			if lost := s.Part*100 - float64(out[s.Speaker]); lost > most {
				best, most = s.Speaker, lost
			}
		}
		out[best]++
	}
	return out
}

// tempo is how fast the person talked, beside how fast they use to.
func (r *Room) tempo(f *mirror.Facts) fyne.CanvasObject {
	k := r.d.Kit
	objs := []fyne.CanvasObject{k.Title(r.t("mirror.tempo"))}
	t := f.Tempo
	switch {
	case t == nil && f.By == mirror.ByWords:
		return r.card(append(objs, k.Body(r.t("mirror.tempo.untimed")))...)
	case t == nil:
		return r.card(append(objs, k.Body(r.t("mirror.tempo.none")))...)
	case t.Speaking > 0:
		objs = append(objs,
			k.Body(r.t("mirror.tempo.was", "speaking", whole(t.Speaking), "paused", whole(t.WithPauses))),
			k.Muted(r.t("mirror.tempo.syllables", "n", k.Text.Decimal(t.Syllables, 1))))
	default:
		objs = append(objs, k.Body(r.t("mirror.tempo.paused", "paused", whole(t.WithPauses))))
	}
	if words := r.before(t); words != "" {
		objs = append(objs, k.Body(words))
	}
	return r.card(append(objs, r.listen("tempo", "mirror.tempo.hear", f.Mine)...)...)
}

// before compares with the person's own earlier interviews, like with like.
func (r *Room) before(now *mirror.Tempo) string {
	sum, n := 0.0, 0
	for _, f := range r.known.Earlier {
		if f.Tempo == nil {
			continue
		}
		x := f.Tempo.WithPauses
		if now.Speaking > 0 {
			x = f.Tempo.Speaking
		}
		if x > 0 {
			sum += x
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return r.d.Kit.Text.N("mirror.tempo.before", n, "words", whole(sum/float64(n)))
}

func whole(x float64) int { return int(math.Round(x)) }

// listen is a fact's button, nothing where there is nothing to hear.
func (r *Room) listen(id, words string, p *mirror.Place) []fyne.CanvasObject {
	if p == nil || !r.known.Sound {
		return nil
	}
	place := *p
	if id != "wait" {
		place.To = min(place.To, place.From+turnAtMost)
	}
	return []fyne.CanvasObject{widget.Row(r.ears.button(r, id, r.t(words), place))}
}
