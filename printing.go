package main

import (
	"bytes"
	"context"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"

	fynetheme "fyne.io/fyne/v2/theme"

	"barnrost/app"
	"barnrost/app/handover"
	"barnrost/app/report/pdf"
	"barnrost/app/view/bus"
	"barnrost/app/view/widget"
)

// printouts are the pages that were put before somebody to be printed: in a folder
// of the program's own that nobody else can look into, until it ends. Nothing
// secret is on them. It is safe for concurrent use.
type printouts struct {
	mu     sync.Mutex
	folder string
}

// put writes a page and returns where it lies.
func (o *printouts) put(name string, page []byte) (string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.folder == "" {
		folder, err := os.MkdirTemp("", "barnrost-")
		if err != nil {
			return "", app.FileFault(err)
		}
		o.folder = folder
	}
	return handover.SaveSmall(o.folder, name+".pdf", page)
}

// clear takes the pages away, for a program that ends. A viewer that still shows
// one may hold on to it on Windows; it is a blank form.
func (o *printouts) clear() {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.folder != "" {
		_ = os.RemoveAll(o.folder)
		o.folder = ""
	}
}

// fonts are those of the window: they come with the toolkit.
func fonts() pdf.Fonts {
	return pdf.Fonts{Regular: fynetheme.DefaultTextFont().Content(), Bold: fynetheme.DefaultTextBoldFont().Content()}
}

// print is a [pdf.Print]: the page is opened in the computer's own viewer, which
// prints it. Where there is none it is saved to a folder instead.
func (p *program) print(name string, draw func(io.Writer, pdf.Fonts) error) {
	var page bytes.Buffer
	bus.Load(p.bus, context.Background(), func(context.Context, bus.Progress) (string, error) {
		if err := draw(&page, fonts()); err != nil {
			return "", app.Fail(app.CodeInternal, err)
		}
		return p.printed.put(name, page.Bytes())
	}, nil, func(path string, err error) {
		if err != nil {
			p.frame.Problem(err)
			return
		}
		if err := p.fyne.OpenURL(fileURL(path)); err != nil {
			p.savePage(name, page.Bytes())
			return
		}
		p.bus.Trace("print", name)
	})
}

// savePage keeps a page where the person says, for a computer that shows no PDF.
func (p *program) savePage(name string, page []byte) {
	t := p.kit.Text
	p.frame.Pick(widget.Pick{ID: "print", Title: t.T("print.save"), Hint: t.T("print.save.hint"), Folder: true}, func(folder string) {
		bus.Load(p.bus, context.Background(), func(context.Context, bus.Progress) (string, error) {
			return handover.SaveSmall(folder, name+".pdf", page)
		}, nil, func(path string, err error) {
			if err != nil {
				p.frame.Problem(err)
				return
			}
			p.bus.Trace("print", "saved")
			p.frame.Tell("printed", t.T("print.saved"), t.T("print.saved.where", "path", path))
		})
	})
}

// fileURL names a file as browsers and viewers do; on Windows a drive comes
// after a slash.
func fileURL(path string) *url.URL {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return &url.URL{Scheme: "file", Path: path}
}
