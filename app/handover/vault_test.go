package handover

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/transcript"
	"barnrost/crypto"
	"barnrost/storage"
	"barnrost/storage/bundle"
)

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wordList stands in for the real list: 1,024 different words.
var wordList = func() []string {
	list := make([]string, 1024)
	for i := range list {
		list[i] = fmt.Sprintf("ord%04d", i)
	}
	return list
}()

// somebody is a person with a real vault.
type somebody struct {
	t      testing.TB
	name   string
	path   string
	keys   crypto.Keys
	signer crypto.SigningKey
	card   []byte
	vault  *storage.Vault
	book   *casebook.Casebook
	post   *Post
	clock  time.Time
}

func newSomebody(t testing.TB, name string) *somebody {
	t.Helper()
	s := &somebody{t: t, name: name, path: filepath.Join(t.TempDir(), "vault"), clock: time.Date(2027, 2, 3, 9, 0, 0, 0, time.UTC)}
	var err error
	s.keys, err = crypto.NewKeys()
	check(t, err)
	s.signer, err = crypto.NewSigningKey()
	check(t, err)
	s.card, err = crypto.Card{
		Name: name, Role: "socialsekreterare", Unit: "Enhet Björken", Kind: crypto.CardPerson,
		Recipient: s.keys.Inbox.Recipient(), Signer: s.signer.Public(),
	}.Marshal(s.signer)
	check(t, err)
	s.vault, err = storage.Create(t.Context(), s.path, storage.Setup{Keys: s.keys, Signer: s.signer, Slot: []byte("slot"), Now: s.now})
	check(t, err)
	t.Cleanup(func() { s.vault.Close() })
	s.open()
	return s
}

func (s *somebody) now() time.Time { s.clock = s.clock.Add(time.Second); return s.clock }

func (s *somebody) open() {
	s.t.Helper()
	var err error
	s.book, err = casebook.Open(s.t.Context(), s.vault, s.now, func(app.Event) {})
	check(s.t, err)
	door := &door{Casebook: s.book}
	s.post = &Post{
		Source: door, Inbox: door, Words: wordList, Now: s.now, Version: "test",
		Keys:        func() Keys { return Keys{Card: s.card, Signer: s.signer, Inboxes: []bundle.Identity{s.keys.Inbox}} },
		Fingerprint: fingerprint,
		Wording: Wording{
			Raw: "Inte avidentifierad", Reflections: "Socialarbetarnas röster",
			Speaker: func(s transcript.Speaker) string { return map[transcript.Speaker]string{"child": "Barn"}[s] },
			Mark:    func(m transcript.Mark) string { return string(m.Kind) + m.Code },
		},
	}
}

// reopen closes the vault and opens it as the next start would.
func (s *somebody) reopen() {
	s.t.Helper()
	check(s.t, s.vault.Close())
	sealed, err := storage.Open(s.t.Context(), s.path)
	check(s.t, err)
	s.vault, err = sealed.Unlock(s.t.Context(), s.keys, s.now)
	check(s.t, err)
	if d := s.vault.Damage(); len(d) > 0 {
		s.t.Fatalf("damage: %v", d)
	}
	s.open()
}

// fingerprint is cheap: the real one is meant to be slow.
func fingerprint(card []byte) ([]string, error) {
	c, err := bundle.ParseCard(card)
	hash := c.Recipient.Hash()
	return crypto.Words(hash[:], wordList, 4), err
}

// knows adds a contact and, if words were compared, confirms it.
func (s *somebody) knows(who *somebody, confirmed bool) app.ID {
	s.t.Helper()
	words, err := fingerprint(who.card)
	check(s.t, err)
	k, err := s.book.AddContact(s.t.Context(), app.Contact{Name: who.name, Unit: "Enhet Björken", Kind: app.CardPerson, Words: words, Card: who.card})
	check(s.t, err)
	if confirmed {
		check(s.t, s.book.ConfirmContact(s.t.Context(), k.ID))
	}
	return k.ID
}

const needle = "jag tyckte mest om bullarna, åh vad goda"

// interviewed makes an interview with words and, if samples > 0, a sound.
func (s *somebody) interviewed(samples int) app.Interview {
	s.t.Helper()
	ctx := s.t.Context()
	i, err := s.book.CreateInterview(ctx, 9, "kck")
	check(s.t, err)
	check(s.t, s.book.SaveConsent(ctx, i.ID, app.Consent{ChildTakesPart: true, ChildAllowsRec: true, Guardian: app.GuardianGiven}))
	if samples > 0 {
		w, err := s.book.NewRecording(ctx, i.ID, 16_000, "provmikrofon")
		check(s.t, err)
		pcm := tone(samples)
		for len(pcm) > 0 {
			n := min(32_000, len(pcm))
			check(s.t, w.Append(ctx, pcm[:n]))
			pcm = pcm[n:]
		}
		check(s.t, w.Mark(ctx, app.Marker{Kind: "nickar", At: int64(samples / 2)}))
		check(s.t, w.Gap(ctx, app.Gap{At: int64(samples / 3), Length: time.Minute, Reason: app.GapPause}))
		check(s.t, w.Close(ctx))
	}
	s.types(i.ID, transcript.Utterance{Speaker: transcript.Interviewer, Text: "Hur var det att komma hit?"},
		transcript.Utterance{Speaker: transcript.Child, Start: 1500, Text: needle})
	i, err = s.book.Interview(i.ID)
	check(s.t, err)
	return i
}

func (s *somebody) types(id app.ID, list ...transcript.Utterance) {
	s.t.Helper()
	doc := transcript.New()
	for n, u := range list {
		_, err := doc.Insert(n, u)
		check(s.t, err)
	}
	text, err := s.book.OpenText(s.t.Context(), id)
	check(s.t, err)
	check(s.t, text.Snapshot(s.t.Context(), doc.Snapshot()))
}

func tone(n int) []int16 {
	src := rand.New(rand.NewPCG(1, 2))
	out := make([]int16, n)
	for i := range out {
		out[i] = int16(src.Uint32())
	}
	return out
}

// door is how main ties the casebook to Source and Inbox.
type door struct {
	*casebook.Casebook
	failReceive error
}

func (d *door) Transcript(ctx context.Context, id app.ID) (transcript.Content, error) {
	i, err := d.Interview(id)
	if err != nil || i.Transcript.IsZero() {
		return transcript.Content{}, err
	}
	text, err := d.OpenText(ctx, id)
	if err != nil {
		return transcript.Content{}, err
	}
	snapshot, rows, err := text.Load(ctx)
	if err != nil {
		return transcript.Content{}, err
	}
	doc, err := transcript.Load(snapshot, rows)
	if err != nil {
		return transcript.Content{}, err
	}
	return doc.Content(), nil
}

func (d *door) OpenSound(ctx context.Context, id app.ID) (Sound, error) {
	return d.Casebook.OpenSound(ctx, id)
}

func (d *door) StageSound(ctx context.Context, rate int, sha256 string) (SoundStage, error) {
	return d.Casebook.StageSound(ctx, rate, sha256)
}

func (d *door) Receive(ctx context.Context, hash [32]byte, i app.Interview, text []byte, sound SoundStage) (app.ID, error) {
	if d.failReceive != nil {
		return app.ID{}, d.failReceive
	}
	staged, _ := sound.(*casebook.StagedSound)
	return d.Casebook.Receive(ctx, hash, i, text, staged)
}

func (d *door) Wait(ctx context.Context, w Waiting) error {
	return d.AddWaiting(ctx, casebook.Waiting{Path: w.Path, Hash: w.Hash[:], Card: w.Card, Name: w.Name, Words: w.Words})
}

func (d *door) Unwait(ctx context.Context, hash [32]byte) error { return d.RemoveWaiting(ctx, hash) }

// send sends an interview to one contact with everything agreed to.
func (s *somebody) send(i app.ID, to app.ID, sound bool) (string, Sent) {
	s.t.Helper()
	dir := s.t.(*testing.T).TempDir()
	sent, err := s.post.Send(s.t.Context(), draft(i, to, sound), dir, nil)
	check(s.t, err)
	return sent.Path, sent
}

func draft(i app.ID, to app.ID, sound bool) Draft {
	return Draft{
		Interview: i, To: []app.ID{to}, RawAgreed: true, Reason: "Vi avidentifierar tillsammans på torsdag.",
		WithSound: sound, SoundAgreed: sound,
	}
}

// heard returns a received interview's samples.
func (s *somebody) heard(id app.ID) []int16 {
	s.t.Helper()
	sound, err := s.book.OpenSound(s.t.Context(), id)
	check(s.t, err)
	out := make([]int16, sound.Len())
	for pos := int64(0); pos < sound.Len(); {
		n, err := sound.ReadAt(out[pos:], pos)
		check(s.t, err)
		pos += int64(n)
	}
	return out
}

func (s *somebody) read(id app.ID) transcript.Paper {
	s.t.Helper()
	text, err := s.book.OpenText(s.t.Context(), id)
	check(s.t, err)
	raw, _, err := text.Load(s.t.Context())
	check(s.t, err)
	paper, err := transcript.ParseJSON(raw)
	check(s.t, err)
	return paper
}

func (s *somebody) has() (interviews, waiting int) {
	s.t.Helper()
	all, err := s.book.Interviews()
	check(s.t, err)
	w, err := s.book.Waiting()
	check(s.t, err)
	return len(all), len(w)
}

func left(t *testing.T, dir string) {
	t.Helper()
	files, err := os.ReadDir(dir)
	check(t, err)
	for _, f := range files {
		t.Errorf("%s was left", f.Name())
	}
}

func pcm(samples []int16) []byte {
	var b []byte
	for _, s := range samples {
		b = binary.LittleEndian.AppendUint16(b, uint16(s))
	}
	return b
}
