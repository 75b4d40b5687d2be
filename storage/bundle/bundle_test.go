package bundle

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"barnrost/crypto"
)

// someone is a person with an inbox and a card.
type someone struct {
	inbox  crypto.Identity
	signer crypto.SigningKey
	card   []byte
}

func newSomeone(t testing.TB, name string) someone {
	t.Helper()
	inbox, err := crypto.NewIdentity()
	check(t, err)
	signer, err := crypto.NewSigningKey()
	check(t, err)
	card, err := crypto.Card{
		Name: name, Role: "socialsekreterare", Unit: "Enhet Björken", Kind: crypto.CardPerson,
		Recipient: inbox.Recipient(), Signer: signer.Public(),
	}.Marshal(signer)
	check(t, err)
	return someone{inbox, signer, card}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func member(name string, data []byte) Member {
	return Member{Name: name, Size: int64(len(data)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(data)), nil
	}}
}

func noise(seed uint64, n int) []byte {
	b := make([]byte, n)
	src := rand.New(rand.NewPCG(seed, 1))
	for i := range b {
		b[i] = byte(src.Uint32())
	}
	return b
}

const subject = "00112233445566778899aabbccddeeff"

// request is an interview from one to another with invented words.
func request(from someone, to someone, members ...Member) Request {
	return Request{
		Manifest: Manifest{
			Kind: KindInterview, Created: time.Date(2027, 2, 3, 10, 0, 0, 0, time.UTC), Subject: subject, Counter: 1,
			Text: TextRaw, Reason: "Enheten har inte kommit igång med <avidentifiering> ännu", App: "test",
			About: json.RawMessage(`{"code":"TALL-27"}`),
		},
		Sender: from.card, To: []Recipient{to.inbox.Recipient()}, Signer: from.signer, Members: members,
	}
}

func texts() []Member {
	return []Member{
		member(NameTranscriptText, []byte("Barn: jag tyckte om bullarna\n")),
		member(NameTranscriptJSON, []byte(`{"utterances":[]}`)),
	}
}

func write(t testing.TB, r Request) []byte {
	t.Helper()
	var b bytes.Buffer
	_, err := Write(context.Background(), &b, r)
	check(t, err)
	return b.Bytes()
}

// got keeps what a handler was given, a member only if it ended well.
type got struct {
	manifests int
	members   map[string][]byte
}

func (g *got) handler() Handler {
	g.members = map[string][]byte{}
	return Handler{
		Manifest: func(Manifest, Card) error { g.manifests++; return nil },
		Member: func(info MemberInfo, r io.Reader) error {
			data, err := io.ReadAll(r)
			if err == nil {
				g.members[info.Name] = data
			}
			return nil // overlooks the error on purpose: Read must not
		},
	}
}

func read(file []byte, by someone) (Manifest, *got, error) {
	var g got
	m, _, err := Read(context.Background(), bytes.NewReader(file), []Identity{by.inbox}, g.handler())
	return m, &g, err
}

func TestWhatGoesInComesOut(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	sound := noise(1, 300_000)
	req := request(anna, chief, append(texts(), member(NameSound, sound), member(NameMarkers, []byte("[]")))...)
	var done, total int64
	req.Progress = func(d, n int64) { done, total = d, n }
	var file bytes.Buffer
	sent, err := Write(context.Background(), &file, req)
	check(t, err)
	if done == 0 || done != total {
		t.Errorf("progress ended at %d of %d", done, total)
	}

	var g got
	m, hash, err := Read(context.Background(), &file, []Identity{newSomeone(t, "x").inbox, chief.inbox}, g.handler())
	check(t, err)
	if want := must(Hash(sent)); hash != want {
		t.Error("sender and receiver see different hashes")
	}
	if m.Reason != req.Manifest.Reason || m.Subject != subject || m.Text != TextRaw || string(m.About) != `{"code":"TALL-27"}` {
		t.Errorf("manifest came out as %+v", m)
	}
	var names []string
	for _, info := range m.Members {
		names = append(names, info.Name)
	}
	if s := strings.Join(names, " "); s != "transcript.json transcript.txt markers.json sound.wav" {
		t.Errorf("members in the order %s", s)
	}
	if !bytes.Equal(g.members[NameSound], sound) || string(g.members[NameTranscriptText]) != "Barn: jag tyckte om bullarna\n" {
		t.Error("a member came out changed")
	}
}

func TestEveryRecipientOpensIt(t *testing.T) {
	anna, chief, second := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm"), newSomeone(t, "Sanna Lind")
	req := request(anna, chief, texts()...)
	req.To = append(req.To, second.inbox.Recipient())
	file := write(t, req)
	for _, who := range []someone{chief, second} {
		_, _, err := read(file, who)
		check(t, err)
	}
	if _, _, err := read(file, newSomeone(t, "Någon annan")); !errors.Is(err, ErrNotForMe) {
		t.Errorf("a stranger got %v", err)
	}
}

func TestSizesAroundBlocksAndChunks(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	for _, n := range []int{0, 1, 511, 512, 513, 65535, 65536, 65537, 131072} {
		data := noise(uint64(n), n)
		_, g, err := read(write(t, request(anna, chief, member(NameSound, data))), chief)
		if err != nil || !bytes.Equal(g.members[NameSound], data) {
			t.Errorf("%d bytes: %v", n, err)
		}
	}
}

func TestTheSizeOfTheFileTellsLittle(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	lengths := map[int]bool{}
	for n := 40_000; n < 42_000; n += 100 {
		lengths[len(write(t, request(anna, chief, member(NameTranscriptText, make([]byte, n)))))] = true
	}
	if len(lengths) > 2 {
		t.Errorf("20 texts of nearly one size gave %d sizes of file", len(lengths))
	}
	if n := len(write(t, request(anna, chief, member(NameSound, make([]byte, 1_000_000))))); n > 1_130_000 {
		t.Errorf("1 MB became %d bytes", n)
	}
}

func TestWhatBreaksTheFormatIsNotWritten(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	for name, spoil := range map[string]func(*Request){
		"another's card":  func(r *Request) { r.Sender = chief.card },
		"no card":         func(r *Request) { r.Sender = []byte("{}") },
		"no recipient":    func(r *Request) { r.To = nil },
		"unknown member":  func(r *Request) { r.Members = append(r.Members, member("../x", nil)) },
		"member twice":    func(r *Request) { r.Members = append(r.Members, r.Members[0]) },
		"unknown kind":    func(r *Request) { r.Manifest.Kind = "brev" },
		"no time":         func(r *Request) { r.Manifest.Created = time.Time{} },
		"crooked subject": func(r *Request) { r.Manifest.Subject = "TALL-27" },
	} {
		req := request(anna, chief, texts()...)
		spoil(&req)
		if _, err := Write(context.Background(), io.Discard, req); !errors.Is(err, ErrRequest) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAMemberThatChangesBetweenTheTwoReadingsIsNotSent(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	for _, second := range []string{"other words", "longer than the first", "short"} {
		opened := 0
		m := Member{Name: NameTranscriptText, Open: func() (io.ReadCloser, error) {
			opened++
			if opened == 1 {
				return io.NopCloser(strings.NewReader("first words")), nil
			}
			return io.NopCloser(strings.NewReader(second)), nil
		}}
		if _, err := Write(context.Background(), io.Discard, request(anna, chief, m)); !errors.Is(err, ErrRequest) {
			t.Errorf("%q: %v", second, err)
		}
	}
}

func TestTheHandlerMayRefuse(t *testing.T) {
	anna, chief := newSomeone(t, "Anna Ek"), newSomeone(t, "Cecilia Alm")
	file := write(t, request(anna, chief, texts()...))
	no := errors.New("seen before")
	for name, h := range map[string]Handler{
		"at the manifest": {
			Manifest: func(m Manifest, c Card) error {
				if c.Name != "Anna Ek" {
					t.Errorf("sender %q", c.Name)
				}
				return no
			},
			Member: func(MemberInfo, io.Reader) error { t.Error("a member after a refusal"); return nil },
		},
		"at a member": {Member: func(MemberInfo, io.Reader) error { return no }},
	} {
		if _, _, err := Read(context.Background(), bytes.NewReader(file), []Identity{chief.inbox}, h); !errors.Is(err, no) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestReceiptsAreTheSameForTheSameBundleOnly(t *testing.T) {
	words := make([]string, 1024)
	for i := range words {
		words[i] = "ord"
	}
	words[0] = "sten"
	a, b := Receipt([32]byte{1}, words), Receipt([32]byte{2}, words)
	if a == b || a != Receipt([32]byte{1}, words) {
		t.Errorf("receipts %q and %q", a, b)
	}
	if fields := strings.Fields(a); len(fields) != 3 || len(fields[2]) != 4 {
		t.Errorf("%q is not two words and four figures", a)
	}
}
