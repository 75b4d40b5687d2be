package e2e

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"barnrost/audio/audiotest"
	"barnrost/e2e/child"
	"barnrost/e2e/program"
	"barnrost/e2e/steps"
)

// large makes an interview out of a dictaphone's file, long enough for an
// import to be met in the middle, and sends it.
func (j *job) large() string {
	p := j.worker
	source := filepath.Join(j.dir, "diktafon.wav")
	if err := audiotest.WriteWAV(source, rate, speak(j.T, 4*time.Minute).Samples); err != nil {
		j.Fatal(err)
	}
	steps.NewInterview(p, 15, "socialkontoret")
	steps.Consent(p)
	steps.ImportWAV(p, source)
	p.Wait("interview", "overview")
	steps.Transcribe(p)
	p.TypeSaved("Ett samtal från en diktafon")
	steps.Go(p, "interview")
	p.Press("interview.item.0")
	p.Wait("interview", "overview")
	p.Press("interview.send")
	p.Wait("room", "share")
	return steps.Send(j.T, p, both, true, steps.Folder(j.T, j.dir, "large"))
}

// killedImport kills the enhetschef's program in the middle of an import. The
// vault is as it was, and the bundle can be opened again.
func (j *job) killedImport() {
	bundle := j.large()
	p := j.manager
	before := j.holds(j.managerHome)
	size := sizeOf(j, vault(j.managerHome))
	steps.Go(p, "unit")
	steps.Receive(p, bundle)
	j.until("the import has begun to write", func() bool { return sizeOf(j, vault(j.managerHome)) > size+1<<20 })
	p.Kill()
	if len(p.Seen("import", "done")) > 1 {
		j.Fatal("the import was done before it could be interrupted")
	}

	j.manager = j.start(j.managerHome)
	steps.Unlock(j.manager, steps.Manager)
	if after := j.holds(j.managerHome); after != before {
		j.Errorf("the vault held %s before the interrupted import and %s after it", before, after)
	}
}

// importWhileRecording opens the large bundle while the enhetschef records:
// not one sample of the recording is late.
func (j *job) importWhileRecording() {
	p := j.manager
	source := speak(j.T, 12*time.Second).Samples
	steps.NewInterview(p, 14, "kck")
	steps.Consent(p)
	steps.Record(p)
	wait := play(j.T, j.pulse, source)
	steps.Go(p, "unit")
	steps.Receive(p, filepath.Join(j.dir, "large", first(j, filepath.Join(j.dir, "large"))))
	p.WaitLong(program.Long, "import", "done")
	wait()
	steps.Go(p, "interview")
	steps.StopRecording(p)
	if waits := p.Seen("warning", "store"); len(waits) > 0 {
		j.Error("sound had to wait for the disk")
	}
	steps.Transcribe(p)
	p.TypeSaved("Den som spelade in läste också")
	steps.Go(p, "interview")
	p.Press("interview.item.0")
	p.Wait("interview", "overview")
	p.Press("interview.send")
	p.Wait("room", "share")
	bundle := steps.Send(j.T, p, 1, true, steps.Folder(j.T, j.dir, "late"))
	got := open(j.T, j.tools, bundle, j.keys(j.workerHome, steps.Worker))
	j.identical(source, got.sound(j.T))
	j.hide(got, source)
}

// holds counts what a vault holds, read with a stock tool.
func (j *job) holds(home string) string {
	j.Helper()
	out, err := child.Run(nil, "sqlite3", "-readonly", vault(home),
		"SELECT 'objects', count(*) FROM object UNION ALL SELECT 'rows', count(*) FROM chunk UNION ALL SELECT 'bundles', count(*) FROM seen_bundle")
	if err != nil {
		j.Fatal(err)
	}
	return strings.Join(strings.Fields(out), ", ")
}

func sizeOf(j *job, path string) int64 {
	j.Helper()
	info, err := os.Stat(path)
	if err != nil {
		j.Fatal(err)
	}
	return info.Size()
}

// until waits for something that the program does not tell.
func (j *job) until(what string, true func() bool) {
	j.Helper()
	for deadline := time.Now().Add(time.Minute); !true(); runtime.Gosched() {
		if time.Now().After(deadline) {
			j.Fatalf("it never came to be that %s", what)
		}
	}
}

func first(j *job, dir string) string {
	j.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) == 0 {
		j.Fatalf("%s holds nothing (%v)", dir, err)
	}
	return entries[0].Name()
}
