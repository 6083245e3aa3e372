package sqlite

// Cells are half degrees, numbered from the south pole eastwards from 180° W,
// row by row: so those of a box are a few runs of numbers.
const (
	cellsPerDegree = 2
	cellsAround    = 360 * cellsPerDegree
	placeBits      = 32 // of a posting's key, for place.id below its cell
)

func cellOf(lon, lat float64) uint32 {
	column := min(max(int((lon+180)*cellsPerDegree), 0), cellsAround-1)
	row := min(max(int((lat+90)*cellsPerDegree), 0), cellsAround/2-1)
	return uint32(row*cellsAround + column)
}

// placeKey is the key of a place's postings; the place 0 stands for all that
// was not placed.
func placeKey(place int64, cell uint32) uint64 {
	return uint64(cell)<<placeBits | uint64(place)&(1<<placeBits-1)
}
