package casebook

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/own"
	"barnrost/app/transcript"
	"barnrost/crypto"
	"barnrost/storage"
)

// makeGolden writes the golden vaults that are not there yet, and what is in
// them. Once a format lies on people's disks its vault is never made again: it
// is what they have.
var makeGolden = flag.Bool("golden", false, "write the golden casebook of this format")

const (
	goldenPassphrase = "sol måne hav skog berg älv"
	goldenRate       = 8_000
)

// golden is a vault as some version of the program left it. What came later has
// a vault of its own, so that none is ever made anew.
type golden struct {
	vault, nouns string
	write        func(*testing.T, golden)
	name         string // that stands in it, and is changed for the control
}

var goldens = []golden{
	{"testdata/format1.vault", "testdata/format1.json", writeGolden, "Anna Ek"},
	{"testdata/format1-desk.vault", "testdata/format1-desk.json", writeGoldenDesk, "Storasyster"},
	{"testdata/format1-mirror.vault", "testdata/format1-mirror.json", writeGoldenMirror, "Anna Ek"},
	{"testdata/format1-templates.vault", "testdata/format1-templates.json", writeGoldenTemplates, "kontakt"},
	{"testdata/format1-enquiry.vault", "testdata/format1-enquiry.json", writeGoldenEnquiry, "vill-inte"},
	{"testdata/format1-consent.vault", "testdata/format1-consent.json", writeGoldenConsent, "# Kom"},
	{"testdata/format1-tickets.vault", "testdata/format1-tickets.json", writeGoldenTickets, "Anna Ek"},
	{"testdata/format1-aside.vault", "testdata/format1-aside.json", writeGoldenAside, "Hur mycket barnet mindes."},
	{"testdata/format1-guide.vault", "testdata/format1-guide.json", writeGoldenGuide, "Vad tycker du om?"},
	{"testdata/format1-guide-draft.vault", "testdata/format1-guide-draft.json", writeGoldenGuideDraft, "Vad tycker du om?"},
	{"testdata/format1-plan-draft.vault", "testdata/format1-plan-draft.json", writeGoldenPlanDraft, "Åsa Påhitt"},
	{"testdata/format1-ready.vault", "testdata/format1-ready.json", writeGoldenReady, "Anna Ek"},
	{"testdata/format1-room.vault", "testdata/format1-room.json", writeGoldenRoom, "Anna Ek"},
	{"testdata/format1-survey.vault", "testdata/format1-survey.json", writeGoldenSurvey, "Enhet Björken"},
}

// TestTheCasebookOfFormat1StaysReadable opens a vault that holds an object of
// every kind and rows of every stream, as an earlier version left them: in the
// middle of a recording. Every noun comes out as it was put in. Fields that came
// later may be added to them; none may be lost.
func TestTheCasebookOfFormat1StaysReadable(t *testing.T) {
	for _, g := range goldens {
		t.Run(g.vault, g.staysReadable)
	}
}

func (g golden) staysReadable(t *testing.T) {
	if *makeGolden {
		if _, err := os.Stat(g.vault); err != nil { // one that is there is never made anew
			g.write(t, g)
		}
	}
	raw, err := os.ReadFile(g.nouns)
	if err != nil {
		t.Fatal(err)
	}
	var want any
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	got := g.content(t)
	for _, missing := range lacks("", want, got) {
		t.Error(missing)
	}
	// The control: a noun that is not the golden one is seen.
	changed := bytes.Replace(raw, []byte(g.name), []byte("någon annan"), 1)
	if bytes.Equal(changed, raw) || json.Unmarshal(changed, &want) != nil || len(lacks("", want, got)) == 0 {
		t.Error("another name would not be noticed")
	}
}

// TestTheGoldenCasebookHasEveryKindAndStream: otherwise it proves less than it
// says.
func TestTheGoldenCasebookHasEveryKindAndStream(t *testing.T) {
	rows := map[string]map[storage.Stream]int64{}
	var vaults []*storage.Vault
	for _, g := range goldens {
		vaults = append(vaults, g.open(t))
	}
	for _, kind := range kindsInSource(t) {
		var list []storage.Object
		for _, v := range vaults {
			list = append(list, v.Objects(kind)...)
		}
		if len(list) == 0 {
			t.Errorf("no object of kind %q: kinds that came later need a golden casebook of their own", kind)
		}
		rows[kind] = map[storage.Stream]int64{}
		for _, o := range list {
			for n, s := range o.Streams {
				rows[kind][n] += s.Rows
			}
		}
	}
	for _, n := range []storage.Stream{streamAudio, streamPeaks, streamMarks, streamFolds} {
		if rows[kindSound][n] == 0 {
			t.Errorf("no row in stream %d of a sound", n)
		}
	}
	for _, n := range []storage.Stream{streamJournal, streamSnapshot, streamVersions, streamAsked} {
		if rows[kindText][n] == 0 {
			t.Errorf("no row in stream %d of a text", n)
		}
	}
}

// open opens a copy of the vault with its passphrase.
func (g golden) open(t *testing.T) *storage.Vault {
	t.Helper()
	file, err := os.ReadFile(g.vault)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "vault")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	sealed, err := storage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := crypto.OpenSlot(sealed.Slot(), goldenPassphrase)
	if err != nil {
		t.Fatal(errors.Join(err, sealed.Close()))
	}
	v, err := sealed.Unlock(t.Context(), keys, nil)
	if err != nil {
		t.Fatal(errors.Join(err, sealed.Close()))
	}
	t.Cleanup(func() {
		if err := v.Close(); err != nil {
			t.Error(err)
		}
	})
	return v
}

// content reads all nouns of the golden casebook, as JSON sees them.
func (g golden) content(t *testing.T) any {
	t.Helper()
	v := g.open(t)
	before, err := v.Events(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	book, err := Open(t.Context(), v, time.Now, func(app.Event) {})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.MarshalIndent(nounsOf(t, book, int64(len(before))), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if damage, err := v.Check(t.Context(), nil); err != nil || len(damage) > 0 {
		t.Errorf("damage %v, %v", damage, err)
	}
	if _, err := os.Stat(g.nouns); *makeGolden && err != nil {
		if err := os.WriteFile(g.nouns, append(raw, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var all any
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// nounsOf reads everything that the casebook gives out, by name. Sound and
// peaks are told by their SHA-256, and of the log what was there before this
// opening.
func nounsOf(t *testing.T, c *Casebook, events int64) map[string]any {
	t.Helper()
	ctx := t.Context()
	out := map[string]any{}
	keep := func(name string, noun any, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		out[name] = noun
	}
	log, err := c.Log(ctx, nil)
	var acts []string
	for _, e := range log {
		if e.Seq > events {
			continue
		}
		acts = append(acts, fmt.Sprintf("%d %s %s %s %s", e.Seq, e.At.Format(time.RFC3339), e.Act, e.Code, e.Detail))
	}
	keep("log", acts, err)
	profile, err := c.Profile()
	keep("profile", profile, err)
	if tickets, err := c.Tickets(); err != nil || tickets != (app.Tickets{}) {
		keep("tickets", tickets, err)
	}
	templates, err := c.Templates()
	keep("templates", templates, err)
	draft, err := c.GuideDraft()
	keep("guide draft", string(draft), err)
	enquiries, err := c.Enquiries()
	keep("enquiries", enquiries, err)
	if plan, err := c.PlanDraft(); plan != nil || err != nil {
		keep("plan draft", string(plan), err)
	}
	if ready, err := c.Ready(); app.CodeOf(err) != app.CodeNotFound {
		keep("ready", ready, err)
	}
	interviews, err := c.Interviews()
	keep("interviews", interviews, err)
	for _, i := range interviews {
		if facts, err := c.Mirror(i.ID); app.CodeOf(err) != app.CodeNotFound {
			keep(i.Code+" mirror", facts, err)
		}
		aside, err := c.Aside(i.ID)
		if err == nil && !aside.Empty() {
			keep(i.Code+" aside", aside, err)
		}
		if shared, err := c.Reflections(i.ID); len(shared) > 0 {
			keep(i.Code+" reflections", shared, err)
		}
		if guide, err := c.Guide(i.ID); app.CodeOf(err) != app.CodeNotFound {
			keep(i.Code+" guide", string(guide), err)
		}
		soundAndText(ctx, c, i, keep)
	}
	contacts, err := c.Contacts()
	keep("contacts", contacts, err)
	name, work, signing, err := c.Unit()
	keep("unit", []any{name, work, signing}, err)
	holders, err := c.Holders()
	keep("holders", holders, err)
	waiting, err := c.Waiting()
	keep("waiting", waiting, err)
	recovery, err := c.Recovery()
	keep("recovery", recovery, err)
	backups, err := c.Backups()
	keep("backups", backups, err)
	rule, err := c.CopyRule()
	keep("copy rule", rule, err)
	copies, err := c.SoundCopies()
	keep("sound copies", copies, err)
	decisions, err := c.Decisions()
	keep("decisions", decisions, err)
	holds, err := c.Holds()
	keep("holds", holds, err)
	disposals, err := c.Disposals()
	keep("disposals", disposals, err)
	envelopes, err := c.Envelopes()
	keep("envelopes", envelopes, err)
	for _, e := range envelopes {
		boxes, err := c.EnvelopeBoxes(ctx, e.To)
		keep("envelopes to "+e.To, boxes, err)
	}
	closed, opened, err := c.PoolBoxes(ctx)
	keep("pool", []any{closed, opened}, err)
	seen, err := c.Seen([32]byte{7})
	keep("seen", seen, err)
	return out
}

func soundAndText(ctx context.Context, c *Casebook, i app.Interview, keep func(string, any, error)) {
	if !i.Recording.IsZero() {
		r, err := c.Recording(ctx, i.Recording)
		keep(i.Code+" recording", r, err)
		s, err := c.ReadSound(ctx, i.Recording)
		sum := sha256.New()
		if err == nil {
			err = s.Each(func(pcm []byte) error { sum.Write(pcm); return nil })
			peaks := sha256.Sum256(packSamples(s.Peaks()))
			keep(i.Code+" peaks", hex.EncodeToString(peaks[:]), nil)
		}
		keep(i.Code+" sound", hex.EncodeToString(sum.Sum(nil)), err)
	}
	if i.Transcript.IsZero() {
		return
	}
	text, err := c.ReadText(i.ID)
	if err != nil || text == nil {
		keep(i.Code+" text", nil, errors.Join(err, errors.New("no text")))
		return
	}
	snapshot, journal, err := text.Load(ctx)
	if i.Origin == app.OriginReceived {
		keep(i.Code+" text", string(snapshot), err)
		return
	}
	keep(i.Code+" text", nil, err)
	doc, err := transcript.Load(snapshot, journal)
	if err == nil {
		keep(i.Code+" text", doc.Utterances(), nil)
		keep(i.Code+" names", doc.Names(), nil)
		doc.Undo()
		keep(i.Code+" text before the last edit", doc.Utterances(), nil)
	} else {
		keep(i.Code+" text", nil, err)
	}
	versions, err := text.Versions(ctx)
	var kept []any
	for _, raw := range versions {
		v, damaged := transcript.ParseVersion(raw)
		content, unread := v.Content()
		kept = append(kept, v, content)
		err = errors.Join(err, damaged, unread)
	}
	keep(i.Code+" versions", kept, err)
	desk, err := text.Desk()
	keep(i.Code+" desk", string(desk), err)
}

// lacks lists what of want is not in got: fields may be added, nothing taken
// away or changed.
func lacks(at string, want, got any) (missing []string) {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok {
			return []string{at + " is no object any more"}
		}
		for key, value := range w {
			missing = append(missing, lacks(at+"/"+key, value, g[key])...)
		}
	case []any:
		g, ok := got.([]any)
		if !ok || len(g) != len(w) {
			return []string{fmt.Sprintf("%s has %d, not %d", at, len(g), len(w))}
		}
		for n := range w {
			missing = append(missing, lacks(fmt.Sprintf("%s/%d", at, n), w[n], g[n])...)
		}
	default:
		if want != got {
			missing = append(missing, fmt.Sprintf("%s is %v, not %v", at, got, want))
		}
	}
	return missing
}

// writeGolden makes the vault. It ends as a crash would end it: with a
// recording under way.
func writeGolden(t *testing.T, g golden) {
	b := newBench(t)
	ctx := t.Context()
	slot, err := crypto.SealSlot(b.keys, goldenPassphrase, 10)
	b.must(err)
	b.must(b.book.ChangeSlot(ctx, slot))
	b.must(b.book.SaveProfile(ctx, app.Profile{Name: "Anna Ek", Role: app.RoleManager, Unit: "Enhet Björken", Language: app.Swedish}))

	whole := b.interview()
	w, err := b.book.NewRecording(ctx, whole.ID, goldenRate, "påhittad mikrofon")
	b.must(err)
	b.must(w.Append(ctx, tone(0, 2*goldenRate)))
	b.must(w.Mark(ctx, app.Marker{Kind: "nickar", At: 9_000}))
	b.must(w.Append(ctx, tone(2*goldenRate, goldenRate/2)))
	b.must(w.Gap(ctx, app.Gap{At: 5 * goldenRate / 2, Length: time.Minute, Reason: app.GapPause}))
	b.must(w.Close(ctx))
	text, err := b.book.OpenText(ctx, whole.ID)
	b.must(err)
	doc := transcript.New()
	first, err := doc.Insert(0, transcript.Utterance{Speaker: transcript.Interviewer, Start: 500, End: 1_200, Text: "Vad tyckte du om?"})
	b.must(err)
	b.must(text.Snapshot(ctx, doc.Snapshot()))
	_, err = doc.Insert(1, transcript.Utterance{Speaker: transcript.Child, Start: 1_300, Text: "Bullarna (skratt)"})
	b.must(err)
	b.must(doc.SetText(first, "Vad tyckte du bäst om?", b.now()))
	row, _ := doc.TakeRow()
	b.must(text.Append(ctx, row.Encode()))
	b.must(text.SaveDesk(ctx, []byte(`{"format":1,"position_ms":1250,"speed":0.8}`)))
	b.must(b.book.NoteSent(ctx, whole.ID, app.Sent{Bundle: app.ID{8}, At: b.now(), Receiver: "Cecilia Alm", Words: []string{"sol", "måne", "hav", "skog"},
		WithSound: true, Raw: true, Reason: "Vi avidentifierar tillsammans.", Counter: 1, Receipt: "berg älv 4821"}))

	staged, err := b.book.StageSound(ctx, goldenRate, "")
	b.must(err)
	b.must(staged.Append(ctx, tone(7, goldenRate)))
	_, err = b.book.Receive(ctx, [32]byte{7}, app.Interview{Code: "HAV-31", Age: 9, Place: "kck", Created: b.now(), Received: &app.Received{
		Bundle: app.ID{3}, Subject: app.ID{4}, SenderName: "Eva Lind", SenderKey: "ssh-ed25519 påhittad", SenderWord: []string{"sol", "hav", "skog", "berg"},
		Confirmed: true, At: b.now(), Raw: true, Reason: "Brådskande.", Counter: 2, Receipt: "berg älv 1234"}},
		[]byte(`{"format":1,"title":"HAV-31","utterances":[],"marks":[]}`), staged)
	b.must(err)

	unit, err := b.book.AddContact(ctx, app.Contact{Name: "Enhet Björken", Kind: app.CardUnit, Words: []string{"sol", "måne", "hav", "älv"}, Card: []byte("enhetens kort")})
	b.must(err)
	_, err = b.book.AddContact(ctx, app.Contact{Name: "Cecilia Alm", Role: app.RoleWorker, Kind: app.CardPerson, Unit: "Enhet Björken",
		Words: []string{"sol", "måne", "hav", "skog"}, Card: []byte("ett kort"), Voucher: []byte("enhetens kort")})
	b.must(err)
	b.must(b.book.ConfirmContact(ctx, unit.ID))
	b.must(b.book.SaveUnit(ctx, "Enhet Björken", []byte("enhetens hemlighet"), []byte("enhetens frö")))
	b.must(b.book.NoteHanded(ctx, app.Holder{Name: "Cecilia Alm", Words: []string{"sol", "måne", "hav", "skog"}, Unit: "Enhet Björken",
		Card: []byte("enhetens kort"), Variant: app.Successor, Signing: true, At: b.now(), Receipt: "hav skog 7777"}))
	b.must(b.book.AddWaiting(ctx, Waiting{Path: "/usb/a.barnrost", Hash: []byte{1, 2}, Card: []byte("ett kort"), Name: "Olle Pil", Words: []string{"sol", "hav", "älv", "berg"}}))
	recovery, err := crypto.NewIdentity()
	b.must(err)
	way, err := crypto.SealRecoverySlot(b.keys, recovery.Recipient())
	b.must(err)
	b.must(b.book.FoundRecovery(ctx, app.RecoveryKey{Recipient: recovery.Recipient().String(), Words: []string{"sol", "måne", "hav", "berg"}, Unit: "Enhet Björken", Heard: b.now()}, way))

	b.must(b.book.SaveCopyRule(ctx, app.CopyRule{On: true, Folder: "/enheten"}))
	// Real ones would bring this machine's folders in.
	b.must(b.book.write(ctx, storage.Text, func(tx *storage.Tx) error {
		_, backup := create(tx, kindBackup, false, app.Backup{Folder: "/usb", File: "valv.barnrost", Made: b.now(), Generation: 9, Size: 1234, SHA256: "ab", Work: "cd"})
		_, copied := create(tx, kindSoundCopy, false, app.SoundCopy{Interview: whole.ID, Recording: app.ID(w.ID()), Folder: "/enheten", File: "x.age", Made: b.now(), Size: 99, SHA256: "ef"})
		return errors.Join(backup, copied)
	}))

	gone := b.interview()
	w, err = b.book.NewRecording(ctx, gone.ID, goldenRate, "")
	b.must(err)
	b.must(w.Append(ctx, tone(0, 800)))
	b.must(w.Close(ctx))
	b.decide(app.MatterSound, app.MatterText)
	_, err = b.dispose(app.DisposalRequest{Interview: gone.ID, Matter: app.MatterSound}, app.Copy{Ref: "1", Kind: app.CopyBackup, Holder: "Backupdisken", At: b.now(), State: app.CopyLeft})
	b.must(err)
	_, err = b.book.Hold(ctx, whole.ID, "utlamnande")
	b.must(err)

	cut := b.interview()
	w, err = b.book.NewRecording(ctx, cut.ID, goldenRate, "påhittad mikrofon")
	b.must(err)
	b.must(w.Append(ctx, tone(0, goldenRate)))
	b.must(w.Mark(ctx, app.Marker{Kind: "viktigt", At: 4_000}))

	g.keep(t, b)
}

// writeGoldenDesk makes the vault of what came with the transcription desk:
// speakers with names, more of them, and versions of a text.
func writeGoldenDesk(t *testing.T, g golden) {
	b, ctx := goldenBench(t, app.RoleManager)
	text, err := b.book.OpenText(ctx, b.interview().ID)
	b.must(err)
	doc := transcript.New()
	_, err = doc.Insert(0, transcript.Utterance{Speaker: transcript.Other3, Start: 500, End: 1_200, Text: "Får jag vara med?"})
	b.must(err)
	b.must(doc.SetName(transcript.Other3, "Storasyster"))
	b.must(text.KeepVersion(ctx, doc.Keep(b.now(), transcript.Regularly, "").Encode(), false))
	b.must(text.Snapshot(ctx, doc.Snapshot()))
	_, err = doc.Insert(1, transcript.Utterance{Speaker: transcript.Interviewer, Start: 1_300, Text: "Ja."})
	b.must(err)
	b.must(doc.SetName(transcript.Interviewer, "Handläggare"))
	row, _ := doc.TakeRow()
	b.must(text.Append(ctx, row.Encode()))
	b.must(text.KeepVersion(ctx, doc.Keep(b.now(), transcript.ByHand, "Före lunch").Encode(), true))
	b.must(text.SaveDesk(ctx, []byte(`{"format":1,"position_ms":1250,"speed":0.8,"worked_ms":61000}`)))
	g.keep(t, b)
}

// writeGoldenMirror makes the vault of what came with the three facts.
func writeGoldenMirror(t *testing.T, g golden) {
	b, ctx := goldenBench(t, app.RoleWorker)
	b.must(b.book.SaveMirror(ctx, b.interview().ID, someFacts))
	g.keep(t, b)
}

// writeGoldenTemplates makes the vault of what came with the unit's templates.
func writeGoldenTemplates(t *testing.T, g golden) {
	b, ctx := goldenBench(t, app.RoleWorker)
	b.must(b.book.SaveTemplate(ctx, app.SectionDetails, []byte(`{"format":1,"area":"kontakt"}`)))
	g.keep(t, b)
}

// writeGoldenGuide makes the vault of what came with the intervjuguide.
func writeGoldenGuide(t *testing.T, g golden) {
	b, ctx := goldenBench(t, app.RoleWorker)
	b.must(b.book.FreezeGuide(ctx, b.interview().ID, []byte(`{"format":1,"questions":[{"code":"K1","text":"Vad tycker du om?"}]}`)))
	g.keep(t, b)
}

// writeGoldenRoom makes the vault of a recording by the guide: markers of its
// questions, and pauses and a sleep with their reasons.
func writeGoldenRoom(t *testing.T, g golden) {
	b, ctx := goldenBench(t, app.RoleWorker)
	w, err := b.book.NewRecording(ctx, b.interview().ID, goldenRate, "USB-mikrofon")
	b.must(err)
	b.must(w.Append(ctx, tone(0, 2*goldenRate)))
	for _, m := range []app.Marker{
		{Kind: app.MarkAsked, Code: "U1", At: 100}, {Kind: app.MarkSkipped, Code: "K1", At: 200},
		{Kind: app.MarkScale, Code: "K2", Value: app.FaceSad, At: 300}, {Kind: app.MarkPause, At: 400}, {Kind: "nickar", At: 500},
	} {
		b.must(w.Mark(ctx, m))
	}
	for _, why := range []app.GapReason{app.GapFika, app.GapChild, app.GapSleep} {
		b.must(w.Gap(ctx, app.Gap{At: 2 * goldenRate, Length: time.Minute, Reason: why}))
	}
	b.must(w.Close(ctx))
	g.keep(t, b)
}

// writeGoldenGuideDraft makes the vault of what came with changing the guide.
func writeGoldenGuideDraft(t *testing.T, g golden) {
	b, ctx := goldenBench(t, app.RoleManager)
	b.must(b.book.SaveGuideDraft(ctx, []byte(`{"format":1,"questions":[{"code":"K1","text":"Vad tycker du om?"}]}`)))
	g.keep(t, b)
}

// writeGoldenPlanDraft makes the vault of what came with planning the year.
func writeGoldenPlanDraft(t *testing.T, g golden) {
	b, ctx := goldenBench(t, app.RoleManager)
	b.must(b.book.SaveTemplate(ctx, app.SectionPlan, []byte(`{"format":1,"year":2027,"dates":{"seminar":"2027-04-20"}}`)))
	b.must(b.book.KeepPlanDraft(ctx, []byte(`{"format":1,"year":2027,"names":"Åsa Påhitt"}`)))
	g.keep(t, b)
}

// writeGoldenAside makes the vault of what came with Avslut: what is private of
// an interview, what is shared of one and came with another, and the visit.
func writeGoldenAside(t *testing.T, g golden) {
	b, ctx := goldenBench(t, app.RoleWorker)
	i := b.interview()
	b.must(b.book.SaveGuess(ctx, i.ID, 0, "Att hon vill ha färre möten."))
	b.must(b.record(i, goldenRate).Close(ctx))
	b.must(b.book.SaveHeard(ctx, i.ID, "Att hon vill ha fler."))
	b.must(b.book.SaveNotes(ctx, i.ID, own.Notes{app.ReflectLearnt: {Text: "Att vänta."}, app.ReflectSurprised: {Text: "Hur mycket barnet mindes.", Shared: true}}))
	b.must(b.book.SaveTicket(ctx, i.ID, app.Yes))
	b.must(b.book.SaveVisit(ctx, i.ID, app.Visit{Went: app.WentWell, Trouble: app.Yes, TroubleNote: "Fläkten lät.", ChosePlace: app.Yes,
		Fika: app.No, Interpreter: app.Yes, Language: "finska"}))
	_, err := b.book.Receive(ctx, [32]byte{7}, app.Interview{Code: "HAV-31", Age: 9, Place: "kck", Created: b.now(), Received: &app.Received{
		Bundle: app.ID{3}, Subject: app.ID{4}, SenderName: "Eva Lind", SenderWord: []string{"sol", "hav", "skog", "berg"}, Confirmed: true, At: b.now(), Counter: 1,
		Reflections: app.Reflections{app.ReflectAfterwards: "Vi gick ut och såg på båtarna."}}}, []byte(`{"format":1,"title":"HAV-31","utterances":[],"marks":[]}`), nil)
	b.must(err)
	g.keep(t, b)
}

// writeGoldenSurvey makes the vault of what came with the barnenkät: envelopes
// that wait and that left, and the pool of whoever holds the unit's key.
func writeGoldenSurvey(t *testing.T, g golden) {
	b, ctx := goldenBench(t, app.RoleWorker)
	b.must(b.book.AddEnvelope(ctx, "enhetens nyckel", []byte("ett förslutet kuvert")))
	b.must(b.book.NoteEnvelopes(ctx, "enhetens nyckel", [][]byte{[]byte("ett förslutet kuvert")}, app.EnvelopesSent{At: b.now(), Receiver: "Enhet Björken", Receipt: "hav skog 7777"}))
	b.must(b.book.AddEnvelope(ctx, "enhetens nyckel", []byte("ett kuvert till")))
	b.must(b.book.TakeEnvelopes(ctx, [32]byte{8}, [][]byte{[]byte("från Olle"), []byte("från Eva")}))
	b.must(b.book.OpenPool(ctx, [][]byte{[]byte("från Olle")}))
	g.keep(t, b)
}

// writeGoldenTickets makes the vault of what came with the stock of tickets.
func writeGoldenTickets(t *testing.T, g golden) {
	b, ctx := goldenBench(t, app.RoleManager)
	_, err := b.book.AddTickets(ctx, 40, 12)
	b.must(err)
	g.keep(t, b)
}

// goldenBench begins a vault that is kept: with a passphrase that stands here, and
// whose person and unit it is.
func goldenBench(t *testing.T, role app.Role) (*bench, context.Context) {
	t.Helper()
	b := newBench(t)
	ctx := t.Context()
	slot, err := crypto.SealSlot(b.keys, goldenPassphrase, 10)
	b.must(err)
	b.must(b.book.ChangeSlot(ctx, slot))
	b.must(b.book.SaveProfile(ctx, app.Profile{Name: "Anna Ek", Role: role, Unit: "Enhet Björken", Language: app.Swedish}))
	b.must(b.book.SaveUnit(ctx, "Enhet Björken", []byte("enhetens hemlighet"), []byte("enhetens frö")))
	return b, ctx
}

// keep closes a bench's vault and makes it the golden one.
func (g golden) keep(t *testing.T, b *bench) {
	b.must(b.vault.Close())
	file, err := os.ReadFile(b.path)
	b.must(err)
	b.must(os.MkdirAll(filepath.Dir(g.vault), 0o755))
	b.must(os.WriteFile(g.vault, file, 0o644))
	g.content(t)
}
