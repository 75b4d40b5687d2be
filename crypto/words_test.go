package crypto

import (
	"fmt"
	"slices"
	"testing"
)

func numbers(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprint(i)
	}
	return list
}

func TestWordsAreTheBitsFromTheFront(t *testing.T) {
	data := []byte{0xff, 0xe0, 0x05, 0x80, 0x00, 0x00, 0x00, 0x01}
	for _, c := range []struct {
		list, n int
		want    []string
	}{
		{2048, 3, []string{"2047", "1", "768"}},
		{1024, 2, []string{"1023", "512"}},
		{2, 4, []string{"1", "1", "1", "1"}},
		{256, 8, []string{"255", "224", "5", "128", "0", "0", "0", "1"}},
	} {
		if got := Words(data, numbers(c.list), c.n); !slices.Equal(got, c.want) {
			t.Errorf("%d of %d: %v, want %v", c.n, c.list, got, c.want)
		}
	}
}

func TestFingerprintIsNeverShortened(t *testing.T) {
	for name, make := range map[string]func(){
		"too few bits":       func() { Words([]byte{1}, numbers(2048), 1) },
		"no power of two":    func() { Words([]byte{1, 2}, numbers(1000), 1) },
		"a list of one word": func() { Words([]byte{1, 2}, numbers(1), 1) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s passes", name)
				}
			}()
			make()
		}()
	}
}

func TestRandomWordsReachTheWholeList(t *testing.T) {
	list := numbers(64)
	seen := map[string]bool{}
	for range 200 {
		words, err := RandomWords(list, 6)
		if err != nil || len(words) != 6 {
			t.Fatal(words, err)
		}
		for _, w := range words {
			seen[w] = true
		}
	}
	if len(seen) != len(list) { // 1,200 draws miss one of 64 once in 2.5 million runs
		t.Fatalf("%d of %d words were drawn", len(seen), len(list))
	}
	if _, err := RandomWords(numbers(1000), 6); err == nil {
		t.Fatal("a skewed draw passes")
	}
}
