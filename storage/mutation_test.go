package storage

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"modernc.org/sqlite"
)

// flip(x) changes one byte in the middle of x.
func init() {
	sqlite.MustRegisterDeterministicScalarFunction("flip", 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		x, ok := args[0].([]byte)
		if !ok || len(x) == 0 {
			return nil, errors.New("flip: nothing to change")
		}
		x = slices.Clone(x)
		x[len(x)/2] ^= 0x10
		return x, nil
	})
}

// mutants is a vault to be mutated, an older copy of it and another vault of
// the same person. In statements $A, $B, $E are objects, $X is one that never
// was; the tables of the copy and of the other vault are old.… and other.….
type mutants struct {
	*bench
	whole, old, other string
	ids               map[string]ID
}

func newMutants(t *testing.T) *mutants {
	t.Helper()
	dir := t.TempDir()
	m := &mutants{bench: newBench(t), whole: filepath.Join(dir, "whole"), old: filepath.Join(dir, "old"), other: filepath.Join(dir, "other"),
		ids: map[string]ID{"X": NewID()}}
	b := m.bench
	twoStreams := func(b *bench) ID {
		id := b.text(4)
		for i := range 2 {
			b.append(id, sound, Row{Data: line(i)})
		}
		return id
	}
	m.ids["A"], m.ids["B"], m.ids["E"] = twoStreams(b), twoStreams(b), b.text(2)
	for i := range 4 {
		b.write(Text, func(tx *Tx) error {
			return errors.Join(tx.Event(Event{Kind: "opened", Detail: fmt.Sprint(i)}), tx.SeenBundle([32]byte{byte(i)}), tx.SetSlot(SlotRecovery, line(i)))
		})
	}
	b.close()
	m.copyTo(m.old)
	b.open()
	b.write(Text, func(tx *Tx) error {
		rows := make([]Row, 4)
		for i := range rows {
			rows[i].Data = line(i)
		}
		return errors.Join(tx.Replace(m.ids["A"], journal, rows), tx.Erase(m.ids["E"]), tx.Event(Event{Kind: "erased"}),
			tx.SeenBundle([32]byte{99}), tx.SetSlot(SlotPassphrase, []byte("another passphrase")))
	})
	b.vault.sweeps.group.Wait()
	b.close()
	m.copyTo(m.whole)
	// The same ids as in the other vault, so that only the vault tells them apart.
	second := newBench(t)
	o := twoStreams(second)
	for range 5 {
		second.write(Text, func(tx *Tx) error {
			return errors.Join(tx.Event(Event{Kind: "opened"}), tx.SetSlot(SlotPassphrase, []byte("the other's")))
		})
	}
	second.close()
	second.tamper("UPDATE chunk SET obj=?", m.ids["A"].slice())
	second.tamper("UPDATE object SET id=? WHERE id=?", m.ids["A"].slice(), o[:])
	content, err := os.ReadFile(second.path)
	if err == nil {
		err = os.WriteFile(m.other, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func (id ID) slice() []byte { return id[:] }

func (m *mutants) copyTo(path string) {
	m.Helper()
	content, err := os.ReadFile(m.path)
	if err == nil {
		err = os.WriteFile(path, content, 0o600)
	}
	if err != nil {
		m.Fatal(err)
	}
}

// mutate makes the vault whole again and runs statements on it.
func (m *mutants) mutate(t *testing.T, statements string) {
	t.Helper()
	content, err := os.ReadFile(m.whole)
	if err == nil {
		err = os.WriteFile(m.path, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	for name, id := range m.ids {
		statements = strings.ReplaceAll(statements, "$"+name, fmt.Sprintf("x'%x'", id[:]))
	}
	db, err := sql.Open("sqlite", m.path)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	exec := func(query string, args ...any) {
		if _, err := db.Exec(query, args...); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
	}
	exec("ATTACH ? AS old", m.old)
	exec("ATTACH ? AS other", m.other)
	for _, s := range split(statements) {
		var before, after int64
		changes := "SELECT total_changes()"
		err := db.QueryRow(changes).Scan(&before)
		exec(s)
		schema := strings.HasPrefix(s, "CREATE") || strings.HasPrefix(s, "DROP")
		if err = errors.Join(err, db.QueryRow(changes).Scan(&after)); err != nil || s != "" && !schema && before == after {
			t.Fatalf("%s: changed nothing, %v", s, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// split parts statements; a trigger's own stay together.
func split(statements string) []string {
	if strings.Contains(statements, "BEGIN") {
		return []string{statements}
	}
	return strings.Split(statements, ";")
}

// words names a damage as the table does.
func (m *mutants) words(d Damage) string {
	text := string(d.Part)
	for name, id := range m.ids {
		if d.Object == id {
			text += " " + name
		}
	}
	switch d.Part {
	case PartRow, PartExtra:
		text += fmt.Sprintf(" %d.%d", d.Stream, d.Seq)
	case PartLog, PartSlot:
		text += fmt.Sprintf(" %d", d.Seq)
	}
	return text
}

// Every table, and whatever can be done to its rows. Stream 2 of A has four
// rows and was written anew since the old copy, stream 0 has two; the log has
// five events, the last of them since; E was erased since.
func TestEveryMutationOfEveryTableIsFoundAndNamed(t *testing.T) {
	m := newMutants(t)
	for _, c := range []struct{ table, name, do, want string }{
		{"control", "nothing", "", ""},

		{"vault", "changed", "UPDATE vault SET vault_id=flip(vault_id)", "vault"},
		{"vault", "cut short", "UPDATE vault SET vault_id=substr(vault_id,2)", "vault"},
		{"vault", "another format", "UPDATE vault SET format=0", "vault"},
		{"vault", "another vault's", "UPDATE vault SET vault_id=(SELECT vault_id FROM other.vault)", "vault"},
		{"vault", "deleted", "DELETE FROM vault", "vault"},
		{"vault", "added", "INSERT INTO vault SELECT * FROM other.vault", "vault"},

		{"tables", "a trigger added", "CREATE TRIGGER t AFTER INSERT ON chunk BEGIN DELETE FROM chunk; END", "tables"},
		{"tables", "an index added", "CREATE INDEX i ON chunk(seq)", "tables"},
		{"tables", "a table added", "CREATE TABLE t(x)", "tables"},
		{"tables", "the log dropped", "DROP TABLE event", "log 0, tables"},
		{"tables", "all rows dropped", "DROP TABLE chunk", "extra 0.0, extra A 0.0, extra B 0.0, row A 0.0, row A 0.1, row A 2.0, row A 2.1, row A 2.2, row A 2.3, row B 0.0, row B 0.1, row B 2.0, row B 2.1, row B 2.2, row B 2.3, tables"},
		{"tables", "all objects dropped", "DROP TABLE object", "catalog, tables"},
		{"tables", "the bundles dropped", "DROP TABLE seen_bundle", "seen, tables"},
		{"tables", "the slots dropped", "DROP TABLE keyslot", "refused: storage: damaged"},
		{"tables", "the catalog dropped", "DROP TABLE catalog", "catalog, tables"},

		{"keyslot", "changed", "UPDATE keyslot SET box=flip(box) WHERE id=1", "slot 1"},
		{"keyslot", "cut short", "UPDATE keyslot SET box=substr(box,2) WHERE id=2", "slot 2"},
		{"keyslot", "swapped", "UPDATE keyslot SET id=7-id; UPDATE keyslot SET id=id-4 WHERE id=5; UPDATE keyslot SET id=2 WHERE id=6", "slot 1, slot 2"},
		{"keyslot", "deleted", "DELETE FROM keyslot WHERE id=1", "slot 1"},
		{"keyslot", "all deleted", "DELETE FROM keyslot", "refused: storage: damaged"},
		{"keyslot", "added", "INSERT INTO keyslot VALUES(3, x'00')", "slot 3"},
		{"keyslot", "replayed", "UPDATE keyslot SET box=(SELECT box FROM old.keyslot WHERE id=1) WHERE id=1", "slot 1"},
		{"keyslot", "another vault's", "UPDATE keyslot SET box=(SELECT box FROM other.keyslot WHERE id=1) WHERE id=1", "slot 1"},

		{"catalog", "changed", "UPDATE catalog SET box=flip(box)", "catalog"},
		{"catalog", "cut short", "UPDATE catalog SET box=substr(box,1,length(box)-1)", "catalog"},
		{"catalog", "deleted", "DELETE FROM catalog", "catalog"},
		{"catalog", "added", "INSERT INTO catalog SELECT box FROM old.catalog", "catalog"},
		{"catalog", "replayed", "UPDATE catalog SET box=(SELECT box FROM old.catalog)", "head A, key E, log 5, seen, slot 1"},
		{"catalog", "another vault's", "UPDATE catalog SET box=(SELECT box FROM other.catalog)", "catalog"},

		{"catalog", "another vault's, with an object of its", "UPDATE catalog SET box=(SELECT box FROM other.catalog); INSERT INTO object SELECT * FROM other.object WHERE id<>$A LIMIT 1", "catalog, head"},

		{"key", "changed", "UPDATE object SET key_box=flip(key_box) WHERE id=$A", "key A"},
		{"key", "cut short", "UPDATE object SET key_box=substr(key_box,2) WHERE id=$A", "key A"},
		{"key", "another object's", "UPDATE object SET key_box=(SELECT key_box FROM object WHERE id=$B) WHERE id=$A", "head A"},
		{"key", "another vault's", "UPDATE object SET key_box=(SELECT key_box FROM other.object WHERE id=$A) WHERE id=$A", "head A"},

		{"head", "changed", "UPDATE object SET head_box=flip(head_box) WHERE id=$A", "head A"},
		{"head", "cut short", "UPDATE object SET head_box=substr(head_box,2) WHERE id=$A", "head A"},
		{"head", "another object's", "UPDATE object SET head_box=(SELECT head_box FROM object WHERE id=$B) WHERE id=$A", "head A"},
		{"head", "another vault's", "UPDATE object SET (key_box,head_box)=(SELECT key_box,head_box FROM other.object WHERE id=$A) WHERE id=$A", "head A"},
		{"head", "replayed", "UPDATE object SET head_box=(SELECT head_box FROM old.object WHERE id=$A) WHERE id=$A", "head A"},

		{"object", "deleted", "DELETE FROM object WHERE id=$A", "key A"},
		{"object", "added", "INSERT INTO object SELECT $X, key_box, head_box FROM object WHERE id=$A", "head X"},
		{"object", "renamed", "UPDATE object SET id=$X WHERE id=$A", "head X, key A"},
		{"object", "swapped", "UPDATE object SET id=$X WHERE id=$A; UPDATE object SET id=$A WHERE id=$B; UPDATE object SET id=$B WHERE id=$X", "head A, head B"},
		{"object", "replayed after it was erased", "INSERT INTO object SELECT * FROM old.object WHERE id=$E; INSERT INTO chunk SELECT rowid+1000, obj, stream, seq, box FROM old.chunk WHERE obj=$E", "head E"},

		{"chunk", "changed", "UPDATE chunk SET box=flip(box) WHERE obj=$A AND stream=2 AND seq=1", "row A 2.1"},
		{"chunk", "cut short", "UPDATE chunk SET box=substr(box,1,length(box)-1) WHERE obj=$A AND stream=2 AND seq=0", "row A 2.0"},
		{"chunk", "emptied", "UPDATE chunk SET box=x'' WHERE obj=$A AND stream=2 AND seq=3", "row A 2.3"},
		{"chunk", "swapped", "UPDATE chunk SET seq=9 WHERE obj=$A AND stream=2 AND seq=0; UPDATE chunk SET seq=0 WHERE obj=$A AND stream=2 AND seq=2; UPDATE chunk SET seq=2 WHERE obj=$A AND seq=9", "row A 2.0, row A 2.2"},
		{"chunk", "reordered", "UPDATE chunk SET seq=seq+10 WHERE obj=$A AND stream=2; UPDATE chunk SET seq=13-seq WHERE obj=$A AND stream=2", "row A 2.0, row A 2.1, row A 2.2, row A 2.3"},
		{"chunk", "deleted", "DELETE FROM chunk WHERE obj=$A AND stream=2 AND seq=1", "row A 2.1"},
		{"chunk", "the last deleted", "DELETE FROM chunk WHERE obj=$A AND stream=2 AND seq=3", "row A 2.3"},
		{"chunk", "replayed", "UPDATE chunk SET box=(SELECT box FROM old.chunk WHERE obj=$A AND stream=2 AND seq=1) WHERE obj=$A AND stream=2 AND seq=1", "row A 2.1"},
		{"chunk", "all replayed", "DELETE FROM chunk WHERE obj=$A AND stream=2; INSERT INTO chunk SELECT rowid+1000, obj, stream, seq, box FROM old.chunk WHERE obj=$A AND stream=2", "row A 2.0, row A 2.1, row A 2.2, row A 2.3"},
		{"chunk", "another row's copied", "UPDATE chunk SET box=(SELECT box FROM chunk WHERE obj=$A AND stream=2 AND seq=2) WHERE obj=$A AND stream=2 AND seq=1", "row A 2.1"},
		{"chunk", "another stream's", "UPDATE chunk SET box=(SELECT box FROM chunk WHERE obj=$A AND stream=0 AND seq=1) WHERE obj=$A AND stream=2 AND seq=1", "row A 2.1"},
		{"chunk", "another object's", "UPDATE chunk SET box=(SELECT box FROM chunk WHERE obj=$B AND stream=2 AND seq=1) WHERE obj=$A AND stream=2 AND seq=1", "row A 2.1"},
		{"chunk", "another vault's", "UPDATE chunk SET box=(SELECT box FROM other.chunk WHERE obj=$A AND stream=2 AND seq=1) WHERE obj=$A AND stream=2 AND seq=1", "row A 2.1"},
		{"chunk", "added", "INSERT INTO chunk SELECT NULL, obj, stream, 4, box FROM chunk WHERE obj=$A AND stream=2 AND seq=3", "extra A 2.4"},
		{"chunk", "moved to another stream", "UPDATE chunk SET stream=7 WHERE obj=$A AND stream=2 AND seq=1", "extra A 7.1, row A 2.1"},
		{"chunk", "moved to another object", "UPDATE chunk SET obj=$B, seq=4 WHERE obj=$A AND stream=2 AND seq=1", "extra B 2.4, row A 2.1"},
		{"chunk", "in a stream that cannot be", "UPDATE chunk SET stream=300 WHERE obj=$A AND stream=0 AND seq=1", "extra A 44.1, row A 0.1"},

		{"chunk", "added before the first", "INSERT INTO chunk SELECT NULL, obj, stream, -1, box FROM chunk WHERE obj=$A AND stream=2 AND seq=0", "extra A 2.-1"},
		{"chunk", "added to what cannot be an object", "INSERT INTO chunk SELECT NULL, x'00', stream, seq, box FROM chunk WHERE obj=$A AND stream=2 AND seq=0", "extra 0.0"},

		{"event", "changed", "UPDATE event SET box=flip(box) WHERE seq=2", "log 2"},
		{"event", "cut short", "UPDATE event SET box=substr(box,2) WHERE seq=2", "log 2"},
		{"event", "swapped", "UPDATE event SET seq=9 WHERE seq=2; UPDATE event SET seq=2 WHERE seq=4; UPDATE event SET seq=4 WHERE seq=9", "log 2, log 4"},
		{"event", "deleted", "DELETE FROM event WHERE seq=1", "log 1"},
		{"event", "the last deleted", "DELETE FROM event WHERE seq=5", "log 5"},
		{"event", "all deleted", "DELETE FROM event", "log 1, log 2, log 3, log 4, log 5"},
		{"event", "another's copied", "UPDATE event SET box=(SELECT box FROM event WHERE seq=1) WHERE seq=2", "log 2"},
		{"event", "another vault's", "UPDATE event SET box=(SELECT box FROM other.event WHERE seq=2) WHERE seq=2", "log 2"},
		{"event", "all another vault's", "DELETE FROM event; INSERT INTO event SELECT * FROM other.event", "log 1, log 2, log 3, log 4, log 5"},
		{"event", "added", "INSERT INTO event SELECT 6, box FROM event WHERE seq=5", "log 6"},
		{"event", "added before the first", "INSERT INTO event SELECT 0, box FROM event WHERE seq=1", "log 0"},

		{"seen_bundle", "changed", "UPDATE seen_bundle SET hash=flip(hash) WHERE hash=(SELECT min(hash) FROM seen_bundle)", "seen"},
		{"seen_bundle", "cut short", "UPDATE seen_bundle SET hash=substr(hash,2) WHERE hash=(SELECT min(hash) FROM seen_bundle)", "seen"},
		{"seen_bundle", "deleted", "DELETE FROM seen_bundle WHERE hash=(SELECT min(hash) FROM seen_bundle)", "seen"},
		{"seen_bundle", "added", "INSERT INTO seen_bundle VALUES(randomblob(32))", "seen"},
		{"seen_bundle", "one that is none added", "INSERT INTO seen_bundle VALUES(x'00')", "seen"},
		{"seen_bundle", "replayed", "DELETE FROM seen_bundle WHERE hash NOT IN (SELECT hash FROM old.seen_bundle)", "seen"},
	} {
		t.Run(c.table+" "+c.name, func(t *testing.T) {
			m.mutate(t, c.do)
			s, err := Open(t.Context(), m.path)
			if err != nil {
				if want, refused := strings.CutPrefix(c.want, "refused: "); !refused || !strings.HasPrefix(err.Error(), want) || !errors.Is(err, ErrDamaged) {
					t.Errorf("Open: %v, want %s", err, c.want)
				}
				return
			}
			v, err := s.Unlock(t.Context(), m.setup.Keys, nil)
			if err != nil {
				t.Fatal(errors.Join(err, s.Close()))
			}
			defer func() {
				if err := v.Close(); err != nil {
					t.Error(err)
				}
			}()
			list, err := v.Check(t.Context(), nil)
			var named []string
			for _, d := range list {
				named = append(named, m.words(d))
			}
			slices.Sort(named)
			if got := strings.Join(named, ", "); got != c.want || err != nil {
				t.Errorf("found %q, want %q; %v", got, c.want, err)
			}
			if c.table != "tables" || !strings.HasSuffix(c.do, "object") { // nothing is left of them
				m.givesBackTheRest(t, v, list)
			}
		})
	}
}

// givesBackTheRest reads every object that no damage names.
func (m *mutants) givesBackTheRest(t *testing.T, v *Vault, list []Damage) {
	t.Helper()
	for _, name := range []string{"A", "B"} {
		id := m.ids[name]
		if slices.ContainsFunc(list, func(d Damage) bool { return d.Object == id }) {
			continue
		}
		rows := 0
		for s := range Stream(3) {
			err := v.Rows(t.Context(), id, s, 0, func(r Row) error {
				rows++
				if string(r.Data) != string(line(int(r.Seq))) {
					t.Errorf("%s %d.%d came back otherwise", name, s, r.Seq)
				}
				return nil
			})
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if rows != 6 {
			t.Errorf("%d rows of %s", rows, name)
		}
	}
}
