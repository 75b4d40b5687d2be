//go:build !linux && !windows && !darwin

package supply

func power() (Battery, bool) { return Battery{}, false }

func room(string) (int64, bool) { return 0, false }
