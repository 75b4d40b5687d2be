package handover

import (
	"context"
	"os"
	"slices"
	"testing"

	"barnrost/app"
)

// counter counts how often a sound is read from its beginning, and can lie
// about its checksum.
type counter struct {
	Source
	read int
	lie  string
}

func (c *counter) OpenSound(ctx context.Context, id app.ID) (Sound, error) {
	s, err := c.Source.OpenSound(ctx, id)
	return countedSound{s, c}, err
}

type countedSound struct {
	Sound
	c *counter
}

func (s countedSound) SHA256() string {
	if s.c.lie != "" {
		return s.c.lie
	}
	return s.Sound.SHA256()
}

func (s countedSound) Each(take func([]byte) error) error { s.c.read++; return s.Sound.Each(take) }

func TestASoundIsReadTwiceUntilItsChecksumIsKnownAndThenOnce(t *testing.T) {
	anna, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	to := anna.knows(chief, true)
	chief.knows(anna, true)
	i := anna.interviewed(80_000)
	for _, want := range []int{2, 1} {
		c := &counter{Source: anna.post.Source}
		anna.post.Source = c
		path, _ := anna.send(i.ID, to, true)
		anna.post.Source = c.Source
		if c.read != want {
			t.Errorf("read %d times, want %d", c.read, want)
		}
		got, err := chief.post.Receive(t.Context(), path, nil)
		check(t, err)
		there, err := chief.book.Interview(got.Interview)
		check(t, err)
		if !slices.Equal(chief.heard(there.Recording), tone(80_000)) {
			t.Error("another sound arrived")
		}
		here, err := anna.book.Recording(t.Context(), i.Recording)
		check(t, err)
		rec, err := chief.book.Recording(t.Context(), there.Recording)
		check(t, err)
		if rec.SHA256 == "" || here.SHA256 != "" && rec.SHA256 != here.SHA256 {
			t.Errorf("received with checksum %q, sent with %q", rec.SHA256, here.SHA256)
		}
		check(t, anna.book.SumSound(t.Context(), i.Recording))
	}
}

func TestASoundThatIsNotWhatItsChecksumSaysIsNotSent(t *testing.T) {
	anna, chief := newSomebody(t, "Anna Ek"), newSomebody(t, "Cecilia Alm")
	to := anna.knows(chief, true)
	i := anna.interviewed(80_000)
	anna.post.Source = &counter{Source: anna.post.Source, lie: "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"}
	dir := t.TempDir()
	if _, err := anna.post.Send(t.Context(), draft(i.ID, to, true), dir, nil); app.CodeOf(err) != app.CodeVaultDamaged {
		t.Errorf("sending: %v", err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) > 0 {
		t.Errorf("%d files were left, %v", len(files), err)
	}
}
