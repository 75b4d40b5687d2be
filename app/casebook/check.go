package casebook

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"barnrost/app"
	"barnrost/storage"
)

// CheckVault reads every row of the vault and tells what is damaged, in the
// words of the work. progress, which may be nil, is told rows. The check is
// logged where the vault can be written.
func (c *Casebook) CheckVault(ctx context.Context, progress func(done, total int64)) (app.VaultReport, error) {
	r := app.VaultReport{}
	damage, err := c.vault.Check(ctx, func(done, total int64) {
		r.Rows = total
		if progress != nil {
			progress(done, total)
		}
	})
	if err != nil {
		return r, Fault(err)
	}
	r.At, r.Damage = c.now(), c.tell(damage)
	err = c.write(context.WithoutCancel(ctx), storage.Text, func(tx *storage.Tx) error {
		return c.log(tx, storage.ID{}, app.ActChecked, strconv.Itoa(len(damage)))
	})
	if unwritable(err) {
		err = nil
	}
	return r, err
}

// DamageKnown tells what unlocking found damaged, which is less than a check
// finds. It reads memory only.
func (c *Casebook) DamageKnown() []app.VaultDamage { return c.tell(c.vault.Damage()) }

// teller gives damaged objects and rows the names that people know them by.
type teller struct {
	c    *Casebook
	code map[storage.ID]string         // the label of the interview that an object belongs to
	kind map[storage.ID]app.DamageKind // of objects that cannot be read themselves
	list []app.VaultDamage
}

// tell turns what the store calls damaged into what a person is told.
func (c *Casebook) tell(damage []storage.Damage) []app.VaultDamage {
	t := &teller{c: c, code: map[storage.ID]string{}, kind: map[storage.ID]app.DamageKind{}}
	for _, o := range c.vault.Objects(kindInterview) {
		i, err := interviewOf(o)
		if err != nil {
			continue
		}
		t.code[o.ID], t.code[storage.ID(i.Recording)], t.code[storage.ID(i.Transcript)] = i.Code, i.Code, i.Code
		t.kind[storage.ID(i.Recording)], t.kind[storage.ID(i.Transcript)] = app.DamageSound, app.DamageText
	}
	delete(t.code, storage.ID{})
	delete(t.kind, storage.ID{})
	for len(damage) > 0 {
		id := damage[0].Object
		n := slices.IndexFunc(damage, func(d storage.Damage) bool { return d.Object != id })
		if n < 0 {
			n = len(damage)
		}
		if id.IsZero() {
			t.tables(damage[:n])
		} else {
			t.object(id, damage[:n])
		}
		damage = damage[n:]
	}
	slices.SortStableFunc(t.list, func(a, b app.VaultDamage) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.From, b.From))
	})
	return t.list
}

func (t *teller) add(d app.VaultDamage) { t.list = append(t.list, d) }

// tables tells of damage that is no object's.
func (t *teller) tables(damage []storage.Damage) {
	count := map[app.DamageKind]int{}
	for _, d := range damage {
		switch d.Part {
		case storage.PartCatalog:
			count[app.DamageCatalog]++
		case storage.PartLog:
			count[app.DamageLog]++
		case storage.PartSeen:
			count[app.DamageBundles]++
		case storage.PartSlot:
			count[app.DamageSlot]++
		default:
			count[app.DamageOther]++
		}
	}
	for _, kind := range []app.DamageKind{app.DamageCatalog, app.DamageLog, app.DamageBundles, app.DamageSlot, app.DamageOther} {
		if n := count[kind]; n > 0 {
			t.add(app.VaultDamage{Kind: kind, Count: n})
		}
	}
}

// damageKinds names what a damaged object was.
var damageKinds = map[string]app.DamageKind{
	kindInterview: app.DamageInterview, kindSound: app.DamageSound, kindText: app.DamageText, kindContact: app.DamageCard,
	kindProfile: app.DamageProfile, kindUnit: app.DamageUnit, kindUnitSeed: app.DamageUnit,
	kindDecision: app.DamageDisposal, kindHold: app.DamageDisposal, kindProtocol: app.DamageDisposal,
}

// object tells of one object's damage.
func (t *teller) object(id storage.ID, damage []storage.Damage) {
	o, err := t.c.vault.Object(id)
	d := app.VaultDamage{Kind: cmp.Or(damageKinds[o.Kind], t.kind[id], app.DamageOther), Code: t.code[id], Count: 1}
	if err != nil {
		d.Lost = true
		t.add(d)
		return
	}
	rows := map[storage.Stream][]int64{}
	for _, one := range damage {
		switch one.Part {
		case storage.PartRow:
			rows[one.Stream] = append(rows[one.Stream], one.Seq)
		default: // a head or rows that nothing vouches for
			d.Doubtful = true
		}
	}
	if d.Doubtful {
		t.add(d)
		d.Doubtful = false
	}
	if o.Kind == kindSound {
		t.sound(d, o, rows)
		return
	}
	for _, seqs := range rows {
		d.Count = len(seqs)
		t.add(d)
	}
}

// sound tells of a recording's damage: where in the sound it is.
func (t *teller) sound(d app.VaultDamage, o storage.Object, rows map[storage.Stream][]int64) {
	var m soundMeta
	if decode(o, &m) != nil || m.Rate <= 0 {
		d.Lost = true
		t.add(d)
		return
	}
	x := newSoundIndex(m.Runs)
	total := o.Streams[streamAudio].Samples
	for _, span := range spans(rows[streamAudio]) {
		part := d
		from, to := x.at(span[0], m.Rate), min(x.at(span[1], m.Rate), total)
		if from >= total { // the row that ends the sound: nothing of it can be heard
			from = total
		}
		part.From, part.To, part.Count = app.SamplesToMillis(from, m.Rate), app.SamplesToMillis(to, m.Rate), int(span[1]-span[0])
		t.add(part)
	}
	if n := len(rows[streamMarks]); n > 0 {
		d.Kind, d.Count = app.DamageMarks, n
		t.add(d)
	}
	if n := len(rows[streamPeaks]) + len(rows[streamFolds]); n > 0 {
		d.Kind, d.Count = app.DamageWave, n
		t.add(d)
	}
}

// spans joins numbers that follow each other: from the first up to, but
// without, the second.
func spans(seqs []int64) (list [][2]int64) {
	slices.Sort(seqs)
	for _, seq := range seqs {
		if n := len(list); n > 0 && list[n-1][1] == seq {
			list[n-1][1]++
			continue
		}
		list = append(list, [2]int64{seq, seq + 1})
	}
	return list
}

// at returns the first sample of a row. Rows behind the last fold of a sound
// that was cut off are in no index; they are full ones, as far as is known.
func (x soundIndex) at(seq int64, rate int) int64 {
	for i, r := range x.runs {
		if n := seq - x.seq[i]; n < r.Rows {
			return x.first[i] + n*int64(r.Count)
		}
	}
	var rows int64
	for _, r := range x.runs {
		rows += r.Rows
	}
	return x.total + (seq-rows)*int64(soundRowSeconds*rate)
}
