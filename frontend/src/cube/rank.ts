/** Places with any units, most first; ties in the order of the cube. Reuses its buffers from call to call. */
export function createRanking(
  places: number,
): (counts: Int32Array, wanted?: (place: number) => boolean) => Uint32Array {
  const keys = new Float64Array(places);
  const order = new Uint32Array(places);
  const base = 2 ** Math.ceil(Math.log2(places + 1));
  return (counts, wanted) => {
    let found = 0;
    for (let place = 0; place < places; place++) {
      const n = counts[place]!;
      if (n > 0 && (!wanted || wanted(place))) keys[found++] = n * base + (base - 1 - place);
    }
    keys.subarray(0, found).sort();
    for (let i = 0; i < found; i++) order[i] = base - 1 - (keys[found - 1 - i]! % base);
    return order.subarray(0, found);
  };
}
