/** Pseudo-reports that pull a place with few of its own towards "no change". */
export const PRIOR = 8;

/** Ratios, as powers of two, from which a change is one, and a strong one: 1.5 and 3 times. */
const STEPS = [Math.log2(1.5), Math.log2(3)] as const;

/** much less, less, about the same, more, much more */
export const CLASSES = 5;

/**
 * How much more a place is named in period A than in B, as log2 of a ratio of shares: 1 is twice as much, 0 the same.
 * a and b are its counts, totalA and totalB those of all places. The two volumes are divided out, so that a busier
 * week changes nothing; and w = totalA / (totalA + totalB) of the prior is given to A, the rest to B:
 *
 *     log2( (a + PRIOR·w) / totalA ) − log2( (b + PRIOR·(1 − w)) / totalB )
 *
 * That is the log-odds of the posterior mean of a ~ Binomial(a + b, θ) under θ ~ Beta(PRIOR·w, PRIOR·(1 − w)), less
 * those of its prior mean: for one place, the log-odds ratio with an informative Dirichlet prior of Monroe, Colaresi
 * and Quinn, "Fightin' Words", Political Analysis 16 (2008). Without a single count it is 0.
 */
export function changeOf(a: number, b: number, totalA: number, totalB: number): number {
  if (totalA <= 0 || totalB <= 0) return 0;
  const w = totalA / (totalA + totalB);
  return Math.log2((a + PRIOR * w) / totalA) - Math.log2((b + PRIOR * (1 - w)) / totalB);
}

/** 0 much less … 2 about the same … 4 much more */
export function classOf(change: number): number {
  const size = Math.abs(change);
  const step = size >= STEPS[1] ? 2 : size >= STEPS[0] ? 1 : 0;
  return 2 + Math.sign(change) * step;
}
