package main

import (
	"context"
	"errors"
	"io"
	"os"
	"time"

	"barnrost/app"
	"barnrost/app/handover"
	"barnrost/app/transcript"
	"barnrost/app/transcript/format"
	"barnrost/app/view"
	"barnrost/app/view/exchange"
)

// openOut is where the desk's text leaves the vault as a readable file.
func (p *program) openOut() view.Room {
	id := p.interview
	read := p.reader(id)
	return exchange.NewOut(exchange.OutDeps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Read: read,
		Save: func(ctx context.Context, folder string, k format.Kind, data []byte) (string, error) {
			return p.session.saveText(ctx, id, folder, k, data)
		},
		Pick: p.frame.Pick, Start: p.start, Problem: p.frame.Problem, Back: func() { p.goTo("desk")(id) },
	})
}

// openIn is where a file becomes the desk's text.
func (p *program) openIn() view.Room {
	id, read, name := p.interview, p.reader(p.interview), p.kit.Text.T("in.version")
	return exchange.NewIn(exchange.InDeps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Read: read, Open: readFile,
		Take: func(ctx context.Context, k format.Kind, list []transcript.Utterance, names transcript.Names, replace bool) error {
			return p.session.takeText(ctx, id, k, list, names, replace, name)
		},
		Pick: p.frame.Pick, Start: p.start, Problem: p.frame.Problem, Back: func() { p.goTo("desk")(id) },
	})
}

// reader reads an interview's text as it is now, when what the desk has not
// stored yet is in the vault. What leaves speaks Swedish.
func (p *program) reader(id app.ID) func(context.Context) (transcript.Paper, error) {
	session, swedish, unsaved := p.session, p.swedish(), p.unsaved
	return func(ctx context.Context) (transcript.Paper, error) {
		for _, is := range unsaved {
			for is() {
				select {
				case <-ctx.Done():
					return transcript.Paper{}, app.Fail(app.CodeCancelled, ctx.Err())
				case <-time.After(10 * time.Millisecond):
				}
			}
		}
		i, err := session.book.Interview(id)
		if err != nil {
			return transcript.Paper{}, err
		}
		content, err := postbox{session.book}.Transcript(ctx, id)
		if err != nil {
			return transcript.Paper{}, err
		}
		paper := transcript.Paper{
			Title: i.Code, Label: swedish.T("out.label"), Utterances: content.Utterances, Names: content.Names,
			Speaker:   func(s transcript.Speaker) string { return swedish.T("speaker." + string(s)) },
			Mark:      func(m transcript.Mark) string { return swedish.Marker(m.Marker()) },
			OtherMark: markIn(app.English),
		}
		if !i.Recording.IsZero() && withheld(i) == nil {
			recording, err := session.book.Recording(ctx, i.Recording)
			if err != nil {
				return transcript.Paper{}, err
			}
			paper.Marks = transcript.MarksOf(recording)
		}
		return paper, nil
	}
}

// saveText writes a readable file into a folder and logs that; a file that the
// log does not know of does not stay.
func (s *session) saveText(ctx context.Context, id app.ID, folder string, k format.Kind, data []byte) (string, error) {
	i, err := s.book.Interview(id)
	if err != nil {
		return "", err
	}
	if err := ctx.Err(); err != nil {
		return "", app.Fail(app.CodeCancelled, err)
	}
	path, err := handover.SaveSmall(folder, i.Code+"."+string(k), data)
	if err != nil {
		return "", err
	}
	if err := s.book.LogText(ctx, id, app.ActTextSaved, string(k)); err != nil {
		return "", errors.Join(err, os.Remove(path))
	}
	return path, nil
}

// takeText puts utterances from a file into an interview's text, as one step that
// its undo takes back. A text that is replaced is kept as a version first.
func (s *session) takeText(ctx context.Context, id app.ID, k format.Kind, list []transcript.Utterance, names transcript.Names, replace bool, version string) error {
	text, err := s.book.OpenText(ctx, id)
	if err != nil {
		return err
	}
	document, err := loadDocument(ctx, text)
	if err != nil {
		return err
	}
	if replace && document.Len() > 0 {
		if err := text.KeepVersion(ctx, document.Keep(time.Now(), transcript.ByHand, version).Encode(), true); err != nil {
			return err
		}
	}
	if err := document.TakeIn(list, names, replace); err != nil {
		return app.Fail(app.CodeTranscriptLarge, err)
	}
	if row, ok := document.TakeRow(); ok {
		if err := text.Append(ctx, row.Encode()); err != nil {
			return err
		}
	}
	return s.book.LogText(ctx, id, app.ActTextTaken, string(k))
}

// readFile reads a file that a person chose, no more than the largest transcript
// and a byte.
func readFile(_ context.Context, path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, app.FileFault(err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	b, err := io.ReadAll(io.LimitReader(f, format.MaxFile+1))
	if err != nil {
		return nil, app.FileFault(err)
	}
	return b, nil
}
