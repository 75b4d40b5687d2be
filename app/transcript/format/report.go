package format

import (
	"io"

	"barnrost/app/report"
	"barnrost/app/transcript"
)

// writeReport writes the forms that are read by people: a heading, and a
// paragraph for each utterance.
func writeReport(w io.Writer, k Kind, p transcript.Paper, turns []Turn, o Options) error {
	doc := report.Document{Title: p.Title}
	if p.Label != "" {
		doc.Blocks = append(doc.Blocks, report.Paragraph{Style: report.Label, Spans: []report.Span{{Text: p.Label}}})
	}
	for _, t := range turns {
		var spans []report.Span
		if o.Times {
			spans = append(spans, report.Span{Text: span(t), Look: report.Faint}, report.Span{Text: " "})
		}
		if t.Name != "" {
			spans = append(spans, report.Span{Text: t.Name + ":", Look: report.Speaker}, report.Span{Text: " "})
		}
		doc.Blocks = append(doc.Blocks, report.Paragraph{Style: report.Utterance, Spans: append(spans, report.Span{Text: t.Text})})
	}
	if k == DOCX {
		return report.WriteDOCX(w, doc)
	}
	return report.WriteHTML(w, doc)
}
