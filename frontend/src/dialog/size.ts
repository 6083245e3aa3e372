import type { Sample } from '../api/types';

/** Bytes of the outlines that a GeoPackage holds, and of the rest for a byte of GeoJSON, as those of the demo have them. */
const geoPackage = { outlines: 900_000, share: 0.6 };

/** What a feature begins with. */
const features: Record<string, RegExp> = {
  geojson: /"type":"Feature"[,}]/g,
  geojsonseq: /"type":"Feature"[,}]/g,
  kml: /<Placemark>/g,
};

/** The format whose beginning tells of a format: a GeoPackage is made as a whole before it is sent. */
export function sampleFormat(format: string): string {
  return format === 'gpkg' ? 'geojson' : format;
}

/** Bytes that a download of so many features will have, judged by its beginning; null if that tells nothing. */
export function sizeOf(format: string, { text, whole }: Sample, count: number): number | null {
  const bytes = whole ? text.length : scaled(startsOf(sampleFormat(format), text), count);
  if (bytes === null || format !== 'gpkg') return bytes;
  return geoPackage.outlines + geoPackage.share * bytes;
}

function scaled(starts: number[], count: number): number | null {
  const first = starts[0];
  const last = starts.at(-1);
  if (first === undefined || last === undefined || first === last) return null;
  return first + ((last - first) / (starts.length - 1)) * count;
}

function startsOf(format: string, text: string): number[] {
  const start = features[format];
  return start ? [...text.matchAll(start)].map(({ index }) => index) : lineStarts(text);
}

/** Where the rows of a CSV begin, its head left out; lines inside quotes are none. */
function lineStarts(text: string): number[] {
  const starts: number[] = [];
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') quoted = !quoted;
    else if (text[i] === '\n' && !quoted) starts.push(i + 1);
  }
  return starts;
}
