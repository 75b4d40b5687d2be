package widget

// Pick says what file or folder is wanted.
type Pick struct {
	ID    string // "pick" if empty; names the dialog in the trace
	Title string // what it is for
	Hint  string // one more sentence; may be empty
	// Extensions are the endings shown when browsing, with the dot; none
	// means every file.
	Extensions []string
	Folder     bool // a folder instead of a file
}

// Picker asks for a file or folder that exists and calls then with its path,
// on the UI goroutine; it is not called when the person changes their mind.
type Picker func(p Pick, then func(path string))

// Question is a decision that cannot be undone.
type Question struct {
	ID     string // traced as "dialog <id>"; its buttons are <id>.yes and <id>.no
	Title  string
	Body   []string // one paragraph each
	Yes    string   // what the deciding button does, as a verb
	No     string   // "" means "Avbryt"
	Danger bool     // something is lost for good
}

// Asker asks a question and calls yes, on the UI goroutine, for a yes only.
type Asker func(q Question, yes func())

// Work is one thing going on, shown in the status line. Both methods are
// called on the UI goroutine.
type Work interface {
	Set(done, total int64) // a total of 0 means not known
	Done()                 // takes it away
}

// Starter shows a work in the status line; cancel may be nil.
type Starter func(label string, cancel func()) Work
