package desk

import "barnrost/app/view/widget"

// highlight marks in the text what the side and the search have found.
func (r *Room) highlight() {
	spans := map[uint64][]widget.Span{}
	for _, p := range r.side.unsure.shown {
		spans[p.At.ID] = append(spans[p.At.ID], widget.Span{From: p.At.Pos, To: p.End, Kind: widget.SpanUnsure})
	}
	r.list.SetHighlights(spans)
}
