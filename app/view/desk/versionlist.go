package desk

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/view/bus"
	"barnrost/app/view/text"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// versionList is the view of all versions: on the left when each was made and
// how much had changed, on the right how the chosen one differs from the text
// as it is now.
type versionList struct {
	r      *Room
	kit    *widget.Kit
	root   *fyne.Container
	list   *widget.Rows
	right  *fyne.Container
	scroll *container.Scroll
	back   *widget.Button

	all     []versionRow // the newest first
	now     transcript.Content
	loading context.CancelFunc // of the list
	reading context.CancelFunc // of the one chosen
}

// versionRow is a version with how it differs from the one before it.
type versionRow struct {
	transcript.Version
	since transcript.Difference
	first bool
}

func (r *Room) showVersions() {
	r.saver.flush()
	l := &versionList{r: r, now: r.doc.Content(), reading: func() {}}
	kit := *r.d.Kit
	own := kit.OnKey
	kit.OnKey = func(ev *fyne.KeyEvent) {
		if ev.Name == fyne.KeyEscape {
			r.lift()
		} else if own != nil {
			own(ev)
		}
	}
	l.right = widget.Stack(theme.Gap16)
	l.scroll = container.NewVScroll(widget.Pad(theme.Gap8, l.right))
	kit.Reveal = func(o fyne.CanvasObject) { widget.Reveal(l.scroll, o) }
	l.kit = &kit
	l.back = kit.Button("versions.back", r.t("versions.back"), r.lift)
	l.list = kit.Rows("versions.list", r.t("versions.title"), l.row)
	l.list.OnMove = l.choose
	l.right.Objects = []fyne.CanvasObject{kit.Muted(r.t("versions.opening"))}
	l.root = container.New(versionSheet{}, widget.Pad(padding, widget.Row(l.back)), l.list, l.scroll)
	l.load()
	r.lay(l)
	r.d.Bus.Trace("desk", "versions")
}

func (l *versionList) content() fyne.CanvasObject { return l.root }

func (l *versionList) focus() {
	if len(l.all) > 0 {
		l.r.d.Window.Canvas().Focus(l.list)
		return
	}
	l.r.d.Window.Canvas().Focus(l.back)
}

func (l *versionList) close() {
	l.loading()
	l.reading()
}

// load reads all versions, off the UI goroutine.
func (l *versionList) load() {
	l.loading = bus.Load(l.r.d.Bus, context.Background(), func(ctx context.Context, _ bus.Progress) ([]versionRow, error) {
		l.r.saver.settled(ctx)
		rows, err := l.r.m.Text.Versions(ctx)
		if err != nil {
			return nil, err
		}
		return listVersions(rows), nil
	}, nil, func(all []versionRow, err error) {
		if l.r.closed || l.r.over != cover(l) {
			return
		}
		l.r.d.Bus.Trace("versions", len(all))
		if err != nil {
			l.say(l.kit.Problem(err))
			return
		}
		l.all = all
		if len(all) == 0 {
			l.say(l.kit.Body(l.r.t("versions.none")))
			return
		}
		l.list.SetLength(len(all))
		l.focus()
	})
}

// listVersions reads stored versions and says how each differs from the one
// before. One that cannot be read is left out: the others are no worse for it.
func listVersions(rows [][]byte) (all []versionRow) {
	var read []transcript.Version
	for _, raw := range rows {
		if v, err := transcript.ParseVersion(raw); err == nil {
			read = append(read, v)
		}
	}
	slices.SortStableFunc(read, func(a, b transcript.Version) int { return a.At.Compare(b.At) })
	var before transcript.Content
	for _, v := range read {
		c, err := v.Content()
		if err != nil {
			continue
		}
		row := versionRow{Version: v, since: transcript.Compare(before, c), first: len(all) == 0}
		row.since.All = nil // only how much
		all, before = append(all, row), c
	}
	slices.Reverse(all)
	return all
}

func (l *versionList) row(i int) widget.RowText {
	v, t := l.all[i], l.kit.Text
	return widget.RowText{
		Title:  versionName(t, v.Version),
		Detail: t.Clock(v.At) + "  " + t.Date(v.At) + ", " + l.grew(v),
	}
}

// grew says how much had changed since the version before.
func (l *versionList) grew(v versionRow) string {
	t := l.kit.Text
	switch {
	case v.first:
		return t.T("versions.first")
	case v.since.Equal():
		return t.T("versions.same")
	}
	return t.T("versions.since", "in", v.since.WordsIn, "out", v.since.WordsOut)
}

// versionName is a version's own name, or why it was kept.
func versionName(t *text.Table, v transcript.Version) string {
	if v.Name != "" {
		return v.Name
	}
	return t.T([]string{"", "versions.why.1", "versions.why.2", "versions.why.3", "versions.why.4"}[v.Why])
}

// choose shows how the text differs from version i.
func (l *versionList) choose(i int) {
	l.reading()
	v, now := l.all[i].Version, l.now
	type read struct {
		content transcript.Content
		diff    transcript.Difference
	}
	l.reading = bus.Load(l.r.d.Bus, context.Background(), func(context.Context, bus.Progress) (read, error) {
		c, err := v.Content()
		if err != nil {
			return read{}, app.Fail(app.CodeVaultDamaged, err)
		}
		return read{c, transcript.Compare(c, now)}, nil
	}, nil, func(got read, err error) {
		if l.r.closed || l.r.over != cover(l) || l.list.At() != i {
			return
		}
		if err != nil {
			l.say(l.kit.Problem(err))
			return
		}
		l.show(v, got.content, got.diff)
	})
}

func (l *versionList) say(objs ...fyne.CanvasObject) {
	l.right.Objects = objs
	l.right.Refresh()
	l.scroll.ScrollToTop()
}

// versionSheet has the way back on top, below it the list and the comparison
// beside it.
type versionSheet struct{}

func (versionSheet) Layout(o []fyne.CanvasObject, size fyne.Size) {
	top := o[0].MinSize().Height
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(fyne.NewSize(size.Width, top))
	left := min(max(size.Width*0.36, 260), 420)
	h := max(size.Height-top-theme.Gap8, 0)
	o[1].Move(fyne.NewPos(padding, top))
	o[1].Resize(fyne.NewSize(left, h))
	x := padding + left + theme.Gap16
	o[2].Move(fyne.NewPos(x, top))
	o[2].Resize(fyne.NewSize(max(size.Width-x-padding, 0), h))
}

func (versionSheet) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(400, 300) }
