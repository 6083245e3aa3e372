import type { Day } from '../time/day';

/** A form of a feature, in Web Mercator 0..1 from west and north: x, y, x, y … */
export interface Form {
  kind: 'point' | 'line' | 'area';
  /** an area's first part is its outline, the others are holes or further outlines */
  parts: readonly Float64Array[];
  /** null: it holds at any time */
  date: Day | null;
}

/** What the reader has laid over the map. It stays in the memory of this page. */
export interface OwnLayer {
  id: number;
  name: string;
  /** #rrggbb */
  colour: string;
  shown: boolean;
  forms: readonly Form[];
  /** degrees: west, south, east, north */
  box: readonly [number, number, number, number];
}

/** Told apart also by those who do not see all colours (Okabe and Ito, 2008), darkened to 3:1 on the light map. */
export const layerColours = ['#0072b2', '#b0478a', '#007a5a', '#9a6a00', '#c2410c', '#4b5563'] as const;

/** The newest date of a layer that is not after the end of the window; null if it has none. */
export function dateShown(forms: readonly Form[], end: Day): Day | null {
  let newest: Day | null = null;
  for (const { date } of forms) if (date !== null && date <= end && (newest === null || date > newest)) newest = date;
  return newest;
}

/** The forms that hold at the end of the window: undated ones, and those of the newest date. */
export function formsAt(forms: readonly Form[], end: Day): readonly Form[] {
  const date = dateShown(forms, end);
  return forms.filter((form) => form.date === null || form.date === date);
}

/** First date of a layer, or null if none of its features has one. */
export function firstDate(forms: readonly Form[]): Day | null {
  let first: Day | null = null;
  for (const { date } of forms) if (date !== null && (first === null || date < first)) first = date;
  return first;
}
