package app

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// bom is how a spreadsheet knows that a file is UTF-8.
const bom = "\uFEFF"

// WriteTable writes rows as a table that a Swedish Excel opens with a double
// click: RFC 4180 with semicolons, because the comma is the decimal mark there
// and Excel splits at the list separator of its language; lines end with CR LF;
// a byte order mark in front, without which Excel takes å, ä and ö for
// something else. LibreOffice and encoding/csv (Comma ';') read the same file.
// A cell that a spreadsheet would run as a formula gets an apostrophe in front.
func WriteTable(w io.Writer, rows [][]string) error {
	if _, err := io.WriteString(w, bom); err != nil {
		return fmt.Errorf("app: table: %w", err)
	}
	table := csv.NewWriter(w)
	table.Comma, table.UseCRLF = ';', true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = harmless(cell)
		}
		if err := table.Write(safe); err != nil {
			return fmt.Errorf("app: table: %w", err)
		}
	}
	table.Flush()
	if err := table.Error(); err != nil {
		return fmt.Errorf("app: table: %w", err)
	}
	return nil
}

// harmless keeps a cell from being taken for a formula.
// Source: OWASP, CSV Injection.
func harmless(cell string) string {
	if strings.IndexAny(cell, "=+-@\t\r\n＝＋－＠") == 0 {
		return "'" + cell
	}
	return cell
}
