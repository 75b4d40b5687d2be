package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// applicationID marks the file as a vault: "Barn" in ASCII.
const applicationID = 0x4261726e

// schema is format 1. STRICT refuses a value of another type. Nothing here
// but ids, numbers and hashes of sealed files is readable.
var schema = []string{
	`CREATE TABLE vault(format INTEGER NOT NULL, vault_id BLOB NOT NULL) STRICT`,
	`CREATE TABLE keyslot(id INTEGER PRIMARY KEY, box BLOB NOT NULL) STRICT`,
	`CREATE TABLE catalog(box BLOB NOT NULL) STRICT`,
	`CREATE TABLE object(id BLOB PRIMARY KEY NOT NULL, key_box BLOB NOT NULL, head_box BLOB NOT NULL) STRICT`,
	`CREATE TABLE chunk(rowid INTEGER PRIMARY KEY, obj BLOB NOT NULL, stream INTEGER NOT NULL,
		seq INTEGER NOT NULL, box BLOB NOT NULL, UNIQUE(obj, stream, seq)) STRICT`,
	`CREATE TABLE event(seq INTEGER PRIMARY KEY, box BLOB NOT NULL) STRICT`,
	`CREATE TABLE seen_bundle(hash BLOB PRIMARY KEY NOT NULL) STRICT`,
	fmt.Sprintf(`PRAGMA application_id=%d`, applicationID),
	fmt.Sprintf(`PRAGMA user_version=%d`, Format),
}

// readVaultRow checks that db is a vault of a format we know and returns its
// id: [ErrNotAVault], [ErrNewerFormat] or [ErrDamaged]. Where the row that
// names the vault is damaged, the id is zero: the catalog has it too.
func readVaultRow(ctx context.Context, db *sql.DB) (ID, error) {
	var app, version int64
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&app); err != nil {
		return ID{}, explain(err)
	}
	if app != applicationID {
		return ID{}, ErrNotAVault
	}
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return ID{}, explain(err)
	}
	if version > Format {
		return ID{}, ErrNewerFormat
	}
	var rows int64
	var format sql.NullInt64
	var raw []byte
	err := db.QueryRowContext(ctx, "SELECT count(*), max(format), vault_id FROM vault").Scan(&rows, &format, &raw)
	if err != nil {
		return ID{}, fmt.Errorf("%w: vault row: %w", ErrDamaged, err)
	}
	if format.Int64 > Format {
		return ID{}, ErrNewerFormat
	}
	id, err := toID(raw)
	if err != nil || rows != 1 || version != format.Int64 {
		return ID{}, nil
	}
	return id, nil
}

// ourTables reports whether the file has the tables of a schema, as Create makes
// them, and nothing else. An index, a view or a trigger of somebody else's is damage too:
// it would run with every write.
func ourTables(ctx context.Context, db *sql.DB, schema []string) (ours bool, err error) {
	want := map[string]bool{}
	for _, statement := range schema {
		if strings.HasPrefix(statement, "CREATE ") {
			want[statement] = true
		}
	}
	rows, err := db.QueryContext(ctx, "SELECT type, name, coalesce(sql, '') FROM sqlite_schema")
	if err != nil {
		return false, explain(err)
	}
	defer func() { err = errors.Join(err, explain(rows.Close())) }()
	ours = true
	for rows.Next() {
		var kind, name, text string
		if err := rows.Scan(&kind, &name, &text); err != nil {
			return false, explain(err)
		}
		if kind == "index" && text == "" && strings.HasPrefix(name, "sqlite_autoindex_") {
			continue // of a table's own UNIQUE
		}
		ours = ours && want[text]
		delete(want, text)
	}
	return ours && len(want) == 0, explain(rows.Err())
}

// toID reads an id column.
func toID(raw []byte) (ID, error) {
	var id ID
	if len(raw) != len(id) {
		return ID{}, fmt.Errorf("%w: an id of %d bytes", ErrDamaged, len(raw))
	}
	copy(id[:], raw)
	return id, nil
}
