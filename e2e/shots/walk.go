package main

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"barnrost/app"
	"barnrost/audio/audiotest"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// walk goes through every view once, in the order in which a year would bring
// them.
func (a *album) walk() {
	workerHome, managerHome, post := a.worlds()
	manager := a.start(managerHome)
	a.wayIn(manager)
	a.year(manager, steps.Folder(a, post, "kalender"))
	sheet := a.recoverySheet(manager, steps.Folder(a, post, "sheet"))
	invitation := steps.SaveInvitation(a, manager, steps.Folder(a, post, "invitation"))
	a.shot(manager, "unit-manager")
	a.guide(manager)
	a.papers(manager)

	worker := a.start(workerHome)
	a.invited(worker, invitation)
	a.shot(worker, "home-first")
	a.practice(worker)
	a.record(worker)
	a.envelopes(worker, steps.Folder(a, post, "envelopes"))
	a.desk(worker)
	bundle := a.share(worker, steps.Folder(a, post, "bundle"))
	steps.Go(worker, "home")
	a.shot(worker, "home")
	steps.Go(worker, "interview")
	a.shot(worker, "interview-list")
	steps.Go(worker, "unit")
	a.shot(worker, "unit")
	steps.Go(worker, "settings")
	a.shot(worker, "settings")
	a.autotext(worker)
	a.keymap(worker)
	a.hide(worker)
	a.disposal(worker, workerHome)
	a.backup(worker, steps.Folder(a, post, "backup"))
	a.ready(worker)
	a.secrets(worker)
	a.locked(worker)
	a.forgotten(a.start(workerHome), sheet)

	a.receive(manager, bundle)
	a.tickets(manager)
	a.answers(manager)
	a.unitKey(manager)
	manager.Quit()
}

// wayIn is the first start of the enhetschef, with proposed words looked at.
func (a *album) wayIn(p *program.Program) {
	p.Wait("unlock", "person")
	steps.AboutYou(p, steps.Manager)
	a.shot(p, "start")
	p.Press("start.next")
	p.Wait("unlock", "words")
	a.shot(p, "start-words")
	p.Press("start.written")
	p.Wait("unlock", "confirm")
	a.shot(p, "start-confirm")
	p.Press("start.back")
	p.Wait("unlock", "words")
	p.Press("start.back")
	p.Wait("unlock", "person")
	steps.ChoosePassphrase(p, steps.Manager)
}

func (a *album) invited(p *program.Program, invitation string) {
	p.Wait("unlock", "person")
	p.Press("start.invitation")
	p.Wait("dialog", "invitation")
	a.shot(p, "pick")
	p.Press("invitation.no")
	p.Press("start.invitation")
	p.Pick("invitation", invitation)
	p.Wait("invitation", "read")
	p.Tick("start.compared")
	steps.Name(p, steps.Worker)
	a.shot(p, "start-invited")
	steps.ChoosePassphrase(p, steps.Worker)
}

// record makes two interviews: one that is only being recorded, and one that
// came from a dictaphone.
func (a *album) record(p *program.Program) {
	steps.Go(p, "interview")
	a.shot(p, "interview-empty")
	p.Press("interview.new")
	p.Wait("interview", "new")
	p.Fill("new.age", "12")
	p.Choose("new.handler", 0)
	p.Choose("new.place", 5)
	a.shot(p, "interview-new")
	p.Press("new.create")
	p.Wait("interview", "prepare")
	p.Wait("microphones", "*")
	a.shot(p, "interview-waits")
	a.guess(p)
	steps.Consent(p)
	a.shot(p, "interview-prepare")
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	played := a.play(ctx)
	p.Press("sound.check")
	p.Wait("sound", "*")
	a.shot(p, "interview-checked")
	cancel()
	<-played
	ctx, cancel = context.WithCancel(context.Background())
	defer cancel()
	played = a.play(ctx)
	steps.Record(p)
	p.Key("n")
	time.Sleep(talking)
	p.Key("k")
	p.Wait("marker", "skratt")
	a.snap(p, "recording")
	a.room(p)
	p.Press("record.pause")
	p.Wait("recording", "paused")
	a.shot(p, "recording-paused")
	p.Key("ctrl+l")
	p.Wait("covered", "recording")
	a.shot(p, "cover")
	p.Fill("cover.passphrase", steps.Worker.Passphrase)
	p.Press("cover.show")
	p.Wait("uncovered")
	p.Press("record.stop")
	p.Wait("dialog", "record.end")
	a.shot(p, "recording-stop")
	p.Press("record.end.yes")
	p.Wait("recording", "stopped")
	a.shot(p, "interview-saved")
	cancel()
	<-played
	a.closing(p)

	steps.NewInterview(p, 9, "hemmet")
	steps.Consent(p)
	steps.ImportWAV(p, a.interview())
}

// talking is how long is talked before the picture of a recording is taken.
const talking = 6 * time.Second

// play speaks into the microphone, without a pause for breath so that every
// picture hears something, until ctx ends.
func (a *album) play(ctx context.Context) <-chan error {
	a.Helper()
	spoken, err := audiotest.Speak(length)
	a.must(err)
	var samples []int16
	for _, turn := range spoken.Turns {
		samples = append(samples, spoken.Samples[turn.Start:turn.End]...)
	}
	ended := make(chan error, 1)
	go func() { ended <- a.pulse.Play(ctx, audiotest.Sink, samples) }()
	return ended
}

// desk transcribes the invented script.
func (a *album) desk(p *program.Program) {
	steps.Transcribe(p)
	a.shot(p, "desk-empty")
	p.Focus("desk.text")
	for n, line := range audiotest.Script {
		if n > 0 {
			// Five seconds on, as somebody who listens would be.
			p.Key("F5", "Return")
			p.Wait("desk", "utterance", "*")
		}
		p.Type(line.Text)
	}
	p.Key("Return")
	p.TypeSaved("Mer [?saft?] fanns i [ohörbart 00:00:41]")
	p.Key("F4")
	p.Wait("desk", "playing")
	p.Key("F4")
	p.Wait("desk", "paused")
	a.shot(p, "desk")
	a.curve(p)
	p.Key("ctrl+h")
	p.Wait("focus", "find.words")
	p.Type("var")
	p.Wait("desk", "hits", "*")
	p.Focus("find.with")
	p.Type("blev")
	a.shot(p, "desk-find")
	p.Key("Escape")
	p.Wait("focus", "desk.text")
	if a.look.large {
		return // the side stands aside
	}
	p.Focus("desk.side.help")
	p.Key("space")
	a.shot(p, "desk-help")
	p.Key("space")
	a.exchange(p)
	a.facts(p)
	a.versions(p)
}

// facts shows the three facts about one's own way of talking.
func (a *album) facts(p *program.Program) {
	p.Focus("desk.side.facts")
	p.Key("space")
	p.Press("desk.facts.show")
	p.Wait("mirror", "ready")
	a.shot(p, "mirror")
	p.Press("mirror.back")
	p.Wait("desk", "ready")
	p.Focus("desk.side.facts")
	p.Key("space")
}

// exchange shows the text leaving as a file, and a file coming in.
func (a *album) exchange(p *program.Program) {
	written := filepath.Join(a.dir, "skrivet i f4.rtf")
	a.must(os.WriteFile(written, []byte(`{\rtf1\ansi\pard I: Vad g\'f6r du p\'e5 \b rasterna\b0 ? #00:00:04-2#\par `+
		`Kim: Gungar. #00:00:09-8#\par Kim: Med Alva. #00:00:12-1#\par}`), 0o600))
	p.Focus("desk.side.files")
	p.Key("space")
	a.shot(p, "desk-files")
	p.Press("desk.files.out")
	p.Wait("out", "ready")
	a.shot(p, "out")
	p.Press("out.back")
	p.Wait("desk", "ready")
	p.Press("desk.files.in")
	p.Wait("in", "ready")
	p.Press("in.pick")
	p.Pick("in.file", written)
	p.Wait("in", "found", "3")
	a.shot(p, "in")
	p.Press("in.back")
	p.Wait("desk", "ready")
	p.Focus("desk.side.files")
	p.Key("space")
}

// versions names those who speak and a version, and compares it.
func (a *album) versions(p *program.Program) {
	p.Focus("desk.side.names")
	p.Key("space")
	p.Focus("desk.side.sofar")
	p.Key("space")
	p.Fill("desk.name1", "Handläggare")
	p.Key("Return")
	p.Wait("focus", "desk.text")
	a.shot(p, "desk-names")
	p.Key("ctrl+s")
	p.Wait("focus", "version.name")
	p.Type("Före genomläsningen")
	a.shot(p, "desk-version")
	p.Key("Return")
	p.Wait("desk", "version")
	p.Wait("focus", "desk.text")
	p.TypeSaved(" och bullar")
	p.Focus("desk.side.versions")
	p.Key("space")
	p.Press("desk.versions")
	p.Wait("versions", "shown", "*")
	a.shot(p, "desk-versions")
	p.Key("Escape")
	p.Wait("focus", "desk.text")
	for _, id := range []string{"versions", "sofar", "names"} {
		p.Focus("desk.side." + id)
		p.Key("space")
	}
}

// curve shows what is selected in the curve, and the text read along.
func (a *album) curve(p *program.Program) {
	p.Focus("desk.wave")
	p.Key("Home", "shift+Right", "shift+Right", "shift+Right", "e", "Home", "shift+Right")
	a.shot(p, "desk-curve")
	p.Key("Escape", "Escape")
	p.Wait("focus", "desk.text")
	p.Key("ctrl+Home", "F10")
	p.Wait("desk", "reading")
	p.Wait("desk", "playing", "*")
	p.Key("F4") // at rest for the picture
	p.Wait("desk", "paused", "*")
	a.shot(p, "desk-reading")
	p.Key("Escape")
	p.Wait("desk", "read")
}

// practice shows the invented interview, with some tasks done and others to come.
func (a *album) practice(p *program.Program) {
	p.Press("home.next")
	p.Wait("room", "practice")
	p.Wait("desk", "ready")
	a.shot(p, "practice-first")
	p.Focus("desk.text")
	p.Key("F4")
	p.Wait("lesson", "play")
	p.Key("Escape")
	p.Key("F3")
	p.Wait("lesson", "back")
	a.shot(p, "practice")
	steps.Go(p, "home") // at twice the size the tasks, and their button, stand aside
}

// keymap shows the keys, with one that belongs to something else.
func (a *album) keymap(p *program.Program) {
	p.Press("settings.keymap")
	p.Wait("room", "keymap")
	a.shot(p, "keymap")
	p.Fill("keymap.filter", "f7")
	p.Press("keymap.command.loop")
	p.Press("keymap.edit.change.1")
	p.Wait("keymap", "waits")
	p.Key("F4")
	p.Wait("keymap", "taken", "play-pause")
	a.shot(p, "keymap-taken")
	p.Press("keymap.cancel")
	p.Press("keymap.back")
	p.Wait("room", "settings")
}

// autotext shows the abbreviations, with one of one's own.
func (a *album) autotext(p *program.Program) {
	p.Press("settings.autotext")
	p.Fill("autotext.short", "bsk")
	p.Key("Return")
	p.Type("[byter samtalsämne]")
	p.Key("Return")
	p.Wait("autotext", "kept", "*")
	a.shot(p, "autotext")
	p.Press("autotext.back")
	p.Wait("room", "settings")
}

func (a *album) share(p *program.Program, folder string) string {
	steps.Go(p, "interview")
	p.Press("interview.item.0")
	p.Wait("interview", "overview")
	a.shot(p, "interview-overview")
	p.Press("interview.send")
	p.Wait("room", "share")
	p.Focus("share.to.1")
	a.shot(p, "share-first")
	steps.DecideToSend(p, 2, true)
	a.shot(p, "share")
	p.Press("share.send")
	p.Wait("dialog", "share.soundask")
	a.shot(p, "share-ask")
	p.Press("share.soundask.yes")
	p.Pick("share.folder", folder)
	p.Wait("export", "done")
	a.shot(p, "share-done")
	entries, err := os.ReadDir(folder)
	a.must(err)
	return filepath.Join(folder, entries[0].Name())
}

// disposal shows Gallring without and with a decision, a stop, the two steps,
// and the row that they leave.
func (a *album) disposal(p *program.Program, home string) {
	code := steps.Interviews(a, home, steps.Worker)[0].Code
	steps.OpenDisposal(p)
	a.shot(p, "disposal-first")
	p.Press("disposal.register")
	p.Wait("disposal", "form")
	a.shot(p, "disposal-form")
	p.Press("disposal.back")
	p.Wait("disposal", "overview")
	steps.RegisterDecision(p, "SN 2026/118", "2026-05-12", "Socialnämnden", app.MatterSound)
	p.Press("disposal.item.1")
	p.Wait("plan", "*")
	steps.SetHold(p, 0)
	p.Wait("problem", "disposal-held")
	a.shot(p, "disposal-held")
	p.Press("disposal.back")
	p.Wait("disposal", "overview")
	a.shot(p, "disposal")
	p.Press("disposal.item.0")
	p.Wait("plan", "ljud", "decision")
	a.shot(p, "disposal-plan")
	p.Press("disposal.next")
	p.Wait("disposal", "confirm")
	p.Fill("disposal.code", code)
	a.shot(p, "disposal-confirm")
	p.Press("disposal.do")
	p.Wait("disposal", "disposed")
	a.shot(p, "disposal-done")
	p.Press("disposal.follow")
	p.Wait("disposal", "row")
	a.shot(p, "disposal-row")
	p.Press("disposal.back")
	p.Wait("disposal", "overview")
}

// hide shows what chooses when it locks, and what stands there while the text
// is hidden.
func (a *album) hide(p *program.Program) {
	p.Focus("settings.idle")
	a.shot(p, "settings-idle")
	p.Key("ctrl+d")
	p.Wait("hidden")
	a.shot(p, "hidden")
	p.Key("ctrl+d")
	p.Wait("shown")
}

// backup makes a copy of the vault and has the vault checked.
func (a *album) backup(p *program.Program, folder string) {
	steps.OpenBackups(p)
	a.shot(p, "backup-none")
	steps.Backup(a, p, folder)
	p.Press("check.run")
	p.WaitLong(program.Long, "check", "0")
	a.shot(p, "backup")
}

func (a *album) locked(p *program.Program) {
	steps.Lock(p)
	p.Wait("unlock", "locked")
	a.shot(p, "locked")
	p.Fill("unlock.passphrase", "fel lösenfras")
	p.Press("unlock.open")
	p.Wait("problem", "wrong-passphrase")
	a.shot(p, "locked-wrong")
	p.Quit()
}

func (a *album) receive(p *program.Program, bundle string) {
	steps.Go(p, "unit")
	steps.Receive(p, bundle)
	p.Wait("problem", "unknown-sender")
	a.shot(p, "unit-waiting")
	p.Press("unit.compare.1")
	p.Focus("unit.compare.1.yes")
	a.shot(p, "unit-compare")
	p.Press("unit.compare.1.yes")
	p.Wait("import", "done")
	a.shot(p, "unit-arrived")
	p.Press("unit.read.new")
	p.Wait("room", "reading")
	p.Focus("reading.page")
	a.shot(p, "reading")
	steps.Go(p, "home")
	a.shot(p, "home-manager")
}
