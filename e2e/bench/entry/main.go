// Command entry is what the desk is measured against: one plain multi-line
// text box of Fyne that holds a whole interview. It reads the text from
// standard input, says "event ready" once the caret stands at its end, and
// "event changed" for each change from then on.
package main

import (
	"fmt"
	"io"
	"os"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"
)

func main() {
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	a := fyneapp.NewWithID("se.barnrost.bench")
	w := a.NewWindow("Entry")
	w.SetMaster()
	box := widget.NewMultiLineEntry()
	box.Wrapping = fyne.TextWrapWord
	w.SetContent(box)
	w.Resize(fyne.NewSize(1280, 800))
	a.Lifecycle().SetOnStarted(func() {
		box.SetText(string(text))
		w.Canvas().Focus(box)
		box.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) // in an Entry: to the end
		box.OnChanged = func(string) { fmt.Fprintln(os.Stderr, "event changed") }
		fmt.Fprintln(os.Stderr, "event ready")
	})
	w.ShowAndRun()
}
