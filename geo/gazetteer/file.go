package gazetteer

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"sync"

	"mentionmap"

	"github.com/klauspost/compress/zstd"
)

// A gazetteer file is a header, a table of sections, and the sections, each
// compressed by itself (docs/formats.md, "Gazetteer").
const (
	magic       = "MMGZ"
	version     = 1
	headerSize  = 16
	tableRow    = 20
	maxSections = 64
	maxSection  = 512 << 20 // bytes of one section when unpacked
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

type section struct {
	name   string // four letters
	raw    uint32 // size when unpacked
	stored []byte
}

// writeFile lays out the sections in the order given.
func writeFile(names []string, content map[string][]byte) ([]byte, error) {
	return packFile(names, content, zstd.SpeedBestCompression)
}

func packFile(names []string, content map[string][]byte, level zstd.EncoderLevel) ([]byte, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(level), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer enc.Close()
	table := make([]byte, 0, len(names)*tableRow)
	var body []byte
	for _, name := range names {
		raw := content[name]
		stored := enc.EncodeAll(raw, nil)
		table = append(table, name...)
		table = binary.LittleEndian.AppendUint32(table, uint32(len(raw)))
		table = binary.LittleEndian.AppendUint32(table, uint32(len(stored)))
		table = binary.LittleEndian.AppendUint32(table, crc32.Checksum(stored, castagnoli))
		table = binary.LittleEndian.AppendUint32(table, 0)
		body = append(body, stored...)
	}
	out := make([]byte, 0, headerSize+len(table)+len(body))
	out = append(out, magic...)
	out = binary.LittleEndian.AppendUint16(out, version)
	out = binary.LittleEndian.AppendUint16(out, uint16(len(names)))
	out = binary.LittleEndian.AppendUint32(out, crc32.Checksum(table, castagnoli))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(body)))
	return append(append(out, table...), body...), nil
}

func damaged(format string, args ...any) error {
	e := mentionmap.Errorf(mentionmap.Invalid, format, args...)
	e.Message = "gazetteer file is damaged: " + e.Message + "; import it again"
	return e
}

// readFile checks a file and returns its sections, still packed.
func readFile(data []byte) (map[string]section, error) {
	if len(data) < headerSize || string(data[:4]) != magic {
		return nil, mentionmap.Errorf(mentionmap.Invalid, "not a gazetteer file: it does not begin with %q; make one with `mentionmap gazetteer import`", magic)
	}
	if v := binary.LittleEndian.Uint16(data[4:]); v != version {
		return nil, mentionmap.Errorf(mentionmap.Conflict, "gazetteer file has format %d, this program reads %d; import it again with this program", v, version)
	}
	count := int(binary.LittleEndian.Uint16(data[6:]))
	if count > maxSections || len(data) < headerSize+count*tableRow {
		return nil, damaged("its table is cut off")
	}
	table := data[headerSize : headerSize+count*tableRow]
	if crc32.Checksum(table, castagnoli) != binary.LittleEndian.Uint32(data[8:]) {
		return nil, damaged("wrong checksum of the table")
	}
	return readTable(table, data[headerSize+len(table):])
}

func readTable(table, body []byte) (map[string]section, error) {
	sections := map[string]section{}
	for ; len(table) > 0; table = table[tableRow:] {
		name := string(table[:4])
		raw, stored := binary.LittleEndian.Uint32(table[4:]), binary.LittleEndian.Uint32(table[8:])
		if uint64(stored) > uint64(len(body)) {
			return nil, damaged("section %q is cut off", name)
		}
		if raw > maxSection {
			return nil, damaged("section %q claims %d bytes", name, raw)
		}
		s := section{name: name, raw: raw, stored: body[:stored]}
		if crc32.Checksum(s.stored, castagnoli) != binary.LittleEndian.Uint32(table[12:]) {
			return nil, damaged("wrong checksum of section %q", name)
		}
		sections[name] = s
		body = body[stored:]
	}
	return sections, nil
}

// decoder is shared: DecodeAll is safe for concurrent use.
var decoder = sync.OnceValues(func() (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxSection))
})

// unpack returns a section's content.
func (s section) unpack() ([]byte, error) {
	d, err := decoder()
	if err != nil {
		return nil, err
	}
	const trusted = 64 << 20 // beyond it, memory grows only with what is really there
	raw, err := d.DecodeAll(s.stored, make([]byte, 0, min(s.raw, trusted, uint32(len(s.stored))*64+1024)))
	if err != nil || len(raw) != int(s.raw) {
		return nil, damaged("section %q does not unpack", s.name)
	}
	return raw, nil
}

// Fingerprint names a file's content by its header and table, which hold the
// checksums of all else: the first FingerprintBytes of a file are enough.
func Fingerprint(data []byte) (string, error) {
	if len(data) < headerSize || string(data[:4]) != magic {
		return "", damaged("it does not begin with %q", magic)
	}
	end := headerSize + int(binary.LittleEndian.Uint16(data[6:]))*tableRow
	if end > FingerprintBytes || len(data) < end {
		return "", damaged("its table is cut off")
	}
	sum := sha256.Sum256(data[:end])
	return hex.EncodeToString(sum[:8]), nil
}

// FingerprintBytes is the most bytes of a file that Fingerprint looks at.
const FingerprintBytes = headerSize + maxSections*tableRow
