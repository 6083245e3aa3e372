import type { Places } from '../cube/types';
import { language, locale, words } from '../words';
import type { Language } from '../words/language';
import type { Bounds } from './app';
import { kindAt } from './filter';

/** Whether a place lies in the map's frame; places without a position do not. */
export function inFrame({ lon, lat }: Places, i: number, [west, south, east, north]: Bounds): boolean {
  const x = lon[i]!;
  const y = lat[i]!;
  if (!(y >= south && y <= north)) return false;
  const turned = x < west ? x + 360 : x;
  return turned >= west && turned <= east;
}

/** Letters that only the other of the two languages has. */
const foreign = { uk: /[ыэёъ]/i, ru: /[іїєґ’']/i };

/** The name in the page's language; else as its sister spells it, if it could be spelt so; else the main one. */
export function nameOf(places: Places, i: number, lang: Language = language): string {
  if (lang === 'en') return places.name[i] ?? '';
  const sister = places[lang === 'uk' ? 'ru' : 'uk'][i] ?? '';
  return places[lang][i] || (foreign[lang].test(sister) ? '' : sister) || (places.name[i] ?? '');
}

/** The name of the region that holds a place; regions that are named themselves bear their name in the page's language. */
function regionOf(places: Places, i: number): string {
  const admin = places.admin1[i];
  if (!admin || admin === places.name[i]) return '';
  if (language === 'en') return admin;
  const region = regions(places).get(`${places.country[i]} ${admin}`);
  return region === undefined ? admin : nameOf(places, region);
}

const known = new WeakMap<Places, Map<string, number>>();

/** Regions of a cube by country and main name. */
function regions(places: Places): Map<string, number> {
  let found = known.get(places);
  if (!found) {
    const all = [...places.kind.keys()].filter((i) => kindAt[places.kind[i]!] === 'region');
    found = new Map(all.map((i) => [`${places.country[i]} ${places.name[i]}`, i]));
    known.set(places, found);
  }
  return found;
}

const countries = new Map<string, Intl.DisplayNames>();

/** "Ukraine" for "UA"; what is no code stays as it is. */
export function countryName(code: string | null | undefined): string {
  if (!code || !/^[A-Z]{2}$/.test(code)) return code ?? '';
  let names = countries.get(locale);
  if (!names) {
    names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' });
    countries.set(locale, names);
  }
  return names.of(code) ?? code;
}

/** "Nadiia, Luhansk region"; "Dnipro, water": rivers bear the names of towns. */
export function fullName(places: Places, i: number): string {
  const water = kindAt[places.kind[i]!] === 'water' ? words.kind('water') : '';
  return [nameOf(places, i), regionOf(places, i) || water].filter(Boolean).join(', ');
}

/** "settlement · Luhansk region" */
export function whereOf(places: Places, i: number): string {
  const holder = regionOf(places, i) || countryName(places.country[i]);
  return [words.kind(kindAt[places.kind[i]!] ?? ''), holder].filter(Boolean).join(' · ');
}
