package view

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// Pick asks for a file or folder; it is a [widget.Picker]. A path can be typed
// or pasted, or found in a list that "Bläddra" opens; neither needs a mouse.
func (f *Frame) Pick(p widget.Pick, then func(path string)) {
	k := f.d.Kit
	id := p.ID
	if id == "" {
		id = "pick"
	}
	var d *dialog
	var list *browser
	what := "pick.file"
	if p.Folder {
		what = "pick.folder"
	}
	field := k.Entry(id+".path", f.t(what))
	answer := widget.Stack(theme.Gap12)
	choose := func() {
		f.probe(field.Text(), p.Folder, func(path string, err error) {
			if d.veil == nil {
				return
			}
			if errors.Is(err, errIsFolder) {
				answer.Objects = nil
				list.open(path) // what was meant lies in it
				return
			}
			if err != nil {
				answer.Objects = []fyne.CanvasObject{f.missing(p, err)}
				answer.Refresh()
				d.veil.Refresh()
				return
			}
			d.close()
			then(path)
		})
	}
	field.OnSubmit = choose
	ok := k.Primary(id+".ok", f.t("pick.ok"), choose)
	list = newBrowser(f, id+".list", p, func(path string, final bool) {
		field.SetText(path)
		if final {
			f.d.Window.Canvas().Focus(ok)
		}
	}, func() { d.veil.Refresh() })
	objs := []fyne.CanvasObject{k.Title(p.Title)}
	if p.Hint != "" {
		objs = append(objs, k.Body(p.Hint))
	}
	objs = append(objs, k.Body(f.t(what+".label")), field, answer, list.box, widget.Row(
		ok,
		k.Button(id+".browse", f.t("pick.browse"), func() { list.open(startFolder(field.Text())) }),
		k.Button(id+".no", f.t("kit.cancel"), func() { d.no() }),
	))
	d = f.open(id, widget.Stack(theme.Gap16, objs...), nil)
	f.d.Window.Canvas().Focus(field)
}

// missing says in words why a path will not do.
func (f *Frame) missing(p widget.Pick, err error) fyne.CanvasObject {
	if !p.Folder {
		return f.d.Kit.Problem(err)
	}
	f.d.Bus.Trace("problem", app.CodeOf(err))
	if errors.Is(err, errIsFile) {
		return f.d.Kit.Notice(widget.KindAttention, f.t("pick.notfolder"))
	}
	return f.d.Kit.Notice(widget.KindAttention, f.t("pick.nofolder"))
}

// What a path may lead to instead of what is wanted.
var (
	errIsFolder = errors.New("view: a folder, not a file")
	errIsFile   = errors.New("view: a file, not a folder")
)

// probe tells on the UI goroutine whether a typed path leads to a file, or a
// folder, that exists. Without a path it is where browsing begins.
func (f *Frame) probe(typed string, folder bool, then func(string, error)) {
	path := cleanPath(typed)
	if path == "" {
		path = startFolder("")
		if folder {
			then(path, app.Fail(app.CodeFileMissing, nil)) // it must be chosen
			return
		}
	}
	bus.Load(f.d.Bus, context.Background(), func(context.Context, bus.Progress) (struct{}, error) {
		info, err := os.Stat(path)
		switch {
		case err != nil:
		case info.IsDir() && !folder:
			err = errIsFolder
		case !info.IsDir() && folder:
			err = errIsFile
		}
		if err != nil {
			return struct{}{}, app.Fail(app.CodeFileMissing, err)
		}
		return struct{}{}, nil
	}, nil, func(_ struct{}, err error) { then(path, err) })
}

// cleanPath takes off what copying a path brings along: quotes around it,
// "file://" before it, "~" for the home folder.
func cleanPath(typed string) string {
	path := strings.TrimSpace(typed)
	path = strings.Trim(path, `"'`)
	path = strings.TrimPrefix(path, "file://")
	if rest, ok := strings.CutPrefix(path, "~"+string(filepath.Separator)); ok {
		if home, err := os.UserHomeDir(); err == nil {
			path = filepath.Join(home, rest)
		}
	}
	if path == "" {
		return ""
	}
	return filepath.Clean(path)
}
