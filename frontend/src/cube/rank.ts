const BITS = 11;
const DIGITS = 1 << BITS;

/** Places with any units, most first; ties in the order of the cube. Reuses its buffers from call to call. */
export function createRanking(
  places: number,
): (counts: Int32Array, wanted?: (place: number) => boolean) => Uint32Array {
  let order = new Uint32Array(places);
  let spare = new Uint32Array(places);
  const start = new Uint32Array(DIGITS + 1);

  /** One pass of a radix sort, largest digit first; it keeps the order of equals. */
  const pass = (counts: Int32Array, found: number, shift: number) => {
    const digit = (place: number) => DIGITS - 1 - ((counts[place]! >>> shift) & (DIGITS - 1));
    start.fill(0);
    for (let i = 0; i < found; i++) start[digit(order[i]!) + 1]!++;
    for (let i = 0; i < DIGITS; i++) start[i + 1]! += start[i]!;
    for (let i = 0; i < found; i++) spare[start[digit(order[i]!)]!++] = order[i]!;
    [order, spare] = [spare, order];
  };

  return (counts, wanted) => {
    let found = 0;
    let most = 0;
    for (let place = 0; place < places; place++) {
      const n = counts[place]!;
      if (n <= 0 || (wanted && !wanted(place))) continue;
      order[found++] = place;
      if (n > most) most = n;
    }
    for (let shift = 0; shift < 31 && most >>> shift > 0; shift += BITS) pass(counts, found, shift);
    return order.subarray(0, found);
  };
}
