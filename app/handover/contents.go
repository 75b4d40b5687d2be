package handover

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"barnrost/app"
	"barnrost/app/guide"
	"barnrost/app/transcript"
	"barnrost/storage/bundle"
)

// About is what the manifest tells of the interview: coarse, so that it points
// at no child.
type About struct {
	Code  string    `json:"code"`
	Age   int       `json:"age"`
	Place app.Place `json:"place"`
	Month string    `json:"month"` // "2027-02", never the day
}

const monthForm = "2006-01"

func aboutOf(i app.Interview) About {
	return About{Code: i.Code, Age: i.Age, Place: i.Place, Month: i.Created.Local().Format(monthForm)}
}

// maxCode is the longest label taken, in bytes; ours have at most 12.
const maxCode = 40

func parseAbout(raw []byte) (About, error) {
	var a About
	if err := strict(raw, &a); err != nil {
		return a, err
	}
	if _, err := time.Parse(monthForm, a.Month); err != nil {
		return a, errors.New("handover: no month")
	}
	if _, err := app.CheckName(a.Code); err != nil || len(a.Code) > maxCode {
		return a, errors.New("handover: no label")
	}
	if _, err := app.CheckAge(a.Age); err != nil {
		return a, err
	}
	if !slices.Contains(app.Places, a.Place) {
		return a, errors.New("handover: unknown place")
	}
	return a, nil
}

// markersFile is the member markers.json: what the sound does not hold.
type markersFile struct {
	Format  int          `json:"format"`
	Rate    int          `json:"rate"`    // samples a second; positions below count them
	Samples int64        `json:"samples"` // the length of the sound, whether it comes along or not
	Markers []app.Marker `json:"markers"`
	Gaps    []app.Gap    `json:"gaps"`
	// Guide is the intervjuguide that the markers' codes are those of, as app/guide
	// reads it; in form 2, where a marker is about a question and it was kept.
	Guide json.RawMessage `json:"guide,omitempty"`
}

// maxNotes bounds the markers and the gaps of one recording.
const maxNotes = 100_000

// The forms of markers.json: the second where there is something that programs
// before the guide do not know. They say that the bundle is newer.
const (
	markersForm  = 1
	markersForm2 = 2
)

// markersOf is what a recording's markers say; guide is the one that the
// interview was held by, nil for none. It goes along where a code refers to it.
func markersOf(r app.Recording, guide []byte) markersFile {
	m := markersFile{
		Format: markersForm, Rate: r.Rate, Samples: r.Samples,
		Markers: append([]app.Marker{}, r.Markers...), Gaps: append([]app.Gap{}, r.Gaps...),
	}
	if m.needs2() {
		m.Format = markersForm2
	}
	if slices.ContainsFunc(m.Markers, func(k app.Marker) bool { return k.Kind.Question() }) {
		m.Guide = guide
	}
	return m
}

// needs2 reports whether form 1 has no place for something.
func (m markersFile) needs2() bool {
	return slices.ContainsFunc(m.Markers, app.Marker.Later) ||
		slices.ContainsFunc(m.Gaps, func(g app.Gap) bool { return g.Reason.Later() })
}

func parseMarkers(raw []byte) (markersFile, error) {
	var m markersFile
	if err := strict(raw, &m); err != nil {
		return m, err
	}
	if m.Format > markersForm2 {
		return m, bundle.ErrNewer
	}
	bad := errors.New("handover: markers that cannot be")
	if m.Format < markersForm || m.needs2() != (m.Format == markersForm2) || !rateOK(m.Rate) || m.Samples < 0 || len(m.Markers) > maxNotes || len(m.Gaps) > maxNotes {
		return m, bad
	}
	for _, k := range m.Markers {
		if k.At > m.Samples || !k.OK() {
			return m, bad
		}
	}
	for _, g := range m.Gaps {
		if g.At < 0 || g.At > m.Samples || g.Length < 0 || !slices.Contains(app.GapReasons, g.Reason) {
			return m, bad
		}
	}
	return m, m.readGuide()
}

// readGuide brings the guide into the form in which it is kept; without one it
// does nothing.
func (m *markersFile) readGuide() error {
	if m.Guide == nil {
		return nil
	}
	if m.Format < markersForm2 {
		return errors.New("handover: a guide in the first form")
	}
	g, err := guide.Parse(m.Guide)
	if app.CodeOf(err) == app.CodeNewerFormat {
		return bundle.ErrNewer
	}
	if err == nil {
		m.Guide, err = g.Marshal()
	}
	return err
}

// rendered is one small member.
type rendered struct {
	name string
	data []byte
}

// texts renders the members that hold words, the structured one first.
func (c contents) texts() ([]rendered, error) {
	structured, err := transcript.JSON(c.paper)
	if err != nil {
		return nil, err
	}
	page, err := transcript.HTML(c.paper)
	if err != nil {
		return nil, err
	}
	all := []rendered{
		{bundle.NameTranscriptJSON, structured},
		{bundle.NameTranscriptHTML, page},
		{bundle.NameTranscriptText, transcript.Text(c.paper)},
	}
	if c.recording != nil {
		markers, err := json.MarshalIndent(markersOf(*c.recording, c.guide), "", " ")
		if err != nil {
			return nil, fmt.Errorf("handover: markers: %w", err)
		}
		all = append(all, rendered{bundle.NameMarkers, markers})
	}
	if len(c.reflections) > 0 {
		shared, err := renderReflections(c.title, c.reflections)
		if err != nil {
			return nil, err
		}
		all = append(all, rendered{bundle.NameReflections, shared})
	}
	return all, nil
}

// members turns rendered files and, if sound is not nil, the sound into
// members of a bundle.
func members(files []rendered, sound Sound) []bundle.Member {
	var all []bundle.Member
	for _, f := range files {
		all = append(all, bundle.Member{Name: f.name, Size: int64(len(f.data)), Open: func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(f.data)), nil
		}})
	}
	if sound != nil {
		all = append(all, bundle.Member{
			Name: bundle.NameSound, Size: app.WAVHead + 2*sound.Len(), SHA256: sound.SHA256(),
			Open: func() (io.ReadCloser, error) { return readWAVOf(sound), nil },
		})
	}
	return all
}

// strict decodes one JSON value without unknown fields or anything after it.
func strict(raw []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("handover: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("handover: something after the end")
	}
	return nil
}
