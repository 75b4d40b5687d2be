package widget

import "fyne.io/fyne/v2"

// noteCopy tells what a shortcut has just put on the clipboard, so that it can
// be taken off again when the session ends.
func (k *Kit) noteCopy(s fyne.Shortcut) {
	if k.OnCopy == nil {
		return
	}
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		k.OnCopy(s.Clipboard.Content())
	case *fyne.ShortcutCut:
		k.OnCopy(s.Clipboard.Content())
	}
}
