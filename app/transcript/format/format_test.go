package format

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"barnrost/app/transcript"
)

var words = map[transcript.Speaker]string{
	transcript.Interviewer: "Intervjuare", transcript.Child: "Barn", transcript.Interpreter: "Tolk", transcript.Other: "Annan",
}

func word(s transcript.Speaker) string { return words[s] }

// hard are stretches of text that forms have signs of their own for.
var hard = []string{
	"hej", "å ä ö é", "ja, precis", "👩‍👩‍👧 och 😀", "e\u0301", `{\rtf1 \par}`, "<b>&amp;</b>", "a --> b", "[nickar]", "#nej#", "\"citat\"", "x\ty", "\\'e5",
	"rad ett\nrad två", "före\n\nefter", "5 < 6 & 7 > 3", "[0:00:05] sade hen", "&#9;&lt;", "\u00a0-", "…", "kl. 10:30", "Sak: en till", "{\\an8}", "</v>", "&nbsp;",
}

func paper(r *rand.Rand, n int) transcript.Paper {
	p := transcript.Paper{Title: "TALL-27", Label: "Inte avidentifierad", Speaker: word}
	at := int64(0)
	speakers := transcript.Speakers[:4]
	for i := range n {
		text := "Nu "
		for range 1 + r.IntN(4) {
			text += hard[r.IntN(len(hard))] + " "
		}
		at += 1 + r.Int64N(20_000)
		u := transcript.Utterance{ID: uint64(i + 1), Speaker: speakers[r.IntN(4)], Start: at, Text: text + "slut."}
		at += 1 + r.Int64N(20_000)
		u.End = at
		p.Utterances = append(p.Utterances, u)
	}
	return p
}

// written reads back what is written, with the speakers' words known.
func written(t *testing.T, k Kind, p transcript.Paper, o Options) (Draft, []transcript.Utterance) {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, k, p, o); err != nil {
		t.Fatal(err)
	}
	d, err := Read(b.Bytes(), "fil."+string(k))
	if err != nil {
		t.Fatalf("%s: %v", k, err)
	}
	who := map[string]transcript.Speaker{}
	for s, w := range words {
		who[w] = s
	}
	return d, d.Utterances(who, transcript.Child)
}

func TestEveryFormKeepsWhatTheTableSaysLetterForLetter(t *testing.T) {
	for _, k := range Kinds {
		t.Run(string(k), func(t *testing.T) {
			for seed := range uint64(150) {
				p := paper(rand.New(rand.NewPCG(seed, 1)), 1+int(seed%9))
				if k == SRT {
					for i := range p.Utterances {
						p.Utterances[i].Text = strings.NewReplacer("<b>", "(", "</b>", ")", `{\an8}`, "", `{\rtf1 \par}`, "").Replace(p.Utterances[i].Text)
					}
				}
				d, got := written(t, k, p, Options{Times: true, Speakers: true})
				if d.Kind != k {
					t.Fatalf("it was taken for %s", d.Kind)
				}
				if len(got) != len(p.Utterances) {
					t.Fatalf("seed %d: %d utterances of %d", seed, len(got), len(p.Utterances))
				}
				for i, want := range p.Utterances {
					switch k {
					case RTF:
						want.Start, want.End = (want.Start+50)/100*100, (want.End+50)/100*100
					case OTR:
						want.End = 0
					}
					if got[i] != want {
						t.Fatalf("seed %d: utterance %d is\n%+q\nnot\n%+q", seed, i, fmt.Sprint(got[i]), fmt.Sprint(want))
					}
				}
			}
		})
	}
}

func TestWhatAFormCannotHoldIsCountedBeforeItIsWritten(t *testing.T) {
	p := paper(rand.New(rand.NewPCG(1, 1)), 3)
	p.Utterances[1].End, p.Utterances[0].Start = 0, 40
	for _, c := range []struct {
		k    Kind
		o    Options
		want Left
	}{
		{TXT, Options{Times: true, Speakers: true}, Left{LostSpeaker: 3}},
		{VTT, Options{Times: true, Speakers: true}, Left{LostGuess: 1}},
		{OTR, Options{Times: true, Speakers: true}, Left{LostEnd: 2, LostSpeaker: 3}},
		{TXT, Options{}, Left{LostTimes: 3, LostNobody: 3}},
	} {
		if got := Leaves(c.k, p, c.o); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s %+v leaves %v, not %v", c.k, c.o, got, c.want)
		}
	}
}

func TestMarkersThatStandInTheTextAreNotWrittenTwice(t *testing.T) {
	p := transcript.Paper{Speaker: word, Utterances: []transcript.Utterance{
		{ID: 1, Speaker: transcript.Child, Start: 1000, Text: "ja [nickar]"}, {ID: 2, Speaker: transcript.Child, Start: 9000, Text: "nej"}},
		Marks: []transcript.Mark{{Kind: "nod", At: 1500}, {Kind: "nod", At: 20_000}}, Mark: func(transcript.Mark) string { return "nickar" }}
	var b bytes.Buffer
	if err := Write(&b, TXT, p, Options{Speakers: true, Marks: true}); err != nil {
		t.Fatal(err)
	}
	if want := "Barn: ja [nickar]\r\nBarn: nej [nickar]\r\n"; b.String() != want {
		t.Errorf("%q, not %q", b.String(), want)
	}
}

// said writes turns shortly, for tables.
func shown(turns []Turn) string {
	var b strings.Builder
	for _, t := range turns {
		if t.Timed {
			fmt.Fprintf(&b, "%d-%d ", t.Start, t.End)
		}
		if t.Name != "" {
			b.WriteString(t.Name + "|")
		}
		b.WriteString(t.Text + "¶")
	}
	return b.String()
}

func TestEveryUsualFormOfTimeIsRead(t *testing.T) {
	for in, want := range map[string]string{
		"[00:12:34] Barn: hej":                     "754000-0 Barn|hej¶",
		"00:12:34 Barn: hej":                       "754000-0 Barn|hej¶",
		"00:12:34\tBarn:\thej":                     "754000-0 Barn|hej¶",
		"(12:34) hej":                              "754000-0 hej¶",
		"#00:12:34-5# I: hej":                      "754500-0 I|hej¶",
		"[00:12:34.567] hej":                       "754567-0 hej¶",
		"{00:12:34} hej":                           "754000-0 hej¶",
		"[00:00.000 --> 00:04.250]  hej":           "0-4250 hej¶",
		"Barn: [0:01:02] hej":                      "62000-0 Barn|hej¶",
		"[01:02] hej\nmer\n[01:05] då":             "62000-0 hej\nmer¶65000-0 då¶",
		"Hej där #00:00:05-3#\nJa #00:00:07-0#":    "0-5300 Hej där¶5300-7000 Ja¶",
		"Rubrik\n12 mars\n\nI: hej\nB: ja\n\nI: o": "I|hej¶B|ja¶I|o¶",
		"10:30 gick vi hem":                        "10:30 gick vi hem¶",
		"0:01 a\n0:02 b\n0:03 c":                   "1000-0 a¶2000-0 b¶3000-0 c¶",
		"stycke ett\nrad två\n\nstycke två":        "stycke ett\nrad två¶stycke två¶",
		"Barn- ja\nSocialsekreterare- berätta":     "Barn|ja¶Socialsekreterare|berätta¶",
		"[00:75:00] hej":                           "[00:75:00] hej¶",
		"[00:00:01:15] a\n[00:00:02:29] b":         "1500-0 a¶2966-0 b¶",
		"[00:00:01.15] a":                          "1150-0 a¶",
	} {
		d, err := Read([]byte(in), "x.txt")
		if err != nil {
			t.Errorf("%q: %v", in, err)
		} else if got := shown(d.Turns); got != want {
			t.Errorf("%q is read as %q, not %q", in, got, want)
		}
	}
}

func TestInqScribesPicturesAreToldFromHundredths(t *testing.T) {
	var film, clock string
	for i := range 8 {
		film += fmt.Sprintf("[00:00:%02d.%02d] a\n", i, i*3)
		clock += fmt.Sprintf("[00:00:%02d.%02d] a\n", i, i*12)
	}
	d, err := Read([]byte(film), "a.txt")
	if err != nil || d.Turns[5].Start != 5500 || d.Left[LostFrames] != 1 {
		t.Errorf("pictures: %v %v %v", d.Turns, d.Left, err)
	}
	if d, err = Read([]byte(clock), "a.txt"); err != nil || d.Turns[5].Start != 5600 || d.Left[LostFrames] != 0 {
		t.Errorf("hundredths: %v %v %v", d.Turns, d.Left, err)
	}
}

func TestEveryUsualEncodingIsRead(t *testing.T) {
	const want = "Barn: å ä ö é – hej"
	utf16le, utf16be := []byte{0xFF, 0xFE}, []byte{0xFE, 0xFF}
	for _, r := range want {
		utf16le = append(utf16le, byte(r), byte(r>>8))
		utf16be = append(utf16be, byte(r>>8), byte(r))
	}
	for what, b := range map[string][]byte{
		"UTF-8": []byte(want), "with a mark": []byte("\uFEFF" + want), "UTF-16LE": utf16le, "UTF-16BE": utf16be,
		"Windows-1252": []byte("Barn: \xe5 \xe4 \xf6 \xe9 \x96 hej"), "CR": []byte(want + "\r"), "CRLF": []byte(want + "\r\n"),
	} {
		d, err := Read(b, "a.txt")
		if err != nil || len(d.Turns) != 1 || d.Turns[0].Text != "å ä ö é – hej" {
			t.Errorf("%s: %+v %v", what, d.Turns, err)
		}
	}
}
