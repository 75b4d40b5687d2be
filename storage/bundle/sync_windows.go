package bundle

// syncDir does nothing: Windows cannot sync a folder, and NTFS journals the
// rename itself.
func syncDir(string) error { return nil }
