package columns

import "mentionmap"

// fact is what most filters ask of a mention, in one word, so that one
// subtraction tells whether the days overlap a window and the confidence is
// enough (least): bits 0–3 kind, 4 use, 5–8 relation, 9–11 precision (0:
// undated), 12–21 confidence in thousandths, 23–41 last day - firstDay, 43–61
// lastDay - first day. The bits of guards between and above are set. Where there
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

// least gives what facts less it leave all guards set, of those that overlap the
// days from..to with at least a confidence.
func least(from, to int32, confidence int64) fact {
	within := func(n int64) fact { return fact(min(max(n, 0), mostDays)) }
	return within(int64(from)-firstDay)<<lastShift | within(lastDay-int64(to))<<dayShift | fact(min(max(confidence, 0), mostConfidence))<<confidenceShift
}

// oddRow is a row whose days fit no fact.
type oddRow struct {
	row       uint32
	precision mentionmap.Precision
	day       mentionmap.Day
	days      int32
}

// factOf packs a mention; ok is false where its days do not fit.
func factOf(m *Mention) (f fact, ok bool) {
	f = fact(m.Kind&15) | fact(m.Use&1)<<4 | fact(m.Relation&15)<<5 | fact(min(max(m.Confidence, 0), mostConfidence))<<confidenceShift
	if m.Precision == mentionmap.Undated {
		return f | noDays, true
	}
	day, last := int64(m.Day), int64(m.Day)+int64(m.Days)
	if day <= firstDay || last >= lastDay || last < day || m.Precision >= oddDays {
		return f | noDays | oddDays<<precisionShift, false
	}
	return f | guards | fact(m.Precision)<<precisionShift | fact(last-firstDay)<<lastShift | fact(lastDay-day)<<dayShift, true
}

// with gives the fields of the one or of the other that are more, so that it
// passes any test by least that one of them does. Undated facts are left out.
func (f fact) with(o fact) fact {
	if o.precision() == uint64(mentionmap.Undated) {
		return f
	}
	for _, field := range [...]fact{mostConfidence << confidenceShift, mostDays << lastShift, mostDays << dayShift} {
		f = f&^field | max(f&field, o&field)
	}
	return f
}

// reaches reports whether a fact passes the test by least.
func (f fact) reaches(least fact) bool { return (f-least)&guards == guards }

func (f fact) precision() uint64 { return uint64(f >> precisionShift & 7) }

func (f fact) day() mentionmap.Day { return lastDay - mentionmap.Day(f>>dayShift&mostDays) }

func (f fact) last() mentionmap.Day { return firstDay + mentionmap.Day(f>>lastShift&mostDays) }

func (f fact) mention() Mention {
	m := Mention{Kind: mentionmap.Kind(f & 15), Use: mentionmap.Use(f >> 4 & 1), Relation: mentionmap.Relation(f >> 5 & 15),
		Precision: mentionmap.Precision(f.precision()), Confidence: int64(f >> confidenceShift & (1<<confidenceBits - 1)), Day: mentionmap.NoDay}
	if m.Precision != mentionmap.Undated {
		m.Day, m.Days = f.day(), int32(f.last()-f.day())
	}
	return m
}
