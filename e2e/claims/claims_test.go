package claims

import (
	"os"
	"testing"
)

const root = "../.."

func TestEveryPromiseNamesTestsThatAreThere(t *testing.T) {
	text, err := os.ReadFile(root + "/SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(promises(string(text))); n < 20 {
		t.Errorf("only %d promises were found: is the form another?", n)
	}
	for _, fault := range Fault(string(text), Tests(root)) {
		t.Error(fault)
	}
}

// The control: a promise without a test, and one whose test is not there.
func TestEmptyPromisesAreFound(t *testing.T) {
	text := "## A (shown)\n- Kept.\n  `storage/TestThere`\n- Not kept.\n- Kept in name only: `storage/TestGone`\n\n## B\n- No promise.\n"
	faults := Fault(text, func(_, function string) bool { return function == "TestThere" })
	if len(faults) != 2 {
		t.Errorf("found %q, want 2 faults", faults)
	}
	if there := Tests(root); !there("e2e/claims", "TestEmptyPromisesAreFound") || there("e2e/claims", "TestNowhere") {
		t.Error("the tests of a folder are not told")
	}
}
