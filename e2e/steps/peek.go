package steps

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"barnrost/app"
	"barnrost/app/casebook"
	"barnrost/app/keyring"
	"barnrost/app/mirror"
	"barnrost/app/own"
	"barnrost/app/round"
	"barnrost/app/transcript"
	"barnrost/assets"
	"barnrost/e2e/program"
	"barnrost/storage"
)

// Vault is where the vault lies in a person's home.
func Vault(home string) string { return filepath.Join(home, "data", "barnrost", "barnrost.vault") }

// Interviews reads the interviews of a vault, the newest first, from a copy of
// its file: the trace tells nobody a code. Nothing may be written to the vault
// at that moment.
func Interviews(t program.T, home string, who Person) []app.Interview {
	t.Helper()
	var all []app.Interview
	peek(t, home, who, func(book *casebook.Casebook) (err error) {
		all, err = book.Interviews()
		return err
	})
	return all
}

// Kept reads what lies beside the newest interview's transcript in a copy of the
// vault: where the person was, and its versions.
func Kept(t program.T, home string, who Person) (desk []byte, versions []transcript.Version) {
	t.Helper()
	peek(t, home, who, func(book *casebook.Casebook) error {
		words, err := newest(book)
		if err != nil {
			return err
		}
		rows, err := words.Versions(context.Background())
		if err != nil {
			return err
		}
		for _, raw := range rows {
			v, err := transcript.ParseVersion(raw)
			if err != nil {
				return err
			}
			versions = append(versions, v)
		}
		desk, err = words.Desk()
		return err
	})
	return desk, versions
}

// Utterances reads the transcript of the newest interview from a copy of the
// vault.
func Utterances(t program.T, home string, who Person) []transcript.Utterance {
	t.Helper()
	var document *transcript.Document
	peek(t, home, who, func(book *casebook.Casebook) error {
		words, err := newest(book)
		if err != nil {
			return err
		}
		snapshot, journal, err := words.Load(context.Background())
		if err != nil {
			return err
		}
		document, err = transcript.Load(snapshot, journal)
		return err
	})
	return document.Utterances()
}

// Facts reads the three facts of the newest interview from a copy of the vault.
func Facts(t program.T, home string, who Person) mirror.Facts {
	t.Helper()
	var facts mirror.Facts
	peek(t, home, who, func(book *casebook.Casebook) error {
		all, err := book.Interviews()
		if err != nil || len(all) == 0 {
			return errors.Join(err, errors.New("there is no interview"))
		}
		facts, err = book.Mirror(all[0].ID)
		return err
	})
	return facts
}

// Aside reads what is private of the newest interview from a copy of the vault,
// and what is shared of it.
func Aside(t program.T, home string, who Person) (a own.Aside, shared app.Reflections) {
	t.Helper()
	peek(t, home, who, func(book *casebook.Casebook) error {
		all, err := book.Interviews()
		if err != nil || len(all) == 0 {
			return errors.Join(err, errors.New("there is no interview"))
		}
		if a, err = book.Aside(all[0].ID); err != nil {
			return err
		}
		shared, err = book.Reflections(all[0].ID)
		return err
	})
	return a, shared
}

// Plan reads the year's plan from a copy of the vault.
func Plan(t program.T, home string, who Person) round.Plan {
	t.Helper()
	var plan round.Plan
	peek(t, home, who, func(book *casebook.Casebook) error {
		raw, err := book.Template(app.SectionPlan)
		if err != nil {
			return err
		}
		plan, err = round.Parse(raw)
		return err
	})
	return plan
}

// newest is the transcript of the newest interview.
func newest(book *casebook.Casebook) (*casebook.Text, error) {
	all, err := book.Interviews()
	if err != nil || len(all) == 0 {
		return nil, errors.Join(err, errors.New("there is no interview"))
	}
	words, err := book.ReadText(all[0].ID)
	if err != nil || words == nil {
		return nil, errors.Join(err, errors.New("nothing was written"))
	}
	return words, nil
}

// peek lets look read a copy of a vault.
func peek(t program.T, home string, who Person, look func(*casebook.Casebook) error) {
	t.Helper()
	if err := openCopy(Vault(home), who.Passphrase, look); err != nil {
		t.Fatalf("looking into a copy of the vault: %v", err)
	}
}

func openCopy(path, passphrase string, look func(*casebook.Casebook) error) (err error) {
	dir, err := os.MkdirTemp("", "kopia")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	file, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	copied := filepath.Join(dir, "kopia.vault")
	if err := os.WriteFile(copied, file, 0o600); err != nil {
		return err
	}
	ctx := context.Background()
	sealed, err := storage.Open(ctx, copied)
	if err != nil {
		return err
	}
	keys, err := keyring.New(assets.Words()).Unlock(sealed.Slot(), passphrase)
	if err != nil {
		return errors.Join(err, sealed.Close())
	}
	v, err := sealed.Unlock(ctx, keys, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	book, err := casebook.Open(ctx, v, time.Now, func(app.Event) {})
	if err != nil {
		return err
	}
	return look(book)
}
