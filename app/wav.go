package app

import "encoding/binary"

// WAVHead is the length in bytes of the one header that a sound has where it
// leaves a vault as a file: RIFF, a format chunk of 16 bytes, then the samples.
// Source: Microsoft, "Multimedia Programming Interface and Data
// Specifications 1.0", 1991.
const WAVHead = 44

// MaxWAV is the largest number of samples whose file a WAV header can tell.
const MaxWAV = (1<<32 - WAVHead) / 2

// WAVHeader returns the header of one channel of 16-bit samples. samples must
// be at most [MaxWAV], which is over twelve hours at 48 kHz.
func WAVHeader(rate int, samples int64) []byte {
	b := make([]byte, 0, WAVHead)
	size := uint32(2 * samples)
	b = append(b, "RIFF"...)
	b = binary.LittleEndian.AppendUint32(b, size+WAVHead-8)
	b = append(b, "WAVEfmt "...)
	b = binary.LittleEndian.AppendUint32(b, 16)
	b = binary.LittleEndian.AppendUint16(b, 1) // PCM
	b = binary.LittleEndian.AppendUint16(b, 1) // channels
	b = binary.LittleEndian.AppendUint32(b, uint32(rate))
	b = binary.LittleEndian.AppendUint32(b, uint32(2*rate)) // bytes a second
	b = binary.LittleEndian.AppendUint16(b, 2)              // bytes a frame
	b = binary.LittleEndian.AppendUint16(b, 16)             // bits a sample
	b = append(b, "data"...)
	return binary.LittleEndian.AppendUint32(b, size)
}
