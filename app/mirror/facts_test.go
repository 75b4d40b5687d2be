package mirror

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"barnrost/app/transcript"
)

const (
	me    = transcript.Interviewer
	child = transcript.Child
)

func u(s transcript.Speaker, start, end int64, text string) transcript.Utterance {
	return transcript.Utterance{ID: 1, Speaker: s, Start: start, End: end, Text: text}
}

func sounds(pairs ...int64) (l transcript.Stretches) {
	for i := 0; i < len(pairs); i += 2 {
		l = append(l, transcript.Stretch{From: pairs[i], To: pairs[i+1]})
	}
	return l
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func TestTheTalkIsSharedByTheTimeOfTheTurns(t *testing.T) {
	// 4 s + 2 s mine, 10 s the child's, 2 s of the interpreter, 1 + 1 s of two
	// others who count as one: 20 s in all.
	f := Look([]transcript.Utterance{
		u(me, 0, 4_000, "Vad gör du?"), u(child, 4_000, 14_000, "Jag gungar"), u(me, 14_000, 16_000, "Berätta mer"),
		u(transcript.Interpreter, 16_000, 18_000, "Ja du"), u(transcript.Other, 18_000, 19_000, "Hej hej"), u(transcript.Other3, 19_000, 20_000, "Hej då"),
	}, nil, 0, Options{})
	for s, want := range map[transcript.Speaker]float64{me: 0.3, child: 0.5, transcript.Interpreter: 0.1, transcript.Other: 0.1, transcript.Other3: 0} {
		if got := f.Part(s); !near(got, want) {
			t.Errorf("%s has %v, not %v", s, got, want)
		}
	}
	if f.By != ByTime || *f.Longest != (Place{4_000, 14_000}) || *f.Mine != (Place{0, 4_000}) {
		t.Errorf("%+v", f)
	}
}

func TestATurnWithoutAnEndEndsWithTheLastSoundBeforeTheNext(t *testing.T) {
	// The question was marked half a second early; it sounds from 1.0 to 3.0 s, and
	// the answer, marked at 9.6, from 10.0 to 12.0.
	list := []transcript.Utterance{u(me, 500, 0, "Vad tycker du?"), u(child, 9_600, 0, "Det var bra")}
	turns := Turns(list, sounds(1_000, 3_000, 10_000, 12_000), 20_000)
	if turns[0].From != 1_000 || turns[0].To != 3_000 || turns[1].From != 10_000 || turns[1].To != 12_000 {
		t.Errorf("%+v", turns)
	}
	// Without the sound, the question would end by its letters: 14 of them.
	if blind := Turns(list, nil, 20_000); blind[0].To != 500+5_000+14*250 {
		t.Errorf("%+v", blind)
	}
}

func TestTheLongestWaitIsTheOneThatAChildAnswered(t *testing.T) {
	for name, c := range map[string]struct {
		list   []transcript.Utterance
		speech transcript.Stretches
		want   *Wait
	}{
		"seven seconds": {
			[]transcript.Utterance{u(me, 0, 0, "Hur var det?"), u(child, 9_000, 0, "Läskigt")}, sounds(0, 2_000, 9_000, 10_000), &Wait{0, 2_000, 9_000}},
		"the longer of two, the second ended by me": {
			[]transcript.Utterance{u(me, 0, 0, "Hur var det?"), u(child, 5_000, 0, "Läskigt"), u(me, 7_000, 0, "Och sen?"), u(me, 20_000, 0, "Vi tar nästa")},
			sounds(0, 2_000, 5_000, 6_000, 7_000, 8_000, 20_000, 21_000), &Wait{0, 2_000, 5_000}},
		"somebody between": {
			[]transcript.Utterance{u(me, 0, 0, "Hur var det?"), u(transcript.Interpreter, 5_000, 0, "Hur då"), u(child, 12_000, 0, "Läskigt")},
			sounds(0, 2_000, 5_000, 6_000, 12_000, 13_000), nil},
		"a sound in the silence": {
			[]transcript.Utterance{u(me, 0, 0, "Hur var det?"), u(child, 9_000, 0, "Läskigt")}, sounds(0, 2_000, 6_000, 6_500, 9_000, 10_000), &Wait{0, 6_500, 9_000}},
		"mm asks nothing": {
			[]transcript.Utterance{u(me, 0, 0, "Mm."), u(child, 9_000, 0, "Läskigt")}, sounds(0, 1_000, 9_000, 10_000), nil},
		"too short to tell of": {
			[]transcript.Utterance{u(me, 0, 0, "Hur var det?"), u(child, 3_000, 0, "Läskigt")}, sounds(0, 2_000, 3_000, 4_000), nil},
		"a nod is no answer that is heard": {
			[]transcript.Utterance{u(me, 0, 0, "Hur var det?"), u(child, 9_000, 0, "[nickar]")}, sounds(0, 2_000), nil},
		"no sound, times known": {
			[]transcript.Utterance{u(me, 0, 2_000, "Hur var det?"), u(child, 6_000, 7_000, "Läskigt")}, nil, &Wait{0, 2_000, 6_000}},
		"no sound, somebody still talking": {
			[]transcript.Utterance{u(transcript.Other, 0, 5_000, "Fika nu"), u(me, 1_000, 2_000, "Hur var det?"), u(child, 6_000, 7_000, "Läskigt")}, nil, nil},
		"no sound, end unknown": {
			[]transcript.Utterance{u(me, 0, 0, "Hur var det?"), u(child, 60_000, 0, "Läskigt")}, nil, nil},
		"overlapping": {
			[]transcript.Utterance{u(me, 0, 8_000, "Hur var det?"), u(child, 6_000, 7_000, "Läskigt")}, nil, nil},
		"no child": {[]transcript.Utterance{u(me, 0, 0, "Hur var det?"), u(me, 9_000, 0, "Hallå?")}, sounds(0, 2_000, 9_000, 10_000), nil},
	} {
		got := Look(c.list, c.speech, 30_000, Options{}).Wait
		if (got == nil) != (c.want == nil) || got != nil && *got != *c.want {
			t.Errorf("%s: %+v, not %+v", name, got, c.want)
		}
	}
}

func TestMyTempoIsCountedWithAndWithoutThePauses(t *testing.T) {
	// 24 words of two syllables in 20 s, of which 12 s sound: 72 words a minute with
	// the pauses, 120 without, 4 syllables a second. The child's own is not counted.
	text := strings.TrimSpace(strings.Repeat("mamma ", 24))
	list := []transcript.Utterance{u(me, 0, 20_000, text), u(child, 20_000, 21_000, strings.Repeat("ja ", 300))}
	got := Look(list, sounds(0, 6_000, 14_000, 20_000, 20_000, 21_000), 30_000, Options{}).Tempo
	if got == nil || !near(got.WithPauses, 72) || !near(got.Speaking, 120) || !near(got.Syllables, 4) {
		t.Errorf("%+v", got)
	}
	if silent := Look(list, nil, 30_000, Options{}).Tempo; silent == nil || silent.Speaking != 0 || !near(silent.WithPauses, 72) {
		t.Errorf("without sound %+v", silent)
	}
	if little := Look([]transcript.Utterance{u(me, 0, 20_000, "Hej på dig")}, nil, 30_000, Options{}).Tempo; little != nil {
		t.Errorf("three words make a tempo: %+v", little)
	}
}

func TestTheMarkTellsWhetherTheTextWasChanged(t *testing.T) {
	list := []transcript.Utterance{u(me, 0, 4_000, "Vad gör du?"), u(child, 4_000, 0, "Gungar")}
	was := Look(list, nil, 9_000, Options{}).Text
	if was == "" || was != Mark(list) {
		t.Errorf("%q is not the mark of the same text", was)
	}
	for i, change := range []func(){func() { list[1].Text += "!" }, func() { list[0].Start++ }, func() { list[0].Speaker = child }, func() { list = list[:1] }} {
		before := Mark(list)
		if change(); Mark(list) == before {
			t.Errorf("change %d is not seen", i)
		}
	}
}

func TestSyllablesAreGroupsOfVowels(t *testing.T) {
	for text, want := range map[string]int{"": 0, "mm": 0, "socialsekreterare": 7, "Hur går det i skolan?": 6, "ö": 1, "ja [skrattar] ja": 2, "ja [skra": 1} {
		if got := Syllables(text); got != want {
			t.Errorf("%q has %d, not %d", text, got, want)
		}
	}
}

func TestBackingIsLeftOutOfTheShareUnlessItIsAskedFor(t *testing.T) {
	list := []transcript.Utterance{u(me, 0, 1_000, "Mm, okej."), u(child, 1_000, 3_000, "Mm"), u(me, 3_000, 5_000, "Berätta")}
	f := Look(list, nil, 0, Options{})
	if f.Backings != 1 || !near(f.Part(me), 0.5) || !near(f.Part(child), 0.5) { // a child's mm is an answer
		t.Errorf("%+v", f)
	}
	if f = Look(list, nil, 0, Options{CountBacking: true}); f.Backings != 0 || !near(f.Part(me), 0.6) {
		t.Errorf("counted: %+v", f)
	}
}

func TestWithoutTimesTheWordsAreCountedAndThatIsSaid(t *testing.T) {
	list := []transcript.Utterance{u(me, 0, 0, "Vad gör du"), u(child, 0, 0, "gungar"), u(me, 0, 0, "Berätta")}
	for name, f := range map[string]Facts{
		"a sound, no times": Look(list, sounds(0, 9_000), 9_000, Options{}),
		"times, no ends":    Look([]transcript.Utterance{u(me, 0, 0, "Vad gör du"), u(child, 2_000, 0, "gungar"), u(me, 4_000, 0, "Berätta")}, nil, 0, Options{}),
	} {
		if f.By != ByWords || !near(f.Part(me), 0.8) || !near(f.Part(child), 0.2) || f.Tempo != nil || f.Wait != nil || f.Longest != nil {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestNothingIsSaidOfNothing(t *testing.T) {
	for _, list := range [][]transcript.Utterance{nil, {u(me, 0, 0, "")}, {u(child, 0, 9_000, "[paus 5 s]")}} {
		if f := Look(list, nil, 60_000, Options{}); f.By != ByNone || f.Shares != nil || f.Tempo != nil || f.Wait != nil {
			t.Errorf("%v: %+v", list, f)
		}
	}
	if f := Look([]transcript.Utterance{u(child, 0, 0, "Hej")}, sounds(0, 500), 60_000, Options{}); !near(f.Part(child), 1) {
		t.Errorf("one turn: %+v", f)
	}
}

// TestWhateverWasTypedTheFactsCanBe: the shares make a whole, no wait holds
// speech, and every figure passes the check that reading them makes.
func TestWhateverWasTypedTheFactsCanBe(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 1))
	texts := []string{"", "mm", "[nickar]", "Vad tyckte du om det?", "ja", strings.Repeat("ord ", 60)}
	waits := 0
	for range 10_000 {
		var list []transcript.Utterance
		for range r.IntN(12) {
			x := u(transcript.Speakers[r.IntN(8)], r.Int64N(60_000), 0, texts[r.IntN(len(texts))])
			if r.IntN(2) == 0 {
				x.End = x.Start + r.Int64N(20_000)
			}
			list = append(list, x)
		}
		var pieces []transcript.Stretch
		for range r.IntN(12) {
			from := r.Int64N(60_000)
			pieces = append(pieces, transcript.Stretch{From: from, To: from + 1 + r.Int64N(9_000)})
		}
		speech := transcript.Tidy(pieces)
		f := Look(list, speech, int64(r.IntN(2))*70_000, Options{CountBacking: r.IntN(2) == 0})
		if err := f.Check(); err != nil {
			t.Fatalf("%+v of %+v", f, list)
		}
		sum := 0.0
		for _, s := range f.Shares {
			sum += s.Part
		}
		if len(f.Shares) > 0 && math.Abs(sum-1) > 1e-6 {
			t.Fatalf("the shares make %v", sum)
		}
		if w := f.Wait; w != nil {
			waits++
			if heard := speech.In(transcript.Stretch{From: w.From, To: w.To}); len(heard) > 0 && speech.In(transcript.Stretch{From: w.Question, To: w.To}).Total() > 0 {
				t.Fatalf("somebody is heard in %+v: %v", *w, heard)
			}
		}
	}
	if waits < 20 {
		t.Errorf("only %d waits were looked at", waits)
	}
	for _, bad := range []Facts{{By: "x"}, {Wait: &Wait{0, 5, 5}}, {Longest: &Place{-1, 2}}, {Shares: []Share{{me, 1, math.NaN()}}}, {Shares: []Share{{"x", 1, 1}}}} { // the control
		if bad.Check() == nil {
			t.Errorf("%+v passes", bad)
		}
	}
}
