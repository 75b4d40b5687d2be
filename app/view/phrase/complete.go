package phrase

import (
	"strings"
	"unicode/utf8"
)

// prefixLen is how many letters tell a word of the list.
const prefixLen = 4

// completer writes a word out once its first four letters are typed, and lets
// somebody who types on regardless do so: letters that only repeat what it
// wrote are swallowed.
type completer struct {
	complete func(prefix string) []string

	text      string // what the field held after the last call
	left      string // what was written and not yet typed again
	swallowed string // what of it was typed again
}

func newCompleter(complete func(string) []string) *completer {
	return &completer{complete: complete}
}

// typed takes the field's text after a change and returns what it should be.
func (c *completer) typed(now string) string {
	added, grew := strings.CutPrefix(now, c.text)
	if !grew || utf8.RuneCountInString(added) != 1 {
		c.left, c.swallowed = "", "" // deleted, pasted or changed in the middle
		c.text = now
		return now
	}
	switch {
	case c.left == "":
		c.text = now
	case strings.HasPrefix(c.left, added):
		c.left = c.left[len(added):]
		c.swallowed += added
		return c.text
	case added == " ": // the word is taken; its space stands there already
		c.left, c.swallowed = "", ""
		return c.text
	default: // it was the next word after all: what was swallowed belongs to it
		c.text += strings.TrimLeft(c.swallowed, " ") + added
		c.left, c.swallowed = "", ""
	}
	c.finish()
	return c.text
}

// finish writes out the last word if its first letters are enough.
func (c *completer) finish() {
	word := c.text[strings.LastIndexByte(c.text, ' ')+1:]
	if utf8.RuneCountInString(word) != prefixLen {
		return
	}
	found := c.complete(strings.ToLower(word))
	if len(found) != 1 {
		return
	}
	c.left = strings.TrimPrefix(found[0], strings.ToLower(word)) + " "
	c.swallowed = ""
	c.text = strings.TrimSuffix(c.text, word) + found[0] + " "
}
