package transcript

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func TestANameIsOneStepThatUndoTakesBack(t *testing.T) {
	d := New()
	id := first(t, d, Child)
	typeKeys(t, d, id, "hej", noon)
	for _, name := range []string{"Mamma", "Mormor", "Mormor"} {
		if err := d.SetName(Other, " "+name+"\n "); err != nil {
			t.Fatal(err)
		}
	}
	if d.Names().Of(Other) != "Mormor" || d.Names().Of(Child) != "" {
		t.Fatalf("names %q", d.Names())
	}
	if caret, ok := d.Undo(); !ok || caret != (Place{}) || d.Names().Of(Other) != "Mamma" {
		t.Errorf("undo: %v %v %q", caret, ok, d.Names())
	}
	d.Undo()
	if d.Names() != (Names{}) || d.At(0).Text != "hej" {
		t.Errorf("undo twice: %q, %q", d.Names(), d.At(0).Text)
	}
	d.Redo()
	if d.Names().Of(Other) != "Mamma" {
		t.Errorf("redo: %q", d.Names())
	}
	if d.SetName("nobody", "Mamma") == nil {
		t.Error("somebody who does not exist was named")
	}
}

func TestNamesSurviveAPowerCut(t *testing.T) {
	d := New()
	first(t, d, Other5)
	if err := d.SetName(Other5, "Tolk på telefon"); err != nil {
		t.Fatal(err)
	}
	row, _ := d.TakeRow()
	fresh, err := Load(nil, [][]byte{row.Encode()})
	if err != nil {
		t.Fatal(err)
	}
	same(t, "rows", d, fresh)
	if fresh, err = Load(d.Snapshot(), nil); err != nil {
		t.Fatal(err)
	}
	same(t, "snapshot", d, fresh)
	whole := row.Encode()
	saved, _ := Salvage(nil, [][]byte{{1, 0xff}, whole})
	if saved.Names().Of(Other5) != "Tolk på telefon" {
		t.Errorf("salvaged: %q", saved.Names())
	}
}

// A text that uses nothing new is written as before: an older program reads it.
// One that does says so in its first byte: an older program then says that it
// is too old, not that the text is damaged.
func TestOnlyWhatNeedsTheSecondFormatIsWrittenInIt(t *testing.T) {
	old, named, eighth := New(), New(), New()
	first(t, old, Other)
	first(t, named, Other)
	first(t, eighth, Other5)
	if err := named.SetName(Child, "Barn 1"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		d    *Document
		want byte
	}{{old, format}, {named, format2}, {eighth, format2}} {
		row, _ := c.d.TakeRow()
		if r, s := row.Encode()[0], c.d.Snapshot()[0]; r != c.want || s != c.want {
			t.Errorf("row %d, snapshot %d, want %d", r, s, c.want)
		}
		b, err := JSON(Paper{Utterances: c.d.Utterances(), Names: c.d.Names()})
		if err != nil || !bytes.Contains(b, []byte{'"', 'f', 'o', 'r', 'm', 'a', 't', '"', ':', ' ', '0' + c.want}) {
			t.Errorf("JSON of format %d: %s %v", c.want, b, err)
		}
		p, err := ParseJSON(b)
		if err != nil || p.Names != c.d.Names() {
			t.Errorf("read back: %q %v", p.Names, err)
		}
	}
	// The control: the wrong format for what is in it is refused.
	for _, d := range []*Document{old, named} {
		b := d.Snapshot()
		b[0] = format + format2 - b[0]
		if _, err := Load(b, nil); !errors.Is(err, ErrDamaged) {
			t.Errorf("format %d: %v", b[0], err)
		}
	}
}

// Marks of the guide's questions stand in a form of their own, so that a program
// from before the guide says that it is too old.
func TestOnlyMarksOfTheGuideNeedTheThirdForm(t *testing.T) {
	d := New()
	first(t, d, Child)
	for _, c := range []struct {
		mark Mark
		want string
	}{
		{Mark{Kind: "nickar", At: 5}, `"format": 1`},
		{Mark{Kind: "fraga", At: 5, Code: "K2"}, `"format": 3`},
		{Mark{Kind: "gubbe", At: 5, Code: "D1", Value: 3}, `"format": 3`},
		{Mark{Kind: "vill-pausa", At: 5}, `"format": 3`},
	} {
		b, err := JSON(Paper{Utterances: d.Utterances(), Marks: []Mark{c.mark}})
		if err != nil || !bytes.Contains(b, []byte(c.want)) {
			t.Errorf("%v: %s %v", c.mark, b, err)
		}
		p, err := ParseJSON(b)
		if err != nil || len(p.Marks) != 1 || p.Marks[0] != c.mark {
			t.Errorf("read back: %v %v", p.Marks, err)
		}
		other := bytes.Replace(b, []byte(c.want), []byte(`"format": 2`), 1)
		if _, err := ParseJSON(other); !errors.Is(err, ErrNotATranscript) {
			t.Errorf("%v in form 2: %v", c.mark, err)
		}
	}
}

func TestANameIsShortAndOneLine(t *testing.T) {
	for in, want := range map[string]string{
		"": "", " \t": "", "Mamma": "Mamma", "  Mamma  \r\n och pappa ": "Mamma och pappa",
		strings.Repeat("å", 31): strings.Repeat("å", 30), strings.Repeat("a", 29) + " b": strings.Repeat("a", 29),
	} {
		if got := CleanName(in); got != want || CleanName(got) != got {
			t.Errorf("%q became %q", in, got)
		}
	}
}

func TestARenderingUsesTheNames(t *testing.T) {
	p := paper()
	p.Names = p.Names.With(Child, "Storasyster <3>")
	page, err := HTML(p)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(Text(p)), " Storasyster <3>: ") || !strings.Contains(string(page), "Storasyster &lt;3&gt;:") {
		t.Errorf("%s\n%s", Text(p), page)
	}
}

func TestNamesInJSONAreReadStrictly(t *testing.T) {
	const good = `{"format":2,"title":"","names":[{"speaker":"child","name":"B"}],"utterances":[],"marks":[]}`
	if _, err := ParseJSON([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{
		strings.Replace(good, `"B"`, `""`, 1), strings.Replace(good, `"B"`, `" B"`, 1), strings.Replace(good, "child", "x", 1),
		strings.Replace(good, `"format":2`, `"format":1`, 1), strings.Replace(good, `"name":"B"}`, `"name":"B"},{"speaker":"child","name":"C"}`, 1),
		strings.Replace(good, `{"speaker":"child","name":"B"}`, "", 1),
	} {
		if _, err := ParseJSON([]byte(bad)); !errors.Is(err, ErrNotATranscript) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
