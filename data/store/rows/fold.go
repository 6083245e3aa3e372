package rows

import "unicode/utf8"

// plainLetter gives the small letter or digit that an ASCII byte stands for in a
// word; 0: no word has it.
var plainLetter = func() (out [utf8.RuneSelf]byte) {
	for c := range out {
		switch {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			out[c] = byte(c)
		case 'A' <= c && c <= 'Z':
			out[c] = byte(c + 'a' - 'A')
		}
	}
	return out
}()
