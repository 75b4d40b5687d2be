package view

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fw "fyne.io/fyne/v2/widget"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// browser is a list of one folder's folders and fitting files. It is our own:
// Fyne's follows the system's language and wants a mouse.
type browser struct {
	f      *Frame
	pick   widget.Pick
	chosen func(path string, final bool)
	grown  func() // the dialog must be laid out anew

	folder string
	items  []item
	list   *pathList
	answer *fyne.Container
	box    *fyne.Container
}

// item is a line of the list.
type item struct {
	name   string
	path   string
	folder bool
}

// browserHeight shows some seven lines.
const browserHeight float32 = 250

func newBrowser(f *Frame, id string, p widget.Pick, chosen func(string, bool), grown func()) *browser {
	b := &browser{f: f, pick: p, chosen: chosen, grown: grown, answer: widget.Stack(theme.Gap8)}
	b.list = newPathList(f.d.Kit, id, b)
	b.box = widget.Stack(theme.Gap8, b.answer, container.New(tall{browserHeight}, b.list))
	b.box.Hide()
	return b
}

// startFolder is where browsing begins: at what was typed, or at home.
func startFolder(typed string) string {
	path := cleanPath(typed)
	for path != "" {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			return path
		}
		up := filepath.Dir(path)
		if up == path || up == "." {
			break
		}
		path = up
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return string(filepath.Separator)
	}
	return home
}

// open reads a folder and shows it.
func (b *browser) open(folder string) {
	bus.Load(b.f.d.Bus, context.Background(), func(context.Context, bus.Progress) ([]item, error) {
		return readFolder(folder, b.pick)
	}, nil, func(items []item, err error) {
		b.box.Show()
		if err != nil {
			b.answer.Objects = []fyne.CanvasObject{b.f.d.Kit.Problem(err)}
			b.answer.Refresh()
			b.grown()
			return
		}
		b.answer.Objects = []fyne.CanvasObject{b.f.d.Kit.Muted(folder)}
		b.folder, b.items = folder, items
		b.answer.Refresh()
		b.list.UnselectAll()
		b.list.Refresh()
		b.list.ScrollToTop()
		b.grown()
		if b.pick.Folder {
			b.chosen(folder, false)
		}
		b.f.d.Window.Canvas().Focus(b.list)
	})
}

// readFolder lists what can be chosen: the way up, folders, fitting files.
// What begins with a dot is left out.
func readFolder(folder string, p widget.Pick) ([]item, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, app.FileFault(err)
	}
	var folders, files []item
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		info, err := os.Stat(path) // follows links, which ReadDir does not
		if err != nil || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		switch {
		case info.IsDir():
			folders = append(folders, item{e.Name(), path, true})
		case !p.Folder && fits(e.Name(), p.Extensions):
			files = append(files, item{e.Name(), path, false})
		}
	}
	byName := func(a, b item) int { return strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name)) }
	slices.SortFunc(folders, byName)
	slices.SortFunc(files, byName)
	all := append(folders, files...)
	if up := filepath.Dir(folder); up != folder {
		all = append([]item{{"..", up, true}}, all...)
	}
	return all, nil
}

// fits reports whether a name has one of the endings, in either case:
// dictaphones write .WAV.
func fits(name string, endings []string) bool {
	if len(endings) == 0 {
		return true
	}
	return slices.ContainsFunc(endings, func(e string) bool { return strings.EqualFold(filepath.Ext(name), e) })
}

// choose acts on a line: a folder is opened, a file is taken.
func (b *browser) choose(i int) {
	if i < 0 || i >= len(b.items) {
		return
	}
	if b.items[i].folder {
		b.open(b.items[i].path)
		return
	}
	b.chosen(b.items[i].path, true)
}

func (b *browser) words(i int) string {
	it := b.items[i]
	switch {
	case it.name == ".." && it.folder:
		return b.f.t("pick.up")
	case it.folder:
		return it.name + string(filepath.Separator)
	}
	return it.name
}

// pathList is Fyne's list, with Enter beside Space and with our trace.
type pathList struct {
	fw.List
	kit     *widget.Kit
	id      string
	focused bool
}

func newPathList(k *widget.Kit, id string, b *browser) *pathList {
	l := &pathList{kit: k, id: id}
	l.Length = func() int { return len(b.items) }
	l.CreateItem = func() fyne.CanvasObject { return fw.NewLabel("") }
	l.UpdateItem = func(i fw.ListItemID, o fyne.CanvasObject) {
		if label, ok := o.(*fw.Label); ok {
			label.SetText(b.words(i))
		}
	}
	l.OnSelected = func(i fw.ListItemID) {
		k.Trace("tap", id)
		l.Unselect(i)
		b.choose(i)
	}
	l.ExtendBaseWidget(l)
	return l
}

// ID returns the control's id.
func (l *pathList) ID() string { return l.id }

// FocusGained implements [fyne.Focusable].
func (l *pathList) FocusGained() {
	l.focused = true
	l.kit.Trace("focus", l.id)
	l.List.FocusGained()
	l.Refresh()
	l.kit.Show(l)
}

// FocusLost implements [fyne.Focusable].
func (l *pathList) FocusLost() {
	l.focused = false
	l.List.FocusLost()
	l.Refresh()
}

// CreateRenderer implements [fyne.Widget].
func (l *pathList) CreateRenderer() fyne.WidgetRenderer {
	return widget.Ringed(l.List.CreateRenderer(), 1, func() bool { return l.focused })
}

// TypedKey implements [fyne.Focusable].
func (l *pathList) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		ev = &fyne.KeyEvent{Name: fyne.KeySpace}
	case fyne.KeyEscape:
		if l.kit.OnKey != nil {
			l.kit.OnKey(ev)
		}
		return
	}
	l.List.TypedKey(ev)
}

// KeyDown implements [desktop.Keyable].
func (l *pathList) KeyDown(ev *fyne.KeyEvent) { l.kit.KeyDown(ev) }

// KeyUp implements [desktop.Keyable].
func (l *pathList) KeyUp(ev *fyne.KeyEvent) { l.kit.KeyUp(ev) }

// AccessibilityLabel implements [fyne.Accessible].
func (l *pathList) AccessibilityLabel() string { return l.kit.Text.T("pick.list") }

// AccessibilityRole implements [fyne.Accessible].
func (l *pathList) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// tall gives its object a fixed height.
type tall struct{ h float32 }

func (t tall) Layout(objs []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objs {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}

func (t tall) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(100, t.h) }
