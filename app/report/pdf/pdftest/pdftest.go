// Package pdftest reads a PDF with the stock tools (poppler), for tests: what it
// says, and what it looks like.
package pdftest

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"

	"barnrost/app/report/pdf"
)

// DPI is how finely [Pages] draws: a millimetre is four pixels.
const DPI = 101.6

// PerMM is how many pixels of a page's picture a millimetre is.
const PerMM = DPI / 25.4

// Fonts are fonts for tests; the program brings those of its window.
func Fonts() pdf.Fonts { return pdf.Fonts{Regular: goregular.TTF, Bold: gobold.TTF} }

// Text is what a PDF says, as pdftotext reads it.
func Text(t testing.TB, file []byte) string {
	t.Helper()
	return string(tool(t, file, "pdftotext", "-layout", "-enc", "UTF-8", "FILE", "-"))
}

// Pages are the pages as pictures.
func Pages(t testing.TB, file []byte) []image.Image {
	t.Helper()
	folder := t.TempDir()
	tool(t, file, "pdftoppm", "-png", "-r", fmt.Sprint(DPI), "FILE", filepath.Join(folder, "page"))
	names, err := filepath.Glob(filepath.Join(folder, "*.png"))
	if err != nil {
		t.Fatal(err)
	}
	var all []image.Image
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		page, err := png.Decode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, page)
	}
	if folder := os.Getenv("BARNROST_PDF"); folder != "" { // to be looked at
		for i, name := range names {
			raw, _ := os.ReadFile(name)
			if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("%s-%d.png", filepath.Base(t.Name()), i+1)), raw, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return all
}

// Blank reports whether nothing is printed in a part of a page, in mm.
func Blank(page image.Image, x, y, width, height float64) bool {
	px := func(mm float64) int { return int(mm * PerMM) }
	for row := px(y); row < px(y+height); row++ {
		for col := px(x); col < px(x+width); col++ {
			if r, g, b, _ := page.At(col, row).RGBA(); r < 0xf000 || g < 0xf000 || b < 0xf000 {
				return false
			}
		}
	}
	return true
}

// InsideMargins reports an error for everything printed nearer to an A4 page's
// edges than margin mm.
func InsideMargins(t testing.TB, page image.Image, margin float64) {
	t.Helper()
	w, h := float64(page.Bounds().Dx())/PerMM, float64(page.Bounds().Dy())/PerMM
	for side, blank := range map[string]bool{
		"left": Blank(page, 0, 0, margin, h), "right": Blank(page, w-margin, 0, margin, h),
		"top": Blank(page, 0, 0, w, margin), "bottom": Blank(page, 0, h-margin, w, margin),
	} {
		if !blank {
			t.Errorf("something is printed within %v mm of the %s edge", margin, side)
		}
	}
}

func tool(t testing.TB, file []byte, name string, args ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "it.pdf")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, a := range args {
		if a == "FILE" {
			args[i] = path
		}
	}
	var says bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stderr = &says
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v: %s", name, err, says.String())
	}
	return out
}
