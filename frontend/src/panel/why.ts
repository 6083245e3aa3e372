import type { Cue, Reasons } from '../api/types';
import { h } from '../dom';
import { countryName } from '../state/places';
import { words } from '../words';

export interface Explained extends Reasons {
  /** null if it was not placed */
  name: string | null;
  surface: string;
}

const RECOGNITION = 'place name'; // the cues of this name say why the words are a place's at all

/** What decided for a place, in words: chosen place, cues, runner-up, reach. */
export function renderWhy(mention: Explained): HTMLElement {
  const { name, surface, why: cues = [], confidence } = mention;
  const share = `${Math.round(confidence * 100)} %`;
  const found = cues.filter((cue) => cue.name === RECOGNITION);
  const chosen = cues.filter((cue) => cue.name !== RECOGNITION);
  return h(
    'div',
    { class: 'why-body' },
    h('p', {}, name ? words.placedAt(name, share) : words.notPlaced),
    ...listed(words.whyPlace(surface), found),
    ...listed(words.whyThis, chosen),
    cues.length ? null : h('p', { class: 'muted' }, words.noCue),
    ...around(mention).map((text) => h('p', { class: 'muted' }, text)),
  );
}

function listed(title: string, cues: Cue[]): HTMLElement[] {
  return cues.length ? [h('p', { class: 'why-title' }, title), h('ul', {}, ...cues.map(renderCue))] : [];
}

function renderCue(cue: Cue): HTMLElement {
  const pro = cue.weight >= 0;
  return h(
    'li',
    { class: pro ? 'for' : 'against' },
    h(
      'span',
      { class: 'weight', role: 'img', 'aria-label': pro ? words.speaksFor : words.speaksAgainst },
      pro ? '+' : '−',
    ),
    h('span', {}, cueText(cue), ...quoted(cue)),
  );
}

/** One line for a cue: what it says for or against, in the page's words where they are known, else in the API's. */
export function cueText({ name, detail, weight }: Cue): string {
  const known = words.cues[name];
  if (known) return known[weight >= 0 ? 0 : 1];
  return name === RECOGNITION || !name ? words.sign(detail) : `${name}: ${detail}`;
}

/** The words that decided, where they are others than those that are explained. */
function quoted({ name, quote }: Cue): (string | Node)[] {
  if (!quote || name === RECOGNITION || name === 'coordinates') return [];
  return [': ', h('q', { dir: 'auto' }, quote)];
}

function around({ runner_up: rival, radius_km: reach, derived }: Explained): string[] {
  const out: string[] = [];
  if (rival) out.push(words.rival([rival.name, rival.admin1, countryName(rival.country)].filter(Boolean).join(', ')));
  if (reach) out.push(words.within(reach));
  if (derived?.length) out.push(`${words.derived(derived.length)}.`);
  return out;
}
