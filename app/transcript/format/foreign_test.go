package format

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/transcript"
)

// docxOf packs a document's XML as Word does.
func docxOf(t testing.TB, body string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create("word/document.xml")
	if err == nil {
		_, err = f.Write([]byte(body))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const f4File = `{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}{\f1 {\*\falt x}Times;}}{\colortbl;\red0;}{\*\generator f4;}` +
	`\uc1\pard\f0\fs20 I: Hur \b m\'e5r\b0  du? #00:00:05-2#\par` + "\n" +
	`B: Bra \u8211\'96 tror jag \u-10179?\u-8704? #00:00:09-8#\par {\pict\bin4 }}{{} {\footnote dold}I: Bra.\line Verkligen? #00:00:12-0#\par}`

func TestFilesOfOtherProgramsAreReadAndWhatIsLostIsCounted(t *testing.T) {
	for _, c := range []struct {
		name string
		b    []byte
		want string
		left Left
	}{
		{"f4.rtf", []byte(f4File), "0-5200 I|Hur mår du?¶5200-9800 B|Bra – tror jag 😀¶9800-12000 I|Bra.\nVerkligen?¶",
			Left{LostStyle: 1, LostPicture: 1, LostNote: 1}},
		{"o.otr", []byte(`{"text":"<p><span class=\"timestamp\" contenteditable=\"false\" data-timestamp=\"12.3456\">00:12</span> Barn: <b>hej</b>&nbsp;du<br /></p><p>mer</p>","media":"a.mp3","media-time":12.5}`),
			"12346-0 Barn|hej\u00a0du\nmer¶", Left{LostStyle: 1}},
		{"v.vtt", []byte("WEBVTT\n\nSTYLE\n::cue{}\n\nNOTE hej\n\nintro\n00:01.000 --> 00:02.500 align:start\n<v.loud Barn>Hej <i>du</i> &amp; jag</v>\n<v Mamma>Ja\n"),
			"1000-2500 Barn|Hej du & jag¶1000-2500 Mamma|Ja¶", Left{LostStyle: 1, LostNote: 1, LostPlace: 1}},
		{"s.srt", []byte("\uFEFF1\r\n00:00:01,000 --> 00:00:02,000\r\nBarn: <i>hej</i> a --> b\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n{\\an8}ja <3\r\n"),
			"1000-2000 Barn|hej a --> b¶3000-4000 ja <3¶", Left{LostStyle: 2}},
		{"w.docx", docxOf(t, `<w:document xmlns:w="x"><w:body><w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Rubrik</w:t></w:r></w:p>`+
			`<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>I: </w:t></w:r><w:r><w:t xml:space="preserve">hej &amp; du</w:t><w:br/><w:t>mer</w:t></w:r></w:p>`+
			`<w:p><w:r><w:drawing/><w:t>B: ja</w:t></w:r><w:del><w:r><w:delText>nej</w:delText></w:r></w:del></w:p></w:body></w:document>`),
			"I|hej & du\nmer¶B|ja¶", Left{LostHeading: 1, LostStyle: 1, LostPicture: 1, LostDeleted: 1}},
		{"t.docx", docxOf(t, `<w:document><w:body><w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p><w:r><w:t>Tid</w:t></w:r></w:p></w:tc></w:tr>`+
			`<w:tr><w:tc><w:p><w:r><w:t>00:01:02</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Barn</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>hej</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>`),
			"62000-0 Barn|hej¶", Left{}},
	} {
		d, err := Read(c.b, c.name)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := shown(d.Turns); got != c.want {
			t.Errorf("%s is read as\n%q, not\n%q", c.name, got, c.want)
		}
		for k, n := range c.left {
			if d.Left[k] != n {
				t.Errorf("%s: %s is counted %d times, not %d", c.name, k, d.Left[k], n)
			}
		}
		if len(d.Left) != len(c.left) {
			t.Errorf("%s: lost is %v, not %v", c.name, d.Left, c.left)
		}
	}
}

func TestWhatIsNoTranscriptIsRefusedInWords(t *testing.T) {
	bomb := docxOf(t, "<w:document>"+strings.Repeat(" ", maxUnpacked+10)+"</w:document>")
	for what, c := range map[string]struct {
		b    []byte
		name string
		want app.Code
	}{
		"a picture":          {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), "a.txt", app.CodeNotATranscript},
		"an archive":         {docxOf(t, "<w:document>")[:60], "a.docx", app.CodeNotATranscript},
		"a cut document":     {docxOf(t, "<w:document><w:body><w:p>"), "a.docx", app.CodeNotATranscript},
		"a bomb":             {bomb, "a.docx", app.CodeTranscriptLarge},
		"an endless line":    {[]byte("I: a\n" + strings.Repeat(strings.Repeat("a", 99)+"\n", 190_000)), "a.txt", app.CodeTranscriptLarge},
		"too many bytes":     {make([]byte, MaxFile+1), "a.txt", app.CodeTranscriptLarge},
		"nothing":            {nil, "a.txt", app.CodeTranscriptEmpty},
		"blank lines":        {[]byte("\r\n \r\n"), "a.txt", app.CodeTranscriptEmpty},
		"braces without end": {[]byte(`{\rtf1` + strings.Repeat("{", maxDepth+1)), "a.rtf", app.CodeNotATranscript},
		"an end before":      {[]byte("WEBVTT\n\n00:02.000 --> 00:01.000\nhej\n"), "a.vtt", app.CodeNotATranscript},
	} {
		if _, err := Read(c.b, c.name); app.CodeOf(err) != c.want {
			t.Errorf("%s gives %v, not %s", what, err, c.want)
		}
	}
	if len(bomb) > 1<<20 {
		t.Errorf("the bomb is %d bytes: no bomb", len(bomb))
	}
}

// seed gives a fuzz target a file of each form, ours and others'.
func seed(f *testing.F, name string) {
	f.Add([]byte(f4File), name)
	f.Add([]byte("WEBVTT\n\n00:01.000 --> 00:02.500\n<v Barn>Hej &amp; <i>du</i>\n"), name)
	f.Add([]byte("1\n00:00:01,000 --> 00:00:02,000\nBarn: hej\n"), name)
	f.Add([]byte(`{"text":"<p><span class=\"timestamp\" data-timestamp=\"1.5\">0:01</span> B: hej<br></p>"}`), name)
	f.Add([]byte("<!doctype html><table><tr><td>0:01</td><td>a</td></tr></table><p>I: ja"), name)
	f.Add([]byte("[00:00:01.15] I: hej\n\tmer\n#00:00:02-5# B: ja #00:00:03-0#"), name)
	f.Add(docxOf(f, `<w:document><w:p><w:r><w:t>B: ja</w:t></w:r></w:p></w:document>`), name)
}

// FuzzRead holds every reader to two promises: it never panics, and what it
// gives is what a document can hold.
func FuzzRead(f *testing.F) {
	for _, k := range Kinds {
		seed(f, "a."+string(k))
	}
	f.Fuzz(func(t *testing.T, b []byte, name string) {
		d, err := Read(b, name)
		if err != nil {
			if app.CodeOf(err) == app.CodeInternal {
				t.Fatalf("an error without words: %v", err)
			}
			return
		}
		if _, err := asDocument(d); err != nil {
			t.Fatalf("%v of %q", err, b)
		}
	})
}

func asDocument(d Draft) (*transcript.Document, error) {
	doc := transcript.New()
	return doc, doc.TakeIn(d.Utterances(nil, transcript.Child), transcript.Names{}, true)
}
