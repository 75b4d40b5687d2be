package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/keyring"
	"barnrost/app/transcript"
	"barnrost/assets"
	"barnrost/audio"
	"barnrost/crypto"
	"barnrost/e2e/steps"
	"barnrost/storage"
)

// What a whole interview is: fifty minutes, forty thousand characters.
const (
	wholeMinutes    = 50
	wholeCharacters = 40_000
	wholeUtterances = 500

	// The longest that a desk must stay fluent with.
	deskMinutes    = 180
	deskCharacters = 100_000
	deskUtterances = 2_500

	// Others, to see whether what a work needs grows with the length.
	shortMinutes = 10
	longMinutes  = 150
)

// quickFactor makes a passphrase cost next to nothing, where scrypt is not
// what is measured.
const quickFactor = 10

// person is somebody whose vault is filled before the program opens it.
type person struct {
	steps.Person
	dir     string // the vault's folder
	inbox   crypto.Identity
	vault   *storage.Vault
	book    *casebook.Casebook
	contact app.Contact // as others see them
}

// newPerson makes a vault with a passphrase slot of 2^factor.
func newPerson(ctx context.Context, who steps.Person, dir string, factor int) (*person, error) {
	keys, err := crypto.NewKeys()
	if err != nil {
		return nil, err
	}
	signer, err := crypto.NewSigningKey()
	if err != nil {
		return nil, err
	}
	slot, err := crypto.SealSlot(keys, who.Passphrase, factor)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	p := &person{Person: who, dir: dir, inbox: keys.Inbox}
	setup := storage.Setup{Keys: keys, Signer: signer, Slot: slot}
	if p.vault, err = storage.Create(ctx, filepath.Join(dir, "barnrost.vault"), setup); err != nil {
		return nil, err
	}
	if p.book, err = casebook.Open(ctx, p.vault, time.Now, func(app.Event) {}); err != nil {
		return nil, errors.Join(err, p.close())
	}
	profile := app.Profile{Name: who.Name, Role: who.Role, Unit: who.Unit, Language: app.Swedish}
	if err := p.book.SaveProfile(ctx, profile); err != nil {
		return nil, errors.Join(err, p.close())
	}
	_, p.contact, err = keyring.New(assets.Words()).MyCard(profile, keys.Inbox, signer)
	return p, err
}

func (p *person) close() error { return p.vault.Close() }

// knows keeps somebody's card, its words compared.
func (p *person) knows(ctx context.Context, other *person) error {
	contact := other.contact
	contact.Confirmed = true
	_, err := p.book.AddContact(ctx, contact)
	return err
}

// interview makes one with the three yeses.
func (p *person) interview(ctx context.Context) (app.Interview, error) {
	i, err := p.book.CreateInterview(ctx, 12, "cafe")
	if err != nil {
		return i, err
	}
	yes := app.Consent{ChildTakesPart: true, ChildAllowsRec: true, Guardian: app.GuardianGiven}
	return i, p.book.SaveConsent(ctx, i.ID, yes)
}

// lightRate is a sample rate at which fifty minutes have as many rows as at
// any other, two seconds each, and next to no weight.
const lightRate = 8

// lightSound gives an interview fifty minutes in as many rows, each nearly
// empty: what unlocking looks at, heads, keys and the index of the rows, is as
// for a real sound; what it never reads is left out, or forty would be 12 GB.
func (p *person) lightSound(ctx context.Context, id app.ID) error {
	stage, err := p.book.StageSound(ctx, lightRate, strings.Repeat("0", 64)) // as if it had been summed
	if err != nil {
		return err
	}
	block := make([]int16, 2*lightRate)
	for range wholeMinutes * 30 {
		if err := stage.Append(ctx, block); err != nil {
			return errors.Join(err, stage.Abort())
		}
	}
	return p.book.CommitWAV(ctx, id, stage)
}

// sound gives an interview a sound of so many minutes that is never silent.
func (p *person) sound(ctx context.Context, id app.ID, minutes int) error {
	stage, err := p.book.StageSound(ctx, audio.Rate, "")
	if err != nil {
		return err
	}
	noise := rand.New(rand.NewPCG(2027, 3))
	block := make([]int16, 2*audio.Rate)
	for i := range block {
		block[i] = int16(8_000 + noise.IntN(4_000))
	}
	for range minutes * 30 {
		if err := stage.Append(ctx, block); err != nil {
			return errors.Join(err, stage.Abort())
		}
	}
	if err := p.book.CommitWAV(ctx, id, stage); err != nil {
		return err
	}
	return p.sum(ctx)
}

// sum works the checksums out, as the program does behind the person's back
// soon after a sound was recorded or brought in.
func (p *person) sum(ctx context.Context) error {
	for _, id := range p.book.Unsummed() {
		if err := p.book.SumSound(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// text writes an interview that nobody gave.
func (p *person) text(ctx context.Context, id app.ID) error { return p.words(ctx, id, invented()) }

// words writes an interview of given utterances.
func (p *person) words(ctx context.Context, id app.ID, list []transcript.Utterance) error {
	doc := transcript.New()
	for n, u := range list {
		if _, err := doc.Insert(n, u); err != nil {
			return err
		}
	}
	text, err := p.book.OpenText(ctx, id)
	if err != nil {
		return err
	}
	return text.Snapshot(ctx, doc.Snapshot())
}

// invented returns a whole interview's utterances.
func invented() []transcript.Utterance {
	return inventedOf(wholeUtterances, wholeCharacters, wholeMinutes)
}

// inventedOf returns utterances of random words, by turns.
func inventedOf(utterances, characters, minutes int) []transcript.Utterance {
	chance, words := rand.New(rand.NewPCG(11, 12)), assets.Words()
	list := make([]transcript.Utterance, utterances)
	for n := range list {
		var said strings.Builder
		// Long and short by turns, as people talk.
		long := characters / utterances / 2 * (1 + 2*(n%2))
		for utf8.RuneCountInString(said.String()) < long {
			said.WriteString(words[chance.IntN(len(words))] + " ")
		}
		start := int64(n) * int64(minutes) * 60_000 / int64(utterances)
		list[n] = transcript.Utterance{
			Speaker: transcript.Speakers[n%2], Start: start, End: start + 4_000,
			Text: exactly(said.String(), long),
		}
	}
	return list
}

// exactly cuts a text to n code points, without a blank at the end.
func exactly(s string, n int) string {
	r := []rune(s)[:n]
	if r[n-1] == ' ' {
		r[n-1] = '.'
	}
	return string(r)
}

// plainText is an interview as one text, a line for each utterance.
func plainText(list []transcript.Utterance) string {
	var all []string
	for _, u := range list {
		all = append(all, u.Text)
	}
	return strings.Join(all, "\n")
}

// people makes the two that the main job needs: a worker with a whole
// interview, and the enhetschef it is sent to.
func people(ctx context.Context, dir string) (worker, manager *person, err error) {
	if worker, err = newPerson(ctx, steps.Worker, filepath.Join(dir, "worker"), crypto.WorkFactor); err != nil {
		return nil, nil, err
	}
	if manager, err = newPerson(ctx, steps.Manager, filepath.Join(dir, "manager"), crypto.WorkFactor); err != nil {
		return nil, nil, errors.Join(err, worker.close())
	}
	// The list shows the newest first: the whole interview, then the others.
	err = errors.Join(worker.knows(ctx, manager), manager.knows(ctx, worker),
		worker.wholeInterview(ctx, shortMinutes), worker.wholeInterview(ctx, longMinutes), worker.wholeInterview(ctx, wholeMinutes))
	// The program opens them next.
	return worker, manager, errors.Join(err, worker.close(), manager.close())
}

// wholeInterview makes an interview of so many minutes with a whole one's words.
func (p *person) wholeInterview(ctx context.Context, minutes int) error {
	i, err := p.interview(ctx)
	if err != nil {
		return err
	}
	return errors.Join(p.sound(ctx, i.ID, minutes), p.text(ctx, i.ID))
}

// fortyInterviews makes a vault whose passphrase costs nothing, with forty
// interviews that have words and as many rows of sound as fifty minutes have.
func fortyInterviews(ctx context.Context, dir string) (*person, error) {
	p, err := newPerson(ctx, steps.Worker, dir, quickFactor)
	if err != nil {
		return nil, err
	}
	for n := range 40 {
		i, err := p.interview(ctx)
		if err == nil {
			err = errors.Join(p.text(ctx, i.ID), p.lightSound(ctx, i.ID))
		}
		if err != nil {
			return nil, errors.Join(fmt.Errorf("interview %d: %w", n, err), p.close())
		}
	}
	return p, p.close()
}
