package keyring

import (
	"strconv"
	"strings"

	"barnrost/app"
	"barnrost/crypto"
)

// The paper shows age's own secret key in groups that a person can copy by
// hand: bech32, in capitals. What follows the prefix holds neither 1, B, I nor
// O, so that these are read as the signs they are mistaken for. Six characters
// of it are a checksum.
const (
	paperPrefix = "AGE-SECRET-KEY-PQ-1"
	paperGroup  = 4
	paperLength = 58 // characters after the prefix: 32 bytes and the checksum
	bech32      = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"
)

// PaperGroups returns what a paper copy of the unit's key shows: the words
// every such key begins with, and the rest in groups of four.
func (u Unit) PaperGroups() (prefix string, groups []string) { return keyGroups(u.Inbox) }

func keyGroups(key crypto.Identity) (prefix string, groups []string) {
	rest := strings.TrimPrefix(key.String(), paperPrefix)
	for len(rest) > paperGroup {
		groups, rest = append(groups, rest[:paperGroup]), rest[paperGroup:]
	}
	return paperPrefix, append(groups, rest)
}

// lookAlikes are the signs that bech32 leaves out, and what is meant by them.
var lookAlikes = strings.NewReplacer("1", "L", "I", "L", "O", "0", "B", "8")

// paperBody strips a typed or pasted key down to what follows the prefix.
func paperBody(typed string) string {
	body := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1 // blanks, hyphens, and what a scanner or a phone puts in
	}, strings.ToUpper(typed))
	prefix := strings.ReplaceAll(paperPrefix, "-", "")
	return lookAlikes.Replace(strings.TrimPrefix(body, prefix))
}

// ReadPaper puts a unit together from the key on its paper, typed or pasted
// with or without its prefix, blanks and capitals, and the cards held. The unit
// opens post and signs nothing. It returns [app.CodePaperWrong], with
// Args["kind"] "length" (and n, most) or "group" (and n, the group in which one
// sign is wrong) where it can tell, and [app.CodePaperStranger] where the key
// belongs to none of the cards.
func ReadPaper(typed string, cards []app.Contact) (Unit, error) {
	inbox, err := readPaperKey(typed)
	if err != nil {
		return Unit{}, err
	}
	for _, c := range cards {
		if c.Kind != app.CardUnit {
			continue
		}
		if unit, err := joinUnit(inbox.String(), c.Card, nil); err == nil {
			return unit, nil
		}
	}
	return Unit{}, app.Fail(app.CodePaperStranger, nil)
}

// readPaperKey reads the key alone; see [ReadPaper].
func readPaperKey(typed string) (crypto.Identity, error) {
	body := paperBody(typed)
	if len(body) != paperLength {
		return crypto.Identity{}, paperWrong("length", len(body))
	}
	key, err := crypto.ParseIdentity(paperPrefix + body)
	if err != nil {
		if group := wrongGroup(body); group > 0 {
			return crypto.Identity{}, paperWrong("group", group)
		}
		return crypto.Identity{}, app.Fail(app.CodePaperWrong, nil) // the cause may quote the key
	}
	return key, nil
}

func paperWrong(kind string, n int) error {
	return &app.Error{Code: app.CodePaperWrong, Args: map[string]string{
		"kind": kind, "n": strconv.Itoa(n), "most": strconv.Itoa(paperLength),
	}}
}

// wrongGroup returns the number, from 1, of the group in which one other sign
// would make the key right, 0 if there is no such group. The checksum tells
// any four wrong signs apart from a right key, so no other key is meant.
func wrongGroup(body string) int {
	for at := range body {
		for _, other := range bech32 {
			if _, err := crypto.ParseIdentity(paperPrefix + body[:at] + string(other) + body[at+1:]); err == nil {
				return at/paperGroup + 1
			}
		}
	}
	return 0
}
