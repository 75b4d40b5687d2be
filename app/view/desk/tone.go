package desk

import "barnrost/app/view/widget"

// toneChoice is what may be done to the sound as it is played.
type toneChoice struct {
	r         *Room
	lift, cut *widget.Check
}

func newToneChoice(s *side) *toneChoice {
	c := &toneChoice{r: s.r}
	act := func(do func(Sound, bool)) func(bool) {
		return func(on bool) {
			if s.r.m.Sound != nil {
				do(s.r.m.Sound, on)
				s.r.refreshSound()
			}
		}
	}
	c.lift = s.kit.Check("desk.tone.lift", s.r.t("desk.tone.lift"), act(Sound.SetLift))
	c.cut = s.kit.Check("desk.tone.rumble", s.r.t("desk.tone.rumble"), act(Sound.CutRumble))
	if s.r.m.Sound != nil {
		s.add("tone", s.r.t("desk.tone"), false, c.lift, c.cut, s.kit.Muted(s.r.t("desk.tone.only")))
	}
	return c
}

// refresh shows what is on, which a key may have changed.
func (c *toneChoice) refresh(s Sound) {
	c.lift.SetChecked(s.Lifts())
	c.cut.SetChecked(s.CutsRumble())
}
