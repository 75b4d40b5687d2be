package desk

import "barnrost/app/view/widget"

// highlight marks in the text what the side and the search have found.
func (r *Room) highlight() { r.list.SetHighlights(r.spans()) }

func (r *Room) spans() map[uint64][]widget.Span {
	spans := map[uint64][]widget.Span{}
	for _, p := range r.side.unsure.shown {
		spans[p.At.ID] = append(spans[p.At.ID], widget.Span{From: p.At.Pos, To: p.End, Kind: widget.SpanUnsure})
	}
	for i, h := range r.find.hits {
		kind := widget.SpanHit
		if i == r.find.at {
			kind = widget.SpanHere
		}
		spans[h.At.ID] = append(spans[h.At.ID], widget.Span{From: h.At.Pos, To: h.End, Kind: kind})
	}
	r.reader.span(spans)
	return spans
}
