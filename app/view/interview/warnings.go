package interview

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"barnrost/app"
	"barnrost/app/view/widget"
)

// warn tells what is wrong in words, each with its shape.
func (l *live) warn(s State) {
	// Whole minutes: what is said must not change with every look.
	room, slept := int(s.Room/time.Minute), int(s.Slept.Round(time.Minute)/time.Minute)
	said := fmt.Sprint(strings.Join(s.Warnings, " "), " ", app.CodeOf(s.Err), " ", slept)
	if slices.Contains(s.Warnings, "store") {
		said += fmt.Sprint(" ", room)
	}
	if said == l.said {
		return
	}
	l.said = said
	r, k := l.r, l.r.d.Kit
	l.warnings.Objects = nil
	full := slices.Contains(s.Warnings, "store") && app.CodeOf(s.Err) == app.CodeDiskFull
	if full {
		r.d.Bus.Trace("problem", app.CodeDiskFull) // the warning says it all
	} else if s.Err != nil {
		l.warnings.Objects = append(l.warnings.Objects, k.Problem(s.Err))
	}
	for _, w := range s.Warnings {
		if full && w == "disk" {
			continue // it is full now: that is said already
		}
		l.warnings.Objects = append(l.warnings.Objects, k.Notice(widget.KindAttention, r.t("recording.warning."+w, "minutes", room)))
		r.d.Bus.Trace("warning", w)
	}
	r.d.Bus.Trace("warnings", len(s.Warnings))
	if s.Slept > 0 {
		l.warnings.Objects = append(l.warnings.Objects, k.Notice(widget.KindAttention, k.Text.N("record.slept", max(slept, 1))))
		r.d.Bus.Trace("warning", "slept")
	}
	r.root.Refresh()
}
