package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"barnrost/app/view/text"
	"barnrost/storage"
)

// reportFormat is the version of the report's JSON. Keys are added, never
// changed.
const reportFormat = 1

// How deep a check went.
const (
	depthNone      = "none"
	depthStructure = "structure" // without the passphrase
	depthWhole     = "whole"     // with it
)

// The verdicts.
const (
	verdictSound     = "sound"
	verdictDamaged   = "damaged"
	verdictUnchecked = "unchecked"
)

// report is what -check writes. Ids are random and tell of nobody.
type report struct {
	Report  int       `json:"report"`
	Program string    `json:"program"`
	File    string    `json:"file"`
	Checked time.Time `json:"checked"`
	Verdict string    `json:"verdict"`
	Exit    int       `json:"exit"`
	Reason  string    `json:"reason,omitempty"` // why it is unchecked, or checked less than was asked for
	Depth   string    `json:"depth"`
	Vault   *inVault  `json:"vault,omitempty"`
	Damage  []inPlace `json:"damage"`
	SQLite  []string  `json:"sqlite"` // its own words for what is wrong with the file

	wrong bool // the passphrase is another's
}

// inVault counts what the file holds.
type inVault struct {
	ID        string `json:"id"`
	Format    int    `json:"format"`
	Size      int64  `json:"size_bytes"`
	Free      int64  `json:"free_bytes"`
	Slots     int64  `json:"slots"`
	Objects   int64  `json:"objects"`
	Rows      int64  `json:"rows"`
	Events    int64  `json:"events"`
	Bundles   int64  `json:"imported_bundles"`
	Leftovers int64  `json:"leftover_rows"`
}

// inPlace says what is damaged, as [storage.Damage] does.
type inPlace struct {
	Part   storage.Part   `json:"part"`
	Object string         `json:"object,omitempty"`
	Stream storage.Stream `json:"stream"`
	Seq    int64          `json:"seq"`
}

// found takes over what was seen from outside.
func (r *report) found(f storage.Report) {
	r.Depth, r.SQLite = depthStructure, f.SQLite
	r.Vault = &inVault{
		ID: f.Vault.String(), Format: f.Format, Size: f.Size, Free: f.Free, Slots: f.Slots, Objects: f.Objects,
		Rows: f.Rows, Events: f.Events, Bundles: f.Seen, Leftovers: f.Leftovers,
	}
	r.add(f.Damage)
}

// add adds damage that is not in the report yet.
func (r *report) add(list []storage.Damage) {
	for _, d := range list {
		p := inPlace{Part: d.Part, Stream: d.Stream, Seq: d.Seq}
		if !d.Object.IsZero() {
			p.Object = d.Object.String()
		}
		if !slices.Contains(r.Damage, p) {
			r.Damage = append(r.Damage, p)
		}
	}
}

// judged gives the report its verdict.
func (r report) judged() report {
	switch {
	case len(r.Damage) > 0:
		r.Verdict, r.Exit = verdictDamaged, exitDamaged
	case r.wrong:
		r.Verdict, r.Exit = verdictSound, exitPassphrase
	default:
		r.Verdict, r.Exit = verdictSound, exitSound
	}
	if r.wrong {
		r.Reason = "wrong-passphrase"
	}
	return r
}

// unchecked is the report of a file that could not be checked to the end.
func (r report) unchecked(err error) report {
	r.Verdict = verdictUnchecked
	r.Reason, r.Exit = reasonOf(err)
	return r
}

// writeJSON writes the report for programs.
func (r report) writeJSON(w io.Writer) error {
	if r.Damage == nil {
		r.Damage = []inPlace{}
	}
	if r.SQLite == nil {
		r.SQLite = []string{}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// mostLines is how many damages and complaints the report for people lists; the
// one for programs has them all.
const mostLines = 40

// writeText writes the report for people.
func (r report) writeText(w io.Writer, words *text.Table) error {
	var lines []string
	say := func(key string, pairs ...any) { lines = append(lines, words.T(key, pairs...)) }
	say("check.title", "version", r.Program)
	say("check.file", "file", r.File)
	if v := r.Vault; v != nil {
		say("check.vault", "id", v.ID, "format", v.Format)
		say("check.size", "size", v.Size, "free", v.Free)
		say("check.counts", "objects", v.Objects, "rows", v.Rows, "events", v.Events, "bundles", v.Bundles, "slots", v.Slots)
		if v.Leftovers > 0 {
			say("check.leftovers", "n", v.Leftovers)
		}
	}
	say("check.depth." + r.Depth)
	if r.Reason != "" {
		say("check.reason." + r.Reason)
	}
	verdict := "check.verdict." + r.Verdict
	if r.Verdict == verdictSound {
		verdict += "." + r.Depth
	}
	say(verdict, "n", len(r.Damage))
	for _, d := range r.Damage[:min(len(r.Damage), mostLines)] {
		say("check.damage."+string(d.Part), "object", d.Object, "stream", d.Stream, "seq", d.Seq)
	}
	if more := len(r.Damage) - mostLines; more > 0 {
		say("check.more", "n", more)
	}
	for _, s := range r.SQLite[:min(len(r.SQLite), mostLines)] {
		say("check.sqlite", "text", s)
	}
	if r.Verdict == verdictDamaged {
		say("check.advice")
	}
	for _, line := range lines {
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	return nil
}
