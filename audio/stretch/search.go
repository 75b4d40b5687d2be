package stretch

// best returns where the next window is taken from: within reach of nominal,
// where the source is most like what would have followed the last window. It
// looks at about 8 kHz first and then, around the best place, at every sample.
func (s *Stretcher) best(nominal int64) int64 {
	low, high := max(0, nominal-int64(s.reach)), nominal+int64(s.reach)
	if s.closed {
		high = min(high, s.taken-int64(s.hop))
	}
	if s.reach == 0 || high <= low {
		return max(0, min(nominal, high))
	}
	target := s.last + int64(s.hop)
	near := s.coarse(target, nominal, low, high)
	low, high = max(low, near-int64(s.factor)), min(high, near+int64(s.factor))
	return s.fine(target, near, low, high)
}

// coarse compares sums of factor samples. Where nothing is alike, as in
// silence, it stays at nominal.
func (s *Stretcher) coarse(target, nominal, low, high int64) int64 {
	size := 2 * s.hop / s.factor
	places := int(high-low)/s.factor + 1
	s.template = s.sums(s.template, target, size)
	s.span = s.sums(s.span, low, places+size-1)

	var energy float64
	for _, v := range s.span[:size] {
		energy += float64(v) * float64(v)
	}
	at, top := nominal, 0.0
	for i := range places {
		if i > 0 {
			// The sums are whole numbers far below 2^53: nothing is rounded
			// away however long this slides.
			gone, come := float64(s.span[i-1]), float64(s.span[i-1+size])
			energy += come*come - gone*gone
		}
		if score := similarity(float64(dot(s.template, s.span[i:i+size])), energy); score > top {
			at, top = low+int64(i*s.factor), score
		}
	}
	return at
}

// fine compares every sample of a window.
func (s *Stretcher) fine(target, near, low, high int64) int64 {
	at, top := near, 0.0
	for from := low; from <= high; from++ {
		var product, energy int64
		for i := range int64(2 * s.hop) {
			x := int64(s.at(from + i))
			product += int64(s.at(target+i)) * x
			energy += x * x
		}
		if score := similarity(float64(product), float64(energy)); score > top {
			at, top = from, score
		}
	}
	return at
}

// similarity orders places as the normalised cross-correlation does: its square
// with its sign, without the template's energy, which is the same for all.
func similarity(product, energy float64) float64 {
	if product <= 0 || energy <= 0 {
		return 0
	}
	return product * product / energy
}

// sums fills dst with n sums of factor samples from pos on.
func (s *Stretcher) sums(dst []float32, pos int64, n int) []float32 {
	if cap(dst) < n {
		dst = make([]float32, n)
	}
	dst = dst[:n]
	for i := range dst {
		var sum int32
		for range s.factor {
			sum += int32(s.at(pos))
			pos++
		}
		dst[i] = float32(sum)
	}
	return dst
}

// dot is the inner product, in four sums that the processor works on at once.
func dot(a, b []float32) float32 {
	var p, q, r, t float32
	b = b[:len(a)]
	i := 0
	for ; i+4 <= len(a); i += 4 {
		p += a[i] * b[i]
		q += a[i+1] * b[i+1]
		r += a[i+2] * b[i+2]
		t += a[i+3] * b[i+3]
	}
	for ; i < len(a); i++ {
		p += a[i] * b[i]
	}
	return p + q + r + t
}
