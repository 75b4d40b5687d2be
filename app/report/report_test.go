package report

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

var sample = Document{Title: "Årsrapport & mer", Blocks: []Block{
	Heading{2, "Vad barnen sade"}, Paragraph{Style: Label, Spans: []Span{{Text: "Inte avidentifierad"}}},
	Paragraph{Style: Utterance, Spans: []Span{{"[00:00:01.000]", Faint}, {" ", Normal}, {"Barn:", Speaker}, {" ja <b>\nrad\ttvå 😀", Normal}}},
	List{Items: []string{"ett", "två"}, Numbered: true},
	Table{Caption: "Svar", Head: []string{"Fråga", "Antal"}, Rows: [][]string{{"Q1", "fem av åtta"}}}, Text("slut"),
	Tick{"Ja, jag vill vara med"}, Lines{Label: "Datum", Count: 2}, Signature{Labels: []string{"Underskrift", "Ort"}},
}}

// parts unpacks a DOCX and holds each part to being XML.
func parts(t *testing.T, b []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(content)
		for d := xml.NewDecoder(bytes.NewReader(content)); ; {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
		if !f.Modified.IsZero() && f.Modified.Year() > 1980 {
			t.Errorf("%s tells when it was made: %v", f.Name, f.Modified)
		}
	}
	return all
}

func TestADocumentForWordHasRealHeadingsSwedishAndARepeatedHead(t *testing.T) {
	var b bytes.Buffer
	if err := WriteDOCX(&b, sample); err != nil {
		t.Fatal(err)
	}
	all := parts(t, b.Bytes())
	for part, wants := range map[string][]string{
		"word/document.xml": {`<w:pStyle w:val="Heading1"/>`, `<w:pStyle w:val="Heading2"/>`, `<w:tblHeader/>`, `<w:br/>`, `<w:tab/>`, "ja &lt;b&gt;", "😀", `<w:numId w:val="2"/>`},
		"word/styles.xml":   {`<w:lang w:val="sv-SE"/>`, `<w:name w:val="heading 1"/>`},
	} {
		for _, want := range wants {
			if !strings.Contains(all[part], want) {
				t.Errorf("%s has no %s", part, want)
			}
		}
	}
}

func TestADocumentTellsNothingOfWhoMadeItWhenOrWithWhat(t *testing.T) {
	var a, b bytes.Buffer
	for _, w := range []*bytes.Buffer{&a, &b} {
		if err := WriteDOCX(w, sample); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the same document gives other bytes")
	}
	all := parts(t, a.Bytes())
	for _, word := range []string{"creator", "lastModifiedBy", "Application", "created", "modified", "Company"} {
		for name, part := range all {
			if name != "[Content_Types].xml" && strings.Contains(part, word) {
				t.Errorf("%s holds %s", name, word)
			}
		}
	}
	if _, ok := all["docProps/app.xml"]; ok {
		t.Error("there is an app.xml")
	}
}

func TestAPageIsSwedishHasOneHeadingAndRunsNothing(t *testing.T) {
	var b bytes.Buffer
	evil := sample
	evil.Title = `<script>alert(1)</script>`
	if err := WriteHTML(&b, evil); err != nil {
		t.Fatal(err)
	}
	s := b.String()
	for _, want := range []string{`<html lang="sv">`, `<caption>Svar</caption>`, `<th scope="col">Fråga</th>`, `ja &lt;b&gt;`, `<ol><li>ett</li>`, `<h2>Vad barnen sade</h2>`} {
		if !strings.Contains(s, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if strings.Count(s, "<h1>") != 1 || strings.Contains(s, "<script") || strings.Contains(s, "http://") || strings.Contains(s, "https://") {
		t.Errorf("the page is\n%s", s)
	}
}
