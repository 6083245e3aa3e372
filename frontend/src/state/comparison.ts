import type { Day } from '../time/day';

/** What two periods have of each place; arrays by place. */
export interface Comparison {
  /** the other period, B; A is the window */
  from: Day;
  to: Day;
  /** Σ counts of B, as in Summary */
  totalB: number;
  placesB: number;
  countsB: Int32Array;
  /** of both periods together */
  both: Int32Array;
  firm: Int32Array;
  /** log2 of the ratio of shares, see score.ts */
  change: Float32Array;
  /** 0 much less … 4 much more */
  classes: Uint8Array;
}
