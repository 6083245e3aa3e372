import type { AppState } from '../state/app';
import { writeAddress } from '../state/url';

const DATA = 'data';

/** The page as it stands, as a link; it tells which generation of the data it was made of. */
export function linkTo(state: AppState, base: string, embed = state.embed): string {
  const url = new URL(writeAddress({ ...state, filter: state, embed }), base);
  if (state.cube) url.search += `&${DATA}=${encodeURIComponent(state.cube.generation)}`;
  return url.href;
}

/** The generation that a link was made of, or null. */
export function generationOf(search: string): string | null {
  return new URLSearchParams(search).get(DATA);
}

/** Whether the data are no longer those that the link was made of. */
export function hasChanged({ cube }: AppState, generation: string | null): boolean {
  return generation !== null && cube !== null && String(cube.generation) !== generation;
}
