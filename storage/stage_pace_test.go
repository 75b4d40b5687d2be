package storage

import (
	"testing"
	"time"
)

func TestAnImportsTransactionsGrowOnAFastDiskAndShrinkOnASlowOne(t *testing.T) {
	n := stageLeast
	for range 5 {
		n = nextStage(n, stageTarget/10)
	}
	if n != stageMost {
		t.Errorf("%d bytes at once on a fast disk, want %d", n, stageMost)
	}
	if same := nextStage(n, stageTarget*3/4); same != n {
		t.Errorf("%d bytes after a transaction that took what it may, want %d", same, n)
	}
	for range 5 {
		n = nextStage(n, time.Second)
	}
	if n != stageLeast {
		t.Errorf("%d bytes at once on a slow disk, want %d", n, stageLeast)
	}
}
