package keyring

import (
	"regexp"
	"strings"
	"testing"

	"barnrost/app"
)

var (
	groupOnPaper = regexp.MustCompile(`<code>([A-Z0-9]+)</code>`)
	markup       = regexp.MustCompile(`<[^>]*>`)
)

func TestWhatIsPrintedCanBeReadBack(t *testing.T) {
	u := sharedUnit()
	page, err := quickRing().PaperSheet(u, SheetWords{
		Title: "Nyckeln <till> enheten", Warning: "Öppnar allt.", Keep: []string{"I säkerhetsskåp.", "Ta bort filen."}, Date: "12 mars 2027",
	})
	if err != nil {
		t.Fatal(err)
	}
	var typed []string
	for _, m := range groupOnPaper.FindAllStringSubmatch(string(page), -1) {
		typed = append(typed, m[1])
	}
	got, err := ReadPaper(strings.Join(typed, " "), []app.Contact{{Kind: app.CardUnit, Card: u.Card}})
	if err != nil || got.Inbox.String() != u.Inbox.String() {
		t.Errorf("read back from %d groups: %v", len(typed), err)
	}
	// The page's words alone, as they are copied out of a browser.
	list := string(page)[strings.Index(string(page), "<ol"):strings.Index(string(page), "</ol>")]
	if _, err := ReadPaper(markup.ReplaceAllString(list, ""), []app.Contact{{Kind: app.CardUnit, Card: u.Card}}); err != nil {
		t.Errorf("pasted: %v", err)
	}
	words, err := quickRing().Fingerprint(u.Card)
	if err != nil {
		t.Fatal(err)
	}
	text := markup.ReplaceAllString(string(page), "")
	for _, want := range []string{strings.Join(words, " · "), "Öppnar allt.", "I säkerhetsskåp.", "12 mars 2027", "&lt;till&gt;"} {
		if !strings.Contains(text, want) {
			t.Errorf("the paper lacks %q", want)
		}
	}
}

func TestThePaperLoadsNothingAndHoldsNoSigningSeed(t *testing.T) {
	u := sharedUnit()
	page, err := quickRing().PaperSheet(u, SheetWords{})
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<script", "src=", "href=", "url(", "http://", "https://", "@import"} {
		if strings.Contains(string(page), bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	_, signing, err := u.Secrets()
	if err != nil {
		t.Fatal(err)
	}
	seed := regexp.MustCompile(`"seed":"([^"]+)"`).FindSubmatch(signing)
	if len(seed) != 2 || strings.Contains(string(page), string(seed[1])) {
		t.Error("the page holds the signing seed, or there was none to look for")
	}
}
