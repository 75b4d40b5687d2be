package e2e

import "testing"

func TestTheWindowOpensAndClosesByKey(t *testing.T) {
	p := start(t, "")
	p.Wait("room", "unlock")
	p.Quit()
}
