package desk

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"barnrost/app"
)

func TestAnAbbreviationIsWrittenOutWithTheTimeAndUndoGivesBackWhatWasTyped(t *testing.T) {
	s := open(t, &vault{})
	s.room.abbreviations = nil // they were read for the help card
	s.room.d.Autotexts = func() ([]app.Autotext, error) { return []app.Autotext{{Short: "kx", Text: "hunden Kex {tid}"}}, nil }
	s.tape.at = 7_400
	s.write("ja ni  och Oh  sen pa  kx  slut")
	if got := s.room.doc.At(0).Text; got != "ja [nickar] och [ohörbart 00:00:07] sen [paus 5 s] hunden Kex 00:00:07 slut" {
		t.Fatalf("became %q", got)
	}
	// The nod that was typed is the one that was marked at five seconds.
	s.second()
	if s.Control("desk.mark1.put") != nil {
		t.Error("the marker does not count as written in")
	}
	for !strings.HasSuffix(s.room.doc.At(0).Text, "kx  ") {
		before := s.room.doc.At(0).Text
		s.ctrl(fyne.KeyZ)
		if s.room.doc.At(0).Text == before {
			t.Fatalf("undo stops at %q", before)
		}
	}
	if got := s.room.doc.At(0).Text; got != "ja [nickar] och [ohörbart 00:00:07] sen [paus 5 s] kx  " {
		t.Errorf("undo gave %q", got)
	}
	s.write("x") // an abbreviation that was taken back stays
	if got := s.room.doc.At(0).Text; !strings.HasSuffix(got, "kx  x") {
		t.Errorf("became %q", got)
	}
	s.room.Close()
}

func TestAPauseIsAsLongAsTheSoundSays(t *testing.T) {
	s := open(t, &vault{})
	s.room.pauseAt = func(ms int64) int64 { return ms / 10 }
	s.tape.at = 76_000
	s.write("pa  ")
	s.tape.at = 4_000 // too short to be told from breathing
	s.write("pa  ")
	if got := s.room.doc.At(0).Text; got != "[paus 8 s] [paus 5 s] " {
		t.Errorf("became %q", got)
	}
	s.room.Close()
}

func TestAbbreviationsThatCannotBeReadLeaveTheOthers(t *testing.T) {
	s := open(t, &vault{})
	s.room.abbreviations = nil
	s.room.d.Autotexts = func() ([]app.Autotext, error) { return nil, app.Fail(app.CodeVaultDamaged, context.Canceled) }
	s.write("ni  ")
	if got := s.room.doc.At(0).Text; got != "[nickar] " || !s.Traced("problem vault-damaged") {
		t.Errorf("became %q", got)
	}
	s.room.Close()
}
