package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"time"

	"barnrost/app"
	"barnrost/app/handover"
	"barnrost/app/view"
	"barnrost/app/view/logbook"
)

func (p *program) openLog() view.Room {
	name := p.kit.Text.T("log.file")
	return logbook.New(logbook.Deps{
		Bus: p.bus, Kit: p.kit, Window: p.window, Log: p.session.book.Log,
		Save: func(ctx context.Context, folder string, table [][]string, rows int) (string, error) {
			return p.session.saveLog(ctx, folder, name, table, rows)
		},
		Pick: p.frame.Pick, Work: p.frame.Start, Now: time.Now, Back: func() { p.frame.Go("vault") },
	})
}

// logStatus is what Valvet says of the log: nothing while it is whole.
func (p *program) logStatus() (words string, attention bool) {
	if p.session.book.LogBroken() {
		return p.kit.Text.T("vault.log.broken"), true
	}
	return "", false
}

// saveLog writes the log's table into a folder and logs that; a table that the
// log does not know of does not stay.
func (s *session) saveLog(ctx context.Context, folder, name string, table [][]string, rows int) (string, error) {
	var b bytes.Buffer
	if err := app.WriteTable(&b, table); err != nil {
		return "", app.Fail(app.CodeInternal, err)
	}
	path, err := handover.SaveSmall(folder, name+time.Now().Format("-2006-01-02")+".csv", b.Bytes())
	if err != nil {
		return "", err
	}
	if err := s.book.LogExport(ctx, rows); err != nil {
		return "", errors.Join(err, os.Remove(path))
	}
	return path, nil
}
