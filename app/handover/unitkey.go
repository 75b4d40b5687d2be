package handover

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"barnrost/app"
	"barnrost/storage/bundle"
)

// UnitKey is a unit's key in the parts that travel.
type UnitKey struct {
	Inbox string // "AGE-SECRET-KEY-PQ-1…": opens what was sent to the unit
	Card  []byte // the file of the unit's card
	Seed  []byte // of the signing key, 32 bytes; nil without
}

// Units is what handing the unit's key over needs of the vault.
type Units interface {
	// UnitKey is the key as it lies here, or CodeNotFound.
	UnitKey() (UnitKey, error)
	// JudgeUnit holds the parts of a key against each other and against what
	// lies here already, and returns the unit as others see it. Errors:
	// CodeBundleForged, CodeUnitKeyHere, CodeUnitKeyOther.
	JudgeUnit(ctx context.Context, k UnitKey) (app.Contact, error)
	// NoteHanded stores and logs that the key left for somebody.
	NoteHanded(ctx context.Context, h app.Holder) error
	// TakeUnit judges a key again and keeps it, in one transaction with the
	// bundle's hash. Errors: those of JudgeUnit, CodeBundleSeen.
	TakeUnit(ctx context.Context, hash [32]byte, k UnitKey, from app.KeyOrigin) error
}

// KeyDraft is what a person has chosen about the unit's key.
type KeyDraft struct {
	To      app.ID // a contact, a person's
	Variant app.KeyVariant
	Signing bool // the seed comes along; always does to a successor
}

// HandOver writes the unit's key into the folder dir, as a bundle that one
// confirmed person can open, and notes it. After an error or a cancel neither
// file nor note is left. Errors: CodeNotFound without a key here,
// CodeUnitKeyUnsigned where the seed is to come along and is not here,
// CodeNotConfirmed (Args name), CodeFileUnwritable, CodeFileNoRoom,
// CodeCancelled, or the vault's.
func (p *Post) HandOver(ctx context.Context, d KeyDraft, dir string) (Sent, error) {
	key, err := p.Units.UnitKey()
	if err != nil {
		return Sent{}, fault(err)
	}
	if d.Signing = d.Signing || d.Variant == app.Successor; !d.Signing {
		key.Seed = nil
	} else if key.Seed == nil {
		return Sent{}, app.Fail(app.CodeUnitKeyUnsigned, nil)
	}
	to, err := p.keyReceiver(d.To)
	if err != nil {
		return Sent{}, err
	}
	request, err := p.keyRequest(key, d.Variant, to)
	if err != nil {
		return Sent{}, fault(err)
	}
	path, m, hash, err := bundle.WriteFile(ctx, dir, request)
	if err != nil {
		return Sent{}, writeFault(err)
	}
	unit, err := bundle.ParseCard(key.Card)
	sent := Sent{Path: path, Receipt: bundle.Receipt(hash, p.Words)}
	if err == nil {
		err = p.Units.NoteHanded(ctx, app.Holder{
			Name: to.Name, Words: to.Words, Unit: unit.Name, Card: key.Card, Variant: d.Variant, Signing: d.Signing,
			At: m.Created, Receipt: sent.Receipt,
		})
	}
	if err != nil {
		// A key that the vault does not know of must not leave.
		return Sent{}, fault(errors.Join(err, os.Remove(path)))
	}
	return sent, nil
}

// keyReceiver looks up the one whom the key is for: a person whose words have
// been compared.
func (p *Post) keyReceiver(id app.ID) (app.Contact, error) {
	all, err := p.receivers([]app.ID{id})
	if err != nil {
		return app.Contact{}, err
	}
	if all[0].Kind != app.CardPerson {
		// The room offers persons alone; this guards against one that does not.
		return app.Contact{}, app.Fail(app.CodeInternal, errors.New("handover: a key for a unit"))
	}
	return all[0], nil
}

// keyAbout is what the manifest of a key handover tells.
type keyAbout struct {
	Variant app.KeyVariant `json:"variant"`
}

func (p *Post) keyRequest(key UnitKey, v app.KeyVariant, to app.Contact) (bundle.Request, error) {
	about, err := encode(keyAbout{v})
	if err != nil {
		return bundle.Request{}, err
	}
	card, err := bundle.ParseCard(to.Card)
	if err != nil {
		return bundle.Request{}, app.Fail(app.CodeForgedCard, err)
	}
	files := []rendered{{bundle.NameUnitKey, keyFile(key.Inbox)}, {bundle.NameUnitCard, key.Card}}
	if key.Seed != nil {
		files = append(files, rendered{bundle.NameUnitSigning, seedFile(key.Seed)})
	}
	keys := p.Keys()
	return bundle.Request{
		Manifest: bundle.Manifest{Kind: bundle.KindHandover, Created: p.Now().UTC(), About: about, App: p.Version},
		Sender:   keys.Card, Signer: keys.Signer, To: []bundle.Recipient{card.Recipient}, Members: members(files, nil),
	}, nil
}

// The texts around the secrets, so that whoever opens the bundle with stock
// tools has a file that `age -d -i` takes and sees what it is.
const (
	keyHead  = "# barnrost unit key, format 1\n# opens what was sent to the unit\n"
	seedHead = "# barnrost unit signing seed, format 1\n# Ed25519, hexadecimal; signs the unit's card and invitations\n"
)

func keyFile(inbox string) []byte { return []byte(keyHead + inbox + "\n") }

func seedFile(seed []byte) []byte { return []byte(seedHead + hex.EncodeToString(seed) + "\n") }

// readKeyFile reads what keyFile wrote, in its one form. Whether it is a key
// the vault decides.
func readKeyFile(data []byte) (string, error) {
	key, ours := strings.CutPrefix(string(data), keyHead)
	if !ours || !slices.Equal(keyFile(strings.TrimSuffix(key, "\n")), data) || strings.Count(key, "\n") != 1 {
		return "", errKeyFile
	}
	return strings.TrimSuffix(key, "\n"), nil
}

// readSeedFile reads what seedFile wrote, in its one form.
func readSeedFile(data []byte) ([]byte, error) {
	text, ours := strings.CutPrefix(string(data), seedHead)
	seed, err := hex.DecodeString(strings.TrimSuffix(text, "\n"))
	if !ours || err != nil || !slices.Equal(seedFile(seed), data) {
		return nil, errKeyFile
	}
	return seed, nil
}

// errKeyFile: a member of a key handover that this program would not have
// written. It quotes nothing: the member holds a key.
var errKeyFile = fmt.Errorf("%w: a key's file", bundle.ErrForged)
