package index

import (
	"mentionmap"
	"mentionmap/data/store"
)

// fact is what most filters ask of a mention, in one word, so that one
// subtraction tells whether the days overlap a window and the confidence is
// enough (least): bits 0–3 kind, 4 use, 5–8 relation, 9–11 precision (0:
// undated), 12–21 confidence in thousandths, 23–41 last day - firstDay, 43–61
// lastDay - first day. The guard bits between and above are set. Where there
// are no days, or they do not fit, they are such that they overlap any window.
type fact uint64

const (
	traitBits       = 12
	precisionShift  = 9
	confidenceShift = traitBits
	confidenceBits  = 10
	lastShift       = confidenceShift + confidenceBits + 1
	dayBits         = 19
	dayShift        = lastShift + dayBits + 1
	mostDays        = 1<<dayBits - 1
	mostConfidence  = 1<<confidenceBits - 1

	guards fact = 1<<(lastShift-1) | 1<<(dayShift-1) | 1<<(dayShift+dayBits)
	noDays fact = guards | mostDays<<lastShift | mostDays<<dayShift

	// The days of the years 1252 to 2687 fit.
	firstDay = -1 << (dayBits - 1)
	lastDay  = firstDay + mostDays
	// oddDays stands for the precision where the days do not fit: then they
	// stand beside, as an oddRow.
	oddDays = 7
)

// least gives the fact that leaves all guards set when it is subtracted from
// one whose days overlap from..to and whose confidence is enough.
func least(from, to int32, confidence int64) fact {
	within := func(n int64) fact { return fact(min(max(n, 0), mostDays)) }
	return within(int64(from)-firstDay)<<lastShift | within(lastDay-int64(to))<<dayShift | fact(min(max(confidence, 0), mostConfidence))<<confidenceShift
}

// oddRow is a row whose days fit no fact.
type oddRow struct {
	row       uint32
	precision uint32
	from, to  mentionmap.Day
}

// factOf packs a mention; fits is false where its days do not.
func factOf(m *store.MentionRow) (f fact, fits bool) {
	f = fact(m.Kind&15) | fact(m.Use&1)<<4 | fact(m.Relation&15)<<5 | fact(min(max(m.Confidence, 0), mostConfidence))<<confidenceShift
	if m.From == mentionmap.NoDay {
		return f | noDays, true
	}
	if m.From <= firstDay || m.To >= lastDay || m.To < m.From || m.Precision >= oddDays {
		return f | noDays | oddDays<<precisionShift, false
	}
	return f | guards | fact(m.Precision)<<precisionShift | fact(m.To-firstDay)<<lastShift | fact(lastDay-m.From)<<dayShift, true
}

func (f fact) kind() mentionmap.Kind           { return mentionmap.Kind(f & 15) }
func (f fact) use() mentionmap.Use             { return mentionmap.Use(f >> 4 & 1) }
func (f fact) relation() mentionmap.Relation   { return mentionmap.Relation(f >> 5 & 15) }
func (f fact) precision() mentionmap.Precision { return mentionmap.Precision(f >> precisionShift & 7) }
func (f fact) confidence() int                 { return int(f >> confidenceShift & mostConfidence) }
func (f fact) from() mentionmap.Day            { return lastDay - mentionmap.Day(f>>dayShift&mostDays) }
func (f fact) to() mentionmap.Day              { return firstDay + mentionmap.Day(f>>lastShift&mostDays) }

// unsureBelow is mentionmap.LikelyFrom in thousandths.
const unsureBelow = 1000 * mentionmap.LikelyFrom

// firm reports whether a mention is neither unsure nor a mere direction.
func (f fact) firm() bool {
	return f.confidence() >= unsureBelow && f.relation() != mentionmap.RelationDirection
}
