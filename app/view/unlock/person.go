package unlock

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"barnrost/app"
	"barnrost/app/view/bus"
	"barnrost/app/view/theme"
	"barnrost/app/view/widget"
)

// languages are named in themselves, so that each is found by who needs it.
var languages = []struct {
	id   app.Language
	name string
}{{app.Swedish, "Svenska"}, {app.English, "English"}}

// aboutYou is the first step: language, who you are, the unit's invitation.
func (r *Room) aboutYou() {
	k := r.d.Kit
	name := k.Entry("start.name", r.t("start.name"))
	name.SetText(r.draft.name)
	name.OnChange = func(s string) { r.draft.name = s }
	roles := k.Choice("start.role", r.roleNames(), func(i int) { r.draft.role = i }).Named(r.t("start.role"))
	roles.SetSelected(r.draft.role)
	at := &answers{name: widget.Stack(0), role: widget.Stack(0), invitation: widget.Stack(0), unit: widget.Stack(0)}
	r.at = at
	next := func() { r.checkPerson(at) }

	objs := []fyne.CanvasObject{
		k.Big(r.t("start.welcome")), k.Body(r.t("start.what")), r.languageChoice(),
		k.Title(r.t("start.you")),
		labelled(k, r.t("start.name"), name), at.name,
		labelled(k, r.t("start.role"), roles), at.role,
	}
	at.fields = map[*fyne.Container]fyne.Focusable{at.name: name, at.role: roles}
	objs = append(objs, r.unitPart(next, at)...)
	objs = append(objs, at.unit,
		widget.Row(k.Primary("start.next", r.t("start.next"), next), k.Button("start.backup", r.t("start.backup"), r.pickBackup)),
		k.Muted(r.t("unlock.folder", "folder", r.d.Keeper.Folder())))
	name.OnSubmit = next
	r.back = r.aboutYou
	r.show("person", name, objs...)
}

// answers are the places under the fields where what is missing is said.
type answers struct {
	name, role, invitation, unit *fyne.Container
	fields                       map[*fyne.Container]fyne.Focusable
}

// say shows why a field will not do, under it, and goes there.
func (r *Room) say(at *answers, place *fyne.Container, why fyne.CanvasObject) {
	for _, other := range []*fyne.Container{at.name, at.role, at.invitation, at.unit} {
		other.Objects = nil
	}
	place.Objects = []fyne.CanvasObject{why}
	r.root.Refresh()
	if field := at.fields[place]; field != nil {
		r.d.Window.Canvas().Focus(field)
	}
	r.d.Kit.Show(place)
}

// labelled puts words over a control.
func labelled(k *widget.Kit, words string, o fyne.CanvasObject) fyne.CanvasObject {
	return widget.Stack(theme.Gap8, k.Body(words), o)
}

func (r *Room) roleNames() []string {
	var names []string
	for _, role := range app.Roles {
		names = append(names, r.t("role."+string(role)))
	}
	return names
}

func (r *Room) languageChoice() fyne.CanvasObject {
	var names []string
	now := 0
	for i, l := range languages {
		names = append(names, l.name)
		if l.id == r.d.Kit.Text.Language() {
			now = i
		}
	}
	c := r.d.Kit.Choice("start.language", names, func(i int) {
		if err := r.d.Language(languages[i].id); err != nil {
			r.refused(err)
			return
		}
		r.back()
		r.focusID("start.language")
	}).Named(r.t("start.language"))
	c.SetSelected(now)
	return c
}

// focusID gives back the focus to a control of the same id after a rebuild.
func (r *Room) focusID(id string) {
	for _, o := range r.root.Objects {
		if c, ok := o.(*widget.Choice); ok && c.ID() == id {
			r.d.Window.Canvas().Focus(c)
		}
	}
}

// unitPart asks for the unit, or shows what its invitation says.
func (r *Room) unitPart(next func(), at *answers) []fyne.CanvasObject {
	k := r.d.Kit
	invite := k.Button("start.invitation", r.t("start.invitation"), r.pickInvitation)
	at.fields[at.invitation] = invite
	in := r.draft.invitation
	if in == nil {
		unit := k.Entry("start.unit", r.t("start.unit"))
		unit.SetText(r.draft.unit)
		unit.OnChange = func(s string) { r.draft.unit = s }
		unit.OnSubmit = next
		at.fields[at.unit] = unit
		return []fyne.CanvasObject{
			k.Title(r.t("start.unit.title")), k.Body(r.t("start.unit.how")), widget.Row(invite), at.invitation,
			labelled(k, r.t("start.unit.or"), unit),
		}
	}
	again := k.Button("start.invitation", r.t("start.invitation.other"), r.pickInvitation)
	at.fields[at.invitation] = again
	compared := k.Check("start.compared", r.t("start.compared"), func(on bool) { r.draft.compared = on })
	compared.SetChecked(r.draft.compared)
	return []fyne.CanvasObject{
		k.Title(r.t("start.unit.title")),
		widget.Card(theme.Gap16, widget.Stack(theme.Gap12,
			k.Strong(in.Unit), k.Body(r.t("start.invitation.from", "name", in.Manager)),
			k.Big(strings.Join(in.Words, "  ")), k.Body(r.t("start.invitation.compare", "name", in.Manager)),
			compared)),
		r.recoveryPart(in),
		widget.Row(again), at.invitation,
	}
}

// recoveryPart tells of the unit's recovery key and lets one say no to it.
func (r *Room) recoveryPart(in *Invitation) fyne.CanvasObject {
	if len(in.Recovery) == 0 {
		return widget.Stack(0)
	}
	k := r.d.Kit
	yes := k.Check("start.recovery", r.t("start.recovery"), func(on bool) { r.draft.recovery = on })
	yes.SetChecked(r.draft.recovery)
	return widget.Card(theme.Gap16, widget.Stack(theme.Gap8, yes,
		k.Muted(r.t("start.recovery.how", "words", strings.Join(in.Recovery, " · ")))))
}

func (r *Room) pickInvitation() {
	r.d.Pick(widget.Pick{ID: "invitation", Title: r.t("start.invitation.pick"), Hint: r.t("start.invitation.hint")}, func(path string) {
		bus.Load(r.d.Bus, r.ctx, func(ctx context.Context, _ bus.Progress) (Invitation, error) {
			return r.d.Keeper.ReadInvitation(ctx, path)
		}, nil, func(in Invitation, err error) {
			if r.ctx.Err() != nil {
				return
			}
			if err == nil {
				r.draft.invitation, r.draft.compared, r.draft.recovery = &in, false, true
				r.d.Bus.Trace("invitation", "read")
				r.aboutYou()
				return
			}
			r.say(r.at, r.at.invitation, r.d.Kit.Problem(err))
		})
	})
}

// checkPerson goes on once there is a name, a role and a unit.
func (r *Room) checkPerson(at *answers) {
	k := r.d.Kit
	name, err := app.CheckName(r.draft.name)
	if err != nil {
		r.say(at, at.name, k.Problem(err))
		return
	}
	if r.draft.role < 0 {
		r.say(at, at.role, k.Notice(widget.KindAttention, r.t("start.role.missing")))
		return
	}
	unit := r.draft.unit
	if r.draft.invitation != nil {
		unit = r.draft.invitation.Unit
	}
	unit, err = app.CheckName(unit)
	switch app.CodeOf(err) {
	case "":
	case app.CodeNameEmpty:
		r.say(at, at.unit, k.Notice(widget.KindAttention, r.t("start.unit.missing")))
		return
	default:
		r.say(at, at.unit, k.Problem(err))
		return
	}
	r.draft.name, r.draft.unit = name, unit
	r.choose.Create = r.t("start.create") // in the language of now
	r.choose.Start()
}

// personal is what others know of the person: bad material for a passphrase.
func (d *draft) personal() []string { return []string{d.name, d.unit} }

func (r *Room) start(passphrase string) Start {
	s := Start{
		Profile: app.Profile{
			Name: r.draft.name, Role: app.Roles[r.draft.role], Unit: r.draft.unit, Language: r.d.Kit.Text.Language(),
		},
		Passphrase: passphrase,
	}
	if r.draft.invitation != nil {
		s.Invitation, s.Compared = r.draft.invitation.Raw, r.draft.compared
		s.Recovery = r.draft.recovery && len(r.draft.invitation.Recovery) > 0
	}
	return s
}
