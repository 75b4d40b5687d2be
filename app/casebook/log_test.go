package casebook

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"barnrost/app"
	"barnrost/storage"
)

// logged returns the log, the newest first.
func (b *bench) logged() []app.LogEntry {
	b.t.Helper()
	entries, err := b.book.Log(b.t.Context(), nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return entries
}

func TestTheLogSaysWhatWasDoneToWhichInterview(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	if _, err := b.book.OpenText(t.Context(), i.ID); err != nil {
		t.Fatal(err)
	}
	words := []string{"sol", "ek", "båt", "sand"}
	if _, err := b.book.AddContact(t.Context(), app.Contact{Name: "Maj Påhittad", Words: words, Card: []byte("kort")}); err != nil {
		t.Fatal(err)
	}
	if err := b.book.NoteSent(t.Context(), i.ID, app.Sent{Receiver: "Maj Påhittad", Words: words}); err != nil {
		t.Fatal(err)
	}
	var steps []int64
	got, err := b.book.Log(t.Context(), func(done, total int64) { steps = append(steps, done, total) })
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(steps, []int64{1, 3, 2, 3, 3, 3}) {
		t.Errorf("progress %v", steps)
	}
	if len(got) != 3 {
		t.Fatalf("%d rows: %+v", len(got), got)
	}
	for n, want := range []app.LogEntry{
		{Seq: 3, Act: app.ActExported, Code: i.Code, Person: "Maj Påhittad", Detail: "sol-ek-båt-sand"},
		{Seq: 2, Act: app.ActOpened, Code: i.Code},
		{Seq: 1, Act: app.ActUnlocked},
	} {
		if got[n].At.IsZero() {
			t.Errorf("row %d has no time", got[n].Seq)
		}
		want.At = got[n].At
		if got[n] != want {
			t.Errorf("row %d is %+v, want %+v", n, got[n], want)
		}
	}
}

func TestTheLogSaysWhatItCannotNameAnyMore(t *testing.T) {
	b := newBench(t)
	i := b.interview()
	if _, err := b.book.OpenText(t.Context(), i.ID); err != nil {
		t.Fatal(err)
	}
	i, err := b.book.Interview(i.ID)
	if err != nil {
		t.Fatal(err)
	}
	err = b.vault.Write(t.Context(), storage.Text, func(tx *storage.Tx) error {
		return cmpErr(tx.Erase(storage.ID(i.Transcript)), tx.Erase(storage.ID(i.ID)))
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := b.logged()[0]; got.Act != app.ActOpened || !got.Gone || got.Code != "" {
		t.Errorf("%+v", got)
	}
}

func cmpErr(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

// tampered changes the vault's file behind the program's back and opens it.
func (b *bench) tampered(statement string) {
	b.t.Helper()
	if err := b.vault.Close(); err != nil {
		b.t.Fatal(err)
	}
	b.spoil(statement)
	sealed, err := storage.Open(b.t.Context(), b.path)
	if err != nil {
		b.t.Fatal(err)
	}
	if b.vault, err = sealed.Unlock(b.t.Context(), b.keys, b.now); err != nil {
		b.t.Fatal(err)
	}
	b.openBook()
}

func TestABrokenLogShowsWhereAndKeepsItsSoundRows(t *testing.T) {
	for name, c := range map[string]struct {
		query      string
		lost       []int64
		noticed    []int64 // sound rows at which the chain does not hold
		wantSound  int
		noTimeLeft bool
	}{
		"one is gone":    {"DELETE FROM event WHERE seq = 2", []int64{2}, nil, 4, false},
		"one is changed": {"UPDATE event SET box = (SELECT box FROM event WHERE seq = 1) WHERE seq = 3", []int64{3}, nil, 4, false},
		"the first gone": {"DELETE FROM event WHERE seq = 1", []int64{1}, nil, 4, true},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			for range 3 {
				if err := b.book.LogExport(t.Context(), 7); err != nil {
					t.Fatal(err)
				}
			}
			if b.book.LogBroken() {
				t.Error("a whole log is called broken")
			}
			b.tampered(c.query)
			if !b.book.LogBroken() {
				t.Error("nothing is said at unlock")
			}
			var lost, noticed []int64
			sound := 0
			for _, e := range b.logged() {
				switch {
				case e.Act == "":
					lost = append(lost, e.Seq)
					if e.At.IsZero() != c.noTimeLeft || e.Until.IsZero() {
						t.Errorf("row %d lies between %v and %v", e.Seq, e.At, e.Until)
					}
				case e.Broken:
					noticed = append(noticed, e.Seq)
				}
				if e.Act != "" {
					sound++
				}
			}
			if !slices.Equal(lost, c.lost) || !slices.Equal(noticed, c.noticed) || sound != c.wantSound {
				t.Errorf("lost %v, noticed %v, %d sound", lost, noticed, sound)
			}
		})
	}
}

// TestNothingTheCasebookDoesTakesARowOutOfTheLog does what a year brings and
// compares the boxes of the log before and after, byte by byte.
func TestNothingTheCasebookDoesTakesARowOutOfTheLog(t *testing.T) {
	b := newBench(t)
	var before []string
	check := func(what string) {
		t.Helper()
		now := b.boxes()
		if len(now) < len(before) || !slices.Equal(before, now[:len(before)]) {
			t.Fatalf("%s changed what stood in the log", what)
		}
		before = now
	}
	for name, do := range map[string]func() error{
		"a profile": func() error { return b.book.SaveProfile(t.Context(), app.Profile{Name: "Åsa Uppdiktad"}) },
		"a card": func() error {
			_, err := b.book.AddContact(t.Context(), app.Contact{Name: "Maj", Card: []byte("x")})
			return err
		},
		"an export":  func() error { return b.book.LogExport(t.Context(), 1) },
		"a unit":     func() error { return b.book.SaveUnit(t.Context(), "Enheten", []byte("a"), []byte("b")) },
		"waiting":    func() error { return b.book.AddWaiting(t.Context(), Waiting{Path: "x", Hash: []byte{1}}) },
		"not":        func() error { return b.book.RemoveWaiting(t.Context(), [32]byte{1}) },
		"invitation": func() error { return b.book.LogInvitation(t.Context(), []string{"sol"}) },
		"interview": func() error {
			i := b.interview()
			if err := b.book.NoteSent(t.Context(), i.ID, app.Sent{}); err != nil {
				return err
			}
			_, err := b.book.OpenText(t.Context(), i.ID)
			return err
		},
		"received": func() error {
			_, err := b.book.Receive(t.Context(), [32]byte{9}, app.Interview{Received: &app.Received{}}, []byte("{}"), nil)
			return err
		},
	} {
		if err := do(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		check(name)
	}
	b.reopen()
	check("locking and unlocking")
	if len(before) < 7 {
		t.Errorf("only %d rows were logged: the test sees too little", len(before))
	}
	// The control: a row that is changed is seen.
	b.tampered("UPDATE event SET box = (SELECT box FROM event WHERE seq = 1) WHERE seq = 2")
	if now := b.boxes(); slices.Equal(before, now[:len(before)]) {
		t.Error("the comparison does not see a changed row")
	}
}

// boxes returns the log's rows as they lie in the file.
func (b *bench) boxes() []string {
	b.t.Helper()
	out, err := exec.Command("sqlite3", "-readonly", b.path, "SELECT hex(box) FROM event ORDER BY seq").Output()
	if err != nil {
		b.t.Fatalf("sqlite3: %v", err)
	}
	return strings.Fields(string(out))
}

// TestTheStoreOffersNoWayToTakeARowOutOfTheLog reads the store's source: the
// only statements about the log add to it or read it. INSERT OR REPLACE meets
// only rows beyond the log's end, which nothing vouches for.
func TestTheStoreOffersNoWayToTakeARowOutOfTheLog(t *testing.T) {
	files, err := filepath.Glob("../../storage/*.go")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	seen := 0
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, statement := range aboutTheLog(t, path, src) {
			seen++
			if harmful(statement) {
				t.Errorf("%s: %s", path, statement)
			}
		}
	}
	if seen < 3 {
		t.Errorf("only %d statements about the log were found", seen)
	}
	// The control: what would be harmful is seen as such.
	for _, s := range []string{"DELETE FROM event WHERE seq = ?", "UPDATE event SET box = ?", "DROP TABLE event"} {
		if found := aboutTheLog(t, "control.go", []byte("package p\nconst s = `"+s+"`")); len(found) != 1 || !harmful(found[0]) {
			t.Errorf("%q would not be found", s)
		}
	}
}

func aboutTheLog(t *testing.T, path string, src []byte) (found []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, src, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			words := strings.FieldsFunc(strings.ToLower(lit.Value), func(r rune) bool { return (r < 'a' || r > 'z') && r != '_' })
			sqlish := slices.ContainsFunc(words, func(w string) bool {
				return slices.Contains([]string{"select", "insert", "update", "delete", "drop", "create", "alter"}, w)
			})
			if sqlish && slices.Contains(words, "event") {
				found = append(found, strings.ToLower(strings.Trim(lit.Value, "`\"")))
			}
		}
		return true
	})
	return found
}

func harmful(statement string) bool {
	for _, s := range []string{"delete from event", "update event", "drop table event", "alter table event"} {
		if strings.Contains(statement, s) {
			return true
		}
	}
	return false
}
