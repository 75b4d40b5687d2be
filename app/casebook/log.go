package casebook

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"barnrost/app"
	"barnrost/storage"
)

// Log returns the vault's log as people read it, the newest row first. Where
// the chain is broken the sound rows are there all the same, and the broken
// places stand among them. Opening a row takes 0.3 ms; progress, which may be
// nil, is told how many of how many have been opened.
func (c *Casebook) Log(ctx context.Context, progress func(done, total int64)) ([]app.LogEntry, error) {
	events, damage, err := c.vault.Log(ctx, progress)
	if err != nil {
		return nil, Fault(err)
	}
	about, err := c.subjects()
	if err != nil {
		return nil, err
	}
	people, err := c.people()
	if err != nil {
		return nil, err
	}
	entries := make([]app.LogEntry, 0, len(events)+len(damage))
	for _, e := range events {
		entry := app.LogEntry{Seq: e.Seq, At: e.At, Act: app.Act(e.Kind), Detail: e.Detail, Person: people.of(e.Detail)}
		if !e.Object.IsZero() {
			entry.Code = about[e.Object]
			_, err := c.vault.Object(e.Object)
			entry.Gone = err != nil
		}
		entries = append(entries, entry)
	}
	entries = withBreaks(entries, damage)
	slices.Reverse(entries)
	return entries, nil
}

// withBreaks marks the rows at which the chain is broken, and puts in those
// that cannot be read between the times of their neighbours. entries are the
// oldest first, and stay so.
func withBreaks(entries []app.LogEntry, damage []storage.Damage) []app.LogEntry {
	for _, d := range damage {
		at, found := slices.BinarySearchFunc(entries, d.Seq, func(e app.LogEntry, seq int64) int { return cmp.Compare(e.Seq, seq) })
		if found {
			entries[at].Broken = true
			continue
		}
		lost := app.LogEntry{Seq: d.Seq, Broken: true, At: timeBefore(entries, at), Until: timeAfter(entries, at)}
		entries = slices.Insert(entries, at, lost)
	}
	return entries
}

func timeBefore(entries []app.LogEntry, at int) (t time.Time) {
	for i := at - 1; i >= 0; i-- {
		if entries[i].Act != "" {
			return entries[i].At
		}
	}
	return t
}

func timeAfter(entries []app.LogEntry, at int) (t time.Time) {
	for _, e := range entries[at:] {
		if e.Act != "" {
			return e.At
		}
	}
	return t
}

// subjects gives the label of the interview that each object belongs to.
func (c *Casebook) subjects() (map[storage.ID]string, error) {
	all, err := c.Interviews()
	if err != nil {
		return nil, err
	}
	about := map[storage.ID]string{}
	for _, i := range all {
		for _, id := range []app.ID{i.ID, i.Recording, i.Transcript} {
			if !id.IsZero() {
				about[storage.ID(id)] = i.Code
			}
		}
	}
	// What has been disposed of is told by its code, as the protocol has it.
	gone, err := c.Disposals()
	for _, d := range gone {
		for _, p := range d.Parts {
			about[storage.ID(p.Object)] = d.Code
		}
		about[storage.ID(d.ID)] = d.Code
	}
	return about, err
}

// people gives names to the fingerprints of the cards held.
type people map[string]string

func (c *Casebook) people() (people, error) {
	all, err := c.Contacts()
	if err != nil {
		return nil, err
	}
	names := people{}
	for _, k := range all {
		names[fingerprint(k.Words)] = k.Name
	}
	return names, nil
}

// of returns whose fingerprint a detail ends with, "" for nobody we know.
func (p people) of(detail string) string {
	return p[detail[strings.LastIndexByte(detail, ' ')+1:]]
}

// fingerprint writes a card's words as the log keeps them.
func fingerprint(words []string) string { return strings.Join(words, "-") }

// LogExport notes that the log was saved as a file of so many rows.
func (c *Casebook) LogExport(ctx context.Context, rows int) error {
	return c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		return c.log(tx, storage.ID{}, app.ActLogSaved, strconv.Itoa(rows))
	})
}

// LogBroken reports whether the log was found broken at unlock. Only its end is
// looked at then; [Casebook.Log] looks at all of it. It reads memory only.
func (c *Casebook) LogBroken() bool {
	return slices.ContainsFunc(c.vault.Damage(), func(d storage.Damage) bool { return d.Part == storage.PartLog })
}

// LogText notes that an interview's text was saved as a readable file, or taken
// in from one, and in which form. A text that may not be read is not: the error
// says why.
func (c *Casebook) LogText(ctx context.Context, interview app.ID, act app.Act, form string) error {
	return c.write(ctx, storage.Text, func(tx *storage.Tx) error {
		o, err := tx.Object(storage.ID(interview))
		if err != nil {
			return err
		}
		i, err := interviewOf(o)
		if err != nil {
			return err
		}
		if err := mayRead(i); err != nil {
			return err
		}
		return c.log(tx, storage.ID(interview), act, form)
	})
}
