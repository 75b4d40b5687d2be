package report

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// The parts of a DOCX that are the same in every one. Nothing in it says who
// made it, when or with what: a file must not tell of a person or a machine.
// Source: ECMA-376, parts 1 and 2.
const (
	xmlHead      = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	contentTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`
	packageRels  = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`
	documentRels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/></Relationships>`
	mainSpace    = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	numbering    = xmlHead + `<w:numbering ` + mainSpace + `><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`
	styles       = xmlHead + `<w:styles ` + mainSpace + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="22"/><w:lang w:val="sv-SE"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:after="240"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:outlineLvl w:val="2"/></w:pPr><w:rPr><w:b/><w:sz w:val="24"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Heading4"><w:name w:val="heading 4"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:outlineLvl w:val="3"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:customStyle="1" w:styleId="Label"><w:name w:val="Label"/><w:basedOn w:val="Normal"/><w:rPr><w:b/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:customStyle="1" w:styleId="Utterance"><w:name w:val="Utterance"/><w:basedOn w:val="Normal"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:left="567" w:right="567"/></w:pPr></w:style>` +
		`<w:style w:type="character" w:customStyle="1" w:styleId="Speaker"><w:name w:val="Speaker"/><w:rPr><w:b/></w:rPr></w:style>` +
		`<w:style w:type="character" w:customStyle="1" w:styleId="Faint"><w:name w:val="Faint"/><w:rPr><w:color w:val="59666B"/><w:sz w:val="18"/></w:rPr></w:style>` +
		`<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>` +
		`<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/><w:right w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders></w:tblPr></w:style></w:styles>`
)

// WriteDOCX writes a document for Word and LibreOffice: real headings, Swedish,
// a table's head on every page. Equal documents give equal bytes.
func WriteDOCX(w io.Writer, d Document) error {
	z := zip.NewWriter(w)
	parts := []struct{ name, content string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"docProps/core.xml", xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` + escape(d.Title) + `</dc:title><dc:language>sv-SE</dc:language></cp:coreProperties>`},
		{"word/_rels/document.xml.rels", documentRels},
		{"word/styles.xml", styles},
		{"word/numbering.xml", numbering},
		{"word/document.xml", body(d)},
	}
	for _, p := range parts {
		f, err := z.Create(p.name)
		if err == nil {
			_, err = io.WriteString(f, p.content)
		}
		if err != nil {
			return fmt.Errorf("report: docx: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("report: docx: %w", err)
	}
	return nil
}

func body(d Document) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:document ` + mainSpace + `><w:body>`)
	if d.Title != "" {
		paragraph(&b, "Heading1", "", Span{Text: d.Title})
	}
	for _, x := range d.Blocks {
		switch x := x.(type) {
		case Heading:
			paragraph(&b, fmt.Sprintf("Heading%d", min(max(x.Level, 2), 4)), "", Span{Text: x.Text})
		case Paragraph:
			paragraph(&b, [...]string{"Normal", "Quote", "Label", "Utterance"}[x.Style], "", x.Spans...)
		case List:
			number := `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>`
			if x.Numbered {
				number = `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>`
			}
			for _, item := range x.Items {
				paragraph(&b, "Normal", number, Span{Text: item})
			}
		case Table:
			table(&b, x)
		case Tick:
			paragraph(&b, "Normal", "", Span{Text: "☐ " + x.Text})
		case Lines:
			if x.Label != "" {
				paragraph(&b, "Normal", `<w:keepNext/>`, Span{Text: x.Label})
			}
			for range max(x.Count, 1) {
				paragraph(&b, "Normal", leader(9638), Span{Text: "\t"})
			}
		case Signature:
			for _, label := range x.Labels {
				paragraph(&b, "Normal", `<w:keepNext/>`+leader(5670), Span{Text: "\t"})
				paragraph(&b, "Normal", "", Span{Text: label})
			}
		}
	}
	b.WriteString(`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`)
	return b.String()
}

// leader makes a tab draw a line up to a width in twentieths of a point.
func leader(width int) string {
	return fmt.Sprintf(`<w:tabs><w:tab w:val="left" w:leader="underscore" w:pos="%d"/></w:tabs>`, width)
}

// paragraph writes one, with more of its properties in properties.
func paragraph(b *strings.Builder, style, properties string, spans ...Span) {
	b.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/>` + properties + `</w:pPr>`)
	for _, s := range spans {
		look := [...]string{"", "Strong", "Speaker", "Faint"}[s.Look]
		if look != "" {
			look = `<w:rPr><w:rStyle w:val="` + look + `"/></w:rPr>`
		}
		b.WriteString(`<w:r>` + look)
		for i, line := range strings.Split(s.Text, "\n") {
			if i > 0 {
				b.WriteString(`<w:br/>`)
			}
			for j, part := range strings.Split(line, "\t") {
				if j > 0 {
					b.WriteString(`<w:tab/>`)
				}
				b.WriteString(`<w:t xml:space="preserve">` + escape(part) + `</w:t>`)
			}
		}
		b.WriteString(`</w:r>`)
	}
	b.WriteString(`</w:p>`)
}

func table(b *strings.Builder, t Table) {
	if t.Caption != "" {
		paragraph(b, "Normal", `<w:keepNext/>`, Span{Text: t.Caption, Look: Strong})
	}
	b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>` + strings.Repeat(`<w:gridCol/>`, len(t.Head)) + `</w:tblGrid>`)
	row := func(cells []string, properties string, look Look) {
		b.WriteString(`<w:tr>` + properties)
		for _, c := range cells {
			b.WriteString(`<w:tc><w:tcPr/>`)
			paragraph(b, "Normal", "", Span{Text: c, Look: look})
			b.WriteString(`</w:tc>`)
		}
		b.WriteString(`</w:tr>`)
	}
	row(t.Head, `<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`, Strong)
	for _, r := range t.Rows {
		row(r, `<w:trPr><w:cantSplit/></w:trPr>`, Normal)
	}
	b.WriteString(`</w:tbl>`)
	paragraph(b, "Normal", "")
}

// unquoted keeps quotes as they are, which text may: simple readers know no
// numbers for them.
var unquoted = strings.NewReplacer("&#34;", `"`, "&#39;", "'")

// escape writes text as XML has it; what XML cannot hold becomes U+FFFD.
func escape(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return "" // a builder takes everything
	}
	return unquoted.Replace(b.String())
}
