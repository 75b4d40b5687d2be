package viewtest

import "fyne.io/fyne/v2"

// Each visits every visible object, those of the top overlay first: for
// controls that have no id, such as the rows of a list.
func (s *Stage) Each(visit func(fyne.CanvasObject)) { s.walk(visit) }

// Within visits an object and every visible one in it.
func Within(o fyne.CanvasObject, visit func(fyne.CanvasObject)) { walk(o, visit) }
