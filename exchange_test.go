package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/app/transcript"
	"barnrost/app/transcript/format"
	"barnrost/app/view/unlock"
)

// withText is a session with an interview whose text says one thing.
func withText(t *testing.T) (*session, app.Interview) {
	t.Helper()
	s := firstStart(t, filepath.Join(t.TempDir(), "data"), unlock.Start{Profile: worker}).session
	i, err := s.book.CreateInterview(t.Context(), 9, app.Places[0])
	if err != nil {
		t.Fatal(err)
	}
	one := []transcript.Utterance{{ID: 1, Speaker: transcript.Child, Start: 1000, End: 2000, Text: "Det var roligt."}}
	if err := s.takeText(t.Context(), i.ID, format.TXT, one, transcript.Names{}, false, "före"); err != nil {
		t.Fatal(err)
	}
	return s, i
}

// logged lists the acts and details of the log, the newest first.
func logged(t *testing.T, s *session) (acts []string) {
	t.Helper()
	all, err := s.book.Log(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		acts = append(acts, string(e.Act)+" "+e.Detail)
	}
	return acts
}

func TestAFileOfTheTextIsLoggedWithItsFormAndNothingElseAndNoFileIsWrittenOver(t *testing.T) {
	s, i := withText(t)
	dir := t.TempDir()
	theirs := filepath.Join(dir, i.Code+".txt")
	if err := os.WriteFile(theirs, []byte("annat"), 0o600); err != nil {
		t.Fatal(err)
	}
	path, err := s.saveText(t.Context(), i.ID, dir, format.TXT, []byte("hej"))
	if err != nil || path == theirs {
		t.Fatalf("saved as %s, %v", path, err)
	}
	for file, want := range map[string]string{theirs: "annat", path: "hej"} {
		if got, err := os.ReadFile(file); err != nil || string(got) != want {
			t.Errorf("%s holds %q, %v", file, got, err)
		}
	}
	acts := logged(t, s)
	if acts[0] != "text-exported txt" || !slices.Contains(acts, "text-imported txt") {
		t.Errorf("the log has %q", acts)
	}
	for _, act := range acts {
		if strings.Contains(act, dir) || strings.Contains(act, "roligt") {
			t.Errorf("the log tells %q", act)
		}
	}
}

func TestATextThatIsLockedAwayNeitherLeavesAsAFileNorTakesOneIn(t *testing.T) {
	s, i := withText(t)
	if err := s.book.Block(t.Context(), i.ID, app.MatterText, true); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	_, err := postbox{s.book}.Transcript(t.Context(), i.ID)
	if app.CodeOf(err) != app.CodeBlocked {
		t.Errorf("read: %v", err)
	}
	if _, err := s.saveText(t.Context(), i.ID, dir, format.TXT, []byte("hej")); app.CodeOf(err) != app.CodeBlocked {
		t.Errorf("saved: %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if err := s.takeText(t.Context(), i.ID, format.TXT, nil, transcript.Names{}, true, "före"); app.CodeOf(err) != app.CodeBlocked {
		t.Errorf("taken in: %v", err)
	}
}

func TestAFolderThatTakesNothingIsToldAndNothingIsLogged(t *testing.T) {
	s, i := withText(t)
	before := logged(t, s)
	_, err := s.saveText(t.Context(), i.ID, filepath.Join(t.TempDir(), "borta"), format.TXT, []byte("hej"))
	if code := app.CodeOf(err); code == "" || code == app.CodeInternal {
		t.Errorf("a folder that is gone: %v", err)
	}
	if now := logged(t, s); !slices.Equal(before, now) {
		t.Errorf("the log became %q", now)
	}
}

func TestAReplacedTextIsKeptAsAVersionAndComesBackByOneUndo(t *testing.T) {
	s, i := withText(t)
	names := transcript.Names{}.With(transcript.Other, "Kim")
	list := []transcript.Utterance{{ID: 1, Speaker: transcript.Other, Text: "ett"}, {ID: 2, Speaker: transcript.Child, Text: "två"}}
	if err := s.takeText(t.Context(), i.ID, format.DOCX, list, names, true, "före"); err != nil {
		t.Fatal(err)
	}
	text, err := s.book.OpenText(t.Context(), i.ID)
	if err != nil {
		t.Fatal(err)
	}
	document, err := loadDocument(t.Context(), text)
	if err != nil || document.Len() != 2 || document.Names() != names {
		t.Fatalf("%+v, %v", document.Content(), err)
	}
	if _, ok := document.Undo(); !ok || document.Len() != 1 || document.At(0).Text != "Det var roligt." || document.Names() != (transcript.Names{}) {
		t.Errorf("undone it is %+v", document.Content())
	}
	kept, err := text.Versions(t.Context())
	if err != nil || len(kept) != 1 {
		t.Fatalf("%d versions, %v", len(kept), err)
	}
	v, err := transcript.ParseVersion(kept[0])
	if err != nil {
		t.Fatal(err)
	}
	if c, err := v.Content(); err != nil || c.Utterances[0].Text != "Det var roligt." || v.Name != "före" {
		t.Errorf("the version holds %+v, %v", c, err)
	}
}

func TestAFileIsReadNoFurtherThanTheLargestTranscript(t *testing.T) {
	path := filepath.Join(t.TempDir(), "stor.txt")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 1<<32); err != nil {
		t.Fatal(err)
	}
	b, err := readFile(t.Context(), path)
	if err != nil || len(b) != format.MaxFile+1 {
		t.Fatalf("%d bytes, %v", len(b), err)
	}
	if _, err := format.Read(b, path); app.CodeOf(err) != app.CodeTranscriptLarge {
		t.Errorf("%v", err)
	}
	if _, err := readFile(t.Context(), path+".borta"); app.CodeOf(err) != app.CodeFileMissing || errors.Is(err, os.ErrExist) {
		t.Errorf("a file that vanished: %v", err)
	}
}
