package eval

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
)

// figure is a named measure; a higher one is better unless it is a count of
// errors.
type figure struct {
	name  string
	value float64
	count bool // an error count
}

func (f figure) String() string { return f.name + " " + f.text() }

func (f figure) text() string {
	if f.count {
		return fmt.Sprintf("%.0f", f.value)
	}
	return fmt.Sprintf("%.4f", f.value)
}

// columns name the gazetteers that figures are measured with.
var columns = [...]string{"embedded", "imported"}

// figureTable is a file of figures: a line each, a column for each gazetteer.
type figureTable struct {
	order  []figure
	values map[string][len(columns)]float64
}

// set fills a column.
func (f *figureTable) set(list []figure, column int) {
	if column == 0 || len(f.order) == 0 {
		f.order = list
	}
	for _, one := range list {
		row := f.values[one.name]
		row[column] = one.value
		f.values[one.name] = row
	}
}

func (f *figureTable) lines() []string {
	out := []string{fmt.Sprintf("%-52s %9s %9s", "", columns[0], columns[1])}
	for _, one := range f.order {
		line := fmt.Sprintf("%-52s", one.name)
		for _, v := range f.values[one.name] {
			one.value = v
			line += fmt.Sprintf(" %9s", one.text())
		}
		out = append(out, line)
	}
	return out
}

func readFigures(t *testing.T, path string) figureTable {
	out := figureTable{values: map[string][len(columns)]float64{}}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && *update {
		return out
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		words := strings.Fields(line)
		var row [len(columns)]float64
		at := len(words) - len(row)
		for i := range row {
			if _, err := fmt.Sscan(words[at+i], &row[i]); err != nil {
				t.Fatalf("%s: %q: %v", path, line, err)
			}
		}
		out.values[strings.Join(words[:at], " ")] = row
	}
	return out
}

func writeFigures(t *testing.T, path string, lines []string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}
