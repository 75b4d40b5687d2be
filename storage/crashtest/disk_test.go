package crashtest

import (
	"bytes"
	"database/sql"
	"errors"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// chance is a source whose choices can be repeated.
func chance() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

// crashes returns the different disks that many power cuts at the end of what
// fn does leave of a disk, each as its files in words.
func crashes(t *testing.T, from Image, lying bool, fn func(*Disk)) []string {
	t.Helper()
	d := New(t.TempDir())
	defer d.Close()
	d.Load(from)
	log := d.Record()
	fn(d)
	d.Stop()
	p := log.Play()
	if lying {
		p.Lie()
	}
	p.Go(log.Len() - 1)
	r, seen := chance(), map[string]bool{}
	for range 2000 {
		seen[words(p.Crash(r))] = true
	}
	if whole := words(p.Whole()); whole != words(d.Image()) || !seen[whole] {
		t.Errorf("a power cut that takes nothing is not among them: %s", whole)
	}
	return slices.Sorted(maps.Keys(seen))
}

// words writes an image down: each file's name, and the letter and length of
// each run of equal bytes.
func words(i Image) string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(i)) {
		text := name + ":"
		for content := i[name]; len(content) > 0; {
			n := 1
			for n < len(content) && content[n] == content[0] {
				n++
			}
			letter := string(content[:1])
			if content[0] == 0 {
				letter = "0"
			}
			text += letter + strings.Repeat("+", n/sector) + strings.Repeat("-", min(n%sector, 1))
			content = content[n:]
		}
		list = append(list, text)
	}
	return strings.Join(list, " ")
}

// on opens a file for a test; it must work.
func on(t *testing.T, d *Disk, name string) *file {
	t.Helper()
	f, err := d.open(name, true)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func sectors(letter string, n int) []byte { return bytes.Repeat([]byte(letter), n*sector) }

func TestAPowerCutTakesOnlyWhatWasNotSynced(t *testing.T) {
	write := func(d *Disk, name string, p []byte, at int64) { // all errors are of Fail
		_ = d.write(on(t, d, name), name, p, at)
	}
	sync := func(d *Disk, name string) { _ = d.sync(on(t, d, name), name) }
	from := Image{"a": sectors("x", 3)}
	for _, c := range []struct {
		name  string
		lying bool
		do    func(*Disk)
		want  []string
	}{
		{"nothing done", false, func(*Disk) {}, []string{"a:x+++"}},
		{"synced", false, func(d *Disk) { write(d, "a", sectors("y", 2), 0); sync(d, "a") }, []string{"a:y++x+"}},
		{"a lie about it", true, func(d *Disk) { write(d, "a", sectors("y", 2), 0); sync(d, "a") },
			[]string{"a:x+++", "a:x+y+x+", "a:y++x+", "a:y+x++"}},
		{"dropped or torn", false, func(d *Disk) { write(d, "a", sectors("y", 2), sector) },
			[]string{"a:x+++", "a:x++y+", "a:x+y++", "a:x+y+x+"}},
		{"not at sectors' ends", false, func(d *Disk) { write(d, "a", sectors("y", 1), sector/2) },
			[]string{"a:x+++", "a:x+y-x+-", "a:x-y+x+-", "a:x-y-x++"}},
		{"reordered", false, func(d *Disk) { write(d, "a", sectors("y", 1), 0); write(d, "a", sectors("z", 1), sector) },
			[]string{"a:x+++", "a:x+z+x+", "a:y+x++", "a:y+z+x+"}},
		{"undone", false, func(d *Disk) { write(d, "a", sectors("y", 1), 0); write(d, "a", sectors("z", 1), 0) },
			[]string{"a:x+++", "a:y+x++", "a:z+x++"}},
		{"longer, with or without what was written there", false, func(d *Disk) { write(d, "a", sectors("y", 1), 3*sector) },
			[]string{"a:x+++", "a:x+++0+", "a:x+++y+"}},
		{"shorter or not", false, func(d *Disk) { _ = d.truncate(on(t, d, "a"), "a", sector) }, []string{"a:x+", "a:x+++"}},
		{"a new file whose name is not sure", false, func(d *Disk) { write(d, "b", sectors("y", 1), 0) },
			[]string{"a:x+++", "a:x+++ b:", "a:x+++ b:0+", "a:x+++ b:y+"}},
		{"a synced file has its name", false, func(d *Disk) { write(d, "b", sectors("y", 1), 0); sync(d, "b") }, []string{"a:x+++ b:y+"}},
		{"taken away or not", false, func(d *Disk) { _, _ = d.remove("a", false) }, []string{"", "a:x+++"}},
		{"taken away for good", false, func(d *Disk) { _, _ = d.remove("a", true) }, []string{""}},
		{"another file's sync does not help", false, func(d *Disk) {
			_, _ = d.remove("a", false)
			on(t, d, "b")
			d.SyncDir()
			write(d, "b", sectors("y", 1), 0)
		},
			[]string{"b:", "b:0+", "b:y+"}},
		{"renamed or not", false, func(d *Disk) { d.Rename("a", "b") }, []string{"a:x+++", "b:x+++"}},
		{"renamed for good", false, func(d *Disk) { d.Rename("a", "b"); d.SyncDir() }, []string{"b:x+++"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := crashes(t, from, c.lying, c.do); !slices.Equal(got, c.want) {
				t.Errorf("power cuts leave %q, want %q", got, c.want)
			}
		})
	}
}

// The marks say what had been acknowledged at a moment.
func TestAMarkCountsFromWhereItWasMade(t *testing.T) {
	d := New(t.TempDir())
	defer d.Close()
	log := d.Record()
	d.Mark(7)
	on(t, d, "a")
	d.Mark(8)
	d.Stop()
	p := log.Play()
	for moment, want := range []int{0, 7, 7, 8} {
		if p.Go(moment); p.Mark() != want {
			t.Errorf("at %d: %d, want %d", moment, p.Mark(), want)
		}
	}
	if log.Len() != 4 {
		t.Errorf("%d moments", log.Len())
	}
}

// SQLite itself, in each of its modes, does on the disk what it does on any:
// two connections see each other's work, and wait for each other.
func TestSQLiteFindsADiskLikeAnyOther(t *testing.T) {
	for _, mode := range []string{"truncate", "delete", "persist", "wal"} {
		t.Run(mode, func(t *testing.T) {
			dir := t.TempDir()
			d := New(dir)
			defer d.Close()
			open := func() *sql.DB {
				db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(filepath.Join(dir, "db"))+"?vfs="+VFS()+"&_pragma=busy_timeout=0&_pragma=journal_mode="+mode)
				if err != nil {
					t.Fatal(err)
				}
				db.SetMaxOpenConns(1)
				t.Cleanup(func() { _ = db.Close() })
				return db
			}
			a, b := open(), open()
			do(t, a, "CREATE TABLE t(n INTEGER, x BLOB)")
			for range 20 {
				do(t, a, "INSERT INTO t VALUES(1, randomblob(9000))")
				do(t, b, "INSERT INTO t VALUES(2, randomblob(9000))")
			}
			do(t, a, "BEGIN IMMEDIATE")
			if _, err := b.Exec("INSERT INTO t VALUES(3, x'')"); err == nil {
				t.Error("two wrote at once")
			}
			do(t, a, "COMMIT")
			var n int
			var whole string
			if err := errors.Join(b.QueryRow("SELECT sum(n) FROM t").Scan(&n), b.QueryRow("PRAGMA integrity_check").Scan(&whole)); err != nil || n != 60 || whole != "ok" {
				t.Errorf("sum %d, %s, %v", n, whole, err)
			}
			if err := errors.Join(a.Close(), b.Close()); err != nil {
				t.Error(err)
			}
			left := map[string][]string{"truncate": {"db", "db-journal"}, "persist": {"db", "db-journal"}}[mode]
			if left == nil {
				left = []string{"db"}
			}
			if got := d.Names(); !slices.Equal(got, left) {
				t.Errorf("files %v, want %v", got, left)
			}
			if got := d.Image()["db-journal"]; mode == "truncate" && len(got) > 0 {
				t.Errorf("a journal of %d bytes stayed", len(got))
			}
		})
	}
}

func do(t *testing.T, db *sql.DB, query string) {
	t.Helper()
	if _, err := db.Exec(query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

func TestAFaultStopsItsOperationAndNoOther(t *testing.T) {
	d := New(t.TempDir())
	defer d.Close()
	f := on(t, d, "a")
	for _, op := range []Op{OpOpen, OpRead, OpWrite, OpTruncate, OpSync, OpDelete} {
		for _, bad := range []bool{true, false} {
			d.Fail(func(o Op, name string) error {
				if bad && o == op && name == "a" {
					return ErrIO
				}
				return nil
			})
			_, opening := d.open("a", false)
			_, reading := d.read(f, "a", make([]byte, 1), 0)
			_, deleting := d.remove("b", false)
			got := map[Op]error{OpOpen: opening, OpRead: reading, OpWrite: d.write(f, "a", []byte("x"), 0),
				OpTruncate: d.truncate(f, "a", 1), OpSync: d.sync(f, "a"), OpDelete: deleting}
			if op == OpDelete {
				_, got[OpDelete] = d.remove("a", false)
				on(t, d, "c")
			}
			for o, err := range got {
				if want := bad && o == op; want != (err != nil) {
					t.Errorf("%v fails %v: %v gives %v", op, bad, o, err)
				}
			}
		}
	}
}
