package memory

import (
	"bufio"
	"bytes"
	"os"
	"strings"
	"testing"

	"barnrost/e2e/child"
)

// A needle is found in a process, in its environment and in its child; one
// that is not there is not.
func TestANeedleIsFoundWhereItLies(t *testing.T) {
	hay := child.Command("sh", "-c", `secret="$0 i minnet"; sleep 600 & echo up; wait`, "en påhittad nål")
	hay.Env = append(os.Environ(), "NEEDLE=en nål i omgivningen")
	out, err := hay.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := hay.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { child.End(hay) })
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	r, err := Search(hay.Process.Pid, []Needle{
		{"memory", []byte("en påhittad nål i minnet")},
		{"arguments", []byte("en påhittad nål")},
		{"environment", []byte("NEEDLE=en nål i omgivningen")},
		{"nowhere", []byte("en nål som ingen har tappat")},
	})
	if os.IsPermission(err) {
		t.Skip("the memory of other processes cannot be read here")
	}
	if err != nil {
		t.Fatal(err)
	}
	if r.Found["memory"] == 0 || r.Found["arguments"] == 0 || r.Found["nowhere"] != 0 {
		t.Errorf("found %v", r.Found)
	}
	// Stack and environ of the shell, and the same of its child.
	if r.Processes != 2 || r.Found["environment"] < 4 {
		t.Errorf("%d processes, found %v", r.Processes, r.Found)
	}
}

func TestANeedleThatLiesAcrossTwoPiecesIsFoundOnce(t *testing.T) {
	needle := Needle{"n", []byte("en påhittad nål")}
	for _, at := range []int{0, piece - 5, piece - len(needle.Bytes), piece, 2*piece - 1, 3*piece - len(needle.Bytes)} {
		hay := make([]byte, 3*piece)
		copy(hay[at:], needle.Bytes)
		r := Result{Found: map[string]int{}}
		r.mapping(bytes.NewReader(hay), mapping{to: int64(len(hay))}, []Needle{needle})
		if r.Found["n"] != 1 || r.Bytes != int64(len(hay)) {
			t.Errorf("at %d: found %d times in %d bytes", at, r.Found["n"], r.Bytes)
		}
	}
}

// What a process holds is read even when it lies on the swap disk; what it
// only reserved is not.
func TestMappingsThatHoldSomethingAreRead(t *testing.T) {
	got, err := mappings(strings.NewReader(`00400000-00600000 r-xp 00000000 08:01 123 /usr/bin/x
Size:               2048 kB
Rss:                 900 kB
Swap:                  0 kB
VmFlags: rd ex mr mw me
c000000000-c000400000 rw-p 00000000 00:00 0
Rss:                   0 kB
Swap:                  8 kB
c000400000-c004000000 ---p 00000000 00:00 0
Rss:                   0 kB
Swap:                  0 kB
`))
	if err != nil || len(got) != 2 || got[0].from != 0x400000 || got[0].kilo != 900 || got[1].to != 0xc000400000 || got[1].kilo != 8 {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestASecretKeysBytesAreReadFromItsText(t *testing.T) {
	secret, err := Secret("AGE-SECRET-KEY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36S0MYPDRWSVLUL66MV4QX3S7F6")
	if err != nil || len(secret) != 32 || bytes.Equal(secret, make([]byte, 32)) {
		t.Errorf("%x, %v", secret, err)
	}
	for _, bad := range []string{"", "AGE-SECRET-KEY-", "AGE-SECRET-KEY-1B", "AGE-SECRET-KEY-1BBBBBBBBBBBB"} {
		if _, err := Secret(bad); err == nil {
			t.Errorf("%q was taken for a key", bad)
		}
	}
}
