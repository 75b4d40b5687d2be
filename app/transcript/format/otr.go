package format

import (
	"encoding/json"
	"html"
	"io"
	"strconv"
	"strings"

	"barnrost/app"
)

// otr is the file that oTranscribe exports and imports.
type otr struct {
	Text      string  `json:"text"`
	Media     string  `json:"media"`
	Source    string  `json:"media-source"`
	MediaTime float64 `json:"media-time"`
}

// inMarkup keeps what HTML takes for mere space.
var inMarkup = strings.NewReplacer("\n", "<br />", "\t", "&#9;", "  ", " &#32;")

// writeOTR writes paragraphs as oTranscribe's editor holds them. No name of a
// sound file stands in it.
func writeOTR(w io.Writer, turns []Turn, o Options) error {
	var b strings.Builder
	for _, t := range turns {
		b.WriteString("<p>")
		if o.Times {
			b.WriteString(`<span class="timestamp" contenteditable="false" data-timestamp="` +
				strconv.FormatFloat(float64(t.Start)/1000, 'f', -1, 64) + `">` + short(t.Start) + "</span> ")
		}
		b.WriteString(inMarkup.Replace(html.EscapeString(spoken(t))) + "</p>")
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(otr{Text: b.String()})
}

// short writes a time as oTranscribe shows it: 12:34, or 1:02:34.
func short(ms int64) string {
	s := stamp(ms, ".")[:8]
	if strings.HasPrefix(s, "00:") {
		return s[3:]
	}
	return strings.TrimPrefix(s, "0")
}

func readOTR(b []byte, left Left) ([]para, error) {
	var in otr
	if json.Unmarshal([]byte(text(b, left)), &in) != nil || in.Text == "" {
		var loose struct { // the time has been a string, and null
			Text string `json:"text"`
		}
		if json.Unmarshal([]byte(text(b, left)), &loose) != nil {
			return nil, app.Fail(app.CodeNotATranscript, nil)
		}
		in.Text = loose.Text
	}
	return readMarkup(in.Text, left)
}
