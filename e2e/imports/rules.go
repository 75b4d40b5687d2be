// Package imports holds the rules of who may import whom, as a table with a
// reason for each, and the check that reads every Go file of the module, for
// every operating system, against it.
package imports

import "strings"

// module is the path of our own module.
const module = "barnrost"

// A Rule says that what Import names may be imported only by the packages
// under Only, and by the tests of the packages under Tests. A path that ends
// in "/..." takes in what lies below it; any other names one package. "." is
// the package main at the root of the module.
type Rule struct {
	Import string
	Only   []string
	Tests  []string
	Reason string
}

// A Layer says that the packages under From import nothing of ours but what
// lies under To or beside them under From. Their tests may import Tests too.
type Layer struct {
	From   string
	To     []string
	Tests  []string
	Reason string
}

// database are the packages that may know that there is a database.
var database = []string{"storage", "storage/migration/...", "storage/crashtest/..."}

// everywhere lets the tests of every package through.
var everywhere = []string{".", "app/...", "audio/...", "assets/...", "crypto/...", "storage/..."}

// Rules guards single doors: libraries and standard packages that only a few
// may open. The first rule that names an import decides.
var Rules = []Rule{
	{"fyne.io/fyne/v2/app", []string{".", "e2e/bench/entry"}, nil,
		"it pulls in OpenGL and cgo; everything else builds and tests without a screen"},
	{"fyne.io/...", []string{".", "app/view/...", "e2e/bench/entry"}, nil,
		"the window lives in main and app/view; what works must work without it"},
	{"github.com/gen2brain/malgo", []string{"audio/device"}, nil,
		"one audio context per process, opened, guarded and closed in one place"},
	{"github.com/go-audio/...", []string{"audio/wav/..."}, []string{"audio/..."},
		"the library needs guards against files it misreads; they stand in audio/wav"},
	{"database/sql/...", database, nil,
		"only storage knows that there is a database, and seals all that goes into it"},
	{"modernc.org/...", database, nil,
		"only storage knows that there is a database, and seals all that goes into it"},
	{"filippo.io/...", []string{"crypto", "storage/bundle/bundletest"}, []string{"storage/..."},
		"one package seals and opens; the others hold boxes they cannot read"},
	{"golang.org/x/crypto/...", []string{"crypto", "storage/bundle/bundletest"}, nil,
		"one package seals and opens; the others hold boxes they cannot read"},
	{"github.com/godbus/dbus/v5", []string{"app/suspend/..."}, nil,
		"the system bus is a socket on this machine, and only what listens for the machine's sleep needs it"},
	{"github.com/aymanbagabas/go-udiff/...", []string{"app/transcript"}, nil,
		"versions are compared in one place, by words"},
	{"github.com/arran4/golang-ical", []string{"app/round/calendar"}, nil,
		"a plan's dates are written for other calendars in one place, which decides what may stand there"},
	{"golang.org/x/term", []string{"."}, nil,
		"a passphrase is read from a terminal in one place: -check"},
	{"net/url", []string{"storage", ".", "app/view/..."}, nil,
		"addresses are put together only for the database's own name and for opening a finished file"},
	{"net", []string{"e2e/frames"}, nil, // a socket to the tests' X server
		"the program has no network"},
	{"net/...", nil, nil,
		"the program has no network"},
	{"os/exec", []string{".", "e2e/...", "audio/audiotest", "storage/crashtest/...", "app/suspend/suspendtest", "app/report/pdf/pdftest"}, everywhere,
		"the program starts no other; main alone, to restart itself when it locks"},
	{"plugin", nil, nil,
		"all code that runs is the code that was built"},
	{"math/rand/...", []string{"e2e/...", "storage/crashtest"}, everywhere,
		"keys, ids and labels come from crypto/rand; chance that can be guessed has no place here"},
	{"unsafe", []string{"audio/device", "storage/crashtest", "app/suspend", "app/supply"}, nil, // a table of functions for SQLite
		"memory is touched past the compiler's checks nowhere but at the sound driver and where Windows tells of sleep"},
	{"C", nil, nil,
		"cgo comes with malgo and Fyne; none of it is ours"},
}

// inner are the packages of the application that a room may use. Storage,
// audio and crypto reach it only through them.
var inner = []string{
	"app", "app/transcript", "app/transcript/format", "app/recording", "app/listening", "app/keyring", "app/casebook",
	"app/guide", "app/deident", "app/handover", "app/seminar", "app/report",
	"app/round", "app/survey", "app/survey/paper", "app/details", "app/letter", "app/report/pdf", "app/diploma",
	"app/view/bus", "app/view/text", "app/view/theme", "app/view/keys", "app/view/widget", "app/view/phrase",
}

// Layers guards the floors of the house. The first layer that a package lies
// under decides; main and e2e lie under none.
var Layers = []Layer{
	{"audio/...", nil, nil,
		"sound knows nothing of people, windows or databases"},
	{"crypto/...", nil, []string{"assets"},
		"sealing knows nothing of what is sealed"},
	{"app/supply/...", nil, nil,
		"knows the machine alone"},
	{"app/suspend/...", nil, nil,
		"what the machine does is told to whoever asks; what to do about it is main's business"},
	{"assets/...", nil, nil,
		"assets embed files and nothing else"},
	{"storage/...", []string{"crypto"}, nil,
		"storage keeps boxes; what they mean is the application's business"},
	{"app", nil, []string{"assets"},
		"the nouns and rules need the standard library alone, so that a newcomer reads the business first"},
	{"app/transcript/format/...", []string{"app", "app/transcript", "app/report"}, nil,
		"the forms of a transcript are bytes in and bytes out; what people read is laid out by the report"},
	{"app/transcript/...", []string{"app"}, nil,
		"a document is pure: no clock, no file, no window"},
	{"app/round/...", []string{"app", "app/report"}, []string{"app/...", "assets"},
		"the year's plan is pure: today is handed in, and words too; a sheet of it is laid out by the report"},
	{"app/report/pdf/...", []string{"app/report", "app/report/pdf"}, nil,
		"what is printed is laid out from the report's tree, and knows nothing of what it says"},
	{"app/survey/...", []string{"app", "app/report/pdf"}, []string{"app/report/...", "assets"},
		"the survey is a form and answers; on paper it is drawn by the PDF writer, and nobody here knows a key"},
	{"app/letter/...", []string{"app", "app/details", "app/report"}, []string{"app/report/...", "assets"},
		"a letter is a text and the unit's details; it is laid out by the report"},
	{"app/mirror/...", []string{"app/transcript"}, nil,
		"one's own way of talking is counted from turns and speech alone, and known to the casebook and its own room; never to what sends or reports"},
	{"app/diploma/...", []string{"app", "app/report/pdf"}, []string{"assets"},
		"a diploma is words, drawings and one page; what a child chose is known to nobody else"},
	{"app/own/...", []string{"app"}, nil,
		"what somebody writes for themselves alone is known to the casebook and the room where it is written; never to what sends or reports"},
	{"app/casebook/...", []string{"app", "app/transcript", "app/mirror", "app/own", "storage"}, []string{"crypto", "storage/...", "app/..."},
		"the casebook ties the nouns to the vault, and knows neither sound nor keys nor windows"},
	{"app/handover/...", []string{"app", "app/guide", "app/transcript", "storage/..."}, []string{"crypto", "assets", "app/..."},
		"bundles are made of the nouns and the vault; a sound comes through an interface"},
	{"app/recording/...", []string{"app", "audio/..."}, nil,
		"recording joins the microphone to a small interface that the casebook fills"},
	{"app/listening/...", []string{"app", "audio/..."}, nil,
		"listening joins the loudspeaker to a small interface that the casebook fills"},
	{"app/keyring/...", []string{"app", "crypto"}, []string{"assets", "app/view/text"},
		"only the keyring turns a passphrase into keys"},
	{"app/view/bus/...", []string{"app"}, nil,
		"the bus carries the application's events to the window and knows nothing else"},
	{"app/view/text/...", []string{"app"}, []string{"assets"},
		"words depend on the nouns they name and on nothing else"},
	{"app/view/theme/...", nil, nil,
		"colours and sizes depend on nothing of ours"},
	{"app/view/keys/...", []string{"app", "app/view/text"}, []string{"assets"},
		"the key map is pure and table-tested"},
	{"app/view/widget/...", []string{"app", "app/deident", "app/transcript", "app/view/text", "app/view/theme", "app/view/keys"}, []string{"assets"},
		"widgets serve every room and know none"},
	{"app/view/viewtest/...", []string{"app/...", "assets"}, nil,
		"the tests' own window knows the words and the widgets, and no room"},
	{"app/view", append([]string{"app/view/..."}, inner...), []string{"assets"},
		"the window knows rooms and words; sound, storage and keys are tied in main"},
	{"app/view/interview/...", append([]string{"app/own"}, inner...), []string{"assets", "app/view"},
		"the one room where somebody writes for themselves alone; otherwise a room like the others"},
	{"app/view/mirror/...", append([]string{"app/mirror"}, inner...), []string{"assets", "app/view"},
		"the one room that shows a person's own way of talking; otherwise a room like the others"},
	{"app/view/*/...", inner, []string{"assets", "app/view"},
		"a room knows the application and the shared widgets; never another room, sound, storage or keys, so that each can be changed alone"},
	{"app/*/...", []string{"app"}, []string{"assets"},
		"the packages of the application meet through small interfaces; only casebook and handover know storage, only recording and listening sound, only keyring keys"},
}

// testHelpers may be imported by every test.
var testHelpers = []string{"app/report/pdf/pdftest", "audio/audiotest", "storage/bundle/bundletest", "app/view/viewtest"}

// tools are packages that only tests may import, those of the table's layers
// among them.
var tools = append([]string{"storage/crashtest"}, testHelpers...)

// onlyTests is why.
const onlyTests = "what it does is for tests: sound out of thin air, a disk that loses what was written"

// layerOf returns the layer that a package lies under, with the "*" of its
// pattern filled by the package's own name.
func layerOf(pkg string) (Layer, bool) {
	for _, l := range Layers {
		if before, _, star := strings.Cut(l.From, "*"); star {
			rest, below := strings.CutPrefix(pkg, before)
			if !below {
				continue
			}
			name, _, _ := strings.Cut(rest, "/")
			l.From = strings.Replace(l.From, "*", name, 1)
		}
		if within(pkg, l.From) {
			return l, true
		}
	}
	return Layer{}, false
}

// within reports whether path is the pattern's package, or lies below it when
// the pattern ends in "/...".
func within(path, pattern string) bool {
	if base, ok := strings.CutSuffix(pattern, "/..."); ok {
		return path == base || strings.HasPrefix(path, base+"/")
	}
	return path == pattern
}

func anyWithin(path string, patterns []string) bool {
	for _, p := range patterns {
		if within(path, p) {
			return true
		}
	}
	return false
}
