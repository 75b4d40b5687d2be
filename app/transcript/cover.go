package transcript

// hushed is the longest silence that counts with the text beside it: nobody
// writes it, and it takes no time to write.
const hushed = 20_000

// Covered returns how many milliseconds of a sound of that length have text, by
// [TextCover]. Silences of up to twenty seconds beside text count with it.
func Covered(list []Utterance, length int64) int64 {
	text := TextCover(list, length).Bridged(hushed)
	if len(text) == 0 {
		return 0
	}
	ms := text.Total()
	for _, silence := range []int64{text[0].From, length - text[len(text)-1].To} {
		if silence <= hushed {
			ms += silence
		}
	}
	return ms
}
