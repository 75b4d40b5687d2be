package imports

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// root is the module's folder, seen from this package.
const root = "../.."

func TestEveryImportKeepsToTheRules(t *testing.T) {
	found, files, err := Check(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	if files < 10 {
		t.Fatalf("only %d Go files were read: the check looks in the wrong place", files)
	}
	for _, v := range found {
		t.Error(v)
	}
}

// The control: for every rule and every layer one file that breaks it.
func TestEveryRuleReportsAFileThatBreaksIt(t *testing.T) {
	for _, c := range controls() {
		t.Run(c.file+" imports "+c.imported, func(t *testing.T) {
			source := fmt.Sprintf("//go:build plan9\n\npackage p\n\nimport _ %q\n", c.imported)
			found, _, err := Check(fstest.MapFS{c.file: {Data: []byte(source)}})
			if err != nil {
				t.Fatal(err)
			}
			if len(found) != 1 || found[0].Reason != c.reason || found[0].Line != 5 {
				t.Fatalf("got %v, want one violation with the reason %q", found, c.reason)
			}
		})
	}
}

type control struct{ file, imported, reason string }

func controls() []control {
	var all []control
	for _, rule := range Rules {
		imported := strings.TrimSuffix(rule.Import, "/...")
		all = append(all, control{"audio/peaks/made_up.go", imported, rule.Reason})
		if imported != rule.Import {
			all = append(all, control{"audio/peaks/made_up.go", imported + "/below", rule.Reason})
		}
	}
	for _, layer := range Layers {
		dir := strings.ReplaceAll(strings.TrimSuffix(layer.From, "/..."), "*", "madeup")
		all = append(all, control{dir + "/made_up.go", "barnrost/elsewhere", layer.Reason})
	}
	room := Layers[len(Layers)-2].Reason
	beside := Layers[len(Layers)-1].Reason
	return append(all,
		control{"app/view/desk/made_up.go", "barnrost/app/view/home", room},
		control{"app/view/desk/made_up.go", "barnrost/storage", room},
		control{"app/view/desk/made_up.go", "barnrost/audio/playback", room},
		control{"app/view/desk/made_up.go", "barnrost/crypto", room},
		control{"app/seminar/made_up.go", "barnrost/storage", beside},
		control{"app/seminar/made_up_test.go", "barnrost/storage", beside},
		control{"app/mirror/made_up.go", "barnrost/storage", reasonOf("app/mirror")},
		control{"app/mirror/made_up_test.go", "barnrost/storage", reasonOf("app/mirror")},
		// What one's own talk was like never leaves the vault.
		control{"app/handover/made_up.go", "barnrost/app/mirror", reasonOf("app/handover")},
		// Nor does what somebody writes for themselves.
		control{"app/handover/made_up.go", "barnrost/app/own", reasonOf("app/handover")},
		control{"app/report/made_up.go", "barnrost/app/own", beside},
		control{"app/view/share/made_up.go", "barnrost/app/own", room},
		control{"app/view/reading/made_up.go", "barnrost/app/own", room},
		control{"app/report/made_up.go", "barnrost/app/mirror", beside},
		control{"app/transcript/format/made_up.go", "barnrost/app/mirror", reasonOf("app/transcript/format")},
		control{"app/protocol/made_up.go", "barnrost/app/mirror", beside},
		control{"app/view/share/made_up.go", "barnrost/app/mirror", room},
		control{"app/view/exchange/made_up.go", "barnrost/app/mirror", room},
		control{"storage/made_up.go", "barnrost/app", reasonOf("storage")},
		control{"app/casebook/made_up.go", "barnrost/crypto", reasonOf("app/casebook")},
		control{"storage/made_up.go", "barnrost/storage/crashtest", onlyTests},
		control{"audio/playback/made_up.go", "barnrost/audio/audiotest", onlyTests},
		control{"app/listening/made_up.go", "barnrost/storage", reasonOf("app/listening")},
	)
}

func reasonOf(pkg string) string {
	layer, _ := layerOf(pkg)
	return layer.Reason
}

func TestAllowedImportsPass(t *testing.T) {
	for _, c := range []struct {
		pkg, imported string
		test          bool
	}{
		{".", "fyne.io/fyne/v2/app", false},
		{".", "barnrost/storage", false},
		{"app/view/desk", "fyne.io/fyne/v2/widget", false},
		{"app/view/desk", "barnrost/app/listening", false},
		{"app/view/desk/rows", "barnrost/app/view/desk/probe", false},
		{"app/recording", "barnrost/audio/capture", false},
		{"app/casebook", "barnrost/storage", false},
		{"app/view/mirror", "barnrost/app/mirror", false},
		{"app/casebook", "barnrost/crypto", true},
		{"storage/bundle", "barnrost/crypto", false},
		{"storage", "barnrost/storage/crashtest", true},
		{"audio/device", "github.com/gen2brain/malgo", false},
		{"audio/capture", "barnrost/audio/audiotest", true},
		{"app", "time", false},
	} {
		if reason := Forbidden(c.pkg, c.imported, c.test); reason != "" {
			t.Errorf("%s may import %s, but: %s", c.pkg, c.imported, reason)
		}
	}
}

func TestEveryRuleGivesItsReason(t *testing.T) {
	for _, rule := range Rules {
		if rule.Reason == "" {
			t.Errorf("the rule for %s has no reason", rule.Import)
		}
	}
	for _, layer := range Layers {
		if layer.Reason == "" {
			t.Errorf("the layer of %s has no reason", layer.From)
		}
	}
}
