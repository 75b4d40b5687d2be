package main

import (
	_ "filippo.io/age"

	_ "fyne.io/fyne/v2/app"
	_ "fyne.io/fyne/v2/test"
	_ "fyne.io/fyne/v2/widget"
	_ "github.com/gen2brain/malgo"
	_ "github.com/go-audio/audio"
	_ "github.com/go-audio/wav"
	_ "golang.org/x/crypto/ssh"
	_ "golang.org/x/text/unicode/norm"
	_ "modernc.org/libc"
	_ "modernc.org/sqlite"
	_ "modernc.org/sqlite/vfs"
)

func main() {}
