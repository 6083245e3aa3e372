// Helpers of the tests beside them.
import { type Chart, plain } from './chart';

/** x, y, x, y … of each closed ring */
export type Rings = number[][];

/** The rings of a layer in grid units, every vertex kept. */
export function polygons(chart: Chart, name: string): Rings {
  const layer = chart.layers.get(name)!;
  const rings: Rings = [];
  for (let p = 0; p + 1 < layer.starts.length; p++) {
    const ring: number[] = [];
    for (let i = layer.starts[p]!; i < layer.starts[p + 1]!; i++) pushArc(ring, chart, layer.refs[i]!);
    rings.push(ring);
  }
  return rings;
}

function pushArc(ring: number[], chart: Chart, ref: number): void {
  const first = chart.offsets[plain(ref)]!;
  const last = chart.offsets[plain(ref) + 1]! - 1;
  for (let n = first; n <= last; n++) {
    const i = ref < 0 ? first + last - n : n;
    ring.push(chart.xy[i * 2]!, chart.xy[i * 2 + 1]!);
  }
}

/** The even-odd rule over all rings. */
export function inside(rings: Rings, x: number, y: number): boolean {
  let odd = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [xi, yi, xj, yj] = [ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!];
      if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
    }
  }
  return odd;
}
